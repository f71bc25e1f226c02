"""Small figures of a search and of a click: strips of five books with boxes set by hand, and press pages.

The strips' folder is not part of the project (`--strips`); the rows that are kept were measured with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np

import autolabelme.core.matching.search as engine
from autolabelme.core.arrays import U8
from autolabelme.core.boxes import iou
from autolabelme.core.matching import edges
from autolabelme.core.matching.glance import may_stand, reduction
from autolabelme.core.matching.kin import representatives
from autolabelme.core.matching.neighbourhood import Box, Neighbourhood
from autolabelme.core.matching.page import PreparedPage, prepared
from autolabelme.core.matching.params import SearchParams
from autolabelme.core.matching.pose_fit import Impressions, Poses
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.search import SearchResult, search
from autolabelme.core.matching.several import Wanted, certain_copies
from autolabelme.core.matching.snap import Levels, snap_levels
from autolabelme.core.matching.snap_copies import click_levels
from autolabelme.core.matching.templates import from_crop
from autolabelme.core.matching.text_lines import in_text
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import WEARS, print_page
from autolabelme.core.press.placement import Layout, place
from autolabelme.core.press.sorts import load_sorts
from autolabelme.core.progress import no_tick
from benchmarks.matching_parts.data import (
    BenchPage,
    Copy,
    copies_to_find,
    print_bench_page,
    read_real_pages,
)
from benchmarks.real_parts.strips import Strip, read_strips

from .numbers import ROOT

STRIPS = ROOT.parent / "shared" / "strips"
"""Where the strips lie; the script sets it."""
SEED = 530_000
NAMES = ("n350", "n367", "n371", "n373", "n396")
SEARCHED = ("n350", "n371")
OTHER_PAGE = ("n373", "n375")
"""Two strips of one sort: a template of the first is searched for on the page of the second."""
TWO_SORTS = ("n375", "n378")
PRESS_LABELS = 3
CLICKS = 30
ELSEWHERE = 30
AT_ONE_SIZE = SearchParams(scale_steps=0, quarter_turns=True)
EVERY_ANGLE = SearchParams(scale_steps=0, rotation_min=0.0, rotation_max=355.0)
WHOLE_PAGE = SearchParams(scale_steps=0, neighbourhood=Neighbourhood(scope="page"))

OTHERS: Sequence[Mapping[str, Any]] = (
    {
        "SEED": 530_001,
        "TWO_SORTS": ("n373", "n371"),
        "SEARCHED": ("n367", "n375"),
        "OTHER_PAGE": ("n375", "n373"),
    },
    {
        "SEED": 530_002,
        "TWO_SORTS": ("n350", "n367"),
        "SEARCHED": ("n373", "n378"),
        "OTHER_PAGE": ("n371", "n378"),
    },
    {"SEED": 530_003, "TWO_SORTS": ("n396", "n378"), "SEARCHED": ("n396",), "OTHER_PAGE": ("n378", "n371")},
)
"""Other data, by the constants above: a neighbour that is better must be better there, too."""

MANY = frozenset(
    (
        *("WINDOW_SLACK", "EDGE_SURROUNDINGS", "DAMPING", "PROMISING", "LEAST_PROMISING", "RIVAL_MARGIN"),
        *("OUTSIDE", "COMMON_ROUNDS", "ALIKE_P", "OFF_SIZE_MARGIN"),
    )
)
"""Numbers of which nothing changes in a handful of searches."""
UNVARIED: Mapping[str, str] = {
    **dict.fromkeys(("MANY_TEMPLATES", "TEMPLATES_TRIED"), "saves searches, finds the same"),
    "LEAVES_APART": "needs two books; here is a page of each",
    "KIN_MANY": "saves searches of crops, finds the same",
    **dict.fromkeys(
        ("NEAR_GAPS", "NEAR_REACH", "NEAR_SLACK"), "adds levels to a click, whose first box stays"
    ),
}


@dataclass(frozen=True)
class Query:
    """A search and the boxes that it should find; any other box that is found is false."""

    page: U8
    box: Box | None
    gray: U8 | None
    params: SearchParams
    right: Sequence[Box]
    difficult: Sequence[Box] = ()


@cache
def _strips() -> Mapping[str, Strip]:
    found = {strip.name: strip for strip in read_strips(STRIPS, Path())}
    if not set(NAMES) <= set(found):
        raise SystemExit(f"--strips: no strips in {STRIPS}")
    return found


def _box(box: Sequence[float]) -> Box:
    return (float(box[0]), float(box[1]), float(box[2]), float(box[3]))


def _middle(strip: Strip) -> Box:
    return _box(strip.boxes[len(strip.boxes) // 2])


def _cut(gray: U8, box: Box) -> U8:
    x1, y1, x2, y2 = (round(value) for value in box)
    return np.ascontiguousarray(gray[y1:y2, x1:x2])


@cache
def _press() -> BenchPage:
    return print_bench_page("hard", SEED)


def _press_queries(params: SearchParams) -> Iterator[Query]:
    page = _press()
    for query in page.queries[:: len(page.queries) // PRESS_LABELS][:PRESS_LABELS]:
        window = params.neighbourhood.window(query.template_box, page.gray.shape[1], page.gray.shape[0])
        whole, cut = list[Copy](), list[Copy]()
        for copy in page.copies[query.label]:
            inside = window[1] <= copy.box[1] and copy.box[3] <= window[3] and not copy.difficult
            (whole if inside else cut).append(copy)
        yield Query(
            page.gray, query.template_box, None, params, [one.box for one in whole], [one.box for one in cut]
        )


@cache
def _queries() -> tuple[Query, ...]:
    strips = _strips()
    queries = [
        Query(one.gray, _middle(one), None, SearchParams(), [_box(box) for box in one.boxes])
        for one in (strips[name] for name in SEARCHED)
    ]
    one, other = (strips[name] for name in OTHER_PAGE)
    top, bottom = min(box[1] for box in other.boxes) - 200, max(box[3] for box in other.boxes) + 200
    queries.append(
        Query(
            np.ascontiguousarray(other.gray[top:bottom]),
            None,
            _cut(one.gray, _middle(one)),
            AT_ONE_SIZE,
            [_box((x1, y1 - top, x2, y2 - top)) for x1, y1, x2, y2 in other.boxes],
        )
    )
    return (*queries, *_press_queries(AT_ONE_SIZE))


@cache
def _many_queries() -> tuple[Query, ...]:
    """Of every strip three templates, of real pages and of a hard press page every label: over a hundred."""
    queries = []
    for strip in _strips().values():
        boxes = [_box(box) for box in strip.boxes]
        for part in (1, 2, 3):
            box = boxes[(part * len(boxes) // 4 + SEED) % len(boxes)]
            queries.append(Query(strip.gray, box, None, SearchParams(), boxes))
    for page, params, step in (
        *((page, AT_ONE_SIZE, 1) for page in read_real_pages(STRIPS.parent / "real")),
        (_press(), AT_ONE_SIZE, 2),
        (_press(), EVERY_ANGLE, 5),
    ):
        for query in page.queries[::step]:
            copies = copies_to_find(page, query)
            whole, cut = ([one.box for one in copies if one.difficult == cut] for cut in (False, True))
            queries.append(Query(page.gray, query.template_box, None, params, whole, cut))
    return tuple(queries)


@cache
def _turned_queries() -> tuple[Query, ...]:
    strip = _strips()["n350"]
    right = [_box(box) for box in strip.boxes]
    return (
        Query(strip.gray, _middle(strip), None, EVERY_ANGLE, right),
        *tuple(_press_queries(EVERY_ANGLE))[:2],
    )


def _right_less_false(result: SearchResult, query: Query) -> int:
    found = [match.box for match in result.matches()]
    if not found:
        return 0
    hit = iou(found, list(query.right)) > 0.5
    right = int(hit.any(axis=0).sum())
    false = len(found) - right
    if query.difficult:
        false -= int((~hit.any(axis=1) & (iou(found, list(query.difficult)) > 0.3).any(axis=1)).sum())
    return right - false


def _searched(queries: Callable[[], tuple[Query, ...]]) -> Callable[[], float]:
    def figure() -> float:
        edges.tables.cache_clear()
        pages: dict[int, PreparedPage] = {}
        total = 0
        for query in queries():
            page = pages.setdefault(id(query.page), PreparedPage(query.page))
            total += _right_less_false(search(page, query.box, query.params, template_gray=query.gray), query)
        return float(total)

    return figure


@cache
def _refined_candidates() -> tuple[tuple[PreparedPage, Poses, Impressions], ...]:
    """What the first pass and the refinement make of `_queries`, at the values of the tuning file."""
    kept: list[tuple[PreparedPage, Poses, Impressions]] = []
    pages: dict[int, PreparedPage] = {}
    refined = engine._refined
    for query in _queries():
        page = pages.setdefault(id(query.page), PreparedPage(query.page))

        def keep(*parts: Any, page: PreparedPage = page) -> tuple[Poses, Impressions]:
            start, found = refined(*parts)
            kept.append((page, *deepcopy((start, found))))
            return start, found

        with mock.patch.object(engine, "_refined", keep):
            search(page, query.box, query.params, template_gray=query.gray)
    return tuple(kept)


def _judged() -> float:
    """As `_searched`, where only the last part of a search is made anew."""
    total = 0
    for query, (page, start, found) in zip(_queries(), _refined_candidates(), strict=True):
        with (
            mock.patch.object(engine, "find_seeds", return_value=iter(())),
            mock.patch.object(engine, "_refined", return_value=deepcopy((start, found))),
        ):
            total += _right_less_false(search(page, query.box, query.params, template_gray=query.gray), query)
    return float(total)


def _words(words: str, queries: Callable[[], tuple[Query, ...]]) -> str:
    return f"{words}, of {sum(len(query.right) for query in queries())}"


@cache
def _shining() -> tuple[Query, ...]:
    """Press pages of three levels: copies of one sort on the left, the back shining through on the right."""
    sort = next(one for one in load_sorts() if len(one.symmetry) == 1)
    size = (round(84 * sort.aspect**0.5), round(84 / sort.aspect**0.5))
    layout = Layout(
        1500,
        800,
        300,
        tuple(
            place(
                sort,
                100 + column * (size[0] + 6),
                120 + row * (size[1] + 60),
                size,
                Pose(0.0, column % 2 == 1),
            )
            for column in range(5)
            for row in range(4)
        ),
    )
    queries = []
    for level in ("clean", "worn", "hard"):
        page = print_page(layout, [sort], WEARS[level].replace(show_through=0.35, skew_deg=0.2), SEED)
        queries.append(Query(page.gray, page.truth[9].box, None, WHOLE_PAGE, [one.box for one in page.truth]))
    return tuple(queries)


def _looks() -> float:
    """Looks at a page that are right: two sorts, each at four pages."""
    strips = _strips()
    edges.tables.cache_clear()
    right = 0
    for name in ("n350", "n373"):
        crop = _cut(strips[name].gray, _middle(strips[name]))
        times = reduction(crop)
        for other in ("n350", "n375", "n378", "n396"):
            gray = strips[other].gray
            size = (gray.shape[1] // times, gray.shape[0] // times)
            small = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
            there = may_stand(PreparedPage(small), crop, times, AT_ONE_SIZE, no_tick)
            right += there == (strips[name].label == strips[other].label)
    return float(right)


def _covered() -> float:
    """Boxes of three strips that one of them is certain to find."""
    total = 0
    for name in ("n350", "n373", "n367"):
        strip = _strips()[name]
        wanted = [Wanted(str(place), SearchParams(), _box(box)) for place, box in enumerate(strip.boxes)]
        total += len(certain_copies(PreparedPage(strip.gray), wanted[len(wanted) // 2], wanted))
    return float(total)


def _kin() -> float:
    """Crops of two sorts of one page that must be searched for; 39 in all."""
    strips = [_strips()[name] for name in TWO_SORTS]
    return float(len(representatives([_cut(one.gray, _box(box)) for one in strips for box in one.boxes])))


@cache
def _click_places() -> tuple[tuple[U8, tuple[float, float], Box], ...]:
    """Page, place and box of clicks in the middle half of copies: half on strips, half on a press page."""
    rng = np.random.default_rng(SEED)
    copies = [(one.gray, _box(box)) for one in (_strips()[name] for name in NAMES) for box in one.boxes]
    press = [(_press().gray, one.box) for own in _press().copies.values() for one in own if not one.difficult]
    places = []
    for among in (copies, press):
        for index in rng.choice(len(among), CLICKS // 2, replace=False).tolist():
            gray, box = among[index]
            x, y = rng.uniform(0.25, 0.75, 2)
            point = (box[0] + x * (box[2] - box[0]), box[1] + y * (box[3] - box[1]))
            places.append((gray, point, box))
    return tuple(places)


def _clicked(steps: tuple[int, ...]) -> float:
    """Mean IoU of the best of the boxes so many levels from the first, by one look."""
    return _overlap(steps, snap_levels)


def _overlap(steps: tuple[int, ...], look: Callable[[U8, tuple[float, float]], Levels | None]) -> float:
    found = []
    for gray, point, box in _click_places():
        levels = look(gray, point)
        found.append(0.0 if levels is None else float(iou([levels.at(step) for step in steps], [box]).max()))
    return float(np.mean(found))


def _clicked_by_copies() -> float:
    return _overlap((0,), lambda gray, point: click_levels(prepared(gray), point))


@cache
def _boxes_to_ask() -> tuple[tuple[U8, Box, bool], ...]:
    """Page and box of clicks at the values of the tuning file, and whether they are of an ornament."""
    asked = []
    for gray, point, _ in _click_places():
        levels = snap_levels(gray, point)
        if levels is not None:
            asked.append((gray, levels.at(0), True))
    rng = np.random.default_rng(SEED)
    for name in NAMES:
        gray, boxes = _strips()[name].gray, _strips()[name].boxes
        top, bottom = min(box[1] for box in boxes), max(box[3] for box in boxes)
        rows, columns = np.nonzero(gray < np.percentile(gray, 3))
        apart = (rows < top - 20) | (rows > bottom + 20)
        if apart.sum() < ELSEWHERE:  # a scan of the ornament alone
            continue
        for index in rng.choice(np.flatnonzero(apart), ELSEWHERE // 3, replace=False).tolist():
            levels = snap_levels(gray, (float(columns[index]), float(rows[index])))
            if levels is not None:
                asked.append((gray, levels.at(0), False))
    return tuple(asked)


def _letters() -> float:
    """Boxes elsewhere that are called text, less those of ornaments."""
    return float(sum((-1 if ornament else 1) * in_text(gray, box) for gray, box, ornament in _boxes_to_ask()))


@cache
def _papers() -> tuple[U8, ...]:
    """Crops of paper, twelve of each level."""
    pages = [print_page(Layout(500, 600, 300, ()), [], level, SEED).gray for level in WEARS]
    return tuple(
        np.ascontiguousarray(gray[y : y + 80, x : x + 80])
        for gray in pages
        for x in range(60, 420, 120)
        for y in range(60, 520, 120)
    )


def _blank() -> float:
    """Crops of paper that are blank, less crops of copies that are; 36 and 20."""
    strips = [_strips()[name] for name in NAMES]
    copies = [_cut(one.gray, _box(box)) for one in strips for box in one.boxes[:4]]
    return float(
        sum(from_crop(crop).blank for crop in _papers()) - sum(from_crop(crop).blank for crop in copies)
    )


FOUND = "copies found less false"
OVERLAP = f"{CLICKS} clicks: mean IoU"
LETTERS = f"of {ELSEWHERE} clicks elsewhere called text, less ornaments"


def figure_of(name: str, section: str) -> tuple[str, Callable[[], float]]:
    """What is measured while a number is varied: its words, and how."""
    if name in ("LEAST_INK_RANGE", "BLANK_BLUR", "BLANK_TAIL"):
        return "of 36 crops of paper called blank, less copies", _blank
    if name in MANY:
        return _words(f"strips and real pages: {FOUND}", _many_queries), _searched(_many_queries)
    if name == "MANY_TURNS":
        return _words(f"every 5 degrees: {FOUND}", _turned_queries), _searched(_turned_queries)
    if name in ("SAME_BOX", "SAME_LINE"):
        return "boxes that another one finds, of 50", _covered
    if name.startswith("GLANCE_"):
        return "right looks of 8", _looks
    if name.startswith("KIN_"):
        return "crops of two sorts to search for, of 39", _kin
    if name in ("LEVEL_SAME", "LEVEL_LONG"):
        return f"{OVERLAP} within a level", partial(_clicked, (-1, 0, 1))
    if section == "A click: letters":
        return LETTERS, _letters
    if section == "A click: copies":
        return f"{OVERLAP} by copies", _clicked_by_copies
    if section.startswith("A click"):
        return OVERLAP, partial(_clicked, (0,))
    if section == "The other side of the leaf":
        return _words(f"the back shines through: {FOUND}", _shining), _searched(_shining)
    if section in ("What is a copy", "Other sorts", "Runs of set type"):
        return _words(FOUND, _queries), _judged
    return _words(FOUND, _queries), _searched(_queries)
