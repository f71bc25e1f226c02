"""Go through items of work one by one, or many at a time; results come as they are done."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Generator, Iterable
from typing import Final, TypeVar

from ...progress import cancellable
from .outcomes import Outcome, attempt
from .params import WorkParams, cores

S = TypeVar("S")
T = TypeVar("T")

_WORTH: Final[int] = 12
"""Items a process below which starting processes (some 3 s) costs more than they save."""


def work_through(
    work: Callable[[S], T], items: Iterable[S], params: WorkParams, look: Callable[[], None]
) -> Generator[Outcome[S, T], None, None]:
    """The outcome of `work` on each of `items`, in the order in which they are done.

    Parameters
    ----------
    work : a function of a module (or a `functools.partial` of one) that may raise `InputError`. It knows no
        database, and may be called twice for an item whose process was killed.
    items : plain values with absolute paths; taken as they are needed, never all at once.
    params : with one process, and for few items unless a number was asked for, all is done in this one.
    look : called about every 50 ms; may raise `Cancelled`, which ends the other processes at once.

    Close the iterator (`contextlib.closing`) where it may be left before its end.
    """
    stream = iter(items)
    if params.scheduler or (params.workers or cores()) > 1:
        first: list[S] = []
        if not params.scheduler and params.workers is None:
            first = list(itertools.islice(stream, _WORTH * cores()))
        if params.scheduler or params.workers is not None or len(first) == _WORTH * cores():
            from .cluster import on_cluster

            yield from on_cluster(work, itertools.chain(first, stream), params, look)
            return
        stream = iter(first)
    for item in stream:
        look()
        with cancellable(look):
            yield attempt(work, item)
