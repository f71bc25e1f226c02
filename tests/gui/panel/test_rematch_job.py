"""Rematch as a job: templates, progress, other pages; without a window."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.rematch import rematch as core_rematch
from autolabelme.core.boxes import iou
from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.image_io import read_gray
from autolabelme.core.matching.params import SearchParams
from autolabelme.panel.annotate.rematch_job import rematch
from autolabelme.panel.annotate.rematch_request import LabelRequest, OtherPage, RematchRequest

from .conftest import MadePage, make_page


def request_for(made: MadePage, *kinds: int, copies: int = 1) -> RematchRequest:
    labels = tuple(
        LabelRequest(
            str(kind),
            tuple((f"{kind}#{number}", made.boxes[kind][number]) for number in range(copies)),
            SearchParams(),
        )
        for kind in kinds
    )
    return RematchRequest((str(made.path), 0), labels, lambda: read_gray(made.path))


def test_each_label_finds_its_row(made: MadePage) -> None:
    result = rematch(request_for(made, 0, 1))
    for kind in (0, 1):
        found = [match.box for match in result.here[str(kind)].matches()]
        assert (iou(made.boxes[kind], found).max(axis=1) > 0.5).all()


def test_two_templates_of_a_label_find_each_copy_once(made: MadePage) -> None:
    result = rematch(request_for(made, 0, copies=2))
    found = [match.box for match in result.here["0"].matches()]
    overlap = iou(made.boxes[0], found)
    assert (overlap.max(axis=1) > 0.5).all()
    assert ((overlap > 0.5).sum(axis=1) == 1).all()


def test_another_page_is_searched_with_the_same_template(made: MadePage, tmp_path: Path) -> None:
    other = make_page(tmp_path / "other.png", seed=9)
    request = request_for(made, 2)
    key = (str(other.path), 0)

    def gone() -> None:
        raise InputError("is gone", path="gone.png")

    result = rematch(
        RematchRequest(
            request.key,
            request.labels,
            request.load_gray,
            (OtherPage(key, lambda: read_gray(other.path)), OtherPage(("gone.png", 0), gone)),
        )
    )
    found = [match.box for match in result.there[key]["2"].matches()]
    assert (iou(other.boxes[2], found).max(axis=1) > 0.5).all()
    assert result.problems == ("gone.png: is gone",)


def test_pages_are_told_as_they_are_done_and_a_cancel_keeps_them(made: MadePage, tmp_path: Path) -> None:
    paths = [make_page(tmp_path / f"other{number}.png", seed=number).path for number in range(3)]
    told: list[str] = []
    stages: list[str] = []

    def note(_done: int, _total: int, stage: str) -> None:
        stages.append(stage)

    request = request_for(made, 2)
    others = tuple(OtherPage((str(path), 0), partial(read_gray, path)) for path in paths)
    request = replace(request, others=others, on_page=lambda key, _found: told.append(Path(key[0]).name))
    result = rematch(request, tick=note)
    assert told == ["page.png", "other0.png", "other1.png", "other2.png"]
    assert "page 2 of 4, 5 found" in stages
    assert stages[-1] == "page 4 of 4, 23 found"
    assert len(result.there) == 3

    told.clear()

    def stop(_done: int, _total: int, _stage: str) -> None:
        if len(told) >= 2:
            raise Cancelled

    result = rematch(request, tick=stop)
    assert 1 <= len(result.there) < 3 or len(told) == 4  # both threads may end between two ticks
    assert result.here["2"].matches()


def test_progress_only_grows_and_cancel_passes(made: MadePage) -> None:
    seen: list[float] = []
    stages: set[str] = set()

    def note(done: int, total: int, stage: str) -> None:
        seen.append(done / total)
        stages.add(stage)

    rematch(request_for(made, 0, 1), tick=note)
    assert seen == sorted(seen)
    assert seen[-1] == pytest.approx(1.0)
    assert stages == {"Rematch 0", "Rematch 1"}

    def stop(_done: int, _total: int, _stage: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        rematch(request_for(made, 0), tick=stop)


def test_the_window_finds_what_the_command_line_finds(made: MadePage) -> None:
    """Two templates of one label: the same boxes, scores and template ids through both doors."""
    request = request_for(made, 0, 1, copies=2)
    job = rematch(request)
    shapes = [
        Shape.rectangle(item.label, box, role="template", id=shape_id)
        for item in request.labels
        for shape_id, box in item.templates
    ]
    gray = read_gray(made.path)
    document = Document(made.path, gray.shape[1], gray.shape[0], tuple(shapes))
    by_core = core_rematch(document, gray, SearchParams())
    for label in ("0", "1"):
        found = document.set_matches(label, job.winners.kept[label].matches(0.45))
        boxes = [(s.box, s.score, s.template) for s in found.matches(label)]
        assert boxes == [(s.box, s.score, s.template) for s in by_core.document.matches(label)]


def test_matches_on_another_page_name_the_template_alike(made: MadePage, tmp_path: Path) -> None:
    other = make_page(tmp_path / "other.png", seed=9)
    key = (str(other.path), 0)
    request = request_for(made, 2)
    job = rematch(
        RematchRequest(
            request.key, request.labels, request.load_gray, (OtherPage(key, lambda: read_gray(other.path)),)
        )
    )
    assert {match.template for match in job.there[key]["2"].candidates} == {"page:2#0"}
