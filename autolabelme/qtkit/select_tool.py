"""The default tool: select, move, resize with handles, rubber-band several.

Click selects, Shift or Ctrl+click adds or takes away, a drag on an item moves the selection, a drag on
a handle of the one selected item resizes it, on the round one beyond its upper edge turns it (Shift: by steps
of 15 degrees), a drag on the empty page selects what the band encloses.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPen, QPolygonF

from autolabelme.core.languages import figure

from .overlay_painter import HANDLES, SELECTED, handle_rects, style_of_pose, turn_handle
from .overlays import Box, OverlayItem, corners_of
from .tools import DRAG_FROM_PX, SMALLEST_BOX_PX, Tool, label, rubber_band
from .view import View

HIT_TOLERANCE_PX = 4.0
TURN = "turn"
"""The handle that turns the item, beside those of `HANDLES`."""
TURN_STEP_DEG, WIDE_STEP_DEG = 1.0, 15.0
_TURN_REACH_PX = 7.0
_ADDING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
_CURSORS = {
    "nw": Qt.CursorShape.SizeFDiagCursor,
    "se": Qt.CursorShape.SizeFDiagCursor,
    "ne": Qt.CursorShape.SizeBDiagCursor,
    "sw": Qt.CursorShape.SizeBDiagCursor,
    "n": Qt.CursorShape.SizeVerCursor,
    "s": Qt.CursorShape.SizeVerCursor,
    "w": Qt.CursorShape.SizeHorCursor,
    "e": Qt.CursorShape.SizeHorCursor,
    TURN: Qt.CursorShape.CrossCursor,
}


class SelectTool(Tool):
    """States: idle -> (press) moving, resizing, turning, toggling, banding -> (release) idle, with intent."""

    def __init__(self) -> None:
        super().__init__()
        self._state = "idle"
        self._press = QPointF()
        self._start = (0.0, 0.0)
        self._end = (0.0, 0.0)
        self._pressed_id = ""
        self._handle = ""
        self._dragged = False
        self._before: tuple[str, ...] = ()
        self._degrees: float | None = None

    @property
    def idle(self) -> bool:
        return self._state == "idle"

    def pressed(self, event: QMouseEvent, x: float, y: float) -> None:
        layer = self.canvas.overlays
        adding = bool(event.modifiers() & _ADDING)
        found = layer.hit(x, y, self._tolerance())
        if event.button() == Qt.MouseButton.RightButton:
            if found and not layer.is_selected(found):
                layer.set_selection([found])
            self.canvas.context_wanted.emit(found, event.globalPosition().toPoint())
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._press, self._start, self._end = event.position(), (x, y), (x, y)
        self._dragged, self._pressed_id, self._before = False, found, layer.selection
        self._handle = self._handle_at(event.position())
        self._degrees = None
        if self._handle:
            self._state = "turning" if self._handle == TURN else "resizing"
        elif found and not adding:
            self._state = "moving"
            if not layer.is_selected(found):
                layer.set_selection([found])
        elif found:
            self._state = "toggling"
        else:
            self._state = "banding"

    def moved(self, event: QMouseEvent, x: float, y: float) -> None:
        layer = self.canvas.overlays
        if self._state == "idle":
            layer.set_hovered(layer.hit(x, y, self._tolerance()))
            self._show_cursor(event.position())
            return
        self._end = x, y
        step = event.position() - self._press
        self._dragged = self._dragged or math.hypot(step.x(), step.y()) >= DRAG_FROM_PX
        if not self._dragged:
            return
        if self._state == "moving":
            moved = self._moved_boxes(*self._step())
            layer.set_preview(moved)
            self._tell_shape(moved)
        elif self._state == "resizing" and (box := self._resized_box()) is not None:
            layer.set_preview({layer.selection[0]: box})
            self._tell_shape({layer.selection[0]: box})
        elif self._state == "turning":
            self._degrees = self._turned_to(wide=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            self.canvas.update()
        elif self._state == "banding":
            self.canvas.update()

    def released(self, event: QMouseEvent, x: float, y: float) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._state == "idle":
            return
        self.moved(event, x, y)
        state, self._state = self._state, "idle"
        layer = self.canvas.overlays
        adding = bool(event.modifiers() & _ADDING)
        ids, step, box = layer.selection, self._step(), self._resized_box()
        layer.set_preview({})
        self.canvas.update()
        if state == "toggling":
            kept = set(self._before) ^ {self._pressed_id}
            layer.set_selection(kept)
        elif not self._dragged:
            if state == "moving":
                layer.set_selection([self._pressed_id])
                if self._before == (self._pressed_id,):
                    self.canvas.item_clicked.emit(self._pressed_id)
            elif state == "banding":
                if not adding:
                    layer.set_selection([])
                self.canvas.point_clicked.emit(x, y)
        elif state == "moving" and step != (0.0, 0.0) and self._movable():
            self.canvas.boxes_moved.emit(self._movable(), *step)
        elif state == "resizing" and box is not None:
            self.canvas.box_resized.emit(ids[0], box)
        elif state == "turning" and self._degrees is not None:
            self.canvas.box_turned.emit(ids[0], self._degrees)
        elif state == "banding":
            inside = layer.within(self._band())
            layer.set_selection({*self._before, *inside} if adding else inside)

    def double_clicked(self, event: QMouseEvent, x: float, y: float) -> None:
        found = self.canvas.overlays.hit(x, y, self._tolerance())
        if found and event.button() == Qt.MouseButton.LeftButton:
            self._state = "idle"
            self.canvas.item_activated.emit(found)

    def cancel(self) -> bool:
        running, self._state = self._state != "idle", "idle"
        self.canvas.overlays.set_preview({})
        if running:
            self.canvas.overlays.set_selection(self._before)
            self.canvas.box_shaped.emit("", None)
            self.canvas.update()
        return running

    def paint(self, painter: QPainter, view: View) -> None:
        if self._state == "banding" and self._dragged:
            rubber_band(painter, view.rect_to_widget(self._band()), QColor(SELECTED))
        elif self._state == "turning" and self._degrees is not None:
            self._paint_turned(painter, view, self._degrees)

    def _paint_turned(self, painter: QPainter, view: View, degrees: float) -> None:
        """The frame as it would stand, and its angle."""
        item = self._only()
        if item is None or item.turns is None:
            return
        pose = replace(item.pose, rotation_deg=degrees, nominal_deg=None)
        frame = [view.to_widget(x, y) for x, y in corners_of(item.box, pose, item.turns)]
        color, line = style_of_pose(pose)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(QColor(255, 255, 255, 220), 4), QPen(QColor(color), 2, line)):
            painter.setPen(pen)
            painter.drawPolygon(QPolygonF(frame))
        label(painter, (frame[0] + frame[1]) / 2, f"{figure(degrees, 'g')}°")

    # --- inside --------------------------------------------------------------------------------

    def _tolerance(self) -> float:
        view = self.canvas.view
        return 0.0 if view is None else HIT_TOLERANCE_PX / view.scale

    def _band(self) -> Box:
        (x1, x2), (y1, y2) = sorted((self._start[0], self._end[0])), sorted((self._start[1], self._end[1]))
        return x1, y1, x2, y2

    def _tell_shape(self, boxes: Mapping[str, Box]) -> None:
        """Where the one box that is moved or resized stands by now."""
        if len(boxes) == 1:
            self.canvas.box_shaped.emit(*next(iter(boxes.items())))

    def _movable(self) -> tuple[str, ...]:
        layer = self.canvas.overlays
        return tuple(i for i in layer.selection if (item := layer.item(i)) is not None and item.editable)

    def _step(self) -> tuple[float, float]:
        """The drag in whole page pixels, shortened so that nothing that is on the page leaves it."""
        view, layer = self.canvas.view, self.canvas.overlays
        dx, dy = float(round(self._end[0] - self._start[0])), float(round(self._end[1] - self._start[1]))
        boxes = [item.box for i in self._movable() if (item := layer.item(i)) is not None]
        if view is None or not boxes:
            return dx, dy
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
        dx = min(max(dx, min(0.0, -left)), max(0.0, view.page_width - right))
        dy = min(max(dy, min(0.0, -top)), max(0.0, view.page_height - bottom))
        return dx, dy

    def _moved_boxes(self, dx: float, dy: float) -> Mapping[str, Box]:
        layer = self.canvas.overlays
        boxes = {i: item.box for i in self._movable() if (item := layer.item(i)) is not None}
        return {i: (b[0] + dx, b[1] + dy, b[2] + dx, b[3] + dy) for i, b in boxes.items()}

    def _only(self) -> OverlayItem | None:
        """The one item that is selected; None for none or several."""
        layer = self.canvas.overlays
        return layer.item(layer.selection[0]) if len(layer.selection) == 1 else None

    def _turned_to(self, *, wide: bool) -> float | None:
        """The rotation that brings the handle under the pointer, in steps; None at the very middle."""
        item = self._only()
        if item is None:
            return None
        x, y = self._end[0] - (item.box[0] + item.box[2]) / 2, self._end[1] - (item.box[1] + item.box[3]) / 2
        if x == y == 0:
            return None
        step = WIDE_STEP_DEG if wide else TURN_STEP_DEG
        # Up is no turn, left a quarter turn counter-clockwise.
        return round(math.degrees(math.atan2(-x, -y)) / step) * step % 360.0

    def _resized_box(self) -> Box | None:
        """The selected item's box with the dragged handle moved, cut to the page; corners may cross."""
        item, view = self._only(), self.canvas.view
        if item is None or view is None or self._handle not in HANDLES:
            return None
        fx, fy = HANDLES[self._handle]
        dx, dy = self._end[0] - self._start[0], self._end[1] - self._start[1]
        xs, ys = [item.box[0], item.box[2]], [item.box[1], item.box[3]]
        if fx != 0.5:
            xs[int(fx)] = min(max(float(round(xs[int(fx)] + dx)), 0.0), view.page_width)
        if fy != 0.5:
            ys[int(fy)] = min(max(float(round(ys[int(fy)] + dy)), 0.0), view.page_height)
        (x1, x2), (y1, y2) = sorted(xs), sorted(ys)
        return (x1, y1, x2, y2) if min(x2 - x1, y2 - y1) >= SMALLEST_BOX_PX else None

    def _handle_at(self, point: QPointF) -> str:
        layer, item, view = self.canvas.overlays, self._only(), self.canvas.view
        if item is None or view is None or not item.editable or item.points or layer.hidden:
            return ""
        turn = turn_handle(item, view)
        if turn is not None and math.dist(*((at.x(), at.y()) for at in (turn[1], point))) <= _TURN_REACH_PX:
            return TURN
        for name, rect in handle_rects(item.box, view).items():
            if rect.adjusted(-2, -2, 2, 2).contains(point):
                return name
        return ""

    def _show_cursor(self, point: QPointF) -> None:
        layer = self.canvas.overlays
        handle = self._handle_at(point)
        if handle:
            self.canvas.set_tool_cursor(_CURSORS[handle])
        elif layer.hovered and layer.is_selected(layer.hovered):
            self.canvas.set_tool_cursor(Qt.CursorShape.SizeAllCursor)
        else:
            self.canvas.set_tool_cursor(self.cursor)
