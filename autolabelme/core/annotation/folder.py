"""The annotation files of a folder, one for each page."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from ..errors import InputError
from ..reading import read_json
from .names import natural_key


def find_annotations(path: str | Path, prefer: Literal["source", "matched"]) -> tuple[Path, ...]:
    """The annotation files that `path` (one file, or a folder) stands for, by name in natural order.

    Of ``a.json`` and ``a_matched.json`` only the preferred one is taken. Descriptors and JSON files of
    another kind (no ``shapes`` and no ``imagePath``) are left out; a damaged one stays, to be reported.
    """
    path = Path(path)
    if not path.is_dir():
        return (path,)
    try:
        found = [
            item
            for item in path.iterdir()
            if item.suffix.lower() == ".json" and not item.name.startswith(".")
        ]
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=path) from error
    by_page: dict[str, Path] = {}
    for item in sorted(found, key=lambda file: natural_key(file.name)):
        if item.stem.endswith("_descriptor") or not _is_annotation(item):
            continue
        matched = item.stem.endswith("_matched")
        page = item.stem.removesuffix("_matched")
        if page not in by_page or matched == (prefer == "matched"):
            by_page[page] = item
    return tuple(by_page.values())


def _is_annotation(path: Path) -> bool:
    try:
        content = read_json(path)
    except InputError:
        return True  # reading it as an annotation will say what is wrong with it
    return isinstance(content, dict) and ("shapes" in content or "imagePath" in content)
