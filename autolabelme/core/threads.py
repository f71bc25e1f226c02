"""Keep the linear-algebra library from sharing small products among threads.

Search and alignment already use both cores and multiply many small matrices; a BLAS that splits each
among threads spends more time on waiting than on work (measured: 0.38 s of processor time a search
against 0.24 s, 20.6 s an alignment against 4.7 s).
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController

_lock = threading.Lock()
_users = 0
_before: dict[str, int] = {}


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Within the block BLAS works on one thread; blocks may nest and overlap in several threads.

    The setting is the process's: what was set before the first block comes back after the last.
    """
    global _users
    with _lock:
        if _users == 0:
            _before.clear()
            for library in _libraries():
                _before[library.filepath] = library.num_threads
                _set(library, 1)
        _users += 1
    try:
        yield
    finally:
        with _lock:
            _users -= 1
            if _users == 0:
                for library in _libraries():
                    _set(library, _before.get(library.filepath, library.num_threads))


def _set(library: Any, count: int) -> None:
    # From 3.8 on threadpoolctl obeys only the thread that asked first, as long as it lives: a search in a
    # job's or a page's thread would not be heard. Who may set it is settled here, by counting.
    getattr(library, "_real_set_num_threads", library.set_num_threads)(count)


def _libraries() -> list:  # type: ignore[type-arg]
    return list(_controller("scipy.linalg" in sys.modules).select(user_api="blas").lib_controllers)


@cache
def _controller(with_scipy: bool) -> ThreadpoolController:
    # Looking through the loaded libraries takes milliseconds, and SciPy brings a BLAS of its own: once
    # before it is loaded and once after.
    return ThreadpoolController()
