"""Starting the window: `run_window(files)`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from autolabelme.core import terminal
from autolabelme.core.messages import told

CANNOT_OPEN = 2


def data_folder() -> Path:
    """The user's data folder of the application; ``AUTOLABELME_DATA_DIR`` names another."""
    named = os.environ.get("AUTOLABELME_DATA_DIR")
    if named:
        return Path(named)
    import platformdirs

    return Path(platformdirs.user_data_dir("autolabelme", appauthor=False))


def run_window(files: list[str]) -> int:
    """Open the window, with `files` in it if there are any, and run until it is closed.

    Returns the exit status. Neither torch nor scipy is imported: a workspace that needs them imports
    them when it is first used.
    """
    import PyQt6  # noqa: F401 - before all else: without it no screen helps

    from autolabelme.core.screen import start_problem

    problem = start_problem()
    if problem:
        terminal.tell("autolabelme: {error}", error=told("Errors", problem))
        return CANNOT_OPEN
    os.environ.setdefault("QT_API", "pyqt6")
    from PyQt6.QtCore import Qt
    from PyQt6.QtWidgets import QApplication

    from autolabelme.qtkit.preferences import load_preferences
    from autolabelme.qtkit.theme import apply_theme

    from .log import Logging, LogMemory
    from .translation import install_translation
    from .window import MainWindow

    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication.instance() or QApplication([sys.argv[0]])
    assert isinstance(app, QApplication)
    app.setApplicationName("autolabelme")
    app.setApplicationDisplayName("AutoLabelme")
    app.setDesktopFileName("autolabelme")
    folder = data_folder()
    preferences = load_preferences(folder)
    install_translation(app, preferences.language)
    apply_theme(preferences.theme)
    memory = LogMemory()
    with Logging(folder, memory):
        window = MainWindow(folder, log=memory)
        window.show()
        window.start(files)
        status = int(app.exec())
        del window
    return status
