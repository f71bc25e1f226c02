"""The first pass: where on a reduced page, and in which pose, a copy might stand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.errors import Cancelled
from autolabelme.core.matching import tuning
from autolabelme.core.matching.candidates import (
    Seed,
    _ranked,
    coarse_step,
    find_seeds,
    with_own_scale,
)
from autolabelme.core.matching.page import PreparedPage
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.templates import Template, from_crop, from_page
from autolabelme.core.progress import Tick, no_tick

from .pages import blank, box_of, finish, glyph, stamp

TURNS = tuple(Pose(angle, mirrored) for mirrored in (False, True) for angle in (0.0, 90.0, 180.0, 270.0))
DECOYS = (Pose(0.0, False, 0.6), Pose(0.0, False, 1.6))
GLYPH = glyph(7, 60, 52)
OWN = (60.0, 60.0)
COPIES = (((170.0, 60.0), Pose(90.0)), ((280.0, 62.0), Pose(180.0, True)), ((390.0, 58.0), Pose()))


def page_and_template() -> tuple[U8, Template]:
    page = blank(460, 130)
    stamp(page, GLYPH, OWN, Pose())
    for centre, pose in COPIES:
        stamp(page, GLYPH, centre, pose)
    gray = finish(page)
    return gray, from_page(gray, box_of(GLYPH, OWN, Pose()))


def seeds_of(
    gray: U8, template: Template, window: tuple[int, int, int, int] | None = None, tick: Tick = no_tick
) -> list[Seed]:
    window = window or (0, 0, gray.shape[1], gray.shape[0])
    return list(find_seeds(PreparedPage(gray), window, template, TURNS, DECOYS, tick, (0, 10, 10)))


def near(seed: Seed, centre: tuple[float, float]) -> bool:
    return math.hypot(seed.x - centre[0], seed.y - centre[1]) < 4


def test_the_best_seeds_stand_on_the_copies_in_their_poses() -> None:
    gray, template = page_and_template()
    best = seeds_of(gray, template)[:4]
    for centre, pose in ((OWN, Pose()), *COPIES):
        assert any(near(seed, centre) and seed.pose == pose for seed in best), (centre, pose)


def test_seeds_come_best_first_and_the_same_every_time() -> None:
    gray, template = page_and_template()
    first, again = seeds_of(gray, template), seeds_of(gray, template)
    assert first == again
    scores = [seed.score for seed in first]
    assert scores == sorted(scores, reverse=True) and min(scores) > 1


def test_seeds_stay_in_the_window() -> None:
    gray, template = page_and_template()
    seeds = seeds_of(gray, template, (220, 0, 460, 130))
    assert seeds and min(seed.x for seed in seeds) > 216
    assert not any(near(seed, OWN) for seed in seeds)


def test_rivals_for_one_place_are_few() -> None:
    gray, template = page_and_template()
    seeds = seeds_of(gray, template)
    reach = tuning.RIVAL_DISTANCE * min(template.width, template.height)
    for seed in seeds:
        there = [other for other in seeds if math.hypot(other.x - seed.x, other.y - seed.y) < reach]
        # Four rivals a place, each of which may have four of its own on its other side.
        assert len(there) <= 9
        assert len({other.pose for other in there if other is seed or other.pose == seed.pose}) == 1


def test_at_one_place_no_pose_is_much_worse_than_the_best() -> None:
    gray, template = page_and_template()
    seeds = seeds_of(gray, template)
    reach = tuning.RIVAL_DISTANCE * min(template.width, template.height)
    rivals = [
        (one, other)
        for one in seeds
        for other in seeds
        if one.score > other.score and math.hypot(one.x - other.x, one.y - other.y) < reach
    ]
    assert rivals
    assert all(one.score - other.score <= tuning.RIVAL_SEED for one, other in rivals)
    assert all(one.pose != other.pose for one, other in rivals)


def test_of_a_copy_that_the_edge_cuts_half_must_be_on_the_page() -> None:
    for beyond, seen in ((-8, True), (10, False)):
        page = blank(460, 130)
        stamp(page, GLYPH, OWN, Pose())
        stamp(page, GLYPH, (459.0 + beyond, 60.0), Pose())
        gray = finish(page)
        seeds = seeds_of(gray, from_page(gray, box_of(GLYPH, OWN, Pose())))
        there = [seed for seed in seeds if near(seed, (459.0 + beyond, 60.0)) and seed.pose == Pose()]
        assert bool(there) == seen, beyond
        assert max(seed.x for seed in seeds) < 462


def test_a_copy_stands_further_over_chance_than_another_drawing() -> None:
    page = blank(460, 130)
    stamp(page, GLYPH, OWN, Pose())
    for number in range(3):
        stamp(page, glyph(31 + number, 60, 52), (170.0 + 110 * number, 60.0), Pose())
    gray = finish(page)
    seeds = seeds_of(gray, from_page(gray, box_of(GLYPH, OWN, Pose())))
    own = max(seed.score for seed in seeds if near(seed, OWN))
    others = [seed.score for seed in seeds if seed.x > 110]
    # Standard deviations; the last half of one is the pixels' grid.
    assert others and max(others) < own - 2.0


def test_a_template_without_edges_has_no_seeds() -> None:
    gray, _ = page_and_template()
    assert seeds_of(gray, from_crop(np.full((50, 60), 205, np.uint8))) == []


def test_a_cancel_is_heard() -> None:
    gray, template = page_and_template()

    def stop(done: int, total: int, stage: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        seeds_of(gray, template, tick=stop)


@pytest.mark.parametrize(
    ("width", "height", "step"), [(24, 24, 1), (96, 96, 4), (240, 240, 10), (600, 20, 2), (20, 12, 1)]
)
def test_a_page_is_reduced_until_the_template_is_small_and_its_short_side_still_seen(
    width: int, height: int, step: int
) -> None:
    template = from_crop(np.full((height, width), 200, np.uint8))
    assert coarse_step(template) == step
    assert min(width, height) / step >= 8
    assert template.side / step >= tuning.COARSE_SIDE * 0.6 or min(width, height) < 16 or width > 5 * height


def test_a_seed_nearly_on_the_own_scale_is_tried_on_it_too() -> None:
    template = from_crop(np.full((50, 50), 200, np.uint8))
    off, far = Pose(90.0, False, 1.1, 1.1), Pose(90.0, False, 1.5, 1.5)
    seeds = [Seed(100, 100, off, 4.0), Seed(300, 100, far, 4.0), Seed(500, 100, off, 4.0)]
    seeds.append(Seed(503, 101, Pose(90.0), 3.0))
    joined = with_own_scale(list(seeds), template)
    added = [seed for seed in joined if seed not in seeds]
    assert added == [Seed(100, 100, Pose(90.0), 4.0)]
    assert set(seeds) <= set(joined)


def test_seeds_ranked_a_part_at_a_time_come_as_if_all_were_sorted() -> None:
    rng = np.random.default_rng(3)
    # Many of equal score: the order of those must not depend on where a part ends.
    score = rng.integers(0, 40, 9000) / 4
    x, y = rng.integers(0, 60, (2, 9000)).astype(np.float64)
    number = rng.integers(0, 5, 9000).astype(np.float64)
    order = np.lexsort((x, y, number, -score))
    whole = list(zip(x[order], y[order], number[order], score[order], strict=True))
    assert list(_ranked(x, y, number, score)) == whole
