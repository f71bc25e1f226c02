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


def drawing() -> np.ndarray:
    """A ring and a bar, float32 (60, 70), 0..1."""
    ink = np.zeros((60, 70), np.float32)
    cv2.circle(ink, (30, 28), 12, 1.0, 3, cv2.LINE_AA)
    cv2.line(ink, (10, 50), (60, 40), 1.0, 2, cv2.LINE_AA)
    return ink


def test_a_shift_is_found_in_grain() -> None:
    ink, rng = drawing(), np.random.default_rng(3)
    moved = np.roll(ink, (2, -3), axis=(0, 1)) + rng.normal(0, 0.35, ink.shape).astype(np.float32)
    found = registration.shifted(moved.astype(np.float32), ink)
    np.testing.assert_array_equal(found.affine, [[1, 0, -3], [0, 1, 2]])


def test_a_crop_that_is_darker_throughout_is_laid_by_its_drawing() -> None:
    ink = drawing()
    found = registration.affine(np.asarray(0.7 * ink + 0.2, np.float32), ink)
    assert abs(found.bias + 0.2 * found.gain) < 0.03
    assert np.abs(found.affine - np.eye(2, 3)).max() < 0.05


def test_ecc_goes_on_until_a_turn_is_taken_out() -> None:
    ink = drawing()
    turn = cv2.getRotationMatrix2D((35, 30), 6.0, 1.04)
    moved = registration.resampled(ink, np.linalg.inv(np.vstack([turn, [0, 0, 1]]))[:2], ink.shape)
    found = registration.ecc(moved, ink, np.eye(2, 3), all_steps=True)
    assert found is not None
    left = registration.corner_moves(found, ink.shape) - registration.corner_moves(turn, ink.shape)
    assert np.abs(left).max() < 0.5
