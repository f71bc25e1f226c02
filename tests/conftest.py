"""Every test runs isolated, offscreen, and fails when it leaves something behind.

The environment is set before anything imports Qt, numpy or torch. A test that passes is then checked
for what it left: Python threads, work in Qt's thread pool, parentless windows, running timers. A
process-wide pool that is meant to stay names its threads ``shared-...``.
"""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # CI may set xcb under Xvfb
os.environ["QT_API"] = "pyqt6"
os.environ["AUTOLABELME_LANGUAGE"] = "en"  # of command lines, whatever the system speaks
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts=false")
if "PYTEST_XDIST_WORKER" in os.environ:
    for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"):
        os.environ[_name] = "1"

import gc
import re
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PyQt6 import sip
from PyQt6.QtCore import QCoreApplication, QEvent, QSettings, QThreadPool, QTimer
from PyQt6.QtWidgets import QApplication, QDialog, QFileDialog, QInputDialog, QMessageBox

GRACE_S = 3.0
_passed = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--faults",
        type=int,
        default=0,
        metavar="N",
        help="try up to N moments of every writer of tests/faults (default a few; 1000 tries them all)",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[_passed] = report.passed
    return report


@pytest.fixture
def decimal_points() -> Callable[[str], list[str]]:
    """Finds figures with a decimal point in what a page of HTML says; versions, file names, hashes aside."""

    def found(html: str) -> list[str]:
        text = re.sub(r"<style.*?</style>|<[^>]*>|\b[0-9a-f]{16,}\b", " ", html, flags=re.DOTALL)
        text = re.sub(r"\S*/\S*|\d+\.\d+\.\d+\S*|\w+\.[a-z]\w+", " ", text)
        return re.findall(r".{0,30}(?<![\w.])\d+\.\d+(?![\w.]).{0,10}", text)

    return found


@pytest.fixture(autouse=True)
def nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test on leaked threads, pool work, windows or timers (autouse: torn down last)."""
    threads = set(threading.enumerate())
    windows = {sip.unwrapinstance(widget) for widget in _windows()}
    timers: weakref.WeakSet[QTimer] = weakref.WeakSet()
    with pytest.MonkeyPatch.context() as patch:
        _watch_timers(patch, timers)
        yield
    if not request.node.stash.get(_passed, False):
        return  # a failed test's traceback keeps its objects alive; one failure is enough
    problems = [f"thread {thread.name}" for thread in _strays(threads)]
    if not QThreadPool.globalInstance().waitForDone(int(GRACE_S * 1000)):
        problems.append("work in the global QThreadPool")
    _finish_deletions()
    if any(_left(windows)) or any(_running(timers)):
        gc.collect()
        _finish_deletions()
    problems += [f"window {widget!r} {widget.objectName()}" for widget in _left(windows)]
    problems += [f"timer {timer!r} of {timer.parent()!r}" for timer in _running(timers)]
    for widget in _left(windows):
        widget.close()
        widget.deleteLater()
    for timer in _running(timers):
        timer.stop()
    if problems:
        pytest.fail("left behind: " + "; ".join(problems), pytrace=False)


@pytest.fixture(autouse=True)
def isolated_user(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point home, caches and settings of the user at an empty folder of this test."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(home / "settings"))


@pytest.fixture(autouse=True)
def no_modal_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A modal dialog would hang the run: it fails instead, unless the test replaces the call itself."""

    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError(f"a modal dialog was opened in a test: {args} {kwargs}")

    monkeypatch.setattr(QDialog, "exec", refuse)
    for name in ("question", "warning", "critical", "information", "about"):
        monkeypatch.setattr(QMessageBox, name, refuse)
    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory"):
        monkeypatch.setattr(QFileDialog, name, refuse)
    for name in ("getText", "getInt", "getDouble", "getItem", "getMultiLineText"):
        monkeypatch.setattr(QInputDialog, name, refuse)


def _windows() -> list[Any]:
    if not isinstance(QCoreApplication.instance(), QApplication):
        return []
    return [widget for widget in QApplication.topLevelWidgets() if widget.parent() is None]


def _left(before: set[int]) -> list[Any]:
    # Tooltips and the like belong to Qt and are kept for reuse.
    own = [
        widget
        for widget in _windows()
        if widget.metaObject().className() not in ("QTipLabel", "QDesktopWidget")
    ]
    return [widget for widget in own if sip.unwrapinstance(widget) not in before]


def _finish_deletions() -> None:
    app = QCoreApplication.instance()
    if app is None:
        return
    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        app.processEvents()


def _strays(before: set[threading.Thread]) -> list[threading.Thread]:
    deadline = time.monotonic() + GRACE_S
    for thread in set(threading.enumerate()) - before:
        if not _stays(thread):
            thread.join(max(0.0, deadline - time.monotonic()))
    return [thread for thread in threading.enumerate() if thread not in before and not _stays(thread)]


def _stays(thread: threading.Thread) -> bool:
    # Qt's own threads show up as dummies once they call Python; the pool check covers them.
    return thread.name.startswith("shared-") or type(thread).__name__ in ("_DummyThread", "TMonitor")


def _running(timers: weakref.WeakSet[QTimer]) -> list[QTimer]:
    return [timer for timer in timers if not sip.isdeleted(timer) and timer.isActive()]


def _watch_timers(patch: pytest.MonkeyPatch, timers: weakref.WeakSet[QTimer]) -> None:
    start = QTimer.start

    def watched(self: QTimer, *args: Any) -> None:
        timers.add(self)
        start(self, *args)

    patch.setattr(QTimer, "start", watched)
