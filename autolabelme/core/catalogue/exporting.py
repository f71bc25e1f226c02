"""What a project gives to the formats of `iiif.export`: its ornaments with pages, books and blocks."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from sqlalchemy import select

from ..errors import InputError
from ..reading import JsonObject, parse_json
from ..signature import signature
from .iiif.exported import ExportBlock, ExportBook, Exported, ExportOrnament, ExportPage
from .iiif.pages import read_record
from .iiif.records import PageSource
from .lock import who
from .places import found
from .project import Project
from .queries import EVERYTHING, Filter, OrnamentInfo, every_ornament
from .schema import Block, Book, Page


def exported(project: Project, which: Filter = EVERYTHING, *, tolerance_mm: float | None = None) -> Exported:
    """The ornaments that `which` leaves, with all that stands with them; every block, also unused ones.

    `tolerance_mm` is how far a length on paper can be trusted. Of who decided only the user is named, as they
    have signed: a login is no name that anybody gave for print.
    """
    ornaments = [_ornament(one, tolerance_mm) for one in every_ornament(project, which)]
    used = {one.page for one in ornaments}
    records = lru_cache(maxsize=None)(_sources)
    with project.read() as session:
        rows = [page for page in session.scalars(select(Page)) if page.id in used]
        books = {page.book_id for page in rows}
        blocks = [
            ExportBlock(one.id, one.name, one.type, one.printer, one.note)
            for one in session.scalars(select(Block))
        ]
        pages = []
        for page in rows:
            path = found(page.path, project.folder)
            source = records(path.parent).get(path.name) or _as_kept(page)
            pages.append(
                ExportPage(
                    page.id,
                    page.book_id,
                    path,
                    page.number,
                    page.width,
                    page.height,
                    page.position,
                    page.folio,
                    page.dpi,
                    source,
                    page.content,
                )
            )
        return Exported(
            tuple(_book(one) for one in session.scalars(select(Book)) if one.id in books),
            tuple(pages),
            tuple(ornaments),
            tuple(blocks),
        )


def _book(book: Book) -> ExportBook:
    same = (
        "id",
        "title",
        "author",
        "printer",
        "imprint",
        "place",
        "year",
        "year_text",
        "library",
        "shelfmark",
    )
    return ExportBook(
        **{name: getattr(book, name) for name in (*same, "manifest", "attribution")}, rights=book.licence
    )


def _ornament(one: OrnamentInfo, tolerance_mm: float | None) -> ExportOrnament:
    return ExportOrnament(
        one.id,
        one.page_id,
        one.kind,
        one.box,
        one.state,
        one.block,
        one.width_mm,
        one.height_mm,
        tolerance_mm,
        one.label,
        one.note,
        one.score,
        signature() if one.decided_by in (who(), signature()) else "",
        one.decided_at,
    )


def _sources(folder: Path) -> dict[str, PageSource]:
    """What was written down when the pages of a folder were fetched; nothing for a damaged record."""
    try:
        record = read_record(folder)
    except InputError:
        return {}
    return {page.path.name: page.source for page in record.pages} if record is not None else {}


def _as_kept(page: Page) -> PageSource | None:
    """The canvas as the database knows it: of a project that was made anew, or whose pages lie elsewhere."""
    if not page.iiif:
        return None
    try:
        return PageSource.from_json(JsonObject(parse_json(page.iiif, None, "iiif"), None, "iiif"))
    except InputError:
        return None  # treated as a page that came from no server
