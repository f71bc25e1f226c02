"""The Inspect workspace driven as a user does, with an inspection made in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autolabelme.qtkit.job_runner import JobRunner
from autolabelme.qtkit.workspace import BOXES, MODEL, WorkspaceContext
from detector.panel.inspect.panel import InspectPanel

from ..inspect_stub import Stub
from ..panel_driver import WAIT_MS, PanelDriver


class Driver(PanelDriver[InspectPanel, Stub]):
    """Does with the panel what a user does."""

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.panel.stage.canvas, key, modifiers)

    def open(self, *, reference: bool = True) -> None:
        paths = [self.stub.ornament, self.stub.reference] if reference else [self.stub.ornament]
        assert self.panel.open_paths(paths)
        self.wait_idle()

    def inspect(self) -> None:
        """Press Inspect and go to the ornament alone, also where there is a pair."""
        self.press("inspect")
        self.wait_idle()
        if self.panel.presenter.done is not None:
            self.panel.choose_view("ornament")

    def kept(self) -> list[dict[str, object]]:
        result = self.panel.presenter.result
        assert result is not None
        found = json.loads(result.path.read_text("utf-8"))["findings"]
        assert isinstance(found, list)
        return found

    def take(self, key: str, *, other: bool = False) -> None:
        """Choose a row of the evidence picker as the user does."""
        self.panel.side.open_drawer("map")
        picker = self.panel.side.map.other if other else self.panel.side.map.evidence
        assert picker.isVisible()
        number = next(i for i, row in enumerate(picker.rows) if row.key == key)
        picker.setCurrentIndex(number)
        picker.activated.emit(number)

    def kinds(self) -> list[str]:
        """The cards' kinds, from the top."""
        titles = [card.title for card in self.panel.side.cards.model_.cards]
        return [title.split(". ", 1)[1].split(":")[0] for title in titles]


@pytest.fixture
def stub(tmp_path: Path) -> Stub:
    return Stub(tmp_path)


@pytest.fixture
def context(qapp: object, tmp_path: Path, stub: Stub) -> Iterator[WorkspaceContext]:
    runner = JobRunner()
    context = WorkspaceContext(runner, tmp_path / "data")
    context.set_accepted_kinds(frozenset({MODEL, BOXES}))
    yield context
    stub.hold.set()
    stub.hold_map.set()
    runner.wait_all()
    context.deleteLater()
    runner.deleteLater()


@pytest.fixture
def make(qtbot: QtBot, context: WorkspaceContext, stub: Stub) -> Callable[[], Driver]:
    def made() -> Driver:
        panel = InspectPanel(context, stub.workers())
        qtbot.addWidget(panel)
        panel.resize(1300, 640)
        with qtbot.waitActive(panel, timeout=WAIT_MS):  # keys go to the active window only
            panel.show()
            panel.activateWindow()
        panel.entered()
        driver = Driver(qtbot, panel, stub)
        driver.wait_idle()
        return driver

    return made


@pytest.fixture
def driver(make: Callable[[], Driver]) -> Driver:
    return make()
