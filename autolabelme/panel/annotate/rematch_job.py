"""*Rematch* as a job: every template of some labels on one page, or on every page of a folder. No Qt.

This module imports the search engine: the window imports it when it first searches.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from autolabelme.core.annotation.rematch import example_id, params_for
from autolabelme.core.arrays import U8
from autolabelme.core.boxes import pixel_slices
from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.matching.kin import representatives
from autolabelme.core.matching.parallel import in_turn
from autolabelme.core.matching.search import SearchResult
from autolabelme.core.matching.several import UnreadPage, Wanted, search_labels
from autolabelme.core.matching.words import SearchWords
from autolabelme.core.messages import told
from autolabelme.core.progress import SubTick, Tick, no_tick

from ..label_suppression import resolve_all
from .rematch_request import Box, LabelRequest, OtherPage, PageKey, RematchRequest, RematchResult


def rematch(request: RematchRequest, *, tick: Tick = no_tick) -> RematchResult:
    """Search every label of `request`; raises `Cancelled` from `tick`, `InputError` for the page itself.

    A cancel after the first of the further pages keeps the pages that are done.
    """
    started = time.perf_counter()

    def named(done: int, total: int, stage: str) -> None:
        tick(done, total, told("Stages", "Rematch {stage}", stage=told("Stages", stage)))

    gray = request.load_gray()
    pages = 1 + len(request.others)
    wanted = {item.label: _own(item) for item in request.labels if item.label not in request.ready}
    here = {**search_labels(gray, wanted, tick=SubTick(named, 0, 1 / pages)), **request.ready}
    crops: dict[str, list[U8]] = {}
    if request.others:
        for item in request.labels:
            crops[item.label] = [_crop(gray, box) for _, box in item.templates]
    shown = {label: representatives(of_label) for label, of_label in crops.items()}
    there: dict[PageKey, Mapping[str, SearchResult]] = {}
    problems: list[str] = []
    pictures: dict[tuple[PageKey, str], U8] = {}
    # The templates themselves were not found.
    count = sum(max(0, len(here[item.label].matches()) - len(item.templates)) for item in request.labels)
    page = 1

    def of_pages(done: int, total: int, stage: str) -> None:
        tick(done, total, SearchWords.OF_PAGES(page=page, pages=pages, count=count))

    if request.others and request.on_page is not None:
        request.on_page(request.key, here)
    size = (gray.shape[1], gray.shape[0])

    def search_other(page: OtherPage, tick: Tick) -> Mapping[str, SearchResult] | InputError:
        there_wanted = {
            item.label: [
                wanted
                for index, wanted in enumerate(_foreign(request.key, item, crops[item.label], size, page))
                if index in shown[item.label]
            ]
            for item in request.labels
        }
        try:
            other: U8 | UnreadPage = (
                page.load_gray()
                if page.load_reduced is None
                else UnreadPage(page.load_gray, page.load_reduced)
            )
            for label, box in page.met.items():
                pictures[page.key, label] = _crop(page.load_gray(), box)
                pictures[request.key, label] = crops[label][0]
            return resolve_all(search_labels(other, there_wanted, tick=tick)).kept
        except InputError as error:
            return error

    def done(number: int, found: Mapping[str, SearchResult] | InputError) -> None:
        nonlocal count, page
        other, page = request.others[number], min(pages, number + 3)
        if isinstance(found, InputError):
            problems.append(str(found))
            return
        there[other.key] = found
        count += sum(len(one.matches()) for one in found.values())
        if request.on_page is not None:
            request.on_page(other.key, found)

    page = min(2, pages)
    try:
        in_turn(request.others, search_other, done, SubTick(of_pages, 1 / pages, 1))
    except Cancelled:
        if not there:
            raise
    templates = {
        item.label: frozenset(example_id(Path(request.key[0]), shape_id) for shape_id, _ in item.templates)
        for item in (request.labels if request.others else ())
    }
    winners = resolve_all({**request.known, **here})
    return RematchResult(
        here, there, winners, time.perf_counter() - started, tuple(problems), pictures, templates
    )


def _foreign(
    key: PageKey, item: LabelRequest, crops: list[U8], size: tuple[int, int], page: OtherPage
) -> list[Wanted]:
    """The templates of a label as they are searched for on another `page`; `size` is their own page's."""
    params = params_for(item.params, None if page.size is None else size, page.size or size)
    return [
        Wanted(example_id(Path(key[0]), shape_id), params, gray=crop)
        for (shape_id, _), crop in zip(item.templates, crops, strict=True)
    ]


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
