"""A window with two small workspaces of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from autolabelme.qtkit.workspace import Panel, PanelSpec, WorkspaceContext
from autolabelme.shell.window import MainWindow


class Recorder(Panel):
    """A workspace that remembers what the shell did with it."""

    name = "?"
    takes: tuple[str, ...] = ()

    def __init__(self, context: WorkspaceContext) -> None:
        super().__init__(context)
        self.received: list[tuple[str, object]] = []
        self.opened: list[list[Path]] = []
        self.state: dict[str, Any] = {}
        self.closed = False
        self.dirty: list[str] = []
        self.samples = 0
        self.action = QAction(f"Do {self.name}", self)
        self.addAction(self.action)

    def menu_actions(self) -> dict[str, list[QAction | None]]:
        return {"edit": [self.action]}

    def receive(self, kind: str, payload: object) -> None:
        self.received.append((kind, payload))

    def open_paths(self, paths: list[Path]) -> bool:
        if not all(path.suffix in self.takes for path in paths):
            return False
        self.opened.append(paths)
        return True

    def open_sample(self) -> None:
        self.samples += 1

    def unsaved(self) -> list[str]:
        return self.dirty

    def save_state(self) -> dict[str, Any]:
        return {"name": self.name}

    def restore_state(self, state: dict[str, Any]) -> None:
        self.state = state

    def shutdown(self) -> None:
        self.closed = True


class First(Recorder):
    name = "first"
    takes = (".png",)


class Second(Recorder):
    name = "second"
    takes = (".pair",)


SPECS = (
    PanelSpec("annotate", "Annotate", "mdi6.vector-square", First, 10, frozenset({"page"})),
    PanelSpec("align", "Align", "mdi6.layers", Second, 20, frozenset({"ornament.source"})),
)


@pytest.fixture
def open_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], MainWindow]]:
    made: list[MainWindow] = []
    buttons = QMessageBox.StandardButton
    monkeypatch.setattr(QMessageBox, "question", lambda *_args, **_kwargs: buttons.Discard)

    def make() -> MainWindow:
        window = MainWindow(tmp_path / "data", specs=SPECS)
        made.append(window)
        with qtbot.waitActive(window, timeout=20_000):  # keys go to the active window only
            window.show()
            window.activateWindow()
        window.start([])
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def window(open_window: Callable[[], MainWindow]) -> MainWindow:
    return open_window()
