"""What *Rematch* is asked for and what it answers. No Qt, and no search engine at import.

The request is made on the UI thread and frozen; the job reads nothing of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from autolabelme.core.arrays import U8

from ..label_suppression import Winners

if TYPE_CHECKING:
    from autolabelme.core.matching.params import SearchParams
from autolabelme.core.matching.search import SearchResult

Box = tuple[float, float, float, float]
PageKey = tuple[str, int]


@dataclass(frozen=True)
class LabelRequest:
    """One label to search for: (shape id, box) of each of its templates, and the engine's parameters.

    With scope *ornament*, `regions` are the drawn ornaments of the templates, in their order.
    """

    label: str
    templates: tuple[tuple[str, Box], ...]
    params: SearchParams
    regions: tuple[Box, ...] = ()


@dataclass(frozen=True)
class OtherPage:
    """A further page to search (scope *all pages*).

    `met` gives a box (xyxy) of each searched label's name on that page, where it belongs to another sort.
    `load_reduced` gives the page reduced a whole number of times; without it the whole page is read. `size`
    is its width and height, by which it is known to have the resolution of the templates' page.
    """

    key: PageKey
    load_gray: Callable[[], U8]
    met: Mapping[str, Box] = field(default_factory=dict)
    load_reduced: Callable[[int], U8] | None = None
    size: tuple[int, int] | None = None


@dataclass(frozen=True)
class RematchRequest:
    """What *Rematch* was pressed for.

    Parameters
    ----------
    key
        The page that has the templates.
    labels
        What is searched.
    load_gray
        Gives the page's grey uint8 (H, W); called in the job's thread.
    others
        Further pages to search (scope *all pages*).
    known
        What earlier searches of the page have found: labels compete with it.
    ready
        Results of labels that are at hand and need no search of their own page.
    on_page
        With further pages: gets each page, the templates' own first, and what was found there as soon as
        it is searched, in the job's thread.
    """

    key: PageKey
    labels: tuple[LabelRequest, ...]
    load_gray: Callable[[], U8]
    others: tuple[OtherPage, ...] = ()
    known: Mapping[str, SearchResult] = field(default_factory=dict)
    ready: Mapping[str, SearchResult] = field(default_factory=dict)
    on_page: Callable[[PageKey, Mapping[str, SearchResult]], None] | None = None


@dataclass(frozen=True)
class RematchResult:
    """Candidates by label: `here` on the page of the templates, `there` on the others.

    `winners` are those of `here` and what was known of that page; on other pages the searched labels
    have competed with each other, and are given by their names on the templates' page. `pictures` has the
    crops, uint8 (h, w), of names that met; `templates` the ids that matches on other pages carry.
    `problems` names pages that could not be read, a line each.
    """

    here: Mapping[str, SearchResult]
    there: Mapping[PageKey, Mapping[str, SearchResult]]
    winners: Winners
    seconds: float
    problems: tuple[str, ...] = ()
    pictures: Mapping[tuple[PageKey, str], U8] = field(default_factory=dict)
    templates: Mapping[str, frozenset[str]] = field(default_factory=dict)
