"""From a printer to his blocks, from a block to the books that have it, and back; what speaks against an
imprint.

Only confirmed impressions count, and books whose printer is known. A block's printer is what a person said of
it; otherwise the one of more than half of its books, if there are two of him at least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from .. import tuning
from .project import Project
from .schema import Block, Book, Listing


@dataclass(frozen=True)
class PrinterInfo:
    """A printer as the books name him, with his books and the blocks and sorts in them."""

    name: str
    books: int
    blocks: int


@dataclass(frozen=True)
class Use:
    """A block in a book: how many impressions. `printer` and `year` are the book's."""

    block: str
    block_name: str
    book: str
    title: str
    printer: str
    year: int | None
    impressions: int


@dataclass(frozen=True)
class Contradiction:
    """A block of one printer in a book that says another: what speaks against that imprint.

    `said` tells whether a person gave the block its printer. Otherwise its books tell: of the `books` whose
    printer is known, `his` are this printer's.
    """

    use: Use
    printer: str
    said: bool
    his: int
    books: int


def uses(
    project: Project, *, type: str | None = "block", block: str | None = None, printer: str | None = None
) -> tuple[Use, ...]:
    """The chart block x book: one entry for each block in each book that has it, by block and year.

    `type` "sort" gives sorts, None both; bounded to one `block`, or to the books of one `printer`.
    """
    # Counted first, and named after: the names would be carried through the sorting of all impressions.
    asked = _counted()
    if block is not None:
        asked = asked.where(Listing.block_id == block)
    if printer is not None:
        asked = asked.where(Listing.book_id.in_(select(Book.id).where(Book.printer == printer)))
    with project.read() as session:
        return _uses(session, session.execute(asked).all(), type)


def _uses(session: Session, counted: Iterable[Any], type: str | None) -> tuple[Use, ...]:
    """Names for rows of `_counted`, in order."""
    blocks = _names(session, select(Block.id, Block.name), Block.type == type if type else None)
    book = select(Book.id, Book.title, Book.place_on_disk, Book.printer, Book.year)
    books = {row[0]: row[1:] for row in session.execute(book)}
    found = []
    for block_id, book_id, number in counted:
        if block_id in blocks:
            title, place, name, year = books[book_id]
            shown = title or place.rpartition("/")[2]
            found.append(Use(block_id, blocks[block_id], book_id, shown, name, year, number))
    return tuple(sorted(found, key=lambda use: (use.block_name, use.block, *_in_time(use))))


def _counted() -> Any:
    return (
        select(Listing.block_id, Listing.book_id, func.count())
        .with_hint(Listing, "INDEXED BY ix_listing_block", "sqlite")
        .where(Listing.block_id != "")
        .group_by(Listing.block_id, Listing.book_id)
    )


def _names(session: Session, asked: Any, which: ColumnElement[bool] | None) -> dict[str, str]:
    asked = asked if which is None else asked.where(which)
    return {row[0]: row[1] for row in session.execute(asked)}


def printers(project: Project) -> tuple[PrinterInfo, ...]:
    """All printers that books name, by name."""
    with project.read() as session:
        asked = select(Book.printer, func.count()).where(Book.printer != "").group_by(Book.printer)
        books = {row[0]: row[1] for row in session.execute(asked)}
        pairs = (
            select(Listing.block_id, Book.printer)
            .with_hint(Listing, "INDEXED BY ix_listing_block", "sqlite")
            .join(Book, Book.id == Listing.book_id)
            .where(Listing.block_id != "")
            .distinct()
            .subquery()
        )
        counted = select(pairs.c.printer, func.count()).group_by(pairs.c.printer)
        blocks = {row[0]: row[1] for row in session.execute(counted)}
    return tuple(PrinterInfo(name, books[name], blocks.get(name, 0)) for name in sorted(books))


def blocks_of(project: Project, printer: str, *, type: str | None = None) -> tuple[Use, ...]:
    """Everything that stands in the books of a printer: block by block, in which of his books."""
    return uses(project, type=type, printer=printer)


def books_of(project: Project, block: str) -> tuple[Use, ...]:
    """The books that have a block or sort, whoever printed them, in time."""
    return tuple(sorted(uses(project, type=None, block=block), key=_in_time))


def contradictions(
    project: Project, *, type: str | None = "block", only: str | None = None
) -> tuple[Contradiction, ...]:
    """Every block (or `only` this one) of one printer in a book that says another, best supported first."""
    with project.read() as session:
        places = (
            select(Listing.block_id, Listing.book_id)
            .with_hint(Listing, "INDEXED BY ix_listing_block", "sqlite")
            .where(Listing.block_id != "" if only is None else Listing.block_id == only)
            .distinct()
            .subquery()
        )
        several = (
            select(places.c.block_id)
            .join(Book, Book.id == places.c.book_id)
            .where(Book.printer != "")
            .group_by(places.c.block_id)
            .having(func.count(func.distinct(Book.printer)) > 1)
        )
        # The others are in the books of one printer alone: of those only a person's word can tell otherwise.
        doubted = Block.id.in_(several) | (Block.printer != "")
        which = doubted & (Block.type == type) if type else doubted
        which = which if only is None else which & (Block.id == only)
        said = _names(session, select(Block.id, Block.printer), which)
        counted = session.execute(_counted().where(Listing.block_id.in_(select(Block.id).where(which)))).all()
        printer_of = _names(session, select(Book.id, Book.printer), None)
    by_block: dict[str, list[str]] = {}
    for block, book, _ in counted:
        if printer_of[book]:
            by_block.setdefault(block, []).append(printer_of[book])
    doubtful: dict[str, tuple[str, int, int]] = {}
    for block, names in by_block.items():
        printer = said[block] or _majority(names)
        his = names.count(printer)
        if printer and his < len(names):
            doubtful[block] = (printer, his, len(names))
    with project.read() as session:
        found = _uses(session, [row for row in counted if row[0] in doubtful], type)
    result = [
        Contradiction(use, printer, bool(said[block]), his, books)
        for use in found
        for printer, his, books in [doubtful[use.block]]
        if use.printer and use.printer != printer
    ]
    return tuple(sorted(result, key=_by_support))


def _by_support(one: Contradiction) -> tuple[bool, float, int, str]:
    return not one.said, -one.his / one.books, -one.books, one.use.block_name


def _majority(names: Iterable[str]) -> str:
    counts: Mapping[str, int] = Counter(names)
    name, most = max(counts.items(), key=lambda item: (item[1], item[0]))
    return name if most >= tuning.LEAST_BOOKS and 2 * most > sum(counts.values()) else ""


def _in_time(use: Use) -> tuple[bool, int, str, str]:
    return use.year is None, use.year or 0, use.title, use.book
