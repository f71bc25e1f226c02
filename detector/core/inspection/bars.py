"""Straight breaks: the share of expected ink that is missing all along a bar across the vignette.

Worn printing loses ink in patches, a break in the metal along a line; so a bar is cut into segments
and counts by the segment that lost least. Measured on press pages this separates breaks from honest
loss better than any smoothed difference (docs/decisions names the figures).
"""

from __future__ import annotations

from functools import cache

import numpy as np

from autolabelme.core.arrays import F32
from autolabelme.core.opencv import cv2

from . import tuning


def bar_loss(observed: F32, expected: F32, margin: int) -> float:
    """How completely the expected ink is missing along the clearest bar, 0 (nowhere) .. about 1.

    Parameters
    ----------
    observed, expected : float32 (h, w), 0..1, aligned
    margin : pixels on each side in which no bar has its middle
    """
    missing, ink = (expected - observed) * expected, expected * expected
    own = (slice(margin, -margin or None),) * 2
    best = 0.0
    for kernel, shifts in _bars():
        lost, there = _segments(missing, kernel, shifts), _segments(ink, kernel, shifts)
        # A segment where no ink is expected says nothing, hence counts as lost: a break may end there.
        share = ((lost + tuning.BAR_INK) / (there + tuning.BAR_INK)).min(axis=0)
        total = there.sum(axis=0)
        best = max(best, float((share * total / (total + tuning.BAR_ALL_INK))[own].max()))
    return best


@cache
def _bars() -> tuple[tuple[F32, tuple[tuple[int, int], ...]], ...]:
    """For each direction the kernel of a segment and where the segments lie (rows, columns)."""
    found = []
    for number in range(tuning.BAR_DIRECTIONS):
        angle = np.pi * number / tuning.BAR_DIRECTIONS
        reach = int(np.ceil(np.hypot(tuning.BAR_SEGMENT, tuning.BAR_WIDTH) / 2)) + 1
        y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1].astype(np.float64)
        along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
        kernel = np.clip(tuning.BAR_SEGMENT / 2 - np.abs(along) + 0.5, 0, 1)
        kernel = kernel * np.clip(tuning.BAR_WIDTH / 2 - np.abs(across) + 0.5, 0, 1)
        steps = [
            (index - (tuning.BAR_SEGMENTS - 1) / 2) * tuning.BAR_SEGMENT
            for index in range(tuning.BAR_SEGMENTS)
        ]
        shifts = tuple((round(step * np.sin(angle)), round(step * np.cos(angle))) for step in steps)
        found.append(((kernel / kernel.sum()).astype(np.float32), shifts))
    return tuple(found)


def _segments(values: F32, kernel: F32, shifts: tuple[tuple[int, int], ...]) -> F32:
    """(len(shifts), h, w): means of `values` under the kernel as seen from each offset; 0 outside."""
    means = np.asarray(cv2.filter2D(values, -1, kernel, borderType=cv2.BORDER_CONSTANT), dtype=np.float32)
    height, width = means.shape
    reach = max(max(abs(rows), abs(columns)) for rows, columns in shifts)
    padded = np.pad(means, reach)
    parts = [padded[reach + r : reach + r + height, reach + c : reach + c + width] for r, c in shifts]
    return np.stack(parts)
