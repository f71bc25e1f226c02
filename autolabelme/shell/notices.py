"""Messages in place: one line above the workspace, with what to do, never a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.toned_label import SignLabel, TonedLabel

INFO_SHOWN_MS = 8000
_KEPT = 3
_ICONS = {"info": "mdi6.information-outline", "warning": "mdi6.alert-outline", "error": "mdi6.alert-circle"}


class Notice(QWidget):
    """One message with its buttons; `dismiss` takes it away."""

    def __init__(self, level: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.level = level
        self.text = text
        self.setObjectName(f"notice-{level}")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(8, 3, 4, 3)
        self._layout.addWidget(SignLabel(_ICONS[level], parent=self))
        label = TonedLabel("" if level == "info" else level, self)
        label.setText(text)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._layout.addWidget(label, 1)
        close = QToolButton(self)
        close.setIcon(icon("mdi6.close"))
        close.setAutoRaise(True)
        close.setToolTip(self.tr("Dismiss"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.dismiss)
        self._layout.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        if level == "info":
            self._timer.start(INFO_SHOWN_MS)

    def add_button(self, text: str, do: Callable[[], None]) -> QPushButton:
        """A button that does something and takes the message away; the message then waits for it."""
        self._timer.stop()
        button = QPushButton(text, self)
        button.clicked.connect(self.dismiss)
        button.clicked.connect(lambda _checked=False: do())
        self._layout.insertWidget(self._layout.count() - 1, button)
        return button

    def buttons(self) -> list[QPushButton]:
        return self.findChildren(QPushButton)

    def dismiss(self) -> None:
        self._timer.stop()
        self.hide()
        self.setParent(None)
        self.deleteLater()


class NoticeArea(QWidget):
    """The stack of messages; the oldest give way when there are more than a few."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)

    def show_notice(self, level: str, text: str) -> Notice:
        """Show `text`; the same text twice is shown once."""
        for old in self.notices():
            if old.text == text and old.level == level:
                old.dismiss()
        for old in self.notices()[: max(0, len(self.notices()) - _KEPT + 1)]:
            old.dismiss()
        notice = Notice(level if level in _ICONS else "info", text, self)
        self._layout.addWidget(notice)
        return notice

    def notices(self) -> list[Notice]:
        items = (self._layout.itemAt(index) for index in range(self._layout.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, Notice)]

    def texts(self) -> list[str]:
        return [notice.text for notice in self.notices()]
