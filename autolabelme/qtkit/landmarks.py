"""Pairs of points that the user matches by hand: one in the reference, one in the source.

Points are (x, y) with pixel *centres* at integers, as everywhere in the core; the views' positions have
pixel edges there, so half a pixel is taken off on the way in and added on the way out.
"""

from __future__ import annotations

import math

from PyQt6.QtCore import QObject, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QPainter, QPen

from .view import View

Point = tuple[float, float]
GRASP_PX = 8.0
SIDES = ("reference", "source")


class Landmarks(QObject):
    """Complete pairs, and at most one half pair that waits for its other point."""

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._points: list[dict[str, Point]] = []

    @property
    def pairs(self) -> tuple[tuple[Point, Point], ...]:
        """The complete pairs as (reference, source), in the order in which they were made."""
        return tuple((pair["reference"], pair["source"]) for pair in self._points if len(pair) == 2)

    @property
    def waiting_for(self) -> str:
        """The side that the half pair lacks, or ''."""
        halves = [pair for pair in self._points if len(pair) == 1]
        return next(side for side in SIDES if side not in halves[0]) if halves else ""

    def set_pairs(self, pairs: tuple[tuple[Point, Point], ...]) -> None:
        self._points = [dict(zip(SIDES, pair, strict=True)) for pair in pairs]
        self.changed.emit()

    def clear(self) -> None:
        self.set_pairs(())

    def add(self, side: str, point: Point) -> None:
        """Set a point: it completes the half pair, or begins one, or replaces its own first half."""
        for pair in self._points:
            if len(pair) == 1:
                pair[side] = point
                break
        else:
            self._points.append({side: point})
        self.changed.emit()

    def remove_last(self) -> None:
        """Take back the half pair, or the last pair."""
        if self._points:
            self._points.pop()
            self.changed.emit()

    def remove(self, index: int) -> None:
        """Remove the pair at `index` (of all, the half pair included)."""
        del self._points[index]
        self.changed.emit()

    def move(self, index: int, side: str, point: Point) -> None:
        """Move one point of a pair."""
        self._points[index][side] = point
        self.changed.emit()

    def at(self, side: str, position: Point, view: View) -> int | None:
        """Index of the pair whose point of `side` lies under a page position (edges at integers)."""
        for index, pair in enumerate(self._points):
            if side in pair:
                x, y = pair[side]
                if math.hypot(x + 0.5 - position[0], y + 0.5 - position[1]) * view.scale <= GRASP_PX:
                    return index
        return None

    def paint(self, painter: QPainter, view: View, side: str) -> None:
        """Numbered crosses on one image."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, pair in enumerate(self._points):
            if side not in pair:
                continue
            x, y = pair[side]
            at = view.to_widget(x + 0.5, y + 0.5)
            for color, width in ((QColor(255, 255, 255), 4.0), (QColor("#d0021b"), 1.8)):
                painter.setPen(QPen(color, width))
                painter.drawLine(at - QPointF(9, 0), at + QPointF(9, 0))
                painter.drawLine(at - QPointF(0, 9), at + QPointF(0, 9))
            metrics = painter.fontMetrics()
            place = metrics.boundingRect(str(index + 1)).adjusted(-4, -2, 4, 2)
            place.moveTopLeft((at + QPointF(6, 6)).toPoint())
            painter.fillRect(place, QColor("#d0021b"))
            painter.setPen(QColor(255, 255, 255))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(index + 1))
        painter.restore()
