"""JobRunner: finished, failed, cancelled and superseded are different ends; nothing outlives wait_all."""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections.abc import Iterator

import pytest
from PyQt6 import sip
from PyQt6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from autolabelme.core.errors import InputError
from autolabelme.core.progress import Tick
from autolabelme.qtkit.job_runner import Job, JobRunner


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    made = JobRunner()
    yield made
    made.wait_all()


def ends_of(job: Job) -> list[tuple[str, object]]:
    heard: list[tuple[str, object]] = []
    job.finished.connect(lambda value: heard.append(("finished", value)))
    job.failed.connect(lambda error: heard.append(("failed", error)))
    job.cancelled.connect(lambda: heard.append(("cancelled", None)))
    return heard


def until_stopped(*, tick: Tick) -> None:
    while True:
        tick(1, 0, "going round")
        time.sleep(0.002)


def test_a_result_comes_back_on_the_ui_thread(runner: JobRunner, qtbot: QtBot) -> None:
    threads: list[threading.Thread] = []

    def double(number: int, *, tick: Tick) -> int:
        threads.append(threading.current_thread())
        return 2 * number

    job = runner.start(double, 21)
    job.finished.connect(lambda _: threads.append(threading.current_thread()))
    heard = ends_of(job)
    qtbot.waitUntil(lambda: len(heard) == 1)
    assert heard == [("finished", 42)]
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()
    assert runner.jobs == ()


def test_an_expected_error_comes_back_without_a_traceback_in_the_log(
    runner: JobRunner, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*, tick: Tick) -> None:
        raise InputError("is cut off", path="scan.tif")

    heard = ends_of(runner.start(refuse))
    qtbot.waitUntil(lambda: len(heard) == 1)
    assert heard[0][0] == "failed"
    assert str(heard[0][1]) == "scan.tif: is cut off"
    assert not caplog.records


@pytest.mark.parametrize("error", [ZeroDivisionError("by nothing"), SystemExit(3)])
def test_an_unexpected_error_is_logged_with_its_traceback(
    runner: JobRunner, qtbot: QtBot, caplog: pytest.LogCaptureFixture, error: BaseException
) -> None:
    def crash(*, tick: Tick) -> None:
        raise error

    with caplog.at_level(logging.ERROR, logger="autolabelme.jobs"):
        heard = ends_of(runner.start(crash, title="Rematch"))
        qtbot.waitUntil(lambda: len(heard) == 1)
    assert heard == [("failed", error)]
    assert caplog.records[0].exc_info is not None
    assert "Rematch" in caplog.records[0].getMessage()


def test_cancel_ends_a_job_at_its_next_tick(runner: JobRunner, qtbot: QtBot) -> None:
    job = runner.start(until_stopped)
    heard = ends_of(job)
    qtbot.waitSignal(job.progress, timeout=2000).wait()
    job.cancel()
    qtbot.waitUntil(lambda: bool(heard), timeout=2000)
    assert heard == [("cancelled", None)]


def test_a_cancelled_batch_may_keep_what_is_done(runner: JobRunner, qtbot: QtBot) -> None:
    from autolabelme.core.errors import Cancelled

    def batch(*, tick: Tick) -> list[int]:
        done: list[int] = []
        try:
            while True:
                tick(len(done), 0, "pages")
                done.append(len(done))
                time.sleep(0.002)
        except Cancelled:
            return done

    job = runner.start(batch)
    heard = ends_of(job)
    qtbot.waitSignal(job.progress, timeout=2000).wait()
    job.cancel()
    qtbot.waitUntil(lambda: bool(heard), timeout=2000)
    assert heard[0][0] == "finished"


def test_a_newer_job_of_the_same_key_drops_the_older_ones_answer(runner: JobRunner, qtbot: QtBot) -> None:
    gate = threading.Event()

    def answer(value: str, wait: bool, *, tick: Tick) -> str:
        if wait:
            gate.wait(5)
        return value

    old = runner.start(answer, "old", True, key="search")
    middle = runner.start(answer, "middle", False, key="search")
    new = runner.start(answer, "new", False, key="search")
    heard = [ends_of(job) for job in (old, middle, new)]
    gate.set()
    qtbot.waitUntil(lambda: all(heard[i] for i in (0, 2)))
    assert heard[0] == [("cancelled", None)]
    assert old.superseded and middle.superseded and not new.superseded
    assert middle.state == "cancelled", "it never started"
    assert heard[2] == [("finished", "new")]


def test_jobs_of_other_keys_run_side_by_side(runner: JobRunner, qtbot: QtBot) -> None:
    meet = threading.Barrier(2, timeout=5)
    heard = [ends_of(runner.start(lambda *, tick: meet.wait() >= 0, key=key)) for key in ("a", "b")]
    qtbot.waitUntil(lambda: all(heard), timeout=5000)
    assert [ends[0] for ends in heard] == [("finished", True)] * 2


def test_ticks_are_throttled_and_tell_the_time_left(
    runner: JobRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autolabelme.qtkit.job_runner.ESTIMATE_AFTER_S", 0.05)

    def busy(*, tick: Tick) -> int:
        for step in range(2000):
            tick(step, 2000, "poses")
            time.sleep(0.0001)
        return 2000

    heard: list[tuple[int, int, str, float | None]] = []
    job = runner.start(busy)
    job.progress.connect(lambda *values: heard.append(values))
    qtbot.waitSignal(job.finished, timeout=5000).wait()
    assert 1 <= len(heard) < 200
    done, total, stage, left = heard[-1]
    assert total == 2000 and stage == "poses" and done > 0
    assert left is not None and left >= 0


def test_a_widget_that_goes_stops_its_thread(qtbot: QtBot) -> None:
    runner = JobRunner()
    job = runner.start(until_stopped)
    qtbot.waitSignal(job.progress, timeout=2000).wait()
    thread = job._thread
    assert thread is not None
    sip.delete(runner)
    thread.join(5)
    assert not thread.is_alive()


def test_work_named_by_its_path_is_imported_in_the_worker(runner: JobRunner, qtbot: QtBot) -> None:
    job = runner.start("autolabelme.core.progress:SubTick", 0.0, 1.0)
    heard = ends_of(job)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0][0] == "failed", "SubTick takes tick once, so it was found and called"
    assert isinstance(heard[0][1], TypeError)


def test_wait_all_leaves_no_thread_and_delivers_the_ends(qtbot: QtBot) -> None:
    runner = JobRunner(max_running=1)
    heard = [ends_of(runner.start(until_stopped, key=key)) for key in ("runs", "waits")]
    assert runner.wait_all(timeout_s=5)
    assert heard == [[("cancelled", None)], [("cancelled", None)]]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("job-")]


def sluggish(*, tick: Tick) -> None:
    for _ in range(100):
        time.sleep(0.5)
        tick(1, 100, "looks up rarely")


def test_wind_down_keeps_the_event_loop_turning_until_a_slow_job_stops(qtbot: QtBot) -> None:
    runner = JobRunner(max_running=1)
    beats: list[float] = []
    clock = QTimer()
    clock.timeout.connect(lambda: beats.append(time.monotonic()))
    clock.start(10)
    heard = [ends_of(runner.start(sluggish, key=key)) for key in ("runs", "waits")]
    started = time.monotonic()
    runner.wind_down()
    taken = time.monotonic() - started
    assert taken > 0.3, "the job slept when it was asked to stop"
    assert len(beats) > 10 and max(after - before for before, after in itertools.pairwise(beats)) < 0.25
    assert heard == [[("cancelled", None)], [("cancelled", None)]]
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("job-")]


def test_what_an_end_starts_while_the_jobs_wind_down_does_not_run(qtbot: QtBot) -> None:
    runner = JobRunner()
    ran: list[str] = []
    later: list[list[tuple[str, object]]] = []

    def further(*, tick: Tick) -> None:
        ran.append("further")

    first = runner.start(until_stopped)
    first.cancelled.connect(lambda: later.append(ends_of(runner.start(further))))
    runner.wind_down()
    assert (ran, later) == ([], [[("cancelled", None)]])
    assert runner.jobs == ()


def test_who_knows_better_gives_the_seconds_left_and_can_tell_them_again(
    runner: JobRunner, qtbot: QtBot
) -> None:
    known = [120.0]
    heard: list[float | None] = []

    def estimate(done: int, total: int, stage: str) -> float:
        assert (done, total, stage) == (1, 0, "going round")
        assert threading.current_thread() is threading.main_thread()
        return known[0]

    job = runner.start(until_stopped, estimate=estimate)
    job.progress.connect(lambda _done, _total, _stage, seconds: heard.append(seconds))
    qtbot.waitUntil(lambda: bool(heard))
    assert heard[0] == 120.0
    known[0] = 60.0
    job.tell_again()
    assert heard[-1] == job.last_progress[3] == 60.0
    runner.wait_all()
    count = len(heard)
    job.tell_again()
    assert len(heard) == count, "what is over has nothing left to tell"
