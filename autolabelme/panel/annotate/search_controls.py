"""The search controls: threshold, rotation, search space, scope, scales; in the order of their use."""

from __future__ import annotations

from dataclasses import replace

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.matching.params import SearchParams
from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.param_fields import ChoiceEditor, NumberEditor
from autolabelme.qtkit.params_form import ParamsForm
from autolabelme.qtkit.score_histogram import ScoreHistogram
from autolabelme.qtkit.toned_label import TonedLabel

from .search_settings import THRESHOLD_STEP, SearchSettings

_SLIDER_STEP = 0.01  # finer than the report's step: the slider only filters what was found
_NARROWEST, _ARROWS_PX = "0.00", 26


class SearchControls(QWidget):
    """Threshold of the current label, and the settings of the next search.

    `thresholdMoved` comes while the slider moves (cached candidates are filtered at once),
    `thresholdSet` when it has come to rest: that is one step of undo.
    """

    thresholdMoved = pyqtSignal(float)
    thresholdSet = pyqtSignal(float)
    settingsChanged = pyqtSignal(object)  # SearchSettings

    def __init__(self, settings: SearchSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search-controls")
        self._narrow: list[QWidget] = []
        self.form = ParamsForm(settings, self, without=("pinned",))
        info = replace(SearchParams.info("threshold"), step=_SLIDER_STEP)
        self._threshold = NumberEditor(info, whole=False, parent=self)
        assert isinstance(self._threshold.spin, QDoubleSpinBox) and self._threshold.slider is not None
        self._threshold.setAccessibleName(self.tr("Threshold"))
        self.threshold: QDoubleSpinBox = self._threshold.spin
        self.slider: QSlider = self._threshold.slider
        self.threshold.setSingleStep(THRESHOLD_STEP)
        self.slider.setPageStep(round(THRESHOLD_STEP / _SLIDER_STEP))
        self._threshold.edited.connect(self._on_threshold)
        self.slider.sliderReleased.connect(lambda: self.thresholdSet.emit(self.threshold.value()))
        self.scores = ScoreHistogram(self)
        self.scores.setToolTip(self.tr("Scores of what was found; what is shaded reaches the threshold"))
        self.scores.setAccessibleName(self.tr("Scores"))
        self.scores.moved.connect(self._drag)
        self.scores.released.connect(self._drag_end)
        self.count = QLabel("", self)
        self.count.setObjectName("copies-count")
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count.setFixedWidth(self.threshold.sizeHint().width())
        self.left_out = TonedLabel("", self, name="left-out")
        self.form.add_first(self.tr("Scores"), self._score_row())
        self.form.add_first(self.tr("Threshold"), self._threshold)
        tip = self.tr("Matches below this score are left out; nothing is searched anew")
        self._threshold.setToolTip(tip)
        self.value = self._spin("value", "search-space")
        self.rotation_min = self._spin("rotation_min", "rotation-min")
        self.rotation_max = self._spin("rotation_max", "rotation-max")
        for name in ("scale_low", "scale_high", "scale_steps"):
            self._spin(name, name.replace("_", "-"))
        self.scope = self._combo("scope")
        self._combo("scale_mode")
        self.pin = QToolButton(self)
        self.pin.setObjectName("pin-scope")
        self.pin.setCheckable(True)
        self.pin.setAutoRaise(True)
        self.pin.setIcon(icon("mdi6.pin-outline"))
        self.pin.setToolTip(self.tr("Keep this scope for the next page; otherwise it goes back to line"))
        self.pin.setAccessibleName(self.tr("Keep the scope"))
        self.form.row("Search space").addWidget(self.pin)
        for one, following in ((self.threshold, self.rotation_min), (self.scope, self.pin)):
            QWidget.setTabOrder(one, following)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)
        self._take_widths()
        self.set_settings(settings)
        self.form.changed.connect(self._on_change)
        self.pin.toggled.connect(self._on_change)

    def settings(self) -> SearchSettings:
        """The settings as they stand."""
        return self.form.params().replace(pinned=self.pin.isChecked())

    def set_settings(self, settings: SearchSettings) -> None:
        """Show `settings` without saying that they changed."""
        self.form.set_params(settings)
        blocked = self.pin.blockSignals(True)
        self.pin.setChecked(settings.pinned)
        self.pin.blockSignals(blocked)
        self._show_use_of_value(settings)

    def set_threshold(self, value: float) -> None:
        """Show the threshold of the current label."""
        self._threshold.set_value(value)

    def show_count(self, count: int | None, candidates: int, through: int) -> None:
        """How many candidates reach the threshold (None: nothing was searched); what is left out."""
        self.count.setText("" if count is None else str(count))
        words = self.tr("Candidates that count as copies: {0} of {1}").format(count, candidates)
        self.count.setToolTip("" if count is None else words)
        text = self.tr("shows through from the verso, left out: {0}").format(through) if through else ""
        self.left_out.setText(text)
        self.left_out.setToolTip(text)

    def _score_row(self) -> QWidget:
        holder = QWidget(self)
        layout = QGridLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setVerticalSpacing(0)
        layout.addWidget(self.scores, 0, 0)
        layout.addWidget(self.count, 0, 1)
        layout.addWidget(self.left_out, 1, 0, 1, 2)
        # It keeps its line: what comes and goes moves nothing.
        self.left_out.setWordWrap(False)
        self.left_out.setFixedHeight(self.left_out.fontMetrics().height())
        self.left_out.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return holder

    def _drag(self, value: float) -> None:
        self.set_threshold(value)
        self.thresholdMoved.emit(value)

    def _drag_end(self, value: float) -> None:
        self.set_threshold(value)
        self.thresholdSet.emit(value)

    def _on_change(self) -> None:
        settings = self.settings()
        self._show_use_of_value(settings)
        self.settingsChanged.emit(settings)

    def _show_use_of_value(self, settings: SearchSettings) -> None:
        used = settings.scope in ("line", "around")
        self.value.setEnabled(used)
        unused = self.tr("This scope does not use the search space value")
        self.value.setToolTip(self.form.editor("value").toolTip() if used else unused)

    def _on_threshold(self) -> None:
        value = self.threshold.value()
        if self.slider.isSliderDown():
            self.thresholdMoved.emit(value)
        else:
            self.thresholdSet.emit(value)

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.FontChange:
            self._take_widths()

    def _take_widths(self) -> None:
        """Narrow columns: the contents decide, not the widest number of the range."""
        for one in self._narrow:
            one.setMinimumWidth(one.fontMetrics().horizontalAdvance(_NARROWEST) + _ARROWS_PX)

    def _spin(self, field: str, name: str) -> QSpinBox | QDoubleSpinBox:
        spin = self.form.editor(field).focusProxy()
        assert isinstance(spin, QSpinBox | QDoubleSpinBox)
        spin.setObjectName(name)
        self._narrow.append(spin)
        return spin

    def _combo(self, field: str) -> QComboBox:
        editor = self.form.editor(field)
        assert isinstance(editor, ChoiceEditor)
        editor.combo.setObjectName(field.replace("_", "-"))
        return editor.combo
