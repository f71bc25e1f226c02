"""A laid pair from either side, cut to what both pictures show: which of the two is the reference must not
matter to what is said of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F64
from autolabelme.core.opencv import cv2

from .. import geometry
from ..compose import WarpMap
from ..prepare import Working
from . import tuning
from .likelihood import Seen, Size
from .residual import Residual
from .units import Together, together


@dataclass(frozen=True, eq=False)
class Side:
    """One picture lies still, the other is laid on it; both are cut to what they share."""

    still: Working
    moving: Working
    warp: WarpMap
    """Still to moving, homographies alone."""
    origin: F64
    """(2,) top left pixel of `still` in its whole picture."""


@dataclass(frozen=True)
class Look:
    """What one side shows; lengths are pixels of the picture that lies still."""

    seen: Seen
    windows: int
    together: Together


def look_of(found: Residual) -> Look:
    """What is weighed of a residual."""
    size = Size(found.side_px, found.stroke_px, found.score, found.window_px)
    return Look(Seen(found.median_px, size), len(found.moves), together(found))


def both(there: Look, back: Look) -> Look:
    """One look of two: middles of logarithms, as likelihoods are of them, and the thinner strokes.

    Lengths are pixels halfway between those of either picture: what ink leaves does not grow as pixels do.
    """

    def middle(one: float, other: float) -> float:
        return math.sqrt(one * other)

    first, second = there.seen.size, back.seen.size
    side = middle(first.side_px, second.side_px)
    # The thinner strokes: the others have swollen, or are another hand's.
    stroke = min(one.stroke_px / max(one.side_px, 1.0) for one in (first, second))
    size = Size(
        side,
        stroke * side,
        (first.score + second.score) / 2,
        middle(first.window_px, second.window_px),
    )
    return Look(
        Seen(middle(there.seen.residual_px, back.seen.residual_px), size),
        min(there.windows, back.windows),
        Together(
            middle(there.together.moved_px, back.together.moved_px),
            middle(there.together.over_own, back.together.over_own),
        ),
    )


def sides(source: Working, reference: Working, coarse: WarpMap) -> tuple[Side, Side]:
    """The pair as it is laid, and the reference laid on the source.

    Parameters
    ----------
    coarse : WarpMap
        Reference to source; a displacement that it has is left out.
    """
    back = inverse(source, coarse).homographies[0]
    # A grid of weights lies over the whole reference: that is cut only where there is none.
    still, at = (reference, np.zeros(2)) if coarse.weights is not None else _cut(reference, source, back)
    moving, there = _cut(source, reference, coarse.homographies[0])
    to = geometry.shift(-there[0], -there[1]) @ coarse.homographies @ geometry.shift(at[0], at[1])
    warp = WarpMap(still.width, still.height, to, coarse.weights)
    turned = geometry.shift(-at[0], -at[1]) @ back @ geometry.shift(there[0], there[1])
    return (
        Side(still, moving, warp, at),
        Side(moving, still, WarpMap(moving.width, moving.height, turned[None]), there),
    )


def inverse(source: Working, coarse: WarpMap) -> WarpMap:
    """Source to reference, one homography: of several the one through the corners of the reference."""
    if coarse.weights is None:
        matrix = np.asarray(np.linalg.inv(coarse.homographies[0]), np.float64)
        return WarpMap(source.width, source.height, matrix[None])
    here = geometry.corners(coarse.width, coarse.height)
    found, _ = cv2.findHomography(coarse.coarse.points(here), here)
    return WarpMap(source.width, source.height, np.asarray(found, np.float64)[None])


def _cut(work: Working, other: Working, to_own: F64) -> tuple[Working, F64]:
    """What `other` shows of a picture, and its top left pixel; the whole where hardly anything is left."""
    shown = geometry.apply(to_own, geometry.corners(other.width, other.height))
    columns, rows = work.size
    unit = np.array([work.width / columns, work.height / rows])
    if not np.isfinite(shown).all():
        return work, np.zeros(2)
    low = np.floor(np.clip(shown.min(axis=0) / unit, 0, [columns, rows])).astype(int)
    high = np.ceil(np.clip(shown.max(axis=0) / unit + 1, 0, [columns, rows])).astype(int)
    size = high - low
    if min(size) < 2 * tuning.WINDOW_LOW:
        return work, np.zeros(2)
    window = np.s_[low[1] : high[1], low[0] : high[0]]
    part = Working(
        np.ascontiguousarray(work.gray[window]),
        np.ascontiguousarray(work.ink[window]),
        work.scale,
        round(size[0] * unit[0]),
        round(size[1] * unit[1]),
    )
    return part, low * unit
