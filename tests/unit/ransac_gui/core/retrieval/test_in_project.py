"""``autolabelme catalogue search|groups`` on a small library: what scripts rely on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autolabelme.__main__ import main
from autolabelme.core.arrays import U8
from autolabelme.core.catalogue.adding import Finder, Found, add
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.sources import books_at
from autolabelme.core.image_io import write_image

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
    status, text = ask("search", str(crop), "--no-verify")
    assert status == 0
    assert first["ornament"][:12] in text


def test_an_ornament_that_is_not_there_ends_with_1(ask: Ask, project: Path, collection: Collection) -> None:
    crop = write_image(project / "crop.png", collection.pictures["b6"])
    assert ask("search", str(crop), "--json")[0] == 1


@pytest.mark.parametrize("box", ["1,2,3", "a,b,c,d", "9,9,3,3", "5000,5000,6000,6000", "nan,0,9,9"])
def test_a_bad_box_ends_with_2_and_is_named(
    ask: Ask, project: Path, box: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = str(project / "book" / "p0.png")
    assert main(["catalogue", "search", str(project), page, f"--box={box}"]) == 2
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
