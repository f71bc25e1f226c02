"""Normalised correlation: of two pictures of one size, and of a part at every place of a larger picture."""

from __future__ import annotations

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
