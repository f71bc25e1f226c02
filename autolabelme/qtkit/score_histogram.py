"""How the scores of a search are spread, and where the threshold cuts them; painted, no plot library."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QSizePolicy, QWidget

BINS = 50
HEIGHT_PX = 38
_INSET_PX = 7.0  # half a slider's handle: the threshold stands under it


class ScoreHistogram(QWidget):
    """Bars over 0..1, the side from the threshold on shaded; a press or drag moves the threshold.

    Bars are as high as the root of their count, so that one copy is seen beside a hundred of paper's grain.
    """

    moved = pyqtSignal(float)  # while the mouse is down, 0..1
    released = pyqtSignal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("score-histogram")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._threshold = 0.0
        self._counts = np.zeros((2, BINS), dtype=np.intp)
        self._dragging = False

    @property
    def counts(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The heights of the bars: what counts by its score, and what is left out whatever its score."""
        return tuple(self._counts[0].tolist()), tuple(self._counts[1].tolist())

    def set_scores(self, scores: Sequence[float], left_out: Sequence[float] = ()) -> None:
        """Show scores of -1..1 (what is below 0 stands at 0); those `left_out` are drawn hollow."""
        rows = [np.histogram(np.clip(one, 0, 1), BINS, (0, 1))[0] for one in (scores, left_out)]
        self._counts = np.array(rows)
        self.update()

    def set_threshold(self, threshold: float) -> None:
        self._threshold = threshold
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, HEIGHT_PX)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, HEIGHT_PX)

    def _at(self, score: float) -> float:
        return _INSET_PX + score * (self.width() - 2 * _INSET_PX)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        try:
            self._paint(painter)
        finally:
            painter.end()

    def _paint(self, painter: QPainter) -> None:
        palette, bottom = self.palette(), self.height() - 1.0
        accent, plain = palette.highlight().color(), palette.mid().color()
        shade = QColor(accent)
        shade.setAlpha(40)
        line = self._at(self._threshold)
        painter.fillRect(QRectF(line, 0, self._at(1) - line, bottom), shade)
        both = self._counts.sum(axis=0)
        most = float(np.sqrt(both.max(initial=1)))
        step = self._at(1 / BINS) - self._at(0)
        for index in np.flatnonzero(both).tolist():
            left, height = self._at(index / BINS), (bottom - 2) * float(np.sqrt(both[index])) / most
            part = height * float(self._counts[0][index]) / float(both[index])
            middle = (index + 0.5) / BINS
            color = accent if middle >= self._threshold else plain
            painter.fillRect(QRectF(left, bottom - part, max(1.0, step - 0.5), part), color)
            if part < height:
                painter.setPen(QPen(palette.text().color(), 1, Qt.PenStyle.DotLine))
                painter.drawRect(QRectF(left, bottom - height, max(1.0, step - 1), height - part))
        painter.setPen(palette.mid().color())
        painter.drawLine(QPointF(self._at(0), bottom), QPointF(self._at(1), bottom))
        painter.setPen(QPen(palette.text().color(), 1.5))
        painter.drawLine(QPointF(line, 0), QPointF(line, bottom))

    # -- the mouse ----------------------------------------------------------------------------------
    def _score(self, event: QMouseEvent) -> float:
        share = (event.position().x() - _INSET_PX) / max(1.0, self.width() - 2 * _INSET_PX)
        return round(min(1.0, max(0.0, share)), 2)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._dragging = True
            self.moved.emit(self._score(event))

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and self._dragging:
            self.moved.emit(self._score(event))

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and self._dragging and event.button() == Qt.MouseButton.LeftButton:
            self._dragging = False
            self.released.emit(self._score(event))
