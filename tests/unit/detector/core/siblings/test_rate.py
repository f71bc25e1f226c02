"""The rate is kept where impressions are exchangeable, and p-values are sound numbers."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from autolabelme.core.errors import InputError
from detector.core.siblings.combination import combined_score, decide
from detector.core.siblings.params import SIDES
from detector.core.siblings.standard import standardised
from detector.core.siblings.table import Pool, bundled_table, table_from_json, table_to_json


def test_p_falls_with_the_score_and_never_to_nothing() -> None:
    pool = bundled_table().combined
    p = [pool.p(score) for score in np.linspace(-5, 40, 400)]
    assert all(later <= earlier for earlier, later in pairwise(p))
    assert 0 < p[-1] < 1e-6 and p[0] == 1.0


@pytest.mark.parametrize("siblings", [9, 15, 40])
@pytest.mark.parametrize("rate", [0.01, 0.05])
def test_exchangeable_impressions_are_flagged_at_the_rate(siblings: int, rate: float) -> None:
    """Log measures of one law, of any centre and spread by sort: pooled scores keep the rate."""
    rng = np.random.default_rng(siblings)

    def scores(sorts: int) -> np.ndarray:
        found = []
        for _ in range(sorts):
            logs = rng.normal(rng.normal(0, 2), 0.3, siblings)
            found.append(standardised(logs, 0.3))
        return np.concatenate(found)

    pool = Pool(tuple(scores(2000 // siblings + 1)))
    fresh = scores(4000 // siblings)
    flagged = np.array([pool.p(score) <= rate for score in fresh])
    # Both the pool's quantile and the fresh share are uncertain; scores of one sort depend on each other.
    sigma = np.sqrt(rate * (1 - rate) * (1 / 2000 + 1 / len(flagged)))
    assert abs(flagged.mean() - rate) < 3 * sigma + 0.1 * rate


def test_a_score_leaves_its_own_impression_out() -> None:
    values = np.array([0.0, 0.1, -0.1, 0.05, -0.05, 0.02, 5.0])
    scores = standardised(values, 0.1)
    assert np.argmax(scores) == 6 and scores[6] > 20
    assert np.abs(scores[:6]).max() < 3


def test_few_siblings_draw_the_score_to_nothing() -> None:
    many = standardised(np.append(np.linspace(-1, 1, 40), 3.0), 0.5)[-1]
    few = standardised(np.array([-0.01, 0.0, 0.01, 3.0]), 0.5)[-1]
    assert 0 < few < 3.0 / 0.35
    assert many > 0


def test_the_page_is_decided_as_its_list() -> None:
    table = bundled_table()
    assert not decide([0.3, 0.5, 0.9, 0.06], table, 0.05).anomalous
    assert decide([1e-6, 0.4, 0.5, 0.9], table, 0.05).anomalous
    assert decide([], table, 0.05).p is None


def test_a_page_tells_no_p_finer_than_the_ornaments_that_were_counted() -> None:
    table = bundled_table()
    told = decide([1e-9] * 8, table, 0.05)
    assert told.anomalous and told.p == 1.0 / (len(table.whole) + 1)


def test_each_side_counts_nearly_alone() -> None:
    table = bundled_table()
    usual = dict.fromkeys(SIDES, 0.0)
    for side in SIDES:
        assert combined_score(usual | {side: 6.0}, table) > combined_score(usual, table) + 0.5


def test_own_normals_join_the_pools() -> None:
    table = bundled_table()
    more = table.with_normals([dict.fromkeys(SIDES, 50.0)] * 30, [50.0] * 30)
    assert more.combined.p(8.0) > table.combined.p(8.0)
    assert len(more.sides["cut"].scores) == len(table.sides["cut"].scores) + 30


def test_the_table_is_its_file() -> None:
    table = bundled_table()
    again = table_from_json(table_to_json(table))
    assert again.combined.p(1.0) == pytest.approx(table.combined.p(1.0), rel=1e-3)
    assert table.promises(0.01) and not table.promises(1e-4)
    assert replace(again, books=0).books == 0
    with pytest.raises(InputError):
        table_from_json({"usual": {}})
