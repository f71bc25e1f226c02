"""Trees of numbers are walked as they were written."""

from __future__ import annotations

import numpy as np

from autolabelme.core.catalogue.finding.finder import CLASSES, bundled_finder
from autolabelme.core.catalogue.finding.trees import Trees


def _stump(feature: int, threshold: float, low: float, high: float) -> list[tuple[int, float, int, int]]:
    return [(feature, threshold, 1, 2), (-1, low, 0, 0), (-1, high, 0, 0)]


def _trees(*trees: list[tuple[int, float, int, int]]) -> Trees:
    nodes = [node for tree in trees for node in tree]
    feature, threshold, left, right = (np.array(part) for part in zip(*nodes, strict=True))
    starts = np.cumsum([0, *(len(tree) for tree in trees[:-1])])
    return Trees(starts, feature, threshold.astype(np.float32), left, right, np.zeros(2, np.float32))


def test_each_row_takes_its_way_and_rows_sum_to_one() -> None:
    trees = _trees(_stump(0, 0.5, 1.0, -1.0), _stump(1, 2.0, 0.0, 3.0))
    measures = np.array([[0.5, 2.0], [0.6, 2.0], [0.5, 2.1]], np.float32)
    shares = trees.probabilities(measures)
    assert np.allclose(shares.sum(axis=1), 1)
    assert np.allclose(np.log(shares[:, 1] / shares[:, 0]), [-1.0, 1.0, 2.0], atol=1e-5)


def test_many_rows_are_as_each_alone() -> None:
    trees = _trees(_stump(0, 0.0, 1.0, -1.0), _stump(0, 1.0, 0.0, 3.0))
    measures = np.random.default_rng(0).normal(size=(10_000, 1)).astype(np.float32)
    whole = trees.probabilities(measures)
    assert np.array_equal(whole[[0, 5000, 9999]], trees.probabilities(measures[[0, 5000, 9999]]))


def test_nothing_to_judge_is_no_error() -> None:
    assert bundled_finder().boxes.probabilities(np.zeros((0, 92), np.float32)).shape == (0, 4)


def test_the_bundled_finder_says_what_it_was_taught_on() -> None:
    finder = bundled_finder()
    assert len(finder.places.baseline) == len(CLASSES)
    assert len(finder.volumes) >= 10
