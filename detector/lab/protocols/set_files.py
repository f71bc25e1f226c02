"""What the readers of the published layouts share: pictures of a folder, lines of a file, boxes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autolabelme.core.errors import InputError

PICTURES = (".jpg", ".jpeg", ".png")
_SLACK_PX = 1
"""Boxes are drawn by hand, and some programs count from 1: so far they may lie outside."""


def pictures(folder: Path, expected: str = "image (jpg)") -> list[Path]:
    """The pictures of a folder by name; `InputError` when it cannot be read or holds none."""
    try:
        found = sorted(
            item
            for item in folder.iterdir()
            if item.suffix.lower() in PICTURES and not item.name.startswith(".")
        )
    except OSError as error:
        raise InputError("cannot be read: {error}", path=folder, error=error) from error
    if not found:
        raise InputError("holds no {expected}", path=folder, expected=expected)
    return found


def text_lines(path: Path) -> list[str]:
    """The lines of a text file, blank ones at its end left out; `InputError` when it cannot be read."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise InputError("cannot be read: {error}", path=path, error=error) from error
    except UnicodeDecodeError as error:
        raise InputError("cannot be read: it is no UTF-8 text", path=path) from error
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def box_line(
    line: str, last: str, path: Path, number: int, shape: Sequence[int]
) -> tuple[int, int, int, int, str]:
    """Row, column, height, width and the last word of a line; `InputError` names the line.

    `last` says what the last word is, `shape` is the image's (rows, columns).
    """
    where = f"line {number}"
    shown = repr(line.strip()[:60])
    words = line.split()
    if len(words) != 5:
        problem = f"expected row, column, height, width and {last}, got {shown}"
        raise InputError(problem, path=path, field=where)
    try:
        row, column, height, width = (int(word) for word in words[:4])
    except ValueError as error:
        raise InputError(
            "expected whole numbers, got {shown}", path=path, field=where, shown=shown
        ) from error
    if height < 1 or width < 1:
        raise InputError(
            "the box is empty: height {height}, width {width}",
            path=path,
            field=where,
            height=height,
            width=width,
        )
    if min(row, column) < 0 or row + height > shape[0] + _SLACK_PX or column + width > shape[1] + _SLACK_PX:
        problem = f"the box leaves the image of {shape[0]} rows and {shape[1]} columns"
        raise InputError(problem, path=path, field=where)
    return row, column, height, width, words[4]
