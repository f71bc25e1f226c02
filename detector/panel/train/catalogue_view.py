"""The chosen catalogue: every label with its prototype, so that a wrong one is seen before training."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import QSize, Qt
from PyQt6.QtGui import QColor, QFontMetrics, QIcon, QPainter, QPixmap
from PyQt6.QtWidgets import QLabel, QListView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from autolabelme.qtkit.minimap import image_of

from . import words
from .requests import CatalogueSummary, LabelSummary

_SIDE_PX = 72


class CatalogueView(QWidget):
    """A grid of the labels under a line that sums them up."""

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
        # A note of two lines, and the number of instances under it.
        lines = 3 * QFontMetrics(self.grid.font()).lineSpacing()
        self.grid.setGridSize(QSize(_SIDE_PX + 40, _SIDE_PX + lines + 12))
        self.grid.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.head)
        layout.addWidget(self.grid, 1)
        self.show_catalogue(None)

    def show_catalogue(self, summary: CatalogueSummary | None) -> None:
        self.grid.clear()
        if summary is None:
            self.head.setText(self.tr("Choose the pages with your boxes, or a folder, on the right."))
            return
        self.head.setText(self._head(summary))
        for one in summary.labels:
            item = QListWidgetItem(QIcon(_pixmap(one)), self._text(one))
            item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            item.setToolTip(
                self.tr("Label {0} {1}\n{2}, {3} × {4} px").format(
                    one.label, one.note, words.instances(one.instances), round(one.width), round(one.height)
                )
            )
            self.grid.addItem(item)

    def _head(self, summary: CatalogueSummary) -> str:
        labels = words.labels(len(summary.labels))
        if summary.pages:
            pages = words.pages(summary.pages)
            boxed = words.vignettes(summary.boxed)
            where = self.tr("{0} on {1}").format(boxed, pages)
        else:
            where = self.tr("no pages: only synthetic ones can train")
        median = self.tr("the median vignette has a side of {0} px").format(round(summary.median_px))
        return f"{labels}, {where}; {median}."

    def _text(self, one: LabelSummary) -> str:
        name = f"{one.label} {one.note}".strip()
        return f"{name}\n× {one.instances}"


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
