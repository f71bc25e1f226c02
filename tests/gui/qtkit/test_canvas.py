"""PageCanvas: what it shows at a position, and moving about with real wheel, mouse and key events."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QColor, QWheelEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from autolabelme.core.arrays import U8
from autolabelme.qtkit.canvas import PageCanvas
from autolabelme.qtkit.image_view import ImageView
from autolabelme.qtkit.overlays import OverlayItem
from autolabelme.qtkit.pyramid import Pyramid


def roll(
    canvas: ImageView,
    point: QPoint,
    delta: int,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    event = QWheelEvent(
        QPointF(point),
        QPointF(canvas.mapToGlobal(point)),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


def grey_at(canvas: ImageView, point: QPoint) -> int:
    color = QColor(canvas.grab().toImage().pixel(point))
    assert color.red() == color.green() == color.blue()
    return color.red()


@pytest.mark.parametrize("modifiers", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier])
def test_the_wheel_zooms_at_the_cursor(
    canvas: PageCanvas, qtbot: QtBot, modifiers: Qt.KeyboardModifier
) -> None:
    assert canvas.view is not None and canvas.view.zoom == pytest.approx(1)
    point = QPoint(300, 200)
    before = canvas.view.to_page(QPointF(point))
    with qtbot.waitSignal(canvas.zoom_changed) as heard:
        roll(canvas, point, 240, modifiers)
    assert heard.args == [pytest.approx(1.25**2)]
    assert canvas.view.to_page(QPointF(point)) == pytest.approx(before)
    roll(canvas, point, -240, modifiers)
    assert canvas.view.zoom == pytest.approx(1)


def test_shift_and_the_wheel_pan(canvas: PageCanvas) -> None:
    canvas.zoom_to(2)
    assert canvas.view is not None
    x, y = canvas.view.x, canvas.view.y
    roll(canvas, QPoint(300, 200), -120, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.view.x == pytest.approx(x + 60)
    assert canvas.view.y == pytest.approx(y)


def test_pixels_stand_where_the_view_says(canvas: PageCanvas, page: U8) -> None:
    for zoom in (1.0, 0.5, 2.0, 6.0):
        assert canvas.view is not None
        canvas.set_view(canvas.view.zoomed(zoom).centred(420, 295))
        for position in ((405.0, 305.0), (435.0, 285.0)):  # middles of the 10-px squares
            point = canvas.view.to_widget(*position).toPoint()
            expected = int(page[int(position[1]), int(position[0]), 0])
            assert abs(grey_at(canvas, point) - expected) <= 2, f"zoom {zoom}"


def test_pixels_are_crisp_over_300_percent_and_smooth_below(canvas: PageCanvas, page: U8) -> None:
    canvas.set_image(np.where(page // 7 % 2 == 1, 250, 10).astype(np.uint8))
    for zoom, crisp in ((8.0, True), (2.5, False)):
        assert canvas.view is not None
        canvas.set_view(canvas.view.zoomed(zoom))
        image = canvas.grab().toImage()
        row = {QColor(image.pixel(x, 300)).red() for x in range(100, 700)}
        assert (row == {10, 250}) == crisp


def test_keys_fit_and_show_actual_pixels(canvas: PageCanvas) -> None:
    canvas.resize(400, 300)
    assert canvas.view is not None
    assert canvas.view.zoom == pytest.approx(0.5), "a fitted view stays fitted"
    QTest.keyClick(canvas, Qt.Key.Key_1)
    assert canvas.view.zoom == pytest.approx(1)
    QTest.keyClick(canvas, Qt.Key.Key_F)
    assert canvas.view.zoom == pytest.approx(0.5)


@pytest.mark.parametrize("how", ["middle", "space"])
def test_a_drag_with_the_middle_button_or_space_pans(
    canvas: PageCanvas, drag: Callable[..., None], how: str
) -> None:
    canvas.zoom_to(2)
    assert canvas.view is not None
    x, y = canvas.view.x, canvas.view.y
    heard: list[object] = []
    canvas.clicked.connect(lambda *args: heard.append(args))
    if how == "space":
        QTest.keyPress(canvas, Qt.Key.Key_Space)
        assert canvas.cursor().shape() == Qt.CursorShape.OpenHandCursor
    button = Qt.MouseButton.MiddleButton if how == "middle" else Qt.MouseButton.LeftButton
    drag(canvas, (x + 200, y + 150), (x + 160, y + 120), button=button)
    if how == "space":
        QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert (canvas.view.x, canvas.view.y) == pytest.approx((x + 40, y + 30), abs=0.6)
    assert not heard, "a pan is not a click"
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor


def test_the_minimap_moves_the_view_and_can_be_hidden(canvas: PageCanvas) -> None:
    canvas.zoom_to(4)
    assert canvas.view is not None
    rect = canvas.minimap.rect(canvas.view)
    assert not rect.isEmpty()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=(rect.center() + QPointF(20, 15)).toPoint())
    assert canvas.view.center == pytest.approx((500, 375), abs=6)
    QTest.keyClick(canvas, Qt.Key.Key_M)
    center = canvas.view.center
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=rect.center().toPoint())
    assert canvas.view.center == center


def test_the_cursors_page_position_is_told(
    canvas: PageCanvas, qtbot: QtBot, at: Callable[..., QPoint]
) -> None:
    heard: list[tuple[float, float]] = []
    canvas.cursor_moved.connect(lambda x, y: heard.append((x, y)))
    QTest.mouseMove(canvas, at(canvas, (10, 10)))
    QTest.mouseMove(canvas, at(canvas, (123, 456)))
    qtbot.waitUntil(lambda: bool(heard) and heard[-1] == pytest.approx((123, 456)))


def test_h_hides_the_items_only_while_it_is_held(canvas: PageCanvas) -> None:
    canvas.overlays.set_items([OverlayItem("a", (100, 100, 200, 200))])

    def red_pixels() -> int:
        image = canvas.grab().toImage()
        return sum(
            QColor(image.pixel(x, 100)).red() > QColor(image.pixel(x, 100)).blue() + 60
            for x in range(110, 190)
        )

    assert red_pixels() > 70
    QTest.keyPress(canvas, Qt.Key.Key_H)
    assert red_pixels() == 0
    QTest.keyRelease(canvas, Qt.Key.Key_H)
    assert red_pixels() > 70
    canvas.overlays.set_opacity(0)
    assert red_pixels() == 0


def test_another_page_of_the_same_size_may_keep_the_view(canvas: PageCanvas, page: U8) -> None:
    canvas.zoom_to(4)
    view = canvas.view
    canvas.set_image(page[::-1].copy(), keep_view=True)
    assert canvas.view == view
    canvas.set_image(page[:, :, 0].copy())
    assert canvas.view is not None and canvas.view.zoom == pytest.approx(1)
    canvas.set_image(None)
    assert canvas.view is None
    canvas.grab()


def test_a_page_is_shown_before_its_levels_are_built(qtbot: QtBot) -> None:
    page = np.zeros((3000, 4000), np.uint8)
    page[:, 2000:] = 255
    canvas = PageCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.set_image(Pyramid(page))
    first = canvas.grab().toImage()
    assert [QColor(first.pixel(x, 150)).red() for x in (50, 350)] == [0, 255]
    qtbot.waitUntil(lambda: canvas.pyramid is not None and canvas.pyramid.complete)
    canvas.shut_down()
    assert canvas.grab().toImage() == first


def test_showing_a_box_zooms_out_only_as_far_as_needed(canvas: PageCanvas) -> None:
    canvas.zoom_to(4)
    canvas.show_box((600, 400, 640, 440))
    assert canvas.view is not None
    assert canvas.view.zoom == pytest.approx(4)
    assert canvas.view.center == pytest.approx((620, 420))
    canvas.show_box((0, 0, 400, 300))
    assert canvas.view.zoom < 4
    x1, y1, x2, y2 = canvas.view.page_rect()
    assert x1 <= 0 and y1 <= 0 and x2 >= 400 and y2 >= 300


def test_on_a_dense_screen_actual_pixels_are_the_screens_own() -> None:
    code = """
import numpy as np
from PyQt6.QtGui import QColor
from PyQt6.QtWidgets import QApplication
app = QApplication([])
from autolabelme.qtkit.canvas import PageCanvas
from autolabelme.qtkit.overlays import OverlayItem
page = np.full((600, 800), 255, np.uint8)
page[::2] = 0
canvas = PageCanvas()
canvas.resize(300, 200)
canvas.set_image(page)
canvas.show()
while canvas.building:
    app.processEvents()
assert canvas.view.ratio == 2
canvas.set_view(canvas.view.zoomed(1.0).centred(400, 300))
image = canvas.grab().toImage()
assert (image.width(), image.height()) == (600, 400)
column = [QColor(image.pixel(300, y)).red() for y in range(400)]
assert sorted(set(column)) == [0, 255] and column[0::2] != column[1::2], column[:8]
canvas.overlays.set_items([OverlayItem("a", (400, 300, 500, 380))])
corner = canvas.view.to_widget(400, 300) * 2
image = canvas.grab().toImage()
color = QColor(image.pixel(int(corner.x()) + 40, int(corner.y())))
assert color.red() > color.blue() + 100, color.name()
canvas.shut_down()
print("fine")
"""
    environment = {**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False
    )
    assert done.stdout.strip() == "fine", done.stderr
