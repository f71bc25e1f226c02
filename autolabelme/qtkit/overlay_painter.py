"""Draws overlay items: batched by style, only what is visible, cosmetic pens.

Style is told twice, by colour and by line, so it can be read without colour: plain red solid, flipped
or mirrored blue dashed (with a rotation on top: dash-dot), rotated green dotted (report 3.1, item 2).
"""

from __future__ import annotations

import functools
import math
from collections import defaultdict
from typing import NamedTuple

import numpy as np
from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from autolabelme.core.matching.poses import COLOURS, Pose

from .overlays import Box, OverlayItem, OverlayLayer, corners_of
from .view import View

LINES = {"plain": Qt.PenStyle.SolidLine, "mirrored": Qt.PenStyle.DashLine, "turned": Qt.PenStyle.DotLine}
FOREIGN, REJECTED, REGION, SELECTED = "#7b3fa0", "#6e6e6e", "#9a5b00", "#ff9800"
SELECTED_EDGE = "#5a3600"
"""On either side of the selection's light line, which alone cannot be told from paper."""
HANDLE_PX = 8.0
TURN_HANDLE_PX = 32.0
"""How far beyond the upper edge of a box the handle stands that turns it."""
HAIRLINE_PX, TEMPLATE_PX = 1.4, 2.0
BADGE_FROM_PX = 34.0
BADGES_AT_MOST = 150
CROWDED = 250
_SEEN_INSIDE = ("finding", "numbered")
_ALWAYS_TAGGED = _SEEN_INSIDE


class Style(NamedTuple):
    """How a group of items is drawn; hashable, so that items are batched by it."""

    color: str
    line: Qt.PenStyle
    width: float
    alpha: float
    hatched: bool

    def pen(self, opacity: float) -> QPen:
        color = QColor(self.color)
        color.setAlphaF(self.alpha * opacity)
        pen = QPen(color, self.width, self.line)
        pen.setCosmetic(True)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        return pen


def style_of_pose(pose: Pose) -> tuple[str, Qt.PenStyle]:
    """Colour and line by pose; also for legends and lists."""
    line = LINES[pose.kind]
    if pose.mirrored and not (pose.flipped or pose.angle_from(0.0) < 0.5):
        line = Qt.PenStyle.DashDotLine
    return COLOURS[pose.kind], line


def style_of(item: OverlayItem) -> Style:
    """The style of one item by pose, role, verdict and weakness."""
    return _style(item.pose, item.role, item.verdict, item.weak, item.color)


@functools.lru_cache(maxsize=4096)
def _style(pose: Pose, role: str, verdict: str, weak: bool, own_color: str) -> Style:
    color, line = style_of_pose(pose)
    width, alpha, hatched = HAIRLINE_PX, 1.0, False
    if role == "template":
        width = TEMPLATE_PX
    elif role in _SEEN_INSIDE:
        width = 2.0
    elif role == "foreign":
        color, line = FOREIGN, Qt.PenStyle.DashDotDotLine
    elif role == "region":
        color, line = REGION, Qt.PenStyle.DashLine
    elif role in ("proposed", "preview"):
        hatched = True
    elif role == "through":
        line, alpha = Qt.PenStyle.DashLine, 0.5
    elif role == "snap":
        color, line = SELECTED, Qt.PenStyle.DashLine
    if verdict == "rejected":
        color, line, alpha, hatched = REJECTED, Qt.PenStyle.DotLine, 0.8, False
    elif verdict == "accepted":
        hatched = False
    if weak:
        width, alpha = HAIRLINE_PX, 0.6 * alpha
    return Style(own_color or color, line, width, alpha, hatched)


HANDLES = {
    "nw": (0.0, 0.0),
    "n": (0.5, 0.0),
    "ne": (1.0, 0.0),
    "e": (1.0, 0.5),
    "se": (1.0, 1.0),
    "s": (0.5, 1.0),
    "sw": (0.0, 1.0),
    "w": (0.0, 0.5),
}


def handle_rects(box: Box, view: View) -> dict[str, QRectF]:
    """The widget rectangles of a box's resize handles; the middle ones only where there is room."""
    rect = view.rect_to_widget(box)
    result = {}
    for name, (fx, fy) in HANDLES.items():
        if (fx == 0.5 and rect.width() < 4 * HANDLE_PX) or (fy == 0.5 and rect.height() < 4 * HANDLE_PX):
            continue
        center = QPointF(rect.x() + fx * rect.width(), rect.y() + fy * rect.height())
        half = QPointF(HANDLE_PX / 2, HANDLE_PX / 2)
        result[name] = QRectF(center - half, center + half)
    return result


def turn_handle(item: OverlayItem, view: View) -> tuple[QPointF, QPointF] | None:
    """The middle of an item's upper edge and the handle beyond it, widget pixels; None where it has none."""
    if item.turns is None:
        return None
    first, second, third, fourth = (
        view.to_widget(x, y) for x, y in corners_of(item.box, item.pose, item.turns)
    )
    top, bottom = (first + second) / 2, (third + fourth) / 2
    up = top - bottom
    length = math.hypot(up.x(), up.y())
    return None if length == 0 else (top, top + up * (TURN_HANDLE_PX / length))


def paint_overlays(painter: QPainter, view: View, layer: OverlayLayer) -> None:
    """Draw the layer in widget coordinates."""
    if layer.hidden or layer.opacity <= 0:
        return
    _paint_ghosts(painter, view, layer)
    if not layer.items:
        return
    visible = np.flatnonzero(layer.visible(view.page_rect())).tolist()
    offsets = np.array([view.x, view.y, view.x, view.y])
    corners = ((layer.boxes[visible] - offsets) * view.scale).tolist()
    batches: dict[Style, list[QRectF]] = defaultdict(list)
    outlines: list[tuple[OverlayItem, Style]] = []
    special: list[tuple[OverlayItem, QRectF]] = []
    attended = {*layer.selection, layer.hovered}
    for index, (x1, y1, x2, y2) in zip(visible, corners, strict=True):
        item = layer.items[index]
        if item.id in attended:
            special.append((item, QRectF(x1, y1, x2 - x1, y2 - y1)))
        elif item.points or item.frame:
            outlines.append((item, style_of(item)))
        else:
            batches[style_of(item)].append(QRectF(x1, y1, x2 - x1, y2 - y1))
    crowded = len(visible) > CROWDED
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for style, rects in batches.items():
        painter.setBrush(_hatch(style, layer.opacity))
        if crowded and style.line != Qt.PenStyle.SolidLine:
            _draw_thinly(painter, style, rects, layer.opacity)
        else:
            painter.setPen(style.pen(layer.opacity))
            painter.drawRects(*rects)
    for item, style in outlines:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(style.pen(layer.opacity))
        _outline(painter, view, item)
    for item, rect in special:
        _paint_special(painter, view, layer, item, rect)
    if visible:
        _paint_badges(painter, layer, visible, corners)
    painter.restore()


def dim_beyond(painter: QPainter, view: View, layer: OverlayLayer) -> None:
    """Fade the picture beyond the layer's outlines, before evidence and its legend are drawn on it."""
    if layer.hidden or layer.opacity <= 0 or not layer.outlines:
        return
    lit, beyond = QPainterPath(), QPainterPath()
    for outline in layer.outlines:
        lit.addPolygon(QPolygonF([view.to_widget(x, y) for x, y in outline]))
        lit.closeSubpath()
    beyond.addRect(view.rect_to_widget((0, 0, view.page_width, view.page_height)))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Grey over black and over white alike: print stays readable, and looks like none that was compared.
    painter.fillPath(beyond.subtracted(lit), QColor(140, 140, 140, round(150 * layer.opacity)))
    pen = QPen(QColor(90, 90, 90, round(255 * layer.opacity)), 1.0, Qt.PenStyle.DashLine)
    pen.setCosmetic(True)
    painter.strokePath(lit, pen)
    painter.restore()


def _paint_ghosts(painter: QPainter, view: View, layer: OverlayLayer) -> None:
    left, top, right, bottom = view.page_rect()
    batches: dict[Style, list[QRectF]] = defaultdict(list)
    for ghost in layer.ghosts:
        x1, y1, x2, y2 = ghost.box
        if x1 <= right and x2 >= left and y1 <= bottom and y2 >= top:
            batches[style_of(ghost)].append(view.rect_to_widget(ghost.box))
    painter.save()
    for style, rects in batches.items():
        painter.setBrush(_hatch(style, layer.opacity))
        painter.setPen(style.pen(layer.opacity))
        painter.drawRects(*rects)
    painter.restore()


def _draw_thinly(painter: QPainter, style: Style, rects: list[QRectF], opacity: float) -> None:
    """Broken lines as nested lines of one device pixel, which Qt strokes eight times as fast."""
    pen = style.pen(opacity)
    pattern = [length * style.width for length in pen.dashPattern()]
    pen.setWidth(0)
    pen.setDashPattern(pattern)
    painter.setPen(pen)
    painter.drawRects(*rects)
    if style.width > 1:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRects(*(rect.adjusted(1, 1, -1, -1) for rect in rects))


def _hatch(style: Style, opacity: float) -> QColor | Qt.BrushStyle:
    if not style.hatched:
        return Qt.BrushStyle.NoBrush
    # A light veil rather than a pattern: hatching would hide the print under it.
    color = QColor(style.color)
    color.setAlphaF(0.22 * opacity)
    return color


def _outline(painter: QPainter, view: View, item: OverlayItem) -> None:
    polygon = QPolygonF([view.to_widget(x, y) for x, y in item.points or item.frame])
    if len(item.points) == 1:
        painter.drawEllipse(polygon[0], 4.0, 4.0)
    elif item.closed:
        painter.drawPolygon(polygon)
    else:
        painter.drawPolyline(polygon)


def _paint_special(
    painter: QPainter, view: View, layer: OverlayLayer, item: OverlayItem, rect: QRectF
) -> None:
    """Hovered and selected items: a light halo, their own line, a fill and (one selected) handles."""
    style = style_of(item)
    selected = layer.is_selected(item.id)
    fill = QColor(SELECTED if selected else style.color)
    fill.setAlphaF((0.18 if selected else 0.10) * layer.opacity)
    halo = QColor(255, 255, 255)
    halo.setAlphaF(0.9 * layer.opacity)
    for pen in (QPen(halo, style.width + 3), style._replace(width=style.width + 0.5).pen(layer.opacity)):
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if item.points or (item.frame and layer.box(item.id) == item.box):
            _outline(painter, view, item)
        else:
            painter.drawRect(rect)
    if item.role not in _SEEN_INSIDE:  # what is to be seen of a finding lies inside its box
        painter.fillRect(rect, fill)
    if not selected:
        return
    frame = QColor(SELECTED)
    frame.setAlphaF(layer.opacity)
    around = 2.5 if item.role in _SEEN_INSIDE else 1.0
    edge = QColor(SELECTED_EDGE)
    edge.setAlphaF(layer.opacity)
    for pen in (QPen(edge, around + 2.0), QPen(frame, around)):
        painter.setPen(pen)
        painter.drawRect(rect.adjusted(-2 - around, -2 - around, 2 + around, 2 + around))
    if item.editable and not item.points and len(layer.selection) == 1:
        painter.setPen(QPen(QColor(40, 40, 40), 1))
        painter.setBrush(QColor(255, 255, 255))
        painter.drawRects(*handle_rects(layer.box(item.id) or item.box, view).values())
        handle = turn_handle(item, view) if layer.box(item.id) == item.box else None
        if handle is not None:
            painter.drawLine(*handle)
            painter.setBrush(QColor(SELECTED))
            painter.drawEllipse(handle[1], HANDLE_PX / 2, HANDLE_PX / 2)


def _paint_badges(
    painter: QPainter, layer: OverlayLayer, visible: list[int], corners: list[list[float]]
) -> None:
    """Label and likeness at the top-left corner of what the pointer or the selection is at, of findings, and
    with `badges` of all boxes that are large enough on the screen to carry them."""
    crowded = len(visible) > BADGES_AT_MOST or not layer.badges
    font = badge_font(painter.font())
    painter.setFont(font)
    for index, (x1, y1, x2, _) in zip(visible, corners, strict=True):
        item = layer.items[index]
        attended = layer.is_selected(item.id) or item.id == layer.hovered
        if not attended and item.role not in _ALWAYS_TAGGED and (crowded or x2 - x1 < BADGE_FROM_PX):
            continue
        text = badge_text(item)
        if not text:
            continue
        place = badge_rect(text, font, x1, y1)
        color = QColor(style_of(item).color)
        color.setAlphaF(layer.opacity)
        painter.fillRect(place, color)
        painter.setPen(QColor(255, 255, 255, round(255 * layer.opacity)))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def badge_font(font: QFont) -> QFont:
    """The font of badges on a canvas with this font."""
    small = QFont(font)
    small.setPointSizeF(max(7.0, font.pointSizeF() * 0.85))
    return small


def badge_rect(text: str, font: QFont, x: float, y: float) -> QRectF:
    """Where the badge of a box stands whose top-left corner is at the widget's point (x, y)."""
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(text) + 6, metrics.height()
    return QRectF(x, max(0.0, y - height), width, height)


def badge_text(item: OverlayItem) -> str:
    """What stands in an item's badge: its text and how like its template it is."""
    score = "" if item.score is None else percent(item.score)
    return " · ".join(part for part in (item.text, score) if part)


def percent(score: float) -> str:
    """A likeness of 0 to 1 for a person."""
    return f"{score * 100:.0f}\N{NO-BREAK SPACE}%"
