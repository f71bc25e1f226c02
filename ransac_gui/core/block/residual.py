"""What is left between two impressions once paper has been taken out: moves, window by window.

Two impressions of one block leave moves of a few ten-thousandths of the block's length, whatever the inking;
a copy leaves the moves of another hand, stroke by stroke.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, F64, Bool
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick

from ..compose import WarpMap
from ..prepare import Working, resized
from ..smooth_flow import warped_ink
from . import tuning
from .elsewhere import Elsewhere, elsewhere
from .paper import Paper, paper_map
from .strokes import Unmatched, stroke_width, unmatched


@dataclass(frozen=True, eq=False)
class Residual:
    """The evidence of a laid pair. Lengths are pixels of the reference unless they say otherwise."""

    paper: Paper
    """The smooth map and the windows that it was laid through."""
    centres: F64
    """(N, 2) of windows of ink."""
    moves: F64
    """(N, 2) what the smooth map leaves of each window's move, as far as the window determines it: nothing
    along its lines where it has no others."""
    scores: F64
    """(N,) NCC of each window at its best place."""
    side_px: float
    """Longer side of the part that both impressions show, turned as it lies."""
    stroke_px: float
    """Width of a typical stroke of the reference: the ornament's own scale."""
    stroke_source_px: float
    """The same of the source, as it lies on the reference."""
    window_px: float
    """Side of a window."""
    unmatched: Unmatched
    """At a reach of 0.2% of the side: what a moved stroke leaves as well."""
    alone: Unmatched
    """At three times that reach: what is in one of the two only."""
    elsewhere: Elsewhere
    """Where they show different things."""

    @property
    def warp(self) -> WarpMap:
        """The coarse model and the paper's smooth map: what lays one impression on the other."""
        return self.paper.warp

    @property
    def lengths(self) -> F64:
        """(N,) length of each residual move."""
        return np.asarray(np.hypot(self.moves[:, 0], self.moves[:, 1]))

    @property
    def median_px(self) -> float:
        """Median length of the residual moves; NaN without windows."""
        return float(np.median(self.lengths)) if len(self.moves) else float("nan")

    @property
    def score(self) -> float:
        """Median NCC of the windows, each at its best place; 0 without windows."""
        return float(np.median(self.scores)) if len(self.scores) else 0.0

    @property
    def share(self) -> float:
        """Median residual as a share of the side."""
        return self.median_px / self.side_px

    @property
    def on_block(self) -> Bool:
        """(N,) which windows lie among those that agree: text beside the block, which has no counterpart and
        moves anywhere, does not."""
        agree = _agree(self.scores)
        if agree.sum() < 3:
            return np.ones(len(self.scores), np.bool_)
        hull = cv2.convexHull(self.centres[agree].astype(np.float32))
        return np.array([cv2.pointPolygonTest(hull, (x, y), False) >= 0 for x, y in self.centres.tolist()])


def residual(source: Working, reference: Working, coarse: WarpMap, *, tick: Tick = no_tick) -> Residual:
    """Take the paper out of a laid pair and measure what is left.

    Parameters
    ----------
    coarse : WarpMap
        Reference to source; only its homographies are used, never a free flow.
    """
    paper = paper_map(source, reference, coarse, tick=tick)
    small = resized(reference, tuning.SIDE)
    moving, mask = warped_ink(paper.warp, source, small.size)
    unit = small.size[0] / reference.width
    common, side = _common(paper, unit, moving.shape, mask)
    reach = max(tuning.LEAST_REACH, tuning.REACH * side)
    still = small.ink
    return Residual(
        paper,
        paper.windows.centres,
        paper.determined,
        paper.windows.scores,
        side / unit,
        stroke_width(still, common) / unit,
        stroke_width(moving, common) / unit,
        paper.windows.side,
        unmatched(still, moving, common, reach),
        unmatched(still, moving, common, tuning.LOOSE * reach),
        elsewhere(still, moving, mask, unit),
    )


def _common(paper: Paper, unit: float, shape: tuple[int, ...], mask: F32) -> tuple[Bool, float]:
    """Where both impressions show the block, bool (h, w), and its longer side, working pixels.

    The hull of the windows that agree: text and stains beside the block find no counterpart.
    """
    if not len(paper.windows):
        return np.zeros(shape, dtype=np.bool_), float(max(shape))
    half = paper.windows.side / 2
    good = paper.windows.centres[_agree(paper.windows.scores)]
    corners = np.array([[-half, -half], [half, -half], [half, half], [-half, half]])
    points = ((good[:, None] + corners[None]).reshape(-1, 2) * unit).astype(np.float32)
    filled = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(filled, np.round(cv2.convexHull(points)).astype(np.int32), 1)
    _, size, _ = cv2.minAreaRect(points)
    return np.asarray((filled > 0) & (mask > 0.5)), float(min(max(size), np.hypot(shape[0], shape[1])))


def _agree(scores: F64) -> Bool:
    """(N,) which windows agree about as well as the best do."""
    if not len(scores):
        return np.zeros(0, np.bool_)
    return np.asarray(scores >= tuning.AGREES * np.quantile(scores, tuning.BEST_WINDOWS))
