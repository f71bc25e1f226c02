"""Where a finding's score stands among the scores of normal impressions: a small histogram."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from autolabelme.qtkit.theme import semantic_color

_BINS = 24


class ScorePlot(QWidget):
    """Bars for the normals, a line for the finding; low scores on the left.

    Parameters
    ----------
    scores : scores of normals, at least one
    score : the finding's
    side : height in pixels
    """

    def __init__(
        self, scores: Sequence[float], score: float, side: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.score = score
        low, high = min(min(scores), score), max(max(scores), score)
        room = 0.04 * (high - low) or 1.0
        self._range = low - room, high + room
        self.counts, _ = np.histogram(scores, bins=_BINS, range=self._range)
        self.setFixedWidth(round(1.3 * side))
        self.setFixedHeight(side)
        text = self.tr("Scores of {0} normal impressions (bars) and of this finding (line)")
        self.setToolTip(text.format(len(scores)))
        self.setAccessibleName(self.toolTip())

    @property
    def place(self) -> float:
        """Where the finding's line stands, 0 (left) to 1."""
        return (self.score - self._range[0]) / (self._range[1] - self._range[0])

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        field = QRectF(self.rect())
        wide = field.width() / _BINS
        # Square roots: a single normal in the tail must still be seen beside hundreds.
        heights = np.sqrt(self.counts / max(1, self.counts.max()))
        for index, height in enumerate(heights.tolist()):
            bar = QRectF(
                index * wide, field.bottom() - height * field.height(), wide - 1, height * field.height()
            )
            painter.fillRect(bar, semantic_color("muted"))
        x = self.place * field.width()
        painter.setPen(QPen(semantic_color("error"), 2))
        painter.drawLine(QPointF(x, field.top()), QPointF(x, field.bottom()))
