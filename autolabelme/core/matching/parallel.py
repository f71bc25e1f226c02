"""Run a job's parts on all cores, in a fixed order of results, with progress and quick cancelling.

Either the parts of one page's search are shared among the cores (`run_all`), or whole pages are
(`in_turn`): then each page's parts follow each other in its own thread.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Protocol, TypeVar

from ..errors import Cancelled
from ..progress import Tick, cancellable

S = TypeVar("S")
T = TypeVar("T")

_MOST = 8
_TICK_SECONDS = 0.05
_AHEAD = 4
"""How many times as many pages as threads may be finished and wait for an earlier one."""

_thread = threading.local()


class Stop(Protocol):
    """What a task looks at every 50 ms or so: whether its result is still wanted."""

    def is_set(self) -> bool: ...


class _Ticking:
    """The `Stop` of a task in the calling thread: it ticks, and what the tick raises leaves the task."""

    def __init__(self, tick: Callable[[], None]) -> None:
        self._tick = tick
        self._next = time.monotonic() + _TICK_SECONDS

    def is_set(self) -> bool:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _TICK_SECONDS
            self._tick()
        return False


def workers() -> int:
    """How many threads to use: the cores that this process may use, 8 at most."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, min(_MOST, len(os.sched_getaffinity(0))))
    return max(1, min(_MOST, os.cpu_count() or 1))


def run_all(
    tasks: Sequence[Callable[[Stop], T]],
    tick: Tick,
    stage: str,
    span: tuple[int, int, int],
    finished: Callable[[], float] | None = None,
) -> list[T]:
    """Results of `tasks` in their order, whatever the order in which the threads finish.

    `tick` is called at the start and every 50 ms (`span`: first and last step of this part and the
    job's total; `finished`: the part that is done, 0..1, where tasks are long). When it raises, each
    task finds its stop set, at which it should look every 50 ms or so and return anything; the
    exception leaves after the threads have ended. A single task is done by the calling thread, which
    ticks when the task looks: to hand it over and back costs more than many a task.
    """
    first, last, total = span
    tick(first, total, stage)
    of_page: threading.Event | None = getattr(_thread, "page_stop", None)
    if of_page is not None:
        return _one_by_one(tasks, tick, stage, span, of_page)
    if len(tasks) == 1:
        done_alone = tasks[0](_Ticking(lambda: tick(first, total, stage)))
        tick(last, total, stage)
        return [done_alone]
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


def share(parts: Sequence[Callable[[], T]]) -> list[T]:
    """What `parts` return, short ones that share nothing, on all cores; in a page's own thread one by one.

    The first part is done by the calling thread: it alone may tick.
    """
    if len(parts) < 2 or workers() < 2 or getattr(_thread, "page_stop", None) is not None:
        return [part() for part in parts]
    with ThreadPoolExecutor(workers() - 1, thread_name_prefix="matching") as pool:
        futures = [pool.submit(part) for part in parts[1:]]
        return [parts[0](), *(future.result() for future in futures)]


def _one_by_one(
    tasks: Sequence[Callable[[Stop], T]],
    tick: Tick,
    stage: str,
    span: tuple[int, int, int],
    stop: Stop,
) -> list[T]:
    first, last, total = span
    results = []
    for number, task in enumerate(tasks, start=1):
        results.append(task(stop))
        tick(first + (last - first) * number // len(tasks), total, stage)
    return results


def in_turn(
    pages: Sequence[S],
    work: Callable[[S, Tick], T],
    on_page: Callable[[int, T], None],
    tick: Tick,
) -> None:
    """`work` on every page, one page to a thread; `on_page` gets number and result, in the pages' order.

    `on_page` and `tick` (total 1000) are called in the calling thread. As many pages as `workers` are in
    memory at once. When `tick`, `on_page` or `work` raises, the pages in work are cancelled, by their own
    ticks and by `raise_if_cancelled`, and the exception leaves after the threads have ended.
    """
    stop = threading.Event()
    progress = [0.0] * len(pages)
    stages = [""] * len(pages)

    def require_running() -> None:
        if stop.is_set():
            raise Cancelled

    def run(number: int) -> T:
        def of_page(done: int, total: int, stage: str) -> None:
            require_running()
            progress[number] = min(1.0, done / total) if total > 0 else 0.0
            stages[number] = stage

        _thread.page_stop = stop
        try:
            with cancellable(require_running):
                require_running()
                return work(pages[number], of_page)
        finally:
            _thread.page_stop = None

    pending: dict[int, Future[T]] = {}
    begun = given = 0
    with ThreadPoolExecutor(workers(), thread_name_prefix="page") as pool:
        try:
            while given < len(pages):
                while begun < min(len(pages), given + _AHEAD * workers()):
                    pending[begun] = pool.submit(run, begun)
                    begun += 1
                wait([pending[given]], _TICK_SECONDS, FIRST_COMPLETED)
                while given in pending and pending[given].done():
                    on_page(given, pending.pop(given).result())
                    progress[given] = 1.0
                    given += 1
                now = min(given, len(pages) - 1)
                tick(round(1000 * sum(progress) / len(pages)), 1000, stages[now])
        except BaseException:
            stop.set()
            for future in pending.values():
                future.cancel()
            raise
