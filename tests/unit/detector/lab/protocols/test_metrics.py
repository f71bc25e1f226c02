"""The protocols' figures against brute force, against other libraries, and at their extremes."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from torchmetrics.functional.classification import binary_auroc
from torchmetrics.functional.clustering import normalized_mutual_info_score

from autolabelme.core.errors import MisuseError
from detector.lab.protocols.metrics import (
    aupro,
    auroc,
    best_mean,
    iou_curve,
    matched_accuracy,
    nmi,
    regions,
    thresholds,
)

SHAPE = (6, 7)
# Few distinct values: ties are the rule, not the exception.
COARSE = hnp.arrays(np.float32, SHAPE, elements=st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))
MASK = hnp.arrays(np.bool_, SHAPE)
LABELS = st.lists(st.integers(0, 4), min_size=2, max_size=30)


@given(COARSE, MASK)
@settings(max_examples=60, deadline=None)
def test_iou_at_every_threshold_is_that_of_the_counted_pixels(values: np.ndarray, truth: np.ndarray) -> None:
    curve = iou_curve(values, truth)
    for level, found in zip(thresholds(), curve, strict=True):
        mask = values > level
        union = np.count_nonzero(mask | truth)
        assert found == pytest.approx(np.count_nonzero(mask & truth) / union if union else 1.0)


@given(MASK)
@settings(max_examples=30, deadline=None)
def test_the_truth_itself_has_iou_1_below_the_top_and_its_share_at_the_bottom(truth: np.ndarray) -> None:
    curve = iou_curve(truth.astype(np.float32), truth)
    assert curve[1:] == pytest.approx(1.0)
    noise = iou_curve(np.ones(SHAPE, np.float32), truth)
    assert noise[-1] == pytest.approx(truth.mean())


@given(MASK, st.integers(1, 20))
@settings(max_examples=30, deadline=None)
def test_more_false_pixels_never_raise_the_iou(truth: np.ndarray, count: int) -> None:
    values = truth.astype(np.float32) * 0.9
    spoiled = values.copy()
    spoiled.ravel()[np.flatnonzero(~truth)[:count]] = 0.95
    assert (iou_curve(spoiled, truth) <= iou_curve(values, truth) + 1e-12).all()


def test_100_thresholds_from_1_to_0_and_strictly_above() -> None:
    levels = thresholds()
    assert (len(levels), levels[0], levels[-1]) == (100, 1.0, 0.0)
    truth = np.array([[True, False]])
    # The largest value is not above 1, and 0 is not above 0.
    curve = iou_curve(np.array([[1.0, 0.0]], np.float32), truth)
    assert (curve[0], curve[-1]) == (0.0, 1.0)


def test_the_common_threshold_is_best_for_the_mean_not_for_each() -> None:
    first, second = np.array([0.9, 0.5, 0.0]), np.array([0.0, 0.5, 0.8])
    assert best_mean([first, second]) == (pytest.approx(0.5), 1)
    assert best_mean([np.array([0.2, 0.7, 0.7])])[1] == 1
    with pytest.raises(MisuseError):
        best_mean([])


@given(COARSE, MASK)
@settings(max_examples=60, deadline=None)
def test_auroc_counts_pairs_and_ties_half(values: np.ndarray, truth: np.ndarray) -> None:
    high, low = values[truth], values[~truth]
    found = auroc(values, truth)
    if not high.size or not low.size:
        assert np.isnan(found)
        return
    wins = (high[:, None] > low[None]).mean() + 0.5 * (high[:, None] == low[None]).mean()
    assert found == pytest.approx(wins)
    assert auroc(-values, truth) == pytest.approx(1 - wins)


def test_auroc_is_that_of_torchmetrics() -> None:
    rng = np.random.default_rng(3)
    values = np.round(rng.random(2000), 2).astype(np.float32)
    truth = rng.random(2000) < 0.2 + 0.3 * values
    peer = binary_auroc(torch.from_numpy(values), torch.from_numpy(truth.astype(np.int64)))
    assert auroc(values, truth) == pytest.approx(float(peer), abs=1e-5)


def test_regions_keep_lost_and_gained_ink_apart_and_join_diagonals() -> None:
    signs = np.array([[-1, 1, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]])
    numbers = regions(signs)
    assert len(np.unique(numbers[numbers > 0])) == 3
    assert numbers[1, 3] == numbers[2, 2] != numbers[0, 1]
    assert (numbers > 0).tolist() == (signs != 0).tolist()


def brute_pro(maps: list[np.ndarray], numbers: list[np.ndarray], limit: float) -> float:
    levels = np.unique(np.concatenate([one.ravel() for one in maps]))[::-1]
    xs, ys = [0.0], [0.0]
    for level in levels:
        shares, wrong, normal = [], 0, 0
        for one, own in zip(maps, numbers, strict=True):
            shares += [(one[own == number] >= level).mean() for number in np.unique(own[own > 0])]
            wrong += int((one[own == 0] >= level).sum())
            normal += int((own == 0).sum())
        xs.append(wrong / normal)
        ys.append(float(np.mean(shares)))
    grid = np.linspace(0, limit, 200_001)
    return float(np.trapezoid(np.interp(grid, xs, ys), grid) / limit)


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_aupro_is_the_area_of_the_drawn_curve(seed: int) -> None:
    rng = np.random.default_rng(seed)
    maps, numbers = [], []
    for _ in range(2):
        signs = np.zeros((12, 14), int)
        signs[1:4, 1:4], signs[6:8, 6:12] = -1, 1
        maps.append(np.round(rng.random(signs.shape) + 0.3 * (signs != 0), 1).astype(np.float32))
        numbers.append(regions(signs))
    assert aupro(maps, numbers) == pytest.approx(brute_pro(maps, numbers, 0.3), abs=2e-3)


def test_aupro_at_its_extremes() -> None:
    signs = np.zeros((20, 20), int)
    signs[2:5, 2:5], signs[10:18, 10:18] = -1, 1
    numbers = regions(signs)
    perfect = (signs != 0).astype(np.float32)
    assert aupro([perfect], [numbers]) == pytest.approx(1.0)
    # Nothing is told apart: the curve is the diagonal, half of the limit's square over the limit.
    assert aupro([np.zeros((20, 20), np.float32)], [numbers]) == pytest.approx(0.15)
    # A small region counts as much as a large one: finding one of two is half.
    only_small = (signs < 0).astype(np.float32)
    expected = aupro([only_small], [numbers])
    assert 0.5 < expected < 0.6
    only_large = (signs > 0).astype(np.float32)
    assert aupro([only_large], [numbers]) == pytest.approx(expected, abs=0.02)


def test_aupro_without_regions_or_without_normal_pixels_is_not_a_number() -> None:
    blank = np.zeros((3, 3), np.float32)
    assert np.isnan(aupro([blank], [np.zeros((3, 3), int)]))
    assert np.isnan(aupro([blank], [np.ones((3, 3), int)]))
    assert np.isnan(aupro([], []))


@given(LABELS, st.permutations(range(5)))
@settings(max_examples=60, deadline=None)
def test_renamed_clusters_agree_fully(truth: list[int], names: list[int]) -> None:
    found = [f"cluster {names[label]}" for label in truth]
    assert matched_accuracy(truth, found) == 1.0
    assert nmi(truth, found) == pytest.approx(1.0)


@given(LABELS, st.data())
@settings(max_examples=60, deadline=None)
def test_agreement_is_symmetric_within_bounds_and_that_of_torchmetrics(
    truth: list[int], data: st.DataObject
) -> None:
    found = data.draw(st.lists(st.integers(0, 4), min_size=len(truth), max_size=len(truth)))
    accuracy = matched_accuracy(truth, found)
    largest = max(truth.count(label) for label in truth)
    assert 1 / len(truth) <= accuracy <= 1
    assert matched_accuracy(found, truth) == accuracy
    assert matched_accuracy(truth, [0] * len(truth)) == pytest.approx(largest / len(truth))
    assert nmi(truth, found) == pytest.approx(nmi(found, truth))
    if len(set(truth)) > 1 and len(set(found)) > 1:
        peer = normalized_mutual_info_score(torch.tensor(found), torch.tensor(truth))
        assert nmi(truth, found) == pytest.approx(float(peer), abs=1e-4)


def test_one_cluster_cannot_serve_two_classes() -> None:
    assert matched_accuracy(["a", "a", "b", "b"], [0, 0, 0, 0]) == 0.5
    assert matched_accuracy(["a", "a", "b"], [0, 1, 2]) == pytest.approx(2 / 3)
    assert nmi(["a", "a", "b", "b"], [0, 1, 0, 1]) == pytest.approx(0.0, abs=1e-12)


def test_other_shapes_are_misuse() -> None:
    with pytest.raises(MisuseError):
        iou_curve(np.zeros((2, 3), np.float32), np.zeros((3, 2), bool))
    with pytest.raises(MisuseError):
        auroc(np.zeros(3), np.zeros(4))
    with pytest.raises(MisuseError):
        aupro([np.zeros((2, 2), np.float32)], [])
    with pytest.raises(MisuseError):
        nmi([1, 2], [1])
