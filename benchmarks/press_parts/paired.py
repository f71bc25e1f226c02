"""Real strips, and the same designs set in the same places and printed by the press.

What then differs is the printing: designs, sizes, poses, number of siblings and kind of scan are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from real_parts.strips import POSES, Strip

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import WEARS, Wear, print_page
from autolabelme.core.press.layout import Layout, place
from autolabelme.core.press.sorts import Sort as CastSort
from autolabelme.core.press.specimen import page_wear
from autolabelme.core.progress import no_tick
from detector.core.inspection.findings import Vignette
from detector.core.siblings.ink import levels_of
from detector.core.siblings.prepare import Sort, prepare_sorts

_PAD = 60
_FINER = 4


@dataclass(frozen=True, eq=False)
class Impressions:
    """One strip, real or printed: `crops` grey uint8 (n, h, w) upright and unregistered, without margin;
    `share` float32 (n, h, w) their ink, 0 paper to 1 full ink, not clipped; `laid` float32 (n, h, w) the
    ink laid on the siblings, 0..1; `typical` (n,) bool those that fit their siblings.
    """

    name: str
    book: str
    bitonal: bool
    crops: U8
    share: F32
    laid: F32
    typical: np.ndarray
    sort: Sort

    @property
    def median(self) -> F32:
        """The siblings' median ink, float32 (h, w), 0..1."""
        return np.asarray(np.median(self.laid[self.typical], axis=0), dtype=np.float32)


def impressions_of(strip: Strip, gray: U8, vignettes: Sequence[Vignette]) -> Impressions:
    """The impressions of a strip on a page, as the inspection cuts and lays them."""
    (sort,) = prepare_sorts(gray, vignettes, (), no_tick)
    core = sort.frame.core
    crops = np.stack([one[core] for one in sort.crops])
    levels = levels_of(list(crops))
    paper, ink = float(levels.paper), float(levels.ink)
    share = (paper - crops.astype(np.float32)) / np.float32(max(paper - ink, 12.0))
    laid = np.stack([one[core] for one in sort.registered.ink])
    return Impressions(
        strip.name, strip.book, strip.bitonal, crops, share, laid, sort.registered.typical, sort
    )


def real(strip: Strip) -> Impressions:
    """The strip as it was scanned."""
    return impressions_of(strip, strip.gray, strip.vignettes())


def design(original: Impressions) -> CastSort:
    """The sort as it was cast: the edge of what its siblings share, crisp, with fine lines kept apart."""
    height, width = original.median.shape
    shared = (original.laid[original.typical].mean(axis=0) + original.median) / 2
    size = (_FINER * width, _FINER * height)
    large = cv2.resize(np.asarray(shared, dtype=np.float32), size, interpolation=cv2.INTER_CUBIC)
    # A median closes hatching that each impression prints a little elsewhere.
    large += 2 * (large - cv2.GaussianBlur(large, (0, 0), 3 * _FINER))
    crisp = (large > 0.5).astype(np.float32)
    ink = cv2.resize(crisp, (width, height), interpolation=cv2.INTER_AREA)
    return CastSort("v", np.asarray(ink, dtype=np.float32), own_size=True)


def printed(strip: Strip, cast: CastSort, wear: Wear, seed: int) -> Impressions:
    """`cast` in the strip's places and poses, printed by the press and scanned as the strip was."""
    boxes = np.array(strip.boxes)
    left, top = boxes[:, 0].min() - _PAD, boxes[:, 1].min() - _PAD
    width, height = boxes[:, 2].max() + _PAD - left, boxes[:, 3].max() + _PAD - top
    size = (cast.ink.shape[1], cast.ink.shape[0])
    placed = []
    for pose, (x1, y1, x2, y2) in zip(strip.poses, strip.boxes, strict=True):
        wide, high = POSES[pose].extent(*size)
        x, y = round((x1 + x2 - wide) / 2 - left), round((y1 + y2 - high) / 2 - top)
        placed.append(place(cast, x, y, size, POSES[pose]))
    layout = Layout(int(width), int(height), 300.0, tuple(placed))
    page = print_page(layout, [cast], wear.replace(scan="bitonal" if strip.bitonal else "gray"), seed)
    vignettes = tuple(Vignette(one.box, "v", one.pose) for one in page.truth)
    return impressions_of(strip, page.gray, vignettes)


def printed_all(strip: Strip, cast: CastSort, seed: int) -> list[Impressions]:
    """The strip in every wear level, with stains for its area."""
    boxes = np.array(strip.boxes)
    size = np.ptp(boxes[:, [0, 2]]), np.ptp(boxes[:, [1, 3]])
    return [
        printed(strip, cast, page_wear(wear, int(size[0]), int(size[1])), seed + number)
        for number, wear in enumerate(WEARS)
    ]
