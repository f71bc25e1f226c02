"""Three ways to train, one below the other: what each is called, how long it takes here, what it reaches."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QFont
from PyQt6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from autolabelme.qtkit.messages import said
from autolabelme.qtkit.toned_label import TonedLabel
from detector.core.params import TrainParams
from detector.core.presets import PRESETS, preset_of, time_words


class PresetCards(QWidget):
    """`chosen` carries the name of the preset that the user wants. None is on with settings of one's own."""

    chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("presets")
        self.setAccessibleName(self.tr("Training"))
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        self._texts: dict[str, TonedLabel] = {}
        self._shown: tuple[TrainParams, int, float | None] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for name in PRESETS:
            button = QRadioButton(self)
            button.setObjectName(f"preset-{name}")
            button.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            self._group.addButton(button)
            text = TonedLabel("muted", self, name=f"preset-{name}-text")
            text.setContentsMargins(22, 0, 0, 4)
            self.buttons[name], self._texts[name] = button, text
            layout.addWidget(button)
            layout.addWidget(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._embolden()

    @property
    def current(self) -> str:
        """The preset that is on, '' for settings of one's own."""
        return next((name for name, button in self.buttons.items() if button.isChecked()), "")

    def text(self, name: str) -> str:
        """What is said below a preset."""
        return self._texts[name].text()

    def show_params(self, params: TrainParams, pages: int, crop_s: float | None) -> None:
        """Mark the preset that `params` are, and say of each how long it takes with so many pages."""
        self._shown = params, pages, crop_s
        current = preset_of(params)
        self._group.setExclusive(False)
        for name, preset in PRESETS.items():
            button = self.buttons[name]
            button.setChecked(name == current)
            button.setText(said(preset.title))
            button.setToolTip(said(preset.reaches))
            wanted = preset.params.replace(device=params.device)
            self._texts[name].setText(f"{said(time_words(wanted, pages, crop_s))} {said(preset.short)}")
            self._texts[name].setToolTip(button.toolTip())
        self._group.setExclusive(bool(current))

    def retranslate(self) -> None:
        if self._shown is not None:
            self.show_params(*self._shown)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.FontChange:
            self._embolden()

    def _embolden(self) -> None:
        bold = QFont(self.font())
        bold.setBold(True)
        for button in self.buttons.values():
            button.setFont(bold)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
