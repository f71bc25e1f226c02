"""The change network on pairs that it has not seen: honest wear is low, cuts and fillings are high."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core import weights
from autolabelme.core.arrays import F32
from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2
from autolabelme.core.press.sorts import load_sorts
from detector.core.inspection.change_network import SIDE, bundled, changes, network_of, pair_of
from detector.core.inspection.change_weights import CHANGE_WEIGHTS, FIRST_CHANGE_WEIGHTS
from detector.core.inspection.ink import Frame
from detector.core.inspection.signed_ink import InkDifference, InkModel

FRAME = Frame(64, 64, 8)


def drawing(label: str) -> F32:
    sort = next(sort for sort in load_sorts() if sort.label == label)
    wide, high = sort.ink.shape[1], sort.ink.shape[0]
    factor = 64 / max(wide, high)
    ink = np.asarray(sort.at_size(round(wide * factor), round(high * factor)), dtype=np.float32)
    whole = np.zeros((80, 80), np.float32)
    top, left = 8 + (64 - ink.shape[0]) // 2, 8 + (64 - ink.shape[1]) // 2
    whole[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
    return whole


def impression(forme: F32, seed: int) -> F32:
    """Patchy inking, spread and grain."""
    rng = np.random.default_rng(seed)
    patches = cv2.GaussianBlur(rng.normal(size=forme.shape).astype(np.float32), (0, 0), 4)
    patches = 1 + 0.9 * patches / patches.std() * 0.15
    spread = cv2.GaussianBlur(forme, (0, 0), float(rng.uniform(0.5, 0.9)))
    return np.clip(spread * patches + 0.02 * rng.normal(size=forme.shape), 0, 1).astype(np.float32)


def model(forme: F32) -> InkModel:
    return InkModel.fit([impression(forme, seed) for seed in range(12)], FRAME.margin)


def seen(crops: list[F32], known: InkModel) -> list[float]:
    compared = [known.compare(crop) for crop in crops]
    found = changes(compared, [known.spread] * len(crops), [known.margin] * len(crops))
    return [max(one.loss_score, one.gain_score) for one in found]


@pytest.mark.parametrize("label", ["3", "8", "20"])
def test_a_cut_and_an_addition_stand_out_among_honest_impressions(label: str) -> None:
    forme = drawing(label)
    known = model(forme)
    honest = seen([impression(forme, 100 + n) for n in range(12)], known)
    ys, xs = np.nonzero(cv2.GaussianBlur(forme, (0, 0), 3) > 0.5)
    middle = len(xs) // 2
    cut, filled = forme.copy(), forme.copy()
    cv2.line(
        cut, (int(xs[middle]) - 18, int(ys[middle]) - 6), (int(xs[middle]) + 18, int(ys[middle]) + 6), 0, 7
    )
    empty = np.argwhere(cv2.dilate(forme, np.ones((15, 15)))[20:60, 20:60] < 0.3)
    y, x = (empty[len(empty) // 2] + 20) if len(empty) else (40, 40)
    cv2.circle(filled, (int(x), int(y)), 6, 1, -1)
    assert min(seen([impression(cut, 200 + n) for n in range(4)], known)) > np.median(honest)
    assert np.mean(seen([impression(cut, 200 + n) for n in range(4)], known)) > max(honest)
    assert np.mean(seen([impression(filled, 300 + n) for n in range(4)], known)) > max(honest)


def test_loss_and_gain_are_told_apart_and_the_margin_is_empty() -> None:
    forme = drawing("20")
    known = model(forme)
    added = impression(forme, 5)
    empty = np.argwhere(cv2.dilate(forme, np.ones((13, 13)))[16:64, 16:64] < 0.3)
    y, x = (empty[len(empty) // 2] + 16) if len(empty) else (40, 40)
    cv2.circle(added, (int(x), int(y)), 5, 0.95, -1)
    found = changes([known.compare(added)], [known.spread], [known.margin])[0]
    near = (slice(y - 3, y + 4), slice(x - 3, x + 4))
    assert found.gain[near].mean() > found.loss[near].mean()
    edge = np.ones(found.gain.shape, bool)
    edge[8:-8, 8:-8] = False
    assert not found.gain[edge].any() and not found.loss[edge].any()
    assert found.gain.min() >= 0 and found.gain.max() <= 1


def test_the_same_twice_in_any_company() -> None:
    forme = drawing("8")
    known = model(forme)
    crops = [impression(forme, n) for n in range(70)]
    together = seen(crops, known)
    assert seen(crops[66:67], known)[0] == pytest.approx(together[66], abs=1e-3)


def test_blank_impressions_and_blank_prototypes_stay_finite() -> None:
    blank = np.zeros((80, 80), np.float32)
    known = InkModel.fit([blank, blank], 8)
    assert np.isfinite(seen([blank, np.ones_like(blank)], known)).all()


def test_nothing_to_look_at_is_nothing() -> None:
    assert changes([], [], []) == []


def test_a_frame_larger_than_the_network_is_refused() -> None:
    large = np.zeros((SIDE + 1, SIDE), np.float32)
    difference = InkDifference(large, large, large, large, 0.0, 0.0, 0.0, 0.0)
    with pytest.raises(MisuseError, match="frame"):
        pair_of(difference, large)


def test_other_weights_see_other_changes_and_the_bundled_ones_the_same() -> None:
    forme = drawing("8")
    known = model(forme)
    compared = [known.compare(impression(forme, 100))]
    asked = (compared, [known.spread], [known.margin])
    state = weights.load_state(CHANGE_WEIGHTS)
    (usual,), (again,) = changes(*asked), changes(*asked, network_of(state))
    assert (again.loss_score, again.gain_score) == (usual.loss_score, usual.gain_score)
    (other,) = changes(*asked, network_of({**state, "out.bias": state["out.bias"] + 1.0}))
    assert other.loss_score == pytest.approx(usual.loss_score + 1.0, abs=0.02)
    (first,) = changes(*asked, bundled(FIRST_CHANGE_WEIGHTS))
    assert abs(first.loss_score - usual.loss_score) > 0.1
    with pytest.raises(RuntimeError):
        network_of({name: value for name, value in state.items() if name != "out.bias"})
