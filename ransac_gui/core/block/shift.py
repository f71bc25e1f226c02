"""A strip that repeats: its unit, and whether it was laid one unit (or more) off.

Where cast sorts repeat, a strip fits upon itself at every unit. A wrong unit leaves a piece of either strip
without counterpart at its end, which the strip laid right does not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, F64, Array
from autolabelme.core.correlation import best_place
from autolabelme.core.opencv import cv2

from .. import geometry
from ..compose import WarpMap
from ..prepare import Working, resized, working
from ..smooth_flow import warped_ink
from . import tuning


@dataclass(frozen=True)
class Repeat:
    """The unit of a repeating ornament, pixels of the reference."""

    dx: float
    dy: float
    ncc: float
    """How well the ornament fits upon itself one unit on."""

    @property
    def length(self) -> float:
        return float(np.hypot(self.dx, self.dy))


@dataclass(frozen=True)
class LaidOff:
    """By how many units a repeating strip was laid off, never 0 (see `units_off`)."""

    units: int
    repeat: Repeat

    def landmarks(self, warp: WarpMap) -> tuple[tuple[float, float, float, float], ...]:
        """Four pairs (reference x, y, source x, y) that lay the strip right, for `AlignParams.landmarks`."""
        right = warp.coarse.shifted((self.units * self.repeat.dx, self.units * self.repeat.dy))
        here = geometry.corners(warp.width, warp.height)
        pairs = np.hstack([here, right.points(here)])
        return tuple((float(x), float(y), float(u), float(v)) for x, y, u, v in pairs)


def laid_off(source: Array, reference: Array, warp: WarpMap) -> LaidOff | None:
    """Whether a source was laid units off on a reference that repeats; None where it lies as it fits best.

    Parameters
    ----------
    source, reference : (H, W) or (H, W, 3), uint8 or uint16, whole
    warp : WarpMap
        Reference to source; only its homographies are used.
    """
    still = working(reference, tuning.STRIP_SIDE)
    repeat = repeat_of(still)
    units = 0 if repeat is None else units_off(working(source, tuning.STRIP_SIDE), still, warp, repeat)
    return LaidOff(units, repeat) if repeat is not None and units else None


def repeat_of(reference: Working) -> Repeat | None:
    """The shortest shift along either axis at which the reference's ink repeats; None where it does not."""
    small = resized(reference, tuning.STRIP_SIDE)
    ink = np.asarray(cv2.GaussianBlur(small.ink, (0, 0), tuning.STRIP_BLUR), np.float32)
    unit = reference.width / small.size[0]
    best: Repeat | None = None
    for axis in (1, 0):
        found = _repeat_along(ink if axis == 1 else np.ascontiguousarray(ink.T))
        if found is not None and (best is None or found[1] > best.ncc):
            length = found[0] * unit
            best = Repeat(length, 0.0, found[1]) if axis == 1 else Repeat(0.0, length, found[1])
    return best


def units_off(source: Working, reference: Working, warp: WarpMap, repeat: Repeat) -> int:
    """By how many units the source lies off: 0 where it fits best as it is laid.

    A positive number: the source's counterpart of a place lies that many units further along the repeat.
    """
    fits = {0: _fit(source, reference, warp, 0.0, 0.0)}
    longest = tuning.STRIP_OVERLAP * (reference.width if repeat.dx else reference.height)
    for number in range(1, max(1, int(longest / repeat.length)) + 1):
        for sign in (1, -1):
            fits[sign * number] = _fit(
                source, reference, warp, sign * number * repeat.dx, sign * number * repeat.dy
            )
    best = max(fits, key=lambda number: fits[number])
    return best if fits[best] > fits[0] + tuning.BETTER_PLACE else 0


def off_from_either(source: Working, reference: Working, warp: WarpMap, back: WarpMap) -> tuple[float, int]:
    """The unit that repeats, pixels of the reference (0 where none does), and by how many the pair lies off.

    Where it fits best by what repeats in the reference, the source is asked, laid by `back`.
    """
    repeat = repeat_of(reference)
    if repeat is not None and (off := units_off(source, reference, warp, repeat)):
        return repeat.length, off
    length, own = (0.0 if repeat is None else repeat.length), repeat_of(source)
    if own is None or not (off := units_off(reference, source, back, own)):
        return length, 0
    return own.length * geometry.scale_of(back.homographies[0], back.width, back.height), -off


def _repeat_along(ink: F32) -> tuple[float, float] | None:
    """Shortest repeat along the columns, working pixels, with its NCC."""
    columns = ink.shape[1]
    shortest = max(8, round(tuning.SHORTEST_UNIT * max(ink.shape)))
    most = int(columns * (1 - tuning.STRIP_OVERLAP))
    if most <= shortest + 2:
        return None
    scores = _with_itself(ink, most)
    peaks = [
        shift
        for shift in range(shortest, most)
        if scores[shift] == scores[max(1, shift - 5) : shift + 6].max()
        # A stroke's own width correlates as well: between two units lies a valley.
        and scores[shift] - scores[1:shift].min() > tuning.VALLEY
    ]
    good = [shift for shift in peaks if scores[shift] >= tuning.REPEATS]
    if not good:
        return None
    # Two units on it fits as well: the shortest that comes near the best.
    top = max(scores[shift] for shift in good)
    first = next(shift for shift in good if scores[shift] >= top - tuning.AS_WELL)
    return float(first), float(scores[first])


def _with_itself(ink: F32, most: int) -> F64:
    """NCC of an ink with itself, 0 to `most` columns on, over what overlaps; 0 where one is blank."""
    values = ink.astype(np.float64)
    rows, columns = values.shape
    waves = np.fft.rfft(values, 2 * columns, axis=1)
    products = np.fft.irfft((np.abs(waves) ** 2).sum(axis=0), 2 * columns)[: most + 1]
    sums, squares = (np.concatenate([[0.0], np.cumsum(one.sum(axis=0))]) for one in (values, values**2))
    shifts = np.arange(most + 1)
    count = rows * (columns - shifts)
    ones, others = sums[columns - shifts], sums[-1] - sums[shifts]
    norms = (squares[columns - shifts] - ones**2 / count) * (
        squares[-1] - squares[shifts] - others**2 / count
    )
    scores = np.zeros(most + 1)
    spread = np.sqrt(np.maximum(norms, 0))
    rounding = np.sqrt(np.finfo(np.float64).eps) * squares[-1]
    np.divide(products - ones * others / count, spread, out=scores, where=spread > rounding)
    return scores


def _fit(source: Working, reference: Working, warp: WarpMap, dx: float, dy: float) -> float:
    """NCC of both inks over all that either shows, the source read a shift further on."""
    small = resized(reference, tuning.STRIP_SIDE)
    scale = small.size[0] / reference.width
    # The frame is widened by what either strip may reach beyond it.
    pad = round(0.5 * max(small.size))
    margin = pad / scale
    wide = WarpMap(
        reference.width + round(2 * margin), reference.height + round(2 * margin), warp.homographies[:1]
    ).shifted((dx - margin, dy - margin))
    size = (small.size[0] + 2 * pad, small.size[1] + 2 * pad)
    moving, _ = warped_ink(wide, source, size)
    still = cv2.copyMakeBorder(small.ink, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=0)
    still = np.asarray(cv2.GaussianBlur(still, (0, 0), tuning.STRIP_BLUR), dtype=np.float32)
    moving = np.asarray(cv2.GaussianBlur(moving, (0, 0), tuning.STRIP_BLUR), dtype=np.float32)
    both = np.maximum(still, moving) > tuning.STRIP_INK
    rows, columns = np.nonzero(both.any(axis=1))[0], np.nonzero(both.any(axis=0))[0]
    if not len(rows):
        return 0.0
    still = still[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    moving = moving[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    slack = tuning.STRIP_SLACK
    padded = cv2.copyMakeBorder(moving, slack, slack, slack, slack, cv2.BORDER_CONSTANT, value=0)
    return best_place(padded, still).score
