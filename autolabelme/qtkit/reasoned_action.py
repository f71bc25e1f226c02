"""Actions and buttons that say why they are disabled."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QObject, Qt
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import QPushButton, QWidget


class ReasonedAction(QAction):
    """An action that says in its tooltip why it cannot be used."""

    def __init__(self, text: str, tip: str, keys: str, parent: QObject) -> None:
        super().__init__(parent)
        self.setShortcuts([QKeySequence(key) for key in keys.split(" | ") if key])
        # A workspace in front may take the keys over; they are shown all the same.
        self._keys = self.shortcut()
        self._tip = self._words = ""
        self.reason = ""
        self.set_words(text, tip)

    def set_keys(self, keys: Sequence[str]) -> None:
        """Other keys; the tooltip names the first of them."""
        self.setShortcuts([QKeySequence(key) for key in keys])
        self._keys = self.shortcut()
        self.set_words(self.text(), self._words)

    def set_words(self, text: str, tip: str) -> None:
        """Other words for the same action, in another language, say; without a tip the text is it."""
        self.setText(text)
        self._words = tip
        tip = tip or plain(text)
        shown = self._keys.toString(QKeySequence.SequenceFormat.NativeText)
        self._tip = f"{tip} ({shown})" if shown else tip
        self._show_tip()

    def set_reason(self, reason: str) -> None:
        """Disable it for this reason; an empty reason enables it."""
        self.reason = reason
        self.setEnabled(not reason)
        self._show_tip()

    def _show_tip(self) -> None:
        self.setToolTip(f"{self._tip}\n{self.reason}" if self.reason else self._tip)


def plain(text: str) -> str:
    """A menu's text without its mnemonic and the dots that announce a question."""
    return text.replace("&", "").rstrip("…")


class ActionButton(QPushButton):
    """A push button that is an action: same text, tooltip, state and check mark."""

    def __init__(self, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._action = action
        self.setObjectName(action.objectName())
        # A click leaves the keyboard where it was: in Annotate arrows are Next and Previous Line.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCheckable(action.isCheckable())
        action.changed.connect(self._follow)
        self.clicked.connect(self._trigger)
        self._follow()

    def _trigger(self) -> None:
        self._action.trigger()
        self._follow()  # the click has checked the button, and the action may have stayed as it was

    def _follow(self) -> None:
        # '&&': a label may carry an ampersand that is no mnemonic.
        self.setText(self._action.text())
        self.setToolTip(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())
        self.setChecked(self._action.isChecked())
