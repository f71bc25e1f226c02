"""The false-alarm rate as a line on scores: normals as bars behind it, this ornament's vignettes as marks.

What lies right of the line is flagged. Before there are normals it is a plain slider of the rate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PyQt6.QtWidgets import QSizePolicy, QWidget

from autolabelme.core.arrays import F64
from autolabelme.core.languages import figure
from autolabelme.qtkit.theme import semantic_color

LEAST, LARGEST = 0.0001, 0.5
_HEIGHT = 66
_BINS = 48
_SIDE = 7.0
"""Room for the handle at both ends, pixels."""
_MARKS = 13.0
"""Height of the row of marks above the bars."""
_STEP = 1.15
"""A press of an arrow key changes the rate by this factor."""
_SOON_MS = 60


class RateSlider(QWidget):
    """`rateChosen` carries the rate (0..1) that the user set; `set_rate` is silent."""

    rateChosen = pyqtSignal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rate-slider")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.rate = 0.01
        self._scores: F64 = np.empty(0)
        self._marks: tuple[tuple[float, bool], ...] = ()
        self._range = (0.0, 1.0)
        self._counts: F64 = np.zeros(_BINS)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(lambda: self.rateChosen.emit(self.rate))
        self._name()

    # -- what is shown ------------------------------------------------------------------------------
    def set_population(self, scores: Sequence[float], marks: Sequence[tuple[float, bool]]) -> None:
        """Scores of normals (none: a plain slider), and (score, whether flagged) of each vignette here."""
        self._scores = np.sort(np.asarray(scores, dtype=np.float64))
        self._marks = tuple(marks)
        if self._scores.size:
            low, high = float(self._scores[0]), float(np.quantile(self._scores, 0.999))
            # What lies far beyond every normal stands at the right end, or it would press them together.
            self._range = low, high + 0.35 * max(high - low, 1e-6)
            inside = np.minimum(self._scores, self._range[1])
            self._counts = np.histogram(inside, bins=_BINS, range=self._range)[0].astype(np.float64)
        self._name()
        self.update()

    def set_rate(self, rate: float) -> None:
        """Move the line; nothing is emitted."""
        self.rate = min(max(rate, LEAST), LARGEST)
        self._name()
        self.update()

    @property
    def normals(self) -> int:
        """How many scores lie behind it."""
        return int(self._scores.size)

    @property
    def flagged(self) -> int:
        """How many marks are flagged."""
        return sum(flagged for _, flagged in self._marks)

    # -- rate and place -----------------------------------------------------------------------------
    def place_of(self, rate: float) -> float:
        """Where the line of a rate stands, 0 (left) to 1."""
        if not self._scores.size:
            return math.log(LARGEST / rate) / math.log(LARGEST / LEAST)
        # The smallest score whose conformal p is within the rate.
        allowed = int(rate * (self._scores.size + 1)) - 1
        at = self._scores.size - max(allowed, 0)
        if allowed < 0:
            return 1.0
        edge = self._scores[at] if at < self._scores.size else self._scores[-1]
        before = self._scores[at - 1] if at else edge
        return self._place((float(edge) + float(before)) / 2)

    def rate_at(self, place: float) -> float:
        """The rate of a line at `place`, 0 (left) to 1."""
        place = min(max(place, 0.0), 1.0)
        if not self._scores.size:
            return min(max(LARGEST * (LEAST / LARGEST) ** place, LEAST), LARGEST)
        score = self._range[0] + place * (self._range[1] - self._range[0])
        beyond = self._scores.size - int(np.searchsorted(self._scores, score))
        return min(max((beyond + 1) / (self._scores.size + 1), LEAST), LARGEST)

    def _place(self, score: float) -> float:
        return min(max((score - self._range[0]) / (self._range[1] - self._range[0]), 0.0), 1.0)

    # -- what the user does -------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self._drag_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag_to(event.position().x())

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        factor = {Qt.Key.Key_Left: _STEP, Qt.Key.Key_Right: 1 / _STEP}.get(Qt.Key(event.key()))
        if factor is None:
            super().keyPressEvent(event)
        else:
            self._choose(self.rate * factor)

    def _drag_to(self, x: float) -> None:
        self._choose(self.rate_at((x - _SIDE) / max(1.0, self.width() - 2 * _SIDE)))

    def _choose(self, rate: float) -> None:
        rate = round(min(max(rate, LEAST), LARGEST), 4)
        if rate != self.rate:
            self.set_rate(rate)
            self._soon.start()

    # -- drawing ------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        field = QRectF(_SIDE, 1, self.width() - 2 * _SIDE, self.height() - 9)
        warm, muted = semantic_color("warning"), semantic_color("muted")
        line = field.left() + self.place_of(self.rate) * field.width()
        bars = field.adjusted(0, _MARKS, 0, 0)
        if self._scores.size:
            # Square roots: a single normal in the tail must still be seen beside hundreds.
            heights = np.sqrt(self._counts / max(1.0, float(self._counts.max())))
            wide = bars.width() / _BINS
            for index, height in enumerate(heights.tolist()):
                left = bars.left() + index * wide
                color = warm if left + wide / 2 > line else muted
                painter.fillRect(
                    QRectF(left, bars.bottom() - height * bars.height(), wide - 1, height * bars.height()),
                    color,
                )
        else:
            middle = bars.center().y()
            painter.setPen(QPen(muted, 3))
            painter.drawLine(QPointF(field.left(), middle), QPointF(field.right(), middle))
        text = self.palette().color(QPalette.ColorRole.WindowText)
        for score, flagged in self._marks:
            x = field.left() + self._place(score) * field.width()
            painter.setPen(QPen(semantic_color("error") if flagged else text, 2 if flagged else 1))
            painter.drawLine(QPointF(x, field.top()), QPointF(x, field.top() + (9 if flagged else 5)))
        painter.setPen(QPen(text, 2 if self.hasFocus() else 1.4))
        painter.drawLine(QPointF(line, field.top()), QPointF(line, field.bottom()))
        painter.setBrush(text)
        foot = field.bottom() + 1
        painter.drawPolygon(
            QPolygonF([QPointF(line, foot), QPointF(line - 5, foot + 6), QPointF(line + 5, foot + 6)])
        )

    def _name(self) -> None:
        percent = figure(100 * self.rate, ".2f")
        if self._scores.size:
            text = self.tr(
                "Bars: scores of {0} normal vignettes. Marks above them: vignettes of this ornament "
                "({1}, flagged: {2}). {3} % of the normals lie right of the line; drag it."
            ).format(self._scores.size, len(self._marks), self.flagged, percent)
        else:
            text = self.tr("False alarms: {0} %. Drag the line; left is more, right is fewer.").format(
                percent
            )
        self.setToolTip(text)
        self.setAccessibleName(text)
