"""The running or last training: progress with time left, curves, samples, and what was noted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from autolabelme.core.languages import said
from autolabelme.qtkit.commands import CommandButtons
from autolabelme.qtkit.job_rows import time_left
from autolabelme.qtkit.room import FixedRoom
from autolabelme.qtkit.toned_label import TonedLabel

from .commands import TrainCommands
from .curves import Curves
from .requests import Row
from .samples import SamplesView

if TYPE_CHECKING:
    from detector.core.preview import Preview

_STEPS = 1000
_NOTES_LINES = 2


class TrainingView(QWidget):
    """Shows what it is given."""

    def __init__(self, actions: TrainCommands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training-view")
        self.stage = QLabel(self)
        self.stage.setObjectName("training-stage")
        self.stage.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.left = QLabel(self)
        self.left.setObjectName("time-left")
        self.left.setToolTip(
            self.tr("Until the last epoch ends, if no stage stops early; then the model is measured")
        )
        self.bar = QProgressBar(self)
        self.bar.setObjectName("training-progress")
        self.bar.setRange(0, _STEPS)
        self.bar.setMaximumWidth(220)
        self.cancel = CommandButtons(actions, self).add("cancel")
        head = QHBoxLayout()
        head.addWidget(self.stage, 1)
        head.addWidget(self.left)
        head.addWidget(self.bar)
        head.addWidget(self.cancel)
        self.curves = Curves(self)
        self.samples = SamplesView(self)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.curves)
        self.splitter.addWidget(self.samples)
        self.splitter.setStretchFactor(0, 2)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.setSizes([190, 300])
        self.notes = TonedLabel("warning", self, name="training-notes")
        self.notes.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addLayout(head)
        layout.addWidget(self.splitter, 1)
        # Room of its own also while there is nothing to note: the plots do not move when something comes.
        layout.addWidget(FixedRoom(self.notes, _NOTES_LINES, self))
        self.show_idle()
        self.show_notes(())

    def begin(self) -> None:
        """A training begins: nothing is left of an earlier one."""
        self.curves.show_rows(())
        self.samples.show_preview(None)
        self.show_notes(())
        self.show_progress(0.0, self.tr("Starting"), None)

    def show_progress(
        self, share: float, stage: str, seconds: float | None, *, stopping: bool = False
    ) -> None:
        """`share` 0..1; `stage` in words; seconds left, None when they are not known yet."""
        self.bar.show()
        self.bar.setValue(round(_STEPS * share))
        if stopping:
            self.stage.setText(self.tr("Stopping; the best so far is kept"))
        else:
            self.stage.setText(stage)
        self.stage.setToolTip(self.stage.text())
        # In the job bar's words: two ways to round one figure look like two figures.
        self.left.setText("" if seconds is None else time_left(seconds))

    def show_idle(self, text: str = "") -> None:
        """No training runs; `text` says how the last one ended."""
        self.bar.hide()
        self.left.clear()
        self.stage.setText(
            text or self.tr("No training is running. Choose a catalogue and press Train (Return).")
        )
        self.stage.setToolTip(self.stage.text())

    def show_rows(self, rows: Sequence[Row]) -> None:
        self.curves.show_rows(rows)

    def show_preview(self, preview: Preview) -> None:
        self.samples.show_preview(preview)

    def show_notes(self, notes: Sequence[str]) -> None:
        """What the training has to say: memory that ran out, boxes left out, labels seen once."""
        self.notes.setText("\n".join(f"• {said(note)}" for note in notes))
        self.notes.setVisible(bool(notes))
