"""``autolabelme catalogue search|groups`` on a small library: what scripts rely on."""

from __future__ import annotations

import json
from collections.abc import Callable
from collections.abc import Collection as Collection_
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from autolabelme.__main__ import main
from autolabelme.core.arrays import U8
from autolabelme.core.catalogue import edits, queries
from autolabelme.core.catalogue.adding import Finder, Found, add
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.sources import books_at
from autolabelme.core.image_io import write_image
from ransac_gui.core.retrieval.in_project import Crops, Place, update
from ransac_gui.core.retrieval.index import read_index

from .conftest import Collection

Ask = Callable[..., tuple[int, Any]]
CORNER = (30, 40)


def page_with(picture: U8) -> U8:
    """A page with one ornament, its top left pixel at `CORNER`."""
    page = np.full((360, 460, 3), 228, np.uint8)
    x, y = CORNER
    page[y : y + picture.shape[0], x : x + picture.shape[1]] = picture[..., None]
    return page


def boxed(picture: U8) -> tuple[float, float, float, float]:
    x, y = CORNER
    return (x, y, x + picture.shape[1], y + picture.shape[0])


@pytest.fixture
def project(tmp_path: Path, collection: Collection) -> Path:
    """Three ornaments on three pages of one book."""
    book = tmp_path / "book"
    book.mkdir()
    boxes = {}
    for number in range(3):
        picture = collection.pictures[f"a{number}"]
        page = page_with(picture)
        write_image(book / f"p{number}.png", page)
        boxes[page.tobytes()] = Found("head-piece", boxed(picture), 0.9)
    finder = Finder("exact", lambda page: [boxes[page.tobytes()]])
    with Project.open(tmp_path) as made:
        add(made, books_at(book), finder=finder)
    return tmp_path


@pytest.fixture
def ask(project: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    def run(action: str, *words: str) -> tuple[int, Any]:
        capsys.readouterr()
        status = main(["catalogue", action, str(project), *words])
        out = capsys.readouterr().out
        return status, json.loads(out) if "--json" in words else out

    return run


def ids(ask: Ask) -> dict[str, str]:
    """Page's name -> ornament."""
    return {Path(one["page"]).stem: one["id"] for one in ask("list", "--json")[1]["ornaments"]}


def test_a_crop_and_a_box_of_a_page_find_the_ornament(
    ask: Ask, project: Path, collection: Collection
) -> None:
    picture = collection.pictures["b1"]
    crop = write_image(project / "crop.png", picture)
    status, said = ask("search", str(crop), "--json")
    assert status == 0
    first = said["results"][0]
    assert first["ornament"] == ids(ask)["p1"]
    assert first["page"] == str(project / "book" / "p1.png")
    assert first["box"] == list(map(float, boxed(collection.pictures["a1"])))
    assert first["verdict"]["kind"] in ("same block", "cannot tell")
    assert 0.4 <= first["score"] <= 1
    assert said["seconds"] > 0
    page = write_image(project / "page.png", page_with(picture))
    box = ",".join(map(str, boxed(picture)))
    status, boxed_said = ask("search", str(page), "--box", box, "--json")
    assert (status, boxed_said["results"]) == (0, said["results"])
    large = Image.fromarray(page_with(picture)).resize((1840, 1440), Image.Resampling.BICUBIC)
    large.save(project / "large.jpg", quality=95)
    box = ",".join(str(4 * edge) for edge in boxed(picture))
    status, quick = ask("search", str(project / "large.jpg"), "--box", box, "--no-verify", "--json")
    assert status == 0
    assert quick["results"][0]["ornament"] == first["ornament"]
    status, text = ask("search", str(crop), "--no-verify")
    assert status == 0
    assert first["ornament"][:12] in text


def test_the_ornament_itself_is_said_to_be_itself(
    ask: Ask, project: Path, collection: Collection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = project / "book" / "p1.png"
    box = "--box=" + ",".join(map(str, boxed(collection.pictures["a1"])))
    elsewhere = tmp_path / "copy.png"
    elsewhere.write_bytes(page.read_bytes())
    for path in (page, elsewhere):
        status, said = ask("search", str(path), box, "--json")
        assert status == 0
        (only,) = said["results"]
        assert (only["ornament"], only["itself"], only["verdict"]) == (ids(ask)["p1"], True, None)
    assert main(["catalogue", "search", str(project), str(page), box]) == 0
    told = capsys.readouterr()
    assert "the ornament itself" in told.out
    assert "nowhere else" in told.err
    # What is no ornament of the project is searched for as any other.
    status, said = ask("search", str(page), "--box=385,5,455,355", "--json")
    assert (status, said["results"]) == (1, [])


def test_a_page_is_named_as_lists_name_it(
    ask: Ask, project: Path, collection: Collection, tmp_path: Path
) -> None:
    pages = [page_with(collection.pictures[name]) for name in ("b0", "b2")]
    first, *others = (Image.fromarray(page) for page in pages)
    first.save(tmp_path / "two.tif", save_all=True, append_images=others)
    box = "--box=" + ",".join(map(str, boxed(collection.pictures["b2"])))
    found = ask("search", f"{tmp_path / 'two.tif'}#page=2", box, "--json")[1]["results"]
    assert found[0]["ornament"] == ids(ask)["p2"]


def test_an_update_looks_at_what_has_changed(project: Path) -> None:
    with Project.open(project) as opened:
        update(opened)
        base = read_index(opened.index / "ornaments")
        assert base is not None
        one, other, _ = queries.ornaments(opened)
        asked: list[object] = []

        look_up = Crops.look_up

        def looked_up(self: Crops, ornaments: Collection_[str] | None) -> dict[str, Place]:
            asked.append(ornaments)
            return look_up(self, ornaments)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Crops, "look_up", looked_up)
            assert update(opened)[0].ornaments == base.ornaments
            edits.set_note(opened, one.id, "worn")  # nothing that a search sees
            update(opened)
            edits.reject(opened, [other.id])
            index, _ = update(opened, base=base)
            assert set(index.ornaments) == set(base.ornaments) - {other.id}
            opened.undo()
            assert set(update(opened, base=index)[0].ornaments) == set(base.ornaments)
        assert asked == [set(), set(), {other.id}, {other.id}]


def test_an_index_of_another_database_is_compared_as_a_whole(project: Path) -> None:
    with Project.open(project) as opened:
        before, _ = update(opened)
        path = opened.path
    for ending in ("", "-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    with Project.open(project) as again:  # made from its records
        other = queries.ornaments(again)[0].id
        edits.reject(again, [other])
        index, _ = update(again)
        assert set(index.ornaments) == set(before.ornaments) - {other}
        assert index.mark.partition(":")[0] != before.mark.partition(":")[0]


def test_an_ornament_that_is_not_there_ends_with_1(ask: Ask, project: Path, collection: Collection) -> None:
    crop = write_image(project / "crop.png", collection.pictures["b6"])
    assert ask("search", str(crop), "--json")[0] == 1


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "9,9,3,3", "nan,0,9,9"])
def test_what_is_no_box_ends_with_2_and_is_named(
    project: Path, box: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["catalogue", "search", str(project), str(project / "book" / "p0.png"), f"--box={box}"])
    assert stop.value.code == 2
    error = capsys.readouterr().err
    assert "--box" in error and box in error and len(error.splitlines()) == 1


def test_a_box_beside_the_page_and_a_page_that_is_not_there_end_with_2(
    ask: Ask, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = str(project / "book" / "p0.png")
    assert main(["catalogue", "search", str(project), page, "--box=5000,5000,6000,6000"]) == 2
    assert "--box" in capsys.readouterr().err
    assert main(["catalogue", "search", str(project), str(project / "nothing.png")]) == 2


def test_a_new_project_is_made_and_finds_nothing(tmp_path: Path, ask: Ask, project: Path) -> None:
    new = tmp_path / "new.sqlite"
    assert main(["catalogue", "search", str(new), str(project / "book" / "p0.png"), "--json"]) == 1
    assert new.exists()


def test_an_index_follows_the_project_and_a_damaged_one_is_made_anew(
    ask: Ask, project: Path, collection: Collection
) -> None:
    crop = write_image(project / "crop.png", collection.pictures["b2"])
    assert ask("search", str(crop), "--no-verify")[0] == 0
    kept = project / "catalogue.index" / "ornaments"
    kept.write_bytes(b"nonsense")
    assert ask("search", str(crop), "--no-verify")[0] == 0
    ask("reject", ids(ask)["p2"])
    found = ask("search", str(crop), "--no-verify", "--json")[1]["results"]
    assert "p2" not in {Path(one["page"]).stem for one in found}


def test_a_page_that_has_gone_is_named_and_the_others_are_found(
    ask: Ask, project: Path, collection: Collection, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "book" / "p0.png").unlink()
    crop = write_image(project / "crop.png", collection.pictures["b1"])
    status = main(["catalogue", "search", str(project), str(crop), "--no-verify", "--json"])
    said = capsys.readouterr()
    assert status == 0
    assert "p0.png" in said.err
    assert Path(json.loads(said.out)["results"][0]["page"]).stem == "p1"


@pytest.mark.parametrize("how", ["gone", "another picture"])
def test_pages_that_cannot_be_read_are_no_answer(
    ask: Ask, project: Path, collection: Collection, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    """Nothing found among pages that nobody looked at must not read as *nowhere else*."""
    page = project / "book" / "p1.png"
    box = "--box=" + ",".join(map(str, boxed(collection.pictures["a1"])))
    crop = write_image(project / "crop.png", collection.pictures["b1"])
    assert ask("search", str(crop), "--json")[0] == 0  # the index is there
    for other in (project / "book").glob("*.png"):
        if other == page:
            continue
        other.unlink()
        if how == "another picture":
            write_image(other, np.full_like(page_with(collection.pictures["a1"]), 230))
    status = main(["catalogue", "search", str(project), str(page), box])
    told = capsys.readouterr()
    assert status == 2
    assert "nowhere else" not in told.err and "not all pages could be read" in told.err
    assert ("another picture" in told.err) == (how == "another picture")


def test_groups_are_proposed_and_kept_when_asked_for(
    ask: Ask, project: Path, tmp_path: Path, collection: Collection
) -> None:
    again = tmp_path / "second"
    again.mkdir()
    picture = collection.pictures["b1"]
    write_image(again / "q1.png", page_with(picture))
    with Project.open(project) as opened:
        add(
            opened,
            books_at(again),
            finder=Finder("box", lambda page: [Found("head-piece", boxed(picture), 1.0)]),
        )
    names = ids(ask)
    status, said = ask("groups", "--json")
    assert status == 0
    largest = said["groups"][0]
    assert (largest["block"], set(largest["ornaments"])) == (None, {names["p1"], names["q1"]})
    assert largest["evidence"][0]["verdict"]["kind"] in ("same block", "cannot tell")
    assert sorted(one for group in said["groups"] for one in group["ornaments"]) == sorted(names.values())
    ask("block", "Diana", names["p1"])
    status, said = ask("groups", "--json", "--propose")
    assert (said["groups"][0]["name"], said["groups"][0]["ornaments"]) == ("Diana", [names["q1"]])


def test_two_ornaments_of_one_page_are_never_proposed_as_one_block(
    ask: Ask, project: Path, tmp_path: Path, collection: Collection
) -> None:
    """A page is printed from one forme, in which a block stands once; a strip's sorts stand in it often."""
    again = tmp_path / "second"
    again.mkdir()
    picture = collection.pictures["b1"]
    single = page_with(picture)
    write_image(again / "q1.png", np.vstack([single, single]))
    x1, y1, x2, y2 = boxed(picture)
    below = (x1, y1 + single.shape[0], x2, y2 + single.shape[0])
    found = [Found("head-piece", box, 1.0) for box in (boxed(picture), below)]
    with Project.open(project) as opened:
        add(opened, books_at(again), finder=Finder("two", lambda page: found))
    listed = ask("list", "--json")[1]["ornaments"]
    twins = {one["id"] for one in listed if Path(one["page"]).stem == "q1"}
    known = next(one["id"] for one in listed if Path(one["page"]).stem == "p1")
    assert len(twins) == 2

    def groups() -> list[set[str]]:
        return [set(one["ornaments"]) for one in ask("groups", "--json")[1]["groups"]]

    assert not any(twins <= group for group in groups())
    with Project.open(project) as opened:
        edits.set_kind(opened, [*twins, known], "single sort")
    assert any(twins <= group for group in groups())
