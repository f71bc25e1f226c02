"""Writing a page's annotation: what *Save JSON* puts on disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QDesktopServices

from autolabelme.core.annotation.document import Document
from autolabelme.core.annotation.labelme_json import descriptor_path, write_annotation, write_document
from autolabelme.core.annotation.on_disk import Fingerprints, fingerprints
from autolabelme.core.progress import Tick, no_tick


@dataclass(frozen=True)
class Saved:
    """What was written, and what these files hold now."""

    paths: tuple[Path, ...]
    known: Fingerprints


def files_of(path: Path) -> tuple[Path, Path]:
    """The files that a save writes: the annotation and its descriptor."""
    return path, descriptor_path(path)


def save_page(
    document: Document, path: Path, prefix: bool, known: Fingerprints | None, *, tick: Tick = no_tick
) -> Saved:
    """Write `<name>_matched.json` and, when there are notes, `<name>_descriptor.json`.

    Raises `ChangedOnDisk`, and writes nothing, when a file is not what `known` says; `known` None overwrites.
    """
    tick(0, 1, path.name)
    written: tuple[Path, ...]
    beside = descriptor_path(path)
    if document.notes() or beside.exists():
        written = write_annotation(document, path, beside, prefix=prefix, known=known)
    else:
        written = (write_document(document, path, prefix=prefix, known=known),)
    return Saved(written, fingerprints(*files_of(path)))


def free_path(path: Path) -> Path:
    """`<name>_mine_matched.json` beside `path`, with a number where that is taken, for *Keep both*."""
    name = path.stem.removesuffix("_matched")
    number = 1
    while True:
        mark = "mine" if number == 1 else f"mine{number}"
        found = path.with_name(f"{name}_{mark}_matched.json")
        if not any(file.exists() for file in files_of(found)):
            return found
        number += 1


def open_folder(path: Path) -> None:
    """Show a file's folder, or a folder, in the system's file manager."""
    folder = path if path.is_dir() else path.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
