"""The exhaustive search that the engine is measured against, on toy pages."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.matching.poses import Pose
from benchmarks.matching_parts.baseline import (
    FLIPS,
    GreedyBoxes,
    exhaustive_search,
    posed,
    search_space,
    variants,
)

SIZE = (10, 10)


def kept(*offers: tuple[float, float]) -> list[float]:
    """x of the boxes that stay when 10 x 10 boxes are offered as (x, score), in this order."""
    keeper = GreedyBoxes()
    for x, score in offers:
        keeper.offer(np.array([[x, 0]]), SIZE, np.array([score]), Pose())
    return sorted(one.box[0] for one in keeper.predictions())


def test_boxes_apart_all_stay() -> None:
    assert kept((0, 0.5), (20, 0.9), (40, 0.6)) == [0, 20, 40]


def test_a_better_box_replaces_an_overlap_over_one_fifth() -> None:
    assert kept((0, 0.5), (6, 0.9)) == [6]  # IoU 0.25


def test_a_better_box_leaves_an_overlap_below_one_fifth() -> None:
    assert kept((0, 0.5), (7, 0.9)) == [0, 7]  # IoU 0.176


def test_a_worse_box_is_dropped_from_one_tenth() -> None:
    assert kept((0, 0.9), (8, 0.5)) == [0]  # IoU 0.111
    assert kept((0, 0.9), (9, 0.5)) == [0, 9]  # IoU 0.053


def test_a_better_box_replaces_several() -> None:
    assert kept((0, 0.5), (10, 0.6), (5, 0.9)) == [5]


def test_a_box_between_a_better_and_a_worse_one_changes_nothing() -> None:
    assert kept((0, 0.5), (10, 0.9), (5, 0.7)) == [0, 10]


def test_more_boxes_than_the_first_allocation() -> None:
    assert kept(*((20.0 * n, 0.5) for n in range(200))) == [20.0 * n for n in range(200)]


def test_passes_of_the_default_and_the_rotation_variant() -> None:
    template = np.arange(48, dtype=np.uint8).reshape(6, 8)
    plain = list(variants(template))
    assert len(plain) == 78
    assert {picture.shape[0] for picture, _ in plain} == {6}
    assert min(picture.shape[1] for picture, _ in plain) == 4
    assert max(picture.shape[1] for picture, _ in plain) == 16
    assert len(list(variants(template, (5.0, 10.0)))) == 78 + 2 * 26


@pytest.mark.parametrize("flip", FLIPS)
def test_flips_are_the_reports(flip: Pose) -> None:
    template = np.arange(12, dtype=np.uint8).reshape(3, 4)
    expected = {
        Pose(): template,
        Pose(180.0, mirrored=True): template[::-1],
        Pose(0.0, mirrored=True): template[:, ::-1],
    }
    assert (posed(template, flip) == expected[flip]).all()


def test_a_rotated_template_keeps_its_ink_and_turns_counter_clockwise() -> None:
    template = np.full((40, 60), 255, np.uint8)
    template[18:22, 40:58] = 0
    turned = posed(template, Pose(30.0))
    assert turned.shape == tuple(round(side) for side in reversed(Pose(30.0).extent(60, 40)))
    rows, columns = np.nonzero(turned < 128)
    assert (turned < 128).sum() == pytest.approx((template < 128).sum(), rel=0.15)
    # The bar lay to the right of the middle; counter-clockwise moves it up.
    assert columns.mean() > turned.shape[1] / 2
    assert rows.mean() < turned.shape[0] / 2 - 5


def test_the_line_is_two_heights_and_the_whole_width() -> None:
    assert search_space((100, 100, 150, 130), 400, 300) == (0, 40, 400, 190)
    assert search_space((100, 20, 150, 50), 400, 100) == (0, 0, 400, 100)


def motif(seed: int = 3) -> U8:
    rng = np.random.default_rng(seed)
    return np.kron(rng.integers(0, 2, (6, 8)), np.ones((4, 4))).astype(np.uint8) * 200 + 30


def test_plants_are_found_where_they_stand() -> None:
    rng = np.random.default_rng(1)
    page = rng.normal(235, 4, (220, 400)).clip(0, 255).astype(np.uint8)
    picture = motif()
    page[80:104, 40:72] = picture
    page[80:104, 140:172] = picture[:, ::-1]
    page[110:134, 240:272] = picture[::-1]
    page[190:214, 300:332] = picture  # below the line of two heights: 80 - 48 .. 104 + 48
    result = exhaustive_search(page, (40.0, 80.0, 72.0, 104.0))
    best = {one.box: one.pose for one in result.predictions if one.score > 0.95}
    assert best == {
        (40.0, 80.0, 72.0, 104.0): Pose(),
        (140.0, 80.0, 172.0, 104.0): Pose(0.0, mirrored=True),
        (240.0, 110.0, 272.0, 134.0): Pose(180.0, mirrored=True),
    }
    assert result.passes == 78
    assert 0.0 < result.seconds_correlation <= result.seconds


def test_a_wider_copy_is_found_with_its_width() -> None:
    page = np.full((100, 300), 230, np.uint8)
    picture = motif(5)
    page[40:64, 20:52] = picture
    page[40:64, 150:214] = np.repeat(picture, 2, axis=1)
    found = [one for one in exhaustive_search(page, (20.0, 40.0, 52.0, 64.0)).predictions if one.score > 0.9]
    assert sorted((one.box[0], one.box[2], one.pose.scale_x) for one in found) == [
        (20.0, 52.0, 1.0),
        (150.0, 214.0, 2.0),
    ]
