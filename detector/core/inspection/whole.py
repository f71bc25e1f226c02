"""The ornament as a whole: one statistic of all its vignettes' p-values, against those of normal ornaments.

One stranger among twenty and a whole ornament set from another printer's material are both to be seen. The
statistic of Berk and Jones ("Goodness-of-fit test statistics that dominate the Kolmogorov statistics",
Z. Wahrscheinlichkeitstheorie 47, 1979) asks for each k how unlikely it is that k of n vignettes have p-values
as small as the k smallest, and takes the most unlikely. Vignettes of one ornament are not independent, so it
is no p-value by itself; the share of normal ornaments that reach it is (docs/decisions/0074).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

from . import tuning
from .conformal import Calibration, conformal_p


def whole_statistic(vignettes: npt.ArrayLike, regions: npt.ArrayLike = ()) -> float:
    """How unlikely the smallest p-values of an ornament are, -log10, 0 and more.

    Parameters
    ----------
    vignettes : (n,) p-values, 0..1, of its vignettes
    regions : (m,) p-values of its regions of unexplained ink; the smallest counts, among `n` places
    """
    p = np.sort(np.asarray(vignettes, dtype=np.float64))
    others = np.asarray(regions, dtype=np.float64)
    found = [0.0]
    if p.size:
        rank = np.arange(1, p.size + 1)
        seen = (rank == 1) | (p <= tuning.UP_TO)
        # How likely k of n are as small is a beta distribution's share. A counterfeit of a hundred vignettes
        # is less likely than a float can say: the least one then stands for it.
        unlikely = betainc(rank, p.size - rank + 1, p)[seen].min()
        found.append(-float(np.log10(max(unlikely, np.finfo(np.float64).tiny))))
    if others.size:
        found.append(-float(np.log10(min(1.0, others.min() * max(1, p.size)))))
    return max(found)


def normal_statistics(
    ornaments: Sequence[tuple[Sequence[str], Sequence[float], Sequence[float]]],
) -> tuple[float, ...]:
    """The statistic of each normal ornament, its p-values by the others.

    Parameters
    ----------
    ornaments : (labels, scores, sizes of unexplained regions) of ornaments that are printed about equally
        well; scores one a label
    """
    found = []
    for index, (labels, scores, regions) in enumerate(ornaments):
        others = [one for number, one in enumerate(ornaments) if number != index]
        by_label: dict[str, list[float]] = {}
        for own_labels, own_scores, _ in others:
            for label, score in zip(own_labels, own_scores, strict=True):
                by_label.setdefault(label, []).append(score)
        calibration = Calibration({label: tuple(values) for label, values in by_label.items()})
        sizes = unexplained_sizes([own for _, _, own in others], calibration.count)
        found.append(
            whole_statistic(
                [calibration.p_value(*one).p for one in zip(labels, scores, strict=True)],
                [conformal_p(size, sizes) for size in regions],
            )
        )
    return tuple(found)


def unexplained_sizes(regions: Sequence[Sequence[float]], vignettes: int) -> tuple[float, ...]:
    """Unexplained sizes, one for each of so many vignettes: 0 where a vignette has none beside it."""
    sizes = [size for ornament in regions for size in ornament]
    return (*sizes, *([0.0] * (max(vignettes, len(sizes)) - len(sizes))))
