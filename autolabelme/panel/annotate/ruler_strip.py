"""The line that the ruler opens: the length on the book in millimetres sets the page's resolution."""

from __future__ import annotations

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from autolabelme.core.languages import figure
from autolabelme.qtkit.param_fields import NumberSpin

MM_PER_INCH = 25.4


class RulerStrip(QWidget):
    """Shown after a measurement; `dpiChosen` carries dots an inch."""

    dpiChosen = pyqtSignal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ruler-strip")
        self._length_px = 0.0
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 2, 6, 2)
        self._text = QLabel(self)
        layout.addWidget(self._text)
        self.length = NumberSpin(self)
        self.length.setRange(0.01, 100_000)
        self.length.setDecimals(2)
        self.length.setSuffix(" mm")
        self.length.setAccessibleName(self.tr("Length of the measured line"))
        layout.addWidget(self.length)
        self.button = QPushButton(self.tr("Set the page's resolution"), self)
        self.button.setToolTip(self.tr("The measured line is this long on the page: millimetres follow"))
        self.button.clicked.connect(self._choose)
        layout.addWidget(self.button)
        layout.addStretch(1)
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.hide)
        layout.addWidget(close)
        self.hide()

    def show_length(self, length_px: float, dpi: float) -> None:
        """Offer to set the resolution from a line of `length_px` pixels."""
        self._length_px = length_px
        self._text.setText(self.tr("{0} px at {1} dpi is").format(figure(length_px, ".1f"), f"{dpi:.0f}"))
        self.length.setValue(length_px / dpi * MM_PER_INCH)
        self.show()

    def _choose(self) -> None:
        self.hide()
        if self._length_px > 0:
            self.dpiChosen.emit(self._length_px / self.length.value() * MM_PER_INCH)
