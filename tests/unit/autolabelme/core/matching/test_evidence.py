"""Which candidates are copies: chance, overlaps, the common impression, other sorts, what shines through."""

from __future__ import annotations

import math

import numpy as np
import pytest

from autolabelme.core.arrays import F32, U8
from autolabelme.core.image_io import read_gray
from autolabelme.core.matching.candidates import Seed
from autolabelme.core.matching.evidence import (
    Judged,
    background,
    boxes_of,
    common,
    counted_once,
    distinct,
    judge,
    other_sort,
    rescored,
)
from autolabelme.core.matching.page import PreparedPage
from autolabelme.core.matching.pose_fit import Frame, Poses, Room, refine_all
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.search import search
from autolabelme.core.matching.templates import from_page
from autolabelme.core.opencv import cv2
from autolabelme.core.press import sample
from autolabelme.core.progress import no_tick

from .pages import blank, box_of, finish, glyph, stamp

OWN = (50.0, 50.0)
GLYPH, OTHER = glyph(5), glyph(23)
ROW = [(50.0 + 70 * number, 50.0) for number in range(1, 7)]


def frame_on(page: U8) -> Frame:
    return Frame(PreparedPage(page), from_page(page, box_of(GLYPH, OWN, Pose())))


def printed(inks: list[F32], strengths: list[float] | None = None) -> U8:
    page = blank(520, 160)
    stamp(page, GLYPH, OWN, Pose())
    for number, (centre, ink) in enumerate(zip(ROW, inks, strict=False)):
        stamp(page, ink, centre, Pose(), 140.0 if strengths is None else strengths[number])
    return finish(page)


def judged(page: U8, wide: int | None = None) -> list[Judged]:
    """What is made of a candidate at every place of the row, and of a grid of other places.

    The place `wide` of the row is looked at in a width of 1.3.
    """
    frame = frame_on(page)
    grid = [(x, y) for y in (110.0, 130.0) for x in np.arange(30.0, 500.0, 18.0)]
    own = [Pose(scale_x=1.3) if number == wide else Pose() for number in range(len(ROW))]
    seeds = [Seed(x, y, pose, 2.0) for (x, y), pose in zip(ROW, own, strict=True)]
    start = Poses.of(seeds + [Seed(x, y, Pose(), 2.0) for x, y in grid])
    room = Room.about(start, frame.template.side)
    found = refine_all(frame, start, frame.own, room, no_tick, (0, 1, 2), 4)
    return judge(frame, start, found, no_tick, (1, 2, 2))


def at(results: list[Judged], centre: tuple[float, float]) -> Judged | None:
    return next((one for one in results if math.hypot(one.x - centre[0], one.y - centre[1]) < 4), None)


def test_copies_are_likely_and_paper_is_not() -> None:
    results = judged(printed([GLYPH] * 6))
    assert [one.score for one in results] == sorted((one.score for one in results), reverse=True)
    for centre in ROW:
        copy = at(results, centre)
        assert copy is not None and copy.likely and copy.score > 0.9 and not copy.show_through
        assert copy.p is None or copy.p < 0.01
    assert sum(one.likely for one in results) == len(ROW)


def test_another_sort_in_the_row_is_not_a_copy() -> None:
    results = judged(printed([GLYPH, GLYPH, OTHER, GLYPH, OTHER, GLYPH]))
    for number, centre in enumerate(ROW):
        one = at(results, centre)
        if number in (2, 4):
            # With hardly any other ink to compare it with, its score tells it: far below any threshold.
            assert one is None or one.score < 0.4, centre
        else:
            assert one is not None and one.likely and one.score > 0.9, centre


def test_a_faint_copy_is_found_among_strong_ones() -> None:
    results = judged(printed([GLYPH] * 6, [140, 140, 35, 140, 140, 140]))
    faint = at(results, ROW[2])
    assert faint is not None and faint.likely and not faint.show_through


def test_a_pale_and_blurred_copy_shines_through() -> None:
    soft = np.asarray(cv2.GaussianBlur(GLYPH, (0, 0), 2.0), dtype=np.float32)
    results = judged(printed([GLYPH, GLYPH, soft, GLYPH, GLYPH, GLYPH], [140, 140, 45, 140, 140, 140]))
    pale = at(results, ROW[2])
    assert pale is not None and pale.show_through
    assert not any(one.show_through for one in results if one is not pale and one.likely)


@pytest.mark.parametrize(("wear", "likely"), [(0.1, True), (0.6, False)])
def test_a_copy_of_another_width_must_be_as_good_as_most(wear: float, likely: bool) -> None:
    """What would do for a copy of the sort's own size does not for one of another."""
    rng = np.random.default_rng(8)
    page = blank(520, 160)
    stamp(page, GLYPH, OWN, Pose())
    for number, centre in enumerate(ROW):
        spots = cv2.GaussianBlur(rng.standard_normal(GLYPH.shape), (0, 0), 1.5)
        amount = wear if number in (2, 4) else 0.35
        worn = np.clip(GLYPH + amount * spots / spots.std(), 0, 1).astype(np.float32)
        stamp(page, worn, centre, Pose(scale_x=1.3 if number == 2 else 1.0))
    results = judged(finish(page), wide=2)
    wide, own = at(results, ROW[2]), at(results, ROW[4])
    assert wide is not None and wide.likely == likely and wide.score > 0.45
    assert own is not None and own.likely and own.score > 0.45


def test_nothing_is_made_of_no_candidates() -> None:
    frame = frame_on(printed([]))
    empty = Poses.of([])
    assert judge(frame, empty, frame.sample(empty), no_tick, (0, 1, 1)) == []


def test_chance_is_read_from_the_middle_of_the_scores() -> None:
    rng = np.random.default_rng(4)
    other = rng.logistic(0.1, 0.05, 400)
    fit = background(other)
    assert fit is not None
    assert fit.middle == pytest.approx(0.1, abs=0.02) and fit.spread == pytest.approx(0.05, abs=0.01)
    assert float(fit.p(np.array([0.1]))[0]) == pytest.approx(0.5, abs=0.05)
    assert fit.expected(np.array([0.1]))[0] == pytest.approx(200, rel=0.1)
    # Faint copies among them do not pass for background.
    mixed = background(np.concatenate([other, np.full(80, 0.7)]))
    assert mixed is not None and mixed.p(np.array([0.7]))[0] < 0.005
    assert background(other[:11]) is None and background(other[:12]) is not None


def test_of_overlapping_candidates_the_best_stays_and_the_plain_one_where_both_fit() -> None:
    frame = frame_on(printed([]))
    places = [(100, 50), (104, 52), (160, 50), (160, 50), (300, 50)]
    poses = [Pose(), Pose(), Pose(180.0), Pose(), Pose()]
    found = frame.sample(
        Poses.of([Seed(x, y, pose, 1.0) for (x, y), pose in zip(places, poses, strict=True)])
    )
    kept = distinct(frame, found, np.array([0.6, 0.8, 0.71, 0.70, 0.5]), np.arange(5))
    assert kept.tolist() == [1, 3, 4]
    boxes = boxes_of(frame, found.poses)[kept]
    assert boxes[0].tolist() == pytest.approx([104 - 24, 52 - 20, 104 + 24, 52 + 20])


def test_ink_that_a_better_match_explains_counts_once() -> None:
    page = printed([GLYPH, GLYPH])
    frame = frame_on(page)
    # The copy, and a candidate that is half of it and half of the paper beside it.
    found = frame.sample(Poses.of([Seed(*ROW[0], Pose(), 1.0), Seed(ROW[0][0] - 20, 50, Pose(), 1.0)]))
    scores = np.array([0.95, 0.6])
    counted = counted_once(frame, found, frame.own, scores, np.array([0, 1]))
    assert counted[0] == 0.95 and counted[1] < 0.4
    assert scores.tolist() == [0.95, 0.6]


def test_the_common_impression_is_less_noisy_than_one() -> None:
    page = printed([GLYPH] * 6).astype(np.float32)
    page += np.random.default_rng(3).normal(0, 30, page.shape)
    frame = frame_on(finish(page))
    found = frame.sample(Poses.of([Seed(x, y, Pose(), 1.0) for x, y in ROW]))
    members = np.arange(5)
    picture = common(frame, found, members)
    assert np.linalg.norm(picture) == pytest.approx(1) and picture.mean() == pytest.approx(0, abs=1e-4)
    alone = frame.coefficients(found, frame.own)
    together = frame.coefficients(found, picture)
    assert together[5] > alone[5] + 0.03
    # A member is left out of what it is compared with.
    without = rescored(frame, found, members)
    assert (without[:5] < together[:5]).all()
    assert without[5] == pytest.approx(together[5])


def noisy(drawing: F32, count: int, seed: int) -> F32:
    rng = np.random.default_rng(seed)
    rows = drawing.ravel() + rng.normal(0, 0.25, (count, drawing.size))
    rows -= rows.mean(axis=1, keepdims=True)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def test_copies_of_one_another_that_are_no_copies_of_the_template_are_told_apart() -> None:
    own = noisy(GLYPH, 1, 0)[0]
    rows = np.concatenate([noisy(GLYPH, 4, 1), noisy(OTHER, 4, 2)])
    assert other_sort(own, rows, (rows @ own).astype(np.float64)).tolist() == [False] * 4 + [True] * 4
    same = noisy(GLYPH, 8, 3)
    assert not other_sort(own, same, (same @ own).astype(np.float64)).any()
    assert not other_sort(own, rows[:1], np.array([0.5])).any()


@pytest.mark.parametrize(
    ("page", "box"), [("sample_worn", (945, 1995, 1008, 2053)), ("sample_clean", (860, 612, 900, 637))]
)
def test_a_bit_of_text_has_no_copies_all_over_the_text(page: str, box: tuple[int, int, int, int]) -> None:
    """What letters have in common is no drawing: without `MOST_DECOYS` these have 16 and 8 *copies*."""
    found = search(read_gray(sample.page_image(page)), box)
    assert len(found.matches()) <= 2
