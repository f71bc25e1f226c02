"""The measured figures that Inspect shows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from autolabelme.core.errors import InputError
from detector.lab.protocols.figures import Figures, figures_path, measured_figures, write_figures

ONE = Figures("Median prototype", 0.3, 0.2, 0.9, 0.8, 0.95, 12.5, "30 vignettes", "abc1234")
TWO = Figures("Difference", 0.4, 0.1, 0.8, 0.7, 0.75, 1.0, "30 vignettes", "abc1234")


def test_figures_read_back_best_first(tmp_path: Path) -> None:
    path = write_figures({"prototype": ONE, "naive": TWO}, tmp_path / "scorers.json")
    assert list(measured_figures(path).items()) == [("naive", TWO), ("prototype", ONE)]


def test_nothing_measured_is_no_error(tmp_path: Path) -> None:
    assert measured_figures(tmp_path / "none.json") == {}


def test_the_bundled_figures_if_any_can_be_read() -> None:
    found = measured_figures()
    assert bool(found) == figures_path().is_file()
    assert all(one.commit and one.set for one in found.values())


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"miou_c": "much"}, "scorers.a.miou_c"),
        ({"auroc": 1.5}, "scorers.a.auroc"),
        ({"aupro": None}, "scorers.a.aupro"),
        ({"seconds": -1}, "scorers.a.seconds"),
        ({"image_auroc": True}, "scorers.a.image_auroc"),
        ({"title": 3}, "scorers.a.title"),
    ],
)
def test_a_bad_figure_is_named(change: dict[str, Any], field: str, tmp_path: Path) -> None:
    path = write_figures({"a": ONE}, tmp_path / "scorers.json")
    value = json.loads(path.read_text("utf-8"))
    value["scorers"]["a"] |= change
    path.write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        measured_figures(path)
    assert str(caught.value).startswith(f"{path}: {field}: ")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "other"}', '{"format": "x", "scorers": 1}'])
def test_another_file_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "scorers.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=str(path.name)):
        measured_figures(path)
