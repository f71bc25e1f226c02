"""Messages in place: they float over the picture, one at a time, with what to do, never a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from autolabelme.qtkit.history import Entry, History
from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.job_rows import SIGNS
from autolabelme.qtkit.messages import said
from autolabelme.qtkit.toned_label import SignLabel, TonedLabel

INFO_SHOWN_MS = 8000
_KEPT = 3
_LEVELS = ("info", "warning", "error")


class Notice(QWidget):
    """One message with its buttons; `dismiss` takes it away.

    It belongs to a workspace, and is seen while that is in front; to all when `workspace` is ''.
    """

    gone = pyqtSignal()

    def __init__(self, level: str, text: str, workspace: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.level = level
        self.workspace = workspace
        self.text = text
        self.setObjectName(f"notice-{level}")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 3, 4, 3)
        line = QHBoxLayout()
        whole.addLayout(line)
        self._answers = QHBoxLayout()  # below the text, which keeps the whole width
        self._answers.addStretch(1)
        whole.addLayout(self._answers)
        line.addWidget(SignLabel(SIGNS[level], parent=self))
        label = TonedLabel("" if level == "info" else level, self)
        label.setText(text)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)  # a long text wraps, and is seen whole
        label.setSizePolicy(policy)
        line.addWidget(label, 1)
        close = QToolButton(self)
        close.setObjectName("dismiss")
        close.setIcon(icon("mdi6.close"))
        close.setAutoRaise(True)
        close.setToolTip(self.tr("Dismiss"))
        close.setAccessibleName(self.tr("Dismiss"))
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(self.dismiss)
        line.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._time_is_up)
        if level == "info":
            self._timer.start(INFO_SHOWN_MS)

    def add_button(self, text: str, do: Callable[[], None]) -> QPushButton:
        """A button that does something and takes the message away; the message then waits for it."""
        self._timer.stop()
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(self.dismiss)
        button.clicked.connect(lambda _checked=False: do())
        self._answers.addWidget(button)
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
            self.take_away()

    def buttons(self) -> list[QPushButton]:
        return self.findChildren(QPushButton)

    def dismiss(self) -> None:
        """The user has read it."""
        self.gone.emit()
        self.take_away()

    def take_away(self) -> None:
        """It goes; the history keeps it."""
        self._timer.stop()
        area = self.parentWidget()
        self.hide()
        self.setParent(None)
        self.deleteLater()
        if isinstance(area, NoticeArea):
            area.fit()


class NoticeArea(QWidget):
    """The messages that are not dismissed, of which the newest is seen, or the newest that wants an answer.

    The oldest give way when there are more than a few, unless they wait.
    """

    changed = pyqtSignal()
    said = pyqtSignal()  # there is a new one

    def __init__(self, parent: QWidget, *, history: History | None = None) -> None:
        super().__init__(parent)
        self.history = history or History(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._front = ""

    def show_for(self, workspace: str) -> None:
        """Show the messages of the workspace that is in front now."""
        self._front = workspace
        self.fit()

    def front(self) -> Notice | None:
        """The one that is seen, if any."""
        seen = [notice for notice in self.notices() if self._is_seen(notice)]
        waiting = [notice for notice in seen if notice.waits]
        best = waiting or seen
        return best[-1] if best else None

    def fit(self) -> None:
        """Show one message of the workspace in front."""
        front = self.front()
        for notice in self.notices():
            notice.setVisible(notice is front)
        self.changed.emit()

    def show_notice(self, level: str, text: str, workspace: str = "") -> Notice:
        """Show `text`; the same text twice is shown once."""
        text = said(text)
        level = level if level in _LEVELS else "info"
        for old in self.notices():
            if old.text == text and old.level == level:
                old.take_away()
        same = [old for old in self.notices() if old.workspace == workspace and not old.waits]
        for old in same[: max(0, len(same) - _KEPT + 1)]:
            old.take_away()
        notice = Notice(level, text, workspace, self)
        entry = Entry(text, level)
        notice.gone.connect(lambda: self.history.read(entry))
        self._layout.addWidget(notice)
        self.history.add(entry)
        self.said.emit()
        self.fit()
        return notice

    def notices(self) -> list[Notice]:
        """Those of every workspace, oldest first."""
        items = (self._layout.itemAt(index) for index in range(self._layout.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, Notice)]

    def texts(self) -> list[str]:
        """What is said in the workspace in front and not dismissed, also what another one hides."""
        return [notice.text for notice in self.notices() if self._is_seen(notice)]

    def _is_seen(self, notice: Notice) -> bool:
        return notice.workspace in ("", self._front)
