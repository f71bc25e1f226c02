"""What the writers of published layouts share: specimen pages, sizes, labels fit for file names."""

from __future__ import annotations

import contextlib
import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.files import result_folder
from autolabelme.core.press.impression import Wear, wear_of
from autolabelme.core.press.ornaments import size_of
from autolabelme.core.press.placement import Layout, Placed, place
from autolabelme.core.press.sorts import PLAIN, Sort

LEVELS = ("clean", "worn", "hard")
WEARS = ("mixed", *LEVELS)
DPI = 300.0


@dataclass(frozen=True)
class SetReport:
    """What was written: the folder, how many images, and one line for a person."""

    folder: Path
    images: int
    summary: str


@contextlib.contextmanager
def new_set(folder: Path) -> Iterator[Path]:
    """Where to write a set that comes into `folder` as a whole when the block ends, or not at all.

    Raises `InputError` when `folder` holds something that is not hidden, at the start and at the end.
    """
    _require_empty(folder)
    with result_folder(folder) as new:
        new.just_before(lambda: _require_empty(folder))
        yield new.path


def _require_empty(folder: Path) -> None:
    try:
        if folder.exists() and any(not item.name.startswith(".") for item in folder.iterdir()):
            raise InputError("holds something; choose a new or an empty folder", path=folder)
    except OSError as error:
        raise InputError("cannot be written: {error}", path=folder, error=error) from error


def level_of(wear: str, number: int, levels: Sequence[str] = LEVELS) -> str:
    """The wear level of part `number` of a set; mixed takes turns through `levels`."""
    return levels[number % len(levels)] if wear == "mixed" else wear


def page_wear(level: str, width: int, height: int) -> Wear:
    """A wear level on a piece of paper that is smaller than a page: with a page's stains per area."""
    wear = wear_of(level)
    return wear.replace(stains=round(wear.stains * width * height / (2400 * 3200)))


def specimen(sorts: Sequence[Sort], sizes: Sequence[tuple[int, int]], space: int) -> Layout:
    """A specimen page: each sort once, in rows and columns, `space` pixels or more between and around."""
    columns = int(np.ceil(np.sqrt(len(sorts))))
    rows = -(-len(sorts) // columns)
    wide, high = max(width for width, _ in sizes) + space, max(height for _, height in sizes) + space
    placed: list[Placed] = []
    for number, (sort, (width, height)) in enumerate(zip(sorts, sizes, strict=True)):
        left = space + (number % columns) * wide + (wide - space - width) // 2
        top = space + (number // columns) * high + (high - space - height) // 2
        placed.append(place(sort, left, top, (width, height), PLAIN))
    return Layout(columns * wide + space, rows * high + space, DPI, tuple(placed))


def relabelled(sorts: Iterable[Sort], count: int) -> list[Sort]:
    """`count` sorts under labels that are fit for file names, from the top again where there are fewer."""
    given = list(sorts)
    if not given:
        raise MisuseError("sorts: expected at least one")
    found = []
    for number in range(count):
        sort = given[number % len(given)]
        word = re.sub(r"\W+", "_", sort.name or f"sort_{sort.label}", flags=re.ASCII).strip("_") or "sort"
        found.append(dataclasses.replace(sort, label=f"{word}{number + 1:02d}"))
    return found


def drawn_size(sort: Sort, low: int, high: int, rng: np.random.Generator) -> tuple[int, int]:
    """Width and height: the sort's own where it has one, else a longer side drawn from low to high."""
    longer = int(rng.integers(low, high + 1))
    return (sort.ink.shape[1], sort.ink.shape[0]) if sort.own_size else size_of(sort, longer)
