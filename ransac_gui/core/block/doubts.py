"""What else than another hand leaves a large residual: ink that runs together or fails, a cockled page.

Each is known by itself. Ink swells or fails all over, so that one impression holds the other; a page bends in
long waves. A hand moves strokes both ways, one by one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from . import tuning
from .paper import Paper, fit_polynomial
from .residual import Residual


@dataclass(frozen=True)
class Doubts:
    """What is measured of a pair whose residual is a copy's."""

    wider: float
    """Strokes of the one against the other's, the thicker over the thinner, 1 and more."""
    contained: float
    """Ink of one without counterpart against the other's, the larger share over the lesser; 1 where hardly
    any has none."""
    wavy: float
    """What a map of long waves leaves of the residual, 0..1: little where it is paper's. 1 where too few
    windows tell."""

    @property
    def why(self) -> str:
        """`inked` or `waves`, reasons of *cannot tell*; empty where it is neither."""
        if self.wider >= tuning.RUN_TOGETHER or self.contained >= tuning.CONTAINED:
            return "inked"
        return "waves" if self.wavy < tuning.WAVES else ""


def of_both(there: Doubts, back: Doubts) -> Doubts:
    """The doubts of a pair that was measured from either side: middles of logarithms."""
    return Doubts(
        math.sqrt(there.wider * back.wider),
        math.sqrt(there.contained * back.contained),
        math.sqrt(there.wavy * back.wavy),
    )


def doubts_of(found: Residual) -> Doubts:
    """The doubts about a residual."""
    strokes = sorted((found.stroke_px, found.stroke_source_px))
    alone = sorted((found.unmatched.reference, found.unmatched.source))
    contained = alone[1] / max(alone[0], 1e-6) if alone[1] >= tuning.CONTAINED_INK else 1.0
    return Doubts(strokes[1] / max(strokes[0], 1e-6), contained, _wavy(found.paper))


def _wavy(paper: Paper) -> float:
    """Median of what long waves leave of the windows' moves, as a share of what the paper's map leaves."""
    if len(paper.windows) < tuning.WAVES_WINDOWS:
        return 1.0
    waves = Paper(paper.warp, fit_polynomial(paper.windows, tuning.WAVES_DEGREE), paper.windows)
    after, before = (float(np.median(np.hypot(*one.determined.T))) for one in (waves, paper))
    return min(1.0, after / max(before, 1e-6))
