"""Where a page comes from: the fields that are kept with its annotation."""

from __future__ import annotations

import dataclasses

from PyQt6.QtCore import QCoreApplication, pyqtSignal
from PyQt6.QtWidgets import QFormLayout, QLineEdit, QWidget

from autolabelme.core.annotation.document import Provenance


def _titles() -> dict[str, str]:
    def tr(text: str) -> str:
        return QCoreApplication.translate("Provenance", text)

    return {
        "library": tr("Library"),
        "shelfmark": tr("Shelfmark"),
        "title": tr("Title"),
        "author": tr("Author"),
        "edition": tr("Edition"),
        "printer": tr("Printer"),
        "place": tr("Place"),
        "year": tr("Year"),
        "folio": tr("Page"),
        "motif": tr("Motif id"),
        "source": tr("Source"),
        "note": tr("Note"),
    }


class ProvenanceForm(QWidget):
    """One line a field; `edited` comes when a line is left or Return is pressed in it."""

    edited = pyqtSignal(object)  # Provenance

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("provenance")
        self._shown = Provenance()
        self._lines: dict[str, QLineEdit] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(4)
        titles = _titles()
        for item in dataclasses.fields(Provenance):
            line = QLineEdit(self)
            line.setObjectName(f"provenance-{item.name}")
            line.editingFinished.connect(self._finished)
            self._lines[item.name] = line
            form.addRow(titles.get(item.name, item.name.capitalize()), line)

    def line(self, name: str) -> QLineEdit:
        return self._lines[name]

    def show_provenance(self, provenance: Provenance) -> None:
        """Show the fields of a page; not an edit."""
        self._shown = provenance
        for name, line in self._lines.items():
            text = str(getattr(provenance, name))
            if line.text() != text:
                line.setText(text)

    def provenance(self) -> Provenance:
        """What the lines say."""
        return Provenance(**{name: line.text().strip() for name, line in self._lines.items()})

    def _finished(self) -> None:
        provenance = self.provenance()
        if provenance != self._shown:
            self._shown = provenance
            self.edited.emit(provenance)
