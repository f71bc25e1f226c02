"""The right column: Inspect, the cards, the figures under *Details*, verdicts, strike, report."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QResizeEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from autolabelme.qtkit.changed_badge import ChangedBadge
from autolabelme.qtkit.commands import CommandButtons
from autolabelme.qtkit.param_fields import NumberEditor
from autolabelme.qtkit.toned_label import TonedLabel
from detector.core.siblings.params import SiblingParams

from ..cards import CardList
from ..figures import FigureTable, Fold
from ..note_edit import NoteEdit
from .commands import SiblingCommands
from .presenter import Row

WIDTH_PX = 340
_ROWS = 8
_DETAILS_SHARE = 0.25
"""Of the column's height: in a low window the figures scroll, and the cards keep some room."""


class SideColumn(QWidget):
    """Shows what it is given; its signals and the actions say what the user did."""

    rateChosen = pyqtSignal(float)
    noted = pyqtSignal(str)

    def __init__(self, actions: SiblingCommands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sibling-side")
        self.buttons = CommandButtons(actions, self)
        self.cards = CardList("sibling-cards", self)
        self.cards.setAccessibleName(self.tr("Impressions, the most suspicious first"))
        self._rate = NumberEditor(SiblingParams.info("false_alarms"), whole=False, parent=self, slider=False)
        self._rate.edited.connect(lambda: self.rateChosen.emit(self._rate.value()))
        self._rate.setAccessibleName(self.tr("False alarms"))
        self.rate = self._rate.spin
        self.rate.setObjectName("sibling-rate")
        self.rate.setToolTip(self.tr("Share of untouched vignettes that may be flagged; the cards follow"))
        label = QLabel(self.tr("False alarms"), self)
        label.setBuddy(self.rate)
        rate = QHBoxLayout()
        rate.addWidget(label)
        rate.addWidget(self._rate, 1)
        self.changed = ChangedBadge("sibling-rate-changed", self)
        self.changed.clicked.connect(lambda: self.rateChosen.emit(SiblingParams().false_alarms))
        rate.addWidget(self.changed)
        self.normals = TonedLabel("muted", self, name="sibling-normals")
        self.unfold = Fold(
            "sibling-details-unfold",
            self.tr("Details"),
            self.tr("The figures behind the selected impression"),
            self,
        )
        self.details = FigureTable("sibling-details", self)
        self.details.hide()
        self.unfold.toggled.connect(self.details.setVisible)
        self.note = NoteEdit(self)
        self.note.setObjectName("sibling-note")
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("Note on this impression"))
        self.note.editingFinished.connect(self._noted)
        self._shown = -1
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        first = QHBoxLayout()
        first.setSpacing(4)
        first.addWidget(self.buttons.add_primary("inspect"), 2)
        first.addWidget(self.buttons.add("cancel"), 1)
        layout.addLayout(first)
        layout.addLayout(rate)
        layout.addLayout(self.buttons.grid(("normals", "no_normals")))
        layout.addWidget(self.normals)
        layout.addWidget(self.cards, 1)
        layout.addWidget(self.unfold)
        layout.addWidget(self.details)
        layout.addWidget(self.note)
        layout.addLayout(self.buttons.grid(("accept", "reject"), ("strike", "report"), ("undo", "redo")))

    # -- showing ------------------------------------------------------------------------------------
    def show_rate(self, rate: float) -> None:
        self._rate.set_value(rate)
        usual = SiblingParams().false_alarms
        self.changed.show_change(rate != usual, usual)

    def show_normals(self, text: str) -> None:
        self.normals.setText(text)
        self.normals.setVisible(bool(text))

    def show_note(self, row: Row | None) -> None:
        """The note on an impression; what is being typed on the same one stays."""
        number = -1 if row is None else row.number
        note = "" if row is None else row.said.note
        if self.note.text() != note and not (self.note.hasFocus() and number == self._shown):
            self.note.setText(note)
        self._shown = number
        self.note.setEnabled(row is not None)
        self.note.setToolTip(
            self.tr("Select an impression first")
            if row is None
            else self.tr("Kept with the impression, and written into the report")
        )

    # -- inside -------------------------------------------------------------------------------------
    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        whole = (_ROWS + 2) * (self.fontMetrics().lineSpacing() + 3)
        least = self.details.minimumHeight()
        self.details.setMaximumHeight(max(least, min(whole, round(_DETAILS_SHARE * self.height()))))

    def _noted(self) -> None:
        if self._shown >= 0:
            self.noted.emit(self.note.text().strip())
