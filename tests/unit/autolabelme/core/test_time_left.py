"""The time left is told within a fifth after the first tenth: jobs of every kind, simulated."""

from collections.abc import Callable

import pytest

from autolabelme.core.progress import SubTick
from autolabelme.core.time_left import TimeLeft

STEPS = 400


def told(cost: Callable[[float], float]) -> list[tuple[float, float, float]]:
    """(share of the time, seconds told, seconds left) after each step; `cost` of a step by the share done."""
    estimate, now = TimeLeft(), 100.0
    rows: list[tuple[float, float | None]] = []
    estimate.at(0, STEPS, now)
    for step in range(STEPS):
        now += cost(step / STEPS)
        rows.append((now, estimate.at(step + 1, STEPS, now)))
    end = rows[-1][0]
    return [((t - 100) / (end - 100), left, end - t) for t, left in rows if left is not None]


@pytest.mark.parametrize(
    "cost",
    [
        lambda share: 0.5,
        lambda share: 0.5 if share < 0.05 else 1.0,  # the machine has become busy
        lambda share: 1.0 if share < 0.02 else 0.4,  # what came first was read from the disk
        lambda share: 0.5 * (1 + 0.3 * share),  # slower and slower
        lambda share: 0.5 + 0.4 * (round(share * STEPS) % 5 == 0),  # every fifth step is checked
    ],
    ids=["constant", "busy", "warm", "slowing", "uneven"],
)
def test_after_the_first_tenth_the_time_left_is_right_within_a_fifth(cost: Callable[[float], float]) -> None:
    late = [(left, truth) for share, left, truth in told(cost) if share >= 0.1 and truth > 2]
    assert len(late) > STEPS / 2
    assert all(abs(left - truth) <= 0.2 * truth for left, truth in late)


def test_stages_of_different_cost_count_by_what_they_take() -> None:
    """A job of three stages, of 10 dear, 200 cheap and 3 very dear steps, with shares that say so."""
    estimate, now, rows = TimeLeft(), 0.0, []
    stages = [(10, 4.0), (200, 0.5), (3, 20.0)]
    whole = sum(steps * cost for steps, cost in stages)

    def tick(done: int, total: int, stage: str) -> None:
        rows.append((now, estimate.at(done, total, now)))

    begun = 0.0
    for steps, cost in stages:
        part = SubTick(tick, begun / whole, (begun + steps * cost) / whole)
        for step in range(steps):
            part(step, steps, "a stage")
            now += cost
            part(step + 1, steps, "a stage")
        begun += steps * cost
    late = [(left, now - t) for t, left in rows if t >= 0.1 * now and now - t > 2]
    assert all(left is not None and abs(left - truth) <= 0.2 * truth for left, truth in late)


def test_a_stage_that_counts_anew_is_timed_anew_and_nothing_is_told_too_early() -> None:
    estimate = TimeLeft(0.0)
    assert estimate.at(0, 10, 100.0) is None
    assert estimate.at(5, 10, 110.0) == pytest.approx(10.0)
    assert estimate.at(0, 4, 111.0) is None, "another stage"
    assert estimate.at(1, 4, 113.0) == pytest.approx(6.0)
    assert estimate.at(7, 0, 114.0) is None
    assert TimeLeft(5.0).at(1, 2, 0.0) is None
