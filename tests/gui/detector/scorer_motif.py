"""A drawing in the canonical frame for tests of scorers' maps: a ring on a bar."""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32
from autolabelme.core.opencv import cv2
from detector.core.inspection.ink import Frame

FRAME = Frame.of(60, 60)


def motif() -> F32:
    """Its ink, 0..1, float32 (h, w) of `FRAME`, margin included."""
    ink = np.zeros(FRAME.shape, np.float32)
    middle = (FRAME.shape[1] // 2, FRAME.shape[0] // 2)
    cv2.circle(ink, middle, 20, 1.0, 5, cv2.LINE_AA)
    cv2.line(ink, (middle[0] - 26, middle[1]), (middle[0] + 26, middle[1]), 1.0, 6, cv2.LINE_AA)
    return ink


def printed(rng: np.random.Generator, *, cut: bool = False) -> F32:
    """An impression of it, float32 (h, w), 0..1; with a piece of the bar `cut` out, or normal."""
    ink = motif()
    if cut:
        ink[:, FRAME.shape[1] // 2 + 14 : FRAME.shape[1] // 2 + 24] = 0
    noisy = cv2.GaussianBlur(ink, (0, 0), 0.8) + rng.normal(0, 0.03, ink.shape)
    return np.clip(noisy, 0, 1).astype(np.float32)
