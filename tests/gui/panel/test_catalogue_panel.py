"""The Catalogue workspace: proposals are judged, impressions grouped, books described, pictures found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QFileDialog, QInputDialog
from pytestqt.qtbot import QtBot

from autolabelme.core.annotation.labelme_json import annotation_path, read_document
from autolabelme.core.catalogue.edits import change_book
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.queries import Filter, by_ids, comparisons, ornaments
from autolabelme.core.errors import InputError
from autolabelme.core.ornament import Ornament
from autolabelme.panel.catalogue import jobs
from autolabelme.panel.catalogue.panel import CataloguePanel
from autolabelme.qtkit.workspace import (
    FIND,
    ORNAMENT_REFERENCE,
    PAGE,
    VIGNETTES,
    SavedComparison,
    WorkspaceContext,
)

from .conftest import run, settle


@pytest.fixture
def panel(catalogue: CataloguePanel) -> CataloguePanel:
    return catalogue


def sent(panel: CataloguePanel) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    panel.context.set_accepted_kinds(frozenset((PAGE, ORNAMENT_REFERENCE, VIGNETTES)))
    panel.context.sendRequested.connect(lambda kind, payload: found.append((kind, payload)))
    return found


def select(panel: CataloguePanel, *rows: int) -> list[str]:
    ids = [panel.view.model.info(row).id for row in rows]
    panel.view.wall.select(ids)
    return ids


# -- opening ------------------------------------------------------------------------------------------


def test_an_empty_workspace_makes_a_catalogue_in_a_chosen_folder(
    panel: CataloguePanel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.show_mode("ornaments")
    assert not panel.view.actions_["add_folder"].isEnabled()
    assert "catalogue first" in panel.view.actions_["add_folder"].reason
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    panel.view.empty.findChildren(type(panel.view.empty.add_button("x", lambda: None)))[0].click()
    assert (tmp_path / "catalogue.sqlite").is_file()
    assert panel.name.text() == tmp_path.name
    assert panel.view.actions_["add_folder"].isEnabled()


def test_a_file_that_is_no_catalogue_is_said_and_changes_nothing(
    panel: CataloguePanel, library: Path, tmp_path: Path
) -> None:
    assert panel.store.open(library)
    other = tmp_path / "other.sqlite"
    other.write_bytes(b"this is no database" * 100)
    said: list[str] = []
    panel.context.noticed.connect(lambda level, text: said.append(f"{level}: {text}"))
    assert panel.open_paths([other])
    assert "error" in said[0] and "other.sqlite" in said[0]
    assert panel.store.project is not None and panel.store.project.folder == library


def test_what_another_program_writes_is_shown_and_can_only_be_read(
    panel: CataloguePanel, library: Path, qtbot: QtBot
) -> None:
    with Project.open(library):
        assert panel.store.open(library)
        panel.show_mode("ornaments")
        assert "read only" in panel.name.text()
        assert "writing" in panel.view.actions_["add_folder"].reason
    panel.store._look_again()
    assert panel.store.writable
    assert "read only" not in panel.name.text()
    assert panel.view.actions_["add_folder"].isEnabled()


def test_the_session_brings_catalogue_and_view_back(
    qtbot: QtBot, filled: CataloguePanel, context: WorkspaceContext
) -> None:
    filled.show_mode("proposals")
    state = filled.save_state()
    filled.store.close()
    again = CataloguePanel(context)
    qtbot.addWidget(again)
    again.restore_state(state)
    assert again.mode == "proposals" and again.view.model.total == 8
    again.shutdown()


# -- the queue ----------------------------------------------------------------------------------------


def test_proposals_are_judged_by_key_and_every_step_is_undone(filled: CataloguePanel, library: Path) -> None:
    filled.show_mode("proposals")
    assert filled._buttons["proposals"].text() == "To judge (8)"
    first, second, third = (filled.view.model.info(row).id for row in range(3))
    filled.view.wall.select([first])
    run(filled, "accept")
    assert [one.id for one in filled.view.wall.selected()] == [second], "it goes on to the next"
    run(filled, "reject")
    assert [one.id for one in filled.view.wall.selected()] == [third]
    assert filled._buttons["proposals"].text() == "To judge (6)"
    assert filled.store.project is not None
    states = [one.state for one in by_ids(filled.store.project, [first, second, third])]
    assert states == ["accepted", "rejected", "proposed"]
    page = filled.view.model.info(0).page.parent / "p0.png"
    assert len(read_document(annotation_path(page)).regions()) == 1, "an accepted one is in the LabelMe file"
    run(filled, "undo")
    run(filled, "undo")
    assert filled.view.model.total == 8
    assert not filled.view.actions_["undo"].isEnabled()
    run(filled, "redo")
    assert filled.view.model.total == 7


def test_the_queue_begins_at_its_first(filled: CataloguePanel) -> None:
    filled.show_mode("proposals")
    assert [one.id for one in filled.view.wall.selected()] == [filled.view.model.info(0).id]
    run(filled, "accept")
    assert filled.view.model.total == 7


def test_the_last_proposal_leaves_an_empty_queue_that_says_so(filled: CataloguePanel) -> None:
    filled.show_mode("proposals")
    select(filled, *range(8))
    run(filled, "reject")
    assert filled.view.model.total == 0
    assert filled.view._wall_stack.currentWidget() is filled.view.nothing


def test_a_kind_is_chosen_for_all_that_are_selected(filled: CataloguePanel) -> None:
    ids = select(filled, 0, 1, 2)
    pane = filled.view.pane
    pane.kind.setCurrentIndex(pane.kind.findData("tail-piece"))
    pane.kind.activated.emit(pane.kind.currentIndex())
    assert filled.store.project is not None
    assert {one.kind for one in by_ids(filled.store.project, ids)} == {"tail-piece"}


def test_the_columns_come_back_from_the_chart_as_they_were(
    filled: CataloguePanel, qtbot: QtBot, context: WorkspaceContext
) -> None:
    filled.resize(1024, 640)
    filled.show_mode("ornaments")
    filled.view.set_column_widths([230, 500, 290])
    before = filled.view.splitter.sizes()
    filled.show_mode("blocks")
    state = filled.save_state()
    filled.show_mode("ornaments")
    assert filled.view.splitter.sizes() == before
    again = CataloguePanel(context)
    qtbot.addWidget(again)
    again.resize(1024, 640)
    again.show()
    again.restore_state(state)
    assert again.mode == "blocks"
    again.show_mode("ornaments")
    assert again.view.splitter.sizes() == before
    again.shutdown()


def test_the_books_have_their_width_from_the_start(
    filled: CataloguePanel, qtbot: QtBot, context: WorkspaceContext
) -> None:
    state = {name: value for name, value in filled.save_state().items() if name != "catalogue-splitter"}
    fresh = CataloguePanel(context)
    qtbot.addWidget(fresh)
    fresh.resize(1366, 700)
    fresh.show()
    fresh.show_mode("ornaments")  # nothing is open, so that the columns were never laid out
    fresh.restore_state(state)
    fresh.show_mode("ornaments")
    QApplication.processEvents()
    books = fresh.view.books
    assert books.width() >= 200
    fresh.resize(700, 700)
    QApplication.processEvents()
    assert books.fontMetrics().horizontalAdvance("ornaments: 10") <= books.viewport().width()
    fresh.shutdown()


# -- blocks -------------------------------------------------------------------------------------------


def test_impressions_are_grouped_named_and_told_apart(filled: CataloguePanel) -> None:
    view = filled.view
    one, other, third = select(filled, 0, 4, 5)
    view.wall.select([one, other])
    run(filled, "same_block")
    assert filled.store.project is not None
    a, b = by_ids(filled.store.project, [one, other])
    assert a.block == b.block != "" and a.block_name == "Block 1"
    assert a.state == "accepted", "whose impression it is, it is an ornament"
    view.wall.select([one])
    assert [view.pane.time.item(row).data(Qt.ItemDataRole.UserRole) for row in range(2)] == [one, other]
    view.pane.block.setText("The basket")
    view.pane.block.editingFinished.emit()
    assert by_ids(filled.store.project, [other])[0].block_name == "The basket"
    view.wall.select([third])
    run(filled, "new_block")
    view.wall.select([other, third])
    run(filled, "not_same")
    filled.show_mode("blocks")
    model = view.chart.model
    assert sorted(name for _, name in model.blocks) == ["Block 2", "The basket"]
    row = [name for _, name in model.blocks].index("The basket")
    assert sorted(str(model.index(row, column).data() or "") for column in range(2)) == ["1", "1"]
    view.chart.chosen.emit(model.blocks[row][0], "")
    assert filled.mode == "ornaments" and view.model.total == 2


def test_two_blocks_become_one(filled: CataloguePanel) -> None:
    one, other = select(filled, 0, 4)
    for ornament in (one, other):
        filled.view.wall.select([ornament])
        run(filled, "new_block")
    filled.view.wall.select([one, other])
    run(filled, "same_block")
    assert filled.store.project is not None
    a, b = by_ids(filled.store.project, [one, other])
    assert a.block == b.block
    run(filled, "unassign")
    assert [one.block for one in by_ids(filled.store.project, [one, other])] == ["", ""]


def test_a_block_of_one_printer_in_anothers_book_stands_out(filled: CataloguePanel) -> None:
    from autolabelme.core.catalogue import edits

    ids = select(filled, 0, 4)
    run(filled, "same_block")
    books = {one.title: one.book for one in map(filled.view.model.info, range(8))}
    filled.store.edit(edits.change_book, books["first"], printer="Rey")
    filled.store.edit(edits.change_book, books["second"], printer="Prault")
    filled.view.wall.select([next(one for one in ids if one)])
    block = filled.view.wall.selected()[0].block
    filled.store.edit(edits.change_block, block, printer="Rey")
    second = [one for one in map(filled.view.model.info, range(8)) if one.block and one.title == "second"]
    filled.view.wall.select([second[0].id])
    warning = filled.view.pane.warning
    assert not warning.isHidden()
    assert "Rey" in warning.text() and "Prault" in warning.text()
    filled.show_mode("blocks")
    assert "!" in filled.view.chart.sentence.text()


# -- books --------------------------------------------------------------------------------------------


def test_a_book_is_described_where_no_ornament_is_selected(filled: CataloguePanel) -> None:
    view = filled.view
    view.wall.clearSelection()
    view.books.setCurrentRow(1)
    assert view.model.total == 4
    line = view.pane.book_form.line("year_text")
    assert not view.pane.book_form.isHidden()
    line.setText("[1768?]")
    line.editingFinished.emit()
    item = view.books.currentItem()
    assert item is not None and "[1768?]" in item.text()


def test_filters_bound_and_order_the_wall(filled: CataloguePanel) -> None:
    view = filled.view
    view.filters.choose(view.filters.state, "accepted")
    assert view.model.total == 0
    view.filters.choose(view.filters.state, "kept")
    view.filters.choose(view.filters.kind, "rule")
    assert view.model.total == 0
    view.filters.choose(view.filters.kind, "")
    view.filters.choose(view.filters.order, "size")
    sizes = [view.model.info(row).width_mm or 0 for row in range(view.model.rowCount())]
    assert sizes == sorted(sizes, reverse=True)
    view.filters.true_size.setChecked(True)
    assert view.model.true_size


# -- searching, handing over --------------------------------------------------------------------------


def test_what_was_found_is_shown_best_first_and_can_be_grouped(
    qtbot: QtBot, filled: CataloguePanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [filled.view.model.info(row).id for row in range(8)]

    class Hit:
        def __init__(self, ornament: str, score: float) -> None:
            self.ornament, self.score, self.verdict = ornament, score, None

    asked: list[tuple[Ornament, str]] = []

    kept: list[object] = []

    def find_like(project: Project, query: Ornament, own: str, index: object, *, tick: Any) -> jobs.Found:
        asked.append((query, own))
        kept.append(index)
        hits = (Hit(ids[5], 0.9), Hit(ids[4], 0.4))
        return jobs.Found(hits, "the index")  # type: ignore[arg-type]

    monkeypatch.setattr(jobs, "find_like", find_like)
    filled.view.wall.select([ids[0]])
    run(filled, "find")
    settle(qtbot, filled)
    assert asked[0][1] == ids[0], "the query itself is not to be found"
    assert [filled.view.model.info(row).id for row in range(2)] == [ids[5], ids[4]]
    shown = str(filled.view.model.index(0).data())
    assert "90%" in shown and filled.view.model.info(0).title in shown, "how alike, and in which book"
    assert not filled.view.back.isHidden()
    filled.view.wall.select([ids[5]])
    run(filled, "same_block")
    assert filled.store.project is not None
    query, hit = by_ids(filled.store.project, [ids[0], ids[5]])
    assert query.block == hit.block != ""
    filled.view.wall.select([ids[4]])
    run(filled, "not_same")
    filled.view.back.click()
    assert filled.view.model.total == 8
    assert filled.view.back.isHidden()

    # From another workspace: the same place is the same ornament.
    one = filled.view.model.info(0)
    filled.receive(FIND, Ornament(one.page, one.number, one.box))
    settle(qtbot, filled)
    assert asked[-1][1] == one.id
    assert kept == [None, "the index"], "the second search begins with the index of the first"


def test_an_ornament_goes_to_the_other_workspaces(filled: CataloguePanel) -> None:
    found = sent(filled)
    select(filled, 1)
    one = filled.view.model.info(1)
    assert filled.store.project is not None
    change_book(filled.store.project, one.book, shelfmark="Y2 8")
    run(filled, "annotate")
    run(filled, "as_reference")
    assert [kind for kind, _ in found] == [PAGE, ORNAMENT_REFERENCE]
    assert found[1][1].path == one.page and found[1][1].box == one.box
    assert found[1][1].provenance.shelfmark == "Y2 8", "reports say where it comes from"
    said: list[str] = []
    filled.context.noticed.connect(lambda _level, text: said.append(text))
    run(filled, "inspect")
    assert "box one" in said[0], "nothing is boxed on it yet"


def test_an_address_is_fetched_and_a_bad_one_said(
    qtbot: QtBot, filled: CataloguePanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("http://127.0.0.1:9/none", True))
    said: list[str] = []
    filled.context.noticed.connect(lambda level, text: said.append(f"{level} {text}"))

    def refuse(project: Project, address: str, *, tick: Any) -> None:
        raise InputError(f"{address} does not answer")

    monkeypatch.setattr(jobs, "add_manifest", refuse)
    run(filled, "add_manifest")
    settle(qtbot, filled)
    assert said == ["error http://127.0.0.1:9/none does not answer"]


def test_a_search_that_finds_nothing_shows_nothing(filled: CataloguePanel) -> None:
    every = filled.view.model.total
    filled.view.show_found("a vase", None, {})
    assert filled.view.model.total == 0 < every
    assert filled.view._wall_stack.currentWidget() is filled.view.nothing
    filled.view.actions_["all_ornaments"].trigger()
    assert filled.view.model.total == every


def test_an_export_of_nothing_writes_nothing_and_says_so(
    qtbot: QtBot, filled: CataloguePanel, tmp_path: Path
) -> None:
    said: list[str] = []
    filled.context.noticed.connect(lambda _level, text: said.append(text))
    filled.view.export(tmp_path / "out")
    settle(qtbot, filled)
    assert said == ["No ornament is accepted yet: nothing was written."]
    assert not (tmp_path / "out").exists()


def test_an_export_says_what_it_could_not_read_and_what_has_no_canvas(
    qtbot: QtBot, filled: CataloguePanel, tmp_path: Path
) -> None:
    said: list[str] = []
    filled.context.noticed.connect(lambda _level, text: said.append(text))
    select(filled, 0)
    run(filled, "accept")
    assert filled.store.project is not None
    (accepted,) = ornaments(filled.store.project, Filter(states=("accepted",)))
    accepted.page.unlink()
    filled.view.export(tmp_path / "out")
    settle(qtbot, filled)
    assert any(accepted.page.name in text for text in said)
    assert "not among the annotations, since their pages come from no IIIF canvas: 1" in said


def test_what_is_accepted_is_exported(qtbot: QtBot, filled: CataloguePanel, tmp_path: Path) -> None:
    select(filled, 0)
    run(filled, "accept")
    filled.view.export(tmp_path / "out")
    settle(qtbot, filled)
    table = (tmp_path / "out" / "ornaments.csv").read_text("utf-8").splitlines()
    assert len(table) == 2 and (tmp_path / "out" / "crops.zip").is_file()


def test_pages_that_are_added_go_into_the_open_catalogue(
    qtbot: QtBot, panel: CataloguePanel, library: Path
) -> None:
    panel.store.open(library)
    assert panel.open_paths([library / "first"])
    settle(qtbot, panel)
    assert len(panel.pages.project.pages) == 2
    panel.show_mode("ornaments")
    assert panel.view.model.total == 4


def test_a_folder_dropped_on_an_empty_catalogue_becomes_one(
    qtbot: QtBot, panel: CataloguePanel, library: Path
) -> None:
    panel.show_mode("ornaments")
    assert panel.add_button.isHidden()
    assert panel.open_paths([library])
    settle(qtbot, panel)
    assert (library / "catalogue.sqlite").is_file()
    assert panel.view.model.total == 8
    assert not panel.add_button.isHidden()


def test_the_open_catalogue_is_opened_again(filled: CataloguePanel, library: Path) -> None:
    said: list[str] = []
    filled.context.noticed.connect(lambda level, text: said.append(f"{level}: {text}"))
    assert filled.open_paths([library / "catalogue.sqlite"])
    assert filled.store.writable, "it is not locked by ourselves"
    assert said == []


def test_a_new_catalogue_begins_with_the_pages_at_hand(
    qtbot: QtBot, panel: CataloguePanel, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert panel.open_paths([library / "second"])
    settle(qtbot, panel)
    assert panel.store.project is None
    (tmp_path / "mine").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "mine"))
    run(panel, "new_catalogue")
    settle(qtbot, panel)
    panel.show_mode("ornaments")
    assert panel.view.model.total == 4


def test_the_chart_has_the_room_and_names_its_books(filled: CataloguePanel) -> None:
    from autolabelme.core.catalogue import edits

    select(filled, 0, 4)
    run(filled, "same_block")
    books = {one.title: one.book for one in map(filled.view.model.info, range(8))}
    for number, book in enumerate(books.values(), start=1):
        title = f"Œuvres complètes de M. de Fontenelle, tome {number}"
        filled.store.edit(edits.change_book, book, title=title, printer="Veuve Delormel et fils, à Paris")
    filled.show_mode("blocks")
    assert filled.view.books.isHidden() and filled.view.pane.isHidden()
    chart = filled.view.chart
    heads = [chart.model.headerData(column, Qt.Orientation.Horizontal) for column in range(2)]
    assert len(set(heads)) == 2, "volumes of one work are told apart"
    metrics, header = chart.fontMetrics(), chart.table.horizontalHeader()
    assert header is not None
    widths = [metrics.horizontalAdvance(line) for head in heads for line in head.splitlines()]
    assert max(widths) < header.defaultSectionSize()
    filled.show_mode("ornaments")
    assert not filled.view.books.isHidden() and not filled.view.pane.isHidden()


def test_arrow_and_n_walk_over_the_wall(filled: CataloguePanel) -> None:
    filled.view.wall.select([filled.view.model.info(0).id])
    QTest.keyClick(filled.view.wall, Qt.Key.Key_Right)
    assert [one.id for one in filled.view.wall.selected()] == [filled.view.model.info(1).id]
    run(filled, "next")
    assert [one.id for one in filled.view.wall.selected()] == [filled.view.model.info(2).id]


def test_what_align_and_inspect_save_is_linked_to_its_ornaments(
    filled: CataloguePanel, tmp_path: Path
) -> None:
    view, project = filled.view, filled.store.project
    assert project is not None
    one, other = view.model.info(0), view.model.info(4)
    file = tmp_path / "suspect_alignment.json"
    file.write_text("{}", "utf-8")
    pair = [Ornament(two.page, two.number, two.box) for two in (one, other)]
    for _ in range(2):  # made again, it takes its own place
        filled.context.compared.emit(SavedComparison("align", pair[0], pair[1], file, "same block"))
    (link,) = comparisons(project, other.id)
    assert (link.tool, link.verdict, link.file) == ("align", "same block", file)
    view.wall.select([one.id])
    item = view.pane.compared.item(0)
    assert item is not None and item.text() == "Align: same block"
    # What is not in the catalogue is no business of it.
    filled.context.compared.emit(
        SavedComparison("inspect", Ornament(tmp_path / "x.png", 0, one.box), None, file)
    )
    filled.context.compared.emit(
        SavedComparison("align", pair[0], Ornament(tmp_path / "x.png"), file, "another")
    )
    assert len(comparisons(project, one.id)) == 1
