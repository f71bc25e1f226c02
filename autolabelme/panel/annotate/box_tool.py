"""The workspace's own pointer: one tool for drawing, snapping, selecting, moving and resizing."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QMouseEvent

from autolabelme.qtkit.overlays import Box
from autolabelme.qtkit.select_tool import SelectTool
from autolabelme.qtkit.tools import SMALLEST_BOX_PX

_BAND = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class BoxTool(SelectTool):
    """Like `SelectTool`, but a drag on the empty page draws a box instead of a selection band.

    With Shift or Ctrl the drag selects what it encloses. A click on the empty page asks for the box of
    the ink there (`PageCanvas.point_clicked`).
    """

    cursor = Qt.CursorShape.CrossCursor

    def moved(self, event: QMouseEvent, x: float, y: float) -> None:
        super().moved(event, x, y)
        if self._state == "banding" and self._dragged and not event.modifiers() & _BAND:
            box = self._drawn()
            if box is not None:
                self.canvas.box_shaped.emit("", box)

    def released(self, event: QMouseEvent, x: float, y: float) -> None:
        drawing = (
            self._state == "banding"
            and event.button() == Qt.MouseButton.LeftButton
            and not event.modifiers() & _BAND
        )
        if drawing:
            self.moved(event, x, y)
        if not drawing or not self._dragged:
            super().released(event, x, y)
            return
        self._state = "idle"
        self.canvas.update()
        box = self._drawn()
        if box is None:
            self.canvas.box_shaped.emit("", None)
        else:
            self.canvas.box_drawn.emit(box)

    def _drawn(self) -> Box | None:
        """The box of the drag in whole pixels, cut to the page; None when next to nothing is left."""
        view = self.canvas.view
        if view is None:
            return None
        x1, y1, x2, y2 = self._band()
        box = (
            max(0.0, float(round(x1))),
            max(0.0, float(round(y1))),
            min(view.page_width, float(round(x2))),
            min(view.page_height, float(round(y2))),
        )
        return box if min(box[2] - box[0], box[3] - box[1]) >= SMALLEST_BOX_PX else None
