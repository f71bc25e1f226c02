"""Whole pages, a whole book, and many boxes of one label: what one search costs when it is not a line's."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.boxes import iou
from autolabelme.core.image_io import write_image
from autolabelme.core.matching.book import PageFound, search_pages
from autolabelme.core.matching.neighbourhood import Neighbourhood
from autolabelme.core.matching.page import PreparedPage
from autolabelme.core.matching.search import SearchParams, search
from autolabelme.core.matching.several import Wanted, search_labels
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import PressPage, print_page
from autolabelme.core.press.sorts import Sort, load_sorts
from autolabelme.core.press.typeset import TypesetParams, typeset

from . import machine
from .baseline import crop, variants
from .report import table

WIDTH, HEIGHT, SIDE = 2121, 2828, 84
"""Pages of 6 megapixels, sorts of one size."""

DISTINCT, HELD = 10, (3, 8)
"""Pages that are printed, and those of them that hold the sort; the book repeats them as files."""

BOXES = 30
WHOLE = SearchParams(quarter_turns=True, scale_steps=0, neighbourhood=Neighbourhood(scope="page"))


@dataclass(frozen=True)
class Spent:
    """Wall clock and processor seconds."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.2f} s; {self.cpu:.2f} s"


def timed(work: Callable[[], object]) -> Spent:
    """What `work` takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


def _middle(spent: Sequence[Spent]) -> Spent:
    return Spent(statistics.median(s.wall for s in spent), statistics.median(s.cpu for s in spent))


def printed(sorts: Sequence[Sort], seed: int, copies: int = 5) -> PressPage:
    """A worn page of 6 megapixels, at least `copies` of each sort."""
    params = TypesetParams(
        width=WIDTH,
        height=HEIGHT,
        labels=0,
        copies_low=copies,
        copies_high=max(copies, 10),
        size_low=SIDE,
        size_high=SIDE,
    )
    return print_page(typeset(sorts, params, np.random.default_rng(seed)), sorts, "worn", seed)


def markdown(pages: int) -> str:
    """The tables, measured on a book of so many pages."""
    sorts = load_sorts()
    wanted, others = sorts[0], sorts[1:]
    plain = printed([wanted, *others[:7]], 900)
    template = next(one for one in plain.truth if one.label == wanted.label and one.pose.rotation_deg == 0)
    rows = [*_whole_page(plain, [wanted, *others[:7]]), *_many_boxes(plain.gray, wanted)]
    book, figures = _book(pages, wanted, others, crop(plain.gray, template.box))
    parts = [
        "# Matching: whole pages, a book, many boxes\n",
        "".join(f"- {key}: {value}\n" for key, value in machine.description().items()),
        "Press pages of 6 megapixels, worn, 8 sorts of one size; quarter turns and mirrors, one size. Wall "
        "clock; processor time over all threads. Of the original, a line's search, only the correlations "
        "are timed, on the whole page: three flips, 26 widths.\n",
        table(("what", "original", "ours"), rows),
        book,
        table(("", ""), figures),
    ]
    return "\n".join(parts)


def _whole_page(page: PressPage, sorts: Sequence[Sort]) -> list[tuple[str, str, str]]:
    boxes = [next(one.box for one in page.truth if one.label == sort.label) for sort in sorts]
    search(page.gray, boxes[0], WHOLE)
    cold = _middle([timed(lambda box=box: search(page.gray, box, WHOLE)) for box in boxes])  # type: ignore[misc]
    kept = PreparedPage(page.gray)
    search(kept, boxes[0], WHOLE)
    warm = _middle([timed(lambda box=box: search(kept, box, WHOLE)) for box in boxes[1:]])  # type: ignore[misc]
    original = timed(lambda: _correlations(page.gray, crop(page.gray, boxes[0])))
    return [
        ("whole page, first label", str(original), str(cold)),
        ("whole page, a further label of the same size", "the same", str(warm)),
    ]


def _correlations(gray: U8, template: U8) -> None:
    """What the original computes first: each variant's coefficients everywhere."""
    for picture, _ in variants(template):
        cv2.matchTemplate(gray, picture, cv2.TM_CCOEFF_NORMED)


def _many_boxes(gray: U8, sort: Sort) -> list[tuple[str, str, str]]:
    page = printed([sort], 901, BOXES)
    boxes = [one.box for one in page.truth][:BOXES]
    wanted = [Wanted(str(number), WHOLE, box) for number, box in enumerate(boxes)]
    search_labels(gray, {"0": [Wanted("0", WHOLE, boxes[0])]})
    one = timed(lambda: search_labels(page.gray.copy(), {"0": wanted[:1]}))
    many = timed(lambda: search_labels(page.gray.copy(), {"0": wanted}))
    return [
        ("one box of a label, whole page", "", str(one)),
        (f"{len(wanted)} boxes of that label, whole page", "", str(many)),
    ]


def _book(
    pages: int, wanted: Sort, others: Sequence[Sort], template: U8
) -> tuple[str, list[tuple[str, str]]]:
    with tempfile.TemporaryDirectory() as folder:
        truth, files = [], []
        for number in range(DISTINCT):
            set_type = [*others[3 * number % 20 :][:7], *([wanted] if number in HELD else [])]
            page = printed(set_type, 910 + number, 3)
            truth.append([one.box for one in page.truth if one.label == wanted.label])
            write_image(Path(folder) / f"printed{number}.jpg", page.gray)
        for number in range(pages):
            files.append(Path(folder) / f"{number:04}.jpg")
            shutil.copyfile(Path(folder) / f"printed{number % DISTINCT}.jpg", files[-1])
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        first: list[float] = []
        started = time.perf_counter()

        def on_page(page: PageFound) -> None:
            if (page.copies and len(first) < 2) or not first:
                first.append(time.perf_counter() - started)

        found: list[PageFound] = []
        spent = timed(lambda: found.extend(search_pages(files, template, WHOLE, on_page=on_page)))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    right = false = there = 0
    for one in found:
        boxes = [match.box for match in one.results[""].matches()]
        copies = truth[one.number % DISTINCT]
        hit = (
            iou(copies, boxes).max(axis=0, initial=0) > 0.5
            if copies and boxes
            else np.zeros(len(boxes), bool)
        )
        right, false, there = right + int(hit.sum()), false + int((~hit).sum()), there + len(copies)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    text = (
        f"\nA book of {pages} pages (JPEG), {len(HELD)} of {DISTINCT} hold the sort; files new, engine warm."
    )
    return text + "\n", [
        ("wall clock; processor", str(spent)),
        ("a page, processor", f"{spent.cpu / max(1, pages):.2f} s"),
        ("first page; first page with the sort", "; ".join(f"{at:.1f} s" for at in first)),
        ("copies found; false; there", f"{right}; {false}; {there}"),
        ("memory beyond what the process had before", f"{max(0, after - before) / 1024:.0f} MB"),
        ("load at its end (1 minute)", f"{load:.1f}"),
    ]
