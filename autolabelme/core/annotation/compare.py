"""How well found boxes agree with the truth: the figures of the demo and of the benchmarks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from .. import tuning
from ..boxes import iou
from ..matching.poses import Pose
from .document import Document, Shape
from .labelme_json import KEY


@dataclass(frozen=True)
class Agreement:
    """Counts at one IoU: found and true, found and false, missed; and the true ones in the right pose."""

    true: int
    false: int
    missed: int
    right_pose: int

    @property
    def precision(self) -> float:
        """Share of the found boxes that are true; 1 when nothing was found."""
        return self.true / (self.true + self.false) if self.true + self.false else 1.0

    @property
    def recall(self) -> float:
        """Share of the true boxes that were found; 1 when there is none."""
        return self.true / (self.true + self.missed) if self.true + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = 2 * self.true + self.false + self.missed
        return 2 * self.true / both if both else 1.0

    @property
    def pose_share(self) -> float:
        """Share of the true matches in the right pose; 1 when there is none."""
        return self.right_pose / self.true if self.true else 1.0

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            self.true + other.true,
            self.false + other.false,
            self.missed + other.missed,
            self.right_pose + other.right_pose,
        )


def compare(found: Document, truth: Document, *, min_iou: float = 0.5) -> Agreement:
    """Pair the boxes of each label of `truth` one to one, by largest IoU in all, and count.

    Labels that `found` has no template for are left out: nobody asked for them. A truth's pose may be
    one of several that look the same (its key ``equivalent``, as the press writes it).
    """
    total = Agreement(0, 0, 0, 0)
    for label in found.labels():
        ours, theirs = found.boxes_of(label), truth.boxes_of(label)
        pairs = _paired(ours, theirs, min_iou)
        poses = sum(_same_pose(ours[i].pose, theirs[j]) for i, j in pairs)
        total += Agreement(len(pairs), len(ours) - len(pairs), len(theirs) - len(pairs), poses)
    return total


def _paired(ours: tuple[Shape, ...], theirs: tuple[Shape, ...], min_iou: float) -> list[tuple[int, int]]:
    if not ours or not theirs:
        return []
    overlap = iou([shape.box for shape in ours], [shape.box for shape in theirs])
    overlap = np.where(overlap >= min_iou, overlap, 0.0)
    rows, columns = linear_sum_assignment(-overlap)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if overlap[i, j] > 0]


def _same_pose(pose: Pose, truth: Shape) -> bool:
    alike = truth.extra.get(KEY, {}).get("equivalent") or [[truth.pose.rotation_deg, truth.pose.mirrored]]
    return any(
        pose.mirrored == mirrored and pose.angle_from(angle) < tuning.SAME_TURN_DEG
        for angle, mirrored in alike
    )
