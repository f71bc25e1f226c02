"""Several templates of several labels on one page: the one engine behind the window and the command line."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..arrays import U8
from ..boxes import iou, non_maximum_suppression
from ..opencv import cv2
from ..progress import SubTick, Tick, no_tick
from ..threads import one_blas_thread
from . import tuning
from .evidence import boxes_of
from .glance import may_stand, reduction
from .neighbourhood import Box
from .page import PreparedPage, prepared
from .params import SearchParams
from .pose_fit import Frame, Poses, Room
from .poses import Pose
from .search import Match, SearchResult, search
from .templates import from_page


@dataclass(frozen=True)
class Wanted:
    """One template of a label, and where it is searched for.

    Attributes
    ----------
    id : the matches' `template`.
    params : SearchParams
    box : xyxy pixels on the searched page, or None for a template of another page.
    gray : uint8 (h, w), the template as a crop of another page; None with `box`.
    obstacle : why it cannot be searched for, for the user; empty when it can.
    """

    id: str
    params: SearchParams
    box: Box | None = None
    gray: U8 | None = None
    obstacle: str = ""


@dataclass(frozen=True)
class UnreadPage:
    """A page that is decoded as far as a search needs it.

    Attributes
    ----------
    gray : gives uint8 (H, W).
    reduced : gives the page reduced by a whole number of times, uint8.
    """

    gray: Callable[[], U8]
    reduced: Callable[[int], U8]


class _Page:
    """A page as it is searched: at full size only when it must be."""

    def __init__(self, page: U8 | UnreadPage) -> None:
        self._page = page
        self._full: PreparedPage | None = None
        self._small: dict[int, PreparedPage] = {}

    def full(self) -> PreparedPage:
        if self._full is None:
            # Pages of a book are searched once: they are not kept.
            page = self._page
            self._full = PreparedPage(page.gray()) if isinstance(page, UnreadPage) else prepared(page)
        return self._full

    def may_hold(self, template: Wanted, tick: Tick) -> bool:
        """False where a template of another page certainly is not on this one."""
        if template.gray is None or template.obstacle or template.params.neighbourhood.region is not None:
            return True
        times = reduction(template.gray)
        if times == 1:
            small = self.full()
        elif times in self._small:
            small = self._small[times]
        else:
            small = self._small[times] = PreparedPage(self._reduced(times))
        return may_stand(small, template.gray, times, template.params, tick)

    def _reduced(self, times: int) -> U8:
        if isinstance(self._page, UnreadPage):
            return self._page.reduced(times)
        height, width = self._page.shape
        size = (-(-width // times), -(-height // times))
        return np.asarray(cv2.resize(self._page, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def search_labels(
    page_gray: U8 | UnreadPage, wanted: Mapping[str, Sequence[Wanted]], *, tick: Tick = no_tick
) -> dict[str, SearchResult]:
    """One result a label of the page uint8 (H, W), whatever the number of its templates (one at least).

    A template of another page is searched for only where a look at the reduced page speaks for it.
    `tick` gets the label that is searched as its stage; it may raise `Cancelled`.
    """
    with one_blas_thread():
        return _search_labels(_Page(page_gray), wanted, tick)


def _search_labels(
    page: _Page, wanted: Mapping[str, Sequence[Wanted]], tick: Tick
) -> dict[str, SearchResult]:
    results: dict[str, SearchResult] = {}
    for done, (label, templates) in enumerate(wanted.items()):
        started = time.perf_counter()
        named, begin, end = _named(tick, label), done / len(wanted), (done + 1) / len(wanted)
        # The look at the reduced page takes about this part of the time.
        looks = begin + (end - begin) / 4 if any(one.box is None for one in templates) else begin
        there = []
        for index, one in enumerate(templates):
            at = [begin + (looks - begin) * (index + part) / len(templates) for part in (0, 1)]
            if page.may_hold(one, SubTick(named, at[0], at[1])):
                there.append(one)
        if there:
            results[label] = _search_label(page.full(), there, SubTick(named, looks, end))
        else:
            results[label] = SearchResult((), templates[0].params.threshold, time.perf_counter() - started)
    return results


def _search_label(page: PreparedPage, templates: Sequence[Wanted], tick: Tick) -> SearchResult:
    """One result of all templates of a label: those that another one finds anyway are not searched for."""
    found: list[SearchResult] = []
    left = list(templates)
    while left:
        template, covered = _widest(page, left)
        left = [other for other in left if other is not template and other not in covered]
        part = SubTick(
            tick, 1 - (len(left) + 1 + len(covered)) / len(templates), 1 - len(left) / len(templates)
        )
        found.append(_with_known(_search(page, template, part), covered))
    return merged(found)


def _widest(page: PreparedPage, templates: Sequence[Wanted]) -> tuple[Wanted, list[Wanted]]:
    """The template to search for next, and those that it covers; of a few it is the one that covers most."""
    if len(templates) < tuning.MANY_TEMPLATES:
        return templates[0], []
    step = max(1, len(templates) // tuning.TEMPLATES_TRIED)
    best, most = templates[0], list[Wanted]()
    for template in templates[::step][: tuning.TEMPLATES_TRIED]:
        covered = certain_copies(page, template, templates)
        if len(covered) > len(most):
            best, most = template, covered
    return best, most


def certain_copies(page: PreparedPage, template: Wanted, templates: Sequence[Wanted]) -> list[Wanted]:
    """The boxes of the page that are certain copies of a `template` of the page, searched in the same way."""
    if template.box is None or template.obstacle:
        return []
    others = [
        other
        for other in templates
        if other is not template
        and other.box is not None
        and not other.obstacle
        and other.params == template.params
        and _same_place(page, template, other)
    ]
    drawing = from_page(page.gray, template.box)
    if not others or drawing.blank:
        return []
    turns = [turn for turn in template.params.turns() if turn[0] % 90.0 == 0.0]
    boxes = np.array([other.box for other in others], dtype=np.float64)
    frame = Frame(page, drawing, tuning.ROUGH_SIDE)
    each, count = len(turns), len(others)
    start = Poses(
        np.repeat((boxes[:, 0] + boxes[:, 2]) / 2 - 0.5, each),
        np.repeat((boxes[:, 1] + boxes[:, 3]) / 2 - 0.5, each),
        np.tile([turn[0] for turn in turns], count).astype(np.float64),
        np.tile([turn[1] for turn in turns], count).astype(np.bool_),
        np.ones(each * count),
        np.ones(each * count),
    )
    fits = frame.refine(start, frame.own, Room.about(start, drawing.side), tuning.ROUGH_ROUNDS)
    scores = frame.coefficients(fits, frame.own).reshape(count, each)
    best = scores.argmax(axis=1) + np.arange(count) * each
    overlap = np.diag(iou(boxes, boxes_of(frame, fits.poses[best]) + 0.5))
    certain = (scores.max(axis=1) >= tuning.STRONG) & (overlap >= tuning.SAME_BOX)
    return [other for other, yes in zip(others, certain, strict=True) if yes]


def _same_place(page: PreparedPage, one: Wanted, other: Wanted) -> bool:
    """Whether both are searched for in the same part of the page, but for a little."""
    height, width = page.gray.shape
    assert one.box is not None
    window, others = (item.params.neighbourhood.window(item.box, width, height) for item in (one, other))
    slack = tuning.SAME_LINE * min(one.box[2] - one.box[0], one.box[3] - one.box[1])
    return max(abs(first - second) for first, second in zip(window, others, strict=True)) <= slack


def _with_known(result: SearchResult, covered: Sequence[Wanted]) -> SearchResult:
    """`result` with the known boxes, each its own best match, in the place of what was found there."""
    if not covered or not result.candidates:
        return result
    own = [Match(one.box, Pose(), 1.0, None, one.id) for one in covered if one.box is not None]
    # The template itself stands first.
    template, found = result.candidates[0], result.candidates[1:]
    shared = iou([match.box for match in found], [match.box for match in own]).max(axis=1, initial=0)
    others = [match for match, most in zip(found, shared.tolist(), strict=True) if most <= tuning.MAX_OVERLAP]
    return replace(result, candidates=(template, *own, *others))


def merged(results: Sequence[SearchResult]) -> SearchResult:
    """The results (one at least) of several templates of one label: of overlapping candidates one stays.

    As in `resolve`, what other ink explains gets only what no likely copy claims. The threshold is the
    first one's; there is a reason only if nothing could be searched for.
    """
    if len(results) == 1:
        return results[0]
    candidates = [match for result in results for match in result.candidates]
    kept = non_maximum_suppression(
        [match.box for match in candidates],
        [match.score + 2.0 * (match.likely and not match.show_through) for match in candidates],
        tuning.MAX_OVERLAP,
    )
    best_first = sorted((candidates[index] for index in kept), key=lambda match: -match.score)
    return SearchResult(
        tuple(best_first),
        results[0].threshold,
        sum(result.seconds for result in results),
        results[0].reason if all(result.reason for result in results) else "",
    )


def _search(page: PreparedPage, template: Wanted, tick: Tick) -> SearchResult:
    if template.obstacle:
        return SearchResult((), template.params.threshold, 0.0, template.obstacle)
    return search(
        page,
        template.box,
        template.params,
        tick=tick,
        template_gray=template.gray,
        template_id=template.id,
    )


def _named(tick: Tick, label: str) -> Tick:
    def named(done: int, total: int, stage: str) -> None:
        tick(done, total, label)

    return named
