"""A canvas on a drawn page, and pointer helpers in page positions."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autolabelme.core.arrays import U8
from autolabelme.qtkit.canvas import PageCanvas
from autolabelme.qtkit.image_view import ImageView

Position = tuple[float, float]


@pytest.fixture
def page() -> U8:
    """An RGB page of 800 x 600 with a different grey in each 10-px square."""
    y, x = np.mgrid[0:60, 0:80]
    grey = ((x * 7 + y * 13) % 200 + 40).astype(np.uint8)
    return np.repeat(np.kron(grey, np.ones((10, 10), np.uint8))[..., None], 3, axis=2)


@pytest.fixture
def canvas(qtbot: QtBot, page: U8) -> Iterator[PageCanvas]:
    """A shown canvas of 800 x 600 on `page`, so that one page pixel is one screen pixel."""
    widget = PageCanvas()
    qtbot.addWidget(widget)
    widget.resize(800, 600)
    widget.show()
    qtbot.waitExposed(widget)
    widget.set_image(page)
    qtbot.waitUntil(lambda: not widget.building)
    yield widget
    widget.shut_down()


@pytest.fixture
def at() -> Callable[[ImageView, Position], QPoint]:
    """The widget's point at a page position."""

    def convert(view: ImageView, position: Position) -> QPoint:
        assert view.view is not None
        return view.view.to_widget(*position).toPoint()

    return convert


@pytest.fixture
def drag(at: Callable[[ImageView, Position], QPoint]) -> Callable[..., None]:
    """Drag the pointer between page positions with real mouse events."""

    def run(
        view: ImageView,
        start: Position,
        stop: Position,
        *,
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        release: bool = True,
    ) -> None:
        first, last = at(view, start), at(view, stop)
        QTest.mousePress(view, button, modifiers, first)
        for step in range(1, 5):
            QTest.mouseMove(view, first + (last - first) * step / 4)
        if release:
            QTest.mouseRelease(view, button, modifiers, last)

    return run
