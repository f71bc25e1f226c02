"""Impressions are laid on each other to a fraction of a pixel, and maps come back to where they were."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autolabelme.core.opencv import cv2
from detector.core.registration import affine, centred, shifted, smooth_field
from detector.lab.scorers.frames import joint_stack, median_shape

from .conftest import Printed


def drawing(rows: int = 90, columns: int = 110) -> np.ndarray:
    """Rings and bars, soft, float32."""
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    ring = np.abs(np.hypot(x - 50, y - 44) - 26) < 5
    bar = (np.abs(x - 0.5 * y - 40) < 4) & (y > 12) & (y < 80)
    return np.asarray(cv2.GaussianBlur((ring | bar).astype(np.float32), (0, 0), 1.0))


@settings(max_examples=8, deadline=None)
@given(
    dx=st.floats(-4, 4),
    dy=st.floats(-4, 4),
    turn=st.floats(-2, 2),
    scale=st.floats(0.97, 1.03),
    gain=st.floats(0.8, 1.0),
)
def test_an_affine_move_and_inking_are_undone(
    dx: float, dy: float, turn: float, scale: float, gain: float
) -> None:
    fixed = drawing()
    move = cv2.getRotationMatrix2D((54.5, 44.5), turn, scale)
    move[:, 2] += (dx, dy)
    crop = np.asarray(gain * cv2.warpAffine(fixed, move, (110, 90)), dtype=np.float32)
    found = affine(crop, fixed)
    inside = (slice(10, -10), slice(10, -10))
    before, after = np.abs(crop - fixed)[inside], np.abs(found.gain * found.lay(crop) + found.bias - fixed)
    assert float(after[inside].mean()) < max(0.02, 0.3 * float(before.mean()))


def test_a_lost_piece_does_not_pull_the_rest_along() -> None:
    fixed = drawing()
    crop = np.roll(fixed, (2, -3), axis=(0, 1))
    crop[10:45, 20:60] = 0
    found = smooth_field(crop, fixed, affine(crop, fixed))
    kept = (slice(50, 80), slice(15, 95))
    assert float(np.abs(found.gain * found.lay(crop) + found.bias - fixed)[kept].mean()) < 0.02


def test_what_is_laid_comes_back() -> None:
    fixed = drawing()
    crop = np.roll(fixed, (3, 2), axis=(0, 1))[2:-3, 1:-2].copy()
    found = smooth_field(crop, fixed, affine(crop, fixed))
    back = found.back(found.lay(crop))
    assert back.shape == crop.shape
    inside = (slice(8, -8), slice(8, -8))
    assert float(np.abs(back - crop)[inside].mean()) < 0.02


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_a_blank_crop_stays_where_it_is(value: float) -> None:
    fixed = drawing()
    blank = np.full((92, 108), value, dtype=np.float32)
    found = affine(blank, fixed)
    assert np.isfinite(found.lay(blank)).all()
    np.testing.assert_allclose(found.affine, centred((90, 110), (92, 108)).affine)
    assert shifted(blank, fixed).gain == 1.0


def test_the_stack_has_the_median_size_and_agrees_better_than_crops_that_are_centred(
    prints: dict[str, Printed],
) -> None:
    normals = prints["lost"].normals
    stack = joint_stack(normals)
    assert stack.shape == median_shape(normals) == stack.prototype.shape
    plain = np.stack([centred(stack.shape, crop.shape[:2]).lay(crop.astype(np.float32)) for crop in normals])
    plain = 1 - plain / plain.max()
    assert agreement(np.stack(stack.ink)) > agreement(plain)


def agreement(stack: np.ndarray) -> float:
    """Mean correlation of images (n, h, w) with their mean."""
    mean = stack.mean(axis=0).ravel()
    return float(np.mean([np.corrcoef(one.ravel(), mean)[0, 1] for one in stack]))
