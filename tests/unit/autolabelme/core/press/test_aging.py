"""Events accumulate along a known order, each with its exact place."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32
from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2
from autolabelme.core.press.aging import KINDS, Aging, Life, age


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
