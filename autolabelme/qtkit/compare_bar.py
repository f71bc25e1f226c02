"""The row of controls above the compare view: the modes, the present mode's setting, the evidence."""

from __future__ import annotations

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from .compare_modes import KEYS, MODES, mode_help, mode_name
from .evidence_layers import EvidenceLayers
from .room import FlowLayout


class CompareBar(QWidget):
    """Emits what the user chose; `show_*` set the controls silently."""

    mode_chosen = pyqtSignal(str)
    speed_chosen = pyqtSignal(float)  # pictures a second
    opacity_chosen = pyqtSignal(float)  # 0..1
    magnification_chosen = pyqtSignal(float)
    lock_chosen = pyqtSignal(bool)
    evidence_changed = pyqtSignal(float, float)  # opacity 0..1, threshold as a share of the scale 0..1

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = FlowLayout(self, spacing=2)
        layout.setContentsMargins(4, 2, 4, 2)
        self._buttons: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        for mode in MODES:
            button = QToolButton(self)
            button.setObjectName(f"mode_{mode}")
            button.setText(mode_name(mode))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the picture
            button.setAutoRaise(True)
            group.addButton(button)
            button.clicked.connect(lambda _=False, mode=mode: self.mode_chosen.emit(mode))
            layout.addWidget(button)
            self._buttons[mode] = button
        self._settings = QStackedWidget(self)
        self._pages: dict[str, int] = {}
        self.speed = self._slider("speed", 5, 80)
        self.speed.valueChanged.connect(lambda value: self.speed_chosen.emit(value / 10))
        self._page("blink", self.tr("Speed"), self.speed)
        self.opacity = self._slider("opacity", 0, 100)
        self.opacity.valueChanged.connect(lambda value: self.opacity_chosen.emit(value / 100))
        self._page("onion", self.tr("Source"), self.opacity)
        self.magnification = self._slider("magnification", 1, 8)
        self.magnification.valueChanged.connect(lambda value: self.magnification_chosen.emit(float(value)))
        self._page("loupe", self.tr("Magnification"), self.magnification)
        self.lock = QCheckBox(self.tr("Move together"), self)
        self.lock.setChecked(True)
        self.lock.clicked.connect(lambda checked: self.lock_chosen.emit(checked))
        self._page("side_by_side", "", self.lock)
        self._page("", "", QLabel(self))
        layout.addWidget(self._settings)
        self._evidence = QWidget(self)
        row = QHBoxLayout(self._evidence)
        row.setContentsMargins(0, 0, 0, 0)
        self.heat_opacity = self._slider("heat_opacity", 0, 100)
        self.heat_threshold = self._slider("heat_threshold", 0, 100)
        for text, slider in ((self.tr("Heat"), self.heat_opacity), (self.tr("From"), self.heat_threshold)):
            slider.setAccessibleName(text)
            slider.valueChanged.connect(self._emit_evidence)
            row.addWidget(QLabel(text, self._evidence))
            row.addWidget(slider)
        self.heat_opacity.setToolTip(self.tr("Opacity of the heat map"))
        self.heat_threshold.setToolTip(self.tr("Values below this are not shown"))
        policy = self._evidence.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the pictures stay where they are when it comes
        self._evidence.setSizePolicy(policy)
        self._evidence.hide()
        layout.addWidget(self._evidence)

    def show_mode(self, mode: str, speed_hz: float, has_images: bool, registered: bool) -> None:
        """Check the mode's button, show its setting, and say why a mode is not to be had."""
        for name, button in self._buttons.items():
            button.setChecked(name == mode)
            button.setEnabled(has_images and (registered or name == "side_by_side"))
            if button.isEnabled():
                button.setToolTip(f"{mode_help(name)} ({KEYS[name]})")
            elif has_images:
                button.setToolTip(
                    self.tr("The two images are not aligned yet, so they cannot be laid over each other.")
                )
            else:
                button.setToolTip(self.tr("There is no pair to compare yet."))
        self._settings.setCurrentIndex(self._pages.get(mode, self._pages[""]))
        self._settings.setEnabled(has_images)
        with QSignalBlocker(self.speed):
            self.speed.setValue(round(speed_hz * 10))

    def show_opacity(self, opacity: float) -> None:
        with QSignalBlocker(self.opacity):
            self.opacity.setValue(round(100 * opacity))

    def show_magnification(self, magnification: float) -> None:
        with QSignalBlocker(self.magnification):
            self.magnification.setValue(round(magnification))

    def show_locked(self, locked: bool) -> None:
        self.lock.setChecked(locked)

    def show_evidence(self, evidence: EvidenceLayers) -> None:
        """Show the heat map's controls while there is one."""
        heat = evidence.heat
        self._evidence.setVisible(heat is not None)
        if heat is None:
            return
        with QSignalBlocker(self.heat_opacity), QSignalBlocker(self.heat_threshold):
            self.heat_opacity.setValue(round(100 * evidence.opacity))
            self.heat_threshold.setValue(round(100 * heat.share(evidence.threshold)))

    def _emit_evidence(self) -> None:
        self.evidence_changed.emit(self.heat_opacity.value() / 100, self.heat_threshold.value() / 100)

    def _slider(self, name: str, low: int, high: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(name)
        slider.setRange(low, high)
        slider.setMinimumWidth(45)  # a narrow window must not grow when the evidence appears
        slider.setMaximumWidth(90)
        return slider

    def _page(self, mode: str, text: str, widget: QWidget) -> None:
        page = QWidget(self)
        row = QHBoxLayout(page)
        row.setContentsMargins(8, 0, 8, 0)
        if text:
            row.addWidget(QLabel(text, page))
            widget.setAccessibleName(text)
        row.addWidget(widget)
        row.addStretch(1)
        self._pages[mode] = self._settings.addWidget(page)
