"""Conformal p-values from held-out normal vignettes, and decisions that keep a false-alarm rate.

A score of a new vignette is compared with the scores of n held-out normal instances that no training
has seen: p = (1 + number of normals that score at least as high) / (n + 1). Under exchangeability
P(p <= a) <= a for every a (Vovk, Gammerman, Shafer 2005, chapter 2), so flagging p <= a keeps the
false-alarm rate a. With n normals the smallest honest p is 1 / (n + 1); when that is above the asked
rate nothing can be promised and the result says so.

Labels with too few normals are compared with those of all labels. Their scores are not standardised by
label once more: they are surprises on one scale, and a label's few normals move its score at random
(docs/decisions/0073).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from autolabelme.core.arrays import F64, Bool
from autolabelme.core.errors import MisuseError

AUTHENTICATED, PRESS_MADE = "authenticated", "press-made"
"""What normals are: impressions that a person vouches for, or those that the program's press made."""
# At a rate of 1 in 100, 99 normals are the fewest whose smallest p, 1/100, can reach it.
NORMALS_FOR_ONE_PERCENT = 99


@dataclass(frozen=True)
class PValue:
    """A conformal p-value and what stands behind it.

    Attributes
    ----------
    p : float
        In 1 / (normals + 1) .. 1.
    normals : int
        How many held-out normals it was computed from.
    pooled : bool
        Whether normals of all labels were used.
    press_made : bool
        Whether the press printed them: p is then a share of its impressions, no rate on a scan.
    """

    p: float
    normals: int
    pooled: bool
    press_made: bool = False

    @property
    def made(self) -> str:
        """What the normals are, as findings say it."""
        return PRESS_MADE if self.press_made else AUTHENTICATED

    def promises(self, rate: float) -> bool:
        """Whether these normals can promise the false-alarm `rate` (0..1) at all."""
        return not self.press_made and 1.0 / (self.normals + 1) <= rate


def conformal_p(score: float, normals: npt.ArrayLike) -> float:
    """(1 + how many of the n `normals` are >= `score`) / (n + 1); 1.0 without normals.

    Raises `MisuseError` for a score that is not finite.
    """
    values = np.asarray(normals, dtype=np.float64).ravel()
    if not math.isfinite(score) or not np.isfinite(values).all():
        raise MisuseError(f"scores: expected finite numbers, got {score!r} against {values.size} normals")
    return float((1 + np.count_nonzero(values >= score)) / (values.size + 1))


@dataclass(frozen=True)
class Calibration:
    """Held-out normal scores by label, ready to turn a new score into a `PValue`.

    Parameters
    ----------
    by_label : mapping of str to sequence of float
        Scores of held-out normals (higher is more anomalous). Labels may be missing or empty.
    press_made : whether the press printed them
    """

    by_label: Mapping[str, tuple[float, ...]]
    press_made: bool = False

    def __post_init__(self) -> None:
        for label, scores in self.by_label.items():
            if not all(math.isfinite(score) for score in scores):
                raise MisuseError(f"calibration[{label!r}]: expected finite scores")

    @property
    def count(self) -> int:
        """How many normals there are over all labels."""
        return sum(len(scores) for scores in self.by_label.values())

    def p_value(self, label: str, score: float) -> PValue:
        """The p-value of `score` among normals of `label`, or of all labels where those are too few.

        A label with at least 99 normals stands for itself.
        """
        own = self.by_label.get(label, ())
        if len(own) >= NORMALS_FOR_ONE_PERCENT:
            return PValue(conformal_p(score, own), len(own), pooled=False, press_made=self.press_made)
        return PValue(conformal_p(score, self.pool), self.pool.size, pooled=True, press_made=self.press_made)

    @cached_property
    def pool(self) -> F64:
        """Scores of all labels' normals, (n,) float64."""
        return np.array([score for scores in self.by_label.values() for score in scores], dtype=np.float64)


def holm(p_values: npt.ArrayLike, rate: float) -> Bool:
    """Which hypotheses Holm's step-down procedure rejects at family-wise `rate` (Holm 1979).

    Parameters
    ----------
    p_values : (N,) array-like of float, 0..1
    rate : float, 0..1

    Returns
    -------
    (N,) bool array; all False for N = 0.
    """
    values = np.asarray(p_values, dtype=np.float64).ravel()
    rejected = np.zeros(values.size, dtype=np.bool_)
    for rank, index in enumerate(np.argsort(values, kind="stable")):
        if values[index] > rate / (values.size - rank):
            break
        rejected[index] = True
    return rejected


@dataclass(frozen=True)
class OrnamentDecision:
    """Whether an ornament as a whole shows an anomaly at the chosen rate.

    `method` is ``whole`` (all its vignettes in one statistic, against those of normal ornaments; see
    `whole_statistic`) or ``holm`` (step-down over the vignettes' p-values, where normal ornaments are too
    few).
    `expected_by_chance` is how many vignettes a clean ornament of this size would show; it shows up to as
    many places of unexplained ink besides, whose rate is one for each vignette, too.
    """

    anomalous: bool
    p: float
    method: str
    promised: bool
    expected_by_chance: float


def decide_ornament(
    p_values: Sequence[PValue],
    statistic: float,
    of_normals: Sequence[float],
    rate: float,
) -> OrnamentDecision:
    """Decide at ornament level at the same `rate` (0..1) as per vignette.

    Parameters
    ----------
    p_values : one `PValue` a vignette
    statistic : float
        `whole_statistic` of the ornament.
    of_normals : sequence of float
        That same statistic of normal ornaments.
    """
    expected = rate * len(p_values)
    if not p_values:
        return OrnamentDecision(False, 1.0, "whole", promised=False, expected_by_chance=0.0)
    if 1.0 / (len(of_normals) + 1) <= rate:
        p = conformal_p(statistic, of_normals)
        promised = not any(item.press_made for item in p_values)
        return OrnamentDecision(p <= rate, p, "whole", promised=promised, expected_by_chance=expected)
    values = [item.p for item in p_values]
    # Holm's smallest adjusted p; a promise needs enough normals for the first step, the strictest.
    adjusted = min(1.0, min(values) * len(values))
    promised = any(item.promises(rate / len(values)) for item in p_values)
    anomalous = bool(holm(values, rate).any())
    return OrnamentDecision(anomalous, adjusted, "holm", promised=promised, expected_by_chance=expected)
