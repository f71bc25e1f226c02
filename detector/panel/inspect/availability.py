"""Which of the workspace's actions can be used now, and if not, why: one line for the tooltip."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from autolabelme.qtkit.empty_state import first_reason
from autolabelme.qtkit.workspace import BOXES

from .presenter import InspectPresenter


def _tr(text: str) -> str:
    return QCoreApplication.translate("InspectActions", text)


def reasons(presenter: InspectPresenter) -> dict[str, str]:
    """Name of each action that may be disabled -> why it is, empty when it is not."""
    subject, done, finding = presenter.subject, presenter.done, presenter.selected_finding
    idle = (not presenter.running, _tr("An inspection is running"))
    chosen = (subject is not None, _tr("Choose an ornament first, or send one here from Align"))
    free = (
        subject is None or subject.handover is None,
        _tr("Align has laid this ornament on its reference; choose another reference there"),
    )
    referenced = (
        subject is not None and subject.reference is not None,
        _tr("There is no reference"),
    )
    means = (
        presenter.model is not None or referenced[0],
        _tr("Choose a model or a reference: there is nothing to compare with"),
    )
    inspected = (done is not None, _tr("Press Inspect first"))
    picked = (finding is not None, _tr("Select a finding first"))
    verdict = "" if finding is None else finding.verdict
    laid = (done is not None and done.reference is not None, _tr("It was inspected without a reference"))
    found = (bool(presenter.findings), _tr("There are no findings"))
    seen = done is not None and (
        bool(done.inspection.vignettes) or any(one.kind == "foreign" for one in presenter.findings)
    )
    return {
        "choose_ornament": first_reason([idle]),
        "choose_reference": first_reason([chosen, free, idle]),
        "clear_reference": first_reason([chosen, free, referenced, idle]),
        "inspect": first_reason([chosen, means, idle]),
        "cancel": first_reason([(presenter.running, _tr("No inspection is running"))]),
        "accept": first_reason([inspected, picked, (verdict != "accepted", _tr("It is accepted"))]),
        "reject": first_reason([inspected, picked, (verdict != "rejected", _tr("It is rejected"))]),
        "clear_verdict": first_reason([inspected, picked, (bool(verdict), _tr("It is undecided"))]),
        "undo": first_reason([(presenter.can_undo, _tr("Nothing was said yet"))]),
        "redo": first_reason([(presenter.can_redo, _tr("Nothing was taken back"))]),
        "next": first_reason(
            [inspected, found, (presenter.selected < len(presenter.findings) - 1, _tr("It is the last"))]
        ),
        "previous": first_reason([inspected, found, (presenter.selected > 0, _tr("It is the first"))]),
        "compare": first_reason([inspected, laid]),
        "two_maps": first_reason([inspected]),
        "why_large": first_reason([inspected, picked]),
        "report": first_reason([inspected, (not presenter.writing, _tr("The report is being written"))]),
        "send_boxes": first_reason(
            [
                (presenter.context.can_send(BOXES), _tr("Annotate is not installed")),
                inspected,
                (seen, _tr("There are no boxes to send")),
            ]
        ),
    }
