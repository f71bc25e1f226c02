"""The boxes of an inspection on the ornament's own page, for Annotate. No Qt widgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from autolabelme.core.arrays import F32
from autolabelme.core.matching.poses import Pose
from autolabelme.qtkit.workspace import BoxesHandover

if TYPE_CHECKING:
    from detector.core.inspection.file_inspection import Done

    from .requests import Subject

Box = tuple[float, float, float, float]
FOREIGN_LABEL = "foreign"


def boxes_for_annotate(done: Done, subject: Subject, title: str) -> BoxesHandover:
    """Vignettes with label and confidence, then foreign places that were not rejected, in page pixels."""
    strangers = {item.vignette.box for item in done.inspection.judged if item.stranger}
    found: list[tuple[str, Box, float | None, Pose]] = [
        (one.label, one.box, one.confidence, one.pose)
        for one in done.inspection.vignettes
        if one.box not in strangers
    ]
    found += [
        (FOREIGN_LABEL, one.box, None, Pose())
        for one in done.record.findings
        if one.kind == "foreign" and one.verdict != "rejected"
    ]
    handed = subject.handover
    dense = None if handed is None else handed.alignment.source_from_reference
    dx = dy = 0.0
    if subject.ornament.box is not None:
        dx, dy = float(np.floor(subject.ornament.box[0])), float(np.floor(subject.ornament.box[1]))
    boxes, poses = [], []
    for label, box, score, pose in found:
        here = box if dense is None else on_source(box, dense)
        if here is None:
            continue
        x1, y1, x2, y2 = here
        boxes.append((label, (x1 + dx, y1 + dy, x2 + dx, y2 + dy), score))
        poses.append(pose)
    ornament = subject.ornament
    return BoxesHandover(ornament.path, ornament.page, tuple(boxes), tuple(poses), title)


def on_source(box: Box, source_from_reference: F32) -> Box | None:
    """A box of the reference's frame on the source: around where its pixels come from; None off the page.

    `source_from_reference` float32 (H, W, 2): x, y on the source, NaN where there is none.
    """
    height, width = source_from_reference.shape[:2]
    x1, y1 = max(0, round(box[0])), max(0, round(box[1]))
    x2, y2 = min(width, round(box[2])), min(height, round(box[3]))
    if x2 <= x1 or y2 <= y1:
        return None
    part = source_from_reference[y1:y2, x1:x2].reshape(-1, 2)
    part = part[np.isfinite(part).all(axis=1)]
    if not len(part):
        return None
    low, high = part.min(axis=0), part.max(axis=0)
    return float(low[0]), float(low[1]), float(high[0] + 1), float(high[1] + 1)
