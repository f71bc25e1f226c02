"""The rows that tell of jobs: one that runs, with *Cancel*, and one that has ended, with *Show*."""

from __future__ import annotations

import math
from collections.abc import Callable

from PyQt6.QtCore import QCoreApplication, Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QToolButton, QWidget

from autolabelme.core.languages import named

from .icons import icon
from .job_runner import Job
from .toned_label import SignLabel, TonedLabel

SHOW_AFTER_MS = 150
SIGNS = {
    "success": "mdi6.check",
    "info": "mdi6.information-outline",
    "warning": "mdi6.alert-outline",
    "error": "mdi6.alert-circle",
}


class RunningRow(QWidget):
    appeared = pyqtSignal()

    def __init__(self, job: Job, parent: QWidget, *, at_once: bool = False) -> None:
        super().__init__(parent)
        self.is_due = at_once
        self._title = job.title
        self._label = QLabel(job.title, self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        # A long stage gives way: the row is never wider than the window.
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setMaximumWidth(260)
        self._bar.setFixedHeight(12)
        self._left = QLabel(self)
        self._cancel = QToolButton(self)
        self._cancel.setObjectName("cancel")
        self._cancel.setText(self.tr("Cancel"))
        self._cancel.setAutoRaise(True)
        self._cancel.clicked.connect(job.cancel)
        self._cancel.clicked.connect(self._asked)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._left)
        layout.addWidget(self._bar)
        layout.addWidget(self._cancel)
        job.progress.connect(self._progress)
        if at_once:
            if job.last_progress[1]:
                self._progress(*job.last_progress)
            return
        self.hide()
        # A job of a moment would only flicker.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._appear)
        self._timer.start(SHOW_AFTER_MS)

    def _appear(self) -> None:
        self.is_due = True
        self.appeared.emit()

    def _asked(self) -> None:
        self._cancel.setEnabled(False)
        self._cancel.setToolTip(self.tr("It stops at the next step."))
        self._left.setText(self.tr("stopping…"))

    def _progress(self, done: int, total: int, stage: str, seconds: float | None) -> None:
        if not self._cancel.isEnabled():
            return
        self._label.setText(named(self._title, stage) if stage else self._title)
        self._bar.setRange(0, max(0, total))
        self._bar.setValue(done)
        self._left.setText("" if seconds is None else time_left(seconds))


class EndedRow(QWidget):
    dismissed = pyqtSignal()
    details_wanted = pyqtSignal()

    def __init__(self, text: str, level: str, show: Callable[[], None] | None, parent: QWidget) -> None:
        super().__init__(parent)
        sign = SignLabel(SIGNS[level], parent=self)
        self._label = TonedLabel(level if level in ("warning", "error") else "", self)
        self._label.setText(text)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)  # a long text wraps, and is seen whole
        self._label.setSizePolicy(policy)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(sign)
        layout.addWidget(self._label, 1)
        if show is not None:
            layout.addWidget(self._button("show", self.tr("Show"), show))
        if level == "error":
            layout.addWidget(self._button("details", self.tr("Details"), self.details_wanted.emit))
        dismiss = self._button("dismiss", "", self.dismissed.emit)
        dismiss.setIcon(icon("mdi6.close"))
        dismiss.setToolTip(self.tr("Remove this line"))
        dismiss.setAccessibleName(self.tr("Remove this line"))
        layout.addWidget(dismiss)

    def text(self) -> str:
        return self._label.text()

    def _button(self, name: str, text: str, action: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        button.setAutoRaise(True)
        button.clicked.connect(lambda: action())
        return button


def time_left(seconds: float) -> str:
    """A coarse, calm wording of the time left."""
    if seconds < 60:
        return QCoreApplication.translate("JobBar", "{0} s left").format(max(1, math.ceil(seconds)))
    if seconds < 3600:
        return QCoreApplication.translate("JobBar", "{0} min left").format(math.ceil(seconds / 60))
    hours, minutes = divmod(math.ceil(seconds / 60), 60)
    return QCoreApplication.translate("JobBar", "{0} h {1} min left").format(hours, minutes)
