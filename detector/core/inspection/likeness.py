"""How alike two drawings are, point by point, at the scale of a vignette.

A sort in another's place, turned, or gone is seen by its drawing, however it is printed: windowed correlation
of both inks at the best move within a pixel, whether strokes run the same way where both print, the share of
ink that has none of the other's near, and ink beside the other's strokes. Each measure stands twice, as it is
and less the ornament's middle, so that printing that is bad everywhere is no difference and a large one still
counts. A weighing of them, fitted by `benchmarks/pairs.py`, stands with the table of pairs (decision 0194).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from autolabelme.core.arrays import F32, F64, Array, Bool
from autolabelme.core.correlation import correlation_about
from autolabelme.core.opencv import cv2

from . import tuning

_OWN: Final = (
    "correlation",
    "correlation close by",
    "direction",
    "lost",
    "gained",
    "ink against the other's",
    "ink",
    "beside the other's strokes",
    "the other's beside its strokes",
)
LIKENESS_MEASURES: Final = (*_OWN, *(f"{name}, less the middle" for name in _OWN))
_THREE: Final = np.ones((3, 3), dtype=np.uint8)


@dataclass(frozen=True, eq=False)
class Likeness:
    """What is measured at points of a grid where there is ink.

    Attributes
    ----------
    x, y : (n,) int, pixels of the compared pictures
    step : side of the square that a point stands for, pixels of the compared pictures
    measures : (n, len(LIKENESS_MEASURES)) float64
    """

    x: Array
    y: Array
    step: int
    measures: F64

    def within(self, box: tuple[float, float, float, float]) -> Likeness:
        """The points whose square meets a box, xyxy edges."""
        half = self.step / 2
        inside = (self.x >= box[0] - half) & (self.x < box[2] + half)
        inside &= (self.y >= box[1] - half) & (self.y < box[3] + half)
        return Likeness(self.x[inside], self.y[inside], self.step, self.measures[inside])

    def of(self, name: str) -> F64:
        """One of `LIKENESS_MEASURES` at each point, (n,)."""
        return np.asarray(self.measures[:, LIKENESS_MEASURES.index(name)])


def likeness(first: F32, second: F32, inside: Bool) -> Likeness:
    """Measure how alike the drawings of two impressions are.

    Parameters
    ----------
    first, second : float32 (H, W), ink 0..1 of two impressions that lie on each other
    inside : bool (H, W), where they are compared
    """
    longest = max(first.shape)
    factor = min(1.0, tuning.LIKENESS_SIDE / longest)
    size = (max(1, round(first.shape[1] * factor)), max(1, round(first.shape[0] * factor)))
    # What stands beside the ornament, mostly text, differs between any two books.
    inside_only = [np.where(inside, ink, 0).astype(np.float32) for ink in (first, second)]
    maps = _maps(*(_solid(cv2.resize(ink, size, interpolation=cv2.INTER_AREA)) for ink in inside_only))
    # The maps are of fewer pixels than the pictures.
    shape = maps[0].shape
    step = max(1, round(tuning.LIKENESS_STEP * longest))
    ys, xs = (
        grid.ravel()
        for grid in np.mgrid[step // 2 : first.shape[0] : step, step // 2 : first.shape[1] : step]
    )
    rows = np.minimum(ys * shape[0] // first.shape[0], shape[0] - 1)
    columns = np.minimum(xs * shape[1] // first.shape[1], shape[1] - 1)
    inked = maps[_OWN.index("ink")][rows, columns] > np.log(tuning.LIKENESS_INK + tuning.LIKENESS_TRACE)
    kept = inside[ys, xs] & inked
    own = np.stack([values[rows[kept], columns[kept]] for values in maps], axis=1).astype(np.float64)
    middle = np.median(own, axis=0) if len(own) else np.zeros(len(_OWN))
    return Likeness(xs[kept], ys[kept], step, np.concatenate([own, own - middle], axis=1))


def alike(first: F32, second: F32, inside: Bool) -> float:
    """Median correlation of both inks about print, -1..1; 0 without any.

    All are (rows, columns) of one shape: inks float32, 0..1, and where both are compared. As `likeness`, but
    nothing is added to what varies, so that one scan against itself reaches 1.
    """
    factor = min(1.0, tuning.LIKENESS_SIDE / max(first.shape))
    size = (max(1, round(first.shape[1] * factor)), max(1, round(first.shape[0] * factor)))
    blur = max(tuning.LIKENESS_LEAST, tuning.LIKENESS_BLUR * max(size))
    one, other, kept = (
        np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), dtype=np.float32)
        for values in (first, second, inside.astype(np.float32))
    )
    one, other = (np.asarray(cv2.GaussianBlur(ink, (0, 0), blur), np.float32) for ink in (one, other))
    reach = tuning.LIKENESS_WINDOWS[0] * max(size)

    def over(values: F32) -> F32:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), reach), dtype=np.float32)

    printed = (np.minimum(over(one), over(other)) > tuning.LIKENESS_INK) & (kept > 0.5)
    agree = correlation_about(one, other, over, 1e-6)[printed]
    return float(np.median(agree)) if agree.size else 0.0


def _maps(first: F32, second: F32) -> list[F32]:
    """`_OWN` everywhere, at a part of the size."""
    longest = max(first.shape)
    part = max(1, round(tuning.LIKENESS_WINDOWS[1] * longest / 3))
    size = (max(1, first.shape[1] // part), max(1, first.shape[0] // part))

    def over(values: F32, window: float) -> F32:
        small = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
        return np.asarray(
            cv2.GaussianBlur(small, (0, 0), max(0.5, window * longest / part)), dtype=np.float32
        )

    wide, close = (partial(over, window=window) for window in tuning.LIKENESS_WINDOWS)
    about = partial(over, window=sum(tuning.LIKENESS_WINDOWS) / 2)
    blur = max(tuning.LIKENESS_LEAST, tuning.LIKENESS_BLUR * longest)
    smooth = [np.asarray(cv2.GaussianBlur(ink, (0, 0), blur), dtype=np.float32) for ink in (first, second)]
    amounts = about(first), about(second)
    sides = ((first, second, amounts[0]), (second, first, amounts[1]))
    alone, beside = [], []
    for own, other, amount in sides:
        near, strokes = (cv2.dilate(other, kernel) for kernel in (_disc(tuning.APART * longest), _THREE))
        alone.append(about(np.clip(own - near, 0, 1)) / (amount + tuning.LIKENESS_LITTLE))
        reach = cv2.dilate(other, _disc(tuning.LIKENESS_BESIDE * longest))
        beside.append(about(np.clip(own - strokes, 0, 1) * reach) / (amount + tuning.LIKENESS_LITTLE))
    inked = [np.log(amount + tuning.LIKENESS_TRACE) for amount in amounts]
    found = [
        correlation_about(smooth[0], smooth[1], wide, tuning.LIKENESS_FLOOR),
        correlation_about(smooth[0], smooth[1], close, tuning.LIKENESS_FLOOR),
        _same_direction(smooth[0], smooth[1], longest, about),
        alone[1],
        alone[0],
        inked[0] - inked[1],
        np.maximum(inked[0], inked[1]),
        *beside,
    ]
    return [np.asarray(values, dtype=np.float32) for values in found]


def _solid(ink: Array) -> F32:
    """Ink without what is faint: the paper's grain, stains and show-through are no drawing."""
    faint, full = tuning.LIKENESS_FAINT, tuning.LIKENESS_FULL
    return np.asarray(np.clip((ink - faint) / (full - faint), 0, 1), dtype=np.float32)


def _disc(radius: float) -> Array:
    side = 2 * max(1, round(radius)) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))


def _same_direction(first: F32, second: F32, longest: int, over: Callable[[F32], F32]) -> F32:
    """Whether strokes run the same way where both print: 1 the same, 0 any, -1 across."""
    axes = []
    for ink in (first, second):
        gx, gy = (cv2.Sobel(ink, cv2.CV_32F, *order) for order in ((1, 0), (0, 1)))
        reach = tuning.LIKENESS_DIRECTION * longest
        xx, yy, xy = (cv2.GaussianBlur(values, (0, 0), reach) for values in (gx * gx, gy * gy, gx * gy))
        axes.append((xx - yy, 2 * xy))
    (a, b), (c, d) = axes
    strength = np.sqrt(np.hypot(a, b) * np.hypot(c, d))
    agree = (a * c + b * d) / (strength + 1e-4)
    return np.asarray(over(agree) / (over(strength) + 1e-4), dtype=np.float32)
