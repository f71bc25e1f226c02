"""Small honest variations of an impression's ink, so that a network does not learn four prints by heart."""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32
from autolabelme.core.opencv import cv2


def varied(ink: F32, rng: np.random.Generator) -> F32:
    """Shifted by up to 2% of the side, turned by up to 2 degrees, heavier or lighter, sharper or softer.

    `ink` float32 (H, W), 0..1; the same shape and range come back.
    """
    height, width = ink.shape
    move = cv2.getRotationMatrix2D(
        ((width - 1) / 2, (height - 1) / 2), float(rng.normal(0, 0.7)), float(np.exp(rng.normal(0, 0.01)))
    )
    move[:, 2] += np.clip(rng.normal(0, 0.006, 2), -0.02, 0.02) * max(height, width)
    moved = cv2.warpAffine(
        ink, move, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    sigma = float(rng.uniform(0.0, 0.6))
    if sigma > 0.2:
        moved = cv2.GaussianBlur(moved, (0, 0), sigma)
    heavier = moved * float(rng.uniform(0.9, 1.1)) + float(rng.uniform(-0.02, 0.02))
    return np.asarray(np.clip(heavier, 0.0, 1.0), dtype=np.float32)
