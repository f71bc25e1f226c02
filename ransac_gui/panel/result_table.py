"""The batch as a table: one row a source, filled while it runs, ranked by verdict and NCC."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PyQt6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    pyqtSignal,
)
from PyQt6.QtGui import QFont, QKeyEvent
from PyQt6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from autolabelme.core.languages import figure
from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.messages import said
from autolabelme.qtkit.theme import semantic_color
from ransac_gui.core.block.kinds import ANOTHER, CANNOT_TELL, COPY, KINDS, SAME, SET_AGAIN
from ransac_gui.core.lengths import TOLERANCE_MM, millimetres
from ransac_gui.core.ranking import ALIGNED, ERROR, REFUSED, STATUSES, WEAK

from .results import PairResult

KEY = Qt.ItemDataRole.UserRole
SORT = Qt.ItemDataRole.UserRole + 1
_FAR = 1e9  # what has no number sorts behind everything
_COLORS = {ALIGNED: "success", WEAK: "warning", REFUSED: "error", ERROR: "error"}
_SIGNS = {
    ALIGNED: "mdi6.check",
    WEAK: "mdi6.alert-outline",
    REFUSED: "mdi6.cancel",
    ERROR: "mdi6.alert-circle",
}


@dataclass(frozen=True)
class Row:
    """A source, what became of it, and how far it is when it is being aligned (0..1)."""

    key: str
    name: str
    result: PairResult | None = None
    running: float | None = None


@dataclass(frozen=True)
class _Column:
    name: str
    title: str
    tip: str
    text: Callable[[PairResult], str]
    sort: Callable[[PairResult], Any]
    numeric: bool = True


def status_text(status: str) -> str:
    """The translated verdict."""
    return {
        ALIGNED: _tr("aligned"),
        WEAK: _tr("weak"),
        REFUSED: _tr("refused"),
        ERROR: _tr("error"),
    }[status]


def kind_text(kind: str) -> str:
    """The translated block verdict."""
    return {
        SAME: _tr("same block"),
        COPY: _tr("close copy"),
        ANOTHER: _tr("another"),
        SET_AGAIN: _tr("set again"),
        CANNOT_TELL: _tr("cannot tell"),
    }[kind]


def _columns() -> tuple[_Column, ...]:
    return (
        _Column("source", _tr("Source"), _tr("The image that is warped"), lambda r: "", lambda r: 0, False),
        _Column(
            "block",
            _tr("Verdict"),
            _tr("Whether both were printed from one block; only for pairs that were laid"),
            lambda r: "–" if r.verdict is None else kind_text(r.verdict.kind),
            lambda r: len(KINDS) if r.verdict is None else KINDS.index(r.verdict.kind),
            False,
        ),
        _Column(
            "words",
            _tr("In words"),
            _tr("What the verdict rests on, or why the pair was not laid"),
            _short,
            lambda r: r.words,
            False,
        ),
        _number(
            "p_same",
            _tr("p"),
            _tr("Share of known pairs from one block that leave as much: no probability that this is one"),
            lambda r: None if r.verdict is None else r.verdict.p_same,
            2,
        ),
        _Column(
            "residual",
            _tr("Residual"),
            _tr(
                "How far strokes lie off after paper is taken out, ± half the 95 % interval of the pair's "
                "own places; in millimetres where the reference's resolution is known"
            ),
            _residual,
            lambda r: -_FAR if r.verdict is None else r.verdict.residual_px or -_FAR,
        ),
        _Column(
            "verdict",
            _tr("Laid"),
            _tr("aligned; weak: probably right, look at it; refused: the pair does not match; error"),
            lambda r: status_text(r.status),
            lambda r: r.rank,
            False,
        ),
        _Column(
            "features",
            _tr("Features"),
            _tr("What was matched"),
            lambda r: r.features,
            lambda r: r.features,
            False,
        ),
        _number("inliers", _tr("Inliers"), _tr("Matches that agree on the position"), lambda r: r.inliers, 0),
        _number(
            "coverage",
            _tr("Coverage"),
            _tr("Share of the reference's ink that the source covers"),
            lambda r: r.coverage,
            -1,
        ),
        _number(
            "ncc_before",
            _tr("NCC before"),
            _tr("Correlation of the ink before alignment"),
            lambda r: None if r.ncc is None else r.ncc.before,
            3,
        ),
        _number(
            "ncc_after",
            _tr("NCC after"),
            _tr("Correlation of the ink afterwards"),
            lambda r: r.ncc_after,
            3,
        ),
        _number(
            "ssim",
            _tr("SSIM"),
            _tr("Structural similarity afterwards"),
            lambda r: None if r.ssim is None else r.ssim.fine,
            3,
        ),
        _number(
            "displacement",
            _tr("Max px"),
            _tr("Longest displacement of the fine stage, in pixels of the reference"),
            lambda r: r.max_displacement_px,
            1,
        ),
        _number(
            "displacement_mm",
            _tr("Max mm"),
            _tr("The same on paper, ± {0} mm (inking, shrinking); needs the reference's resolution").format(
                figure(TOLERANCE_MM)
            ),
            lambda r: r.max_displacement_mm,
            1,
        ),
        _Column(
            "reason",
            _tr("Reason"),
            _tr("Why, when it is not simply aligned"),
            lambda r: _without_path(r, r.reason),
            lambda r: r.reason,
            False,
        ),
    )  # fmt: skip


def _residual(result: PairResult) -> str:
    verdict = result.verdict
    if verdict is None or verdict.residual_px is None:
        return "–"
    lengths = (verdict.residual_px, verdict.tolerance_px or 0.0)
    if not result.dpi:
        return " ± ".join(figure(one, ".2f") for one in lengths) + " px"
    return " ± ".join(figure(millimetres(one, result.dpi), ".3f") for one in lengths) + " mm"


def _short(result: PairResult) -> str:
    return _without_path(result, result.words)


def _without_path(result: PairResult, words: str) -> str:
    """Words without the path that they begin with: the row names its source; the tooltip has it all."""
    place, colon, rest = words.partition(": ")
    if not colon or not Path(place).is_absolute():
        return said(words)
    own = result.source_key.startswith(f"{place}|")
    return rest if own else f"{Path(place).name}: {rest}"


def _number(
    name: str, title: str, tip: str, value: Callable[[PairResult], float | None], digits: int
) -> _Column:
    """A column of numbers; `digits` -1 writes a share as percent."""

    def text(result: PairResult) -> str:
        number = value(result)
        if number is None:
            return "–"
        return f"{100 * number:.0f} %" if digits < 0 else figure(number, f".{digits}f")

    def sort(result: PairResult) -> float:
        number = value(result)
        return -_FAR if number is None else float(number)

    return _Column(name, title, tip, text, sort)


_TITLE_PX = 24  # the arrow of the order
_CHARS = (22, 14, 38, 7, 23, 17, 11, 10, 12, 14, 12, 9, 9)  # of each column


class ResultModel(QAbstractTableModel):
    """Rows in the order of the list; the proxy sorts them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.columns = _columns()

    def retranslate(self) -> None:
        """Titles and tips in the language that is installed now; cells are said when they are painted."""
        self.columns = _columns()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; with the same sources only their cells change, so the selection stays."""
        if [row.key for row in rows] != [row.key for row in self.rows]:
            self.beginResetModel()
            self.rows = list(rows)
            self.endResetModel()
            return
        changed = [number for number, row in enumerate(rows) if row != self.rows[number]]
        self.rows = list(rows)
        for number in changed:
            self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.columns[section].tip
        return None

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == KEY:
            return row.key
        if role == SORT:
            return self._sort_key(row, column)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            reason = "" if row.result is None else said(row.result.words)
            return reason or self._text(row, column) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if column.name == "verdict" and row.result is not None:
            if role == Qt.ItemDataRole.ForegroundRole:
                return semantic_color(_COLORS[row.result.status])
            if role == Qt.ItemDataRole.DecorationRole:
                return icon(_SIGNS[row.result.status])
            if role == Qt.ItemDataRole.FontRole:
                font = QFont()
                font.setBold(True)
                return font
        return None

    def _text(self, row: Row, column: _Column) -> str:
        if column.name == "source":
            return row.name
        if row.running is not None:
            return (
                self.tr("running, {0} %").format(round(100 * row.running)) if column.name == "verdict" else ""
            )
        if row.result is None:
            return self.tr("not aligned yet") if column.name == "verdict" else ""
        return column.text(row.result)

    def _sort_key(self, row: Row, column: _Column) -> Any:
        if column.name == "source":
            from autolabelme.core.natural_order import natural_key

            return natural_key(row.name)
        if column.name == "verdict":
            return (len(STATUSES), 0.0) if row.result is None else row.result.rank
        if row.result is None:
            return -_FAR if column.numeric else ""
        return column.sort(row.result)


class _Ranked(QSortFilterProxyModel):
    """Sorts by the columns' own keys, which are numbers, texts or tuples."""

    def lessThan(self, left: QModelIndex, right: QModelIndex) -> bool:
        return bool(left.data(SORT) < right.data(SORT))


class ResultTable(QTableView):
    """`chosen` carries the key of the row that the user went to; a click on a header sorts."""

    chosen = pyqtSignal(str)
    chosenSeveral = pyqtSignal()  # other rows are selected
    menuWanted = pyqtSignal(QPoint)  # a right click at this place of the screen, on the current row

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("result-table")
        self.setAccessibleName(self.tr("Results"))
        self.model_ = ResultModel(self)
        self._proxy = _Ranked(self)
        self._proxy.setSourceModel(self.model_)
        self._proxy.setDynamicSortFilter(True)
        self.setModel(self._proxy)
        self.setSortingEnabled(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        rows = self.verticalHeader()
        header = self.horizontalHeader()
        assert rows is not None and header is not None
        rows.hide()
        rows.setDefaultSectionSize(self.fontMetrics().height() + 8)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        self.set_rows(())
        self.rank()
        self._take_widths()
        selection = self.selectionModel()
        assert selection is not None
        selection.currentRowChanged.connect(self._current_changed)
        selection.selectionChanged.connect(lambda: self.chosenSeveral.emit())
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu_wanted)
        self._silent = False

    def rank(self) -> None:
        """The default order: by verdict, then by NCC."""
        names = [column.name for column in self.model_.columns]
        self.sortByColumn(names.index("verdict"), Qt.SortOrder.AscendingOrder)

    def _take_widths(self) -> None:
        """Wide enough for the titles, and for what usually stands below them."""
        metrics = self.fontMetrics()
        for number, chars in enumerate(_CHARS):
            title = metrics.horizontalAdvance(str(self.model_.columns[number].title)) + _TITLE_PX
            self.setColumnWidth(number, max(chars * metrics.averageCharWidth(), title))

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            QTimer.singleShot(0, self._take_widths)

    def set_rows(self, rows: Sequence[Row]) -> None:
        self._silent = True
        self.model_.set_rows(rows)
        self._silent = False

    def order(self) -> list[str]:
        """Keys of the rows in the order shown."""
        return [self._proxy.index(number, 0).data(KEY) for number in range(self._proxy.rowCount())]

    def texts(self, key: str) -> dict[str, str]:
        """Column name -> text of a row."""
        number = self.order().index(key)
        return {
            column.name: str(self._proxy.index(number, place).data())
            for place, column in enumerate(self.model_.columns)
        }

    def selected(self) -> tuple[str, ...]:
        """Keys of the selected rows, in the order shown."""
        selection = self.selectionModel()
        if selection is None:
            return ()
        keys = self.order()
        return tuple(keys[number] for number in sorted(one.row() for one in selection.selectedRows()))

    def show_current(self, key: str) -> None:
        """Select the row of `key` without saying that it was chosen; none for another key.

        Where it is the current row already, others stay selected beside it.
        """
        selection = self.selectionModel()
        keys = self.order()
        if selection is None or (key and self.currentIndex().data(KEY) == key):
            return
        self._silent = True
        if key in keys:
            index = self._proxy.index(keys.index(key), 0)
            flags = QItemSelectionModel.SelectionFlag
            selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)
        else:
            selection.clear()
        self._silent = False

    def _current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and not self._silent:
            self.chosen.emit(current.data(KEY))

    def _menu_wanted(self, place: QPoint) -> None:
        area = self.viewport()
        if area is not None and self.indexAt(place).isValid():
            self.menuWanted.emit(area.mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        # Letters are the compare view's keys, not a search among names.
        if event is not None and event.text().isprintable() and event.text():
            event.ignore()
            return
        super().keyPressEvent(event)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ResultTable", text)
