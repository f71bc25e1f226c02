"""Do two pictures show two sheets of paper? What is bare of ink tells where the ink does not.

Very clean prints of one block are as alike as one impression that was pictured twice. But the grain, stains
and show-through of one sheet are seen in every picture of it, and another sheet has its own.
"""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32, Bool
from autolabelme.core.opencv import cv2

from . import tuning


def two_sheets(pictures: tuple[F32, F32], inks: tuple[F32, F32], shown: Bool) -> bool:
    """Whether the papers differ; False where they are alike, and where too little of either is seen.

    Parameters
    ----------
    pictures, inks : two float32 (h, w) of one size
        Grey values 0..255, and ink 0..1, of both as they lie on each other.
    shown : bool (h, w)
        Where both have a picture.
    """
    side = max(shown.shape)
    away = max(2, round(tuning.SHEET_AWAY * side))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * away + 1, 2 * away + 1))
    printed = (np.maximum(*inks) > tuning.TRACE).astype(np.uint8)
    bare = np.asarray(shown & (cv2.dilate(printed, disc) == 0), np.bool_)
    if bare.mean() < tuning.SHEET_LEAST:
        return False
    first, second = (_texture(one, bare, side)[bare] for one in pictures)
    if min(float(first.std()), float(second.std())) < tuning.SHEET_TEXTURE:
        return False  # bitonal, or cleaned until nothing is left of the paper
    return float(np.corrcoef(first, second)[0, 1]) < tuning.ONE_SHEET


def _texture(picture: F32, bare: Bool, side: int) -> F32:
    """Grey values about their neighbourhood's, both of bare paper alone."""
    weight = bare.astype(np.float32)

    def about(share: float) -> F32:
        sigma = max(0.5, share * side)
        summed, shares = (cv2.GaussianBlur(one, (0, 0), sigma) for one in (picture * weight, weight))
        return np.asarray(summed / np.maximum(shares, 1e-3), np.float32)

    return about(tuning.SHEET_NEAR) - about(tuning.SHEET_FAR)
