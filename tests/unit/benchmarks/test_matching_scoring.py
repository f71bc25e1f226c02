"""The matching benchmark's own arithmetic: F1, poses up to symmetry, what is counted and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autolabelme.core.matching.poses import Pose
from autolabelme.core.press.sorts import compose
from benchmarks.matching_parts.scoring import (
    Copy,
    Prediction,
    Score,
    evaluate,
    inverse,
    pose_is_right,
    reachable,
    same_pose,
)

PLAIN = Pose()
POSES = st.builds(Pose, st.sampled_from([0.0, 90.0, 180.0, 270.0]), st.booleans())


def copy_at(x: float, *poses: Pose, difficult: bool = False) -> Copy:
    return Copy((x, 0.0, x + 10.0, 10.0), poses or (PLAIN,), difficult)


def predicted(x: float, score: float, pose: Pose = PLAIN) -> Prediction:
    return Prediction((x, 0.0, x + 10.0, 10.0), pose, score)


def test_every_copy_found_is_a_perfect_score() -> None:
    outcome = evaluate([predicted(0, 0.9), predicted(21, 0.8)], [copy_at(0), copy_at(20)], PLAIN)
    assert outcome.score == Score(found=2, false=0, missed=0, right_pose=2)
    assert outcome.score.f1 == outcome.score.precision == outcome.score.recall == 1.0


def test_one_found_one_false_one_missed() -> None:
    outcome = evaluate([predicted(0, 0.9), predicted(50, 0.8)], [copy_at(0), copy_at(20)], PLAIN)
    assert outcome.score == Score(found=1, false=1, missed=1, right_pose=1)
    assert outcome.score.f1 == pytest.approx(0.5)
    assert [one.box[0] for one in outcome.false] == [50.0]
    assert [one.box[0] for one in outcome.missed] == [20.0]


def test_overlap_below_one_half_does_not_find() -> None:
    # 10 x 10 boxes 4 apart share 60 of 140; 3 apart, 70 of 130.
    assert evaluate([predicted(4, 0.9)], [copy_at(0)], PLAIN).score == Score(0, 1, 1, 0)
    assert evaluate([predicted(3, 0.9)], [copy_at(0)], PLAIN).score.found == 1


def test_a_second_box_on_one_copy_is_false() -> None:
    outcome = evaluate([predicted(1, 0.8), predicted(0, 0.9)], [copy_at(0)], PLAIN)
    assert outcome.score == Score(found=1, false=1, missed=0, right_pose=1)
    assert outcome.false[0].score == 0.8


def test_a_prediction_takes_the_copy_that_it_overlaps_most() -> None:
    outcome = evaluate([predicted(2, 0.9), predicted(0, 0.8)], [copy_at(0), copy_at(3)], PLAIN)
    assert outcome.score.found == 2


def test_difficult_copies_count_neither_way() -> None:
    copies = [copy_at(0), copy_at(20, difficult=True), copy_at(40, difficult=True)]
    outcome = evaluate([predicted(0, 0.9), predicted(24, 0.8)], copies, PLAIN)
    assert outcome.score == Score(found=1, false=0, missed=0, right_pose=1)


def test_nothing_to_find_and_nothing_reported() -> None:
    score = evaluate([], [], PLAIN).score
    assert (score.f1, score.precision, score.recall, score.pose_rate) == (1.0, 1.0, 1.0, 1.0)


def test_scores_add_up() -> None:
    assert Score(1, 2, 3, 1) + Score(4, 0, 1, 3) == Score(5, 2, 4, 4)


def test_a_pose_is_judged_against_the_templates_own_pose() -> None:
    quarter = Pose(90.0)
    # The template itself stands on its side; a plain copy is three quarters on from it.
    assert pose_is_right(Pose(270.0), quarter, copy_at(0, PLAIN))
    assert not pose_is_right(PLAIN, quarter, copy_at(0, PLAIN))
    outcome = evaluate([predicted(0, 0.9)], [copy_at(0, PLAIN)], quarter)
    assert outcome.score == Score(found=1, false=0, missed=0, right_pose=0)
    assert len(outcome.wrong_pose) == 1


def test_a_symmetric_sort_has_several_right_poses() -> None:
    same_upside_down = copy_at(0, PLAIN, Pose(180.0, True))
    assert pose_is_right(Pose(180.0, True), PLAIN, same_upside_down)
    assert not pose_is_right(Pose(180.0), PLAIN, same_upside_down)


def test_skew_is_tolerated_and_a_step_of_fifteen_degrees_is_not() -> None:
    assert same_pose(Pose(355.0), Pose(3.0))
    assert not same_pose(Pose(15.0), PLAIN)
    assert not same_pose(Pose(0.0, True), PLAIN)


def test_copies_in_poses_that_are_not_searched_are_out_of_reach() -> None:
    flips = (PLAIN, Pose(180.0, True), Pose(0.0, True))
    assert reachable(copy_at(0, Pose(0.0, True)), PLAIN, flips)
    assert not reachable(copy_at(0, Pose(180.0)), PLAIN, flips)
    # Seen from a mirrored template the same copy is the upside-down one.
    assert reachable(copy_at(0, Pose(180.0)), Pose(0.0, True), flips)


@given(POSES, POSES)
def test_the_pose_from_one_copy_to_another_is_right(template: Pose, copy: Pose) -> None:
    between = compose(copy, inverse(template))
    assert pose_is_right(between, template, copy_at(0, copy))
    assert not pose_is_right(compose(Pose(90.0), between), template, copy_at(0, copy))
