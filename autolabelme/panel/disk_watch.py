"""Notices when another program, or another window, writes a file that is open here."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QFileSystemWatcher, QObject, QTimer, pyqtSignal

from autolabelme.core.annotation.on_disk import fingerprint
from autolabelme.core.errors import InputError
from autolabelme.core.progress import Tick, no_tick
from autolabelme.qtkit.job_runner import JobRunner

SETTLE_MS = 300


class DiskWatch(QObject):
    """Watches files whose content is known; `changed` comes when one holds something else.

    A program that saves in two steps is given a moment to finish. Files are read in a job.
    """

    changed = pyqtSignal(object)  # Path

    def __init__(self, runner: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._known: dict[Path, str] = {}
        self._writing: set[Path] = set()
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._touched)
        self._watcher.directoryChanged.connect(self._touched)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._look)

    def watch(self, path: Path, known: str) -> None:
        """Notice from now on when `path` holds something else than what has the fingerprint `known`."""
        self._known[path] = known
        # The folder, too: a program that replaces the file takes the watch on it away.
        wanted = [str(item) for item in (path, path.parent) if item.exists()]
        watched = {*self._watcher.files(), *self._watcher.directories()}
        new = [item for item in wanted if item not in watched]
        if new:
            self._watcher.addPaths(new)

    def writing(self, path: Path) -> None:
        """We write it ourselves now, until `written`."""
        self._writing.add(path)

    def written(self, path: Path) -> None:
        """We have written it, or failed to; `watch` says what it holds."""
        self._writing.discard(path)
        if self._known:
            self._settle.start()

    def forget(self, path: Path) -> None:
        """It is no longer open."""
        self._known.pop(path, None)
        if str(path) in self._watcher.files():
            self._watcher.removePath(str(path))

    def stop(self) -> None:
        """The window closes."""
        self._settle.stop()
        self._known.clear()
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)

    def _touched(self, _path: str) -> None:
        self._settle.start()

    def _look(self) -> None:
        if self._known:
            job = self._runner.start(read_fingerprints, tuple(self._known), key="disk-watch")
            job.finished.connect(self._looked)

    def _looked(self, found: dict[Path, str]) -> None:
        for path, now in found.items():
            before = self._known.get(path)
            if before is None or path in self._writing:
                continue
            if now and str(path) not in self._watcher.files():
                self._watcher.addPath(str(path))
            if now != before:
                self._known[path] = now  # said once
                self.changed.emit(path)


def read_fingerprints(paths: tuple[Path, ...], *, tick: Tick = no_tick) -> dict[Path, str]:
    """A job: the fingerprints of files; one that cannot be read at this moment is left out."""
    found = {}
    for done, path in enumerate(paths):
        tick(done, len(paths), path.name)
        try:
            found[path] = fingerprint(path)
        except InputError:
            continue
    return found
