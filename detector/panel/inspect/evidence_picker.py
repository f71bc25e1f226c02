"""A list of the evidence that can be shown, each with what was measured of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QSignalBlocker, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QPaintEvent, QStandardItem, QStandardItemModel
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QTreeView,
    QWidget,
)

_KEY = int(Qt.ItemDataRole.UserRole)
_LEAST_CHARACTERS = 16
_WIDTH_PX = 150
_BESIDE_TEXT_PX = 4


@dataclass(frozen=True)
class PickerRow:
    """`cells` stand under the picker's columns; a `reason` disables the row and says why."""

    key: str
    title: str
    cells: tuple[str, ...] = ()
    tip: str = ""
    reason: str = ""


class EvidencePicker(QComboBox):
    """`chosen` carries the key of the row that the user took; `choose` is silent.

    `columns` are the heads of title and cells, `tips` what they mean. It would be as wide as its longest
    title; where there is less room the title ends in dots, and the tooltip has it whole.
    """

    chosen = pyqtSignal(str)

    def __init__(
        self, columns: Sequence[str], parent: QWidget | None = None, *, tips: Sequence[str] = ()
    ) -> None:
        super().__init__(parent)
        self._columns, self._tips = tuple(columns), tuple(tips)
        self._widest = 0
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

    def set_columns(self, columns: Sequence[str], tips: Sequence[str]) -> None:
        """Other words for the columns, in another language."""
        self._columns, self._tips = tuple(columns), tuple(tips)
        if self._rows:
            self._items.setHorizontalHeaderLabels(list(columns))
            self._dress_heads()

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
            self._dress_heads()
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
        self._widest = max((self.fontMetrics().horizontalAdvance(row.title) for row in rows), default=0)
        self.updateGeometry()
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

    def sizeHint(self) -> QSize:
        """Room for the longest title."""
        hint = super().sizeHint()
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        assert style is not None
        inside = QSize(self._widest, hint.height())
        whole = style.sizeFromContents(QStyle.ContentsType.CT_ComboBox, option, inside, self)
        return QSize(max(hint.width(), whole.width()), hint.height())

    def shown_text(self) -> str:
        """The title as it stands in the closed picker, with dots where there is no room for it."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style = self.style()
        assert style is not None
        field = style.subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        return self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, field.width() - _BESIDE_TEXT_PX
        )

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        # QComboBox cuts what is too long without a sign of it.
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown_text()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _dress_heads(self) -> None:
        roles = Qt.ItemDataRole
        for column in range(len(self._columns)):
            if column:
                side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                self._items.setHeaderData(column, Qt.Orientation.Horizontal, side, roles.TextAlignmentRole)
            if column < len(self._tips):
                self._items.setHeaderData(
                    column, Qt.Orientation.Horizontal, self._tips[column], roles.ToolTipRole
                )

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
        if not 0 <= index < len(self._rows):
            self.setToolTip("")
            return
        row = self._rows[index]
        self.setToolTip(row.tip if row.tip.startswith(row.title) else f"{row.title}\n{row.tip}".strip())
