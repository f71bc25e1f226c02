"""Where a page comes from: the fields that are kept with its annotation."""

from __future__ import annotations

import dataclasses

from PyQt6.QtCore import QCoreApplication
from PyQt6.QtWidgets import QWidget

from autolabelme.core.annotation.document import Provenance

from ..lines_form import LinesForm


class ProvenanceForm(LinesForm):
    """Where a page comes from.

    With several pages only what they have in common is shown, and only what is changed is written.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        titles = {
            item.name: QCoreApplication.translate("Provenance", item.metadata["title"])
            for item in dataclasses.fields(Provenance)
        }
        super().__init__("provenance", titles, parent)
        self.setObjectName("provenance")

    def show_provenances(self, pages: list[Provenance]) -> None:
        """Show what `pages` have in common; not an edit."""
        for name, line in self._lines.items():
            values = {str(getattr(page, name)) for page in pages}
            text = values.pop() if len(values) == 1 else ""
            line.setPlaceholderText(self.tr("(different)") if values else "")
            self.show_text(name, text)
