"""The annotation files of a folder, one for each page."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from ..errors import InputError
from ..files import clear_leftovers
from ..natural_order import natural_key
from ..reading import read_json
from .beside import owner


def find_annotations(path: str | Path, prefer: Literal["source", "matched"]) -> tuple[Path, ...]:
    """The annotation files that `path` (one file, or a folder) stands for, by name in natural order.

    Of ``a.json`` and ``a_matched.json`` of one page only the preferred one is taken. Descriptors and JSON
    files of another kind (no ``shapes`` and no ``imagePath``) are left out; a damaged one stays, to be
    reported.
    """
    path = Path(path)
    if not path.is_dir():
        return (path,)
    clear_leftovers(path, once=True)
    try:
        found = [
            item
            for item in path.iterdir()
            if item.suffix.lower() == ".json" and not item.name.startswith(".")
        ]
    except OSError as error:
        raise InputError("cannot be read: {error}", path=path, error=error) from error
    by_name: dict[str, list[Path]] = {}
    for item in sorted(found, key=lambda file: natural_key(file.name)):
        if not item.stem.endswith("_descriptor") and _is_annotation(item):
            by_name.setdefault(item.stem.removesuffix("_matched"), []).append(item)
    chosen: list[Path] = []
    for items in by_name.values():
        pages = {page for page in map(owner, items) if page is not None} if len(items) > 1 else set()
        wanted = [item for item in items if item.stem.endswith("_matched") == (prefer == "matched")]
        chosen += items if len(pages) > 1 else (wanted or items)[:1]
    return tuple(chosen)


def _is_annotation(path: Path) -> bool:
    try:
        content = read_json(path)
    except InputError:
        return True  # reading it as an annotation will say what is wrong with it
    return isinstance(content, dict) and ("shapes" in content or "imagePath" in content)
