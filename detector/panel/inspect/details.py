"""Under *Details*: the figures of the selected finding, the rate as a line on scores, what all rests on."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QVBoxLayout, QWidget

from autolabelme.qtkit.toned_label import TonedLabel

from ..figures import FigureTable, Row
from .rate_slider import RateSlider


class Details(QWidget):
    """Shows what it is given; the slider's signal says that the rate was dragged."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("details")
        self.table = FigureTable("finding-figures", self, whole=True)
        self.evidence = TonedLabel("", self, name="evidence-lines")
        self.slider = RateSlider(self)
        self.whole = TonedLabel("muted", self, name="whole")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(4)
        for label in (self.evidence, self.whole):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for widget in (self.table, self.evidence, self.slider, self.whole):
            layout.addWidget(widget)
        layout.addStretch(1)

    def show_finding(self, rows: Sequence[Row], evidence: Sequence[str]) -> None:
        """Figures and sentences of the selected finding; none where nothing is selected."""
        self.table.show_rows(rows)
        self.evidence.setText("\n".join(evidence))
        self.evidence.setVisible(bool(evidence))

    def show_whole(self, lines: Sequence[str]) -> None:
        """What is concluded of the ornament, with its rate, and what that rests on."""
        self.whole.setText("\n".join(lines))
