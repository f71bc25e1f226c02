"""The chosen catalogue: every label with its prototype, so that a wrong one is seen before training."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPixmap
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.languages import together
from autolabelme.qtkit.minimap import image_of

from . import words
from .requests import CatalogueSummary, LabelSummary

_SIDE_PX = 72


class CatalogueView(QWidget):
    """A grid of the labels under a line that sums them up.

    Where one name stands for several sorts each has its own entry, with its pages; those that are one
    sort are selected and joined.
    """

    joinWanted = pyqtSignal(object, str)  # tuple of SortKey, the name

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("catalogue-view")
        self.head = QLabel(self)
        self.head.setWordWrap(True)
        self.grid = _Grid(self)
        self.grid.setObjectName("catalogue")
        self.grid.setAccessibleName(self.tr("Labels of the catalogue"))
        self.grid.setViewMode(QListView.ViewMode.IconMode)
        self.grid.setResizeMode(QListView.ResizeMode.Adjust)
        self.grid.setMovement(QListView.Movement.Static)
        self.grid.setIconSize(QSize(_SIDE_PX, _SIDE_PX))
        # A note of two lines, the number of instances, and the page under it.
        lines = 4 * QFontMetrics(self.grid.font()).lineSpacing()
        self.grid.setGridSize(QSize(_SIDE_PX + 40, _SIDE_PX + lines + 12))
        self.grid.setWordWrap(True)
        self.grid.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.grid.itemSelectionChanged.connect(self._on_selection)
        self.met = QLabel(self)
        self.met.setObjectName("names-met")
        self.met.setWordWrap(True)
        self.join = QPushButton(self.tr("Same sort"), self)
        self.join.setObjectName("same-sort")
        self.join.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.join.clicked.connect(self._join)
        line = QHBoxLayout()
        line.addWidget(self.met, 1)
        line.addWidget(self.join)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.head)
        layout.addLayout(line)
        layout.addWidget(self.grid, 1)
        self.show_catalogue(None)

    def show_catalogue(self, summary: CatalogueSummary | None) -> None:
        self.grid.clear()
        self.met.setVisible(summary is not None and bool(summary.met))
        self.join.setVisible(summary is not None and bool(summary.folders))
        if summary is None:
            self.head.setText(self.tr("Choose the pages with your boxes, or a folder, on the right."))
            return
        self.head.setText(self._head(summary))
        if summary.met:
            names = ", ".join(f"“{name}”" for name in summary.met[:3]) + (
                " …" if len(summary.met) > 3 else ""
            )
            text = self.tr("{0}: another sort on each of several pages, trained apart.")
            if summary.folders:
                text += " " + self.tr("Same sort? Select them.")
            self.met.setText(text.format(names))
        for one in summary.labels:
            item = QListWidgetItem(QIcon(_pixmap(one)), self._text(one))
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            item.setToolTip(
                self.tr("Label {0} {1}\n{2}, {3} × {4} px").format(
                    one.label, one.note, words.instances(one.instances), round(one.width), round(one.height)
                )
            )
            item.setData(Qt.ItemDataRole.UserRole, one)
            self.grid.addItem(item)
        self._on_selection()

    def _chosen(self) -> list[LabelSummary]:
        rows = sorted(self.grid.row(item) for item in self.grid.selectedItems())
        items = (self.grid.item(row) for row in rows)
        found = [item.data(Qt.ItemDataRole.UserRole) for item in items if item is not None]
        return [one for one in found if one.sort is not None]

    def _on_selection(self) -> None:
        enough = len(self._chosen()) > 1
        self.join.setEnabled(enough)
        self.join.setToolTip(
            self.tr("The selected entries are one sort: its name and all its pages together")
            if enough
            else self.tr("Select two entries or more that are one sort (Ctrl+click)")
        )

    def _join(self) -> None:
        chosen = self._chosen()
        if len(chosen) > 1:
            self.joinWanted.emit(tuple(one.sort for one in chosen), chosen[0].label)

    def _head(self, summary: CatalogueSummary) -> str:
        labels = words.labels(len(summary.labels))
        if summary.pages:
            pages = words.pages(summary.pages)
            boxed = words.vignettes(summary.boxed)
            where = self.tr("{0} on {1}").format(boxed, pages)
        else:
            where = self.tr("no pages: only synthetic ones can train")
        median = self.tr("the median vignette has a side of {0} px").format(round(summary.median_px))
        return f"{together(f'{labels}, {where}', median)}."

    def _text(self, one: LabelSummary) -> str:
        name = f"{one.label} {one.note}".strip()
        where = f"\n{', '.join(one.pages[:2])}{' …' if len(one.pages) > 2 else ''}" if one.pages else ""
        return f"{name}\n× {one.instances}{where}"


class _Grid(QListWidget):
    """A list whose first row does not touch the frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewportMargins(4, 8, 4, 4)


def _pixmap(one: LabelSummary) -> QPixmap:
    """The prototype in a square, so that all stand on one line."""
    image = image_of(np.ascontiguousarray(one.prototype))
    scaled = image.scaled(
        _SIDE_PX,
        _SIDE_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    square = QPixmap(_SIDE_PX, _SIDE_PX)
    square.fill(QColor("white"))
    painter = QPainter(square)
    painter.drawImage((_SIDE_PX - scaled.width()) // 2, (_SIDE_PX - scaled.height()) // 2, scaled)
    painter.end()
    return square
