"""Click-to-box in the window: what is shown before the click, its levels, and letters of the text."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QWheelEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from autolabelme.core.boxes import iou
from autolabelme.core.image_io import write_image
from autolabelme.core.matching.text_lines import in_text
from autolabelme.core.opencv import cv2
from autolabelme.panel.annotate.panel import AnnotatePanel

from .conftest import WAIT_MS, MadePage, at, count, settle, sort_ink

Box = tuple[float, float, float, float]


def proposed(panel: AnnotatePanel) -> list[Box]:
    return [ghost.box for ghost in panel.canvas.overlays.ghosts if ghost.role == "snap"]


def hover(panel: AnnotatePanel, x: float, y: float) -> QPoint:
    place = at(panel, x, y)
    QTest.mouseMove(panel.canvas, place + QPoint(1, 0))
    QTest.mouseMove(panel.canvas, place)
    return place


def wheel(panel: AnnotatePanel, place: QPoint, steps: int) -> None:
    event = QWheelEvent(
        QPointF(place),
        panel.canvas.mapToGlobal(QPointF(place)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.AltModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(panel.canvas, event)


def test_the_click_boxes_what_is_shown(qtbot: QtBot, opened: AnnotatePanel, made: MadePage) -> None:
    box = made.boxes[0][0]
    before = opened.presenter.document
    place = hover(opened, box[0] + 9, (box[1] + box[3]) / 2)
    qtbot.waitUntil(lambda: len(proposed(opened)) == 1, timeout=WAIT_MS)
    shown = proposed(opened)[0]
    assert opened.presenter.document is before
    assert iou([shown], [box])[0, 0] > 0.6
    QTest.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, pos=place)
    assert [shape.box for shape in opened.presenter.document.shapes] == [shown]
    assert not proposed(opened)
    settle(qtbot, opened)


def test_nothing_is_shown_on_paper_and_off_the_page(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    box = made.boxes[0][0]
    hover(opened, box[0] + 9, (box[1] + box[3]) / 2)
    qtbot.waitUntil(lambda: bool(proposed(opened)), timeout=WAIT_MS)
    hover(opened, 200, 20)
    assert not proposed(opened)
    settle(qtbot, opened)
    hover(opened, -30, 20)
    QTest.qWait(150)
    settle(qtbot, opened)
    assert not proposed(opened)


def test_the_wheel_with_alt_goes_through_the_levels(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    box = made.boxes[0][0]
    place = hover(opened, box[0] + 9, (box[1] + box[3]) / 2)
    qtbot.waitUntil(lambda: bool(proposed(opened)), timeout=WAIT_MS)
    whole, zoom = proposed(opened)[0], opened.canvas.view.zoom
    wheel(opened, place, -1)
    part = proposed(opened)[0]
    assert part[2] - part[0] < whole[2] - whole[0] or part[3] - part[1] < whole[3] - whole[1]
    assert opened.canvas.view.zoom == zoom
    QTest.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, pos=place)
    assert [shape.box for shape in opened.presenter.document.shapes] == [part]
    wheel(opened, place, 1)
    assert [shape.box for shape in opened.presenter.document.shapes] == [whole]
    settle(qtbot, opened)


def test_a_second_click_goes_on_and_is_undone_apart(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    box = made.boxes[0][0]
    place = at(opened, box[0] + 9, (box[1] + box[3]) / 2)
    QTest.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: count(opened, "0") == 1, timeout=WAIT_MS)
    first = opened.presenter.document.shapes[0].box
    seen = {first}
    for _ in range(8):
        QTest.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, pos=place)
        (shape,) = opened.presenter.document.shapes
        if shape.box == first:
            break
        seen.add(shape.box)
    assert len(seen) >= 2
    assert opened.presenter.document.shapes[0].box == first  # round the end
    QTest.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, pos=place)
    opened.presenter.undo()
    assert [shape.box for shape in opened.presenter.document.shapes] == [first]
    settle(qtbot, opened)


LINES = ("Wherefore the printer sets", "ornaments of small flowers", "about a title page like it")


def text_page() -> tuple[np.ndarray, list[Box]]:
    """A page (1800, 900) with three lines of text and a row of sorts; a box of each letter's place."""
    page = np.full((1800, 900), 235, np.uint8)
    boxes = []
    for row, words in enumerate(LINES):
        x, y = 90, 300 + 60 * row
        for letter in words:
            (wide, _), _ = cv2.getTextSize(letter, cv2.FONT_HERSHEY_COMPLEX, 0.9, 2)
            cv2.putText(page, letter, (x, y), cv2.FONT_HERSHEY_COMPLEX, 0.9, 20, 2, cv2.LINE_AA)
            if letter != " ":
                boxes.append((float(x), float(y - 15), float(x + wide), float(y + 1)))
            x += wide + 3
    for copy in range(10):
        x = 90 + 64 * copy
        np.minimum(page[700:748, x : x + 48], sort_ink(1), out=page[700:748, x : x + 48])
    return page, boxes


def test_letters_are_text_and_sorts_are_not() -> None:
    page, letters = text_page()
    said = [in_text(page, box) for box in letters]
    assert np.mean(said) > 0.9
    assert not any(in_text(page, (90 + 64 * n, 700, 138 + 64 * n, 748)) for n in range(10))
    assert not in_text(page, (10.0, 10.0, 60.0, 60.0))


def test_a_letter_is_boxed_by_the_second_click_only(
    qtbot: QtBot, panel: AnnotatePanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, letters = text_page()
    write_image(tmp_path / "text.png", page, dpi=254)
    panel.open_paths([tmp_path / "text.png"])
    qtbot.waitUntil(lambda: panel.presenter.session is not None, timeout=WAIT_MS)
    settle(qtbot, panel)
    said: list[str] = []
    panel.snapper.problem.connect(said.append)
    x1, y1, x2, y2 = letters[12]
    panel.snapper.click((x1 + x2) / 2, (y1 + y2) / 2)
    settle(qtbot, panel)
    assert not panel.presenter.document.shapes
    assert "looks like text" in said[0]
    panel.snapper.click((x1 + x2) / 2, (y1 + y2) / 2)
    settle(qtbot, panel)
    assert len(panel.presenter.document.shapes) == 1
