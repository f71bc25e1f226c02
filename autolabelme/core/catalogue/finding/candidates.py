"""Boxes that may be ornaments, many and overlapping, and what is measured of each.

They are what hangs together in the class map at several levels, and connected ink that is higher than letters
are: plain initials are one letter, and framed ones one frame.
"""

from __future__ import annotations

import numpy as np

from ...arrays import F32, F64, Array
from ...boxes import iou
from ...opencv import cv2
from . import tuning
from .finder import GRAPHIC, INITIAL_LETTER
from .ink import letter_height


def candidate_boxes(shares: Array, ink: Array, cell_px: int) -> F64:
    """Candidates (n, 4), xyxy in grid pixels, x2 and y2 exclusive.

    Parameters
    ----------
    shares : float32 (4, rows, columns), the classes of each cell, 0..1.
    ink : float32 (h, w), 0..1.
    """
    maps = [shares[GRAPHIC] + shares[INITIAL_LETTER], shares[GRAPHIC], shares[INITIAL_LETTER]]
    found: list[tuple[float, ...]] = []
    for values in maps:
        for level in tuning.LEVELS:
            count, labels, stats, _ = cv2.connectedComponentsWithStats(
                (values > level).astype(np.uint8), connectivity=4
            )
            for label in range(1, count):
                if stats[label, cv2.CC_STAT_AREA] < tuning.LEAST_CELLS:
                    continue
                left, top, wide, high = (int(value) for value in stats[label, :4])
                cells = labels[top : top + high, left : left + wide] == label
                outer = tuple(cell_px * edge for edge in (left, top, left + wide, top + high))
                inner = _inked(cells, ink, left * cell_px, top * cell_px, cell_px)
                if inner is not None:
                    # People leave some white around what they box, and so do the cells: half-way, too.
                    found += [inner, tuple((a + b) / 2 for a, b in zip(inner, outer, strict=True))]
    found += _high_pieces(ink)
    boxes = np.array(found, np.float64).reshape(-1, 4)
    boxes[:, 0::2] = boxes[:, 0::2].clip(0, ink.shape[1])
    boxes[:, 1::2] = boxes[:, 1::2].clip(0, ink.shape[0])
    sides = boxes[:, 2:] - boxes[:, :2]
    boxes = boxes[sides.min(axis=1) >= 4] if len(boxes) else boxes
    return _distinct(boxes)


def _inked(cells: Array, ink: Array, left: int, top: int, cell_px: int) -> tuple[float, ...] | None:
    """The box of the ink within `cells`, a cut of the map at (left, top) in grid pixels; None without ink."""
    window = ink[top : top + cells.shape[0] * cell_px, left : left + cells.shape[1] * cell_px]
    mask = cells.repeat(cell_px, axis=0).repeat(cell_px, axis=1)[: window.shape[0], : window.shape[1]]
    inked = (window > tuning.INKED) & mask
    ends = []
    for axis in (0, 1):
        share = np.cumsum(inked.sum(axis=axis, dtype=np.float64))
        if share.size == 0 or share[-1] == 0:
            return None
        share /= share[-1]
        first, last = np.searchsorted(share, (tuning.TRIM, 1 - tuning.TRIM))
        ends.append((int(first), int(last) + 1))
    (x1, x2), (y1, y2) = ends
    return (float(left + x1), float(top + y1), float(left + x2), float(top + y2))


def _high_pieces(ink: Array) -> list[tuple[float, ...]]:
    """Boxes of connected ink that is higher than letters are."""
    solid = (ink > tuning.INKED).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(solid)
    least = max(tuning.LEAST_SIDE, tuning.HIGH_LETTERS * letter_height(ink))
    high, wide = stats[1:, cv2.CC_STAT_HEIGHT], stats[1:, cv2.CC_STAT_WIDTH]
    chosen = 1 + np.flatnonzero((high >= least) & (wide >= tuning.LEAST_SIDE) & (high < ink.shape[0] / 2))
    chosen = chosen[np.argsort(-stats[chosen, cv2.CC_STAT_AREA])][: tuning.MOST_PIECES]
    return [(float(x), float(y), float(x + w), float(y + h)) for x, y, w, h, _ in stats[chosen]]


def _distinct(boxes: F64) -> F64:
    """`boxes` without those that are nearly another."""
    if len(boxes) == 0:
        return boxes
    overlaps = iou(boxes, boxes) > tuning.SAME
    kept: list[int] = []
    for index in range(len(boxes)):
        if not overlaps[index, kept].any():
            kept.append(index)
    return boxes[kept]


class Sums:
    """Means of a picture over boxes, by its summed area table."""

    def __init__(self, values: Array) -> None:
        self._table = cv2.integral(np.ascontiguousarray(values, np.float32), sdepth=cv2.CV_64F)

    def mean(self, boxes: F64) -> F64:
        """Mean over each of (n, 4) boxes, cut at the picture's edges; 0 for an empty one."""
        height, width = self._table.shape[0] - 1, self._table.shape[1] - 1
        x1, x2 = (np.round(boxes[:, i]).clip(0, width).astype(int) for i in (0, 2))
        y1, y2 = (np.round(boxes[:, i]).clip(0, height).astype(int) for i in (1, 3))
        total = self._table[y2, x2] - self._table[y1, x2] - self._table[y2, x1] + self._table[y1, x1]
        area = (x2 - x1) * (y2 - y1)
        return np.where(area > 0, total / np.maximum(area, 1), 0.0)


def box_measures(boxes: F64, shares: Array, ink: Array, colour: Array, cell_px: int) -> F32:
    """Measures of each candidate: (n, 4) boxes -> float32 (n, m)."""
    letters = max(letter_height(ink), 4.0)
    x1, y1, x2, y2 = boxes.T
    wide, high = x2 - x1, y2 - y1
    solid = (ink > tuning.INKED).astype(np.float32)
    inked, colours = Sums(solid), Sums(colour)
    across, down = (np.abs(cv2.Sobel(ink, cv2.CV_32F, dx, 1 - dx)) for dx in (1, 0))
    grades = Sums(ink * ink), Sums(across), Sums(down)
    _, labels, stats, centres = cv2.connectedComponentsWithStats(solid.astype(np.uint8))
    pieces = np.zeros_like(solid)
    real = 1 + np.flatnonzero(stats[1:, cv2.CC_STAT_AREA] >= 6)
    pieces[centres[real, 1].astype(int), centres[real, 0].astype(int)] = 1
    high_ink = stats[:, cv2.CC_STAT_HEIGHT].astype(np.float32) / letters
    high_ink[0] = 0
    heights = Sums(np.minimum(high_ink, 12)[labels] * solid)
    per_cell = boxes / cell_px
    classes = [Sums(part) for part in shares]
    around = _grown(boxes, letters)
    density = inked.mean(boxes)
    rows = np.flatnonzero(solid.any(axis=1))
    columns = np.cumsum(solid.sum(axis=0, dtype=np.float64))
    columns /= max(columns[-1], 1.0)
    text_left, text_right = (float(np.searchsorted(columns, part)) for part in (0.01, 0.99))
    text_wide = max(text_right - text_left, 1.0)
    top, bottom = (float(rows[0]), float(rows[-1] + 1)) if rows.size else (0.0, 1.0)
    band = 0.35 * letters
    reach = np.maximum(4 * letters, 0.5 * wide)
    measures = [
        *(part.mean(per_cell) for part in classes[1:]),
        *(part.mean(_grown(per_cell, -0.2 * np.minimum(wide, high) / cell_px)) for part in classes[1:3]),
        *(_ring(part, per_cell, around / cell_px) for part in classes[1:3]),
        wide / letters,
        high / letters,
        np.log(np.maximum(wide, 1) / np.maximum(high, 1)),
        wide / text_wide,
        high / max(bottom - top, 1.0),
        density,
        *(one.mean(boxes) for one in grades),
        colours.mean(boxes),
        Sums(pieces).mean(boxes) * letters**2,
        heights.mean(boxes) / np.maximum(density, 1e-3),
        # White around: bands outside each side, then the frame's own bands inside.
        inked.mean(np.stack([x1 - band, y1, x1, y2], axis=1)),
        inked.mean(np.stack([x2, y1, x2 + band, y2], axis=1)),
        inked.mean(np.stack([x1, y1 - band, x2, y1], axis=1)),
        inked.mean(np.stack([x1, y2, x2, y2 + band], axis=1)),
        inked.mean(np.stack([x1, y1, x1 + band, y2], axis=1)),
        inked.mean(np.stack([x2 - band, y1, x2, y2], axis=1)),
        inked.mean(np.stack([x1, y1, x2, y1 + band], axis=1)),
        inked.mean(np.stack([x1, y2 - band, x2, y2], axis=1)),
        # What stands further off: lines to the right of an initial, paper to its left, the next line below.
        inked.mean(np.stack([x2 + band, y1, x2 + band + reach, y2], axis=1)),
        inked.mean(np.stack([x1 - band - reach, y1, x1 - band, y2], axis=1)),
        inked.mean(np.stack([x1, y2, x2, y2 + 3 * letters], axis=1)),
        inked.mean(np.stack([x1, y1 - 3 * letters, x2, y1], axis=1)),
        heights.mean(np.stack([x2 + band, y1, x2 + band + reach, y2], axis=1))
        / np.maximum(inked.mean(np.stack([x2 + band, y1, x2 + band + reach, y2], axis=1)), 1e-3),
        (x1 - text_left) / text_wide,
        ((x1 + x2) / 2 - (text_left + text_right) / 2) / text_wide,
        ((y1 + y2) / 2 - top) / max(bottom - top, 1.0),
        np.minimum.reduce([x1, y1, ink.shape[1] - x2, ink.shape[0] - y2]) / letters,
    ]
    return np.stack(measures, axis=1).astype(np.float32)


def contrast(measures: F32) -> F32:
    """How much more a box is ornament, by the map, than what is around it: (n, m) measures -> (n,), 0..1.

    Trees that saw a few dozen ornaments are sure of a box that is half as wide again; the map is not.
    """
    inside, around = measures[:, 0] + measures[:, 1], measures[:, 5] + measures[:, 6]
    return np.asarray(np.clip(inside - tuning.AROUND * around, 0, 1), np.float32)


def _grown(boxes: F64, by: float | F64) -> F64:
    by = np.broadcast_to(np.asarray(by, np.float64), (len(boxes),))
    return boxes + np.stack([-by, -by, by, by], axis=1)


def _ring(sums: Sums, boxes: F64, around: F64) -> F64:
    """Mean between each box and the larger one around it."""
    own = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    whole = np.prod(around[:, 2:] - around[:, :2], axis=1)
    between = sums.mean(around) * whole - sums.mean(boxes) * own
    return np.asarray(between / np.maximum(whole - own, 1e-6), np.float64)
