"""Thumbnails of pages: made one after the other in a job, and kept in the user's data folder."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal
from PyQt6.QtGui import QImage, QPixmap

from autolabelme.core.arrays import U8
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import read_rgb, write_image
from autolabelme.core.progress import Tick, no_tick
from autolabelme.qtkit.job_runner import JobRunner
from autolabelme.qtkit.minimap import image_of
from autolabelme.qtkit.pyramid import Pyramid

from ..pages_on_disk import PageRef
from ..project import PageKey

SIDE_PX = 160


def make_thumbnail(ref: PageRef, folder: Path, *, tick: Tick = no_tick) -> U8:
    """A job: the page reduced to `SIDE_PX`, RGB uint8 (h, w, 3), from the cache in `folder` if there."""
    tick(0, 1, ref.name)
    kept = folder / f"{_name(ref)}.png"
    if kept.is_file():
        try:
            return read_rgb(kept)
        except InputError:
            kept.unlink(missing_ok=True)  # cut off by a full disk; made anew below
    small = Pyramid(read_rgb(ref.image_path, ref.page)).thumbnail(SIDE_PX)
    small = np.ascontiguousarray(small)
    write_image(kept, small)
    return small


def _name(ref: PageRef) -> str:
    state = ref.image_path.stat() if ref.image_path.exists() else None
    changed = "" if state is None else f"{state.st_mtime_ns} {state.st_size}"
    return hashlib.sha256(f"{ref.image_path}\n{ref.page}\n{changed}".encode()).hexdigest()[:32]


class Thumbnails(QObject):
    """Pixmaps by page. `pixmap` answers at once and makes what is missing; `ready` says when it is there."""

    ready = pyqtSignal(object)  # PageKey

    def __init__(self, runner: JobRunner, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._folder = folder
        self._pixmaps: dict[PageKey, QPixmap] = {}
        self._failed: dict[PageKey, str] = {}
        self._waiting: dict[PageKey, PageRef] = {}
        self._running: PageKey | None = None

    def pixmap(self, ref: PageRef) -> QPixmap | None:
        """The page's thumbnail, None while it is not made."""
        key = ref.key
        if key not in self._pixmaps and key not in self._failed:
            # What was asked for last is on the screen: it is made first.
            self._waiting.pop(key, None)
            self._waiting[key] = ref
            self._next()
        return self._pixmaps.get(key)

    def problem(self, key: PageKey) -> str:
        """Why a page has no thumbnail: its file cannot be read."""
        return self._failed.get(key, "")

    def _next(self) -> None:
        if self._running is not None or not self._waiting:
            return
        key, ref = self._waiting.popitem()
        self._running = key
        job = self._runner.start(make_thumbnail, ref, self._folder, key="thumbnail")
        job.finished.connect(lambda small: self._take(key, small))
        job.failed.connect(lambda error: self._failed.__setitem__(key, str(error)))
        job.ended.connect(lambda: self._ended(key))

    def _take(self, key: PageKey, small: U8) -> None:
        image: QImage = image_of(small, 1.0)
        self._pixmaps[key] = QPixmap.fromImage(image)

    def _ended(self, key: PageKey) -> None:
        self._running = None
        self.ready.emit(key)
        self._next()
