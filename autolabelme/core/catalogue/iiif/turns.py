"""One question at a time to a server, and a pause after it: for all jobs and programs of this user."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOOK_S: Final[float] = 0.05
"""How often whoever waits looks whether the job was cancelled."""

_LOCKED_BYTE = 1 << 10


@dataclass
class Turn:
    """The right to ask a server now; `pause_s` is how long it is left alone after the answer."""

    pause_s: float


@contextlib.contextmanager
def turn(file: Path, pause_s: float, longest_s: float, look: Callable[[float], None]) -> Iterator[Turn]:
    """Wait for the server's turn, which `file` stands for, hold it in the block, and leave the pause.

    `look` gets the seconds that are still to wait, every `LOOK_S`, and may raise `Cancelled`. What an
    earlier pause says is believed up to `longest_s`.
    """
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        while not _locked(handle):
            look(0.0)
            time.sleep(LOOK_S)
        wait(min(_until(handle) - time.time(), longest_s), look)
        own = Turn(pause_s)
        try:
            yield own
        finally:
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, f"{time.time() + own.pause_s:.3f}".encode())
    finally:
        _release(handle)
        os.close(handle)


def wait(seconds: float, look: Callable[[float], None]) -> None:
    """Sleep, and look every `LOOK_S` with the seconds that are left."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        look(left)
        time.sleep(min(left, LOOK_S))


def _until(handle: int) -> float:
    os.lseek(handle, 0, os.SEEK_SET)
    try:
        return float(os.read(handle, 40))
    except ValueError:
        return 0.0


if sys.platform == "win32":

    def _locked(handle: int) -> bool:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _release(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        with contextlib.suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks: one program at a time is the user's to keep
        return True

    def _release(handle: int) -> None:
        pass  # closing does it
