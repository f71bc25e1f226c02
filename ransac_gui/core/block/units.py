"""Do the pieces of an ornament fit one by one, each moved as a whole? What is set again from cast sorts does.

A copyist moves the strokes within a piece as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, auto

import numpy as np
from scipy.spatial import cKDTree

from autolabelme.core.arrays import F64

from . import tuning
from .residual import Residual


class Wholes(IntEnum):
    """Whether pieces have moved as wholes."""

    NO = auto()
    LIKELY = auto()
    """As a copyist hardly moves them; but where ink fails, one setting's windows may."""
    CLEARLY = auto()

    def __bool__(self) -> bool:
        return self is not Wholes.NO


@dataclass(frozen=True)
class Together:
    """How far pieces move as wholes, after paper has been taken out."""

    moved_px: float
    """Root mean square of the moves that windows near each other share, pixels of the reference."""
    over_own: float
    """That, against what each window moves beside them: ink that fails or swells moves windows one by one."""

    def as_wholes(self, expected_px: float, side_px: float) -> Wholes:
        """How surely they do, on a picture of `side_px` whose windows, in two impressions of one block, are
        expected to move `expected_px`."""
        least = max(tuning.TOGETHER * expected_px, tuning.TOGETHER_SHARE * side_px)
        if self.moved_px < least or self.over_own < tuning.OVER_OWN:
            return Wholes.NO
        return Wholes.CLEARLY if self.over_own >= tuning.OVER_OWN_CLEARLY else Wholes.LIKELY


def together(found: Residual) -> Together:
    """What windows that lie near each other move together; zeros where too few do."""
    shared, own = [], []
    for _, one in _near(found):
        move = np.median(found.moves[one], axis=0)
        shared.append(float(move @ move))
        own.append(float(np.median(np.hypot(*(found.moves[one] - move).T))))
    if not shared:
        return Together(0.0, 0.0)
    moved = float(np.sqrt(np.mean(shared)))
    return Together(moved, moved / max(float(np.median(own)), 1e-6))


def left_within(found: Residual) -> float:
    """What is left within pieces once each has been moved and turned as a whole, pixels of the reference.

    Of all places the better quarter: those about a border between two pieces fit badly in any case. Infinity
    where too few windows lie together.
    """
    left = [_left(found.centres[one] - place, found.moves[one]) for place, one in _near(found)]
    return float(np.quantile(left, tuning.UNIT_BEST)) if left else float("inf")


def _near(found: Residual) -> Iterator[tuple[F64, list[int]]]:
    """(place, windows about it) of evenly spread places with enough windows."""
    if not len(found.centres):
        return
    step = max(1, len(found.centres) // tuning.UNIT_PLACES)
    places = found.centres[::step]
    about = cKDTree(found.centres).query_ball_point(places, tuning.UNIT_REACH * found.side_px)
    for place, one in zip(places, about, strict=True):
        if len(one) >= tuning.UNIT_WINDOWS:
            yield place, one


def _left(away: F64, moves: F64) -> float:
    """Median of what one shift and turn leave of the moves (N, 2) of windows at (N, 2) from their middle."""
    design = np.zeros((2 * len(away), 3))
    design[0::2, 0] = design[1::2, 1] = 1
    design[0::2, 2], design[1::2, 2] = -away[:, 1], away[:, 0]
    flat = moves.reshape(-1)
    weights = np.ones(len(away))
    left = np.zeros(len(away))
    for _ in range(tuning.UNIT_ROUNDS):
        each = np.repeat(np.sqrt(weights), 2)
        shift, *_ = np.linalg.lstsq(design * each[:, None], flat * each, rcond=None)
        left = np.hypot(*(flat - design @ shift).reshape(-1, 2).T)
        weights = 1 / (1 + (left / (tuning.DISTRUST * float(np.median(left)) + 1e-6)) ** 2)
    return float(np.median(left))
