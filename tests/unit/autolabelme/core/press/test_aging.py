"""Events accumulate along a known order, each with its exact place."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32
from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2
from autolabelme.core.press.aging import KINDS, Aged, Aging, Life, age

Sizes = dict[str, list[tuple[float, float, float, Aged]]]


@pytest.fixture(scope="module")
def block() -> F32:
    ink = np.zeros((240, 320), np.float32)
    cv2.rectangle(ink, (20, 20), (300, 220), 1.0, 3)
    for x in range(30, 295, 9):
        cv2.line(ink, (x, 30), (x - 6, 210), 1.0, 2)
    return ink


@pytest.fixture(scope="module")
def life(block: F32) -> Life:
    return age(block, 6, Aging(events=40, repairs=0.2), seed=5)


def test_the_same_seed_gives_the_same_life_and_the_new_block_is_untouched(block: F32, life: Life) -> None:
    again = age(block, 6, Aging(events=40, repairs=0.2), seed=5)
    assert all(np.array_equal(one, other) for one, other in zip(life.states, again.states, strict=True))
    np.testing.assert_array_equal(life.states[0], block)
    assert {event.kind for event in life.events} == set(KINDS)


def test_ink_changes_nowhere_but_in_the_events_of_that_step(life: Life) -> None:
    for step in range(1, len(life.states)):
        told = np.zeros(life.states[0].shape, bool)
        for event in life.events:
            if event.step == step:
                x1, y1, x2, y2 = (int(edge) for edge in event.box)
                told[y1:y2, x1:x2] |= event.changed
        changed = np.abs(life.states[step] - life.states[step - 1]) > 0.5
        assert not (changed & ~told).any()
        assert changed.sum() > 0.8 * told.sum()


def test_what_breaks_stays_broken_unless_it_is_repaired(life: Life) -> None:
    mended = {event.mends for event in life.events if event.kind == "repair"}
    assert mended
    for number, event in enumerate(life.events):
        if event.kind in ("bent frame", "repair") or number in mended:
            continue
        x1, y1, x2, y2 = (int(edge) for edge in event.box)
        lost = event.changed & (life.states[event.step - 1][y1:y2, x1:x2] > 0.5)
        for state in life.states[event.step :]:
            # A later repair or a bent frame may reach into it.
            assert (state[y1:y2, x1:x2][lost] > 0.5).mean() < 0.35


def test_a_repair_comes_after_what_it_mends(life: Life) -> None:
    repairs = [event for event in life.events if event.kind == "repair"]
    assert repairs
    for event in repairs:
        assert event.step > life.events[event.mends].step


def test_wrong_arguments_are_told(block: F32) -> None:
    with pytest.raises(MisuseError, match="float32"):
        age(block.astype(np.float64), 3, Aging(), 1)  # type: ignore[arg-type]
    with pytest.raises(MisuseError, match="states"):
        age(block, 0, Aging(), 1)
    assert age(block, 1, Aging(), 1).events == ()


@pytest.fixture(scope="module")
def sizes(block: F32) -> Sizes:
    """By kind, of many events each on a new block: longer and shorter side, and area, in shares."""
    side = max(block.shape)
    found: Sizes = {}
    for seed in range(3):
        for event in age(block, 2, Aging(events=60, repairs=0.0), seed).events:
            rows, columns = np.nonzero(event.changed)
            (_, _), (wide, high), _ = cv2.minAreaRect(np.stack([columns, rows], 1).astype(np.float32))
            long, short = max(wide, high) + 1, min(wide, high) + 1
            found.setdefault(event.kind, []).append((long / side, short / side, len(rows) / side**2, event))
    return found


def test_every_event_changes_ink_that_can_be_seen(sizes: Sizes) -> None:
    assert sum(map(len, sizes.values())) > 150
    areas = [event.changed.sum() for kind in sizes.values() for *_, event in kind]
    # What is drawn where hardly any ink was left is drawn elsewhere.
    assert np.quantile(areas, 0.1) > 8


def test_a_break_parts_its_stroke_straight_across(sizes: Sizes) -> None:
    breaks = sizes["line break"]
    assert 0.008 < np.median([long for long, *_ in breaks]) < 0.04
    # Strokes stand nearly upright: what goes is as high as the break is long.
    heights = [(event.box[3] - event.box[1]) / (event.box[2] - event.box[0]) for *_, event in breaks]
    assert np.median(heights) > 0.8


def test_lost_pieces_are_ragged_and_mostly_at_the_edge(block: F32, sizes: Sizes) -> None:
    pieces = sizes["lost piece"]
    height, width = block.shape
    away = []
    for *_, event in pieces:
        x, y = (event.box[0] + event.box[2]) / 2, (event.box[1] + event.box[3]) / 2
        away.append(min(x - 20, 300 - x, y - 20, 220 - y) / min(height, width))
    assert 0.35 < np.mean(np.array(away) < 0.08) < 0.95
    assert 0.008 < np.median([long for long, *_ in pieces]) < 0.1
    rough = solid_life("lost piece")
    assert np.median([ragged for _, ragged in rough]) > 0.05


def solid_life(kind: str) -> list[tuple[float, float]]:
    """Of events of a kind on a solid block: radius and raggedness, in shares of the side and the radius."""
    found = []
    solid = np.pad(np.ones((190, 190), np.float32), 5)
    for seed in range(6):
        for event in age(solid, 2, Aging(events=12, repairs=0.0), seed).events:
            if event.kind == kind and event.box[0] > 0 and event.box[1] > 0:
                outline, _ = cv2.findContours(
                    np.pad(event.changed.astype(np.uint8), 1), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
                )
                points = max(outline, key=len)[:, 0].astype(float)
                from_middle = np.hypot(*(points - points.mean(axis=0)).T)
                found.append((float(from_middle.mean()) / 200, float(from_middle.std() / from_middle.mean())))
    return found


def test_a_worm_hole_is_small_and_nearly_round() -> None:
    holes = solid_life("worm hole")
    assert len(holes) > 3
    assert 0.003 < np.median([radius for radius, _ in holes]) < 0.015
    assert np.median([ragged for _, ragged in holes]) < 0.25


def test_a_crack_is_long_narrow_and_runs_with_the_grain() -> None:
    solid = np.pad(np.ones((190, 290), np.float32), 5)
    long, wide, slant, off = [], [], [], []
    for seed in range(10):
        for event in age(solid, 2, Aging(events=16, repairs=0.0), seed).events:
            if event.kind == "crack":
                rows, columns = np.nonzero(event.changed)
                length = event.box[2] - event.box[0]
                long.append(length / 300)
                wide.append(len(rows) / length / 300)
                slope, start = np.polyfit(columns, rows, 1)
                slant.append(abs(np.arctan(slope)))
                off.append(float(np.std(rows - slope * columns - start)) / 300)
    assert len(long) > 4
    assert 0.05 < np.median(long) < 0.5 and max(long) > 0.15
    assert 0.003 < np.median(wide) < 0.015
    assert np.median(slant) < 0.2
    assert 0.002 < np.median(off) < 0.02


def test_a_bent_frame_is_pushed_a_little_over_some_of_its_length(sizes: Sizes) -> None:
    bent = sizes["bent frame"]
    assert len(bent) > 3
    assert 0.02 < np.median([long for long, *_ in bent]) < 0.25
    assert np.median([short for _, short, *_ in bent]) < 0.06
