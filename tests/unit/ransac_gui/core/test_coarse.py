from __future__ import annotations

import math

import numpy as np
import pytest

from autolabelme.core.messages import Message
from ransac_gui.core import geometry
from ransac_gui.core.coarse import estimate, fit, from_landmarks
from ransac_gui.core.features import Matches
from ransac_gui.core.multi import blended, estimate_multi
from ransac_gui.core.verify import Evidence, judge
from ransac_gui.core.voting import vote

SIZE = (640, 400)


def turned(angle_deg: float, scale: float, dx: float, dy: float) -> np.ndarray:
    cos, sin = math.cos(math.radians(angle_deg)) * scale, math.sin(math.radians(angle_deg)) * scale
    return np.array([[cos, -sin, dx], [sin, cos, dy], [0, 0, 1]])


TRUTHS = {
    "homography": np.array([[1.05, 0.06, 12.0], [-0.04, 0.97, 20.0], [1e-4, 5e-5, 1.0]]),
    "affine": np.array([[1.1, 0.08, 12.0], [-0.03, 0.92, 20.0], [0, 0, 1.0]]),
    "similarity": turned(12, 1.3, 40, -10),
    "rigid": turned(-8, 1.0, 10, 30),
    "translation": geometry.shift(-17.0, 23.0),
}


def matches_of(matrix: np.ndarray, rng: np.random.Generator, good: int = 80, wrong: int = 80) -> Matches:
    reference = rng.uniform((0, 0), SIZE, (good + wrong, 2))
    source = geometry.apply(matrix, reference) + rng.normal(0, 0.5, (good + wrong, 2))
    source[good:] = rng.uniform((0, 0), SIZE, (wrong, 2))
    return Matches(reference, source, np.ones(good + wrong), "test")


@pytest.mark.parametrize(
    ("model", "estimator"),
    [*((model, "magsac") for model in TRUTHS), ("homography", "ransac"), ("rigid", "ransac")],
)
def test_each_model_is_recovered_among_as_many_wrong_matches(model: str, estimator: str) -> None:
    found = estimate(matches_of(TRUTHS[model], np.random.default_rng(3)), model, SIZE, estimator=estimator)
    assert found is not None
    frame = geometry.corners(*SIZE)
    error = np.linalg.norm(geometry.apply(found.matrix, frame) - geometry.apply(TRUTHS[model], frame), axis=1)
    # The paper's tolerance of 0.05 is some 12 px here and lets wrong matches in.
    assert error.max() < (2.0 if estimator == "magsac" else 12.0)
    assert found.inliers[:80].mean() > 0.95


def test_a_rigid_model_neither_scales_nor_shears() -> None:
    found = estimate(matches_of(TRUTHS["affine"], np.random.default_rng(4)), "rigid", SIZE, tolerance=0.05)
    assert found is not None
    np.testing.assert_allclose(found.matrix[:2, :2] @ found.matrix[:2, :2].T, np.eye(2), atol=1e-9)


def test_the_same_matches_give_the_same_model() -> None:
    matches = matches_of(TRUTHS["homography"], np.random.default_rng(5))
    first, second = (estimate(matches, "homography", SIZE) for _ in range(2))
    assert first is not None and second is not None
    np.testing.assert_array_equal(first.matrix, second.matrix)


def test_too_few_or_random_matches_give_no_model() -> None:
    rng = np.random.default_rng(6)
    assert estimate(matches_of(np.eye(3), rng, 3, 0), "homography", SIZE) is None
    found = estimate(matches_of(np.eye(3), rng, 0, 120), "homography", SIZE)
    assert found is None or found.support < 12


def test_mirrored_and_folded_homographies_are_implausible() -> None:
    assert geometry.plausible(np.eye(3), *SIZE)
    assert not geometry.plausible(np.diag([-1.0, 1.0, 1.0]), *SIZE)
    assert not geometry.plausible(np.array([[1, 0, 0], [0, 1, 0], [-1 / 300, 0, 1.0]]), *SIZE)
    assert not geometry.plausible(np.diag([20.0, 20.0, 1.0]), *SIZE)
    assert not geometry.plausible(np.full((3, 3), np.nan), *SIZE)


def test_landmarks_on_one_line_determine_no_homography() -> None:
    x = np.linspace(0, 100, 6)
    line = np.stack([x, x, x + 5, x + 3], axis=1)
    assert from_landmarks(line, "translation") is not None
    matrix = from_landmarks(line, "homography")
    assert matrix is None or not geometry.plausible(matrix, *SIZE)


def test_fit_is_exact_on_exact_points() -> None:
    points = np.array([[0.0, 0], [100, 0], [100, 80], [0, 80], [40, 30]])
    for model, truth in TRUTHS.items():
        matrix = fit(points, geometry.apply(truth, points), model)
        assert matrix is not None
        np.testing.assert_allclose(matrix / matrix[2, 2], truth, atol=1e-6, err_msg=model)


def test_votes_find_one_right_match_in_thirty() -> None:
    rng = np.random.default_rng(7)
    truth = turned(20, 0.8, 60, 10)
    good, wrong = 60, 1800
    matches = matches_of(truth, rng, good, wrong)
    turn = np.concatenate([rng.normal(math.radians(20), 0.1, good), rng.uniform(-np.pi, np.pi, wrong)])
    grown = np.concatenate([rng.normal(math.log(0.8), 0.1, good), rng.uniform(-1, 1, wrong)])
    framed = Matches(
        matches.reference,
        matches.source,
        rng.uniform(0, 1, good + wrong),
        "test",
        {},
        np.stack([turn, grown], axis=1),
    )
    found = vote(framed, "similarity", SIZE, SIZE)
    assert found
    frame = geometry.corners(*SIZE)
    error = np.linalg.norm(geometry.apply(found[0].matrix, frame) - geometry.apply(truth, frame), axis=1)
    assert error.max() < 3


def test_a_folded_page_gets_two_models() -> None:
    rng = np.random.default_rng(8)
    reference = rng.uniform((0, 0), SIZE, (300, 2))
    left = reference[:, 0] < 320
    fold = np.array([[0.85, 0, 48.0], [0.1, 1, -32.0], [0, 0, 1]])
    source = np.where(left[:, None], reference, geometry.apply(fold, reference)) + rng.normal(
        0, 0.3, (300, 2)
    )
    matches = Matches(reference, source, np.ones(300), "test")
    models = estimate_multi(matches, SIZE)
    assert len(models) == 2
    warp = blended(models, matches, SIZE)
    far = np.abs(reference[:, 0] - 320) > 80
    error = np.linalg.norm(warp.points(reference) - source, axis=1)[far]
    assert np.median(error) < 1.5


@pytest.mark.parametrize(
    ("evidence", "status"),
    [
        (Evidence(0.95, 1.0, 0.9, 40, 0.8, 0.3, 0.02), "aligned"),
        (Evidence(0.95, 0.83, 0.98, 30, 0.7, 0.3, 0.05, 0.9), "weak"),  # perhaps one sort further
        (Evidence(0.95, 0.4, 1.0, 30, 0.7, 0.3, 0.05, 1.0), "aligned"),  # an ornament on its page
        (Evidence(0.80, 1.0, 0.9, 40, 0.6, 0.3, 0.05), "weak"),
        (Evidence(0.95, 1.0, 0.9, 7, 0.8, 0.3, 0.0), "weak"),
        (Evidence(1.0, 0.5, 0.4, 14, 0.8, 0.2, 0.0), "refused"),  # a row shifted by its period
        (Evidence(0.82, 1.0, 1.0, 40, 0.7, 0.3, 0.2), "weak"),  # a counterfeit with a lot changed
        (Evidence(0.82, 1.0, 1.0, 40, 0.7, 0.3, 0.3), "refused"),  # the same sorts in another order
        (Evidence(0.3, 1.0, 1.0, 40, 0.2, 0.3, 0.4), "refused"),
        (Evidence(1.0, 0.9, 0.9, 2, 0.8, 0.3, 0.0), "refused"),
        (Evidence(0.0, 0.0, 0.0, 0, 0.0, 0.0), "refused"),
    ],
)
def test_the_verdict_has_three_values_and_a_reason_for_all_but_the_best(
    evidence: Evidence, status: str
) -> None:
    verdict = judge(evidence)
    assert verdict.status == status
    assert isinstance(verdict.reason, Message) == (status != "aligned")


@pytest.mark.parametrize("estimator", ["magsac", "ransac"])
@pytest.mark.parametrize("model", ["homography", "affine", "similarity"])
def test_a_tolerance_means_the_same_on_a_source_of_another_scale(model: str, estimator: str) -> None:
    rng = np.random.default_rng(0)
    reference = rng.uniform(0, 1000, (400, 2))
    noise = rng.normal(size=(400, 2))
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    # Half of them lie further off than any tolerance: 60 pixels of the reference.
    off = noise * np.where(np.arange(400) % 2 == 0, 0.5, 60.0)[:, None]
    supports = []
    for scale in (1.0, 3.5):
        matches = Matches(reference, scale * (reference + off), np.ones(400), "test")
        found = estimate(matches, model, (1000, 1000), estimator=estimator)
        assert found is not None
        supports.append(found.support)
    assert supports == [200, 200]
