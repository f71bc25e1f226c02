"""Edge directions, the language of the first pass: what a page says once, and what a template asks for.

After LINE-2D (Hinterstoisser and others 2012) and shape-based matching (Steger 2002): a page is its
gradients' directions, measured against the contrast around them, so that inking and paper drop out; a
template is a few dozen points with a direction each. Not spread, as theirs are: on badly printed
pages that lost more copies than it saved (see the decision record on the first pass).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from ..arrays import F32, F64, U8
from ..opencv import cv2
from . import tuning
from .poses import Pose
from .templates import Template, blurred

BINS = 16
"""Directions that a template's points tell apart: 22.5 degrees each, dark to light is not light to dark."""

MOST_POINTS = 63
"""Points of a template: their summed responses, 0 to 4 each, fit a byte, which is what makes it fast."""

NEUTRAL = 2
"""Response of a pixel without a gradient, and of what lies off the page."""

_DIRECTIONS = 32
_LEVEL_BITS = 3
_LEVELS = 1 << _LEVEL_BITS
_FEWER = 4
"""Times that the surroundings' contrast is reduced: so wide a blur loses nothing by it."""


def halo_px() -> int:
    """How far around a pixel its code depends on the page, in reduced pixels; a multiple of `_FEWER`."""
    # Blurs reach four spreads, a gradient one pixel; a reduced pixel and its neighbours lie within two.
    reach = (
        math.ceil(4 * tuning.EDGE_SURROUNDINGS / _FEWER) + 2 + math.ceil((4 * tuning.EDGE_BLUR + 1) / _FEWER)
    )
    return _FEWER * reach


def gradients(gray: F32 | U8) -> tuple[F32, F32]:
    """Strength and direction (0..360 degrees, float32) of the gradients of a reduced grey picture (H, W)."""
    smooth = blurred(gray, tuning.EDGE_BLUR)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=3)
    strength, direction = cv2.cartToPolar(across, down, across, down, angleInDegrees=True)
    return np.asarray(strength, dtype=np.float32), np.asarray(direction, dtype=np.float32)


def codes(gray: U8) -> U8:
    """A byte for each pixel of a reduced grey picture (H, W): one of 32 edge directions, 8 strengths."""
    strength, direction = gradients(gray)
    height, width = gray.shape
    # In whole reduced pixels, so that a part of a page says the same as the page.
    more = (-height % _FEWER, -width % _FEWER)
    around = cv2.copyMakeBorder(strength * strength, 0, more[0], 0, more[1], cv2.BORDER_REPLICATE)
    around = cv2.resize(around, None, fx=1 / _FEWER, fy=1 / _FEWER, interpolation=cv2.INTER_AREA)
    around = np.sqrt(blurred(np.asarray(around, dtype=np.float32), tuning.EDGE_SURROUNDINGS / _FEWER))
    steps = np.float32(1 / tuning.EDGE_LEVEL) / np.maximum(around, np.float32(tuning.LEAST_GRADIENT))
    wide = cv2.resize(steps, (width + more[1], height + more[0]), interpolation=cv2.INTER_LINEAR)
    level = cv2.multiply(strength, wide[:height, :width])
    np.minimum(level, np.float32(_LEVELS - 1), out=level)
    # Rounded on the way to bytes; the last direction is the first.
    turn = cv2.convertScaleAbs(direction, None, _DIRECTIONS / 360.0)
    np.bitwise_and(turn, np.uint8(_DIRECTIONS - 1), out=turn)
    np.left_shift(turn, np.uint8(_LEVEL_BITS), out=turn)
    return np.asarray(cv2.bitwise_or(turn, cv2.convertScaleAbs(level), turn), dtype=np.uint8)


@cache
def tables() -> U8:
    """Response (BINS, 256), 0..4, of each code to a point that asks for a direction: a rounded cosine."""
    code = np.arange(256)
    turn = 2 * math.pi * (code // _LEVELS) / _DIRECTIONS
    asked = 2 * math.pi * np.arange(BINS)[:, None] / BINS
    swing = tuning.EDGE_SLOPE * tuning.EDGE_LEVEL * (code % _LEVELS) * np.cos(turn - asked)
    return np.asarray(np.clip(np.rint(NEUTRAL + swing), 0, 4), dtype=np.uint8)


def inked(code: U8) -> npt.NDArray[np.bool_]:
    """Where codes, of any shape, show an edge that stands out of its surroundings: bool of that shape."""
    return np.asarray(code & np.uint8(_LEVELS // 2), dtype=np.bool_)


@dataclass(frozen=True)
class Points:
    """A template's edge points: offsets from its centre in reduced pixels and directions in radians, (K,)."""

    x: F64
    y: F64
    direction: F64

    def __len__(self) -> int:
        return len(self.x)

    def thinned(self) -> Points:
        """Every second of the points, (K,): enough for a pose that is only a guess."""
        return Points(self.x[::2], self.y[::2], self.direction[::2])

    def posed(
        self, poses: Sequence[Pose]
    ) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Whole offsets x, y and direction bins of the points under each of P `poses`, (P, K) each."""
        matrix = np.stack([pose.matrix() for pose in poses])
        moved = matrix @ np.stack([self.x, self.y])
        # A direction across an edge follows the inverse transpose.
        normal = np.swapaxes(np.linalg.inv(matrix), 1, 2)
        turned = normal @ np.stack([np.cos(self.direction), np.sin(self.direction)])
        angle = np.arctan2(turned[:, 1], turned[:, 0])
        bins = np.rint(angle * (BINS / (2 * math.pi))).astype(np.intp) % BINS
        whole = np.rint(moved).astype(np.intp)
        return whole[:, 0], whole[:, 1], bins


def points_of(template: Template, step: int) -> Points:
    """The strongest edges of a template reduced `step` times, (K,), as far apart as 63 of them can be."""
    half_x = math.ceil(template.width / 2 / step) + 3
    half_y = math.ceil(template.height / 2 / step) + 3
    # The mean of `step` pixels about each sample, as the reduced page has it.
    ink = cv2.blur(template.ink, (step, step)) if step > 1 else template.ink
    middle = 0.5 if step % 2 == 0 else 0.0
    x = np.arange(-half_x, half_x + 1) * step + template.centre[0] + middle
    y = np.arange(-half_y, half_y + 1) * step + template.centre[1] + middle
    map_x, map_y = np.meshgrid(x.astype(np.float32), y.astype(np.float32))
    ink = cv2.remap(ink, map_x, map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    strength, direction = gradients(255.0 - ink)
    rows, columns = np.mgrid[-half_y : half_y + 1, -half_x : half_x + 1]
    inside = (np.abs(columns) <= template.width / 2 / step) & (np.abs(rows) <= template.height / 2 / step)
    chosen = _spread_out(np.where(inside, strength, 0.0))
    at = (chosen[:, 0], chosen[:, 1])
    return Points(
        columns[at].astype(np.float64),
        rows[at].astype(np.float64),
        np.radians(direction[at].astype(np.float64)),
    )


def _spread_out(strength: F32) -> npt.NDArray[np.intp]:
    """Row and column (K, 2) of the strongest places, K as near to `MOST_POINTS` as their distance allows."""
    rows, columns = np.nonzero(strength > 0)
    order = np.argsort(-strength[rows, columns], kind="stable")
    # The weaker third is paper.
    order = order[: max(MOST_POINTS, math.floor(len(order) * tuning.POINTS_KEPT + 1e-9))]
    far = int(tuning.POINTS_APART)
    places = list(zip((rows[order] + far).tolist(), (columns[order] + far).tolist(), strict=True))
    best: list[tuple[int, int]] = []
    distance = tuning.POINTS_APART
    while distance > tuning.POINTS_NEAREST and len(best) < MOST_POINTS:
        reach = int(distance)
        off = np.arange(-reach, reach + 1) ** 2
        disc = off[:, None] + off < distance * distance
        taken = np.zeros((strength.shape[0] + 2 * far, strength.shape[1] + 2 * far), dtype=np.bool_)
        kept: list[tuple[int, int]] = []
        for row, column in places:
            if not taken[row, column]:
                kept.append((row - far, column - far))
                if len(kept) == MOST_POINTS:
                    break
                taken[row - reach : row + reach + 1, column - reach : column + reach + 1] |= disc
        if len(kept) > len(best):
            best = kept
        distance *= tuning.POINTS_CLOSER
    return np.array(best, dtype=np.intp).reshape(-1, 2)
