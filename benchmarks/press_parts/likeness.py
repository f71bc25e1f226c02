"""A classifier that tells print from press, and what of real printing the press does not reach.

A logistic regression on `features` and their squares (a print is odd at both ends); the book whose
impressions it is asked about was not in its training. 0.5 says that it cannot tell them, 1 that it can.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit

from autolabelme.core.arrays import F64

_RIDGE = 1e-3
_CLIP = 4.0


@dataclass(frozen=True, eq=False)
class Told:
    """AUROC of press against print by book, and over all (weighted by real impressions)."""

    by_book: dict[str, float]
    whole: float


def tell(real: Sequence[tuple[str, F64]], press: Sequence[tuple[str, F64]]) -> Told:
    """How well the classifier tells them, one book left out in turn.

    real, press : (book, features (n, k)) of each strip.
    """
    books = list(dict.fromkeys(book for book, _ in real))
    scores, counts = {}, {}
    for book in books:
        parts = [
            (np.concatenate([one for name, one in rows if (name == book) == held]))
            for rows in (real, press)
            for held in (False, True)
        ]
        train = np.concatenate([parts[0], parts[2]])
        labels = np.repeat([0.0, 1.0], [len(parts[0]), len(parts[2])])
        votes = _logistic(train, labels, np.concatenate([parts[1], parts[3]]))
        scores[book] = _auroc(votes[len(parts[1]) :], votes[: len(parts[1])])
        counts[book] = len(parts[1])
    weights = np.array([counts[book] for book in books])
    whole = float(np.average([scores[book] for book in books], weights=weights))
    return Told(scores, whole)


def _logistic(train: F64, labels: F64, asked: F64) -> F64:
    """The decision (len(asked),) of the regression; labels 0 and 1, both weigh the same."""
    middle, spread = train.mean(axis=0), train.std(axis=0) + 1e-6

    def design(rows: F64) -> F64:
        z = np.clip((rows - middle) / spread, -_CLIP, _CLIP)
        return np.column_stack([z, z * z, np.ones(len(z))])

    x, sign = design(train), 2 * labels - 1
    weight = np.where(labels == 1, 0.5 / labels.sum(), 0.5 / (1 - labels).sum())

    def loss(theta: F64) -> tuple[float, F64]:
        margin = sign * (x @ theta)
        value = weight @ np.logaddexp(0, -margin) + _RIDGE * float(theta[:-1] @ theta[:-1])
        slope = -(weight * sign * expit(-margin)) @ x
        slope[:-1] += 2 * _RIDGE * theta[:-1]
        return float(value), slope

    found = minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(design(asked) @ found.x, dtype=np.float64)


def _auroc(high: F64, low: F64) -> float:
    ordered = np.sort(low)
    ranks = np.searchsorted(ordered, high, "left") + np.searchsorted(ordered, high, "right")
    return float(ranks.sum() / (2 * len(high) * len(low)))


def beyond(real: F64, press: F64, quantile: float = 0.99) -> float:
    """The share of real values above the press's `quantile`."""
    return float((real > np.quantile(press, quantile)).mean())
