"""Says that a page is open in another window of the program. No widgets."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PyQt6.QtCore import QLockFile


class PageLocks:
    """A lock for each page that this window shows or edits, under ``open`` in the user's data folder.

    The locks warn and forbid nothing: saving compares what lies on disk. A lock whose process has gone
    counts for nothing.
    """

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "open"
        self._locks: dict[tuple[str, int], QLockFile] = {}

    def take(self, key: tuple[str, int]) -> bool:
        """Take the lock of a page; False when another window holds it. A folder that cannot be written
        is no reason to warn."""
        if key in self._locks:
            return True
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return True
        name = hashlib.sha256(f"{key[0]}\n{key[1]}".encode("utf-8", "surrogatepass")).hexdigest()[:24]
        lock = QLockFile(str(self._folder / f"{name}.lock"))
        lock.setStaleLockTime(0)  # stale when its process is gone, however old or young it is
        if lock.tryLock(0):
            self._locks[key] = lock
            return True
        return lock.error() != QLockFile.LockError.LockFailedError

    def release(self, *keys: tuple[str, int]) -> None:
        """These pages are no longer open here; all of them when none is named."""
        for key in keys or tuple(self._locks):
            lock = self._locks.pop(key, None)
            if lock is not None:
                lock.unlock()
