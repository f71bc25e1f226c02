"""Statistics of a stack of images with one of them left out, for each of them, from one sort of the stack.

Stacks are (n, rows, columns) float32. Neighbourhood operations run over the stack as one tall image: what
leaks from one image into the next stays within the margin of the frame, which no measure looks at.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autolabelme.core.arrays import F32, F64, Array, Bool
from autolabelme.core.opencv import cv2

from . import tuning


def over_stack(operation: Callable[[Array], Array], stack: F32) -> F32:
    """An operation of OpenCV on a stack (n, rows, columns), laid as one tall image; float32 of that shape.

    Neighbouring images touch: what the operation reaches must lie in their margins.
    """
    tall = np.ascontiguousarray(stack).reshape(-1, stack.shape[-1])
    return np.asarray(operation(tall), dtype=np.float32).reshape(stack.shape)


def blurred(stack: F32, sigma: float) -> F32:
    """Gaussian blur of each image of a stack (n, rows, columns); `sigma` in pixels."""
    replicate = cv2.BORDER_REPLICATE
    return over_stack(lambda tall: cv2.GaussianBlur(tall, (0, 0), sigma, borderType=replicate), stack)


def dilated(stack: F32, side: int) -> F32:
    """The largest value within a square of `side` pixels, in each image of a stack (n, rows, columns)."""
    kernel = np.ones((side, side), np.uint8)
    return over_stack(lambda tall: cv2.dilate(tall, kernel), stack)


def eroded(stack: F32, side: int) -> F32:
    """The smallest value within a square of `side` pixels, in each image of a stack (n, rows, columns)."""
    kernel = np.ones((side, side), np.uint8)
    return over_stack(lambda tall: cv2.erode(tall, kernel), stack)


class OrderStatistics:
    """Quantiles over the images of a stack of which `good` holds, without one of them."""

    def __init__(self, stack: F32, good: Bool) -> None:
        self._stack, self._good = stack, good
        self._sorted = np.sort(stack[good], axis=0)

    def without(self, number: int, quantile: float) -> F32:
        """The `quantile` (0..1, nearest rank) over the good images other than `number`: (rows, columns)."""
        count = len(self._sorted)
        if not self._good[number] or count < 2:
            return np.asarray(self._sorted[round(quantile * (count - 1))], dtype=np.float32)
        rank = round(quantile * (count - 2))
        own = self._stack[number]
        # Taking out a value at or below the rank moves the next one into its place.
        return np.asarray(
            np.where(own > self._sorted[rank], self._sorted[rank], self._sorted[rank + 1]), dtype=np.float32
        )


class Regression:
    """Each pixel's value by how much ink the impression carries in all, without one impression.

    A heavy impression is heavier everywhere: what that explains is no anomaly.
    """

    def __init__(self, stack: F32, amount: F64, good: Bool) -> None:
        self._stack, self._amount, self._good = stack, amount, good
        values, t = stack[good].astype(np.float64), amount[good]
        self._count = len(t)
        self._sums = values.sum(0), (values * values).sum(0), np.tensordot(t, values, 1)
        self._t = float(t.sum()), float((t * t).sum())

    def residual(self, seen: F32, amount: float, number: int) -> tuple[F32, F32]:
        """What images other than `number` do not explain of `seen`, and the spread of that.

        Both (rows, columns); `amount` is that of `seen`.
        """
        own, t = self._stack[number].astype(np.float64), float(self._amount[number])
        out = float(self._good[number] and self._count > 2)
        n = self._count - out
        mean = (self._sums[0] - out * own) / n
        variance = np.maximum((self._sums[1] - out * own * own) / n - mean * mean, 0)
        mean_t = (self._t[0] - out * t) / n
        variance_t = max((self._t[1] - out * t * t) / n - mean_t * mean_t, 0.0)
        shared = (self._sums[2] - out * t * own) / n - mean * mean_t
        # The slope is drawn to 0 with few siblings, and no amount beyond theirs is extrapolated far.
        slope = shared / (variance_t * (1 + tuning.AMOUNT_SHRUNK / n) + 1e-6)
        reach = tuning.AMOUNT_REACH * float(np.sqrt(variance_t))
        expected = mean + slope * float(np.clip(amount - mean_t, -reach, reach))
        variance = np.maximum(variance - slope * shared, 0)
        usual = float(variance.mean())
        spread = np.sqrt(
            (n * variance + tuning.AMOUNT_PRIOR * usual) / (n + tuning.AMOUNT_PRIOR) + tuning.AMOUNT_FLOOR
        )
        return np.asarray(seen - expected, dtype=np.float32), np.asarray(spread, dtype=np.float32)
