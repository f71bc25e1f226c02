"""What the inspection benchmark compares with, and how a cold start is told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from benchmarks.inspection_parts.cold import STEPS, cold_lines
from benchmarks.inspection_parts.masks import METHODS, scored
from detector.lab.scorers.congealing import CongealingScorer
from detector.lab.scorers.naive import NaiveScorer


def impression(seed: int, *, blot: bool = False) -> U8:
    """A ring on grainy paper, 60 x 90 pixels."""
    y, x = np.mgrid[0:60, 0:90]
    gray = np.where(np.abs(np.hypot(y - 30, x - 40) - 20) < 4, 40.0, 225.0)
    if blot:
        gray[5:15, 75:85] = 40
    return (gray + np.random.default_rng(seed).normal(0, 4, gray.shape)).clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize(("name", "made"), [("naive", NaiveScorer()), ("congealing", CongealingScorer())])
def test_the_baselines_of_the_masks_are_the_scorers(name: str, made: Any) -> None:
    normals, suspect = [impression(seed) for seed in range(3)], impression(9, blot=True)
    found = scored(name, suspect, normals)
    assert np.array_equal(found, made.fit({"x": normals}).score(suspect, "x").map)
    assert found[7:13, 77:83].mean() > 4 * found[:, :70].mean()


def test_each_row_says_what_it_is_fitted_on() -> None:
    assert len(set(METHODS)) == 4
    assert all("fitted on" in method for method in METHODS)


def a_start(begin: float, boxes: float, finished: float) -> dict[str, Any]:
    times = {"started": begin, "asked": begin + 1, "boxes": begin + boxes, "finished": begin + finished}
    times |= {"asked again": begin + 50, "finished again": begin + 54}
    return {"at": times, "vignettes": 32, "findings": 3, "cpu_seconds": finished}


def test_a_cold_start_is_the_median_of_its_processes() -> None:
    text = "\n".join(cold_lines([a_start(100, 4, 9), a_start(900, 3, 7), a_start(500, 6, 8)]))
    assert "| from the process's start to the first boxes | 4.0 | 3.0, 6.0 |" in text
    assert "| from the process's start to the finished inspection | 8.0 | 7.0, 9.0 |" in text
    assert "| the same again in the same window | 4.0 | 4.0, 4.0 |" in text
    assert "32 vignettes, 3 findings" in text
    assert sum(line.startswith("| ") for line in text.splitlines()) == len(STEPS) + 1
