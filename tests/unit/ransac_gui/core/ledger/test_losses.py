"""How ink is lost about a place tells a break from a poor print; small networks weigh it with the rest."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F32, F64
from ransac_gui.core.ledger import tuning
from ransac_gui.core.ledger.evidence import MEASURES, bundled, fit_weighing
from ransac_gui.core.ledger.losses import Loss, loss_of, measures
from ransac_gui.core.ledger.network import fit_networks

SIDE = 400


def hatching() -> F32:
    ink = np.zeros((SIDE, SIDE), np.float32)
    for y in range(100, 300, 6):
        ink[y : y + 3, 60:340] = 1.0
    return ink


def holed(ink: F32, radius: float = 7.0) -> F32:
    y, x = np.mgrid[:SIDE, :SIDE]
    return np.asarray(np.where(np.hypot(x - 200, y - 200) <= radius, 0, ink), np.float32)


def told(*inks: F32, lacking: tuple[int, ...], having: tuple[int, ...]) -> Loss:
    """Of the line through the hole's middle, whose loss is beyond the reach of any trace."""
    marks = [np.isin(np.arange(len(inks)), which) for which in (lacking, having)]
    rows, columns = np.mgrid[199:201, 197:203]
    away = np.full((SIDE, SIDE), 40, np.float32)
    return loss_of(
        np.stack(inks), away, rows.ravel(), columns.ravel(), marks[0], marks[1], lacking[0] if lacking else 0
    )


def test_a_hole_has_lost_all_at_the_place_and_nothing_far_off() -> None:
    whole = hatching()
    loss = told(holed(whole), whole, whole, lacking=(0,), having=(1, 2))
    assert loss.close == pytest.approx(1) and loss.near > 0.9 and loss.far == 0 and loss.in_others == 0
    assert loss.white == 1 and loss.apart == pytest.approx(1) and loss.neither == 0 and loss.alike == -1
    assert loss.from_edge == pytest.approx(0.1)


def test_a_poor_print_has_lost_ink_far_around() -> None:
    whole = hatching()
    poor = holed(whole, 2.0)
    poor[(np.mgrid[:SIDE, :SIDE][1] // 4) % 2 == 0] *= 0.3
    loss = told(poor, whole, whole, lacking=(0,), having=(1, 2))
    assert 0.2 < loss.far < 0.5 and loss.beside < 0.5
    names = MEASURES[-len(measures(loss)) :]
    assert names[0] == "lost close" and len(names) == 14
    of_hole = told(holed(whole), whole, whole, lacking=(0,), having=(1, 2))
    at = names.index("lost near against far")
    assert measures(of_hole)[at] > measures(loss)[at] + 2


def test_a_break_has_one_shape_in_all_that_lack_it() -> None:
    whole = hatching()
    same = told(holed(whole), holed(whole), whole, lacking=(0, 1), having=(2,))
    other = told(
        holed(whole), holed(np.roll(whole, 0), 2.0), whole, np.zeros_like(whole), lacking=(0, 1), having=(2,)
    )
    assert same.alike == pytest.approx(1) and other.alike < 0.5
    assert other.neither == 1 and other.least < same.least


def test_where_none_lacks_a_place_nothing_is_lost() -> None:
    whole = hatching()
    assert told(whole, whole, lacking=(), having=(0, 1)) == Loss() == told(whole, lacking=(0,), having=())


def either(seed: int) -> tuple[F64, F64]:
    """Places that are true where one of two measures is large and not both: no sum tells it."""
    measures = np.random.default_rng(seed).normal(0, 1, (400, 2))
    return measures, ((measures[:, 0] > 0) != (measures[:, 1] > 0)).astype(float)


def test_networks_learn_what_no_sum_of_measures_tells_and_always_the_same() -> None:
    found = fit_networks(*either(1), np.ones(400))
    measures, true = either(2)
    assert ((found.log_odds(measures) > 0) == true).mean() > 0.9
    again = fit_networks(*either(1), np.ones(400))
    assert np.array_equal(found.weights, again.weights)
    assert found.weights.shape == (tuning.NETWORKS, 2 * tuning.HIDDEN + 2 * tuning.HIDDEN + 1)


def test_places_count_by_their_share_and_both_judges_are_heard() -> None:
    measures = np.zeros((200, 1))
    true = np.repeat([1.0, 0.0], 100)
    even, heavy = (fit_weighing(measures, true, np.repeat([1.0, share], 100)) for share in (1.0, 3.0))
    assert even.true(measures)[0] == pytest.approx(0.5, abs=0.01)
    assert heavy.true(measures)[0] == pytest.approx(0.25, abs=0.01)
    both = fit_weighing(*either(1), np.ones(400))
    odds = (both.sums.log_odds(either(2)[0]) + both.networks.log_odds(either(2)[0])) / 2
    assert np.allclose(both.true(either(2)[0]), 1 / (1 + np.exp(-odds)))


def test_the_bundled_table_is_of_these_measures() -> None:
    table = bundled()
    assert len(table.sums.mean) == len(table.sums.spread) == len(MEASURES)
    assert len(table.sums.weights) == 2 * len(MEASURES) + 1
    assert table.networks.weights.shape == (tuning.NETWORKS, tuning.HIDDEN * (len(MEASURES) + 2) + 1)
