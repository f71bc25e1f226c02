"""What leaves a catalogue, in plain values: the formats know nothing of the database it comes from.

Boxes are xyxy in page pixels, x2 and y2 exclusive; lengths in millimetres are given, not computed here.
'' and None stand for what nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, TypeVar

from ...errors import MisuseError
from .records import PageSource


@dataclass(frozen=True)
class ExportBook:
    """One copy of an edition; `year` is to sort by, `year_text` what was said."""

    id: str
    title: str = ""
    author: str = ""
    printer: str = ""
    imprint: str = ""
    place: str = ""
    year: int | None = None
    year_text: str = ""
    library: str = ""
    shelfmark: str = ""
    manifest: str = ""
    rights: str = ""
    attribution: str = ""

    @property
    def name(self) -> str:
        """What the book is called in a table: year, title, shelfmark."""
        said = (self.year_text or ("" if self.year is None else str(self.year)), self.title, self.shelfmark)
        return ", ".join(part for part in said if part) or self.id


@dataclass(frozen=True)
class ExportPage:
    """One page: the file and the number in it (from 0), its size in pixels, and its canvas if it has one.

    `content` is the SHA-256 of the file that its boxes belong to; "" where nobody knows.
    """

    id: str
    book: str
    path: Path
    number: int
    width: int
    height: int
    position: int = 0
    folio: str = ""
    dpi: float | None = None
    source: PageSource | None = None
    content: str = ""


@dataclass(frozen=True)
class ExportBlock:
    """A block or sort; `type` says which."""

    id: str
    name: str
    type: str = "block"
    printer: str = ""
    note: str = ""


@dataclass(frozen=True)
class ExportOrnament:
    """One ornament; `block` is the id of the block or sort that it is an impression of, '' for none.

    `tolerance_mm` says how far the millimetres can be trusted, either way.
    """

    id: str
    page: str
    kind: str
    box: tuple[float, float, float, float]
    state: str = "accepted"
    block: str = ""
    width_mm: float | None = None
    height_mm: float | None = None
    tolerance_mm: float | None = None
    label: str = ""
    note: str = ""
    score: float | None = None
    decided_by: str = ""
    decided_at: str = ""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


@dataclass(frozen=True)
class Exported:
    """All of it; what an id names must be there (`MisuseError`)."""

    books: tuple[ExportBook, ...]
    pages: tuple[ExportPage, ...]
    ornaments: tuple[ExportOrnament, ...]
    blocks: tuple[ExportBlock, ...] = ()

    def __post_init__(self) -> None:
        lacking = [
            *(f"book {page.book}" for page in self.pages if page.book not in self.book),
            *(f"page {one.page}" for one in self.ornaments if one.page not in self.page),
            *(f"block {one.block}" for one in self.ornaments if one.block and one.block not in self.block),
        ]
        if lacking:
            raise MisuseError(f"exported: {lacking[0]} is not among what is exported")

    @cached_property
    def book(self) -> Mapping[str, ExportBook]:
        """By id."""
        return _by_id(self.books)

    @cached_property
    def page(self) -> Mapping[str, ExportPage]:
        """By id."""
        return _by_id(self.pages)

    @cached_property
    def block(self) -> Mapping[str, ExportBlock]:
        """By id."""
        return _by_id(self.blocks)

    @cached_property
    def on_page(self) -> Mapping[str, list[ExportOrnament]]:
        """The ornaments of each page that has some."""
        found: dict[str, list[ExportOrnament]] = {}
        for one in self.ornaments:
            found.setdefault(one.page, []).append(one)
        return found

    @cached_property
    def in_order(self) -> list[ExportPage]:
        """The pages that have ornaments, by book (year, title) and place."""
        order = {book.id: number for number, book in enumerate(self.by_year)}
        pages = [page for page in self.pages if page.id in self.on_page]
        return sorted(pages, key=lambda page: (order[page.book], page.position, page.number, page.id))

    @cached_property
    def by_year(self) -> list[ExportBook]:
        """The books by year, those without one last."""
        return sorted(self.books, key=lambda one: (one.year is None, one.year or 0, one.title, one.id))


def _by_id(items: Iterable[_N]) -> dict[str, _N]:
    return {item.id: item for item in items}
