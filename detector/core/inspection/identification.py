"""Which vignette of the catalogue stands at a place, by its drawing alone: labels against each other.

Used where the detector is in doubt: a vignette that does not look like its label (a wrong label, or a
stranger that got the nearest one), and ink that the detector passed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32
from autolabelme.core.matching.poses import Pose

from . import tuning
from .evidence import LabelNormals, fit
from .findings import Box, Vignette


@dataclass(frozen=True)
class Identified:
    """The label that fits a place best, the vignette there, and the correlation, -1..1."""

    vignette: Vignette
    correlation: float


def identify(
    ink: F32,
    box: Box,
    normals: Mapping[str, LabelNormals],
    poses: Mapping[str, Sequence[Pose]],
    sides: Mapping[str, float],
    *,
    keep_box: bool,
) -> Identified | None:
    """The best-fitting label and pose at `box`, or None without labels.

    Parameters
    ----------
    ink : float32 (H, W), 0..1
    sides : longer side in ornament pixels that each label has here
    keep_box : bool
        Whether the box is a vignette's own (then it is tried first) or only says where its middle is.
    """
    best: Identified | None = None
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for label, own in normals.items():
        scale = sides.get(label, 0.0) / max(own.frame.width, own.frame.height)
        for pose in poses.get(label) or (Pose(),):
            wide, high = (float(v) for v in pose.extent(own.frame.width * scale, own.frame.height * scale))
            places = [(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)] if scale > 0 else []
            if keep_box and _alike(box, pose, own):
                places.insert(0, box)
            for place in places:
                vignette = Vignette(place, label, Pose(pose.rotation_deg, pose.mirrored))
                found = fit(ink, vignette, own.frame, own.ink.prototype)
                if best is None or found > best.correlation:
                    best = Identified(vignette, found)
    return best


def _alike(box: Box, pose: Pose, normals: LabelNormals) -> bool:
    """Whether the box has about the proportions of the label in this pose."""
    wide, high = pose.extent(normals.frame.width, normals.frame.height)
    seen = (box[2] - box[0]) / max(box[3] - box[1], 1e-6)
    return bool(1 / tuning.PROPORTIONS < seen / (wide / high) < tuning.PROPORTIONS)


def sides_here(vignettes: Sequence[Vignette], normals: Mapping[str, LabelNormals]) -> dict[str, float]:
    """Longer side in pixels of each label on this ornament: its copies' median, else the common scale's.

    Labels that are not seen take the typical longer side of those that are; empty without vignettes.
    """
    seen: dict[str, list[float]] = {}
    for vignette in vignettes:
        if vignette.label in normals:
            frame = normals[vignette.label].frame
            # Without the pose's own scale: the frame's proportions only.
            upright = Pose(vignette.pose.rotation_deg, vignette.pose.mirrored)
            wide, high = upright.extent(frame.width, frame.height)
            x1, y1, x2, y2 = vignette.box
            scale = float(np.sqrt((x2 - x1) * (y2 - y1) / (wide * high)))
            seen.setdefault(vignette.label, []).append(scale * max(frame.width, frame.height))
    if not seen:
        return {}
    typical = float(np.median([np.median(values) for values in seen.values()]))
    return {label: float(np.median(seen.get(label, [typical]))) for label in normals}
