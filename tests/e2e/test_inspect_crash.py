"""The program is killed right after a verdict: the next start has it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from detector.panel.inspect.panel import InspectPanel

from ..gui.detector.inspect_stub import Stub
from .conftest import Driver

REPOSITORY = Path(__file__).resolve().parents[2]
# A window of its own, judged by keys, and gone without a word.
KILLED = """
import os, signal, sys, time
from pathlib import Path
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication
from autolabelme.shell.window import MainWindow
from detector.panel.inspect.panel import InspectPanel
from tests.gui.detector.inspect_stub import Stub

folder = Path(sys.argv[1])
app = QApplication([])
window = MainWindow(folder / "data")
stub = Stub(folder)
window.show()
window.show_panel("inspect")
panel = window.panel("inspect")
panel.presenter.workers = stub.workers()
panel.presenter.choose_model(None)
panel.open_paths([stub.ornament, stub.reference])
def wait():
    while window.runner.jobs:
        app.processEvents()
        time.sleep(0.01)
wait()
panel.presenter.inspect()
wait()
panel.actions_["accept"].trigger()
panel.presenter.set_note("a tear")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills a process by a signal")
def test_verdicts_survive_a_kill(open_window: Callable[[], Driver], tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()

    driver = open_window()  # on the same data folder
    driver.window.show_panel("inspect")
    panel = driver.window.panel("inspect")
    assert isinstance(panel, InspectPanel)
    stub = Stub(tmp_path)
    panel.presenter.workers = stub.workers()
    panel.open_paths([stub.ornament, stub.reference])
    driver.wait_idle()
    panel.presenter.inspect()
    driver.wait_idle()
    first, second = panel.presenter.findings
    assert (first.verdict, first.note) == ("accepted", "")
    assert (second.verdict, second.note) == ("", "a tear")
