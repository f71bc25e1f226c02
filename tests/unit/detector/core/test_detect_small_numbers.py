"""A training's crops, and one impression laid on another: numbers where half or double differs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.arrays import F32
from autolabelme.core.opencv import cv2
from detector.core import registration
from detector.core.data import TrainingPage, augmentation, random_window
from detector.core.sources import page_scales


def test_crops_are_changed_as_the_models_were_taught() -> None:
    """Of 300: how light varies, how much contrast is left, how that varies, and what tilts bring in."""
    generator = torch.Generator().manual_seed(2)
    grain = torch.randint(100, 160, (3, 48, 48), dtype=torch.uint8, generator=generator)
    torch.manual_seed(5)
    change = augmentation(mirrors=False)
    made = torch.stack([change(grain).float() for _ in range(300)])
    middle = made[:, :, 16:32, 16:32]
    means, spreads = middle.mean((1, 2, 3)), middle.std((1, 2, 3))
    corners = made[:, :, :2, :2].mean((1, 2, 3)) / means
    found = [float(one) for one in (means.std(), spreads.mean(), spreads.std(), corners.std())]
    assert found == pytest.approx([18.86, 14.02, 5.599, 0.01350], rel=0.02)


def test_crops_are_of_sides_from_352_to_456_pixels() -> None:
    page = TrainingPage("page", np.zeros((2000, 1500, 3), np.uint8), np.zeros((0, 4)), np.zeros(0, np.int64))
    rng = np.random.default_rng(1)
    sides = [random_window(page, rng)[2] for _ in range(200)]
    assert 352 <= min(sides) < 360 and 448 < max(sides) <= 456


def drawing() -> F32:
    """A ring and a bar, float32 (60, 70), 0..1."""
    ink = np.zeros((60, 70), np.float32)
    cv2.circle(ink, (30, 28), 12, 1.0, 3, cv2.LINE_AA)
    cv2.line(ink, (10, 50), (60, 40), 1.0, 2, cv2.LINE_AA)
    return ink


def test_no_crop_is_made_lighter_by_more_than_three_tenths_of_ink() -> None:
    found = registration.affine(np.asarray(0.7 * drawing() + 0.25, np.float32), drawing())
    assert found.bias == pytest.approx(-0.3)


def test_grain_is_smoothed_and_strokes_are_not_before_a_step() -> None:
    ink, rng = drawing(), np.random.default_rng(1)
    turn = cv2.getRotationMatrix2D((35, 30), 3.0, 1.02)
    moved = registration.resampled(ink, np.linalg.inv(np.vstack([turn, [0, 0, 1]]))[:2], ink.shape)
    grainy = np.asarray(moved + rng.normal(0, 0.2, ink.shape), np.float32)
    found = registration.ecc(grainy, ink, np.eye(2, 3), all_steps=True)
    assert found is not None
    left = registration.corner_moves(found, ink.shape) - registration.corner_moves(turn, ink.shape)
    assert 0.23 < np.abs(left).max() < 0.3


def test_scales_follow_a_chain_of_eight_pages() -> None:
    """Each shows one label of the page before, a fifth larger: together 3.58 times."""
    documents = [Document(Path(f"{number}.png"), 100, 100) for number in range(8)]
    sides = [10 * 1.2**number for number in range(8)]
    shapes = [
        [Shape.rectangle(str(number + one), (0, 0, side, side)) for one in range(2)]
        for number, side in enumerate(sides)
    ]
    shapes[0] *= 2
    assert 3.2 < page_scales(documents, shapes)[-1] < 3.4
