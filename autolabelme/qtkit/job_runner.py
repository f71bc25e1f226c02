"""Runs long core functions off the UI thread, with progress, time left, Cancel and stale answers dropped.

A job is `f(*inputs, tick=...) -> result`. Capture everything it needs on the UI thread; change nothing
in it. Use::

    runner = JobRunner(window)
    job = runner.start(search, page, box, params, title=self.tr("Rematch"), key="rematch")
    job.finished.connect(self._show)      # the result; a Failure value is a result, too

Returned, failed, cancelled and superseded are four different ends; exactly one of `finished`, `failed`
and `cancelled` comes, in the thread of the runner. A newer job of the same key supersedes the older
one: that is asked to stop, its answer is dropped (`cancelled`, `job.superseded`), and the newer one
starts when it has stopped. A user's `cancel` of a job that returns all the same (a batch that keeps
what is done) still ends in `finished`. No thread is ever terminated: `wait_all` asks and waits, and
`wind_down` does so while the event loop turns.
"""

from __future__ import annotations

import importlib
import itertools
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from PyQt6 import sip
from PyQt6.QtCore import QCoreApplication, QEventLoop, QObject, QThread, QTimer, pyqtSignal, pyqtSlot

from autolabelme.core.errors import AutolabelmeError, Cancelled
from autolabelme.core.extras import explained
from autolabelme.core.progress import cancellable
from autolabelme.core.time_left import AFTER_S, TimeLeft

from .messages import said

PROGRESS_EVERY_S = 0.05
ESTIMATE_AFTER_S = AFTER_S
LOOK_EVERY_MS = 20
_log = logging.getLogger("autolabelme.jobs")
_numbers = itertools.count(1)


class Job(QObject):
    """One run of a function; made by `JobRunner.start`."""

    progress = pyqtSignal(int, int, str, object)  # done, total (0: unknown), stage, seconds left or None
    finished = pyqtSignal(object)  # what the function returned
    failed = pyqtSignal(object)  # the exception
    cancelled = pyqtSignal()  # by the user, or superseded
    ended = pyqtSignal()  # after any of the three
    _reported = pyqtSignal(str, object)

    def __init__(
        self,
        work: Callable[..., Any] | str,
        inputs: tuple[Any, ...],
        title: str,
        key: str,
        summary: Callable[[Any], str | None] | None,
        show: Callable[[Any], None] | None,
        parent: QObject,
        estimate: Callable[[int, int, str], float | None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._estimate = estimate
        self.title = title
        self.key = key
        self.workspace = ""  # key of the one that started it
        self.summary = summary
        self.show = show
        self.state = "waiting"  # waiting, running, finished, failed, cancelled
        self.superseded = False
        self.result: Any = None
        self.error: BaseException | None = None
        self.last_progress: tuple[int, int, str, float | None] = (0, 0, "", None)
        self._work = work
        self._inputs = inputs
        self._stop = threading.Event()
        self._time_left = TimeLeft(ESTIMATE_AFTER_S)
        self._last_report = 0.0
        self._thread: threading.Thread | None = None
        self._reported.connect(self._take)
        # A widget that is deleted without `wait_all` must not leave its thread working on.
        self.destroyed.connect(self._stop.set)

    @property
    def cancel_wanted(self) -> bool:
        """True once it was asked to stop; the next tick raises `Cancelled`."""
        return self._stop.is_set()

    @property
    def over(self) -> bool:
        return self.state in ("finished", "failed", "cancelled")

    def cancel(self) -> None:
        """Ask it to stop; it does at its next tick. A job that waits ends at once."""
        self._stop.set()
        if self.state == "waiting":
            self._end("cancelled", None)

    def tell_again(self) -> None:
        """Emit the last progress anew, with the seconds left as its own estimate gives them by now."""
        if self.state == "running" and not self.superseded and self._estimate is not None:
            self._tell(self.last_progress)

    def tick(self, done: int, total: int, stage: str) -> None:
        """The function's callback (in its thread); raises `Cancelled` when asked to stop."""
        self._raise_if_stopped()
        now = time.monotonic()
        if now - self._last_report >= PROGRESS_EVERY_S:
            self._last_report = now
            self._report("progress", (done, total, stage, self._time_left.at(done, total, now)))

    def _raise_if_stopped(self) -> None:
        if self._stop.is_set():
            raise Cancelled

    # --- inside --------------------------------------------------------------------------------

    def _begin(self) -> None:
        self.state = "running"
        # Not a daemon: the interpreter waits for it, so no file is cut off in the middle.
        self._thread = threading.Thread(target=self._run, name=f"job-{next(_numbers)}-{self.key}")
        self._thread.start()

    def _run(self) -> None:
        try:
            with explained(), cancellable(self._raise_if_stopped):
                result = _resolve(self._work)(*self._inputs, tick=self.tick)
        except Cancelled:
            self._report("cancelled", None)
        except AutolabelmeError as error:
            self._report("failed", error)
        # SystemExit, too: a library's sys.exit must not end in silence.
        except BaseException as error:  # noqa: BLE001
            _log.exception("%s failed", self.title or self.key)
            self._report("failed", error)
        else:
            self._report("finished", result)

    def _report(self, kind: str, value: Any) -> None:
        """In the worker: hand over to the UI thread, unless the window has gone without `wait_all`."""
        try:
            self._reported.emit(kind, value)
        except RuntimeError:
            if not sip.isdeleted(self):
                raise
            _log.debug("%s: %s, but nobody waits for it any more", self.title or self.key, kind)

    @pyqtSlot(str, object)
    def _take(self, kind: str, value: Any) -> None:
        """In the UI thread: pass on what the worker reported."""
        if kind != "progress":
            self._end("cancelled" if self.superseded else kind, None if self.superseded else value)
        elif not self.superseded and not self.over:
            self._tell(value)

    def _tell(self, value: tuple[int, int, str, float | None]) -> None:
        if self._estimate is not None:
            value = (*value[:3], self._estimate(*value[:3]))
        value = (*value[:2], said(value[2]), value[3])
        self.last_progress = value
        self.progress.emit(*value)

    def _end(self, kind: str, value: Any) -> None:
        self.state = kind
        runner = self.parent()
        with runner.on_behalf_of(self.workspace) if isinstance(runner, JobRunner) else nullcontext():
            self._tell_end(kind, value)

    def _tell_end(self, kind: str, value: Any) -> None:
        if kind == "finished":
            self.result = value
            self.finished.emit(value)
        elif kind == "failed":
            self.error = value
            self.failed.emit(value)
        else:
            self.cancelled.emit()
        self.ended.emit()


class JobRunner(QObject):
    """Starts jobs, each in its own thread, at most `max_running` at a time; used from one thread only."""

    job_added = pyqtSignal(object)  # Job with a title; jobs without one are not for the job bar
    job_ended = pyqtSignal(object)  # Job

    def __init__(self, parent: QObject | None = None, *, max_running: int = 4) -> None:
        super().__init__(parent)
        self._max_running = max_running
        self._jobs: list[Job] = []
        self.workspace = ""
        """Key of the workspace in front; jobs that start now belong to it."""
        self.closing = False
        """While `wait_all` or `wind_down` ends the jobs: what a job brings then comes after all questions
        were asked, and what is started then is cancelled before it runs."""
        self._behalf: list[str] = []

    @property
    def jobs(self) -> tuple[Job, ...]:
        """Jobs that wait or run, oldest first."""
        return tuple(self._jobs)

    @property
    def speaking(self) -> str:
        """Key of the workspace whose job is telling its end just now, otherwise of the one in front."""
        return self._behalf[-1] if self._behalf else self.workspace

    @contextmanager
    def on_behalf_of(self, workspace: str) -> Iterator[None]:
        """What is said and started meanwhile belongs to `workspace`."""
        self._behalf.append(workspace)
        try:
            yield
        finally:
            self._behalf.pop()

    def start(
        self,
        work: Callable[..., Any] | str,
        *inputs: Any,
        title: str = "",
        key: str = "",
        summary: Callable[[Any], str | None] | None = None,
        show: Callable[[Any], None] | None = None,
        estimate: Callable[[int, int, str], float | None] | None = None,
    ) -> Job:
        """Run `work(*inputs, tick=...)` in a thread and return its `Job`; connect to its signals at once.

        Parameters
        ----------
        work : callable or str
            A core function, or "package.module:function", which is imported in the worker (torch).
        title : str
            Translated; shown in the job bar. Without a title a job stays out of it.
        key : str
            Supersedes waiting and running jobs of the same key. '' never does.
        summary : callable, optional
            Result -> the line that stays in the job bar; None leaves none.
        show : callable, optional
            Result -> None; what the job bar's *Show* does.
        estimate : callable, optional
            (done, total, stage) -> seconds left, or None while they are not known; called on the runner's
            thread before each `progress`, whose seconds it gives. Without it they follow the pace so far.
        """
        assert QThread.currentThread() == self.thread(), "jobs are started on the runner's own thread"
        job = Job(work, inputs, title, key or f"#{next(_numbers)}", summary, show, self, estimate)
        job.workspace = self.speaking
        for older in [other for other in self._jobs if other.key == job.key]:
            older.superseded = True
            older.cancel()
        job.ended.connect(self._job_over)
        self._jobs.append(job)
        self.job_added.emit(job)
        if self.closing:
            # Not at once: whoever starts it has yet to connect to its ends.
            QTimer.singleShot(0, job.cancel)
        self._start_next()
        return job

    def cancel(self, key: str) -> None:
        """Ask the jobs of this key to stop."""
        for job in [job for job in self._jobs if job.key == key]:
            job.cancel()

    def cancel_all(self) -> None:
        """Ask every job to stop."""
        for job in list(self._jobs):
            job.cancel()

    def wait_all(self, timeout_s: float | None = None) -> bool:
        """Cancel everything and wait for the threads; False when some still run after `timeout_s`.

        The jobs' last signals are delivered before it returns. Its thread does nothing else meanwhile.
        """
        self.closing = True
        self.cancel_all()
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        for job in list(self._jobs):
            if job._thread is not None:
                job._thread.join(None if deadline is None else max(0.0, deadline - time.monotonic()))
            QCoreApplication.sendPostedEvents(job)
        self.closing = False
        return not self._jobs

    def wind_down(self) -> None:
        """Cancel everything and return when no job is left; for a window that closes.

        A job may take seconds to its next tick: until then all but the user's input is answered, so that
        nothing freezes.
        """
        self.closing = True
        self.cancel_all()
        wake = QTimer()
        wake.start(LOOK_EVERY_MS)
        flags = QEventLoop.ProcessEventsFlag
        while self._jobs:
            QCoreApplication.processEvents(flags.ExcludeUserInputEvents | flags.WaitForMoreEvents)
        self.closing = False

    # --- inside --------------------------------------------------------------------------------

    def _start_next(self) -> None:
        if self.closing:
            return
        running = [job for job in self._jobs if job.state == "running"]
        busy = {job.key for job in running}
        for job in list(self._jobs):
            if len(busy) >= self._max_running:
                return
            if job.state == "waiting" and job.key not in busy:
                busy.add(job.key)
                job._begin()

    def _job_over(self) -> None:
        for job in [job for job in self._jobs if job.over]:
            self._jobs.remove(job)
            if job._thread is not None:
                # It has reported its end; a QObject must not go while another thread emits from it.
                job._thread.join()
            self.job_ended.emit(job)
            job.deleteLater()
        self._start_next()


def _resolve(work: Callable[..., Any] | str) -> Callable[..., Any]:
    if not isinstance(work, str):
        return work
    module, _, name = work.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found
