"""The table of findings, ranked; a click on a head sorts by that column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PyQt6.QtCore import QT_TRANSLATE_NOOP, QSignalBlocker, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QIcon
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from autolabelme.core.arrays import U8
from autolabelme.core.boxes import pixel_slices
from autolabelme.core.languages import figure
from autolabelme.qtkit.messages import said
from detector.core.inspection.words import kind_words

from .overlays import color_of
from .why_pane import pixmap_of
from .words import evidence_lines, label_words, p_explained, p_word, verdict_word

if TYPE_CHECKING:
    from detector.core.inspection.findings import Finding

Cell = tuple[str, float | str]
"""What stands in a cell, and what it is sorted by."""


@dataclass(frozen=True)
class Column:
    """A column: its title in English, and the cell of the finding at an index."""

    title: str
    cell: Callable[[int, Finding], Cell]
    is_number: bool = False


COLUMNS = (
    Column(QT_TRANSLATE_NOOP("FindingsTable", "#"), lambda at, _: (str(at + 1), at), is_number=True),
    Column("", lambda at, _: ("", at)),
    Column(QT_TRANSLATE_NOOP("FindingsTable", "Kind"), lambda _, one: (said(kind_words(one.kind)), one.kind)),
    Column(QT_TRANSLATE_NOOP("FindingsTable", "Label"), lambda _, one: (label_words(one), label_words(one))),
    Column(
        QT_TRANSLATE_NOOP("FindingsTable", "Score"),
        lambda _, one: (figure(one.score, ".2f"), one.score),
        is_number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("FindingsTable", "p"),
        lambda _, one: (p_word(one), -1.0 if one.p is None else one.p),
        is_number=True,
    ),
    Column(
        QT_TRANSLATE_NOOP("FindingsTable", "Verdict"), lambda _, one: (verdict_word(one.verdict), one.verdict)
    ),
    Column(QT_TRANSLATE_NOOP("FindingsTable", "In words"), lambda _, one: (_words(one), _words(one))),
)
NUMBER, PICTURE, KIND, LABEL, SCORE, P, VERDICT, WORDS = range(len(COLUMNS))
THUMBNAIL_PX = 32
_ROOM = 0.15
"""What is shown round a finding in its picture, of its longer side."""
_INDEX = int(Qt.ItemDataRole.UserRole)
_SORT = _INDEX + 1


class _Cell(QTableWidgetItem):
    """A cell that is sorted by a value, not by its text."""

    def __lt__(self, other: QTableWidgetItem) -> bool:
        return bool(self.data(_SORT) < other.data(_SORT))


class FindingsTable(QTableWidget):
    """Shows findings; `chosen` carries the index of the one the user selected."""

    chosen = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(COLUMNS), parent)
        self.setObjectName("findings")
        self.setAccessibleName(self.tr("Findings"))
        self.setHorizontalHeaderLabels([self.tr(column.title) if column.title else "" for column in COLUMNS])
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        rows, head = self.verticalHeader(), self.horizontalHeader()
        assert rows is not None and head is not None
        rows.hide()
        rows.setDefaultSectionSize(max(THUMBNAIL_PX + 4, round(1.5 * self.fontMetrics().height())))
        self.setIconSize(QSize(round(1.6 * THUMBNAIL_PX), THUMBNAIL_PX))
        self._rgb: U8 | None = None
        self._pictures: dict[tuple[float, ...], QIcon] = {}
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        self.setSortingEnabled(True)
        self.sortByColumn(NUMBER, Qt.SortOrder.AscendingOrder)
        self.itemSelectionChanged.connect(self._selected)

    def show_findings(self, findings: tuple[Finding, ...], selected: int, rgb: U8 | None = None) -> None:
        """List findings; `rgb` (H, W, 3) uint8 is the ornament, of which each shows its place."""
        if rgb is not self._rgb:
            self._rgb = rgb
            self._pictures = {}
        with QSignalBlocker(self):
            self.setSortingEnabled(False)
            self.setRowCount(len(findings))
            for index, finding in enumerate(findings):
                self._fill(index, finding)
            self.setSortingEnabled(True)
        self.show_current(selected)

    def show_current(self, selected: int) -> None:
        with QSignalBlocker(self):
            row = self._row_of(selected)
            if row < 0:
                self.clearSelection()
                self.setCurrentCell(-1, -1)
            else:
                self.selectRow(row)
                self.scrollToItem(self.item(row, NUMBER))

    def text(self, index: int, column: int) -> str:
        """What stands in a column for the finding of this index."""
        cell = self.item(self._row_of(index), column)
        return "" if cell is None else cell.text()

    def neighbour(self, selected: int, by: int) -> int:
        """Index of the finding some rows below (or above) the selected one as sorted now; stops at ends."""
        if not self.rowCount():
            return -1
        row = self._row_of(selected)
        cell = self.item(min(max(row + by, 0), self.rowCount() - 1), NUMBER)
        return -1 if cell is None else int(cell.data(_INDEX))

    def _fill(self, index: int, finding: Finding) -> None:
        said = evidence_lines(finding)
        tip = "\n".join((p_explained(finding), *said, finding.note)).strip()
        for column, of in enumerate(COLUMNS):
            text, value = of.cell(index, finding)
            cell = _Cell(text)
            cell.setData(_INDEX, index)
            cell.setData(_SORT, value)
            cell.setToolTip(tip)
            if column == PICTURE:
                cell.setIcon(self._picture(finding.box))
            if of.is_number:
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if column == NUMBER:
                cell.setBackground(QColor(color_of(finding)))
                cell.setForeground(QColor("white"))
            self.setItem(index, column, cell)

    def _picture(self, box: tuple[float, float, float, float]) -> QIcon:
        if box not in self._pictures:
            self._pictures[box] = _thumbnail(self._rgb, box, self.devicePixelRatioF())
        return self._pictures[box]

    def _row_of(self, index: int) -> int:
        for row in range(self.rowCount()):
            cell = self.item(row, NUMBER)
            if cell is not None and cell.data(_INDEX) == index:
                return row
        return -1

    def _selected(self) -> None:
        row = self.currentRow()
        cell = self.item(row, NUMBER) if row >= 0 and self.selectedItems() else None
        if cell is not None:
            self.chosen.emit(int(cell.data(_INDEX)))


def _words(finding: Finding) -> str:
    return next(iter(evidence_lines(finding)), "")


def _thumbnail(rgb: U8 | None, box: tuple[float, float, float, float], ratio: float) -> QIcon:
    if rgb is None:
        return QIcon()
    x1, y1, x2, y2 = box
    room = _ROOM * max(x2 - x1, y2 - y1)
    rows, columns = pixel_slices((x1 - room, y1 - room, x2 + room, y2 + room), rgb.shape[1], rgb.shape[0])
    part = rgb[rows, columns]
    if not part.size:
        # A layout may expect a vignette beyond the picture's edge.
        return QIcon()
    icon = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):  # or Qt paints it blue in the selected row
        icon.addPixmap(pixmap_of(part, THUMBNAIL_PX, ratio, within=(1.6, 1.0)), mode)
    return icon
