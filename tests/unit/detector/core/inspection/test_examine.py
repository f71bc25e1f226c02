"""One vignette a place: what a detector sees twice is measured once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from detector.core.inspection.examine import _once
from detector.core.inspection.findings import Box, Vignette


def seen(box: Box, correlation: float) -> Any:
    return SimpleNamespace(vignette=Vignette(box, "1"), correlation=correlation)


def test_a_small_vignette_in_the_loop_of_a_large_one_is_dropped() -> None:
    # IoU is 0.29 only, but the small box lies in the large one.
    large, inside = seen((587, 242, 710, 369), 0.8), seen((588, 233, 635, 328), 0.05)
    assert _once([inside, large]) == [1]


def test_the_better_fit_stays_whichever_is_larger() -> None:
    large, inside = seen((0, 0, 100, 100), 0.2), seen((10, 10, 60, 60), 0.8)
    assert _once([large, inside]) == [1]


@pytest.mark.parametrize(
    "other", [(95.0, 0.0, 195.0, 100.0), (60.0, 60.0, 160.0, 160.0), (200.0, 0.0, 300.0, 100.0)]
)
def test_neighbours_that_touch_or_lean_over_each_other_stay(other: Box) -> None:
    assert _once([seen((0, 0, 100, 100), 0.7), seen(other, 0.6)]) == [0, 1]


def test_the_halves_of_two_neighbours_are_no_third() -> None:
    row = [seen((0, 0, 100, 100), 0.7), seen((102, 0, 202, 100), 0.6), seen((204, 0, 304, 100), 0.65)]
    between = seen((51, 2, 151, 101), 0.5)
    assert _once([between, *row]) == [1, 2, 3]
