"""Edge directions, the language of the first pass: what a page says once, and what a template asks for.

After LINE-2D (Hinterstoisser and others 2012) and shape-based matching (Steger 2002): a page is its
gradients' directions, measured against the contrast around them, so that inking and paper drop out; a
template is a few dozen points with a direction each. Not spread, as theirs are: on badly printed
pages that lost more copies than it saved (see the decision record on the first pass).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from ..arrays import F32, F64, U8
from ..opencv import cv2
from . import tuning
from .poses import Pose
from .templates import Template

BINS = 16
"""Directions that a template's points tell apart: 22.5 degrees each, dark to light is not light to dark."""

MOST_POINTS = 63
"""Points of a template: their summed responses, 0 to 4 each, fit a byte, which is what makes it fast."""

NEUTRAL = 2
"""Response of a pixel without a gradient, and of what lies off the page."""

_DIRECTIONS = 32
_LEVELS = 8


def halo_px() -> int:
    """How far around a pixel its code depends on the page, in reduced pixels."""
    # Blurs reach four spreads, a gradient one pixel.
    return math.ceil(4 * (tuning.EDGE_SURROUNDINGS + tuning.EDGE_BLUR)) + 1


def gradients(gray: F32) -> tuple[F32, F32]:
    """Strength and direction (0..360 degrees, float32) of the gradients of a reduced grey picture (H, W)."""
    smooth = cv2.GaussianBlur(gray, (0, 0), tuning.EDGE_BLUR)
    across = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, ksize=3)
    strength, direction = cv2.cartToPolar(across, down, angleInDegrees=True)
    return np.asarray(strength, dtype=np.float32), np.asarray(direction, dtype=np.float32)


def codes(gray: U8) -> U8:
    """A byte a pixel of a reduced grey picture (H, W): edge direction (32) and relative strength (8)."""
    strength, direction = gradients(gray.astype(np.float32))
    around = np.sqrt(cv2.GaussianBlur(strength * strength, (0, 0), tuning.EDGE_SURROUNDINGS))
    np.maximum(around, np.float32(tuning.LEAST_GRADIENT), out=around)
    level = np.minimum(strength / around * np.float32(1 / tuning.EDGE_LEVEL) + np.float32(0.5), _LEVELS - 1)
    turn = np.rint(direction * np.float32(_DIRECTIONS / 360.0)).astype(np.uint8) % _DIRECTIONS
    return np.asarray(turn * np.uint8(_LEVELS) + level.astype(np.uint8), dtype=np.uint8)


@cache
def tables() -> U8:
    """Response (BINS, 256), 0..4, of each code to a point that asks for a direction: a rounded cosine."""
    code = np.arange(256)
    turn = 2 * math.pi * (code // _LEVELS) / _DIRECTIONS
    asked = 2 * math.pi * np.arange(BINS)[:, None] / BINS
    swing = tuning.EDGE_SLOPE * tuning.EDGE_LEVEL * (code % _LEVELS) * np.cos(turn - asked)
    return np.asarray(np.clip(np.rint(NEUTRAL + swing), 0, 4), dtype=np.uint8)


def inked(code: U8) -> npt.NDArray[np.bool_]:
    """Where a page's codes show an edge that stands out of its surroundings."""
    return np.asarray(code % _LEVELS >= _LEVELS // 2)


@dataclass(frozen=True)
class Points:
    """A template's edge points: offsets from its centre in reduced pixels and directions in radians, (K,)."""

    x: F64
    y: F64
    direction: F64

    def __len__(self) -> int:
        return len(self.x)

    def thinned(self) -> Points:
        """Every second point: enough for a pose that is only a guess."""
        return Points(self.x[::2], self.y[::2], self.direction[::2])

    def posed(self, pose: Pose) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        """Whole offsets x, y and direction bins of the points under `pose`, (K,) each."""
        matrix = pose.matrix()
        x = matrix[0, 0] * self.x + matrix[0, 1] * self.y
        y = matrix[1, 0] * self.x + matrix[1, 1] * self.y
        # A direction across an edge follows the inverse transpose.
        normal = np.linalg.inv(matrix).T
        cos, sin = np.cos(self.direction), np.sin(self.direction)
        turned = np.arctan2(normal[1, 0] * cos + normal[1, 1] * sin, normal[0, 0] * cos + normal[0, 1] * sin)
        bins = np.rint(turned * (BINS / (2 * math.pi))).astype(np.intp) % BINS
        return np.rint(x).astype(np.intp), np.rint(y).astype(np.intp), bins


def points_of(template: Template, step: int) -> Points:
    """The strongest edges of a template, reduced `step` times, as far apart as 63 of them can be."""
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
    places = list(zip(rows[order].tolist(), columns[order].tolist(), strict=True))
    best: list[tuple[int, int]] = []
    distance = tuning.POINTS_APART
    while distance > 0.9 and len(best) < MOST_POINTS:
        reach = int(distance)
        disc = [
            (dy, dx)
            for dy in range(-reach, reach + 1)
            for dx in range(-reach, reach + 1)
            if dy * dy + dx * dx < distance * distance
        ]
        taken: set[tuple[int, int]] = set()
        kept: list[tuple[int, int]] = []
        for row, column in places:
            if (row, column) not in taken:
                kept.append((row, column))
                if len(kept) == MOST_POINTS:
                    break
                taken.update((row + dy, column + dx) for dy, dx in disc)
        if len(kept) > len(best):
            best = kept
        distance *= 0.8
    return np.array(best, dtype=np.intp).reshape(-1, 2)
