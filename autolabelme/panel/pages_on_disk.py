"""Which pages some files and folders hold, and where a page's annotation lies. No Qt."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autolabelme.core.annotation.beside import find_own, own_path
from autolabelme.core.annotation.document import REGION_LABEL, VIGNETTE_ROLES, Document
from autolabelme.core.annotation.labelme_json import KEY, matched_path, read_document
from autolabelme.core.errors import InputError
from autolabelme.core.files import clear_leftovers
from autolabelme.core.image_io import page_count
from autolabelme.core.image_kinds import find_images, folders_below, is_image
from autolabelme.core.natural_order import natural_key
from autolabelme.core.progress import Tick, no_tick
from autolabelme.core.reading import read_json

_log = logging.getLogger(__name__)
_COPY = "\0"  # in no file's name


@dataclass(frozen=True, order=True)
class PageRef:
    """One page: its image file and which page of it (0 for files that hold one).

    `copy` is the name of a second annotation of the same page that is open beside the first: recovered
    work. It has a key and a file of its own.
    """

    image_path: Path
    page: int = 0
    pages: int = 1
    copy: str = ""

    @property
    def key(self) -> tuple[str, int]:
        path = str(self.image_path)
        return f"{path}{_COPY}{self.copy}" if self.copy else path, self.page

    @classmethod
    def of_key(cls, key: tuple[str, int], pages: int = 1) -> PageRef:
        """The page that has this key."""
        path, _, copy = key[0].partition(_COPY)
        return cls(Path(path), key[1], pages, copy)

    @property
    def name(self) -> str:
        """What the user reads: the file's name, with the page's number where there are several."""
        name = self.image_path.name if self.pages == 1 else f"{self.image_path.name} ({self.page + 1})"
        return f"{name} ({self.copy})" if self.copy else name


@dataclass(frozen=True)
class Marks:
    """What the list of pages shows of a page: boxes on it, reviewed, flagged, not saved."""

    boxes: int = 0
    reviewed: bool = False
    flagged: bool = False
    dirty: bool = False

    @property
    def annotated(self) -> bool:
        return self.boxes > 0


@dataclass(frozen=True)
class Collected:
    """What was found: pages in order, where their annotations lie, their marks, and what failed.

    `named` are the pages whose annotation file was itself among the paths. `folders` are folders with page
    images that lie below a folder that holds none itself; their pages are not among `pages`.
    """

    pages: tuple[PageRef, ...]
    annotations: dict[tuple[str, int], Path]
    marks: dict[tuple[str, int], Marks]
    problems: tuple[str, ...]
    named: frozenset[tuple[str, int]] = frozenset()
    folders: tuple[Path, ...] = ()


def find_annotation(ref: PageRef) -> Path | None:
    """The page's annotation file: our saved one first, then a plain LabelMe file; None without any."""
    return find_own(ref.image_path, ref.page)


def save_path(ref: PageRef, opened: Path | None) -> Path:
    """Where *Save JSON* writes: `<name>_matched.json` beside the file that was opened, or the image."""
    plain = own_path(ref.image_path, ref.page)
    if ref.copy:
        plain = plain.with_name(f"{plain.stem}_{ref.copy}.json")
    return matched_path(opened or plain)


def collect_pages(paths: list[Path], *, tick: Tick = no_tick) -> Collected:
    """The pages that `paths` (images, PDFs, TIFFs, LabelMe files, folders) hold, in their order.

    A file that cannot be used becomes a line in `problems`; the others are still found.
    """
    pages: dict[tuple[str, int], PageRef] = {}
    annotations: dict[tuple[str, int], Path] = {}
    problems: list[str] = []
    named: set[tuple[str, int]] = set()
    folders: list[Path] = []
    files = _expand(paths, problems, folders, tick)
    for done, path in enumerate(files):
        tick(done, len(files), "reading pages")
        try:
            found, annotation = _pages_of(path)
        except InputError as error:
            problems.append(error.message)
            continue
        for ref in found:
            pages.setdefault(ref.key, ref)
            file = annotation or find_annotation(ref)
            if annotation is not None:
                named.add(ref.key)
            if file is not None and (annotation is not None or ref.key not in annotations):
                annotations[ref.key] = file
    marks = {key: read_marks(file) for key, file in annotations.items()}
    return Collected(
        tuple(pages.values()), annotations, marks, tuple(problems), frozenset(named), tuple(folders)
    )


def _expand(paths: list[Path], problems: list[str], folders: list[Path], tick: Tick) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        try:
            clear_leftovers(path, once=True)
            found = find_images(path)
        except InputError as error:
            problems.append(error.message)
            continue
        if not found:
            below = folders_below(path, tick)
            folders.extend(below)
            if not below:
                problems.append(f"{path}: no page images in this folder")
        files.extend(sorted(found, key=lambda item: natural_key(item.name)))
    return files


def _pages_of(path: Path) -> tuple[list[PageRef], Path | None]:
    path = path.absolute()
    if path.suffix.lower() == ".json":
        document = read_document(path)
        pages = page_count(document.image_path) if document.image_path.is_file() else 1
        return [PageRef(document.image_path, document.page, pages)], path
    if path.exists() and not is_image(path):
        raise InputError("is neither a page image nor a LabelMe file", path=path)
    count = page_count(path)
    return [PageRef(path, number, count) for number in range(count)], None


def marks_of(document: Document, *, dirty: bool = False) -> Marks:
    return Marks(len(document.vignettes()), document.reviewed, document.flagged, dirty)


def read_marks(path: Path) -> Marks:
    """The marks that an annotation file says, without looking at its image; none for a file that is bad.

    A bad file is reported when its page is opened, with the field at fault.
    """
    try:
        raw = read_json(path)
    except InputError as error:
        _log.info("no marks: %s", error)
        return Marks()
    shapes = raw.get("shapes") if isinstance(raw, dict) else None
    own = raw.get(KEY) if isinstance(raw, dict) else None
    own = own if isinstance(own, dict) else {}
    boxes = sum(_stands(shape) for shape in (shapes if isinstance(shapes, list) else []))
    return Marks(boxes, own.get("reviewed") is True, own.get("flagged") is True)


def _stands(shape: Any) -> bool:
    """Whether an entry of ``shapes`` is one of `Document.vignettes`."""
    if not isinstance(shape, dict) or shape.get("shape_type") != "rectangle":
        return False
    key = shape.get(KEY)
    key = key if isinstance(key, dict) else {}
    region = str(shape.get("label", "")).casefold() == REGION_LABEL
    role = key.get("role") or ("region" if region else "template")
    return role in VIGNETTE_ROLES and key.get("verdict") != "rejected"
