"""What the window has said: ends of jobs and messages, newest last, until the user takes them away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import QObject, pyqtSignal

ENTRIES_KEPT = 20


@dataclass(eq=False)
class Entry:
    """One line; `level` is "success", "info", "warning" or "error"; `show` leads to what it is about."""

    text: str
    level: str
    show: Callable[[], None] | None = None
    of_job: bool = False
    read: bool = False


class History(QObject):
    """The last lines. A line is unread until it was dismissed or the list was opened."""

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Oldest first."""
        return tuple(self._entries)

    @property
    def unread(self) -> int:
        return sum(not entry.read for entry in self._entries)

    def add(self, entry: Entry) -> None:
        """Keep a line; the same words said again replace the earlier ones."""
        same = (entry.text, entry.level, entry.of_job)
        kept = [one for one in self._entries if entry.of_job or (one.text, one.level, one.of_job) != same]
        self._entries = [*kept, entry][-ENTRIES_KEPT:]
        self.changed.emit()

    def read(self, entry: Entry) -> None:
        """The user has seen it."""
        entry.read = True
        self.changed.emit()

    def read_all(self) -> None:
        for entry in self._entries:
            entry.read = True
        self.changed.emit()

    def drop(self, entry: Entry) -> None:
        """The user wants it away."""
        self._entries = [one for one in self._entries if one is not entry]
        self.changed.emit()

    def clear(self) -> None:
        self._entries = []
        self.changed.emit()
