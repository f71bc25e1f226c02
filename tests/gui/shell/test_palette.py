"""The command palette: every command of the workspace in front is found by its words and run by Return."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autolabelme.shell.palette import CommandPalette, bare
from autolabelme.shell.window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window with all its workspaces, Annotate in front."""
    window = MainWindow(tmp_path / "data")
    qtbot.addWidget(window)
    window.show()
    window.start([])
    yield window
    window.runner.wait_all()
    window.close()


def open_palette(window: MainWindow) -> CommandPalette:
    window.actions_["palette"].trigger()
    palette = window.findChild(CommandPalette)
    assert palette is not None
    return palette


def texts(palette: CommandPalette) -> list[str]:
    items = (palette.list.item(row) for row in range(palette.list.count()))
    return [item.text() for item in items if item is not None]


def test_every_command_of_window_and_workspace_is_there_once(window: MainWindow) -> None:
    for spec in window.specs:
        window.show_panel(spec.key)
        palette = open_palette(window)
        listed = [entry.action for entry in palette._entries]
        assert len(set(map(id, listed))) == len(listed)
        table = window.panel(spec.key).commands()
        assert table is not None
        own = {table[name].objectName() for name in table.names()}
        window_own = {window.actions_[name].objectName() for name in window.actions_.names()}
        assert own | window_own <= {action.objectName() for action in listed}
        palette.close()
        palette.deleteLater()
        QTest.qWait(1)


def test_words_find_a_command_and_return_runs_it(window: MainWindow) -> None:
    palette = open_palette(window)
    QTest.keyClicks(palette.line, "train")
    assert any("Train" in text for text in texts(palette))
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert window.current_key == "train"
    assert not palette.isVisible()


def test_a_command_that_cannot_be_used_says_why_and_is_not_marked(window: MainWindow) -> None:
    palette = open_palette(window)
    QTest.keyClicks(palette.line, "save json")
    row = next(text for text in texts(palette) if "Save JSON" in text and "as" not in text)
    reason = window.panel("annotate").commands()["save_json"].reason  # type: ignore[index]
    assert reason and reason in row
    marked = palette.list.currentItem()
    assert marked is None or "Save JSON" not in marked.text()


def test_arrows_move_over_what_can_be_used(window: MainWindow) -> None:
    palette = open_palette(window)
    first = palette.list.currentRow()
    QTest.keyClick(palette.line, Qt.Key.Key_Down)
    second = palette.list.currentRow()
    assert second > first and palette._usable(second)
    QTest.keyClick(palette.line, Qt.Key.Key_Up)
    assert palette.list.currentRow() == first
    QTest.keyClicks(palette.line, "no command is called so")
    assert texts(palette) == []
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_accents_and_case_do_not_matter() -> None:
    assert bare("Prévisualiser À") == "previsualiser a"
