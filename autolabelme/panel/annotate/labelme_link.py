"""Open in LabelMe: save, and run LabelMe as a process of its own; the project notices what it saves."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtCore import QObject, QProcess, QProcessEnvironment, pyqtSignal

from autolabelme.core.children import neutral_folder, python_command

from .presenter import AnnotatePresenter
from .saving import Saver

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
    program, *arguments = python_command("-c", _LAUNCH, str(path.absolute()))
    return program, arguments


def labelme_environment() -> QProcessEnvironment:
    """The user's environment without the variables that point at our Qt."""
    environment = QProcessEnvironment.systemEnvironment()
    for name in _OURS:
        environment.remove(name)
    return environment


class LabelMeLink(QObject):
    """Launches LabelMe; the project watches the file that it was given."""

    failed = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._processes: list[QProcess] = []

    def open(self, path: Path) -> QProcess:
        """Open a saved file in LabelMe."""
        process = QProcess(self)
        process.setProcessEnvironment(labelme_environment())
        program, arguments = labelme_command(path)
        process.setWorkingDirectory(neutral_folder())
        process.setProgram(program)
        process.setArguments(arguments)
        process.errorOccurred.connect(lambda error: self._on_error(process, error))
        process.finished.connect(lambda code, _status: self._on_finished(process, code))
        self._processes.append(process)
        process.start()
        return process

    def running(self) -> int:
        """How many LabelMe processes we launched and are still open."""
        return len(self._processes)

    def shutdown(self) -> None:
        """The window closes. LabelMe itself stays open: it is the user's."""
        for process in self._processes:
            process.finished.disconnect()
            process.errorOccurred.disconnect()
            if process.state() != QProcess.ProcessState.NotRunning:
                # Without a parent it is not ended with the window.
                process.setParent(None)
                _left_running.append(process)
        self._processes = []

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


class LabelMeSession(QObject):
    """Saves what is unsaved before LabelMe opens the file."""

    def __init__(self, presenter: AnnotatePresenter, saver: Saver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._saver = saver
        self._context = presenter.context
        self.link = LabelMeLink(self)
        self.link.failed.connect(lambda text: self._context.notice(text, "error"))

    def open(self) -> None:
        """*Open in LabelMe*: the page's saved file, saved first when it is not."""
        session = self._presenter.session
        if session is None:
            return
        if not session.dirty and session.annotation_path is not None:
            self.link.open(session.annotation_path)
            return
        job = self._saver.save_json()
        if job is not None:
            path = self._saver.path_for(session)
            job.finished.connect(lambda _written: self.link.open(path))

    def shutdown(self) -> None:
        self.link.shutdown()
