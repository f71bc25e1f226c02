"""Predictions against the truth: matching at IoU 0.5, F1, and the share of right poses.

A copy's pose is a set of poses, those that look alike on its sort, so that a symmetric sort is not
held against a method.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core import boxes
from autolabelme.core.matching.poses import Pose
from autolabelme.core.press.sorts import compose

Box = tuple[float, float, float, float]

MIN_IOU = 0.5
"""A prediction finds a copy from this IoU on (DESIGN section 8)."""

POSE_TOLERANCE_DEG = 10.0
"""Pages are skewed and curled, and searches step by 5 degrees; poses that mean something else differ more."""


@dataclass(frozen=True)
class Copy:
    """One true copy of a sort on a page.

    box: xyxy page pixels. equivalent: the poses, against the sort's plain drawing, that look like this copy.
    difficult: counted neither as found nor as missed, nor is a prediction on it false.
    """

    box: Box
    equivalent: tuple[Pose, ...]
    difficult: bool = False


@dataclass(frozen=True)
class Prediction:
    """One box that a method reports, with its pose against the template and its score."""

    box: Box
    pose: Pose
    score: float


@dataclass(frozen=True)
class Score:
    """Counts of one search, or the sum of several."""

    found: int = 0
    false: int = 0
    missed: int = 0
    right_pose: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.found + other.found,
            self.false + other.false,
            self.missed + other.missed,
            self.right_pose + other.right_pose,
        )

    @property
    def precision(self) -> float:
        """Share of the reported boxes that are copies; 1 when nothing is reported."""
        reported = self.found + self.false
        return self.found / reported if reported else 1.0

    @property
    def recall(self) -> float:
        """Share of the copies that are reported; 1 when there is none."""
        copies = self.found + self.missed
        return self.found / copies if copies else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 1 when there is nothing to find and nothing is reported."""
        total = 2 * self.found + self.false + self.missed
        return 2 * self.found / total if total else 1.0

    @property
    def pose_rate(self) -> float:
        """Share of the found copies whose pose is right; 1 when none is found."""
        return self.right_pose / self.found if self.found else 1.0


@dataclass(frozen=True)
class Outcome:
    """One search in detail: the counts and what went wrong."""

    score: Score
    false: tuple[Prediction, ...]
    missed: tuple[Copy, ...]
    wrong_pose: tuple[tuple[Prediction, Copy], ...]


def inverse(pose: Pose) -> Pose:
    """The pose that undoes the rotation and mirroring of `pose` (scales are left at 1)."""
    return Pose(pose.rotation_deg if pose.mirrored else -pose.rotation_deg, pose.mirrored)


def same_pose(first: Pose, second: Pose, tolerance_deg: float = POSE_TOLERANCE_DEG) -> bool:
    """Equal mirroring and rotations at most `tolerance_deg` apart; scales do not matter."""
    return first.mirrored == second.mirrored and first.angle_from(second.rotation_deg) <= tolerance_deg


def pose_is_right(predicted: Pose, template_pose: Pose, copy: Copy) -> bool:
    """Does `predicted`, relative to a template that itself stands in `template_pose`, show `copy`?"""
    shown = compose(predicted, template_pose)
    return any(same_pose(shown, pose) for pose in copy.equivalent)


def reachable(copy: Copy, template_pose: Pose, searched: Sequence[Pose]) -> bool:
    """Is there a pose among `searched` in which the template would look like `copy`?"""
    return any(pose_is_right(pose, template_pose, copy) for pose in searched)


def evaluate(predictions: Sequence[Prediction], copies: Sequence[Copy], template_pose: Pose) -> Outcome:
    """Match greedily, best score first, each prediction to the free copy that it overlaps most.

    A prediction that finds no free copy at `MIN_IOU` is false unless most of it lies on a difficult
    copy; so a second box on one copy is false.
    """
    real = [copy for copy in copies if not copy.difficult]
    difficult = [copy.box for copy in copies if copy.difficult]
    taken = [False] * len(real)
    false: list[Prediction] = []
    wrong: list[tuple[Prediction, Copy]] = []
    right = 0
    for prediction in sorted(predictions, key=lambda one: -one.score):
        index = _best_free(prediction, real, taken)
        if index is None:
            if not _lies_on(prediction.box, difficult):
                false.append(prediction)
            continue
        taken[index] = True
        if pose_is_right(prediction.pose, template_pose, real[index]):
            right += 1
        else:
            wrong.append((prediction, real[index]))
    missed = tuple(copy for copy, is_taken in zip(real, taken, strict=True) if not is_taken)
    score = Score(sum(taken), len(false), len(missed), right)
    return Outcome(score, tuple(false), missed, tuple(wrong))


def _best_free(prediction: Prediction, copies: Sequence[Copy], taken: Sequence[bool]) -> int | None:
    if not copies:
        return None
    overlaps = boxes.iou([prediction.box], [copy.box for copy in copies])[0]
    overlaps[np.asarray(taken, dtype=bool)] = -1.0
    best = int(np.argmax(overlaps))
    return best if overlaps[best] >= MIN_IOU else None


def _lies_on(box: Box, others: Sequence[Box]) -> bool:
    if not others:
        return False
    shared = boxes.intersection([box], list(others))[0]
    return bool(shared.max() >= 0.5 * boxes.area([box])[0])
