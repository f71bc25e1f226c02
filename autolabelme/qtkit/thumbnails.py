"""Small pictures of pages, made off the UI thread, kept in memory and on disk.

`Thumbnails.get` answers at once: the picture, or None and later `ready(key)`. What was asked for last
is made first, since it is what the user looks at. Use::

    thumbnails = Thumbnails(cache_dir, side_px=160, parent=self)
    thumbnails.ready.connect(self._repaint)
    pixmap = thumbnails.get(key, file_reader(path, page, 160), stamp=file_stamp(path, page))
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps
from PyQt6.QtCore import QObject, pyqtSignal, pyqtSlot
from PyQt6.QtGui import QPixmap

from autolabelme.core.arrays import U8
from autolabelme.core.errors import AutolabelmeError, InputError
from autolabelme.core.files import atomic_write_bytes
from autolabelme.core.image_io import encode_png, read_rgb
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick
from autolabelme.qtkit.messages import error_text

from .job_runner import JobRunner
from .minimap import image_of

KEPT_IN_MEMORY = 600
KEPT_ON_DISK = 3000
Reader = Callable[[], U8]


class Thumbnails(QObject):
    """A provider for one side length.

    Parameters
    ----------
    cache_dir : Path or None
        Folder of the pictures kept on disk; None keeps them in memory only.
    side_px : int
        Longest side of a picture in pixels.
    """

    ready = pyqtSignal(object)  # key
    failed = pyqtSignal(object, str)  # key, one line
    _made = pyqtSignal(object, object, str)

    def __init__(self, cache_dir: Path | None, side_px: int = 160, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.side_px = side_px
        self._cache_dir = cache_dir
        self._pixmaps: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._problems: dict[Hashable, str] = {}
        self._queue: OrderedDict[Hashable, tuple[Reader, str]] = OrderedDict()
        self._lock = threading.Lock()
        self._runner = JobRunner(self)
        self._closed = False
        self._made.connect(self._take)

    def get(self, key: Hashable, read: Reader, stamp: str = "") -> QPixmap | None:
        """The picture of `key`, or None while it is made (then `ready` or `failed` comes).

        `read` is called in a thread and returns grey (H, W) or RGB (H, W, 3) uint8 of any size. With a
        `stamp`, which must change when the page does, the picture is kept on disk.
        """
        if key in self._pixmaps:
            self._pixmaps.move_to_end(key)
            return self._pixmaps[key]
        if key not in self._problems and not self._closed:
            with self._lock:
                self._queue[key] = (read, stamp)
                self._queue.move_to_end(key)
            if not self._runner.jobs:
                self._begin()
        return None

    def problem(self, key: Hashable) -> str:
        """Why there is no picture of `key`; '' when none failed."""
        return self._problems.get(key, "")

    def forget(self, key: Hashable) -> None:
        """Make the picture of `key` anew when it is next asked for: the page changed."""
        self._pixmaps.pop(key, None)
        self._problems.pop(key, None)

    def shut_down(self) -> None:
        """Stop and wait for the thread; call it when the window closes."""
        self._closed = True
        with self._lock:
            self._queue.clear()
        self._runner.wait_all()

    # --- inside --------------------------------------------------------------------------------

    def _begin(self) -> None:
        job = self._runner.start(self._work, key="thumbnails")
        job.ended.connect(self._again)

    def _again(self) -> None:
        # Something was asked for after the worker had found the queue empty.
        if self._queue and not self._closed:
            self._begin()

    def _work(self, *, tick: Tick) -> None:
        """In the thread: make pictures until nothing is asked for."""
        done = 0
        while True:
            tick(done, 0, "thumbnails")
            with self._lock:
                if not self._queue:
                    break
                key, (read, stamp) = self._queue.popitem(last=True)
            try:
                self._made.emit(key, self._picture(read, stamp), "")
            except AutolabelmeError as error:
                self._made.emit(key, None, error_text(error))
            done += 1
        if self._cache_dir is not None and done:
            _prune(self._cache_dir)

    def _picture(self, read: Reader, stamp: str) -> U8:
        if self._cache_dir is None or not stamp:
            return reduced(read(), self.side_px)
        name = hashlib.sha256(f"{stamp}|{self.side_px}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
        file = self._cache_dir / f"{name}.png"
        if file.is_file():
            try:
                return read_rgb(file)
            except InputError:
                file.unlink(missing_ok=True)  # damaged: it is only a cache
        picture = reduced(read(), self.side_px)
        try:
            atomic_write_bytes(file, encode_png(picture))
        except InputError:
            return picture  # a full or read-only disk: it is made again next time
        return picture

    @pyqtSlot(object, object, str)
    def _take(self, key: Hashable, picture: Any, problem: str) -> None:
        if picture is None:
            self._problems[key] = problem
            self.failed.emit(key, problem)
            return
        self._pixmaps[key] = QPixmap.fromImage(image_of(np.ascontiguousarray(picture)))
        while len(self._pixmaps) > KEPT_IN_MEMORY:
            self._pixmaps.popitem(last=False)
        self.ready.emit(key)


def reduced(image: U8, side_px: int) -> U8:
    """`image`, uint8 (H, W[, 3]), with its longer side at most `side_px`; a smaller one passes through."""
    scale = side_px / max(image.shape[:2])
    if scale >= 1:
        return image
    size = max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def file_reader(path: Path, page: int, side_px: int) -> Reader:
    """Reads a page for a thumbnail; a plain JPEG is decoded at an eighth or so, ten times as fast."""

    def read() -> U8:
        quick = _quick_jpeg(path, side_px) if page == 0 else None
        return read_rgb(path, page) if quick is None else quick

    return read


def file_stamp(path: Path, page: int = 0) -> str:
    """Changes when the file does; '' when there is no file."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{path.absolute()}|{page}|{found.st_mtime_ns}|{found.st_size}"


def _quick_jpeg(path: Path, side_px: int) -> U8 | None:
    try:
        with Image.open(path) as image:
            if image.format != "JPEG" or image.mode not in ("L", "RGB"):
                return None
            image.draft(image.mode, (side_px, side_px))
            upright = ImageOps.exif_transpose(image)
            return np.asarray(upright, dtype=np.uint8).copy()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # the full reader says what is wrong with it


def _prune(folder: Path) -> None:
    """Remove the oldest pictures beyond what is kept."""
    files = sorted(folder.glob("*.png"), key=lambda file: file.stat().st_mtime_ns)
    for file in files[: max(0, len(files) - KEPT_ON_DISK)]:
        file.unlink(missing_ok=True)
