"""A search over several pages adds only its own sort, spares reviewed pages, and is one step of undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import matched_path, read_document, write_document
from autolabelme.core.image_io import write_image
from autolabelme.core.sorts import CATALOGUE_FILE, SortKey, change_sorts, name_sorts, read_sorts
from autolabelme.panel.annotate.panel import AnnotatePanel
from autolabelme.panel.page_session import PageSession
from autolabelme.qtkit.workspace import WorkspaceContext

from .conftest import MadePage, make_page

WAIT_MS = 120_000
NAMES = ("a", "b", "c", "d")


@pytest.fixture
def panel(qtbot: QtBot, context: WorkspaceContext) -> Iterator[AnnotatePanel]:
    panel = AnnotatePanel(context)
    qtbot.addWidget(panel)
    panel.resize(1280, 700)
    panel.show()
    yield panel
    context.runner.wait_all()
    panel.shutdown()


@pytest.fixture
def made(tmp_path: Path) -> dict[str, MadePage]:
    """a has the template "0"; b calls another sort "0"; c shows neither; d is as b, but reviewed."""
    folder = tmp_path / "book"
    folder.mkdir()
    pages = {name: make_page(folder / f"{name}.png", seed=i) for i, name in enumerate("abd")}
    write_image(folder / "c.png", np.full((400, 400), 235, np.uint8))
    for name in "bd":
        page = pages[name]
        shapes = [Shape.rectangle("0", page.boxes[1][0], note="leaf", id="t")]
        shapes += [
            Shape.rectangle("0", box, role="match", score=0.7, verdict=verdict)
            for box, verdict in zip(page.boxes[1][1:], ("accepted", "rejected", "", "", ""), strict=True)
        ]
        document = Document.for_image(page.path).with_fields(shapes=tuple(shapes), reviewed=name == "d")
        write_document(document, matched_path(page.path))
    pages["c"] = MadePage(folder / "c.png", {}, {})
    return pages


def settle(qtbot: QtBot, panel: AnnotatePanel) -> None:
    qtbot.waitUntil(lambda: not panel.context.runner.jobs, timeout=WAIT_MS)


def session(panel: AnnotatePanel, page: MadePage) -> PageSession:
    found = panel.project.session((str(page.path), 0))
    assert found is not None
    return found


def search_all(qtbot: QtBot, panel: AnnotatePanel, made: dict[str, MadePage]) -> None:
    panel.open_paths([made[name].path for name in NAMES])
    qtbot.waitUntil(lambda: panel.presenter.session is not None, timeout=WAIT_MS)
    settle(qtbot, panel)
    panel.presenter.add_box(made["a"].boxes[0][0])
    scope = panel.side.controls.scope
    scope.setCurrentIndex(scope.findData("folder"))
    panel.searcher.rematch()
    qtbot.waitUntil(lambda: len(panel.project.sessions) == 4, timeout=WAIT_MS)
    settle(qtbot, panel)


def test_only_this_sort_is_added_and_one_undo_takes_all_back(
    qtbot: QtBot, panel: AnnotatePanel, made: dict[str, MadePage]
) -> None:
    offers: list[tuple[str, dict[str, object]]] = []
    panel.context.offered.connect(lambda text, choices: offers.append((text, choices)))
    search_all(qtbot, panel, made)
    a, b, c, d = (session(panel, made[name]) for name in NAMES)
    before = {name: read_document(matched_path(made[name].path)) for name in "bd"}
    # The other sort that is called "0", its notes and its verdicts are as they were.
    assert b.document.shapes[:6] == before["b"].shapes
    assert d.document == before["d"], "reviewed"
    assert not c.dirty and not c.document.shapes, "nothing was found there"
    new = b.document.shapes[6:]
    assert {shape.label for shape in new} == {"0-2"} and len(new) == 6
    assert b.document.sort_of("0-2") == a.document.sort_of("0") != ""
    assert [page.ref.name for page in panel.project.unsaved()] == ["a.png", "b.png"]
    # Reviewed pages are searched when the user says so.
    ((text, choices),) = offers
    assert "d.png" in text
    # One step, from whichever page.
    panel.presenter.open_page(b.ref.key)
    settle(qtbot, panel)
    panel.presenter.undo()
    assert b.document == before["b"] and not b.dirty
    assert len(a.document.shapes) == 1
    panel.presenter.redo()
    assert len(b.document.shapes) == 12 and len(a.document.shapes) == 6
    next(iter(choices.values()))()
    settle(qtbot, panel)
    assert len(d.document.shapes) == 12 and d.document.shapes[:6] == before["d"].shapes


def test_what_was_done_since_stays_when_the_search_is_taken_back(
    qtbot: QtBot, panel: AnnotatePanel, made: dict[str, MadePage]
) -> None:
    search_all(qtbot, panel, made)
    a, b = session(panel, made["a"]), session(panel, made["b"])
    found = b.document.boxes_of("0-2")
    b.give_verdict([found[0].id], "accepted")
    b.add_template((5, 5, 30, 30))
    panel.presenter.undo()
    assert len(a.document.shapes) == 1
    assert [shape.id for shape in b.document.boxes_of("0-2")] == [found[0].id], "a person's word"
    assert len(b.document.shapes) == 8
    panel.presenter.redo()
    assert len(b.document.boxes_of("0-2")) == 6 and len(a.document.shapes) == 6


def test_names_that_meet_are_asked_about_with_both_pictures(
    qtbot: QtBot, panel: AnnotatePanel, made: dict[str, MadePage]
) -> None:
    search_all(qtbot, panel, made)
    card = panel.area.sorts
    assert card.isVisible()
    question = card.question
    assert question is not None
    assert (question.here.page, question.there.page) == ("a.png", "b.png")
    assert question.here.picture is not None and question.there.picture is not None
    assert panel.canvas.rect().contains(card.geometry())
    b = session(panel, made["b"])
    QTest.mouseClick(card.other, Qt.MouseButton.LeftButton)
    settle(qtbot, panel)
    assert not card.isVisible() and b.document.labels() == ("0", "0-2")
    known = read_sorts(made["a"].path.parent)
    assert len(known.apart) == 1
    panel.searcher.rematch()
    settle(qtbot, panel)
    assert card.question is None, "it is not asked again"


def test_the_same_sort_is_one_from_then_on(
    qtbot: QtBot, panel: AnnotatePanel, made: dict[str, MadePage]
) -> None:
    search_all(qtbot, panel, made)
    a, b = session(panel, made["a"]), session(panel, made["b"])
    before = b.document
    QTest.mouseClick(panel.area.sorts.same, Qt.MouseButton.LeftButton)
    settle(qtbot, panel)
    assert b.document.labels() == ("0",) and len(b.document.boxes_of("0")) == 11
    assert b.document.sort_of("0") == a.document.sort_of("0")
    assert b.document.notes() == {"0": "leaf"}
    panel.presenter.open_page(b.ref.key)
    settle(qtbot, panel)
    panel.presenter.undo()
    assert b.document == before
    panel.presenter.redo()
    for page in (a, b):
        panel.project.save(page)
    settle(qtbot, panel)
    assert (made["a"].path.parent / CATALOGUE_FILE).is_file()
    saved = [read_document(matched_path(made[name].path)) for name in "ab"]
    assert name_sorts(saved).met == ()
    assert [sort.name for sort in read_sorts(made["a"].path.parent).sorts] == ["0"]


def test_the_scope_goes_back_to_the_line_unless_pinned(
    qtbot: QtBot, panel: AnnotatePanel, made: dict[str, MadePage]
) -> None:
    panel.open_paths([made[name].path for name in NAMES])
    qtbot.waitUntil(lambda: panel.presenter.session is not None, timeout=WAIT_MS)
    controls = panel.side.controls
    for pinned, expected in ((False, "line"), (True, "page")):
        controls.scope.setCurrentIndex(controls.scope.findData("page"))
        controls.pin.setChecked(pinned)
        key = panel.presenter.key
        panel.presenter.step_page(1)
        qtbot.waitUntil(lambda before=key: panel.presenter.key not in (None, before), timeout=WAIT_MS)
        assert panel.presenter.settings.scope == expected
        assert controls.scope.currentData() == expected


def test_a_label_of_the_window_is_a_sort_of_its_own(
    qtbot: QtBot, panel: AnnotatePanel, made: dict[str, MadePage]
) -> None:
    panel.open_paths([made["a"].path])
    qtbot.waitUntil(lambda: panel.presenter.session is not None, timeout=WAIT_MS)
    panel.presenter.add_box(made["a"].boxes[0][0])
    first = panel.presenter.session.document.sort_of("0")
    panel.presenter.add_box(made["a"].boxes[0][1], same_label=True)
    assert {shape.sort for shape in panel.presenter.session.document.shapes} == {first} != {""}
    panel.presenter.own_sort("0")
    assert panel.presenter.session.document.sort_of("0") not in ("", first)
    panel.presenter.undo()
    assert panel.presenter.session.document.sort_of("0") == first


def test_what_train_or_the_command_line_said_meanwhile_counts(
    qtbot: QtBot, panel: AnnotatePanel, made: dict[str, MadePage]
) -> None:
    panel.open_paths([made[name].path for name in NAMES])
    qtbot.waitUntil(lambda: panel.presenter.session is not None, timeout=WAIT_MS)
    settle(qtbot, panel)
    change_sorts([made["a"].path.parent], lambda known: known.joined([SortKey("x"), SortKey("y")], "0"))
    panel.entered()
    settle(qtbot, panel)
    assert panel.project.sorts.known.canonical("y") == "x"
