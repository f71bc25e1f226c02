"""What the network sees while it learns: a few crops with its detections, and the decoder's pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen
from PyQt6.QtWidgets import QWidget

from autolabelme.core.arrays import U8
from autolabelme.qtkit.minimap import image_of

if TYPE_CHECKING:
    from detector.core.preview import Preview

_GAP = 8.0
_FOUND, _TRUE = QColor("#d55e00"), QColor("#0072b2")
_CROPS_SHARE = 0.62


class SamplesView(QWidget):
    """Paints the last preview; found boxes are solid with their label, true ones dashed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("samples")
        self.setMinimumHeight(150)
        self.preview: Preview | None = None
        self._crops: list[QImage] = []
        self._pictures: list[tuple[QImage, QImage]] = []
        self.setToolTip(
            self.tr(
                "Crops that are not trained on. Orange: found, with the label. Blue, dashed: what is there."
            )
        )

    def show_preview(self, preview: Preview | None) -> None:
        """Show another preview; None shows what to expect."""
        self.preview = preview
        self._crops = [] if preview is None else [_image(crop.rgb) for crop in preview.crops]
        self._pictures = (
            [] if preview is None else [(_image(one.observed), _image(one.drawn)) for one in preview.pictures]
        )
        self.setAccessibleName(self._summary())
        self.update()

    def _summary(self) -> str:
        if self.preview is None:
            return self.tr("Sample detections and reconstructions appear here after the first epoch.")
        found = sum(len(crop.found) for crop in self.preview.crops)
        true = sum(len(crop.truth) for crop in self.preview.crops)
        return self.tr("found on the crops: {0}; vignettes there: {1}").format(found, true)

    def paintEvent(self, _event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.preview is None:
            painter.setPen(self.palette().placeholderText().color())
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._summary())
            return
        wide, high = float(self.width()), float(self.height())
        text = QFontMetricsF(self.font()).height()
        side = min((wide - 2 * _GAP) / max(1, len(self._crops)), _CROPS_SHARE * high)
        # What the crops leave of the height goes to the pictures, and the other way round.
        rows_high = high - side - text - _GAP
        for number, image in enumerate(self._crops):
            self._paint_crop(painter, number, image, QRectF(number * (side + _GAP), 0, side, side))
        top = side + _GAP
        painter.setPen(self.palette().text().color())
        caption = self.tr("On the page (above) and as the decoder draws it (below)")
        if not self._pictures:
            caption = self.tr("Nothing is found with a score over 0.2 yet")
        painter.drawText(QPointF(0, top + 0.75 * text), caption)
        self._paint_pictures(painter, QRectF(0, top + text, wide, max(0.0, rows_high)))

    def _paint_crop(self, painter: QPainter, number: int, image: QImage, area: QRectF) -> None:
        assert self.preview is not None
        crop = self.preview.crops[number]
        painter.drawImage(area, image)
        factor = area.width() / image.width()
        painter.save()
        painter.setClipRect(area)
        painter.setPen(QPen(_TRUE, 1.5, Qt.PenStyle.DashLine))
        for _label, box in crop.truth:
            painter.drawRect(_scaled(box, factor, area))
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        for label, box, _score in crop.found:
            rect = _scaled(box, factor, area)
            painter.setPen(QPen(_FOUND, 2))
            painter.drawRect(rect)
            badge = QRectF(rect.topLeft(), metrics.size(0, label)).adjusted(0, 0, 4, 0)
            painter.fillRect(badge, _FOUND)
            painter.setPen(QColor("white"))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, label)
        painter.restore()

    def _paint_pictures(self, painter: QPainter, area: QRectF) -> None:
        assert self.preview is not None
        text = QFontMetricsF(self.font()).height()
        side = min((area.height() - text - 2) / 2, 80.0)
        if side < 12:
            return
        for number, (observed, drawn) in enumerate(self._pictures):
            left = area.left() + number * (side + 4)
            if left + side > area.right():
                break
            painter.drawImage(QRectF(left, area.top(), side, side), observed)
            painter.drawImage(QRectF(left, area.top() + side + 2, side, side), drawn)
            painter.setPen(self.palette().text().color())
            below = QRectF(left, area.top() + 2 * side + 2, side, text)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, self.preview.pictures[number].label)


def _image(picture: U8) -> QImage:
    # Copied: the image outlives the array, which need not be contiguous.
    return image_of(np.ascontiguousarray(picture)).copy()


def _scaled(box: tuple[float, float, float, float], factor: float, area: QRectF) -> QRectF:
    x1, y1, x2, y2 = (factor * edge for edge in box)
    return QRectF(area.left() + x1, area.top() + y1, x2 - x1, y2 - y1)
