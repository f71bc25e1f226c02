"""JobBar: what runs, how far, time left, Cancel; afterwards the result with *Show*, or what went wrong.

It watches a `JobRunner` and shows the jobs that have a title. It is one line of a height of its own that is
always there, so that nothing moves when jobs come and go; everything else that runs, and what ended
before, is in a list that opens over the workspace when the user asks for it. `details_wanted` asks the
window for its log.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QMouseEvent, QResizeEvent
from PyQt6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.errors import AutolabelmeError

from .icons import icon
from .job_runner import Job, JobRunner
from .messages import said
from .toned_label import SignLabel, TonedLabel

SHOW_AFTER_MS = 150
NEWS_MS = 6000
"""How long the end of a job stands in the line before another that runs takes it again."""
GUARD_MS = 400
"""How long a click on the line counts for nothing after it has changed: it was meant for what was there."""
LINES_KEPT = 20


@dataclass(frozen=True, eq=False)
class _Line:
    """What is said of a job that has ended."""

    text: str
    level: str
    show: Callable[[], None] | None


class JobBar(QFrame):
    """One line: the newest job that runs, or the end of the last one; the list has the others."""

    details_wanted = pyqtSignal()  # show the log

    def __init__(self, runner: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("job_bar")
        self._rows: dict[Job, _RunningRow] = {}
        self._lines: list[_Line] = []
        self._line: tuple[_Line, _EndedRow] | None = None
        self._blank = QWidget(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._blank)
        self._all = QToolButton(self)
        self._all.setObjectName("all-jobs")
        self._all.setArrowType(Qt.ArrowType.UpArrow)
        self._all.setAutoRaise(True)
        self._all.setCheckable(True)
        self._all.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._all.setToolTip(self.tr("Everything that runs, and what has ended"))
        self._all.setAccessibleName(self._all.toolTip())
        self._all.toggled.connect(self._toggle_list)
        self._list: _JobList | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 4, 0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._all)
        self._shield = _Shield(self)
        self._news = QTimer(self)
        self._news.setSingleShot(True)
        self._news.setInterval(NEWS_MS)
        self._news.timeout.connect(self._show_best)
        self._take_height()
        self._show_best()
        runner.job_added.connect(self._add)
        for job in runner.jobs:
            self._add(job)

    def lines(self) -> list[str]:
        """Texts of the lines of ended jobs, oldest first."""
        return [line.text for line in self._lines]

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to say at the moment."""
        return self._stack.currentWidget() is self._blank

    def add_line(self, text: str, level: str = "success", show: Callable[[], None] | None = None) -> None:
        """Leave a line; `level` is "success", "warning" or "error"; `show` gives it a *Show* button."""
        line = _Line(text, level, show)
        self._lines = [*self._lines, line][-LINES_KEPT:]
        self._put(line)
        self._news.start()
        self._show_best()

    def clear(self) -> None:
        """Take the lines of ended jobs away."""
        self._lines = []
        self._put(None)
        self._show_best()

    # --- inside --------------------------------------------------------------------------------

    def _add(self, job: Job) -> None:
        if not job.title:
            return
        row = _RunningRow(job, self)
        row.appeared.connect(self._show_best)
        self._rows[job] = row
        self._stack.addWidget(row)
        job.ended.connect(lambda: self._over(job))
        self._refill_list()

    def _over(self, job: Job) -> None:
        row = self._rows.pop(job, None)
        if row is not None:
            self._stack.removeWidget(row)
            row.deleteLater()
        if not job.superseded:
            self._tell(job)
        self._show_best()

    def _tell(self, job: Job) -> None:
        show = job.show
        result = job.result
        if job.state == "finished":
            text = job.summary(result) if job.summary is not None else _reason(result)
            if text is None:
                return  # what came of it is seen anyway
            text = said(text) or self.tr("done")
            action = None if show is None else (lambda: show(result))
            self.add_line(f"{job.title}: {text}", "warning" if _reason(result) else "success", action)
        elif job.state == "failed":
            self.add_line(f"{job.title}: {error_text(job.error)}", "error")
        else:
            self.add_line(self.tr("{0}: cancelled").format(job.title), "warning")

    def _put(self, line: _Line | None) -> None:
        """Let this line of an ended job be the one that the bar shows."""
        if self._line is not None:
            old = self._line[1]
            self._stack.removeWidget(old)
            old.deleteLater()
        self._line = None if line is None else (line, self._ended_row(line, self))
        if self._line is not None:
            self._stack.addWidget(self._line[1])

    def _ended_row(self, line: _Line, parent: QWidget) -> _EndedRow:
        row = _EndedRow(line.text, line.level, line.show, parent)
        row.details_wanted.connect(self.details_wanted)
        row.dismissed.connect(lambda: self._drop(line))
        return row

    def _drop(self, line: _Line) -> None:
        self._lines = [other for other in self._lines if other is not line]
        if self._line is not None and self._line[0] is line:
            self._put(None)
        self._show_best()

    def _show_best(self) -> None:
        due = [row for row in self._rows.values() if row.is_due]
        ended = None if self._line is None else self._line[1]
        best: QWidget = self._blank
        if ended is not None and (self._news.isActive() or not due):
            best = ended
        elif due:
            best = due[-1]
        if best is not self._stack.currentWidget():
            self._stack.setCurrentWidget(best)
            self._shield.raise_for(GUARD_MS)
        self._all.setEnabled(bool(self._rows or self._lines))
        if not self._all.isEnabled():
            self._all.setChecked(False)
        self._refill_list()

    # --- the list ------------------------------------------------------------------------------

    def _toggle_list(self, wanted: bool) -> None:
        above = self.parentWidget()
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
            self._list = None
        if wanted and above is not None:
            self._list = _JobList(above)
            self._refill_list()
            self._list.show()
            self._list.raise_()

    def _refill_list(self) -> None:
        above = self.parentWidget()
        if self._list is None or above is None:
            return
        rows: list[QWidget] = [self._ended_row(line, self._list) for line in self._lines]
        rows += [_RunningRow(job, self._list, at_once=True) for job in self._rows]
        self._list.fill(rows)
        corner = self.mapTo(above, QPoint(0, 0))
        height = min(self._list.sizeHint().height(), corner.y())
        self._list.setGeometry(QRect(corner.x(), corner.y() - height, self.width(), height))

    # --- its height ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._shield.setGeometry(self.rect())
        self._refill_list()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_height()

    def _take_height(self) -> None:
        sample = QToolButton()
        sample.setFont(self.font())
        sample.setText(self.tr("Cancel"))
        self.setFixedHeight(sample.sizeHint().height() + 4)


class _Shield(QWidget):
    """Lies over the bar for a moment and swallows the clicks that were meant for what was there before."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shield")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def raise_for(self, milliseconds: int) -> None:
        self.show()
        self.raise_()
        self._timer.start(milliseconds)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None:
            event.accept()


class _JobList(QFrame):
    """Everything that runs, the newest at the bottom, under what has ended."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("job_list")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 4, 4, 4)
        self._layout.setSpacing(0)

    def fill(self, rows: list[QWidget]) -> None:
        while (item := self._layout.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for row in rows:
            self._layout.addWidget(row)
            row.show()


class _RunningRow(QWidget):
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
        layout.setContentsMargins(0, 0, 0, 0)
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
        return said(str(error))
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
