"""Every decision that the catalogue can keep is reached from the command line and from the window."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autolabelme.__main__ import main
from autolabelme.core.catalogue import edits, queries
from autolabelme.core.catalogue.project import Project

from .conftest import Library

PACKAGE = Path(edits.__file__).parents[2]
ASKS = {"refusals"}
"""Ask, and change nothing."""
MACHINES = {"propose", "propose_group"}
"""What a search proposes: ``catalogue groups --propose`` and ``match``, and no person."""
IN_ANNOTATE = {"change_box", "draw"}
"""On the page: Annotate moves and draws boxes, and the catalogue takes them from its file."""
Ask = Callable[..., tuple[int, str]]


def test_each_edit_has_a_door_in_both() -> None:
    public = {
        name
        for name, one in inspect.getmembers(edits, inspect.isfunction)
        if one.__module__ == edits.__name__ and not name.startswith("_")
    } - ASKS
    lines = "".join(path.read_text("utf-8") for path in PACKAGE.glob("catalogue_*cli.py"))
    panel = "".join(path.read_text("utf-8") for path in (PACKAGE / "panel" / "catalogue").glob("*.py"))

    def without(text: str) -> set[str]:
        return {name for name in public if not re.search(rf"(edits\.|edits import ){name}\b", text)}

    assert without(lines) == MACHINES - {"propose_group"}
    assert without(panel) == MACHINES | IN_ANNOTATE


@pytest.fixture
def ask(filled: Callable[[], Project], capsys: pytest.CaptureFixture[str]) -> Ask:
    with filled() as project:
        folder = project.folder

    def run(action: str, *words: str) -> tuple[int, str]:
        capsys.readouterr()
        status = main(["catalogue", action, str(folder), *words])
        captured = capsys.readouterr()
        return status, (captured.out or captured.err).strip()

    return run


def ids(library: Library) -> list[str]:
    with Project.open(library.folder, write=False) as project:
        return [one.id for one in queries.ornaments(project, queries.Filter(roles=("region",)))]


def test_blocks_are_joined_split_and_told_apart(ask: Ask, library: Library) -> None:
    one, two, three, four = ids(library)[:4]
    first = ask("block", "Diana", one, two)[1]
    second = ask("block", "Ceres", three)[1]
    assert ask("apart", "Diana", "Ceres")[0] == 0
    assert ask("same", "Diana", second)[0] == 0
    with Project.open(library.folder, write=False) as project:
        assert [block.impressions for block in queries.blocks(project, type="block")] == [3]
    status, copy = ask("split", "Diana", "Copy", three)
    assert status == 0
    assert ask("describe", copy, "--name", "A copy", "--note", "mirrored", "--cover", three)[0] == 0
    assert ask("refuse", first, four)[0] == 0
    assert ask("unassign", one)[0] == 0
    with Project.open(library.folder, write=False) as project:
        known = {block.name: block for block in queries.blocks(project, type="block")}
        assert (known["A copy"].note, known["A copy"].cover, known["Diana"].impressions) == (
            "mirrored",
            three,
            1,
        )
        assert edits.refusals(project) == {(four, first)}
        assert not queries.assignments(project, one)
    sort = next(block.id for block in _blocks(library) if block.type == "sort")
    assert ask("same", "Diana", sort)[0] == 2
    assert ask("apart", "Diana", "Diana")[0] == 2
    assert ask("same", "nobody", "Diana")[0] == 2


def _blocks(library: Library) -> Any:
    with Project.open(library.folder, write=False) as project:
        return queries.blocks(project)


def test_an_ornament_and_its_page_are_described(ask: Ask, library: Library) -> None:
    one = ids(library)[1]
    assert ask("reject", one)[0] == 0
    assert ask("reopen", one)[0] == 0
    assert ask("ornament", one, "--kind", "tail-piece", "--note", "cracked", "--box", "1,2,30,40")[0] == 0
    page = str(library.second / "p0.png")
    status, drawn = ask("draw", page, "--box", "100,100,140,140", "--kind", "initial")
    assert status == 0
    assert ask("page", page, "--folio", "A2r", "--dpi", "254")[0] == 0
    with Project.open(library.folder, write=False) as project:
        changed, made = queries.by_ids(project, [one, drawn])
        assert (changed.kind, changed.note, changed.box) == ("tail-piece", "cracked", (1, 2, 30, 40))
        assert changed.state == "proposed"
        assert (made.kind, made.state, made.folio, made.width_mm) == ("initial", "accepted", "A2r", 4.0)
    assert ask("draw", page, "--box", "100,100,1400,140")[0] == 2
    assert ask("ornament", one, "--box", "0,0,10,2000")[0] == 2
    assert ask("draw", "nowhere.png", "--box", "1,1,5,5")[0] == 2
    assert ask("undo")[0] == 0


def test_results_are_linked_and_let_go(ask: Ask, library: Library, tmp_path: Path) -> None:
    one, two = ids(library)[:2]
    result = tmp_path / "report.json"
    result.write_text("{}")
    status, link = ask("link", str(result), one, two, "--tool", "align", "--verdict", "same block")
    assert status == 0
    with Project.open(library.folder, write=False) as project:
        (known,) = queries.comparisons(project, two)
        assert (known.id, known.verdict, known.file) == (link, "same block", result)
    assert ask("unlink", link)[0] == 0
    with Project.open(library.folder, write=False) as project:
        assert not queries.comparisons(project, one)
    assert ask("link", str(tmp_path / "none.json"), one, "--tool", "align")[0] == 2


def test_annotations_without_a_page_here_are_counted(
    ask: Ask, library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "annotations.json"
    target = "https://example.org/canvas/1#xywh=1,2,30,40"
    one = {"type": "Annotation", "motivation": "tagging", "target": target, "body": []}
    file.write_text(json.dumps({"type": "AnnotationPage", "items": [one]}))
    status, out = ask("import", str(file), "--json")
    assert (status, json.loads(out)) == (1, {"proposals": 0, "known": 0, "elsewhere": 1, "bad": []})
    file.write_text("[")
    assert ask("import", str(file))[0] == 2
