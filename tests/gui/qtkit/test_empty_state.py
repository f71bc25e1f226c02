"""Empty workspaces say what to do, and the shortcut rows are complete."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from autolabelme.qtkit.compare_modes import KEYS, MODES, mode_help, mode_name
from autolabelme.qtkit.empty_state import EmptyState
from autolabelme.qtkit.shortcuts import compare_rows, view_rows


def test_the_first_step_is_a_button(qtbot: QtBot) -> None:
    done: list[str] = []
    state = EmptyState("mdi6.image-outline", "No page yet", "Open a scan, or try the sample.")
    qtbot.addWidget(state)
    state.add_button("Open the sample", lambda: done.append("sample"), name="sample")
    state.show()
    button = state.findChild(QPushButton, "sample")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["sample"]


def test_the_shortcut_rows_name_every_mode_once() -> None:
    keys = [key for key, _ in compare_rows()]
    assert [key for key in keys if key in KEYS.values()] == [KEYS[mode] for mode in MODES]
    taken = {key for key, _ in view_rows()}
    assert not taken & set(KEYS.values()), "a mode's key means nothing else in a view"
    assert len({mode_name(mode) for mode in MODES}) == len({mode_help(mode) for mode in MODES}) == len(MODES)
