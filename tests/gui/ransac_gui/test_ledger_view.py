"""A ledger in the window: a person rules, the order follows, and it is saved; with real clicks and keys."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from autolabelme.core.arrays import U8
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import write_image
from autolabelme.core.ornament import Ornament
from autolabelme.core.progress import Tick, no_tick
from autolabelme.qtkit.overlay_painter import badge_font, badge_rect
from autolabelme.qtkit.workspace import ALIGNMENT, WorkspaceContext
from ransac_gui.core.align import align
from ransac_gui.core.ledger.files import read_ledger, write_ledger
from ransac_gui.core.ledger.frame import Frame, Sheet
from ransac_gui.core.ledger.ledger import ledger_of, reading_of
from ransac_gui.core.ledger.order import Span
from ransac_gui.core.ledger.pictures import Picture
from ransac_gui.core.ledger.states import ABSENT, CANNOT_TELL, PRESENT
from ransac_gui.core.params import AlignParams
from ransac_gui.core.prepare import ink_of
from ransac_gui.panel import pairs
from ransac_gui.panel.ledger.impressions import YEAR
from ransac_gui.panel.ledger.presenter import new_folder, span_texts
from ransac_gui.panel.ledger.requests import (
    Entry,
    LedgerWorkers,
    Opened,
    entries_from,
    entries_of,
    entries_state,
)
from ransac_gui.panel.ledger.view import LedgerView
from ransac_gui.panel.panel import AlignPanel
from tests.unit.ransac_gui.core.ledger.conftest import BREAK, HOLE, LATE, broken, new_block, printed

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
WAIT_MS = 60_000  # for jobs on a busy machine; nothing is measured with it
MORE = ((100, 110), (200, 110), (410, 110), (240, 60), (340, 60))
"""Further places on strokes."""


def made_ledger(folder: Path, *, tall: bool = False) -> Path:
    """A ledger on disk: "later" is the reference, "middle" between it and "early"; `tall` on its side."""
    block = new_block()
    middle = broken(block, BREAK, HOLE, LATE)
    states = {"later": broken(middle, *MORE), "early": block, "middle": middle}
    sheets = []
    for number, (name, state) in enumerate(states.items()):
        gray = printed(state, number)
        gray = np.ascontiguousarray(gray.T) if tall else gray
        write_image(folder / f"{name}.png", gray, 300)
        sheets.append(Sheet(name, gray, ink_of(gray), gray < 256))
    where = np.ones((320, 500), bool)
    where[:15] = where[306:] = False
    where[:, :15] = where[:, 486:] = False
    where = where.T if tall else where
    frame = Frame(tuple(sheets), (), where, 1.0)
    pictures = tuple(Picture.of(folder / f"{name}.png") for name in states)
    write_ledger(folder / "ledger", ledger_of(frame, dpi=300.0), frame, pictures)
    return folder / "ledger"


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_ledger(tmp_path_factory.mktemp("block"))


class Bench:
    """The view, and what a user does with it."""

    def __init__(self, qtbot: QtBot, view: LedgerView, folder: Path) -> None:
        self.qtbot, self.view, self.folder = qtbot, view, folder
        self.presenter = view.presenter

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=WAIT_MS)

    def wait_idle(self) -> None:
        self.wait(lambda: not self.view.context.runner.jobs)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.view.window().focusWidget() or self.view, key, modifiers)
        self.wait_idle()

    def press(self, name: str) -> None:
        button = self.view.side.buttons[name]
        assert button.isEnabled(), button.toolTip()
        QTest.mouseClick(button, LEFT)
        self.wait_idle()

    def click(self, x: float, y: float) -> None:
        """Into the picture, at a place of the frame."""
        canvas = self.view.stage.canvas
        assert canvas.view is not None
        QTest.mouseClick(canvas, LEFT, NONE, canvas.view.to_widget(x + 0.5, y + 0.5).toPoint())
        self.wait_idle()

    @property
    def order(self) -> str:
        return self.view.stage.order.text()

    def saved(self) -> dict[str, Any]:
        return dict(json.loads((self.folder / "ledger.json").read_text("utf-8")))


@pytest.fixture
def bench(qtbot: QtBot, context: WorkspaceContext, tmp_path: Path) -> Iterator[Bench]:
    view = LedgerView(context)
    view.resize(1100, 700)
    qtbot.addWidget(view)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.setFocus()
    folder = made_ledger(tmp_path)
    view.presenter.open(folder)
    bench = Bench(qtbot, view, folder)
    bench.wait_idle()
    yield bench
    context.runner.wait_all()
    view.shut_down()


def test_the_order_stands_above_the_block_and_the_columns_follow_it(bench: Bench) -> None:
    assert bench.order.startswith("Printed in this order: early; then middle; then later. Each step is")
    assert "every event fits it" in bench.order
    model = bench.view.table.model_
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert heads == ["1. early", "2. middle", "3. later"]
    assert model.headerData(0, Qt.Orientation.Vertical).startswith("1  lost piece\n")
    assert model.rowCount() == len(bench.presenter.rows) >= 5
    first = bench.presenter.row
    assert first is not None and first.event.number == 1
    # Each cell says its state, and the line of a place what the shown impression has of it.
    tips = [model.index(0, n).data(Qt.ItemDataRole.ToolTipRole) for n in (0, 2)]
    assert tips == ["early: absent", "later: present"]
    assert not bench.view.grab().isNull()


def test_a_number_selects_its_row_and_a_row_its_number(bench: Bench) -> None:
    canvas, table = bench.view.stage.canvas, bench.view.table
    assert canvas.overlays.selection == ("1",)
    item = next(one for one in canvas.overlays.items if one.id == "3")
    corner = canvas.view.to_widget(item.box[0], item.box[1])
    badge = badge_rect(item.text, badge_font(canvas.font()), corner.x(), corner.y())
    QTest.mouseClick(canvas, LEFT, NONE, badge.center().toPoint())
    assert bench.presenter.selected == 3
    assert table.model_.rows[table.currentIndex().row()].event.number == 3
    # The box does the same, and a click beside everything takes nothing away.
    box = next(one.box for one in canvas.overlays.items if one.id == "2")
    bench.click((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
    assert bench.presenter.selected == 2
    bench.click(8, 312)
    assert bench.presenter.selected == 2 and canvas.overlays.selection == ("2",)
    where = table.visualRect(table.model_.index(3, 1)).center()
    QTest.mouseClick(table.viewport(), LEFT, NONE, where)
    assert (bench.presenter.selected, bench.presenter.sheet) == (4, 2)
    assert canvas.overlays.selection == ("4",)
    # The head of a row selects its event; the impression stays.
    head = table.verticalHeader()
    QTest.mouseClick(head.viewport(), LEFT, NONE, QPoint(20, head.sectionViewportPosition(1) + 20))
    assert (bench.presenter.selected, bench.presenter.sheet) == (2, 2)
    bench.presenter.select(4)
    assert canvas.pyramid.image is bench.presenter.opened.frame.sheets[2].gray


def test_arrows_go_through_events_and_impressions(bench: Bench) -> None:
    assert bench.presenter.sheet == 0
    bench.key(Qt.Key.Key_Left)
    assert bench.presenter.sheet == 2
    bench.key(Qt.Key.Key_Left)
    bench.key(Qt.Key.Key_Left)
    assert bench.presenter.sheet == 1 and bench.view.stage.shown.text() == "early"
    bench.key(Qt.Key.Key_Down)
    bench.key(Qt.Key.Key_N)
    assert bench.presenter.selected == 3
    bench.key(Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    bench.key(Qt.Key.Key_Up)
    assert bench.presenter.selected == 1


def test_what_is_said_changes_the_order_at_once_is_saved_and_is_taken_back(bench: Bench) -> None:
    between = [row.event.number for row in bench.presenter.rows if row.states[2] == PRESENT != row.states[1]]
    assert len(between) >= 2
    for number in between:
        bench.presenter.select(number)
        bench.key(Qt.Key.Key_R)
    # Without them nothing tells the two earlier ones apart.
    assert "not told apart" in bench.order
    assert bench.view.table.model_.headerData(0, Qt.Orientation.Horizontal).startswith("1–2. ")
    said = bench.saved()["decisions"]
    assert [(one["action"], one["event"]) for one in said] == [("reject", number) for number in between]
    for _ in between:
        bench.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert bench.order.startswith("Printed in this order: early; then middle; then later")
    assert bench.presenter.selected == between[0]
    assert bench.saved()["decisions"] == [] and len(bench.saved()["undone"]) == len(between)
    bench.press("redo")
    assert bench.presenter.row.verdict == "reject"
    bench.key(Qt.Key.Key_Backspace)
    assert bench.presenter.row.verdict == ""
    bench.key(Qt.Key.Key_A)
    assert bench.saved()["events"][between[0] - 1]["verdict"] == "accept"


def test_a_cell_that_cannot_be_told_is_told_from_what_was_found(bench: Bench) -> None:
    row = next(row for row in bench.presenter.rows if row.states[1] == ABSENT)
    bench.presenter.select(row.event.number, 1)
    bench.key(Qt.Key.Key_Q)
    assert bench.presenter.row.states[1] == CANNOT_TELL
    model = bench.view.table.model_
    at = [one.event.number for one in model.rows].index(row.event.number)
    assert model.index(at, 0).data() == "early: cannot tell, as you said; found: absent"
    assert read_ledger(bench.folder)[0].decisions.done[-1].state == CANNOT_TELL
    bench.key(Qt.Key.Key_P)
    assert bench.presenter.row.states[1] == PRESENT
    bench.key(Qt.Key.Key_O)
    assert bench.presenter.row.states[1] == ABSENT


def test_a_click_adds_an_event_and_undo_takes_it_away(bench: Bench) -> None:
    count = len(bench.presenter.rows)
    bench.key(Qt.Key.Key_Insert)
    assert bench.presenter.adding
    bench.click(4, 4)
    # Nothing is printed there: it is said, and the click is still awaited.
    assert "no impression prints anything here" in bench.view.stage.strip.text()
    assert bench.presenter.adding
    bench.click(150, 201)
    assert not bench.presenter.adding
    assert len(bench.presenter.rows) == count + 1
    row = bench.presenter.row
    assert row.event.added and row.states[1] == ABSENT and row.states[0] == PRESENT
    assert "added by you" in bench.view.table.model_.headerData(count, Qt.Orientation.Vertical)
    bench.press("undo")
    assert len(bench.presenter.rows) == count
    bench.press("redo")
    assert len(bench.presenter.rows) == count + 1 and bench.presenter.row.event.added
    bench.key(Qt.Key.Key_Insert)
    bench.key(Qt.Key.Key_Escape)
    assert not bench.presenter.adding


def test_dates_are_written_in_place_and_place_the_undated_one(bench: Bench) -> None:
    table = bench.view.side.impressions
    assert [table.item(at, 0).text() for at in range(3)] == ["early", "middle", "later"]
    table.item(0, YEAR).setText("1560")
    bench.wait_idle()
    table.item(2, YEAR).setText("1584")
    bench.wait_idle()
    assert "middle: printed between 1560 and 1584." in bench.view.stage.notes.text()
    assert table.item(1, 3).text() == "1560–1584"
    assert [one["placed_by"] for one in bench.saved()["impressions"]] == [None, None, 1584]
    # The dates contradict the events.
    table.item(0, YEAR).setText("1600")
    bench.wait_idle()
    assert "The events say that early was printed before later" in bench.view.stage.notes.text()
    bench.press("undo")
    assert table.item(0, YEAR).text() == "1560"
    table.item(0, YEAR).setText("soon")
    bench.wait_idle()
    assert "expected a number" in bench.view.stage.strip.text()
    assert table.item(0, YEAR).text() == "1560"
    assert read_ledger(bench.folder)[0].dates == (Span(1584, 1584), Span(1560, 1560), None)


def test_a_close_up_shows_the_event_large_and_goes_with_the_selection(bench: Bench) -> None:
    canvas = bench.view.stage.canvas
    whole = canvas.view.zoom
    bench.key(Qt.Key.Key_W)
    assert canvas.view.zoom > 2 * whole

    def seen() -> bool:
        x1, y1, x2, y2 = bench.presenter.row.event.box
        left, top, right, bottom = canvas.view.page_rect()
        return left < x1 and top < y1 and x2 < right and y2 < bottom

    assert seen()
    bench.key(Qt.Key.Key_N)
    assert canvas.view.zoom > 2 * whole and seen()
    bench.key(Qt.Key.Key_W)
    assert canvas.view.zoom == pytest.approx(whole)


def test_the_table_of_a_tall_block_stands_beside_it(bench: Bench, tmp_path: Path) -> None:
    assert bench.view.middle.orientation() == Qt.Orientation.Vertical
    tall = tmp_path / "tall"
    tall.mkdir()
    bench.presenter.open(made_ledger(tall, tall=True))
    bench.wait_idle()
    assert bench.view.middle.orientation() == Qt.Orientation.Horizontal
    state = bench.view.save_state()
    bench.presenter.open(bench.folder)
    bench.wait_idle()
    assert bench.view.middle.orientation() == Qt.Orientation.Vertical
    bench.view.restore_state(state)
    bench.wait_idle()
    assert bench.view.middle.orientation() == Qt.Orientation.Horizontal


def test_report_and_tables_go_where_they_are_wanted(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.presenter.set_note("a crack, says the catalogue")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "out"))
    bench.press("report")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"ledger_report.html", "ledger_report.pdf", "events.csv", "matrix.csv"}
    rows = list(csv.DictReader((tmp_path / "out" / "events.csv").open(encoding="utf-8")))
    assert rows[0]["note"] == "a crack, says the catalogue"
    assert "Printed in this order" in (tmp_path / "out" / "ledger_report.html").read_text("utf-8")


def test_what_could_not_be_saved_is_said_and_saved_when_the_window_closes(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_disk(*_args: object, **_more: object) -> None:
        raise InputError("the disk is full", path=bench.folder / "ledger.json")

    with monkeypatch.context() as patch:
        patch.setattr("ransac_gui.panel.ledger.ledger_jobs.write_ledger", broken_disk)
        bench.key(Qt.Key.Key_A)
        assert "could not be saved" in bench.view.stage.strip.text()
        assert bench.presenter.unsaved and not bench.presenter.flush()
        assert bench.saved()["decisions"] == []
    bench.view.shut_down()
    assert [one["action"] for one in bench.saved()["decisions"]] == ["accept"]


def test_a_session_comes_back_to_the_same_cell(bench: Bench, context: WorkspaceContext, qtbot: QtBot) -> None:
    bench.presenter.select(3, 1)
    state = json.loads(json.dumps(bench.view.save_state()))
    again = LedgerView(context)
    qtbot.addWidget(again)
    again.restore_state(state)
    bench.wait_idle()
    assert (again.presenter.selected, again.presenter.sheet) == (3, 1)
    assert again.table.currentIndex().row() == 2
    again.shut_down()


def test_a_new_ledger_is_made_of_the_ticked_impressions(
    qtbot: QtBot, context: WorkspaceContext, on_disk: Path
) -> None:
    asked: list[Any] = []

    def make(entries: tuple[Entry, ...], folder: Path, *, tick: Tick = no_tick) -> Opened:
        names, dates = [one.ornament.path.stem for one in entries], [one.date for one in entries]
        asked.append((names, dates, folder))
        ledger, frame, pictures = read_ledger(on_disk)
        return Opened(on_disk, ledger, reading_of(ledger), frame, pictures)

    view = LedgerView(context, LedgerWorkers(make=make))
    qtbot.addWidget(view)
    files = {path.stem: Ornament(path) for path in sorted(on_disk.parent.glob("*.png"))}
    points = ((1.0, 2.0, 3.0, 4.0),) * 4
    sources = [(files["early"], "same block", points), (files["middle"], "close copy", ())]
    view.presenter.choose(entries_of(files["later"], sources))
    table = view.side.impressions
    # A close copy is no impression of the block until a person says so.
    assert [table.item(at, 0).checkState().value for at in range(3)] == [2, 2, 0]
    table.item(2, 0).setCheckState(Qt.CheckState.Checked)
    table.item(1, YEAR).setText("1560")
    assert entries_from(entries_state(view.presenter.entries)) == view.presenter.entries
    view.side.buttons["make"].click()
    qtbot.waitUntil(lambda: not context.runner.jobs, timeout=WAIT_MS)
    assert asked == [
        (["later", "early", "middle"], [None, Span(1560, 1560), None], on_disk.parent / "later_ledger")
    ]
    assert view.presenter.opened is not None and view.presenter.entries == ()
    assert "The ledger is made" in view.actions_["make"].reason
    view.shut_down()


def test_a_ledger_that_is_cancelled_leaves_the_impressions_as_they_were(
    qtbot: QtBot, context: WorkspaceContext, on_disk: Path, tmp_path: Path
) -> None:
    def endless(*_inputs: object, tick: Tick = no_tick) -> None:
        while True:
            tick(1, 10, "laying")
            time.sleep(0.01)

    view = LedgerView(context, LedgerWorkers(make=endless))
    qtbot.addWidget(view)
    files = {path.stem: Ornament(path) for path in sorted(on_disk.parent.glob("*.png"))}
    entries = entries_of(files["later"], [(files["early"], "", ()), (files["middle"], "", ())])
    view.presenter.choose(entries)
    view.presenter.set_date(1, "1560", "2")
    view.presenter.tick_entry(2, False)
    view.presenter.tick_entry(0, False)  # there is no ledger without its reference
    view.presenter.make(tmp_path)
    assert view.actions_["make"].reason == "A ledger is being made"
    view.side.buttons["cancel"].click()
    qtbot.waitUntil(lambda: not context.runner.jobs, timeout=WAIT_MS)
    assert "no ledger was made" in view.stage.strip.text()
    assert view.presenter.opened is None and list(tmp_path.iterdir()) == []
    # Back to the pairs and here again: what was written and unticked stands.
    view.presenter.choose(entries)
    assert [one.chosen for one in view.presenter.entries] == [True, True, False]
    assert view.presenter.entries[1].date == Span(1558, 1562)
    view.shut_down()


def test_a_picture_saved_again_is_warned_of_in_the_window(
    qtbot: QtBot, context: WorkspaceContext, on_disk: Path, tmp_path: Path
) -> None:
    later, early = on_disk.parent / "later.png", on_disk.parent / "early.png"
    again = tmp_path / "again.jpg"
    Image.open(later).convert("L").save(again, quality=70)
    view = LedgerView(context)
    qtbot.addWidget(view)
    sources = [(Ornament(early), "same block", ()), (Ornament(again), "same block", ())]
    view.presenter.choose(entries_of(Ornament(later), sources))
    view.presenter.make(tmp_path)
    qtbot.waitUntil(lambda: not context.runner.jobs, timeout=WAIT_MS)
    warned = "later, again are so alike that they may be one impression, pictured more than once"
    assert warned in view.stage.strip.text() and view.stage.notes.text().startswith(warned)
    assert "early; then later, again (not told apart)" in view.stage.order.text()
    view.shut_down()


def test_an_earlier_ledger_is_left_alone(tmp_path: Path) -> None:
    reference = Ornament(tmp_path / "a.png")
    assert new_folder(tmp_path, reference).name == "a_ledger"
    for name in ("a_ledger", "a_ledger_2"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ledger.json").write_text("{}")
    assert new_folder(tmp_path, reference).name == "a_ledger_3"
    assert span_texts(Span(1558, 1562)) == ("1560", "2") and span_texts(None) == ("", "")


def test_the_pair_that_is_looked_at_goes_to_inspect_with_one_action(
    qtbot: QtBot, context: WorkspaceContext, on_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corners = tuple((x, y, x, y) for x, y in ((20.0, 20.0), (480.0, 20.0), (480.0, 300.0), (20.0, 300.0)))

    def by_landmarks(moving: U8, still: U8, params: AlignParams, *, verdict: bool, tick: Tick) -> object:
        assert verdict
        return align(moving, still, params.replace(landmarks=corners), tick=tick)

    # The impressions lie on one another: what a search takes seconds for is known.
    monkeypatch.setattr(pairs, "align", by_landmarks)
    panel = AlignPanel(context)
    qtbot.addWidget(panel)
    context.set_accepted_kinds(frozenset({ALIGNMENT}))
    sent: list[tuple[str, Any]] = []
    context.sendRequested.connect(lambda kind, payload: sent.append((kind, payload)))
    assert panel.open_paths([on_disk]) and panel.in_ledger
    qtbot.waitUntil(lambda: not context.runner.jobs, timeout=WAIT_MS)
    view = panel.ledger
    # The reference is no pair with itself.
    view.presenter.select(1, 0)
    assert "this is the reference" in view.actions_["send"].reason
    view.presenter.select(1, 1)
    panel.presenter.set_params(panel.presenter.params.replace(features="sift", fine="none"))
    view.side.buttons["send"].click()
    qtbot.waitUntil(lambda: bool(sent), timeout=WAIT_MS)
    ((kind, handed),) = sent
    assert kind == ALIGNMENT
    assert (handed.reference.path.stem, handed.source.path.stem) == ("later", "early")
    assert handed.aligned.shape[:2] == handed.reference_pixels.shape[:2]
    panel.shutdown()


def test_entries_are_the_reference_and_what_may_be_the_same_block() -> None:
    one = Ornament(Path("a.png"))
    found = entries_of(one, [(one, kind, ()) for kind in ("", "cannot tell", "another", "set again")])
    assert [entry.chosen for entry in found] == [True, True, True, False, False]
    assert isinstance(found[0], Entry)
