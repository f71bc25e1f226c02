"""Where a view stands on its page: zoom, position, and the two directions of mapping."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from PyQt6.QtCore import QPointF, QRectF

from autolabelme.core.errors import MisuseError

MAX_ZOOM = 64.0
MIN_SIDE_PX = 32.0


@dataclass(frozen=True)
class View:
    """A window of `width` x `height` logical pixels on a page of `page_width` x `page_height` pixels.

    `scale` is logical screen pixels per page pixel, (`x`, `y`) the page position of the top-left
    corner, pixel *edges* at integers: a box's x1 is a position here, and the page pixel under a
    position is its floor. `ratio` is device pixels per logical pixel; `zoom` = scale x ratio, so zoom
    1 shows actual pixels.
    """

    page_width: float
    page_height: float
    width: float
    height: float
    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0
    ratio: float = 1.0

    def __post_init__(self) -> None:
        if not (self.page_width > 0 and self.page_height > 0 and self.scale > 0 and self.ratio > 0):
            raise MisuseError(f"View: expected positive sizes and scale, got {self!r}")

    @property
    def zoom(self) -> float:
        """Device pixels per page pixel."""
        return self.scale * self.ratio

    @property
    def center(self) -> tuple[float, float]:
        """Page position of the middle of the view."""
        return self.x + self.width / 2 / self.scale, self.y + self.height / 2 / self.scale

    @property
    def fit_scale(self) -> float:
        """The scale at which the whole page is just seen."""
        return max(1e-6, min(self.width / self.page_width, self.height / self.page_height))

    def to_page(self, point: QPointF) -> tuple[float, float]:
        """Page position of a point of the widget."""
        return self.x + point.x() / self.scale, self.y + point.y() / self.scale

    def to_widget(self, x: float, y: float) -> QPointF:
        """The widget's point at a page position."""
        return QPointF((x - self.x) * self.scale, (y - self.y) * self.scale)

    def rect_to_widget(self, box: tuple[float, float, float, float]) -> QRectF:
        """The widget's rectangle of a page box xyxy."""
        return QRectF(self.to_widget(box[0], box[1]), self.to_widget(box[2], box[3]))

    def page_rect(self) -> tuple[float, float, float, float]:
        """The page box xyxy that the view covers; it may reach beyond the page."""
        return self.x, self.y, self.x + self.width / self.scale, self.y + self.height / self.scale

    def fitted(self) -> View:
        """The whole page, centred."""
        return replace(self, scale=self.fit_scale).centred(self.page_width / 2, self.page_height / 2)

    def centred(self, x: float, y: float) -> View:
        """The same zoom with page position (x, y) in the middle; the middle stays on the page."""
        x, y = min(max(x, 0.0), self.page_width), min(max(y, 0.0), self.page_height)
        return replace(self, x=x - self.width / 2 / self.scale, y=y - self.height / 2 / self.scale)

    def zoomed(self, zoom: float, anchor: QPointF | None = None) -> View:
        """Another zoom with the page position under the widget's point `anchor` (the middle) kept there."""
        anchor = QPointF(self.width / 2, self.height / 2) if anchor is None else anchor
        px, py = self.to_page(anchor)
        smallest = min(self.fit_scale, MIN_SIDE_PX / max(self.page_width, self.page_height), 1 / self.ratio)
        scale = min(max(zoom / self.ratio, smallest), MAX_ZOOM / self.ratio)
        moved = replace(self, scale=scale, x=px - anchor.x() / scale, y=py - anchor.y() / scale)
        return moved.centred(*moved.center)

    def panned(self, dx: float, dy: float) -> View:
        """Moved so that the page follows a drag of (dx, dy) logical pixels."""
        x, y = self.center
        return self.centred(x - dx / self.scale, y - dy / self.scale)

    def resized(self, width: float, height: float, ratio: float) -> View:
        """Another window size with the middle kept; a fitted view stays fitted."""
        was_fitted = math.isclose(self.scale, self.fit_scale, rel_tol=1e-6)
        center = self.center
        changed = replace(self, width=max(1.0, width), height=max(1.0, height), ratio=ratio)
        return changed.fitted() if was_fitted else changed.centred(*center)

    def showing(self, box: tuple[float, float, float, float], margin: float = 0.25) -> View:
        """Moved, and zoomed out where needed, so that a page box is seen with a margin around it."""
        width, height = max(1.0, box[2] - box[0]), max(1.0, box[3] - box[1])
        largest = min(self.width / (width * (1 + 2 * margin)), self.height / (height * (1 + 2 * margin)))
        changed = replace(self, scale=min(self.scale, largest))
        return changed.centred((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
