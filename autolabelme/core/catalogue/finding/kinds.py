"""What kind of ornament a region is, by rules of place and shape; what no rule says is "ornament".

A factotum is an initial and a device is a woodcut to anyone who does not read the page: neither is ever said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...arrays import Array
from ...opencv import cv2
from . import tuning
from .proposal import HEAD_PIECE, INITIAL, ORNAMENT, RULE, SORT, STRIP, TAIL_PIECE

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
    rest = (ink > tuning.INKED).astype(np.uint8)
    for box in boxes:
        x1, y1, x2, y2 = (int(edge) for edge in box)
        rest[max(0, y1 - 3) : y2 + 3, max(0, x1 - 3) : x2 + 3] = 0
    rest[:] = cv2.morphologyEx(rest, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    share = np.cumsum(rest.sum(axis=0, dtype=np.float64))
    if share[-1] == 0:
        return TextBlock(0.0, 0.0, ())
    share /= share[-1]
    left, right = np.searchsorted(share, (tuning.TEXT_EDGE, 1 - tuning.TEXT_EDGE))
    rows = rest[:, left : right + 1].sum(axis=1, dtype=np.float64)
    inked = rows > max(tuning.LINE_LEAST, tuning.LINE_INK * np.percentile(rows, 95))
    printed = np.concatenate(([0], inked.astype(np.int8), [0]))
    starts, stops = np.flatnonzero(np.diff(printed) == 1), np.flatnonzero(np.diff(printed) == -1)
    lines = tuple((a + b) / 2 for a, b in zip(starts, stops, strict=True) if b - a >= tuning.LINE_HIGH)
    return TextBlock(float(left), float(right + 1), lines)


def kind_of(region: Region, ink: Array, text: TextBlock) -> str:
    """The region's kind; `ink` is float32 (h, w), 0..1."""
    x1, y1, x2, y2 = region.box
    wide, high = x2 - x1, y2 - y1
    if region.initial >= 0.5:
        return INITIAL
    if wide >= tuning.RULE_SHAPE * high and high <= tuning.SORT_SIDE / 2:
        return RULE
    if max(wide, high) <= tuning.SORT_SIDE:
        return SORT
    if _repeats(ink[int(y1) : int(y2), int(x1) : int(x2)]) >= tuning.STRIP_CORRELATION:
        return STRIP
    above = sum(line < y1 for line in text.lines)
    below = sum(line > y2 for line in text.lines)
    broad = wide >= tuning.HEAD_WIDTH * text.width and wide > tuning.HEAD_SHAPE * high
    if above <= tuning.STRAY_LINES and below > tuning.STRAY_LINES and broad:
        return HEAD_PIECE
    centred = abs((x1 + x2) - (text.left + text.right)) / 2 <= tuning.TAIL_OFFSET * text.width
    if above > tuning.STRAY_LINES and below <= tuning.STRAY_LINES + 1 and centred:
        return TAIL_PIECE
    return ORNAMENT


def _repeats(crop: Array) -> float:
    """How well a row of type correlates with itself moved on by its unit, -1..1; 0 for what is no row."""
    high, wide = crop.shape
    if wide < 2 * high or high < tuning.STRIP_HIGH:
        return 0.0
    best = 0.0
    for lag in range(max(tuning.STRIP_HIGH, high // 3), wide // tuning.STRIP_UNITS + 1):
        first, second = crop[:, :-lag].ravel(), crop[:, lag:].ravel()
        first, second = first - first.mean(), second - second.mean()
        scale = float(np.sqrt((first @ first) * (second @ second)))
        if scale > 0:
            best = max(best, float(first @ second) / scale)
    return best
