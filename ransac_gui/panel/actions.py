"""The workspace's actions: the report's buttons (000 section 3.2.2) under their names, and the rest."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QWidget

from autolabelme.qtkit.workspace_actions import WorkspaceActions


class AlignActions(WorkspaceActions):
    """All actions of the workspace by name; `triggered` carries the name."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._add_report_buttons()
        self._add_ornaments()
        self._add_views()

    def _add_report_buttons(self) -> None:
        add, tr = self._add, self.tr
        add("import_flow", tr("Import RANSAC-Flow"), tr("Choose the folder with RANSAC-Flow's checkpoint"))
        add("import_flow_file", tr("Import RANSAC-Flow file…"), tr("Choose a checkpoint file"))
        add("bundled_flow", tr("Use the bundled networks"), tr("Forget the imported checkpoint"))
        add(
            "choose_folder",
            tr("Choose Folder"),
            tr("The last image is the reference, the rest are the sources"),
            "Ctrl+Shift+O",
        )
        add("choose_target", tr("Choose Target"), tr("Choose the reference, to which the others are aligned"))
        add("choose_source", tr("Choose Source"), tr("Choose one or several sources, which are warped"))
        add(
            "start",
            tr("Start Alignment"),
            tr("Choose where to save, and align every source"),
            "Return | Enter",
            "mdi6.play",
        )

    def _add_ornaments(self) -> None:
        add, tr = self._add, self.tr
        add("align_one", tr("Align this source only"), tr("Align the selected source again"), "Ctrl+Return")
        add("cancel", tr("Cancel alignment"), tr("Stop; what is done is kept"), "Esc")
        add(
            "make_reference",
            tr("Make reference"),
            tr("Align the others to this one; the present reference becomes a source"),
            "",
            "mdi6.flag-outline",
        )
        add("remove", tr("Remove from the list"), tr("The file stays where it is"), "Del")
        add("move_up", tr("Move up"), tr("Up in the list (or drag it)"), "Ctrl+Up")
        add("move_down", tr("Move down"), tr("Down in the list (or drag it)"), "Ctrl+Down")
        add("landmarks", tr("Set landmarks"), tr("Click matching points when the automatic way fails"), "K",
            "mdi6.crosshairs-gps", checkable=True)  # fmt: skip
        add(
            "align_landmarks",
            tr("Align with landmarks"),
            tr("Align this source by the points that you set"),
        )
        add("clear_landmarks", tr("Clear"), tr("Take all landmarks of this source away"))
        add("region", tr("Region on the reference"), tr("Drag around the part that is to be aligned"), "G",
            "mdi6.crop", checkable=True)  # fmt: skip
        add("clear_region", tr("Whole reference"), tr("Align the whole reference again"))
        add(
            "send",
            tr("Send to Inspect"),
            tr("Look for foreign vignettes in the aligned ornament"),
            "Ctrl+I",
            "mdi6.send-outline",
        )
        add("show_folder", tr("Open the results' folder"), tr("Show the saved files"))

    def _add_views(self) -> None:
        add, tr = self._add, self.tr
        add("arrows", tr("Displacement"), tr("Arrows: how far the fine stage moved the ink, with a scale"),
            "V", "mdi6.arrow-decision-outline", checkable=True)  # fmt: skip
        add("matchability", tr("Matchability"), tr("Warm where nothing certain corresponds"), "T",
            "mdi6.blur", checkable=True)  # fmt: skip
        add("fit", tr("Fit"), tr("Show the whole picture"), "F", "mdi6.fit-to-page-outline")
        add("actual", tr("Actual pixels"), tr("One screen pixel for one pixel of the picture"), "1",
            "mdi6.numeric-1-box-outline")  # fmt: skip
        add("zoom_in", tr("Zoom in"), tr("Zoom in"), "Ctrl++ | Ctrl+=")
        add("zoom_out", tr("Zoom out"), tr("Zoom out"), "Ctrl+-")
        add("next_pair", tr("Next source"), tr("Show the next source"), "PgDown", "mdi6.chevron-right")
        add("previous_pair", tr("Previous source"), tr("Show the previous source"), "PgUp",
            "mdi6.chevron-left")  # fmt: skip
        add("show_list", tr("List of ornaments"), tr("Show the list of ornaments"), "F9",
            "mdi6.page-layout-sidebar-left", checkable=True)  # fmt: skip
        add("show_table", tr("Table of results"), tr("Show the table of results"), "F10",
            "mdi6.page-layout-footer", checkable=True)  # fmt: skip

    def menus(self) -> dict[str, list[QAction | None]]:
        """The actions by menu of the window."""
        get = self._by_name.__getitem__
        return {
            "file": [
                *(get("choose_folder"), get("choose_target"), get("choose_source"), None),
                *(get("import_flow"), get("import_flow_file"), get("bundled_flow"), None),
                get("show_folder"),
            ],
            "edit": [
                *(get("make_reference"), get("remove"), get("move_up"), get("move_down"), None),
                *(get("region"), get("clear_region"), None),
                *(get("landmarks"), get("clear_landmarks")),
            ],
            "view": [
                *(get("fit"), get("actual"), get("zoom_in"), get("zoom_out"), None),
                *(get("arrows"), get("matchability"), None),
                *(get("next_pair"), get("previous_pair"), None),
                *(get("show_list"), get("show_table")),
            ],
            "tools": [
                *(get("start"), get("align_one"), get("align_landmarks"), get("cancel"), None),
                get("send"),
            ],
        }


def extra_rows() -> list[tuple[str, str]]:
    """(keys, what they do) of keys and gestures that are no actions of the menus."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("AlignActions", text)

    return [
        (tr("→ ↓ / ← ↑"), tr("Next source / previous source")),
        (tr("Drag in the list"), tr("Change the order")),
        (tr("Right click in the list"), tr("Make reference, remove")),
    ]
