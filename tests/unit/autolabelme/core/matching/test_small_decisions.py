"""Decisions of a search and a click that whole pages seldom turn on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autolabelme.core.arrays import U8, Bool
from autolabelme.core.matching import several, snap, snap_parts
from autolabelme.core.matching.params import SearchParams
from autolabelme.core.matching.several import Wanted


def test_of_many_templates_six_are_asked_what_they_find(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def copies(_page: object, template: Wanted, _all: object) -> list[Wanted]:
        asked.append(template.id)
        return []

    monkeypatch.setattr(several, "certain_copies", copies)
    templates = [Wanted(str(number), SearchParams()) for number in range(30)]
    page: Any = None
    several._widest(page, templates)
    assert len(asked) == 6


def test_a_level_may_hold_the_first_box_to_two_pixels() -> None:
    first = (10.0, 10.0, 50.0, 40.0)
    assert snap._holds((12.0, 10.0, 60.0, 40.0), first)
    assert not snap._holds((13.0, 10.0, 60.0, 40.0), first)


def strip(cuts: dict[int, float]) -> tuple[U8, Bool]:
    """A row of ink, 40 x 480, half of every column but those about `cuts`, which hold such a share of it."""
    ink = np.zeros((40, 480), bool)
    ink[:20] = True
    for at, share in cuts.items():
        ink[:, at - 3 : at + 4] = False
        ink[: round(40 * share), at - 3 : at + 4] = True
    return np.where(ink, 0, 255).astype(np.uint8), ink


def part_at(
    monkeypatch: pytest.MonkeyPatch, picture: tuple[U8, Bool], alike: dict[int, float]
) -> tuple[int, int] | None:
    """The part at column 10 where parts of these counts repeat each other so well."""
    monkeypatch.setattr(snap_parts, "_repeats", lambda _soft, _step, count, _index: alike.get(count, -1.0))
    return snap_parts._part(*picture, 10)


@pytest.mark.parametrize(("fours", "width"), [(0.765, 120), (0.72, 240)])
def test_of_parts_that_repeat_about_as_well_the_most_are_taken(
    monkeypatch: pytest.MonkeyPatch, fours: float, width: int
) -> None:
    even = strip({120: 0.1, 240: 0.1, 360: 0.1})
    assert part_at(monkeypatch, even, {2: 0.8, 4: fours}) == (0, width)


@pytest.mark.parametrize(("fours", "width"), [(0.92, 120), (0.85, 240)])
def test_ink_across_the_cuts_counts_against_them(
    monkeypatch: pytest.MonkeyPatch, fours: float, width: int
) -> None:
    crossed = strip({120: 0.25, 240: 0.05, 360: 0.25})
    assert part_at(monkeypatch, crossed, {2: 0.8, 4: fours}) == (0, width)
