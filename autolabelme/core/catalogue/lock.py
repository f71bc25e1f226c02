"""Who writes a project: one program at a time, by a lock that goes with its process.

The lock file beside the database says who holds it. Where the system or the file system offers no locks,
SQLite's own are all there is.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import json
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError
from ..messages import Message
from .schema import now
from .words import CatalogueWords

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_TAKEN = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}
_LARGEST = 4096
_LOCKED_BYTE = 1 << 20
"""Windows forbids to read what is locked: a byte beyond the text is."""


@dataclass(frozen=True)
class Writer:
    """Who writes a project."""

    user: str
    host: str
    pid: int
    since: str

    def said(self) -> Message:
        """The sentence for a person."""
        if not self.pid:
            return CatalogueWords.WRITTEN_BY_SOMEBODY()
        return CatalogueWords.WRITTEN_BY(**vars(self))


def who() -> str:
    """The user's name on this machine, for decisions; empty where there is none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


class WriteLock:
    """The lock of one project. `take` may be tried again; `release` or the process's end gives it up."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Whether this object holds the lock now. `InputError` where no lock file can be made."""
        if self._handle is not None:
            return True
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise InputError("cannot be written: {error}", path=self.path, error=error) from error
        if not _lock(handle):
            os.close(handle)
            return False
        self._handle = handle
        mine = {"user": who(), "host": socket.gethostname(), "pid": os.getpid(), "since": now()}
        with contextlib.suppress(OSError):  # it only tells others who we are; a full disk is met elsewhere
            os.ftruncate(handle, 0)
            os.write(handle, json.dumps(mine).encode())
        return True

    def holder(self) -> Writer:
        """Who holds it, as the lock file says; without a process where it says nothing."""
        try:
            with self.path.open("rb") as stream:
                told = json.loads(stream.read(_LARGEST))
            return Writer(str(told["user"]), str(told["host"]), int(told["pid"]), str(told["since"]))
        except (OSError, ValueError, KeyError, TypeError):
            return Writer("", "", 0, "")

    def release(self) -> None:
        """Give it up; the file stays, since removing it would race with whoever takes it next."""
        if self._handle is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, 0)
            os.close(self._handle)
            self._handle = None


def _lock(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _TAKEN
    return True
