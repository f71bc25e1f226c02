"""What a project holds, as frozen values: books, ornaments by filter and order, one block's impressions.

Everything is asked of the database page by page (`limit`, `offset`): a list of 100,000 ornaments is never
built. Paths are absolute; boxes xyxy in page pixels; years None where nobody knows them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, text
from sqlalchemy.orm import Session

from .. import tuning
from ..boxes import iou
from ..errors import MisuseError
from ..natural_order import natural_key
from ..params import Params, param
from .kinds import KINDS, ORDERS, STATES
from .places import found, kept, page_link
from .project import Project
from .schema import CONFIRMED, Block, Book, Comparison, Impression, Listing, Ornament, Page

UNKNOWN_YEAR: Final = 9999
"""What the listing has for the year of a book without one."""
_CHUNK = 1000


@dataclass(frozen=True)
class BookInfo:
    """A book, with how much of it is here. `title` is the place's name where it has none."""

    id: str
    title: str
    author: str
    edition: str
    printer: str
    imprint: str
    place: str
    year: int | None
    year_text: str
    year_sure: bool
    library: str
    shelfmark: str
    source: str
    manifest: str
    licence: str
    attribution: str
    note: str
    place_on_disk: Path
    pages: int
    ornaments: int
    """Accepted ones; `proposed` wait for a person."""
    proposed: int


@dataclass(frozen=True)
class OrnamentInfo:
    """An ornament (or vignette) with its page, its book and its block.

    `page` is the file, `number` the page in it from 0, `content` the file's SHA-256; `block` is "" where it
    has none.
    """

    id: str
    page: Path
    number: int
    content: str
    page_id: str
    book: str
    title: str
    printer: str
    year: int | None
    folio: str
    kind: str
    role: str
    state: str
    box: tuple[float, float, float, float]
    width_mm: float | None
    height_mm: float | None
    score: float | None
    label: str
    note: str
    block: str
    block_name: str
    decided_by: str
    decided_at: str

    @property
    def link(self) -> str:
        """The page as the command line names it."""
        return page_link(self.page, self.number)


@dataclass(frozen=True)
class Filter(Params):
    """Which ornaments are asked for; a field that is None or empty leaves none out."""

    kinds: tuple[str, ...] = param((), help="only these kinds", choices=())
    states: tuple[str, ...] = param((), help="only in these states")
    roles: tuple[str, ...] = param((), help="ornaments (region), vignettes, or both")
    book: str | None = param(None, help="only of this book")
    block: str | None = param(None, help="only impressions of this block or sort")
    grouped: bool | None = param(None, help="only with a block, or only without")
    printer: str | None = param(None, help="only of books of this printer")
    year_from: int | None = param(None, help="only from this year on")
    year_to: int | None = param(None, help="only up to this year")
    page: str | None = param(None, help="only on the page of this id")
    text: str = param("", help="only with these letters in title, printer, label or note")

    def __post_init__(self) -> None:
        super().__post_init__()
        for given, known in (
            (self.kinds, KINDS),
            (self.states, STATES),
            (self.roles, ("region", "vignette")),
        ):
            for value in given:
                if value not in known:
                    raise MisuseError(f"expected one of {', '.join(known)}, got {value!r}")


EVERYTHING: Final = Filter()


# --- lists ------------------------------------------------------------------------------------------


def books(project: Project) -> tuple[BookInfo, ...]:
    """All books with their counts, by year and title."""
    with project.read() as session:
        asked = select(Page.book_id, func.count()).group_by(Page.book_id)
        pages = {row[0]: row[1] for row in session.execute(asked)}
        # Two sums a book: grouped by state as well, all rows would be sorted.
        states = (case((Listing.state == state, 1), else_=0) for state in ("accepted", "proposed"))
        sums = (func.sum(state) for state in states)
        counted = (
            select(Listing.book_id, *sums)
            .with_hint(Listing, "INDEXED BY ix_listing_place", "sqlite")
            .where(Listing.role == "region")
            .group_by(Listing.book_id)
        )
        counts = {row[0]: (row[1], row[2]) for row in session.execute(counted)}
        infos = [
            _book(book, project.folder, pages.get(book.id, 0), counts)
            for book in session.scalars(select(Book))
        ]
        return tuple(sorted(infos, key=lambda one: _rank("year", one.year, one.title, one.id)))


def _book(book: Book, folder: Path, pages: int, counts: dict[str, tuple[int, int]]) -> BookInfo:
    own: dict[str, Any] = {item.name: getattr(book, item.name, None) for item in fields(BookInfo)}
    place = found(book.place_on_disk, folder)
    accepted, proposed = counts.get(book.id, (0, 0))
    return BookInfo(
        **own
        | {
            "title": book.title or place.stem,
            "place_on_disk": place,
            "pages": pages,
            "ornaments": accepted,
            "proposed": proposed,
        }
    )


def count(project: Project, which: Filter = EVERYTHING) -> int:
    """How many ornaments a filter leaves."""
    with project.read() as session:
        return session.scalar(_filtered(select(func.count()).select_from(Listing), which)) or 0


def ornaments(
    project: Project,
    which: Filter = EVERYTHING,
    *,
    order: str = "year",
    descending: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[OrnamentInfo, ...]:
    """Ornaments by a filter, in an order of `ORDERS`.

    "year" and "title" are those of the books (the title decides in one year, and the other way round; books
    without a year come last), then page and place on it.
    """
    with project.read() as session:
        asked = _Asked(which, order, descending, limit, offset)
        return tuple(_details(session, project.folder, _ids(session, project.folder, asked)))


def by_ids(project: Project, ids: Sequence[str]) -> tuple[OrnamentInfo, ...]:
    """The ornaments of these ids, in their order: of a likeness, say; unknown ids are left out."""
    with project.read() as session:
        return tuple(_details(session, project.folder, ids))


def ornament_ids(project: Project, which: Filter = EVERYTHING) -> set[str]:
    """The ids alone, for an order that the database does not know: the list is not sorted for them."""
    # As one text: a hundred thousand rows would take three times as long to be handed over.
    together = func.group_concat(Listing.ornament_id, "\n")
    with project.read() as session:
        found_ids = session.scalar(_filtered(select(together), which))
    return set(found_ids.split("\n")) if found_ids else set()


def every_ornament(project: Project, which: Filter = EVERYTHING) -> Iterator[OrnamentInfo]:
    """All ornaments of a filter, one after the other, for an index or an export."""
    with project.read() as session:
        ids = _ids(session, project.folder, _Asked(which))
        for start in range(0, len(ids), _CHUNK):
            yield from _details(session, project.folder, ids[start : start + _CHUNK])


@dataclass(frozen=True)
class _Asked:
    """A part of a list: what it holds, how it is sorted, and which rows of it."""

    which: Filter
    order: str = "year"
    descending: bool = False
    limit: int | None = None
    offset: int = 0


def _ids(session: Session, folder: Path, part: _Asked) -> Sequence[str]:
    """The ids alone are sorted; what is shown of them is looked up after."""
    which, order = part.which, part.order
    if order not in ORDERS:
        raise MisuseError(f"order: expected one of {', '.join(ORDERS)}, got {order!r}")
    if order in ("year", "title"):
        rows = _by_book(session, folder, part)
    else:
        keys = {"size": Listing.width_mm, "score": Listing.score, "newest": Listing.decided_at}
        asked = _filtered(select(Listing.id), which)
        ties: tuple[Any, ...] = ()  # the index itself is an order: another one would be sorted
        if which.block is None and which.page is None and (order != "score" or len(which.states) == 1):
            # Left alone, SQLite would take the index of a filter, and then sort all rows that pass it.
            asked = asked.with_hint(Listing, f"INDEXED BY ix_listing_{order}", "sqlite")
        else:
            ties = (Listing.id,)
        by = [key.desc() if part.descending else key.asc() for key in (keys[order], *ties)]
        rows = session.scalars(asked.order_by(*by).limit(part.limit).offset(part.offset)).all()
    names: dict[int, str] = {}
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        found_names = session.execute(select(Listing.id, Listing.ornament_id).where(Listing.id.in_(chunk)))
        names |= {row[0]: row[1] for row in found_names}
    return [names[row] for row in rows]


def _by_book(session: Session, folder: Path, part: _Asked) -> Sequence[int]:
    """Rows of the listing, book after book: titles are sorted as a reader does, which SQLite cannot."""
    which, descending, limit, offset = part.which, part.descending, part.limit, part.offset
    columns = (Book.id, Book.year, Book.title, Book.place_on_disk)
    ranks = {
        row[0]: _rank(part.order, row[1], row[2] or found(row[3], folder).stem, row[0])
        for row in session.execute(select(*columns))
    }

    def asked(*what: Any) -> Select[Any]:
        some = _filtered(select(*what), which)
        if which.block is not None or which.page is not None:
            return some
        bounded = which.year_from is not None or which.year_to is not None
        return some.with_hint(Listing, f"INDEXED BY ix_listing_{'year' if bounded else 'place'}", "sqlite")

    counted = session.execute(asked(Listing.book_id, func.count()).group_by(Listing.book_id))
    counts = {row[0]: row[1] for row in counted}
    # Of all books those that hold a part of what is asked for, and where it begins in the first of them.
    chosen: list[str] = []
    before = held = 0
    for book in sorted(counts, key=lambda one: ranks[one], reverse=descending):
        if limit is not None and held >= offset - before + limit:
            break
        if not chosen and before + counts[book] <= offset:
            before += counts[book]
            continue
        chosen.append(book)
        held += counts[book]
    by_book: dict[str, list[int]] = {book: [] for book in chosen}
    place = (Listing.book_id, Listing.position, Listing.y1, Listing.x1)
    some = asked(Listing.id, Listing.book_id)
    if limit is not None:
        some = some.where(Listing.book_id.in_(chosen))
    for row in session.execute(some.order_by(*(key.desc() if descending else key for key in place))):
        if row[1] in by_book:
            by_book[row[1]].append(row[0])
    rows = [row for book in chosen for row in by_book[book]][offset - before :]
    return rows if limit is None else rows[:limit]


def _rank_of(one: OrnamentInfo) -> tuple[Any, ...]:
    return _rank("year", one.year, one.title, one.book)


def _rank(order: str, year: int | None, title: str, book: str) -> tuple[Any, ...]:
    """Where a book stands: accents and capitals make no difference, "tome 2" comes before "tome 10"."""
    when = (year is None, year or 0)
    apart = unicodedata.normalize("NFKD", title)
    said = natural_key("".join(letter for letter in apart if not unicodedata.combining(letter)))
    return (when, said, book) if order == "year" else (said, when, book)


def _filtered(asked: Select[Any], which: Filter) -> Select[Any]:
    where: list[ColumnElement[bool]] = []
    for column, values in (
        (Listing.kind, which.kinds),
        (Listing.state, which.states),
        (Listing.role, which.roles),
    ):
        if values:
            where.append(column.in_(values))
    if which.page is not None:
        where.append(Listing.ornament_id.in_(select(Ornament.id).where(Ornament.page_id == which.page)))
    if which.book is not None:
        where.append(Listing.book_id == which.book)
    if which.printer is not None:
        where.append(Listing.book_id.in_(select(Book.id).where(Book.printer == which.printer)))
    if which.year_from is not None:
        where.append(Listing.year >= which.year_from)
    if which.year_to is not None:
        where.append(Listing.year <= which.year_to)
    elif which.year_from is not None:
        where.append(Listing.year < UNKNOWN_YEAR)
    if which.text:
        in_book = or_(*(c.contains(which.text, autoescape=True) for c in (Book.title, Book.printer)))
        own = or_(*(c.contains(which.text, autoescape=True) for c in (Ornament.label, Ornament.note)))
        # In the words of the index that holds only those who have any.
        own = and_(text("(label != '' OR note != '')"), own)
        where.append(
            or_(
                Listing.book_id.in_(select(Book.id).where(in_book)),
                Listing.ornament_id.in_(select(Ornament.id).where(own)),
            )
        )
    if which.block is not None:
        where.append(Listing.block_id == which.block)
    if which.grouped is not None:
        where.append(Listing.block_id != "" if which.grouped else Listing.block_id == "")
    return asked.where(*where)


def _details(session: Session, folder: Path, ids: Sequence[str]) -> Iterator[OrnamentInfo]:
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        rows = session.execute(
            select(Ornament, Page, Book, Impression.block_id, Block.name)
            .join(Page, Page.id == Ornament.page_id)
            .join(Book, Book.id == Page.book_id)
            .outerjoin(Impression, and_(Impression.ornament_id == Ornament.id, Impression.state == CONFIRMED))
            .outerjoin(Block, Block.id == Impression.block_id)
            .where(Ornament.id.in_(chunk))
        )
        by_id = {row[0].id: _info(folder, *row) for row in rows}
        yield from (by_id[one] for one in chunk if one in by_id)


def _info(
    folder: Path, ornament: Ornament, page: Page, book: Book, block: str | None, name: str | None
) -> OrnamentInfo:
    return OrnamentInfo(
        id=ornament.id,
        page=found(page.path, folder),
        number=page.number,
        content=page.content,
        page_id=page.id,
        book=book.id,
        title=book.title or found(book.place_on_disk, folder).stem,
        printer=book.printer,
        year=book.year,
        folio=page.folio,
        kind=ornament.kind,
        role=ornament.role,
        state=ornament.state,
        box=ornament.box,
        width_mm=ornament.width_mm,
        height_mm=ornament.height_mm,
        score=ornament.score,
        label=ornament.label,
        note=ornament.note,
        block=block or "",
        block_name=name or "",
        decided_by=ornament.decided_by,
        decided_at=ornament.decided_at,
    )


def ornament_at(
    project: Project,
    path: Path,
    number: int,
    box: tuple[float, float, float, float],
    *,
    content: str = "",
) -> OrnamentInfo | None:
    """The project's own ornament in this place of a page, whatever its state; None for none.

    `number` and `content` as in `page_id_of`.
    """
    page = page_id_of(project, path, number, content)
    if page is None:
        return None
    here = ornaments(project, Filter(roles=("region",), page=page))
    likeness = iou([box], [one.box for one in here])[0] if here else []
    near = [
        (float(like), one) for like, one in zip(likeness, here, strict=True) if like > tuning.SAME_PLACE_IOU
    ]
    return max(near, key=lambda pair: pair[0])[1] if near else None


def pages_of(project: Project, book: str) -> tuple[str, ...]:
    """Ids of a book's pages, in their order."""
    with project.read() as session:
        asked = select(Page.id).where(Page.book_id == book).order_by(Page.position, Page.number)
        return tuple(session.scalars(asked))


def resolution_of(project: Project, book: str) -> float | None:
    """The resolution of a book's first page that has one, dpi; None where none has."""
    with project.read() as session:
        asked = select(Page.dpi).where(Page.book_id == book, Page.dpi.is_not(None)).order_by(Page.position)
        return session.scalars(asked.limit(1)).first()


def page_id_of(project: Project, path: Path, number: int = 0, content: str = "") -> str | None:
    """The id of the page that this file holds (`number` from 0); None where the project does not have it.

    With the SHA-256 of the file as `content`, a copy in another place is the same page.
    """
    with project.read() as session:
        here = select(Page.id).where(Page.path == kept(path, project.folder), Page.number == number)
        page = session.scalars(here).first()
        if page is None and content:
            same = select(Page.id).where(Page.content == content, Page.number == number)
            page = session.scalars(same).first()
        return page


# --- one ornament, one block ------------------------------------------------------------------------


@dataclass(frozen=True)
class BlockInfo:
    """A block or sort with how often and when it is used; `printer` is what a person said."""

    id: str
    type: str
    name: str
    note: str
    printer: str
    colour: str
    cover: str
    impressions: int
    books: int
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True)
class ImpressionInfo:
    """One impression of a block: the ornament, its pose against the block, who says so and when."""

    ornament: OrnamentInfo
    block: str
    state: str
    rotation_deg: float
    mirrored: bool
    scale_x: float
    scale_y: float
    score: float | None
    source: str
    decided_by: str
    decided_at: str


@dataclass(frozen=True)
class ComparisonInfo:
    """A result of Align or Inspect that was linked; `file` is absolute."""

    id: str
    one: str
    other: str | None
    tool: str
    verdict: str
    file: Path
    file_hash: str
    note: str
    made_by: str
    made_at: str


def blocks(project: Project, *, type: str | None = None) -> tuple[BlockInfo, ...]:
    """All blocks and sorts (or of one `type`, "block" or "sort"), by name."""
    with project.read() as session:
        columns = (Block.id, Block.type, Block.name, Block.note, Block.printer, Block.colour, Block.cover)
        asked = select(*columns).order_by(Block.name, Block.id)
        if type is not None:
            asked = asked.where(Block.type == type)
        found_blocks = session.execute(asked).all()
        year = func.nullif(Listing.year, UNKNOWN_YEAR)
        counted = (
            select(
                Listing.block_id,
                func.count(),
                func.count(func.distinct(Listing.book_id)),
                func.min(year),
                func.max(year),
            )
            .with_hint(Listing, "INDEXED BY ix_listing_block", "sqlite")
            .where(Listing.block_id != "")
            .group_by(Listing.block_id)
        )
        if len(found_blocks) <= _CHUNK:
            counted = counted.where(Listing.block_id.in_([block.id for block in found_blocks]))
        counts = {row[0]: row[1:] for row in session.execute(counted)}
        return tuple(BlockInfo(*block, *counts.get(block.id, (0, 0, None, None))) for block in found_blocks)


def printer_of(project: Project, block: str) -> str:
    """Whose block a person said it is; '' where nobody did."""
    with project.read() as session:
        return session.scalar(select(Block.printer).where(Block.id == block)) or ""


def impressions(project: Project, block: str) -> tuple[ImpressionInfo, ...]:
    """A block's confirmed impressions in time: by year, book, page."""
    return _impressions(project, Impression.block_id == block, Impression.state == CONFIRMED)


def assignments(project: Project, ornament: str) -> tuple[ImpressionInfo, ...]:
    """What an ornament is, may be and is not an impression of, in any state."""
    return _impressions(project, Impression.ornament_id == ornament)


def _impressions(project: Project, *which: ColumnElement[bool]) -> tuple[ImpressionInfo, ...]:
    with project.read() as session:
        asked = (
            select(Impression)
            .join(Ornament, Ornament.id == Impression.ornament_id)
            .join(Page, Page.id == Ornament.page_id)
            .join(Book, Book.id == Page.book_id)
            .where(*which)
            .order_by(Page.position, Ornament.y1, Ornament.x1)
        )
        rows = session.scalars(asked).all()
        known = {one.id: one for one in _details(session, project.folder, [row.ornament_id for row in rows])}
        names = [item.name for item in fields(ImpressionInfo)[2:]]
        infos = (
            ImpressionInfo(known[row.ornament_id], row.block_id, *(getattr(row, name) for name in names))
            for row in rows
        )
        # Books as in every list; the order of their pages stays.
        return tuple(sorted(infos, key=lambda one: _rank_of(one.ornament)))


def comparisons(project: Project, ornament: str) -> tuple[ComparisonInfo, ...]:
    """The results that are linked to an ornament, newest first."""
    with project.read() as session:
        of_it = or_(Comparison.one_id == ornament, Comparison.other_id == ornament)
        rows = session.scalars(
            select(Comparison).where(of_it).order_by(Comparison.made_at.desc(), Comparison.id)
        )
        return tuple(
            ComparisonInfo(
                row.id,
                row.one_id,
                row.other_id,
                row.tool,
                row.verdict,
                found(row.file, project.folder),
                row.file_hash,
                row.note,
                row.made_by,
                row.made_at,
            )
            for row in rows
        )
