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

from autolabelme.core.arrays import F32, F64, Array
from autolabelme.core.opencv import cv2
from autolabelme.core.reading import JsonObject
from ransac_gui.core.ledger.evidence import Weights

from . import tuning
from .damage import SPOT_MEASURES, Spots
from .likeness import LIKENESS_MEASURES, Likeness
from .pair import ADDED, AT_EDGE, BY_SPOT, CUT, GAINED, MEASURES, PIECE, WHOLE, PairDifference

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
        return cls.with_tail(np.quantile(pooled, 1.0 - 10.0 ** np.array(_SHARES)), pooled)

    @classmethod
    def worst(cls, kinds: Sequence[Array]) -> Survival:
        """Of untouched places of several kinds of printing, (n,) each: what is rare in every one of them.

        At each share the kind with the largest value holds; the tail beyond is that of all together.
        """
        values = np.max([cls.fit(one).values for one in kinds], axis=0)
        return cls.with_tail(values, np.concatenate(kinds))

    @classmethod
    def with_tail(cls, values: F64, pooled: Array) -> Survival:
        """`values` at `_SHARES`, and the mean excess of (n,) values beyond the last."""
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
        # Of values that tie (places without any difference) the commonest share holds.
        distinct, first = np.unique(self.values, return_index=True)
        inner = np.interp(values, distinct, -np.array(_SHARES)[first], left=0.0)
        outer = self.last + (values - last) / (self.over * np.log(10))
        return np.asarray(np.where(values > last, outer, inner), dtype=np.float64)


@dataclass(frozen=True)
class Level:
    """What untouched pairs usually show everywhere, by one measure of places.

    Attributes
    ----------
    high, middle : usual mean of a pair's places within `LEVEL_BAND` and within `LEVEL_MIDDLE`
    apart : by how much more the one of a pair may be raised than the other, and be its printing
    """

    high: float
    middle: float
    apart: float

    @classmethod
    def fit(cls, pairs: Sequence[Array]) -> Level:
        """Of untouched pairs, the values of places of each, (n,)."""
        means = np.array([_bands(peaks) for peaks in pairs])
        high, middle = (float(value) for value in np.median(means, axis=0))
        apart = (means[:, 0] - high) - (means[:, 1] - middle)
        return cls(high, middle, float(np.quantile(apart, tuning.LEVEL_APART)))

    def raised(self, peaks: Array) -> float:
        """By how much a pair shows more everywhere than is usual; below 0 where it shows less.

        `peaks` float (N,), of its N places. Changes of a fifth of the places raise the upper band and hardly
        the middle: then that one counts, or they would hide themselves.
        """
        high, middle = _bands(peaks)
        return min(high - self.high, middle - self.middle + self.apart)


@dataclass(frozen=True)
class PairChance:
    """What untouched pairs show.

    Attributes
    ----------
    weighings : mapping of `CUT`, `PIECE` and `ADDED` to what makes log odds of a spot's measures, of
        `WHOLE` to what makes those of a point's
    levels : `BY_SPOT` to what untouched pairs usually show everywhere
    measures : `MEASURES` to the Survival of the largest value of a place, over what the pair shows
        everywhere; at the frame's edge, of places that have some of it
    rarest : Survival of the largest rarity of all measures at a place
    ornament : ascending, of each untouched pair: the rarity of its rarest place less log10 of its places
    places : how many places of untouched pairs were counted
    """

    weighings: Mapping[str, Weights]
    levels: Mapping[str, Level]
    measures: Mapping[str, Survival]
    rarest: Survival
    ornament: tuple[float, ...]
    places: int

    @property
    def finest(self) -> float:
        """The least p that so many places can vouch for; what the tail suggests beyond only weighs."""
        return 1.0 / (self.places + 1)

    def rarity(self, values: Mapping[str, Array]) -> F64:
        """-log10 of the share of untouched places that stand out as much by any measure.

        `values` are the `place_values` of one pair, (N,) each, as what is returned.
        """
        return self.rarest.rarity(_largest(self.measures, _lowered(values, self.levels)))

    def spot_rarity(self, pair: PairDifference, side: str, spots: Spots) -> F64:
        """-log10 of the share of untouched places with a spot so like damage, by either weighing, (n,).

        `spots` are the pair's, or some of them; what it shows everywhere is taken off. At the frame's edge
        it is the share of untouched places at an edge.
        """
        each, edge = [], pair.at_edge(spots)
        for name in BY_SPOT:
            if name.startswith(side):
                weighing = self.weighings[name.split()[1]]
                peaks = pair.peaks(pair.spots[side], weighing.log_odds(pair.spots[side].measures))
                over = weighing.log_odds(spots.measures) - self.levels[name].raised(peaks)
                apart, within = (_rarity(self.measures, one, over) for one in (AT_EDGE[name], name))
                each.append(np.where(edge, apart, within))
        return np.asarray(np.max(each, axis=0), dtype=np.float64)

    def whole_rarity(self, points: Likeness) -> F64:
        """-log10 of the share of untouched places with a point so unlike, (n,)."""
        return self.measures[WHOLE].rarity(self.weighings[WHOLE].log_odds(points.measures))

    def rarity_map(self, pair: PairDifference) -> F32:
        """-log10 of the share of untouched places that differ as much, (H, W); 0 beyond the frame.

        A spot is drawn as far as there is no ink about it.
        """
        largest = np.zeros(pair.inside.shape, dtype=np.float32)
        for side, spots in pair.spots.items():
            rare = self.spot_rarity(pair, side, spots)
            radius = np.clip(spots.reach, *tuning.SPOT_PAINTED).round()
            # What one in a hundred shows covers what one in ten does.
            for n in np.argsort(rare, kind="stable"):
                cv2.circle(largest, (int(spots.x[n]), int(spots.y[n])), int(radius[n]), float(rare[n]), -1)
        points = pair.likeness
        half = points.step // 2
        for x, y, value in zip(points.x, points.y, self.whole_rarity(points), strict=True):
            square = largest[max(0, y - half) : y + half + 1, max(0, x - half) : x + half + 1]
            np.maximum(square, value, out=square)
        return np.asarray(np.where(pair.inside, self.rarest.rarity(largest), 0.0), dtype=np.float32)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "weighings": {
                name: {key: [round(v, 4) for v in getattr(one, key)] for key in _PARTS}
                for name, one in self.weighings.items()
            },
            "levels": {name: [one.high, one.middle, one.apart] for name, one in self.levels.items()},
            "measures": {name: [*one.values, one.over] for name, one in self.measures.items()},
            "rarest": [*self.rarest.values, self.rarest.over],
            "ornament": list(self.ornament),
            "places": self.places,
        }

    @classmethod
    def from_json(cls, value: JsonObject) -> PairChance:
        """Read what `as_json` wrote; `InputError` names the field."""
        measures, weighings, levels = (value.object(name) for name in ("measures", "weighings", "levels"))
        return cls(
            {name: _weighing(weighings.object(name), count) for name, count in _WEIGHED.items()},
            {name: Level(*levels.numbers(name, 3)) for name in BY_SPOT},
            {name: _survival(measures, name) for name in MEASURES},
            _survival(value, "rarest"),
            value.numbers("ornament"),
            value.whole("places", minimum=1),
        )


def place_values(pair: PairDifference, weighings: Mapping[str, Weights]) -> dict[str, F32]:
    """`MEASURES` to the largest value of each place, (n,); -inf at the edge for a place that has none."""
    values = {WHOLE: pair.peaks(pair.likeness, weighings[WHOLE].log_odds(pair.likeness.measures))}
    for name in BY_SPOT:
        side, size = name.split()
        spots = pair.spots[side]
        odds, edge = weighings[size].log_odds(spots.measures), pair.at_edge(spots)
        values[name] = pair.peaks(spots, np.where(edge, tuning.SPOT_FLOOR, odds))
        at_edge = pair.peaks(spots, np.where(edge, odds, tuning.SPOT_FLOOR))
        values[AT_EDGE[name]] = np.where(pair.edge_places, at_edge, np.float32(-np.inf))
    return values


def fit_chance(
    pairs: Sequence[Mapping[str, Array]],
    weighings: Mapping[str, Weights],
    whole: Sequence[Array] = (),
    again: Sequence[Mapping[str, Array]] = (),
) -> PairChance:
    """The table of untouched pairs, at least one, by the `place_values` of each.

    `whole` are the values of `WHOLE` at untouched places of ornaments set from type, (n,) each for a kind of
    printing: rare is what is rare in each of them, too. `again` are some of the pairs at another size: their
    places count as others do, while `ornament` is of the pairs alone.
    """
    levels = {name: Level.fit([_anywhere(one, name) for one in (*pairs, *again)]) for name in BY_SPOT}
    lowered = [_lowered(one, levels) for one in (*pairs, *again)]
    pooled = {name: np.concatenate([one[name] for one in lowered]) for name in MEASURES}
    measures = {name: Survival.fit(values[np.isfinite(values)]) for name, values in pooled.items()}
    measures[WHOLE] = Survival.worst([np.concatenate([one[WHOLE] for one in (*pairs, *again)]), *whole])
    largest = [_largest(measures, one) for one in lowered]
    rarest = Survival.fit(np.concatenate(largest))
    of_pairs = sorted(
        float(rarest.rarity(one).max() - np.log10(one.size)) for one in largest[: len(pairs)] if one.size
    )
    places = sum(one.size for one in largest)
    return PairChance(weighings, levels, measures, rarest, tuple(of_pairs), places)


def _bands(peaks: Array) -> tuple[float, float]:
    """Means of a pair's places, (n,), within `LEVEL_BAND` and within `LEVEL_MIDDLE`."""
    if not peaks.size:
        return tuning.SPOT_FLOOR, tuning.SPOT_FLOOR
    ordered, means = np.sort(peaks), []
    for band in (tuning.LEVEL_BAND, tuning.LEVEL_MIDDLE):
        low, high = (int(share * peaks.size) for share in band)
        means.append(float(ordered[low : max(high, low + 1)].mean()))
    return means[0], means[1]


def _lowered(values: Mapping[str, Array], levels: Mapping[str, Level]) -> dict[str, Array]:
    """Values of places less what the pair shows everywhere beyond what is usual, more where it shows less."""
    lowered = dict(values)
    for name, level in levels.items():
        raised = level.raised(_anywhere(values, name))
        lowered |= {one: values[one] - raised for one in (name, AT_EDGE[name])}
    return lowered


def _anywhere(values: Mapping[str, Array], name: str) -> Array:
    """The largest value of each place, (n,), whether at the frame's edge or within."""
    return np.asarray(np.maximum(values[name], values[AT_EDGE[name]]))


def _rarity(measures: Mapping[str, Survival], name: str, values: Array) -> F64:
    """How rare values of a measure are, -log10; of added ink, of which honest prints show more, less so."""
    rare = measures[name].rarity(np.asarray(values, dtype=np.float64))
    return rare - np.log10(tuning.ADDED_RARER) if name.startswith(f"{GAINED} {ADDED}") else rare


def _largest(measures: Mapping[str, Survival], values: Mapping[str, Array]) -> F64:
    each = [_rarity(measures, name, values[name]) for name in MEASURES]
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
        raise value.error(name, "expected {count} ascending values and a width above 0", count=len(_SHARES))
    return Survival(tuple(numbers[:-1]), numbers[-1])


_PARTS: Final = ("mean", "spread", "weights")
_WEIGHED: Final = {**dict.fromkeys((CUT, PIECE, ADDED), len(SPOT_MEASURES)), WHOLE: len(LIKENESS_MEASURES)}


def _weighing(value: JsonObject, count: int) -> Weights:
    mean, spread = (value.numbers(name, count) for name in ("mean", "spread"))
    return Weights(mean, spread, value.numbers("weights", 1 + 2 * count))
