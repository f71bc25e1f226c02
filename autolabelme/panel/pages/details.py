"""The right column of Pages: facts, marks and provenance of the selected pages."""

from __future__ import annotations

from PyQt6.QtCore import QSignalBlocker, pyqtSignal
from PyQt6.QtWidgets import QCheckBox, QLabel, QPushButton, QVBoxLayout, QWidget

from autolabelme.core.annotation.document import Document
from autolabelme.qtkit.room import ScrollColumn

from .provenance_form import ProvenanceForm


class Details(QWidget):
    """Edits are wishes: the workspace applies them to every selected page."""

    provenanceEdited = pyqtSignal(object)  # {field: text}
    marked = pyqtSignal(str, bool)  # "reviewed" or "flagged"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page-details")
        self._head = QLabel(self)
        self._head.setWordWrap(True)
        font = self._head.font()
        font.setBold(True)
        self._head.setFont(font)
        self._facts = QLabel(self)
        self._facts.setWordWrap(True)
        self.reviewed = QCheckBox(self.tr("Reviewed"), self)
        self.flagged = QCheckBox(self.tr("Flagged"), self)
        self.reviewed.clicked.connect(lambda value: self.marked.emit("reviewed", value))
        self.flagged.clicked.connect(lambda value: self.marked.emit("flagged", value))
        self.form = ProvenanceForm(self)
        self.form.edited.connect(self.provenanceEdited)
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(8, 8, 8, 8)
        for widget in (self._head, self._facts, self.reviewed, self.flagged, self.form):
            column.addWidget(widget)
        column.addStretch(1)
        area = ScrollColumn(inner, self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(area, 1)
        self.show_pages([], [])

    def add_primary(self, button: QPushButton) -> None:
        """The workspace's primary action, at the lower end."""
        row = QVBoxLayout()
        row.setContentsMargins(8, 4, 8, 8)
        row.addWidget(button)
        self._layout.addLayout(row)

    def show_pages(self, names: list[str], documents: list[Document]) -> None:
        """Show the selected pages; `documents` of those that could be read."""
        if not names:
            self._head.setText(self.tr("No page is selected"))
        elif len(names) == 1:
            self._head.setText(names[0])
        else:
            self._head.setText(self.tr("{0} pages").format(len(names)))
        self._facts.setText(self._described(documents) if documents else "")
        reason = "" if documents else self.tr("Select a page first")
        for widget in (self.reviewed, self.flagged, self.form):
            widget.setEnabled(bool(documents))
            widget.setToolTip(reason)
        for box, values in (
            (self.reviewed, {document.reviewed for document in documents}),
            (self.flagged, {document.flagged for document in documents}),
        ):
            with QSignalBlocker(box):
                box.setChecked(values == {True})
        self.form.show_provenances([document.provenance for document in documents])

    def _described(self, documents: list[Document]) -> str:
        boxes = sum(len(document.vignettes()) for document in documents)
        if len(documents) > 1:
            return self.tr("boxes: {0}").format(boxes)
        page = documents[0]
        dpi = "" if page.dpi is None else self.tr(", {0} dpi").format(f"{page.dpi:.0f}")
        return self.tr("{0} × {1} px{2}; labels: {3}, boxes: {4}").format(
            page.width, page.height, dpi, len(page.labels()), boxes
        )
