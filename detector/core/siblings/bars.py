"""Breaks across a stroke: ink on both sides of a narrow bar, and none along the whole of the bar.

For each place the best over directions and widths of: the less inked of the two flanks, minus the ink
left in the *fullest* part of the bar. Starved metal loses ink in patches; a break parts the stroke from
edge to edge, so the third that lost least decides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, Array
from autolabelme.core.opencv import cv2

from . import tuning
from .loo import over_stack


@dataclass(frozen=True)
class Bar:
    """A break's shape in pixels: `length` across the stroke in so many `parts`, of several `widths` along it.

    The flanks are `tuning.FLANK_DEPTH` deep and `flank` wide.
    """

    length: int
    parts: int
    widths: tuple[int, ...]
    flank: int


def bars() -> tuple[Bar, ...]:
    """Across broad and fine strokes; the last one takes a bar as a whole, as a break soft at its ends."""
    widths = (tuning.BROAD_WIDTHS, tuning.FINE_WIDTHS, tuning.WHOLE_WIDTHS)
    shapes = zip(tuning.BAR_LENGTHS, tuning.BAR_PARTS, widths, tuning.BAR_FLANKS, strict=True)
    return tuple(Bar(*shape) for shape in shapes)


def parted(stack: F32, bar: Bar) -> F32:
    """How clearly a stroke is parted at each place: (n, rows, columns) float32, 0..1."""
    best = np.zeros(stack.shape, dtype=np.float32)
    step = bar.length / bar.parts
    for degrees in range(0, 180, tuning.BAR_STEP):
        along = np.array([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))])
        across = np.array([-along[1], along[0]])
        flank = _mean_over(stack, degrees, tuning.FLANK_DEPTH, bar.flank)
        for width in bar.widths:
            part = _mean_over(stack, degrees, width, step)
            fullest = part
            for number in range(1, bar.parts // 2 + 1):
                for sign in (-1, 1):
                    fullest = np.maximum(fullest, _moved(part, sign * number * step * across))
            reach = (width / 2 + tuning.FLANK_AWAY) * along
            stumps = np.minimum(_moved(flank, reach), _moved(flank, -reach))
            np.maximum(best, stumps - fullest, out=best)
    return best


def _mean_over(stack: F32, degrees: float, depth: float, length: float) -> F32:
    """Mean over a bar about each place: `depth` pixels in the direction, `length` across it."""
    along = np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))
    reach = int(np.ceil((max(depth, length) + 2) / 2))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    a, b = x * along[0] + y * along[1], -x * along[1] + y * along[0]
    kernel = np.clip(depth / 2 + 0.5 - np.abs(a), 0, 1) * np.clip(length / 2 + 0.5 - np.abs(b), 0, 1)
    kernel = (kernel / kernel.sum()).astype(np.float32)

    def filtered(tall: Array) -> Array:
        return cv2.filter2D(tall, -1, kernel, borderType=cv2.BORDER_REPLICATE)

    return over_stack(filtered, stack)


def _moved(stack: F32, offset: Array) -> F32:
    """The values at a whole-pixel (x, y) offset; edges repeated."""
    rows, columns = stack.shape[1:]
    y = np.clip(np.arange(rows) + round(float(offset[1])), 0, rows - 1)
    x = np.clip(np.arange(columns) + round(float(offset[0])), 0, columns - 1)
    return np.asarray(stack[:, y][:, :, x], dtype=np.float32)
