"""JobBar: what runs, how far, time left, Cancel; afterwards the result with *Show*, or what went wrong.

It watches a `JobRunner` and shows the jobs that have a title, one line at a time. Everything that ended goes
into a `History`. `details_wanted` asks the window for its log.
"""

from __future__ import annotations

from collections.abc import Callable

from PyQt6.QtCore import QEvent, QTimer, pyqtSignal
from PyQt6.QtGui import QMouseEvent, QResizeEvent
from PyQt6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QToolButton, QWidget

from autolabelme.core.languages import named

from .history import Entry, History
from .job_rows import EndedRow, RunningRow
from .job_runner import Job, JobRunner
from .messages import error_text, said

NEWS_MS = 8000
"""How long the end of a job stands in the line; a warning or an error stays until it is taken away."""
GUARD_MS = 400
"""How long a click on the line counts for nothing after it has changed: it was meant for what was there."""


class JobBar(QFrame):
    """One line: the newest job that runs, or the end of the last one; blank when there is neither."""

    details_wanted = pyqtSignal()  # show the log
    changed = pyqtSignal()  # another row is shown, or none
    told = pyqtSignal()  # a job has ended

    def __init__(
        self, runner: JobRunner, parent: QWidget | None = None, *, history: History | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("job_bar")
        self.history = history or History(self)
        self._rows: dict[Job, RunningRow] = {}
        self._line: tuple[Entry, EndedRow] | None = None
        self._blank = QWidget(self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._blank)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 4, 0)
        layout.addWidget(self._stack, 1)
        self._shield = Shield(self)
        self._news = QTimer(self)
        self._news.setSingleShot(True)
        self._news.setInterval(NEWS_MS)
        self._news.timeout.connect(self._news_is_old)
        self._take_height()
        self._show_best()
        runner.job_added.connect(self._add)
        for job in runner.jobs:
            self._add(job)

    def lines(self) -> list[str]:
        """Texts of the lines of ended jobs, oldest first."""
        return [entry.text for entry in self.history.entries if entry.of_job]

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to say at the moment."""
        return self._stack.currentWidget() is self._blank

    @property
    def running(self) -> tuple[Job, ...]:
        """Jobs with a title that have not ended, oldest first."""
        return tuple(self._rows)

    def add_line(self, text: str, level: str = "success", show: Callable[[], None] | None = None) -> None:
        """Leave a line; `level` is "success", "warning" or "error"; `show` gives it a *Show* button."""
        entry = Entry(text, level, show, of_job=True)
        self._put(entry)
        self._news.start()
        self._show_best()
        self.history.add(entry)
        self.told.emit()

    def clear(self) -> None:
        """Take the lines of ended jobs away."""
        self.history.clear()
        self._put(None)
        self._show_best()

    # --- inside --------------------------------------------------------------------------------

    def _add(self, job: Job) -> None:
        if not job.title:
            return
        row = RunningRow(job, self)
        row.appeared.connect(self._show_best)
        self._rows[job] = row
        self._stack.addWidget(row)
        job.ended.connect(lambda: self._over(job))
        self.history.changed.emit()

    def _over(self, job: Job) -> None:
        row = self._rows.pop(job, None)
        if row is not None:
            self._stack.removeWidget(row)
            row.deleteLater()
        if not job.superseded:
            self._tell(job)
        self._show_best()
        self.history.changed.emit()

    def _tell(self, job: Job) -> None:
        show = job.show
        result = job.result
        if job.state == "finished":
            text = job.summary(result) if job.summary is not None else _reason(result)
            if text is None:
                return  # what came of it is seen anyway
            text = said(text) or self.tr("done")
            action = None if show is None else (lambda: show(result))
            self.add_line(named(job.title, text), "warning" if _reason(result) else "success", action)
        elif job.state == "failed":
            self.add_line(named(job.title, error_text(job.error)), "error")
        else:
            self.add_line(self.tr("{0}: cancelled").format(job.title), "warning")

    def _put(self, entry: Entry | None) -> None:
        """Let this line of an ended job be the one that the bar shows."""
        if self._line is not None:
            old = self._line[1]
            self._stack.removeWidget(old)
            old.deleteLater()
        self._line = None
        if entry is not None:
            row = EndedRow(entry.text, entry.level, entry.show, self)
            row.details_wanted.connect(self.details_wanted)
            row.dismissed.connect(lambda: self.drop(entry))
            self._line = entry, row
            self._stack.addWidget(row)

    def drop(self, entry: Entry) -> None:
        """Take a line away, here and from the history."""
        self.history.drop(entry)
        if self._line is not None and self._line[0] is entry:
            self._put(None)
        self._show_best()

    def _news_is_old(self) -> None:
        if self.underMouse():
            self._news.start()  # a click that is on its way must not hit what lies below
            return
        if self._line is not None and self._line[0].level not in ("warning", "error"):
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
        self.changed.emit()

    # --- its height ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._shield.setGeometry(self.rect())

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._take_height()

    def _take_height(self) -> None:
        sample = QToolButton()
        sample.setFont(self.font())
        sample.setText(self.tr("Cancel"))
        self.setFixedHeight(sample.sizeHint().height() + 8)


class Shield(QWidget):
    """Lies over a line for a moment and swallows the clicks that were meant for what was there before."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("shield")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def raise_for(self, milliseconds: int) -> None:
        """Take the clicks for so long."""
        self.show()
        self.raise_()
        self._timer.start(milliseconds)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None:
            event.accept()


def _reason(result: object) -> str:
    """The reason of a failure that was returned as a value (a falsy result with a reason)."""
    reason = getattr(result, "reason", "")
    return reason if isinstance(reason, str) else ""
