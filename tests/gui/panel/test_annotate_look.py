"""What a page of boxes looks like: tags where one looks, thin lines, a legend, one picture of the whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QImage
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from autolabelme.core.annotation.document import Shape
from autolabelme.core.matching.poses import Pose
from autolabelme.panel.annotate.panel import AnnotatePanel
from autolabelme.qtkit.overlay_painter import badge_text, style_of, turn_handle
from autolabelme.qtkit.overlays import OverlayItem

from .conftest import WAIT_MS, MadePage, make_page, settle


def red(image: QImage) -> int:
    """How many pixels of a grab are about the red of plain boxes."""
    colors = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(c.red() - c.green() > 120 for c in colors)


def filled(panel: AnnotatePanel, made: MadePage) -> tuple[Shape, ...]:
    presenter = panel.presenter
    assert presenter.session is not None
    poses = (Pose(), Pose(0, mirrored=True), Pose(90))
    shapes = [
        Shape.rectangle("0", box, role="match", pose=pose, score=0.784)
        for box, pose in zip(made.boxes[0], poses, strict=False)
    ]
    presenter.session.history.push(presenter.session.history.document.add(*shapes), "Boxes")
    presenter.edited.emit()
    return presenter.document.shapes


def test_tags_are_written_under_the_pointer_and_at_what_is_selected(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    shapes = filled(opened, made)
    layer = opened.canvas.overlays
    assert not layer.badges
    x1, y1, x2, _ = shapes[0].box
    opened.canvas.set_view(opened.canvas.view.showing(shapes[0].box).zoomed(2.0))
    above = opened.canvas.view.rect_to_widget((x1, y1 - 20, x2, y1 - 1)).toAlignedRect()

    def tagged() -> bool:
        return red(opened.canvas.grab(above).toImage()) > 100

    layer.set_selection(())
    assert not tagged()
    layer.set_hovered(shapes[0].id)
    assert tagged()
    layer.set_hovered("")
    layer.set_selection((shapes[0].id,))
    assert tagged()
    layer.set_selection(())
    opened.actions_["scores"].trigger()
    assert tagged(), "the switch writes them at every box"


def test_a_tag_says_how_like_its_template_a_copy_is() -> None:
    item = OverlayItem("a", (0, 0, 9, 9), text="12 sun", score=0.784)
    assert badge_text(item) == "12 sun · 78\N{NO-BREAK SPACE}%"


def test_boxes_are_hairlines_and_templates_are_not() -> None:
    match, template = (OverlayItem(role, (0, 0, 9, 9), role=role) for role in ("match", "template"))
    assert style_of(match).width < 1.5 < style_of(template).width


def test_the_legend_names_the_colours_that_are_there(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    legend = opened.area.legend
    assert not legend.isVisible()
    filled(opened, made)
    assert legend.isVisible()
    assert legend.texts() == ["plain", "flipped or mirrored", "rotated"]
    assert opened.canvas.rect().contains(legend.geometry())
    # It takes no click away from the page.
    assert opened.canvas.childAt(legend.geometry().center()) is None
    opened.presenter.undo()
    assert not legend.isVisible()


def test_the_whole_page_is_shown_once(qtbot: QtBot, opened: AnnotatePanel) -> None:
    assert opened.side.overview.isVisible() and not opened.canvas.minimap_shown
    opened.actions_["show_overview"].trigger()
    assert not opened.side.overview.isVisible() and opened.canvas.minimap_shown
    opened.actions_["show_overview"].trigger()
    assert opened.side.overview.isVisible() and not opened.canvas.minimap_shown


def test_over_a_thousand_percent_a_pixel_is_a_square(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    x, y = (int(edge) for edge in made.boxes[0][0][:2])
    view = opened.canvas.view
    opened.canvas.set_view(view.showing((x, y, x + 8, y + 8)).zoomed(16.0))
    assert opened.canvas.view.zoom == 16.0
    corner = opened.canvas.view.to_widget(x + 4, y + 4).toPoint()
    image = opened.canvas.grab().toImage()
    ratio = image.devicePixelRatio()
    inside = {
        image.pixel(QPoint(round((corner.x() + dx) * ratio), round((corner.y() + dy) * ratio)))
        for dx in range(1, 15)
        for dy in range(1, 15)
    }
    assert len(inside) == 1


def test_buttons_fill_the_width_of_the_column(qtbot: QtBot, opened: AnnotatePanel) -> None:
    buttons = opened.side.buttons
    QApplication.processEvents()
    for width in (340, 420, 640):
        opened.side.resize(width, opened.side.height())
        QApplication.processEvents()
        rows: dict[int, list[str]] = {}
        for name in ("previous_line", "next_line", "correct", "save_json", "save_images", "inspect"):
            place = buttons[name].geometry()
            assert place.width() >= buttons[name].minimumSizeHint().width(), name
            rows.setdefault(place.top(), []).append(name)
        rights = {buttons[names[-1]].geometry().right() for names in rows.values()}
        assert max(rights) - min(rights) <= 1, "every row ends where the column ends"


def test_the_threshold_is_moved_by_its_buttons(qtbot: QtBot, opened: AnnotatePanel, made: MadePage) -> None:
    opened.presenter.add_box(made.boxes[0][0])
    before = opened.side.controls.threshold.value()
    QTest.mouseClick(opened.side.buttons["fewer"], Qt.MouseButton.LeftButton)
    assert opened.side.controls.threshold.value() == before + 0.05
    QTest.mouseClick(opened.side.buttons["more"], Qt.MouseButton.LeftButton)
    assert opened.side.controls.threshold.value() == before


def test_a_turned_copy_is_drawn_turned(qtbot: QtBot, opened: AnnotatePanel, made: MadePage) -> None:
    presenter = opened.presenter
    presenter.add_box((60, 60, 160, 100))
    pose = Pose(30)
    wide, high = pose.extent(100, 40)
    x, y = 300.0, 160.0
    box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
    copy = Shape.rectangle("0", box, role="match", pose=pose, score=0.8)
    assert presenter.session is not None
    presenter.session.history.push(presenter.session.document.add(copy), "Boxes")
    presenter.edited.emit()
    item = next(one for one in opened.canvas.overlays.items if one.frame)
    xs, ys = zip(*item.frame, strict=True)
    assert (min(xs), min(ys), max(xs), max(ys)) == pytest.approx(box)
    # Counter-clockwise: the upper edge rises to the right.
    (left, first), (right, second) = item.frame[:2]
    assert right > left and first - second == pytest.approx(100 * np.sin(np.radians(30)))
    # It is grasped by its box.
    assert opened.canvas.overlays.hit(x, y) == item.id
    opened.canvas.grab()


def test_a_copy_is_turned_by_its_handle_and_turned_back(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    presenter, canvas = opened.presenter, opened.canvas
    presenter.add_box((60, 60, 160, 100))
    copy = Shape.rectangle("0", (250, 140, 350, 180), role="match", pose=Pose(0.7, nominal_deg=0), score=0.8)
    assert presenter.session is not None
    presenter.session.push(presenter.session.document.add(copy), "Boxes")
    presenter.edited.emit()
    shape = presenter.document.matches("0")[0]
    canvas.overlays.set_selection((shape.id,))

    def drag() -> None:
        item, view = canvas.overlays.item(shape.id), canvas.view
        handle = None if item is None else turn_handle(item, view)
        start = view.to_widget(300, 130).toPoint() if handle is None else handle[1].toPoint()
        stop = view.to_widget(300 - 200, 160).toPoint()  # left of its middle
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
        QTest.mouseMove(canvas, (start + stop) / 2)
        QTest.mouseMove(canvas, stop)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=stop)

    drag()
    turned = presenter.document.find(shape.id)
    assert (turned.pose.rotation_deg, turned.pose.plain) == (90.0, False)
    assert turned.box == pytest.approx((280, 110, 320, 210)), "the box follows, round its middle"
    assert (turned.verdict, turned.score) == ("accepted", None), "made by hand"
    presenter.undo()
    assert presenter.document.find(shape.id) == shape
    # A template is what poses are told against, and what is locked stays: neither has a handle.
    canvas.overlays.set_selection((shape.id,))
    presenter.lock((shape.id,))
    canvas.overlays.set_selection((shape.id,))
    before = presenter.document.find(shape.id)
    drag()
    assert presenter.document.find(shape.id) == before
    template = canvas.overlays.item(presenter.document.templates("0")[0].id)
    assert template is not None and turn_handle(template, canvas.view) is None


def test_boxes_are_copied_to_the_same_place_on_the_next_page(
    qtbot: QtBot, panel: AnnotatePanel, tmp_path: Path
) -> None:
    pages = [make_page(tmp_path / name, seed=seed) for seed, name in enumerate(("a.png", "b.png"))]
    panel.open_paths([tmp_path])
    qtbot.waitUntil(lambda: panel.presenter.session is not None, timeout=WAIT_MS)
    settle(qtbot, panel)
    box = pages[0].boxes[0][0]
    shape = panel.presenter.add_box(box)
    panel.canvas.overlays.set_selection((shape.id,))
    panel.actions_.refresh()
    QTest.keyClick(panel, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: panel.presenter.key == panel.project.pages[1].key, timeout=WAIT_MS)
    settle(qtbot, panel)
    (copied,) = panel.presenter.document.shapes
    assert copied.box == box and copied.role == "template"
    assert panel.selection() == (copied.id,)
    assert "last page" in panel.actions_["copy_to_next"].reason


def test_a_locked_box_is_neither_moved_nor_deleted_by_hand(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    presenter = opened.presenter
    box = made.boxes[0][0]
    shape = presenter.add_box(box)
    opened.canvas.overlays.set_selection((shape.id,))
    opened.actions_.refresh()
    QTest.keyClick(opened, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not opened.canvas.overlays.item(shape.id).editable
    presenter.move((shape.id,), 5.0, 5.0)
    QTest.keyClick(opened, Qt.Key.Key_Delete)
    assert [one.box for one in presenter.document.shapes] == [box]
    QTest.keyClick(opened, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(opened, Qt.Key.Key_Delete)
    assert presenter.document.shapes == ()


def test_what_is_locked_stays_and_it_is_said(opened: AnnotatePanel, made: MadePage) -> None:
    presenter = opened.presenter
    template, match = (presenter.add_box(box, same_label=n > 0) for n, box in enumerate(made.boxes[0][:2]))
    presenter.lock((template.id, match.id))
    before, said = presenter.document, []
    opened.context.noticed.connect(lambda level, text: said.append(text))
    presenter.delete((template.id,))
    presenter.relabel((template.id,), "another")
    presenter.remove_label(template.label)
    presenter.give_verdict((match.id,), "rejected")
    assert presenter.document == before
    assert [text.split()[0] for text in said] == ["One", "One", "2", "One"]
    presenter.lock((match.id,))
    presenter.remove_label(template.label)
    assert [shape.id for shape in presenter.document.shapes] == [template.id]
    assert presenter.label == template.label


def test_boxes_of_a_group_are_selected_together(qtbot: QtBot, opened: AnnotatePanel, made: MadePage) -> None:
    presenter, layer = opened.presenter, opened.canvas.overlays
    ids = [presenter.add_box(box).id for box in made.boxes[0][:3]]
    layer.set_selection(ids[:2])
    opened.actions_.refresh()
    QTest.keyClick(opened, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    layer.set_selection(())
    layer.set_selection(ids[:1])
    assert set(opened.selection()) == set(ids[:2])
    layer.set_selection(ids[2:])
    assert opened.selection() == (ids[2],)
    layer.set_selection(ids[:1])
    QTest.keyClick(opened, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    layer.set_selection(())
    layer.set_selection(ids[:1])
    assert opened.selection() == (ids[0],), "the group was taken apart"
    assert opened.actions_["undo"].text().endswith("Ungroup")
