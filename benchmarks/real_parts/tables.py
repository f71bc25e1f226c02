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
    pools = {
        side: Pool(tuple(float(v) for parts in scores for part in parts for v in part[side]))
        for side in SIDES
    }
    books = len({one.book for one in strips})
    bare = Table(usual, pools, Pool((0.0, 1.0)), ((1, 0.0), (1, 1.0)), books)
    combined = [[combine(part, bare) for part in parts] for parts in scores]
    table = replace(
        bare, combined=Pool(tuple(float(v) for parts in combined for part in parts for v in part))
    )
    return replace(table, whole=tuple(_wholes(combined, table)))


def combine(scores: dict[str, np.ndarray], table: Table) -> np.ndarray:
    """Combined scores (n,) from the sides' scores."""
    count = len(next(iter(scores.values())))
    return np.array(
        [combined_score({side: float(scores[side][i]) for side in SIDES}, table) for i in range(count)]
    )


def _wholes(combined: Sequence[Sequence[np.ndarray]], table: Table) -> list[tuple[int, float]]:
    """The whole-ornament statistic of each strip and of random parts of it."""
    rng = np.random.default_rng(SEED)
    found = []
    for parts in combined:
        p = np.array([table.combined.p(float(score)) for score in parts[0]])
        found.append((len(p), whole_statistic(p)))
        for _ in range(SUBSETS):
            size = int(rng.integers(LEAST_SIBLINGS, len(p) + 1))
            found.append((size, whole_statistic(rng.choice(p, size, replace=False))))
    return found
