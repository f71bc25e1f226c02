"""Starting the program: what it imports, and that it opens files from the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import sys
from PyQt6.QtCore import QTimer
from PyQt6.QtWidgets import QApplication
app = QApplication([])
from autolabelme.shell.app import run_window

def leave():
    window = next(w for w in app.topLevelWidgets() if w.objectName() == "main-window")
    assert window.isVisible()
    heavy = ("torch", "scipy", "pyqtgraph", "skimage", "labelme", "qtawesome", "tifffile")
    print("window", window.current_key, *[name for name in heavy if name in sys.modules])
    window.close()

QTimer.singleShot(0, lambda: QTimer.singleShot(0, leave))
status = run_window(sys.argv[1:])
print("status", status)
"""


def run(tmp_path: Path, *arguments: str) -> list[str]:
    environment = {
        **os.environ,
        "AUTOLABELME_DATA_DIR": str(tmp_path / "data"),
        "QT_QPA_PLATFORM": "offscreen",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout.split("\n")


def test_the_window_opens_without_anything_heavy(tmp_path: Path) -> None:
    lines = run(tmp_path)
    assert lines[0] == "window annotate"
    assert lines[1] == "status 0"


def test_a_missing_file_does_not_keep_the_window_from_opening(tmp_path: Path) -> None:
    assert run(tmp_path, str(tmp_path / "gone.png"))[1] == "status 0"
