"""What scores untouched impressions of real strips show: the bundled numbers that p-values are read from.

Made by `benchmarks/real.py --write-table` from strips of several books, by leaving each book out in turn
where that is what is asked; the user's own authentic pages are added to it (`Table.with_normals`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib.resources import files

import numpy as np

from autolabelme.core.arrays import F64
from autolabelme.core.errors import InputError

from . import tuning
from .params import SIDES

TABLE_FILE = "siblings.json"


@dataclass(frozen=True, eq=False)
class Pool:
    """Scores of untouched impressions, from which p is read: ranks, and an exponential for the last tenth."""

    scores: tuple[float, ...]

    @cached_property
    def _sorted(self) -> F64:
        return np.sort(np.asarray(self.scores, dtype=np.float64))

    @cached_property
    def _tail(self) -> tuple[float, float]:
        """Where the tail begins, and its mean excess."""
        start = float(np.quantile(self._sorted, 1 - tuning.TAIL))
        above = self._sorted[self._sorted > start]
        return start, float(np.mean(above - start)) if len(above) else 1.0

    @property
    def finest(self) -> float:
        """The least p that so many scores can vouch for: none of them is as high."""
        return 1.0 / (len(self.scores) + 1)

    def p(self, score: float) -> float:
        """The share of untouched impressions that score at least `score`, 0..1, never 0.

        Below `finest` it is what the tail suggests, good for weighing, and no share that anybody has counted.
        """
        start, mean = self._tail
        if score > start:
            return max(1e-12, tuning.TAIL * float(np.exp(-(score - start) / max(mean, 1e-6))))
        above = len(self._sorted) - int(np.searchsorted(self._sorted, score, "left"))
        return max(tuning.TAIL, (above + 1) / (len(self._sorted) + 1))


@dataclass(frozen=True, eq=False)
class Table:
    """Pools of the sides and of their combination, and the usual spread of each side's log measure.

    `whole` holds the statistics of untouched ornaments, each with its number of vignettes.
    """

    usual: Mapping[str, float]
    sides: Mapping[str, Pool]
    combined: Pool
    whole: tuple[tuple[int, float], ...]
    books: int

    @cached_property
    def _whole(self) -> Pool:
        return Pool(tuple(statistic for _, statistic in self.whole))

    def whole_p(self, statistic: float) -> float:
        """The share of untouched ornaments whose statistic is at least as large."""
        return self._whole.p(statistic)

    @property
    def finest_whole(self) -> float:
        """The least p that so many untouched ornaments can vouch for."""
        return self._whole.finest

    def promises(self, rate: float) -> bool:
        """Whether there are normals enough to read p-values down to `rate`."""
        return len(self.combined.scores) * rate >= 2

    def with_normals(self, scores: Sequence[Mapping[str, float]], combined: Sequence[float]) -> Table:
        """The table with the scores of further untouched impressions."""
        if not scores:
            return self
        sides = {side: Pool((*self.sides[side].scores, *(one[side] for one in scores))) for side in SIDES}
        return replace(self, sides=sides, combined=Pool((*self.combined.scores, *combined)))


@lru_cache(maxsize=1)
def bundled_table() -> Table:
    """The table that is installed with the program."""
    return table_from_json(json.loads(files("autolabelme.resources").joinpath(TABLE_FILE).read_text("utf-8")))


def table_from_json(value: Mapping[str, object]) -> Table:
    """The inverse of `table_to_json`; `InputError` names the field that is wrong."""
    try:
        usual, sides, whole = value["usual"], value["sides"], value["whole"]
        combined, books = value["combined"], value["books"]
        assert isinstance(usual, Mapping) and isinstance(sides, Mapping)
        assert isinstance(whole, list) and isinstance(combined, list) and isinstance(books, int)
        return Table(
            {side: float(usual[side]) for side in SIDES},
            {side: Pool(tuple(float(one) for one in sides[side])) for side in SIDES},
            Pool(tuple(float(one) for one in combined)),
            tuple((int(count), float(one)) for count, one in whole),
            books,
        )
    except (KeyError, AssertionError, TypeError, ValueError) as error:
        raise InputError("is no table of siblings' scores: {error}", field=TABLE_FILE, error=error) from error


def table_to_json(table: Table) -> dict[str, object]:
    """Plain values; scores to four decimals."""
    return {
        "usual": dict(table.usual),
        "sides": {side: sorted(round(one, 4) for one in table.sides[side].scores) for side in SIDES},
        "combined": sorted(round(one, 4) for one in table.combined.scores),
        "whole": [[count, round(one, 4)] for count, one in table.whole],
        "books": table.books,
    }
