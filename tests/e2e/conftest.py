"""The real window, offscreen, with an empty data folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from autolabelme.panel.annotate.panel import AnnotatePanel
from autolabelme.shell.window import MainWindow

Box = tuple[float, float, float, float]
WAIT_MS = 120_000  # a cap for jobs on a busy machine; nothing is measured with it


class Driver:
    """Does with the window what a user does: clicks at page positions, keys, buttons by their names."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window
        self.patience_ms = WAIT_MS

    @property
    def annotate(self) -> AnnotatePanel:
        panel = self.window.panel("annotate")
        assert isinstance(panel, AnnotatePanel)
        return panel

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=self.patience_ms)

    def wait_idle(self) -> None:
        self.wait(lambda: not self.window.runner.jobs)

    def point(self, x: float, y: float) -> QPoint:
        view = self.annotate.canvas.view
        assert view is not None
        return view.to_widget(x, y).toPoint()

    def click(
        self, x: float, y: float, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.mouseClick(self.annotate.canvas, Qt.MouseButton.LeftButton, modifiers, self.point(x, y))

    def click_box(self, box: Box) -> None:
        """Zoom to a box, as a user would, and click into its middle."""
        self.annotate.canvas.show_box(box)
        self.click((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        canvas, left = self.annotate.canvas, Qt.MouseButton.LeftButton
        QTest.mousePress(canvas, left, Qt.KeyboardModifier.NoModifier, self.point(*start))
        middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
        QTest.mouseMove(canvas, self.point(*middle))
        QTest.mouseMove(canvas, self.point(*end))
        QTest.mouseRelease(canvas, left, Qt.KeyboardModifier.NoModifier, self.point(*end))

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = self.window.focusWidget() or self.annotate.canvas
        QTest.keyClick(focus, key, modifiers)

    def press(self, name: str) -> None:
        """Click one of the report's buttons."""
        button = self.annotate.side.buttons[name]
        assert button.isEnabled(), button.toolTip()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def open(self, *paths: Path) -> None:
        self.window.open_paths(list(paths))
        self.wait(lambda: self.annotate.presenter.session is not None)
        self.wait_idle()

    def boxes(self, label: str) -> int:
        document = self.annotate.presenter.document
        return 0 if document is None else len(document.boxes_of(label))


@pytest.fixture
def open_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Driver]]:
    """Make windows on one data folder, as one start of the program after the other."""
    made: list[MainWindow] = []
    buttons = QMessageBox.StandardButton
    monkeypatch.setattr(QMessageBox, "question", lambda *_args, **_kwargs: buttons.Discard)

    def make() -> Driver:
        window = MainWindow(tmp_path / "data")
        made.append(window)
        window.resize(1366, 768)
        with qtbot.waitActive(window, timeout=WAIT_MS):  # keys go to the active window only
            window.show()
            window.activateWindow()
        window.start([])
        return Driver(qtbot, window)

    yield make
    for window in made:
        window.close()
        window.deleteLater()


@pytest.fixture
def driver(open_window: Callable[[], Driver]) -> Driver:
    return open_window()
