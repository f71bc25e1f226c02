"""The workspace's actions."""

from __future__ import annotations

from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QWidget

from autolabelme.qtkit.workspace_actions import WorkspaceActions


class TrainActions(WorkspaceActions):
    """All actions of the workspace by name; `triggered` carries the name."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        add, tr = self._add, self.tr
        add(
            "choose_files",
            tr("Choose pages…"),
            tr("Choose matched LabelMe files: the pages with boxes that Annotate saved"),
            "Ctrl+Shift+O",
        )
        add(
            "choose_folder",
            tr("Choose folder…"),
            tr("Choose a folder of matched LabelMe files, a folder of saved crops, or a model's folder"),
        )
        add(
            "train",
            tr("Train"),
            tr("Train a detector and a decoder on this catalogue"),
            "Return | Enter",
            "mdi6.play",
        )
        add("cancel", tr("Cancel"), tr("Stop; the best so far is kept"), "Esc", "mdi6.stop")
        add(
            "detect",
            tr("Detect on page"),
            tr("Find this model's vignettes on the current page; Annotate shows them as proposals"),
            "Ctrl+D",
            "mdi6.image-search-outline",
        )
        add(
            "inspect",
            tr("Use in Inspect"),
            tr("Look for foreign vignettes with this model"),
            "Ctrl+I",
            "mdi6.send-outline",
        )
        add("resume", tr("Resume training"), tr("Go on where this training stopped"), "", "mdi6.play-pause")
        add("import", tr("Import…"), tr("Copy the folder of a model to these models"), "", "mdi6.import")
        add("export", tr("Export…"), tr("Copy the selected model into a folder"), "", "mdi6.export")
        add(
            "delete",
            tr("Delete…"),
            tr("Move the selected model to the trash folder"),
            "Del",
            "mdi6.trash-can-outline",
        )
        add("show_models", tr("List of models"), tr("Show the list of models"), "F9",
            "mdi6.page-layout-sidebar-left", checkable=True)  # fmt: skip

    def menus(self) -> dict[str, list[QAction | None]]:
        """The actions by menu of the window."""
        get = self._by_name.__getitem__
        return {
            "file": [get("choose_files"), get("choose_folder"), None, get("import"), get("export")],
            "edit": [get("delete")],
            "view": [get("show_models")],
            "tools": [
                *(get("train"), get("cancel"), get("resume"), None),
                *(get("detect"), get("inspect")),
            ],
        }
