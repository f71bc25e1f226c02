"""One score from the sides, and one decision from the vignettes; both are read against untouched real ones.

The sides are combined by the harmonic mean of their p-values (Wilson, "The harmonic mean p-value for
combining dependent tests", PNAS 116, 2019): a single strong side counts nearly as if it stood alone, two
agreeing ones count more, and dependence between them matters little. Its own p comes from the pool of that
same score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ..inspection.whole import whole_statistic
from . import tuning
from .params import SIDES
from .result import Decision
from .table import Table


def _weights() -> dict[str, float]:
    return {side: tuning.UNLIKE_WEIGHT if side == "unlike" else tuning.SIDE_WEIGHT for side in SIDES}


def combined_score(scores: Mapping[str, float], table: Table) -> float:
    """-log10 of the weighted harmonic mean p of the sides, from their standardised scores."""
    weights = _weights()
    inverse = [weights[side] / table.sides[side].p(scores[side]) for side in SIDES]
    return float(np.log10(sum(inverse) / sum(weights.values())))


def decide(p_values: Sequence[float], table: Table, rate: float) -> Decision:
    """Whether a page of these p-values differs from untouched pages at `rate`.

    The statistic of Berk and Jones (see `whole_statistic`) against what untouched strips show.
    """
    if not p_values:
        return Decision(False, None)
    p = table.whole_p(whole_statistic(p_values))
    # Nothing would be listed where no vignette reaches the rate, and list and decision agree.
    return Decision(p <= rate and min(p_values) <= rate, max(p, table.finest_whole))
