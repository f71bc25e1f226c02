"""The small whole page in the corner of a view: where the view stands, and a click to go elsewhere."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPen, QPixmap

from autolabelme.core.arrays import U8
from autolabelme.core.errors import MisuseError

from .view import View

SIDE_PX = 160
MARGIN_PX = 10


class Minimap:
    """Painted by the view itself; it is shown only while the view does not hold the whole page."""

    def __init__(self) -> None:
        self._pixmap = QPixmap()

    def set_thumbnail(self, pixels: U8 | None) -> None:
        """Take a reduced page, grey (h, w) or RGB (h, w, 3) uint8; None clears."""
        self._pixmap = QPixmap() if pixels is None else QPixmap.fromImage(image_of(pixels))

    def rect(self, view: View) -> QRectF:
        """Its place in the widget; an empty rectangle when it is not shown."""
        too_small = min(view.width, view.height) < 2 * SIDE_PX
        if self._pixmap.isNull() or too_small or view.scale <= view.fit_scale * 1.01:
            return QRectF()
        size = SIDE_PX / max(view.page_width, view.page_height)
        width, height = max(8.0, view.page_width * size), max(8.0, view.page_height * size)
        return QRectF(view.width - width - MARGIN_PX, view.height - height - MARGIN_PX, width, height)

    def page_position(self, point: QPointF, view: View) -> tuple[float, float]:
        """The page position under a point of the widget."""
        rect = self.rect(view)
        return (
            (point.x() - rect.x()) / rect.width() * view.page_width,
            (point.y() - rect.y()) / rect.height() * view.page_height,
        )

    def paint(self, painter: QPainter, view: View) -> None:
        """Paint page, frame and the part that the view shows."""
        rect = self.rect(view)
        if rect.isEmpty():
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(rect, self._pixmap, QRectF(self._pixmap.rect()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 160), 1))
        painter.drawRect(rect)
        painter.setClipRect(rect.adjusted(-1, -1, 2, 2))
        x1, y1, x2, y2 = view.page_rect()
        step_x, step_y = rect.width() / view.page_width, rect.height() / view.page_height
        shown = QRectF(rect.x() + x1 * step_x, rect.y() + y1 * step_y, (x2 - x1) * step_x, (y2 - y1) * step_y)
        painter.setPen(QPen(QColor(255, 255, 255), 3))
        painter.drawRect(shown)
        painter.setPen(QPen(QColor(200, 90, 0), 1.5))
        painter.setBrush(QColor(255, 160, 0, 40))
        painter.drawRect(shown)
        painter.restore()


def image_of(pixels: U8, ratio: float = 1.0) -> QImage:
    """A QImage on the memory of grey (h, w) or RGB (h, w, 3) uint8 pixels; keep them while it is used."""
    if not pixels.flags.c_contiguous:
        raise MisuseError(f"pixels: expected a contiguous array, got strides {pixels.strides}")
    height, width = pixels.shape[:2]
    kind = QImage.Format.Format_Grayscale8 if pixels.ndim == 2 else QImage.Format.Format_RGB888
    image = QImage(pixels.data, width, height, pixels.strides[0], kind)  # type: ignore[call-overload]
    image.setDevicePixelRatio(ratio)
    return image
