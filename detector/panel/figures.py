"""The figures behind a place, folded away under *Details*: what, score, p."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QCoreApplication, QEvent, Qt
from PyQt6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QToolButton, QWidget

Row = tuple[str, str, str]
_LEAST_ROWS = 3


class FigureTable(QTableWidget):
    """Rows of what, score or count, p; only looked at."""

    _whole = False  # a change of font may come before the constructor has said it

    def __init__(self, name: str, parent: QWidget | None = None, *, whole: bool = False) -> None:
        """With `whole` it is as high as its rows and never scrolls."""
        super().__init__(0, 3, parent)
        self._whole = whole
        self.setObjectName(name)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setShowGrid(False)
        rows, head = self.verticalHeader(), self.horizontalHeader()
        assert rows is not None and head is not None
        rows.hide()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.retranslate()
        self._take_heights()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.FontChange:
            self._take_heights()

    def _take_heights(self) -> None:
        rows, head = self.verticalHeader(), self.horizontalHeader()
        assert rows is not None and head is not None
        line = self.fontMetrics().lineSpacing()
        rows.setDefaultSectionSize(line + 2)
        if self._whole:
            above = head.sizeHint().height() + 2 * self.frameWidth()
            self.setFixedHeight(above + max(1, self.rowCount()) * (line + 2))
        else:
            self.setMinimumHeight(_LEAST_ROWS * line)

    def retranslate(self) -> None:
        self.setAccessibleName(_tr("Details"))
        self.setHorizontalHeaderLabels(["", _tr("score"), _tr("p")])

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                cell = QTableWidgetItem(text)
                if column:
                    cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                cell.setToolTip(text)
                self.setItem(number, column, cell)
        self._take_heights()


class Fold(QToolButton):
    """A head that opens and closes what stands below it; the owner connects `toggled`."""

    def __init__(self, name: str, text: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setText(text)
        self.setToolTip(tip)
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setArrowType(Qt.ArrowType.RightArrow)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.toggled.connect(self._point)

    def show_open(self, opened: bool) -> None:
        """Say whether it is open; with its signals blocked the owner hears nothing."""
        self.setChecked(opened)
        self._point(opened)

    def _point(self, opened: bool) -> None:
        self.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)


def _tr(text: str) -> str:
    return QCoreApplication.translate("FigureTable", text)
