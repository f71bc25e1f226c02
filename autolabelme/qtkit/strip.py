"""One line above the middle: what was done, what to do, or what went wrong."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.messages import said
from autolabelme.qtkit.toned_label import SignLabel, TonedLabel

_SIGNS = {
    "info": ("mdi6.information-outline", ""),
    "warning": ("mdi6.alert-outline", "warning"),
    "error": ("mdi6.alert-circle", "error"),
}


class Strip(QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self._sign = SignLabel(_SIGNS["info"][0], parent=self)
        self._text = TonedLabel("", self, name="strip-text")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)  # a long text wraps, and is seen whole
        self._text.setSizePolicy(policy)
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
        self._text.setText(said(text))
        if text:
            sign, tone = _SIGNS[level]
            self._sign.set_icon(sign)
            self._text.set_tone(tone)
        self.setVisible(bool(text))
