"""JobBar: running rows with Cancel, lines of ended jobs with Show, errors in one line."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QProgressBar, QToolButton
from pytestqt.qtbot import QtBot

from autolabelme.core.errors import InputError
from autolabelme.core.progress import Tick
from autolabelme.qtkit import job_bar
from autolabelme.qtkit.history import ENTRIES_KEPT
from autolabelme.qtkit.job_bar import JobBar
from autolabelme.qtkit.job_rows import time_left
from autolabelme.qtkit.job_runner import JobRunner


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.wait_all()


@pytest.fixture
def bar(qtbot: QtBot, runner: JobRunner) -> JobBar:
    made = JobBar(runner)
    qtbot.addWidget(made)
    made.resize(900, 80)
    made.show()
    return made


def slow(*, tick: Tick) -> None:
    for step in range(10_000):
        tick(step, 10_000, "poses")
        time.sleep(0.002)


def button(qtbot: QtBot, bar: JobBar, name: str) -> QToolButton:
    def found() -> list[QToolButton]:
        return [child for child in bar.findChildren(QToolButton, name) if child.isVisible()]

    # A layout shows what it is given in a later turn of the event loop.
    qtbot.waitUntil(lambda: len(found()) == 1)
    return found()[0]


def test_a_running_job_shows_how_far_it_is_and_cancels(bar: JobBar, runner: JobRunner, qtbot: QtBot) -> None:
    assert bar.is_blank
    job = runner.start(slow, title="Rematch")
    qtbot.waitUntil(lambda: not bar.is_blank)
    qtbot.waitUntil(lambda: bar.findChildren(QProgressBar)[0].maximum() == 10_000)
    QTest.mouseClick(button(qtbot, bar, "cancel"), Qt.MouseButton.LeftButton)
    assert not button(qtbot, bar, "cancel").isEnabled()
    qtbot.waitUntil(lambda: job.over)
    assert bar.lines() == ["Rematch: cancelled"]
    QTest.mouseClick(button(qtbot, bar, "dismiss"), Qt.MouseButton.LeftButton)
    assert bar.lines() == [] and bar.is_blank


def test_a_finished_job_leaves_its_result_with_show(bar: JobBar, runner: JobRunner, qtbot: QtBot) -> None:
    shown: list[int] = []
    runner.start(lambda *, tick: 22, title="Rematch", summary=lambda n: f"{n} matches", show=shown.append)
    qtbot.waitUntil(lambda: bar.lines() == ["Rematch: 22 matches"])
    QTest.mouseClick(button(qtbot, bar, "show"), Qt.MouseButton.LeftButton)
    assert shown == [22]


def test_errors_are_one_line_and_lead_to_the_log(bar: JobBar, runner: JobRunner, qtbot: QtBot) -> None:
    def refuse(*, tick: Tick) -> None:
        raise InputError("is cut off", path="scan.tif")

    def crash(*, tick: Tick) -> None:
        raise ZeroDivisionError

    runner.start(refuse, title="Open")
    qtbot.waitUntil(lambda: len(bar.lines()) == 1)
    with qtbot.waitSignal(bar.details_wanted):
        QTest.mouseClick(button(qtbot, bar, "details"), Qt.MouseButton.LeftButton)
    runner.start(crash, title="Align")
    qtbot.waitUntil(lambda: len(bar.lines()) == 2)
    assert bar.lines()[0] == "Open: scan.tif: is cut off"
    assert "ZeroDivisionError" in bar.lines()[1] and "log" in bar.lines()[1]


def test_a_returned_failure_is_told_with_its_reason(bar: JobBar, runner: JobRunner, qtbot: QtBot) -> None:
    class Failure:
        reason = "the two pages do not match"

    runner.start(lambda *, tick: Failure(), title="Align")
    qtbot.waitUntil(lambda: bar.lines() == ["Align: the two pages do not match"])


def test_untitled_and_superseded_jobs_leave_nothing(bar: JobBar, runner: JobRunner, qtbot: QtBot) -> None:
    quiet = runner.start(lambda *, tick: 1)
    runner.start(slow, title="Rematch", key="rematch")
    runner.start(lambda *, tick: 2, title="Rematch", key="rematch")
    qtbot.waitUntil(lambda: quiet.over and not runner.jobs)
    assert bar.lines() == ["Rematch: done"]


def test_only_the_last_lines_are_kept(bar: JobBar) -> None:
    for number in range(ENTRIES_KEPT + 2):
        bar.add_line(str(number))
    assert bar.lines()[0] == "2"
    assert len(bar.lines()) == ENTRIES_KEPT
    bar.clear()
    assert bar.is_blank


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s left"), (59, "59 s left"), (61, "2 min left"), (5400, "1 h 30 min left")]
)
def test_time_left_is_worded_calmly(qtbot: QtBot, seconds: float, text: str) -> None:
    assert time_left(seconds) == text


def test_what_is_seen_anyway_leaves_no_line(bar: JobBar, runner: JobRunner, qtbot: QtBot) -> None:
    job = runner.start(lambda *, tick: 22, title="Map", summary=lambda _result: None)
    qtbot.waitUntil(lambda: job.over)
    assert bar.lines() == []


def test_the_bar_keeps_its_height_whatever_comes_and_goes(
    bar: JobBar, runner: JobRunner, qtbot: QtBot
) -> None:
    heights = {bar.height()}
    jobs = [runner.start(slow, title=f"Job {n}", key=str(n)) for n in range(3)]
    qtbot.waitUntil(lambda: not bar.is_blank)
    heights.add(bar.height())
    for job in jobs:
        job.cancel()
    qtbot.waitUntil(lambda: len(bar.lines()) == 3)
    heights.add(bar.height())
    bar.add_line("x" * 5000, "error")
    heights.add(bar.height())
    bar.clear()
    heights.add(bar.height())
    assert len(heights) == 1
    assert bar.minimumSizeHint().width() < 500


def test_a_late_click_hits_nothing(bar: JobBar, runner: JobRunner, qtbot: QtBot) -> None:
    shown: list[str] = []
    job = runner.start(slow, title="Rematch")
    cancel = button(qtbot, bar, "cancel")
    place = cancel.mapTo(bar, cancel.rect().center())
    job.cancel()
    qtbot.waitUntil(lambda: job.over)
    bar.add_line("done", show=lambda: shown.append("shown"))
    # What lies under the pointer now takes the click and does nothing with it.
    shield = bar.childAt(place)
    assert shield is not None and shield.objectName() == "shield"
    qtbot.waitUntil(lambda: bar.childAt(place) is not shield)
    assert shown == []


def test_an_end_gives_the_line_back_and_stays_in_the_history(
    runner: JobRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job_bar, "NEWS_MS", 30)
    bar = JobBar(runner)
    qtbot.addWidget(bar)
    bar.add_line("done")
    assert not bar.is_blank and bar.history.unread == 1
    qtbot.waitUntil(lambda: bar.is_blank)
    assert bar.lines() == ["done"]
    bar.add_line("went wrong", "error")
    qtbot.waitUntil(lambda: not bar._news.isActive())
    assert not bar.is_blank, "what went wrong stays until it is taken away"
