"""From a raw measure to a score that can be pooled over sorts: each impression against its siblings' own.

A sort of fine lines loses more ink than a bold one, a bad printer more than a good one: the logarithm of a
measure is centred and scaled by what the siblings show of themselves, the impression left out. With few
siblings the spread is drawn to what sorts usually have, and the score to 0, since both are then uncertain.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np

from autolabelme.core.arrays import F64, Bool

from . import tuning

_MAD = 1.4826


def spread(values: F64) -> tuple[float, float]:
    """Median and robust standard deviation of `values` (n,), one or more.

    The deviation is the mean of two: that of the middle (the median absolute deviation) and that of the upper
    side (the distance to the 90th percentile). A sort whose bad impressions are very bad would else flag them
    all.
    """
    middle = float(np.median(values))
    deviation = _MAD * float(np.median(np.abs(values - middle)))
    away = round(NormalDist().inv_cdf(tuning.HIGH), 4)
    upper = (float(np.quantile(values, tuning.HIGH)) - middle) / away
    return middle, (deviation + upper) / 2


def standardised(values: F64, usual: float, among: Bool | None = None) -> F64:
    """Scores (n,) of log measures (n,), each against the others of which `among` holds.

    `usual` is the spread that sorts usually have. 0 where there is nobody to compare with.
    """
    count = len(values)
    among = np.ones(count, dtype=bool) if among is None else among
    scores = np.zeros(count)
    for number in range(count):
        chosen = among.copy()
        chosen[number] = False
        scores[number] = score_against(float(values[number]), values[chosen], usual)
    return scores


def score_against(value: float, others: F64, usual: float) -> float:
    """The score of one log measure against those of its siblings (n,); 0 with fewer than two."""
    n = len(others)
    if n < 2:
        return 0.0
    middle, own = spread(others)
    variance = (n * own**2 + tuning.SPREAD_PRIOR * usual**2) / (n + tuning.SPREAD_PRIOR)
    # A median of n is itself uncertain by sqrt(pi / 2n) spreads.
    variance *= 1 + np.pi / (2 * n)
    return float((value - middle) / np.sqrt(variance))
