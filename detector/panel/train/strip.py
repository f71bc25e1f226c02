"""One line above the middle: what was done, what to do, or what went wrong."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.theme import semantic_color

_SIGNS = {
    "info": ("mdi6.information-outline", "muted"),
    "warning": ("mdi6.alert-outline", "warning"),
    "error": ("mdi6.alert-circle", "error"),
}


class Strip(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._sign = QLabel(self)
        self._text = QLabel(self)
        self._text.setObjectName("strip-text")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        close = QToolButton(self)
        close.setObjectName("strip-close")
        close.setAutoRaise(True)
        close.setIcon(icon("mdi6.close"))
        close.setToolTip(self.tr("Hide this line"))
        close.setAccessibleName(close.toolTip())
        close.clicked.connect(lambda: self.say("", ""))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 4, 4, 4)
        layout.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.level = ""
        self.hide()

    def text(self) -> str:
        return self._text.text()

    def say(self, text: str, level: str) -> None:
        """Show one line; an empty text hides it."""
        self.level = level if text else ""
        self._text.setText(text)
        if text:
            sign, color = _SIGNS[level]
            self._sign.setPixmap(icon(sign).pixmap(16, 16))
            palette = self._text.palette()
            palette.setColor(self._text.foregroundRole(), semantic_color(color))
            if level == "info":
                palette = self.palette()
            self._text.setPalette(palette)
        self.setVisible(bool(text))
