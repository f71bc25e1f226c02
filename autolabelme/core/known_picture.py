"""A page's picture, where its file still holds the one that was taken in.

Boxes belong to a picture. A file that was put in its place, of whatever size, would be cut at boxes that mean
nothing in it, and nobody would see it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .arrays import U8
from .errors import InputError
from .hashes import file_sha256
from .image_io import read_rgb


def content_of(path: Path) -> tuple[str, int]:
    """SHA-256 and bytes of a file; `InputError` when it cannot be read."""
    try:
        status = path.stat()
    except OSError as error:
        raise InputError("cannot be read: {error}", path=path, error=error) from error
    return _hashed(path, status.st_mtime_ns, status.st_size), status.st_size


@lru_cache(maxsize=64)  # the pages of one PDF come one after the other
def _hashed(path: Path, _changed_ns: int, _size: int) -> str:
    return file_sha256(path)


def read_known(path: Path, number: int, content: str) -> U8:
    """RGB uint8 (H, W, 3) of a page, from 0, of a file with SHA-256 `content`; `InputError` of another."""
    if content_of(path)[0] != content:
        raise InputError(
            "is another picture than the one that was taken in: add it to the catalogue again", path=path
        )
    return read_rgb(path, number)
