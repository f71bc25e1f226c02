"""Text that is typed where no editor is open: it must not run as shortcuts."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeyEvent

GAP_MS = 300
"""Two different letters within so short a time are typing; nobody means two commands by them."""
PAUSE_MS = 1000
"""Typing has ended after such a pause."""
_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class TypingGuard:
    """Tells typed text from commands of one key, by how quickly the keys follow each other.

    A text editor takes its keys itself; only what none wanted is asked about here.
    """

    def __init__(self) -> None:
        self._last_ms = -PAUSE_MS
        self._key = 0
        self.typing = False

    def takes(self, event: QKeyEvent) -> bool:
        """Whether this key is part of a text, and shall do nothing. See `takes_key`."""
        plain = not event.modifiers() & ~_PLAIN
        text = event.text() if plain else ""
        return self.takes_key(event.key(), text, event.timestamp(), repeated=event.isAutoRepeat())

    def takes_key(self, key: int, text: str, at_ms: int, *, repeated: bool = False) -> bool:
        """As `takes`: the key, the text that it gives, and when (0: it was not pressed by hand)."""
        if not at_ms:
            return False
        gap = at_ms - self._last_ms
        letter = bool(text) and text.isprintable() and not text.isspace()
        if self.typing:
            if gap <= PAUSE_MS and (letter or text == " " or key in _ENDS):
                self._last_ms = at_ms
                return True
            self.typing = False
        if not letter or repeated:
            return False
        self.typing = gap <= GAP_MS and key != self._key
        self._last_ms, self._key = at_ms, key
        return self.typing
