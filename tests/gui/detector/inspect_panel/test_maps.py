"""Maps in the Inspect workspace: heat, comparison, two side by side, those of other scorers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from autolabelme.core.errors import InputError

from .conftest import Driver


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


def test_b_blinks_the_pair_and_holds_it(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    assert "Compare first" in driver.why_not("blink")
    driver.key(Qt.Key.Key_V)
    compare = driver.panel.stage.compare
    QTest.keyClick(compare.canvas, Qt.Key.Key_B)
    assert (compare.mode, compare.paused) == ("blink", False)
    assert driver.panel.actions_["blink"].isChecked()
    QTest.keyClick(compare.canvas, Qt.Key.Key_B)
    assert (compare.mode, compare.paused) == ("blink", True)
    QTest.keyClick(compare.canvas, Qt.Key.Key_P)
    assert compare.mode == "side_by_side" and not driver.panel.actions_["blink"].isChecked()


def test_the_heat_map_has_one_scale_and_follows_its_sliders(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    stage = driver.panel.stage
    heat = stage.canvas.evidence.heat
    assert heat is not None
    assert heat.maximum == 8.0
    assert stage.canvas.evidence.threshold == pytest.approx(2.5, abs=0.05)
    driver.panel.side.map.opacity.setValue(20)
    driver.panel.side.map.threshold.setValue(50)
    assert stage.canvas.evidence.opacity == pytest.approx(0.2)
    assert stage.compare.evidence.threshold == pytest.approx(4.0)
    driver.panel.side.map.outlines.setChecked(True)
    assert stage.canvas.evidence.outlined
    assert stage.compare.evidence.outlined
    driver.take("none")
    assert stage.canvas.evidence.heat is None
    assert not driver.panel.side.map.outlines.isEnabled()


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
    picker = driver.panel.side.map.evidence
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


def test_without_the_laboratory_the_picker_says_what_is_missing(driver: Driver) -> None:
    driver.stub.scorers = None
    driver.open()
    driver.inspect()
    rows = {row.key: row for row in driver.panel.side.map.evidence.rows}
    assert "autolabelme[lab]" in rows.pop("scorer:").reason
    assert not [key for key in rows if key.startswith("scorer:")]
    assert driver.panel.stage.canvas.evidence.heat is not None


def test_a_scorer_that_cannot_be_fitted_says_why_and_leaves_the_map_that_was(driver: Driver) -> None:
    driver.stub.map_error = InputError("vignette '1' has no normal impression")
    driver.open()
    driver.inspect()
    driver.take("scorer:other")
    driver.wait_idle()
    panel = driver.panel
    assert "no normal impression" in panel.stage.strip.text()
    assert panel.presenter.maps.key(0) == panel.side.map.evidence.key == "combined"
    assert panel.stage.canvas.evidence.heat is not None
    row = next(row for row in panel.side.map.evidence.rows if row.key == "scorer:other")
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


def test_a_scorers_scale_may_begin_above_zero_and_the_slider_goes_along_it(driver: Driver) -> None:
    driver.stub.map_minimum = 0.2
    driver.open()
    driver.inspect()
    driver.take("scorer:other")
    driver.wait_idle()
    stage = driver.panel.stage
    heat = stage.canvas.evidence.heat
    assert heat is not None
    assert heat.minimum == 0.2
    assert stage.canvas.evidence.threshold == pytest.approx(0.2 + 0.31 * 0.8, abs=0.01)
    driver.panel.side.map.threshold.setValue(50)
    assert stage.canvas.evidence.threshold == pytest.approx(0.6)
    driver.key(Qt.Key.Key_V)
    stage.compare.bar.heat_threshold.setValue(100)
    assert stage.compare.evidence.threshold == pytest.approx(1.0)
    assert driver.panel.side.map.threshold.value() == 100
    shown = driver.panel.presenter.maps.scorers_map_shown()
    assert shown is not None
    assert shown.minimum == 0.2


def test_a_scorer_that_sees_no_planted_damage_is_shown_with_a_warning(driver: Driver) -> None:
    driver.stub.map_blind = True
    driver.open()
    driver.inspect()
    driver.take("scorer:other")
    driver.wait_idle()
    strip = driver.panel.stage.strip
    assert strip.level == "warning"
    assert strip.text().startswith("Another method: ")
    assert driver.panel.presenter.maps.key(0) == "scorer:other"
    driver.take("combined")
    assert strip.isHidden(), "as long as it is shown"
    driver.take("scorer:other")
    assert strip.text().startswith("Another method: ")
    driver.panel.presenter.choose_ornament(driver.stub.reference)
    assert strip.isHidden(), "another ornament, of which there is no map yet"


def test_without_a_vignette_there_is_nothing_for_a_scorer(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    maps, done = driver.panel.presenter.maps, driver.panel.presenter.done
    assert done is not None
    assert maps.why_not("scorer:other") == ""
    maps.set_done(replace(done, inspection=replace(done.inspection, vignettes=())))
    assert "none was found" in maps.why_not("scorer:other")
    assert "none was found" in next(
        row.reason for row in driver.panel.side.map.evidence.rows if row.key == "scorer:other"
    )
    assert maps.why_not("combined") == ""


def test_every_view_begins_where_the_last_one_was(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    stage = driver.panel.stage
    pictures = {"ornament": stage.canvas, "compare": stage.compare.canvas, "maps": stage.maps.left}

    def place(name: str) -> tuple[float, float, float]:
        view = pictures[name].view
        assert view is not None
        return (round(view.zoom, 3), *(round(at, 1) for at in view.center))

    def fits(name: str) -> bool:
        view = pictures[name].view
        assert view is not None
        return view.scale == pytest.approx(view.fit_scale)

    assert fits("ornament")
    for key, name in ((Qt.Key.Key_V, "compare"), (Qt.Key.Key_E, "maps"), (Qt.Key.Key_E, "ornament")):
        QTest.keyClick(stage.picture(), key)
        driver.wait(lambda name=name: stage.view == name and fits(name))
    driver.key(Qt.Key.Key_Down)  # to the next finding, zoomed in
    zoomed = place("ornament")
    assert not fits("ornament")
    for key, name in (
        (Qt.Key.Key_V, "compare"),
        (Qt.Key.Key_W, "why"),
        (Qt.Key.Key_E, "maps"),
        (Qt.Key.Key_E, "ornament"),
    ):
        QTest.keyClick(stage.picture(), key)
        driver.wait(lambda name=name: stage.view == name)
        if name != "why":
            assert place(name) == zoomed, name
