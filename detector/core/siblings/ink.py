"""The share of ink in each pixel of a crop, 0 paper to 1 ink, against its own paper and the page's ink.

Uneven paper and a darker or brighter scan drop out here; show-through stays under the lower bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, U8
from autolabelme.core.ink import between, otsu
from autolabelme.core.opencv import cv2

_PALE, _DARK = 0.2, 0.7
"""Shares of the way from paper to ink between which a pixel counts in part: below is show-through and
grain, above is ink that came out lighter or darker."""
_PAPER_BLUR = 0.2
_LEAST_CONTRAST = 12.0


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
        return Levels(middle - _LEAST_CONTRAST, middle - 2 * _LEAST_CONTRAST, middle)
    return Levels(split, float(np.median(values[dark])), float(np.median(values[~dark])))


def ink_share(crop: U8, levels: Levels) -> F32:
    """Float32 of `crop`'s shape, 0 (paper) to 1 (ink)."""
    gray = crop.astype(np.float32)
    edge = (gray <= (levels.split + levels.paper) / 2).astype(np.uint8)
    weight = 1 - cv2.dilate(edge, np.ones((5, 5), np.uint8)).astype(np.float32)
    sigma = max(4.0, _PAPER_BLUR * float(np.sqrt(gray.size)))
    # A little of the page's paper everywhere, where the crop shows none.
    seen = cv2.GaussianBlur(weight, (0, 0), sigma)
    paper = cv2.GaussianBlur(gray * weight, (0, 0), sigma) + 0.02 * levels.paper
    paper /= seen + 0.02
    share = (paper - gray) / np.maximum(paper - levels.ink, _LEAST_CONTRAST)
    return between(share, _PALE, _DARK)
