"""What a catalogue knows of a page goes with it to reports; what the page's own file says comes first."""

from __future__ import annotations

from collections.abc import Callable

from autolabelme.core.annotation.document import Provenance
from autolabelme.core.catalogue.edits import change_book
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.provenance import provenance_of
from autolabelme.core.catalogue.queries import books, page_id_of

from .conftest import Library


def test_a_page_has_its_books_fields(library: Library, filled: Callable[[], Project]) -> None:
    with filled() as project:
        (first,) = (one for one in books(project) if one.title == "Contes")
        change_book(project, first.id, shelfmark="Y2 8", year_text="[1745?]", place="Paris")
        page = page_id_of(project, library.first / "p1.png")
        assert page is not None
        found = provenance_of(project, page)
        assert (found.library, found.shelfmark, found.title) == ("BnF", "Y2 8", "Contes")
        assert (found.year, found.place, found.printer) == ("[1745?]", "Paris", "Prault")
        own = Provenance(shelfmark="another copy", folio="A2r")
        both = provenance_of(project, page, own)
        assert (both.shelfmark, both.folio, both.library) == ("another copy", "A2r", "BnF")
        assert provenance_of(project, "none", own) == own
