"""Which evidence lies over the picture and how: kept under *Map*, for the picture comes first."""

from __future__ import annotations

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtWidgets import QCheckBox, QFormLayout, QLabel, QSlider, QWidget

from .evidence_picker import EvidencePicker

FIRST_OPACITY = 60


class MapControls(QWidget):
    """`evidenceChosen` and `otherChosen` carry a key, `changed` that a slider or the box was moved."""

    evidenceChosen = pyqtSignal(str)
    otherChosen = pyqtSignal(str)
    changed = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        columns, tips = self._columns()
        self.evidence = EvidencePicker(columns, self, tips=tips)
        self.other = EvidencePicker(columns, self, tips=tips)
        self.evidence.setObjectName("evidence")
        self.other.setObjectName("evidence-other")
        self.evidence.setAccessibleName(self.tr("Evidence over the picture"))
        self.other.setAccessibleName(self.tr("Evidence over the right picture"))
        self.evidence.chosen.connect(self.evidenceChosen)
        self.other.chosen.connect(self.otherChosen)
        self.opacity = self._slider("heat-opacity", self.tr("Opacity of the map"))
        self.threshold = self._slider("heat-threshold", self.tr("Values below this are not shown"))
        self.outlines = QCheckBox(self.tr("Outlines"), self)
        self.outlines.setObjectName("outlines")
        self.outlines.setToolTip(self.tr("A line round everything from the threshold on"))
        self.outlines.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 4, 0)
        self._form.setVerticalSpacing(4)
        for text, widget in (
            (self.tr("Evidence"), self.evidence),
            (self.tr("On the right"), self.other),
            (self.tr("Opacity"), self.opacity),
            (self.tr("From"), self.threshold),
        ):
            label = QLabel(text, self)
            label.setBuddy(widget)
            self._form.addRow(label, widget)
        self._form.addRow(self.outlines)
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
        """Fit to what is in the middle: "ornament", "compare", "maps" or "why"; only *Two maps* has two."""
        self._form.setRowVisible(self.other, view == "maps")

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
        slider.setToolTip(tip)
        slider.setAccessibleName(tip)
        return slider
