"""What a user does with any workspace's panel: press its buttons, wait for its jobs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from detector.panel.inspect.panel import InspectPanel
from detector.panel.train.panel import TrainPanel

WAIT_MS = 20_000
PanelT = TypeVar("PanelT", InspectPanel, TrainPanel)
StubT = TypeVar("StubT")


class PanelDriver(Generic[PanelT, StubT]):
    """Does with a panel what a user does."""

    def __init__(self, qtbot: QtBot, panel: PanelT, stub: StubT) -> None:
        self.qtbot = qtbot
        self.panel = panel
        self.stub = stub

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=WAIT_MS)

    def wait_idle(self) -> None:
        self.wait(lambda: not self.panel.context.runner.jobs)

    def press(self, name: str) -> None:
        """Click a visible button by its name."""
        found = [button for button in self.panel.findChildren(QPushButton, name) if button.isVisible()]
        assert found, f"no button {name} in sight"
        assert found[0].isEnabled(), found[0].toolTip()
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def why_not(self, name: str) -> str:
        return self.panel.actions_[name].reason
