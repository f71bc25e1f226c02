"""Every key means one thing in a workspace: two actions that share one are both deaf in Qt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from autolabelme.qtkit.compare_modes import KEYS, PEEK_KEY
from autolabelme.shell.registry import find_specs
from autolabelme.shell.window import MainWindow

WORKSPACES = [spec.key for spec in find_specs()]
# What the pictures themselves answer to: fit, actual pixels, minimap, hide.
PICTURE = {"F", "1", "M", "H"}


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    window = MainWindow(tmp_path)
    window.show()
    yield window
    window.close()
    window.deleteLater()


def answering(window: MainWindow, workspace: str) -> dict[str, list[str]]:
    """Key -> texts of the actions that answer it while the workspace is in front."""
    found: set[QAction] = set(window.panel(workspace).actions())

    def collect(menu: QMenu) -> None:
        for action in menu.actions():
            found.add(action)
            if action.menu() is not None:
                collect(action.menu())

    for menu in window.menus.menus.values():
        collect(menu)
    keys: dict[str, list[str]] = {}
    for action in found:
        for sequence in action.shortcuts():
            keys.setdefault(sequence.toString(), []).append(action.text())
    return keys


@pytest.mark.parametrize("workspace", WORKSPACES)
def test_no_key_is_answered_twice(window: MainWindow, workspace: str) -> None:
    window.show_panel(workspace)
    shared = {key: texts for key, texts in answering(window, workspace).items() if len(texts) > 1}
    assert not shared


def test_the_shell_has_its_key_back_when_the_workspace_leaves(window: MainWindow) -> None:
    key, action = "Ctrl+Shift+O", window.actions_["open_folder"]
    window.show_panel("inspect")
    assert action.shortcuts() == []
    assert answering(window, "inspect")[key] == ["Choose ornament…"]
    window.show_panel("catalogue")
    assert action.shortcut().toString() == key


def test_what_inspect_answers_leaves_the_pictures_keys_alone(window: MainWindow) -> None:
    window.show_panel("inspect")
    free = PICTURE | {*KEYS.values(), PEEK_KEY, "[", "]"}
    # B blinks the pair as the picture itself would, and in Why flagged, too.
    assert free & answering(window, "inspect").keys() == {KEYS["blink"]}
    assert len(free) == len(PICTURE) + len(KEYS) + 3
