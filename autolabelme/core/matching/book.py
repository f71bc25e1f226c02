"""One search over many pages: a book, a folder, a list. Results come as the pages are done."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..arrays import U8
from ..errors import InputError
from ..image_io import read_gray, read_gray_reduced
from ..progress import Tick, no_tick
from .neighbourhood import Neighbourhood
from .parallel import in_turn
from .params import SearchParams
from .search import SearchResult
from .several import UnreadPage, Wanted, search_labels


@dataclass(frozen=True)
class PageFound:
    """What came of one page.

    Attributes
    ----------
    number : its place in the list, from 0.
    results : one result a label; empty where the page could not be read.
    seconds : of the page's thread, decoding included.
    problem : why the page could not be used, or None.
    """

    number: int
    results: Mapping[str, SearchResult]
    seconds: float
    problem: InputError | None = None

    @property
    def copies(self) -> int:
        """How many matches there are, at each search's own threshold."""
        return sum(len(result.matches()) for result in self.results.values())


OnPage = Callable[[PageFound], None]


def page_file(path: str | Path, page: int = 0) -> UnreadPage:
    """The page of an image file, decoded when it is searched; reading may raise `InputError`."""
    return UnreadPage(partial(read_gray, path, page), partial(_reduced, path, page))


def _reduced(path: str | Path, page: int, times: int) -> U8:
    return read_gray_reduced(path, times, page)


def search_pages(
    pages: Sequence[UnreadPage | str | Path],
    template: U8 | Mapping[str, Sequence[Wanted]],
    params: SearchParams | None = None,
    *,
    tick: Tick = no_tick,
    on_page: OnPage | None = None,
) -> list[PageFound]:
    """Search whole pages, one to a core, for the templates of other pages.

    Parameters
    ----------
    pages : files, or pages to read; as many as cores are in memory at once.
    template : uint8 (h, w), a crop of another page at the same resolution, searched with `params` (the
        default without) under the label ""; or the templates of several labels, each with its own parameters.
    tick : called about every 50 ms in the calling thread; may raise `Cancelled`, which ends the search
        within 0.2 s.
    on_page : gets each page's result in the calling thread, in the pages' order, as soon as it is there.

    A page that cannot be read is a result with a `problem`; the others go on.
    """
    wanted: Mapping[str, Sequence[Wanted]]
    if isinstance(template, Mapping):
        wanted = template
    else:
        given = SearchParams() if params is None else params
        whole = given.replace(neighbourhood=Neighbourhood(given.neighbourhood.value, "page"))
        wanted = {"": [Wanted("", whole, gray=template)]}
    numbered = [
        (number, page if isinstance(page, UnreadPage) else page_file(page))
        for number, page in enumerate(pages)
    ]
    found: list[PageFound] = []

    def work(item: tuple[int, UnreadPage], tick: Tick) -> PageFound:
        started = time.perf_counter()
        try:
            results = search_labels(item[1], wanted, tick=tick)
        except InputError as error:
            return PageFound(item[0], {}, time.perf_counter() - started, error)
        return PageFound(item[0], results, time.perf_counter() - started)

    def done(number: int, one: PageFound) -> None:
        found.append(one)
        if on_page is not None:
            on_page(one)

    in_turn(numbered, work, done, tick)
    return found
