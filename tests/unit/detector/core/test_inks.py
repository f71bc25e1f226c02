"""What each engine reads as ink of one seeded crop stays what it was measured with."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from autolabelme.core.opencv import cv2
from autolabelme.core.press import crops
from detector.core.inspection.ink import ink_fraction
from detector.core.siblings.ink import crop_ink, levels_of
from ransac_gui.core import prepare


def crop() -> np.ndarray:
    rng = np.random.default_rng(11)
    page = 225.0 + 12 * np.linspace(-1, 1, 90)[None] + np.zeros((70, 1))
    for x, y, radius in ((30, 30, 14), (60, 40, 9), (45, 52, 6)):
        cv2.circle(page, (x, y), radius, 45.0, 3)
    return np.clip(cv2.GaussianBlur(page, (0, 0), 0.8) + rng.normal(0, 4, page.shape), 0, 255).astype(
        np.uint8
    )


@pytest.mark.parametrize(
    ("ink_of", "figures"),
    [
        (crops.ink_of, [0.1518, 0.3459, 1.0, 1.0, 0.0]),
        (lambda gray: ink_fraction(gray, 40.0), [0.1496, 0.3014, 0.9358, 0.9776, 0.0]),
        (lambda gray: crop_ink(gray, levels_of([gray])), [0.1525, 0.3483, 1.0, 1.0, 0.0]),
        (prepare.ink_of, [0.1644, 0.3038, 0.9772, 0.9926, 0.0244]),
    ],
)
def test_ink_keeps_its_figures(ink_of: Callable[[np.ndarray], np.ndarray], figures: list[float]) -> None:
    ink = ink_of(crop())
    found = [ink.mean(), ink.std(), ink[30, 16], ink[41, 51], ink[5, 80]]
    assert found == pytest.approx(figures, abs=2e-4)


@pytest.mark.parametrize("ink_of", [crops.ink_of, lambda gray: ink_fraction(gray, 40.0)])
def test_a_blank_crop_holds_no_ink(ink_of: Callable[[np.ndarray], np.ndarray]) -> None:
    blank = np.random.default_rng(2).integers(216, 224, (50, 60)).astype(np.uint8)
    assert not ink_of(blank).any()
