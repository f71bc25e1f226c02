"""The overview: the whole page with every label's boxes, each label in its own colour."""

from __future__ import annotations

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QHelpEvent, QImage, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PyQt6.QtWidgets import QSizePolicy, QToolTip, QWidget

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.qtkit.minimap import image_of
from autolabelme.qtkit.pyramid import Pyramid

from .overlay_items import label_colors

_SIDE_PX = 640


class Overview(QWidget):
    """A click goes there on the canvas and to the label of the box under the cursor."""

    chosen = pyqtSignal(float, float, str)  # page x, y, label or ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("overview")
        self.setMinimumHeight(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._picture: QImage | None = None
        self._document: Document | None = None
        self._label = ""
        self._view: tuple[float, float, float, float] | None = None

    def sizeHint(self) -> QSize:
        return QSize(320, 260)

    def show_page(self, pyramid: Pyramid | None) -> None:
        """Another page, or none."""
        # A copy: the QImage does not own the array that the thumbnail is made of.
        self._picture = None if pyramid is None else image_of(pyramid.thumbnail(_SIDE_PX), 1.0).copy()
        if pyramid is None:
            self._document = None
        self.update()

    def show_document(self, document: Document | None, label: str) -> None:
        """The boxes of `document`, those of `label` drawn strongly."""
        self._document, self._label = document, label
        self.update()

    def show_view(self, box: tuple[float, float, float, float] | None) -> None:
        """The part of the page that the canvas shows."""
        self._view = box
        self.update()

    def shape_at(self, point: QPointF) -> Shape | None:
        """The smallest vignette at a point of the widget."""
        page = self._to_page(point)
        if page is None or self._document is None:
            return None
        x, y = page
        holding = [
            s for s in self._document.vignettes() if s.box[0] <= x < s.box[2] and s.box[1] <= y < s.box[3]
        ]
        return min(holding, key=lambda s: (s.box[2] - s.box[0]) * (s.box[3] - s.box[1]), default=None)

    # -- Qt -----------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Base))
        place = self._place()
        if self._picture is None or place is None or self._document is None:
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            middle = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), middle, self.tr("The matches of all labels appear here"))
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, self._picture)
        scale = place.width() / self._document.width
        colors = label_colors(self._document)
        for strong in (False, True):
            for shape in self._document.vignettes():
                if (shape.label == self._label) == strong:
                    self._paint_box(painter, shape, colors[shape.label], place, scale, strong)
        if self._view is not None:
            painter.setPen(QPen(QColor(0, 0, 0, 110), 1))
            painter.drawRect(_scaled(self._view, place, scale).intersected(place))

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is None or event.button() != Qt.MouseButton.LeftButton:
            return
        page = self._to_page(event.position())
        if page is not None:
            shape = self.shape_at(event.position())
            self.chosen.emit(page[0], page[1], "" if shape is None else shape.label)

    def event(self, event: object) -> bool:
        if isinstance(event, QHelpEvent):
            shape = self.shape_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if shape is None else shape.text, self)
            return True
        return bool(super().event(event))  # type: ignore[arg-type]

    # -- inside -------------------------------------------------------------------------------------
    def _paint_box(
        self, painter: QPainter, shape: Shape, color: QColor, place: QRectF, scale: float, strong: bool
    ) -> None:
        fill = QColor(color)
        fill.setAlpha(90 if strong else 45)
        rect = _scaled(shape.box, place, scale)
        painter.fillRect(rect, fill)
        painter.setPen(QPen(color, 2.0 if strong else 1.0))
        painter.drawRect(rect)

    def _place(self) -> QRectF | None:
        document = self._document
        if document is None:
            return None
        room = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        scale = min(room.width() / document.width, room.height() / document.height)
        if scale <= 0:
            return None
        width, height = document.width * scale, document.height * scale
        center = room.center()
        return QRectF(center.x() - width / 2, center.y() - height / 2, width, height)

    def _to_page(self, point: QPointF) -> tuple[float, float] | None:
        place = self._place()
        if place is None or self._document is None or not place.contains(point):
            return None
        scale = place.width() / self._document.width
        return (point.x() - place.left()) / scale, (point.y() - place.top()) / scale


def _scaled(box: tuple[float, float, float, float], place: QRectF, scale: float) -> QRectF:
    return QRectF(
        place.left() + box[0] * scale,
        place.top() + box[1] * scale,
        (box[2] - box[0]) * scale,
        (box[3] - box[1]) * scale,
    )
