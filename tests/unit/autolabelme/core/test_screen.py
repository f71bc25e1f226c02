"""A start without a screen, or without Qt's X11 libraries, is one line and not an abort."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autolabelme.core import doctor, screen

ROOT = Path(__file__).parents[4]
linux = pytest.mark.skipif(sys.platform != "linux", reason="X11 is asked about on Linux")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


@linux
def test_missing_libraries_are_named_with_the_command(bare: pytest.MonkeyPatch) -> None:
    bare.setenv("DISPLAY", ":77")
    bare.setattr(screen, "_loads", lambda name: "icccm" not in name and "keysyms" not in name)
    bare.setattr(screen.shutil, "which", lambda _name: "/usr/bin/apt-get")
    text = screen.start_problem()
    assert text.endswith("run: sudo apt-get install libxcb-icccm4 libxcb-keysyms1")
    assert "\n" not in text
    bare.setattr(screen.shutil, "which", lambda _name: None)
    assert "package manager" in screen.start_problem()


@linux
def test_no_screen_and_a_screen_that_does_not_answer_are_said(bare: pytest.MonkeyPatch) -> None:
    assert "DISPLAY is not set" in screen.start_problem()
    bare.setenv("DISPLAY", ":77")
    bare.setattr(screen, "_loads", lambda _name: True)
    bare.setattr(screen, "_answers", lambda: False)
    assert "DISPLAY=:77 does not answer" in screen.start_problem()
    bare.setattr(screen, "_answers", lambda: True)
    assert screen.start_problem() == ""


@linux
@pytest.mark.parametrize("platform", ["offscreen", "vnc", "wayland"])
def test_a_platform_that_was_asked_for_is_left_alone(bare: pytest.MonkeyPatch, platform: str) -> None:
    bare.setenv("QT_QPA_PLATFORM", platform)
    bare.setattr(screen, "_loads", lambda _name: False)
    assert screen.start_problem() == ""


@linux
def test_the_program_ends_in_one_line(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if "DISPLAY" not in name},
        "AUTOLABELME_DATA_DIR": str(tmp_path),
        "DISPLAY": ":77",
        "QT_QPA_PLATFORM": "xcb",
    }
    command = [sys.executable, "-m", "autolabelme"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("autolabelme: the ")


def test_the_script_installs_what_doctor_asks_for() -> None:
    script = (ROOT / "tools" / "system_libraries.sh").read_text("utf-8")
    named = set(re.findall(r"\blib[a-z0-9.-]+", script))
    assert {*screen.QT_LIBRARIES.values(), *screen.LABELME_LIBRARIES.values()} <= named


@pytest.mark.parametrize("display", ["", ":0"])
def test_doctor_names_what_is_missing(bare: pytest.MonkeyPatch, display: str) -> None:
    if display:
        bare.setenv("DISPLAY", display)
    bare.setattr(doctor, "missing", lambda libraries: tuple(libraries.values()))
    check = doctor._libraries("LabelMe's X11 libraries", screen.LABELME_LIBRARIES)
    assert "libxcb-xinerama0" in check.found
    if sys.platform == "linux":
        assert check.well is (display == "")
