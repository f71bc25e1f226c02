"""Do the pieces of an ornament fit one by one, each moved as a whole? What is set again from cast sorts does.

A copyist moves the strokes within a piece as well.
"""

from __future__ import annotations

import numpy as np
from scipy.spatial import cKDTree

from autolabelme.core.arrays import F64

from . import tuning
from .residual import Residual


def left_within(found: Residual) -> float:
    """What is left within pieces once each has been moved and turned as a whole, pixels of the reference.

    Of all places the better quarter: those about a border between two pieces fit badly in any case. Infinity
    where too few windows lie together.
    """
    tree = cKDTree(found.centres)
    step = max(1, len(found.centres) // tuning.UNIT_PLACES)
    places = found.centres[::step]
    near = tree.query_ball_point(places, tuning.UNIT_REACH * found.side_px)
    left = [
        _left(found.centres[one] - place, found.moves[one])
        for place, one in zip(places, near, strict=True)
        if len(one) >= tuning.UNIT_WINDOWS
    ]
    return float(np.quantile(left, tuning.UNIT_BEST)) if left else float("inf")


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
