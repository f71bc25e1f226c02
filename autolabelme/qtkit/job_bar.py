"""JobBar: what runs, how far, time left, Cancel; afterwards the result with *Show*, or what went wrong.

It watches a `JobRunner` and shows the jobs that have a title. It takes no room while there is nothing
to say. Errors stand here in one line; `details_wanted` asks the window for its log.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PyQt6.QtCore import QCoreApplication, Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.errors import AutolabelmeError

from .icons import icon
from .job_runner import Job, JobRunner
from .toned_label import SignLabel, TonedLabel

SHOW_AFTER_MS = 150
LINES_KEPT = 3


class JobBar(QFrame):
    """A row for each running job and the last few lines of ended ones, the newest at the bottom."""

    details_wanted = pyqtSignal()  # show the log

    def __init__(self, runner: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("job_bar")
        self._rows: dict[Job, _RunningRow] = {}
        self._lines: list[_EndedRow] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 2, 8, 2)
        self._layout.setSpacing(0)
        self.hide()
        runner.job_added.connect(self._add)
        for job in runner.jobs:
            self._add(job)

    def lines(self) -> list[str]:
        """Texts of the lines of ended jobs, oldest first."""
        return [line.text() for line in self._lines]

    def add_line(self, text: str, level: str = "success", show: Callable[[], None] | None = None) -> None:
        """Leave a line; `level` is "success", "warning" or "error"; `show` gives it a *Show* button."""
        line = _EndedRow(text, level, show, self)
        line.details_wanted.connect(self.details_wanted)
        line.dismissed.connect(lambda: self._drop(line))
        self._lines.append(line)
        self._layout.addWidget(line)
        while len(self._lines) > LINES_KEPT:
            self._drop(self._lines[0])
        self._refresh()

    def clear(self) -> None:
        """Take the lines of ended jobs away."""
        for line in list(self._lines):
            self._drop(line)

    # --- inside --------------------------------------------------------------------------------

    def _add(self, job: Job) -> None:
        if not job.title:
            return
        row = _RunningRow(job, self)
        row.appeared.connect(self._refresh)
        self._rows[job] = row
        self._layout.insertWidget(len(self._rows) - 1, row)
        job.ended.connect(lambda: self._over(job))

    def _over(self, job: Job) -> None:
        row = self._rows.pop(job, None)
        if row is not None:
            row.close()
            row.deleteLater()
        if not job.superseded:
            self._tell(job)
        self._refresh()

    def _tell(self, job: Job) -> None:
        show = job.show
        result = job.result
        if job.state == "finished":
            text = job.summary(result) if job.summary is not None else _reason(result)
            if text is None:
                return  # what came of it is seen anyway
            text = text or self.tr("done")
            action = None if show is None else (lambda: show(result))
            self.add_line(f"{job.title}: {text}", "warning" if _reason(result) else "success", action)
        elif job.state == "failed":
            self.add_line(f"{job.title}: {error_text(job.error)}", "error")
        else:
            self.add_line(self.tr("{0}: cancelled").format(job.title), "warning")

    def _drop(self, line: _EndedRow) -> None:
        if line in self._lines:
            self._lines.remove(line)
            line.hide()
            line.deleteLater()
            self._refresh()

    def _refresh(self) -> None:
        self.setVisible(bool(self._lines) or any(row.is_due for row in self._rows.values()))


class _RunningRow(QWidget):
    appeared = pyqtSignal()

    def __init__(self, job: Job, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_due = False
        self._title = job.title
        self._label = QLabel(job.title, self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
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
        layout.setContentsMargins(0, 1, 0, 1)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._left)
        layout.addWidget(self._bar)
        layout.addWidget(self._cancel)
        job.progress.connect(self._progress)
        self.hide()
        # A job of a moment would only flicker.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._appear)
        self._timer.start(SHOW_AFTER_MS)

    def _appear(self) -> None:
        self.is_due = True
        self.show()
        self.appeared.emit()

    def _asked(self) -> None:
        self._cancel.setEnabled(False)
        self._cancel.setToolTip(self.tr("It stops at the next step."))
        self._left.setText(self.tr("stopping…"))

    def _progress(self, done: int, total: int, stage: str, seconds: float | None) -> None:
        if not self._cancel.isEnabled():
            return
        self._label.setText(f"{self._title}: {stage}" if stage else self._title)
        self._bar.setRange(0, max(0, total))
        self._bar.setValue(done)
        self._left.setText("" if seconds is None else time_left(seconds))


class _EndedRow(QWidget):
    dismissed = pyqtSignal()
    details_wanted = pyqtSignal()

    def __init__(self, text: str, level: str, show: Callable[[], None] | None, parent: QWidget) -> None:
        super().__init__(parent)
        signs = {"success": "mdi6.check", "warning": "mdi6.alert-outline", "error": "mdi6.alert-circle"}
        sign = SignLabel(signs[level], parent=self)
        self._label = TonedLabel("" if level == "success" else level, self)
        self._label.setWordWrap(False)
        self._label.setText(text)
        self._label.setToolTip(text)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 1, 0, 1)
        layout.addWidget(sign)
        layout.addWidget(self._label, 1)
        if show is not None:
            layout.addWidget(self._button("show", self.tr("Show"), show))
        if level == "error":
            layout.addWidget(self._button("details", self.tr("Details"), self.details_wanted.emit))
        dismiss = self._button("dismiss", "", self.dismissed.emit)
        dismiss.setIcon(icon("mdi6.close"))
        dismiss.setToolTip(self.tr("Take this line away"))
        dismiss.setAccessibleName(self.tr("Take this line away"))
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


def error_text(error: BaseException | None) -> str:
    """One line for a person: our own errors say what is wrong themselves, others point to the log."""
    if isinstance(error, AutolabelmeError):
        return str(error)
    if isinstance(error, MemoryError):
        return QCoreApplication.translate(
            "JobBar", "not enough memory; close other programs or use a smaller image"
        )
    kind = type(error).__name__
    return QCoreApplication.translate("JobBar", "an unexpected error ({0}); the log has the details").format(
        kind
    )


def time_left(seconds: float) -> str:
    """A coarse, calm wording of the time left."""
    if seconds < 60:
        return QCoreApplication.translate("JobBar", "{0} s left").format(max(1, math.ceil(seconds)))
    if seconds < 3600:
        return QCoreApplication.translate("JobBar", "{0} min left").format(math.ceil(seconds / 60))
    hours, minutes = divmod(math.ceil(seconds / 60), 60)
    return QCoreApplication.translate("JobBar", "{0} h {1} min left").format(hours, minutes)


def _reason(result: object) -> str:
    """The reason of a failure that was returned as a value (a falsy result with a reason)."""
    reason = getattr(result, "reason", "")
    return reason if isinstance(reason, str) else ""
