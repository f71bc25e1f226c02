"""Find the ornaments of a page without reading it: text lines are regular, ornaments are not."""

from __future__ import annotations

import numpy as np

from ...arrays import Array, require_rgb
from ...opencv import cv2
from ...progress import Tick, no_tick
from .ink import PageInk, page_ink
from .kinds import kind_of, text_block
from .network import Network, bundled_network, class_map
from .proposal import FindParams, Proposal
from .regions import INKED, find_regions

# Blank paper left around what is printed, in grid pixels: what the network sees beside a place.
_MARGIN_PX = 48


def find_ornaments(
    page: Array, params: FindParams | None = None, *, tick: Tick = no_tick, network: Network | None = None
) -> tuple[Proposal, ...]:
    """Propose the ornaments of a page, top to bottom.

    Parameters
    ----------
    page : uint8 (H, W, 3) RGB, of any resolution, upright (on a page that lies on its side graphics are
        still found, but initials and kinds are not to be relied on).
    params : what counts as found; None: `FindParams()`.
    network : another network than the bundled one (benchmarks).
    tick : called with stages; may raise `Cancelled`.

    Returns
    -------
    tuple of Proposal; empty where nothing is printed. Boxes are pixels of `page`.

    Raises
    ------
    MisuseError : `page` is no RGB image.
    """
    require_rgb(page, "page")
    params = params or FindParams()
    stage = "finding ornaments"
    tick(0, 3, stage)
    seen = page_ink(page)
    if seen is None:
        return ()
    seen, left, top = _printed_part(seen)
    tick(1, 3, stage)
    shares = class_map(seen.ink, seen.colour, network or bundled_network())
    tick(2, 3, stage)
    regions = find_regions(shares, seen.ink)
    text = text_block(seen.ink, regions)
    proposals = []
    for region in regions:
        kind, sure = kind_of(region, seen.ink, text)
        x1, y1, x2, y2 = region.box
        box = (
            (x1 + left) * seen.scale_x,
            (y1 + top) * seen.scale_y,
            min((x2 + left) * seen.scale_x, float(page.shape[1])),
            min((y2 + top) * seen.scale_y, float(page.shape[0])),
        )
        longer = max(box[2] - box[0], box[3] - box[1])
        large = longer >= params.least_size * max(page.shape[:2])
        if large and region.score >= params.score and kind in params.kinds:
            proposals.append(Proposal(kind, box, region.score, sure))
    tick(3, 3, stage)
    return tuple(proposals)


def _printed_part(seen: PageInk) -> tuple[PageInk, int, int]:
    """The part of the page that has ink, with its left and top edge: blank margins cost time."""
    mask = cv2.morphologyEx((seen.ink > INKED).astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return seen, 0, 0
    top, left = max(0, int(rows[0]) - _MARGIN_PX), max(0, int(columns[0]) - _MARGIN_PX)
    part = (slice(top, int(rows[-1]) + _MARGIN_PX), slice(left, int(columns[-1]) + _MARGIN_PX))
    return PageInk(seen.ink[part], seen.colour[part], seen.scale_x, seen.scale_y), left, top
