"""Candidates moved to where they fit: position, angle, scale, and how far they may go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from autolabelme.core.arrays import F32, U8
from autolabelme.core.matching import tuning
from autolabelme.core.matching.candidates import Seed
from autolabelme.core.matching.page import PreparedPage
from autolabelme.core.matching.pose_fit import (
    Frame,
    Impressions,
    Poses,
    Room,
    join,
    pose_at,
    put,
    refine_all,
)
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.templates import from_page
from autolabelme.core.progress import no_tick

from .pages import blank, box_of, finish, glyph, stamp

OWN, COPY = (60.0, 60.0), (180.0, 70.0)
GLYPH = glyph(5)


def page_with(*copies: tuple[tuple[float, float], Pose]) -> U8:
    page = blank(260, 140)
    for centre, pose in (((OWN), Pose()), *copies):
        stamp(page, GLYPH, centre, pose)
    return finish(page)


def frame_of(page: U8) -> Frame:
    return Frame(PreparedPage(page), from_page(page, box_of(GLYPH, OWN, Pose())))


def start(x: float, y: float, pose: Pose = Pose()) -> Poses:
    return Poses.of([Seed(x, y, pose, 3.0)])


def refined(frame: Frame, poses: Poses) -> Impressions:
    return frame.refine(poses, frame.own, Room.about(poses, frame.template.side), 4)


@pytest.mark.parametrize("pose", [Pose(), Pose(90.0), Pose(180.0, True), Pose(45.0)])
def test_a_candidate_beside_a_copy_is_moved_onto_it(pose: Pose) -> None:
    frame = frame_of(page_with((COPY, pose)))
    found = refined(frame, start(COPY[0] + 2.4, COPY[1] - 1.9, pose))
    assert found.poses.x[0] == pytest.approx(COPY[0], abs=0.2)
    assert found.poses.y[0] == pytest.approx(COPY[1], abs=0.2)
    assert frame.coefficients(found, frame.own)[0] > 0.95


def test_turn_and_scale_are_found() -> None:
    printed = Pose(2.5, False, 1.06, 1.06)
    frame = frame_of(page_with((COPY, printed)))
    found = refined(frame, start(*COPY, Pose(0.0, False, 1.1, 1.1)))
    assert found.poses.angle[0] == pytest.approx(2.5, abs=0.4)
    assert found.poses.scale_x[0] == pytest.approx(1.06, abs=0.015)
    assert found.poses.scale_y[0] == pytest.approx(1.06, abs=0.015)


def test_refining_never_makes_a_candidate_worse() -> None:
    frame = frame_of(page_with((COPY, Pose())))
    rng = np.random.default_rng(2)
    seeds = [Seed(float(x), float(y), Pose(), 1.0) for x, y in rng.uniform((30, 30), (230, 110), (40, 2))]
    poses = Poses.of(seeds)
    before = frame.coefficients(frame.sample(poses), frame.own)
    after = frame.coefficients(refined(frame, poses), frame.own)
    assert (after >= before - 1e-9).all() and (after > before + 0.05).any()


def test_what_was_sampled_before_is_not_sampled_again() -> None:
    frame = frame_of(page_with((COPY, Pose())))
    poses = Poses.of([Seed(*COPY, Pose(), 1.0), Seed(COPY[0] + 2, COPY[1] - 1, Pose(), 1.0)])
    poses = replace(poses, x=np.append(poses.x, 3.0), y=np.append(poses.y, 20.0), **rest_of(poses))
    room = Room.about(poses, frame.template.side)
    known = frame.sample(poses)
    anew = frame.refine(poses, frame.own, room, 1)
    again = frame.refine(poses, frame.own, room, 1, None, known)
    assert again.pixels == pytest.approx(anew.pixels, abs=1e-5)
    assert again.poses.x == pytest.approx(anew.poses.x, abs=1e-4)
    assert again.visible == pytest.approx(anew.visible)


def rest_of(poses: Poses) -> dict[str, Any]:
    """The last pose once more."""
    names = ("angle", "mirrored", "scale_x", "scale_y")
    return {name: np.append(getattr(poses, name), getattr(poses, name)[-1]) for name in names}


def test_no_candidate_leaves_its_room() -> None:
    poses = Poses.of([Seed(50, 40, Pose(90.0), 1.0), Seed(50, 40, Pose(0.0, False, 0.8, 0.8), 1.0)])
    room = Room.about(poses, 44.0)
    far = Poses(
        poses.x + 100, poses.y - 100, poses.angle + 30, poses.mirrored, poses.scale_x * 2, poses.scale_y / 2
    )
    held = room.hold(far)
    assert held.x == pytest.approx(poses.x + room.shift)
    assert held.y == pytest.approx(poses.y - room.shift)
    assert held.angle == pytest.approx(poses.angle + tuning.ANGLE_SLACK)
    # Cast metal does not stretch; a searched scale is half a step of the grid off at most.
    assert held.scale_x == pytest.approx([1 + tuning.OWN_SCALE_SLACK, 0.8 * (1 + tuning.SCALE_SLACK)])
    assert held.scale_y == pytest.approx([1 - tuning.OWN_SCALE_SLACK, 0.8 * (1 - tuning.SCALE_SLACK)])


def test_the_template_samples_itself() -> None:
    frame = frame_of(page_with())
    found = frame.sample(start(*OWN))
    assert found.visible[0] == 1
    assert found.contrast[0] == pytest.approx(1, abs=0.02)
    assert frame.coefficients(found, frame.own)[0] == pytest.approx(1, abs=0.005)
    assert np.linalg.norm(frame.own) == pytest.approx(1)


def test_blank_paper_scores_nothing_and_has_no_contrast() -> None:
    frame = frame_of(page_with())
    found = frame.sample(start(*COPY))
    assert abs(frame.coefficients(found, frame.own)[0]) < 0.3
    assert found.contrast[0] < 0.15
    # Grain is not blown up to the length of a drawing.
    assert np.linalg.norm(found.pixels[0]) < 0.8


def test_a_copy_that_the_edge_cuts_is_judged_by_what_is_seen() -> None:
    centre = (255.0, 70.0)
    frame = frame_of(page_with((centre, Pose())))
    found = frame.sample(start(*centre))
    assert 0.4 < found.visible[0] < 0.75
    assert frame.coefficients(found, frame.own)[0] > 0.9


def test_places_are_those_of_the_pose() -> None:
    frame = frame_of(page_with())
    points = frame.places(start(*COPY, Pose(90.0)), 0)
    assert len(points) == frame.size
    assert points.mean(axis=0) == pytest.approx(COPY)
    spread = np.ptp(points, axis=0)
    assert spread == pytest.approx((GLYPH.shape[0] - 1, GLYPH.shape[1] - 1), abs=1.5)


def test_many_candidates_come_back_in_their_order() -> None:
    frame = frame_of(page_with((COPY, Pose())))
    seeds = [Seed(30.0 + 2 * number, 60.0, Pose(), 1.0) for number in range(100)]
    poses = Poses.of(seeds)
    room = Room.about(poses, frame.template.side)
    together = refine_all(frame, poses, frame.own, room, no_tick, (0, 1, 1), 4)
    alone = frame.refine(poses[70:71], frame.own, room[70:71], 4)
    assert len(together.poses) == 100
    assert together.poses.x[70] == pytest.approx(alone.poses.x[0])


def test_rows_are_replaced_and_joined() -> None:
    frame = frame_of(page_with())
    two = frame.sample(Poses.of([Seed(40, 60, Pose(), 1.0), Seed(90, 60, Pose(90.0), 1.0)]))
    other = frame.sample(start(70, 50, Pose(180.0)))
    pixels: F32 = other.pixels[0].copy()
    changed = put(two, np.array([1]), other)
    assert changed.poses.x.tolist() == [40, 70]
    assert pose_at(changed.poses, 1) == Pose(180.0)
    assert np.array_equal(changed.pixels[1], pixels)
    assert join([changed, other], frame).poses.x.tolist() == [40, 70, 70]
    assert len(join([], frame).poses) == 0


def test_matrices_are_those_of_the_poses() -> None:
    poses = [Pose(30.0), Pose(-75.0, True), Pose(90.0, True, 0.8, 1.2)]
    matrices = Poses.of([Seed(0, 0, pose, 1.0) for pose in poses]).matrices()
    for matrix, pose in zip(matrices, poses, strict=True):
        assert matrix == pytest.approx(pose.matrix())
