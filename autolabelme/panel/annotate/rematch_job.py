"""*Rematch* as a job: every template of some labels on one page, or on every page of a folder. No Qt.

This module imports the search engine (and scipy with it): the window imports it when it first searches.
"""

from __future__ import annotations

import time

from autolabelme.core.boxes import non_maximum_suppression, pixel_slices
from autolabelme.core.errors import InputError
from autolabelme.core.matching.evidence import MAX_OVERLAP
from autolabelme.core.matching.search import Match, SearchResult, search
from autolabelme.core.progress import SubTick, Tick, no_tick

from ..competition import resolve_all
from .rematch_request import PageKey, RematchRequest, RematchResult


def rematch(request: RematchRequest, *, tick: Tick = no_tick) -> RematchResult:
    """Search every label of `request`; raises `Cancelled` from `tick`, `InputError` for the page itself."""
    started = time.perf_counter()
    gray = request.load_gray()
    crops = {
        (item.label, shape_id): gray[pixel_slices(box, gray.shape[1], gray.shape[0])].copy()
        for item in request.labels
        for shape_id, box in item.templates
    }
    total = len(request.labels) * (1 + len(request.others))
    found: dict[PageKey, dict[str, SearchResult]] = {request.key: {}}
    problems: list[str] = []
    for done, item in enumerate(request.labels):
        part = _Stage(SubTick(tick, done / total, (done + 1) / total), item.label)
        results = [
            search(gray, box, item.params, tick=part.part(index, len(item.templates)), template_id=shape_id)
            for index, (shape_id, box) in enumerate(item.templates)
        ]
        found[request.key][item.label] = merge_results(results, item.params.threshold)
    for number, (key, load) in enumerate(request.others, start=1):
        try:
            other = load()
        except InputError as error:
            problems.append(str(error))
            continue
        found[key] = {}
        for index, item in enumerate(request.labels):
            done = number * len(request.labels) + index
            part = _Stage(SubTick(tick, done / total, (done + 1) / total), item.label)
            results = [
                search(
                    other,
                    None,
                    item.params,
                    tick=part.part(at, len(item.templates)),
                    template_gray=crops[item.label, shape_id],
                    template_id=f"{request.key[0]}:{item.label}",
                )
                for at, (shape_id, _) in enumerate(item.templates)
            ]
            found[key][item.label] = merge_results(results, item.params.threshold)
    winners = {key: resolve_all({**request.known.get(key, {}), **here}) for key, here in found.items()}
    return RematchResult(request.key, found, time.perf_counter() - started, tuple(problems), winners)


def warm_up(*, tick: Tick = no_tick) -> None:
    """A job that does nothing: calling it has imported the search engine."""
    tick(1, 1, "warm-up")


def merge_results(results: list[SearchResult], threshold: float) -> SearchResult:
    """The results of several templates of one label as one: of overlapping candidates the best stays."""
    if len(results) == 1:
        return results[0]
    candidates: list[Match] = sorted(
        (match for result in results for match in result.candidates), key=lambda match: -match.score
    )
    kept = non_maximum_suppression(
        [match.box for match in candidates],
        # As in `resolve`: what other ink explains gets only what no likely copy claims.
        [match.score + 2.0 * match.likely for match in candidates],
        MAX_OVERLAP,
    )
    reasons = [result.reason for result in results if result.reason]
    return SearchResult(
        tuple(candidates[index] for index in sorted(kept)),
        threshold,
        sum(result.seconds for result in results),
        reasons[0] if len(reasons) == len(results) and reasons else "",
    )


class _Stage:
    """Names the label in the progress and divides its span among its templates."""

    def __init__(self, tick: Tick, label: str) -> None:
        self._tick = tick
        self._label = label

    def part(self, index: int, count: int) -> Tick:
        return SubTick(self, index / count, (index + 1) / count)

    def __call__(self, done: int, total: int, stage: str) -> None:
        self._tick(done, total, f"Rematch {self._label}")
