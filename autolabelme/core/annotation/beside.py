"""Which image an annotation file is of, and which annotation file is an image's own.

LabelMe pairs them by name. Names come from several systems: composed or decomposed accents, other letter
case; and two scans of one folder may share a stem (``0001.png``, ``0001.tif``).
"""

from __future__ import annotations

import os
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath

from ..errors import InputError
from ..output_names import (
    Page,
    folded,
    hashed_name,
    page_file_name,
    page_forms,
    page_identity,
    page_names,
    page_stem,
)
from ..reading import read_json
from .labelme_schema import KEY

_SETTLED_NS = 2_000_000_000


def find_image(written: str, folder: Path) -> Path | None:
    """The file that an ``imagePath`` in `folder` names, or None.

    As written, with the separators of either system, and, for a folder that has moved, beside the file; in
    the end also a file whose name looks the same, where there is exactly one.
    """
    windows = PureWindowsPath(written)
    ways = (written, windows.as_posix(), windows.name)
    for look in (_exact, _alike):
        for way in ways:
            found = look(folder, way)
            if found is not None:
                plain = Path(os.path.normpath(found))
                # Behind a linked folder, ".." is not what it looks like.
                same = plain.exists() and plain.samefile(found)
                return plain if same else Path(os.path.realpath(found))
    return None


def find_own(image: Path, page: int = 0, *, saved_too: bool = True) -> Path | None:
    """The annotation file of a page beside its image: our saved one first, then a plain one; or None.

    A file of that name that is of another image is not taken. Without `saved_too` only a plain one is.
    """
    own = page_identity(image, page)
    for stem in _stems(image, page):
        for name in (f"{stem}_matched.json", f"{stem}.json")[0 if saved_too else 1 :]:
            for look in (_exact, _alike):
                found = look(image.parent, name)
                if found is not None and owner(found) in (own, None):
                    return found
    return None


def own_path(image: Path, page: int = 0) -> Path:
    """The plain annotation file of a page beside its image, whether it is there or not."""
    return image.with_name(f"{own_stem(image, page, image.parent)}.json")


def own_stem(image: Path, page: int, folder: Path, wanted: str = "") -> str:
    """A name in `folder` for a page's annotations: `wanted`, or the image's, unless another page has it."""
    own = page_identity(image, page)
    name = wanted or page_stem(image, page)
    others: dict[Page, str] = {}
    while other := _other_owner(folder, name, own):
        if other in others:
            return hashed_name(own)
        others[other] = name
        name = page_names([own], others)[own]
    return name


def annotation_names(pages: Sequence[Page], folder: Path) -> dict[Page, str]:
    """A name in `folder` for each page's annotations; what is there already keeps its own."""
    recorded: dict[Page, str] = {}
    for page in pages:
        for form in page_forms(*page):
            for name in (f"{form}.json", f"{form}_matched.json"):
                found = owner(folder / name)
                if found is not None:
                    recorded.setdefault(found, form)
    return page_names(pages, recorded)


def owner(path: Path) -> Page | None:
    """The page that an annotation file is of; None where it does not say, or its image has gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    found = _owner(path, status.st_mtime_ns, status.st_size)
    image = None if found is None else find_image(found[0], path.parent)
    return None if found is None or image is None else page_identity(image, found[1])


def _stems(image: Path, page: int) -> Iterator[str]:
    yield page_stem(image, page)
    yield page_file_name(image, page)


def _other_owner(folder: Path, stem: str, own: Page) -> Page | None:
    for name in (f"{stem}.json", f"{stem}_matched.json"):
        found = owner(folder / name)
        if found is not None and found != own:
            return found
    return None


# Asked for every page of a folder, and again at each save: a file that carries its scan is large.
@lru_cache(maxsize=4096)
def _owner(path: Path, _changed_ns: int, _size: int) -> tuple[str, int] | None:
    try:
        raw = read_json(path)
    except InputError:
        return None  # reading it as an annotation says what is wrong with it
    if not isinstance(raw, dict) or not isinstance(raw.get("imagePath"), str):
        return None
    key = raw.get(KEY)
    page = key.get("page", 0) if isinstance(key, dict) else 0
    return raw["imagePath"], page if isinstance(page, int) else 0


def _exact(folder: Path, name: str) -> Path | None:
    try:
        return folder / name if (folder / name).is_file() else None
    except (OSError, ValueError):  # a name that this system cannot have
        return None


def _alike(folder: Path, name: str) -> Path | None:
    """The one file whose path looks the same, part by part."""
    try:
        for part in PurePosixPath(name).parts:
            if part == ".." or (folder / part).exists():
                folder = folder / part
                continue
            same = _looking_like(folder, part)
            if same is None:
                return None
            folder = folder / same
        return folder if folder.is_file() else None
    except (OSError, ValueError):  # a name that this system cannot have, or a closed folder
        return None


def _looking_like(folder: Path, name: str) -> str | None:
    try:
        changed = folder.stat().st_mtime_ns
        # A folder's time is coarse: what has just changed may change again without a sign.
        names = _names if time.time_ns() - changed > _SETTLED_NS else _names.__wrapped__
        for form in (_composed, folded):
            same = names(folder, form, changed).get(form(name), [])
            if same:
                return same[0] if len(same) == 1 else None
    except (OSError, ValueError):
        pass  # it is not there, or not to be listed: nothing looks like it
    return None


def _composed(name: str) -> str:
    return unicodedata.normalize("NFC", name)


@lru_cache(maxsize=16)
def _names(folder: Path, form: Callable[[str], str], _changed_ns: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in folder.iterdir():
        found.setdefault(form(path.name), []).append(path.name)
    return found
