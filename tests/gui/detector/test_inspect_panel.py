"""The Inspect workspace driven as a user does, with an inspection made in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from autolabelme.core.errors import InputError
from autolabelme.qtkit.job_runner import JobRunner
from autolabelme.qtkit.workspace import BOXES, MODEL, BoxesHandover, WorkspaceContext
from detector.panel import panel_specs
from detector.panel.inspect.findings_table import KIND, LABEL, NUMBER, PICTURE, SCORE, VERDICT, P
from detector.panel.inspect.panel import InspectPanel
from detector.panel.inspect.score_plot import ScorePlot
from detector.panel.train.requests import Devices

from .inspect_stub import SIDE, Stub

WAIT_MS = 20_000


class Driver:
    """Does with the panel what a user does."""

    def __init__(self, qtbot: QtBot, panel: InspectPanel, stub: Stub) -> None:
        self.qtbot = qtbot
        self.panel = panel
        self.stub = stub

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=WAIT_MS)

    def wait_idle(self) -> None:
        self.wait(lambda: not self.panel.context.runner.jobs)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.panel.stage.canvas, key, modifiers)

    def press(self, name: str) -> None:
        found = [button for button in self.panel.findChildren(QPushButton, name) if button.isVisible()]
        assert found, f"no button {name} in sight"
        assert found[0].isEnabled(), found[0].toolTip()
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def why_not(self, name: str) -> str:
        return self.panel.actions_[name].reason

    def open(self, *, reference: bool = True) -> None:
        paths = [self.stub.ornament, self.stub.reference] if reference else [self.stub.ornament]
        assert self.panel.open_paths(paths)
        self.wait_idle()

    def inspect(self) -> None:
        self.press("inspect")
        self.wait_idle()

    def kept(self) -> list[dict[str, object]]:
        result = self.panel.presenter.result
        assert result is not None
        found = json.loads(result.path.read_text("utf-8"))["findings"]
        assert isinstance(found, list)
        return found

    def take(self, key: str, *, other: bool = False) -> None:
        """Choose a row of the evidence picker as the user does."""
        picker = self.panel.stage.bar.other if other else self.panel.stage.bar.evidence
        assert picker.isVisible()
        number = next(i for i, row in enumerate(picker.rows) if row.key == key)
        picker.setCurrentIndex(number)
        picker.activated.emit(number)

    def kinds(self) -> list[str]:
        return [self.panel.table.text(i, KIND) for i in range(self.panel.table.rowCount())]


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


def test_it_stands_last_on_the_rail() -> None:
    spec = next(spec for spec in panel_specs() if spec.key == "inspect")
    assert spec.order == 50
    assert spec.accepts == {"alignment", "model"}


def test_empty_it_says_what_to_do_and_why_not(driver: Driver) -> None:
    assert driver.panel.stage.pages.currentWidget() is driver.panel.stage.empty
    assert "Choose an ornament" in driver.why_not("inspect")
    for name in ("accept", "report", "send_boxes", "undo", "choose_reference", "compare"):
        assert driver.why_not(name), name
        assert driver.why_not(name) in driver.panel.actions_[name].toolTip()


def test_return_inspects_and_lists_findings_with_p_and_kind(driver: Driver) -> None:
    driver.open()
    driver.key(Qt.Key.Key_Return)
    driver.wait_idle()
    table = driver.panel.table
    assert driver.kinds() == ["missing", "altered"]
    assert table.text(0, LABEL) == "expected 7"
    assert table.text(0, P) == "–"
    assert table.text(1, P) == f"{1 / 201:.4f}"
    assert table.text(1, SCORE) == "9.00"
    assert "differs from normal ornaments" in driver.panel.stage.verdict.text().lower()
    assert "by chance" in driver.panel.stage.promise.text()
    assert driver.stub.asked[0].params.false_alarms == 0.01


def test_a_finding_is_zoomed_to_and_explained(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    panel = driver.panel
    before = panel.stage.canvas.view
    assert panel.presenter.selected == 0
    driver.key(Qt.Key.Key_N)
    driver.wait_idle()
    assert panel.presenter.selected == 1
    assert panel.stage.canvas.overlays.selection == ("1",)
    view = panel.stage.canvas.view
    assert view is not None
    assert before is not None
    assert view.zoom > before.zoom, "the whole ornament comes first, then each finding"
    x, y = view.center
    assert abs(x - (160 + SIDE / 2)) < SIDE
    assert abs(y - (40 + SIDE / 2)) < SIDE
    assert panel.why.pictures()[:4] == ["printed", "reference", "drawn", "residual"]
    assert "none of 200 authenticated impressions" in panel.why.words.text()
    assert "200 held-out normals" in panel.why.words.text()
    plots = lambda: [one for one in panel.why.findChildren(ScorePlot) if one.isVisible()]  # noqa: E731
    driver.wait(lambda: len(plots()) == 1)
    (plot,) = plots()
    assert plot.counts.sum() == 200
    assert plot.place > 0.9
    assert driver.why_not("next") == "It is the last"


def test_another_rate_decides_again_without_a_run_and_keeps_verdicts(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_R)
    driver.panel.side.rate.setValue(20.0)
    assert driver.kinds().count("altered") == 2
    assert len(driver.stub.asked) == 1
    assert [one.verdict for one in driver.panel.presenter.findings].count("rejected") == 1
    assert "0.2" in driver.panel.stage.verdict.text()
    driver.panel.side.rate.setValue(0.1)
    # Below 1 in 201 nothing can be promised: what lies above every normal is listed, and marked.
    assert [driver.panel.table.text(i, P) for i in range(2)] == ["–", f"{1 / 201:.4f}*"]


def test_a_verdict_outlasts_a_stricter_rate(driver: Driver) -> None:
    driver.panel.side.rate.setValue(20.0)
    driver.open()
    driver.inspect()
    weak = next(i for i, one in enumerate(driver.panel.presenter.findings) if one.score == 4.5)
    driver.panel.presenter.select(weak)
    driver.panel.presenter.judge("accepted")
    driver.panel.side.rate.setValue(1.0)
    assert all(one.score != 4.5 for one in driver.panel.presenter.findings)
    assert [one["verdict"] for one in driver.kept() if one["score"] == 4.5] == ["accepted"]
    driver.panel.side.rate.setValue(20.0)
    again = next(one for one in driver.panel.presenter.findings if one.score == 4.5)
    assert again.verdict == "accepted"


def test_verdicts_and_notes_are_kept_at_once_and_come_back(
    driver: Driver, make: Callable[[], Driver]
) -> None:
    driver.open()
    driver.inspect()
    driver.key(Qt.Key.Key_A)  # accepts the first, goes on to the second
    assert driver.panel.presenter.selected == 1
    note = driver.panel.why.note
    note.setFocus()
    QTest.keyClicks(note, "a re-cut leaf")
    QTest.keyClick(note, Qt.Key.Key_Return)
    driver.wait_idle()
    assert len(driver.stub.asked) == 1, "Return in the note must not inspect"
    assert [(one["verdict"], one["note"]) for one in driver.kept()] == [
        ("accepted", ""),
        ("", "a re-cut leaf"),
    ]
    assert driver.panel.table.text(0, VERDICT) == "accepted"
    later = make()
    later.open()
    later.inspect()
    assert [(one.verdict, one.note) for one in later.panel.presenter.findings] == [
        ("accepted", ""),
        ("", "a re-cut leaf"),
    ]


def test_verdicts_are_undone_and_redone(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    driver.key(Qt.Key.Key_A)
    driver.key(Qt.Key.Key_R)
    said = lambda: [one["verdict"] for one in driver.kept()]  # noqa: E731
    assert said() == ["accepted", "rejected"]
    control = Qt.KeyboardModifier.ControlModifier
    driver.key(Qt.Key.Key_Z, control)
    assert said() == ["accepted", ""]
    driver.key(Qt.Key.Key_Z, control)
    assert said() == ["", ""]
    assert driver.why_not("undo")
    driver.key(Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    assert said() == ["accepted", ""]


def test_damaged_verdicts_are_put_aside_not_lost(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    assert driver.panel.presenter.result is not None
    path = driver.panel.presenter.result.path
    path.write_text('{"format": "autolab', "utf-8")
    driver.inspect()
    assert driver.kinds() == ["missing", "altered"]
    assert path.with_suffix(".damaged.json").read_text("utf-8") == '{"format": "autolab'
    assert "put aside" in driver.panel.stage.strip.text()


def test_a_click_on_a_box_selects_its_row(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    canvas = driver.panel.stage.canvas
    canvas.fit()
    assert canvas.view is not None
    where = canvas.view.to_widget(160 + SIDE / 2, 40 + SIDE / 2).toPoint()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=where)
    assert driver.panel.presenter.selected == 1
    cell = driver.panel.table.item(driver.panel.table.currentRow(), NUMBER)
    assert cell is not None
    assert cell.text() == "2"


def test_compare_needs_a_reference(driver: Driver) -> None:
    driver.open(reference=False)
    driver.inspect()
    assert "without a reference" in driver.why_not("compare")
    driver.open()
    driver.inspect()
    driver.key(Qt.Key.Key_V)
    stage = driver.panel.stage
    assert stage.comparing
    assert len(stage.compare.canvas.overlays.items) == 2
    assert stage.compare.evidence.heat is not None
    stage.compare.evidence.set_shown(False)
    assert stage.compare.canvas.overlays.hidden


def test_the_heat_map_has_one_scale_and_follows_its_sliders(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    stage = driver.panel.stage
    heat = stage.canvas.evidence.heat
    assert heat is not None
    assert heat.maximum == 8.0
    assert stage.canvas.evidence.threshold == pytest.approx(2.5, abs=0.05)
    stage.bar.opacity.setValue(20)
    stage.bar.threshold.setValue(50)
    assert stage.canvas.evidence.opacity == pytest.approx(0.2)
    assert stage.compare.evidence.threshold == pytest.approx(4.0)
    stage.bar.outlines.setChecked(True)
    assert stage.canvas.evidence.outlined
    assert stage.compare.evidence.outlined
    driver.take("none")
    assert stage.canvas.evidence.heat is None
    assert not stage.bar.outlines.isEnabled()


def test_two_maps_lie_side_by_side_as_one_action(driver: Driver) -> None:
    assert driver.why_not("two_maps")
    driver.open()
    driver.inspect()
    driver.key(Qt.Key.Key_E)
    stage, maps = driver.panel.stage, driver.panel.stage.maps
    assert stage.view == "maps"
    left, right = (canvas.evidence.heat for canvas in maps.canvases)
    assert left is not None
    assert right is not None
    assert (left.signed, right.signed) == (False, True)
    driver.take("gain", other=True)
    assert maps.right.evidence.heat is not None
    assert maps.right.evidence.heat.name == "Ink gained"
    assert maps.left.evidence.heat is not None
    assert maps.left.evidence.heat.name == left.name == "Combined evidence"

    # One moves with the other, H hides both, a click on a box selects its finding.
    QTest.keyClick(maps.right, Qt.Key.Key_1)
    assert maps.left.view is not None
    assert maps.left.view.zoom == pytest.approx(1.0)
    QTest.keyPress(maps.left, Qt.Key.Key_H)
    assert not maps.right.evidence.shown
    assert maps.right.overlays.hidden
    QTest.keyRelease(maps.left, Qt.Key.Key_H)
    assert maps.right.evidence.shown
    maps.right.overlays.set_selection(("1",))
    assert driver.panel.presenter.selected == 1
    assert maps.left.overlays.selection == ("1",)
    QTest.keyClick(maps.left, Qt.Key.Key_E)
    assert stage.view == "ornament"
    assert not driver.panel.actions_["two_maps"].isChecked()


def test_the_picker_lists_scorers_with_their_figures_and_runs_one_once(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    picker = driver.panel.stage.bar.evidence
    rows = {row.key: row for row in picker.rows}
    assert [key for key in rows if not key.startswith("scorer:")] == [
        *("combined", "change", "dae", "signed", "loss", "gain", "unexplained", "none")
    ]
    assert rows["scorer:other"].title == "Another method"
    assert rows["scorer:other"].cells == ("27.4", "–", "0.90", "–")
    assert driver.stub.mapped == [], "a scorer runs when it is asked for"
    driver.take("scorer:other")
    driver.wait_idle()
    heat = driver.panel.stage.canvas.evidence.heat
    assert heat is not None
    assert (heat.name, heat.maximum) == ("Another method", 1.0)
    driver.take("dae")
    driver.take("scorer:other")
    driver.wait_idle()
    assert driver.stub.mapped == ["other"], "and once for an ornament"


def test_a_scorer_that_cannot_be_fitted_says_why_and_leaves_the_map_that_was(driver: Driver) -> None:
    driver.stub.map_error = InputError("vignette '1' has no normal impression")
    driver.open()
    driver.inspect()
    driver.take("scorer:other")
    driver.wait_idle()
    panel = driver.panel
    assert "no normal impression" in panel.stage.strip.text()
    assert panel.presenter.maps.key(0) == panel.stage.bar.evidence.key == "combined"
    assert panel.stage.canvas.evidence.heat is not None
    row = next(row for row in panel.stage.bar.evidence.rows if row.key == "scorer:other")
    assert "no normal impression" in row.reason


def test_a_scorer_that_is_cancelled_can_be_asked_again(driver: Driver) -> None:
    driver.stub.hold_map.clear()
    driver.open()
    driver.inspect()
    driver.take("scorer:other")
    driver.wait(lambda: driver.stub.mapped == ["other"])
    driver.panel.context.runner.cancel("inspect.map")
    driver.wait_idle()
    assert driver.panel.presenter.maps.key(0) == "combined"
    driver.stub.hold_map.set()
    driver.take("scorer:other")
    driver.wait_idle()
    assert driver.panel.presenter.maps.map(0) is not None
    assert driver.panel.presenter.maps.key(0) == "scorer:other"


def test_the_report_names_the_scorer_that_lies_over_the_ornament(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "out"))
    driver.open()
    driver.inspect()
    driver.press("report")
    driver.wait_idle()
    driver.take("scorer:other")
    driver.wait_idle()
    driver.press("report")
    driver.wait_idle()
    first, second = driver.stub.shown
    assert first is None
    assert second is not None
    assert (second.name, second.figures["miou_c"]) == ("other", 27.4)


def test_the_evidence_is_shown_large(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    driver.key(Qt.Key.Key_N)
    driver.wait_idle()
    driver.key(Qt.Key.Key_W)
    stage = driver.panel.stage
    assert stage.view == "why"
    captions = stage.why.captions()
    assert captions[:3] == ["printed", "reference", "drawn"]
    assert captions[-1] == "score"
    QTest.keyClick(stage.why, Qt.Key.Key_Up)
    driver.wait_idle()
    assert driver.panel.presenter.selected == 0
    assert "score" not in stage.why.captions(), "a missing vignette has none"
    QTest.keyClick(stage.why, Qt.Key.Key_V)
    assert stage.view == "compare"
    assert not driver.panel.actions_["why_large"].isChecked()


def test_each_row_shows_the_place_it_is_about(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    cell = driver.panel.table.item(1, PICTURE)
    assert cell is not None
    picture = cell.icon().pixmap(51, 32).toImage()
    assert picture.height() >= 30
    x, y = 160 + SIDE // 2, 40 + SIDE // 2
    here = picture.pixelColor(picture.width() // 2, picture.height() // 2)
    part = driver.stub.rgb[y - 2 : y + 3, x - 2 : x + 3].reshape(-1, 3).mean(axis=0)
    assert abs(here.red() - part[0]) < 90, "noise, reduced, is near its mean"


def test_the_scores_of_the_normals_lie_behind_the_rate(driver: Driver) -> None:
    driver.open()
    slider = driver.panel.side.slider
    assert slider.normals == 0
    driver.inspect()
    assert slider.normals == 200
    assert slider.flagged == 1
    before = slider.place_of(slider.rate)
    driver.panel.side.rate.setValue(20.0)
    assert slider.flagged == 2
    assert slider.place_of(slider.rate) < before
    assert slider.rate_at(slider.place_of(0.2)) == pytest.approx(0.2, abs=0.01)

    # Dragged to the left more is flagged; the arrows move it, too.
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 3, 20))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 3, 20))
    driver.wait(lambda: driver.panel.presenter.params.false_alarms > 0.3)
    rate = driver.panel.side.rate.value()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    driver.wait(lambda: driver.panel.side.rate.value() < rate)
    assert len(driver.stub.asked) == 1


def test_devices_are_named_and_a_missing_gpu_cannot_be_chosen(driver: Driver) -> None:
    driver.open()
    device = driver.panel.side.device
    assert [device.itemText(i) for i in range(3)] == [
        "Automatic: CPU, 2 cores",
        "CPU, 2 cores",
        "GPU: none was found",
    ]
    assert not device.model().item(2).isEnabled()
    driver.panel.side.show_devices(Devices("Some GPU", 1, 2, 8))
    assert device.itemText(0) == "Automatic: Some GPU"
    assert device.model().item(2).isEnabled()
    device.setCurrentIndex(1)
    device.activated.emit(1)
    assert driver.panel.presenter.params.device == "cpu"
    driver.inspect()
    assert driver.stub.asked[0].params.device == "cpu"


def test_what_the_detector_boxed_is_shown_before_the_rest_is_measured(driver: Driver) -> None:
    driver.open()
    driver.stub.hold.clear()
    driver.press("inspect")
    driver.wait(lambda: bool(driver.panel.stage.canvas.overlays.items))
    assert driver.panel.presenter.running
    assert [item.text for item in driver.panel.stage.canvas.overlays.items] == ["1", "2"]
    assert "2 vignettes are boxed" in driver.panel.stage.strip.text()
    driver.stub.hold.set()
    driver.wait_idle()
    assert [item.role for item in driver.panel.stage.canvas.overlays.items] == ["finding"] * 2
    assert driver.panel.stage.strip.text() == ""


def test_the_model_is_opened_while_the_ornament_is_looked_at(driver: Driver) -> None:
    driver.open()
    assert set(driver.stub.warmed) == {driver.panel.presenter.model}


def test_cancel_refusal_and_errors_leave_a_line(driver: Driver) -> None:
    driver.open()
    driver.stub.hold.clear()
    driver.press("inspect")
    driver.wait(lambda: driver.panel.presenter.running and bool(driver.stub.asked))
    assert driver.why_not("inspect") == "An inspection is running"
    driver.press("cancel")
    driver.wait_idle()
    assert "cancelled" in driver.panel.stage.strip.text()
    driver.stub.hold.set()
    driver.stub.refuse = "another motif"
    driver.inspect()
    assert driver.panel.stage.strip.text().endswith("another motif")
    driver.stub.refuse = ""
    driver.stub.error = InputError("cannot be read", path=driver.stub.ornament)
    driver.inspect()
    assert "suspect.png" in driver.panel.stage.strip.text()
    assert driver.panel.presenter.done is None
    assert not driver.why_not("inspect")


def test_a_carved_block_needs_a_reference_and_a_new_run_for_another_rate(driver: Driver) -> None:
    driver.stub.carved = True
    driver.open(reference=False)
    driver.panel.presenter.choose_model(None)
    assert "nothing to compare with" in driver.why_not("inspect")
    driver.panel.presenter.choose_reference(driver.stub.reference)
    driver.wait_idle()
    driver.inspect()
    before = driver.panel.presenter.findings
    assert "next Inspect" in driver.panel.side.rate.toolTip()
    driver.panel.side.rate.setValue(30.0)
    assert driver.panel.presenter.findings == before


def test_the_report_carries_the_verdicts(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.open()
    driver.inspect()
    driver.key(Qt.Key.Key_A)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "out"))
    driver.press("report")
    driver.wait_idle()
    done, folder = driver.stub.reports[0]
    assert folder == tmp_path / "out" / "suspect_inspection"
    assert done.record.findings[0].verdict == "accepted"
    assert not driver.why_not("report")


def test_boxes_go_back_to_annotate(driver: Driver, qtbot: QtBot) -> None:
    driver.open()
    driver.inspect()
    with qtbot.waitSignal(driver.panel.context.sendRequested) as sent:
        driver.press("send_boxes")
    kind, handed = sent.args
    assert kind == BOXES
    assert isinstance(handed, BoxesHandover)
    assert handed.image_path == driver.stub.ornament
    assert [label for label, _, _ in handed.boxes] == ["1", "1", "1"]
    assert handed.boxes[0][1] == (20.0, 40.0, 20.0 + SIDE, 40.0 + SIDE)


def test_a_model_from_train_is_the_one_that_inspects(driver: Driver, tmp_path: Path) -> None:
    driver.open()
    driver.panel.receive(MODEL, tmp_path / "my model")
    driver.wait_idle()
    driver.stub.hold.clear()
    driver.press("inspect")
    assert "takes minutes" in driver.panel.stage.strip.text(), "it has no normals yet"
    driver.stub.hold.set()
    driver.wait_idle()
    assert driver.panel.stage.strip.text() == ""
    assert driver.stub.asked[0].model == tmp_path / "my model"
    assert driver.panel.context.current_text("model") == "my model"


def test_it_comes_back_to_where_it_was(driver: Driver, make: Callable[[], Driver]) -> None:
    driver.open()
    driver.panel.side.rate.setValue(5.0)
    driver.panel.presenter.maps.restore(["gain", "loss"])
    driver.panel.stage.set_levels(33, True)
    state = json.loads(json.dumps(driver.panel.save_state()))
    later = make()
    later.panel.restore_state(state)
    later.wait_idle()
    subject = later.panel.presenter.subject
    assert subject is not None
    assert subject.ornament.path == driver.stub.ornament
    assert subject.reference is not None
    assert later.panel.presenter.params.false_alarms == pytest.approx(0.05)
    assert later.panel.presenter.maps.state() == ["gain", "loss"]
    assert (later.panel.stage.bar.opacity.value(), later.panel.stage.bar.outlines.isChecked()) == (33, True)
    later.panel.restore_state({"subject": 3, "params": {"odd": 1}, "splitter": "x", "model": 5})


def test_boxes_of_an_aligned_ornament_lie_on_its_source() -> None:
    from detector.panel.inspect.send_back import on_source

    rows, columns = np.mgrid[0:50, 0:80].astype(np.float32)
    shifted = np.stack([columns + 100, rows + 7], axis=2)
    assert on_source((10, 5, 30, 25), shifted) == (110, 12, 130, 32)
    assert on_source((90, 5, 95, 25), shifted) is None
