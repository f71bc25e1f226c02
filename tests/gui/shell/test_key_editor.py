"""The user's own keys: set, refused where another command has them, taken from there, kept, damaged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeySequence
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autolabelme.qtkit import key_bindings
from autolabelme.shell.key_editor import KeyEditor
from autolabelme.shell.window import MainWindow


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], MainWindow]]:
    made: list[MainWindow] = []

    def make() -> MainWindow:
        window = MainWindow(tmp_path / "data")
        qtbot.addWidget(window)
        window.show()
        window.start([])
        window.show_panel("annotate")
        made.append(window)
        return window

    yield make
    for window in made:
        window.runner.wait_all()
        window.close()
    key_bindings.load(tmp_path / "none")


def editor_of(window: MainWindow) -> KeyEditor:
    window.actions_.show_key_editor()
    editor = window.findChild(KeyEditor)
    assert editor is not None
    return editor


def keys(window: MainWindow, name: str) -> list[str]:
    table = window.panel("annotate").commands()
    assert table is not None
    return [one.toString() for one in table[name].shortcuts()]


def test_a_key_is_set_at_once_and_kept(open_window: Callable[[], MainWindow]) -> None:
    window = open_window()
    editor = editor_of(window)
    table = window.panel("annotate").commands()
    assert table is not None
    editor.choose(table, "accept")
    editor.keys.setKeySequence(QKeySequence("Ctrl+Alt+Y"))
    assert editor.said.text() == "" and not editor.take.isEnabled()
    QTest.mouseClick(editor.set, Qt.MouseButton.LeftButton)
    assert keys(window, "accept") == ["Ctrl+Alt+Y"]
    assert "Ctrl+Alt+Y" in table["accept"].toolTip()
    window.close()
    assert keys(open_window(), "accept") == ["Ctrl+Alt+Y"]


def test_another_commands_key_is_said_and_only_taken_on_request(
    open_window: Callable[[], MainWindow],
) -> None:
    window = open_window()
    editor = editor_of(window)
    table = window.panel("annotate").commands()
    assert table is not None
    editor.choose(table, "accept")
    editor.keys.setKeySequence(QKeySequence("R"))
    assert "Reject" in editor.said.text()
    assert not editor.set.isEnabled()
    QTest.mouseClick(editor.take, Qt.MouseButton.LeftButton)
    assert keys(window, "accept") == ["R"] and keys(window, "reject") == []
    # The default of Reject is taken now: it is not given back by stealth.
    editor.choose(table, "reject")
    QTest.mouseClick(editor.default, Qt.MouseButton.LeftButton)
    assert keys(window, "reject") == [] and "Accept" in editor.said.text()
    editor.choose(table, "accept")
    QTest.mouseClick(editor.default, Qt.MouseButton.LeftButton)
    editor.choose(table, "reject")
    QTest.mouseClick(editor.default, Qt.MouseButton.LeftButton)
    assert keys(window, "accept") == ["A"] and keys(window, "reject") == ["R"]


def test_the_windows_keys_stand_in_the_way_of_a_workspaces(open_window: Callable[[], MainWindow]) -> None:
    window = open_window()
    editor = editor_of(window)
    table = window.panel("annotate").commands()
    assert table is not None
    editor.choose(table, "accept")
    editor.keys.setKeySequence(QKeySequence("Ctrl+K"))
    assert "Commands" in editor.said.text()


def test_a_damaged_file_is_said_and_the_tables_keys_hold(
    open_window: Callable[[], MainWindow], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "keys.json").write_text("{ no", "utf-8")
    window = open_window()
    assert keys(window, "accept") == ["A"]
    assert any("keys.json" in text for text in window._bad_preferences)


def test_two_commands_with_one_key_in_the_file_do_not_both_get_it(
    open_window: Callable[[], MainWindow], tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "keys.json").write_text(
        '{"AnnotateCommands.accept": "Ctrl+Alt+Y", "AnnotateCommands.reject": "Ctrl+Alt+Y", '
        '"AnnotateCommands.review_next": 7}',
        "utf-8",
    )
    window = open_window()
    assert sorted(map(len, (keys(window, "accept"), keys(window, "reject")))) == [0, 1]
    assert keys(window, "review_next") == ["N"]


def test_search_leaves_what_has_the_words(open_window: Callable[[], MainWindow]) -> None:
    editor = editor_of(open_window())
    editor.search.setText("save json")
    shown = [item.text(0) for item in editor._items() if not item.isHidden()]
    assert "Save JSON" in shown and "Accept" not in shown
