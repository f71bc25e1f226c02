"""What a workspace shows while it is empty: what to do first, and the sample."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from autolabelme.qtkit.icons import icon

_ICON_PX = 56


class EmptyPage(QWidget):
    """An icon, a headline, the first steps, and buttons for them."""

    def __init__(self, icon_name: str, title: str, steps: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("empty-page")
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        sign = QLabel(self)
        sign.setPixmap(icon(icon_name).pixmap(_ICON_PX, _ICON_PX))
        head = QLabel(title, self)
        font = head.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        font.setBold(True)
        head.setFont(font)
        text = QLabel(steps, self)
        for label in (sign, head, text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(label, alignment=Qt.AlignmentFlag.AlignHCenter)
        text.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        self._buttons.addStretch(1)
        layout.addSpacing(8)
        layout.addLayout(self._buttons)
        layout.addStretch(2)

    def add_button(self, text: str, do: Callable[[], object], *, name: str = "") -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: do())
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        return button
