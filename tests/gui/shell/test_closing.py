"""The window goes at once when it is closed, however late a job looks up."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from autolabelme.core.progress import Tick
from autolabelme.shell.session_store import SessionPlace
from autolabelme.shell.window import MainWindow

from .conftest import Recorder

PROGRAM = """
import sys, threading, time
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QMessageBox
from autolabelme.shell import app, window

def sluggish(*, tick):
    for step in range(100):
        time.sleep(0.5)
        tick(step, 100, "looks up rarely")

class Window(window.MainWindow):
    def start(self, files):
        super().start(files)
        job = self.runner.start(sluggish, title="Slow")
        job.ended.connect(lambda: print("ended", job.state, self.isVisible()))
        QTimer.singleShot(100, self.close)

QMessageBox.question = lambda *_: QMessageBox.StandardButton.Yes
window.MainWindow = Window
status = app.run_window([])
print("status", status, sum(one.name.startswith("job-") for one in threading.enumerate()))
"""


def sluggish(*, tick: Tick) -> None:
    for step in range(100):
        time.sleep(0.6)
        tick(step, 100, "looks up rarely")


def test_the_window_goes_at_once_and_waits_unseen_for_a_slow_job(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def question(*args: object, **_kwargs: object) -> QMessageBox.StandardButton:
        asked.append(args[2])
        return QMessageBox.StandardButton.Yes

    monkeypatch.setattr(QMessageBox, "question", question)
    job = window.runner.start(sluggish, title="Slow")
    seen: list[tuple[bool, bool, bool]] = []
    panel = window.panel(window.current_key)
    assert isinstance(panel, Recorder)

    def look() -> None:
        place = SessionPlace(tmp_path / "data")
        seen.append((window.isVisible(), panel.closed, place.is_first))
        place.release()

    QTimer.singleShot(100, look)
    assert window.close()
    assert seen == [(False, False, True)], "who starts the program meanwhile has this session"
    assert (job.state, panel.closed) == ("cancelled", True)
    assert window.close()
    assert asked == ["Still running: Slow. Quit and stop it?"]
    assert not [one for one in threading.enumerate() if one.name.startswith("job-")]


def test_the_program_ends_when_its_slow_job_has(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=offscreen(tmp_path),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.splitlines() == ["ended cancelled False", "status 0 0"]
    said = [line for line in ended.stderr.splitlines() if "QThread" in line or "QObject" in line]
    assert not said, ended.stderr


def offscreen(folder: Path) -> dict[str, str]:
    return os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "QT_API": "pyqt6",
        "AUTOLABELME_DATA_DIR": str(folder),
    }
