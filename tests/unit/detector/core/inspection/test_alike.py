"""Normals that are printed about as well: the rate is kept on good and on bad printing."""

from __future__ import annotations

import numpy as np
import pytest

from detector.core.inspection.conformal import conformal_p
from detector.core.inspection.normals import HeldOut, Normals
from detector.core.inspection.standard import Standard, Tail


def ornament(quality: float, rng: np.random.Generator, vignettes: int = 20) -> HeldOut:
    """The worse the printing, the larger what normals show."""
    scores = rng.exponential(1.0 + 4.0 * (1.0 - quality), size=vignettes)
    return HeldOut(("a",) * vignettes, tuple(float(s) for s in scores), (), quality)


def normals(count: int, rng: np.random.Generator) -> Normals:
    held_out = tuple(ornament(float(q), rng) for q in np.tile((0.3, 0.6, 0.9), count // 3))
    return Normals({}, Standard({}, {}), 0.3, Tail.fit(np.zeros(3)), held_out)


def flagged(known: Normals, quality: float, rng: np.random.Generator, ornaments: int = 100) -> float:
    ps = [
        known.calibration.p_value(label, score).p
        for _ in range(ornaments)
        for one in [ornament(quality, rng)]
        for label, score in zip(one.labels, one.surprises, strict=True)
    ]
    return float(np.mean(np.array(ps) <= 0.05))


@pytest.mark.parametrize("quality", [0.3, 0.6, 0.9])
def test_the_rate_is_kept_on_every_kind_of_printing(quality: float) -> None:
    rng = np.random.default_rng(7)
    shares = [flagged(normals(60, rng).alike(quality), quality, rng, 20) for _ in range(12)]
    assert 0.03 < np.mean(shares) < 0.07


def test_all_normals_together_break_it_on_bad_printing() -> None:
    rng = np.random.default_rng(7)
    assert flagged(normals(120, rng), 0.3, rng) > 0.07


def test_unexplained_ink_is_flagged_once_more_as_often_for_each_vignette() -> None:
    rng = np.random.default_rng(7)

    def inked() -> HeldOut:
        sizes = tuple(float(size) for size in rng.exponential(0.1, rng.poisson(4)))
        return HeldOut(("a",) * 20, (0.0,) * 20, sizes)

    flagged = vignettes = 0
    for _ in range(12):
        known = Normals({}, Standard({}, {}), 0.3, Tail.fit(np.zeros(3)), tuple(inked() for _ in range(40)))
        for one in (inked() for _ in range(20)):
            flagged += sum(conformal_p(size, known.unexplained) <= 0.05 for size in one.unexplained)
            vignettes += len(one.labels)
    assert 0.03 < flagged / vignettes < 0.07


def test_no_ornament_is_lost_for_the_ornaments_own_decision() -> None:
    known = normals(60, np.random.default_rng(1))
    alike = known.alike(0.61)
    assert {one.quality for one in alike.held_out} == {0.6}
    assert sorted(alike.wholes) == sorted(known.wholes)
    assert alike.calibration.count + sum(len(one.labels) for one in alike.beside) == known.calibration.count


def test_too_few_normals_are_not_divided() -> None:
    rng = np.random.default_rng(1)
    few = normals(12, rng)
    assert few.alike(0.3) is few
    none = Normals({}, Standard({}, {}), 0.3, Tail.fit(np.zeros(3)))
    assert none.alike(0.3) is none


def test_normals_without_a_known_quality_stay_together() -> None:
    rng = np.random.default_rng(1)
    old = tuple(HeldOut(one.labels, one.surprises) for one in normals(60, rng).held_out)
    known = Normals({}, Standard({}, {}), 0.3, Tail.fit(np.zeros(3)), old)
    assert known.alike(0.4).calibration.count == known.alike(0.0).calibration.count == 1200


def test_a_small_third_is_compared_with_all_and_counts_once() -> None:
    rng = np.random.default_rng(2)
    good = [ornament(0.9, rng, 12) for _ in range(20)]
    middle = [ornament(0.6, rng, 12) for _ in range(20)]
    few = [ornament(0.3, rng, 2) for _ in range(20)]
    for order in ([*good, *middle, *few], [*few, *good, *middle]):
        known = Normals({}, Standard({}, {}), 0.3, Tail.fit(np.zeros(3)), tuple(order))
        assert len(known.alike(0.3).held_out) == 60
        assert len(known.alike(0.9).held_out) == 20
        assert len(known.wholes) == 60
        assert len(known.alike(0.9).wholes) == 60


def test_another_quality_is_asked_of_all_ornaments_again() -> None:
    known = normals(60, np.random.default_rng(1))
    again = known.alike(0.3).alike(0.9)
    assert {one.quality for one in again.held_out} == {0.9}
    assert len(again.held_out) + len(again.beside) == 60
