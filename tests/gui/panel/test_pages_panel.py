"""The Pages workspace: adding, marks, filters, provenance, removing, opening."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.ornament import Ornament
from autolabelme.panel.pages.panel import PagesPanel
from autolabelme.panel.pages_on_disk import PageRef, collect_pages, find_annotation, read_marks, save_path
from autolabelme.qtkit.reasoned_action import ActionButton
from autolabelme.qtkit.thumbnails import file_reader, file_stamp
from autolabelme.qtkit.workspace import PAGE, TRAINING_PAGES, WorkspaceContext

from .conftest import MadePage, make_page

WAIT_MS = 60_000


@pytest.fixture
def panel(qtbot: QtBot, context: WorkspaceContext) -> Iterator[PagesPanel]:
    panel = PagesPanel(context)
    qtbot.addWidget(panel)
    panel.resize(1200, 700)
    panel.show()
    qtbot.waitExposed(panel)
    yield panel
    context.runner.wait_all()
    panel.shutdown()


@pytest.fixture
def folder(made: MadePage) -> Path:
    """Three pages: bare, annotated by LabelMe, and reviewed and flagged by us."""
    second = make_page(made.path.with_name("second.png"), seed=1)
    third = make_page(made.path.with_name("third.png"), seed=2)
    box = Shape.rectangle("0", second.boxes[0][0])
    write_document(Document.for_image(second.path).add(box), second.path.with_suffix(".json"))
    done = Document.for_image(third.path).add(box).with_fields(reviewed=True, flagged=True)
    write_document(done, third.path.with_name("third_matched.json"))
    return made.path.parent


def add(qtbot: QtBot, panel: PagesPanel, *paths: Path) -> None:
    assert panel.open_paths(list(paths))
    settle(qtbot, panel)


def settle(qtbot: QtBot, panel: PagesPanel) -> None:
    qtbot.waitUntil(lambda: not panel.context.runner.jobs, timeout=WAIT_MS)


def names(panel: PagesPanel) -> list[str]:
    return [Path(key[0]).name for key in panel.list.shown()]


def filter_by(panel: PagesPanel, name: str) -> list[str]:
    panel.filter.setCurrentIndex(panel.filter.findData(name))
    return names(panel)


def test_a_folder_shows_its_pages_with_marks_and_filters(
    qtbot: QtBot, panel: PagesPanel, folder: Path
) -> None:
    add(qtbot, panel, folder)
    assert names(panel) == ["page.png", "second.png", "third.png"]
    assert filter_by(panel, "annotated") == ["second.png", "third.png"]
    assert filter_by(panel, "bare") == ["page.png"]
    assert filter_by(panel, "reviewed") == ["third.png"]
    assert filter_by(panel, "flagged") == ["third.png"]
    assert filter_by(panel, "all") == ["page.png", "second.png", "third.png"]
    panel.search.setText("sec")
    assert names(panel) == ["second.png"]


def test_thumbnails_come(qtbot: QtBot, panel: PagesPanel, made: MadePage) -> None:
    add(qtbot, panel, made.path)
    key = panel.list.shown()[0]
    read, stamp = file_reader(made.path, 0, 160), file_stamp(made.path)
    qtbot.waitUntil(lambda: panel.thumbnails.get(key, read, stamp) is not None, timeout=WAIT_MS)


def test_provenance_goes_to_every_selected_page_and_into_the_file(
    qtbot: QtBot, panel: PagesPanel, folder: Path
) -> None:
    add(qtbot, panel, folder)
    panel.list.select(panel.list.shown()[:2])
    settle(qtbot, panel)
    line = panel.details.form.line("edition")
    line.setFocus()
    QTest.keyClicks(line, "Lyon 1751")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert len(panel.project.unsaved()) == 2
    assert filter_by(panel, "unsaved") == ["page.png", "second.png"]
    panel.actions_["save"].trigger()
    qtbot.waitUntil(lambda: not panel.project.unsaved(), timeout=WAIT_MS)
    settle(qtbot, panel)
    assert read_document(folder / "page_matched.json").provenance.edition == "Lyon 1751"
    saved = read_document(folder / "second_matched.json")
    assert saved.provenance.edition == "Lyon 1751"
    assert len(saved.shapes) == 1, "the boxes are still there"


def test_fields_that_differ_are_left_alone(qtbot: QtBot, panel: PagesPanel, folder: Path) -> None:
    add(qtbot, panel, folder)
    keys = panel.list.shown()
    for key, library in zip(keys[:2], ("BnF", "BL"), strict=True):
        panel.list.select([key])
        settle(qtbot, panel)
        panel.details.form.line("library").setText(library)
        panel.details.form.line("library").editingFinished.emit()
    panel.list.select(keys[:2])
    assert panel.details.form.line("library").text() == ""
    assert panel.details.form.line("library").placeholderText() == "(different)"
    panel.details.form.line("place").setText("Paris")
    panel.details.form.line("place").editingFinished.emit()
    found = [panel.project.session(key).document.provenance for key in keys[:2]]
    assert [(item.library, item.place) for item in found] == [("BnF", "Paris"), ("BL", "Paris")]


def test_marks_are_set_and_undone(qtbot: QtBot, panel: PagesPanel, folder: Path) -> None:
    add(qtbot, panel, folder)
    panel.list.select(panel.list.shown()[:1])
    settle(qtbot, panel)
    panel.details.flagged.click()
    assert filter_by(panel, "flagged") == ["page.png", "third.png"]
    session = panel.project.unsaved()[0]
    session.undo()
    panel.project.changed(session.ref.key)
    assert filter_by(panel, "flagged") == ["third.png"]


def test_remove_takes_pages_off_the_list_only(qtbot: QtBot, panel: PagesPanel, folder: Path) -> None:
    add(qtbot, panel, folder)
    panel.list.select(panel.list.shown()[:1])
    settle(qtbot, panel)
    panel.actions_["remove"].trigger()
    assert names(panel) == ["second.png", "third.png"]
    assert (folder / "page.png").is_file()


def test_return_opens_the_page_in_annotate(qtbot: QtBot, panel: PagesPanel, made: MadePage) -> None:
    sent: list[tuple[str, object]] = []
    panel.context.sendRequested.connect(lambda kind, payload: sent.append((kind, payload)))
    add(qtbot, panel, made.path)
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert sent == [(PAGE, Ornament(made.path, 0))]


def test_the_empty_workspace_offers_the_sample(panel: PagesPanel) -> None:
    assert panel.empty.isVisible()
    assert panel.empty.findChild(object, "empty-sample") is not None
    assert not panel.actions_["open"].isEnabled()
    assert "Select a page first" in panel.actions_["open"].toolTip()


# --- what lies on disk ---------------------------------------------------------------------------


def test_multi_page_tiff_and_what_is_no_page(tmp_path: Path, made: MadePage) -> None:
    tiff = tmp_path / "book.tif"
    tifffile.imwrite(tiff, np.zeros((3, 40, 30), np.uint8), photometric="minisblack")
    text, missing = tmp_path / "notes.txt", tmp_path / "gone.png"
    text.write_text("x", "utf-8")
    found = collect_pages([tiff, text, missing, made.path])
    assert [(ref.image_path.name, ref.page) for ref in found.pages] == [
        ("book.tif", 0),
        ("book.tif", 1),
        ("book.tif", 2),
        ("page.png", 0),
    ]
    assert found.pages[1].name == "book.tif (2)"
    assert len(found.problems) == 2
    assert any("notes.txt" in line for line in found.problems)
    assert any("gone.png" in line for line in found.problems)


def test_natural_order_and_an_empty_folder(tmp_path: Path, made: MadePage) -> None:
    for name in ("p10.png", "p9.png"):
        (made.path.parent / name).write_bytes(made.path.read_bytes())
    empty = tmp_path / "empty"
    empty.mkdir()
    found = collect_pages([made.path.parent, empty])
    order = [ref.image_path.name for ref in found.pages]
    assert order.index("p9.png") < order.index("p10.png")
    assert "no page images" in found.problems[0]


def test_our_saved_file_comes_before_the_plain_one(made: MadePage) -> None:
    ref = PageRef(made.path)
    assert find_annotation(ref) is None
    plain = write_document(Document.for_image(made.path), made.path.with_suffix(".json"))
    assert find_annotation(ref) == plain
    matched = write_document(Document.for_image(made.path), made.path.with_name("page_matched.json"))
    assert find_annotation(ref) == matched
    assert save_path(ref, plain) == matched
    assert save_path(ref, matched) == matched


def test_pages_of_one_file_are_saved_apart(tmp_path: Path) -> None:
    book = tmp_path / "book.tif"
    saved = {save_path(PageRef(book, number, 3), None) for number in range(3)}
    assert len(saved) == 3


def test_marks_of_a_damaged_file_are_none(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"shapes": [', "utf-8")
    assert not read_marks(bad).annotated
    bad.write_text('["no object"]', "utf-8")
    assert not read_marks(bad).annotated


def test_annotated_pages_go_to_train(qtbot: QtBot, panel: PagesPanel, folder: Path) -> None:
    add(qtbot, panel, folder)
    keys = {ref.name: ref.key for ref in panel.project.pages}
    panel.list.select([keys["second.png"]])
    settle(qtbot, panel)
    assert panel.actions_["train-pages"].reason == "Train is not installed"
    panel.context.set_accepted_kinds(frozenset({TRAINING_PAGES}))
    sent: list[tuple[str, object]] = []
    panel.context.sendRequested.connect(lambda kind, payload: sent.append((kind, payload)))
    panel.list.select([keys["page.png"]])
    settle(qtbot, panel)
    assert "Box vignettes on a page" in panel.actions_["train-pages"].reason
    panel.list.select(list(keys.values()))
    settle(qtbot, panel)
    button = panel.findChild(ActionButton, "train-pages")
    assert button is not None and button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert sent == [(TRAINING_PAGES, (folder / "second.json", folder / "third_matched.json"))]
