"""*Rematch* as a job: every template of some labels on one page, or on every page of a folder. No Qt.

This module imports the search engine: the window imports it when it first searches.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from autolabelme.core.annotation.rematch import example_id
from autolabelme.core.arrays import U8
from autolabelme.core.boxes import pixel_slices
from autolabelme.core.errors import InputError
from autolabelme.core.matching.search import SearchResult
from autolabelme.core.matching.several import Wanted, search_labels
from autolabelme.core.progress import SubTick, Tick, no_tick

from ..label_suppression import resolve_all
from .rematch_request import Box, LabelRequest, PageKey, RematchRequest, RematchResult


def rematch(request: RematchRequest, *, tick: Tick = no_tick) -> RematchResult:
    """Search every label of `request`; raises `Cancelled` from `tick`, `InputError` for the page itself."""
    started = time.perf_counter()

    def named(done: int, total: int, stage: str) -> None:
        tick(done, total, f"Rematch {stage}")

    gray = request.load_gray()
    pages = 1 + len(request.others)
    here = search_labels(
        gray, {item.label: _own(item) for item in request.labels}, tick=SubTick(named, 0, 1 / pages)
    )
    foreign: dict[str, list[Wanted]] = {}
    shown: dict[str, U8] = {}
    if request.others:
        for item in request.labels:
            crops = [_crop(gray, box) for _, box in item.templates]
            shown[item.label] = crops[0]
            names = [example_id(Path(request.key[0]), shape_id) for shape_id, _ in item.templates]
            foreign[item.label] = [
                Wanted(name, item.params, gray=crop) for name, crop in zip(names, crops, strict=True)
            ]
    there: dict[PageKey, Mapping[str, SearchResult]] = {}
    problems: list[str] = []
    pictures: dict[tuple[PageKey, str], U8] = {}
    for number, page in enumerate(request.others, start=1):
        try:
            other = page.load_gray()
        except InputError as error:
            problems.append(str(error))
            continue
        part = SubTick(named, number / pages, (number + 1) / pages)
        for label, box in page.met.items():
            pictures[page.key, label] = _crop(other, box)
            pictures[request.key, label] = shown[label]
        there[page.key] = resolve_all(search_labels(other, foreign, tick=part)).kept
    templates = {label: frozenset(one.id for one in wanted) for label, wanted in foreign.items()}
    winners = resolve_all({**request.known, **here})
    return RematchResult(
        here, there, winners, time.perf_counter() - started, tuple(problems), pictures, templates
    )


def _crop(gray: U8, box: Box) -> U8:
    return gray[pixel_slices(box, gray.shape[1], gray.shape[0])].copy()


def _own(item: LabelRequest) -> list[Wanted]:
    wanted = []
    for index, (shape_id, box) in enumerate(item.templates):
        params = item.params
        if item.regions:
            params = params.replace(neighbourhood=params.neighbourhood.replace(region=item.regions[index]))
        wanted.append(Wanted(shape_id, params, box))
    return wanted


def warm_up(*, tick: Tick = no_tick) -> None:
    """A job that does nothing: calling it has imported the search engine."""
    tick(1, 1, "warm-up")
