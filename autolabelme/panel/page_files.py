"""Writing a page's annotation: what *Save JSON* puts on disk."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QUrl
from PyQt6.QtGui import QDesktopServices

from autolabelme.core.annotation.document import Document
from autolabelme.core.annotation.labelme_json import descriptor_path, write_descriptor, write_document
from autolabelme.core.progress import Tick, no_tick


def save_json(document: Document, path: Path, prefix: bool, *, tick: Tick = no_tick) -> tuple[Path, ...]:
    """Write `<name>_matched.json` and, when there are notes, `<name>_descriptor.json`; returns the paths."""
    tick(0, 2, path.name)
    written = [write_document(document, path, prefix=prefix)]
    beside = descriptor_path(path)
    if document.notes() or beside.exists():
        written.append(write_descriptor(document, beside))
    return tuple(written)


def open_folder(path: Path) -> None:
    """Show a file's folder, or a folder, in the system's file manager."""
    folder = path if path.is_dir() else path.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
