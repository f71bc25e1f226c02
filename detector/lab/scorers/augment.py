"""Small honest variations of an impression's ink, so that a network does not learn four prints by heart."""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32
from autolabelme.core.opencv import cv2

from .. import tuning


def varied(ink: F32, rng: np.random.Generator) -> F32:
    """Shifted by up to 2% of the side, turned by up to 2 degrees, heavier or lighter, sharper or softer.

    `ink` float32 (H, W), 0..1; the same shape and range come back.
    """
    height, width = ink.shape
    move = cv2.getRotationMatrix2D(
        ((width - 1) / 2, (height - 1) / 2),
        float(rng.normal(0, tuning.VARIED_TURN)),
        float(np.exp(rng.normal(0, tuning.VARIED_SCALE))),
    )
    shift = rng.normal(0, tuning.VARIED_SHIFT, 2)
    move[:, 2] += np.clip(shift, -tuning.VARIED_FARTHEST, tuning.VARIED_FARTHEST) * max(height, width)
    moved = cv2.warpAffine(
        ink, move, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    sigma = float(rng.uniform(0.0, tuning.VARIED_BLUR))
    if sigma > tuning.VARIED_SHARP:
        moved = cv2.GaussianBlur(moved, (0, 0), sigma)
    gain = rng.uniform(1 - tuning.VARIED_GAIN, 1 + tuning.VARIED_GAIN)
    heavier = moved * float(gain) + float(rng.uniform(-tuning.VARIED_BIAS, tuning.VARIED_BIAS))
    return np.asarray(np.clip(heavier, 0.0, 1.0), dtype=np.float32)
