"""Copies light up while a box is drawn; nothing of it is in the document until the user takes it."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autolabelme.core.boxes import iou
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.search import Match, SearchResult
from autolabelme.panel.annotate import rematch_job
from autolabelme.panel.annotate.panel import AnnotatePanel

from .conftest import WAIT_MS, MadePage, at, count, settle

Box = tuple[float, float, float, float]


def previews(panel: AnnotatePanel, role: str = "preview") -> list[Box]:
    return [ghost.box for ghost in panel.canvas.overlays.ghosts if ghost.role == role]


def drag(panel: AnnotatePanel, box: Box) -> None:
    """Press at one corner and move to the other; the button stays down."""
    QTest.mousePress(panel.canvas, Qt.MouseButton.LeftButton, pos=at(panel, box[0], box[1]))
    QTest.mouseMove(panel.canvas, at(panel, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
    QTest.mouseMove(panel.canvas, at(panel, box[2], box[3]))


def all_found(panel: AnnotatePanel, wanted: list[Box]) -> bool:
    found = previews(panel)
    return len(found) == len(wanted) and bool((iou(found, wanted).max(axis=1) > 0.7).all())


def test_copies_light_up_while_a_box_is_drawn(qtbot: QtBot, opened: AnnotatePanel, made: MadePage) -> None:
    first, *others = made.boxes[0]
    before = opened.presenter.document
    drag(opened, first)
    qtbot.waitUntil(lambda: all_found(opened, others), timeout=WAIT_MS)
    assert opened.presenter.document is before
    QTest.mouseRelease(opened.canvas, Qt.MouseButton.LeftButton, pos=at(opened, first[2], first[3]))
    assert count(opened, "0") == 1
    settle(qtbot, opened)
    assert all_found(opened, others)
    assert opened.side.controls.count.text() == str(len(others))
    history = opened.presenter.session.history
    opened.presenter.undo()
    assert opened.presenter.document == before
    assert not history.can_undo
    assert not previews(opened)


def test_return_takes_the_copies_without_another_search(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    drag(opened, made.boxes[0][0])
    corner = at(opened, *made.boxes[0][0][2:])
    QTest.mouseRelease(opened.canvas, Qt.MouseButton.LeftButton, pos=corner)
    qtbot.waitUntil(lambda: bool(previews(opened)), timeout=WAIT_MS)
    settle(qtbot, opened)
    searched: list[object] = []
    real = rematch_job.search_labels

    def counted(page: object, wanted: dict[str, object], **named: object) -> object:
        searched.extend(wanted)
        return real(page, wanted, **named)

    monkeypatch.setattr(rematch_job, "search_labels", counted)
    QTest.keyClick(opened.canvas, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: count(opened, "0") == len(made.boxes[0]), timeout=WAIT_MS)
    assert not searched
    assert not previews(opened)
    own = opened.presenter.document.templates("0")[0].id
    assert {shape.template for shape in opened.presenter.document.matches("0")} == {own}


def test_a_resized_template_shows_its_copies_anew(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    x1, y1, x2, y2 = made.boxes[1][0]
    opened.presenter.add_box((x1, y1, x2 - 12, y2))
    settle(qtbot, opened)
    QTest.mousePress(opened.canvas, Qt.MouseButton.LeftButton, pos=at(opened, x2 - 12, y2))
    QTest.mouseMove(opened.canvas, at(opened, x2 - 6, y2))
    QTest.mouseMove(opened.canvas, at(opened, x2, y2))
    qtbot.waitUntil(lambda: all_found(opened, made.boxes[1][1:]), timeout=WAIT_MS)
    QTest.mouseRelease(opened.canvas, Qt.MouseButton.LeftButton, pos=at(opened, x2, y2))
    settle(qtbot, opened)
    assert all_found(opened, made.boxes[1][1:])


def test_escape_gives_box_and_copies_up(qtbot: QtBot, opened: AnnotatePanel, made: MadePage) -> None:
    drag(opened, made.boxes[0][0])
    qtbot.waitUntil(lambda: bool(previews(opened)), timeout=WAIT_MS)
    QTest.keyClick(opened.canvas, Qt.Key.Key_Escape)
    assert not previews(opened)
    QTest.mouseRelease(opened.canvas, Qt.MouseButton.LeftButton)
    settle(qtbot, opened)
    assert not previews(opened)
    assert not opened.presenter.document.shapes


def test_what_shines_through_is_marked_and_counted(opened: AnnotatePanel, made: MadePage) -> None:
    first, second, third, *_ = made.boxes[0]
    opened.presenter.add_box(first)
    through = Match(third, Pose(0.0, True), 0.58, 0.2, show_through=True)
    found = (Match(first, Pose(), 1.0), Match(second, Pose(), 0.9, 0.01), through)
    opened.presenter.session.apply_results({"0": SearchResult(found, 0.45, 0.1)}, "Rematch 0")
    opened._show_document()
    assert previews(opened, "through") == [third]
    assert [shape.box for shape in opened.presenter.document.matches("0")] == [second]
    middle = (third[0] + third[2]) / 2, (third[1] + third[3]) / 2
    assert "verso" in opened.canvas.overlays.tip_at(*middle)
    assert opened.side.controls.left_out.text() == "shows through from the verso, left out: 1"
    assert opened.side.controls.count.text() == "1"
    opened.presenter.set_threshold("0", 0.6)
    assert not previews(opened, "through")


def test_the_histogram_moves_the_threshold_as_one_step(opened: AnnotatePanel, made: MadePage) -> None:
    boxes = made.boxes[0]
    opened.presenter.add_box(boxes[0])
    scores = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
    found = tuple(
        Match(box, Pose(), score, None if score == 1.0 else 0.01)
        for box, score in zip(boxes, scores, strict=True)
    )
    opened.presenter.session.apply_results({"0": SearchResult(found, 0.45, 0.1)}, "Rematch 0")
    opened._show_document()
    controls, histogram = opened.side.controls, opened.side.controls.scores
    assert controls.count.text() == "5"
    assert sum(histogram.counts[0]) == 5
    before = opened.presenter.document
    places = [histogram.rect().center() for _ in range(3)]
    for place, value in zip(places, (0.55, 0.65, 0.75), strict=True):
        place.setX(round(histogram._at(value)))
    QTest.mousePress(histogram, Qt.MouseButton.LeftButton, pos=places[0])
    QTest.mouseMove(histogram, places[1])
    QTest.mouseRelease(histogram, Qt.MouseButton.LeftButton, pos=places[2])
    assert opened.presenter.session.threshold("0") == pytest.approx(0.75, abs=0.02)
    assert controls.count.text() == "2"
    opened.presenter.undo()
    assert opened.presenter.document == before
