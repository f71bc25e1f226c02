"""Rematch as a job: templates, progress, other pages; without a window."""

from __future__ import annotations

from pathlib import Path

import pytest

from autolabelme.core.boxes import iou
from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.image_io import read_gray
from autolabelme.core.matching.poses import Pose
from autolabelme.core.matching.search import Match, SearchParams, SearchResult
from autolabelme.panel.annotate.rematch_job import merge_results, rematch
from autolabelme.panel.annotate.rematch_request import LabelRequest, RematchRequest

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
            ((key, lambda: read_gray(other.path)), (("gone.png", 0), gone)),
        )
    )
    found = [match.box for match in result.found[key]["2"].matches()]
    assert (iou(other.boxes[2], found).max(axis=1) > 0.5).all()
    assert result.problems == ("gone.png: is gone",)


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


def test_merging_keeps_the_better_of_overlapping_candidates() -> None:
    def result(*matches: tuple[float, float]) -> SearchResult:
        found = [Match((x, 0.0, x + 20.0, 20.0), Pose(), score) for x, score in matches]
        return SearchResult(tuple(found), 0.45, 1.0)

    merged = merge_results([result((0, 0.9), (50, 0.6)), result((1, 0.7), (52, 0.8), (90, 0.5))], 0.45)
    assert [(match.box[0], match.score) for match in merged.candidates] == [(0, 0.9), (52, 0.8), (90, 0.5)]
    assert merged.seconds == 2.0


def test_merging_says_why_only_when_nothing_could_be_searched() -> None:
    empty = SearchResult((), 0.45, 0.1, "the template is blank")
    good = SearchResult((Match((0.0, 0.0, 9.0, 9.0), Pose(), 0.9),), 0.45, 0.1)
    assert merge_results([empty, empty], 0.45).reason == "the template is blank"
    assert merge_results([empty, good], 0.45).reason == ""
