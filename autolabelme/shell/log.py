"""Where details go: a rotating log file in the user's data folder, and the log viewer's memory."""

from __future__ import annotations

import logging
import logging.handlers
import sys
import threading
from collections import deque
from pathlib import Path
from types import TracebackType

from PyQt6.QtCore import QObject, QtMsgType, pyqtSignal, qInstallMessageHandler

_FORMAT = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
_KEPT = 2000
_MAX_BYTES = 1_000_000
_log = logging.getLogger(__name__)


class LogMemory(QObject):
    """The last lines of the log; `added` comes on the UI thread whatever thread logged."""

    added = pyqtSignal(str)
    failed = pyqtSignal(str)  # an unexpected error happened; the text is its one-line summary

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: deque[str] = deque(maxlen=_KEPT)
        self.added.connect(self.lines.append)


class _MemoryHandler(logging.Handler):
    def __init__(self, memory: LogMemory) -> None:
        super().__init__(logging.INFO)
        self._memory = memory
        self.setFormatter(logging.Formatter(_FORMAT))

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._memory.added.emit(self.format(record))
        except RuntimeError:
            # The window is gone while another thread still logs; the log file has the line.
            return


class Logging:
    """Sends the log to a file and to the memory, and unexpected errors to the log instead of a dialog.

    Use as a context around the application's life; everything is put back at its end.
    """

    def __init__(self, data_dir: Path, memory: LogMemory) -> None:
        self._memory = memory
        self._data_dir = data_dir
        self._handlers: list[logging.Handler] = []
        self._hook = sys.excepthook

    def __enter__(self) -> Logging:
        root = logging.getLogger()
        root.setLevel(min(root.level or logging.INFO, logging.INFO))
        self._handlers = [_MemoryHandler(self._memory)]
        try:
            folder = self._data_dir / "logs"
            folder.mkdir(parents=True, exist_ok=True)
            file = logging.handlers.RotatingFileHandler(
                folder / "autolabelme.log", maxBytes=_MAX_BYTES, backupCount=2, encoding="utf-8"
            )
            file.setFormatter(logging.Formatter(_FORMAT))
            self._handlers.append(file)
        except OSError as error:
            _log.warning("no log file is written: %s", error)
        for handler in self._handlers:
            root.addHandler(handler)
        sys.excepthook = self._on_exception
        qInstallMessageHandler(_on_qt_message)
        return self

    def __exit__(self, *_: object) -> None:
        qInstallMessageHandler(None)
        sys.excepthook = self._hook
        for handler in self._handlers:
            logging.getLogger().removeHandler(handler)
            handler.close()

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._hook(kind, error, trace)
            return
        _log.error("unexpected error", exc_info=(kind, error, trace))
        if threading.current_thread() is threading.main_thread():
            self._memory.failed.emit(f"{kind.__name__}: {error}")


def _on_qt_message(kind: QtMsgType, _context: object, text: str | None) -> None:
    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
    }
    logging.getLogger("qt").log(levels.get(kind, logging.ERROR), "%s", text)
