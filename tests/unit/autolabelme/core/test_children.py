"""What lies in the working folder is never run by the Python processes that the program starts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from autolabelme.core import doctor, downloads
from autolabelme.core.children import neutral_folder, python_command
from autolabelme.panel.annotate import labelme_link

ROOT = Path(__file__).resolve().parents[4]
NAMES = ("autolabelme", "PyQt6", "pip", "labelme", "runpy", "torch", "numpy")


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of modules that leave a mark when they are run; the present working folder."""
    folder = tmp_path / "scans"
    folder.mkdir()
    for name in NAMES:
        code = f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r})\nraise SystemExit(3)\n"
        (folder / f"{name}.py").write_text(code)
    monkeypatch.chdir(folder)
    return tmp_path / "ran"


def test_the_trap_works(trap: Path) -> None:
    subprocess.run([sys.executable, "-c", "import PyQt6"], check=False)
    assert trap.read_text() == "PyQt6"


@pytest.mark.parametrize("words", [("-m", "autolabelme", "--version"), ("-c", "import PyQt6.QtCore")])
def test_our_command_does_not_look_there(trap: Path, words: tuple[str, ...]) -> None:
    assert subprocess.run(python_command(*words), check=False, stdout=subprocess.DEVNULL).returncode == 0
    assert not trap.exists()


def test_doctor_and_package_indexes_run_nothing_of_it(trap: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert "offscreen" in doctor._qt_platform()
    assert downloads.package_indexes()
    assert not trap.exists()


def test_labelme_is_started_from_a_neutral_folder(
    trap: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, arguments = labelme_link.labelme_command(Path("page.json"))
    assert arguments[0] == "-P"
    assert arguments[-1] == str(Path.cwd() / "page.json")
    # The same launcher on what ends by itself.
    monkeypatch.setattr(
        labelme_link, "labelme_command", lambda _path: (program, [*arguments[:-1], "--version"])
    )
    link = labelme_link.LabelMeLink()
    process = link.open(Path("page.json"))
    assert process.workingDirectory() == neutral_folder()
    qtbot.waitUntil(lambda: not link.running(), timeout=60_000)
    link.shutdown()
    assert not trap.exists()


def test_no_python_is_started_without_it() -> None:
    for package in ("autolabelme", "ransac_gui", "detector"):
        for path in (ROOT / package).rglob("*.py"):
            found = re.findall(r'[\[(]\s*sys\.executable,\s*(?!"-P")\S+', path.read_text("utf-8"))
            assert not found or path.name == "children.py", path
