from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2
from ransac_gui.core import geometry
from ransac_gui.core.compose import WarpMap, add_displacements, inside, warp_image

TILT = np.array([[1.02, 0.03, 5.0], [-0.02, 0.98, -3.0], [1e-5, -2e-5, 1.0]])


def picture(width: int, height: int) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width].astype(float)
    value = 128 + 60 * np.sin(x / 9) * np.cos(y / 13) + 40 * np.sin((x + 2 * y) / 23)
    return value.round().astype(np.uint8)


def test_dense_map_has_rows_first_and_x_before_y_on_a_non_square_image() -> None:
    warp = WarpMap(70, 40, geometry.shift(100.0, 10.0)[None])
    dense = warp.dense()
    assert dense.shape == (40, 70, 2)
    assert dense.dtype == np.float32
    assert dense[7, 50].tolist() == [150.0, 17.0]


def test_points_rows_and_dense_agree_with_the_homography() -> None:
    warp = WarpMap(53, 31, TILT[None])
    y, x = np.mgrid[0:31, 0:53]
    points = np.stack([x, y], axis=-1).reshape(-1, 2)
    expected = geometry.apply(TILT, points)
    np.testing.assert_allclose(warp.points(points), expected, atol=1e-9)
    np.testing.assert_allclose(warp.dense().reshape(-1, 2), expected, atol=1e-4)
    np.testing.assert_array_equal(warp.rows(5, 9), warp.dense()[5:9])


def test_displacement_comes_before_the_homography() -> None:
    field = np.full((4, 6, 2), (2.0, -1.0), dtype=np.float32)
    warp = WarpMap(60, 40, TILT[None], None, field)
    point = np.array([[20.0, 10.0]])
    np.testing.assert_allclose(
        warp.points(point), geometry.apply(TILT, point + np.array([2.0, -1.0])), atol=1e-6
    )
    assert warp.max_displacement_px() == pytest.approx(np.sqrt(5))
    assert warp.coarse.max_displacement_px() == 0


def test_displacements_compose_exactly_for_shifts() -> None:
    first = np.full((5, 5, 2), (3.0, 0.0), dtype=np.float32)
    second = np.full((7, 9, 2), (0.0, 4.0), dtype=np.float32)
    total = add_displacements(first, second, 90, 70)
    assert total.shape == (7, 9, 2)
    np.testing.assert_allclose(total, np.full((7, 9, 2), (3.0, 4.0)), atol=1e-6)


def test_warping_is_exact_to_a_fraction_of_a_grey_level_at_half_pixels() -> None:
    source = picture(200, 120)
    warp = WarpMap(150, 90, geometry.shift(20.5, 10.25)[None])
    y, x = np.mgrid[0:90, 0:150].astype(float)
    x, y = x + 20.5, y + 10.25
    expected = 128 + 60 * np.sin(x / 9) * np.cos(y / 13) + 40 * np.sin((x + 2 * y) / 23)
    error = np.abs(warp_image(source, warp).astype(float) - expected)
    assert error.max() < 1.5
    assert error.mean() < 0.5


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("channels", [0, 3])
def test_depth_and_colour_stay(dtype: type, channels: int) -> None:
    source = (picture(90, 60).astype(np.uint32) * (257 if dtype == np.uint16 else 1)).astype(dtype)
    if channels:
        source = np.dstack([source, source // 2, source // 3])
    result = warp_image(source, WarpMap(90, 60, np.eye(3)[None]))
    assert result.dtype == dtype
    np.testing.assert_array_equal(result, source)


def test_strips_make_no_seams_and_outside_is_paper() -> None:
    source = picture(600, 700)
    source[:, :] = np.maximum(source, 120)
    warp = WarpMap(500, 700, (geometry.shift(300, 0) @ TILT)[None])
    whole = cv2.remap(
        source,
        warp.dense()[..., 0],
        warp.dense()[..., 1],
        cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=0,
    )
    result = warp_image(source, warp)
    valid = inside(warp.dense() - 3, 594, 694) & inside(warp.dense() + 3, 600, 700)
    np.testing.assert_array_equal(result[valid], whole[valid])
    outside = ~inside(warp.dense(), 610, 710) & ~inside(warp.dense() + 5, 610, 710)
    assert outside.any()
    assert len(np.unique(result[outside])) == 1
    assert result[outside][0] >= np.median(source)


def test_warping_needs_little_more_than_its_result() -> None:
    import tracemalloc

    source = np.full((1500, 2000, 3), 200, dtype=np.uint8)
    field = np.zeros((40, 50, 2), dtype=np.float32)
    warp = WarpMap(2000, 1500, TILT[None], None, field)
    tracemalloc.start()
    warp_image(source, warp)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # The dense float64 map alone would be 48 MB, and its intermediates several times that.
    assert peak < source.nbytes + 60e6


def test_several_models_blend_where_each_holds() -> None:
    weights = np.zeros((2, 1, 4), dtype=np.float32)
    weights[0, 0, :2] = 1
    weights[1, 0, 2:] = 1
    warp = WarpMap(40, 10, np.stack([np.eye(3), geometry.shift(0, 8)]), weights)
    assert warp.points(np.array([[2.0, 5.0]]))[0].tolist() == [2.0, 5.0]
    assert warp.points(np.array([[37.0, 5.0]]))[0].tolist() == [37.0, 13.0]
    np.testing.assert_allclose(warp.rows(5, 6)[0, 37], (37, 13))


def test_reduced_map_is_the_map_of_the_resized_images() -> None:
    warp = WarpMap(100, 60, TILT[None])
    small = warp.reduced((50, 30), geometry.scaling(0.5))
    # Pixel (10, 4) of the half-size reference lies at (20.5, 8.5) of the full one.
    full = geometry.apply(TILT, np.array([[20.5, 8.5]]))[0]
    np.testing.assert_allclose(small[4, 10], (full + 0.5) / 2 - 0.5, atol=1e-4)


@settings(max_examples=25, deadline=None)
@given(
    st.floats(0.3, 3.0), st.floats(0.3, 3.0), st.floats(-50, 50), st.floats(-50, 50), st.floats(-1e-4, 1e-4)
)
def test_homographies_compose_as_matrices(sx: float, sy: float, dx: float, dy: float, tilt: float) -> None:
    first = geometry.scaling(sx, sy) @ geometry.shift(dx, dy)
    second = TILT.copy()
    second[2, 0] = tilt
    points = np.array([[0.0, 0.0], [30.0, 10.0], [5.0, 44.0]])
    np.testing.assert_allclose(
        geometry.apply(second @ first, points),
        geometry.apply(second, geometry.apply(first, points)),
        atol=1e-6,
    )


def test_bad_shapes_are_misuse() -> None:
    with pytest.raises(MisuseError, match="homographies"):
        WarpMap(10, 10, np.eye(3))
    with pytest.raises(MisuseError, match="weights"):
        WarpMap(10, 10, np.stack([np.eye(3)] * 2))
    with pytest.raises(MisuseError, match="uint8 or uint16"):
        warp_image(np.zeros((5, 5), np.float32), WarpMap(5, 5, np.eye(3)[None]))
