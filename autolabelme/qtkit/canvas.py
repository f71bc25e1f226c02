"""PageCanvas: a page, the items over it, and a tool for the pointer.

The canvas shows and asks; it never changes a document. Use::

    canvas = PageCanvas()
    canvas.set_image(rgb)                       # uint8 (H, W[, 3]); or a built Pyramid
    canvas.overlays.set_items(items)            # OverlayItem
    canvas.set_tool(DrawTool())                 # SelectTool is the default
    canvas.box_drawn.connect(panel.add_box)     # the panel edits the document and sets new items

All positions are page positions in pixels with pixel edges at integers, boxes xyxy with x2 and y2
exclusive. Arrow keys, Delete and the like are left to the panel. H held hides the items and the
evidence (`canvas.evidence`: heat map and arrows on a fixed scale). For its keys (F, 1, M, H, Space) to
work while the focus is elsewhere in a panel, the panel hands on what its children leave: its
`keyPressEvent` and `keyReleaseEvent` call the canvas's.
"""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PyQt6.QtWidgets import QToolTip, QWidget

from autolabelme.core.arrays import U8

from .evidence_layers import EvidenceLayers
from .image_view import ImageView
from .job_runner import Job, JobRunner
from .overlay_painter import dim_beyond, paint_overlays
from .overlays import OverlayLayer
from .pyramid import Pyramid
from .select_tool import SelectTool
from .tools import Tool
from .view import View


class PageCanvas(ImageView):
    """A page with overlays and tools; see the module's docstring and `ImageView` for keys and moving."""

    clicked = pyqtSignal(float, float, object, object)  # page x, y, Qt.MouseButton, modifiers: every press
    point_clicked = pyqtSignal(
        float, float
    )  # a click (no drag) on no item, or with a drawing tool: snap here
    box_drawn = pyqtSignal(object)  # Box, whole pixels, on the page
    region_drawn = pyqtSignal(object)  # Box
    boxes_moved = pyqtSignal(object, float, float)  # ids (editable, selected), dx, dy in page px
    box_resized = pyqtSignal(str, object)  # id, new Box
    box_turned = pyqtSignal(str, float)  # id, degrees counter-clockwise, 0..360
    ruler_measured = pyqtSignal(float, float, float, float)  # x1, y1, x2, y2
    box_shaped = pyqtSignal(str, object)  # id ('' of a new one), Box while a drag goes on; None: given up
    item_activated = pyqtSignal(str)  # double click
    level_wheeled = pyqtSignal(int)  # Alt and the wheel: 1 away from the user, -1 towards
    item_clicked = pyqtSignal(str)  # a click (no drag) on the one item that was selected before
    context_wanted = pyqtSignal(str, object)  # id or '', global QPoint
    tool_changed = pyqtSignal(object)  # Tool

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Page"))
        self.overlays = OverlayLayer(self)
        self.overlays.changed.connect(self.update)
        self.evidence = EvidenceLayers(self)
        self.evidence.changed.connect(self.update)
        self._runner = JobRunner(self)
        self._tool: Tool = SelectTool()
        self._tool.attach(self)

    # --- image ---------------------------------------------------------------------------------

    @property
    def pyramid(self) -> Pyramid | None:
        """The page shown, or None."""
        return self.source if isinstance(self.source, Pyramid) else None

    def set_image(self, image: U8 | Pyramid | None, *, keep_view: bool = False) -> None:
        """Show grey (H, W) or RGB (H, W, 3) uint8 pixels, or a `Pyramid`; None empties the canvas.

        The page is painted at once; reduced levels that are missing are built in a thread. The array
        is kept, not copied.
        """
        self._runner.cancel("pyramid")
        pyramid = image if isinstance(image, Pyramid) or image is None else Pyramid(image)
        self._tool.cancel()
        self.set_source(pyramid, keep_view=keep_view)
        if pyramid is not None and not pyramid.complete:
            job = self._runner.start(pyramid.build, key="pyramid")
            job.finished.connect(self.source_changed)

    @property
    def building(self) -> tuple[Job, ...]:
        """The running job that builds reduced levels, if there is one."""
        return self._runner.jobs

    def shut_down(self) -> None:
        """Stop building levels and wait for the thread; call it when the window closes."""
        self._runner.wait_all()

    # --- tools ---------------------------------------------------------------------------------

    @property
    def tool(self) -> Tool:
        return self._tool

    def set_tool(self, tool: Tool) -> None:
        """Give the pointer to another tool; a gesture under way is given up."""
        self._tool.cancel()
        self._tool = tool
        tool.attach(self)
        self.overlays.set_hovered("")
        self.set_tool_cursor(tool.cursor)
        self.update()
        self.tool_changed.emit(tool)

    # --- hooks ---------------------------------------------------------------------------------

    def paint_over(self, painter: QPainter, view: View) -> None:
        dim_beyond(painter, view, self.overlays)
        self.evidence.paint(painter, view)
        paint_overlays(painter, view, self.overlays)
        painter.save()
        self._tool.paint(painter, view)
        painter.restore()

    def pointer_pressed(self, event: QMouseEvent) -> None:
        if self.view is not None:
            x, y = self.view.to_page(event.position())
            self.clicked.emit(x, y, event.button(), event.modifiers())
            self._tool.pressed(event, x, y)

    def pointer_moved(self, event: QMouseEvent) -> None:
        if self.view is not None:
            self._tool.moved(event, *self.view.to_page(event.position()))

    def pointer_released(self, event: QMouseEvent) -> None:
        if self.view is not None:
            self._tool.released(event, *self.view.to_page(event.position()))

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        # Not a second press: a double click must not propose a second box.
        if event is not None and self.view is not None:
            if event.button() == Qt.MouseButton.LeftButton and not self.panning:
                self._tool.double_clicked(event, *self.view.to_page(event.position()))
            else:
                self.mousePressEvent(event)

    def event(self, event: QEvent | None) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.view is not None:
            tip = self.overlays.tip_at(*self.view.to_page(QPointF(event.pos())))
            if tip:
                QToolTip.showText(event.globalPos(), tip, self)
                return True
            QToolTip.hideText()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        if event.key() == Qt.Key.Key_Escape and self._tool.cancel():
            return
        if event.key() == Qt.Key.Key_H and not event.modifiers():
            self._hide_layers(True)
            return
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent | None) -> None:
        if event is None or not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().wheelEvent(event)
            return
        # With Alt some platforms turn the wheel sideways.
        delta = event.angleDelta().y() or event.angleDelta().x()
        if delta:
            self.level_wheeled.emit(1 if delta > 0 else -1)
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        if event is None:
            return
        if event.key() == Qt.Key.Key_H:
            if not event.isAutoRepeat():
                self._hide_layers(False)
            return
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        self._hide_layers(False)
        super().focusOutEvent(event)

    def _hide_layers(self, hidden: bool) -> None:
        self.overlays.set_hidden(hidden)
        self.evidence.set_shown(not hidden)
