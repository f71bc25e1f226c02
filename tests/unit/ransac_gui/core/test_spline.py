from __future__ import annotations

import numpy as np
import pytest

from ransac_gui.core.smooth_flow import capped
from ransac_gui.core.spline import choose_wavelength, fit_field, fit_fields, grid_for

WIDTH, HEIGHT = 1000, 400


def lattice(step: int = 25) -> np.ndarray:
    y, x = np.mgrid[20 : HEIGHT - 20 : step, 20 : WIDTH - 20 : step].astype(float)
    return np.stack([x, y], axis=-1).reshape(-1, 2)


def known(points: np.ndarray) -> np.ndarray:
    return np.tile(np.eye(2), (len(points), 1, 1))


def laid(points: np.ndarray, values: np.ndarray, wavelength: float) -> np.ndarray:
    grid = grid_for(WIDTH, HEIGHT, wavelength)
    return grid.design(points) @ fit_field(grid, points, values, known(points), wavelength)


def test_affine_fields_cost_nothing_however_stiff() -> None:
    points = lattice()
    values = points @ np.array([[0.02, -0.01], [0.005, 0.03]]) + (3.0, -2.0)
    np.testing.assert_allclose(laid(points, values, 4.0), values, atol=0.02)


def test_a_wave_at_the_wavelength_is_followed_by_half_and_a_cut_hardly() -> None:
    points = lattice(12)
    long, short = (
        np.stack([np.sin(2 * np.pi * points[:, 0] / (share * WIDTH)), 0 * points[:, 0]], axis=1)
        for share in (0.6, 0.1)
    )
    assert np.abs(laid(points, long, 0.2)[:, 0] - long[:, 0]).mean() < 0.1
    assert np.abs(laid(points, short, 0.2)[:, 0]).mean() < 0.15


def test_wrong_measurements_are_distrusted() -> None:
    rng = np.random.default_rng(0)
    points = lattice()
    values = np.tile((2.0, 1.0), (len(points), 1)) + rng.normal(0, 0.1, (len(points), 2))
    wrong = rng.choice(len(points), len(points) // 6, replace=False)
    values[wrong] += rng.uniform(5, 10, (len(wrong), 2))
    found = laid(points, values, 0.3)
    assert np.abs(found - (2.0, 1.0)).max() < 0.3


def test_one_direction_only_is_used_where_only_it_is_known() -> None:
    points = lattice()
    information = np.tile(np.diag([1.0, 0.0]), (len(points), 1, 1))
    grid = grid_for(WIDTH, HEIGHT, 1.0)
    values = np.stack([np.full(len(points), 4.0), np.full(len(points), 99.0)], axis=1)
    found = grid.design(points) @ fit_field(grid, points, values, information, 1.0)
    np.testing.assert_allclose(found[:, 0], 4.0, atol=0.05)
    np.testing.assert_allclose(found[:, 1], 0.0, atol=0.05)


def test_fields_through_parts_are_those_through_each_part_alone() -> None:
    rng = np.random.default_rng(4)
    points = lattice()
    values = rng.normal(0, 1, (len(points), 2))
    turned = rng.normal(0, 1, (len(points), 2, 2))
    information = turned @ turned.transpose(0, 2, 1)
    parts = np.stack([points[:, 0] < 600, points[:, 1] > 100, np.arange(len(points)) < 2])
    grid = grid_for(WIDTH, HEIGHT, 0.4)
    together = fit_fields(grid, grid.design(points), values, information, 0.4, parts, rounds=3)
    for part, field in zip(parts, together, strict=True):
        alone = fit_field(grid, points[part], values[part], information[part], 0.4, rounds=3)
        np.testing.assert_allclose(field, alone, atol=1e-7)
    assert not together[2].any(), "two measurements lay no field"


def test_the_data_choose_the_stiffness() -> None:
    rng = np.random.default_rng(1)
    points = lattice()
    noise = rng.normal(0, 0.5, (len(points), 2))
    bend = np.stack([0 * points[:, 0], 6 * np.sin(2 * np.pi * points[:, 0] / (0.6 * WIDTH))], axis=1)
    arguments = (WIDTH, HEIGHT, points)
    flat = choose_wavelength(*arguments, noise, known(points), 0.15, len(points))
    bent = choose_wavelength(*arguments, bend + noise, known(points), 0.15, len(points))
    assert flat >= 1.5
    assert bent <= 0.5


def test_evaluate_agrees_with_design_at_pixel_centres() -> None:
    grid = grid_for(60, 40, 0.5)
    rng = np.random.default_rng(2)
    field = rng.normal(0, 1, (grid.shape[0] * grid.shape[1], 2))
    y, x = np.mgrid[0:40, 0:60].astype(float)
    points = np.stack([x, y], axis=-1).reshape(-1, 2)
    np.testing.assert_allclose(
        grid.evaluate(field, 60, 40).reshape(-1, 2), grid.design(points) @ field, atol=1e-5
    )


def test_the_cap_bounds_length_and_keeps_direction() -> None:
    field = np.array([[[3.0, 4.0], [30.0, 40.0]]], dtype=np.float32)
    np.testing.assert_allclose(capped(field, 10.0), [[[3, 4], [6, 8]]], rtol=1e-6)


def test_measurements_that_agree_to_a_hundredth_still_let_their_neighbours_count() -> None:
    """Exact ones, a sixth of them off by less than a pixel: with a smaller spread these would pull more."""
    rng = np.random.default_rng(0)
    points = lattice()
    values = np.tile((2.0, 1.0), (len(points), 1))
    values[rng.choice(len(points), len(points) // 6, replace=False)] += (0.6, 0.4)
    assert 0.0018 < np.abs(laid(points, values, 0.3) - (2.0, 1.0)).max() < 0.0027


@pytest.mark.parametrize(("amplitude", "longest"), [(0.4, 0.33), (0.6, 0.33), (0.8, 0.22)])
def test_a_shorter_wave_is_believed_by_three_in_a_hundred(amplitude: float, longest: float) -> None:
    rng = np.random.default_rng(1)
    points = lattice()
    noise = rng.normal(0, 0.5, (len(points), 2))
    wave = amplitude * np.sin(2 * np.pi * points[:, 0] / (0.6 * WIDTH))
    bend = np.stack([0 * wave, wave], axis=1) + noise
    assert choose_wavelength(WIDTH, HEIGHT, points, bend, known(points), 0.05, len(points)) == longest
