"""Normals from a historian's annotated pages, and what a model says of its normals when it is opened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autolabelme.core.matching.poses import Pose
from autolabelme.core.messages import Message
from detector.core.inspection import ssd_sight
from detector.core.inspection.params import InspectParams
from detector.core.model_folder import Model
from detector.core.network import DetectorNetwork, NetworkConfig
from detector.core.sources import AnnotatedPage

from ...conftest import a_catalogue

LABELS = ("1", "2")


@pytest.fixture
def model() -> Model:
    settings = {"pages": ["a.png"], "held_out": ["b.png", "c.png"]}
    return Model(DetectorNetwork(NetworkConfig(LABELS)), a_catalogue(LABELS), settings)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What is fitted on; nothing is."""
    found: dict[str, Any] = {}

    def fit(_detector: object, _facts: object, ornaments: Any, **options: Any) -> None:
        found.update(options, ornaments=[make() for make in ornaments])

    monkeypatch.setattr(ssd_sight, "fit_normals", fit)
    return found


def a_row(name: str, count: int, label: str = "1") -> AnnotatedPage:
    """So many vignettes in a row, and one far below."""
    boxes = [(10.0 + 25 * i, 5.0, 30.0 + 25 * i, 25.0) for i in range(count - 1)] + [(10, 200, 30, 220)]
    rgb = np.full((240, 300, 3), 230, np.uint8)
    return AnnotatedPage(name, rgb, tuple(boxes), (label,) * count, (Pose(90.0),) * count)


def test_every_real_impression_is_used_whether_its_page_was_trained_on_or_not(
    model: Model, asked: dict[str, Any]
) -> None:
    ssd_sight.normals_from_pages(model, [a_row("a.png", 5), a_row("b.png", 4)])
    assert [len(one.truth) for one in asked["ornaments"]] == [4, 1, 3, 1] == asked["sizes"]
    assert not any(one.complete for one in asked["ornaments"]) and not asked["press_made"]
    first = asked["ornaments"][0]
    assert first.truth[0].box == (10.0, 5.0, 30.0, 25.0) and first.truth[0].pose == Pose(90.0)
    assert first.rgb.shape == (40, 120, 3), "cut out with three quarters of a side round it"


@pytest.mark.parametrize(("gap", "ornaments"), [(15, 1), (30, 2)])
def test_vignettes_less_than_a_side_apart_are_of_one_ornament(
    model: Model, asked: dict[str, Any], gap: int, ornaments: int
) -> None:
    ends = [(0, 20), (22, 42), (42 + gap, 62 + gap)]
    boxes = tuple((20.0 + start, 100.0, 20.0 + end, 120.0) for start, end in ends)
    page = replace(a_row("a.png", 3), boxes=boxes)
    ssd_sight.normals_from_pages(model, [page])
    assert len(asked["ornaments"]) == ornaments


def test_a_label_with_too_few_impressions_is_printed_and_another_is_not(
    model: Model, asked: dict[str, Any]
) -> None:
    two = replace(a_row("b.png", 2), labels=("2", "2"))
    ssd_sight.normals_from_pages(model, [a_row("a.png", 4), two])
    assert {item.label for one in asked["ornaments"] for item in one.truth} == {"1"}
    assert len(asked["complement"]) == 12
    printed = [make().truth for make in asked["complement"][:2]]
    assert {item.label for truth in printed for item in truth} == {"2"}
    assert "1 label by the press" in asked["source"]


def test_without_real_impressions_enough_all_is_of_the_press(model: Model, asked: dict[str, Any]) -> None:
    ssd_sight.normals_from_pages(model, [a_row("a.png", 2)])
    assert asked["press_made"] and len(asked["ornaments"]) == 60


def test_a_model_says_when_it_looks_otherwise_than_its_normals_were_measured(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = SimpleNamespace(), model, ("said before",)
    monkeypatch.setattr(ssd_sight, "open_model", lambda *_, **__: opened)
    assert ssd_sight.model_in_use(tmp_path, InspectParams()).notes == ("said before",)
    before, now = ssd_sight.model_in_use(tmp_path, InspectParams(score_over=0.05)).notes
    assert before == "said before"
    assert "over 0.2" in now
    assert "over 0.05" in now
    assert isinstance(now, Message), "the window can say it in another language"


def test_pages_are_looked_at_in_their_own_scale(model: Model, asked: dict[str, Any]) -> None:
    known = replace(model, catalogue=replace(model.catalogue, dpi=300.0))
    pages = [replace(a_row("b.png", 4), scale=2.0), replace(a_row("c.png", 4), scale=None)]
    ssd_sight.normals_from_pages(known, pages)
    side = 2 * known.catalogue.median_px
    seen = [(one.dpi, one.side_px) for one in asked["ornaments"]]
    assert seen == [(600.0, side), (600.0, side), (None, None), (None, None)]
