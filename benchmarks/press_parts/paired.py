"""Real strips, and the same designs set in the same places and printed by the press.

What then differs is the printing: designs, sizes, poses, number of siblings and kind of scan are the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from real_parts.strips import POSES, Strip

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import Wear, print_page
from autolabelme.core.press.placement import Layout, place
from autolabelme.core.press.sorts import Sort as CastSort
from autolabelme.core.progress import no_tick
from detector.core.inspection.findings import Vignette
from detector.core.siblings.ink import levels_of
from detector.core.siblings.prepare import Sort, prepare_sorts

_PAD = 60
_FINER = 4
_QUALITY = 80
_PAGE = 2400 * 3200
# A grey scan with fewer half-tones in its crops was made nearly black and white by the library.
_LEAST_HALF_TONES = 0.03


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


def scan_of(original: Impressions) -> str:
    """How the strip was scanned, in the press's words."""
    if original.bitonal:
        return "bitonal"
    half_tones = ((original.share > 0.25) & (original.share < 0.75)).mean()
    return "gray" if half_tones > _LEAST_HALF_TONES else "steep"


def printed(strip: Strip, cast: CastSort, wear: Wear, seed: int) -> Impressions:
    """`cast` in the strip's places and poses, printed by the press; the wear says how it was scanned."""
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
    page = print_page(layout, [cast], wear, seed)
    vignettes = tuple(Vignette(one.box, "v", one.pose) for one in page.truth)
    return impressions_of(strip, saved_as(strip.page, page.gray), vignettes)


def saved_as(file: Path, gray: U8) -> U8:
    """The page after the losses of the kind of file that the strip's scan is: those are no print."""
    if file.suffix.lower() not in (".jpg", ".jpeg"):
        return gray
    coded = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1]
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), dtype=np.uint8)


def printed_all(strip: Strip, cast: CastSort, levels: Sequence[Wear], seed: int) -> list[Impressions]:
    """The strip in every wear level, with stains for its area."""
    boxes = np.array(strip.boxes)
    pages = np.ptp(boxes[:, [0, 2]]) * np.ptp(boxes[:, [1, 3]]) / _PAGE
    return [
        printed(strip, cast, wear.replace(stains=round(wear.stains * pages)), seed + number)
        for number, wear in enumerate(levels)
    ]
