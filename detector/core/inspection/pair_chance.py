"""How rarely untouched impressions of one block differ so much at a place: pooled from real pairs.

The table in ``resources/pairs.json`` holds numbers only. `benchmarks/pairs.py` makes it from scans and says
what stands behind it; leaving one book out checks that its rate is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np

from autolabelme.core.arrays import F64, Array
from autolabelme.core.reading import JsonObject

from .pair import MEASURES, PIECE, PairDifference

# log10 shares of places at which the pooled values are kept; beyond the last the tail is exponential.
_SHARES: Final = tuple(-0.25 * step for step in range(1, 10))


@dataclass(frozen=True)
class Survival:
    """-log10 of the share of untouched places that reach a value.

    Attributes
    ----------
    values : ascending, at the shares `_SHARES`
    over : mean excess beyond the last, > 0
    """

    values: tuple[float, ...]
    over: float

    @classmethod
    def fit(cls, pooled: Array) -> Survival:
        """Fit to (n,) values of untouched places."""
        values = np.quantile(pooled, 1.0 - 10.0 ** np.array(_SHARES))
        beyond = pooled[pooled > values[-1]] - values[-1]
        least = 1e-3 * max(1e-3, abs(float(values[-1])))
        return cls(tuple(float(v) for v in values), max(float(beyond.mean()) if beyond.size else 0.0, least))

    @property
    def last(self) -> float:
        """-log10 of the share at the last of `values`."""
        return -_SHARES[-1]

    def rarity(self, values: Array) -> F64:
        """-log10 of the share of untouched places that reach each of `values`; float64 of their shape."""
        last = self.values[-1]
        shares = -np.array(_SHARES)
        # Ties at 0 (places without any difference) are reached by all.
        inner = np.interp(values, self.values, shares, left=0.0)
        outer = self.last + (values - last) / (self.over * np.log(10))
        return np.asarray(np.where(values > last, outer, inner), dtype=np.float64)


@dataclass(frozen=True)
class PairChance:
    """What untouched pairs show.

    Attributes
    ----------
    measures : `MEASURES` to the Survival of the largest value of a place, in levels
    levels : `MEASURES` to the usual level of untouched pairs; 1 for what is a share already
    rarest : Survival of the largest rarity of all measures at a place
    ornament : ascending, of each untouched pair: the rarity of its rarest place less log10 of its places
    """

    measures: Mapping[str, Survival]
    levels: Mapping[str, float]
    rarest: Survival
    ornament: tuple[float, ...]

    def level(self, pair: PairDifference, measure: str) -> float:
        """What values are divided by: the pair's own level where it is inked less alike than is usual."""
        usual = self.levels[measure]
        return max(usual, pair.level(measure)) if measure.endswith(PIECE) else usual

    def rarity(self, values: Mapping[str, Array]) -> F64:
        """-log10 of the share of untouched places that stand out as much by any measure.

        `values` has an array in levels for each of `MEASURES`, all of one shape.
        """
        return self.rarest.rarity(_largest(self.measures, values))

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "measures": {name: [*one.values, one.over] for name, one in self.measures.items()},
            "levels": dict(self.levels),
            "rarest": [*self.rarest.values, self.rarest.over],
            "ornament": list(self.ornament),
        }

    @classmethod
    def from_json(cls, value: JsonObject) -> PairChance:
        """Read what `as_json` wrote; `InputError` names the field."""
        measures, levels = value.object("measures"), value.object("levels")
        for name in MEASURES:
            if levels.number(name) <= 0:
                raise levels.error(name, "expected a level above 0")
        return cls(
            {name: _survival(measures, name) for name in MEASURES},
            {name: levels.number(name) for name in MEASURES},
            _survival(value, "rarest"),
            value.numbers("ornament"),
        )


def fit_chance(pairs: Sequence[PairDifference]) -> PairChance:
    """The table of untouched pairs, at least one."""
    levels = {
        name: max(1e-6, float(np.median([pair.level(name) for pair in pairs])))
        if name.endswith(PIECE)
        else 1.0
        for name in MEASURES
    }
    usual = PairChance({}, levels, Survival((0.0,), 1.0), ())
    peaks = [{name: pair.peaks(name) / usual.level(pair, name) for name in MEASURES} for pair in pairs]
    measures = {name: Survival.fit(np.concatenate([one[name] for one in peaks])) for name in MEASURES}
    largest = [_largest(measures, one) for one in peaks]
    rarest = Survival.fit(np.concatenate(largest))
    of_pairs = sorted(float(rarest.rarity(one).max() - np.log10(one.size)) for one in largest if one.size)
    return PairChance(measures, levels, rarest, tuple(of_pairs))


def _largest(measures: Mapping[str, Survival], values: Mapping[str, Array]) -> F64:
    each = [measures[name].rarity(np.asarray(values[name], dtype=np.float64)) for name in MEASURES]
    return np.asarray(np.max(each, axis=0), dtype=np.float64)


@lru_cache(maxsize=1)
def bundled_chance() -> PairChance:
    """The table that comes with the program."""
    from importlib.resources import as_file, files

    from autolabelme.core.reading import read_object

    with as_file(files("autolabelme.resources") / "pairs.json") as path:
        return PairChance.from_json(read_object(path))


def _survival(value: JsonObject, name: str) -> Survival:
    numbers = value.numbers(name)
    if len(numbers) != len(_SHARES) + 1 or numbers[-1] <= 0:
        raise value.error(name, f"expected {len(_SHARES)} ascending values and a width above 0")
    return Survival(tuple(numbers[:-1]), numbers[-1])
