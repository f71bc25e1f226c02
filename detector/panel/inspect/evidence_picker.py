"""A list of the evidence that can be shown, each with what was measured of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtGui import QStandardItem, QStandardItemModel
from PyQt6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTreeView, QWidget

_KEY = int(Qt.ItemDataRole.UserRole)
_LEAST_CHARACTERS = 16
_WIDTH_PX = 150


@dataclass(frozen=True)
class PickerRow:
    """`cells` stand under the picker's columns; a `reason` disables the row and says why."""

    key: str
    title: str
    cells: tuple[str, ...] = ()
    tip: str = ""
    reason: str = ""


class EvidencePicker(QComboBox):
    """`chosen` carries the key of the row that the user took; `choose` is silent."""

    chosen = pyqtSignal(str)

    def __init__(self, columns: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[PickerRow, ...] = ()
        self._items = QStandardItemModel(self)
        self._tree = QTreeView(self)
        self._tree.setRootIsDecorated(False)
        self._tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._tree.setUniformRowHeights(True)
        self._tree.setAllColumnsShowFocus(True)
        self.setModel(self._items)
        self.setView(self._tree)
        self.setMaxVisibleItems(20)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_CHARACTERS)
        self.setMinimumWidth(_WIDTH_PX)
        self.activated.connect(self._taken)

    @property
    def key(self) -> str:
        """Key of the row that is shown; '' without one."""
        return str(self.currentData(_KEY) or "")

    @property
    def rows(self) -> tuple[PickerRow, ...]:
        return self._rows

    def set_rows(self, rows: Sequence[PickerRow]) -> None:
        """Show these rows; the one that was shown stays where it is still there, else the first."""
        rows = tuple(rows)
        if rows == self._rows:
            return
        key = self.key
        self._rows = rows
        with QSignalBlocker(self):
            self._items.clear()
            self._items.setHorizontalHeaderLabels(list(self._columns))
            for row in rows:
                self._items.appendRow(self._cells(row))
            self.choose(key)
            if self.currentIndex() < 0 and rows:
                self.setCurrentIndex(0)
        header = self._tree.header()
        assert header is not None
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        width = sum(self._tree.sizeHintForColumn(column) for column in range(len(self._columns)))
        heads = sum(header.sectionSizeHint(column) for column in range(len(self._columns)))
        self._tree.setMinimumWidth(max(width, heads) + 70)
        self._say()

    def choose(self, key: str) -> bool:
        """Show the row of this key; False when there is none."""
        for index, row in enumerate(self._rows):
            if row.key == key:
                with QSignalBlocker(self):
                    self.setCurrentIndex(index)
                self._say()
                return True
        return False

    def _cells(self, row: PickerRow) -> list[QStandardItem]:
        texts = (row.title, *row.cells, *("",) * (len(self._columns) - 1 - len(row.cells)))
        items = [QStandardItem(text) for text in texts]
        for number, item in enumerate(items):
            item.setEditable(False)
            item.setEnabled(not row.reason)
            item.setData(row.key, _KEY)
            item.setToolTip("\n".join(line for line in (row.tip, row.reason) if line))
            if number:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return items

    def _taken(self, _index: int) -> None:
        self._say()
        self.chosen.emit(self.key)

    def _say(self) -> None:
        index = self.currentIndex()
        self.setToolTip(self._rows[index].tip if 0 <= index < len(self._rows) else "")
