"""Boxes that may be ornaments: what hangs together, without edges of the scan and bits of the next page."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest

from autolabelme.core.arrays import F32
from autolabelme.core.boxes import iou
from autolabelme.core.catalogue.finding import tuning
from autolabelme.core.catalogue.finding.around import gutters
from autolabelme.core.catalogue.finding.candidates import (
    candidate_boxes,
    cut_off,
    solid_ink,
    with_white,
)
from autolabelme.core.catalogue.finding.find import Candidates, find_regions
from autolabelme.core.catalogue.finding.finder import Finder
from autolabelme.core.catalogue.finding.ink import without_edges
from autolabelme.core.catalogue.finding.kinds import Box, Region
from autolabelme.core.catalogue.finding.measures import box_measures, line_pitch
from autolabelme.core.catalogue.finding.trees import Trees
from autolabelme.core.opencv import cv2

LETTERS, PITCH = 10, 24
LEFT, RIGHT = 80, 480
INITIAL = (80.0, 312.0, 120.0, 346.0)
STRIP = (100, 40, 460, 66)


def _page() -> F32:
    """Lines of letters, a strip of sorts over them, and an initial two lines high."""
    rng = np.random.default_rng(5)
    ink = np.zeros((700, 560), np.float32)
    for y in range(120, 640, PITCH):
        x = LEFT + (50 if 310 < y < 360 else 0)
        while x < RIGHT:
            ink[y : y + LETTERS, x : x + 5] = 1
            x += int(rng.integers(7, 14))
    x1, y1, x2, y2 = (int(edge) for edge in INITIAL)
    ink[y1:y2, x1:x2] = 1
    ink[y1 + 6 : y2 - 6, x1 + 6 : x2 - 6] = 0
    for x in range(STRIP[0], STRIP[2], 30):
        cv2.circle(ink, (x + 13, (STRIP[1] + STRIP[3]) // 2), 11, 1.0, 4)
    return ink


def _best(boxes: np.ndarray, box: tuple[float, ...]) -> float:
    return float(iou(boxes, box).max())


def test_an_initial_and_a_strip_of_sorts_are_candidates() -> None:
    boxes = candidate_boxes(solid_ink(_page()), LETTERS)
    assert _best(boxes, INITIAL) == 1
    assert _best(boxes, STRIP) > 0.8
    assert len(boxes) < 200


def test_a_box_is_proposed_with_half_the_white_around_it() -> None:
    # Its lines begin 10 px to the right, others stand 14 px over and under it, to the left is nothing.
    tight, solid = np.array([INITIAL]), solid_ink(_page())
    low, high = LETTERS * tuning.WHITE_LETTERS, 2 * LETTERS * tuning.WHITE_LETTERS
    assert (with_white(tight, solid, LETTERS) - tight).tolist() == [[-low, -low, 5, low]]
    assert (with_white(tight, solid, 2 * LETTERS) - tight).tolist() == [[-high, -7, 5, 7]]


def test_ink_that_is_no_speck_counts() -> None:
    ink = np.zeros((40, 40), np.float32)
    ink[3, 3] = ink[10:12, 10:12] = 1
    ink[20:30, 20:30] = 0.2
    assert np.argwhere(solid_ink(ink)).tolist() == [[10, 10], [10, 11], [11, 10], [11, 11]]


@pytest.mark.parametrize("side", ["upright", "lying", "angle"])
def test_black_edges_are_taken_away_and_print_is_not(side: str) -> None:
    page = _page()
    ink = page.copy()
    if side in ("upright", "angle"):
        ink[10:600, 20:30] = 1
    if side in ("lying", "angle"):
        ink[8:16, 20:470] = 1
    assert np.array_equal(without_edges(ink), page)
    assert not np.array_equal(ink, page)


def test_a_page_without_edges_stays_itself() -> None:
    page = _page()
    assert without_edges(page) is page
    framed = np.zeros((700, 560), np.float32)
    cv2.rectangle(framed, (100, 100), (460, 600), 1.0, 4)
    framed[20:30, 40:520:9] = framed[660:670, 40:520:9] = 1
    assert without_edges(framed) is framed


def test_bits_of_the_next_page_are_cut_off() -> None:
    boxes = np.array([(0, 100, 30, 160), (0, 100, 400, 200), (60, 100, 90, 160)], float)
    assert cut_off(boxes, 0, 0, (560, 700), LETTERS).tolist() == [True, False, False]
    # The same boxes of a part that stands within its picture.
    assert not cut_off(boxes, 40, 40, (700, 800), LETTERS).any()


def test_lines_and_columns_are_measured() -> None:
    solid = solid_ink(_page())
    assert line_pitch(solid, LETTERS) == PITCH
    assert line_pitch(np.zeros((50, 50), np.uint8), LETTERS) == 2 * LETTERS
    within = (INITIAL[0] + 150, INITIAL[1], INITIAL[2] + 150, INITIAL[3])
    (at_left, in_text), _ = gutters(np.array([INITIAL, within]), solid, LETTERS, PITCH)
    assert at_left == 0
    assert in_text > 0.02


def test_measures_are_numbers_whatever_the_page() -> None:
    rng = np.random.default_rng(2)
    noise = rng.random((120, 90)).astype(np.float32)
    shares = np.full((4, 15, 12), 0.25, np.float32)
    boxes = np.array([(0, 0, 90, 120), (1, 1, 6, 6), (80, 100, 90, 120)], float)
    numbers = set()
    for ink in (noise, np.zeros_like(noise), np.ones_like(noise)):
        measures = box_measures(boxes, shares, ink, ink, solid_ink(ink), LETTERS)
        assert measures.dtype == np.float32 and np.isfinite(measures).all()
        numbers.add(measures.shape)
    assert len(numbers) == 1


class _Said:
    """Trees that say what they are told."""

    def __init__(self, *probabilities: tuple[float, ...]) -> None:
        self._said = np.array(probabilities, np.float32)

    def probabilities(self, measures: np.ndarray) -> np.ndarray:
        assert len(measures) == len(self._said)
        return self._said


def _regions(
    boxes: list[tuple[float, ...]], *said: tuple[float, ...], alone: bool = False
) -> list[tuple[Region, Box]]:
    tight = np.array(boxes, float)
    measures, followed = np.zeros((len(boxes), 3), np.float32), np.full(len(boxes), not alone)
    found = Candidates(
        tight, tight + np.array([-5, -5, 5, 5]), measures, followed, np.zeros(len(boxes), bool)
    )
    trees = cast("Trees", _Said(*said))
    return find_regions(found, Finder(trees, trees, ()), tuning.AS_SURE)


def test_an_initial_needs_less_than_a_graphic() -> None:
    boxes = [(0.0, 100.0 * row, 50.0, 100.0 * row + 50) for row in range(4)]
    kept = _regions(boxes, (0.41, 0.59, 0, 0), (0.39, 0.61, 0, 0), (0.71, 0, 0.29, 0), (0.69, 0, 0.31, 0))
    assert [region.box for region, _ in kept] == [boxes[1], boxes[3]]
    assert [round(region.initial) for region, _ in kept] == [0, 1]
    assert all(tuning.AS_SURE < region.score < 0.43 for region, _ in kept)


def test_what_no_text_follows_is_no_initial() -> None:
    boxes = [(0.0, 100.0 * row, 50.0, 100.0 * row + 50) for row in range(2)]
    kept = _regions(boxes, (0.3, 0.1, 0.6, 0), (0.5, 0.1, 0.4, 0), alone=True)
    assert [(region.box, region.initial) for region, _ in kept] == [(boxes[0], 0)]


def test_a_region_is_its_ink_and_is_proposed_with_white() -> None:
    [(region, box)] = _regions([(10, 20, 60, 80)], (0, 1, 0, 0))
    assert region.box == (10, 20, 60, 80)
    assert box == (5, 15, 65, 85)


def test_of_boxes_that_lie_over_each_other_the_surest_is_kept() -> None:
    kept = _regions(
        [(0, 0, 100, 100), (0, 0, 100, 40), (300, 0, 350, 50)],
        (0.1, 0.9, 0, 0),
        (0.3, 0.7, 0, 0),
        (0.2, 0.8, 0, 0),
    )
    assert [region.box[0] for region, _ in kept] == [0, 300]
    assert kept[0][0].box[3] == 100
