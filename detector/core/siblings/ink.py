"""The share of ink in each pixel of a crop, 0 paper to 1 ink, against its own paper and the page's ink.

Uneven paper and a darker or brighter scan drop out here; show-through stays under the lower bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, U8
from autolabelme.core.ink import between, ink_to_black, otsu, paper_beside
from autolabelme.core.opencv import cv2

from . import tuning


@dataclass(frozen=True)
class Levels:
    """Grey levels of a page about its impressions: `split` between ink and paper, `ink`, `paper`."""

    split: float
    ink: float
    paper: float


def levels_of(crops: Sequence[U8]) -> Levels:
    """Levels over the impressions of one sort on one page (each uint8, any size)."""
    values = np.concatenate([one.ravel() for one in crops])
    split = otsu(values)
    dark = values <= split
    if not dark.any() or dark.all():
        middle = float(np.median(values))
        return Levels(middle - tuning.LEAST_CONTRAST, middle - 2 * tuning.LEAST_CONTRAST, middle)
    return Levels(split, float(np.median(values[dark])), float(np.median(values[~dark])))


def crop_ink(crop: U8, levels: Levels) -> F32:
    """Float32 of `crop`'s shape, 0 (paper) to 1 (ink)."""
    gray = crop.astype(np.float32)
    edge = (gray <= (levels.split + levels.paper) / 2).astype(np.uint8)
    printed = cv2.dilate(edge, np.ones((tuning.PAPER_GROWN, tuning.PAPER_GROWN), np.uint8))
    sigma = max(tuning.PAPER_BLUR_LEAST, tuning.PAPER_BLUR * float(np.sqrt(gray.size)))
    # A little of the page's paper everywhere, where the crop shows none.
    paper = paper_beside(gray, printed, blur_px=sigma, level=levels.paper, prior=tuning.PAPER_PRIOR)
    share = ink_to_black(gray, paper, black=levels.ink, least=tuning.LEAST_CONTRAST)
    return between(share, tuning.PALE, tuning.DARK)
