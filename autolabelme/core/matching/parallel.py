"""Run a job's parts on all cores, in a fixed order of results, with progress and quick cancelling."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import TypeVar

from ..progress import Tick

T = TypeVar("T")

_MOST = 8
_TICK_SECONDS = 0.05


def workers() -> int:
    """How many threads to use: the cores that this process may use, 8 at most."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, min(_MOST, len(os.sched_getaffinity(0))))
    return max(1, min(_MOST, os.cpu_count() or 1))


def run_all(
    tasks: Sequence[Callable[[threading.Event], T]],
    tick: Tick,
    stage: str,
    span: tuple[int, int, int],
    finished: Callable[[], float] | None = None,
) -> list[T]:
    """Results of `tasks` in their order, whatever the order in which the threads finish.

    `tick` is called at the start and every 50 ms (`span`: first and last step of this part and the
    job's total; `finished`: the part that is done, 0..1, where tasks are long). When it raises, each
    task finds its event set, at which it should look every 50 ms or so and return anything; the
    exception leaves after the threads have ended.
    """
    first, last, total = span
    tick(first, total, stage)
    stop = threading.Event()
    with ThreadPoolExecutor(workers(), thread_name_prefix="matching") as pool:
        futures = [pool.submit(task, stop) for task in tasks]
        pending = set(futures)
        try:
            while pending:
                pending = wait(pending, timeout=_TICK_SECONDS).not_done
                done = 1 - len(pending) / max(len(futures), 1) if finished is None else finished()
                tick(first + int((last - first) * done), total, stage)
        except BaseException:
            stop.set()
            for future in pending:
                future.cancel()
            raise
        return [future.result() for future in futures]
