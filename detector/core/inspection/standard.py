"""One scale for all evidence: how rarely a normal vignette of its label shows as much, as -log10.

A change is first measured in spreads of its label's normals, then compared with what the ornament's
other vignettes show: a whole ornament printed heavily, or from worn metal, is no anomaly, one vignette
that stands out is. Each evidence's surprise then follows from the tail of normals, an exponential beyond
the point that one in ten exceeds, so that evidence with a long tail does not drown the others when the
largest is taken.

A vignette's one score joins three sides: ink that was lost, ink that was gained, a drawing that is unlike its
label's as a whole. Each side is brought to the scale of normals once more: a sum of two surprises has another
tail than one of them, and the side with the longer tail would alone make up the last percent that a rate of
1% is read from.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from autolabelme.core.arrays import F64
from autolabelme.core.reading import JsonObject

from . import tuning
from .evidence import CHANGE_EVIDENCE, DECIDING, EVIDENCE

LOST, GAINED, UNLIKE = "lost", "gained", "unlike"
SIDES = (LOST, GAINED, UNLIKE)
_UNLIKE_EVIDENCE = "ink_unlike"
_OF_SIDE = {LOST: ("change_loss", "ink_break"), GAINED: ("change_gain",), UNLIKE: (_UNLIKE_EVIDENCE,)}

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
    """Location and spread of one evidence by label, its tail, and how far an ornament's level may lie.

    `beside`: logarithms are standardised, and each stands on the level and the width of the ornament's other
    vignettes; `level` is 0 then.
    """

    location: Mapping[str, float]
    spread: Mapping[str, float]
    level: float
    tail: Tail
    beside: bool = False

    def standard(self, labels: Sequence[str], values: Sequence[float]) -> F64:
        """One ornament's (n,) values in spreads of their labels' normals, less what it shows all over."""
        own = [
            (self._measure(value) - self.location.get(label, self.location[""]))
            / self.spread.get(label, self.spread[""])
            for label, value in zip(labels, values, strict=True)
        ]
        standard = np.array(own, dtype=np.float64)
        if self.beside:
            return _beside(standard)
        if self.level > 0:
            level, width = _level(standard, self.level)
            return (standard - level) / width
        return standard

    def _measure(self, value: float) -> float:
        return _logarithm(value) if self.beside else value


@dataclass(frozen=True)
class Standard:
    """Scales of all evidence and of the sides, fitted on normal ornaments that calibrate nothing else.

    Attributes
    ----------
    scales : mapping of `EVIDENCE` to Scale
    sides : mapping of `SIDES` to the Tail of what normals show; without `UNLIKE` in normals that were
        measured before it was one, empty without the change network's evidence
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
                scales[name] = _fit_beside(rows) if name == _UNLIKE_EVIDENCE else _fit_scale(rows)
        alone = cls(scales, {})
        surprises = [one for labels, measured in ornaments for one in alone.surprises(labels, measured)]
        found = [sides for one in surprises if (sides := _sides(one))]
        shown = [name for name in SIDES if all(name in sides for sides in found)]
        tails = {name: Tail.fit(np.array([sides[name] for sides in found])) for name in shown if found}
        return cls(scales, tails)

    def score(self, surprises: Mapping[str, float]) -> float:
        """One score of a vignette: the weighted harmonic mean of its sides' p-values, as -log10.

        Lost ink is seen twice, by the change network and as a straight break; the two are added as Fisher's
        method adds logarithms of p-values. Other evidence is shown, but does not decide: it let its noise in
        (docs/decisions/0071). Normals without the side *unlike* were scored by the larger of the other two,
        and so is what is compared with them. Without the network's evidence the largest of the ink's decides;
        the decoder's never does (docs/decisions/0191).
        """
        own = self._of_sides(surprises)
        if not own:
            return max(_deciding(surprises).values(), default=0.0)
        if UNLIKE not in own:
            return max(own.values())
        unit = math.log10(math.e)
        joined = np.logaddexp.reduce([math.log(_weight(side)) + value / unit for side, value in own.items()])
        return max(0.0, unit * float(joined - math.log(sum(map(_weight, own)))))

    def leading(self, surprises: Mapping[str, float]) -> str:
        """The evidence that decides; '' without any."""
        own = self._of_sides(surprises)
        if not own:
            deciding = _deciding(surprises)
            return max(deciding, key=lambda name: deciding[name], default="")
        side = max(own, key=lambda name: own[name] + math.log10(_weight(name)))
        return max(_OF_SIDE[side], key=lambda name: surprises.get(name, 0.0))

    def another_drawing(self, surprises: Mapping[str, float]) -> bool:
        """Whether what decides is the likeness as a whole, and some ink is missing as well as added.

        Of a vignette that is rare enough to be listed this tells a stranger from an alteration, which does
        one of the two.
        """
        if self.leading(surprises) != _UNLIKE_EVIDENCE or UNLIKE not in self.sides:
            return False
        both = (LOST, GAINED)
        return all(
            max(surprises.get(name, 0.0) for name in _OF_SIDE[side]) >= tuning.SOME_OF_BOTH for side in both
        )

    def _of_sides(self, surprises: Mapping[str, float]) -> dict[str, float]:
        """The surprise of each side; empty where there is none."""
        sides = _sides(surprises)
        return {name: tail.surprise(sides[name]) for name, tail in self.sides.items() if name in sides}

    def surprises(
        self, labels: Sequence[str], measured: Sequence[Mapping[str, float]]
    ) -> list[dict[str, float]]:
        """For each vignette of one ornament the surprise of each of its evidences."""
        found: list[dict[str, float]] = [{} for _ in labels]
        for name, scale in self.scales.items():
            rows = [i for i, values in enumerate(measured) if name in values]
            if not rows:
                continue
            standard = scale.standard([labels[i] for i in rows], [measured[i][name] for i in rows])
            for i, value in zip(rows, standard, strict=True):
                found[i][name] = scale.tail.surprise(float(value))
        return found

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        scales = {
            name: {
                "location": dict(scale.location),
                "spread": dict(scale.spread),
                "level": scale.level,
                **({"beside": True} if scale.beside else {}),
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
        if sides and set(sides) | {UNLIKE} != set(SIDES):
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
    return Scale(
        location.number_map(),
        spread.number_map(),
        value.number("level"),
        Tail.from_json(value),
        value.flag("beside", False),
    )


def _deciding(surprises: Mapping[str, float]) -> dict[str, float]:
    return {name: surprises[name] for name in DECIDING if name in surprises}


def _sides(surprises: Mapping[str, float]) -> dict[str, float]:
    """What decides on each side, before its tail; empty without the change network's evidence."""
    if any(name not in surprises for name in CHANGE_EVIDENCE):
        return {}
    return {
        side: sum(surprises.get(name, 0.0) for name in names)
        for side, names in _OF_SIDE.items()
        if any(name in surprises for name in names)
    }


def _fit_beside(rows: Sequence[tuple[int, str, float]]) -> Scale:
    """A scale of logarithms, each against the ornament's other vignettes."""
    location, spread = _by_label([(number, label, _logarithm(value)) for number, label, value in rows])
    numbers = np.array([number for number, _, _ in rows])
    scale = Scale(location, spread, 0.0, Tail((0.0, 0.0), 1.0), beside=True)
    standard = [
        scale.standard([rows[i][1] for i in own], [rows[i][2] for i in own])
        for own in (np.flatnonzero(numbers == number).tolist() for number in np.unique(numbers))
    ]
    return replace(scale, tail=Tail.fit(np.concatenate(standard)))


def _fit_scale(rows: Sequence[tuple[int, str, float]]) -> Scale:
    location, spread = _by_label(rows)
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


def _by_label(rows: Sequence[tuple[int, str, float]]) -> tuple[dict[str, float], dict[str, float]]:
    """Location and spread of each label's values, drawn to those of all where there are few."""
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
    return location, spread


def _weight(side: str) -> float:
    return tuning.UNLIKE_WEIGHT if side == UNLIKE else 1.0


def _logarithm(value: float) -> float:
    return math.log(max(value, 1e-6))  # identical drawings differ by 0


def _beside(standard: F64) -> F64:
    """Each vignette of an ornament on the level and width of the others, cautious where they are few; (n,).

    The width is what lies below the middle: strangers lie above, and would hide each other.
    """
    count = len(standard) - 1
    if count < 1:
        return standard
    trust = count / (count + tuning.VIGNETTE_PRIOR)
    found = np.zeros(len(standard))
    for i, value in enumerate(standard):
        others = np.delete(standard, i)
        middle = float(np.median(others))
        below = middle - others[others < middle]
        width = float(np.median(below)) / _NEAR_NORMAL if below.size else 1.0
        found[i] = (value - trust * middle) / np.clip(1 + trust * (width - 1), *tuning.WIDTH_RANGE)
    return found


def _level(standard: F64, most: float) -> tuple[float, float]:
    """The level and the width of one ornament's standardised values, cautious where they are few."""
    trust = len(standard) / (len(standard) + tuning.VIGNETTE_PRIOR)
    middle = float(np.median(standard))
    above = standard[standard > middle] - middle
    width = float(np.median(above)) / _NEAR_NORMAL if above.size else 1.0
    return float(np.clip(trust * middle, -most, most)), float(
        np.clip(1 + trust * (width - 1), *tuning.WIDTH_RANGE)
    )
