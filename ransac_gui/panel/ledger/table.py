"""The table: events as rows, impressions as columns in the order of printing, a crop in each cell."""

from __future__ import annotations

from typing import Any

from PyQt6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QRect,
    QRectF,
    QSize,
    Qt,
    pyqtSignal,
)
from PyQt6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPalette, QPen, QPixmap
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from autolabelme.qtkit.minimap import image_of
from autolabelme.qtkit.theme import semantic_color
from ransac_gui.core.ledger.ledger import Row
from ransac_gui.core.ledger.report import crop

from . import words
from .requests import Opened
from .signs import sign_of

CROP_PX = 76
_PAD, _CHIP = 4, 17
_LINES = 4
_HEAD_CHARS = 14, 24
"""Of the events' own column: at least, at most; between them it is as wide as its texts."""
_STANDING = int(Qt.ItemDataRole.UserRole)


class MatrixModel(QAbstractTableModel):
    """Rows as decided; crops are cut when a cell is painted for the first time."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.opened: Opened | None = None
        self._crops: dict[tuple[int, int], QPixmap] = {}

    def show_ledger(self, opened: Opened | None) -> None:
        """Another ledger, another order of columns, or other decisions."""
        before = self.opened
        if before is None or opened is None or before.frame is not opened.frame:
            self._crops = {}
        same = before is not None and opened is not None and _shape(before) == _shape(opened)
        if same:
            self.opened = opened
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)
        else:
            self.beginResetModel()
            self.opened = opened
            self.endResetModel()

    @property
    def rows(self) -> tuple[Row, ...]:
        return () if self.opened is None else self.opened.reading.rows

    @property
    def sheets(self) -> tuple[int, ...]:
        return () if self.opened is None else self.opened.reading.order.best

    def crop(self, row: Row, sheet: int) -> QPixmap:
        """What an impression shows about an event."""
        key = row.event.number, sheet
        if key not in self._crops and self.opened is not None:
            self._crops[key] = QPixmap.fromImage(image_of(crop(self.opened.frame, sheet, row.event)))
        return self._crops[key]

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        if self.opened is None or (parent is not None and parent.isValid()):
            return 0
        return len(self.sheets)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        shown = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if role not in shown or self.opened is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            row = self.rows[section]
            return "\n".join([words.title(row), *(one for one, _ in words.lines(self.opened.ledger, row))])
        return words.column_titles(self.opened.ledger, self.opened.reading)[section]

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        if not index.isValid() or self.opened is None:
            return None
        row, ledger = self.rows[index.row()], self.opened.ledger
        if role == _STANDING:
            return row
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        return words.cell_tip(ledger, row, self.sheets[index.column()])


def _shape(opened: Opened) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(row.event.number for row in opened.reading.rows), opened.reading.order.best


class _CellPainter(QStyledItemDelegate):
    """A cell is its crop with a sign at its corner."""

    def paint(self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        row: Row | None = index.data(_STANDING)
        view = option.widget
        if painter is None or row is None or not isinstance(view, MatrixTable):
            return
        painter.save()
        palette = option.palette
        here = view.currentIndex()
        if index.row() == here.row():
            _light(painter, option.rect, palette)
        inner = option.rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        self._cell(painter, view.model_, row, index, inner)
        if index == here:
            painter.setOpacity(1.0)
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Highlight), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def _cell(
        self, painter: QPainter, model: MatrixModel, row: Row, index: QModelIndex, inner: QRect
    ) -> None:
        sheet = model.sheets[index.column()]
        picture = model.crop(row, sheet)
        size = picture.size().scaled(inner.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(inner.topLeft(), size)
        place.moveCenter(inner.center())
        if row.verdict == "reject":
            painter.setOpacity(0.4)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, picture)
        sign = sign_of(row.states[sheet])
        color = QColor(sign.color)
        pen = QPen(color, 2, sign.line)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(place)
        said = row.states[sheet] != row.found[sheet]
        chip = QRectF(place.x() - 1, place.y() - 1, _CHIP + (12 if said else 0), _CHIP)
        painter.fillRect(chip, color)
        font = QFont(painter.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor("white"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, sign.text + (" ✎" if said else ""))


def _light(painter: QPainter, place: QRect, palette: QPalette) -> None:
    """The row of the current cell."""
    color = palette.color(QPalette.ColorRole.Highlight)
    color.setAlphaF(0.18)
    painter.fillRect(place, color)


class _EventHead(QHeaderView):
    """The heads of the rows, which stay in sight: an event in lines of text; `picked` carries a row."""

    picked = pyqtSignal(int)

    def __init__(self, table: MatrixTable) -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self._table = table
        # The view would answer such a click with the row's first cell.
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        # What is not needed is left to the crops: on a narrow screen each counts.
        least, most = (chars * self.fontMetrics().averageCharWidth() for chars in _HEAD_CHARS)
        return QSize(max(least, min(most, self._texts_px())), super().sizeHint().height())

    def _texts_px(self) -> int:
        opened = self._table.model_.opened
        if opened is None:
            return 0
        bold = QFont(self.font())
        bold.setBold(True)
        plain, titles = self.fontMetrics(), QFontMetrics(bold)
        widths = [
            max(
                titles.horizontalAdvance(words.title(row)),
                *(plain.horizontalAdvance(text) for text, _ in words.lines(opened.ledger, row)),
            )
            for row in opened.reading.rows
        ]
        return max(widths, default=0) + 2 * _PAD + 1

    def mousePressEvent(self, e: QMouseEvent | None) -> None:
        row = -1 if e is None else self.logicalIndexAt(e.position().toPoint())
        if row >= 0 and e is not None and e.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(row)
        super().mousePressEvent(e)

    def paintSection(self, painter: QPainter | None, rect: QRect, logicalIndex: int) -> None:
        model = self._table.model_
        if painter is None or model.opened is None or logicalIndex >= len(model.rows):
            return
        row = model.rows[logicalIndex]
        painter.save()
        painter.fillRect(rect, self.palette().color(QPalette.ColorRole.Base))
        if logicalIndex == self._table.currentIndex().row():
            _light(painter, rect, self.palette())
        font = QFont(self.font())
        font.setBold(True)
        font.setStrikeOut(row.verdict == "reject")
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        line = self.fontMetrics().lineSpacing()
        place = QRect(rect.x() + _PAD, rect.y() + _PAD, rect.width() - 2 * _PAD, line)
        for text, tone in ((words.title(row), ""), *words.lines(model.opened.ledger, row)[: _LINES - 1]):
            if tone:
                painter.setFont(self.font())
                painter.setPen(semantic_color(tone))
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
            place.translate(0, line)
        painter.restore()


class MatrixTable(QTableView):
    """`chosen` carries event and impression (-1 on a row's head) of what the user went to."""

    chosen = pyqtSignal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger-table")
        self.setAccessibleName(self.tr("Events and impressions"))
        self.model_ = MatrixModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(_CellPainter(self))
        # The current cell is what counts; the painter lights its row.
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        rows, head = _EventHead(self), self.horizontalHeader()
        assert head is not None
        self.setVerticalHeader(rows)
        rows.picked.connect(self._head_clicked)
        self.setCornerButtonEnabled(False)
        head.setHighlightSections(False)
        head.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._silent = False
        self._take_sizes()
        selection = self.selectionModel()
        assert selection is not None
        selection.currentChanged.connect(self._changed)

    def show_ledger(self, opened: Opened | None) -> None:
        self._silent = True
        before = self.model_.opened
        self.model_.show_ledger(opened)
        self._silent = False
        # What a person has made wider stays so while one ledger is decided.
        if opened is not None and (before is None or before.frame is not opened.frame):
            self._take_widths()
        rows = self.verticalHeader()
        assert rows is not None
        # Other decisions are other texts.
        rows.updateGeometry()
        self.updateGeometries()

    def _take_widths(self) -> None:
        metrics, wide = self.fontMetrics(), self._cell_px()
        for column in range(self.model_.columnCount()):
            # A long name of an impression gives way, a short one does not.
            name = str(self.model_.headerData(column, Qt.Orientation.Horizontal) or "")
            title = min(metrics.horizontalAdvance(name) + 2 * _PAD, 2 * wide)
            self.setColumnWidth(column, max(wide, title))

    def _cell_px(self) -> int:
        """The side of a cell: its crop, or as many lines as the event's head has."""
        return max(CROP_PX, _LINES * self.fontMetrics().lineSpacing()) + 2 * _PAD

    def wanted_px(self) -> int:
        """The width in which nothing scrolls sideways, once the ledger is shown."""
        bar, head = self.verticalScrollBar(), self.verticalHeader()
        shown = sum(self.columnWidth(column) for column in range(self.model_.columnCount()))
        beside = sum(one.sizeHint().width() for one in (bar, head) if one is not None)
        return shown + beside + 4

    def show_current(self, event: int, sheet: int) -> None:
        """Go to a cell without saying that it was chosen."""
        numbers = [row.event.number for row in self.model_.rows]
        if event not in numbers or sheet not in self.model_.sheets:
            return
        index = self.model_.index(numbers.index(event), self.model_.sheets.index(sheet))
        selection = self.selectionModel()
        assert selection is not None
        self._silent = True
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._silent = False
        self.scrollTo(index)
        self._repaint()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        # Letters and the page keys are the view's.
        pages = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
        if event is not None and (event.text().strip() or event.key() in pages):
            event.ignore()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.FontChange:
            self._take_sizes()
            self._take_widths()

    def _take_sizes(self) -> None:
        rows = self.verticalHeader()
        assert rows is not None
        rows.setDefaultSectionSize(self._cell_px())
        self.setMinimumHeight(60)

    def _changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        if current.isValid() and not self._silent:
            row, sheet = self.model_.rows[current.row()], self.model_.sheets[current.column()]
            self.chosen.emit(row.event.number, sheet)
        self._repaint()

    def _head_clicked(self, row: int) -> None:
        self.chosen.emit(self.model_.rows[row].event.number, -1)

    def _repaint(self) -> None:
        # The whole row of the current cell is lit.
        rows = self.verticalHeader()
        assert rows is not None
        for area in (self.viewport(), rows.viewport()):
            if area is not None:
                area.update()
