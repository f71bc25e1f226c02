"""Findings in the Inspect workspace: listed, shown on the ornament, explained, at a rate."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest

from detector.core.inspection.left_out import Compared, LeftOut
from detector.panel import panel_specs
from detector.panel.figures import Fold

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


def test_what_was_not_compared_is_dimmed_and_said_in_a_sentence(driver: Driver) -> None:
    square = ((0.0, 20.0), (239.0, 20.0), (239.0, 119.0), (0.0, 119.0))
    driver.stub.compared = Compared((square,), (LeftOut("head", "reference", 12.0, 0.04),), 0.04)
    driver.open()
    driver.inspect()
    stage = driver.panel.stage
    assert stage.promise.isVisible()
    told = "1.2 mm at the head were not compared: only the reference has print there."
    # It leads, in the warning's colour: the strip shows two lines.
    assert stage.verdict.text().startswith("4% of the ink was not compared. This ornament differs")
    assert stage.promise.text().startswith(f"{told[:-1]} (dimmed).")
    assert (stage.verdict.tone, stage.promise.tone) == ("warning", "warning")
    for canvas in (stage.canvas, stage.compare.canvas, stage.compare.source_canvas):
        assert canvas.overlays.outlines == (((0.5, 20.5), (239.5, 20.5), (239.5, 119.5), (0.5, 119.5)),)
    view = stage.canvas.view
    assert view is not None
    seen = stage.canvas.grab().toImage()
    ratio = seen.devicePixelRatio()

    def spread(y: float) -> float:
        """How much pixels differ along a row of the noisy ornament: dimming takes contrast off."""
        points = [view.to_widget(x, y) for x in range(40, 200, 3)]
        tones = [seen.pixelColor(round(p.x() * ratio), round(p.y() * ratio)).value() for p in points]
        return float(np.std(tones))

    assert spread(8.5) < 0.6 * spread(104.5)
    stage.canvas.overlays.set_hidden(True)
    seen = stage.canvas.grab().toImage()
    assert spread(8.5) > 0.8 * spread(104.5)


def test_return_inspects_and_lists_findings_as_cards_of_one_sentence(driver: Driver) -> None:
    driver.open()
    driver.key(Qt.Key.Key_Return)
    driver.wait_idle()
    panel = driver.panel
    cards = panel.side.cards.model_.cards
    assert [(card.title, card.sentence) for card in cards] == [
        ("1. missing: label 7 is expected", "Nothing is here."),
        ("2. altered: label 1", "Ink of the prototype is missing (p 0.0050)."),
    ]
    assert cards[0].captions == ("printed here", "reference", "lost, gained")
    driver.wait(lambda: set(panel.side.cards.model_.pictures) == {0, 1})
    assert panel.stage.verdict.text() == "This ornament differs: 1 altered, 1 missing."
    assert panel.stage.promise.text() == ""
    whole = panel.side.details.whole.text()
    assert "iffers from the reference's layout" in whole and "by chance" in whole
    assert driver.stub.asked[0].params.false_alarms == 0.01


def test_a_pair_comes_as_a_pair_and_an_ornament_alone(driver: Driver) -> None:
    driver.open()
    driver.press("inspect")
    driver.wait_idle()
    stage = driver.panel.stage
    assert stage.view == "compare" and stage.compare.mode == "side_by_side"
    for canvas in (stage.compare.canvas, stage.compare.source_canvas):
        assert [item.text for item in canvas.overlays.items] == ["1 missing", "2 altered"]
    # A click on a box of either selects its finding.
    canvas = stage.compare.source_canvas
    assert canvas.view is not None
    where = canvas.view.to_widget(160 + SIDE / 2, 40 + SIDE / 2).toPoint()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=where)
    assert driver.panel.presenter.selected == 1
    # Another run leaves the view that was chosen.
    driver.panel.choose_view("maps")
    driver.press("inspect")
    driver.wait_idle()
    assert stage.view == "maps"
    driver.open(reference=False)
    driver.press("inspect")
    driver.wait_idle()
    assert stage.view == "ornament"


def test_the_column_shows_what_is_chosen_before_a_result_and_the_cards_after_it(driver: Driver) -> None:
    side = driver.panel.side
    assert side.drawer == "setup" and side.model.isVisible() and not side.cards.isVisible()
    driver.open()
    assert side.drawer == "setup"
    driver.inspect()
    assert side.drawer == "" and side.cards.isVisible() and not side.model.isVisible()
    for name, inside in (("details", side.slider), ("map", side.map), ("setup", side.model)):
        fold = side.findChild(Fold, f"fold-{name}")
        assert fold is not None
        QTest.mouseClick(fold, Qt.MouseButton.LeftButton)
        assert side.drawer == name and inside.isVisible() and side.cards.isVisible()
    QTest.mouseClick(fold, Qt.MouseButton.LeftButton)
    assert side.drawer == ""
    # Another ornament is chosen: the setup is what there is to do.
    driver.open(reference=False)
    assert side.drawer == "setup" and not side.cards.isVisible()


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
    details = panel.side.details
    assert "none of 200 authenticated impressions" in details.evidence.text()
    cells = [details.table.item(row, column) for row in range(2) for column in range(3)]
    assert [cell.text() for cell in cells if cell is not None] == [
        *("this finding", "9.00", f"{1 / 201:.4f}"),
        *("normals of label 1", "200", ""),
    ]
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
    assert "of 20%" in driver.panel.side.details.whole.text()
    driver.panel.side.rate.setValue(0.1)
    # Below 1 in 201 nothing can be promised: what lies above every normal is listed, and marked.
    assert driver.kinds() == ["missing", "altered"]
    sentence = driver.panel.side.cards.model_.cards[1].sentence
    assert sentence.endswith(f" (p {1 / 201:.4f}, no rate is promised).")


def test_a_click_on_a_box_selects_its_card(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    canvas = driver.panel.stage.canvas
    canvas.fit()
    assert canvas.view is not None
    where = canvas.view.to_widget(160 + SIDE / 2, 40 + SIDE / 2).toPoint()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=where)
    assert driver.panel.presenter.selected == 1
    assert driver.panel.side.cards.currentIndex().row() == 1


def test_why_flagged_shows_it_large_beside_what_it_is_compared_with(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    driver.key(Qt.Key.Key_N)
    driver.wait_idle()
    assert "Why flagged" in driver.why_not("blink")
    driver.key(Qt.Key.Key_W)
    stage, why = driver.panel.stage, driver.panel.stage.why
    assert stage.view == "why"
    assert why.title.text() == "2. altered: label 1"
    shown = [plate.caption for plate in why.choices if plate.isVisible()]
    assert shown == ["reference", "model's drawing"]
    assert (why.left.caption, why.right.caption) == ("printed here", "reference")
    QTest.mouseClick(why.choices[1], Qt.MouseButton.LeftButton)
    assert why.right.caption == "model's drawing"
    QTest.keyClick(why, Qt.Key.Key_B)
    driver.wait(lambda: why.left.caption == "model's drawing")
    driver.wait(lambda: why.left.caption == "printed here")
    QTest.keyClick(why, Qt.Key.Key_B)
    assert not why.blinking and why.left.caption == "printed here"
    QTest.keyClick(why, Qt.Key.Key_G)
    assert why.left.caption.startswith("printed here: lost blue")
    QTest.keyClick(why, Qt.Key.Key_G)
    QTest.keyClick(why, Qt.Key.Key_B)
    QTest.keyClick(why, Qt.Key.Key_Up)
    driver.wait_idle()
    assert driver.panel.presenter.selected == 0
    assert why.right.caption == "reference", "another finding begins with what it is compared with"
    QTest.keyClick(why, Qt.Key.Key_V)
    assert stage.view == "compare" and not why.blinking
    assert not driver.panel.actions_["why_large"].isChecked()


def test_a_second_click_on_a_card_opens_why_flagged(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    cards = driver.panel.side.cards
    place = cards.visualRect(cards.model_.index(1)).center()
    area = cards.viewport()
    assert area is not None
    QTest.mouseClick(area, Qt.MouseButton.LeftButton, pos=place)
    assert driver.panel.presenter.selected == 1
    QTest.mouseDClick(area, Qt.MouseButton.LeftButton, pos=place)
    assert driver.panel.stage.view == "why"


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


def test_an_empty_list_says_why(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    cards = driver.panel.side.cards
    area = cards.viewport()
    assert area is not None
    with_cards = area.grab().toImage()
    cards.show_cards((), -1)
    cards.show_empty("")
    bare = area.grab().toImage()
    cards.show_empty("Nothing was flagged at this rate.")
    assert area.grab().toImage() not in (bare, with_cards)
