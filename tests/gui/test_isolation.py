"""The leak checks of conftest.py: each kind of stray fails the test that left it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PyQt6.QtCore import QSettings

pytest_plugins = ["pytester"]

STRAYS = {
    "thread": """
        import threading
        stop = threading.Event()
        def test_it():
            threading.Thread(target=stop.wait, args=(60,), name="stray", daemon=True).start()
    """,
    "window": """
        from PyQt6.QtWidgets import QWidget
        kept = []
        def test_it(qapp):
            kept.append(QWidget())
            kept[0].show()
    """,
    "timer": """
        from PyQt6.QtCore import QTimer
        kept = []
        def test_it(qapp):
            kept.append(QTimer())
            kept[0].start(10_000)
    """,
    "modal dialog": """
        from PyQt6.QtWidgets import QMessageBox
        def test_it(qapp):
            QMessageBox.question(None, "title", "text")
    """,
}


TIDY = """
    from PyQt6.QtCore import QTimer
    from PyQt6.QtWidgets import QWidget
    def test_it(qtbot):
        widget = QWidget()
        qtbot.addWidget(widget)
        widget.show()
        timer = QTimer(widget)
        timer.start(10_000)
    def test_without_qtbot(qapp):
        QWidget().show()
"""


def test_each_stray_fails_the_test_that_left_it_and_a_tidy_one_passes(pytester: pytest.Pytester) -> None:
    source = (
        (Path(__file__).parents[1] / "conftest.py").read_text().replace("GRACE_S = 3.0", "GRACE_S = 0.05")
    )
    pytester.makeconftest(source)
    files = {f"test_{kind.replace(' ', '_')}": text for kind, text in STRAYS.items()}
    pytester.makepyfile(**files, test_tidy=TIDY)
    result = pytester.runpytest_subprocess("-q", "-p", "no:xdist", "-p", "no:cacheprovider")
    # What is left behind is an error of the teardown, a dialog a failure of the test itself.
    result.assert_outcomes(passed=5, errors=3, failed=1)
    for kind in ("thread", "window", "timer"):
        result.stdout.fnmatch_lines([f"*ERROR test_{kind}.py::test_it*left behind: {kind}*"])
    result.stdout.fnmatch_lines(["*FAILED test_modal_dialog.py::test_it*modal dialog*"])


def test_the_users_own_settings_are_out_of_reach(tmp_path_factory: pytest.TempPathFactory) -> None:
    base = str(tmp_path_factory.getbasetemp())
    assert os.environ["HOME"].startswith(base)
    assert QSettings("autolabelme", "test").fileName().startswith(base)
    assert os.environ["QT_API"] == "pyqt6"
