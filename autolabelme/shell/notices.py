"""Messages in place: they float over the upper edge of the picture, with what to do, never a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from autolabelme.qtkit.floating import FloatOver, solid
from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.messages import said
from autolabelme.qtkit.toned_label import SignLabel, TonedLabel

INFO_SHOWN_MS = 8000
_KEPT = 3
_ICONS = {"info": "mdi6.information-outline", "warning": "mdi6.alert-outline", "error": "mdi6.alert-circle"}


class Notice(QFrame):
    """One message with its buttons; `dismiss` takes it away.

    It belongs to a workspace, and is seen while that is in front; to all when `workspace` is ''.
    """

    def __init__(self, level: str, text: str, workspace: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.level = level
        self.workspace = workspace
        self.text = text
        self.setObjectName(f"notice-{level}")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        solid(self)  # the picture below must not shine through
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(8, 3, 4, 3)
        self._layout.addWidget(SignLabel(_ICONS[level], parent=self))
        label = TonedLabel("" if level == "info" else level, self)
        label.setText(text)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)  # a long text wraps, and is seen whole
        label.setSizePolicy(policy)
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
        self._timer.timeout.connect(self._time_is_up)
        if level == "info":
            self._timer.start(INFO_SHOWN_MS)

    def add_button(self, text: str, do: Callable[[], None]) -> QPushButton:
        """A button that does something and takes the message away; the message then waits for it."""
        self._timer.stop()
        button = QPushButton(text, self)
        button.clicked.connect(self.dismiss)
        button.clicked.connect(lambda _checked=False: do())
        self._layout.insertWidget(self._layout.count() - 1, button)
        area = self.parentWidget()
        if isinstance(area, NoticeArea):
            area.fit()
        return button

    @property
    def waits(self) -> bool:
        """Whether it wants an answer."""
        return bool(self.buttons())

    def _time_is_up(self) -> None:
        if self.underMouse():
            # A click that is on its way to it must not hit what lies below.
            self._timer.start(INFO_SHOWN_MS)
        else:
            self.dismiss()

    def buttons(self) -> list[QPushButton]:
        return self.findChildren(QPushButton)

    def dismiss(self) -> None:
        self._timer.stop()
        area = self.parentWidget()
        self.hide()
        self.setParent(None)
        self.deleteLater()
        if isinstance(area, NoticeArea):
            area.fit()


class NoticeArea(QWidget):
    """The stack of messages; the oldest give way when there are more than a few, unless they wait for an
    answer. It floats: see `stand_over`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)
        self._front = ""
        self._float: FloatOver | None = None
        self.hide()

    def stand_over(self, area: QWidget, workspace: str) -> None:
        """Float over `area` of the workspace that is in front now, and show its messages."""
        self._front = workspace
        if self._float is None:
            self._float = FloatOver(self, area)
        else:
            self._float.set_area(area)
        self.fit()

    def fit(self) -> None:
        """Show the messages of the workspace in front, in the room that they need."""
        for notice in self.notices():
            notice.setVisible(self._is_seen(notice))
        self.setVisible(any(self._is_seen(notice) for notice in self.notices()))
        if self._float is not None:
            self._float.place()

    def show_notice(self, level: str, text: str, workspace: str = "") -> Notice:
        """Show `text`; the same text twice is shown once."""
        text = said(text)
        for old in self.notices():
            if old.text == text and old.level == level:
                old.dismiss()
        same = [old for old in self.notices() if old.workspace == workspace and not old.waits]
        for old in same[: max(0, len(same) - _KEPT + 1)]:
            old.dismiss()
        notice = Notice(level if level in _ICONS else "info", text, workspace, self)
        self._layout.addWidget(notice)
        self.fit()
        return notice

    def notices(self) -> list[Notice]:
        """Those of every workspace, oldest first."""
        items = (self._layout.itemAt(index) for index in range(self._layout.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, Notice)]

    def texts(self) -> list[str]:
        """What is said in the workspace in front."""
        return [notice.text for notice in self.notices() if self._is_seen(notice)]

    def _is_seen(self, notice: Notice) -> bool:
        return notice.workspace in ("", self._front)
