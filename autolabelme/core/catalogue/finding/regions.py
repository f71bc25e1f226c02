"""From the class map to boxes: places that hang together, drawn in to the ink that they stand for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...arrays import Array, Bool
from ...opencv import cv2
from . import network

# A cell belongs to a region from here on; a pixel of ink near one belongs to its box from the lower value on.
CORE = 0.5
NEAR = 0.25
# Ink from here on draws the box.
INKED = 0.35
# Of a region's ink along either axis, this share on each side is dirt or a neighbour's tail.
TRIM = 0.004
# Cells: less is noise of the map. A 2-line initial of a full page has about 25.
LEAST_CELLS = 6
# Two boxes of which this share of the smaller one is common are one ornament.
SAME = 0.5

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Region:
    """One printed thing that is no text.

    Attributes
    ----------
    box : (x1, y1, x2, y2), pixels of the grid.
    score : 0..1, mean over the box of how likely each place is graphic or initial.
    initial : 0..1, the initial's part of that.
    """

    box: Box
    score: float
    initial: float


def find_regions(shares: Array, ink: Array) -> list[Region]:
    """Regions of a page from `network.class_map` and `PageInk.ink`, top to bottom.

    Places of either class hang together by themselves, so that an initial right under a woodcut is none of
    it; pieces that lie in each other's boxes are one thing of which the network was of two minds.
    """
    both = shares[network.GRAPHIC] + shares[network.INITIAL_LETTER]
    letter = shares[network.INITIAL_LETTER] > shares[network.GRAPHIC]
    pieces = [*_pieces((both > CORE) & letter), *_pieces((both > CORE) & ~letter)]
    regions = []
    for cells in _joined(pieces):
        inked = _drawn_in(cells, both, ink)
        if inked is None:
            continue
        # People draw boxes with some white around, and so do the cells: half-way between cells and ink.
        outer = [edge * network.STEP for edge in _bounds(cells)]
        x1, y1, x2, y2 = ((first + second) / 2 for first, second in zip(inked, outer, strict=True))
        step = network.STEP
        within = np.s_[int(y1 // step) : int(-(-y2 // step)), int(x1 // step) : int(-(-x2 // step))]
        part = float(shares[network.INITIAL_LETTER][cells].sum() / both[cells].sum())
        regions.append(Region((x1, y1, x2, y2), float(both[within].mean()), part))
    return sorted(regions, key=lambda one: (one.box[1], one.box[0]))


def _pieces(core: Bool) -> list[Bool]:
    closed = cv2.morphologyEx(core.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=4)
    return [labels == label for label in range(1, count) if stats[label, cv2.CC_STAT_AREA] >= LEAST_CELLS]


def _joined(pieces: list[Bool]) -> list[Bool]:
    """`pieces` with those made one of which one's box has `SAME` of the other's in it."""
    done: list[Bool] = []
    for piece in sorted(pieces, key=lambda cells: -int(cells.sum())):
        merged = piece
        again = True
        while again:
            again = False
            for other in done:
                if _common(_bounds(merged), _bounds(other)) > SAME:
                    merged = merged | other
                    done = [one for one in done if one is not other]
                    again = True
                    break
        done.append(merged)
    return done


def _bounds(cells: Bool) -> Box:
    rows, columns = np.flatnonzero(cells.any(axis=1)), np.flatnonzero(cells.any(axis=0))
    return (float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))


def _common(first: Box, second: Box) -> float:
    """The shared part of the smaller of two boxes, 0..1."""
    wide = min(first[2], second[2]) - max(first[0], second[0])
    high = min(first[3], second[3]) - max(first[1], second[1])
    if wide <= 0 or high <= 0:
        return 0.0
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second))
    return wide * high / smaller


def _drawn_in(cells: Bool, own: Array, ink: Array) -> Box | None:
    """The box of the ink that belongs to a region's `cells` (bool (rows, columns)); None without ink."""
    near = cv2.dilate(cells.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)
    mask = cells | (near & (own > NEAR))
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    step = network.STEP
    top, left = rows[0] * step, columns[0] * step
    part = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    window = ink[top : top + part.shape[0] * step, left : left + part.shape[1] * step]
    part = part.repeat(step, axis=0).repeat(step, axis=1)[: window.shape[0], : window.shape[1]]
    inked = (window > INKED) & part
    ends = []
    for axis in (0, 1):
        share = np.cumsum(inked.sum(axis=axis, dtype=np.float64))
        if share[-1] == 0:
            return None
        share /= share[-1]
        ends.append((int(np.searchsorted(share, TRIM)), int(np.searchsorted(share, 1 - TRIM)) + 1))
    (x1, x2), (y1, y2) = ends
    return (float(left + x1), float(top + y1), float(left + x2), float(top + y2))
