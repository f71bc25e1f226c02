"""Ink that no accepted vignette accounts for: what is not in the catalogue (`foreign`).

A vignette accounts for the ink within its own box, which its own evidence judges, and for its drawing
where that reaches out of the box, both widened by what ink spreads and boxes err.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, Bool
from autolabelme.core.opencv import cv2

from . import tuning
from .findings import Box, Vignette
from .ink import Frame, to_page


@dataclass(frozen=True)
class Region:
    """Unexplained ink in one place; `size` is the side of its ink as a square, in vignette sides."""

    box: Box
    size: float


def accounted_for(
    shape: tuple[int, int],
    vignettes: Sequence[Vignette],
    drawings: Sequence[tuple[F32, Frame]],
    side_px: float,
) -> Bool:
    """Where ink is accounted for: bool (H, W).

    `drawings` are the expected ink of each vignette in its canonical frame, with that frame.
    """
    mask = np.zeros(shape, dtype=np.uint8)
    pad = tuning.WIDENED * side_px
    for vignette, (drawing, frame) in zip(vignettes, drawings, strict=True):
        patch, rows, columns = to_page(drawing, vignette, frame, shape)
        part = mask[rows, columns]
        part[patch > tuning.DRAWN_INK] = 1
    reach = max(1, round(pad))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    mask = np.asarray(cv2.dilate(mask, kernel), dtype=np.uint8)
    for vignette in vignettes:
        x1, y1, x2, y2 = vignette.box
        rows = slice(max(0, int(np.floor(y1 - pad))), max(0, int(np.ceil(y2 + pad))))
        columns = slice(max(0, int(np.floor(x1 - pad))), max(0, int(np.ceil(x2 + pad))))
        mask[rows, columns] = 1
    return np.asarray(mask > 0, dtype=np.bool_)


def unexplained_ink(ink: F32, explained: Bool) -> F32:
    """The ink, float32 (H, W) 0..1, outside what is accounted for; faint traces left out."""
    return np.asarray(np.where(explained | (ink < tuning.UNEXPLAINED_INK), 0.0, ink), dtype=np.float32)


def regions(unexplained: F32, side_px: float) -> tuple[Region, ...]:
    """Places of unexplained ink, float32 (H, W), largest first; `side_px` is a typical vignette's side.

    Specks under `tuning.LEAST_SIDE` of that side are left out.
    """
    if not unexplained.any():
        return ()
    reach = max(1, round(tuning.JOINED * side_px))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    joined = cv2.dilate((unexplained > 0).astype(np.uint8), kernel)
    count, numbers = cv2.connectedComponents(joined)
    numbers[unexplained == 0] = 0
    amounts = np.bincount(numbers.ravel(), weights=unexplained.ravel(), minlength=count)
    found = []
    for number in range(1, count):
        size = float(np.sqrt(amounts[number])) / side_px
        if size < tuning.LEAST_SIDE:
            continue
        ys, xs = np.nonzero(numbers == number)
        box = (float(xs.min()), float(ys.min()), float(xs.max() + 1), float(ys.max() + 1))
        found.append(Region(box, size))
    return tuple(sorted(found, key=lambda region: (-region.size, region.box)))
