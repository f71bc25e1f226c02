"""What hangs together of the ink that one impression lacks: how much, how long, and how bare its place is.

Honest wear takes specks and edges; damage takes a piece. A spot looks at one point, and a broken stroke is
many points that each show little: here a spot is told what lost ink it belongs to (docs/decisions/0243).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from autolabelme.core.arrays import F32, F64, Array, Bool
from autolabelme.core.opencv import cv2

from . import tuning

PIECE_MEASURES: Final = ("area", "area joined", "length joined", "ink left in it")


@dataclass(frozen=True, eq=False)
class _Pieces:
    """Connected pieces, the first is none: `numbers` int32 (H, W), the others (n,)."""

    numbers: Array
    area: F64
    length: F64
    left: F64


def alone(without: F32, having: F32) -> F32:
    """Ink of `having` that has none of `without` within `ALONE` pixels, (H, W) 0..1.

    A thin line that is gone as a whole, or was added on bare paper, is of this kind and leaves no gap.
    """
    return np.asarray(np.maximum(0, having - cv2.dilate(without, _disc(tuning.ALONE))), dtype=np.float32)


def piece_measures(without: F32, having: F32, x: Array, y: Array) -> list[F64]:
    """`PIECE_MEASURES` of the largest piece of lost ink within `PIECE_NEAR` pixels of each spot, (n,) each.

    Parameters
    ----------
    without, having : float32 (H, W), ink 0..1 of two impressions that lie on each other
    x, y : (n,) int, pixels
    """
    lost = (having > tuning.PIECE_INK) & (cv2.dilate(without, _disc(1)) < tuning.PIECE_LEFT)
    single, joined = (_pieces(lost, without, by) for by in (1, tuning.PIECE_JOINED))
    own, own_joined = (_largest_near(pieces, x, y) for pieces in (single, joined))
    return [
        np.log(single.area[own] + 1),
        np.log(joined.area[own_joined] + 1),
        np.log(joined.length[own_joined] + 1),
        single.left[own],
    ]


def _pieces(lost: Bool, without: F32, side: int) -> _Pieces:
    """The pieces of lost ink; what lies less than `side` pixels apart is one."""
    grown = cv2.dilate(lost.astype(np.uint8), np.ones((side, side), np.uint8))
    count, numbers = cv2.connectedComponents(grown, connectivity=8)
    ys, xs = np.nonzero(lost)
    own = np.asarray(numbers[ys, xs], dtype=np.int64)
    area = np.bincount(own, minlength=count).astype(np.float64)
    ends = []
    for places in (xs, ys):
        low, high = np.full(count, np.inf), np.full(count, -np.inf)
        np.minimum.at(low, own, places)
        np.maximum.at(high, own, places)
        ends.append(np.where(area > 0, high - low, 0))
    length = np.where(area > 0, np.hypot(*ends) + 1, 0)
    ink = np.bincount(own, weights=without[ys, xs], minlength=count)
    # Where nothing hangs together nothing is bare.
    return _Pieces(numbers, area, length, np.where(area > 0, ink / np.maximum(area, 1), 1))


def _largest_near(pieces: _Pieces, x: Array, y: Array) -> Array:
    """The number of the largest piece near each of (n,) points; 0 where there is none."""
    height, width = pieces.numbers.shape
    best = np.zeros(len(x), dtype=np.int64)
    reach = tuning.PIECE_NEAR
    for down in range(-reach, reach + 1):
        for right in range(-reach, reach + 1):
            rows, columns = np.clip(y + down, 0, height - 1), np.clip(x + right, 0, width - 1)
            here = pieces.numbers[rows, columns]
            best = np.where(pieces.area[here] > pieces.area[best], here, best)
    return best


def _disc(radius: int) -> Array:
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    # Wide ones without the single pixels at their ends.
    return np.asarray(x * x + y * y <= radius * radius + radius // 2).astype(np.uint8)
