"""What the pointer does on the canvas: each tool is a small state machine that emits edit intents.

A tool never changes a document or an item: it shows a preview, and on release emits one of the
canvas's signals, which the panel turns into an edit with one undo step. Escape gives a gesture up.
`SelectTool` (in select_tool.py) is the default.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from PyQt6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPen

from autolabelme.core.languages import figure

from .overlay_painter import REGION
from .overlays import Box
from .view import View

if TYPE_CHECKING:
    from .canvas import PageCanvas

DRAG_FROM_PX = 4.0
SMALLEST_BOX_PX = 3.0


class Tool:
    """Base: ignores the pointer. Positions are page positions with pixel edges at integers."""

    cursor = Qt.CursorShape.ArrowCursor

    def __init__(self) -> None:
        self._canvas: PageCanvas | None = None

    @property
    def canvas(self) -> PageCanvas:
        assert self._canvas is not None, "the tool is used before PageCanvas.set_tool"
        return self._canvas

    def attach(self, canvas: PageCanvas) -> None:
        """Called by `PageCanvas.set_tool`."""
        self._canvas = canvas

    @property
    def idle(self) -> bool:
        """Whether no gesture is under way."""
        return True

    def pressed(self, event: QMouseEvent, x: float, y: float) -> None: ...

    def moved(self, event: QMouseEvent, x: float, y: float) -> None: ...

    def released(self, event: QMouseEvent, x: float, y: float) -> None: ...

    def double_clicked(self, event: QMouseEvent, x: float, y: float) -> None: ...

    def cancel(self) -> bool:
        """Give the running gesture up; False when there was none."""
        return False

    def paint(self, painter: QPainter, view: View) -> None:
        """Paint the preview in widget coordinates."""


class DragTool(Tool):
    """Base of the tools that take a rectangle or a line: press, drag, release; a click is a short drag."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self) -> None:
        super().__init__()
        self._start: tuple[float, float] | None = None
        self._press = QPointF()
        self._end: tuple[float, float] = (0.0, 0.0)
        self._dragged = False

    def pressed(self, event: QMouseEvent, x: float, y: float) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._start, self._end, self._press, self._dragged = (x, y), (x, y), event.position(), False

    def moved(self, event: QMouseEvent, x: float, y: float) -> None:
        if self._start is None:
            return
        self._end = x, y
        step = event.position() - self._press
        self._dragged = self._dragged or math.hypot(step.x(), step.y()) >= DRAG_FROM_PX
        self.canvas.update()

    def released(self, event: QMouseEvent, x: float, y: float) -> None:
        if self._start is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self.moved(event, x, y)
        start, self._start = self._start, None
        self.canvas.update()
        if self._dragged:
            self.dragged(start, self._end)
        else:
            self.canvas.point_clicked.emit(x, y)

    def cancel(self) -> bool:
        running, self._start = self._start is not None, None
        if running:
            self.canvas.update()
        return running

    def dragged(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """The drag ended."""

    def drag_box(self, start: tuple[float, float], end: tuple[float, float]) -> Box | None:
        """The dragged box, whole pixels, cut to the page; None when nearly nothing is left."""
        view = self.canvas.view
        if view is None:
            return None
        (x1, x2), (y1, y2) = sorted((start[0], end[0])), sorted((start[1], end[1]))
        x1, x2 = (min(max(value, 0.0), view.page_width) for value in (math.floor(x1), math.ceil(x2)))
        y1, y2 = (min(max(value, 0.0), view.page_height) for value in (math.floor(y1), math.ceil(y2)))
        return (x1, y1, x2, y2) if min(x2 - x1, y2 - y1) >= SMALLEST_BOX_PX else None


class DrawTool(DragTool):
    """A drag draws a box (`box_drawn`), a click proposes one (`point_clicked`: the panel snaps to ink)."""

    color = "#d0021b"

    def dragged(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        box = self.drag_box(start, end)
        if box is not None:
            self.emit_box(box)

    def emit_box(self, box: Box) -> None:
        self.canvas.box_drawn.emit(box)

    def paint(self, painter: QPainter, view: View) -> None:
        if self._start is None or not self._dragged:
            return
        box = self.drag_box(self._start, self._end)
        if box is None:
            return
        rect = view.rect_to_widget(box)
        rubber_band(painter, rect, QColor(self.color))
        label(
            painter, rect.bottomRight(), f"{figure(box[2] - box[0], 'g')} × {figure(box[3] - box[1], 'g')} px"
        )


class RegionTool(DrawTool):
    """A drag marks a region (`region_drawn`): an ornament, a neighbourhood."""

    color = REGION

    def emit_box(self, box: Box) -> None:
        self.canvas.region_drawn.emit(box)

    def paint(self, painter: QPainter, view: View) -> None:
        if self._start is not None and self._dragged:
            box = self.drag_box(self._start, self._end)
            if box is not None:
                shade_outside(painter, QRectF(0, 0, view.width, view.height), view.rect_to_widget(box))
        super().paint(painter, view)


class PointTool(Tool):
    """A click is a point (`point_clicked`): click-to-box, landmarks."""

    cursor = Qt.CursorShape.CrossCursor

    def pressed(self, event: QMouseEvent, x: float, y: float) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.canvas.point_clicked.emit(x, y)


class RulerTool(DragTool):
    """Measures a distance: `ruler_measured(x1, y1, x2, y2)`; the line stays until the next one.

    Parameters
    ----------
    describe : callable, optional
        Text for a distance in page pixels, for example with millimetres.
    """

    def __init__(self, describe: Callable[[float], str] | None = None) -> None:
        super().__init__()
        self._describe = describe
        self._kept: tuple[tuple[float, float], tuple[float, float]] | None = None

    def pressed(self, event: QMouseEvent, x: float, y: float) -> None:
        self._kept = None
        super().pressed(event, x, y)

    def dragged(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self._kept = start, end
        self.canvas.ruler_measured.emit(*start, *end)

    def cancel(self) -> bool:
        had, self._kept = self._kept is not None, None
        self.canvas.update()
        return super().cancel() or had

    def paint(self, painter: QPainter, view: View) -> None:
        running = None if self._start is None or not self._dragged else (self._start, self._end)
        line = running or self._kept
        if line is None:
            return
        start, end = view.to_widget(*line[0]), view.to_widget(*line[1])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for color, width in ((QColor(255, 255, 255), 4.0), (QColor("#1554d1"), 2.0)):
            painter.setPen(QPen(color, width))
            painter.drawLine(start, end)
            for point in (start, end):
                painter.drawEllipse(point, 3.0, 3.0)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        distance = math.dist(*line)
        text = QCoreApplication.translate("RulerTool", "{0} px").format(figure(distance, ".1f"))
        label(painter, end, self._describe(distance) if self._describe else text)


def rubber_band(painter: QPainter, rect: QRectF, color: QColor) -> None:
    """A rectangle in the making: white under a dashed line, so that it shows on ink and on paper."""
    painter.setBrush(QColor(color.red(), color.green(), color.blue(), 30))
    painter.setPen(QPen(QColor(255, 255, 255, 220), 3))
    painter.drawRect(rect)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(color, 1.5, Qt.PenStyle.DashLine))
    painter.drawRect(rect)


def label(painter: QPainter, at: QPointF, text: str) -> None:
    """A small readable text beside a point."""
    metrics = painter.fontMetrics()
    size = metrics.size(0, text)
    place = QRectF(at.x() + 8, at.y() + 4, size.width() + 8, size.height() + 2)
    painter.fillRect(place, QColor(30, 30, 30, 200))
    painter.setPen(QColor(255, 255, 255))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def shade_outside(painter: QPainter, whole: QRectF, inside: QRectF) -> None:
    """Darken everything but a rectangle."""
    dark = QColor(0, 0, 0, 70)
    inside = inside.intersected(whole)
    painter.fillRect(QRectF(whole.left(), whole.top(), whole.width(), inside.top() - whole.top()), dark)
    painter.fillRect(
        QRectF(whole.left(), inside.bottom(), whole.width(), whole.bottom() - inside.bottom()), dark
    )
    painter.fillRect(QRectF(whole.left(), inside.top(), inside.left() - whole.left(), inside.height()), dark)
    painter.fillRect(
        QRectF(inside.right(), inside.top(), whole.right() - inside.right(), inside.height()), dark
    )
