"""What a file held when it was read: a write compares, so that no other program's work is lost unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from ..errors import InputError
from ..files import finish_interrupted
from ..reading import require_file

ABSENT = ""
"""The fingerprint of a file that does not exist."""
Fingerprints = Mapping[Path, str]


class ChangedOnDisk(InputError):
    """A file is no longer what was read: another program, or another window, has written it."""


def fingerprint(path: Path) -> str:
    """SHA-256 of the file's content, `ABSENT` when there is none; `InputError` when it cannot be read."""
    try:
        finish_interrupted(path.parent)
        require_file(path)
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ABSENT
    except (OSError, ValueError) as error:
        raise InputError("cannot be read: {error}", path=path, error=error) from error


def fingerprints(*paths: Path) -> dict[Path, str]:
    """The fingerprint of each of `paths`; raises as `fingerprint`."""
    return {path: fingerprint(path) for path in paths}


def require_unchanged(path: Path, known: Fingerprints) -> None:
    """Raise `ChangedOnDisk` unless `path` holds what `known` says; what is not known must not exist."""
    expected = known.get(path, ABSENT)
    found = fingerprint(path)
    if found == expected:
        return
    if expected == ABSENT:
        raise ChangedOnDisk("is there already and was not read; it would be overwritten", path=path)
    if found == ABSENT:
        return  # a file that has gone cannot be lost
    raise ChangedOnDisk("was changed by another program since it was read", path=path)
