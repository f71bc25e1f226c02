"""What differs between two impressions that lie on each other, and the common frame.

Nothing here decides. Damage of a stroke is looked for spot by spot (`damage`); a drawing in another's place,
or gone as a whole, point by point (`likeness`).
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
from .likeness import Likeness, likeness

LOST, GAINED = "lost", "gained"
CUT, PIECE, WHOLE = "cut", "piece", "whole"
# Ink that bridges a gap of the reference is no forger's work, and every further measure costs power.
BY_SPOT: Final = (f"{LOST} {CUT}", f"{LOST} {PIECE}", f"{GAINED} {PIECE}")
MEASURES: Final = (*BY_SPOT, WHOLE)


@dataclass(frozen=True, eq=False)
class PairDifference:
    """What differs between two impressions of one block, at most 1,600 px long.

    Attributes
    ----------
    likeness : how alike the drawings are
    spots : `LOST` and `GAINED` to what may be damage
    shown : `LOST` and `GAINED` to float32 (H, W), 0..1, ink of one that the other has nowhere near, smoothed
    inside : bool (H, W), the frame that both show; nothing is compared beyond it
    ink : float32 (H, W), 0..1, the larger of both
    scale : (x, y), ornament pixels for one pixel of these maps
    """

    likeness: Likeness
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
    """

    first: F32
    second: F32
    inside: Bool


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
    return PairDifference(
        likeness(first, second, inside), found, shown, inside, np.maximum(first, second), scale
    )


def inks_of(ornament: Array, reference: Array, valid: Bool | None = None) -> Inks:
    """The ink of both, uint8 (H, W[, 3]) of one size, and the frame that both show; see `compare_pair`."""
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
    return Inks(first, second, inside)


def _within(values: F32, inside: Bool) -> F32:
    return np.asarray(np.where(inside, values, 0), dtype=np.float32)


def _missing(without: F32, having: F32) -> F32:
    """Ink of `having` that `without` has nowhere within a pixel, smoothed."""
    kernel = np.ones((3, 3), dtype=np.uint8)
    lost = np.maximum(0.0, cv2.erode(having, kernel) - cv2.dilate(without, kernel))
    sigma = max(tuning.PIECE_LEAST, tuning.PIECE * max(having.shape))
    return np.asarray(cv2.GaussianBlur(lost, (0, 0), sigma), dtype=np.float32)


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
    corners = _without_text(cv2.boxPoints(cv2.minAreaRect(inked)), first, second)
    corners = _widened(corners, first, second)
    drawn = np.zeros(first.shape, dtype=np.uint8)
    cv2.fillConvexPoly(drawn, np.round(corners).astype(np.int32), 1)
    return np.asarray(drawn > 0)


def _upright(corners: Array) -> tuple[Array, Array, Array, Array]:
    """A turned frame's corners, (4, 2), as top left, top right, bottom right, bottom left."""
    across = corners[np.argsort(corners[:, 0], kind="stable")]
    left, right = (side[np.argsort(side[:, 1], kind="stable")] for side in (across[:2], across[2:]))
    return left[0], right[0], right[1], left[1]


def _without_text(corners: Array, first: F32, second: F32) -> Array:
    """A frame's corners moved in, above and below, over lines in which the pictures print different things.

    Letters of two books that happen to agree stretch the frame over their line of text.
    """
    top_left, top_right, bottom_right, bottom_left = _upright(corners)
    width, height = (
        max(2, round(float(np.linalg.norm(part)))) for part in (top_right - top_left, bottom_left - top_left)
    )
    there = cv2.getAffineTransform(
        np.array([top_left, top_right, bottom_left], dtype=np.float32),
        np.array([[0, 0], [width, 0], [0, height]], dtype=np.float32),
    )
    laid = [
        cv2.GaussianBlur(cv2.warpAffine(ink, there, (width, height)), (0, 0), tuning.TEXT_BLUR)
        for ink in (first, second)
    ]
    window = max(1, round(tuning.TEXT_WINDOW * max(first.shape)))

    def mean(values: Array) -> Array:
        return np.convolve(values.mean(axis=1), np.full(window, 1 / window), "same")

    means = [mean(ink) for ink in laid]
    spreads = [mean(ink * ink) - own**2 for ink, own in zip(laid, means, strict=True)]
    agree = (mean(laid[0] * laid[1]) - means[0] * means[1]) / np.sqrt(
        np.maximum(np.prod(spreads, axis=0), 1e-8)
    )
    strange = (agree < tuning.TEXT_NCC) & (np.maximum(*spreads) > tuning.AGREE_SPREAD)
    outer = max(1, round(tuning.TEXT_OUTER * height))
    moved = []
    for rows in (strange[:outer], strange[::-1][:outer]):
        # A rule that lies a little off is a few rows.
        lines = cv2.erode(rows.astype(np.uint8)[:, None], np.ones((window, 1), np.uint8))[:, 0]
        inner = np.nonzero(lines)[0]
        # What goes on farther in is no line of text: a row of vignettes that was replaced.
        moved.append(int(inner[-1]) + window if len(inner) and not rows[-1] else 0)
    down = (bottom_left - top_left) / height
    return np.asarray(
        [
            top_left + moved[0] * down,
            top_right + moved[0] * down,
            bottom_right - moved[1] * down,
            bottom_left - moved[1] * down,
        ]
    )


def _widened(corners: Array, first: F32, second: F32) -> Array:
    """A frame's corners, (4, 2), left and right moved out over what either picture prints next to them.

    The last vignette of a row may be another one: then no ink agrees there. Above and below stands text.
    """
    longest = max(first.shape)
    margin = round(tuning.FRAME_WIDENED * longest)
    top_left, top_right, bottom_right, bottom_left = _upright(corners)
    width, height = (
        max(2, round(float(np.linalg.norm(part)))) for part in (top_right - top_left, bottom_left - top_left)
    )
    along = (top_right - top_left) / width
    start, end = top_left - margin * along, top_right + margin * along
    wide = width + 2 * margin
    there = cv2.getAffineTransform(
        np.array([start, end, start + bottom_left - top_left], dtype=np.float32),
        np.array([[0, 0], [wide, 0], [0, height]], dtype=np.float32),
    )
    out = []
    printed = [
        (cv2.warpAffine(ink, there, (wide, height), borderValue=1.0) > tuning.AGREE_INK).mean(axis=0)
        > tuning.FRAME_INKED
        for ink in (first, second)
    ]
    gap = max(1, round(tuning.FRAME_GAP * longest))
    for columns in (slice(margin, None, -1), slice(wide - margin, wide)):
        reached = 0
        for inked in printed:
            steps = np.nonzero(inked[columns])[0]
            for step in steps:
                if step - reached > gap:
                    break
                reached = max(reached, int(step))
        # What goes on to the picture's end, or farther than a vignette is wide, is none.
        out.append(reached if reached < margin - gap else 0)
    return np.asarray(
        [
            top_left - out[0] * along,
            top_right + out[1] * along,
            bottom_right + out[1] * along,
            bottom_left - out[0] * along,
        ]
    )


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
