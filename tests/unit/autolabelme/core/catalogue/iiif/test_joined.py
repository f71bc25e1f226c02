"""From a library's manifest to a project and out again, by the command line."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import iiif_prezi3
import pytest

from autolabelme.__main__ import main
from autolabelme.core.catalogue import edits, from_iiif
from autolabelme.core.catalogue.iiif.annotations import read_annotations
from autolabelme.core.catalogue.iiif.records import Book
from autolabelme.core.catalogue.iiif.texts import Region
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.queries import assignments, blocks, books, ornaments
from autolabelme.core.catalogue.schema import Page
from autolabelme.core.reading import read_table

FAST = ["--no-find", "--pause", "0"]


@pytest.fixture
def manifest(library: Any, manifest3: Any, picture: Any) -> Callable[..., str]:
    """The address of a book whose canvases are ten times the size of its pictures."""

    def make(name: str = "book", count: int = 3) -> str:
        url = f"{library.url}/{name}"
        pages = []
        for number in range(1, count + 1):
            body = library.put(f"/{name}/{number}.jpg", picture(300, 400, number + 100 * ord(name[0])))
            pages.append((body, 3000, 4000, None))
        value = manifest3(
            url,
            pages,
            metadata=[
                {"label": {"en": ["Date"]}, "value": {"none": ["[1721?]"]}},
                {"label": {"en": ["Publisher"]}, "value": {"none": ["P. Marteau"]}},
            ],
            rights="http://creativecommons.org/publicdomain/mark/1.0/",
            requiredStatement={"label": {"en": ["By"]}, "value": {"en": ["Library X"]}},
        )
        return str(library.put(f"/{name}", value))

    return make


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("imprint", "date", "year"),
    [
        ("A Paris, chez Prault, 1745", "", "1745"),
        ("A Amsterdam, chez Marc-Michel Rey, M. DCC. XLV.", "", "1745"),
        ("Paris, [1745?]", "", "[1745?]"),
        ("Londres [i.e. Paris], chez C. Prault, 1745", "", "1745"),
        ("A Paris, 1745, et Lyon, 1748", "", "[1745?]"),
        ("A Paris, chez Prault, 1745", "1746", "1746"),
        ("P. Marteau", "", None),
    ],
)
def test_a_year_that_only_the_imprint_names_is_the_books(imprint: str, date: str, year: str | None) -> None:
    book = Book(manifest="https://example.org/m", title="Works", publisher=imprint, date=date)
    assert from_iiif._fields(book).get("year_text") == year


def test_a_manifest_becomes_a_book_and_its_ornaments_annotations(
    library: Any, manifest: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, place = manifest(), str(tmp_path / "p.sqlite")
    assert main(["catalogue", "add", place, url, "--pages", "2-3", *FAST, "--json"]) == 0
    assert printed(capsys) == {"new": 2, "known": 0, "proposals": 0, "bad": []}
    assert main(["catalogue", "add", place, url, *FAST, "--json"]) == 0
    assert printed(capsys) == {"new": 1, "known": 2, "proposals": 0, "bad": []}
    assert sorted(library.paths()) == ["/book", "/book/1.jpg", "/book/2.jpg", "/book/3.jpg"], "each once"
    with Project.open(place) as project:
        (book,) = books(project)
        assert (book.title, book.imprint, book.year_text, book.pages) == ("Works", "P. Marteau", "[1721?]", 3)
        assert (book.manifest, book.attribution, book.year, book.year_sure) == (url, "Library X", 1721, False)
        with project.read() as session:
            page = session.query(Page).filter(Page.position == 1).one()
            assert (page.canvas, json.loads(page.iiif)["canvas_width"], page.folio) == (
                f"{url}/canvas/2",
                3000,
                "f. 2",
            )
            assert page.rights == "http://creativecommons.org/publicdomain/mark/1.0/"
            page_id = page.id
        one = edits.draw(project, page_id, (30, 40, 90, 80), "head-piece")
        block = edits.make_block(project, "Putti", [one])
    assert main(["catalogue", "export", place, "--json"]) == 0
    result = printed(capsys)
    assert (result["ornaments"], result["without_canvas"], result["bad"]) == (1, 0, [])
    files = {Path(path).name: Path(path) for path in result["files"]}
    assert set(files) == {"annotations.json", "manifest.json", "ornaments.csv", "blocks.csv", "crops.zip"}
    iiif_prezi3.Manifest(**json.loads(files["manifest.json"].read_text("utf-8")))
    iiif_prezi3.AnnotationPage(**json.loads(files["annotations.json"].read_text("utf-8")))
    (found,) = read_annotations(files["annotations.json"].read_text("utf-8"), "x")
    assert (found.canvas, found.region) == (f"{url}/canvas/2", Region(300, 400, 600, 400))
    assert (found.said("classifying"), found.said("identifying")) == ("head-piece", "Putti")
    (row,) = read_table(files["ornaments.csv"])
    assert (row["block_id"], row["imprint"], row["xywh"]) == (block, "P. Marteau", "300,400,600,400")
    assert row["rights"] == "http://creativecommons.org/publicdomain/mark/1.0/"
    with zipfile.ZipFile(files["crops.zip"]) as archive:
        assert len([name for name in archive.namelist() if name.endswith(".png")]) == 1


def test_what_one_project_exported_another_takes_in(
    manifest: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url, place, other = manifest(), str(tmp_path / "p.sqlite"), tmp_path / "other" / "p.sqlite"
    assert main(["catalogue", "add", place, url, *FAST]) == 0
    with Project.open(place) as project:
        with project.read() as session:
            first, second = (page.id for page in session.query(Page).order_by(Page.position).limit(2))
        one = edits.draw(project, first, (30, 40, 90, 80), "head-piece")
        edits.draw(project, second, (10, 20, 60, 70), "initial")
        edits.set_note(project, one, "cracked < 1745")
        edits.make_block(project, "Putti", [one])
    assert main(["catalogue", "export", place, "--format", "annotations"]) == 0
    files = [next((tmp_path / "export").rglob(name)) for name in ("annotations.json", "manifest.json")]
    other.parent.mkdir()
    assert main(["catalogue", "add", str(other), url, *FAST]) == 0
    for path, new, known in ((files[0], 2, 0), (files[-1], 0, 2)):
        capsys.readouterr()
        assert main(["catalogue", "import", str(other), str(path), "--json"]) == 0
        assert printed(capsys) == {"proposals": new, "known": known, "elsewhere": 0, "bad": []}
    with Project.open(other) as project:
        found = ornaments(project)
        assert [(each.kind, each.state, each.box) for each in found] == [
            ("head-piece", "proposed", (30, 40, 90, 80)),
            ("initial", "proposed", (10, 20, 60, 70)),
        ]
        assert "cracked < 1745" in found[0].note
        (maybe,) = assignments(project, found[0].id)
        (block,) = blocks(project)
        assert (block.name, maybe.block, maybe.state) == ("Putti", block.id, "proposed")
        project.undo()
        assert not ornaments(project) and not blocks(project), "one edit"


def test_a_fetched_folder_that_moved_keeps_what_the_library_said(
    library: Any, manifest: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = manifest()
    assert main(["catalogue", "add", str(tmp_path / "one.sqlite"), url, *FAST]) == 0
    shutil.move(tmp_path / "pages", tmp_path / "elsewhere")
    capsys.readouterr()
    words = ["catalogue", "add", str(tmp_path / "two.sqlite"), str(tmp_path / "elsewhere"), *FAST, "--json"]
    assert main(words) == 0
    assert printed(capsys)["new"] == 3
    with Project.open(tmp_path / "two.sqlite", write=False) as project:
        assert [(book.title, book.manifest) for book in books(project)] == [("Works", url)]


def test_a_collection_gives_its_books_and_says_what_is_wrong_with_one(
    library: Any, manifest: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    items = [{"id": manifest(name, 1), "type": "Manifest", "label": {"en": [name]}} for name in ("a", "b")]
    items.insert(1, {"id": f"{library.url}/gone", "type": "Manifest", "label": {"en": ["gone"]}})
    url = library.put("/all", {"id": f"{library.url}/all", "type": "Collection", "items": items})
    assert main(["catalogue", "add", str(tmp_path / "p.sqlite"), url, *FAST]) == 2
    said = capsys.readouterr()
    assert f"autolabelme: {library.url}/gone: the server answers 404" in said.err
    assert "new pages: 2" in said.out


def test_pages_that_came_before_the_server_died_are_in_the_project(
    library: Any, manifest: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = manifest()
    library.replies["/book/2.jpg"][0].status = 503
    place = str(tmp_path / "p.sqlite")
    assert main(["catalogue", "add", place, url, *FAST, "--tries", "2", "--json"]) == 2
    result = printed(capsys)
    assert result["new"] == 1 and "/book/2.jpg: the server answers 503" in result["bad"][0]
    library.replies["/book/2.jpg"][0].status = 200
    assert main(["catalogue", "add", place, url, *FAST, "--json"]) == 0
    assert printed(capsys)["new"] == 2


@pytest.mark.parametrize("source", ["ftp://x.example/m", "http://127.0.0.1:9/m", "no.json"])
def test_what_is_no_manifest_is_one_line(
    source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["catalogue", "add", str(tmp_path / "p.sqlite"), source, *FAST, "--tries", "1"]
    assert main(words) == 2
    (line,) = [line for line in capsys.readouterr().err.splitlines() if line]
    assert line.startswith("autolabelme: ") and source in line


def test_nothing_to_export_is_said_by_the_status(
    manifest: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = str(tmp_path / "p.sqlite")
    assert main(["catalogue", "add", place, manifest(), *FAST]) == 0
    assert main(["catalogue", "export", place]) == 1
    assert not (tmp_path / "export").exists()
    with Project.open(place, write=False) as project:
        assert ornaments(project) == ()
