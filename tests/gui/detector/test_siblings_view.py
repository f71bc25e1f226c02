"""Inspect on a page that Annotate sent: cards, *Why flagged*, strikes, verdicts that are kept, the report."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PyQt6.QtCore import QRect, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import write_document
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import write_image
from autolabelme.core.progress import Tick
from autolabelme.qtkit.job_runner import JobRunner
from autolabelme.qtkit.workspace import VIGNETTES, VignettesHandover, WorkspaceContext
from detector.core.siblings.inspection import SiblingInspection, inspect_siblings
from detector.core.siblings.params import SiblingParams
from detector.core.siblings.prepare import Place
from detector.panel.inspect.panel import InspectPanel
from detector.panel.siblings import siblings_jobs, words
from detector.panel.siblings.cards import sentence_of, title_of
from detector.panel.siblings.history import History, Said, State
from detector.panel.siblings.requests import Request, SiblingWorkers
from detector.panel.siblings.siblings_jobs import chosen
from detector.panel.siblings.view import SiblingsView
from tests.unit.detector.core.siblings.conftest import Printed, strip, sure_strokes

WAIT_MS = 60_000
CONTROL = Qt.KeyboardModifier.ControlModifier


@lru_cache(maxsize=1)
def cut_strip() -> tuple[Printed, int]:
    """A strip of thirty with a stroke of one impression cut through, and which."""
    printed = strip(count=30)
    number = [index for index, one in enumerate(printed.vignettes) if one.pose.plain][3]
    x, y, half, degrees = sure_strokes(printed, number)[0]
    return printed.with_line(x, y, half + 4, degrees, 4, 235), number


def handover(folder: Path, printed: Printed, count: int = 1000, **narrowed: object) -> VignettesHandover:
    image = write_image(folder / "strip.png", printed.gray)
    shapes = tuple(
        Shape.rectangle(one.label, one.box, pose=one.pose, role="match") for one in printed.vignettes[:count]
    )
    document = Document.for_image(image).with_fields(shapes=shapes)
    return replace(VignettesHandover(document, np.dstack([printed.gray] * 3), None, "", "strip"), **narrowed)


_compare = inspect_siblings
_known: dict[tuple[object, ...], SiblingInspection] = {}


@pytest.fixture(autouse=True)
def compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same page is compared once for all tests; what depends on the window is done each time."""

    def compare(page: Any, vignettes: Any, params: Any, **more: Any) -> SiblingInspection:
        if more["normals"] or more["struck"]:
            return _compare(page, vignettes, params, **more)
        key = (page.tobytes(), vignettes, params.false_alarms)
        if key not in _known:
            _known[key] = _compare(page, vignettes, params, **more)
        return _known[key]

    monkeypatch.setattr(siblings_jobs, "inspect_siblings", compare)


class Driver:
    def __init__(self, qtbot: QtBot, panel: InspectPanel) -> None:
        self.qtbot, self.panel = qtbot, panel

    @property
    def view(self) -> SiblingsView:
        return self.panel.siblings

    def wait_idle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.panel.context.runner.jobs, timeout=WAIT_MS)

    def receive(self, handed: VignettesHandover) -> None:
        self.panel.receive(VIGNETTES, handed)
        self.wait_idle()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.panel.window().focusWidget() or self.view, key, modifiers)

    def press(self, name: str) -> None:
        (button,) = (one for one in self.view.findChildren(QPushButton, name) if one.isVisible())
        assert button.isEnabled(), button.toolTip()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def reason(self, name: str) -> str:
        return self.view.actions_[name].reason

    def first(self) -> tuple[str, str]:
        row = self.view.presenter.rows[0]
        return title_of(row), sentence_of(row)


@pytest.fixture
def context(qapp: object, tmp_path: Path) -> Iterator[WorkspaceContext]:
    runner = JobRunner()
    context = WorkspaceContext(runner, tmp_path / "data")
    yield context
    runner.wait_all()
    context.deleteLater()
    runner.deleteLater()


@pytest.fixture
def make(qtbot: QtBot, context: WorkspaceContext) -> Iterator[Callable[..., Driver]]:
    made: list[InspectPanel] = []

    def make_one(workers: SiblingWorkers | None = None) -> Driver:
        panel = InspectPanel(context, sibling_workers=workers)
        made.append(panel)
        qtbot.addWidget(panel)
        panel.resize(1280, 660)
        with qtbot.waitActive(panel, timeout=WAIT_MS):  # keys go to the active window only
            panel.show()
            panel.activateWindow()
        return Driver(qtbot, panel)

    yield make_one
    for panel in made:
        panel.shutdown()


@pytest.fixture
def driver(make: Callable[..., Driver]) -> Driver:
    return make()


def test_the_cut_impression_comes_first_and_is_lit(driver: Driver, tmp_path: Path) -> None:
    printed, number = cut_strip()
    driver.receive(handover(tmp_path, printed))
    presenter, view = driver.view.presenter, driver.view
    assert driver.panel.comparing_siblings
    first = presenter.rows[0]
    assert first.number == number and first.flagged
    title, sentence = driver.first()
    assert title.startswith("1. altered, label")
    assert sentence.startswith("A stroke is cut that none of its 29 siblings has cut (p ")
    assert "differ" in view.stage.verdict.text() and "%" not in view.stage.verdict.text()
    lit = {item.id: item for item in view.stage.canvas.overlays.items}
    assert lit[str(number)].role == "proposed" and not lit[str(number)].weak
    calm = [row for row in presenter.rows if not row.flagged]
    assert calm and all(lit[str(row.number)].weak for row in calm)
    flagged = {(one.box, one.label) for one in presenter.inspection.findings}
    assert {(r.judged.vignette.box, r.judged.vignette.label) for r in presenter.rows if r.flagged} == flagged
    p = [row.judged.vignette.p for row in presenter.rows]
    assert p == sorted(p), "the most suspicious first"
    assert set(view.side.cards.model_.pictures) == set(range(len(printed.vignettes)))
    page = view.stage.canvas.view.page_rect()
    boxes = np.array([one.box for one in printed.vignettes])
    assert page[0] <= boxes[:, 0].min() and page[2] >= boxes[:, 2].max(), "the whole strip is in sight"


def test_unsaved_edits_count_and_a_label_or_an_ornament_narrows(tmp_path: Path) -> None:
    handed = handover(tmp_path, strip())
    relabelled = handed.document.update([handed.document.shapes[0].id], label="other")
    handed = replace(handed, document=relabelled)
    assert [one.label for one in chosen(handed).vignettes()].count("other") == 1
    assert len(chosen(replace(handed, label="other")).vignettes()) == 1
    _, y1, _, y2 = handed.document.shapes[10].box
    region = (0.0, y1 - 10, float(handed.document.width), y2 + 10)
    assert len(chosen(replace(handed, box=region)).vignettes()) == 10


def test_why_flagged_shows_the_median_and_three_siblings_and_blinks(driver: Driver, tmp_path: Path) -> None:
    driver.receive(handover(tmp_path, cut_strip()[0]))
    why = driver.view.stage.why
    assert "Why flagged" in driver.reason("blink")
    driver.key(Qt.Key.Key_W)
    assert driver.view.stage.why_shown
    assert [plate.caption for plate in why.choices if plate.isVisible()] == [
        "median of its siblings",
        "sibling 1",
        "sibling 2",
        "sibling 3",
    ]
    assert (why.left.caption, why.right.caption) == ("printed here", "median of its siblings")
    QTest.mouseClick(why.choices[2], Qt.MouseButton.LeftButton)
    assert why.right.caption == "sibling 2"
    driver.key(Qt.Key.Key_B)
    driver.qtbot.waitUntil(lambda: why.left.caption == "sibling 2", timeout=WAIT_MS)
    driver.qtbot.waitUntil(lambda: why.left.caption == "printed here", timeout=WAIT_MS)
    driver.press("blink")
    assert not why.blinking and why.left.caption == "printed here"
    driver.key(Qt.Key.Key_G)
    assert why.left.caption.startswith("printed here: lost blue")
    driver.press("blink")
    driver.key(Qt.Key.Key_W)
    assert not why.blinking and not driver.view.stage.why_shown


def test_a_struck_sibling_changes_all_p_values_and_comes_back(driver: Driver, tmp_path: Path) -> None:
    driver.receive(handover(tmp_path, cut_strip()[0]))
    presenter = driver.view.presenter
    before = {row.number: row.judged.vignette.p for row in presenter.rows}
    driver.press("why")
    QTest.mouseClick(driver.view.stage.why.choices[1], Qt.MouseButton.LeftButton)
    place = presenter.why.places[0]
    assert driver.view.actions_["strike"].text() == "Sibling 1 is not authentic"
    driver.key(Qt.Key.Key_X)
    driver.wait_idle()
    assert presenter.inspection.struck == {place}
    after = {row.number: row.judged.vignette.p for row in presenter.rows}
    assert sum(after[number] != before[number] for number in before) > len(before) / 2
    assert presenter.row.judged.siblings == 28
    assert "Struck out as not authentic, and no siblings: 1." in driver.view.stage.notes.text()
    struck = next(row for row in presenter.rows if row.struck)
    assert title_of(struck).split(". ")[1].startswith("not authentic")
    driver.key(Qt.Key.Key_Z, CONTROL)
    driver.wait_idle()
    assert {row.number: row.judged.vignette.p for row in presenter.rows} == before
    assert not presenter.inspection.struck and driver.reason("undo") == "Nothing was judged yet"


def test_verdicts_notes_and_strikes_are_kept_for_the_next_time(driver: Driver, tmp_path: Path) -> None:
    printed, number = cut_strip()
    driver.receive(handover(tmp_path, printed))
    presenter = driver.view.presenter
    driver.view.side.note.setFocus()
    QTest.keyClicks(driver.view.side.note, "re-cut?")
    QTest.keyClick(driver.view.side.note, Qt.Key.Key_Return)
    driver.view.stage.canvas.setFocus()
    driver.key(Qt.Key.Key_A)
    assert presenter.selected == presenter.rows[1].number, "on to the next"
    driver.key(Qt.Key.Key_R)
    driver.key(Qt.Key.Key_U)
    presenter.select(presenter.rows[-1].number)
    driver.key(Qt.Key.Key_X)
    driver.wait_idle()
    # The same page, boxed a little otherwise and in another order.
    moved = Printed(printed.gray, tuple(reversed(printed.vignettes)))
    driver.receive(handover(tmp_path, moved))
    rows = {row.judged.vignette.box: row for row in presenter.rows}
    assert rows[printed.vignettes[number].box].said == Said("accepted", "re-cut?")
    assert sum(row.said != Said() for row in presenter.rows) == 1
    assert sum(row.struck for row in presenter.rows) == 1 and len(presenter.inspection.struck) == 1


def test_damaged_verdicts_are_put_aside(driver: Driver, tmp_path: Path) -> None:
    handed = handover(tmp_path, strip(count=10))
    driver.receive(handed)
    driver.key(Qt.Key.Key_A)
    path = driver.view.presenter.compared.path
    path.write_text('{"impressions": [{"box": 3}]}', "utf-8")
    driver.receive(handed)
    assert "put aside" in driver.view.stage.strip.text()
    assert path.with_suffix(".damaged.json").is_file()
    assert driver.view.presenter.rows, "the page is inspected all the same"


def test_under_eight_siblings_it_ranks_and_promises_nothing(driver: Driver, tmp_path: Path) -> None:
    driver.receive(handover(tmp_path, strip(), count=6))
    assert driver.view.stage.verdict.text() == "Ranked only: no sort has 8 siblings, so nothing is promised."
    assert not any(row.flagged for row in driver.view.presenter.rows)
    assert all("(p" not in sentence_of(row) for row in driver.view.presenter.rows)
    assert driver.view.presenter.rows[0].judged.vignette.p is None


def test_an_authentic_page_lends_its_siblings(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.receive(handover(tmp_path, strip(), count=6))
    other = tmp_path / "other"
    other.mkdir()
    path = other / "authentic_matched.json"
    write_document(handover(other, strip(seed=11)).document, path)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(path)], ""))
    driver.press("normals")
    driver.wait_idle()
    assert driver.view.presenter.rows[0].judged.siblings == 25
    assert driver.view.presenter.rows[0].judged.vignette.p is not None
    assert "authentic_matched.json" in driver.view.side.normals.text()
    driver.press("no_normals")
    driver.wait_idle()
    assert driver.view.presenter.rows[0].judged.siblings == 5


def test_another_rate_lists_other_findings_at_once(driver: Driver, tmp_path: Path) -> None:
    driver.receive(handover(tmp_path, cut_strip()[0]))
    presenter = driver.view.presenter
    driver.view.side.rate.setValue(40.0)
    driver.qtbot.waitUntil(lambda: presenter.inspection.params.false_alarms == 0.4, timeout=WAIT_MS)
    driver.wait_idle()
    assert sum(row.flagged for row in presenter.rows) == len(presenter.inspection.findings)
    assert all(row.judged.vignette.p <= 0.4 for row in presenter.rows if row.flagged)
    badge = driver.view.side.changed
    assert badge.isVisible()
    QTest.mouseClick(badge, Qt.MouseButton.LeftButton)
    usual = SiblingParams().false_alarms
    driver.qtbot.waitUntil(lambda: presenter.inspection.params.false_alarms == usual, timeout=WAIT_MS)
    assert not badge.isVisible()
    # Another page is judged at the usual rate.
    presenter.set_rate(0.4)
    other = tmp_path / "other"
    other.mkdir()
    driver.receive(handover(other, cut_strip()[0]))
    driver.wait_idle()
    assert presenter.params.false_alarms == usual and driver.view.side.rate.value() == 100 * usual


def test_figures_stand_under_details_only(driver: Driver, tmp_path: Path) -> None:
    driver.receive(handover(tmp_path, cut_strip()[0]))
    table = driver.view.side.details
    assert not table.isVisible()
    place = QRect(driver.view.stage.pages.geometry())
    driver.view.side.unfold.click()
    assert table.isVisible() and driver.view.stage.pages.geometry() == place
    said = [table.item(row, 0).text() for row in range(table.rowCount())]
    assert said[:4] == ["stroke cut", "ink lost", "ink added", "unlike as a whole"]
    assert said[-1] == "page as a whole"


def test_the_picture_never_moves(driver: Driver, tmp_path: Path) -> None:
    driver.receive(handover(tmp_path, cut_strip()[0]))
    stage = driver.view.stage
    place = QRect(stage.pages.geometry())
    for name in ("strike", "accept", "why", "blink", "marks", "blink", "why", "undo", "undo"):
        driver.view.actions_[name].trigger()
        driver.wait_idle()
        assert stage.pages.geometry() == place, name
    stage.strip.say("A long word on what went wrong. " * 20, "error")
    stage.show_verdict("A verdict that is much longer than the room that it has. " * 8, ["a note"] * 30)
    driver.qtbot.wait(1)
    assert stage.pages.geometry() == place


def test_every_disabled_action_says_why(make: Callable[..., Driver]) -> None:
    driver = make()
    driver.panel.show_siblings(True)
    for name in driver.view.actions_.names():
        action = driver.view.actions_[name]
        assert action.isEnabled() or action.reason in action.toolTip(), name
        assert action.isEnabled() == (not action.reason)


def test_the_two_modes_have_menus_and_keys_of_their_own(driver: Driver, tmp_path: Path) -> None:
    changed: list[bool] = []
    driver.panel.modeChanged.connect(lambda: changed.append(driver.panel.comparing_siblings))
    ornament = driver.panel.menu_actions()
    assert "Press Inspect in Annotate" in driver.panel.actions_["siblings"].reason
    driver.receive(handover(tmp_path, strip(count=10)))
    assert driver.panel.menu_actions() != ornament
    assert driver.panel.message_area() is driver.view.stage.pages
    driver.view.actions_["leave"].trigger()
    assert driver.panel.menu_actions() == ornament
    driver.panel.actions_["siblings"].trigger()
    assert changed == [True, False, True]


def test_an_error_is_told_in_place_and_a_cancelled_run_too(
    make: Callable[..., Driver], tmp_path: Path
) -> None:
    def fail(request: Request, *, tick: Tick) -> object:
        raise InputError("is cut off", path=request.handed.document.image_path)

    driver = make(SiblingWorkers(compare=fail))
    driver.receive(handover(tmp_path, strip(count=10)))
    assert "is cut off" in driver.view.stage.strip.text()
    assert driver.reason("report") == "Press Inspect first"
    assert driver.view.actions_["inspect"].isEnabled()

    def wait(_request: Request, *, tick: Tick) -> object:
        while True:
            tick(1, 2, "waiting")

    driver.view.presenter.workers = SiblingWorkers(compare=wait)
    driver.panel.receive(VIGNETTES, handover(tmp_path, strip(count=10)))
    driver.press("cancel")
    driver.wait_idle()
    assert "cancelled" in driver.view.stage.strip.text()


def test_a_page_that_comes_while_another_is_compared_is_the_one_that_counts(
    make: Callable[..., Driver], tmp_path: Path
) -> None:
    def slow(request: Request, *, tick: Tick) -> object:
        while request.handed.name == "slow":
            tick(1, 2, "waiting")
        return siblings_jobs.compare(request, tick=tick)

    driver = make(SiblingWorkers(compare=slow))
    driver.panel.receive(VIGNETTES, handover(tmp_path, strip(count=10), name="slow"))
    driver.receive(handover(tmp_path, strip(count=10), name="next"))
    assert len(driver.view.presenter.rows) == 10 and not driver.view.presenter.running
    assert "cancelled" not in driver.view.stage.strip.text()
    # An ornament in which nothing is boxed.
    driver.receive(handover(tmp_path, strip(count=10), box=(0.0, 0.0, 5.0, 5.0)))
    assert driver.view.stage.verdict.text() == "There are no vignettes to inspect."
    assert driver.reason("why") == "Select an impression first"


def test_the_report_tells_verdicts_and_strikes(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.receive(handover(tmp_path, cut_strip()[0]))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "out"))
    driver.view.presenter.set_note("re-cut here")
    driver.key(Qt.Key.Key_A)
    driver.view.presenter.select(driver.view.presenter.rows[-1].number)
    driver.key(Qt.Key.Key_X)
    driver.wait_idle()
    driver.view.actions_["report_to"].trigger()
    driver.wait_idle()
    (folder,) = (tmp_path / "out").iterdir()
    html = (folder / "report.html").read_text("utf-8")
    assert "accepted" in html and "re-cut here" in html and "not authentic" in html
    found = json.loads((folder / "findings.json").read_text("utf-8"))
    assert found["findings"][0]["verdict"] == "accepted"
    assert len(found["struck"]) == 1
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")


def test_one_history_for_verdicts_and_strikes() -> None:
    history, one, other = History(), Place(0, 1), Place(0, 2)
    assert history.push(history.state.saying(one, Said("accepted")), one)
    assert not history.push(history.state.saying(one, Said("accepted")), one), "that stands"
    assert history.push(history.state.striking(other), other)
    assert history.state == State({one: Said("accepted")}, frozenset({other}))
    assert history.undo() == other and history.undo() == one and history.undo() is None
    assert history.state == State()
    assert history.redo() == one and history.state.of(one).verdict == "accepted"
    history.push(history.state.saying(one, Said()), one)
    assert not history.can_redo and history.state == State()


def test_figures_are_told_as_far_as_they_mean_anything() -> None:
    assert [words.p_word(p) for p in (None, 1e-9, 0.00412, 0.5)] == ["–", "< 0.0001", "0.0041", "0.50"]
