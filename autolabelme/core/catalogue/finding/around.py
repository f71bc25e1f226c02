"""What stands beside a box that may be an ornament: pieces of its height, lines of text and where they begin.

An initial has lines to its right that begin beside it and lines below that begin under it; the letters of a
title stand in a row of their like; a head-piece has white on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...arrays import F32, F64, U8, Array, Bool
from ...opencv import cv2
from .candidates import white_around
from .sums import Sums

# A piece lies within a box that it leaves by no more than this, pixels.
_WITHIN_PX = 1.5
# Pieces of fewer pixels are left out where pieces are counted.
_PIECE_PX = 6
# White around a box is measured as far as so many letters; the place of a line's beginning too.
_FAR, _BEGINS_FAR = 8, 6
# Pieces of a like height, as shares of the box's height, on its line and no farther than so many letters.
_LIKE, _LIKE_HIGHEST, _ROW_FAR = ((0.6, 1.5), (0.7, 1.4)), 0.6, 10
# A gutter is so many letters wide, and ends within so many left and right of a box's left side.
_GUTTER_WIDE, _GUTTER_FAR, _GUTTER_NEAR = 0.4, 1.6, 0.1
# White of so many letters divides a line's beginning from what stands in the next column.
_DIVIDES = 1.3


@dataclass(frozen=True, eq=False)
class Pieces:
    """Connected ink of a page: box (k, 4), area (k,) and centre (k, 2) of each; each pixel's piece or -1."""

    boxes: F64
    area: F64
    centres: F64
    labels: Array

    @classmethod
    def of(cls, solid: U8) -> Pieces:
        """The pieces of `solid`, uint8 (h, w), 0 or 1; one of no size at (0, 0) where there are none."""
        _, labels, stats, centres = cv2.connectedComponentsWithStats(solid)
        large = 1 + np.flatnonzero(stats[1:, cv2.CC_STAT_AREA] >= _PIECE_PX)
        x, y, wide, high, area = stats[large].T.astype(np.float64)
        numbers = np.full(len(stats), -1)
        numbers[large] = np.arange(len(large))
        if large.size == 0:
            return cls(np.zeros((1, 4)), np.zeros(1), np.zeros((1, 2)), np.full(solid.shape, -1))
        boxes = np.stack([x, y, x + wide, y + high], axis=1)
        return cls(boxes, area, np.asarray(centres[large], np.float64), numbers[labels])

    def inside(self, boxes: F64) -> Bool:
        """Which pieces lie within each of (n, 4) boxes: (n, k)."""
        low = self.boxes[None, :, :2] >= boxes[:, None, :2] - _WITHIN_PX
        high = self.boxes[None, :, 2:] <= boxes[:, None, 2:] + _WITHIN_PX
        return np.asarray(low.all(axis=2) & high.all(axis=2))

    def spread(self, values: F64) -> F32:
        """A value of each piece (k,) at all of its pixels, 0 elsewhere: float32 (h, w)."""
        return np.append(values, 0.0).astype(np.float32)[self.labels]


def surroundings(boxes: F64, pieces: Pieces, solid: U8, letters: float, pitch: float) -> list[F64]:
    """White beside each box, ink and its height farther off, and pieces of its height on its line.

    Parameters
    ----------
    boxes : (n, 4), xyxy in grid pixels
    solid : uint8 (h, w), 0 or 1
    letters, pitch : pixels, the height of the page's letters and from one line to the next

    Returns
    -------
    list of (n,), one measure each
    """
    x1, y1, x2, y2 = boxes.T
    wide, high = x2 - x1, y2 - y1
    inside = pieces.inside(boxes)
    tall = pieces.boxes[:, 3] - pieces.boxes[:, 1]
    highest = (inside * tall).max(axis=1)
    highest = np.where(highest > 0, highest, high)
    shared = np.minimum(pieces.boxes[:, 3], y2[:, None]) - np.maximum(pieces.boxes[:, 1], y1[:, None])
    apart = np.maximum(pieces.boxes[:, 0] - x2[:, None], x1[:, None] - pieces.boxes[:, 2])
    near = ~inside & (apart < _ROW_FAR * letters)
    alike = []
    for own, (least, most) in zip((high, highest), _LIKE, strict=True):
        like = (tall > least * own[:, None]) & (tall < most * own[:, None])
        level = shared > _LIKE_HIGHEST * np.minimum(high, own)[:, None]
        alike.append(np.log1p((near & like & level).sum(axis=1)))
    ink, heights = Sums(solid), Sums(pieces.spread(np.minimum(tall / letters, 14)))
    band, reach = 0.35 * letters, np.maximum(5 * letters, 0.5 * wide)
    right = np.stack([x2 + band, y1, x2 + band + reach, y2], axis=1)
    below = np.stack([x1 - letters, y2 + 1, x2 + 6 * letters, y2 + 2.2 * pitch], axis=1)
    above = np.stack([x1 - letters, y1 - 2.2 * pitch, x2 + 6 * letters, y1 - 1], axis=1)
    places = (
        (x1 - band - reach, y1, x1 - band, y2),
        (x2 + band, y1, x2 + band + 5 * letters, y1 + pitch),
        (x2 + band, y2 - pitch, x2 + band + 5 * letters, y2),
        (x1, y2, x2, y2 + 1.5 * pitch),
        (x1, y1 - 1.5 * pitch, x2, y1),
        (x1 - 4 * letters, y2, x1 - 0.3 * letters, y2 + 2 * pitch),
        (x1 - 4 * letters, y1 - 2 * pitch, x1 - 0.3 * letters, y1),
    )
    return [
        *(white_around(boxes, solid, _FAR * letters) / letters).T,
        *alike,
        ink.mean(right),
        *(ink.mean(np.stack(place, axis=1)) for place in places),
        *(heights.mean(part) / np.maximum(ink.mean(part), 1e-3) for part in (right, below, above)),
    ]


def gutters(boxes: F64, solid: U8, letters: float, pitch: float) -> list[F64]:
    """Ink in the whitest upright strip near each box's left side, three lines below it and three above.

    A column of text begins with the box where both are white, in the midst of a page, too. Arguments as of
    `surroundings`; (n,) each.
    """
    x1, y1, _, y2 = boxes.T
    ink = Sums(solid)
    below, above = np.ones(len(boxes)), np.ones(len(boxes))
    for left in np.arange(-_GUTTER_FAR, _GUTTER_NEAR, _GUTTER_WIDE / 2):
        first = x1 + left * letters
        last = first + _GUTTER_WIDE * letters
        below = np.minimum(below, ink.mean(np.stack([first, y2, last, y2 + 3 * pitch], axis=1)))
        above = np.minimum(above, ink.mean(np.stack([first, y1 - 3 * pitch, last, y1], axis=1)))
    return [below, above]


def lines_around(boxes: F64, solid: U8, letters: float, pitch: float) -> list[F64]:
    """Lines to the right of each box, and where the lines below and above begin, against its left side.

    Arguments as of `surroundings`; (n,) each.
    """
    values = np.zeros((len(boxes), 7))
    far = int(_BEGINS_FAR * letters)
    gap = 0.25 * letters
    for number, (x1, y1, x2, y2) in enumerate(boxes.astype(int)):
        high = y2 - y1
        starts, stops = _lines(solid[y1:y2, x2 + int(0.3 * letters) : x2 + int(7.3 * letters)], letters)
        count = len(starts)
        values[number, :4] = (
            count,
            count * pitch / high,
            starts[0] / letters if count else 9,
            (high - stops[-1]) / letters if count else 9,
        )
        left = max(0, x1 - far)
        for column, first in enumerate((y2 + gap, y2 + gap + pitch, y1 - gap - pitch), 4):
            rows = solid[max(0, int(first)) : max(0, int(first + pitch)), left : x2 + far]
            values[number, column] = np.clip(_begins(rows, x1 - left, letters), -9, 9)
    return list(values.T)


def _lines(part: Array, letters: float) -> tuple[Array, Array]:
    """First row of each line of text in `part` and the row after its last."""
    if part.size == 0:
        return np.zeros(0, int), np.zeros(0, int)
    rows = np.convolve(part.sum(axis=1, dtype=np.float64), np.ones(3) / 3, "same")
    printed = np.concatenate(([0], rows > max(1.0, 0.3 * np.percentile(rows, 90)), [0])).astype(np.int8)
    starts, stops = np.flatnonzero(np.diff(printed) == 1), np.flatnonzero(np.diff(printed) == -1)
    high = stops - starts >= 0.35 * letters
    return starts[high], stops[high]


def _begins(rows: Array, own: int, letters: float) -> float:
    """How far right of column `own` the nearest beginning of a line stands, in letters; 9 without a line."""
    if rows.size == 0:
        return 9.0
    inked = np.flatnonzero(rows.sum(axis=0) >= 2)
    if inked.size == 0:
        return 9.0
    begins = np.append(inked[0], inked[1:][np.diff(inked) > _DIVIDES * letters])
    return float(begins[np.abs(begins - own).argmin()] - own) / letters
