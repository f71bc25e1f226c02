"""Reading crops back: what *Save Images* wrote, what the old tool wrote, or plain folders named by label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError
from ..files import finish_interrupted
from ..image_kinds import find_images
from ..matching.poses import Pose, split_label
from ..owned_files import read_record
from ..reading import read_table
from .crops import KIND, TABLE

_NUMBER = re.compile(r"_\d+$")


@dataclass(frozen=True)
class CropFile:
    """One cut-out vignette: its label, its file, and the pose in which it stands there.

    `sort` is what the label stands for; of crops of a page without ids, a sort of that page alone.
    """

    label: str
    path: Path
    pose: Pose
    sort: str = ""


def find_crops(folder: Path) -> tuple[CropFile, ...]:
    """The crops in `folder` and however deep below it.

    Where there are tables they say what is a crop and which label it has; a folder's name may be another
    than its label's. Without tables every picture in a folder below `folder` is one of its name.
    Raises `InputError` for a damaged table or one that leads out of its folder.
    """
    folders = [
        folder,
        *sorted(path for path in folder.rglob("*") if path.is_dir() and not _hidden(path, folder)),
    ]
    for path in folders:
        finish_interrupted(path)
    tables = [path / TABLE for path in folders if (path / TABLE).is_file()]
    if tables:
        return tuple(found for table in tables for found in _listed(table))
    return tuple(
        CropFile(split_label(path.name)[0], file, _pose_of(file), f"label {split_label(path.name)[0]}")
        for path in folders[1:]
        for file in find_images(path)
    )


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _listed(table: Path) -> Iterator[CropFile]:
    record = read_record(table.parent, KIND)
    names, place = record.labels, table.parent.resolve()
    for number, row in enumerate(read_table(table)):
        label, name = row.get("label", ""), row.get("file", "")
        path = table.parent / name
        if not label or not name or "\0" in name or not path.resolve().is_relative_to(place):
            raise InputError(
                "expected a label and a file in this folder", path=table, field=f"row {number + 2}"
            )
        if label in names:
            sort = record.sorts.get(label) or _of_page(place, label)
            yield CropFile(label, path, _pose_of(path, names[label]), sort)
        else:  # the old tool's: its labels carry the pose
            bare = split_label(label)[0]
            yield CropFile(bare, path, _pose_of(path), _of_page(place, bare))


def _of_page(place: Path, label: str) -> str:
    return f"{place} {label}"


def _pose_of(file: Path, name: str = "") -> Pose:
    """The pose that a file's name says, after the folder's name where that is known: it may end like one."""
    stem = _NUMBER.sub("", file.stem)
    return split_label(f"_{stem.removeprefix(name)}" if name else stem)[1]
