"""Open in LabelMe: LabelMe runs as a process of its own, and what it saves is noticed here."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PyQt6.QtCore import QFileSystemWatcher, QObject, QProcess, QProcessEnvironment, QTimer, pyqtSignal

_SETTLE_MS = 300
# Ours are PyQt6's; LabelMe may run on another Qt and must find its own.
_OURS = ("QT_API", "QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR", "QT_PLUGIN_PATH", "QT_QPA_PLATFORMTHEME")


# LabelMe imports OpenCV, too, whose import points Qt at OpenCV's own plug-ins. Imported through our
# one place first, the variables are put back before LabelMe's Qt looks at them.
_LAUNCH = """
import runpy, sys
import autolabelme.core.opencv
sys.argv[0] = "labelme"
runpy.run_module("labelme", run_name="__main__", alter_sys=True)
"""


def labelme_command(path: Path) -> tuple[str, list[str]]:
    """Program and arguments that open `path` in the LabelMe that is installed with us."""
    return sys.executable, ["-c", _LAUNCH, str(path)]


def labelme_environment() -> QProcessEnvironment:
    """The user's environment without the variables that point at our Qt."""
    environment = QProcessEnvironment.systemEnvironment()
    for name in _OURS:
        environment.remove(name)
    return environment


class LabelMeLink(QObject):
    """Launches LabelMe and watches the file that it was given.

    `changed` comes when the file's content is another one than we wrote ourselves; a program that saves
    in two steps is given a moment to finish.
    """

    changed = pyqtSignal(object)  # Path
    failed = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._touched)
        self._watcher.directoryChanged.connect(self._touched)
        self._known: dict[Path, bytes] = {}
        self._processes: list[QProcess] = []
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._look)

    def open(self, path: Path) -> QProcess:
        """Open a saved file in LabelMe."""
        self.watch(path)
        process = QProcess(self)
        process.setProcessEnvironment(labelme_environment())
        program, arguments = labelme_command(path)
        process.setProgram(program)
        process.setArguments(arguments)
        process.errorOccurred.connect(lambda error: self._on_error(process, error))
        process.finished.connect(lambda code, _status: self._on_finished(process, code))
        self._processes.append(process)
        process.start()
        return process

    def watch(self, path: Path) -> None:
        """Notice from now on when another program saves `path`; its present content is known."""
        self._known[path] = _content(path)
        # The folder, too: a program that replaces the file takes the watch on it away.
        self._watcher.addPaths([str(path), str(path.parent)])

    def known(self, path: Path) -> None:
        """We wrote `path` ourselves, or have read it: its present content is known."""
        if path in self._known:
            self._known[path] = _content(path)

    def running(self) -> int:
        """How many LabelMe processes we launched and are still open."""
        return len(self._processes)

    def shutdown(self) -> None:
        """Stop watching. LabelMe itself stays open: it is the user's."""
        self._settle.stop()
        watched = [*self._watcher.files(), *self._watcher.directories()]
        if watched:
            self._watcher.removePaths(watched)
        for process in self._processes:
            process.finished.disconnect()
            process.errorOccurred.disconnect()
            if process.state() != QProcess.ProcessState.NotRunning:
                # Without a parent it is not ended with the window.
                process.setParent(None)
                _left_running.append(process)
        self._processes = []

    def _touched(self, _path: str) -> None:
        self._settle.start()

    def _look(self) -> None:
        for path, before in list(self._known.items()):
            now = _content(path)
            if str(path) not in self._watcher.files() and path.exists():
                self._watcher.addPath(str(path))
            if now and now != before:
                self._known[path] = now
                self.changed.emit(path)

    def _on_error(self, process: QProcess, error: QProcess.ProcessError) -> None:
        if error != QProcess.ProcessError.FailedToStart:
            return  # `finished` comes, too, with what it said
        self._processes.remove(process)
        self.failed.emit(self.tr("LabelMe cannot be started: %s") % process.errorString())

    def _on_finished(self, process: QProcess, code: int) -> None:
        if process in self._processes:
            self._processes.remove(process)
        if code != 0:
            said = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip()
            last = said.splitlines()[-1] if said else f"exit status {code}"
            self.failed.emit(self.tr("LabelMe ended with an error: %s") % last)
        process.deleteLater()


_left_running: list[QProcess] = []


def _content(path: Path) -> bytes:
    """What the file holds now; empty when it cannot be read at this moment."""
    try:
        return path.read_bytes() if os.path.exists(path) else b""  # noqa: PTH110 - one stat, no exception
    except OSError:
        return b""
