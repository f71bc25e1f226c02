"""What the siblings' inspection is compared with, on the same registered impressions: our own plain forms.

Each scores probes against the other impressions, at most 15 of them as the strips' protocol says; higher is
worse.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from autolabelme.core.arrays import F32, F64, Bool
from detector.core.siblings.crops import Frame
from detector.core.siblings.evidence import Probes, top
from detector.core.siblings.loo import blurred

NORMALS = 15
_SEED = 1
_EDGE = 3


def chance(ink: F32, frame: Frame, good: Bool, probes: Probes) -> F64:
    """A random score: the row that shows what a kept rate without power is worth."""
    rng = np.random.default_rng([_SEED, len(probes.of), len(ink)])
    return rng.normal(size=len(probes.of)) + 10


def z_to_median(ink: F32, frame: Frame, good: Bool, probes: Probes) -> F64:
    """The largest smoothed difference to the median of the normals, in their spreads."""
    smooth, seen = blurred(ink, 1.0), blurred(probes.ink, 1.0)

    def score(number: int, normals: list[int]) -> float:
        part = smooth[normals]
        median = np.median(part, axis=0)
        variance = ((part - median) ** 2).mean(axis=0)
        n = len(normals)
        spread = np.sqrt((n * variance + 6 * variance.mean()) / (n + 6) + 1e-4)
        return _top(np.abs(seen[number] - median) / spread, frame)

    return _each(score, good, probes)


def patch_neighbour(ink: F32, frame: Frame, good: Bool, probes: Probes) -> F64:
    """The least patch difference to any normal within a pixel (PatchCore's idea on plain pixels)."""

    def score(number: int, normals: list[int]) -> float:
        best = np.full(frame.shape, np.inf, dtype=np.float32)
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                moved = np.roll(ink[normals], (dy, dx), (1, 2))
                best = np.minimum(best, blurred((moved - probes.ink[number]) ** 2, 1.8).min(axis=0))
        return _top(np.sqrt(best), frame)

    return _each(score, good, probes)


def _each(score: Callable[[int, list[int]], float], good: Bool, probes: Probes) -> F64:
    rng = np.random.default_rng(_SEED)
    order = [int(one) for one in rng.permutation(np.flatnonzero(good))]
    return np.array(
        [
            score(number, [one for one in order if one != left_out][:NORMALS])
            for number, left_out in enumerate(probes.of)
        ]
    )


def _top(values: F32, frame: Frame) -> float:
    rows, columns = frame.core
    part = values[rows.start + _EDGE : rows.stop - _EDGE, columns.start + _EDGE : columns.stop - _EDGE]
    return top(part, max(6, round(0.004 * part.size)))


BASELINES: dict[str, Callable[[F32, Frame, Bool, Probes], F64]] = {
    "random score": chance,
    "z to the aligned median": z_to_median,
    "patch nearest neighbour, +-1 px": patch_neighbour,
}
SLOW = ("patch nearest neighbour, +-1 px",)
