"""The row above the picture: which evidence lies over it and how, and the way through the findings."""

from __future__ import annotations

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSlider, QWidget

from autolabelme.qtkit.commands import CommandButtons
from autolabelme.qtkit.room import FlowLayout

from .commands import InspectCommands
from .evidence_picker import EvidencePicker

FIRST_OPACITY = 60


class CanvasBar(QWidget):
    """`evidenceChosen` and `otherChosen` carry a key, `changed` that a slider or the box was moved."""

    evidenceChosen = pyqtSignal(str)
    otherChosen = pyqtSignal(str)
    changed = pyqtSignal()

    def __init__(self, actions: InspectCommands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = FlowLayout(self, spacing=6)
        row.setContentsMargins(6, 0, 6, 0)
        columns, tips = self._columns()
        self.evidence = EvidencePicker(columns, self, tips=tips)
        self.other = EvidencePicker(columns, self, tips=tips)
        self.evidence.setObjectName("evidence")
        self.other.setObjectName("evidence-other")
        self.evidence.setAccessibleName(self.tr("Evidence over the picture"))
        self.other.setAccessibleName(self.tr("Evidence over the right picture"))
        self.evidence.chosen.connect(self.evidenceChosen)
        self.other.chosen.connect(self.otherChosen)
        self._label = QLabel(self.tr("Evidence"), self)
        self._label.setBuddy(self.evidence)
        row.addWidget(self._label)
        row.addWidget(self.evidence)
        self._versus = QLabel("|", self)
        row.addWidget(self._versus)
        row.addWidget(self.other)
        self._sliders = QWidget(self)
        inner = QHBoxLayout(self._sliders)
        inner.setContentsMargins(0, 0, 0, 0)
        self.opacity = self._slider("heat-opacity", self.tr("Opacity of the map"))
        self.threshold = self._slider("heat-threshold", self.tr("Values below this are not shown"))
        for text, slider in ((self.tr("Opacity"), self.opacity), (self.tr("From"), self.threshold)):
            inner.addWidget(QLabel(text, self._sliders))
            inner.addWidget(slider)
        self.outlines = QCheckBox(self.tr("Outlines"), self)
        self.outlines.setObjectName("outlines")
        self.outlines.setToolTip(self.tr("A line round everything from the threshold on"))
        self.outlines.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row.addWidget(self._sliders)
        row.addWidget(self.outlines)
        buttons = CommandButtons(actions, self)
        for name in ("previous", "next"):
            row.addWidget(buttons.sign(name))
        for name in ("why_large", "two_maps", "compare"):
            row.addWidget(buttons.add_narrow(name))
        self.opacity.setValue(FIRST_OPACITY)
        self.opacity.valueChanged.connect(lambda _value: self.changed.emit())
        self.threshold.valueChanged.connect(lambda _value: self.changed.emit())
        self.outlines.toggled.connect(lambda _on: self.changed.emit())

    def retranslate(self) -> None:
        """Words in the language that is installed now, also for the next list."""
        for picker in (self.evidence, self.other):
            picker.set_columns(*self._columns())

    def _columns(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Titles and tips of the pickers' columns."""
        columns = (
            self.tr("Evidence"),
            self.tr("mIoU C"),
            self.tr("mIoU CU"),
            self.tr("AUROC"),
            self.tr("s"),
        )
        tips = (
            "",
            self.tr("Overlap of what it lights up with what was changed, in percent, on changed impressions"),
            self.tr("The same on changed and unchanged impressions side by side"),
            self.tr("How surely changed places get more than others: 0.5 is chance, 1 is always"),
            self.tr("Seconds of a processor to learn and score the measured set of 30 vignettes"),
        )
        return columns, tips

    def show_view(self, view: str) -> None:
        """Fit the row to what is in the middle: "ornament", "compare", "maps" or "why"."""
        self._versus.setVisible(view == "maps")
        self.other.setVisible(view == "maps")
        # The compare view has sliders of its own for the same map.
        self._sliders.setVisible(view in ("ornament", "maps"))
        self._label.setVisible(view in ("ornament", "compare"))  # two pickers need its room
        self.evidence.setVisible(view != "why")
        self.outlines.setVisible(view != "why")

    def set_has_map(self, shown: bool) -> None:
        """Without a map there is nothing to fade or to outline."""
        self.opacity.setEnabled(shown)
        self.threshold.setEnabled(shown)
        self.outlines.setEnabled(shown)

    def set_levels(self, opacity: float, share: float) -> None:
        """Opacity, and the threshold as a share of the scale (0..1 both); silently."""
        with QSignalBlocker(self.opacity), QSignalBlocker(self.threshold):
            self.opacity.setValue(round(100 * opacity))
            self.threshold.setValue(round(100 * share))

    def _slider(self, name: str, tip: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(name)
        slider.setRange(0, 100)
        slider.setMinimumWidth(50)
        slider.setMaximumWidth(90)
        slider.setToolTip(tip)
        slider.setAccessibleName(tip)
        return slider
