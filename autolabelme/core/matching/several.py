"""Several templates of several labels on one page: the one engine behind the window and the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..arrays import U8
from ..boxes import non_maximum_suppression
from ..progress import SubTick, Tick, no_tick
from .evidence import MAX_OVERLAP
from .neighbourhood import Box
from .search import SearchParams, SearchResult, search


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


def search_labels(
    page_gray: U8, wanted: Mapping[str, Sequence[Wanted]], *, tick: Tick = no_tick
) -> dict[str, SearchResult]:
    """One result a label of the page uint8 (H, W), whatever the number of its templates (one at least).

    `tick` gets the label that is searched as its stage; it may raise `Cancelled`.
    """
    total = sum(len(templates) for templates in wanted.values())
    results: dict[str, SearchResult] = {}
    done = 0
    for label, templates in wanted.items():
        found = []
        for template in templates:
            part = SubTick(_named(tick, label), done / total, (done + 1) / total)
            found.append(_search(page_gray, template, part))
            done += 1
        results[label] = merged(found)
    return results


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
        [match.score + 2.0 * match.likely for match in candidates],
        MAX_OVERLAP,
    )
    best_first = sorted((candidates[index] for index in kept), key=lambda match: -match.score)
    return SearchResult(
        tuple(best_first),
        results[0].threshold,
        sum(result.seconds for result in results),
        results[0].reason if all(result.reason for result in results) else "",
    )


def _search(page: U8, template: Wanted, tick: Tick) -> SearchResult:
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
