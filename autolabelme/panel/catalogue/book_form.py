"""What is known of the chosen book: one line a field, an edit when a line is left."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtWidgets import QWidget

from ..lines_form import LinesForm

if TYPE_CHECKING:
    from autolabelme.core.catalogue.queries import BookInfo


class BookForm(LinesForm):
    """The fields of a book, `core.catalogue.edits.BOOK_FIELDS`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        tr = partial(QCoreApplication.translate, "BookForm")
        titles = {
            "title": tr("Title"),
            "author": tr("Author"),
            "year_text": tr("Year"),
            "place": tr("Place"),
            "imprint": tr("Imprint as printed"),
            "printer": tr("Printer"),
            "library": tr("Library"),
            "shelfmark": tr("Shelfmark"),
            "source": tr("Source"),
            "licence": tr("Licence"),
            "note": tr("Note"),
        }
        super().__init__("book", titles, parent)
        self.setObjectName("book-form")

    def show_book(self, book: BookInfo | None, *, writable: bool) -> None:
        """Show a book; not an edit."""
        for name, line in self._lines.items():
            self.show_text(name, "" if book is None else str(getattr(book, name)))
            line.setReadOnly(not writable)
        self.setVisible(book is not None)
