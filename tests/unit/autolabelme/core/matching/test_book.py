"""A book searched page by page, on all cores: the same copies as one search a page, as the pages come."""

from __future__ import annotations

import threading
import time
from functools import partial
from pathlib import Path

import pytest

from autolabelme.core.arrays import F32, U8
from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.image_io import read_gray, write_image
from autolabelme.core.matching.book import PageFound, page_file, search_pages
from autolabelme.core.matching.neighbourhood import Neighbourhood
from autolabelme.core.matching.parallel import in_turn, run_all, workers
from autolabelme.core.matching.params import SearchParams
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.search import search
from autolabelme.core.matching.several import UnreadPage
from autolabelme.core.press.impression import PressPage, print_page
from autolabelme.core.press.placement import Layout, place
from autolabelme.core.press.sorts import load_sorts
from autolabelme.core.progress import Tick, raise_if_cancelled

from . import pages

PARAMS = SearchParams(scale_steps=0, quarter_turns=True)
WHOLE = PARAMS.replace(neighbourhood=Neighbourhood(scope="page"))


def sort() -> F32:
    return pages.glyph(41, 96, 88)


def template() -> U8:
    page = pages.blank(96, 88, seed=40)
    pages.stamp(page, sort(), (47.5, 43.5), Pose())
    return pages.finish(page)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Ten JPEG pages, each with other sorts; 2, 5 and 9 hold one to three copies of the sort, turned."""
    folder = tmp_path_factory.mktemp("book")
    paths = []
    for number in range(10):
        page = pages.blank(700, 800, seed=number)
        for column in range(6):
            other = pages.glyph(300 + 7 * number + column, 92, 84)
            pages.stamp(page, other, (90.0 + 105 * column, 120.0), Pose(90.0 * column))
        copies = {2: 1, 5: 2, 9: 3}.get(number, 0)
        for column in range(copies):
            pages.stamp(page, sort(), (150.0 + 190 * column, 500.0), Pose(90.0 * column, column == 1), 90.0)
        paths.append(write_image(folder / f"{number}.jpg", pages.finish(page)))
    return paths


def test_the_copies_are_those_of_a_search_page_by_page(book: list[Path]) -> None:
    found = search_pages(book, template(), PARAMS)
    for page, path in zip(found, book, strict=True):
        alone = search(read_gray(path), None, WHOLE, template_gray=template()).matches()
        assert page.results[""].matches() == alone
    assert [page.copies for page in found] == [0, 0, 1, 0, 0, 2, 0, 0, 0, 3]


def test_pages_come_in_their_order_while_the_search_goes_on(book: list[Path]) -> None:
    seen: list[tuple[int, int]] = []
    steps: list[int] = []

    def tick(done: int, total: int, stage: str) -> None:
        steps.append(done)

    def on_page(page: PageFound) -> None:
        seen.append((page.number, len(steps)))

    search_pages(book, template(), PARAMS, tick=tick, on_page=on_page)
    assert [number for number, _ in seen] == list(range(10))
    assert seen[0][1] < len(steps) / 2
    assert steps == sorted(steps)
    assert steps[-1] == 1000


def test_only_pages_that_speak_for_the_sort_are_decoded_at_full_size(book: list[Path]) -> None:
    decoded: list[str] = []

    def gray(path: Path) -> U8:
        decoded.append(path.stem)
        return read_gray(path)

    search_pages(
        [UnreadPage(partial(gray, path), page_file(path).reduced) for path in book], template(), PARAMS
    )
    assert {"2", "5", "9"} <= set(decoded)
    assert len(decoded) < len(book) - 2


def test_no_more_pages_are_open_than_there_are_cores(book: list[Path]) -> None:
    lock, open_now, most = threading.Lock(), [0], [0]

    def work(path: Path, tick: Tick) -> int:
        with lock:
            open_now[0] += 1
            most[0] = max(most[0], open_now[0])
        time.sleep(0.005)
        with lock:
            open_now[0] -= 1
        return 0

    in_turn(book, work, lambda number, result: None, lambda *_: None)
    assert most[0] <= workers()


def test_a_page_that_cannot_be_read_does_not_stop_the_others(book: list[Path], tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(book[0].read_bytes()[:300])
    found = search_pages([broken, book[2]], template(), PARAMS)
    assert isinstance(found[0].problem, InputError)
    assert "broken.jpg" in str(found[0].problem)
    assert found[1].copies == 1


def test_cancelling_ends_every_page(book: list[Path]) -> None:
    before = threading.active_count()
    seen: list[PageFound] = []

    def stop(done: int, total: int, stage: str) -> None:
        if seen:
            raise Cancelled

    with pytest.raises(Cancelled):
        search_pages(book * 3, template(), PARAMS, tick=stop, on_page=seen.append)
    assert len(seen) < 30
    assert threading.active_count() == before


def test_what_waits_without_a_tick_hears_of_the_cancel() -> None:
    """Decoding has no tick: it asks for itself."""
    heard = threading.Event()

    def work(number: int, tick: Tick) -> int:
        try:
            while True:
                raise_if_cancelled()
                time.sleep(0.001)
        except Cancelled:
            heard.set()
            raise

    def stop(done: int, total: int, stage: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        in_turn([0], work, lambda number, result: None, stop)
    assert heard.is_set()


def test_a_long_part_of_a_page_hears_of_the_cancel() -> None:
    """A part asks its event between poses, as it does where parts are shared among the cores."""
    heard = threading.Event()

    def part(stop: threading.Event) -> int:
        while not stop.is_set():
            time.sleep(0.001)
        heard.set()
        return 0

    def work(number: int, tick: Tick) -> int:
        return run_all([part], tick, "search", (0, 1, 1))[0]

    def stop(done: int, total: int, stage: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        in_turn([0], work, lambda number, result: None, stop)
    assert heard.is_set()


def test_another_error_of_a_page_comes_out() -> None:
    def work(number: int, tick: Tick) -> int:
        return 1 // number

    with pytest.raises(ZeroDivisionError):
        in_turn([1, 0, 1], work, lambda number, result: None, lambda *_: None)


def test_other_sorts_do_not_speak_for_each_other() -> None:
    """Six rows of other sorts, a little like the template: what they have in common is not its drawing."""
    sorts = load_sorts()

    def rows(numbers: range, seed: int) -> PressPage:
        placed = []
        for row, number in enumerate(numbers):
            sort = sorts[number]
            size = (round(72 * sort.aspect**0.5), round(72 / sort.aspect**0.5))
            placed += [
                place(sort, 90 + column * (size[0] + 6), 120 + row * 110, size, Pose(0.0, bool(column % 2)))
                for column in range(9)
            ]
        return print_page(Layout(1000, 240 + 110 * len(numbers), 300, tuple(placed)), sorts, "worn", seed)

    own = rows(range(5, 6), 105)
    x1, y1, x2, y2 = (int(edge) for edge in own.truth[4].box)
    found = search(rows(range(12, 24, 2), 6).gray, None, WHOLE, template_gray=own.gray[y1:y2, x1:x2].copy())
    assert found.candidates
    assert not found.matches()
