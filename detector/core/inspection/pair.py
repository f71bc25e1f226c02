"""What differs between two impressions that lie on each other, and the common frame.

Nothing here decides. Damage of a stroke is looked for spot by spot (`damage`); a drawing in another's place,
or gone as a whole, point by point (`likeness`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from autolabelme.core.arrays import F32, F64, U8, Array, Bool, to_gray
from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2
from ransac_gui.core.block.strokes import stroke_width

from . import tuning
from .damage import Spots, spots
from .frame import common_frame, filled
from .ink import ink_fraction
from .left_out import Compared, compared
from .likeness import Likeness, alike, likeness

LOST, GAINED = "lost", "gained"
CUT, PIECE, ADDED, WHOLE = "cut", "piece", "added", "whole"
# Ink that bridges a gap of the reference is no forger's work, and every further measure costs power.
BY_SPOT: Final = (f"{LOST} {CUT}", f"{LOST} {PIECE}", f"{GAINED} {ADDED}")
# At the frame's edge stand rules, which break in honest printing: what is rare there is counted apart (0250).
AT_EDGE: Final = {name: f"{name} at the edge" for name in BY_SPOT}
MEASURES: Final = (*BY_SPOT, *AT_EDGE.values(), WHOLE)


@dataclass(frozen=True, eq=False)
class PairDifference:
    """What differs between two impressions of one block, at most 1,600 px long; small pictures enlarged.

    Attributes
    ----------
    likeness : how alike the drawings are
    spots : `LOST` and `GAINED` to what may be damage
    shown : `LOST` and `GAINED` to float32 (H, W), 0..1, ink of one that the other has nowhere near, smoothed
    inside : bool (H, W), the frame that both show; nothing is compared beyond it
    ink : float32 (H, W), 0..1, the larger of both
    scale : (x, y), ornament pixels for one pixel of these maps
    compared : the frame on the ornament, and what of either picture is left out of it
    """

    likeness: Likeness
    spots: Mapping[str, Spots]
    shown: Mapping[str, F32]
    inside: Bool
    ink: F32
    scale: tuple[float, float]
    compared: Compared

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

    @cached_property
    def edge(self) -> Bool:
        """The outermost part of the frame, as wide as `EDGE`; bool (H, W)."""
        framed = np.pad(self.inside.astype(np.uint8), 1)
        deep = cv2.distanceTransform(framed, cv2.DIST_L2, cv2.DIST_MASK_5)[1:-1, 1:-1]
        return np.asarray(self.inside & (deep < tuning.EDGE * max(self.inside.shape)))

    def at_edge(self, spots: Spots) -> Bool:
        """Which of the spots lie at the frame's edge, bool (n,)."""
        return np.asarray(self.edge[spots.y, spots.x])

    @property
    def edge_places(self) -> Bool:
        """Which of the places hold some of the edge, bool (n,) as `peaks`."""
        held = _grid(self.edge.astype(np.float32), self.place_px).max(axis=(1, 3)) > 0
        return np.asarray(held[self.places])

    def peaks(self, points: Spots | Likeness, values: Array) -> F32:
        """The largest of `values` (n,), one a point, in each place; `SPOT_FLOOR` where there is no point."""
        places = self.places
        largest = np.full(places.shape, tuning.SPOT_FLOOR, dtype=np.float32)
        rows, columns = points.y // self.place_px, points.x // self.place_px
        whole = (rows < places.shape[0]) & (columns < places.shape[1])
        np.maximum.at(largest, (rows[whole], columns[whole]), np.asarray(values, dtype=np.float32)[whole])
        return np.asarray(largest[places])


@dataclass(frozen=True, eq=False)
class Inks:
    """Two impressions as they are compared, at most 1,600 px long.

    Attributes
    ----------
    first, second : float32 (H, W), ink 0..1 of the ornament and of the reference
    inside : bool (H, W), the frame that both show
    shown : bool (H, W), what both pictures reach
    corners : (4, 2), (x, y), of that frame; (0, 2) without one
    """

    first: F32
    second: F32
    inside: Bool
    shown: Bool
    corners: F64


def compare_pair(ornament: Array, reference: Array, valid: Bool | None = None) -> PairDifference:
    """Measure what differs between an ornament and a reference impression that is laid on it.

    Parameters
    ----------
    ornament, reference : uint8 (H, W[, 3]) of one size
    valid : bool (H, W), where the reference covers the ornament; None: everywhere
    """
    inks = inks_of(ornament, reference, valid)
    first, second, inside = inks.first, inks.second, inks.inside
    found, shown = {}, {}
    for side, without, having in ((LOST, first, second), (GAINED, second, first)):
        shown[side] = _within(_missing(without, having), inside)
        found[side] = spots(without, having, inside)
    (height, width), reduced = ornament.shape[:2], inside.shape
    scale = (width / reduced[1], height / reduced[0])
    told = compared((first, second), inks.shown, inside, inks.corners, scale)
    told = replace(told, one_scan=alike(first, second, inside) >= tuning.ONE_SCAN)
    return PairDifference(
        likeness(first, second, inside), found, shown, inside, np.maximum(first, second), scale, told
    )


def inks_of(ornament: Array, reference: Array, valid: Bool | None = None) -> Inks:
    """The ink of both, uint8 (H, W[, 3]) of one size, and the frame that both show; see `compare_pair`."""
    observed, expected = to_gray(ornament), to_gray(reference)
    if observed.shape != expected.shape:
        raise MisuseError(f"reference: expected the ornament's size {observed.shape}, got {expected.shape}")
    height, width = observed.shape
    inside = np.ones(observed.shape, dtype=np.bool_) if valid is None else valid
    factor = _compared_at(observed, inside)
    reduced = (max(1, round(width * factor)), max(1, round(height * factor)))
    if factor != 1.0:
        how = cv2.INTER_AREA if factor < 1.0 else cv2.INTER_CUBIC
        observed, expected = (
            np.asarray(cv2.resize(image, reduced, interpolation=how), dtype=np.uint8)
            for image in (observed, expected)
        )
        smaller = cv2.resize(inside.astype(np.uint8), reduced, interpolation=cv2.INTER_NEAREST)
        inside = np.asarray(smaller > 0)
    longest = max(reduced)
    first, second = (ink_fraction(image, tuning.PAIR_PAPER * longest) for image in (observed, expected))
    corners = common_frame(first, second, inside)
    compared_there = _shrunk(inside, round(tuning.PAIR_MARGIN * longest)) & filled(corners, inside.shape)
    return Inks(first, second, compared_there, inside, corners)


def _compared_at(gray: U8, shown: Bool) -> float:
    """By how much a picture is enlarged, or reduced, to be compared.

    Spots are measured in pixels: a small picture is brought towards the size of those that taught what they
    show, as far as its strokes stay no wider than theirs.
    """
    longest = int(max(gray.shape))
    if longest >= tuning.PAIR_LEAST:
        return min(1.0, tuning.PAIR_SIDE / longest)
    width = stroke_width(ink_fraction(gray, tuning.PAIR_PAPER * longest), shown)
    widest = tuning.WIDEST_STROKE / width if width > 0 else 1.0
    return max(1.0, min(tuning.ENLARGED, tuning.PAIR_LEAST / longest, widest))


def _within(values: F32, inside: Bool) -> F32:
    return np.asarray(np.where(inside, values, 0), dtype=np.float32)


def _missing(without: F32, having: F32) -> F32:
    """Ink of `having` that `without` has nowhere within a pixel, smoothed."""
    kernel = np.ones((3, 3), dtype=np.uint8)
    lost = np.maximum(0.0, cv2.erode(having, kernel) - cv2.dilate(without, kernel))
    sigma = max(tuning.PIECE_LEAST, tuning.PIECE * max(having.shape))
    return np.asarray(cv2.GaussianBlur(lost, (0, 0), sigma), dtype=np.float32)


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
