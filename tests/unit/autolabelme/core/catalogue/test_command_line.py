"""``autolabelme catalogue``: what scripts rely on."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from autolabelme.__main__ import main
from autolabelme.core.catalogue import queries
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.schema import Page

from .conftest import PROPOSED, Library

Ask = Callable[..., tuple[int, Any]]


@pytest.fixture
def ask(filled: Callable[[], Project], capsys: pytest.CaptureFixture[str]) -> Ask:
    """Run a command on the filled project: its status, and what it printed as JSON, or as text."""
    with filled() as project:
        folder = project.folder

    def run(action: str, *words: str) -> tuple[int, Any]:
        capsys.readouterr()
        status = main(["catalogue", action, str(folder), *words])
        out = capsys.readouterr().out
        return status, json.loads(out) if "--json" in words else out

    return run


def test_decisions_are_edits_that_are_undone(ask: Ask) -> None:
    _, found = ask("list", "--json", "--state", "proposed")
    first, second = [one["id"] for one in found["ornaments"]][:2]
    assert ask("accept", first[:12], "--kind", "initial")[0] == 0
    assert ask("reject", second)[0] == 0
    _, found = ask("list", "--json", "--kind", "initial")
    assert [(one["id"], one["state"]) for one in found["ornaments"]] == [(first, "accepted")]
    status, block = ask("block", "Diana", first, "--printer", "Prault")
    assert status == 0
    assert ask("block", "Diana", second)[1] == block
    _, found = ask("blocks", "--json", "--type", "block")
    assert [(one["name"], one["impressions"], one["printer"]) for one in found["blocks"]] == [
        ("Diana", 2, "Prault")
    ]
    assert ask("list", "--json", "--block", block.strip())[1]["ornaments"][0]["block"] == block.strip()
    assert ask("undo") == (0, "assign impressions (1) to Diana\n")
    assert ask("redo") == (0, "assign impressions (1) to Diana\n")
    assert ask("redo")[0] == 1
    assert ask("accept", "nobody")[0] == 2


def test_ornaments_stand_by_year_and_title(ask: Ask) -> None:
    _, found = ask("books", "--json")
    one, other = (book["id"] for book in found["books"])
    pages = {}

    def order(*words: str) -> list[str]:
        _, listed = ask("list", "--json", *words)
        names = [Path(item["page"]).parent.name for item in listed["ornaments"]]
        return list(dict.fromkeys(names))

    for book in (one, other):
        (pages[book],) = order("--book", book)
    ask("book", one, "--title", "Zaïre", "--year", "1740")
    ask("book", other, "--title", "Épîtres", "--year", "1750")
    assert order() == [pages[one], pages[other]]
    assert order("--order", "title") == [pages[other], pages[one]]
    ask("book", one, "--year", "1750")
    assert order() == [pages[other], pages[one]]
    every = ask("list", "--json")[1]["ornaments"]
    assert ask("list", "--json", "--limit", "3")[1]["ornaments"] == every[:3]


def test_books_and_printers(ask: Ask) -> None:
    _, found = ask("books", "--json")
    book = next(one for one in found["books"] if one["title"] == "second")
    assert (book["ornaments"], book["proposed"]) == (0, len(PROPOSED) * 2)
    assert ask("book", book["id"][:8], "--printer", "Didot", "--year", "[1750]")[0] == 0
    _, found = ask("books", "--json")
    assert next(one for one in found["books"] if one["id"] == book["id"])["year"] == 1750
    there = ask("list", "--json", "--book", book["id"])[1]["ornaments"]
    here = ask("list", "--json", "--printer", "Prault", "--state", "proposed")[1]["ornaments"]
    ask("block", "Diana", there[0]["id"], here[0]["id"], "--printer", "Prault")
    status, found = ask("printers", "--json")
    assert status == 0
    assert [one["name"] for one in found["printers"]] == ["Didot", "Prault"]
    (against,) = found["against"]
    assert (against["title"], against["printer"], against["block_printer"]) == ("second", "Didot", "Prault")
    _, found = ask("printers", "Prault", "--json")
    assert {use["printer"] for use in found["uses"] if use["block_name"] == "Diana"} == {"Didot", "Prault"}


def test_the_resolution_that_a_book_is_said_to_have_gives_its_ornaments_sizes(
    ask: Ask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, found = ask("books", "--json")
    book = next(one["id"] for one in found["books"] if one["title"] == "second")
    assert ask("book", book, "--dpi", "254")[0] == 0
    with Project.open(tmp_path / "library") as project:
        which = queries.Filter(book=book)
        sizes = {(one.box[2] - one.box[0], one.width_mm) for one in queries.ornaments(project, which)}
    assert sizes and all(mm == pytest.approx(px / 10, abs=0.01) for px, mm in sizes)
    assert ask("undo")[0] == 0
    with pytest.raises(SystemExit):
        ask("book", book, "--dpi", "0")
    assert "from 10 to 20" in capsys.readouterr().err


def test_a_project_is_rebuilt_and_its_pages_are_found_again(
    ask: Ask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, before = ask("list", "--json")
    folder = tmp_path / "library"
    assert ask("rebuild")[0] == 0
    assert ask("list", "--json")[1] == before
    (folder / "scans").mkdir()
    (folder / "first").rename(folder / "scans" / "contes")
    assert ask("relink") == (0, "missing: 3, found again: 3\n")
    _, after = ask("list", "--json")
    assert [one["id"] for one in after["ornaments"]] == [one["id"] for one in before["ornaments"]]
    assert all(Path(one["page"]).is_file() for one in after["ornaments"])
    (folder / "second" / "p0.png").unlink()
    assert ask("relink") == (1, "missing: 1, found again: 0\n")
    with Project.open(folder) as project:
        assert folder / "scans" / "contes" in {book.place_on_disk for book in queries.books(project)}
        assert ask("undo")[0] == 2  # it is being written


def test_a_project_without_records_is_not_rebuilt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalogue", "rebuild", str(tmp_path)]) == 2
    assert "no records" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("blocks",),
        ("books",),
        ("printers",),
        ("groups",),
        ("export",),
        ("match", "--template", "p.json:0"),
        ("accept", "a"),
        ("block", "Diana", "a"),
        ("undo",),
        ("relink",),
    ],
)
def test_a_mistyped_project_is_refused_and_not_made(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "libary"
    assert main(["catalogue", words[0], str(wrong), *words[1:]]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert str(wrong) in line and "no project" in line
    assert not list(tmp_path.iterdir())


def test_pictures_that_are_named_stand_in_their_order(library: Library) -> None:
    project = library.folder / "catalogue.sqlite"
    names = [str(library.first / f"p{number}.png") for number in (2, 0, 1)]
    assert main(["catalogue", "add", str(project), "--no-find", *names]) == 0
    with Project.open(project) as opened, opened.read() as session:
        pages = session.scalars(select(Page).order_by(Page.position)).all()
    assert [Path(page.path).stem for page in pages] == ["p2", "p0", "p1"]


def test_an_export_of_nothing_says_so(
    filled: Callable[[], Project], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with filled() as project:
        folder = project.folder
    capsys.readouterr()
    words = ["--kind", "device", "--output", str(tmp_path / "out")]
    assert main(["catalogue", "export", str(folder), *words]) == 1
    assert "no ornament is accepted" in capsys.readouterr().err


def test_an_ornament_that_is_named_twice_is_one(ask: Ask) -> None:
    one = ask("list", "--json", "--state", "proposed")[1]["ornaments"][0]["id"]
    assert ask("accept", one, one[:12], one)[0] == 0
    assert "(1)" in ask("undo")[1]


def test_an_export_cuts_nothing_out_of_a_picture_that_was_put_in_a_pages_place(
    ask: Ask, tmp_path: Path
) -> None:
    _, found = ask("list", "--json", "--state", "proposed")
    one = found["ornaments"][0]
    assert ask("accept", one["id"])[0] == 0
    page = Path(one["page"])
    with Image.open(page) as picture:
        size = picture.size
    Image.new("RGB", size, "white").save(page)
    status, said = ask("export", "--format", "crops", "--output", str(tmp_path / "out"), "--json")
    assert status == 2
    assert [page.name in line and "another picture" in line for line in said["bad"]] == [True]
    with zipfile.ZipFile(tmp_path / "out" / "crops.zip") as archive:
        assert not [name for name in archive.namelist() if name.endswith(".png")]


def test_an_export_names_only_who_gave_their_name(ask: Ask, tmp_path: Path) -> None:
    _, found = ask("list", "--json", "--state", "proposed")
    ask("accept", found["ornaments"][0]["id"])

    def deciders(*words: str) -> set[str]:
        out = tmp_path / "out"
        assert ask("export", "--format", "ornaments", "--output", str(out), *words)[0] == 0
        with (out / "ornaments.csv").open(encoding="utf-8", newline="") as stream:
            return {row["decided_by"] for row in csv.DictReader(stream)}

    assert deciders() == {""}, "the login is no name that anybody gave"
    assert deciders("--who", "A. Historian") == {"", "A. Historian"}, "a box of a file nobody has decided on"
