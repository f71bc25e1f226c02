"""Windows of ink say where to read the source, and a smooth field lays it there."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32, F64, U8
from autolabelme.core.image_io import read_gray
from autolabelme.core.opencv import cv2
from autolabelme.core.press.sample import ornament_image
from ransac_gui.core import geometry
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.features import Matches
from ransac_gui.core.prepare import Working, working
from ransac_gui.core.smooth_flow import (
    Level,
    levels,
    measure,
    project,
    refine,
    wanted_moves,
    warp_displacement_at,
)
from ransac_gui.core.spline import grid_for
from ransac_gui.core.synthetic import Bend, KnownMap

COLUMNS, ROWS = 700, 300


@pytest.fixture(scope="module")
def flat() -> U8:
    return np.asarray(cv2.resize(read_gray(ornament_image()), (COLUMNS, ROWS), interpolation=cv2.INTER_AREA))


def bent(flat: U8, bend: Bend) -> tuple[KnownMap, Working, WarpMap]:
    """What is known of a bent print of it, that print, and where it lies but for the bend."""
    truth = KnownMap(geometry.shift(20, 20), bend, COLUMNS, ROWS)
    source = working(truth.source_image(flat, COLUMNS + 40, ROWS + 40), 1600)
    return truth, source, WarpMap(COLUMNS, ROWS, geometry.shift(20, 20)[None])


def points() -> F64:
    return np.stack(np.meshgrid(np.arange(40.0, 680, 40), np.arange(40.0, 280, 30)), -1).reshape(-1, 2)


def off(found: WarpMap, truth: KnownMap) -> F64:
    return np.asarray(np.linalg.norm(found.points(points()) - truth.points(points()), axis=1))


def test_windows_say_a_shift_to_a_tenth_of_a_pixel(flat: U8) -> None:
    moved = cv2.warpAffine(
        flat, geometry.shift(1.6, -0.7)[:2], (COLUMNS, ROWS), borderMode=cv2.BORDER_REPLICATE
    )
    warp = WarpMap(COLUMNS, ROWS, np.eye(3)[None])
    found = measure(working(flat, 1600), working(moved, 1600), warp, Level(COLUMNS, 20, 4))
    assert len(found.points) > 50
    assert np.median(found.moves, axis=0) == pytest.approx((1.6, -0.7), abs=0.1)
    assert np.median(found.scores) > 0.95


def test_a_picture_with_less_room_than_a_window_says_nothing(flat: U8) -> None:
    small = working(np.ascontiguousarray(flat[:12, :40]), 1600)
    warp = WarpMap(40, 12, np.eye(3)[None])
    assert len(measure(small, small, warp, Level(40, 20, 4)).points) == 0


def test_a_curl_is_taken_out(flat: U8) -> None:
    truth, source, start = bent(flat, Bend(curl_px=9, ripple_px=2))
    found = refine(source, working(flat, 1600), start, wavelength=0.15, cap_px=25.0)
    assert np.median(off(start, truth)) > 2
    # Some points lie on bare paper, where only neighbours tell.
    assert np.median(off(found, truth)) < 0.1 and off(found, truth).max() < 1.1


@pytest.mark.parametrize("cap", [0.0, 3.0])
def test_nothing_is_moved_farther_than_the_cap(flat: U8, cap: float) -> None:
    _, source, start = bent(flat, Bend(curl_px=9))
    found = refine(source, working(flat, 1600), start, wavelength=0.15, cap_px=cap)
    moved = np.linalg.norm(warp_displacement_at(found, points()), axis=1)
    assert moved.max() <= cap + 1e-4
    assert bool(moved.max() > 2.5) is (cap > 0)


def test_another_drawing_bends_nothing_far(flat: U8) -> None:
    other = working(np.ascontiguousarray(flat[::-1]), 1600)
    start = WarpMap(COLUMNS, ROWS, np.eye(3)[None])
    found = refine(other, working(flat, 1600), start, wavelength=0.15, cap_px=25.0)
    assert np.median(np.linalg.norm(warp_displacement_at(found, points()), axis=1)) < 3


def test_a_field_is_read_back_as_it_was_laid() -> None:
    wide = np.sin(np.arange(24) / 24 * np.pi)[None, :] * np.ones((12, 1))
    field: F32 = np.stack([4 * wide, -2 * wide], axis=-1).astype(np.float32)
    warp = WarpMap(COLUMNS, ROWS, np.eye(3)[None]).with_displacement(field)
    grid = grid_for(COLUMNS, ROWS, 0.3)
    again = warp.with_displacement(grid.evaluate(project(grid, warp), 24, 12))
    inner = points()
    assert np.abs(warp_displacement_at(again, inner) - warp_displacement_at(warp, inner)).max() < 0.25


def test_what_would_make_a_match_exact_is_asked_of_the_nearest_model() -> None:
    models = np.stack([geometry.shift(10, 0), geometry.shift(0, 50)])
    warp = WarpMap(COLUMNS, ROWS, models, np.full((2, 2, 2), 0.5, np.float32))
    reference = np.array([[100.0, 100.0], [200.0, 100.0]])
    source = reference + np.array([[12.0, 1.0], [1.0, 47.0]])
    matches = Matches(reference, source, np.ones(2), "test")
    assert wanted_moves(matches, warp) == pytest.approx(np.array([[2.0, 1.0], [1.0, -3.0]]))


def test_the_looks_are_put_together_from_sides_windows_and_searches() -> None:
    assert levels((250, 500), (20, 22), (8, 4)) == (Level(250, 20, 8), Level(500, 22, 4))
    with pytest.raises(ValueError, match="zip"):
        levels((250, 500), (20,), (8, 4))
