"""Several coarse maps, each tried on the ink: which one is taken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from autolabelme.core.errors import MisuseError
from ransac_gui.core import geometry, hypotheses
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.features import Candidates, Matches, sift_candidates
from ransac_gui.core.hypotheses import (
    Hypothesis,
    best_hypothesis,
    find_candidates,
    polish,
    polish_levels,
    tried_on_ink,
    turn_of,
)
from ransac_gui.core.prepare import Working, working
from ransac_gui.core.verify import Evidence

from .conftest import Prints

CAP, WAVE = 20.0, 0.25
NOTHING = Matches(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0), "sift", {}, np.zeros((0, 2)))


def off(warp: WarpMap, truth: np.ndarray) -> float:
    """Mean distance of the frame's corners from where they should be, px."""
    frame = geometry.corners(warp.width, warp.height)
    return float(np.linalg.norm(warp.points(frame) - geometry.apply(truth, frame), axis=1).mean())


def best(source: Working, reference: Working) -> Hypothesis | None:
    candidates = sift_candidates(source, reference)
    return best_hypothesis(candidates, source, reference, "homography", cap_px=CAP, wavelength=WAVE)


def half_turn(work: Working) -> np.ndarray:
    return np.array([[-1.0, 0, work.width - 1], [0, -1.0, work.height - 1], [0, 0, 1]])


@pytest.fixture(scope="module")
def first(prints: Prints) -> Working:
    return working(prints.first, 512)


@pytest.fixture(scope="module")
def second(prints: Prints) -> Working:
    return working(prints.second, 512)


def test_the_map_that_confirms_the_ink_is_taken(first: Working, second: Working) -> None:
    found = best(second, first)
    assert found is not None
    assert off(found.warp, np.eye(3)) < 2
    assert found.evidence.confirmed > 0.85 and found.score > 0.8
    assert found.support >= 12


def test_what_confirms_every_place_ends_the_trials(first: Working, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[float] = []

    def counted(*given: object) -> Hypothesis:
        found = tried_on_ink(*given)  # type: ignore[arg-type]
        tried.append(found.score)
        return found

    monkeypatch.setattr(hypotheses, "tried_on_ink", counted)
    found = best(first, first)
    assert found is not None and off(found.warp, np.eye(3)) < 1
    assert tried == [1.0] == [found.score]


def test_a_print_that_lies_upside_down_is_turned(prints: Prints) -> None:
    # The ornament itself is nearly the same either way round: one of its corners is left out.
    rows, columns = prints.first.shape
    reference, source = prints.first.copy(), prints.second.copy()
    reference[: rows // 2, : columns // 3] = source[: rows // 2, : columns // 3] = 230
    first = working(reference, 512)
    found = best(working(np.ascontiguousarray(source[::-1, ::-1]), 512), first)
    assert found is not None
    assert off(found.warp, half_turn(first)) < 4
    assert abs(turn_of(found.warp)) == pytest.approx(np.pi, abs=0.05)


def test_of_two_ways_that_fit_the_upright_one_is_taken(prints: Prints) -> None:
    # An ornament that a half turn lays on itself.
    symmetric = np.minimum(prints.first, prints.first[::-1, ::-1])
    again = np.minimum(prints.second, prints.second[::-1, ::-1])
    for source in (again, np.ascontiguousarray(again[::-1, ::-1])):
        work = working(symmetric, 512)
        found = best(working(source, 512), work)
        assert found is not None
        assert off(found.warp, np.eye(3)) < 3


def test_without_matches_there_is_no_hypothesis(first: Working, second: Working) -> None:
    nothing = Candidates(NOTHING, NOTHING)
    assert best_hypothesis(nothing, second, first, "homography", cap_px=CAP, wavelength=WAVE) is None
    blank = working(np.full((first.height, first.width), 230, np.uint8), 512)
    assert best(blank, first) is None


def test_features_by_name_are_those_of_their_module(first: Working, second: Working) -> None:
    named = find_candidates("sift", second, first, device="cpu")
    direct = sift_candidates(second, first)
    assert np.array_equal(named.mutual.source, direct.mutual.source)
    assert named.mutual.method == "sift"


@pytest.mark.parametrize(
    ("change", "share"),
    [
        ({}, 1.0),
        ({"contradicted": 0.5}, 0.5),
        ({"confirmed": 0.4}, 0.5),
        ({"cells": 4}, 0.5),
        ({"cells": 80}, 1.0),
        # Either image may be a part of the other.
        ({"coverage": 0.25}, 1.0),
        ({"coverage": 0.25, "source_coverage": 0.25}, 0.5),
    ],
)
def test_what_a_hypothesis_counts(change: dict[str, float], share: float) -> None:
    whole = Evidence(0.8, 1.0, 1.0, 20, 0.8, 0.2, contradicted=0.0)
    one = Hypothesis(WarpMap(100, 80, np.eye(3)[None]), NOTHING, 20, whole, "sift")
    assert one.score == pytest.approx(0.8)
    assert replace(one, evidence=replace(whole, **change)).score == pytest.approx(0.8 * share)


def test_a_polish_lays_a_map_that_is_a_little_off_in_its_place(first: Working, second: Working) -> None:
    start = WarpMap(first.width, first.height, geometry.shift(4, -3)[None])
    polished = polish(start, second, first, "homography", polish_levels())
    assert off(start, np.eye(3)) == pytest.approx(5)
    assert off(polished, np.eye(3)) < 0.7


def test_a_polish_keeps_the_kind_of_the_map(first: Working, second: Working) -> None:
    start = WarpMap(first.width, first.height, geometry.shift(3, 2)[None])
    polished = polish(start, second, first, "translation", polish_levels())
    assert np.array_equal(polished.homographies[0][:, :2], np.eye(3)[:, :2])
    assert off(polished, np.eye(3)) < 0.7


def test_a_polish_leaves_what_it_cannot_measure(first: Working) -> None:
    blank = working(np.full((first.height, first.width), 230, np.uint8), 512)
    start = WarpMap(first.width, first.height, geometry.shift(3, 2)[None])
    assert polish(start, blank, first, "homography", polish_levels()) is start
    shares = np.full((2, 4, 4), 0.5, np.float32)
    two = WarpMap(first.width, first.height, np.stack([np.eye(3), geometry.shift(3, 2)]), shares)
    assert polish(two, first, first, "homography", polish_levels()) is two


def test_one_vignette_further_is_tried_and_falls_behind(first: Working, second: Working) -> None:
    matches = sift_candidates(second, first).mutual
    scores = []
    for shift in (0, 40):
        start = WarpMap(first.width, first.height, geometry.shift(shift, 0)[None])
        tried = tried_on_ink(start, matches, 20, second, first, "homography", CAP, WAVE)
        scores.append(tried.score)
    assert scores[0] > 0.8 and scores[1] < 0.6 * scores[0]


@pytest.mark.parametrize("degrees", [0.0, 30.0, -75.0, 170.0])
def test_the_turn_of_a_map(degrees: float) -> None:
    angle = np.radians(degrees)
    cos, sin = 1.3 * np.cos(angle), 1.3 * np.sin(angle)
    matrix = np.array([[cos, -sin, 5], [sin, cos, -7], [0, 0, 1]])
    assert np.degrees(turn_of(WarpMap(100, 80, matrix[None]))) == pytest.approx(degrees)


def test_a_method_that_nothing_was_written_for_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not taken for the last of the known ones."""
    monkeypatch.setattr(hypotheses, "FEATURES", {"new": None})
    with pytest.raises(MisuseError, match="nothing finds candidates by 'new'"):
        hypotheses.find_candidates("new", None, None, device="cpu")  # type: ignore[arg-type]
