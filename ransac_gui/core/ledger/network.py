"""Small networks that say together how likely a place is an event of the block.

A break shows by several measures at once, each of which a fault of the printing may have alone: no sum of
them tells that. The networks are of one hidden layer and begin at random weights; they are read as the mean
of their log odds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F64

from . import tuning


@dataclass(frozen=True, eq=False)
class Networks:
    """Networks of one hidden layer on standardised measures."""

    mean: F64
    """(measures,)."""
    spread: F64
    weights: F64
    """(networks, numbers): first layer (measures, hidden), its constants, second layer (hidden,), its
    constant."""

    def log_odds(self, measures: F64) -> F64:
        """Natural log odds (N,) that places (N, measures) are events."""
        values = standard(measures, self.mean, self.spread)
        return np.asarray(np.mean([_forward(values, one)[1] for one in self.weights], axis=0))


def standard(measures: F64, mean: F64, spread: F64) -> F64:
    """Standardised measures (N, measures). Beyond what was fitted, one says no more than at the edge."""
    return np.asarray(np.clip((measures - mean) / spread, -3, 3))


def _parts(weights: F64, measures: int) -> tuple[F64, F64, F64, float]:
    hidden = (len(weights) - 1) // (measures + 2)
    first = weights[: measures * hidden].reshape(measures, hidden)
    constants, second = weights[measures * hidden : -1].reshape(2, hidden)
    return first, constants, second, float(weights[-1])


def _forward(values: F64, weights: F64) -> tuple[F64, F64]:
    """Hidden layer (N, hidden) and log odds (N,)."""
    first, constants, second, last = _parts(weights, values.shape[1])
    inner = np.tanh(values @ first + constants)
    return np.asarray(inner), np.asarray(inner @ second + last)


def fit_networks(measures: F64, true: F64, share: F64) -> Networks:
    """Networks for places (N, measures) that are events or not (N,), by penalised likelihood.

    `share` (N,): how much each place counts. Deterministic.
    """
    from scipy.optimize import minimize

    mean, spread = measures.mean(axis=0), measures.std(axis=0) + 1e-6
    values, count, hidden = standard(measures, mean, spread), measures.shape[1], tuning.HIDDEN
    chance = float(true.mean())

    def loss(weights: F64) -> tuple[float, F64]:
        inner, odds = _forward(values, weights)
        away = share * (1 / (1 + np.exp(-odds)) - true)
        back = np.outer(away, _parts(weights, count)[2]) * (1 - inner**2)
        slope = np.concatenate([(values.T @ back).ravel(), back.sum(axis=0), inner.T @ away, [away.sum()]])
        free = np.concatenate([weights[:-1], [0.0]])
        cost = float((share * (np.logaddexp(0, odds) - true * odds)).sum() + tuning.DECAY / 2 * free @ free)
        return cost, slope + tuning.DECAY * free

    fitted = []
    for seed in range(tuning.NETWORKS):
        rng = np.random.default_rng(seed)
        start = np.concatenate(
            [
                rng.normal(0, 1 / np.sqrt(count), count * hidden),
                np.zeros(hidden),
                rng.normal(0, tuning.FIRST_WEIGHTS, hidden),
                [np.log(chance / (1 - chance))],
            ]
        )
        options = {"maxiter": tuning.STEPS, "maxfun": 2 * tuning.STEPS}
        fitted.append(minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x)
    return Networks(mean, spread, np.stack(fitted))
