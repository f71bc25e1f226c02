"""Findings in the Inspect workspace: listed, shown on the ornament, explained, at a rate."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest

from detector.panel import panel_specs
from detector.panel.inspect.findings_table import LABEL, NUMBER, PICTURE, SCORE, P
from detector.panel.inspect.score_plot import ScorePlot
from detector.panel.inspect.why_large import PICTURE_PX

from ..inspect_stub import SIDE
from .conftest import Driver


def test_it_stands_last_on_the_rail() -> None:
    spec = next(spec for spec in panel_specs() if spec.key == "inspect")
    assert spec.order == 50
    assert spec.accepts == {"alignment", "model", "vignettes"}


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
    assert "differs from the reference's layout" in driver.panel.stage.promise.text().lower()
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
    assert panel.why.pictures() == ["printed", "reference"], "the pair; W shows the rest"
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
    assert "of 20%" in driver.panel.stage.promise.text()
    driver.panel.side.rate.setValue(0.1)
    # Below 1 in 201 nothing can be promised: what lies above every normal is listed, and marked.
    assert [driver.panel.table.text(i, P) for i in range(2)] == ["–", f"{1 / 201:.4f}*"]


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


def test_the_large_evidence_uses_the_room_there_is(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    panel = driver.panel
    driver.key(Qt.Key.Key_W)
    large = panel.stage.why
    driver.wait(lambda: bool(large.captions()))
    panel.resize(1000, 560)
    driver.wait(lambda: large.side == PICTURE_PX)
    names = large.captions()
    panel.resize(1900, 1050)
    driver.wait(lambda: large.side > 1.3 * PICTURE_PX)
    assert large.captions() == names
    bar = large.verticalScrollBar()
    assert bar is not None
    driver.wait(lambda: bar.maximum() == 0)
