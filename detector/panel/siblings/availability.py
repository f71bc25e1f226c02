"""Which actions can be used now, and if not, why: one line for the tooltip."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from autolabelme.qtkit.empty_state import first_reason

from .presenter import SiblingPresenter


def _tr(text: str) -> str:
    return QCoreApplication.translate("SiblingActions", text)


def reasons(presenter: SiblingPresenter, *, why: bool) -> dict[str, str]:
    """Name of each action -> why it is disabled, empty when it is not; `why`: *Why flagged* is in front."""
    row, rows = presenter.row, presenter.rows
    idle = (not presenter.running, _tr("An inspection is running"))
    page = (presenter.handed is not None, _tr("Press Inspect in Annotate first"))
    inspected = (presenter.inspection is not None, _tr("Press Inspect first"))
    picked = (row is not None, _tr("Select an impression first"))
    alone = (row is None or row.judged.siblings > 0 or row.struck, _tr("It has no siblings"))
    verdict = "" if row is None else row.said.verdict
    seen = (presenter.why is not None, _tr("Its pictures are being made"))
    large = (why, _tr("Press Why flagged first"))
    at = next((index for index, one in enumerate(rows) if one.number == presenter.selected), -1)
    return {
        "inspect": first_reason([page, idle]),
        "cancel": first_reason([(presenter.running, _tr("No inspection is running"))]),
        "normals": first_reason([page, idle]),
        "no_normals": first_reason(
            [page, idle, (bool(presenter.normals), _tr("It is compared with this page only"))]
        ),
        "accept": first_reason([inspected, picked, (verdict != "accepted", _tr("It is accepted"))]),
        "reject": first_reason([inspected, picked, (verdict != "rejected", _tr("It is rejected"))]),
        "clear_verdict": first_reason([inspected, picked, (bool(verdict), _tr("It is undecided"))]),
        "strike": first_reason([inspected, picked, alone]),
        "undo": first_reason([(presenter.can_undo, _tr("Nothing was said yet"))]),
        "redo": first_reason([(presenter.can_redo, _tr("Nothing was taken back"))]),
        "next": first_reason([inspected, (at < len(rows) - 1, _tr("It is the last"))]),
        "previous": first_reason([inspected, (at > 0, _tr("It is the first"))]),
        "why": first_reason([inspected, picked]),
        "blink": first_reason([inspected, picked, large, seen]),
        "marks": first_reason([inspected, picked, large, seen]),
        "report": first_reason(
            [
                inspected,
                (not presenter.deciding, _tr("The p-values are being computed")),
                (not presenter.writing, _tr("The report is being written")),
            ]
        ),
        "leave": first_reason([idle]),
    }
