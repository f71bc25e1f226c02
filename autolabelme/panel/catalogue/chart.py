"""Which block stands in which book, by year, and what speaks against an imprint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PyQt6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFontMetrics
from PyQt6.QtWidgets import (
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from autolabelme.qtkit.room import FlowLayout
from autolabelme.qtkit.toned_label import TonedLabel

if TYPE_CHECKING:
    from autolabelme.core.catalogue.printers import Contradiction, Use

    from .store import CatalogueStore

AGAINST = "!"
_TINT = QColor(210, 140, 40, 110)
_COLUMN_LETTERS = 15
_MARGIN_PX = 12
_CHOICE_LETTERS = 22


class ChartModel(QAbstractTableModel):
    """Impressions of each block in each book; "!" where the block is another printer's."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.blocks: list[tuple[str, str]] = []
        self.books: list[tuple[str, str, str, int | None]] = []
        self._counts: dict[tuple[str, str], int] = {}
        self._against: dict[tuple[str, str], Contradiction] = {}

    def show_uses(self, uses: Sequence[Use], against: Sequence[Contradiction]) -> None:
        """Show these; books stand in the order of their years."""
        self.beginResetModel()
        self.blocks = list(dict.fromkeys((use.block, use.block_name) for use in uses))
        books = dict.fromkeys((use.book, use.title, use.printer, use.year) for use in uses)
        self.books = sorted(books, key=lambda book: (book[3] is None, book[3] or 0, book[1], book[0]))
        self._counts = {(use.block, use.book): use.impressions for use in uses}
        self._against = {(one.use.block, one.use.book): one for one in against}
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.blocks)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.books)

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        if not index.isValid():
            return None
        key = (self.blocks[index.row()][0], self.books[index.column()][0])
        count, against = self._counts.get(key, 0), self._against.get(key)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{count} {AGAINST}" if against is not None else str(count) if count else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if role == Qt.ItemDataRole.BackgroundRole and against is not None:
            return _TINT
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole) and count:
            text = self.tr("impressions: {0}").format(count)
            return text if against is None else f"{text}\n{against_words(against)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return self.blocks[section][1]
        _, title, printer, year = self.books[section]
        if role == Qt.ItemDataRole.DisplayRole:
            # In the middle: volumes of one work differ at the end.
            metrics, middle = QFontMetrics(QApplication.font()), Qt.TextElideMode.ElideMiddle
            title, printer = (metrics.elidedText(text, middle, _text_px()) for text in (title, printer))
        return "\n".join(("" if year is None else str(year), title, printer)).rstrip()


def _text_px() -> int:
    """Room for a book's title over its column."""
    return _COLUMN_LETTERS * QFontMetrics(QApplication.font()).horizontalAdvance("n")


def against_words(one: Contradiction) -> str:
    """Why a block speaks against a book's imprint, as one sentence."""
    if one.said:
        text = QCoreApplication.translate(
            "CatalogueChart", "{block} is said to be {printer}'s; this book says {imprint}"
        )
    else:
        text = QCoreApplication.translate(
            "CatalogueChart",
            "{block} stands in {his} of {books} books of {printer}; this book says {imprint}",
        )
    return text.format(
        block=one.use.block_name, printer=one.printer, imprint=one.use.printer, his=one.his, books=one.books
    )


class Chart(QWidget):
    """`chosen` comes with the id of a block and of a book ('' for all of its books)."""

    chosen = pyqtSignal(str, str)

    def __init__(self, store: CatalogueStore, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("catalogue-chart")
        self._store = store
        self.printer = QComboBox(self)
        self.printer.setObjectName("chart-printer")
        self.printer.setAccessibleName(self.tr("Printer"))
        self.printer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.printer.setMinimumContentsLength(_CHOICE_LETTERS)
        self.printer.currentIndexChanged.connect(lambda _row: self._fill())
        self.type = QComboBox(self)
        self.type.setObjectName("chart-type")
        self.type.setAccessibleName(self.tr("Blocks or sorts"))
        self.type.addItem(self.tr("blocks"), "block")
        self.type.addItem(self.tr("sorts"), "sort")
        self.type.currentIndexChanged.connect(lambda _row: self._fill())
        self.sentence = TonedLabel("muted", self, name="chart-sentence")
        self.model = ChartModel(self)
        self.table = QTableView(self)
        self.table.setObjectName("chart-table")
        self.table.setAccessibleName(self.tr("Blocks by book"))
        self.table.setModel(self.model)
        self.table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.table.clicked.connect(self._clicked)
        for header in (self.table.horizontalHeader(), self.table.verticalHeader()):
            assert header is not None
            header.setSectionsClickable(True)
        across, down = self.table.horizontalHeader(), self.table.verticalHeader()
        assert across is not None and down is not None
        down.setMaximumWidth(2 * _text_px())
        across.setDefaultSectionSize(_text_px() + _MARGIN_PX)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        down.sectionClicked.connect(lambda row: self.chosen.emit(self.model.blocks[row][0], ""))
        self.sentence.setWordWrap(True)
        row = FlowLayout(spacing=6)
        row.setContentsMargins(6, 2, 6, 2)
        for widget in (QLabel(self.tr("Show"), self), self.type, self.printer):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.sentence)
        layout.addWidget(self.table, 1)

    def refresh(self) -> None:
        """Show the project as it is now; the chosen printer stays."""
        from autolabelme.core.catalogue.printers import printers

        kept = str(self.printer.currentData() or "")
        self.printer.blockSignals(True)
        self.printer.clear()
        self.printer.addItem(self.tr("in books of all printers"), "")
        if self._store.project is not None:
            for one in printers(self._store.project):
                self.printer.addItem(f"{one.name} ({one.blocks})", one.name)
        self.printer.setCurrentIndex(max(0, self.printer.findData(kept)))
        self.printer.blockSignals(False)
        self._fill()

    def _fill(self) -> None:
        from autolabelme.core.catalogue.printers import contradictions, uses

        project = self._store.project
        if project is None:
            self.model.show_uses((), ())
            self.sentence.setText("")
            return
        type, printer = str(self.type.currentData()), str(self.printer.currentData() or "")
        found = uses(project, type=type)
        if printer:
            # From the printer to his blocks, and from them to every book that has them.
            his = {use.block for use in found if use.printer == printer}
            found = tuple(use for use in found if use.block in his)
        shown = {use.block for use in found}
        against = [one for one in contradictions(project, type=type) if one.use.block in shown]
        self.model.show_uses(found, against)
        if not found:
            self.sentence.setText(self.tr("No impression has a block yet: select ornaments, then Same block"))
            self.sentence.set_tone("muted")
        else:
            text = self.tr("speaks against an imprint: {0}").format(len(against))
            self.sentence.setText(f"{AGAINST} {text}" if against else "")
            self.sentence.set_tone("warning" if against else "muted")

    def _clicked(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.blocks[index.row()][0], self.model.books[index.column()][0])
