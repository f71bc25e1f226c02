"""The parts whose numbers are told of: every file of the cores and of the laboratory belongs to one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from .numbers import ROOT, Number, read_numbers

ENGINES: Mapping[str, str] = {
    "matching": "autolabelme.core.matching",
    "align": "ransac_gui.core",
    "block": "ransac_gui.core.block",
    "inspect": "detector.core.inspection",
    "finding": "autolabelme.core.catalogue.finding",
    "detect": "detector.core",
    "siblings": "detector.core.siblings",
    "retrieval": "ransac_gui.core.retrieval",
    "ledger": "ransac_gui.core.ledger",
    "press": "autolabelme.core.press",
    "lab": "detector.lab",
    "core": "autolabelme.core",
}
"""Engine: its package, which has a `tuning.py`; a package within it that is none is its, too."""


def folder_of(engine: str) -> Path:
    """The engine's package."""
    return ROOT / ENGINES[engine].replace(".", "/")


def files_of(engine: str) -> list[Path]:
    """The engine's files, without those of engines within it."""
    own = folder_of(engine)
    inner = [one for one in map(folder_of, ENGINES) if one != own and one.is_relative_to(own)]
    return [
        path for path in sorted(own.rglob("*.py")) if not any(path.is_relative_to(folder) for folder in inner)
    ]


def name_of(engine: str, path: Path) -> str:
    """What a file is called in the engine, as `annotation/compare`."""
    folder = folder_of(engine)
    return (
        (path.relative_to(folder) if path.is_relative_to(folder) else Path(path.name))
        .with_suffix("")
        .as_posix()
    )


def tuning_file(engine: str) -> Path:
    """Where the engine's numbers stand."""
    return folder_of(engine) / "tuning.py"


def numbers_of(engine: str) -> tuple[Number, ...]:
    """What the engine's tuning file says."""
    return read_numbers(tuning_file(engine))
