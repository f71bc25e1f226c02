"""Weighings of spots that leave out some of the measures."""

from __future__ import annotations

import numpy as np

from benchmarks.pairs_parts.learning import widened
from ransac_gui.core.ledger.evidence import fit


def test_a_widened_weighing_says_the_same_whatever_the_further_measures_are() -> None:
    rng = np.random.default_rng(3)
    measures = rng.normal(size=(400, 5))
    true = (measures[:, 0] + measures[:, 4] > 0).astype(float)
    first = fit(measures[:, :3], true, np.ones(400))
    wide = widened(first, 5)
    assert len(wide.mean) == len(wide.spread) == 5 and len(wide.weights) == 11
    np.testing.assert_allclose(wide.log_odds(measures), first.log_odds(measures[:, :3]))
    # What it was fitted with does count.
    assert np.ptp(wide.log_odds(measures)) > 1
