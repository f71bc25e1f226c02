from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autolabelme.core import boxes
from autolabelme.core.errors import MisuseError

coordinate = st.floats(-500, 500, allow_nan=False, width=32)


@st.composite
def box(draw: st.DrawFn) -> list[float]:
    x1, y1 = draw(coordinate), draw(coordinate)
    return [x1, y1, x1 + draw(st.floats(0.5, 300)), y1 + draw(st.floats(0.5, 300))]


def test_iou_of_known_boxes() -> None:
    found = boxes.iou([[0, 0, 10, 10]], [[0, 0, 10, 10], [5, 0, 15, 10], [20, 20, 30, 30], [3, 3, 3, 3]])
    assert found[0] == pytest.approx([1.0, 50 / 150, 0.0, 0.0])


@given(box(), box(), coordinate, coordinate)
def test_iou_is_symmetric_bounded_and_moves_with_both_boxes(
    a: list[float], b: list[float], dx: float, dy: float
) -> None:
    value = boxes.iou([a], [b])[0, 0]
    assert 0.0 <= value <= 1.0 + 1e-9
    assert value == pytest.approx(boxes.iou([b], [a])[0, 0])
    shift = np.array([dx, dy, dx, dy])
    assert value == pytest.approx(boxes.iou([a + shift], [b + shift])[0, 0], abs=1e-6)


@given(st.lists(st.tuples(*[st.integers(-2, 14)] * 2, *[st.integers(0, 9)] * 2), max_size=5))
def test_the_covered_share_counts_every_pixel_once(drawn: list[tuple[int, int, int, int]]) -> None:
    page = np.zeros((12, 10), bool)
    others = [(x, y, x + w, y + h) for x, y, w, h in drawn]
    for x1, y1, x2, y2 in others:
        page[max(y1, 0) : max(y2, 0), max(x1, 0) : max(x2, 0)] = True
    assert boxes.covered_share((0, 0, 10, 12), others) == pytest.approx(page.mean())


def test_an_empty_box_is_not_covered() -> None:
    assert boxes.covered_share((3, 3, 3, 9), [(0, 0, 10, 10)]) == 0.0
    assert boxes.covered_share((0, 0, 4, 4), []) == 0.0


def test_a_one_pixel_box_has_its_centre_at_the_pixel() -> None:
    # Pixel (3, 4) covers the box 3..4, 4..5 and its centre is the point (3, 4).
    assert boxes.edges_to_points([[3, 4, 4, 5]])[0].mean(axis=0) == pytest.approx([3.0, 4.0])


@pytest.mark.parametrize("bad", [[[1, 2, 3]], [[0, 0, np.nan, 1]], [[5, 0, 1, 1]]])
def test_bad_boxes_are_refused(bad: list[list[float]]) -> None:
    with pytest.raises(MisuseError):
        boxes.as_boxes(bad)


def test_suppression_keeps_the_best_and_the_earlier_of_equals() -> None:
    values = [[0, 0, 10, 10], [1, 0, 11, 10], [50, 0, 60, 10], [0, 0, 10, 10]]
    assert boxes.non_maximum_suppression(values, [0.5, 0.9, 0.1, 0.9], 0.2).tolist() == [1, 2]
    assert boxes.non_maximum_suppression(values[:1] + values[3:], [0.9, 0.9], 0.2).tolist() == [0]
    assert boxes.non_maximum_suppression([], [], 0.2).tolist() == []


def test_pixel_slices_round_and_stay_inside() -> None:
    assert boxes.pixel_slices([-3, 1.4, 5.6, 99], 8, 9) == (slice(1, 9), slice(0, 6))


def test_only_what_stays_drives_others_out() -> None:
    clash = np.array([[1, 1, 0], [1, 1, 1], [0, 1, 1]], dtype=bool)
    assert boxes.suppressed([0.9, 0.8, 0.7], lambda i: clash[i]).tolist() == [0, 2]
    assert boxes.suppressed([0.8, 0.9, 0.7], lambda i: clash[i]).tolist() == [1]
    assert boxes.suppressed([0.5, 0.1, 0.5], lambda i: clash[i]).tolist() == [0, 2]


def test_suppression_asks_for_a_score_a_box() -> None:
    with pytest.raises(MisuseError, match=r"scores: expected \(1,\), got \(2,\)"):
        boxes.non_maximum_suppression([(0, 0, 1, 1)], [0.1, 0.2], 0.5)
