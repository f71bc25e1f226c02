"""What is measured of a place, and how likely it is a true event of the block and no fault of the printing.

Two judges weigh it together: a logistic model, which Inspect uses for its spots as well, and small networks
(`network`). `benchmarks/ledger.py` fits both on blocks that the press aged; `resources/ledger.json` has them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from autolabelme.core.arrays import F64

from . import tuning
from .events import Candidate, speaker
from .losses import measures
from .network import Networks, fit_networks

TABLE = "ledger.json"
MEASURES = (
    "size",
    "stumps",
    "trace within",
    "ink of the others",
    "ragged about",
    "ragged about in the others",
    "lacking",
    "having",
    "attached",
    "one-sided",
    "one-sided and large",
    "lacked alone",
    "missing",
    "missing in the others",
    "darkest",
    "width",
    "lost close",
    "lost near",
    "lost beside",
    "lost far",
    "lost near in the others",
    "apart",
    "neither",
    "lost alike",
    "white",
    "from the edge",
    "ink of the lacking",
    "ink of the having",
    "lost near at least",
    "lost near against far",
)


def measures_of(place: Candidate, reach_px: float) -> F64:
    """The measures of a candidate, float64 (len(MEASURES),), in their order.

    `reach_px` as `events.reach_px` gives it.
    """
    lacking, having = place.lacking, place.having
    best = speaker(place.stumps, place.around, lacking)
    return np.array(
        [
            np.log(place.core.sum() / reach_px**2),
            min(tuning.MOST_STUMPS, place.stumps[best]),
            place.depth[best],
            place.contrast,
            np.log(place.around[best] + tuning.BREATH),
            np.log(place.around[having].min() + tuning.BREATH),
            min(3, int(lacking.sum())) - 1,
            min(3, int(having.sum())) - 1,
            min(2.0, place.attached),
            place.one_sided,
            place.one_sided * np.log(place.core.sum() / reach_px**2),
            np.log1p(place.alone[lacking].min()),
            np.log(place.missing[lacking].min() + tuning.HARDLY),
            np.log(place.missing[having].min() + tuning.HARDLY),
            place.darkest,
            place.width,
            *measures(place.loss),
        ]
    )


@dataclass(frozen=True)
class Weights:
    """A logistic model on standardised measures and their squares."""

    mean: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[float, ...]
    """The constant, the measures, then their squares."""

    def true(self, measures: F64) -> F64:
        """Likelihood (N,), 0..1, that places (N, measures) are events."""
        return np.asarray(1 / (1 + np.exp(-self.log_odds(measures))))

    def log_odds(self, measures: F64) -> F64:
        """The same, (N,), as natural log odds."""
        return np.asarray(_terms(measures, self.mean, self.spread) @ np.array(self.weights))


@dataclass(frozen=True, eq=False)
class Weighing:
    """Both judges: networks find more on the press's blocks, and are more easily taken in by real dirt."""

    sums: Weights
    networks: Networks

    def true(self, measures: F64) -> F64:
        """Likelihood (N,), 0..1, that places (N, measures) are events: by the mean of both log odds."""
        odds = (self.sums.log_odds(measures) + self.networks.log_odds(measures)) / 2
        return np.asarray(1 / (1 + np.exp(-odds)))

    def as_json(self) -> dict[str, Any]:
        """For `resources/ledger.json`."""
        return {
            "measures": list(MEASURES),
            "mean": [round(one, 4) for one in self.sums.mean],
            "spread": [round(one, 4) for one in self.sums.spread],
            "sums": [round(one, 4) for one in self.sums.weights],
            "networks": [[round(float(one), 3) for one in row] for row in self.networks.weights],
        }


@cache
def bundled() -> Weighing:
    """The bundled table."""
    value = json.loads(files("autolabelme.resources").joinpath(TABLE).read_text("utf-8"))
    mean, spread = value["mean"], value["spread"]
    networks = Networks(np.array(mean), np.array(spread), np.array(value["networks"]))
    return Weighing(Weights(tuple(mean), tuple(spread), tuple(value["sums"])), networks)


def fit_weighing(measures: F64, true: F64, share: F64) -> Weighing:
    """Both judges, fitted to places (N, measures), which are events or not (N,) and count by `share` (N,)."""
    return Weighing(fit(measures, true, share), fit_networks(measures, true, share))


def likely(places: Sequence[Candidate], reach_px: float) -> F64:
    """(N,) how likely each place is an event, 0..1."""
    if not places:
        return np.zeros(0)
    return bundled().true(np.stack([measures_of(one, reach_px) for one in places]))


def fit(measures: F64, true: F64, share: F64) -> Weights:
    """The weights for places (N, measures) that are events or not (N,), by penalised likelihood.

    `share` (N,): how much each place counts.
    """
    from scipy.optimize import minimize

    mean, spread = measures.mean(axis=0), measures.std(axis=0) + 1e-6
    terms = _terms(measures, mean, spread)

    def loss(weights: F64) -> tuple[float, F64]:
        value = terms @ weights
        away = share * (1 / (1 + np.exp(-value)) - true)
        free = np.concatenate([[0.0], weights[1:]])
        cost = float(
            (share * (np.logaddexp(0, value) - true * value)).sum() + tuning.PENALTY / 2 * free @ free
        )
        return cost, terms.T @ away + tuning.PENALTY * free

    found = minimize(loss, np.zeros(terms.shape[1]), jac=True, method="L-BFGS-B")
    return Weights(tuple(map(float, mean)), tuple(map(float, spread)), tuple(map(float, found.x)))


def _terms(measures: F64, mean: Sequence[float] | F64, spread: Sequence[float] | F64) -> F64:
    # Beyond what was fitted, a measure says no more than at the edge of it.
    value = np.clip((measures - np.asarray(mean)) / np.asarray(spread), -3, 3)
    return np.concatenate([np.ones((len(value), 1)), value, value**2], axis=1)
