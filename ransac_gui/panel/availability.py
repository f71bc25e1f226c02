"""Which of the workspace's actions can be used now, and if not, why: one line for the tooltip."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from autolabelme.qtkit.empty_state import first_reason
from autolabelme.qtkit.workspace import ALIGNMENT

from .presenter import LANDMARKS_NEEDED, AlignPresenter


def _tr(text: str) -> str:
    return QCoreApplication.translate("AlignActions", text)


def reasons(presenter: AlignPresenter) -> dict[str, str]:
    """Name of each action that may be disabled -> why it is, empty when it is not."""
    ornaments, source = presenter.ornaments, presenter.source
    selected = ornaments.find(presenter.selected)
    idle = (not presenter.running, _tr("An alignment is running"))
    reference = (ornaments.reference is not None, _tr("Choose a reference first (Choose Target)"))
    sources = (bool(ornaments.sources), _tr("Choose a source first (Choose Source or Choose Folder)"))
    one = (source is not None, _tr("Select a source in the list first"))
    anything = (bool(ornaments.items), _tr("Choose a folder or a reference and a source first"))
    shown = presenter.pair
    alignment = None if shown is None else shown.alignment
    aligned = (alignment is not None, _tr("Select an aligned source first"))
    found: dict[str, str] = {}
    for name in ("choose_folder", "choose_target", "choose_source", "import_flow", "import_flow_file"):
        found[name] = first_reason([idle])
    found["bundled_flow"] = first_reason(
        [idle, (bool(presenter.params.ransac_flow), _tr("The bundled networks are in use"))]
    )
    found["start"] = first_reason([anything, reference, sources, idle])
    found["align_one"] = first_reason([anything, reference, one, idle])
    found["cancel"] = first_reason([(presenter.running, _tr("No alignment is running"))])
    pointed = (selected is not None, _tr("Select an ornament in the list first"))
    already = (presenter.selected != ornaments.reference_key, _tr("This is the reference"))
    found["make_reference"] = first_reason([pointed, already, idle])
    found["remove"] = first_reason([pointed, idle])
    keys = [item.key for item in ornaments.items]
    at = keys.index(presenter.selected) if presenter.selected in keys else -1
    found["move_up"] = first_reason([pointed, idle, (at > 0, _tr("It is the first"))])
    found["move_down"] = first_reason([pointed, idle, (at < len(keys) - 1, _tr("It is the last"))])
    found["landmarks"] = first_reason([reference, one, idle])
    count = len(presenter.landmarks(presenter.selected))
    missing = _tr("Set {0} pairs of landmarks or more; there are {1}").format(LANDMARKS_NEEDED, count)
    found["align_landmarks"] = first_reason([reference, one, idle, (count >= LANDMARKS_NEEDED, missing)])
    found["clear_landmarks"] = first_reason([one, idle, (count > 0, _tr("There are no landmarks"))])
    found["region"] = first_reason([reference, idle])
    no_region = (presenter.region is not None, _tr("The whole reference is aligned already"))
    found["clear_region"] = first_reason([reference, idle, no_region])
    absent = (presenter.context.can_send(ALIGNMENT), _tr("Inspect is not installed"))
    found["send"] = first_reason([absent, aligned])
    found["show_folder"] = first_reason([(presenter.folder is not None, _tr("Nothing was saved yet"))])
    moved = alignment is not None and alignment.warp.displacement is not None
    no_fine = (moved, _tr("The fine stage moved nothing in this pair"))
    found["arrows"] = first_reason([aligned, no_fine])
    found["matchability"] = first_reason([aligned])
    for name in ("fit", "actual", "zoom_in", "zoom_out"):
        found[name] = first_reason([anything])
    several = (len(ornaments.sources) > 1, _tr("There is only one source"))
    for name in ("next_pair", "previous_pair"):
        found[name] = first_reason([anything, sources, several])
    return found
