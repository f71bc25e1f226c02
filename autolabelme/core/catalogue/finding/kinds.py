"""What kind of ornament a region is, by rules of place and shape; what no rule says is "ornament".

A factotum is an initial and a device is a woodcut to anyone who does not read the page: neither is ever said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...arrays import Array
from ...opencv import cv2
from .candidates import INKED
from .proposal import HEAD_PIECE, INITIAL, ORNAMENT, RULE, SORT, STRIP, TAIL_PIECE

# A head-piece is at least so wide, as a share of the text's width; a tail-piece stands at most so far from
# its middle.
HEAD_WIDTH = 0.6
TAIL_OFFSET = 0.12
# What stands above a head-piece is at most a running head; below a tail-piece, a catchword and a signature.
STRAY_LINES = 1
# A rule is so many times longer than high; a single sort no longer than this many pixels of the grid.
RULE_SHAPE = 12
SORT_SIDE_PX = 26
# A strip of type repeats itself at least so often, and its copies correlate at least so well: half of what
# two impressions of a sort do in real strips (0.60 and more), since mirrored neighbours fall between.
STRIP_UNITS = 4
STRIP_CORRELATION = 0.45
# How sure a rule of place alone is.
BY_PLACE = 0.6

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Region:
    """One printed thing that is no text.

    Attributes
    ----------
    box : (x1, y1, x2, y2), pixels of the grid.
    score : 0..1, how likely it is an ornament.
    initial : 0..1, how likely it is an initial, given that.
    """

    box: Box
    score: float
    initial: float


@dataclass(frozen=True)
class TextBlock:
    """What is printed beside the regions: the ink's columns and the lines' middles, in grid pixels."""

    left: float
    right: float
    lines: tuple[float, ...]

    @property
    def width(self) -> float:
        """Pixels from the first column to the last."""
        return self.right - self.left


def text_block(ink: Array, boxes: Sequence[Box]) -> TextBlock:
    """The text of a page: `ink` (float32 (h, w)) without what stands in `boxes`."""
    rest = (ink > INKED).astype(np.uint8)
    for box in boxes:
        x1, y1, x2, y2 = (int(edge) for edge in box)
        rest[max(0, y1 - 3) : y2 + 3, max(0, x1 - 3) : x2 + 3] = 0
    rest[:] = cv2.morphologyEx(rest, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    share = np.cumsum(rest.sum(axis=0, dtype=np.float64))
    if share[-1] == 0:
        return TextBlock(0.0, 0.0, ())
    share /= share[-1]
    left, right = np.searchsorted(share, (0.01, 0.99))
    rows = rest[:, left : right + 1].sum(axis=1, dtype=np.float64)
    printed = np.concatenate(([0], (rows > max(6.0, 0.25 * np.percentile(rows, 95))).astype(np.int8), [0]))
    starts, stops = np.flatnonzero(np.diff(printed) == 1), np.flatnonzero(np.diff(printed) == -1)
    lines = tuple((a + b) / 2 for a, b in zip(starts, stops, strict=True) if b - a >= 4)
    return TextBlock(float(left), float(right + 1), lines)


def kind_of(region: Region, ink: Array, text: TextBlock) -> tuple[str, float]:
    """The region's kind and how sure it is, 0..1 (0 for "ornament")."""
    x1, y1, x2, y2 = region.box
    wide, high = x2 - x1, y2 - y1
    if region.initial >= 0.5:
        return INITIAL, region.initial
    if wide >= RULE_SHAPE * high and high <= SORT_SIDE_PX / 2:
        return RULE, BY_PLACE
    if max(wide, high) <= SORT_SIDE_PX:
        return SORT, BY_PLACE
    repeats = _repeats(ink[int(y1) : int(y2), int(x1) : int(x2)])
    if repeats >= STRIP_CORRELATION:
        return STRIP, min(1.0, repeats)
    above = sum(line < y1 for line in text.lines)
    below = sum(line > y2 for line in text.lines)
    if above <= STRAY_LINES and below > STRAY_LINES and wide >= HEAD_WIDTH * text.width and wide > 1.5 * high:
        return HEAD_PIECE, BY_PLACE
    centred = abs((x1 + x2) - (text.left + text.right)) / 2 <= TAIL_OFFSET * text.width
    if above > STRAY_LINES and below <= STRAY_LINES + 1 and centred:
        return TAIL_PIECE, BY_PLACE
    return ORNAMENT, 0.0


def _repeats(crop: Array) -> float:
    """How well a row of type correlates with itself moved on by its unit, -1..1; 0 for what is no row."""
    high, wide = crop.shape
    if wide < 2 * high or high < 6:
        return 0.0
    best = 0.0
    for lag in range(max(6, high // 3), wide // STRIP_UNITS + 1):
        first, second = crop[:, :-lag].ravel(), crop[:, lag:].ravel()
        first, second = first - first.mean(), second - second.mean()
        scale = float(np.sqrt((first @ first) * (second @ second)))
        if scale > 0:
            best = max(best, float(first @ second) / scale)
    return best
