"""What is known of the chosen book: one line a field, an edit when a line is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFormLayout, QLineEdit, QWidget

if TYPE_CHECKING:
    from autolabelme.core.catalogue.queries import BookInfo


class BookForm(QWidget):
    """`edited` comes with the changed fields of `core.catalogue.edits.BOOK_FIELDS`."""

    edited = pyqtSignal(object)  # {field: text}

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("book-form")
        self._shown: dict[str, str] = {}
        self._lines: dict[str, QLineEdit] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(4)
        for name, title in self._titles().items():
            line = QLineEdit(self)
            line.setObjectName(f"book-{name}")
            line.setAccessibleName(title)
            line.editingFinished.connect(self._finished)
            self._lines[name] = line
            form.addRow(title, line)

    def _titles(self) -> dict[str, str]:
        tr = self.tr
        return {
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

    def line(self, name: str) -> QLineEdit:
        return self._lines[name]

    def show_book(self, book: BookInfo | None, *, writable: bool) -> None:
        """Show a book; not an edit."""
        for name, line in self._lines.items():
            text = "" if book is None else str(getattr(book, name))
            self._shown[name] = text
            if line.text() != text:
                line.setText(text)
                line.setCursorPosition(0)
            line.setReadOnly(not writable)
        self.setVisible(book is not None)

    def _finished(self) -> None:
        texts = {name: line.text().strip() for name, line in self._lines.items()}
        changed = {name: text for name, text in texts.items() if text != self._shown.get(name, "")}
        if changed:
            self._shown |= changed
            self.edited.emit(changed)
