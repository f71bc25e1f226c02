"""Find the ornaments of a page without reading it: text lines are regular, ornaments are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ...arrays import F32, F64, U8, Array, Bool, require_rgb
from ...opencv import cv2
from ...progress import Tick, no_tick
from . import tuning
from .candidates import candidate_boxes, cut_off, solid_ink, with_white
from .finder import CLASSES, GRAPHIC, INITIAL_LETTER, Finder, bundled_finder
from .frames import without_frame
from .ink import PageInk, letter_height, page_ink, without_edges
from .kinds import Box, Region, kind_of, text_block
from .measures import box_measures
from .opening import enclose_text, without_surrounds
from .places import place_measures
from .proposal import FindParams, Proposal
from .sums import Sums


def find_ornaments(
    page: Array, params: FindParams | None = None, *, tick: Tick = no_tick, finder: Finder | None = None
) -> tuple[Proposal, ...]:
    """Propose the ornaments of a page, top to bottom.

    Parameters
    ----------
    page : uint8 (H, W, 3) RGB, of any resolution, upright (on a page that lies on its side some graphics are
        still found, but neither initials nor kinds are to be relied on).
    params : what counts as found; None: `FindParams()`.
    tick : called with stages; may raise `Cancelled`.
    finder : another one than the bundled (benchmarks).

    Returns
    -------
    tuple of Proposal; empty where nothing is printed. Boxes are pixels of `page`.

    Raises
    ------
    MisuseError : `page` is no RGB image.
    """
    require_rgb(page, "page")
    params = params or FindParams()
    finder = finder or bundled_finder()
    stage = "finding ornaments"
    tick(0, 4, stage)
    seen = page_ink(page)
    if seen is None:
        return ()
    seen, left, top = printed_part(seen)
    tick(1, 4, stage)
    judge = finder.places.probabilities
    shares = place_shares(seen, place_measures(seen.ink, seen.colour), judge)
    seen, shares = opened_part(seen, shares, judge)
    tick(2, 4, stage)
    size = (page.shape[1] / seen.scale_x, page.shape[0] / seen.scale_y)
    regions = find_regions(find_candidates(seen, shares, left, top, size), finder, params.score)
    tick(3, 4, stage)
    text = text_block(seen.ink, [box for _, box in regions])
    proposals = []
    for region, (x1, y1, x2, y2) in regions:
        kind = kind_of(region, seen.ink, text)
        box = (
            max((x1 + left) * seen.scale_x, 0.0),
            max((y1 + top) * seen.scale_y, 0.0),
            min((x2 + left) * seen.scale_x, float(page.shape[1])),
            min((y2 + top) * seen.scale_y, float(page.shape[0])),
        )
        longer = max(box[2] - box[0], box[3] - box[1])
        if longer >= params.least_size * max(page.shape[:2]) and kind in params.kinds:
            proposals.append(Proposal(kind, box, region.score))
    tick(4, 4, stage)
    return tuple(proposals)


def printed_part(seen: PageInk) -> tuple[PageInk, int, int]:
    """The part of the page that has ink, with its left and top edge: blank margins cost time.

    Of a page with a frame around all of it the ink is without the frame and the scan's edges.
    """
    inked = (seen.ink > tuning.INKED).astype(np.uint8)
    mask = cv2.morphologyEx(inked, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return seen, 0, 0
    top, left = max(0, int(rows[0]) - tuning.MARGIN), max(0, int(columns[0]) - tuning.MARGIN)
    part = (slice(top, int(rows[-1]) + tuning.MARGIN), slice(left, int(columns[-1]) + tuning.MARGIN))
    ink = seen.ink[part]
    edged = without_edges(ink)
    unframed = without_frame(edged)
    ink = ink if unframed is edged else unframed
    return PageInk(ink, seen.colour[part], seen.scale_x, seen.scale_y), left, top


def place_shares(seen: PageInk, measures: F32, judge: Callable[[F32], Array]) -> F32:
    """How likely each cell is of each class, its neighbours' words counted as its own.

    Parameters
    ----------
    measures : (rows, columns, n), of `places.place_measures`.
    judge : measures (k, n) -> probabilities (k, 4).

    Returns
    -------
    float32 (4, rows, columns), sums to 1.
    """
    rows, columns, number = measures.shape
    ink = cv2.resize(seen.ink, (columns, rows), interpolation=cv2.INTER_AREA)
    printed = cv2.blur(ink, (tuning.BLANK_CELLS, tuning.BLANK_CELLS)) > tuning.BLANK
    shares = np.zeros((rows, columns, len(CLASSES)), np.float32)
    shares[~printed] = (1, 0, 0, 0)
    if printed.any():
        shares[printed] = judge(measures[printed].reshape(-1, number))
    smooth = cv2.blur(shares, (tuning.SMOOTH_CELLS, tuning.SMOOTH_CELLS))
    return np.ascontiguousarray(smooth.transpose(2, 0, 1), np.float32)


def opened_part(seen: PageInk, shares: F32, judge: Callable[[F32], Array]) -> tuple[PageInk, F32]:
    """The printed part and its places' classes once lines around text are taken out: `opening`.

    Both as they are where there are none. `shares` (4, rows, columns) float32, 0..1, as `place_shares`
    gives them; `judge` as it takes it.
    """
    edged = without_edges(seen.ink)
    opened = without_surrounds(edged, shares)
    if opened is edged:
        return seen, shares
    seen = replace(seen, ink=opened)
    return seen, place_shares(seen, place_measures(seen.ink, seen.colour), judge)


@dataclass(frozen=True, eq=False)
class Candidates:
    """Boxes of a page that may be ornaments.

    Attributes
    ----------
    tight : (n, 4), xyxy in grid pixels, at the ink: what is measured.
    boxes : (n, 4), with the white that people leave: what is proposed.
    measures : float32 (n, m).
    followed : (n,), whether anything is printed to the right of it, as a text that it begins is.
    encloses : (n,), whether lines of text stand inside, as in no ornament.
    """

    tight: F64
    boxes: F64
    measures: F32
    followed: Bool
    encloses: Bool


def find_candidates(
    seen: PageInk, shares: F32, left: float, top: float, size: tuple[float, float]
) -> Candidates:
    """The candidates of the printed part `seen`, at (left, top) of a picture of `size`, all grid pixels.

    `size` is (width, height); `shares` are those of `place_shares`, float32 (4, rows, columns).
    """
    letters = max(letter_height(seen.ink), tuning.LEAST_LETTERS)
    ink = without_edges(seen.ink)
    solid = solid_ink(ink)
    tight = candidate_boxes(solid, letters)
    tight = tight[~cut_off(tight, left, top, size, letters)]
    boxes = with_white(tight, solid, letters)
    if len(tight) == 0:
        return Candidates(tight, boxes, np.zeros((0, 0), np.float32), np.zeros(0, bool), np.zeros(0, bool))
    measures = box_measures(tight, shares, ink, seen.colour, solid, letters)
    encloses = enclose_text(tight, shares, seen.ink, letters)
    return Candidates(tight, boxes, measures, _followed(tight, solid, letters), encloses)


def _followed(boxes: F64, solid: U8, letters: float) -> Bool:
    """Whether there is print to the right of each box (n, 4) at its height: bool (n,)."""
    _, y1, x2, y2 = boxes.T
    beside = np.stack([x2 + 1, y1, x2 + tuning.FOLLOWED_FAR * letters, y2], axis=1)
    return np.asarray(Sums(solid).mean(beside) > tuning.FOLLOWED)


def find_regions(found: Candidates, finder: Finder, least: float) -> list[tuple[Region, Box]]:
    """The candidates with a score of at least `least`, none over another, top to bottom.

    With each the box that is proposed; its region is the ink alone, since white makes a rule no rule.
    """
    if len(found.boxes) == 0:
        return []
    judged = finder.boxes.probabilities(found.measures)
    # A border holds text, and so does a frame with all that touches it: what is in it stands by itself.
    sure = np.where(found.encloses, 0.0, judged[:, GRAPHIC] + judged[:, INITIAL_LETTER])
    # An initial begins a text: what stands alone is none, whatever it looks like.
    initial = np.where(found.followed, judged[:, INITIAL_LETTER] / np.maximum(sure, 1e-9), 0.0)
    scores = _scores(sure, initial >= 0.5)
    kept = [index for index in np.argsort(-scores, kind="stable") if scores[index] >= least]
    regions = []
    for index in _apart(found.boxes, kept):
        region = Region(_box(found.tight[index]), float(scores[index]), float(initial[index]))
        regions.append((region, _box(found.boxes[index])))
    return sorted(regions, key=lambda one: (one[1][1], one[1][0]))


def _scores(sure: Array, initial: Array) -> F64:
    """How sure the trees are, 0..1, on one scale for graphics and initials: what each needs is `AS_SURE`."""
    needed = np.where(initial, tuning.SURE_INITIAL, tuning.SURE_GRAPHIC)
    return np.asarray(sure ** (np.log(tuning.AS_SURE) / np.log(needed)), np.float64)


def _box(edges: F64) -> Box:
    x1, y1, x2, y2 = (float(edge) for edge in edges)
    return (x1, y1, x2, y2)


def _apart(boxes: F64, order: list[int]) -> list[int]:
    """Of `order` (best first) those that do not lie over a better one."""
    areas = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1)
    kept: list[int] = []
    for index in order:
        low, high = (
            np.maximum(boxes[kept, :2], boxes[index, :2]),
            np.minimum(boxes[kept, 2:], boxes[index, 2:]),
        )
        shared = np.prod(np.maximum(high - low, 0), axis=1)
        if not (shared > tuning.SHARED * np.minimum(areas[kept], areas[index])).any():
            kept.append(index)
    return kept
