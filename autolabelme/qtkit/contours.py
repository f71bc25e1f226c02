"""Outlines of what lies over a threshold in a map of values, for drawing over a page."""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32, F64
from autolabelme.core.opencv import cv2

_LONGEST = 1600
"""A finer map is reduced by its largest values first: outlines need no more, and come at once."""
_LEAST_CELLS = 4


def contours(values: F32, threshold: float) -> list[F64]:
    """Outlines of the places where `values` (h, w) float32 are at least `threshold`.

    Returns
    -------
    list of float64 (n, 2): x and y as shares of the map's width and height, 0..1, without the closing
    point. Specks of fewer than four cells are left out; NaN lies under every threshold.
    """
    block = -(-max(values.shape) // _LONGEST)
    known = np.nan_to_num(np.asarray(values, dtype=np.float32), nan=-np.inf, posinf=np.inf, neginf=-np.inf)
    if block > 1:
        rows, columns = (-(-size // block) * block for size in known.shape)
        grown = np.full((rows, columns), -np.inf, dtype=np.float32)
        grown[: known.shape[0], : known.shape[1]] = known
        known = grown.reshape(rows // block, block, columns // block, block).max(axis=(1, 3))
    # A frame of nothing, so that what touches the border is closed, too; twice the size, so that an
    # outline runs round the cells and not through their middles.
    over = np.kron((known >= threshold).astype(np.uint8), np.ones((2, 2), np.uint8))
    found, _ = cv2.findContours(np.pad(over, 1), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    size = np.array([values.shape[1], values.shape[0]], dtype=np.float64)
    outlines = []
    for points in found:
        if cv2.contourArea(points) < 4 * _LEAST_CELLS:
            continue
        cells = (points[:, 0, :].astype(np.float64) - 0.5) / 2
        outlines.append(np.clip(cells * block / size, 0.0, 1.0))
    return outlines
