"""The workspace's actions: the report's buttons under their names, and what stands in the menus."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QWidget

from autolabelme.qtkit.workspace_actions import WorkspaceActions


class AnnotateActions(WorkspaceActions):
    """All actions of the workspace by name; `triggered` carries the name."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._add_report_buttons()
        self._add_edits()
        self._add_views()

    def _add_report_buttons(self) -> None:
        add, tr = self._add, self.tr
        add("open_json", tr("Open JSON"), tr("Open LabelMe annotations or page images"))
        add("next_line", tr("Next Line >>"), tr("Go to the next label and match it (arrow right or down)"))
        add("previous_line", tr("<< Previous Line"), tr("Go to the previous label (arrow left or up)"))
        add("fewer", "-", tr("Raise the threshold by 0.05: fewer boxes"), "-")
        add("more", "+", tr("Lower the threshold by 0.05: more boxes"), "+ | =")
        add("rematch", tr("Rematch"), tr("Search for the label in front"), "Return | Enter", "mdi6.magnify")
        add(
            "rematch_all",
            tr("Match all labels"),
            tr("Search for every label that has a template"),
            "Ctrl+Return",
        )
        add(
            "correct", tr("Correct Label"), tr("Make all boxes of this label plain: not flipped, not rotated")
        )
        add("save_json", tr("Save JSON"), tr("Save as <name>_matched.json for LabelMe"), "Ctrl+S")
        add(
            "save_images",
            tr("Save Images"),
            tr("Save the boxes as images by label, with a CSV"),
            "Ctrl+Shift+S",
        )

    def _add_edits(self) -> None:
        add, tr = self._add, self.tr
        add("undo", tr("Undo"), tr("Take the last step back"), "Ctrl+Z", "mdi6.undo")
        add("redo", tr("Redo"), tr("Do it again"), "Ctrl+Shift+Z | Ctrl+Y", "mdi6.redo")
        add("copy", tr("Copy boxes"), tr("Copy the selected boxes"), "Ctrl+C")
        add("paste", tr("Paste boxes"), tr("Paste the copied boxes"), "Ctrl+V")
        add("delete", tr("Delete boxes"), tr("Delete the selected boxes"), "Del | Backspace")
        add("select_all", tr("Select all boxes of this label"), tr("Select the label's boxes"), "Ctrl+A")
        add("relabel", tr("Change label…"), tr("Give the selected boxes another label"), "F2")
        add("rename_label", tr("Rename label…"), tr("Another name for the label in front, and its note"))
        add(
            "own_sort",
            tr("Another sort than elsewhere"),
            tr("The label in front is a sort of its own: what other pages call so is not it"),
        )
        add("remove_label", tr("Delete label"), tr("Delete the label in front with all its boxes"))
        add("accept", tr("Accept"), tr("The match is right"), "A", "mdi6.check")
        add("reject", tr("Reject"), tr("The match is wrong"), "R", "mdi6.close")
        add(
            "review_next",
            tr("Next to review"),
            tr("Go to the match with the lowest score"),
            "N",
            "mdi6.skip-next",
        )
        add("reviewed", tr("Page is reviewed"), tr("Mark this page as reviewed"), checkable=True)
        add("flagged", tr("Flag page"), tr("Flag this page"), checkable=True)
        add(
            "details",
            tr("Where this page comes from…"),
            tr("Library, shelfmark, edition and so on"),
            "Ctrl+I",
        )
        add(
            "recover",
            tr("Unsaved work of earlier windows"),
            tr("Offer again what windows that ended without saving left in the last days"),
        )
        add("save_as", tr("Save JSON as…"), tr("Save under another name"))
        add("save_images_to", tr("Save Images to…"), tr("Choose the folder for the images"))
        for name in ("yolo", "coco", "voc"):
            add(
                f"export_{name}", tr("Export %s…") % name.upper(), tr("Export the boxes as %s") % name.upper()
            )
        add(
            "labelme",
            tr("Open in LabelMe"),
            tr("Save, and edit this page in LabelMe"),
            "",
            "mdi6.open-in-new",
        )
        add("cancel", tr("Cancel search"), tr("Stop the running search"), "Esc")
        add("send_source", tr("Send to Align as source"), tr("Align this ornament to a reference"))
        add("send_reference", tr("Send to Align as reference"), tr("Align others to this ornament"))

        add(
            "inspect",
            tr("Inspect"),
            tr("Compare the impressions of the page, or of the selected ornament, with their siblings"),
            "I",
            "mdi6.magnify-scan",
        )
        add(
            "inspect_label",
            tr("Inspect this label"),
            tr("Compare the impressions of the label in front with each other"),
        )

    def _add_views(self) -> None:
        add, tr = self._add, self.tr
        add("tool_box", tr("Box"), tr("Click a vignette or drag to box it; drag a box to move it"), "B",
            "mdi6.vector-square-plus", checkable=True)  # fmt: skip
        add("tool_select", tr("Select"), tr("Drag to select several boxes"), "S", "mdi6.select-drag",
            checkable=True)  # fmt: skip
        add("tool_region", tr("Ornament"), tr("Drag around an ornament, to search in it or align it"), "O",
            "mdi6.crop", checkable=True)  # fmt: skip
        add("tool_ruler", tr("Ruler"), tr("Measure; a known length sets the resolution"), "U", "mdi6.ruler",
            checkable=True)  # fmt: skip
        add("same_label", tr("New boxes join this label"), tr("Boxes drawn now belong to the label in front "
            "(or hold Alt while you click)"), "J", "mdi6.tag-plus-outline", checkable=True)  # fmt: skip
        add("fit", tr("Fit page"), tr("Show the whole page"), "F", "mdi6.fit-to-page-outline")
        add(
            "actual",
            tr("Actual pixels"),
            tr("One screen pixel for one page pixel"),
            "1",
            "mdi6.numeric-1-box-outline",
        )
        add("zoom_in", tr("Zoom in"), tr("Zoom in"), "Ctrl++ | Ctrl+=")
        add("zoom_out", tr("Zoom out"), tr("Zoom out"), "Ctrl+-")
        add("only_label", tr("Only the label in front"), tr("Hide the boxes of other labels"), "L",
            "mdi6.filter-outline", checkable=True)  # fmt: skip
        add(
            "scores",
            tr("Labels and scores at boxes"),
            tr("Write label and score at every box"),
            checkable=True,
        )
        add("show_files", tr("List of pages"), tr("Show the list of pages"), "F9",
            "mdi6.page-layout-sidebar-left", checkable=True)  # fmt: skip
        add("show_overview", tr("Overview"), tr("Show the overview of all labels"), "F10", checkable=True)
        add("next_page", tr("Next page"), tr("Show the next page"), "PgDown", "mdi6.chevron-right")
        add("previous_page", tr("Previous page"), tr("Show the previous page"), "PgUp", "mdi6.chevron-left")

    def menus(self) -> dict[str, list[QAction | None]]:
        """The actions by menu of the window."""
        get = self._by_name.__getitem__
        return {
            "file": [
                *(get("save_json"), get("save_as"), get("save_images"), get("save_images_to"), None),
                *(get("recover"), None),
                *(get("export_yolo"), get("export_coco"), get("export_voc"), None),
                *(get("next_page"), get("previous_page")),
            ],
            "edit": [
                *(get("undo"), get("redo"), None),
                *(get("copy"), get("paste"), get("delete"), get("select_all"), None),
                *(get("relabel"), get("rename_label"), get("remove_label"), get("correct"), None),
                *(get("own_sort"), None),
                *(get("review_next"), get("accept"), get("reject"), None),
                *(get("reviewed"), get("flagged"), get("details")),
            ],
            "view": [
                *(get("fit"), get("actual"), get("zoom_in"), get("zoom_out"), None),
                *(get("only_label"), get("scores"), get("show_files"), get("show_overview")),
            ],
            "tools": [
                *(get("tool_box"), get("tool_select"), get("tool_region"), get("tool_ruler"), None),
                *(get("same_label"), None),
                *(get("rematch"), get("rematch_all"), get("cancel"), None),
                *(get("inspect"), get("inspect_label"), None),
                *(get("send_source"), get("send_reference"), get("labelme")),
            ],
        }


def pointer_rows() -> list[tuple[str, str]]:
    """(keys, what they do) of keys and gestures that are no actions of the menus."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("AnnotateActions", text)

    return [
        (tr("→ ↓ / ← ↑"), tr("Next Line / Previous Line")),
        (tr("Shift+arrows"), tr("Move the selected boxes by a pixel")),
        (tr("Click"), tr("Box the ink there; on a box: select it")),
        (tr("Alt+click"), tr("Add a box to the label in front")),
        (tr("Drag"), tr("Draw a box; on a box: move it")),
        (tr("Shift+drag"), tr("Select several boxes")),
        (tr("Double click on a box"), tr("Change its label and note")),
        (tr("Red, solid"), tr("A plain match")),
        (tr("Blue, dashed"), tr("A flipped or mirrored match")),
        (tr("Green, dotted"), tr("A rotated match")),
    ]
