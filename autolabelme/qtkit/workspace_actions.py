"""The actions of a workspace: made by name, heard while it is in front, reported by one signal."""

from __future__ import annotations

from functools import partial

from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtWidgets import QWidget

from .icons import icon
from .param_fields import take_typed
from .reasoned_action import ReasonedAction


class WorkspaceActions(QObject):
    """Actions of `owner` by name; `triggered` carries the name."""

    triggered = pyqtSignal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._by_name: dict[str, ReasonedAction] = {}

    def __getitem__(self, name: str) -> ReasonedAction:
        return self._by_name[name]

    def names(self) -> tuple[str, ...]:
        """All names, in the order in which the actions were added."""
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
        # Return and a click leave the focus where it is: a number that was just typed counts, too.
        take_typed()
        if self._by_name[name].isEnabled():
            self.triggered.emit(name)
