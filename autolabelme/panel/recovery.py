"""Work that is kept aside while it is unsaved, and found again after a crash or a kill. No widgets.

Every running window has a folder of its own under ``recovery`` in the user's data folder, with a lock
that names its process. A folder whose lock is not held by a living process is what a crash left.
Files in it are LabelMe JSON, written as one result, so that they could be opened by hand, too. What was
brought back or set aside is marked so and stays for some days more.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from PyQt6.QtCore import QLockFile

from autolabelme.core.annotation.document import Document
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_json, clear_leftovers, result_folder
from autolabelme.core.progress import Tick, no_tick
from autolabelme.core.reading import read_object

from .pages_on_disk import PageRef

_log = logging.getLogger(__name__)
_LOCK = "lock"
_MARK = "answered"
KEPT_DAYS = 7
_DAY_S = 86_400.0
_YOUNG_S = 60.0
_LATEST_S = 32_503_680_000.0  # the year 3000: beyond it no clock shows a date
_MOST_PAGES = 1_000_000
PageKey = tuple[str, int]


@dataclass(frozen=True)
class Kept:
    """One page's unsaved work: the document, and the annotation file that it came from.

    `known` holds the fingerprints of the page's files as the lost window knew them.
    """

    key: PageKey
    pages: int
    document: Document
    annotation_path: Path | None
    known: Mapping[Path, str] = field(default_factory=dict)

    @property
    def ref(self) -> PageRef:
        return PageRef.of_key(self.key, self.pages)


@dataclass(frozen=True)
class Leftover:
    """What one crashed window left: its pages and when the last of them was kept (seconds since 1970)."""

    folder: Path
    kept: tuple[Kept, ...]
    when: float


class RecoveryStore:
    """The recovery folder of this window; `close` removes it, a kill leaves it behind."""

    def __init__(self, data_dir: Path) -> None:
        self._root = data_dir / "recovery"
        self.folder = self._root / f"{os.getpid()}-{uuid.uuid4().hex[:8]}"
        self._lock: QLockFile | None = None

    def open(self) -> None:
        """Make the folder and lock it; `InputError` when the user's data folder cannot be written."""
        if self._lock is not None:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError("cannot be written: {error}", path=self.folder, error=error) from error
        lock = _lock_file(self.folder)
        if not lock.tryLock(0):
            raise InputError("cannot be locked", path=self.folder)
        self._lock = lock

    def close(self) -> None:
        """Nothing is unsaved any more: remove the folder."""
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, kept: tuple[Kept, ...], *, tick: Tick = no_tick) -> int:
        """Keep exactly `kept`; may run in any thread, one call at a time. Returns how many there are."""
        with result_folder(self.folder) as new:
            for done, item in enumerate(kept):
                tick(done, len(kept), "keeping unsaved work")
                self._write(item, new.path)
            new.remove(*(path.name for kind in ("*.entry", "*.json") for path in self.folder.glob(kind)))
        return len(kept)

    def _write(self, item: Kept, place: Path) -> None:
        name = _name(item.key)
        # The scan stays where it is: only a picture that exists nowhere else is kept, too.
        write_document(item.document, place / f"{name}.json", embed=False, folder=self.folder)
        entry = {
            "image": item.key[0],
            "page": item.key[1],
            "pages": item.pages,
            "annotation": None if item.annotation_path is None else str(item.annotation_path),
            "known": {str(path): text for path, text in item.known.items()},
            "when": time.time(),
        }
        atomic_write_json(place / f"{name}.entry", entry)

    def leftovers(self, *, answered: bool = False) -> tuple[Leftover, ...]:
        """What crashed windows left, newest first; damaged files are logged and left out.

        What was brought back or set aside comes only if `answered`, and goes after `KEPT_DAYS`.
        """
        found = []
        for folder in self._root.iterdir() if self._root.is_dir() else ():
            if folder == self.folder or not folder.is_dir() or _alive(folder):
                continue
            mark = folder / _MARK
            if mark.is_file():
                if _age_s(mark) > KEPT_DAYS * _DAY_S:
                    shutil.rmtree(folder, ignore_errors=True)
                    continue
                if not answered:
                    continue
            kept, when = _read(folder)
            if kept:
                found.append(Leftover(folder, kept, when))
            elif not any(folder.glob("*.entry")) and _age_s(folder) > _YOUNG_S:
                # Not one that another window is about to lock.
                shutil.rmtree(folder, ignore_errors=True)
        return tuple(sorted(found, key=lambda item: -item.when))

    def answered(self, leftover: Leftover) -> None:
        """It was brought back, or is not wanted: it is not offered again, and goes after `KEPT_DAYS`."""
        try:
            (leftover.folder / _MARK).touch()
        except OSError as error:
            _log.warning("%s: %s", leftover.folder, error)  # it is offered once more


def _lock_file(folder: Path) -> QLockFile:
    lock = QLockFile(str(folder / _LOCK))
    # A lock is stale when its process is gone, however old or young it is.
    lock.setStaleLockTime(0)
    return lock


def _alive(folder: Path) -> bool:
    lock = _lock_file(folder)
    if not lock.tryLock(0):
        return True
    lock.unlock()
    return False


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def _name(key: PageKey) -> str:
    return hashlib.sha256(f"{key[0]}\n{key[1]}".encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _read(folder: Path) -> tuple[tuple[Kept, ...], float]:
    kept: list[Kept] = []
    newest = 0.0
    try:
        clear_leftovers(folder)
    except InputError as error:
        _log.warning("%s", error)
    for path in sorted(folder.glob("*.entry")):
        try:
            entry = read_object(path)
            annotation = None if entry.value.get("annotation") is None else entry.file("annotation", folder)
            when = entry.number("when", minimum=0, maximum=_LATEST_S)
            known = entry.object_or_empty("known").text_map()
            document = read_document(path.with_suffix(".json"), need_image=False)
            kept.append(
                Kept(
                    (str(entry.file("image", folder)), entry.whole("page", minimum=0, maximum=_MOST_PAGES)),
                    entry.whole("pages", minimum=1, maximum=_MOST_PAGES),
                    document,
                    annotation,
                    {Path(name): text for name, text in known.items()},
                )
            )
            newest = max(newest, when)
        except InputError as error:
            _log.warning("kept work cannot be read: %s: %s", path, error)
    return tuple(kept), newest
