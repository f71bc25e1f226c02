"""Numbers of an alignment that whole pictures seldom reach, each at a case that halving or doubling turns."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autolabelme.core.arrays import F32, F64
from autolabelme.core.image_io import read_gray
from autolabelme.core.opencv import cv2
from autolabelme.core.press.sample import ornament_image
from ransac_gui.core import (
    align,
    coarse,
    deep_features,
    geometry,
    hypotheses,
    multi,
    smooth_flow,
    verify,
    voting,
)
from ransac_gui.core.coarse import CoarseModel
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.features import Matches, Points
from ransac_gui.core.fine import network_size
from ransac_gui.core.guided import grow
from ransac_gui.core.hypotheses import Hypothesis
from ransac_gui.core.multi import blended
from ransac_gui.core.prepare import Working, ink_of, working
from ransac_gui.core.spline import choose_wavelength
from ransac_gui.core.verify import Evidence

NONE = Matches(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0), "test")


def of_ink(ink: F32) -> Working:
    gray = np.asarray(255 - 255 * ink, dtype=np.uint8)
    return Working(gray, ink, 1.0, ink.shape[1], ink.shape[0])


def turned_about(ink: F32, monkeypatch: pytest.MonkeyPatch) -> F64:
    """The point about which a print of this ink that lies upside down is turned."""
    taken: list[WarpMap] = []
    monkeypatch.setattr(hypotheses, "tried_on_ink", lambda warp, *_rest: taken.append(warp))
    rows, columns = ink.shape
    upside_down = np.diag([-1.0, -1.0, 1.0])
    upside_down[:2, 2] = columns - 1, rows - 1
    warp = WarpMap(columns, rows, upside_down[None])
    best = Hypothesis(warp, NONE, 0, Evidence(0, 0, 0, 0, 0, 0), "test")
    hypotheses._turned(best, of_ink(ink), of_ink(ink), "homography", 0.0, 0.5)
    half_turn = np.linalg.inv(upside_down) @ taken[0].homographies[0]
    return half_turn[:2, 2] / 2


def test_an_ornament_is_turned_about_its_ink_and_not_about_a_stain(monkeypatch: pytest.MonkeyPatch) -> None:
    ink = np.zeros((300, 500), np.float32)
    ink[100:200, 200:300] = 1.0
    assert turned_about(ink, monkeypatch) == pytest.approx((249.5, 149.5), abs=2)
    stained = ink.copy()
    stained[100:200, 300:400] = 0.2
    assert turned_about(stained, monkeypatch) == pytest.approx((249.5, 149.5), abs=2)
    printed = ink.copy()
    printed[100:200, 300:400] = 0.45
    assert turned_about(printed, monkeypatch) == pytest.approx((299.5, 149.5), abs=2)


def test_a_speck_far_out_does_not_move_the_middle_and_a_row_does(monkeypatch: pytest.MonkeyPatch) -> None:
    ink = np.zeros((300, 500), np.float32)
    ink[100:200, 200:300] = 1.0
    speck, row = ink.copy(), ink.copy()
    speck[140:149, 450:458] = 1.0  # 0.7% of the ink
    row[200:280, 249:251] = 1.0  # 1.6%
    assert turned_about(speck, monkeypatch)[0] == pytest.approx(249.5, abs=3)
    assert turned_about(row, monkeypatch)[1] > 155


def test_the_networks_see_32_pixels_at_least() -> None:
    assert network_size((480, 20)) == (480, 32)
    assert network_size((480, 40)) == (480, 40)
    assert network_size((480, 56)) == (480, 56)


def aliked_by(monkeypatch: pytest.MonkeyPatch, points: Callable[..., Any], model: CoarseModel | None) -> None:
    """ALIKED without its network: `points` in place of features, `model` in place of what they agree on."""
    monkeypatch.setattr(deep_features, "_aliked", lambda _device: None)
    monkeypatch.setattr(deep_features, "_aliked_points", points)
    monkeypatch.setattr(deep_features, "_aliked_matched", lambda *_: SimpleNamespace(mutual=NONE))
    monkeypatch.setattr(deep_features, "estimate", lambda *_: model)


@pytest.mark.parametrize(("agree", "turns"), [(30, 1), (18, 4)])
def test_other_quarter_turns_are_looked_at_where_few_points_agree(
    monkeypatch: pytest.MonkeyPatch, agree: int, turns: int
) -> None:
    looked: list[int] = []

    def points(_extractor: object, _work: Working, quarter: int, _side: int) -> int:
        looked.append(quarter)
        return quarter

    aliked_by(monkeypatch, points, CoarseModel(np.eye(3), np.ones(agree, np.bool_)))
    work = of_ink(np.zeros((40, 50), np.float32))
    deep_features.aliked_candidates(work, work)
    assert len(set(looked)) == turns


def test_aliked_sees_a_large_picture_reduced_to_800_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, ...]] = []

    def points(_extractor: object, work: Working, _quarter: int, side: int) -> None:
        seen.append(deep_features.resized(work, side).size)

    aliked_by(monkeypatch, points, None)
    work = of_ink(np.zeros((800, 1600), np.float32))
    deep_features.aliked_candidates(work, work)
    assert set(seen) == {(800, 400)}


def test_aliked_takes_weak_points_but_not_the_weakest() -> None:
    import torch

    deep_features._aliked.cache_clear()
    picture = working(read_gray(ornament_image()), 256)
    extractor = deep_features._aliked("cpu")
    with torch.inference_mode():
        (found,) = extractor(deep_features._as_input(picture.gray, torch.device("cpu")))
    deep_features._aliked.cache_clear()
    scores = found.keypoint_scores.numpy()
    assert len(scores) > 100
    assert 0.08 < scores.min() < 0.12


class Ones:
    """A network whose cells all say the same, and that notes what it sees."""

    device = "cpu"

    def __init__(self, stride: int) -> None:
        self.stride = stride
        self.seen: tuple[int, ...] = ()

    def run(self, tensor: Any) -> Any:
        import torch

        self.seen = tuple(tensor.shape[2:])
        return torch.ones((1, 4, tensor.shape[2] // self.stride, tensor.shape[3] // self.stride))


def deep_points(work: Working, network: Ones) -> Points:
    return deep_features._deep_points(network, work, 480)  # type: ignore[arg-type]


def test_a_very_long_ornament_is_seen_smaller_by_deep_features() -> None:
    network = Ones(16)
    deep_points(of_ink(np.zeros((160, 3200), np.float32)), network)
    assert network.seen[1] == pytest.approx(800, abs=8)


def test_cells_with_a_trace_of_ink_are_matched_and_paper_is_not() -> None:
    ink = np.zeros((480, 480), np.float32)
    ink[:, 160:320], ink[:, 320:] = 0.015, 0.03
    assert set(np.unique(deep_points(of_ink(ink), Ones(160)).xy[:, 0].round())) == {400.0}


def test_the_first_homography_has_the_word_far_from_every_match() -> None:
    size = (960, 600)
    reach = 0.06 * float(np.hypot(*size))
    reference = np.array([[100.0, 300.0]] * 10 + [[480.0, 300.0]] * 10)
    own = np.arange(20) < 10
    models = [CoarseModel(np.eye(3), own), CoarseModel(np.eye(3), ~own)]
    warp = blended(models, Matches(reference, reference, np.ones(20), "test"), size)
    assert warp.weights is not None
    assert warp.weights.shape == (2, 60, 96)
    x = (np.arange(96) + 0.5) * 10 - 0.5
    votes = 10 * np.exp(-((x - 480) ** 2) / (2 * reach**2))
    share = 1e-3 / (1e-3 + votes)
    assert np.abs(warp.weights[0][29] - share)[60:].max() < 0.03


def test_a_window_that_the_source_hardly_leaves_is_measured() -> None:
    rng = np.random.default_rng(0)
    ink = rng.random((81, 81)).astype(np.float32)
    for covered, measured in ((0.93, True), (0.85, False)):
        mask = np.zeros_like(ink)
        mask[:, : round(81 * covered)] = 1.0
        centres = smooth_flow._inked(ink, np.pad(ink, 2), mask, 40, 2)
        assert bool(len(centres)) is measured


def test_along_a_straight_line_a_window_says_next_to_nothing() -> None:
    across = np.array([0.5, 0.9, 0.5])
    good, _, information = smooth_flow._peaks(np.stack([across] * 3)[None])
    assert good.all()
    values = np.linalg.eigvalsh(information[0])
    assert 6e-5 < values[0] / values[1] < 1.6e-4


def test_a_perfect_window_counts_ten_times_one_that_is_good() -> None:
    peak = -np.array([[2.0, 1, 2], [1, 0, 1], [2, 1, 2]]) / 10
    _, _, information = smooth_flow._peaks(np.stack([1.0 + peak, 0.9 + peak]))
    assert 7 < information[0, 0, 0] / information[1, 0, 0] < 15


def test_a_bend_is_followed_a_step_further_than_it_is_proved() -> None:
    points = np.stack(np.meshgrid(np.arange(10, 600, 25), np.arange(10, 400, 25)), -1).reshape(-1, 2) * 1.0
    moves = np.random.default_rng(1).normal(0, 0.5, points.shape)
    moves[:, 1] += 3 * np.sin(2 * np.pi * points[:, 0] / 1800)
    known = np.tile(np.eye(2), (len(points), 1, 1))
    # Held-out windows prove a wave of 0.8 and no shorter one.
    assert choose_wavelength(600, 400, points, moves, known, 0.15, len(points)) == 0.5


def test_eighteen_right_matches_in_three_hundred_are_mostly_found() -> None:
    size, found = (640, 400), 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        reference = rng.uniform((0, 0), size, (300, 2))
        source = rng.uniform((0, 0), size, (300, 2))
        source[:18] = reference[:18] + np.array([20, 10]) + rng.normal(0, 0.5, (18, 2))
        model = coarse._magsac(Matches(reference, source, np.ones(300), "test"), "homography", 3.0)
        found += model is not None and bool(model.inliers[:18].mean() > 0.8)
    assert found >= 13


def test_a_curl_is_followed_from_where_it_lies_flat_to_where_it_is_steep() -> None:
    width, height = 800, 600
    rng = np.random.default_rng(1)
    reference = rng.uniform((0, 0), (width, height), (400, 2))
    source = reference + rng.normal(0, 0.3, (400, 2))
    source[:, 1] += 160 * (reference[:, 0] / width) ** 4
    source[:200] = rng.uniform((0, 0), (width, height), (200, 2))
    matches = Matches(reference, source, np.ones(400), "test")
    flat = WarpMap(width, height, np.eye(3)[None])
    warp = grow(matches, flat, kind="multi", wavelength=0.25, cap_px=200.0)
    assert np.quantile(np.linalg.norm(warp.points(reference) - source, axis=1)[200:], 0.95) < 3


@pytest.mark.parametrize(("degrees", "upright"), [(50.0, True), (70.0, False)])
def test_a_map_that_turns_by_sixty_degrees_is_upright(degrees: float, upright: bool) -> None:
    turn = np.radians(degrees)
    matrix = np.array([[np.cos(turn), -np.sin(turn), 200], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    warp = WarpMap(300, 300, matrix[None])
    found = Hypothesis(warp, NONE, 0, Evidence(0, 0, 0, 0, 0, 0), "test")
    assert hypotheses._is_upright(found) is upright


@pytest.mark.parametrize(("scale", "plausible"), [(7.0, True), (9.0, False)])
def test_a_map_that_enlarges_by_more_than_eight_is_not_plausible(scale: float, plausible: bool) -> None:
    assert geometry.plausible(np.diag([scale, scale, 1.0]), 300, 200) is plausible


@pytest.mark.parametrize(("count", "polished"), [(9, False), (14, True)])
def test_a_polish_needs_a_dozen_windows(monkeypatch: pytest.MonkeyPatch, count: int, polished: bool) -> None:
    grid = np.stack(np.meshgrid(np.arange(5.0), np.arange(5.0)), -1).reshape(-1, 2)[:count] * 40 + 20
    measured = SimpleNamespace(points=grid, moves=np.full((count, 2), 2.0))
    monkeypatch.setattr(hypotheses, "measure", lambda *_args, **_options: measured)
    paper = of_ink(np.zeros((250, 250), np.float32))
    warp = WarpMap(250, 250, np.eye(3)[None])
    found = hypotheses.polish(warp, paper, paper, "translation", hypotheses.polish_levels()[:1])
    assert bool(found.homographies[0][0, 2] > 1) is polished


@pytest.mark.parametrize(("agree", "laid"), [(6, False), (10, True)])
def test_eight_windows_must_agree_with_the_map_that_is_laid_anew(agree: int, laid: bool) -> None:
    points = np.stack(np.meshgrid(np.arange(6.0), np.arange(4.0)), -1).reshape(-1, 2)[: agree + 2] * 40
    wanted = points + np.array([3.0, 0.0])
    wanted[agree:] += [[0.0, 300.0], [0.0, -300.0]]
    found = hypotheses._robust_fit(points, wanted, "translation", np.eye(3))
    assert bool(found is not None and abs(found[0, 2] - 3.0) < 1.0) is laid


@pytest.mark.parametrize(("count", "followed"), [(5, False), (8, True)])
def test_a_look_with_fewer_than_six_windows_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, count: int, followed: bool
) -> None:
    points = np.stack(np.meshgrid(np.arange(4.0), np.arange(2.0)), -1).reshape(-1, 2)[:count] * 60 + 40
    measured = smooth_flow.Measured(
        points, np.full((count, 2), 1.5), np.tile(np.eye(2), (count, 1, 1)), np.ones(count)
    )
    monkeypatch.setattr(smooth_flow, "measure", lambda *_args, **_options: measured)
    paper = of_ink(np.zeros((250, 250), np.float32))
    warp = WarpMap(250, 250, np.eye(3)[None])
    level = smooth_flow.levels((250,), (20,), (8,))
    found = smooth_flow.refine(paper, paper, warp, wavelength=0.5, cap_px=10.0, at=level)
    assert (found.displacement is not None) is followed


@pytest.mark.parametrize(
    ("first", "second", "models"), [(60, 12, 1), (60, 20, 2), (200, 20, 1), (200, 30, 2)]
)
def test_a_further_homography_has_sixteen_matches_and_an_eighth_of_the_first(
    monkeypatch: pytest.MonkeyPatch, first: int, second: int, models: int
) -> None:
    wanted = [first, second]

    def estimate(matches: Matches, *_args: object, **_options: object) -> CoarseModel | None:
        if not wanted:
            return None
        inliers = np.arange(len(matches)) < wanted.pop(0)
        return CoarseModel(np.eye(3), inliers)

    monkeypatch.setattr(multi, "estimate", estimate)
    count = first + second + 40
    every = Matches(np.zeros((count, 2)), np.zeros((count, 2)), np.ones(count), "test")
    assert len(multi.estimate_multi(every, (300, 200))) == models


@pytest.mark.parametrize(("spread", "blank"), [(3, True), (6, False)])
def test_a_picture_whose_greys_hardly_spread_is_blank(spread: int, blank: bool) -> None:
    gray = np.full((100, 100), 200, np.uint8)
    gray[::2] -= np.uint8(2 * spread)
    refused = False
    try:
        align._require_ink(Working(gray, np.zeros((100, 100), np.float32), 1.0, 100, 100), "source")
    except align._Refused:
        refused = True
    assert refused is blank


@pytest.mark.parametrize(("print_tone", "full"), [(193, False), (186, True)])
def test_print_that_is_hardly_darker_than_its_paper_is_not_full_ink(print_tone: int, full: bool) -> None:
    gray = np.full((200, 200), 200, np.uint8)
    gray[80:110, 80:110] = print_tone  # 3.5 and 7% of the paper's tone
    assert bool(ink_of(gray).max() > 0.9) is full


@pytest.mark.parametrize(("count", "looked"), [(6, False), (10, True)])
def test_votes_need_eight_matches(monkeypatch: pytest.MonkeyPatch, count: int, looked: bool) -> None:
    asked: list[int] = []

    def support(matches: Matches, *_rest: object) -> np.ndarray:
        asked.append(len(matches))
        return np.zeros(len(matches))

    monkeypatch.setattr(voting, "_support", support)
    points = np.arange(2.0 * count).reshape(-1, 2)
    matches = Matches(points, points, np.ones(count), "sift", frames=np.zeros((count, 2)))
    voting.vote(matches, "homography", (300, 200), (300, 200))
    assert bool(asked) is looked


def test_a_folded_page_has_four_homographies_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    def estimate(matches: Matches, *_args: object, **_options: object) -> CoarseModel:
        return CoarseModel(np.eye(3), np.arange(len(matches)) < 40)

    monkeypatch.setattr(multi, "estimate", estimate)
    every = Matches(np.zeros((600, 2)), np.zeros((600, 2)), np.ones(600), "test")
    assert len(multi.estimate_multi(every, (300, 200))) == 4


def test_local_agreement_is_of_a_fortieth_of_the_picture() -> None:
    rng = np.random.default_rng(3)
    ink = cv2.GaussianBlur(rng.random((400, 400), dtype=np.float32), (0, 0), 2.0)
    ink = np.asarray((ink - ink.min()) / (ink.max() - ink.min()), dtype=np.float32)
    other = ink.copy()
    other[:, 200:] = ink[::-1, 200:]
    found = verify.local_agreement(of_ink(other), of_ink(ink), WarpMap(400, 400, np.eye(3)[None]))
    across = found.mean(axis=0)
    # Twenty pixels before the drawings part they agree, there half of what is looked at does.
    assert across[180] > 0.93 and 0.3 < across[200] < 0.7 and across[220] < 0.3
