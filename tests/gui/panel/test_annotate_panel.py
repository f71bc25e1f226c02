"""The Annotate workspace with a page that is made in memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from autolabelme.core.annotation.document import Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.arrays import U8
from autolabelme.core.matching.poses import Pose
from autolabelme.core.ornament import Ornament
from autolabelme.panel.annotate import labelme_link
from autolabelme.panel.annotate import panel as annotate_panel
from autolabelme.panel.annotate.panel import AnnotatePanel
from autolabelme.panel.annotate.search_settings import SearchSettings
from autolabelme.qtkit.preferences import Preferences
from autolabelme.qtkit.workspace import (
    BOXES,
    ORNAMENT_SOURCE,
    VIGNETTES,
    BoxesHandover,
    VignettesHandover,
)

from .conftest import WAIT_MS, MadePage, at, count, make_page, settle


def test_every_disabled_control_says_why(panel: AnnotatePanel) -> None:
    silent = [
        name
        for name, button in panel.side.buttons.items()
        if not button.isEnabled() and "\n" not in button.toolTip()
    ]
    assert silent == []
    assert not panel.side.buttons["rematch"].isEnabled()
    assert "Open a page first" in panel.side.buttons["rematch"].toolTip()


def test_the_report_s_buttons_are_there_under_their_names(panel: AnnotatePanel) -> None:
    texts = [button.text() for button in panel.side.buttons.values()]
    wanted = ["Open JSON", "Next Line >>", "<< Previous Line", "-", "+", "Rematch", "Correct Label"]
    assert not {*wanted, "Save JSON", "Save Images"} - set(texts)
    assert panel.side.controls.rotation_min.specialValueText() == "–"


def test_the_menus_have_no_key_twice(panel: AnnotatePanel) -> None:
    keys = [
        sequence.toString()
        for actions in panel.menu_actions().values()
        for action in actions
        if action is not None
        for sequence in action.shortcuts()
    ]
    assert len(keys) == len(set(keys))


def test_click_boxes_the_ink(qtbot: QtBot, opened: AnnotatePanel, made: MadePage) -> None:
    x1, y1, _, y2 = made.boxes[0][0]
    QTest.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, pos=at(opened, x1 + 5, (y1 + y2) / 2))
    qtbot.waitUntil(lambda: count(opened, "0") == 1, timeout=WAIT_MS)
    box = opened.presenter.document.shapes[0].box
    assert box[0] == pytest.approx(x1 + 4, abs=4)
    assert box[3] <= y2 + 4


def test_click_on_paper_says_what_to_do(qtbot: QtBot, opened: AnnotatePanel) -> None:
    notices: list[str] = []
    opened.context.noticed.connect(lambda _level, text: notices.append(text))
    QTest.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, pos=at(opened, 10, 20))
    qtbot.waitUntil(lambda: bool(notices), timeout=WAIT_MS)
    assert "No ink there" in notices[0]


def test_match_all_labels_is_one_step_of_undo(qtbot: QtBot, opened: AnnotatePanel, made: MadePage) -> None:
    for kind in range(3):
        opened.presenter.add_box(made.boxes[kind][0])
    QTest.mouseClick(opened.side.buttons["rematch_all"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: all(count(opened, str(kind)) > 1 for kind in range(3)), timeout=WAIT_MS)
    settle(qtbot, opened)
    found = [count(opened, str(kind)) for kind in range(3)]
    assert found == [6, 6, 6]
    mirrored = [shape.pose.mirrored for shape in opened.presenter.document.boxes_of("0")]
    assert sum(mirrored) == sum(made.mirrored[0])
    opened.presenter.undo()
    assert [count(opened, str(kind)) for kind in range(3)] == [1, 1, 1]


def test_the_slider_filters_without_a_search(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened.presenter.add_box(made.boxes[0][0])
    opened.searcher.rematch()
    qtbot.waitUntil(lambda: count(opened, "0") > 1, timeout=WAIT_MS)
    settle(qtbot, opened)
    monkeypatch.setattr(opened.context.runner, "start", None)  # nothing may be started from here on
    opened.side.controls.slider.setValue(100)
    assert count(opened, "0") == 1
    opened.side.controls.slider.setValue(40)
    assert count(opened, "0") == 6


def test_return_in_a_field_is_rematch(qtbot: QtBot, opened: AnnotatePanel, made: MadePage) -> None:
    opened.presenter.add_box(made.boxes[0][0])
    opened.side.controls.value.setFocus()
    QTest.keyClick(opened.side.controls.value, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: count(opened, "0") > 1, timeout=WAIT_MS)
    settle(qtbot, opened)


def test_arrows_go_through_the_labels(qtbot: QtBot, opened: AnnotatePanel, made: MadePage) -> None:
    for kind in range(2):
        opened.presenter.add_box(made.boxes[kind][0])
    opened.canvas.setFocus()
    QTest.keyClick(opened.canvas, Qt.Key.Key_Right)
    assert opened.presenter.label == "0"
    QTest.keyClick(opened.canvas, Qt.Key.Key_Up)
    assert opened.presenter.label == "1"
    settle(qtbot, opened)


def test_a_clicked_button_leaves_the_arrows_to_the_labels(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    for kind in range(2):
        opened.presenter.add_box(made.boxes[kind][0])
    opened.canvas.setFocus()
    QTest.mouseClick(opened.side.buttons["rematch"], Qt.MouseButton.LeftButton)
    assert opened.canvas.hasFocus()
    opened.side.labels.setFocus()
    QTest.keyClick(opened.side.labels, Qt.Key.Key_Down)
    assert opened.presenter.label == "0", "round from the last label to the first"
    settle(qtbot, opened)


def test_the_context_menu_of_a_box(
    opened: AnnotatePanel, made: MadePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: shown.append(menu))  # it would grab the keyboard
    opened.presenter.add_box(made.boxes[0][0])
    opened.canvas.overlays.set_selection(())
    x1, y1, x2, y2 = made.boxes[0][0]
    QTest.mouseClick(opened.canvas, Qt.MouseButton.RightButton, pos=at(opened, (x1 + x2) / 2, (y1 + y2) / 2))
    menu = shown[0]
    assert opened.canvas.overlays.selection
    entries = {action.text(): action for action in menu.actions()}
    assert entries["Delete boxes"].isEnabled()
    assert not entries["Accept"].isEnabled()
    entries["Delete boxes"].trigger()
    menu.close()
    assert opened.presenter.document.shapes == ()


def test_h_hides_the_boxes_while_held(opened: AnnotatePanel, made: MadePage) -> None:
    opened.presenter.add_box(made.boxes[0][0])
    QTest.keyPress(opened.canvas, Qt.Key.Key_H)
    assert opened.canvas.overlays.hidden
    QTest.keyRelease(opened.canvas, Qt.Key.Key_H)
    assert not opened.canvas.overlays.hidden


def test_a_label_and_note_are_typed_over_the_box(opened: AnnotatePanel, made: MadePage) -> None:
    shape = opened.presenter.add_box(made.boxes[0][0])
    assert shape is not None
    opened.canvas.setFocus()
    QTest.keyClick(opened.canvas, Qt.Key.Key_F2)
    editor = opened.area.editor
    assert editor.isVisible()
    editor.selectAll()
    QTest.keyClicks(editor, "12 sun")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert opened.presenter.document.shapes[0].text == "12 sun"
    assert opened.side.labels.model_.rows[0].note == "sun"
    assert not opened.context.runner.jobs, "Return in the editor is no Rematch"


def test_scope_ornament_needs_one_and_stays_inside(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    opened.presenter.add_box(made.boxes[0][0])
    scope = opened.side.controls.scope
    scope.setCurrentIndex(scope.findData("ornament"))
    assert "ornament" in opened.side.buttons["rematch"].toolTip()
    assert not opened.side.buttons["rematch"].isEnabled()
    x2 = made.boxes[0][2][2]
    opened.presenter.add_region((20.0, 30.0, x2 + 6, 140.0))
    assert opened.side.buttons["rematch"].isEnabled()
    opened.searcher.rematch()
    qtbot.waitUntil(lambda: count(opened, "0") > 1, timeout=WAIT_MS)
    settle(qtbot, opened)
    assert count(opened, "0") == 3
    assert all(shape.box[2] <= x2 + 8 for shape in opened.presenter.document.boxes_of("0"))


def _never() -> U8:
    raise AssertionError("the picture is made already")


def test_all_pages_of_a_folder_are_searched(qtbot: QtBot, panel: AnnotatePanel, made: MadePage) -> None:
    other = make_page(made.path.with_name("other.png"), seed=1)
    panel.open_paths([made.path, other.path])
    qtbot.waitUntil(lambda: panel.presenter.session is not None, timeout=WAIT_MS)
    settle(qtbot, panel)
    panel.presenter.add_box(made.boxes[0][0])
    scope = panel.side.controls.scope
    scope.setCurrentIndex(scope.findData("folder"))
    panel.searcher.rematch()
    key = (str(other.path), 0)
    qtbot.waitUntil(
        lambda: (s := panel.project.session(key)) is not None and bool(s.document.vignettes()),
        timeout=WAIT_MS,
    )
    settle(qtbot, panel)
    assert len(panel.project.session(key).document.boxes_of("0")) == 6
    assert count(panel, "0") == 6
    own = (str(made.path), 0)
    found = panel.area.found
    assert found.keys() == (key, own)  # its own page holds five besides the template
    assert "2 of 2 pages searched, 11 found" in found.head.text()
    assert [found.table.item(row, 0).text() for row in range(2)] == ["6", "5"]
    assert found.isVisible()
    qtbot.waitUntil(lambda: all(found.thumbnails.get(one, _never) for one in (key, own)), timeout=WAIT_MS)
    place = found.strip.visualItemRect(found.strip.item(0)).center()
    QTest.mouseClick(found.strip.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: panel.presenter.key == key, timeout=WAIT_MS)
    panel.presenter.undo()
    assert not panel.project.session(key).document.vignettes()
    assert not panel.project.session(own).document.matches("0")
    panel.presenter.redo()
    assert len(panel.project.unsaved()) == 2


def test_foreign_shapes_are_shown_and_survive(qtbot: QtBot, panel: AnnotatePanel, made: MadePage) -> None:
    path = made.path.with_suffix(".json")
    polygon = {
        "label": "tear",
        "points": [[5.0, 5.0], [60.0, 8.0], [30.0, 40.0]],
        "group_id": None,
        "description": "x",
        "shape_type": "polygon",
        "flags": {},
        "mood": 7,
    }
    box = polygon | {
        "label": "0",
        "shape_type": "rectangle",
        "points": [list(made.boxes[0][0][:2]), list(made.boxes[0][0][2:])],
    }
    content = {"version": "5.0", "flags": {}, "shapes": [polygon, box], "imagePath": made.path.name}
    path.write_text(json.dumps(content | {"imageData": None, "secret": [1]}), "utf-8")
    panel.open_paths([path])
    qtbot.waitUntil(lambda: panel.presenter.session is not None, timeout=WAIT_MS)
    settle(qtbot, panel)
    item = next(item for item in panel.canvas.overlays.items if item.role == "foreign")
    assert len(item.points) == 3
    assert not item.editable
    panel.presenter.add_box(made.boxes[1][0])
    panel.saver.save_json()
    qtbot.waitUntil(lambda: not panel.project.unsaved(), timeout=WAIT_MS)
    settle(qtbot, panel)
    saved = json.loads(path.with_name("page_matched.json").read_text("utf-8"))
    assert saved["secret"] == [1]
    kept = next(shape for shape in saved["shapes"] if shape["label"] == "tear")
    assert kept["points"] == polygon["points"]
    assert kept["mood"] == 7
    assert json.loads(path.read_text("utf-8"))["shapes"][0] == polygon, "the opened file is not touched"


def test_rejected_boxes_are_saved_where_no_other_program_sees_them(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    opened.presenter.add_box(made.boxes[0][0])
    opened.searcher.rematch()
    qtbot.waitUntil(lambda: count(opened, "0") > 1, timeout=WAIT_MS)
    settle(qtbot, opened)
    opened.presenter.give_verdict((), "rejected")
    assert opened.presenter.queue()[0].id in opened.selection(), "what was not seen is not judged"
    opened.presenter.give_verdict(opened.selection(), "rejected")
    opened.saver.save_json()
    qtbot.waitUntil(lambda: not opened.project.unsaved(), timeout=WAIT_MS)
    settle(qtbot, opened)
    path = made.path.with_name("page_matched.json")
    assert len(json.loads(path.read_text("utf-8"))["shapes"]) == 5
    assert len(read_document(path).shapes) == 6, "the refusal is still known"
    assert read_document(path) == opened.presenter.document


def test_the_ruler_sets_the_resolution(opened: AnnotatePanel) -> None:
    QTest.keyClick(opened.canvas, Qt.Key.Key_U)
    start, end = at(opened, 100, 100), at(opened, 300, 100)
    QTest.mousePress(opened.canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(opened.canvas, QPoint((start.x() + end.x()) // 2, start.y()))
    QTest.mouseMove(opened.canvas, end)
    QTest.mouseRelease(opened.canvas, Qt.MouseButton.LeftButton, pos=end)
    assert opened.area.ruler.isVisible()
    opened.area.ruler.length.setValue(10.0)
    opened.area.ruler.button.click()
    assert opened.presenter.document.dpi == pytest.approx(200 / 10 * 25.4, rel=0.02)
    assert opened.project.unsaved()


def test_send_to_align_is_enabled_once_it_is_there(opened: AnnotatePanel, made: MadePage) -> None:
    action = opened.actions_["send_source"]
    assert not action.isEnabled()
    assert "Align is not installed" in action.toolTip()
    opened.context.set_accepted_kinds(frozenset({ORNAMENT_SOURCE}))
    assert action.isEnabled()
    sent: list[tuple[str, object]] = []
    opened.context.sendRequested.connect(lambda kind, payload: sent.append((kind, payload)))
    opened.presenter.add_region((10.0, 20.0, 300.0, 200.0))
    action.trigger()
    kind, payload = sent[0]
    assert kind == ORNAMENT_SOURCE
    assert isinstance(payload, Ornament)
    assert payload.box == (10.0, 20.0, 300.0, 200.0)
    assert payload.path == made.path
    assert opened.context.current_text("ornament")


def test_inspect_takes_the_page_an_ornament_or_a_label_as_they_stand(opened: AnnotatePanel) -> None:
    actions = opened.actions_
    assert "Inspect is not installed" in actions["inspect"].toolTip()
    opened.context.set_accepted_kinds(frozenset({VIGNETTES}))
    assert actions["inspect"].reason == "There are no boxes yet"
    sent: list[VignettesHandover] = []
    opened.context.sendRequested.connect(lambda _kind, payload: sent.append(payload))
    opened.presenter.add_box((20.0, 20.0, 60.0, 60.0))
    QTest.keyClick(opened.canvas, Qt.Key.Key_I)
    assert opened.project.unsaved(), "nothing was written for it"
    page = sent[-1]
    assert page.document is opened.presenter.document
    assert page.pixels is opened.presenter.image.pyramid.image
    assert (page.box, page.label) == (None, "")
    opened.presenter.add_region((10.0, 20.0, 300.0, 200.0))
    opened.canvas.overlays.set_selection([opened.presenter.document.regions()[0].id])
    actions["inspect"].trigger()
    assert sent[-1].box == (10.0, 20.0, 300.0, 200.0)
    actions["inspect_label"].trigger()
    assert (sent[-1].box, sent[-1].label) == (None, opened.presenter.label)
    for menu in (annotate_panel._BOX_MENU, annotate_panel._LABEL_MENU):
        assert "inspect_label" in menu


def test_boxes_come_back_from_inspect_as_proposals(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    box = made.boxes[0][1]
    opened.receive(
        BOXES, BoxesHandover(made.path, 0, (("7", box, 0.9), ("8", (-90.0, -90.0, -10.0, -5.0), 0.5)))
    )
    qtbot.waitUntil(lambda: count(opened, "7") == 1, timeout=WAIT_MS)
    settle(qtbot, opened)
    assert opened.presenter.document.shapes[-1].role == "proposed"
    assert [shape.label for shape in opened.presenter.queue()] == ["7"]


def test_detections_come_with_poses_in_one_step_and_never_twice(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    first, second = made.boxes[0][1], made.boxes[0][2]
    turned = Pose(90.0, True)
    sent = BoxesHandover(
        made.path, 0, (("7", first, 0.9), ("7", second, 0.8)), (Pose(), turned), "Detections"
    )
    before = len(opened.presenter.document.shapes)
    opened.receive(BOXES, sent)
    settle(qtbot, opened)
    assert [shape.pose for shape in opened.presenter.document.boxes_of("7")] == [Pose(), turned]
    assert opened.presenter.session.history.undo_text == "Detections"

    # Judged ones stay as they are, those that wait are replaced, and nothing is proposed twice.
    ids = [shape.id for shape in opened.presenter.queue()]
    opened.presenter.give_verdict(ids[:1], "rejected")
    opened.receive(BOXES, sent)
    settle(qtbot, opened)
    document = opened.presenter.document
    assert len(document.shapes) == before + 2
    assert len([shape for shape in document.shapes if shape.verdict == "rejected"]) == 1
    for _ in range(3):
        opened.presenter.undo()
    assert len(opened.presenter.document.shapes) == before


def test_detections_bring_the_notes_of_the_catalogue(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    boxes = (("7", made.boxes[0][1], 0.9), ("8", made.boxes[0][2], 0.8))
    opened.receive(BOXES, BoxesHandover(made.path, 0, boxes, notes={"7": "sun"}))
    settle(qtbot, opened)
    assert opened.presenter.document.notes()["7"] == "sun"
    opened.presenter.give_verdict([opened.presenter.document.boxes_of("7")[0].id], "accepted")
    opened.presenter.set_note("7", "small sun")
    opened.receive(BOXES, BoxesHandover(made.path, 0, (("7", made.boxes[0][2], 0.7),), notes={"7": "sun"}))
    settle(qtbot, opened)
    assert len(opened.presenter.document.boxes_of("7")) == 2
    assert opened.presenter.document.notes()["7"] == "small sun"  # the historian's word counts


def test_undo_of_a_verdict_shows_its_box(qtbot: QtBot, opened: AnnotatePanel, made: MadePage) -> None:
    boxes = (("7", made.boxes[0][1], 0.7), ("8", made.boxes[0][2], 0.8))
    opened.receive(BOXES, BoxesHandover(made.path, 0, boxes))
    settle(qtbot, opened)
    first, second = (shape.id for shape in opened.presenter.queue())
    opened.presenter.give_verdict((), "rejected")
    assert opened.presenter.queue()[0].id in opened.selection(), "what was not seen is not judged"
    opened.presenter.give_verdict(opened.selection(), "rejected")
    assert opened.selection() == (second,)
    opened.presenter.undo()
    assert opened.selection() == (first,) and opened.presenter.label == "7"
    opened.presenter.redo()
    assert opened.presenter.document.find(first).verdict == "rejected"


def test_a_bad_annotation_is_named_with_its_field(qtbot: QtBot, panel: AnnotatePanel, made: MadePage) -> None:
    notices: list[str] = []
    panel.context.noticed.connect(lambda _level, text: notices.append(text))
    bad = made.path.with_suffix(".json")
    bad.write_text('{"shapes": [{"label": 3}], "imagePath": "page.png"}', "utf-8")
    panel.open_paths([bad])
    qtbot.waitUntil(lambda: bool(notices), timeout=WAIT_MS)
    settle(qtbot, panel)
    assert "page.json" in notices[0]
    assert "shapes[0]" in notices[0]
    assert "Traceback" not in notices[0]


@pytest.mark.parametrize("name", ["yolo", "coco", "voc"])
def test_export(
    qtbot: QtBot,
    opened: AnnotatePanel,
    made: MadePage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    opened.presenter.add_box(made.boxes[0][0])
    folder = tmp_path / "export"
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    opened.actions_[f"export_{name}"].trigger()
    settle(qtbot, opened)
    assert any(folder.rglob("*"))


def test_labelme_s_save_is_noticed_and_reloads_as_one_step(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        labelme_link, "labelme_command", lambda _path: (sys.executable, ["-c", "import os, sys; sys.exit(0)"])
    )
    offers: list[tuple[str, dict[str, Callable[[], None]]]] = []
    opened.context.offered.connect(lambda text, choices: offers.append((text, choices)))
    opened.presenter.add_box(made.boxes[0][0])
    opened.actions_["labelme"].trigger()
    saved = made.path.with_name("page_matched.json")
    qtbot.waitUntil(lambda: saved.exists() and not opened.project.unsaved(), timeout=WAIT_MS)
    settle(qtbot, opened)
    assert offers == [], "our own save is no change"
    document = read_document(saved).add(Shape.rectangle("1", made.boxes[1][0]))
    write_document(document, saved)  # what LabelMe does on its save
    qtbot.waitUntil(lambda: bool(offers), timeout=WAIT_MS)
    assert "page_matched.json" in offers[0][0]
    offers[0][1]["Take theirs"]()
    settle(qtbot, opened)
    assert opened.presenter.document.labels() == ("0", "1")
    assert not opened.project.unsaved()
    opened.presenter.undo()
    assert opened.presenter.document.labels() == ("0",)
    qtbot.waitUntil(lambda: not opened.labelme.link.running(), timeout=WAIT_MS)


def test_labelme_runs_without_our_qt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QT_API", "pyqt6")
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", "/nowhere")
    environment = labelme_link.labelme_environment()
    assert not environment.contains("QT_API")
    assert not environment.contains("QT_QPA_PLATFORM_PLUGIN_PATH")
    program, arguments = labelme_link.labelme_command(tmp_path / "page.json")
    assert program == sys.executable
    assert arguments[-1] == str(tmp_path / "page.json")


@pytest.mark.slow
def test_the_launcher_runs_the_installed_labelme(tmp_path: Path) -> None:
    program, arguments = labelme_link.labelme_command(tmp_path / "page.json")
    done = subprocess.run(
        [program, *arguments[:-1], "--version"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "labelme" in done.stdout.lower()


def test_settings_follow_the_preferences() -> None:
    preferences = Preferences(neighbourhood=4, scale_low=0.8, scale_high=1.2, scale_steps=5)
    settings = SearchSettings.from_preferences(preferences)
    params = settings.params(0.5, None)
    assert (params.threshold, params.neighbourhood.value, params.scale_steps) == (0.5, 4, 5)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"rotation_max": 30.0}, "min"),
        ({"rotation_min": 40.0, "rotation_max": 30.0}, "smaller"),
        ({"scale_low": 2.0, "scale_high": 1.0}, "scale"),
        ({"scope": "ornament"}, "ornament"),
    ],
)
def test_settings_that_cannot_be_searched_say_why(changes: dict[str, object], word: str) -> None:
    assert word in SearchSettings(**changes).problem(None)
    assert SearchSettings().problem(None) == ""


def test_another_annotation_of_an_open_page_is_opened_unless_something_is_unsaved(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage
) -> None:
    other = write_document(
        opened.presenter.document.add(Shape.rectangle("9", made.boxes[2][0])), made.path.with_name("old.json")
    )
    opened.open_paths([other])
    qtbot.waitUntil(lambda: opened.presenter.label == "9", timeout=WAIT_MS)
    settle(qtbot, opened)
    opened.presenter.add_box(made.boxes[0][0])
    notices: list[str] = []
    opened.context.noticed.connect(lambda _level, text: notices.append(text))
    write_document(opened.presenter.document, made.path.with_suffix(".json"))
    opened.open_paths([made.path.with_suffix(".json")])
    settle(qtbot, opened)
    assert "unsaved changes" in notices[0]
    assert count(opened, "0") == 1


def test_the_pages_of_a_pdf_are_annotated_and_saved_apart(
    qtbot: QtBot, panel: AnnotatePanel, made: MadePage, tmp_path: Path
) -> None:
    other = make_page(tmp_path / "other.png", seed=3)
    pages = [Image.open(path).convert("L") for path in (made.path, other.path)]
    book = tmp_path / "book.pdf"
    pages[0].save(book, save_all=True, append_images=pages[1:], resolution=254)
    panel.open_paths([book])
    qtbot.waitUntil(lambda: panel.presenter.session is not None, timeout=WAIT_MS)
    settle(qtbot, panel)
    assert panel.files.count() == 2
    panel.presenter.step_page(1)
    qtbot.waitUntil(lambda: panel.presenter.key == (str(book), 1), timeout=WAIT_MS)
    settle(qtbot, panel)
    panel.presenter.add_box((50.0, 70.0, 110.0, 130.0))
    panel.saver.save_json()
    qtbot.waitUntil(lambda: not panel.project.unsaved(), timeout=WAIT_MS)
    settle(qtbot, panel)
    saved = tmp_path / "book_page_2_matched.json"
    document = read_document(saved)
    assert document.page == 1
    assert document.image_data is not None, "LabelMe cannot open a PDF: the picture is in the file"
    assert not (tmp_path / "book_matched.json").exists()


def test_save_as_replaces_the_file_that_the_dialog_asked_about(
    qtbot: QtBot, opened: AnnotatePanel, made: MadePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    offers: list[str] = []
    opened.context.offered.connect(lambda text, _choices: offers.append(text))
    other = made.path.with_name("other.json")
    other.write_text("{}", "utf-8")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(other), ""))
    opened.presenter.add_box(made.boxes[0][0])
    opened.actions_["save_as"].trigger()
    qtbot.waitUntil(lambda: not opened.project.unsaved(), timeout=WAIT_MS)
    settle(qtbot, opened)
    assert len(read_document(other).shapes) == 1
    assert offers == []
