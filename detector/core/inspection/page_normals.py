"""The ornaments that stand boxed on annotated pages, as normal ornaments."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse.csgraph import connected_components

from autolabelme.core.boxes import intersection
from autolabelme.core.matching.poses import Pose
from detector.core.catalogue import Catalogue
from detector.core.sources import AnnotatedPage

from . import tuning
from .findings import Box, Vignette
from .fitting import NormalOrnament


def ornaments_of(page: AnnotatedPage, catalogue: Catalogue) -> list[NormalOrnament]:
    """The boxed vignettes of a page with what stands round them, cut out ornament by ornament.

    Text and what nobody boxed is no normal, and looking at it takes most of the time that a page needs. The
    scale is the page's own against the catalogue where that is known.
    """
    if not page.boxes:
        return []
    boxes = np.array(page.boxes, dtype=np.float64)
    poses = page.poses or (Pose(),) * len(boxes)
    side = float(np.median(np.sqrt((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))))
    near = boxes + tuning.BOXED_GAP / 2 * side * np.array([-1, -1, 1, 1])
    count, groups = connected_components(intersection(near, near) > 0, directed=False)
    scale, height, width = page.scale, page.rgb.shape[0], page.rgb.shape[1]
    found = []
    for group in range(count):
        own = np.flatnonzero(groups == group)
        low = np.floor(boxes[own, :2].min(axis=0) - tuning.BOXED_AROUND * side).clip(min=0)
        high = np.ceil(boxes[own, 2:].max(axis=0) + tuning.BOXED_AROUND * side).clip(max=(width, height))
        (x1, y1), (x2, y2) = low.astype(int).tolist(), high.astype(int).tolist()
        found.append(
            NormalOrnament(
                page.rgb[y1:y2, x1:x2],
                tuple(
                    Vignette(_moved(page.boxes[i], x1, y1), page.labels[i], poses[i]) for i in own.tolist()
                ),
                None if scale is None or catalogue.dpi is None else scale * catalogue.dpi,
                None if scale is None else scale * catalogue.median_px,
                page.key,
                complete=False,
            )
        )
    return found


def only(ornament: NormalOrnament, labels: frozenset[str]) -> NormalOrnament:
    """An ornament with the vignettes of these labels alone."""
    return replace(ornament, truth=tuple(one for one in ornament.truth if one.label in labels))


def _moved(box: Box, x: int, y: int) -> Box:
    return box[0] - x, box[1] - y, box[2] - x, box[3] - y
