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


@dataclass(frozen=True)
class Likelihood:
    """What the table says of same-block pairs and of copies."""

    paper: float
    """What a smooth map leaves of paper, a share of the block's length."""
    ink: float
    """What swelling ink leaves, pixels for a stroke one pixel wide; it goes with the square of the width."""
    spread: float
    """Scale of the logarithm of a same-block pair's residual over what is expected."""
    hands: tuple[float, ...]
    """What copyists of several skills leave, shares of the block's length, each as likely as the others."""
    pairs: tuple[float, ...]
    """The real same-block pairs' own values of `excess`, each laid whole."""

    def expected_px(self, size: Size) -> float:
        """The residual that two impressions of one block leave, pixels."""
        poor = tuning.CLEAR - min(size.score, tuning.CLEAR)
        return (self.paper * size.side_px + self.ink * size.stroke_px**2) * math.exp(tuning.SLOPE * poor)

    def excess(self, residual_px: float, size: Size) -> float:
        """The logarithm of a residual over what is expected of one block."""
        return math.log(max(residual_px, 1e-3) / max(self.expected_px(size), 1e-3))

    def log_odds(self, residual_px: float, size: Size) -> float:
        """Log likelihood of a copy less that of the same block; never falls with the residual.

        A copy adds its hand's moves to what paper and ink leave: on a small or a poor print these are the
        larger, and nothing can be told.
        """
        value = self.excess(residual_px, size)
        expected = self.expected_px(size)
        moves = [0.5 * math.log1p((hand * size.side_px / expected) ** 2) for hand in self.hands]
        # Beyond what the worst hand leaves it stays a copy.
        nearest = [min(0.0, value - move) if move == max(moves) else value - move for move in moves]
        logs = [-0.5 * (away / tuning.HAND_SPREAD) ** 2 for away in nearest]
        copy = math.log(sum(math.exp(one) for one in logs) / len(logs) + 1e-300) - math.log(
            tuning.HAND_SPREAD * math.sqrt(2 * math.pi)
        )
        return copy - _log_student(value, self.spread)

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
        tuple(value["pairs"]),
    )


@dataclass(frozen=True)
class Seen:
    """A residual (pixels) with its size, for `fit`."""

    residual_px: float
    size: Size


def fit(same: Sequence[Seen], whole: Sequence[Seen], copies: Sequence[Sequence[Seen]]) -> Likelihood:
    """The table of same-block pairs in every showing, of those laid whole, and of whole copies by skill."""
    from scipy.optimize import least_squares

    sides, strokes, poor, left = np.array(
        [
            (
                s.size.side_px,
                s.size.stroke_px,
                tuning.CLEAR - min(s.size.score, tuning.CLEAR),
                max(s.residual_px, 1e-3),
            )
            for s in same
        ]
    ).T

    def misses(logs: np.ndarray) -> np.ndarray:
        paper, ink = np.exp(logs)
        return np.asarray(np.log(left) - np.log(paper * sides + ink * strokes**2) - tuning.SLOPE * poor)

    found = least_squares(misses, np.log([1e-4, 0.02]), loss="soft_l1", f_scale=0.5)
    paper, ink = (float(value) for value in np.exp(found.x))
    spread = 1.4826 * float(np.median(np.abs(misses(found.x))))
    plain = Likelihood(paper, ink, spread, (), ())
    hands = [
        float(
            np.median(
                [
                    math.sqrt(max(0.0, s.residual_px**2 - plain.expected_px(s.size) ** 2)) / s.size.side_px
                    for s in hand
                ]
            )
        )
        for hand in copies
        if hand
    ]
    pairs = sorted(plain.excess(s.residual_px, s.size) for s in whole)
    return Likelihood(paper, ink, spread, tuple(sorted(hands)), tuple(pairs))


def _log_student(value: float, scale: float) -> float:
    norm = (
        math.lgamma((tuning.TAILS + 1) / 2)
        - math.lgamma(tuning.TAILS / 2)
        - 0.5 * math.log(tuning.TAILS * math.pi)
    )
    return norm - math.log(scale) - (tuning.TAILS + 1) / 2 * math.log1p((value / scale) ** 2 / tuning.TAILS)
