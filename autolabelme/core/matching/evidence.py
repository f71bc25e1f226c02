"""Which candidates are copies: common impression, overlaps, significance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ..arrays import F32, F64
from ..boxes import iou
from ..progress import Tick
from .poses import Pose
from .refine import Frame, Impressions, Poses, nominal

_OVERLAP = 0.2
_PLAIN_MARGIN = 0.02
_STRONG = 0.5
_LEAST_SCORE = 0.2
_OFF_SCALE = 0.6


@dataclass(frozen=True)
class Judged:
    """A candidate with its verdict: centre on the page, pose, score, p."""

    x: float
    y: float
    pose: Pose
    score: float
    p: float | None


def judge(frame: Frame, start: Poses, found: Impressions, tick: Tick) -> list[Judged]:
    """Distinct candidates, best first."""
    if len(found.poses) == 0:
        return []
    scores = frame.coefficients(found, frame.own) * np.sqrt(found.visible)
    off = np.abs(np.log(start.scale_x)) + np.abs(np.log(start.scale_y)) > 0.05
    keep = np.nonzero((scores >= np.where(off, _OFF_SCALE, _LEAST_SCORE)) & (found.visible >= 0.5))[0]
    kept = distinct(frame, found, scores, keep)
    prototype = common_impression(frame, found, scores, kept)
    final = scores if prototype is None else frame.coefficients(found, prototype) * np.sqrt(found.visible)
    kept = distinct(frame, found, final, keep)
    result = []
    for index in kept:
        pose = nominal(start, int(index), found.poses)
        result.append(
            Judged(
                float(found.poses.x[index]),
                float(found.poses.y[index]),
                pose,
                float(min(final[index], 1.0)),
                None,
            )
        )
    return result


def boxes_of(frame: Frame, poses: Poses) -> F64:
    """Bounding boxes (K, 4) of the template's rectangle under `poses`, in points (no half-pixel shift)."""
    matrix = np.abs(poses.matrices())
    width, height = frame.template.width, frame.template.height
    half_x = (matrix[:, 0, 0] * width + matrix[:, 0, 1] * height) / 2
    half_y = (matrix[:, 1, 0] * width + matrix[:, 1, 1] * height) / 2
    return np.stack([poses.x - half_x, poses.y - half_y, poses.x + half_x, poses.y + half_y], 1)


def distinct(frame: Frame, found: Impressions, scores: F64, keep: npt.NDArray[np.intp]) -> list[int]:
    """Indices out of `keep` that stay, best first: no two overlap by an IoU over 0.2."""
    boxes = boxes_of(frame, found.poses)
    plainness = np.where(found.poses.mirrored, 0.0, np.where(np.abs(found.poses.angle % 360) < 1, 1.0, 0.5))
    rank = scores + _PLAIN_MARGIN * plainness
    order = sorted(keep.tolist(), key=lambda index: (-rank[index], index))
    kept: list[int] = []
    for index in order:
        if kept and bool((iou(boxes[index], boxes[kept])[0] > _OVERLAP).any()):
            continue
        kept.append(index)
    return kept


def common_impression(frame: Frame, found: Impressions, scores: F64, kept: list[int]) -> F32 | None:
    """Mean of the template and the strong candidates."""
    members = [index for index in kept if scores[index] >= _STRONG and found.visible[index] == 1]
    if len(members) < 2:
        return None
    mean = frame.own + found.pixels[members].sum(axis=0)
    mean = mean - mean.mean()
    return np.asarray(mean / np.sqrt((mean * mean).sum()), dtype=np.float32)
