"""Paths of a project: kept as seen from its folder, so that folder and pages can be moved together."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

FILE_NAME: Final = "catalogue.sqlite"
"""The database of a project that is named by its folder."""


def kept(path: str | Path, folder: Path) -> str:
    """`path` as the database keeps it: from `folder`, with slashes; absolute on another drive."""
    path = os.path.normpath(Path(path).absolute())
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return Path(path).as_posix()


def found(written: str, folder: Path) -> Path:
    """Where a kept path leads now; nobody has looked whether something is there."""
    return Path(os.path.normpath(folder / written))


def page_link(path: Path, number: int) -> str:
    """A page as the command line names it: from a file's second page on with its number, as PDF links do."""
    return f"{path}#page={number + 1}" if number else str(path)


def linked_page(link: str | Path) -> tuple[Path, int]:
    """What `page_link` wrote: the file, and the number of the page in it from 0."""
    path = Path(link)
    name, _, number = str(link).rpartition("#page=")
    if name and re.fullmatch(r"[1-9]\d{0,5}", number) and not path.exists():
        return Path(name), int(number) - 1
    return path, 0
