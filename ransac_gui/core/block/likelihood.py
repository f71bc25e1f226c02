"""How a residual compares with same-block pairs and with copies: one number, its likelihoods, its p-value.

The table (`resources/blocks.json`) is made by `benchmarks/blocks.py` from same-block pairs and from copies.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from . import tuning

TABLE = "blocks.json"


@dataclass(frozen=True)
class Size:
    """What a residual is measured on: the pair's own scale and printing."""

    side_px: float
    stroke_px: float
    score: float
    """Median NCC of the windows."""
    window_px: float
    """Side of a window."""


@dataclass(frozen=True)
class Weighed:
    """What a residual says of a pair: natural log likelihood of copies less that of the same block."""

    copy: float
    """Of a copy by any of the hands, each as likely as the others."""
    finest: float
    """Of a copy by the hand that is the hardest to refuse: on a small picture the finest one."""


@dataclass(frozen=True)
class Likelihood:
    """What the table says of same-block pairs and of copies."""

    paper: float
    """What a smooth map leaves of paper, a share of the block's length."""
    ink: float
    """What swelling ink leaves, pixels for a stroke and a window of one pixel; it goes with the square of the
    stroke's width, and a larger window averages more of it."""
    spread: float
    """Scale of the logarithm of a same-block pair's residual over what is expected."""
    hands: tuple[float, ...]
    """What copyists of several skills leave, shares of the block's length, rising: any skill between the
    finest and the worst is as likely as another."""
    moved: float
    """How far strokes move for what a copy leaves: a window averages several, paper takes what is smooth."""
    pairs: tuple[float, ...]
    """The real same-block pairs' own values of `excess`, each laid whole."""

    def expected_px(self, size: Size) -> float:
        """The residual that two impressions of one block leave, pixels."""
        poor = tuning.CLEAR - min(size.score, tuning.CLEAR)
        ink = self.ink * size.stroke_px**2 / math.sqrt(max(size.window_px, 1.0))
        return (self.paper * size.side_px + ink) * math.exp(tuning.SLOPE * poor)

    def excess(self, residual_px: float, size: Size) -> float:
        """The logarithm of a residual over what is expected of one block."""
        return math.log(_some(residual_px) / _some(self.expected_px(size)))

    def weighed(self, residual_px: float, size: Size) -> Weighed:
        """The residual against copies by all hands, and by the one that is the hardest to refuse.

        As the residual grows, neither falls until a copy is told, and it stays told. A copy adds its hand's
        moves to what paper and ink leave: on a small or a poor print these are the larger, and nothing can be
        told.
        """
        value = self.excess(residual_px, size)
        looks = [self._against(value, _some(self.expected_px(size)), size)]
        if value < 0:
            # Less than was expected is the pair's own printing, which a copy of it would have had, too.
            looks.append(self._against(0.0, _some(residual_px), size))
        return Weighed(max(one.copy for one in looks), max(one.finest for one in looks))

    def _against(self, value: float, left_px: float, size: Size) -> Weighed:
        """An excess over `left_px`, which paper and ink leave, against the same block and all hands."""
        skills = np.geomspace(self.hands[0], self.hands[-1], tuning.HANDS)
        logs = [self._by_hand(value, float(hand) * size.side_px / left_px) for hand in skills[:-1]]
        # Beyond what the worst hand leaves it stays a copy.
        logs.append(self._by_hand(value, self.hands[-1] * size.side_px / left_px, worst=True))
        copy = math.log(sum(math.exp(one) for one in logs) / len(logs) + 1e-300)
        same = _log_student(value, self.spread)
        return Weighed(copy - same, max(logs) - same)

    def told_px(self, residual_px: float, size: Size) -> float:
        """The smallest moves of strokes that would have been seen in this pair, pixels of the reference.

        A copyist whose strokes lie so far off leaves as little as this pair does `tuning.ODDS` times less
        often than the same block.
        """
        value = self.excess(residual_px, size)
        told = self._told(value, _some(self.expected_px(size)))
        return max(told, self._told(0.0, _some(residual_px))) if value < 0 else told

    def _told(self, value: float, left_px: float) -> float:
        least = _log_student(value, self.spread) - math.log(tuning.ODDS)
        # How far a hand's own residual must lie beyond this pair's for the hand to be refused just so.
        below = -2 * (least + math.log(tuning.HAND_SPREAD * math.sqrt(2 * math.pi)))
        beyond = value + tuning.HAND_SPREAD * math.sqrt(max(0.0, below))
        return self.moved * left_px * math.sqrt(max(0.0, math.expm1(2 * beyond)))

    def _by_hand(self, value: float, moves: float, *, worst: bool = False) -> float:
        """Log likelihood of an excess under a copy whose hand leaves `moves` times what paper and ink do."""
        away = value - 0.5 * math.log1p(moves**2)
        if worst:
            away = min(0.0, away)
        return -0.5 * (away / tuning.HAND_SPREAD) ** 2 - math.log(tuning.HAND_SPREAD * math.sqrt(2 * math.pi))

    def p_same(self, excess: float) -> float:
        """Share of same-block pairs with as much residual, itself counted: never below 1 / (n + 1)."""
        return (1 + sum(value >= excess for value in self.pairs)) / (len(self.pairs) + 1)

    def as_json(self) -> dict[str, Any]:
        """For `resources/blocks.json`."""
        return {
            "paper": float(f"{self.paper:.3g}"),
            "ink": float(f"{self.ink:.3g}"),
            "spread": round(self.spread, 3),
            "hands": [round(hand, 5) for hand in self.hands],
            "moved": round(self.moved, 2),
            "pairs": [round(one, 3) for one in self.pairs],
        }


@cache
def bundled() -> Likelihood:
    """The bundled table."""
    value = json.loads(files("autolabelme.resources").joinpath(TABLE).read_text("utf-8"))
    return Likelihood(
        float(value["paper"]),
        float(value["ink"]),
        float(value["spread"]),
        tuple(value["hands"]),
        float(value["moved"]),
        tuple(value["pairs"]),
    )


@dataclass(frozen=True)
class Seen:
    """A residual (pixels) with its size, for `fit`."""

    residual_px: float
    size: Size


def fit(
    same: Sequence[Seen], whole: Sequence[Seen], copies: Sequence[tuple[float, Sequence[Seen]]]
) -> Likelihood:
    """The table of same-block pairs in every showing, of those laid whole, and of whole copies by skill.

    Parameters
    ----------
    copies : sequence of (float, sequence of Seen)
        How far a skill's strokes move, a share of the block's length, and what its copies leave.
    """
    from scipy.optimize import least_squares

    sides, strokes, poor, left = np.array(
        [
            (
                s.size.side_px,
                s.size.stroke_px**2 / math.sqrt(max(s.size.window_px, 1.0)),
                tuning.CLEAR - min(s.size.score, tuning.CLEAR),
                _some(s.residual_px),
            )
            for s in same
        ]
    ).T

    def misses(logs: np.ndarray) -> np.ndarray:
        paper, ink = np.exp(logs)
        return np.asarray(np.log(left) - np.log(paper * sides + ink * strokes) - tuning.SLOPE * poor)

    found = least_squares(misses, np.log([1e-4, 0.1]), loss="soft_l1", f_scale=tuning.PAIR_OFF)
    paper, ink = (float(value) for value in np.exp(found.x))
    spread = 1.4826 * float(np.median(np.abs(misses(found.x))))
    plain = Likelihood(paper, ink, spread, (), 1.0, ())
    hands = [(move, float(np.median([_beyond(plain, one) for one in seen]))) for move, seen in copies if seen]
    moved = float(np.median([move / hand for move, hand in hands])) if hands else 1.0
    pairs = sorted(plain.excess(s.residual_px, s.size) for s in whole)
    return Likelihood(paper, ink, spread, tuple(sorted(hand for _, hand in hands)), moved, tuple(pairs))


def _some(px: float) -> float:
    """A residual that can be divided by."""
    return max(px, 1e-3)


def _beyond(plain: Likelihood, seen: Seen) -> float:
    """What a copy leaves beyond what one block does, a share of the length."""
    squares = seen.residual_px**2 - plain.expected_px(seen.size) ** 2
    return math.sqrt(max(0.0, squares)) / seen.size.side_px


def _log_student(value: float, scale: float) -> float:
    norm = (
        math.lgamma((tuning.TAILS + 1) / 2)
        - math.lgamma(tuning.TAILS / 2)
        - 0.5 * math.log(tuning.TAILS * math.pi)
    )
    return norm - math.log(scale) - (tuning.TAILS + 1) / 2 * math.log1p((value / scale) ** 2 / tuning.TAILS)
