"""The one correlation: exact extremes, blank pictures, and the figures that it must keep."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32
from autolabelme.core.correlation import (
    best_place,
    coefficients,
    correlation,
    correlation_about,
    correlations,
    settle,
    variance_about,
)
from autolabelme.core.opencv import cv2


def _field() -> np.ndarray:
    return np.random.default_rng(5).random((40, 50)).astype(np.float32)


def test_a_picture_correlates_fully_with_itself_and_its_negative() -> None:
    field = _field()
    assert correlation(field, field) == pytest.approx(1.0, abs=1e-12)
    assert correlation(field, 3 - 2 * field) == pytest.approx(-1.0, abs=1e-6)


def test_correlation_is_pearsons_in_double_precision_whatever_comes_in() -> None:
    first, second = _field(), _field()[::-1] + _field()
    assert correlation(first, second) == pytest.approx(
        float(np.corrcoef(first.ravel().astype(float), second.ravel().astype(float))[0, 1]), abs=1e-12
    )
    grey = np.rint(255 * _field()).astype(np.uint8)
    assert correlation(grey, grey) == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("tone", [0.0, 0.1, 1.0])
def test_a_blank_picture_correlates_with_nothing(tone: float) -> None:
    blank = np.full((40, 50), tone, dtype=np.float32)
    assert correlation(blank, _field()) == 0.0
    # OpenCV alone finds a blank part everywhere, with a coefficient of 1.
    assert (correlations(_field(), blank[:5, :5]) == -1).all()
    assert (correlations(_field(), blank[:5, :5], blank=0.0) == 0).all()


def test_a_part_is_found_where_it_was_cut() -> None:
    field = _field()
    x, y, score = best_place(field, field[7:19, 11:30])
    assert (x, y) == (11, 7)
    assert score == pytest.approx(1.0, abs=1e-5)
    grey = np.rint(255 * field).astype(np.uint8)
    assert best_place(grey, grey[7:19, 11:30])[:2] == (11, 7)


def test_correlations_are_those_of_each_place() -> None:
    field, part = _field(), np.random.default_rng(6).random((12, 9)).astype(np.float32)
    scores = correlations(field, part)
    assert scores.shape == (29, 42)
    assert scores.dtype == np.float32
    assert scores[4, 6] == pytest.approx(correlation(field[4:16, 6:15], part), abs=1e-5)


def test_a_window_without_ink_beats_none_with_some() -> None:
    field = np.zeros((30, 60), np.float32)
    field[10:20, 40:50] = np.random.default_rng(1).random((10, 10))
    scores = correlations(field, field[10:20, 40:50])
    assert np.isfinite(scores).all()
    assert best_place(field, field[10:20, 40:50])[:2] == (40, 10)


def test_answers_of_many_calls_are_settled_at_once() -> None:
    rng = np.random.default_rng(3)
    field, part = rng.random((30, 40)).astype(np.float32), rng.random((8, 9)).astype(np.float32)
    field[:12, :14] = 0.5  # of one tone: OpenCV divides by almost nothing there
    many = np.stack([coefficients(field, part), coefficients(field, part)])
    settled = settle(many, -1.0)
    assert settled is many
    assert np.array_equal(settled[0], correlations(field, part)) and np.array_equal(settled[0], settled[1])
    assert settle(np.array([np.nan, np.inf, 0.5], np.float32)).tolist() == [-1.0, -1.0, 0.5]


def test_about_each_place_a_picture_a_pixel_off_correlates_fully_and_another_does_not() -> None:
    rng = np.random.default_rng(4)
    one, other = (cv2.GaussianBlur(rng.random((200, 220), np.float32), (0, 0), 1.5) for _ in range(2))

    def about(values: F32) -> F32:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), 12), np.float32)

    inner = np.s_[40:160, 40:180]
    moved = np.roll(one, (1, -1), (0, 1))
    assert np.median(correlation_about(one, moved, about, 1e-9)[inner]) == pytest.approx(1, abs=0.02)
    assert np.median(correlation_about(one, other, about, 1e-9)[inner]) < 0.4
    # Further off than a pixel is another place.
    assert np.median(correlation_about(one, np.roll(one, 6, 1), about, 1e-9)[inner]) < 0.4
    flat = np.full_like(one, 0.5)
    assert np.abs(correlation_about(one, flat, about, 1e-6)[inner]).max() < 0.1
    assert variance_about(flat, about).max() < 1e-6
