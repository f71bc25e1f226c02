"""Normals from a historian's annotated pages, and what a model says of its normals when it is opened."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autolabelme.core.errors import InputError
from autolabelme.core.matching.poses import Pose
from autolabelme.core.messages import Message
from detector.core.inspection import ssd_sight
from detector.core.inspection.params import InspectParams
from detector.core.model_folder import Model
from detector.core.network import DetectorNetwork, NetworkConfig
from detector.core.sources import AnnotatedPage

from ...conftest import a_catalogue

LABELS = ("1", "2")


def a_page(name: str) -> AnnotatedPage:
    rgb = np.full((60, 80, 3), 230, np.uint8)
    return AnnotatedPage(name, rgb, ((5.0, 5.0, 25.0, 25.0),), ("1",), (Pose(90.0),))


def a_page_of(name: str, shade: int) -> AnnotatedPage:
    page = a_page(name)
    page.rgb[0, 0] = shade
    return page


@pytest.fixture
def model() -> Model:
    settings = {"pages": ["a.png"], "held_out": ["b.png", "c.png"]}
    return Model(DetectorNetwork(NetworkConfig(LABELS)), a_catalogue(LABELS), settings)


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> list[list[Any]]:
    """What is learned from, sets scales, and is held out; nothing is fitted."""
    found: list[list[Any]] = []

    def fit(_detector: object, _facts: object, *given: Any, **_options: object) -> None:
        found.extend([[make() for make in part] for part in given])

    monkeypatch.setattr(ssd_sight, "fit_normals", fit)
    return found


def test_a_page_that_was_trained_on_is_refused_and_the_others_are_named(model: Model) -> None:
    with pytest.raises(InputError, match=r"b\.png, c\.png") as told:
        ssd_sight.normals_from_pages(model, [a_page("b.png"), a_page("a.png")])
    assert str(told.value.path) == "a.png"


def test_a_page_of_another_book_with_the_name_of_one_that_was_trained_on_is_taken(
    model: Model, parts: list[list[Any]]
) -> None:
    trained, same_name = a_page("a.png"), a_page_of("a.png", 0)
    settings = model.settings | {"page_sha256": [trained.key]}
    model = Model(model.network, model.catalogue, settings)
    ssd_sight.normals_from_pages(model, [a_page_of("b.png", 1), same_name])
    assert parts
    with pytest.raises(InputError, match="was trained on"):
        ssd_sight.normals_from_pages(model, [a_page_of("b.png", 1), replace(trained, name="moved.png")])


def test_one_page_is_too_few(model: Model) -> None:
    with pytest.raises(InputError, match="two or more"):
        ssd_sight.normals_from_pages(model, [a_page("b.png")])


@pytest.mark.parametrize(("count", "sizes"), [(2, [1, 0, 1]), (5, [3, 0, 2]), (6, [2, 2, 2]), (8, [3, 3, 2])])
def test_each_page_is_used_for_one_thing(
    model: Model, parts: list[list[Any]], count: int, sizes: list[int]
) -> None:
    pages = [a_page(f"new {number}.png") for number in range(count)]
    ssd_sight.normals_from_pages(model, pages)
    assert [len(part) for part in parts] == sizes
    used = [id(item.rgb) for part in parts for item in part]
    assert sorted(used) == sorted(id(page.rgb) for page in pages)
    (truth,) = parts[0][0].truth
    assert (truth.label, truth.pose, truth.box) == ("1", Pose(90.0), (5.0, 5.0, 25.0, 25.0))


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


def test_pages_are_looked_at_in_the_scale_that_their_resolution_says(
    model: Model, parts: list[list[Any]]
) -> None:
    known = replace(model, catalogue=replace(model.catalogue, dpi=300.0))
    pages = [replace(a_page("b.png"), scale=2.0), replace(a_page("c.png"), scale=None)]
    ssd_sight.normals_from_pages(known, pages)
    assert [[one.dpi for one in part] for part in parts] == [[600.0], [], [None]]
