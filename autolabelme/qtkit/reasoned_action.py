"""Actions and buttons that say why they are disabled."""

from __future__ import annotations

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QPushButton, QWidget


class ReasonedAction(QAction):
    """An action that says in its tooltip why it cannot be used."""

    def __init__(self, text: str, tip: str, keys: str, parent: QObject) -> None:
        super().__init__(text, parent)
        sequences = [QKeySequence(key) for key in keys.split(" | ") if key]
        self.setShortcuts(sequences)
        shown = sequences[0].toString(QKeySequence.SequenceFormat.NativeText) if sequences else ""
        self._tip = f"{tip} ({shown})" if shown else tip
        self.reason = ""
        self.setToolTip(self._tip)

    def set_reason(self, reason: str) -> None:
        """Disable it for this reason; an empty reason enables it."""
        self.reason = reason
        self.setEnabled(not reason)
        self.setToolTip(f"{self._tip}\n{reason}" if reason else self._tip)


class ActionButton(QPushButton):
    """A push button that is an action: same text, tooltip and state."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.setObjectName(action.objectName())
        # A click leaves the keyboard where it was: in Annotate arrows are Next and Previous Line.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self._follow()

    def _follow(self) -> None:
        # '&&': a label may carry an ampersand that is no mnemonic.
        self.setText(self._action.text())
        self.setToolTip(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())
