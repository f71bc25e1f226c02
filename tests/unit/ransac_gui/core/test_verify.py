"""What the cells of an alignment show, and the verdict that follows from it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from autolabelme.core.arrays import F32, U8
from autolabelme.core.correlation import correlations
from ransac_gui.core import geometry, tuning
from ransac_gui.core.cells import _starts, cell_scores
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.prepare import Working, working
from ransac_gui.core.verify import (
    ALIGNED,
    REFUSED,
    WEAK,
    Evidence,
    compare,
    examine,
    judge,
    likeness,
    local_agreement,
)

from .conftest import Prints

GOOD = Evidence(
    confirmed=0.95,
    coverage=1.0,
    source_coverage=1.0,
    cells=40,
    median_ncc=0.9,
    wrong_ncc=0.3,
    contradicted=0.02,
    source_within=1.0,
)


def laid(reference: Working, matrix: np.ndarray | None = None) -> WarpMap:
    matrix = np.eye(3) if matrix is None else matrix
    return WarpMap(reference.width, reference.height, matrix[None])


@pytest.fixture(scope="module")
def first(prints: Prints) -> Working:
    return working(prints.first, 512)


@pytest.fixture(scope="module")
def second(prints: Prints) -> Working:
    return working(prints.second, 512)


def test_another_impression_in_its_place_is_confirmed(first: Working, second: Working) -> None:
    shown = examine(second, first, laid(first))
    assert shown.confirmed > 0.95 and shown.contradicted < 0.03
    assert shown.coverage == pytest.approx(1, abs=0.02)
    assert shown.source_coverage == pytest.approx(1, abs=0.02)
    assert shown.median_ncc > shown.wrong_ncc + 0.2
    assert judge(shown).status == ALIGNED


def test_a_pixel_aside_is_the_same_cut_and_ten_are_not(first: Working, second: Working) -> None:
    assert examine(second, first, laid(first, geometry.shift(1, 0))).confirmed > 0.9
    aside = examine(second, first, laid(first, geometry.shift(10, 7)))
    assert aside.confirmed < 0.5 and judge(aside).status == REFUSED


def test_another_ornament_is_refused(prints: Prints, first: Working) -> None:
    other = working(prints.other, 512)
    scale = geometry.scaling(other.width / first.width, other.height / first.height)
    shown = examine(other, first, laid(first, scale))
    assert shown.confirmed < 0.5 and judge(shown).status == REFUSED


def test_half_of_the_source_covers_half_and_is_confirmed_there(prints: Prints, first: Working) -> None:
    half = working(np.ascontiguousarray(prints.second[:, : prints.second.shape[1] // 2]), 512)
    shown = examine(half, first, laid(first))
    assert 0.3 < shown.coverage < 0.7
    assert shown.source_coverage > 0.95 and shown.source_within > 0.95
    assert shown.confirmed > 0.9


def test_a_changed_part_contradicts_and_the_rest_still_agrees(
    prints: Prints, first: Working, second: Working
) -> None:
    changed = prints.second.copy()
    width = changed.shape[1]
    changed[:, : width // 3] = np.roll(changed[:, : width // 3], 17, axis=0)
    shown = examine(working(changed, 512), first, laid(first))
    whole = examine(second, first, laid(first))
    assert shown.contradicted > whole.contradicted + 0.05
    assert 0.5 < shown.confirmed < whole.confirmed - 0.1


def test_paper_says_nothing(first: Working) -> None:
    blank = working(np.full((first.height, first.width), 230, np.uint8), 512)
    shown = examine(first, blank, laid(blank))
    assert (shown.cells, shown.confirmed, shown.coverage) == (0, 0.0, 0.0)
    assert judge(shown).status == REFUSED


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, ALIGNED),
        ({"cells": 0}, REFUSED),
        ({"cells": 5}, REFUSED),
        ({"cells": 6}, WEAK),
        ({"cells": 8}, ALIGNED),
        ({"confirmed": 0.67}, REFUSED),
        ({"confirmed": 0.68}, WEAK),
        ({"confirmed": 0.84}, WEAK),
        ({"confirmed": 0.85}, ALIGNED),
        ({"contradicted": 0.10}, ALIGNED),
        ({"contradicted": 0.11}, WEAK),
        ({"contradicted": 0.25}, WEAK),
        ({"contradicted": 0.26}, REFUSED),
        ({"coverage": 0.5, "source_coverage": 0.59}, REFUSED),
        ({"coverage": 0.5, "source_coverage": 0.60}, ALIGNED),
        # One sort further: some ink is missing, and the source reaches beyond the frame.
        ({"coverage": 0.89, "source_within": 0.94}, WEAK),
        ({"coverage": 0.90, "source_within": 0.94}, ALIGNED),
        ({"coverage": 0.89, "source_within": 0.95}, ALIGNED),
    ],
)
def test_where_the_verdict_turns(change: dict[str, float], status: str) -> None:
    verdict = judge(replace(GOOD, **change))
    assert verdict.status == status
    assert bool(verdict.reason) == (status != ALIGNED)


def test_each_inked_cell_is_scored_once_and_paper_not() -> None:
    rng = np.random.default_rng(3)
    still = np.zeros((112, 224), np.float32)
    still[:, :112] = rng.random((112, 112), dtype=np.float32)
    everywhere = np.ones_like(still)
    right, wrong = cell_scores(still, still, everywhere)
    assert len(right) == len(wrong) == 7 * 7
    assert right.min() > 0.99 and wrong.max() < 0.5
    covered = everywhere.copy()
    covered[:, :48] = 0
    assert len(cell_scores(still, still, covered)[0]) == 7 * 4


def test_wrong_places_are_read_as_if_all_had_been(first: Working, second: Working) -> None:
    everywhere = np.ones_like(first.ink)
    moving = np.ascontiguousarray(second.ink[: first.ink.shape[0], : first.ink.shape[1]])
    still = np.ascontiguousarray(first.ink[: moving.shape[0], : moving.shape[1]])
    _, told = cell_scores(still, moving, everywhere[: moving.shape[0], : moving.shape[1]])
    side = max(tuning.CELL_SIDE, round(max(still.shape) / tuning.CELLS))
    number = 0
    for top in _starts(still.shape[0], side):
        for left in _starts(still.shape[1], side):
            cell = still[top : top + side, left : left + side]
            if cell.std() < tuning.CELL_INK:
                continue
            scores = correlations(moving, cell, blank=0.0)
            reach = max(3, side // 4)
            y, x = np.mgrid[: scores.shape[0], : scores.shape[1]]
            away = (abs(y - top) > reach) | (abs(x - left) > reach)
            assert told[number] == pytest.approx(np.quantile(scores[away], tuning.WRONG_SHARE), abs=0.025)
            number += 1
    assert number == len(told) > 20


def test_likeness_of_a_print_with_itself_and_with_nothing(first: Working) -> None:
    everywhere: F32 = np.ones_like(first.ink)
    same = likeness(first.ink, first.ink, everywhere)
    assert (same.ncc, same.ssim) == (pytest.approx(1), pytest.approx(1))
    assert likeness(first.ink, first.ink, np.zeros_like(first.ink)).ncc == 0.0


def test_likeness_falls_when_the_map_is_off(first: Working, second: Working) -> None:
    here = compare(second, first, laid(first))
    away = compare(second, first, laid(first, geometry.shift(6, 0)))
    assert here.ncc > away.ncc + 0.2 and here.ssim > away.ssim


def test_local_agreement_is_low_only_where_the_source_differs(prints: Prints, first: Working) -> None:
    changed: U8 = prints.second.copy()
    columns = changed.shape[1]
    # The first third is printed a little further down than its place.
    changed[8:, : columns // 3] = prints.second[:-8, : columns // 3]
    seen = local_agreement(working(changed, 512), first, laid(first))
    assert seen.shape == first.ink.shape and 0 <= seen.min() <= seen.max() <= 1
    inked = first.ink > 0.3
    left, right = np.zeros_like(inked), np.zeros_like(inked)
    left[:, : columns // 4] = right[:, columns // 2 :] = True
    assert np.median(seen[inked & left]) < np.median(seen[inked & right]) - 0.2
