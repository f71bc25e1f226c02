"""ImageView: a widget that shows one zoomable source of frames; PageCanvas and the compare view are two.

Wheel (with or without Ctrl) zooms at the cursor, Shift+wheel and Alt+wheel pan, a drag with the
middle button or with Space held pans, F fits, 1 shows actual pixels, M toggles the minimap. Positions
in signals are page positions with pixel edges at integers (see `view.View`).
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Protocol

from PyQt6.QtCore import QEvent, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PyQt6.QtWidgets import QWidget

from autolabelme.core.arrays import U8

from .clear_frames import paint_focus
from .minimap import SIDE_PX, Minimap, image_of
from .pyramid import Frame
from .view import View

WHEEL_STEP = 1.25
_RATIO_CHANGE = getattr(QEvent.Type, "DevicePixelRatioChange", None)  # Qt 6.6 and later


class FrameSource(Protocol):
    """What a view shows: a `Pyramid`, or a composition of several."""

    @property
    def width(self) -> int: ...

    @property
    def height(self) -> int: ...

    def frame(self, x: float, y: float, scale: float, width: int, height: int) -> Frame | None: ...

    def thumbnail(self, side: int) -> U8:
        """The whole picture, uint8 (h, w[, 3]), its longer side `side` pixels at most."""
        ...


class ImageView(QWidget):
    """Shows a `FrameSource`; subclasses paint over it (`paint_over`) and take the pointer (`pointer_*`)."""

    cursor_moved = pyqtSignal(float, float)  # page x, y; may lie beyond the page
    cursor_left = pyqtSignal()
    zoom_changed = pyqtSignal(float)  # device pixels per page pixel
    view_changed = pyqtSignal()  # moved, zoomed, resized or another source

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(80, 60)
        self.minimap = Minimap()
        self._minimap_shown = True
        self._source: FrameSource | None = None
        self._view: View | None = None
        self._frame: tuple[View, Frame | None] | None = None
        self._pan_from: QPointF | None = None
        self._minimap_drag = False
        self._space = False
        self._tool_cursor = Qt.CursorShape.ArrowCursor

    # --- what is shown -------------------------------------------------------------------------

    @property
    def source(self) -> FrameSource | None:
        return self._source

    @property
    def view(self) -> View | None:
        """The present view; None while nothing is shown."""
        return self._view

    def set_source(self, source: FrameSource | None, *, keep_view: bool = False) -> None:
        """Show another source, fitted, or at the same place with `keep_view` when the sizes agree."""
        old = self._view
        self._source = source
        self._frame = None
        if source is None:
            self._view = None
            self.minimap.set_thumbnail(None)
        else:
            size = source.width, source.height
            fresh = View(*size, self.width(), self.height(), ratio=self.devicePixelRatioF())
            same = keep_view and old is not None and (old.page_width, old.page_height) == size
            self._view = old if same else fresh.fitted()
            self.minimap.set_thumbnail(source.thumbnail(2 * SIDE_PX))
        self.update()
        self.view_changed.emit()
        if self._view is not None and (old is None or old.zoom != self._view.zoom):
            self.zoom_changed.emit(self._view.zoom)

    def source_changed(self) -> None:
        """Paint the source and the minimap anew: the source's pixels changed (a level was built)."""
        if self._source is not None:
            self.minimap.set_thumbnail(self._source.thumbnail(2 * SIDE_PX))
        self.invalidate()

    def invalidate(self) -> None:
        """Take the frame from the source anew (a composition's setting changed)."""
        self._frame = None
        self.update()

    # --- moving --------------------------------------------------------------------------------

    def set_view(self, view: View) -> None:
        """Move to `view`; its window size and ratio are replaced by this widget's."""
        if self._view is None:
            return
        old = self._view
        self._view = replace(
            view,
            page_width=old.page_width,
            page_height=old.page_height,
            width=old.width,
            height=old.height,
            ratio=old.ratio,
        )
        if self._view == old:
            return
        self.update()
        self.view_changed.emit()
        if self._view.zoom != old.zoom:
            self.zoom_changed.emit(self._view.zoom)

    def fit(self) -> None:
        """Show the whole page."""
        if self._view is not None:
            self.set_view(self._view.fitted())

    def actual_pixels(self) -> None:
        """One screen pixel per page pixel, at the cursor when it is over the view."""
        self.zoom_to(1.0)

    def zoom_to(self, zoom: float) -> None:
        """Device pixels per page pixel; the page under the cursor (or the middle) stays."""
        if self._view is not None:
            position = self.mapFromGlobal(self.cursor().pos())
            anchor = QPointF(position) if self.underMouse() else None
            self.set_view(self._view.zoomed(zoom, anchor))

    def zoom_in(self) -> None:
        if self._view is not None:
            self.zoom_to(self._view.zoom * WHEEL_STEP)

    def zoom_out(self) -> None:
        if self._view is not None:
            self.zoom_to(self._view.zoom / WHEEL_STEP)

    def show_box(self, box: tuple[float, float, float, float]) -> None:
        """Bring a page box into the middle, zooming out only as far as needed."""
        if self._view is not None:
            self.set_view(self._view.showing(box))

    @property
    def minimap_shown(self) -> bool:
        return self._minimap_shown

    def set_minimap_shown(self, shown: bool) -> None:
        """Show the minimap in the corner (while the page does not fit the view)."""
        self._minimap_shown = shown
        self.update()

    @property
    def panning(self) -> bool:
        """True while a drag pans or Space is held for it."""
        return self._space or self._pan_from is not None

    def set_tool_cursor(self, shape: Qt.CursorShape) -> None:
        """The cursor while nothing is panned."""
        self._tool_cursor = shape
        self._show_cursor()

    # --- hooks for subclasses ------------------------------------------------------------------

    def paint_over(self, painter: QPainter, view: View) -> None:
        """Paint on top of the page in widget coordinates."""

    def pointer_pressed(self, event: QMouseEvent) -> None:
        """A button went down that neither pans nor hits the minimap."""

    def pointer_moved(self, event: QMouseEvent) -> None:
        """The cursor moved while nothing is panned."""

    def pointer_released(self, event: QMouseEvent) -> None:
        """A button went up that was pressed with `pointer_pressed`."""

    # --- Qt events -----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        try:
            self._paint(painter)
        finally:
            # An exception's traceback would keep the painter active on a widget that goes: a crash.
            painter.end()

    def _paint(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self.palette().window().color().darker(112))
        if self._source is None or self._view is None:
            return
        view = self._view
        if self._frame is None or self._frame[0] != view:
            size = math.ceil(view.width * view.ratio), math.ceil(view.height * view.ratio)
            self._frame = view, self._source.frame(view.x, view.y, view.zoom, *size)
        frame = self._frame[1]
        if frame is not None:
            image = image_of(frame.pixels, view.ratio)
            painter.drawImage(QPointF(frame.x / view.ratio, frame.y / view.ratio), image)
        self.paint_over(painter, view)
        if self._minimap_shown:
            self.minimap.paint(painter, view)
        paint_focus(painter, self)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._resized()

    def event(self, event: QEvent | None) -> bool:
        if event is not None and event.type() == _RATIO_CHANGE:
            self._resized()
        pinch = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == pinch:
            if self._view is not None:
                self.set_view(self._view.zoomed(self._view.zoom * (1 + event.value()), event.position()))
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        if event is None or self._view is None:
            return
        delta = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or delta.x():
            self.set_view(self._view.panned(delta.x() or delta.y(), delta.y() if delta.x() else 0.0))
        else:
            factor = WHEEL_STEP ** (delta.y() / 120)
            self.set_view(self._view.zoomed(self._view.zoom * factor, event.position()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is None or self._view is None:
            return
        left = event.button() == Qt.MouseButton.LeftButton
        if event.button() == Qt.MouseButton.MiddleButton or (left and self._space):
            self._pan_from = event.position()
        elif left and self._over_minimap(event.position()):
            self._minimap_drag = True
            self._go_by_minimap(event.position())
        else:
            self.pointer_pressed(event)
        self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        if event is None or self._view is None:
            return
        position = event.position()
        if self._pan_from is not None:
            step = position - self._pan_from
            self._pan_from = position
            self.set_view(self._view.panned(step.x(), step.y()))
        elif self._minimap_drag:
            self._go_by_minimap(position)
        else:
            self.pointer_moved(event)
        if self._view is not None:
            self.cursor_moved.emit(*self._view.to_page(position))

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        if event is None:
            return
        if self._pan_from is not None:
            self._pan_from = None
        elif self._minimap_drag:
            self._minimap_drag = False
        else:
            self.pointer_released(event)
        self._show_cursor()

    def leaveEvent(self, event: QEvent | None) -> None:
        super().leaveEvent(event)
        self.cursor_left.emit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        if event.key() == Qt.Key.Key_Space:
            self._space = True
            self._show_cursor()
            return
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        keys = Qt.Key
        actions = {keys.Key_F: self.fit, keys.Key_1: self.actual_pixels, keys.Key_M: self._toggle_minimap}
        if plain and event.key() in actions:
            actions[Qt.Key(event.key())]()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._show_cursor()
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        # The release of a held key goes to whoever has the focus then.
        self._space = False
        self._show_cursor()
        super().focusOutEvent(event)

    # --- inside --------------------------------------------------------------------------------

    def _resized(self) -> None:
        if self._view is None:
            return
        old = self._view
        self._view = old.resized(self.width(), self.height(), self.devicePixelRatioF())
        self.update()
        self.view_changed.emit()
        if self._view.zoom != old.zoom:
            self.zoom_changed.emit(self._view.zoom)

    def _toggle_minimap(self) -> None:
        self.set_minimap_shown(not self._minimap_shown)

    def _over_minimap(self, position: QPointF) -> bool:
        shown = self._minimap_shown and self._view is not None
        return shown and self._view is not None and self.minimap.rect(self._view).contains(position)

    def _go_by_minimap(self, position: QPointF) -> None:
        if self._view is not None:
            self.set_view(self._view.centred(*self.minimap.page_position(position, self._view)))

    def _show_cursor(self) -> None:
        if self._pan_from is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._space:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.setCursor(self._tool_cursor)
