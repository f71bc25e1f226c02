"""The order of the wall by likeness, and decisions that are taken back, split or said of a whole book."""

from __future__ import annotations

from pathlib import Path

import pytest
from PyQt6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from autolabelme.core.catalogue.queries import Filter, blocks, books, by_ids, ornaments
from autolabelme.core.image_io import read_rgb, write_image
from autolabelme.panel.catalogue.panel import CataloguePanel

from .conftest import run, settle


def test_the_wall_is_ordered_by_likeness_to_the_selected(qtbot: QtBot, filled: CataloguePanel) -> None:
    view = filled.view
    order = [view.filters.order.itemData(row) for row in range(view.filters.order.count())]
    view.wall.select([])
    view.filters.choose(view.filters.order, "like")
    assert view.filters.ordering()[0] == "year", "like what, nobody has said"
    one = view.model.info(5)
    # A copy of its page elsewhere: its two ornaments are the same pictures.
    assert filled.store.project is not None
    copy = filled.store.project.folder / "third" / "p0.png"
    copy.parent.mkdir()
    page = read_rgb(one.page)
    page[:4, :4] = 0
    write_image(copy, page, dpi=300)
    view.add([copy.parent])
    settle(qtbot, filled)
    assert view.model.total == 10
    view.wall.select([one.id])
    view.filters.order.setCurrentIndex(order.index("like"))
    settle(qtbot, filled)
    assert view.search.ranked_by is not None and view.search.ranked_by.id == one.id
    assert [one.id] == [each.id for each in view.wall.selected()]
    first, second = view.model.info(0), view.model.info(1)
    assert (first.id, second.page, second.box) == (one.id, copy, one.box), "itself, then its double"
    assert one.title in view.said.text()
    # Filters still hold, and what is judged keeps the order.
    view.wall.select([second.id])
    run(filled, "accept")
    assert [view.model.info(row).id for row in range(2)] == [first.id, second.id]
    view.filters.choose(view.filters.state, "accepted")
    assert [view.model.info(row).id for row in range(view.model.total)] == [second.id]
    # Another one is chosen by the same entry; another order leaves it.
    view.filters.choose(view.filters.state, "kept")
    other = view.model.info(7)
    view.wall.select([other.id])
    view.filters.order.activated.emit(view.filters.order.currentIndex())
    settle(qtbot, filled)
    assert view.model.info(0).id == other.id
    view.filters.choose(view.filters.order, "year")
    years = [view.model.info(row).title for row in range(view.model.total)]
    assert years == sorted(years) and view.search.places() is None


def test_what_was_judged_is_judged_again(filled: CataloguePanel) -> None:
    one = filled.view.model.info(0)
    for name, state in (("reject", "rejected"), ("reopen", "proposed"), ("accept", "accepted")):
        filled.view.filters.choose(filled.view.filters.state, "kept" if state != "proposed" else "rejected")
        filled.view.wall.select([one.id])
        run(filled, name)
        assert filled.store.project is not None
        assert by_ids(filled.store.project, [one.id])[0].state == state
    run(filled, "undo")
    assert by_ids(filled.store.project, [one.id])[0].state == "proposed"


def test_impressions_of_another_block_get_one_of_their_own(filled: CataloguePanel) -> None:
    ids = [filled.view.model.info(row).id for row in range(3)]
    assert not filled.view.actions_["split"].isEnabled()
    filled.view.wall.select(ids)
    run(filled, "new_block")
    filled.view.wall.select(ids[2:])
    run(filled, "split")
    project = filled.store.project
    assert project is not None
    first, second, third = by_ids(project, ids)
    assert first.block == second.block != third.block != ""
    assert sorted(block.impressions for block in blocks(project)) == [1, 2]
    run(filled, "undo")
    assert len({one.block for one in by_ids(project, ids)}) == 1


def test_a_resolution_is_said_of_a_book(filled: CataloguePanel, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[float] = []

    def answer(parent: object, title: str, text: str, value: float, *rest: object) -> tuple[float, bool]:
        asked.append(value)
        return 150.0, True

    monkeypatch.setattr(QInputDialog, "getDouble", answer)
    one = filled.view.model.info(0)
    filled.view.wall.select([one.id])
    run(filled, "resolution")
    assert asked == [pytest.approx(300, abs=0.01)]
    assert filled.store.project is not None
    after = {each.id: each for each in ornaments(filled.store.project, Filter(book=one.book))}
    assert after[one.id].width_mm == pytest.approx(2 * (one.width_mm or 0), rel=0.01)
    assert {each.width_mm for each in after.values()} == {10.16, 6.77}


def test_a_folder_of_folders_is_taken_in_without_a_question(
    qtbot: QtBot, catalogue: CataloguePanel, library: Path
) -> None:
    offered: list[str] = []
    catalogue.context.offer = lambda text, choices: offered.append(text)  # type: ignore[method-assign]
    catalogue.show_mode("ornaments")
    catalogue.open_paths([library])
    settle(qtbot, catalogue)
    assert offered == []
    assert len(catalogue.pages.project.pages) == 4
    assert catalogue.store.project is not None and len(books(catalogue.store.project)) == 2


def test_a_wall_says_nothing_of_the_page_at_hand(filled: CataloguePanel) -> None:
    assert "page" in filled.unused_crumbs()
    filled.show_mode("pages")
    assert "page" not in filled.unused_crumbs()
