"""What differs between two impressions that lie on each other, and the common frame.

Nothing here decides. Damage of a stroke is looked for spot by spot (`damage`); something *whole* is the share
of a place's ink that has none near it, which inking hardly moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from autolabelme.core.arrays import F32, Array, Bool, to_gray
from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2

from . import tuning
from .damage import Spots, spots
from .ink import ink_fraction

LOST, GAINED = "lost", "gained"
CUT, PIECE, WHOLE = "cut", "piece", "whole"
DENSE: Final = (f"{LOST} {WHOLE}", f"{GAINED} {WHOLE}")
# Ink that bridges a gap of the reference is no forger's work, and every further measure costs power.
BY_SPOT: Final = (f"{LOST} {CUT}", f"{LOST} {PIECE}", f"{GAINED} {PIECE}")
MEASURES: Final = BY_SPOT + DENSE


@dataclass(frozen=True, eq=False)
class PairDifference:
    """What differs between two impressions of one block, at most 1,600 px long.

    Attributes
    ----------
    measures : `DENSE` to float32 (H, W), 0..1
    spots : `LOST` and `GAINED` to what may be damage
    shown : `LOST` and `GAINED` to float32 (H, W), 0..1, ink of one that the other has nowhere near, smoothed
    inside : bool (H, W), the frame that both show; nothing is compared beyond it
    ink : float32 (H, W), 0..1, the larger of both
    scale : (x, y), ornament pixels for one pixel of these maps
    """

    measures: Mapping[str, F32]
    spots: Mapping[str, Spots]
    shown: Mapping[str, F32]
    inside: Bool
    ink: F32
    scale: tuple[float, float] = (1.0, 1.0)

    @property
    def place_px(self) -> int:
        """Side of the places that `peaks` gives one value each."""
        return int(max(8, round(tuning.PLACE * max(self.inside.shape))))

    @property
    def places(self) -> Bool:
        """Which squares of the grid are places: in the frame by half, and with ink; bool (rows, columns)."""
        share, ink = (
            _grid(np.asarray(values, dtype=np.float32), self.place_px).mean(axis=(1, 3))
            for values in (self.inside, self.ink)
        )
        return np.asarray((share >= 0.5) & (ink >= tuning.PLACE_INK))

    def peaks(self, measure: str) -> F32:
        """The largest value of one of `DENSE` in each place, (n,) float32."""
        return np.asarray(_grid(self.measures[measure], self.place_px).max(axis=(1, 3))[self.places])

    def spot_peaks(self, side: str, values: Array) -> F32:
        """The largest of `values` (n,), one a spot, in each place; `SPOT_FLOOR` where there is no spot."""
        places = self.places
        largest = np.full(places.shape, tuning.SPOT_FLOOR, dtype=np.float32)
        rows, columns = self.spots[side].y // self.place_px, self.spots[side].x // self.place_px
        whole = (rows < places.shape[0]) & (columns < places.shape[1])
        np.maximum.at(largest, (rows[whole], columns[whole]), np.asarray(values, dtype=np.float32)[whole])
        return np.asarray(largest[places])


def compare_pair(ornament: Array, reference: Array, valid: Bool | None = None) -> PairDifference:
    """Measure what differs between an ornament and a reference impression that is laid on it.

    Parameters
    ----------
    ornament, reference : uint8 (H, W[, 3]) of one size
    valid : bool (H, W), where the reference covers the ornament; None: everywhere
    """
    observed, expected = to_gray(ornament), to_gray(reference)
    if observed.shape != expected.shape:
        raise MisuseError(f"reference: expected the ornament's size {observed.shape}, got {expected.shape}")
    height, width = observed.shape
    factor = min(1.0, tuning.PAIR_SIDE / max(height, width))
    reduced = (max(1, round(width * factor)), max(1, round(height * factor)))
    inside = np.ones(observed.shape, dtype=np.bool_) if valid is None else valid
    if factor < 1.0:
        observed, expected = (
            np.asarray(cv2.resize(image, reduced, interpolation=cv2.INTER_AREA), dtype=np.uint8)
            for image in (observed, expected)
        )
        smaller = cv2.resize(inside.astype(np.uint8), reduced, interpolation=cv2.INTER_NEAREST)
        inside = np.asarray(smaller > 0)
    longest = max(reduced)
    first, second = (ink_fraction(image, tuning.PAIR_PAPER * longest) for image in (observed, expected))
    inside = _shrunk(inside, round(tuning.PAIR_MARGIN * longest)) & _common_frame(first, second, inside)
    measures, found, shown = {}, {}, {}
    for side, without, having in ((LOST, first, second), (GAINED, second, first)):
        measures[f"{side} {WHOLE}"] = _within(_whole(without, having), inside)
        shown[side] = _within(_missing(without, having), inside)
        found[side] = spots(without, having, inside)
    scale = (width / reduced[0], height / reduced[1])
    return PairDifference(measures, found, shown, inside, np.maximum(first, second), scale)


def _within(values: F32, inside: Bool) -> F32:
    return np.asarray(np.where(inside, values, 0), dtype=np.float32)


def _missing(without: F32, having: F32) -> F32:
    """Ink of `having` that `without` has nowhere within a pixel, smoothed."""
    kernel = np.ones((3, 3), dtype=np.uint8)
    lost = np.maximum(0.0, cv2.erode(having, kernel) - cv2.dilate(without, kernel))
    sigma = max(tuning.PIECE_LEAST, tuning.PIECE * max(having.shape))
    return np.asarray(cv2.GaussianBlur(lost, (0, 0), sigma), dtype=np.float32)


def _whole(without: F32, having: F32) -> F32:
    """The share of `having`'s ink about a pixel that has no ink of `without` near it."""
    longest = max(having.shape)
    reach = max(1, round(tuning.APART * longest))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    alone = np.clip(having - cv2.dilate(without, kernel), 0, 1)
    alone, all_of_it = (cv2.GaussianBlur(ink, (0, 0), tuning.WHOLE_SIZE * longest) for ink in (alone, having))
    return np.asarray(alone / (all_of_it + tuning.LITTLE_INK), dtype=np.float32)


def _common_frame(first: F32, second: F32, valid: Bool) -> Bool:
    """The smallest turned rectangle round the ink on which both pictures agree.

    A crop has other things about the ornament, mostly lines of text, and these differ between two books.
    """
    sigma = tuning.AGREE_SIGMA * max(first.shape)

    def smooth(values: F32) -> F32:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), dtype=np.float32)

    means = smooth(first), smooth(second)
    spreads = smooth(first * first) - means[0] ** 2, smooth(second * second) - means[1] ** 2
    both = np.sqrt(np.maximum(spreads[0], 0) * np.maximum(spreads[1], 0) + 1e-3)
    agree = (smooth(first * second) - means[0] * means[1]) / both > tuning.AGREE_NCC
    agree &= (np.minimum(*spreads) > tuning.AGREE_SPREAD) & valid
    count, numbers, stats, _ = cv2.connectedComponentsWithStats(agree.astype(np.uint8))
    areas = stats[:, cv2.CC_STAT_AREA]
    if count < 2:
        return np.zeros(first.shape, dtype=np.bool_)
    large = np.concatenate([[False], areas[1:] >= tuning.AGREE_SHARE * areas[1:].max()])
    both_inked = large[numbers] & (first > tuning.AGREE_INK) & (second > tuning.AGREE_INK)
    if not both_inked.any():
        return np.zeros(first.shape, dtype=np.bool_)
    inked = cv2.findNonZero(both_inked.astype(np.uint8))
    drawn = np.zeros(first.shape, dtype=np.uint8)
    corners = cv2.boxPoints(cv2.minAreaRect(inked))
    cv2.fillConvexPoly(drawn, np.round(corners).astype(np.int32), 1)
    return np.asarray(drawn > 0)


def _shrunk(mask: Bool, by_px: int) -> Bool:
    side = 2 * by_px + 1
    shrunk = cv2.erode(mask.astype(np.uint8), np.ones((side, side), np.uint8), borderValue=0)
    return np.asarray(shrunk > 0)


def _grid(values: F32, side: int) -> F32:
    """(rows, side, columns, side) view of the grid; what is left over at the right and bottom is cut off."""
    rows, columns = values.shape[0] // side, values.shape[1] // side
    return values[: rows * side, : columns * side].reshape(rows, side, columns, side)


def covers(source_from_reference: F32, width: int, height: int) -> Bool:
    """Where a map (H, W, 2) samples within an image of `width` x `height`: bool (H, W)."""
    x, y = source_from_reference[..., 0], source_from_reference[..., 1]
    return np.asarray((x >= 0) & (x <= width - 1) & (y >= 0) & (y <= height - 1), dtype=np.bool_)
