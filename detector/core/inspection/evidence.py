"""The evidence for each vignette: how it differs from its prototype, and from its reconstruction.

Two independent pictures of what should be there are used. The decoder's reconstruction, drawn from the
detector's features of this very impression, leaves out what the catalogue does not know (the report's
idea); the prototype is the median of normal impressions. Both are compared with the observed ink in the
label's canonical frame after bringing them to one strength of inking, so that paper, exposure and
inking are no evidence. Everything is kept apart here; `standard` brings it to one scale.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from autolabelme.core.arrays import F32
from autolabelme.core.correlation import best_place, correlation
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2

from . import tuning
from .findings import Vignette
from .ink import Frame, canonical_crop
from .signed_ink import InkDifference, InkModel, InkSpread, align_to

if TYPE_CHECKING:
    from .change_network import Change

INK_EVIDENCE = ("ink_loss", "ink_gain", "ink_break", "ink_unlike")
DAE_EVIDENCE = ("dae_loss", "dae_gain", "dae_unlike")
CHANGE_EVIDENCE = ("change_loss", "change_gain")
DECIDING = (*INK_EVIDENCE, *CHANGE_EVIDENCE)
"""What may decide and speak for a finding: the decoder's picture is an illustration (docs/decisions/0191)."""
EVIDENCE = (*DAE_EVIDENCE, *DECIDING)


@dataclass(frozen=True, eq=False)
class Evidence:
    """Everything measured on one vignette.

    Attributes
    ----------
    vignette : Vignette, its pose checked against the prototype
    values : mapping of `EVIDENCE` to float, higher is stranger; without a decoder only the ink's
    ink : InkDifference against the prototype, canonical frame
    dae : InkDifference against the reconstruction, canonical frame, or None
    change : Change that the change network sees against the prototype, or None before it looked
    """

    vignette: Vignette
    values: Mapping[str, float]
    ink: InkDifference
    dae: InkDifference | None
    change: Change | None = None

    @property
    def correlation(self) -> float:
        """With the prototype, -1..1."""
        return self.ink.correlation


@dataclass(frozen=True, eq=False)
class LabelNormals:
    """What normal impressions of one label look like; `dae` is None without a decoder."""

    frame: Frame
    ink: InkModel
    dae: InkSpread | None


def measure(
    ink: F32, vignette: Vignette, normals: LabelNormals, picture: F32 | None, poses: Sequence[Pose] = ()
) -> Evidence:
    """Measure one vignette.

    Parameters
    ----------
    ink : float32 (H, W), 0..1, of the ornament
    picture : float32 (s, s), 0..1, or None
        The decoder's picture of the vignette's box, 1 is white.
    poses : poses that may be tried besides the detector's
    """
    frame = normals.frame
    vignette = best_pose(ink, vignette, frame, normals.ink.prototype, poses)
    crop = canonical_crop(ink, vignette, frame)
    difference = normals.ink.compare(crop)
    values = {
        "ink_loss": difference.loss_score,
        "ink_gain": difference.gain_score,
        "ink_break": difference.break_score,
        "ink_unlike": 1.0 - difference.correlation,
    }
    dae = None
    if picture is not None and normals.dae is not None:
        expected = expected_ink(picture, vignette, frame)
        dae = normals.dae.difference(own_only(align_to(crop, expected), frame), expected)
        values |= {
            "dae_loss": dae.loss_score,
            "dae_gain": dae.gain_score,
            "dae_unlike": 1.0 - dae.correlation,
        }
    return Evidence(vignette, values, difference, dae)


def with_changes(
    evidence: Sequence[Evidence], models: Sequence[InkModel], change_weights: str
) -> list[Evidence]:
    """The same evidence with what a change network sees, all vignettes of an ornament at once.

    `models` are what each was compared with; `change_weights` names the network (see `change_weights`).
    """
    from .change_network import bundled, changes  # brings torch, which reading a record does without

    found = changes(
        [item.ink for item in evidence],
        [model.spread for model in models],
        [model.margin for model in models],
        bundled(change_weights),
    )
    return [
        replace(
            item,
            values={**item.values, "change_loss": change.loss_score, "change_gain": change.gain_score},
            change=change,
        )
        for item, change in zip(evidence, found, strict=True)
    ]


def expected_ink(picture: F32, vignette: Vignette, frame: Frame) -> F32:
    """A decoder's picture, float32 (s, s), 1 is white, as ink in the canonical frame.

    The margin, which the picture does not show, is 0.
    """
    side = float(picture.shape[0])
    paper, black = np.percentile(picture, (tuning.PICTURE_PAPER, tuning.PICTURE_BLACK))
    depth = (paper - picture) / max(float(paper - black), tuning.PICTURE_CONTRAST)
    local = replace(vignette, box=(0.0, 0.0, float(picture.shape[1]), side))
    ink = np.asarray(np.clip(depth, 0.0, 1.0), dtype=np.float32)
    return own_only(canonical_crop(ink, local, frame), frame)


def own_only(crop: F32, frame: Frame) -> F32:
    """`crop`, of `frame.shape`, with its margin emptied, where a decoder's picture shows nothing."""
    result = np.zeros_like(crop)
    own = (slice(frame.margin, -frame.margin or None),) * 2
    result[own] = crop[own]
    return result


def best_pose(ink: F32, vignette: Vignette, frame: Frame, prototype: F32, poses: Sequence[Pose]) -> Vignette:
    """The vignette in the pose among its own and `poses` that fits the prototype best.

    `ink` float32 (H, W), `prototype` float32 of `frame.shape`, both 0..1. The detector's own pose stays
    unless another is clearly better: many vignettes nearly look like themselves when turned.
    """
    if not poses:
        return vignette
    best, best_fit = vignette, fit(ink, vignette, frame, prototype) + tuning.POSE_MARGIN
    skew = vignette.pose.rotation_deg - 90.0 * round(vignette.pose.rotation_deg / 90.0)
    for pose in poses:
        turned = Pose(pose.rotation_deg + skew, pose.mirrored, vignette.pose.scale_x, vignette.pose.scale_y)
        if turned.mirrored == vignette.pose.mirrored and turned.angle_from(vignette.pose.rotation_deg) < 1:
            continue
        other = replace(vignette, pose=turned)
        found = fit(ink, other, frame, prototype)
        if found > best_fit:
            best, best_fit = other, found
    return best


def fit(ink: F32, vignette: Vignette, frame: Frame, prototype: F32) -> float:
    """Correlation, -1..1, of the vignette with a prototype, both smoothed, at the best small shift.

    `ink` is the ornament's, float32 (H, W), 0..1; `prototype` is of `frame.shape`.
    """
    crop = canonical_crop(ink, vignette, frame)
    own = (slice(frame.margin, -frame.margin or None),) * 2
    half = (frame.shape[1] // 2, frame.shape[0] // 2)
    seen = cv2.resize(cv2.GaussianBlur(crop, (0, 0), tuning.POSE_BLUR), half, interpolation=cv2.INTER_AREA)
    shown = cv2.GaussianBlur(np.ascontiguousarray(prototype[own]), (0, 0), tuning.POSE_BLUR)
    shown = cv2.resize(shown, (frame.width // 2, frame.height // 2), interpolation=cv2.INTER_AREA)
    if float(shown.std()) < 1e-3 or float(seen.std()) < 1e-3:
        return correlation(crop[own], np.asarray(prototype[own], dtype=np.float32))
    return best_place(seen, shown).score
