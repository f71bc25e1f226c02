"""How alike two impressions of one sort are: the figure to which the wear levels are calibrated.

On real strips of 10 to 30 impressions of one sort two impressions correlate (best normalised
cross-correlation after a shift, same pose) with median 0.60 to 0.72 and 5th percentile 0.40 to 0.62
(DESIGN section 7, "Synthesis").
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..arrays import F32, F64, U8, require_gray
from ..correlation import best_place
from ..errors import MisuseError
from ..matching.poses import Pose
from ..opencv import cv2
from .placement import Placed

SHIFT_PX = 4


@dataclass(frozen=True)
class Likeness:
    """Correlations of the pairs of impressions of one sort (F64, -1..1)."""

    label: str
    values: F64

    @property
    def median(self) -> float:
        """Of the pairs."""
        return float(np.median(self.values))

    @property
    def low(self) -> float:
        """Their 5th percentile."""
        return float(np.percentile(self.values, 5))


@dataclass(frozen=True)
class Calibration:
    """The likeness of every sort on every page, and the figures that the targets are stated in."""

    sorts: tuple[Likeness, ...]

    @property
    def median(self) -> float:
        """Median over the sorts of their medians: what a typical strip shows."""
        return float(np.median([one.median for one in self.sorts]))

    @property
    def low(self) -> float:
        """Median over the sorts of their 5th percentiles."""
        return float(np.median([one.low for one in self.sorts]))


def correlate_impressions(
    gray: U8, truth: Sequence[Placed], *, blur_px: float = 0.0, shift_px: int = SHIFT_PX
) -> Calibration:
    """Correlate every two impressions of the same sort in the same pose on one page.

    Parameters
    ----------
    gray : uint8 (H, W)
        The page, truth its sorts with their boxes.
    blur_px : float
        Sigma of a Gaussian blur of the page beforehand: where pixel noise alone made the difference, the
        correlations rise towards 1; where ink did, they stay.
    shift_px : int
        The best value within this shift counts.

    Returns the sorts with at least two whole impressions; `MisuseError` when there is none.
    """
    page = require_gray(gray, "gray")
    if blur_px > 0:
        page = np.asarray(cv2.GaussianBlur(page.astype(np.float32), (0, 0), blur_px))
    groups: dict[tuple[str, Pose], list[Placed]] = defaultdict(list)
    for one in truth:
        groups[one.label, _representative(one)].append(one)
    found: dict[str, list[float]] = defaultdict(list)
    for (label, _), members in groups.items():
        crops = [crop for one in members if (crop := crop_of(page, one, shift_px)) is not None]
        for first, second in itertools.combinations(crops, 2):
            found[label].append(best_ncc(first, second, shift_px))
    if not found:
        raise MisuseError("correlate_impressions: expected a sort with two whole impressions in one pose")
    return Calibration(tuple(Likeness(label, np.array(values)) for label, values in sorted(found.items())))


def pool(parts: Sequence[Calibration]) -> Calibration:
    """Several pages' strips side by side: impressions are compared within a page, where sizes are one."""
    return Calibration(tuple(one for part in parts for one in part.sorts))


def best_ncc(first: F32, second: F32, shift_px: int) -> float:
    """Best normalised cross-correlation, -1..1, of two crops (h, w) with a margin of `shift_px` pixels each.

    The inner part of `first` is shifted over the whole of `second`.
    """
    inner = first[shift_px:-shift_px, shift_px:-shift_px] if shift_px else first
    height, width = second.shape
    inner = inner[: height - 2 * shift_px, : width - 2 * shift_px]
    return best_place(second, inner).score


def _representative(one: Placed) -> Pose:
    # Poses that look alike belong together.
    return min(one.equivalent or (one.pose,))


def crop_of(page: U8 | F32, one: Placed, margin: int) -> F32 | None:
    """The page (H, W) under the box of `one`, edges rounded, with `margin` pixels more around it.

    None where that reaches beyond the page.
    """
    x1, y1, x2, y2 = (round(edge) for edge in one.box)
    x1, y1, x2, y2 = x1 - margin, y1 - margin, x2 + margin, y2 + margin
    if x1 < 0 or y1 < 0 or y2 > page.shape[0] or x2 > page.shape[1]:
        return None
    return np.ascontiguousarray(page[y1:y2, x1:x2], dtype=np.float32)
