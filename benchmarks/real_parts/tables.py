"""The pooled scores of untouched impressions: the table that is bundled, and those with a book left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from detector.core.inspection.whole import whole_statistic
from detector.core.siblings.combination import combined_score
from detector.core.siblings.evidence import measure
from detector.core.siblings.params import LEAST_SIBLINGS, SIDES
from detector.core.siblings.prepare import Sort
from detector.core.siblings.standard import spread, standardised
from detector.core.siblings.table import Pool, Table

SEED = 0
SUBSETS = 6
_LEAST_SPREAD = 0.05


@dataclass(frozen=True, eq=False)
class Untouched:
    """Log measures, (n,) by side, of one strip's impressions and of random parts of it."""

    book: str
    name: str
    logs: tuple[dict[str, np.ndarray], ...]
    good: tuple[np.ndarray, ...]


def measure_untouched(book: str, name: str, sort: Sort) -> Untouched:
    """The whole strip, and halves of it where that leaves siblings enough: a page may have few."""
    rng = np.random.default_rng(SEED)
    count = len(sort.places)
    parts = [np.arange(count)]
    if count // 2 > LEAST_SIBLINGS:
        shuffled = rng.permutation(count)
        parts += [np.sort(shuffled[: count // 2]), np.sort(shuffled[count // 2 :])]
    logs, good = [], []
    for part in parts:
        typical = sort.registered.typical[part]
        logs.append(measure(sort.registered.ink[part], sort.frame, typical, lambda done, total: None).logs)
        good.append(typical)
    return Untouched(book, name, tuple(logs), tuple(good))


def make_table(strips: Sequence[Untouched]) -> Table:
    """The table from these strips."""
    usual = {
        side: float(max(np.median([spread(one.logs[0][side])[1] for one in strips]), _LEAST_SPREAD))
        for side in SIDES
    }
    scores = [
        [
            {side: standardised(logs[side], usual[side], good) for side in SIDES}
            for logs, good in zip(one.logs, one.good, strict=True)
        ]
        for one in strips
    ]
    names = [one.book for one in strips]
    books = len(set(names))
    plain = Table(usual, _pools(scores), Pool((0.0, 1.0)), ((1, 0.0), (1, 1.0)), books)
    # What a strip's own scores do to the pools would make the strangest of them look less strange: the
    # combination and the statistic of each book are read from the other books.
    combined: list[list[np.ndarray]] = []
    for book, parts in zip(names, scores, strict=True):
        others = [one for name, one in zip(names, scores, strict=True) if name != book] or scores
        without = replace(plain, sides=_pools(others))
        combined.append([combine(part, without) for part in parts])
    wholes: list[tuple[int, float]] = []
    rng = np.random.default_rng(SEED)
    for book, parts in zip(names, combined, strict=True):
        others = [one for name, one in zip(names, combined, strict=True) if name != book] or combined
        wholes += _wholes(parts[0], _pool(others), rng)
    return replace(plain, combined=_pool(combined), whole=tuple(wholes))


def _pools(scores: Sequence[Sequence[dict[str, np.ndarray]]]) -> dict[str, Pool]:
    return {side: _pool([[part[side] for part in parts] for parts in scores]) for side in SIDES}


def _pool(scores: Sequence[Sequence[np.ndarray]]) -> Pool:
    return Pool(tuple(float(one) for parts in scores for part in parts for one in part))


def combine(scores: dict[str, np.ndarray], table: Table) -> np.ndarray:
    """Combined scores (n,) from the sides' scores."""
    count = len(next(iter(scores.values())))
    return np.array(
        [combined_score({side: float(scores[side][i]) for side in SIDES}, table) for i in range(count)]
    )


def _wholes(combined: np.ndarray, pool: Pool, rng: np.random.Generator) -> list[tuple[int, float]]:
    """The whole-ornament statistic of a strip and of random parts of it, each with its size."""
    p = np.array([pool.p(float(score)) for score in combined])
    found = [(len(p), whole_statistic(p))]
    for _ in range(SUBSETS):
        size = int(rng.integers(LEAST_SIBLINGS, len(p) + 1))
        found.append((size, whole_statistic(rng.choice(p, size, replace=False))))
    return found
