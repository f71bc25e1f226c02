"""The pictures that a ledger was made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autolabelme.core.hashes import file_sha256
from autolabelme.core.ornament import Ornament


@dataclass(frozen=True)
class Picture:
    """An impression on disk, and the file's hash when it was laid."""

    ornament: Ornament
    sha256: str | None

    @classmethod
    def of(cls, ornament: Ornament | Path) -> Picture:
        """As it is now."""
        if isinstance(ornament, Path):
            ornament = Ornament(ornament)
        path = ornament.path
        return cls(ornament, file_sha256(path) if path.is_file() else None)
