"""The books of the catalogue, by year, with how much of each is here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PyQt6.QtCore import QSignalBlocker, QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import QListWidget, QListWidgetItem, QWidget

if TYPE_CHECKING:
    from autolabelme.core.catalogue.queries import BookInfo

_KEY = Qt.ItemDataRole.UserRole


class BookList(QListWidget):
    """`chosen` comes with the book's id, '' for all books."""

    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("book-list")
        self.setAccessibleName(self.tr("Books"))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.setSpacing(3)
        self.currentItemChanged.connect(lambda *_: self.chosen.emit(self.current_id()))

    def minimumSizeHint(self) -> QSize:
        """Wide enough for one count a line: they wrap at the comma."""
        line = self.fontMetrics().horizontalAdvance(self.tr("ornaments: {0}").format(10))
        return QSize(line + 4 * self.spacing() + 2 * self.frameWidth(), super().minimumSizeHint().height())

    def show_books(self, books: Sequence[BookInfo]) -> None:
        """Show these; the chosen one stays chosen where it is still there."""
        kept = self.current_id()
        with QSignalBlocker(self):
            self.clear()
            ornaments = sum(book.ornaments for book in books)
            waiting = sum(book.proposed for book in books)
            self._add("", self.tr("All books"), ornaments, waiting, "")
            for book in books:
                year = book.year_text or ("" if book.year is None else str(book.year))
                who = ", ".join(part for part in (book.printer, book.shelfmark) if part)
                title = f"{year}  {book.title}" if year else book.title
                self._add(book.id, title, book.ornaments, book.proposed, who)
            rows = [self._id(row) for row in range(self.count())]
            self.setCurrentRow(rows.index(kept) if kept in rows else 0)
        if self.current_id() != kept:
            self.chosen.emit(self.current_id())

    def _add(self, key: str, title: str, ornaments: int, waiting: int, who: str) -> None:
        counts = self.tr("ornaments: {0}").format(ornaments)
        if waiting:
            counts += ", " + self.tr("to judge: {0}").format(waiting)
        item = QListWidgetItem("\n".join(line for line in (title, who, counts) if line))
        item.setData(_KEY, key)
        item.setToolTip(item.text())
        self.addItem(item)

    def _id(self, row: int) -> str:
        item = self.item(row)
        return "" if item is None else str(item.data(_KEY))

    def current_id(self) -> str:
        """The chosen book; '' for all."""
        item = self.currentItem()
        return "" if item is None else str(item.data(_KEY))

    def choose(self, book: str) -> None:
        """Choose a book by its id, '' for all."""
        for row in range(self.count()):
            if self._id(row) == book:
                self.setCurrentRow(row)
