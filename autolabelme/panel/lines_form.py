"""A form of lines of text, of which only what was changed is handed on."""

from __future__ import annotations

from collections.abc import Mapping

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFormLayout, QLineEdit, QWidget


class LinesForm(QWidget):
    """One line a field; `edited` comes when a line is left or Return is pressed in it.

    Parameters
    ----------
    name : of the form; a line is called "name-field"
    titles : by field
    """

    edited = pyqtSignal(object)  # {field: text}, the changed fields only

    def __init__(self, name: str, titles: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: dict[str, str] = {}
        self._lines: dict[str, QLineEdit] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(4)
        for field, title in titles.items():
            line = QLineEdit(self)
            line.setObjectName(f"{name}-{field}")
            line.setAccessibleName(title)
            line.editingFinished.connect(self._finished)
            self._lines[field] = line
            form.addRow(title, line)

    def line(self, field: str) -> QLineEdit:
        return self._lines[field]

    def show_text(self, field: str, text: str) -> None:
        """Show `text` in a line; not an edit."""
        self._shown[field] = text
        line = self._lines[field]
        if line.text() != text:
            line.setText(text)
            line.setCursorPosition(0)

    def _finished(self) -> None:
        texts = {field: line.text().strip() for field, line in self._lines.items()}
        changed = {field: text for field, text in texts.items() if text != self._shown.get(field, "")}
        if changed:
            self._shown |= changed
            self.edited.emit(changed)
