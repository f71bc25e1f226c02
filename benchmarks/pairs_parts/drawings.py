"""The weighing of points (`likeness.LIKENESS_MEASURES`): whole vignettes changed against what is untouched.

Learnt from ornaments that were made twice (`ornaments`) and from places of the even woodcuts that are blank,
turned or drawn like another place. Every kind of printing counts the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolabelme.core.arrays import F32, F64, Array
from detector.core.inspection import tuning
from detector.core.inspection.likeness import Likeness, likeness
from detector.core.inspection.pair import Inks, inks_of
from ransac_gui.core.ledger.evidence import Weights, fit

from .ornaments import WHOLE, Made

FOLDS = 4
CHANGES = 6
UNTOUCHED = 6000
"""Points of each kind of printing that the weighing is fitted on."""
SEED = 29


@dataclass(frozen=True, eq=False)
class Points:
    """Points of one pair: `changed` 1, untouched 0, too near to a change -1; `own` is left out together."""

    printing: str
    own: str
    measures: F64
    changed: Array
    place: Array
    """(n,) int, which of its places each point lies in."""


def points_of_ornament(made: Made) -> Points:
    """Points of an ornament that was made."""
    inks = inks_of(made.ornament, made.reference, made.valid)
    found = likeness(inks.first, inks.second, inks.inside)
    longest = max(inks.inside.shape)
    changed = np.zeros(len(found.x), dtype=int)
    for kind, box in zip(made.kinds, made.boxes * (longest / max(made.ornament.shape[:2])), strict=True):
        near, middle = (_in(found, box, by) for by in (0.025 * longest, None))
        changed[near & (changed == 0)] = -1
        if kind in WHOLE:
            changed[middle] = 1
    return Points(made.printing, made.name.split()[0], found.measures, changed, _places(found, longest))


def points_of_woodcut(name: str, inks: Inks) -> list[Points]:
    """Points of a woodcut's pair untouched, and with changes."""
    longest = max(inks.inside.shape)
    untouched = likeness(inks.first, inks.second, inks.inside)
    rng = np.random.default_rng([SEED, *name.encode()])
    first, circles = _changed(inks, rng)
    found = likeness(first, inks.second, inks.inside)
    changed = np.full(len(found.x), -1)
    for x, y, radius in circles:
        changed[(np.abs(found.x - x) < radius / 2) & (np.abs(found.y - y) < radius / 2)] = 1
    own = name.split()[0]
    none = np.zeros(len(untouched.x), dtype=int)
    return [
        Points("woodcuts", own, untouched.measures, none, _places(untouched, longest)),
        Points("woodcuts", own, found.measures, changed, _places(found, longest)),
    ]


def _changed(inks: Inks, rng: Any) -> tuple[F32, list[tuple[int, int, int]]]:
    """The ornament's ink with six places blank, turned, or drawn like another; middles and radii."""
    ink, longest = inks.first.copy(), max(inks.inside.shape)
    circles: list[tuple[int, int, int]] = []
    for _ in range(400):
        radius = int(rng.uniform(0.03, 0.06) * longest)
        y, x, from_y, from_x = (
            int(rng.integers(radius + 2, size - radius - 2)) for size in (*ink.shape, *ink.shape)
        )
        window = np.s_[y - radius : y + radius + 1, x - radius : x + radius + 1]
        room = 0.06 * longest
        if any(max(abs(y - b), abs(x - a)) < 2.2 * max(radius, c) + room for a, b, c in circles):
            continue
        if min(inks.first[window].mean(), inks.second[window].mean()) < 0.1:
            continue
        here = ink[window].copy()
        way = len(circles) % 3
        other = ink[from_y - radius : from_y + radius + 1, from_x - radius : from_x + radius + 1]
        if way == 2 and (other.mean() < 0.08 or max(abs(from_y - y), abs(from_x - x)) < radius):
            continue
        there = (np.zeros_like(here), np.rot90(here, int(rng.integers(1, 4))), other)[way]
        down, right = np.mgrid[-radius : radius + 1, -radius : radius + 1]
        round_one = np.clip(radius - np.hypot(down, right), 0, 1)
        share = round_one if rng.random() < 0.5 else np.ones_like(here)
        ink[window] = here * (1 - share) + there * share
        circles.append((x, y, radius))
        if len(circles) == CHANGES:
            break
    return ink, circles


def weighing(points: Sequence[Points]) -> Weights:
    """Fitted on these."""
    rng = np.random.default_rng(SEED)
    measures, true, share = [], [], []
    for printing in sorted({one.printing for one in points}):
        of_it = [one for one in points if one.printing == printing]
        both = [np.concatenate([one.measures[one.changed == which] for one in of_it]) for which in (0, 1)]
        both[0] = both[0][rng.permutation(len(both[0]))[:UNTOUCHED]]
        for which, part in enumerate(both):
            measures.append(part)
            true.append(np.full(len(part), float(which)))
            # What is changed counts a fifth of what is untouched, however much of either there is.
            share.append(np.full(len(part), UNTOUCHED * (0.2 if which else 1.0) / max(1, len(part))))
    return fit(np.concatenate(measures), np.concatenate(true), np.concatenate(share))


def left_out(points: Sequence[Points]) -> dict[str, Weights]:
    """For each `own` a weighing that was not fitted on it."""
    owns = sorted({one.own for one in points})
    found = {}
    for fold in range(FOLDS):
        out = set(owns[fold::FOLDS])
        fitted = weighing([one for one in points if one.own not in out])
        found |= dict.fromkeys(out, fitted)
    return found


def untouched_places(points: Sequence[Points], weighings: Mapping[str, Weights]) -> list[Array]:
    """Of each kind of printing of ornaments the largest log odds of each untouched place, (n,).

    The press's first recipe loses whole blotches of ink, as no print does (decision 0190): it is learnt from,
    and does not say what is rare.
    """
    values: dict[str, list[Array]] = {}
    for one in points:
        if not one.printing.startswith(("print", "composed")):
            continue
        odds = np.where(one.changed == 0, weighings[one.own].log_odds(one.measures), tuning.SPOT_FLOOR)
        largest = [odds[one.place == place].max() for place in np.unique(one.place)]
        values.setdefault(one.printing, []).append(np.array(largest))
    return [np.concatenate(values[printing]) for printing in sorted(values)]


def _in(points: Likeness, box: Array, pad: float | None) -> Array:
    """Which points lie in a box widened by `pad`, or None: in its middle half."""
    x1, y1, x2, y2 = box
    wide, high = (-(x2 - x1) / 4, -(y2 - y1) / 4) if pad is None else (pad, pad)
    inside = (points.x > x1 - wide) & (points.x < x2 + wide)
    return np.asarray(inside & (points.y > y1 - high) & (points.y < y2 + high))


def _places(points: Likeness, longest: int) -> Array:
    side = max(8, round(tuning.PLACE * longest))
    return np.asarray(points.y // side * 10_000 + points.x // side)
