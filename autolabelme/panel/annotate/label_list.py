"""The list of labels: name, note, how many boxes, threshold; top of the right column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    Qt,
    pyqtSignal,
)
from PyQt6.QtGui import QColor, QKeyEvent
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from autolabelme.core.languages import figure

LABEL, NOTE, COUNT, THRESHOLD = range(4)
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_MODIFIERS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


@dataclass(frozen=True)
class LabelRow:
    """One line of the list. `count` counts boxes, templates included; `open` those not yet reviewed."""

    label: str
    note: str
    count: int
    open: int
    threshold: float
    color: str = ""


class LabelModel(QAbstractTableModel):
    """Rows of labels; an edit is a wish, carried by a signal, and shown once it is done."""

    relabelled = pyqtSignal(str, str)  # label, new name
    noted = pyqtSignal(str, str)  # label, note
    thresholded = pyqtSignal(str, float)  # label, threshold

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[LabelRow] = []

    def show_rows(self, rows: list[LabelRow]) -> None:
        """Show `rows`; the selection survives when the labels are the same."""
        if [row.label for row in rows] == [row.label for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, THRESHOLD))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | None = None) -> int:
        return 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        titles = (self.tr("Label"), self.tr("Note"), self.tr("Boxes"), self.tr("Thr."))
        tips = (
            self.tr("Name of the catalogue entry; double-click to rename"),
            self.tr("Goes to the descriptor file; double-click to edit"),
            self.tr("Boxes on this page, with those still to be reviewed"),
            self.tr("Threshold of this label; double-click to change"),
        )
        if role == Qt.ItemDataRole.DisplayRole:
            return titles[section]
        return tips[section] if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: QModelIndex, role: int = 0) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            shown = f"{row.count} ({row.open})" if row.open else str(row.count)
            return (row.label, row.note, shown, figure(row.threshold, ".2f"))[column]
        if role == Qt.ItemDataRole.EditRole:
            return (row.label, row.note, row.count, row.threshold)[column]
        if role == Qt.ItemDataRole.ToolTipRole and column in (LABEL, NOTE):
            return f"{row.label} {row.note}".strip()
        if role == Qt.ItemDataRole.TextAlignmentRole and column in (COUNT, THRESHOLD):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.DecorationRole and column == LABEL and row.color:
            return QColor(row.color)
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() != COUNT else flags

    def setData(self, index: QModelIndex, value: Any, role: int = 0) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        row = self.rows[index.row()]
        if index.column() == THRESHOLD:
            self.thresholded.emit(row.label, min(1.0, max(0.0, float(value))))
            return True
        text = str(value).strip()
        if index.column() == NOTE and text != row.note:
            self.noted.emit(row.label, text)
        elif index.column() == LABEL and text and text != row.label:
            self.relabelled.emit(row.label, text)
        return True


class _Delegate(QStyledItemDelegate):
    """Keeps Return for the editor: in the window it is Rematch."""

    def createEditor(
        self, parent: QWidget | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> QWidget | None:
        editor = super().createEditor(parent, option, index)
        if editor is not None and index.column() == THRESHOLD:
            editor.setProperty("decimals", 2)
            editor.setProperty("singleStep", 0.05)
            editor.setProperty("maximum", 1.0)
        return editor

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().eventFilter(watched, event)


class LabelList(QTableView):
    """Emits `chosen` when the user goes to another label."""

    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("label-list")
        self.setAccessibleName(self.tr("Labels"))
        self.model_ = LabelModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(_Delegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMinimumHeight(84)
        self.setTabKeyNavigation(False)
        side, header = self.verticalHeader(), self.horizontalHeader()
        if side is not None:
            side.hide()
            side.setDefaultSectionSize(self.fontMetrics().height() + 6)
        if header is not None:
            header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
            header.setSectionResizeMode(NOTE, QHeaderView.ResizeMode.Stretch)
            header.setMinimumSectionSize(34)
        selection = self.selectionModel()
        if selection is not None:
            selection.currentRowChanged.connect(self._on_current)
        self._showing = False

    def show_rows(self, rows: list[LabelRow], current: str) -> None:
        """Show `rows` with `current` selected, without saying that the user chose it."""
        self._showing = True
        try:
            self.model_.show_rows(rows)
            labels = [row.label for row in rows]
            if current in labels:
                index = self.model_.index(labels.index(current), LABEL)
                if self.currentIndex().row() != index.row():
                    self.setCurrentIndex(index)
            else:
                self.clearSelection()
        finally:
            self._showing = False

    def edit_label(self, label: str, column: int = LABEL) -> None:
        """Open the editor of a label's name or note."""
        for row, item in enumerate(self.model_.rows):
            if item.label == label:
                self.edit(self.model_.index(row, column))

    def to_global(self, at: QPoint) -> QPoint:
        """The screen's point of a point that `customContextMenuRequested` carries."""
        area = self.viewport()
        return at if area is None else area.mapToGlobal(at)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() in _ARROWS and not event.modifiers() & _MODIFIERS:
            event.ignore()  # Next and Previous Line, as everywhere in the workspace
            return
        super().keyPressEvent(event)

    def _on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        if not self._showing and current.isValid():
            self.chosen.emit(self.model_.rows[current.row()].label)
