"""Layers of numbers over an image: a heat map and displacement arrows, always on a fixed scale.

The scale is given with the data and drawn as a legend; it is never stretched to one image's values,
so that pale means little in every image. Colours are one warm scale, readable without telling red
from green; a signed map has a blue one for what is below zero.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PyQt6.QtCore import QObject, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from autolabelme.core.arrays import F32, F64, U8
from autolabelme.core.errors import MisuseError
from autolabelme.core.languages import figure
from autolabelme.core.opencv import cv2

from .contours import contours
from .view import View

ARROW_SPACING_PX = 34.0
# Pale yellow over orange to dark red: lightness falls evenly.
_WARM = ((255, 244, 190), (254, 200, 90), (240, 120, 30), (190, 45, 20), (100, 5, 25))
_COLD = ((220, 235, 255), (150, 190, 250), (70, 130, 230), (30, 70, 180), (10, 20, 100))


@dataclass(frozen=True)
class HeatMap:
    """Values (h, w) float32 over a page, of any resolution; `maximum` is the fixed end of the scale.

    NaN is not drawn, nor what is below `minimum`, where the colours begin. `unit` stands in the legend,
    `name` before it. A `signed` map goes from -maximum to maximum and begins at 0; a threshold holds for
    both sides.
    """

    values: F32
    maximum: float
    name: str = ""
    unit: str = ""
    signed: bool = False
    minimum: float = 0.0

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or 0 in self.values.shape or not self.maximum > self.minimum >= 0:
            raise MisuseError(
                "HeatMap: expected (h, w) and 0 <= minimum < maximum, got "
                f"{self.values.shape}, {self.minimum}, {self.maximum}"
            )
        if self.signed and self.minimum:
            raise MisuseError(f"HeatMap: a signed map begins at 0, got {self.minimum}")

    def level(self, share: float) -> float:
        """The value at a share of the scale, 0..1."""
        return self.minimum + share * (self.maximum - self.minimum)

    def share(self, level: float) -> float:
        """Where a value lies on the scale, 0..1."""
        return min(1.0, max(0.0, (level - self.minimum) / (self.maximum - self.minimum)))


@dataclass(frozen=True)
class VectorField:
    """Displacements (h, w, 2) float32 in page pixels (x, y) over a page, of any resolution.

    An arrow points from a page position to where its displacement leads. It is `screen_px` screen
    pixels long for each page pixel, or as long as it is on the page where that is more; a legend says
    how long that is. NaN is not drawn.
    """

    displacement: F32
    screen_px: float = 3.0

    def __post_init__(self) -> None:
        if self.displacement.ndim != 3 or self.displacement.shape[2] != 2 or 0 in self.displacement.shape:
            raise MisuseError(f"VectorField: expected (h, w, 2), got {self.displacement.shape}")


def warm_colors() -> U8:
    """The warm scale as a table (256, 3) RGB uint8, from little to much."""
    return _scale(_WARM)


def cold_colors() -> U8:
    """The blue scale for what is below zero, (256, 3) RGB uint8, from little to much."""
    return _scale(_COLD)


def _scale(colors: tuple[tuple[int, int, int], ...]) -> U8:
    stops = np.linspace(0, 255, len(colors))
    steps = np.arange(256)
    channels = [np.interp(steps, stops, [color[channel] for color in colors]) for channel in range(3)]
    return np.stack(channels, axis=1).round().astype(np.uint8)


def heat_pixels(
    values: F32,
    maximum: float,
    opacity: float,
    threshold: float,
    *,
    signed: bool = False,
    minimum: float = 0.0,
) -> U8:
    """BGRA (h, w, 4) uint8, premultiplied, of values (h, w); below `threshold` and NaN transparent.

    So is what lies below `minimum`, where an unsigned map's colours begin.
    """
    low = 0.0 if signed else minimum
    pixels = _side_pixels(values - low, maximum - low, opacity, threshold - low, warm_colors())
    if signed:
        below = _side_pixels(-values, maximum, opacity, max(threshold, 1e-6 * maximum), cold_colors())
        pixels = np.where((values < 0)[..., None], below, pixels)
    return np.ascontiguousarray(pixels)


def _side_pixels(values: F32, maximum: float, opacity: float, threshold: float, colors: U8) -> U8:
    known = np.nan_to_num(values, nan=-1.0)
    shown = (known >= threshold) & (known >= 0)
    # Index 0 of the table is transparent, 1..255 the scale.
    index = np.where(shown, np.clip(known * (254.0 / maximum), 0, 254) + 1, 0).astype(np.uint8)
    return _table(opacity, colors)[index]


def _table(opacity: float, scale: U8) -> U8:
    colors = np.vstack([np.zeros(3), scale[:255, ::-1] * opacity])
    alpha = np.where(np.arange(256) > 0, 255 * opacity, 0)
    return np.column_stack([colors, alpha]).round().astype(np.uint8)


def paint_heat(painter: QPainter, view: View, heat: HeatMap, opacity: float, threshold: float) -> None:
    """Draw the part of a heat map that the view shows; `threshold` is in the map's own unit."""
    height, width = heat.values.shape
    per_x, per_y = view.page_width / width, view.page_height / height
    x1, y1, x2, y2 = view.page_rect()
    left, right = max(0, math.floor(x1 / per_x) - 1), min(width, math.ceil(x2 / per_x) + 1)
    top, bottom = max(0, math.floor(y1 / per_y) - 1), min(height, math.ceil(y2 / per_y) + 1)
    if right <= left or bottom <= top:
        return
    part = heat.values[top:bottom, left:right]
    target = view.rect_to_widget((left * per_x, top * per_y, right * per_x, bottom * per_y))
    # A map finer than the screen is reduced by its largest values: a small strong place must stay.
    shrink = min(part.shape[1] / max(1.0, target.width()), part.shape[0] / max(1.0, target.height()))
    if shrink >= 2:
        part, kept = _reduced(part, math.floor(shrink), heat.signed)
        target.setWidth(target.width() * kept[1])
        target.setHeight(target.height() * kept[0])
    pixels = heat_pixels(part, heat.maximum, opacity, threshold, signed=heat.signed, minimum=heat.minimum)
    # OpenCV enlarges to the screen's pixels much faster than a scaled, blended drawImage.
    clip = QRectF(0, 0, view.width, view.height).intersected(target)
    size = max(1, round(clip.width() * view.ratio)), max(1, round(clip.height() * view.ratio))
    rows, columns = pixels.shape[:2]
    per_column, per_row = target.width() / columns, target.height() / rows
    to_screen = np.array([[per_column, 0, 0], [0, per_row, 0]]) * view.ratio
    to_screen[0, 2] = (target.x() - clip.x()) * view.ratio + to_screen[0, 0] / 2 - 0.5
    to_screen[1, 2] = (target.y() - clip.y()) * view.ratio + to_screen[1, 1] / 2 - 0.5
    screen = cv2.warpAffine(pixels, to_screen, size, flags=cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE)
    kind = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(screen.data, size[0], size[1], 4 * size[0], kind)  # type: ignore[call-overload]
    image.setDevicePixelRatio(view.ratio)
    painter.drawImage(clip.topLeft(), image)


def paint_arrows(painter: QPainter, view: View, field: VectorField) -> None:
    """Draw arrows on a grid of the screen, so that they never crowd."""
    height, width = field.displacement.shape[:2]
    # The grid is tied to the page, or the arrows would swim while panning.
    step = 2.0 ** math.ceil(math.log2(ARROW_SPACING_PX / view.scale))
    x1, y1, x2, y2 = view.page_rect()
    xs = np.arange(math.floor(max(0.0, x1) / step) + 0.5, min(view.page_width, x2) / step) * step
    ys = np.arange(math.floor(max(0.0, y1) / step) + 0.5, min(view.page_height, y2) / step) * step
    lines, heads = [], []
    for y in ys:
        row = min(height - 1, int(y / view.page_height * height))
        for x in xs:
            dx, dy = field.displacement[row, min(width - 1, int(x / view.page_width * width))].tolist()
            if not (math.isfinite(dx) and math.isfinite(dy)):
                continue
            start = view.to_widget(x, y)
            reach = _reach(view, field)
            stop = QPointF(start.x() + dx * reach, start.y() + dy * reach)
            lines.append((start, stop))
            heads.append(_head(start, stop))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for color, extra in ((QColor(255, 255, 255, 200), 2.0), (QColor("#1554d1"), 0.0)):
        painter.setPen(QPen(color, 1.5 + extra))
        painter.setBrush(color)
        for (start, stop), head in zip(lines, heads, strict=True):
            painter.drawLine(start, stop)
            painter.drawPolygon(head)
    painter.restore()


def paint_scale(painter: QPainter, view: View, heat: HeatMap, threshold: float, *, drop: float = 0.0) -> None:
    """The legend of a heat map in the upper left corner, `drop` below the edge: colours, ends, threshold.

    What jobs say floats over the lower edge.
    """
    metrics = QFontMetricsF(painter.font())
    height, margin = 10.0, 10.0
    room = max(40.0, view.width - 2 * margin - 16)
    width = min(max(160.0, math.ceil(metrics.horizontalAdvance(heat.name))), room)
    name = metrics.elidedText(heat.name, Qt.TextElideMode.ElideRight, width)
    text_height = metrics.height()
    box = QRectF(margin, margin + drop, width + 16, height + 2 * text_height + 8)
    painter.save()
    painter.fillRect(box, QColor(30, 30, 30, 200))
    bar = QRectF(box.x() + 8, box.y() + text_height + 4, width, height)
    colors = np.vstack([cold_colors()[::-1], warm_colors()])[::2] if heat.signed else warm_colors()
    table = np.ascontiguousarray(colors[None])
    image = QImage(table.data, 256, 1, 768, QImage.Format.Format_RGB888)  # type: ignore[call-overload]
    painter.drawImage(bar, image)
    painter.setPen(QColor(255, 255, 255))
    unit = f" {heat.unit}" if heat.unit else ""
    painter.drawText(QRectF(bar.x(), box.y() + 2, width, text_height), Qt.AlignmentFlag.AlignLeft, name)
    below = QRectF(bar.x(), bar.bottom(), width, text_height)
    low, high = figure(heat.minimum, ".3g"), figure(heat.maximum, ".3g")
    low = f"−{high}" if heat.signed else low
    painter.drawText(below, Qt.AlignmentFlag.AlignLeft, low)
    painter.drawText(below, Qt.AlignmentFlag.AlignRight, f"{high}{unit}")
    share = heat.share(threshold)
    if 0 < share < 1:
        painter.setPen(QPen(QColor(255, 255, 255), 2))
        for at in ((1 - share) / 2, (1 + share) / 2) if heat.signed else (share,):
            x = bar.x() + width * at
            painter.drawLine(QPointF(x, bar.top() - 3), QPointF(x, bar.bottom() + 3))
    painter.restore()


def paint_outlines(painter: QPainter, view: View, outlines: list[F64]) -> None:
    """Draw outlines, (n, 2) as shares of the page's width and height, dark on a light line."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    left, top, right, bottom = view.page_rect()
    polygons = []
    for outline in outlines:
        points = outline * (view.page_width, view.page_height)
        low, high = points.min(axis=0), points.max(axis=0)
        if high[0] >= left and low[0] <= right and high[1] >= top and low[1] <= bottom:
            polygons.append(QPolygonF([view.to_widget(x, y) for x, y in points.tolist()]))
    for color, width in ((QColor(255, 255, 255, 190), 3.0), (QColor("#640519"), 1.3)):
        painter.setPen(QPen(color, width))
        for polygon in polygons:
            painter.drawPolygon(polygon)
    painter.restore()


def _reach(view: View, field: VectorField) -> float:
    return max(view.scale, field.screen_px)


def paint_arrow_scale(painter: QPainter, view: View, field: VectorField) -> None:
    """The legend of the arrows in the upper right corner: a length on the screen in page pixels."""
    reach = _reach(view, field)
    length = next((step for step in (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500) if step * reach >= 24), 1000)
    metrics = QFontMetricsF(painter.font())
    text = f"{figure(length, 'g')} px"
    width = max(length * reach, metrics.horizontalAdvance(text)) + 16
    box = QRectF(view.width - width - 10, 10, width, metrics.height() + 16)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(box, QColor(30, 30, 30, 200))
    start = QPointF(box.x() + 8, box.y() + 8)
    stop = start + QPointF(length * reach, 0)
    painter.setPen(QPen(QColor(255, 255, 255), 1.5))
    painter.setBrush(QColor(255, 255, 255))
    painter.drawLine(start, stop)
    painter.drawPolygon(_head(start, stop))
    painter.drawText(box.adjusted(8, 12, -8, 0), Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()


def _head(start: QPointF, stop: QPointF) -> QPolygonF:
    dx, dy = stop.x() - start.x(), stop.y() - start.y()
    length = math.hypot(dx, dy)
    if length < 1.5:
        return QPolygonF([stop + QPointF(-1, -1), stop + QPointF(1, -1), stop + QPointF(0, 1)])
    ux, uy = dx / length, dy / length
    size = min(6.0, length)
    back = QPointF(stop.x() - ux * size, stop.y() - uy * size)
    side = QPointF(-uy * size * 0.45, ux * size * 0.45)
    return QPolygonF([stop, back + side, back - side])


def _reduced(values: F32, block: int, signed: bool) -> tuple[F32, tuple[float, float]]:
    if not signed:
        return _block_max(values, block)
    above, kept = _block_max(values, block)
    below, _ = _block_max(-values, block)
    return np.where(below > above, -below, above), kept


def _block_max(values: F32, block: int) -> tuple[F32, tuple[float, float]]:
    """Maxima over `block` x `block` squares, and what part of the height and width they cover."""
    rows, columns = values.shape[0] // block, values.shape[1] // block
    known = np.nan_to_num(values[: rows * block, : columns * block], nan=-1.0)
    dilated = cv2.dilate(known, np.ones((block, block), np.uint8), anchor=(0, 0))
    result = np.asarray(dilated[::block, ::block][:rows, :columns], dtype=np.float32)
    return result, (rows * block / values.shape[0], columns * block / values.shape[1])


class EvidenceLayers(QObject):
    """The heat map and arrows of one view, with the user's opacity and threshold."""

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heat: HeatMap | None = None
        self.field: VectorField | None = None
        self.opacity = 0.6
        self.threshold = 0.0
        self.shown = True
        self.outlined = False
        self._outlines: tuple[HeatMap, float, list[F64]] | None = None

    def set_heat(self, heat: HeatMap | None) -> None:
        """Show another map, or none; opacity and threshold stay."""
        self.heat = heat
        self.changed.emit()

    def set_field(self, field: VectorField | None) -> None:
        """Show other arrows, or none."""
        self.field = field
        self.changed.emit()

    def set_opacity(self, opacity: float) -> None:
        """0 (unseen) to 1."""
        self.opacity = min(max(opacity, 0.0), 1.0)
        self.changed.emit()

    def set_threshold(self, threshold: float) -> None:
        """Values below it, in the map's unit, are not drawn."""
        self.threshold = threshold
        self.changed.emit()

    def set_outlined(self, outlined: bool) -> None:
        """Draw a line round what reaches the threshold."""
        self.outlined = outlined
        self.changed.emit()

    def set_shown(self, shown: bool) -> None:
        """Hide everything for a moment (the key H while held)."""
        if shown != self.shown:
            self.shown = shown
            self.changed.emit()

    def paint(self, painter: QPainter, view: View, *, drop: float = 0.0) -> None:
        """Draw heat, arrows and legend in widget coordinates; the legend `drop` pixels below the edge."""
        if not self.shown:
            return
        if self.heat is not None and self.opacity > 0:
            paint_heat(painter, view, self.heat, self.opacity, self.threshold)
        if self.heat is not None and self.outlined:
            paint_outlines(painter, view, self._outlines_of(self.heat))
        if self.heat is not None and (self.opacity > 0 or self.outlined):
            paint_scale(painter, view, self.heat, self.threshold, drop=drop)
        if self.field is not None:
            paint_arrows(painter, view, self.field)
            paint_arrow_scale(painter, view, self.field)

    def _outlines_of(self, heat: HeatMap) -> list[F64]:
        # Kept: a paint while panning must not look for them anew.
        least = max(self.threshold, heat.level(0.02))
        if self._outlines is None or self._outlines[0] is not heat or self._outlines[1] != least:
            found = contours(np.abs(heat.values) if heat.signed else heat.values, least)
            self._outlines = heat, least, found
        return self._outlines[2]
