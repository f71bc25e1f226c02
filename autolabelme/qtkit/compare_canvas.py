"""One picture of the compare view: a pair laid over each other, or one side of it."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPen
from PyQt6.QtWidgets import QWidget

from .compare_modes import PairSource
from .evidence_layers import EvidenceLayers
from .image_view import FrameSource, ImageView
from .landmarks import Landmarks
from .minimap import image_of
from .overlay_painter import dim_beyond, paint_overlays
from .overlays import OverlayLayer
from .view import View

LOUPE_RADIUS_PX = 120.0
SPLIT_GRASP_PX = 10.0
CAPTION_PX = 12.0
"""What a caption takes of the height beside its letters."""


class CompareCanvas(ImageView):
    """Shows a `PairSource` or one pyramid, with evidence, landmarks, the swipe line and the loupe.

    Parameters
    ----------
    side : str
        'reference' or 'source': whose landmarks are shown and set here.
    """

    item_picked = pyqtSignal(str)  # id of the item of `overlays` that was clicked
    cursor_shown = pyqtSignal(object)  # page (x, y) of the cursor, None when it left: for the other side

    def __init__(
        self, side: str, landmarks: Landmarks, evidence: EvidenceLayers, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.side = side
        self.landmarks = landmarks
        self.evidence = evidence
        self.overlays = OverlayLayer(self)
        self.overlays.changed.connect(self.update)
        self.editing_landmarks = False
        self.magnification = 1.0
        self.caption = ""
        self.bare: Callable[[], bool] = lambda: False
        """Whether the evidence is left away here, as on the reference beside a suspect that has it."""
        self._split = 0.5
        self._dragging_split = False
        self._dragged_landmark: int | None = None
        self._cursor: QPointF | None = None
        self._other_cursor: tuple[float, float] | None = None
        landmarks.changed.connect(self.update)
        evidence.changed.connect(self.update)
        self.cursor_moved.connect(lambda x, y: self.cursor_shown.emit((x, y)))
        self.cursor_left.connect(self._left)
        self.view_changed.connect(self._place_split)

    @property
    def pair(self) -> PairSource | None:
        return self.source if isinstance(self.source, PairSource) else None

    @property
    def split(self) -> float:
        """Position of the swipe line, 0 (left) to 1 of the width."""
        return self._split

    def set_split(self, split: float) -> None:
        self._split = min(max(split, 0.0), 1.0)
        self._place_split()

    def set_source(self, source: FrameSource | None, *, keep_view: bool = False) -> None:
        super().set_source(source, keep_view=keep_view)
        self._place_split()

    def set_magnification(self, magnification: float) -> None:
        """Of the loupe, 1 to 8."""
        self.magnification = min(max(magnification, 1.0), 8.0)
        self.update()

    def show_other_cursor(self, position: tuple[float, float] | None) -> None:
        """A thin cross where the cursor stands in the other picture."""
        self._other_cursor = position
        self.update()

    # --- painting ------------------------------------------------------------------------------

    def paint_over(self, painter: QPainter, view: View) -> None:
        pair = self.pair
        dim_beyond(painter, view, self.overlays)
        if pair is not None and pair.mode == "loupe" and self._cursor is not None:
            self._paint_loupe(painter, view, pair, self._cursor)
        if not self.bare():
            drop = 0.0 if not self.caption else CAPTION_PX + painter.fontMetrics().height()
            self.evidence.paint(painter, view, drop=drop)
        paint_overlays(painter, view, self.overlays)
        if pair is not None and pair.mode == "swipe":
            x = self._split * view.width
            for color, width in ((QColor(255, 255, 255), 3.0), (QColor("#c85a00"), 1.5)):
                painter.setPen(QPen(color, width))
                painter.drawLine(QPointF(x, 0), QPointF(x, view.height))
            painter.setBrush(QColor("#c85a00"))
            painter.drawEllipse(QPointF(x, view.height / 2), 7.0, 7.0)
        self.landmarks.paint(painter, view, self.side)
        if self._other_cursor is not None:
            at = view.to_widget(*self._other_cursor)
            painter.setPen(QPen(QColor(200, 90, 0), 1))
            painter.drawLine(QPointF(at.x() - 14, at.y()), QPointF(at.x() + 14, at.y()))
            painter.drawLine(QPointF(at.x(), at.y() - 14), QPointF(at.x(), at.y() + 14))
        if self.caption:
            self._paint_caption(painter)

    def _paint_loupe(self, painter: QPainter, view: View, pair: PairSource, cursor: QPointF) -> None:
        radius, zoom = LOUPE_RADIUS_PX, view.zoom * self.magnification
        x, y = view.to_page(cursor)
        reach = radius * view.ratio / zoom
        size = round(2 * radius * view.ratio)
        frame = pair.source.frame(x - reach, y - reach, zoom, size, size)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle = QPainterPath()
        circle.addEllipse(cursor, radius, radius)
        painter.setClipPath(circle)
        painter.fillRect(
            QRectF(cursor.x() - radius, cursor.y() - radius, 2 * radius, 2 * radius), self._outside()
        )
        if frame is not None:
            place = QPointF(
                cursor.x() - radius + frame.x / view.ratio, cursor.y() - radius + frame.y / view.ratio
            )
            painter.drawImage(place, image_of(frame.pixels, view.ratio))
        painter.setClipping(False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((QColor(255, 255, 255), 4.0), (QColor("#c85a00"), 2.0)):
            painter.setPen(QPen(color, width))
            painter.drawEllipse(cursor, radius, radius)
        painter.restore()

    def _outside(self) -> QColor:
        return self.palette().window().color().darker(112)

    def _paint_caption(self, painter: QPainter) -> None:
        metrics = painter.fontMetrics()
        place = QRectF(8, 8, metrics.horizontalAdvance(self.caption) + 12, metrics.height() + 4)
        painter.fillRect(place, QColor(30, 30, 30, 190))
        painter.setPen(QColor(255, 255, 255))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.caption)

    # --- pointer -------------------------------------------------------------------------------

    def pointer_pressed(self, event: QMouseEvent) -> None:
        if self.view is None:
            return
        position = self.view.to_page(event.position())
        if self.editing_landmarks:
            self._press_landmark(event, position)
        elif event.button() == Qt.MouseButton.LeftButton and self._swiping():
            self._dragging_split = True
            self.set_split(event.position().x() / max(1, self.width()))
        elif event.button() == Qt.MouseButton.LeftButton and (item := self.overlays.hit(*position)):
            self.item_picked.emit(item)

    def pointer_moved(self, event: QMouseEvent) -> None:
        self._cursor = event.position()
        if self.view is None:
            return
        x, y = self.view.to_page(event.position())
        if self._dragging_split:
            self.set_split(event.position().x() / max(1, self.width()))
        elif self._dragged_landmark is not None:
            self.landmarks.move(self._dragged_landmark, self.side, (x - 0.5, y - 0.5))
        elif self._swiping():
            near = abs(event.position().x() - self._split * self.width()) <= SPLIT_GRASP_PX
            self.set_tool_cursor(Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.ArrowCursor)
        else:
            cross = Qt.CursorShape.CrossCursor
            self.set_tool_cursor(cross if self.editing_landmarks else Qt.CursorShape.ArrowCursor)
        if self.pair is not None and self.pair.mode == "loupe":
            self.update()

    def pointer_released(self, event: QMouseEvent) -> None:
        self._dragging_split = False
        self._dragged_landmark = None

    def _press_landmark(self, event: QMouseEvent, position: tuple[float, float]) -> None:
        if self.view is None:
            return
        found = self.landmarks.at(self.side, position, self.view)
        if event.button() == Qt.MouseButton.RightButton and found is not None:
            self.landmarks.remove(found)
        elif event.button() == Qt.MouseButton.LeftButton and found is not None:
            self._dragged_landmark = found
        elif event.button() == Qt.MouseButton.LeftButton and self._on_page(position):
            self.landmarks.add(self.side, (position[0] - 0.5, position[1] - 0.5))

    def _on_page(self, position: tuple[float, float]) -> bool:
        view = self.view
        return view is not None and 0 <= position[0] < view.page_width and 0 <= position[1] < view.page_height

    def _swiping(self) -> bool:
        return self.pair is not None and self.pair.mode == "swipe"

    def _left(self) -> None:
        self._cursor = None
        self.cursor_shown.emit(None)
        self.update()

    def _place_split(self) -> None:
        if self.pair is not None:
            self.pair.split = self._split * self.width() * self.devicePixelRatioF()
            if self.pair.mode == "swipe":
                self.invalidate()
