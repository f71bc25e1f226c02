"""One scale for all evidence: how rarely a normal vignette of its label shows as much, as -log10.

A change is first measured in spreads of its label's normals, then compared with what the ornament's
other vignettes show: a whole ornament printed heavily, or from worn metal, is no anomaly, one vignette
that stands out is. Each evidence's surprise then follows from the tail of normals, an exponential beyond
the point that one in ten exceeds, so that evidence with a long tail does not drown the others when the
largest is taken.

A vignette's one score is the larger surprise of two sides, ink that was lost and ink that was gained. Each
side is brought to the scale of normals once more: a sum of two surprises has another tail than one of them,
and the side with the longer tail would alone make up the last percent that a rate of 1% is read from.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from autolabelme.core.arrays import F64
from autolabelme.core.reading import JsonObject

from . import tuning
from .evidence import CHANGE_EVIDENCE, DECIDING, EVIDENCE

LOST, GAINED = "lost", "gained"
_LOST_EVIDENCE = ("change_loss", "ink_break")

_NEAR_NORMAL = 0.6745  # a normal distribution's upper quartile


@dataclass(frozen=True)
class Tail:
    """The upper tail of a normal quantity.

    Attributes
    ----------
    body : tuple of float, ascending: values at equally spaced shares 0 .. `TAIL_FROM`
    over : float, mean excess beyond the last of them, > 0
    """

    body: tuple[float, ...]
    over: float

    @classmethod
    def fit(cls, values: F64, least: float = 0.0) -> Tail:
        """Fit to (n,) normals, n >= 1; the tail is taken to be at least `least` wide."""
        body = np.quantile(values, np.linspace(0.0, tuning.TAIL_FROM, 91))
        beyond = values[values > body[-1]] - body[-1]
        # A few normals may show no tail at all; the body's own width bounds it from below (an exponential
        # has 0.6 of it), and identical normals get any positive width.
        least = max(
            least, tuning.LEAST_TAIL * float(body[-1] - body[50]), 1e-3 * max(1.0, abs(float(body[-1])))
        )
        return cls(tuple(float(v) for v in body), max(float(beyond.mean()) if beyond.size else 0.0, least))

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {"tail": list(self.body), "over": self.over}

    @classmethod
    def from_json(cls, value: JsonObject) -> Tail:
        """Read what `as_json` wrote; `InputError` names the field."""
        body = value.numbers("tail")
        if len(body) < 2 or any(after < before for before, after in pairwise(body)):
            raise value.error("tail", "expected ascending values of a tail")
        over = value.number("over")
        if over <= 0:
            raise value.error("over", "expected a width above 0, got {over:g}", over=over)
        return cls(body, over)

    def surprise(self, value: float) -> float:
        """-log10 of the share of normals that reach `value`, 0 and more."""
        if value > self.body[-1]:
            return -math.log10(1 - tuning.TAIL_FROM) + (value - self.body[-1]) / (self.over * math.log(10))
        shares = np.linspace(0.0, tuning.TAIL_FROM, len(self.body))
        at = int(np.searchsorted(self.body, value))
        # Of equal normals all reach their value: the first of them says how many lie below.
        tied = self.body[at] == value
        below = float(shares[at]) if tied else float(np.interp(value, self.body, shares))
        return -math.log10(1.0 - below)


@dataclass(frozen=True)
class Scale:
    """Location and spread of one evidence by label, its tail, and how far an ornament's level may lie."""

    location: Mapping[str, float]
    spread: Mapping[str, float]
    level: float
    tail: Tail

    def standard(self, label: str, value: float) -> float:
        """`value` in spreads of the label's normals ('' in the mappings: any other label)."""
        location = self.location.get(label, self.location[""])
        return (value - location) / self.spread.get(label, self.spread[""])


@dataclass(frozen=True)
class Standard:
    """Scales of all evidence and of the two sides, fitted on normal ornaments that calibrate nothing else.

    Attributes
    ----------
    scales : mapping of `EVIDENCE` to Scale
    sides : mapping of `LOST` and `GAINED` to the Tail of what normals show; empty without the change
        network's evidence
    """

    scales: Mapping[str, Scale]
    sides: Mapping[str, Tail]

    @classmethod
    def fit(cls, ornaments: Sequence[tuple[Sequence[str], Sequence[Mapping[str, float]]]]) -> Standard:
        """Fit on ornaments as (labels, evidence of each vignette)."""
        scales = {}
        for name in EVIDENCE:
            rows = [
                (number, label, values[name])
                for number, (labels, measured) in enumerate(ornaments)
                for label, values in zip(labels, measured, strict=True)
                if name in values
            ]
            if rows and name in CHANGE_EVIDENCE:
                # The change network knows each label's spread already: measured again by label and ornament
                # it told changes less well (docs/decisions/0071).
                values = np.array([value for _, _, value in rows])
                scales[name] = Scale({"": 0.0}, {"": 1.0}, 0.0, Tail.fit(values))
            elif rows:
                scales[name] = _fit_scale(rows)
        alone = cls(scales, {})
        surprises = [one for labels, measured in ornaments for one in alone.surprises(labels, measured)]
        found = [sides for one in surprises if (sides := _sides(one))]
        tails = {
            name: Tail.fit(np.array([sides[name] for sides in found])) for name in (LOST, GAINED) if found
        }
        return cls(scales, tails)

    def score(self, surprises: Mapping[str, float]) -> float:
        """One score of a vignette: the larger surprise of what it lost and what it gained.

        Lost ink is seen twice, by the change network and as a straight break; the two are added as Fisher's
        method adds logarithms of p-values. Other evidence is shown, but does not decide: taken into the
        maximum it let its noise in (docs/decisions/0071). Without the network's evidence the largest of the
        ink's decides; the decoder's never does (docs/decisions/0191).
        """
        sides = _sides(surprises)
        if not sides or not self.sides:
            return max(_deciding(surprises).values(), default=0.0)
        return max(self.sides[name].surprise(value) for name, value in sides.items())

    def leading(self, surprises: Mapping[str, float]) -> str:
        """The evidence that decides; '' without any."""
        sides = _sides(surprises)
        if not sides or not self.sides:
            own = _deciding(surprises)
            return max(own, key=lambda name: own[name], default="")
        if self.sides[GAINED].surprise(sides[GAINED]) >= self.sides[LOST].surprise(sides[LOST]):
            return "change_gain"
        return max(_LOST_EVIDENCE, key=lambda name: surprises.get(name, 0.0))

    def surprises(
        self, labels: Sequence[str], measured: Sequence[Mapping[str, float]]
    ) -> list[dict[str, float]]:
        """For each vignette of one ornament the surprise of each of its evidences."""
        found: list[dict[str, float]] = [{} for _ in labels]
        for name, scale in self.scales.items():
            rows = [i for i, values in enumerate(measured) if name in values]
            if not rows:
                continue
            standard = np.array([scale.standard(labels[i], measured[i][name]) for i in rows])
            level, width = _level(standard, scale.level) if scale.level > 0 else (0.0, 1.0)
            for i, value in zip(rows, (standard - level) / width, strict=True):
                found[i][name] = scale.tail.surprise(float(value))
        return found

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        scales = {
            name: {
                "location": dict(scale.location),
                "spread": dict(scale.spread),
                "level": scale.level,
                **scale.tail.as_json(),
            }
            for name, scale in self.scales.items()
        }
        return {"evidence": scales, "sides": {name: tail.as_json() for name, tail in self.sides.items()}}

    @classmethod
    def from_json(cls, value: JsonObject) -> Standard:
        """Read what `as_json` wrote; `InputError` names the field."""
        scales = {name: _scale_from(item, name) for name, item in value.object("evidence").members()}
        sides = {name: Tail.from_json(item) for name, item in value.object("sides").members()}
        if sides and set(sides) != {LOST, GAINED}:
            raise value.error("sides", "expected {first} and {second}", first=LOST, second=GAINED)
        return cls(scales, sides)


def _scale_from(value: JsonObject, name: str) -> Scale:
    if name not in EVIDENCE:
        raise value.error("", "is no evidence of this program")
    location, spread = value.object("location"), value.object("spread")
    for item in (location, spread):
        item.number("")  # the one that stands for any other label
    for label, width in spread.number_map().items():
        if width <= 0:
            raise spread.error(label, "expected a spread above 0, got {width:g}", width=width)
    return Scale(location.number_map(), spread.number_map(), value.number("level"), Tail.from_json(value))


def _deciding(surprises: Mapping[str, float]) -> dict[str, float]:
    return {name: surprises[name] for name in DECIDING if name in surprises}


def _sides(surprises: Mapping[str, float]) -> dict[str, float]:
    """What decides on each side, before its tail; empty without the change network's evidence."""
    if any(name not in surprises for name in CHANGE_EVIDENCE):
        return {}
    lost = sum(surprises.get(name, 0.0) for name in _LOST_EVIDENCE)
    return {LOST: lost, GAINED: surprises["change_gain"]}


def _fit_scale(rows: Sequence[tuple[int, str, float]]) -> Scale:
    values = np.array([value for _, _, value in rows])
    middle = float(np.median(values))
    by_label: dict[str, list[float]] = {}
    for _, label, value in rows:
        by_label.setdefault(label, []).append(value)
    # Upper spread: what lies below the median is no danger of a false alarm.
    within = [max(0.0, v - float(np.median(own))) for own in by_label.values() for v in own]
    usual = max(float(np.median([v for v in within if v > 0] or [0.0])), 1e-6) / _NEAR_NORMAL
    location, spread = {"": middle}, {"": usual}
    for label, own in by_label.items():
        weight = len(own) / (len(own) + tuning.LABEL_PRIOR)
        above = [v - float(np.median(own)) for v in own if v > float(np.median(own))]
        mine = (float(np.median(above)) if above else 0.0) / _NEAR_NORMAL
        location[label] = weight * float(np.median(own)) + (1 - weight) * middle
        spread[label] = max(weight * mine + (1 - weight) * usual, tuning.LEAST_LABEL_SPREAD * usual)
    standard = np.array([(value - location[label]) / spread[label] for _, label, value in rows])
    numbers = np.array([number for number, _, _ in rows])
    groups = [standard[numbers == number] for number in np.unique(numbers)]
    levels = [abs(float(np.median(group))) for group in groups]
    level = float(np.quantile(levels, tuning.LEVEL_SHARE)) if levels else 0.0
    adjusted = []
    for group in groups:
        own_level, width = _level(group, level) if level > 0 else (0.0, 1.0)
        adjusted.append((group - own_level) / width)
    return Scale(location, spread, level, Tail.fit(np.concatenate(adjusted)))


def _level(standard: F64, most: float) -> tuple[float, float]:
    """The level and the width of one ornament's standardised values, cautious where they are few."""
    trust = len(standard) / (len(standard) + tuning.VIGNETTE_PRIOR)
    middle = float(np.median(standard))
    above = standard[standard > middle] - middle
    width = float(np.median(above)) / _NEAR_NORMAL if above.size else 1.0
    return float(np.clip(trust * middle, -most, most)), float(
        np.clip(1 + trust * (width - 1), *tuning.WIDTH_RANGE)
    )
