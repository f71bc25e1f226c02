"""The scorers' benchmark from rows to text and figures (the figures are made up)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks.scorers_parts.report import render
from benchmarks.scorers_parts.rows import Row, figures, keep_rows, kept_rows, means
from detector.lab.protocols.figures import measured_figures, write_figures

HEAD: dict[str, Any] = {
    "sets": {"clean": "2 vignettes, seed 1", "worn": "2 vignettes, seed 2"},
    "machine": {"commit": "abc1234", "machine": "a computer"},
}


def a_row(scorer: str, chosen: str, miou: float) -> Row:
    shares = {"miou_c": miou, "miou_cu": miou / 2, "auroc": 0.9, "aupro": 0.8, "image_auroc": 0.7}
    seconds = {"seconds": 3.0, "seconds_fit": 1.0, "seconds_score": 2.0, "cpu_fit": 0.5, "cpu_score": 1.2}
    own = {"iou": {"a": miou - 0.1, "b": miou + 0.1}, "images": 12, "vignettes": 2}
    return {"scorer": scorer, "title": scorer.title(), "set": chosen, **shares, **seconds, **own}


ROWS = [
    a_row("congealing", "clean", 0.3),
    a_row("dae_conv", "clean", 0.2),
    a_row("prototype", "clean", 0.6),
    a_row("congealing", "worn", 0.2),
    a_row("dae_conv", "worn", 0.1),
    a_row("prototype", "worn", 0.4),
    {"scorer": "vae", "title": "VAE", "set": "worn", "error": "no normals"},
]


def test_means_are_over_all_sets_and_best_first() -> None:
    found = means(ROWS, ("clean", "worn"))
    assert list(found) == ["prototype", "congealing", "dae_conv"]
    assert found["prototype"]["miou_c"] == pytest.approx(0.5)
    assert found["prototype"]["spread"] > 0
    assert "prototype" not in means(ROWS[:3], ("clean", "worn"))


def test_the_text_says_who_wins_and_where_the_dae_stands() -> None:
    text = render(HEAD, ROWS)
    assert "| `prototype` Prototype | 50.0 ± " in text and "| 0.5 | 100 |" in text
    assert "2.00 times congealing's in the same run (target 1.5): reached" in text
    assert "The DAE (`dae_conv`) stands at place 3 of 3, 35.0 points behind the best." in text
    assert "`vae` on worn: no normals" in text and "*congealing, published* | 27.4 | 20.2" in text
    assert "missed" in render(HEAD, [row | {"miou_c": 0.3} for row in ROWS[:-1]])


def test_rows_are_kept_for_the_same_sets_only(tmp_path: Path) -> None:
    path = tmp_path / "scorers.json"
    assert kept_rows(path, HEAD) == []
    keep_rows(path, HEAD, ROWS)
    assert kept_rows(path, HEAD) == json.loads(path.read_text("utf-8"))["rows"] == ROWS
    assert kept_rows(path, {**HEAD, "sets": {"clean": "others"}}) == []


def test_the_pickers_figures_can_be_read(tmp_path: Path) -> None:
    path = write_figures(figures(ROWS, ("clean", "worn"), "two sets", "abc1234"), tmp_path / "figures.json")
    found = measured_figures(path)
    assert list(found) == ["prototype", "congealing", "dae_conv"]
    assert (found["prototype"].miou_c, found["prototype"].commit) == (0.5, "abc1234")
    assert found["prototype"].seconds == pytest.approx(1.7)
