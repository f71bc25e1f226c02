"""Pyramid: levels are exact area means, frames stand where they say, odd and tiny sizes hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autolabelme.core.errors import Cancelled, MisuseError
from autolabelme.qtkit.pyramid import SMALLEST_LEVEL_PX, Pyramid


def test_a_level_is_the_area_mean_and_one_pixel_covers_a_power_of_two() -> None:
    image = np.random.default_rng(0).integers(0, 256, (1031, 2053, 3), dtype=np.uint8)
    pyramid = Pyramid(image).build()
    assert pyramid.complete
    frame = pyramid.frame(0, 0, 0.5, 1026, 515)
    assert frame is not None and (frame.x, frame.y) == (0, 0)
    mean = image[:1030, :2052].reshape(515, 2, 1026, 2, 3).mean(axis=(1, 3))
    assert np.abs(frame.pixels.astype(float) - mean).max() <= 0.5
    assert max(pyramid.frame(0, 0, 1e-3, 9, 9).pixels.shape) <= 9  # type: ignore[union-attr]


def test_actual_pixels_are_the_page_itself() -> None:
    image = np.random.default_rng(1).integers(0, 256, (300, 400), dtype=np.uint8)
    frame = Pyramid(image).frame(10, 20, 1.0, 100, 50)
    assert frame is not None
    rows, columns = slice(-frame.y, -frame.y + 50), slice(-frame.x, -frame.x + 100)
    np.testing.assert_array_equal(frame.pixels[rows, columns], image[20:70, 10:110])


@settings(deadline=None, max_examples=60)
@given(
    width=st.integers(1, 700),
    height=st.integers(1, 700),
    x=st.floats(-300, 900),
    y=st.floats(-300, 900),
    scale=st.floats(0.01, 20),
    built=st.booleans(),
)
def test_a_frame_covers_exactly_what_the_view_shows_of_the_page(
    width: int, height: int, x: float, y: float, scale: float, built: bool
) -> None:
    pyramid = Pyramid(np.full((height, width), 7, np.uint8))
    if built:
        pyramid.build()
    frame = pyramid.frame(x, y, scale, 160, 90)
    left, top = max(0.0, x), max(0.0, y)
    right, bottom = min(width, x + 160 / scale), min(height, y + 90 / scale)
    if frame is None:
        # Less than about a pixel of the screen is seen of it.
        level = max(1.0, 2 / scale)
        assert right - left <= level or bottom - top <= level
        return
    assert (frame.pixels == 7).all()
    rows, columns = frame.pixels.shape
    assert frame.x <= (left - x) * scale + 0.51 and frame.y <= (top - y) * scale + 0.51
    # A level leaves out at most one of its own pixels at the far edges: two of the screen's.
    assert frame.x + columns >= (right - x) * scale - 2.51
    assert frame.y + rows >= (bottom - y) * scale - 2.51
    assert frame.x + columns <= max((width - x) * scale, 160 + 3 * max(1.0, scale)) + 1


def test_building_can_be_cancelled_and_taken_up_again() -> None:
    pyramid = Pyramid(np.zeros((2000, 2000), np.uint8))
    calls: list[int] = []

    def tick(done: int, total: int, stage: str) -> None:
        calls.append(done)
        if len(calls) == 4:
            raise Cancelled

    with pytest.raises(Cancelled):
        pyramid.build(tick=tick)
    assert not pyramid.complete
    assert pyramid.build().complete
    assert max(pyramid.thumbnail(100).shape) == 100
    assert pyramid.levels == 1 + int(np.ceil(np.log2(2000 / SMALLEST_LEVEL_PX)))


@pytest.mark.parametrize(
    "bad", [np.zeros((4, 4), np.uint16), np.zeros((4, 4, 4), np.uint8), np.zeros((0, 4), np.uint8)]
)
def test_other_arrays_are_refused(bad: np.ndarray) -> None:
    with pytest.raises(MisuseError, match="uint8"):
        Pyramid(bad)
