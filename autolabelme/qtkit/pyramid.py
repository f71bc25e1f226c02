"""An image with its reduced levels: what a view needs to paint any part at any zoom in milliseconds.

Level l holds the page halved l times (area mean), so one of its pixels covers exactly 2**l page
pixels. A frame is one crop of the fitting level, resized by OpenCV to the screen's pixels: about
3 ms for 1920 x 1080 however large the page is. Until a level is built (off the UI thread), frames are
taken from the deepest one at hand by skipping pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import U8, require_gray, require_rgb
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick

NEAREST_ABOVE_ZOOM = 3.0
SMALLEST_LEVEL_PX = 256
STRIP_PX = 16_000_000


@dataclass(frozen=True)
class Frame:
    """Pixels (h, w) or (h, w, 3) uint8 to be painted at device pixel (x, y) of the view."""

    pixels: U8
    x: int
    y: int


class Pyramid:
    """A page image, uint8 (H, W) or RGB (H, W, 3), and its halved levels.

    The array is kept, not copied: do not write to it afterwards. `build` may run in another thread
    while `frame` is called; levels appear one after the other.
    """

    def __init__(self, image: U8) -> None:
        checked = require_gray(image) if image.ndim == 2 else require_rgb(image)
        self._levels: list[U8] = [checked]
        self._complete = max(checked.shape[:2]) <= 2 * SMALLEST_LEVEL_PX

    @property
    def image(self) -> U8:
        """The full-resolution array, uint8 (H, W[, 3])."""
        return self._levels[0]

    @property
    def width(self) -> int:
        return int(self._levels[0].shape[1])

    @property
    def height(self) -> int:
        return int(self._levels[0].shape[0])

    @property
    def complete(self) -> bool:
        """True once every level is built."""
        return self._complete

    @property
    def levels(self) -> int:
        """Number of levels at hand, 1 or more."""
        return len(self._levels)

    def build(self, *, tick: Tick = no_tick) -> Pyramid:
        """Build the missing levels and return self; `tick` may raise `Cancelled` between strips."""
        while not self._complete:
            tick(len(self._levels) - 1, self._wanted(), "reduced views")
            self._levels.append(_halved(self._levels[-1], tick, len(self._levels) - 1, self._wanted()))
            self._complete = len(self._levels) > self._wanted()
        return self

    def thumbnail(self, side: int) -> U8:
        """The whole page, uint8 (h, w[, 3]), reduced so that its longer side is at most `side` pixels."""
        scale = min(1.0, side / max(self.width, self.height))
        source = self._source(self._level_for(scale))
        size = (max(1, round(self.width * scale)), max(1, round(self.height * scale)))
        return _resized(np.ascontiguousarray(source), size, cv2.INTER_AREA)

    def frame(self, x: float, y: float, scale: float, width: int, height: int) -> Frame | None:
        """The part of the page that a view shows, or None when none of it does.

        Parameters
        ----------
        x, y : float
            Page position (pixel *edges* at integers) of the view's top-left corner.
        scale : float
            Device pixels per page pixel, > 0.
        width, height : int
            The view in device pixels.
        """
        left, top = max(0.0, x), max(0.0, y)
        right, bottom = min(self.width, x + width / scale), min(self.height, y + height / scale)
        if right <= left or bottom <= top:
            return None
        level = self._level_for(scale)
        source, step = self._source(level), 2**level
        rows, columns = source.shape[:2]
        # One pixel more on each side, so that interpolation at the crop's rim does not creep in.
        a0, b0 = max(0, math.floor(left / step) - 1), max(0, math.floor(top / step) - 1)
        a1, b1 = min(columns, math.ceil(right / step) + 1), min(rows, math.ceil(bottom / step) + 1)
        if a1 <= a0 or b1 <= b0:
            return None
        x0, y0 = round((a0 * step - x) * scale), round((b0 * step - y) * scale)
        x1, y1 = round((a1 * step - x) * scale), round((b1 * step - y) * scale)
        if x1 <= x0 or y1 <= y0:
            return None
        crop = source[b0:b1, a0:a1]
        if source is not self._levels[min(level, len(self._levels) - 1)]:
            crop = np.ascontiguousarray(crop)  # skipped pixels; OpenCV takes strided rows, not columns
        mode = cv2.INTER_NEAREST if scale > NEAREST_ABOVE_ZOOM else cv2.INTER_LINEAR
        if (x1 - x0, y1 - y0) == (a1 - a0, b1 - b0):
            return Frame(np.ascontiguousarray(crop), x0, y0)
        return Frame(_resized(crop, (x1 - x0, y1 - y0), mode), x0, y0)

    def _level_for(self, scale: float) -> int:
        if scale >= 1:
            return 0
        return min(math.floor(math.log2(1 / scale)), math.floor(math.log2(min(self.width, self.height))))

    def _source(self, level: int) -> U8:
        at_hand = min(level, len(self._levels) - 1)
        skip = 2 ** (level - at_hand)
        return self._levels[at_hand] if skip == 1 else self._levels[at_hand][::skip, ::skip]

    def _wanted(self) -> int:
        """Levels beyond the first until the longer side is small; no side shrinks to nothing."""
        small = max(0, math.ceil(math.log2(max(self.width, self.height) / SMALLEST_LEVEL_PX)))
        return min(small, math.floor(math.log2(min(self.width, self.height))))


def _resized(pixels: U8, size: tuple[int, int], interpolation: int) -> U8:
    return np.asarray(cv2.resize(pixels, size, interpolation=interpolation), dtype=np.uint8)


def _halved(image: U8, tick: Tick, done: int, total: int) -> U8:
    height, width = image.shape[0] // 2, image.shape[1] // 2
    result = np.empty((height, width, *image.shape[2:]), dtype=np.uint8)
    strip = max(1, STRIP_PX // max(1, width * 4))
    for row in range(0, height, strip):
        stop = min(height, row + strip)
        cv2.resize(
            image[2 * row : 2 * stop, : 2 * width],
            (width, stop - row),
            dst=result[row:stop],
            interpolation=cv2.INTER_AREA,
        )
        tick(done, total, "reduced views")
    return result
