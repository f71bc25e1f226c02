"""Atomic writing: the last good file survives a kill, a full disk and a failed encoder."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .errors import InputError


def atomic_write(path: Path | str, write: Callable[[Path], None]) -> Path:
    """Let `write` fill a temporary file beside `path`, flush it to disk, then put it in place.

    The temporary file keeps `path`'s suffix, since encoders choose the format by it. Raises
    `InputError` naming `path` when the folder is missing, read-only or full; then nothing is changed.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A short prefix of its own: path.name may already be as long as the file system allows.
        handle, name = tempfile.mkstemp(prefix=".saving-", suffix=path.suffix[:16], dir=path.parent)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror or error}", path=path) from error
    temporary = Path(name)
    try:
        os.close(handle)
        try:
            write(temporary)
            with temporary.open("rb+") as stream:
                os.fsync(stream.fileno())
            _keep_mode(temporary, path)
            temporary.replace(path)
        except OSError as error:
            raise InputError(f"cannot be written: {error.strerror or error}", path=path) from error
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
    _sync_folder(path.parent)
    return path


def atomic_write_bytes(path: Path | str, data: bytes) -> Path:
    """Write `data` to `path` atomically; see `atomic_write`."""

    def write(temporary: Path) -> None:
        temporary.write_bytes(data)

    return atomic_write(path, write)


def atomic_write_text(path: Path | str, text: str) -> Path:
    """Write `text` as UTF-8 with plain newlines to `path` atomically; see `atomic_write`."""
    return atomic_write_bytes(path, text.encode("utf-8"))


def atomic_write_json(path: Path | str, value: Any) -> Path:
    """Write `value` as JSON (UTF-8, two spaces) to `path` atomically; NaN is refused."""
    return atomic_write_text(path, json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def _keep_mode(temporary: Path, path: Path) -> None:
    # mkstemp makes files private; a saved annotation keeps the mode it had, or follows the umask.
    if path.exists():
        temporary.chmod(path.stat().st_mode & 0o777)
        return
    umask = os.umask(0)
    os.umask(umask)
    temporary.chmod(0o666 & ~umask)


def _sync_folder(folder: Path) -> None:
    # The rename itself is durable only once the folder is flushed; Windows cannot open folders.
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
