"""Pages of a PDF, counted and rendered in a child process that is ended on a cancel, or when it hangs."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from .arrays import U8
from .children import neutral_folder, python_command
from .errors import Cancelled, InputError
from .image_samples import MAX_BYTES, MAX_PIXELS, require_size
from .pdf_child import COMPUTING_S
from .progress import raise_if_cancelled

# Of the clock on the wall, for one request: on POSIX the child ends itself after `COMPUTING_S`.
_LONGEST_S: Final[float] = 60.0 if os.name == "posix" else COMPUTING_S
_LOOK_S = 0.1
_ENDED_BY_CLOCK: Final[int] = -getattr(signal, "SIGPROF", 0)


@dataclass(frozen=True)
class PdfPage:
    """A page's size in pixels at the resolution asked for, and how many pages the file has."""

    width: int
    height: int
    pages: int


def page_info(path: Path, page: int, dpi: float) -> PdfPage:
    """Size and number of pages, without rendering.

    Raises `InputError`, without the file's name, and `Cancelled`.
    """
    answer, _ = _ask(path, page, dpi, pixels=False)
    require_size(answer["width"], answer["height"], 4)
    return PdfPage(answer["width"], answer["height"], answer["pages"])


def render(path: Path, page: int, dpi: float) -> U8:
    """The page as uint8 (H, W, C), C 1 to 4; raises as `page_info`."""
    answer, pixels = _ask(path, page, dpi, pixels=True)
    require_size(answer["width"], answer["height"], 4)
    if pixels is None:
        raise InputError("could not be rendered")
    return pixels


class _Child:
    """The process, started when it is first wanted; one request at a time, in any thread."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def ask(self, request: dict[str, Any]) -> tuple[dict[str, Any], U8 | None]:
        while not self._lock.acquire(timeout=_LOOK_S):
            raise_if_cancelled()
        try:
            process = self._running()
            exchange = _Exchange(process, request)
            done = False
            try:
                done = exchange.wait(time.monotonic() + _LONGEST_S)
            finally:
                if not done:
                    self.end()
                    exchange.thread.join()
            return exchange.result()
        finally:
            self._lock.release()

    def end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.end()
        if self._process is None:
            program = Path(__file__).with_name("pdf_child.py")
            self._process = subprocess.Popen(
                python_command(str(program.absolute())),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=neutral_folder(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._process


class _Exchange:
    """One question and its answer, in a thread of its own: not every system can wait for a pipe."""

    def __init__(self, process: subprocess.Popen[bytes], request: dict[str, Any]) -> None:
        self._process, self._request = process, request
        self._answer: dict[str, Any] = {}
        self._pixels: U8 | None = None
        self._too_long = False
        self.thread = threading.Thread(target=self._run, name="pdf-child", daemon=True)
        self.thread.start()

    def wait(self, until: float) -> bool:
        """Whether an answer came in time; raises `Cancelled` when the job that asks was cancelled."""
        while self.thread.is_alive():
            self.thread.join(_LOOK_S)
            if not self.thread.is_alive():
                break
            raise_if_cancelled()
            if time.monotonic() > until:
                self._too_long = True
                return False
        return bool(self._answer)

    def result(self) -> tuple[dict[str, Any], U8 | None]:
        if not self._answer:
            code = self._process.poll()
            if not self._too_long and code not in (None, _ENDED_BY_CLOCK):
                raise InputError(f"makes the PDF library fail (exit status {code}); it may be damaged")
            raise InputError(f"takes more than {COMPUTING_S:.0f} s of computing to open; it may be damaged")
        if "problem" in self._answer:
            raise InputError(self._answer["problem"])
        return self._answer, self._pixels

    def _run(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(json.dumps(self._request).encode() + b"\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
            answer = json.loads(line) if line.endswith(b"\n") else {}
            if "channels" in answer:
                pixels = np.empty((answer["height"], answer["width"], answer["channels"]), np.uint8)
                view, got = memoryview(pixels.data).cast("B"), 0
                while got < len(view):
                    more = self._process.stdout.readinto(view[got:])  # type: ignore[attr-defined]
                    if not more:
                        return
                    got += more
                self._pixels = pixels
            self._answer = answer
        except (OSError, ValueError):  # it was ended, or its pipe was closed
            return


_child = _Child()
atexit.register(_child.end)


def _ask(path: Path, page: int, dpi: float, *, pixels: bool) -> tuple[dict[str, Any], U8 | None]:
    request = {
        "path": str(path.absolute()),
        "page": page,
        "dpi": dpi,
        "pixels": pixels,
        "most_pixels": min(MAX_PIXELS, MAX_BYTES // 7),
        "most_bytes": MAX_BYTES,
    }
    raise_if_cancelled()
    try:
        return _child.ask(request)
    except Cancelled:
        raise
    except OSError as error:
        raise InputError(f"cannot be read: no process could be started: {error.strerror or error}") from error
