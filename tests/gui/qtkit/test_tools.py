"""The tools: gestures with real mouse events become edit intents, and never change an item."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from autolabelme.core.matching.poses import Pose
from autolabelme.qtkit.canvas import PageCanvas
from autolabelme.qtkit.overlay_painter import TURN_HANDLE_PX, turn_handle
from autolabelme.qtkit.overlays import OverlayItem
from autolabelme.qtkit.tools import DrawTool, PointTool, RegionTool, RulerTool

LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
Drag = Callable[..., None]
At = Callable[..., QPoint]
ITEMS = (
    OverlayItem("a", (100, 100, 200, 180)),
    OverlayItem("b", (300, 100, 380, 180)),
    OverlayItem("inner", (120, 120, 150, 150)),
    OverlayItem("fixed", (500, 300, 560, 360), editable=False),
)
SIGNALS = ("point_clicked", "box_drawn", "region_drawn", "boxes_moved", "box_resized", "ruler_measured")


@pytest.fixture
def heard(canvas: PageCanvas) -> list[tuple[Any, ...]]:
    canvas.overlays.set_items(ITEMS)
    calls: list[tuple[Any, ...]] = []
    for name in (*SIGNALS, "item_activated", "context_wanted"):
        getattr(canvas, name).connect(lambda *args, name=name: calls.append((name, *args)))
    return calls


def test_a_click_selects_the_smallest_item_under_it(canvas: PageCanvas, heard: list[Any], at: At) -> None:
    QTest.mouseClick(canvas, LEFT, NONE, at(canvas, (130, 130)))
    assert canvas.overlays.selection == ("inner",)
    QTest.mouseClick(canvas, LEFT, NONE, at(canvas, (180, 160)))
    assert canvas.overlays.selection == ("a",)
    QTest.mouseClick(canvas, LEFT, CTRL, at(canvas, (340, 140)))
    assert canvas.overlays.selection == ("a", "b")
    QTest.mouseClick(canvas, LEFT, CTRL, at(canvas, (180, 160)))
    assert canvas.overlays.selection == ("b",)
    assert not heard
    QTest.mouseClick(canvas, LEFT, NONE, at(canvas, (700, 500)))
    assert canvas.overlays.selection == ()
    assert heard == [("point_clicked", 700, 500)]


def test_a_drag_moves_the_selection_and_leaves_the_items_to_the_panel(
    canvas: PageCanvas, heard: list[Any], drag: Drag
) -> None:
    canvas.overlays.set_selection(["a", "b", "fixed"])
    drag(canvas, (180, 160), (195, 150), release=False)
    assert canvas.overlays.box("b") == (315, 90, 395, 170), "a preview"
    assert canvas.overlays.box("fixed") == ITEMS[3].box
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(195, 150))
    assert heard == [("boxes_moved", ("a", "b"), 15, -10)]
    assert canvas.overlays.items == ITEMS
    assert canvas.overlays.box("b") == ITEMS[1].box


def test_a_move_stops_at_the_edge_of_the_page(canvas: PageCanvas, heard: list[Any], drag: Drag) -> None:
    drag(canvas, (340, 140), (340, 10))
    assert heard == [("boxes_moved", ("b",), 0, -100)]


def test_escape_gives_a_drag_up(canvas: PageCanvas, heard: list[Any], drag: Drag) -> None:
    drag(canvas, (340, 140), (400, 240), release=False)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.overlays.box("b") == ITEMS[1].box
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(400, 240))
    assert not heard


@pytest.mark.parametrize(
    ("handle", "stop", "box"),
    [
        ((380, 180), (400, 190), (300, 100, 400, 190)),
        ((300, 140), (280, 150), (280, 100, 380, 180)),
        ((340, 100), (330, 90), (300, 90, 380, 180)),
        ((300, 100), (400, 200), (380, 180, 400, 200)),
    ],
)
def test_handles_resize_the_selected_item(
    canvas: PageCanvas, heard: list[Any], drag: Drag, handle: Any, stop: Any, box: Any
) -> None:
    canvas.overlays.set_selection(["b"])
    drag(canvas, handle, stop)
    assert heard == [("box_resized", "b", box)]
    assert canvas.overlays.items == ITEMS


@pytest.mark.parametrize(
    ("stop", "modifiers", "degrees"),
    [
        ((260, 300), NONE, 90.0),  # left of the middle: a quarter turn counter-clockwise
        ((340, 300), NONE, 270.0),
        ((300, 340), NONE, 180.0),
        ((280, 265), NONE, 30.0),
        ((280, 270), Qt.KeyboardModifier.ShiftModifier, 30.0),  # 34 degrees, by steps of 15
    ],
)
def test_a_round_handle_beyond_the_upper_edge_turns_the_item(
    canvas: PageCanvas, heard: list[Any], at: At, stop: Any, modifiers: Any, degrees: float
) -> None:
    turned: list[tuple[str, float]] = []
    canvas.box_turned.connect(lambda *call: turned.append(call))
    item = OverlayItem("t", (280, 290, 320, 310), Pose(), turns=(40.0, 20.0))
    canvas.overlays.set_items((item,))
    canvas.overlays.set_selection(["t"])
    assert canvas.view is not None
    handle = turn_handle(item, canvas.view)
    assert handle is not None
    top, grip = handle
    assert grip.x() == top.x() and grip.y() == top.y() - TURN_HANDLE_PX
    QTest.mousePress(canvas, LEFT, NONE, grip.toPoint())
    QTest.mouseMove(canvas, at(canvas, (310, 280)))
    release = QMouseEvent(
        QMouseEvent.Type.MouseButtonRelease,
        QPointF(at(canvas, stop)),
        canvas.mapToGlobal(QPointF(at(canvas, stop))),
        LEFT,
        Qt.MouseButton.NoButton,
        modifiers,
    )
    canvas.grab()
    QApplication.sendEvent(canvas, release)
    assert turned == [("t", degrees)]
    assert canvas.overlays.items == (item,) and not heard


def test_what_cannot_be_turned_has_no_such_handle(canvas: PageCanvas, heard: list[Any]) -> None:
    assert canvas.view is not None
    assert turn_handle(OverlayItem("t", (280, 290, 320, 310)), canvas.view) is None
    # It stands where the drawing's upper edge is, also of a copy upside down and mirrored.
    for pose, side in ((Pose(180), 1), (Pose(180, mirrored=True), 1), (Pose(0, mirrored=True), -1)):
        handle = turn_handle(OverlayItem("t", (280, 290, 320, 310), pose, turns=(40, 20)), canvas.view)
        assert handle is not None and (handle[1].y() - handle[0].y()) * side > 0


def test_the_cursor_tells_a_handle(canvas: PageCanvas, heard: list[Any], at: At) -> None:
    canvas.overlays.set_selection(["b"])
    QTest.mouseMove(canvas, at(canvas, (300, 100)))
    assert canvas.cursor().shape() == Qt.CursorShape.SizeFDiagCursor
    QTest.mouseMove(canvas, at(canvas, (340, 150)))
    assert canvas.cursor().shape() == Qt.CursorShape.SizeAllCursor
    assert canvas.overlays.hovered == "b"
    QTest.mouseMove(canvas, at(canvas, (700, 500)))
    assert canvas.cursor().shape() == Qt.CursorShape.ArrowCursor
    assert canvas.overlays.hovered == ""


def test_a_band_selects_what_it_encloses(canvas: PageCanvas, heard: list[Any], drag: Drag) -> None:
    drag(canvas, (90, 90), (400, 185))
    assert canvas.overlays.selection == ("a", "b", "inner")
    drag(canvas, (490, 290), (570, 370), modifiers=CTRL)
    assert canvas.overlays.selection == ("a", "b", "inner", "fixed")
    drag(canvas, (600, 450), (700, 550))
    assert canvas.overlays.selection == ()
    assert not heard


def test_double_click_and_right_click_name_the_item(canvas: PageCanvas, heard: list[Any], at: At) -> None:
    QTest.mouseClick(canvas, LEFT, NONE, at(canvas, (340, 140)))
    QTest.mouseDClick(canvas, LEFT, NONE, at(canvas, (340, 140)))
    assert heard == [("item_activated", "b")]
    heard.clear()
    QTest.mouseClick(canvas, Qt.MouseButton.RightButton, NONE, at(canvas, (180, 160)))
    assert heard[0][:2] == ("context_wanted", "a")
    assert canvas.overlays.selection == ("a",)


def test_drawing_gives_a_box_in_whole_pixels_on_the_page(
    canvas: PageCanvas, heard: list[Any], drag: Drag, at: At
) -> None:
    canvas.set_tool(DrawTool())
    drag(canvas, (450, 320), (410, 280))
    drag(canvas, (780, 580), (799, 599), release=False)
    QTest.mouseMove(canvas, QPoint(850, 650))
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(850, 650))
    assert heard == [("box_drawn", (410, 280, 450, 320)), ("box_drawn", (780, 580, 800, 600))]
    heard.clear()
    QTest.mouseClick(canvas, LEFT, NONE, at(canvas, (130, 130)))
    assert heard == [("point_clicked", 130, 130)], "a click asks for a snap, on an item too"
    assert canvas.overlays.selection == ()


def test_region_point_and_ruler(canvas: PageCanvas, heard: list[Any], drag: Drag, at: At) -> None:
    canvas.set_tool(RegionTool())
    drag(canvas, (50, 60), (500, 400), release=False)
    canvas.grab()
    QTest.mouseRelease(canvas, LEFT, NONE, at(canvas, (500, 400)))
    canvas.set_tool(PointTool())
    QTest.mouseClick(canvas, LEFT, NONE, at(canvas, (33, 44)))
    canvas.set_tool(RulerTool())
    drag(canvas, (100, 100), (130, 140))
    canvas.grab()
    assert heard == [
        ("region_drawn", (50, 60, 500, 400)),
        ("point_clicked", 33, 44),
        ("ruler_measured", 100, 100, 130, 140),
    ]


def test_changing_the_tool_gives_the_gesture_up(canvas: PageCanvas, heard: list[Any], drag: Drag) -> None:
    drag(canvas, (340, 140), (400, 240), release=False)
    canvas.set_tool(DrawTool())
    QTest.mouseRelease(canvas, LEFT, NONE, QPoint(400, 240))
    assert not heard
    assert canvas.overlays.box("b") == ITEMS[1].box
    assert canvas.cursor().shape() == Qt.CursorShape.CrossCursor
