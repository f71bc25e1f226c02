"""Whether the pictures of a result are still those that were aligned: their hashes stand in its sidecar."""

from __future__ import annotations

from pathlib import Path

from autolabelme.core.errors import InputError
from autolabelme.core.hashes import file_sha256
from autolabelme.core.reading import JsonObject


def picture_hash(value: JsonObject, name: str) -> str:
    """SHA-256 of the file of `name` (``reference`` or ``source``) when it was aligned; "" if not kept."""
    return value.object_or_empty("sha256").text(name, "")


def require_same_pictures(value: JsonObject, **pictures: Path) -> None:
    """Raise `InputError` for a picture that was changed since the sidecar `value` was written.

    `pictures` are the files of ``reference`` or ``source``; one that has gone is not looked at, nor one
    whose hash an earlier version did not keep.
    """
    for name, path in pictures.items():
        known = picture_hash(value, name)
        if known and path.is_file() and file_sha256(path) != known:
            raise InputError("was changed since it was aligned; align the pair again", path=path)
