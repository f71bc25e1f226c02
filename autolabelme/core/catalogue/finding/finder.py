"""What was learned: trees that tell ornament from text at every place, and trees that judge whole boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO

import numpy as np

from ...arrays import Array
from .trees import Trees

FILE = "ornament_finder.npz"
# What the trees of places and of boxes tell apart, in their order.
CLASSES = ("other", "graphic", "initial", "stamp")
GRAPHIC, INITIAL_LETTER, STAMP = 1, 2, 3
_PARTS = ("starts", "feature", "threshold", "left", "right", "baseline")


@dataclass(frozen=True, eq=False)
class Finder:
    """Trees of places and of boxes (both classes `CLASSES`), and the volumes they were taught on.

    Pages of those volumes prove nothing about the finder.
    """

    places: Trees
    boxes: Trees
    volumes: tuple[str, ...]


@cache
def bundled_finder() -> Finder:
    """The finder that is installed with the program."""
    with (files("autolabelme.resources") / "weights" / FILE).open("rb") as stream:
        return read_finder(stream)


def read_finder(source: str | Path | IO[bytes]) -> Finder:
    """Read what tools/train_ornament_finder.py wrote."""
    with np.load(source, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return Finder(
        _trees(arrays, "places"), _trees(arrays, "boxes"), tuple(str(name) for name in arrays["volumes"])
    )


def _trees(arrays: Mapping[str, Array], name: str) -> Trees:
    return Trees(**{part: arrays[f"{name}.{part}"] for part in _PARTS})
