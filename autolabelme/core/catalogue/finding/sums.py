"""Means of a picture over boxes, by its summed area table."""

from __future__ import annotations

import numpy as np

from ...arrays import F64, Array
from ...opencv import cv2


class Sums:
    """The summed area table of a picture (h, w)."""

    def __init__(self, values: Array) -> None:
        self._table = cv2.integral(np.ascontiguousarray(values, np.float32), sdepth=cv2.CV_64F)

    def mean(self, boxes: F64) -> F64:
        """Mean (n,) over each of (n, 4) boxes, cut at the picture's edges; 0 for an empty one."""
        height, width = self._table.shape[0] - 1, self._table.shape[1] - 1
        x1, x2 = (np.round(boxes[:, i]).clip(0, width).astype(int) for i in (0, 2))
        y1, y2 = (np.round(boxes[:, i]).clip(0, height).astype(int) for i in (1, 3))
        total = self._table[y2, x2] - self._table[y1, x2] - self._table[y2, x1] + self._table[y1, x1]
        area = (x2 - x1) * (y2 - y1)
        return np.where(area > 0, total / np.maximum(area, 1), 0.0)

    def ring(self, boxes: F64, around: F64) -> F64:
        """Mean (n,) between each of (n, 4) boxes and the larger one of `around` (n, 4) that holds it."""
        own = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
        whole = np.prod(around[:, 2:] - around[:, :2], axis=1)
        between = self.mean(around) * whole - self.mean(boxes) * own
        return np.asarray(between / np.maximum(whole - own, 1e-6), np.float64)
