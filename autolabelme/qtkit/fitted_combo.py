"""A combo box that is as wide as its longest entry, also after the font or the language has changed."""

from __future__ import annotations

from PyQt6.QtCore import QSize
from PyQt6.QtWidgets import QComboBox, QWidget


class FittedCombo(QComboBox):
    """Qt keeps the least width that it once found, and then cuts the entries of another language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
