"""A workspace without its extra says which, and the window works without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from autolabelme.core import extras
from autolabelme.qtkit.workspace import Panel, PanelSpec, WorkspaceContext
from autolabelme.shell.session_store import Session, load_session, save_session
from autolabelme.shell.window import MainWindow


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[], MainWindow]]:
    made: list[MainWindow] = []

    def never(_context: WorkspaceContext) -> Panel:
        raise ModuleNotFoundError("No module named 'sqlalchemy'", name="sqlalchemy")

    def make() -> MainWindow:
        specs = (
            PanelSpec("plain", "Plain", "mdi6.circle", Panel, 10),
            PanelSpec("needy", "Needy", "mdi6.bookshelf", never, 20, extra="catalogue"),
        )
        window = MainWindow(tmp_path, specs=specs)
        made.append(window)
        window.show()
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()


def test_a_workspace_without_its_extra_says_how_to_get_it(
    open_window: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extras, "installed", lambda module: module != "sqlalchemy")
    window = open_window()
    window.start([])
    window.show_panel("needy")
    said = [label.text() for label in window.panel("needy").findChildren(QLabel)]
    assert any("pip install" in text and "autolabelme[catalogue]" in text for text in said)
    window.show_panel("plain")
    assert window.current_key == "plain"


def test_its_state_is_kept_until_it_is_there_again(
    open_window: Callable[[], MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_session(Session(panels={"needy": {"project": "a"}}, panel="needy"), tmp_path)
    monkeypatch.setattr(extras, "installed", lambda module: module != "sqlalchemy")
    window = open_window()
    window.start([])
    window.show_panel("needy")
    window.close()
    assert load_session(tmp_path).panels["needy"] == {"project": "a"}
