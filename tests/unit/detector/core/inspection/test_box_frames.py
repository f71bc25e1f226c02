"""Frames of findings on the pictures beside findings.json."""

from __future__ import annotations

import numpy as np

from detector.core.inspection.findings import Finding
from detector.core.inspection.maps import boxes_overlay


def _framed(box: tuple[float, float, float, float]) -> np.ndarray:
    page = np.full((900, 1200, 3), 255, dtype=np.uint8)
    picture = boxes_overlay(page, (), (Finding("altered", box, "", "", 1.0, 0.01, True, ()),))
    return np.asarray((picture != 255).any(axis=2))


def test_a_place_of_a_few_pixels_is_seen_within_its_frame() -> None:
    drawn = _framed((500.0, 400.0, 507.0, 407.0))
    assert not drawn[397:410, 497:510].any()
    assert drawn[380:430, 480:530].any()


def test_the_frame_of_a_large_place_is_its_box() -> None:
    ys, xs = np.nonzero(_framed((300.0, 300.0, 500.0, 450.0))[290:])
    assert abs(xs.min() - 300) <= 2 and abs(xs.max() - 499) <= 2 and abs(ys.max() + 290 - 449) <= 2


def test_a_small_place_at_the_corner_is_framed_within_the_picture() -> None:
    drawn = _framed((0.0, 895.0, 5.0, 900.0))
    assert drawn.any() and not drawn[:850].any()
