"""How ink is lost about a place: all of it and nowhere else, as a break loses it, or some of it far around.

What those who have the place print on average stands for the whole block there. Losses are read from the ink
itself, so that the thin lines of hatching count, of which nothing is beyond the reach of a trace.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from autolabelme.core.arrays import F32, F64, Array, Bool
from autolabelme.core.opencv import cv2

from . import tuning


@dataclass(frozen=True)
class Loss:
    """Shares of ink, 0..1. "The speaker" is the best printed of the impressions that lack the place."""

    close: float = 0.0
    """Lost at the place and close to it by the speaker."""
    near: float = 0.0
    """Lost a little off the place by the speaker."""
    beside: float = 0.0
    """Lost farther off."""
    far: float = 0.0
    """Lost all about."""
    in_others: float = 0.0
    """Lost near the place by an impression that has it: how much printing alone loses there."""
    least: float = 0.0
    """Lost near the place by the one of the lacking that loses least there."""
    apart: float = 0.0
    """Ink on the place of the palest that has it, less that of the darkest that lacks it, -1..1."""
    of_lacking: float = 0.0
    """That of the darkest that lacks it."""
    of_having: float = 0.0
    """That of the palest that has it."""
    white: float = 0.0
    """Of the place, what is bare paper in the speaker."""
    alike: float = -1.0
    """Lost by two of the lacking, of what either loses: a break has one shape. -1 for one alone."""
    neither: int = 0
    """Impressions that neither have nor lack it: a break leaves no such."""
    from_edge: float = 0.0
    """From the block's edge, where printing fails first, share of the longer side."""

    @property
    def values(self) -> tuple[float, ...]:
        """All in their order."""
        return tuple(float(getattr(self, one.name)) for one in fields(self))


def loss_of(
    inks: F32, away: F32, rows: Array, columns: Array, lacking: Bool, having: Bool, speaker: int
) -> Loss:
    """How ink is lost about the pixels `rows` (n,), `columns` (n,) of the frame.

    Parameters
    ----------
    inks : (N, h, w) of all impressions
    away : (h, w) pixels to the block's edge
    lacking, having : (N,); where no impression lacks the place, or none has it, there is no loss to tell of
    speaker : the best printed of the lacking
    """
    if not lacking.any() or not having.any():
        return Loss()
    height, width = away.shape
    side = max(height, width)
    margin = round(tuning.LOST_FAR[1] * side) + 2
    top, left = max(0, int(rows.min()) - margin), max(0, int(columns.min()) - margin)
    bottom, right = min(height, int(rows.max()) + margin + 1), min(width, int(columns.max()) + margin + 1)
    ink = inks[:, top:bottom, left:right]
    outside = np.ones((bottom - top, right - left), np.uint8)
    outside[rows - top, columns - left] = 0
    distance = cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_5) / side
    whole = ink[having].mean(axis=0)
    lost = np.maximum(0, whole - ink)

    def share(number: int, first: float, last: float) -> float:
        within = (distance > first) & (distance <= last)
        print_there = float(whole[within].sum())
        return float(lost[number][within].sum()) / print_there if print_there > 1 else 0.0

    nearby = [share(number, *tuning.LOST_NEAR) for number in range(len(ink))]
    at_place = (distance <= tuning.LOST_AT) & (whole > tuning.LOST_PRINT)
    inked = ink[:, at_place].mean(axis=1) if at_place.any() else np.zeros(len(ink))
    palest, darkest = float(inked[having].min()), float(inked[lacking].max())
    return Loss(
        close=share(speaker, -1, tuning.LOST_CLOSE),
        near=nearby[speaker],
        beside=share(speaker, *tuning.LOST_BESIDE),
        far=share(speaker, *tuning.LOST_FAR),
        in_others=float(np.mean([nearby[one] for one in np.flatnonzero(having)])),
        least=min(nearby[one] for one in np.flatnonzero(lacking)),
        apart=palest - darkest,
        of_lacking=darkest,
        of_having=palest,
        white=float((ink[speaker][distance <= tuning.LOST_AT] < tuning.LOST_WHITE).mean()),
        alike=_alike(lost[lacking][:, distance <= tuning.LOST_BESIDE[1]]),
        neither=int((~lacking & ~having).sum()),
        from_edge=float(away[rows, columns].min()) / side,
    )


def _alike(lost: F32) -> float:
    """Mean over pairs of the lacking (N, pixels) of what both lose, of what either loses."""
    shares = [
        float(np.minimum(one, other).sum() / max(1e-6, float(np.maximum(one, other).sum())))
        for number, one in enumerate(lost)
        for other in lost[:number]
    ]
    return float(np.mean(shares)) if shares else -1.0


def measures(loss: Loss) -> F64:
    """What is weighed of it, float64 (14,); `evidence.MEASURES` has the names."""
    return np.array(
        [
            *(loss.close, loss.near, loss.beside, loss.far, loss.in_others, loss.apart, loss.neither),
            *(loss.alike, loss.white, np.log(loss.from_edge + tuning.EDGE_LEAST)),
            *(loss.of_lacking, loss.of_having, loss.least),
            np.log((loss.near + tuning.LOST_LEAST) / (loss.far + tuning.LOST_LEAST)),
        ]
    )
