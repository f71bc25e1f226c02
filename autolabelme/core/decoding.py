"""Decoding in child processes, for what may crash, hang or never end: PDFs, and what Pillow does not read.

A child is ended on a cancel, or when it takes too long; when it dies, the file is refused and the next one
gets another child. They are kept, since a start costs a fifth of a second and a book has hundreds of pages.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any, Final

import numpy as np

from .arrays import Array
from .children import neutral_folder, python_command
from .errors import InputError
from .image_samples import MAX_BYTES
from .progress import raise_if_cancelled

_LONGER_S: Final[float] = 7.5 if os.name == "posix" else 1.0
"""The clock on the wall for a second of computing: on POSIX the child ends itself by its processor time."""

_LOOK_S = 0.1
_ENDED_BY_CLOCK: Final[int] = -getattr(signal, "SIGPROF", 0)
_MOST_CHILDREN: Final[int] = max(1, min(4, os.cpu_count() or 1))
_PIPE_BYTES = 1 << 20


def decode_apart(
    source: Path | bytes, kind: str, seconds: float, **request: Any
) -> tuple[dict[str, Any], Array | None]:
    """What a child process answers, and the samples, a uint8 or uint16 array, if it sends any.

    `source` is the file or its bytes; `kind` is one of those that ``decoder_child.py`` knows and `request` is
    what it wants to know; `seconds` of processor time are allowed. Raises `InputError`, without the file's
    name, `MemoryError` and `Cancelled`.
    """
    request |= {"kind": kind, "seconds": seconds, "most_bytes": MAX_BYTES}
    if isinstance(source, bytes):
        request["bytes"] = len(source)
    else:
        request["path"] = os.path.abspath(source)  # noqa: PTH100 - resolves nothing
    raise_if_cancelled()
    child = _next_child()
    try:
        return child.ask(request, source if isinstance(source, bytes) else b"")
    except OSError as error:
        raise InputError("cannot be read: no process could be started: {error}", error=error) from error
    finally:
        _free.put(child)


def allowed_seconds(pixels: int) -> float:
    """Seconds of processor time for a page: the slowest codec decodes a megapixel in about half a second."""
    return 20.0 + 2e-6 * pixels


class _Child:
    """A process, started when it is first wanted, that answers one request at a time."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], Array | None]:
        exchange = _Exchange(self._running(), request, data)
        done = False
        try:
            done = exchange.wait()
        finally:
            if not done:
                self.end()
                exchange.thread.join()
        return exchange.result()

    def end(self) -> None:
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is not None and self.process.poll() is not None:
            self.end()
        if self.process is None:
            program = Path(__file__).with_name("decoder_child.py")
            self.process = subprocess.Popen(
                python_command(str(program.absolute())),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=neutral_folder(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                pipesize=_PIPE_BYTES,
            )
        return self.process


class _Exchange:
    """One question and its answer, in a thread of its own: not every system can wait for a pipe."""

    def __init__(self, process: subprocess.Popen[bytes], request: dict[str, Any], data: bytes) -> None:
        self._process, self._request, self._data = process, request, data
        self._answer: dict[str, Any] = {}
        self._samples: Array | None = None
        self._too_long = self._no_room = False
        self.thread = threading.Thread(target=self._run, name="decoder-child", daemon=True)
        self.thread.start()

    def wait(self) -> bool:
        """Whether an answer came in time; raises `Cancelled` when the job that asks was cancelled."""
        until = time.monotonic() + self._request["seconds"] * _LONGER_S
        while self.thread.is_alive():
            self.thread.join(_LOOK_S)
            if not self.thread.is_alive():
                break
            raise_if_cancelled()
            if time.monotonic() > until:
                self._too_long = True
                return False
        return bool(self._answer)

    def result(self) -> tuple[dict[str, Any], Array | None]:
        if self._no_room:
            raise MemoryError
        if not self._answer:
            code = self._process.poll()
            if not self._too_long and code not in (None, _ENDED_BY_CLOCK):
                raise InputError(
                    "makes the library that reads it fail ({code}); it may be damaged", code=code
                )
            seconds = self._request["seconds"]
            raise InputError(
                "takes more than {seconds:.0f} s of computing to open; it may be damaged", seconds=seconds
            )
        if "problem" in self._answer:
            raise InputError(self._answer["problem"], **self._answer.get("values", {}))
        return self._answer, self._samples

    def _run(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(self._request).encode() + b"\n")
            self._process.stdin.write(self._data)
            self._process.stdin.flush()
            line = self._process.stdout.readline()
            answer = json.loads(line) if line.endswith(b"\n") else {}
            if "shape" in answer:
                samples = np.empty(answer["shape"], np.dtype(answer["dtype"]))
                view, got = samples.reshape(-1).view(np.uint8).data, 0
                while got < len(view):
                    more = self._process.stdout.readinto(view[got:])  # type: ignore[attr-defined]
                    if not more:
                        return
                    got += more
                self._samples = samples
            self._answer = answer
        except MemoryError:
            self._no_room = True
        except (OSError, ValueError, TypeError, KeyError):  # it was ended, or answers nonsense
            return


_all: list[_Child] = []
_free: queue.LifoQueue[_Child] = queue.LifoQueue()


def _fill() -> None:
    """Children of this process's own: a fork must not speak with those of its parent."""
    global _all, _free
    _all, _free = [_Child() for _ in range(_MOST_CHILDREN)], queue.LifoQueue()
    for child in _all:
        _free.put(child)


def _next_child() -> _Child:
    while True:
        try:
            return _free.get(timeout=_LOOK_S)  # the one used last, which runs already
        except queue.Empty:
            raise_if_cancelled()


def end_children() -> None:
    """End them all; others start when they are wanted."""
    for child in _all:
        child.end()


_fill()
atexit.register(end_children)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_fill)
