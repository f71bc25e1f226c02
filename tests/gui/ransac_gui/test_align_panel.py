"""The Align workspace with real clicks and keys; the window around it comes in tests/e2e."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QMenu, QPushButton, QToolBar

from autolabelme.core.image_io import image_info, read_gray, write_image
from autolabelme.core.ornament import Ornament
from autolabelme.core.press import sample
from autolabelme.qtkit.tools import RegionTool
from autolabelme.qtkit.workspace import (
    ALIGNMENT,
    ORNAMENT_REFERENCE,
    ORNAMENT_SOURCE,
    WorkspaceContext,
)
from ransac_gui.core.handover import AlignmentHandover
from ransac_gui.core.ranking import ALIGNED, ERROR, REFUSED
from ransac_gui.panel import pairs
from ransac_gui.panel.results import BatchReport

from .bench import LEFT, NONE, Bench
from .conftest import HEIGHT, TURN_2, TURN_10, WIDTH, landmarks_of, ornament


def test_every_disabled_button_says_why(bench: Bench) -> None:
    for name, button in bench.panel.side.buttons.items():
        if not button.isEnabled():
            assert bench.panel.actions_[name].reason in button.toolTip()
            assert bench.panel.actions_[name].reason
    assert not bench.panel.side.buttons["start"].isEnabled()
    assert not bench.panel.side.buttons["send"].isEnabled()
    for name in bench.panel.actions_.names():
        action = bench.panel.actions_[name]
        assert action.isEnabled() or action.reason, name


def test_the_empty_workspace_offers_the_sample(bench: Bench) -> None:
    button = bench.panel.stage.empty.findChild(QPushButton, "empty-sample")
    QTest.mouseClick(button, LEFT)
    bench.wait(lambda: bench.presenter.pair is not None)
    assert bench.presenter.reference.path == sample.ornament_image("reference")
    assert [item.path for item in bench.presenter.ornaments.sources] == [sample.ornament_image("suspect")]
    assert bench.panel.stage.comparing
    assert bench.panel.stage.compare.mode == "side_by_side"  # not aligned yet
    assert bench.panel.context.current_text("reference") == "sample reference"


def test_choose_folder_shows_the_reference_and_another_can_be_made(bench: Bench, folder: Path) -> None:
    bench.choose_folder(folder)
    panel, presenter = bench.panel, bench.presenter
    assert presenter.reference.path.name == "o20.png"
    assert panel.list.count() == 4
    item = panel.list.item(3)
    assert item.font().bold()
    assert "Reference" in item.toolTip()
    assert panel.context.current_text("reference") == "o20.png"
    assert panel.context.current_text("ornament") == "o2.png"

    rect = panel.list.visualItemRect(panel.list.item(2))
    QTest.mouseClick(panel.list.viewport(), LEFT, NONE, rect.center())
    assert presenter.source.path.name == "o10.png"
    QTest.mouseClick(panel.left.findChild(QPushButton, "make_reference"), LEFT)
    assert presenter.reference.path.name == "o10.png"
    assert [item.path.name for item in presenter.ornaments.sources] == ["o2.png", "o3.png", "o20.png"]
    assert not panel.actions_["make_reference"].isEnabled()
    assert "This is the reference" in panel.actions_["make_reference"].toolTip()
    bench.wait_idle()


def test_stray_letters_change_nothing_that_is_kept(bench: Bench, folder: Path) -> None:
    bench.choose_folder(folder)
    bench.mark("o2.png", landmarks_of(TURN_2))
    presenter = bench.presenter
    presenter.set_region((10.0, 12.0, 60.0, 50.0))
    before = presenter.ornaments, presenter.params, presenter.region, dict(presenter._landmarks)
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ":
        bench.key(Qt.Key(ord(letter)))
    bench.wait_idle()
    assert (presenter.ornaments, presenter.params, presenter.region, presenter._landmarks) == before
    assert not presenter.results()


def test_a_folder_of_folders_is_offered(bench: Bench, folder: Path, tmp_path: Path) -> None:
    above = tmp_path / "editions"
    for name, pictures in (
        ("amsterdam", ["o2.png", "o3.png"]),
        ("bern", ["o10.png", "o20.png"]),
        ("none", []),
    ):
        (above / name).mkdir(parents=True)
        for picture in pictures:
            (above / name / picture).write_bytes((folder / picture).read_bytes())
    offers: list[tuple[str, dict[str, Callable[[], None]]]] = []
    bench.panel.context.offered.connect(lambda text, choices: offers.append((text, choices)))
    bench.answer("getExistingDirectory", str(above))
    bench.press("choose_folder")
    bench.wait(lambda: bool(offers))
    assert not bench.presenter.ornaments.items and not bench.notices
    text, choices = offers[0]
    assert text == "editions holds no images itself, but 2 of its folders do: amsterdam, bern"
    assert list(choices) == ["Take amsterdam", "Take bern", "Take all", "Take none"]
    choices["Take bern"]()
    bench.wait(lambda: len(bench.presenter.ornaments.items) == 2)
    assert bench.presenter.reference.path == above / "bern" / "o20.png"
    choices["Take all"]()
    bench.wait(lambda: len(bench.presenter.ornaments.items) == 4)
    bench.wait_idle()


def test_target_and_sources_are_chosen_one_by_one(bench: Bench, folder: Path) -> None:
    bench.answer("getOpenFileName", (str(folder / "o20.png"), ""))
    bench.press("choose_target")
    assert bench.presenter.reference.path.name == "o20.png"
    assert "Choose a source" in bench.panel.side.buttons["start"].toolTip()
    bench.answer("getOpenFileNames", ([str(folder / "o2.png"), str(folder / "o10.png")], ""))
    bench.press("choose_source")
    bench.wait(lambda: len(bench.presenter.ornaments.sources) == 2)
    assert bench.panel.side.buttons["start"].isEnabled()
    bench.wait_idle()


def test_the_list_is_reordered_and_shortened(bench: Bench, folder: Path) -> None:
    bench.choose_folder(folder)
    bench.panel.actions_["move_down"].trigger()
    assert [item.path.name for item in bench.presenter.ornaments.items][:2] == ["o3.png", "o2.png"]
    bench.panel.list.reordered.emit(tuple(reversed(bench.panel.list.keys())))
    bench.wait(lambda: bench.presenter.ornaments.items[0].path.name == "o20.png")
    assert bench.presenter.reference.path.name == "o20.png"
    bench.panel.actions_["remove"].trigger()
    assert "o2.png" not in [item.path.name for item in bench.presenter.ornaments.items]
    bench.wait_idle()


def test_a_run_fills_the_table_and_shows_the_result(bench: Bench, folder: Path, tmp_path: Path) -> None:
    (folder / "o1.png").write_bytes(b"broken")
    bench.choose_folder(folder)
    bench.panel.list.chosen.emit(bench.find("o2.png"))
    bench.mark("o2.png", landmarks_of(TURN_2))
    bench.mark("o10.png", landmarks_of(TURN_10))
    bench.presenter.remove((bench.find("o3.png"),))
    bench.start(tmp_path / "out")
    assert bench.statuses() == {"o1.png": ERROR, "o2.png": ALIGNED, "o10.png": ALIGNED}
    table = bench.panel.table
    assert table.order()[-1] == bench.find("o1.png")  # ranked: the broken one last
    row = table.texts(bench.find("o2.png"))
    assert row["verdict"] == "aligned"
    assert float(row["ncc_after"]) > float(row["ncc_before"])
    assert row["features"] == "landmarks"
    # The verdict leads, with its sentence; the broken one has none.
    names = [column.name for column in table.model_.columns]
    assert names[1:3] == ["block", "words"]
    assert row["block"] in ("same block", "cannot tell") and row["words"].endswith(".")
    assert table.texts(bench.find("o1.png"))["block"] == "–"
    broken = table.texts(bench.find("o1.png"))
    assert broken["source"] == "o1.png"
    assert broken["reason"] and str(folder) not in broken["reason"]
    assert bench.presenter.pair.alignment is not None  # the selected pair is shown as soon as it is done
    assert bench.panel.stage.compare.mode == "blink"
    assert image_info(tmp_path / "out" / "o2_aligned.png").width == WIDTH

    # Sorted by a click on a header, and the broken source shows its reason in place.
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert table.order()[0] == bench.find("o1.png")
    place = table.visualRect(table.model().index(0, 0)).center()
    QTest.mouseClick(table.viewport(), LEFT, NONE, place)
    bench.wait_idle()
    assert bench.presenter.selected == bench.find("o1.png")
    assert "o1.png" in bench.panel.stage.message.text()
    assert "error" in bench.panel.stage.strip.text()


def test_cancel_keeps_what_is_done(bench: Bench, folder: Path, tmp_path: Path) -> None:
    bench.choose_folder(folder)
    for name, turn in (("o2.png", TURN_2), ("o3.png", TURN_2), ("o10.png", TURN_10)):
        bench.mark(name, landmarks_of(turn))
    panel, presenter = bench.panel, bench.presenter
    real = pairs.align

    def slow(*args, tick, **kwargs):
        if presenter.results():  # the second pair never ends by itself
            while True:
                tick(1, 2, "waiting")
                time.sleep(0.01)
        return real(*args, tick=tick, **kwargs)

    bench.monkeypatch.setattr(pairs, "align", slow)
    reports: list[BatchReport] = []
    bench.answer("getExistingDirectory", str(tmp_path / "out"))
    panel.actions_["choose_output"].trigger()
    bench.press("start")
    presenter._job.finished.connect(reports.append)
    bench.wait(lambda: len(presenter.results()) == 1)
    bench.wait(lambda: "running" in panel.table.texts(bench.find("o3.png"))["verdict"])
    assert not panel.side.buttons["start"].isEnabled()
    bench.key(Qt.Key.Key_Escape)
    bench.wait(lambda: not presenter.running)
    assert bench.statuses() == {"o2.png": ALIGNED}
    assert panel.table.texts(bench.find("o3.png"))["verdict"] == "not aligned yet"
    assert reports[0].cancelled
    assert "1 aligned" in presenter.describe_report(reports[0])
    assert "1 of 3" in presenter.describe_report(reports[0])
    assert (tmp_path / "out" / "o2_aligned.png").is_file()
    bench.wait_idle()


def test_a_refused_pair_is_laid_by_landmarks(bench: Bench, folder: Path, tmp_path: Path) -> None:
    bench.choose_folder(folder)
    panel, presenter = bench.panel, bench.presenter
    presenter.remove((bench.find("o10.png"), bench.find("o2.png")))
    bench.start(tmp_path / "out")
    assert bench.statuses() == {"o3.png": REFUSED}
    assert panel.stage.compare.mode == "side_by_side"
    assert "refused" in panel.stage.strip.text()
    reason = presenter.result(presenter.selected).reason
    assert reason in panel.stage.strip.text()

    bench.key(Qt.Key.Key_K)
    bench.wait(lambda: presenter.pair is not None)
    compare = panel.stage.compare
    assert "4 pairs" in panel.side.buttons["align_landmarks"].toolTip()
    wanted = landmarks_of(TURN_2)
    for x, y, u, v in wanted:
        for canvas, point in ((compare.canvas, (x, y)), (compare.source_canvas, (u, v))):
            at = canvas.view.to_widget(point[0] + 0.5, point[1] + 0.5).toPoint()
            QTest.mouseClick(canvas, LEFT, NONE, at)
    found = np.array(presenter.landmarks(presenter.selected))
    np.testing.assert_allclose(found, np.array(wanted), atol=1.5)
    assert "4 pairs" in panel.stage.strip.text()
    bench.press("align_landmarks")  # no question: the folder of the run is known
    bench.wait(lambda: not presenter.running)
    bench.wait_idle()
    # A person said where things lie: laid, and marked as what it is.
    assert bench.statuses() == {"o3.png": "weak"}
    assert presenter.result(presenter.selected).features == "landmarks"
    assert presenter.pair.alignment is not None
    assert not panel.actions_["landmarks"].isChecked()
    assert (tmp_path / "out" / "o3_aligned.png").is_file()


def test_landmarks_stay_with_their_source(bench: Bench, folder: Path) -> None:
    bench.choose_folder(folder)
    panel, presenter, compare = bench.panel, bench.presenter, bench.panel.stage.compare
    bench.press("landmarks")
    bench.wait(lambda: presenter.pair is not None and compare.canvas.editing_landmarks)
    for canvas in (compare.canvas, compare.source_canvas):
        QTest.mouseClick(canvas, LEFT, NONE, canvas.view.to_widget(50, 60).toPoint())
    QTest.mouseClick(compare.canvas, LEFT, NONE, compare.canvas.view.to_widget(90, 60).toPoint())
    assert "now click the same point in the source" in panel.stage.strip.text()
    assert len(presenter.landmarks(presenter.selected)) == 1
    bench.key(Qt.Key.Key_Escape)
    assert not presenter.setting_landmarks
    bench.wait_idle()
    bench.key(Qt.Key.Key_PageDown)
    bench.wait_idle()
    assert presenter.landmarks(presenter.selected) == ()
    bench.key(Qt.Key.Key_PageUp)
    bench.wait_idle()
    bench.press("landmarks")
    bench.wait(lambda: presenter.pair is not None)
    assert len(compare.landmarks.pairs) == 1
    panel.actions_["clear_landmarks"].trigger()
    assert presenter.landmarks(presenter.selected) == ()
    bench.wait_idle()


def test_the_region_is_drawn_on_the_reference_and_used(bench: Bench, folder: Path, tmp_path: Path) -> None:
    bench.choose_folder(folder)
    panel, presenter = bench.panel, bench.presenter
    presenter.remove((bench.find("o10.png"), bench.find("o3.png")))
    bench.mark("o2.png", landmarks_of(TURN_2))
    bench.press("region")
    bench.wait(lambda: panel.stage.view is panel.stage.canvas and panel.stage.canvas.view is not None)
    assert isinstance(panel.stage.canvas.tool, RegionTool)
    canvas = panel.stage.canvas
    points = [canvas.view.to_widget(*point).toPoint() for point in ((10, 12), (100, 90), (210, 162))]
    QTest.mousePress(canvas, LEFT, NONE, points[0])
    QTest.mouseMove(canvas, points[1])
    QTest.mouseMove(canvas, points[2])
    QTest.mouseRelease(canvas, LEFT, NONE, points[2])
    x1, y1, x2, y2 = presenter.region
    width, height = x2 - x1, y2 - y1
    assert (x1, y1, x2, y2) == pytest.approx((10, 12, 210, 162), abs=2)
    assert not panel.actions_["region"].isChecked()
    assert str(round(width)) in panel.side.region.text()
    bench.start(tmp_path / "out")
    assert bench.statuses() == {"o2.png": ALIGNED}
    (aligned,) = (tmp_path / "out").glob("o2_region_*_aligned.png")
    info = image_info(aligned)
    assert (info.width, info.height) == (width, height)
    presenter.select(bench.find("o2.png"))
    bench.wait_idle()
    assert presenter.pair.still.shape == (height, width)
    bench.press("clear_region")
    assert presenter.region is None
    assert "whole" in panel.side.region.text()


def test_evidence_is_shown_by_keys_and_only_for_aligned_pairs(
    bench: Bench, folder: Path, tmp_path: Path
) -> None:
    bench.choose_folder(folder)
    panel = bench.panel
    assert not panel.actions_["matchability"].isEnabled()
    bench.presenter.remove((bench.find("o10.png"), bench.find("o3.png")))
    bench.mark("o2.png", landmarks_of(TURN_2))
    bench.start(tmp_path / "out")
    bench.key(Qt.Key.Key_T)
    evidence = panel.stage.compare.evidence
    assert evidence.heat is not None
    assert evidence.heat.maximum == 1.0
    assert not panel.actions_["arrows"].isEnabled()  # no fine stage, nothing moved
    assert "moved nothing" in panel.actions_["arrows"].toolTip()
    bench.key(Qt.Key.Key_T)
    assert evidence.heat is None
    assert bench.presenter.pair.alignment.verdict.kind in panel.stage.strip.text().lower()
    panel.actions_["moves"].trigger()
    assert evidence.field is not None and np.isfinite(evidence.field.displacement).any()
    panel.actions_["moves"].trigger()
    assert evidence.field is None


def test_the_report_of_a_pair_is_saved_by_a_click(bench: Bench, folder: Path, tmp_path: Path) -> None:
    bench.choose_folder(folder)
    panel = bench.panel
    save = panel.actions_["save_report"]
    assert not save.isEnabled() and "Align this source first" in save.toolTip()
    bench.presenter.remove((bench.find("o10.png"), bench.find("o3.png")))
    bench.mark("o2.png", landmarks_of(TURN_2))
    bench.start(tmp_path / "out")
    bar = panel.stage.findChild(QToolBar, "align-tools")
    button = bar.widgetForAction(save)
    assert button.isEnabled()
    bench.answer("getExistingDirectory", str(tmp_path / "reports"))
    QTest.mouseClick(button, LEFT)
    bench.wait_idle()
    reports = tmp_path / "reports"
    assert sorted(path.name for path in reports.iterdir()) == ["o2_report.html", "o2_report.pdf"]
    page = (reports / "o2_report.html").read_text("utf-8")
    verdict = bench.presenter.pair.alignment.verdict
    assert verdict.kind.capitalize() in page and "times as long as the moves" in page
    assert (reports / "o2_report.pdf").read_bytes().startswith(b"%PDF")


def test_compare_modes_by_keys_also_from_the_table(bench: Bench, folder: Path, tmp_path: Path) -> None:
    bench.choose_folder(folder)
    bench.presenter.remove((bench.find("o3.png"),))
    bench.mark("o2.png", landmarks_of(TURN_2))
    bench.mark("o10.png", landmarks_of(TURN_10))
    bench.start(tmp_path / "out")
    compare = bench.panel.stage.compare
    bench.panel.table.setFocus()
    for key, mode in ((Qt.Key.Key_C, "red_cyan"), (Qt.Key.Key_D, "difference"), (Qt.Key.Key_S, "swipe")):
        bench.key(key)
        assert compare.mode == mode
    bench.key(Qt.Key.Key_PageDown)
    bench.wait_idle()
    assert bench.presenter.source.path.name == "o10.png"
    assert compare.mode == "swipe"  # the chosen mode stays with the next pair
    bench.presenter.select(bench.presenter.ornaments.reference_key)
    bench.wait_idle()
    bench.presenter.select(bench.find("o2.png"))
    bench.wait_idle()
    assert compare.mode == "swipe"


def test_ornaments_are_received_and_the_result_is_sent_on(bench: Bench, folder: Path, tmp_path: Path) -> None:
    panel, context, sent = bench.panel, bench.panel.context, []
    context.sendRequested.connect(lambda kind, payload: sent.append((kind, payload)))
    page = np.full((HEIGHT + 40, WIDTH + 60), 235, np.uint8)
    page[20 : 20 + HEIGHT, 30 : 30 + WIDTH] = ornament(1)
    write_image(tmp_path / "page.png", page)
    box = (30.0, 20.0, 30.0 + WIDTH, 20.0 + HEIGHT)
    panel.receive(ORNAMENT_REFERENCE, Ornament(tmp_path / "page.png", 0, box, "headpiece", None))
    panel.receive(ORNAMENT_SOURCE, Ornament(folder / "o2.png"))
    bench.wait_idle()
    assert bench.presenter.reference == Ornament(tmp_path / "page.png", 0, box, "headpiece")
    assert context.current_text("reference") == "headpiece"
    bench.mark("o2.png", landmarks_of(TURN_2))
    bench.start(tmp_path / "out")
    bench.wait(lambda: bench.presenter.pair is not None and bench.presenter.pair.alignment is not None)
    assert "Inspect is not installed" in panel.side.buttons["send"].toolTip()
    context.set_accepted_kinds(frozenset({ALIGNMENT}))
    bench.press("send")
    ((kind, handed),) = sent
    assert kind == ALIGNMENT
    assert isinstance(handed, AlignmentHandover)
    assert handed.reference_box == box
    assert handed.aligned.shape[:2] == (HEIGHT, WIDTH)
    assert handed.files["aligned"] == tmp_path / "out" / "o2_aligned.png"
    np.testing.assert_array_equal(handed.aligned, read_gray(handed.files["aligned"]))


def test_rows_of_the_table_make_a_ledger_or_go_to_inspect(
    bench: Bench, folder: Path, tmp_path: Path, context: WorkspaceContext
) -> None:
    (folder / "o3.png").unlink()
    bench.choose_folder(folder)
    panel, table = bench.panel, bench.panel.table
    assert "Align impressions of one block first" in panel.actions_["ledger"].reason
    for name, turn in (("o2.png", TURN_2), ("o10.png", TURN_10)):
        bench.mark(name, landmarks_of(turn))
    bench.start(tmp_path / "out")

    def click(name: str, button: Qt.MouseButton = LEFT, modifiers: Qt.KeyboardModifier = NONE) -> None:
        index = table.model().index(table.order().index(bench.find(name)), 0)
        QTest.mouseClick(table.viewport(), button, modifiers, table.visualRect(index).center())
        bench.wait_idle()

    for key in table.order():
        # A residual stands with its tolerance, in pixels where no resolution is known.
        residual = table.texts(key)["residual"]
        assert re.fullmatch(r"\d+\.\d\d ± \d+\.\d\d px", residual), residual
    click("o2.png")
    click("o10.png", modifiers=Qt.KeyboardModifier.ControlModifier)
    assert len(table.selected()) == 2
    assert bench.presenter.source.path.name == "o10.png"
    bench.press("ledger")
    assert panel.in_ledger and panel.commands() is panel.ledger.actions_
    entries = panel.ledger.presenter.entries
    assert [one.ornament.path.name for one in entries] == ["o20.png", "o2.png", "o10.png"]
    assert all(one.chosen for one in entries)
    # What was aligned to a part of the reference is a block there.
    bench.presenter.set_region((10.0, 20.0, 110.0, 80.0))
    reference, sources = bench.presenter.block(())
    assert reference.box == (10.0, 20.0, 110.0, 80.0) and len(sources) == 2
    # They were laid by landmarks, and the ledger lays them so, too.
    wanted = [(x - 10, y - 20, u, v) for x, y, u, v in landmarks_of(TURN_2)]
    assert [one for _, _, points in sources[:1] for one in points] == wanted
    bench.presenter.set_region(None)
    panel.ledger.actions_["leave"].trigger()
    assert not panel.in_ledger and panel.commands() is panel.actions_

    # A right click goes to its row; its menu sends the pair at once, shown or not.
    asked: list[list[str]] = []
    bench.monkeypatch.setattr(
        QMenu, "exec", lambda menu, *_: asked.append([one.objectName() for one in menu.actions()])
    )
    click("o2.png")
    where = table.visualRect(table.model().index(table.order().index(bench.find("o10.png")), 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.RightButton, NONE, where)
    table.customContextMenuRequested.emit(where)
    assert asked == [["send", "ledger", "", "align_one", "save_report"]]
    sent: list[tuple[str, object]] = []
    context.sendRequested.connect(lambda kind, payload: sent.append((kind, payload)))
    context.set_accepted_kinds(frozenset({ALIGNMENT}))
    assert bench.presenter.pair is None  # still being read
    panel.actions_["send"].trigger()
    bench.wait(lambda: bool(sent))
    ((kind, handed),) = sent
    assert kind == ALIGNMENT and isinstance(handed, AlignmentHandover)
    assert handed.source.path.name == "o10.png"
    assert handed.files["aligned"] == tmp_path / "out" / "o10_aligned.png"
    bench.wait_idle()
