"""Decisions of a search and a click that whole pages seldom turn on."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autolabelme.core.arrays import U8, Bool
from autolabelme.core.matching import edges, evidence, several, snap, snap_parts, tuning
from autolabelme.core.matching.params import SearchParams
from autolabelme.core.matching.pose_fit import Poses, Room
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


def test_points_of_a_small_drawing_stand_on_every_second_pixel() -> None:
    strength = np.zeros((40, 40), np.float32)
    strength[10:17, 10:17] = np.linspace(1, 2, 49).reshape(7, 7)
    assert len(edges._spread_out(strength)) == 25


def test_points_are_tried_a_fifth_nearer_until_they_are_enough() -> None:
    strength = np.zeros((90, 90), np.float32)
    strength[20:53, 20:53] = 1 + np.random.default_rng(1).random((33, 33))
    places = edges._spread_out(strength).astype(float)
    near = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) + 99 * np.eye(len(places))
    assert len(places) == edges.MOST_POINTS and 3.0 <= near.min() < 4.0


@pytest.mark.parametrize(("scale", "own"), [(1.007, True), (1.015, False)])
def test_a_side_that_is_searched_at_its_own_size_keeps_it(scale: float, own: bool) -> None:
    one, scaled = np.ones(1), np.full(1, scale)
    start = Poses(0 * one, 0 * one, 0 * one, np.zeros(1, np.bool_), scaled, scaled)
    room = Room.about(start, 40.0)
    assert room.scale[0] == (tuning.OWN_SCALE_SLACK if own else tuning.SCALE_SLACK)


@pytest.mark.parametrize(("ahead", "size"), [(1.0006, 1.0), (1.0015, 1.3)])
def test_of_sizes_with_the_same_evidence_the_template_s_own_is_taken(
    monkeypatch: pytest.MonkeyPatch, ahead: float, size: float
) -> None:
    scales = np.array([1.3, 1.0])
    start: Any = SimpleNamespace(scale_x=scales, scale_y=scales)
    found: Any = SimpleNamespace(poses=start)
    frame: Any = SimpleNamespace(template=SimpleNamespace(page_centre=None))
    monkeypatch.setattr(evidence, "distinct", lambda *arguments: arguments[3])
    off = evidence._off_size(frame, start, found, np.sqrt(np.array([ahead, 1.0])) * 0.9)
    assert scales[int(np.argmin(off))] == size


@pytest.mark.parametrize(("line", "inked"), [(2, False), (3, True)])
def test_two_pixels_of_ink_in_a_line_of_a_large_vignette_are_a_speck(line: int, inked: bool) -> None:
    profile = np.array([0] * 20 + [line] * 60 + [300] * 200, dtype=np.intp)
    found = snap._run(profile, 150, 600)
    assert found is not None and (found[0] == 20) is inked


@pytest.mark.parametrize(("away", "touches"), [(2, True), (3, True), (4, False), (5, False)])
def test_a_click_three_pixels_beside_a_small_vignette_is_on_it(away: int, touches: bool) -> None:
    profile = np.array([0] * 10 + [8] * 8 + [0] * 40, dtype=np.intp)
    assert (snap._run(profile, 17 + away, 60) is not None) is touches
