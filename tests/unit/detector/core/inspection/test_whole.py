"""One statistic of an ornament: one stranger, many changes, and normal ornaments that share a weakness."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.core.inspection.conformal import conformal_p
from detector.core.inspection.whole import normal_statistics, unexplained_sizes, whole_statistic

Ornament = tuple[tuple[str, ...], tuple[float, ...], tuple[float, ...]]


def ornament(rng: np.random.Generator, changed: int = 0, vignettes: int = 20) -> Ornament:
    """Scores of normals are exponential over a level of the ornament's own; changes lie in their last 4%."""
    scores = rng.exponential(1.0, vignettes) + rng.normal(0, 0.2)
    scores[:changed] = 3.3 + rng.exponential(1.0, changed)
    return tuple("abcd"[i % 4] for i in range(vignettes)), tuple(scores), ()


def p_of(suspect: Ornament, normals: list[Ornament]) -> float:
    scores = np.array([score for _, own, _ in normals for score in own])
    statistic = whole_statistic([conformal_p(score, scores) for score in suspect[1]])
    return conformal_p(statistic, normal_statistics(normals))


def test_one_p_value_is_that_of_the_smallest_of_so_many() -> None:
    p = [0.002, *np.linspace(0.3, 1.0, 9)]
    assert whole_statistic(p) == pytest.approx(-np.log10(1 - (1 - 0.002) ** 10))
    assert whole_statistic([]) == 0.0


def test_several_small_ones_are_less_likely_than_one() -> None:
    rest = np.linspace(0.3, 1.0, 16)
    # Binomial: four of twenty at 0.02 or less.
    assert whole_statistic([0.02] * 4 + [*rest]) == pytest.approx(3.225, abs=0.01)
    assert whole_statistic([0.02, *rest, 0.5, 0.6, 0.7]) < 0.6


def test_many_that_are_a_little_low_say_nothing() -> None:
    assert whole_statistic([0.06] * 20) == whole_statistic([0.06, *[0.5] * 19])


def test_an_ornament_of_strangers_alone_has_a_finite_statistic() -> None:
    # None of 1,600 normals is as strange as any of them: 1e-384, which no float holds.
    many = whole_statistic([1 / 1600] * 120)
    assert np.isfinite(many)
    assert many >= whole_statistic([1 / 1600] * 40) > 100
    assert conformal_p(many, [0.5] * 199) == 1 / 200


def test_unexplained_ink_can_be_the_strangest() -> None:
    quiet = np.linspace(0.2, 1.0, 10)
    assert whole_statistic(quiet, [0.4, 0.001]) == pytest.approx(2.0)
    assert whole_statistic([], [0.01]) == pytest.approx(2.0)
    assert whole_statistic(quiet, [1.0]) == whole_statistic(quiet)


@given(st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=40), st.integers(0, 39), st.floats(0.1, 1.0))
def test_a_smaller_p_value_never_makes_an_ornament_more_normal(
    p: list[float], index: int, factor: float
) -> None:
    lower = list(p)
    lower[index % len(p)] *= factor
    assert whole_statistic(lower) >= whole_statistic(p) - 1e-9


def test_the_rate_is_kept_and_four_changes_are_seen() -> None:
    rng = np.random.default_rng(3)
    normals = [ornament(rng) for _ in range(120)]
    clean = [p_of(ornament(rng), normals) for _ in range(300)]
    changed = [p_of(ornament(rng, changed=4), normals) for _ in range(60)]
    assert 0.01 < np.mean(np.array(clean) <= 0.05) < 0.1
    assert np.mean(np.array(changed) <= 0.05) > 0.8


def test_an_ornament_does_not_vouch_for_itself() -> None:
    rng = np.random.default_rng(4)
    normals = [ornament(rng) for _ in range(40)]
    odd = (("a",) * 20, (30.0,) * 20, ())
    assert int(np.argmax(normal_statistics([*normals, odd]))) == 40


def test_sizes_are_filled_up_with_nothing() -> None:
    assert unexplained_sizes([(0.5,), ()], 3) == (0.5, 0.0, 0.0)
    assert unexplained_sizes([(0.5, 0.2), (0.1,)], 2) == (0.5, 0.2, 0.1)
