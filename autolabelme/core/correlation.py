"""Normalised correlation: of two pictures of one size, about each of their places, and of a part at every
place of a larger picture."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from .arrays import F32, Array
from .opencv import cv2

_BLANK = 1e-6
"""Under this product of norms one of two pictures (ink 0..1 or grey levels) is of one tone."""
_TOP = 1.001
"""No coefficient is larger but for rounding: OpenCV divides by almost nothing where a window is blank."""


class Place(NamedTuple):
    """Where a part correlates best: its top left pixel in the field, and the coefficient there, -1..1."""

    x: int
    y: int
    score: float


def correlation(first: Array, second: Array) -> float:
    """Pearson's correlation, -1..1, of two arrays of one shape; 0 where one of them is blank.

    Summed in float64, whatever the arrays hold.
    """
    a, b = first.ravel().astype(np.float64), second.ravel().astype(np.float64)
    a -= a.mean()
    b -= b.mean()
    norm = float(np.linalg.norm(a) * np.linalg.norm(b))
    return float(a @ b) / norm if norm > _BLANK else 0.0


def variance_about(values: F32, about: Callable[[F32], F32]) -> F32:
    """Variance of values (h, w) about each place; `about` gives the mean about each place."""
    return np.asarray(np.maximum(about(values * values) - about(values) ** 2, 0), dtype=np.float32)


def correlation_about(first: F32, second: F32, about: Callable[[F32], F32], floor: float) -> F32:
    """Correlation of two pictures about each place, at the best move of the second within a pixel.

    All are (h, w). `about` gives the mean about each place under a smooth window that holds many strokes:
    means and variances are not moved with the second, and by what they change within a pixel 1 may be passed.
    `floor` is added to either variance, so that grain of flat places does not agree.
    """
    means = about(first), about(second)
    variances = [variance_about(values, about) for values in (first, second)]
    size = np.sqrt((variances[0] + floor) * (variances[1] + floor))
    wide = np.pad(second, 1, mode="edge")
    rows, columns = second.shape
    best = np.full(size.shape, -1, dtype=np.float32)
    for down, right in itertools.product(range(3), repeat=2):
        moved = wide[down : down + rows, right : right + columns]
        # A move within a pixel hardly changes means and variances.
        best = np.maximum(best, (about(first * moved) - means[0] * means[1]) / size)
    return best


def correlations(field: Array, part: Array, *, blank: float = -1.0) -> F32:
    """The coefficient of `part` at every place of `field` where it lies wholly inside.

    Parameters
    ----------
    field : uint8 or float32 (H, W);  part : the same dtype, (h, w), not larger
    blank : what a place counts at which there is nothing to correlate

    Returns
    -------
    float32 (H - h + 1, W - w + 1), -1..1
    """
    if part.min() == part.max():
        # OpenCV finds a blank part everywhere.
        shape = field.shape[0] - part.shape[0] + 1, field.shape[1] - part.shape[1] + 1
        return np.full(shape, blank, dtype=np.float32)
    return settle(coefficients(np.ascontiguousarray(field), np.ascontiguousarray(part)), blank)


def coefficients(field: Array, part: Array) -> F32:
    """The coefficients as OpenCV gives them; arguments and shape as of `correlations`.

    At blank places they may be anything: `settle` them, where there are many calls, all at once.
    """
    return np.asarray(cv2.matchTemplate(field, part, cv2.TM_CCOEFF_NORMED), dtype=np.float32)


def settle(scores: F32, blank: float = -1.0) -> F32:
    """`coefficients`, any shape, with `blank` where there was nothing to correlate; in place."""
    scores[~(np.abs(scores) <= _TOP)] = blank
    return scores


def best_place(field: Array, part: Array) -> Place:
    """The place of `correlations` that scores best, of equal ones the first by rows.

    `field` uint8 or float32 (H, W), `part` of the same dtype, (h, w), not larger.
    """
    scores = correlations(field, part)
    y, x = np.unravel_index(int(np.argmax(scores)), scores.shape)
    return Place(int(x), int(y), float(scores[y, x]))
