"""The weighings of spots and of points: made damage against what untouched pairs show."""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.arrays import F64, to_gray
from detector.core.inspection import tuning
from detector.core.inspection.damage import SPOT_MEASURES, spots
from detector.core.inspection.ink import ink_fraction
from detector.core.inspection.pair import (
    ADDED,
    CUT,
    GAINED,
    LOST,
    PIECE,
    WHOLE,
    Inks,
    PairDifference,
    compare_pair,
    inks_of,
)
from detector.core.inspection.pair_chance import place_values
from detector.core.inspection.pieces import PIECE_MEASURES
from ransac_gui.core.ledger.evidence import Weights, fit

from . import drawings
from .additions import added
from .damage import damaged
from .drawings import Points

MADE = {CUT: 50, PIECE: 40}
"""How many places of damage are asked for at once in each impression."""
ADDITIONS = 60
"""The same of added ink, which is made in an impression of its own."""
TIMES = 2
"""How often either impression of a pair is damaged."""
MADE_SPOTS = 15_000
"""Spots of made damage that a weighing is fitted on, at most."""
UNTOUCHED = 12_000
"""Spots of untouched pairs that the weighings are fitted on: as many taken at random as most like damage."""
HOPELESS = 0.3
"""Share of made spots, least like damage, that are left out: what does not show teaches nothing."""
SEED = 23
SIDES = (LOST, GAINED)


@dataclass(frozen=True, eq=False)
class Measured:
    """An untouched pair as compared, and for pairs to learn from the spots of damage made in it."""

    name: str
    pair: PairDifference
    made: Mapping[str, F64]
    points: tuple[Points, ...] = ()

    @property
    def learnt_from(self) -> bool:
        return learnt_from(self.name)


def learnt_from(name: str) -> bool:
    """Whether a pair is of the developing half: woodcuts with an even number."""
    number = name.split()[0]
    return number.isdigit() and int(number) % 2 == 0


def measure(one: Any, kept: Path) -> Measured:
    """Compare a laid pair, or read what was kept of that."""
    if kept.exists():
        found: Measured = pickle.loads(kept.read_bytes())
        return found
    pair = compare_pair(one.ornament, one.reference, one.valid)
    made: dict[str, F64] = {}
    points: tuple[Points, ...] = ()
    if learnt_from(one.name) and not one.name.endswith("small"):
        inks = inks_of(one.ornament, one.reference, one.valid)
        made = {**damage_made_in(one, inks), ADDED: ink_added_in(one, inks)}
        points = tuple(drawings.points_of_woodcut(one.name, inks))
    found = Measured(one.name, pair, made, points)
    kept.write_bytes(pickle.dumps(found))
    return found


def damage_made_in(one: Any, inks: Inks) -> dict[str, F64]:
    """The measures of the spots at damage of each of `MADE`, made in either impression of a laid pair."""
    paper = tuning.PAIR_PAPER * max(inks.inside.shape)
    sides = ((to_gray(one.ornament), inks.second), (to_gray(one.reference), inks.first))
    rng = np.random.default_rng([SEED, *one.name.encode()])
    made: dict[str, list[F64]] = {kind: [] for kind in MADE}
    for gray, having in sides * TIMES:
        edited, boxes = gray, {}
        for kind, count in MADE.items():
            edited, boxes[kind] = damaged(edited, inks.inside, kind, count, rng)
        around = np.array([*boxes[CUT], *boxes[PIECE]]) + np.array([-1, -1, 1, 1])
        found = spots(ink_fraction(edited, paper), having, inks.inside, around)
        of_piece = np.zeros(len(found.x), dtype=np.bool_)
        for left, top, right, bottom in boxes[PIECE]:
            of_piece |= (
                (found.x >= left - 1) & (found.x <= right) & (found.y >= top - 1) & (found.y <= bottom)
            )
        made[CUT].append(found.measures[~of_piece])
        made[PIECE].append(found.measures[of_piece])
    return {kind: np.concatenate(parts) for kind, parts in made.items()}


def ink_added_in(one: Any, inks: Inks) -> F64:
    """The measures of the spots at ink that was added to either impression of a laid pair, (n, measures)."""
    paper = tuning.PAIR_PAPER * max(inks.inside.shape)
    rng = np.random.default_rng([SEED, 1, *one.name.encode()])
    made: list[F64] = []
    for gray, without in ((to_gray(one.ornament), inks.second), (to_gray(one.reference), inks.first)):
        edited, boxes = added(gray, inks.inside, ADDITIONS, rng)
        around = np.array(boxes).reshape(-1, 4) + np.array([-1, -1, 1, 1])
        made.append(spots(without, ink_fraction(edited, paper), inks.inside, around).measures)
    return np.concatenate(made)


@dataclass(frozen=True)
class Learnt:
    """The weighings fitted on all, and those of points with one's own left out."""

    weighings: Mapping[str, Weights]
    points: Mapping[str, Weights]


def learn(pairs: Sequence[Measured], ornaments: Sequence[Points]) -> Learnt:
    """From the pairs to learn from among these, and ornaments that were made."""
    points = [*ornaments, *(part for one in pairs for part in one.points)]
    whole = {WHOLE: drawings.weighing(points)}
    return Learnt({**spot_weighings(pairs), **whole}, drawings.left_out(points))


def spot_weighings(pairs: Sequence[Measured]) -> dict[str, Weights]:
    """Fitted on the pairs to learn from among these, both sides of each.

    Only added ink is weighed by what hangs together (`PIECE_MEASURES`): small prints lose whole strokes, and
    the limit that they set costs more cuts and pieces than are won (decision 0243).
    """
    learning = [one for one in pairs if one.made]
    rng = np.random.default_rng(SEED)
    of_side = {side: np.concatenate([one.pair.spots[side].measures for one in learning]) for side in SIDES}
    both = np.concatenate(list(of_side.values()))
    fitted = {}
    for kind, untouched in ((CUT, both), (PIECE, both), (ADDED, of_side[GAINED])):
        count = len(SPOT_MEASURES) - (0 if kind == ADDED else len(PIECE_MEASURES))
        untouched = untouched[:, :count]
        any_of_it = untouched[rng.permutation(len(untouched))[:UNTOUCHED]]
        made = np.concatenate([one.made[kind] for one in learning])[:, :count]
        made = made[rng.permutation(len(made))[:MADE_SPOTS]]
        # One place in a hundred is flagged, one spot in thousands: the few that look most like damage count.
        first = _fit(made, any_of_it)
        seen = first.log_odds(made)
        made = made[seen > np.quantile(seen, HOPELESS)]
        hardest = untouched[np.argsort(-first.log_odds(untouched), kind="stable")[:UNTOUCHED]]
        fitted[kind] = widened(_fit(made, np.concatenate([any_of_it, hardest])), len(SPOT_MEASURES))
    return fitted


def widened(weights: Weights, count: int) -> Weights:
    """The same for `count` measures, of which the last weigh nothing."""
    own = len(weights.mean)
    none = (0.0,) * (count - own)
    each = weights.weights
    return Weights(
        (*weights.mean, *none),
        (*weights.spread, *(1.0 for _ in none)),
        (*each[: 1 + own], *none, *each[1 + own :], *none),
    )


def _fit(made: F64, untouched: F64) -> Weights:
    true = np.concatenate([np.ones(len(made)), np.zeros(len(untouched))])
    # Damage counts a fifth of what is untouched, however much of it was made.
    share = np.where(true > 0, 0.2 * len(untouched) / len(made), 1.0)
    return fit(np.concatenate([made, untouched]), true, share)


def cross_fitted(pairs: Sequence[Measured], learnt: Learnt) -> list[dict[str, Any]]:
    """`place_values` of each pair, by weighings that were not fitted on its woodcut."""
    others: dict[str, dict[str, Weights]] = {}
    found = []
    for one in pairs:
        number = one.name.split()[0]
        if one.learnt_from and number not in others:
            spots = spot_weighings([other for other in pairs if other.name.split()[0] != number])
            others[number] = {**spots, WHOLE: learnt.points[number]}
        found.append(dict(place_values(one.pair, others.get(number, learnt.weighings))))
    return found
