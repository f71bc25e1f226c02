"""Where a page comes from: the fields that are kept with its annotation."""

from __future__ import annotations

import dataclasses

from PyQt6.QtCore import QCoreApplication, pyqtSignal
from PyQt6.QtWidgets import QFormLayout, QLineEdit, QWidget

from autolabelme.core.annotation.document import Provenance


class ProvenanceForm(QWidget):
    """One line a field; `edited` comes when a line is left or Return is pressed in it.

    With several pages only what they have in common is shown, and only what is changed is written.
    """

    edited = pyqtSignal(object)  # {field: text}, the changed fields only

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("provenance")
        self._shown: dict[str, str] = {}
        self._lines: dict[str, QLineEdit] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(4)
        for item in dataclasses.fields(Provenance):
            line = QLineEdit(self)
            line.setObjectName(f"provenance-{item.name}")
            line.editingFinished.connect(self._finished)
            self._lines[item.name] = line
            form.addRow(QCoreApplication.translate("Provenance", item.metadata["title"]), line)

    def line(self, name: str) -> QLineEdit:
        return self._lines[name]

    def show_provenances(self, pages: list[Provenance]) -> None:
        """Show what `pages` have in common; not an edit."""
        for name, line in self._lines.items():
            values = {str(getattr(page, name)) for page in pages}
            text = values.pop() if len(values) == 1 else ""
            line.setPlaceholderText(self.tr("(different)") if values else "")
            self._shown[name] = text
            if line.text() != text:
                line.setText(text)

    def _finished(self) -> None:
        texts = {name: line.text().strip() for name, line in self._lines.items()}
        changed = {name: text for name, text in texts.items() if text != self._shown.get(name, "")}
        if changed:
            self._shown |= changed
            self.edited.emit(changed)
