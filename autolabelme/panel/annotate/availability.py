"""Which of the workspace's actions can be used now, and if not, why: one line for the tooltip."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication

from autolabelme.qtkit.workspace import ORNAMENT_REFERENCE, ORNAMENT_SOURCE, VIGNETTES

from .presenter import AnnotatePresenter
from .searching import Searcher

_NEED_PAGE = (
    *("save_json", "save_images", "save_as", "save_images_to", "reviewed", "flagged", "labelme"),
    "details",
    *("fit", "actual", "zoom_in", "zoom_out", "tool_box", "tool_select", "tool_region", "tool_ruler"),
)
_NEED_LABEL = (
    *("fewer", "more", "correct", "rename_label", "own_sort", "remove_label", "select_all", "same_label"),
)
_NEED_SELECTION = ("copy", "delete", "relabel")


def _tr(text: str) -> str:
    return QCoreApplication.translate("AnnotateActions", text)


def reasons(presenter: AnnotatePresenter, searcher: Searcher, selection: tuple[str, ...]) -> dict[str, str]:
    """Name of each action -> why it is disabled, empty when it is not."""
    session, document = presenter.session, presenter.document
    no_page = "" if session is not None else _tr("Open a page first")
    label = presenter.label
    no_label = no_page or ("" if label else _tr("Box a vignette first"))
    no_selection = no_page or ("" if selection else _tr("Select a box first"))
    found = dict.fromkeys(_NEED_PAGE, no_page)
    found |= dict.fromkeys(_NEED_LABEL, no_label)
    found |= dict.fromkeys(_NEED_SELECTION, no_selection)
    found["rematch"] = searcher.obstacle()
    found["rematch_all"] = no_label
    found["cancel"] = "" if searcher.running else _tr("No search is running")
    several = document is not None and len(document.labels()) > 1
    for name in ("next_line", "previous_line"):
        found[name] = no_label or ("" if several else _tr("There is only one label"))
    history = None if session is None else session.history
    found["undo"] = no_page or ("" if history and history.can_undo else _tr("Nothing to take back"))
    found["redo"] = no_page or ("" if history and history.can_redo else _tr("Nothing to do again"))
    found["paste"] = no_page or ("" if presenter.can_paste else _tr("Nothing was copied"))
    boxes = document is not None and bool(document.vignettes())
    no_boxes = no_page or ("" if boxes else _tr("There are no boxes yet"))
    for name in ("save_images", "save_images_to", "export_yolo", "export_coco", "export_voc"):
        found[name] = no_boxes
    empty = _tr("No match waits for review")
    found["review_next"] = no_page or ("" if presenter.queue() else empty)
    chosen = document is not None and any(
        s.id in selection and s.role in ("match", "proposed") for s in document.shapes
    )
    for name in ("accept", "reject"):
        found[name] = no_page or ("" if chosen or presenter.queue() else empty)
    keys = [ref.key for ref in presenter.project.pages]
    at = keys.index(presenter.key) if presenter.key in keys else -1
    found["next_page"] = no_page or ("" if 0 <= at < len(keys) - 1 else _tr("This is the last page"))
    found["previous_page"] = no_page or ("" if at > 0 else _tr("This is the first page"))
    for name, kind in (("send_source", ORNAMENT_SOURCE), ("send_reference", ORNAMENT_REFERENCE)):
        absent = "" if presenter.context.can_send(kind) else _tr("Align is not installed")
        found[name] = absent or no_page
    absent = "" if presenter.context.can_send(VIGNETTES) else _tr("Inspect is not installed")
    found["inspect"] = absent or no_boxes
    found["inspect_label"] = absent or no_label
    return found
