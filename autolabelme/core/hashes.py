"""The hash of a file's content: whether a picture is still the one that was used."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .errors import InputError
from .reading import require_file


def file_sha256(path: Path) -> str:
    """SHA-256 of a file; `InputError` when it cannot be read."""
    require_file(path)
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError("cannot be read: {error}", path=path, error=error) from error
