"""Names for what is written of pages and labels: different ones for different things, on every run the same.

A page's own name comes first, the same with folders of the path before it where two pages share it. What
an earlier run wrote keeps its name (`recorded`), whatever comes later. See docs/decisions/0105.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

_Key = TypeVar("_Key")

Page = tuple[Path, int]
"""An image file and the number of the page in it, from 0."""

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10)),
}
_LONGEST_BYTES, _HEAD_BYTES, _TAIL_BYTES = 100, 58, 40
_FOLDERS = 3
"""So many folders of a path are tried before its hash."""


def page_identity(path: Path | str, page: int = 0) -> Page:
    """What two spellings of one page have in common: no links, no ``..``."""
    return Path(os.path.realpath(path)), page


def place_suffix(page: int, box: tuple[float, float, float, float] | None) -> str:
    """What tells the ornaments of one file apart in file names; empty for the whole of a first page."""
    text = f"-page{page}" if page else ""
    return text + ("" if box is None else "-" + "_".join(f"{edge:.0f}" for edge in box))


def page_stem(path: Path, page: int = 0) -> str:
    """The name of a page: the scan's, with the page's number from a file's second page on."""
    return path.stem + _number(page)


def page_file_name(path: Path, page: int = 0) -> str:
    """The same with the scan's suffix, where its stem does not tell it from another."""
    return path.name + _number(page)


def _number(page: int) -> str:
    return f"_page_{page + 1}" if page else ""


def page_names(pages: Iterable[Page], recorded: Mapping[Page, str] | None = None) -> dict[Page, str]:
    """A safe file name, without suffix, for each of `pages` (as `page_identity` gives them).

    `recorded` are the names that earlier runs gave into the same place.
    """
    known = dict(recorded or {})
    forms = {page: page_forms(*page) for page in (*pages, *known)}
    return _distinct(forms, known)


def place_name(box: tuple[float, float, float, float] | None) -> str:
    """What an ornament's place on its page (xyxy in pixels) adds to the page's name; "" for all of it."""
    if box is None:
        return ""
    x1, y1, x2, y2 = box
    return "_at_" + "_".join(f"{value:.0f}" for value in (x1, y1, x2 - x1, y2 - y1))


def hashed_name(page: Page) -> str:
    """A name that no other page has, whatever the others' are."""
    return page_forms(*page)[-2]


def label_names(labels: Iterable[str], recorded: Mapping[str, str] | None = None) -> dict[str, str]:
    """A safe folder name for each of `labels`; see `page_names`."""
    known = dict(recorded or {})
    forms = {label: [safe_name(label), *_hashed(label, label)] for label in (*labels, *known)}
    return _distinct(forms, known)


def safe_name(text: str) -> str:
    """`text` as the name of a file or folder on every system; never empty, never a path of its own.

    Nor does it begin with what a command line or a spreadsheet takes for something else.
    """
    text = unicodedata.normalize("NFC", text).encode("utf-8", "replace").decode("utf-8")
    name = _FORBIDDEN.sub("_", text).strip().rstrip(". ")
    if len(name.encode()) > _LONGEST_BYTES:
        # Cut in the middle: the number of a view stands at the end.
        head, tail = name.encode()[:_HEAD_BYTES], name.encode()[-_TAIL_BYTES:]
        name = f"{head.decode(errors='ignore')}..{tail.decode(errors='ignore')}"
    if not name.strip("._ "):
        name = f"_{name.strip('. ')}"
    return f"_{name}" if name.split(".")[0].casefold() in _RESERVED or name[0] in "=+-@~" else name


def folded(name: str) -> str:
    """What two names have in common that are one file on some system: case and composed characters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def page_forms(path: Path, page: int) -> list[str]:
    """From the page's own name to one that no other page has."""
    folders = [part for part in path.parts[:-1] if part != path.anchor][-_FOLDERS:]
    forms = [
        safe_name("_".join((*folders[len(folders) - count :], name)))
        # Its folder tells a reader more of a page than its kind of file.
        for name in (page_stem(path, page), page_file_name(path, page))
        for count in range(len(folders) + 1)
    ]
    return [*forms, *_hashed(page_stem(path, page), f"{path}{_number(page)}")]


def _hashed(text: str, identity: str) -> list[str]:
    digest = hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
    return [f"{safe_name(text)}~{digest[:length]}" for length in (6, 16, 64)]


def _distinct(forms: Mapping[_Key, Sequence[str]], known: Mapping[_Key, str]) -> dict[_Key, str]:
    names = dict(known)
    taken = {folded(name) for name in known.values()}
    groups: dict[str, list[_Key]] = {}
    for key, own in forms.items():
        groups.setdefault(folded(own[0]), []).append(key)
    # Those who share their name with nobody come first: they keep it, whatever the others' longer names.
    for _, group in sorted(groups.items(), key=lambda item: (len(item[1]) > 1, item[0])):
        new = [key for key in group if key not in known]
        for level in range(max(len(forms[key]) for key in group)):
            # Recorded pages count, too: what tells one of them from the new ones is what these are named by.
            chosen = {key: forms[key][min(level, len(forms[key]) - 1)] for key in group}
            wanted = {folded(chosen[key]) for key in new}
            if len({folded(name) for name in chosen.values()}) == len(group) and not wanted & taken:
                break
        names |= {key: chosen[key] for key in new}
        taken |= wanted
    return names
