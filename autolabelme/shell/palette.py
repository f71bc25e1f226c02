"""Every command of the window and of the workspace in front, found by its words (Ctrl+K)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QAction, QKeyEvent
from PyQt6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QMenu, QVBoxLayout, QWidget

from autolabelme.qtkit.commands import keys_of
from autolabelme.qtkit.reasoned_action import ReasonedAction, plain

_SIZE = (560, 420)
_ACTION = Qt.ItemDataRole.UserRole
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


@dataclass(frozen=True, eq=False)
class Entry:
    """One command: the menu that it stands in ('' for none) and its action."""

    where: str
    action: QAction

    @property
    def title(self) -> str:
        return plain(self.action.text())

    @property
    def reason(self) -> str:
        """Why it cannot be used now; '' when it can."""
        return self.action.reason if isinstance(self.action, ReasonedAction) else ""

    @property
    def words(self) -> str:
        """What is searched: its menu, text and tooltip, bare of accents and case."""
        return bare(f"{self.where} {self.title} {self.action.toolTip()}")


def entries_of(menus: Iterable[QMenu], others: Iterable[QAction]) -> list[Entry]:
    """What stands in the menus, in their order, then `others`; each action once."""
    found: dict[int, Entry] = {}
    for menu in menus:
        for action in menu.actions():
            below = action.menu()
            inside = below.actions() if isinstance(below, QMenu) else [action]
            where = plain(menu.title()) if below is None else plain(below.title())
            for one in inside:
                if not one.isSeparator() and one.text():
                    found.setdefault(id(one), Entry(where, one))
    for action in others:
        found.setdefault(id(action), Entry("", action))
    return list(found.values())


def bare(text: str) -> str:
    """`text` in lower case and without accents."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in parts if not unicodedata.combining(char))


def matching(entries: Iterable[Entry], text: str) -> list[Entry]:
    """The entries that have every word of `text`; those first whose title begins with it, then has it."""
    asked = bare(text).split()
    found = [entry for entry in entries if all(word in entry.words for word in asked)]

    def rank(entry: Entry) -> tuple[bool, bool, bool]:
        title = bare(entry.title)
        return (not title.startswith(bare(text).strip()), bare(text).strip() not in title, bool(entry.reason))

    return sorted(found, key=rank) if asked else found


class CommandPalette(QDialog):
    """Type a few letters, Return runs the command that is marked."""

    def __init__(self, entries: list[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("help", "keyboard")
        self.setObjectName("palette")
        self.setWindowTitle(self.tr("Commands"))
        self._entries = entries
        self.line = QLineEdit(self)
        self.line.setObjectName("palette-line")
        self.line.setPlaceholderText(self.tr("What do you want to do?"))
        self.line.setAccessibleName(self.line.placeholderText())
        self.line.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setObjectName("palette-list")
        self.list.setAccessibleName(self.windowTitle())
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        layout = QVBoxLayout(self)
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)
        self.line.textChanged.connect(self._fill)
        self.line.returnPressed.connect(self.run)
        self.line.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self.run())
        self.resize(*_SIZE)
        self._fill("")

    def _fill(self, text: str) -> None:
        self.list.clear()
        for entry in matching(self._entries, text):
            place = f"{entry.where} › " if entry.where else ""
            keys = keys_of(entry.action)
            item = QListWidgetItem(f"{place}{entry.title}" + (f"    {keys}" if keys else ""))
            item.setData(_ACTION, entry)
            item.setToolTip(entry.action.toolTip())
            if not entry.action.isEnabled():
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
                item.setText(f"{item.text()}    {entry.reason}" if entry.reason else item.text())
            self.list.addItem(item)
        rows = (row for row in range(self.list.count()) if self._usable(row))
        self.list.setCurrentRow(next(rows, -1))

    def _usable(self, row: int) -> bool:
        item = self.list.item(row)
        return item is not None and bool(item.flags() & Qt.ItemFlag.ItemIsEnabled)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        """Arrows move the mark while the text is being typed."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _MOVES:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            self._move(step[Qt.Key(event.key())])
            return True
        return super().eventFilter(watched, event)

    def _move(self, by: int) -> None:
        usable = [row for row in range(self.list.count()) if self._usable(row)]
        if usable:
            now = self.list.currentRow()
            at = usable.index(now) if now in usable else 0
            self.list.setCurrentRow(usable[max(0, min(len(usable) - 1, at + by))])

    def run(self) -> None:
        """Close, and do what is marked."""
        item = self.list.currentItem()
        if item is None or not self._usable(self.list.currentRow()):
            return
        action = item.data(_ACTION).action
        self.close()
        action.trigger()
