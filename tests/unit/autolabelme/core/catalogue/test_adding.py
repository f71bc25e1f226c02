"""Pages come in once, with what was annotated on them; bad ones are named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from autolabelme.core.annotation.document import Shape
from autolabelme.core.annotation.labelme_json import annotation_path, read_document, write_document
from autolabelme.core.catalogue import edits, queries
from autolabelme.core.catalogue.adding import add
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.queries import Filter
from autolabelme.core.catalogue.schema import Apart, Page
from autolabelme.core.catalogue.sources import books_at, in_reading_order
from autolabelme.core.catalogue.years import year_of
from autolabelme.core.errors import InputError
from autolabelme.core.sorts import SortCatalogue, SortKey, write_sorts

from .conftest import PROPOSED, Library, page_of_noise, propose


def test_existing_work_is_taken_over(library: Library) -> None:
    with Project.open(library.folder) as project:
        result = add(project, books_at(library.folder))
        assert (result.new, result.known, result.problems) == (5, 0, ())
        first, second = sorted(queries.books(project), key=lambda book: book.place_on_disk)
        assert (first.title, first.printer, first.library, first.pages) == ("Contes", "Prault", "BnF", 3)
        assert (first.year, first.year_text, first.year_sure) == (1745, "[1745?]", False)
        assert (second.title, second.year, second.pages) == ("second", None, 2)
        (region,) = queries.ornaments(project, Filter(roles=("region",)))
        assert (region.kind, region.state, region.box) == ("ornament", "accepted", (10, 10, 90, 50))
        assert region.page == library.first / "p0.png"
        assert region.width_mm == pytest.approx(80 / 300 * 25.4, abs=0.01)
        vignettes = queries.ornaments(project, Filter(roles=("vignette",)))
        assert [one.label for one in vignettes] == ["0", "0"]
        (sort,) = queries.blocks(project)
        assert (sort.type, sort.name, sort.impressions, sort.first_year) == ("sort", "0", 2, 1745)
        assert {one.block for one in vignettes} == {sort.id}


def test_labels_are_one_sort_only_where_the_catalogue_of_sorts_says_so(library: Library) -> None:
    library.annotate(library.first / "p1.png", Shape.rectangle("0", (20, 20, 30, 30), sort="leaf"))
    library.annotate(library.first / "p2.png", Shape.rectangle("5", (20, 20, 30, 30), sort="old leaf"))
    sorts = SortCatalogue().joined([SortKey("leaf"), SortKey("old leaf")], "acanthus")
    write_sorts(sorts.parted([SortKey("leaf"), SortKey("sun")]), library.first)
    library.annotate(library.second / "p0.png", Shape.rectangle("9", (20, 20, 30, 30), sort="sun"))
    write_sorts(sorts.parted([SortKey("leaf"), SortKey("sun")]), library.second)
    with Project.open(library.folder) as project:
        add(project, books_at(library.folder))
        names = {block.name: block.impressions for block in queries.blocks(project)}
        with project.read() as session:
            apart = [(pair.one_id, pair.other_id) for pair in session.scalars(select(Apart))]
    assert names == {"0": 2, "9": 1, "acanthus": 2}
    assert apart == [("leaf", "sun")]


def test_pages_known_by_content_are_not_doubled(library: Library) -> None:
    with Project.open(library.folder) as project:
        add(project, books_at(library.folder), finder=propose(*PROPOSED))
        revision, count = project.revision(), queries.count(project)
        again = add(project, books_at(library.folder), finder=propose(*PROPOSED))
        assert (again.new, again.known, again.proposals) == (0, 5, 0)
        copy = library.folder / "copy"
        shutil.copytree(library.first, copy)
        assert add(project, books_at(copy)).new == 0
        assert (project.revision(), queries.count(project)) == (revision, count)


def positions(project: Project) -> dict[str, int]:
    with project.read() as session:
        return {Path(page.path).stem: page.position for page in session.scalars(select(Page))}


def test_single_pictures_stand_in_the_order_in_which_they_were_given(library: Library) -> None:
    p0, p1, p2 = (library.first / f"p{number}.png" for number in range(3))
    with Project.open(library.folder) as project:
        add(project, (book for path in (p2, p0) for book in books_at(path)))
        assert positions(project) == {"p2": 0, "p0": 1}
        add(project, books_at(p1))  # what comes later stands behind
        assert positions(project) == {"p2": 0, "p0": 1, "p1": 2}
        add(project, books_at(library.first))  # as the folder has them
        assert positions(project) == {"p0": 0, "p1": 1, "p2": 2}
        p10 = page_of_noise(library.first / "p0b.png", 77)
        add(project, books_at(library.first))
        assert positions(project) == {"p0": 0, p10.stem: 1, "p1": 2, "p2": 3}


def test_each_pdf_of_a_folder_is_a_book_of_its_own(library: Library) -> None:
    scans = [Image.open(library.second / f"p{number}.png") for number in range(2)]
    for name, turn in (("a", Image.Transpose.FLIP_LEFT_RIGHT), ("b", Image.Transpose.FLIP_TOP_BOTTOM)):
        toned = [scan.transpose(turn) for scan in scans]
        toned[0].save(library.second / f"{name}.pdf", save_all=True, append_images=toned[1:], resolution=300)
    scans[0].transpose(Image.Transpose.ROTATE_180).save(library.second / "one.pdf", resolution=300)
    found = list(books_at(library.second))
    assert [(book.place.name, len(book.pages)) for book in found] == [
        ("a.pdf", 2),
        ("b.pdf", 2),
        ("second", 3),
    ]
    with Project.open(library.folder) as project:
        add(project, books_at(library.second))
        assert sorted((book.title, book.pages) for book in queries.books(project)) == [
            ("a", 2),
            ("b", 2),
            ("second", 3),
        ]


def test_pictures_that_a_shell_has_sorted_by_letters_are_read_by_their_numbers() -> None:
    sorted_by_letters = ["a/p1.png", "a/p10.png", "a/p2.png", "book", "b/p10.png", "b/p9.png"]
    assert in_reading_order(sorted_by_letters) == [
        *("a/p1.png", "a/p2.png", "a/p10.png", "book", "b/p9.png", "b/p10.png")
    ]
    by_hand = ["a/p2.png", "a/p10.png", "a/p1.png"]
    assert in_reading_order(by_hand) == by_hand


def test_a_moved_folder_is_found_again_by_its_pages(library: Library) -> None:
    with Project.open(library.folder) as project:
        add(project, books_at(library.folder), finder=propose(*PROPOSED))
        ids = {one.id for one in queries.ornaments(project)}
        moved = library.folder / "elsewhere" / "deep"
        moved.parent.mkdir()
        library.first.rename(moved)
        result = add(project, books_at(moved), finder=propose(*PROPOSED))
        assert (result.new, result.known) == (0, 3)
        after = queries.ornaments(project)
        assert {one.id for one in after} == ids
        assert all(one.page.exists() for one in after)
        assert moved in {book.place_on_disk for book in queries.books(project)}


def test_project_and_pages_move_together(library: Library, tmp_path: Path) -> None:
    with Project.open(library.folder) as project:
        add(project, books_at(library.folder))
    library.folder.rename(tmp_path / "moved")
    with Project.open(tmp_path / "moved", write=False) as project:
        assert all(one.page.exists() for one in queries.ornaments(project))


def test_a_bad_file_is_named_and_left_out(library: Library) -> None:
    (library.first / "p9.png").write_bytes(b"\x89PNG\r\n\x1a\n cut")
    (library.second / "p1.json").write_text("{")
    with Project.open(library.folder) as project:
        result = add(project, books_at(library.folder))
    assert result.new == 4
    assert [error.path for error in result.problems] == [
        library.first / "p9.png",
        library.second / "p1.json",
    ]


def test_a_place_without_pages_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no page"):
        list(books_at(tmp_path))
    with pytest.raises(InputError, match="does not exist"):
        list(books_at(tmp_path / "none"))


def test_pictures_that_this_program_wrote_are_no_pages(library: Library) -> None:
    from autolabelme.core.annotation.crops import save_crops

    document = read_document(annotation_path(library.first / "p0.png"))
    assert save_crops(document, library.first).files
    assert [book.place for book in books_at(library.folder)] == [library.first, library.second]
    assert len(next(iter(books_at(library.first))).pages) == 3


def test_another_finder_replaces_what_nobody_has_looked_at(filled: Callable[[], Project]) -> None:
    with filled() as project:
        # Books are in the order of their ids, which are random: those of the annotated page.
        every = queries.ornaments(project, Filter(states=("proposed",)))
        proposals = [one for one in every if (one.page.parent.name, one.page.stem) == ("first", "p0")]
        edits.reject(project, [proposals[0].id])
        edits.accept(project, [proposals[1].id])
        books = list(books_at(project.folder))
        again = add(project, books, finder=propose(*PROPOSED, (100, 20, 140, 60), name="test 2"))
        assert again.proposals == 5 + 4 * 2
        here = Filter(page=proposals[0].page_id, roles=("region",))
        states = [one.state for one in queries.ornaments(project, here)]
        assert sorted(states) == ["accepted", "accepted", "proposed", "rejected"]


def test_cancelling_keeps_what_is_done(library: Library) -> None:
    from autolabelme.core.errors import Cancelled

    def tick(done: int, total: int, stage: str) -> None:
        if "p1" in stage:
            raise Cancelled

    with Project.open(library.folder) as project:
        with pytest.raises(Cancelled):
            add(project, books_at(library.folder), tick=tick)
        assert queries.count(project) == 3
        assert add(project, books_at(library.folder)).new == 4


def test_a_region_moved_or_deleted_in_the_file_follows(library: Library) -> None:
    path = annotation_path(library.first / "p0.png")
    with Project.open(library.folder) as project:
        add(project, books_at(library.folder))
        (region,) = queries.ornaments(project, Filter(roles=("region",)))
        block = edits.make_block(project, "Diana", [region.id])
        document = read_document(path)
        shape = document.regions()[0]
        write_document(document.replace(shape.with_box((12, 12, 95, 55))), path)
        add(project, books_at(library.first))
        (moved,) = queries.by_ids(project, [region.id])
        assert (moved.box, moved.block) == ((12, 12, 95, 55), block)
        write_document(document.remove(shape.id), path)
        add(project, books_at(library.first))
        assert queries.by_ids(project, [region.id])[0].state == "rejected"
        write_document(document, path)
        add(project, books_at(library.first))
        (back,) = queries.by_ids(project, [region.id])
        assert (back.state, back.block) == ("accepted", block)


def test_a_better_scan_in_the_same_place_is_the_same_page(filled: Callable[[], Project]) -> None:
    with filled() as project:
        page = project.folder / "second" / "p1.png"
        page_of_noise(page, 99)
        result = add(project, books_at(page.parent))
        assert result.new == 0
        assert len(result.remarks) == 1
        assert str(page) in result.remarks[0]
        assert len({one.page_id for one in queries.ornaments(project)}) == 5


@pytest.mark.parametrize(
    ("text", "year", "sure"),
    [
        ("1745", 1745, True),
        ("[1745?]", 1745, False),
        ("vers 1745", 1745, False),
        ("1745-1748", 1745, False),
        ("M.DCC.XLV", 1745, True),
        ("le 3 mai 1745", 1745, True),
        ("17450", None, False),
    ],
)
def test_the_year_of_an_imprint(text: str, year: int | None, sure: bool) -> None:
    assert year_of(text) == (year, sure)
