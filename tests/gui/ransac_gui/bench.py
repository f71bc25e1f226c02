"""The Align workspace with what a user does with it, for its tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from ransac_gui.panel.panel import AlignPanel

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
WAIT_MS = 60_000  # for jobs on a busy machine; nothing is measured with it


class Bench:
    """The workspace, and what a user does with it."""

    def __init__(self, qtbot: QtBot, panel: AlignPanel, monkeypatch: pytest.MonkeyPatch) -> None:
        self.qtbot, self.panel, self.monkeypatch = qtbot, panel, monkeypatch
        self.presenter = panel.presenter
        self.notices: list[tuple[str, str]] = []
        panel.context.noticed.connect(lambda level, text: self.notices.append((level, text)))

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=WAIT_MS)

    def wait_idle(self) -> None:
        self.wait(lambda: not self.panel.context.runner.jobs)

    def press(self, name: str) -> None:
        button = self.panel.side.buttons[name]
        assert button.isEnabled(), button.toolTip()
        QTest.mouseClick(button, LEFT)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.panel.window().focusWidget() or self.panel, key, modifiers)

    def answer(self, dialog: str, answer: object) -> None:
        """What the next file dialogs of this kind answer."""
        self.monkeypatch.setattr(QFileDialog, dialog, lambda *_args: answer)

    def choose_folder(self, folder: Path) -> None:
        self.answer("getExistingDirectory", str(folder))
        self.press("choose_folder")
        self.wait(lambda: bool(self.presenter.ornaments.items))
        self.wait_idle()

    def mark(self, name: str, pairs_: tuple[tuple[float, float, float, float], ...]) -> None:
        """Landmarks take the place of the search: a pair is aligned in a moment."""
        key = self.find(name)
        self.presenter._landmarks[(self.presenter.ornaments.reference_key, key)] = pairs_

    def find(self, name: str) -> str:
        return next(item.key for item in self.presenter.ornaments.items if item.path.name == name)

    def start(self, out: Path) -> None:
        self.answer("getExistingDirectory", str(out))
        self.panel.actions_["choose_output"].trigger()
        self.key(Qt.Key.Key_Return)
        self.wait(lambda: not self.presenter.running)
        self.wait_idle()

    def statuses(self) -> dict[str, str]:
        results = self.presenter.results()
        return {item.path.name: results[item.key].status for item in self.presenter.ornaments.sources
                if item.key in results}  # fmt: skip
