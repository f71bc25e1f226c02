"""ECC lays one picture on another, and says when it cannot."""

from __future__ import annotations

import numpy as np

from autolabelme.core.correlation import correlation
from autolabelme.core.opencv import cv2
from detector.core import registration


def test_ecc_finds_a_shift_and_says_when_there_is_none() -> None:
    drawing = np.zeros((60, 70), np.float32)
    cv2.circle(drawing, (30, 28), 12, 1.0, 3)
    cv2.line(drawing, (10, 50), (60, 40), 1.0, 2)
    shift = np.array([[1.0, 0.0, 2.5], [0.0, 1.0, -1.5]])
    moved = registration.resampled(drawing, np.linalg.inv(np.vstack([shift, [0, 0, 1]]))[:2], drawing.shape)
    found = registration.ecc(moved, drawing, np.eye(2, 3), all_steps=True)
    assert found is not None
    assert np.abs(registration.corner_moves(found, drawing.shape) - shift[:, 2]).max() < 0.25
    laid = registration.resampled(moved, found, drawing.shape)
    # Twice resampled, the thin line is softer than it was.
    assert correlation(laid, drawing) > 0.95 > 0.7 > correlation(moved, drawing)
    blank = np.zeros_like(drawing)
    assert registration.ecc(blank, drawing, np.eye(2, 3), all_steps=True) is None
    begun = registration.ecc(blank, drawing, shift, all_steps=False)
    assert begun is not None
    assert np.allclose(begun, shift)
