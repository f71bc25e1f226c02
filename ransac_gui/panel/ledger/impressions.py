"""The impressions: which of them make the ledger, when they were printed, and where undated ones belong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtGui import QFont, QKeyEvent
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

NAME, YEAR, ABOUT, PLACED = range(4)


@dataclass(frozen=True)
class Impression:
    """A row: `number` is its place among the entries or in the ledger, `chosen` None where it is settled."""

    number: int
    name: str
    year: str
    about: str
    placed: str = ""
    tip: str = ""
    chosen: bool | None = None
    reference: bool = False


class ImpressionTable(QTableWidget):
    """Dates are edited in place."""

    dated = pyqtSignal(int, str, str)  # number, year, years either way
    ticked = pyqtSignal(int, bool)
    chosen = pyqtSignal(int)  # the impression that the user went to

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self.setObjectName("ledger-impressions")
        self.setAccessibleName(self.tr("Impressions"))
        self.setHorizontalHeaderLabels(
            [self.tr("Impression"), self.tr("Year"), self.tr("±"), self.tr("Placed")]
        )
        tips = (
            self.tr("In the order of printing once there is a ledger; the reference is bold"),
            self.tr("When it was printed, if you know; double click to write it"),
            self.tr("How many years earlier or later it may be"),
            self.tr("Where the events place an undated impression between the dated ones"),
        )
        for column, tip in enumerate(tips):
            head = self.horizontalHeaderItem(column)
            assert head is not None
            head.setToolTip(tip)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.SelectedClicked)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows, header = self.verticalHeader(), self.horizontalHeader()
        assert rows is not None and header is not None
        rows.hide()
        rows.setDefaultSectionSize(self.fontMetrics().height() + 8)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in (YEAR, ABOUT):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(PLACED, QHeaderView.ResizeMode.ResizeToContents)
        self.setMinimumHeight(70)
        self._rows: tuple[Impression, ...] = ()
        self.cellChanged.connect(self._edited)
        self.currentCellChanged.connect(self._went)

    def show_rows(self, rows: Sequence[Impression], current: int) -> None:
        """Show these; what is being written in a cell is given up."""
        with QSignalBlocker(self):
            self._rows = tuple(rows)
            self.setRowCount(len(rows))
            for at, row in enumerate(rows):
                for column, text in enumerate((row.name, row.year, row.about, row.placed)):
                    self.setItem(at, column, self._item(row, column, text))
            self.setColumnHidden(PLACED, not any(row.placed for row in rows))
            self._go(current)

    def show_current(self, current: int) -> None:
        with QSignalBlocker(self):
            self._go(current)

    def _go(self, current: int) -> None:
        at = next((at for at, row in enumerate(self._rows) if row.number == current), -1)
        if at >= 0 and self.currentRow() != at:
            self.setCurrentCell(at, NAME)

    def _item(self, row: Impression, column: int, text: str) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if column in (YEAR, ABOUT):
            flags |= Qt.ItemFlag.ItemIsEditable
        item.setToolTip(row.tip or text)
        if column == NAME:
            font = QFont(self.font())
            font.setBold(row.reference)
            item.setFont(font)
            if row.chosen is not None:
                item.setCheckState(Qt.CheckState.Checked if row.chosen else Qt.CheckState.Unchecked)
                if not row.reference:
                    flags |= Qt.ItemFlag.ItemIsUserCheckable
        item.setFlags(flags)
        return item

    def _edited(self, at: int, column: int) -> None:
        row = self._rows[at]
        texts = [self._text(at, one) for one in (YEAR, ABOUT)]
        if column == NAME:
            item = self.item(at, NAME)
            self.ticked.emit(row.number, item is not None and item.checkState() == Qt.CheckState.Checked)
        else:
            self.dated.emit(row.number, *texts)

    def _text(self, at: int, column: int) -> str:
        item = self.item(at, column)
        return "" if item is None else item.text().strip()

    def _went(self, at: int, _column: int, _before: int, _old: int) -> None:
        if 0 <= at < len(self._rows):
            self.chosen.emit(self._rows[at].number)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        # Letters are the view's keys; digits, and F2, write a date.
        if event is None:
            return
        column, text = self.currentColumn(), event.text()
        if text.isdigit() and column in (YEAR, ABOUT):
            self.setEditTriggers(self.editTriggers() | QAbstractItemView.EditTrigger.AnyKeyPressed)
            super().keyPressEvent(event)
            self.setEditTriggers(self.editTriggers() & ~QAbstractItemView.EditTrigger.AnyKeyPressed)
        elif text.strip():
            event.ignore()
        else:
            super().keyPressEvent(event)
