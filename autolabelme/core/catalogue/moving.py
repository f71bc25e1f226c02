"""Pages whose files have moved, found again by their content."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from ..errors import InputError
from ..hashes import file_sha256
from ..progress import Tick, no_tick
from .places import found, kept
from .project import Project
from .schema import Book, Page


@dataclass(frozen=True)
class Moved:
    """How many pages had no file in their place, and how many of them were found elsewhere."""

    missing: int
    found: int


def find_moved(project: Project, folders: Iterable[Path], *, tick: Tick = no_tick) -> Moved:
    """Look below `folders` for the files of pages that are not in their place.

    Only files of a missing one's size are read. Nothing is changed for what is in its place.
    """
    missing: dict[int, dict[str, list[str]]] = {}
    with project.read() as session:
        for page_id, path, size, content in session.execute(
            select(Page.id, Page.path, Page.bytes, Page.content)
        ):
            if not found(path, project.folder).is_file():
                missing.setdefault(size, {}).setdefault(content, []).append(page_id)
    wanted = sum(len(ids) for by_content in missing.values() for ids in by_content.values())
    places: dict[str, Path] = {}
    if missing:
        for folder in folders:
            for file in _files_below(folder):
                tick(len(places), wanted, file.parent.name)
                by_content = missing.get(_size(file), {})
                if not by_content.keys() - places.keys():
                    continue
                try:
                    content = file_sha256(file)
                except InputError:
                    continue  # a closed file is not one that was lost
                if content in by_content:
                    places.setdefault(content, file)
    if not places:
        return Moved(wanted, 0)
    count = 0
    with project.change() as session:
        for by_content in missing.values():
            for content, ids in by_content.items():
                for page_id in ids if content in places else ():
                    page = session.get_one(Page, page_id)
                    page.path, page.stamp = kept(places[content], project.folder), ""
                    _follow(session.get_one(Book, page.book_id), places[content], project.folder)
                    count += 1
    return Moved(wanted, count)


def _follow(book: Book, path: Path, folder: Path) -> None:
    """The book lies where its pages are, unless its place is still there."""
    place = found(book.place_on_disk, folder)
    if not place.exists():
        book.place_on_disk = kept(path if place.suffix == path.suffix else path.parent, folder)


def _files_below(folder: Path) -> Iterator[Path]:
    for name, below, files in os.walk(folder):
        below[:] = sorted(item for item in below if not item.startswith("."))
        for file in sorted(files):
            yield Path(name) / file


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1
