"""The workspace's actions."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QWidget

from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.reasoned_action import ReasonedAction


class TrainActions(QObject):
    """All actions of the workspace by name; `triggered` carries the name."""

    triggered = pyqtSignal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._by_name: dict[str, ReasonedAction] = {}
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

    def __getitem__(self, name: str) -> ReasonedAction:
        return self._by_name[name]

    def names(self) -> tuple[str, ...]:
        return tuple(self._by_name)

    def _add(
        self, name: str, text: str, tip: str, keys: str = "", icon_name: str = "", *, checkable: bool = False
    ) -> None:
        action = ReasonedAction(text, tip, keys, self._owner)
        action.setObjectName(name)
        action.setCheckable(checkable)
        if icon_name:
            action.setIcon(icon(icon_name))
        action.triggered.connect(partial(self._emit, name))
        # Added to the workspace itself, so that its keys are heard while it is in front.
        self._owner.addAction(action)
        self._by_name[name] = action

    def _emit(self, name: str, _checked: bool = False) -> None:
        self.triggered.emit(name)

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
