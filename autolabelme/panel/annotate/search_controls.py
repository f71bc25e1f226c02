"""The search controls: threshold, rotation, search space, scope, scales; in the order of their use."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QSpinBox,
    QToolButton,
    QWidget,
)

from autolabelme.qtkit.icons import icon

from .search_settings import FOLDER, THRESHOLD_STEP, SearchSettings

_UNSET = -181.0
_SLIDER_STEPS = 100


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
        self._build()
        self.set_settings(settings)

    # -- building -----------------------------------------------------------------------------------
    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, _SLIDER_STEPS)
        self.slider.setPageStep(round(THRESHOLD_STEP * _SLIDER_STEPS))
        self.slider.setToolTip(self.tr("Matches below this score are left out; nothing is searched anew"))
        self.threshold = _double(self, 0.0, 1.0, THRESHOLD_STEP, 2)
        self.threshold.setToolTip(self.slider.toolTip())
        self.slider.valueChanged.connect(self._on_slider)
        self.slider.sliderReleased.connect(lambda: self.thresholdSet.emit(self.threshold.value()))
        self.threshold.valueChanged.connect(self._on_threshold)
        _row(grid, 0, self.tr("Threshold"), [self.slider, self.threshold])

        self.rotation_min = _optional_angle(self, self.tr("Alone: that one angle. With max: every 5 degrees"))
        self.rotation_max = _optional_angle(self, self.tr("Largest angle; every 5 degrees from min"))
        self.rotation_min.setObjectName("rotation-min")
        self.rotation_max.setObjectName("rotation-max")
        row = [
            QLabel(self.tr("min"), self),
            self.rotation_min,
            QLabel(self.tr("max"), self),
            self.rotation_max,
        ]
        _row(grid, 1, self.tr("Rotation"), row)

        self.value = QSpinBox(self)
        self.value.setObjectName("search-space")
        self.value.setRange(1, 100_000)
        self.value.setToolTip(self.tr("1 to 15: template heights above and below the box; over 15: pixels"))
        self.scope = QComboBox(self)
        self.scope.setObjectName("scope")
        for key, title, tip in self._scopes():
            self.scope.addItem(title, key)
            self.scope.setItemData(self.scope.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.scope.setToolTip(self.tr("Where the search looks"))
        self.pin = QToolButton(self)
        self.pin.setObjectName("pin-scope")
        self.pin.setCheckable(True)
        self.pin.setAutoRaise(True)
        self.pin.setIcon(icon("mdi6.pin-outline"))
        self.pin.setToolTip(self.tr("Keep this scope for the next page; otherwise it goes back to line"))
        self.pin.setAccessibleName(self.tr("Keep the scope"))
        _row(grid, 2, self.tr("Search space"), [self.value, self.scope, self.pin])

        self.flips = QCheckBox(self.tr("flips"), self)
        self.flips.setToolTip(self.tr("Find mirrored and upside-down copies"))
        self.turns = QCheckBox(self.tr("quarter turns"), self)
        self.turns.setToolTip(self.tr("Find copies turned by 90, 180 and 270 degrees"))
        _row(grid, 3, self.tr("Copies"), [self.flips, self.turns])

        self.scale_low = _double(self, 0.2, 5.0, 0.1, 2)
        self.scale_high = _double(self, 0.2, 5.0, 0.1, 2)
        self.scale_steps = QSpinBox(self)
        self.scale_steps.setRange(0, 200)
        self.scale_low.setToolTip(self.tr("Smallest scale against the template"))
        self.scale_high.setToolTip(self.tr("Largest scale against the template"))
        self.scale_steps.setToolTip(self.tr("How many scales are tried between the two"))
        self.scale_mode = QComboBox(self)
        self.scale_mode.addItem(self.tr("width"), "width")
        self.scale_mode.addItem(self.tr("both"), "uniform")
        self.scale_mode.setToolTip(self.tr("Scale the width only, as the original did, or both sides"))
        metrics = self.fontMetrics()
        for part, longest in ((self.scale_low, "0.00"), (self.scale_high, "0.00"), (self.scale_steps, "000")):
            part.setFixedWidth(metrics.horizontalAdvance(longest) + 28)
        self.scale_mode.setMinimumWidth(60)
        scales = [self.scale_low, self.scale_high, self.scale_steps, self.scale_mode]
        _row(grid, 4, self.tr("Scales"), scales)
        for spin in (self.rotation_min, self.rotation_max, self.scale_low, self.scale_high):
            spin.valueChanged.connect(self._on_change)
        for whole in (self.value, self.scale_steps):
            whole.valueChanged.connect(self._on_change)
        for combo in (self.scope, self.scale_mode):
            combo.currentIndexChanged.connect(self._on_change)
        for check in (self.flips, self.turns, self.pin):
            check.toggled.connect(self._on_change)

    def _scopes(self) -> list[tuple[str, str, str]]:
        return [
            ("line", self.tr("line"), self.tr("Full width of the page, so far above and below")),
            ("around", self.tr("around"), self.tr("So far on all four sides")),
            ("ornament", self.tr("ornament"), self.tr("The region that you drew with the ornament tool")),
            ("page", self.tr("page"), self.tr("The whole page")),
            (FOLDER, self.tr("all pages"), self.tr("Every page that is open in Pages")),
        ]

    # -- values -------------------------------------------------------------------------------------
    def settings(self) -> SearchSettings:
        """The settings as they stand."""
        return SearchSettings(
            rotation_min=_angle(self.rotation_min),
            rotation_max=_angle(self.rotation_max),
            value=self.value.value(),
            scope=str(self.scope.currentData()),
            flips=self.flips.isChecked(),
            quarter_turns=self.turns.isChecked(),
            scale_low=self.scale_low.value(),
            scale_high=self.scale_high.value(),
            scale_steps=self.scale_steps.value(),
            scale_mode=str(self.scale_mode.currentData()),
            pinned=self.pin.isChecked(),
        )

    def set_settings(self, settings: SearchSettings) -> None:
        """Show `settings` without saying that they changed."""
        with _blocked(self._inputs()):
            for spin, value in (
                (self.rotation_min, settings.rotation_min),
                (self.rotation_max, settings.rotation_max),
            ):
                spin.setValue(_UNSET if value is None else value)
            self.value.setValue(settings.value)
            self.scope.setCurrentIndex(self.scope.findData(settings.scope))
            self.pin.setChecked(settings.pinned)
            self.flips.setChecked(settings.flips)
            self.turns.setChecked(settings.quarter_turns)
            self.scale_low.setValue(settings.scale_low)
            self.scale_high.setValue(settings.scale_high)
            self.scale_steps.setValue(settings.scale_steps)
            self.scale_mode.setCurrentIndex(self.scale_mode.findData(settings.scale_mode))
        self.value.setEnabled(settings.scope in ("line", "around"))

    def set_threshold(self, value: float) -> None:
        """Show the threshold of the current label."""
        with _blocked([self.slider, self.threshold]):
            self.threshold.setValue(value)
            self.slider.setValue(round(value * _SLIDER_STEPS))

    def _inputs(self) -> list[QWidget]:
        return [
            *(self.rotation_min, self.rotation_max, self.value, self.scope, self.flips, self.turns),
            *(self.scale_low, self.scale_high, self.scale_steps, self.scale_mode, self.pin),
        ]

    def _on_change(self) -> None:
        settings = self.settings()
        near = settings.scope in ("line", "around")
        self.value.setEnabled(near)
        self.value.setToolTip(
            self.tr("1 to 15: template heights above and below the box; over 15: pixels")
            if near
            else self.tr("This scope does not use the search space value")
        )
        self.settingsChanged.emit(settings)

    def _on_slider(self, position: int) -> None:
        value = position / _SLIDER_STEPS
        with _blocked([self.threshold]):
            self.threshold.setValue(value)
        self.thresholdMoved.emit(value)
        if not self.slider.isSliderDown():
            self.thresholdSet.emit(value)

    def _on_threshold(self, value: float) -> None:
        with _blocked([self.slider]):
            self.slider.setValue(round(value * _SLIDER_STEPS))
        self.thresholdSet.emit(value)


def _row(grid: QGridLayout, row: int, title: str, widgets: list[QWidget]) -> None:
    label = QLabel(title, grid.parentWidget())
    label.setBuddy(next(widget for widget in widgets if not isinstance(widget, QLabel)))
    grid.addWidget(label, row, 0)
    line = QHBoxLayout()
    line.setSpacing(4)
    for widget in widgets:
        stretch = 0 if isinstance(widget, QLabel | QToolButton) else 2 if isinstance(widget, QComboBox) else 1
        line.addWidget(widget, stretch)
    grid.addLayout(line, row, 1)


def _double(parent: QWidget, low: float, high: float, step: float, decimals: int) -> QDoubleSpinBox:
    spin = QDoubleSpinBox(parent)
    spin.setRange(low, high)
    spin.setSingleStep(step)
    spin.setDecimals(decimals)
    # Narrow columns: the contents decide, not the widest number of the range.
    spin.setMinimumWidth(44)
    spin.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return spin


def _optional_angle(parent: QWidget, tip: str) -> QDoubleSpinBox:
    spin = _double(parent, _UNSET, 360.0, 5.0, 0)
    spin.setSpecialValueText("–")
    spin.setSuffix("°")
    spin.setToolTip(tip)
    return spin


def _angle(spin: QDoubleSpinBox) -> float | None:
    return None if spin.value() <= _UNSET else spin.value()


class _blocked:
    """Block the signals of several widgets for a while."""

    def __init__(self, widgets: list[QWidget]) -> None:
        self._widgets = widgets
        self._blockers: list[QSignalBlocker] = []

    def __enter__(self) -> None:
        self._blockers = [QSignalBlocker(widget) for widget in self._widgets]

    def __exit__(self, *_: object) -> None:
        undo: list[Callable[[], None]] = [blocker.unblock for blocker in self._blockers]
        for unblock in undo:
            unblock()
