"""A printed page: its truth is exact, it is the same for the same seed, and it is as hard as real ones."""

from __future__ import annotations

import dataclasses
import functools

import numpy as np
import pytest

from autolabelme.core.boxes import edges_to_points
from autolabelme.core.errors import Cancelled, MisuseError
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from autolabelme.core.press.calibration import Calibration, correlate_impressions, pool
from autolabelme.core.press.impression import WEARS, Wear, print_page
from autolabelme.core.press.typeset import Layout, TypesetParams, load_sorts, place, typeset
from autolabelme.core.press.warps import PageMap

SORTS = load_sorts()
# No wear at all: what is left is the truth's business.
SPOTLESS = Wear(
    page=0,
    sort=0,
    patch=0,
    rag=0,
    density=0,
    stretch_px=0,
    blur_px=0,
    noise=0,
    texture=0,
    show_through=0,
    stains=0,
    skew_deg=0,
)


def small_layout(seed: int = 0) -> Layout:
    params = TypesetParams(width=900, height=1100, labels=4, size_low=50, size_high=70, copies_high=10)
    return typeset(SORTS, params, np.random.default_rng(seed))


def test_the_same_seed_prints_the_same_page_and_another_seed_another() -> None:
    layout = small_layout()
    first, again, other = (print_page(layout, SORTS, "worn", seed) for seed in (7, 7, 8))
    assert (first.gray == again.gray).all() and (first.rgb == again.rgb).all()
    assert first.truth == again.truth
    assert (first.gray != other.gray).mean() > 0.5


@pytest.mark.parametrize(
    "pose", [Pose(0), Pose(90), Pose(270), Pose(180, True), Pose(0, True), Pose(90, True), Pose(35)]
)
@pytest.mark.parametrize("label", ["7", "24"])
def test_a_sort_lies_exactly_where_the_truth_says(label: str, pose: Pose) -> None:
    sort = next(one for one in SORTS if one.label == label)
    size = (round(100 * sort.aspect), 100)
    one = place(sort, 40, 30, size, pose)
    layout = Layout(300, 260, 300, (one,))
    ink = print_page(layout, SORTS, SPOTLESS, 0).ink
    rows, columns = np.nonzero(ink.max(1) > 0.5)[0], np.nonzero(ink.max(0) > 0.5)[0]
    x1, y1, x2, y2 = one.box
    # The drawing is tight, so its ink reaches the box unless the box is that of a turned rectangle.
    assert (
        columns[0] >= x1 - 1.5
        and columns[-1] + 1 <= x2 + 1.5
        and rows[0] >= y1 - 1.5
        and rows[-1] + 1 <= y2 + 1.5
    )
    if pose.rotation_deg % 90 == 0:
        assert (
            columns[0] <= x1 + 2
            and columns[-1] + 1 >= x2 - 2
            and rows[0] <= y1 + 2
            and rows[-1] + 1 >= y2 - 2
        )
    # Undoing the pose about the box's centre gives the sort back.
    middle = np.array([(x1 + x2) / 2, (y1 + y2) / 2]) - 0.5
    matrix = pose.matrix()
    shift = middle - matrix @ (np.array(size) / 2 - 0.5)
    back = cv2.warpAffine(
        ink, np.column_stack([matrix, shift]), size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    )
    assert np.corrcoef(back.ravel(), sort.at_size(*size).ravel())[0, 1] > 0.95


def test_the_truth_names_every_pose_that_looks_the_same() -> None:
    clover = next(one for one in SORTS if one.label == "17")
    crown = next(one for one in SORTS if one.label == "0")
    thistle = next(one for one in SORTS if one.label == "8")
    assert len(clover.equivalent(Pose(90, True))) == 8
    assert set(crown.equivalent(Pose(90))) == {Pose(90), Pose(90, True)}
    assert thistle.equivalent(Pose(270, True)) == (Pose(270, True),)
    for sort in SORTS:
        for pose in sort.equivalent(Pose(90, True)):
            turned = np.rot90(sort.ink[:, ::-1] if pose.mirrored else sort.ink, int(pose.rotation_deg // 90))
            plain = np.rot90(sort.ink[:, ::-1])
            size = (plain.shape[1], plain.shape[0])
            score = np.corrcoef(cv2.resize(np.ascontiguousarray(turned), size).ravel(), plain.ravel())[0, 1]
            assert score > 0.85, (sort.label, pose)


def test_symmetries_are_groups() -> None:
    for sort in (*SORTS, *load_sorts(foreigners=True)):
        own = {(pose.rotation_deg, pose.mirrored) for pose in sort.symmetry}
        assert (0.0, False) in own and len(own) in (1, 2, 4, 8)
        for pose in sort.symmetry:
            assert {(p.rotation_deg, p.mirrored) for p in sort.equivalent(pose)} == own


@pytest.mark.parametrize("curl", [0.0, 0.01, 0.03])
def test_the_page_map_and_its_inverse_agree(curl: float) -> None:
    page_map = PageMap(
        800, 1000, skew_deg=2.0, curl_px=800 * curl, wave_px=240 * curl, phase=1.0, gutter_right=curl > 0.02
    )
    points = np.random.default_rng(0).uniform(0, [800, 1000], size=(200, 2))
    assert np.abs(page_map.to_page(page_map.to_layout(points)) - points).max() < 1e-3
    x, y = page_map.grid()
    whole = np.rint(points).clip(0, [799, 999]).astype(int)
    sampled = np.stack([x[whole[:, 1], whole[:, 0]], y[whole[:, 1], whole[:, 0]]], axis=1)
    assert np.abs(sampled - page_map.to_layout(whole.astype(float))).max() < 0.02


def test_the_truth_follows_skew_and_curl() -> None:
    sort = next(one for one in SORTS if one.label == "10")
    size = (80, round(80 / sort.aspect))
    placed = tuple(place(sort, x, y, size, Pose()) for x in (40, 350, 680) for y in (60, 500, 900))
    layout = Layout(800, 1050, 300, placed)
    page = print_page(layout, SORTS, SPOTLESS.replace(skew_deg=3.0, curl=0.03), 4)
    moves = []
    for before, after in zip(placed, page.truth, strict=True):
        # The corners mapped back must be the corners that were set.
        back = page.map.to_layout(np.array(after.corners) - 0.5)
        assert np.abs(back - edges_to_points(before.box)[0]).max() < 1e-3
        x1, y1, x2, y2 = after.box
        part = page.ink[int(y1) - 6 : int(y2) + 7, int(x1) - 6 : int(x2) + 7]
        rows, columns = np.nonzero(part.max(1) > 0.5)[0], np.nonzero(part.max(0) > 0.5)[0]
        assert abs(columns[0] + int(x1) - 6 - x1) < 4 and abs(rows[-1] + 1 + int(y1) - 6 - y2) < 4
        moves.append(x1 - before.box[0])
    assert np.ptp(moves) > 5


def test_a_black_and_white_scan_has_two_levels_and_the_same_ink() -> None:
    layout = small_layout()
    gray = print_page(layout, SORTS, WEARS["clean"], 3).gray
    bitonal = print_page(layout, SORTS, WEARS["clean"].replace(scan="bitonal"), 3)
    assert set(np.unique(bitonal.gray)) == {0, 255}
    assert (bitonal.rgb == bitonal.gray[..., None]).all()
    dark = gray < 135
    assert (dark == (bitonal.gray == 0)).mean() > 0.99


def test_cancelling_stops_between_the_steps() -> None:
    def tick(done: int, total: int, stage: str) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        print_page(small_layout(), SORTS, "clean", 0, tick=tick)


def test_an_unknown_wear_level_is_refused() -> None:
    with pytest.raises(MisuseError, match="clean, worn, hard"):
        print_page(small_layout(), SORTS, "filthy", 0)


def test_ink_gain_thickens_and_loss_thins() -> None:
    layout = dataclasses.replace(small_layout(), matter=())
    thin, usual, thick = (
        print_page(layout, SORTS, SPOTLESS.replace(gain=gain), 0).ink.sum() for gain in (-0.2, 0, 0.2)
    )
    assert thin < 0.97 * usual < 0.94 * thick


@functools.cache
def _measured(wear: str) -> tuple[Calibration, Calibration]:
    """All thirty sorts, some eight impressions each, of sizes as on real scans; plain and blurred."""
    plain, blurred = [], []
    order = np.random.default_rng(5).permutation(len(SORTS))
    params = TypesetParams(
        width=1500,
        height=1500,
        labels=0,
        copies_low=12,
        copies_high=14,
        text=False,
        margin=0.03,
        quarter_turns=False,
        mirrors=False,
    )
    for number in range(3):
        sorts = [SORTS[i] for i in order[number * 10 : number * 10 + 10]]
        layout = typeset(sorts, params.replace(height=1900), np.random.default_rng(number))
        page = print_page(layout, sorts, wear, 20 + number)
        plain.append(correlate_impressions(page.gray, page.truth))
        blurred.append(correlate_impressions(page.gray, page.truth, blur_px=1.5))
    return pool(plain), pool(blurred)


# DESIGN section 7: the best real strip, the other strips, and below.
@pytest.mark.parametrize(
    ("wear", "median", "low"), [("clean", 0.72, 0.62), ("worn", 0.60, 0.45), ("hard", 0.50, 0.33)]
)
def test_impressions_correlate_as_on_real_pages(wear: str, median: float, low: float) -> None:
    measured, _ = _measured(wear)
    assert len(measured.sorts) == 30
    assert abs(measured.median - median) < 0.05
    assert abs(measured.low - low) < 0.06


@pytest.mark.parametrize("wear", list(WEARS))
def test_the_difference_is_ink_not_pixel_noise(wear: str) -> None:
    plain, blurred = _measured(wear)
    assert blurred.median - plain.median < 0.08
    assert blurred.low - plain.low < 0.08
