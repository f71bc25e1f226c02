"""Which poses of a sort look like itself, measured on its ink."""

from __future__ import annotations

import numpy as np

from ..arrays import F32
from ..correlation import best_place
from ..matching.poses import Pose
from ..opencv import cv2
from . import tuning
from .sorts import EIGHT_POSES, compose, posed_ink


def likeness(first: F32, second: F32) -> float:
    """Best normalised cross-correlation, -1..1, of two ink maps (h, w) of any sizes over small shifts."""
    height, width = (int(side) + 6 for side in np.maximum(first.shape, second.shape))

    def padded(ink: F32, margin: int) -> F32:
        out = np.zeros((height + 2 * margin, width + 2 * margin), np.float32)
        y, x = (out.shape[0] - ink.shape[0]) // 2, (out.shape[1] - ink.shape[1]) // 2
        out[y : y + ink.shape[0], x : x + ink.shape[1]] = ink
        return out

    return best_place(padded(first, 8), padded(second, 0)).score


def fit(ink: F32, longer_px: int) -> F32:
    """`ink` (h, w) scaled so that its longer side has `longer_px` pixels."""
    factor = longer_px / max(ink.shape)
    size = (max(2, round(ink.shape[1] * factor)), max(2, round(ink.shape[0] * factor)))
    return np.asarray(cv2.resize(ink, size, interpolation=cv2.INTER_AREA), dtype=np.float32)


def pose_likenesses(ink: F32) -> dict[Pose, float]:
    """`likeness` of a sort's ink (h, w) with itself in each of the eight quarter-turn and mirror poses."""
    small = fit(ink, tuning.COMPARED)
    return {pose: likeness(small, posed_ink(small, pose)) for pose in EIGHT_POSES}


def symmetry_of(ink: F32, same: float | None = None) -> tuple[Pose, ...]:
    """The poses in which a sort, ink (h, w), looks like itself: a likeness of `same` or more; plain first.

    Always a group: where the measured values contradict each other, the weakest pose is left out.
    """
    values, least = pose_likenesses(ink), tuning.SAME_POSE if same is None else same
    found = [pose for pose, value in values.items() if value >= least or pose == EIGHT_POSES[0]]
    while not all(_has(found, compose(one, other)) for one in found for other in found):
        found.remove(min(found[1:], key=lambda pose: values[pose]))
    return tuple(found)


def _has(poses: list[Pose], wanted: Pose) -> bool:
    return any(p.mirrored == wanted.mirrored and p.angle_from(wanted.rotation_deg) < 1e-6 for p in poses)
