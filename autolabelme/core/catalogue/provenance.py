"""Where a page of a catalogue comes from, as a report says it: its book's fields, and its own folio."""

from __future__ import annotations

from dataclasses import replace

from ..annotation.document import Provenance
from .project import Project
from .schema import Book, Page


def provenance_of(project: Project, page_id: str, own: Provenance | None = None) -> Provenance:
    """The provenance of a page; what the page's file says itself (`own`) comes first.

    Empty where the project does not have the page.
    """
    with project.read() as session:
        page = session.get(Page, page_id)
        book = None if page is None else session.get(Book, page.book_id)
        if page is None or book is None:
            return own or Provenance()
        known = Provenance(
            library=book.library,
            shelfmark=book.shelfmark,
            title=book.title,
            author=book.author,
            edition=book.edition,
            printer=book.printer,
            place=book.place,
            year=book.year_text or ("" if book.year is None else str(book.year)),
            folio=page.folio,
            source=book.source,
        )
    return known if own is None else replace(known, **{key: one for key, one in vars(own).items() if one})
