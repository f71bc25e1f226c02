"""One sort through a collection: proposed where it stands, once, whatever was cut off before."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import autolabelme as al
from autolabelme.__main__ import main
from autolabelme.core.annotation.document import Shape
from autolabelme.core.annotation.labelme_json import read_document, write_document
from autolabelme.core.boxes import iou
from autolabelme.core.catalogue import edits, queries
from autolabelme.core.catalogue.adding import add
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.queries import Filter
from autolabelme.core.catalogue.schema import Impression, Ornament
from autolabelme.core.catalogue.sort_search import search_sort
from autolabelme.core.catalogue.sources import books_at
from autolabelme.core.catalogue.work.params import WorkParams
from autolabelme.core.errors import Cancelled, InputError


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A project of the bundled sample's two pages, of which only the first one is annotated."""
    folder = tmp_path / "book"
    folder.mkdir()
    for name in ("sample_clean.jpg", "sample_clean.json", "sample_worn.jpg"):
        shutil.copy(al.sample(f"pages/{name}"), folder / name)
    with Project.open(tmp_path / "p.sqlite") as project:
        add(project, books_at(folder))
    return tmp_path


def template(place: Path) -> str:
    return f"{place / 'book' / 'sample_clean.json'}:0"


def truth(name: str) -> list[Any]:
    known = read_document(al.sample(f"pages/sample_{name}_truth.json"), need_image=False)
    return [shape.box for shape in known.vignettes() if shape.label == "0"]


def on(matches: Any, name: str) -> list[Any]:
    return [one.box for one in matches if Path(one.page).stem == f"sample_{name}"]


def test_the_sort_is_proposed_on_every_page_where_it_stands(place: Path) -> None:
    with Project.open(place / "p.sqlite") as project:
        result = search_sort(project, template(place))
        assert (result.searched, result.known, result.problems) == (2, 0, ())
        worn = truth("worn")
        found = on(result.matches, "worn")
        assert worn and len(found) >= 0.8 * len(worn)
        assert (iou(found, worn).max(axis=1) > 0.5).mean() > 0.8
        (block,) = {
            one.block for one in queries.ornaments(project, Filter(roles=("vignette",))) if one.label == "0"
        }
        assert result.block == block
        with project.read() as session:
            made = session.get_one(Ornament, result.matches[0].ornament)
            assert (made.role, made.kind, made.state) == ("vignette", "single sort", "proposed")
            states = Counter(session.scalars(select(Impression.state).where(Impression.block_id == block)))
        assert states["proposed"] == len(result.matches)
        before = queries.count(project)
        again = search_sort(project, template(place))
        assert (again.searched, again.known, again.matches) == (0, 2, result.matches)
        assert queries.count(project) == before


def test_a_search_that_was_cut_off_goes_on_and_doubles_nothing(place: Path) -> None:
    def tick(done: int, total: int, stage: str) -> None:
        if done == 1:
            raise Cancelled

    with Project.open(place / "p.sqlite") as project:
        with pytest.raises(Cancelled):
            search_sort(project, template(place), tick=tick)
        result = search_sort(project, template(place))
        assert (result.searched, result.known) == (1, 1)
        whole = len(result.matches)
        ids = [one.ornament for one in result.matches]
        assert (
            len(ids) == len(set(ids)) == whole and on(result.matches, "worn") and on(result.matches, "clean")
        )


def test_what_somebody_decided_stays_and_a_files_new_box_takes_the_proposal_over(place: Path) -> None:
    with Project.open(place / "p.sqlite") as project:
        result = search_sort(project, template(place))
        first, second = [one for one in result.matches if "worn" in one.page][:2]
        edits.refuse(project, [first.ornament], result.block)
        file = place / "book" / "sample_worn.json"
        document = read_document(place / "book" / "sample_clean.json")
        worn = type(document).for_image(place / "book" / "sample_worn.jpg")
        write_document(worn.add(Shape.rectangle("9", second.box, id="mine")), file)
        add(project, books_at(place / "book"))
        with project.read() as session:
            mine = session.get_one(Ornament, second.ornament)
            assert (mine.label, mine.shape, mine.state) == ("9", "mine", "accepted")
            states = session.execute(
                select(Impression.ornament_id, Impression.state, Impression.block_id)
            ).all()
        assert (first.ornament, "refused", result.block) in {tuple(row) for row in states}
        assert len(on(search_sort(project, template(place)).matches, "worn")) >= 1


def test_a_template_that_is_none_is_said(place: Path, tmp_path: Path) -> None:
    with Project.open(place / "p.sqlite") as project:
        with pytest.raises(InputError, match="no template of label nothing"):
            search_sort(project, template(place)[:-1] + "nothing")
        shutil.copytree(place / "book", tmp_path / "other")
        with pytest.raises(InputError, match="--template: is no page of the project: add it first"):
            search_sort(project, template(place).replace("/book/", "/other/"))


def test_the_command_says_what_it_found(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["catalogue", "match", str(place / "p.sqlite"), "--template", template(place), "--workers", "1"]
    assert main([*words, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["searched"], said["known"], said["bad"]) == (2, 0, [])
    assert {Path(one["page"]).stem for one in said["matches"]} == {"sample_clean", "sample_worn"}
    assert set(said["matches"][0]) == {"ornament", "page", "box", "score", "rotation", "mirrored"}
    assert main(words) == 0
    assert "sample_worn" in capsys.readouterr().out
    assert main([*words, "--threshold", "2"]) == 2
    (place / "book" / "sample_worn.jpg").write_bytes(b"")
    assert main([*words, "--threshold", "0.6"]) == 2
    assert "sample_worn.jpg: is empty" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.usefixtures("dask_threads_stay")
def test_two_processes_find_the_same(place: Path) -> None:
    with Project.open(place / "p.sqlite") as project:
        two = search_sort(project, template(place), work=WorkParams(workers=2))
    (place / "p.sqlite").unlink()
    shutil.rmtree(place / "p.records", ignore_errors=True)
    with Project.open(place / "p.sqlite") as project:
        add(project, books_at(place / "book"))
        one = search_sort(project, template(place))
    assert [(match.page, match.box, match.score) for match in one.matches] == [
        (match.page, match.box, match.score) for match in two.matches
    ]
