"""The parts of a comparison with siblings: statistics without one of them, breaks, laying, kinds."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32
from autolabelme.core.opencv import cv2
from detector.core.registration import corner_moves
from detector.core.siblings import tuning
from detector.core.siblings.bars import bars, parted
from detector.core.siblings.crops import Frame
from detector.core.siblings.loo import OrderStatistics, Regression
from detector.core.siblings.registration import affine_onto, register, resampled, shift_onto, typical


def drawing(seed: int, frame: Frame) -> F32:
    """Strokes within a frame's core, 0..1."""
    rng = np.random.default_rng(seed)
    ink = np.zeros(frame.shape, np.uint8)
    for _ in range(7):
        x, y = rng.uniform(0.1, 0.9, (2, 2))
        points = np.stack([frame.margin + x * frame.width, frame.margin + y * frame.height], 1)
        cv2.polylines(ink, [points.astype(np.int32)], False, 255, 5, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(ink, (0, 0), 0.8) / 255.0, dtype=np.float32)


FRAME = Frame(60, 50, 8)


@pytest.mark.parametrize("quantile", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_a_quantile_without_one_is_that_of_the_others(quantile: float) -> None:
    rng = np.random.default_rng(3)
    stack = rng.random((9, 4, 5)).astype(np.float32)
    good = np.array([True] * 7 + [False, True])
    statistics = OrderStatistics(stack, good)
    for number in range(9):
        others = np.array([good[other] and other != number for other in range(9)])
        ranked = np.sort(stack[others], axis=0)
        expected = ranked[round(quantile * (len(ranked) - 1))]
        np.testing.assert_array_equal(statistics.without(number, quantile), expected)


def test_what_the_amount_of_ink_explains_is_no_residual() -> None:
    rng = np.random.default_rng(4)
    amount = np.linspace(0.2, 0.4, 30)
    stack = (0.3 + 0.8 * (amount - 0.3)[:, None, None] + rng.normal(0, 0.002, (30, 3, 3))).astype(np.float32)
    explained = Regression(stack, amount, np.ones(30, dtype=bool))
    heavy, spread = explained.residual(stack[28], float(amount[28]), 28)
    assert np.abs(heavy).max() < 0.02
    # The same ink in an impression that is light all over is too much.
    light, _ = explained.residual(stack[28], float(amount[1]), 28)
    assert light.min() > 0.1
    assert (spread < 0.03).all()
    # An amount far beyond the siblings' is not extrapolated to.
    beyond, _ = explained.residual(stack[28], 5.0, 28)
    assert beyond.min() > -0.2


def test_a_parted_stroke_stands_out_and_a_whole_one_does_not() -> None:
    whole = np.zeros((1, 60, 80), np.float32)
    whole[:, 27:33, 10:70] = 1
    broken = whole.copy()
    broken[:, :, 39:42] = 0
    pale = whole.copy()
    pale[:, :, 39:42] = 0.7
    for bar in bars():
        near = np.s_[0, 27:33, 37:44]
        assert parted(broken, bar)[near].max() > 0.6
        assert parted(pale, bar)[near].max() < 0.35
        # Its ends are no breaks.
        assert parted(whole, bar)[0, :, 20:60].max() < 0.05


@pytest.mark.parametrize("shift", [(3, -2), (-5, 4), (0, 0)])
def test_a_shift_is_found_within_the_margin(shift: tuple[int, int]) -> None:
    ink = drawing(1, FRAME)
    moved = np.roll(ink, (shift[1], shift[0]), axis=(0, 1))
    matrix = shift_onto(moved, ink, FRAME)
    np.testing.assert_array_equal(matrix, [[1, 0, shift[0]], [0, 1, shift[1]]])
    np.testing.assert_allclose(resampled(moved, matrix, FRAME)[FRAME.core], ink[FRAME.core], atol=1e-6)


def test_a_small_stretch_is_taken_out_and_a_large_one_is_left() -> None:
    ink = drawing(2, FRAME)
    middle = (np.array(FRAME.shape[::-1]) - 1) / 2
    for stretch, taken in ((1.03, True), (1.2, False)):
        linear = np.diag([stretch, 1 / stretch])
        matrix = np.column_stack([linear, middle - linear @ middle])
        moved = cv2.warpAffine(ink, np.linalg.inv(np.vstack([matrix, [0, 0, 1]]))[:2], ink.shape[::-1])
        start = shift_onto(moved, ink, FRAME)
        laid = affine_onto(moved, ink, FRAME, start)
        assert (np.abs(laid[:, :2] - np.eye(2)).max() > 0.01) == taken
        if not taken:
            np.testing.assert_array_equal(laid, start)


def test_another_piece_does_not_count_among_siblings() -> None:
    rng = np.random.default_rng(6)
    inks = []
    for number in range(9):
        ink = drawing(9 if number == 4 else 5, FRAME)
        grain = rng.normal(0, 0.05, FRAME.shape)
        inks.append(
            np.clip(np.roll(ink, rng.integers(-3, 4, 2), axis=(0, 1)) + grain, 0, 1).astype(np.float32)
        )
    laid = register(inks, FRAME, lambda done, total: None)
    assert laid.typical.tolist() == [number != 4 for number in range(9)]
    assert laid.fit[4] < 0.6 < np.delete(laid.fit, 4).min()


def test_who_is_typical() -> None:
    fit = np.array([0.95, 0.94, 0.96, 0.95, 0.93, 0.7])
    assert typical(fit).tolist() == [True] * 5 + [False]
    # A badly printed sort has no strangers as long as all fit about alike.
    assert typical(0.6 * np.array([0.95, 0.8, 0.96, 0.85, 0.78, 0.9])).all()
    # Two are never parted from each other.
    assert typical(np.array([0.9, 0.1])).all()


def test_a_piece_is_not_laid_where_it_does_not_stand() -> None:
    """What is turned may fit from far off: that is no registration, it is what makes it look untouched."""
    y, x = np.mgrid[: FRAME.shape[0], : FRAME.shape[1]].astype(np.float32)

    def spot(off: float) -> F32:
        middle = (FRAME.shape[1] / 2 + off, FRAME.shape[0] / 2)
        return np.asarray(np.exp(-((x - middle[0]) ** 2 + (y - middle[1]) ** 2) / 200), dtype=np.float32)

    start = np.eye(2, 3)
    for margins, laid in ((0.5, True), (1.8, False)):
        matrix = affine_onto(spot(margins * FRAME.margin), spot(0.0), FRAME, start)
        moved = float(corner_moves(matrix, FRAME.shape).mean(axis=0)[0])
        assert (abs(moved - margins * FRAME.margin) < 1) == laid
        assert abs(moved) <= tuning.LAID_MOVE * FRAME.margin
