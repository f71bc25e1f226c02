"""The right column: the impressions with their dates, what is decided of the selected event, the report."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from autolabelme.qtkit.commands import CommandButtons
from ransac_gui.core.ledger.ledger import Row

from .commands import LedgerCommands
from .impressions import ImpressionTable

WIDTH_PX = 320


class SideColumn(QWidget):
    """Shows what it is given; its signals and the actions say what the user did."""

    noted = pyqtSignal(str)

    def __init__(self, actions: LedgerCommands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger-side")
        self.buttons = CommandButtons(actions, self)
        self.impressions = ImpressionTable(self)
        self.note = QLineEdit(self)
        self.note.setObjectName("ledger-note")
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("Note on this event"))
        self.note.editingFinished.connect(self._noted)
        self._event = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        layout.addLayout(self._first())
        layout.addWidget(self.impressions, 1)
        layout.addWidget(self.note)
        layout.addLayout(self.buttons.row("present", "absent", "unknown", even=True))
        layout.addLayout(self.buttons.grid(("accept", "reject"), ("undo", "redo"), ("send", "report")))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def _first(self) -> QVBoxLayout:
        rows = QVBoxLayout()
        rows.setSpacing(4)
        rows.addWidget(self.buttons.add_primary("make", tall=True))
        rows.addLayout(self.buttons.row("open_ledger", "cancel", even=True))
        return rows

    def show_note(self, row: Row | None) -> None:
        """The note on an event; what is being typed on the same one stays."""
        event = 0 if row is None else row.event.number
        note = "" if row is None else row.note
        if self.note.text() != note and not (self.note.hasFocus() and event == self._event):
            self.note.setText(note)
        self._event = event
        self.note.setEnabled(row is not None)
        self.note.setToolTip(
            self.tr("Select an event first")
            if row is None
            else self.tr("Kept with the event, and written into report and tables")
        )

    def _noted(self) -> None:
        if self._event:
            self.noted.emit(self.note.text().strip())
