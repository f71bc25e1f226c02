"""What a person decides: where it is written, and that all of it can be undone and done again."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from autolabelme.core.annotation.labelme_json import annotation_path, read_document, write_document
from autolabelme.core.catalogue import edits, printers, queries
from autolabelme.core.catalogue.adding import add
from autolabelme.core.catalogue.lock import who
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.queries import Filter
from autolabelme.core.catalogue.records import all_rows
from autolabelme.core.catalogue.sources import books_at
from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.sorts import read_sorts

from .conftest import Library, propose


def regions(project: Project, state: str) -> list[str]:
    return [one.id for one in queries.ornaments(project, Filter(states=(state,), roles=("region",)))]


def boxes_in(path: Path) -> list[tuple[float, ...]]:
    return [shape.box for shape in read_document(path).regions()] if path.exists() else []


def test_an_accepted_box_stands_in_the_labelme_file_and_undo_takes_it_out(
    filled: Callable[[], Project],
) -> None:
    with filled() as project:
        one = queries.ornaments(project, Filter(states=("proposed",)))[0]
        path = annotation_path(one.page)
        before = boxes_in(path)
        edits.accept(project, [one.id])
        assert boxes_in(path) == [*before, one.box]
        (now,) = queries.by_ids(project, [one.id])
        assert (now.state, now.decided_by) == ("accepted", who())
        edits.change_box(project, one.id, (6, 61, 86, 101))
        assert boxes_in(path) == [*before, (6, 61, 86, 101)]
        project.undo()
        assert boxes_in(path) == [*before, one.box]
        assert project.undo() == "accept ornaments (1)"
        assert boxes_in(path) == before
        assert project.can_redo() == "accept ornaments (1)"
        project.redo()
        assert boxes_in(path) == [*before, one.box]
        add(project, books_at(project.folder), finder=propose())  # the file is read again: the same ornament
        assert queries.by_ids(project, [one.id])[0].state == "accepted"
        edits.reject(project, [one.id])
        assert boxes_in(path) == before


def test_blocks_are_made_merged_split_and_told_apart(filled: Callable[[], Project]) -> None:
    with filled() as project:
        a, b, c, d = regions(project, "proposed")[:4]
        diana = edits.make_block(project, "Diana", [a, b], note="with a hound")
        other = edits.make_block(project, "Diane", [c])
        edits.tell_apart(project, diana, other)
        edits.merge_blocks(project, diana, [other])
        (block,) = queries.blocks(project, type="block")
        assert (block.name, block.impressions, block.cover) == ("Diana", 3, a)
        new = edits.split_block(project, diana, [b], "Diana, re-cut")
        edits.assign(project, [d], new)
        assert {one.ornament.id for one in queries.impressions(project, new)} == {b, d}
        edits.assign(project, [d], diana)
        assert {one.ornament.id for one in queries.impressions(project, new)} == {b}
        edits.propose(project, [(b, 0.9), (d, 0.8)], new, source="search")
        assert [one.state for one in queries.assignments(project, b)] == ["confirmed"]
        assert {one.state for one in queries.assignments(project, d)} == {"confirmed", "proposed"}
        edits.refuse(project, [d], new)
        edits.propose(project, [(d, 0.8)], new, source="search")
        assert {one.state for one in queries.assignments(project, d)} == {"confirmed", "refused"}
        edits.unassign(project, [d])
        assert queries.assignments(project, d) == ()


def test_every_edit_can_be_undone_and_done_again(filled: Callable[[], Project], tmp_path: Path) -> None:
    with filled() as project:
        result = tmp_path / "result.json"
        result.write_text("{}")
        a, b, c = regions(project, "proposed")[:3]
        book = queries.books(project)[0]
        page = queries.by_ids(project, [a])[0].page_id
        states = [snapshot(project)]

        def did(do: Callable[[], object]) -> object:
            made = do()
            states.append(snapshot(project))
            return made

        did(lambda: edits.accept(project, [a, b]))
        did(lambda: edits.reject(project, [c]))
        did(lambda: edits.reopen(project, [b]))
        did(lambda: edits.set_kind(project, [a, b], "tail-piece"))
        did(lambda: edits.change_box(project, a, (1, 2, 30, 40)))
        did(lambda: edits.draw(project, page, (100, 100, 140, 150), "initial"))
        did(lambda: edits.set_note(project, a, "worm hole"))
        first = str(did(lambda: edits.make_block(project, "one", [a])))
        second = str(did(lambda: edits.make_block(project, "two", [b])))
        did(lambda: edits.change_block(project, first, printer="Prault", note="cut in wood"))
        did(lambda: edits.tell_apart(project, first, second))
        did(lambda: edits.propose(project, [(c, 0.5)], first, source="search"))
        did(lambda: edits.refuse(project, [c], first))
        did(lambda: edits.assign(project, [c], second))
        did(lambda: edits.split_block(project, second, [c], "three"))
        did(lambda: edits.merge_blocks(project, first, [second]))
        did(lambda: edits.unassign(project, [a]))
        did(lambda: edits.change_book(project, book.id, printer="Didot", year_text="1746"))
        did(lambda: edits.change_pages(project, [page], dpi=600.0, folio="A2r"))
        link = str(did(lambda: edits.link_comparison(project, a, b, "align", result, verdict="same block")))
        did(lambda: edits.unlink_comparison(project, link))
        for before, after in pairwise(states):
            assert before != after
        for state in reversed(states[:-1]):
            assert project.undo()
            assert snapshot(project) == state
        assert project.undo() == ""
        for state in states[1:]:
            assert project.redo()
            assert snapshot(project) == state
        assert project.redo() == ""
        project.undo()
        edits.set_note(project, a, "something else")
        assert project.can_redo() == ""


def snapshot(project: Project) -> tuple[object, object]:
    with project.read() as session:
        rows = all_rows(session)
    files = {path: sorted(boxes_in(path)) for path in project.folder.glob("*/*.json")}
    return rows, {path: found for path, found in files.items() if found}


def test_what_a_file_has_changed_since_is_not_undone(library: Library) -> None:
    with Project.open(library.folder) as project:
        add(project, books_at(library.folder), finder=propose((5, 60, 85, 100)))
        edits.set_note(project, regions(project, "accepted")[0], "kept")
        one = regions(project, "proposed")[0]
        edits.change_box(project, one, (5, 60, 90, 100))
        edits.accept(project, [one])
        project.undo()
        project.redo()
        path = annotation_path(queries.by_ids(project, [one])[0].page)
        document = read_document(path)
        write_document(document.replace(document.find(one).with_box((5, 61, 95, 100))), path)
        add(project, books_at(library.folder), finder=propose((5, 60, 85, 100)))
        project.undo()  # the acceptance does not speak of the box
        with pytest.raises(InputError, match="cannot be undone"):
            project.undo()
        assert project.undo() == "change the note of an ornament"


def test_sorts_that_are_joined_here_are_one_in_annotate_too(library: Library) -> None:
    from autolabelme.core.annotation.document import Shape

    library.annotate(library.first / "p1.png", Shape.rectangle("7", (20, 20, 30, 30)))
    with Project.open(library.folder) as project:
        add(project, books_at(library.folder))
        one, two = queries.blocks(project, type="sort")
        edits.merge_blocks(project, one.id, [two.id])
        edits.change_block(project, one.id, name="sun")
        assert project.problems == ()
        sorts = read_sorts(library.first)
        assert {sorts.canonical(id) for page in sorts.pages.values() for id in page.values()} == {
            sorts.canonical(one.id)
        }
        assert sorts.find(one.id) is not None
        assert {entry.name for entry in sorts.sorts} == {"sun"}
        add(project, books_at(library.folder))
        (sort,) = queries.blocks(project, type="sort")
        assert (sort.name, sort.impressions) == ("sun", 3)
        project.undo()
        project.undo()
        add(project, books_at(library.folder))
        assert sorted(one.impressions for one in queries.blocks(project, type="sort")) == [1, 2]
        assert all(sort.also == () for sort in read_sorts(library.first).sorts)


def test_mistakes_are_said(filled: Callable[[], Project]) -> None:
    with filled() as project:
        revision = project.revision()
        (one, *_), vignette = (
            regions(project, "proposed"),
            queries.ornaments(project, Filter(roles=("vignette",)))[0],
        )
        with pytest.raises(MisuseError, match="none of the id"):
            edits.accept(project, [one, "nobody"])
        with pytest.raises(MisuseError, match="kind"):
            edits.set_kind(project, [one], "flower")
        with pytest.raises(MisuseError, match="within 150 x 200"):
            edits.change_box(project, one, (0, 0, 300, 10))
        with pytest.raises(MisuseError, match="vignette"):
            edits.reject(project, [vignette.id])
        assert project.revision() == revision
        assert project.can_undo() == ""


def test_what_speaks_against_an_imprint_stands_out(filled: Callable[[], Project]) -> None:
    with filled() as project:
        first, second = sorted(queries.books(project), key=lambda book: book.place_on_disk)
        edits.change_book(project, second.id, printer="Didot", year_text="1750")
        there = [one.id for one in queries.ornaments(project, Filter(book=second.id))]
        here = [one.id for one in queries.ornaments(project, Filter(book=first.id, states=("proposed",)))]
        diana = edits.make_block(project, "Diana", [here[0], there[0]])
        edits.make_block(project, "Mars", [here[1]])
        assert printers.contradictions(project) == ()  # one book of each: nobody's
        edits.change_block(project, diana, printer="Prault")
        (found,) = printers.contradictions(project)
        assert (found.printer, found.use.printer, found.said, found.his, found.books) == (
            "Prault",
            "Didot",
            True,
            1,
            2,
        )
        assert found.use.book == second.id
        assert [use.year for use in printers.books_of(project, diana)] == [1745, 1750]
        assert {use.block_name for use in printers.blocks_of(project, "Prault", type="block")} == {
            "Diana",
            "Mars",
        }
        assert {one.name: (one.books, one.blocks) for one in printers.printers(project)} == {
            "Didot": (1, 1),
            "Prault": (1, 3),
        }
        assert len(printers.uses(project)) == 3
