"""A job's parts: a single one is done by the calling thread, and still ticks and cancels."""

from __future__ import annotations

import threading
import time

import pytest

from autolabelme.core.errors import Cancelled
from autolabelme.core.matching.parallel import Stop, run_all
from autolabelme.core.progress import no_tick

SPAN = (0, 10, 10)


def test_a_single_task_is_done_by_the_calling_thread() -> None:
    assert run_all([lambda stop: threading.get_ident()], no_tick, "search", SPAN) == [threading.get_ident()]


def test_a_single_task_that_is_done_ticks_the_last_step() -> None:
    steps = []
    run_all([lambda stop: None], lambda done, total, stage: steps.append((done, total)), "search", SPAN)
    assert (steps[0], steps[-1]) == ((0, 10), (10, 10))


def test_a_single_task_ticks_while_it_works_and_is_left_when_that_raises() -> None:
    began = time.monotonic()
    ticked = []

    def tick(done: int, total: int, stage: str) -> None:
        ticked.append(time.monotonic() - began)
        if len(ticked) == 3:
            raise Cancelled

    def work(stop: Stop) -> None:
        while not stop.is_set():
            time.sleep(0.001)

    with pytest.raises(Cancelled):
        run_all([work], tick, "search", SPAN)
    # At the start, then every 50 ms.
    assert len(ticked) == 3
    assert ticked[2] >= 0.09


def test_results_keep_the_order_of_their_tasks() -> None:
    def task(number: int, seconds: float) -> int:
        time.sleep(seconds)
        return number

    tasks = [lambda stop, number=number: task(number, 0.02 * (3 - number)) for number in range(4)]
    assert run_all(tasks, no_tick, "search", SPAN) == [0, 1, 2, 3]
