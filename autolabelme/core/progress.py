"""The one callback of a long job: it reports and it cancels (the core knows no threads)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol


class Tick(Protocol):
    """Called by a long job between library calls, about every 100 ms.

    ``done`` of ``total`` steps of ``stage`` are finished (``total`` 0: unknown). May raise
    `autolabelme.core.errors.Cancelled`, which the job lets pass without leaving half-written files.
    """

    def __call__(self, done: int, total: int, stage: str) -> None: ...


def no_tick(done: int, total: int, stage: str) -> None:
    """Ignore progress; the default for calls from scripts."""


class SubTick:
    """Map a part of a job onto a span of the whole job's progress.

    Parameters
    ----------
    tick : Tick
        The whole job's callback; it is called with a total of 1000.
    start, stop : float
        The span of the whole job, 0..1, that this part covers.
    """

    def __init__(self, tick: Tick, start: float, stop: float) -> None:
        self._tick = tick
        self._start = start
        self._stop = stop

    def __call__(self, done: int, total: int, stage: str) -> None:
        fraction = min(1.0, done / total) if total > 0 else 0.0
        whole = self._start + (self._stop - self._start) * fraction
        self._tick(round(1000 * whole), 1000, stage)


_cancel_check: ContextVar[Callable[[], None] | None] = ContextVar("cancel_check", default=None)


@contextmanager
def cancellable(check: Callable[[], None]) -> Iterator[None]:
    """Let `raise_if_cancelled` ask `check`, in this thread, for what waits without a tick of its own."""
    token = _cancel_check.set(check)
    try:
        yield
    finally:
        _cancel_check.reset(token)


def raise_if_cancelled() -> None:
    """Raise `autolabelme.core.errors.Cancelled` when the job that runs in this thread shall stop."""
    check = _cancel_check.get()
    if check is not None:
        check()
