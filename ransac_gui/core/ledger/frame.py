"""N impressions of one block on the reference: each one's ink where the reference has its own.

A coarse model and the paper's smooth map of low order lay them, never the free flow, which would follow a
bent frame and close a break.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from autolabelme.core.arrays import F32, U8, Array, Bool
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import SubTick, Tick, no_tick

from .. import geometry
from ..align import Alignment, align
from ..block.paper import Paper, paper_map
from ..compose import WarpMap, warp_image
from ..params import AlignParams
from ..prepare import Working, reduced_gray, working
from ..smooth_flow import warped_ink
from . import tuning


@dataclass(frozen=True, eq=False)
class Sheet:
    """One impression in the frame."""

    name: str
    gray: U8
    """(h, w) uint8 luma, for the eye."""
    ink: F32
    """(h, w) 0 paper .. 1 full ink."""
    shown: Bool
    """(h, w) where the picture has anything."""


@dataclass(frozen=True)
class Refused:
    """An impression that could not be laid; falsy."""

    name: str
    reason: str

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, eq=False)
class Frame:
    """The impressions that could be laid, the reference first."""

    sheets: tuple[Sheet, ...]
    refused: tuple[Refused, ...]
    block: Bool
    """(h, w) where the block prints: the hull of what the impressions have in common."""
    scale: float
    """Pixels of the frame per pixel of the reference."""

    @property
    def size(self) -> tuple[int, int]:
        """(columns, rows)."""
        return self.block.shape[1], self.block.shape[0]

    @property
    def side(self) -> int:
        """Longer side, pixels."""
        return int(max(self.block.shape))

    def of(self, numbers: Sequence[int]) -> Frame:
        """The same with these impressions alone."""
        return replace(self, sheets=tuple(self.sheets[number] for number in numbers))


Landmarks = tuple[tuple[float, float, float, float], ...]


def lay(
    pictures: Sequence[tuple[str, Array]],
    params: AlignParams | None = None,
    landmarks: Mapping[str, Landmarks] | None = None,
    *,
    tick: Tick = no_tick,
) -> Frame:
    """Lay impressions on the first of them.

    Parameters
    ----------
    pictures : (name, image), image (H, W) or (H, W, 3), uint8 or uint16
        The reference first.
    params : AlignParams, optional
        How the coarse model is found; its fine stage is not used.
    landmarks : name -> ((reference x, y, picture x, y), ...), optional
        Of pictures that no search lays; pixels of the pictures as they are, 4 pairs or more each.
    """
    landmarks = landmarks or {}
    (name, first), *others = pictures
    params = (params or AlignParams()).replace(fine="none")
    gray, scale = reduced_gray(first, tuning.SIDE)
    laid: list[tuple[str, U8, WarpMap]] = []
    refused: list[Refused] = []
    for number, (other, image) in enumerate(others):
        part = SubTick(tick, 0.8 * number / len(others), 0.8 * (number + 1) / len(others))
        part(0, 1, other)
        # Half again as fine as the frame: a picture is sampled once, and not enlarged.
        moving, factor = reduced_gray(image, round(1.5 * tuning.SIDE))
        points = _reduced(landmarks.get(other, ()), scale, factor)
        found = align(moving, gray, params.replace(landmarks=points), tick=part)
        if isinstance(found, Alignment):
            laid.append((other, moving, found.warp))
        else:
            refused.append(Refused(other, found.reason))
    return framed((name, gray), laid, scale, tuple(refused), tick=SubTick(tick, 0.8, 1.0))


def _reduced(points: Landmarks, scale: float, factor: float) -> Landmarks:
    """Landmarks on a reference and a picture that are reduced by `scale` and `factor`."""
    return tuple(
        (
            (x + 0.5) * scale - 0.5,
            (y + 0.5) * scale - 0.5,
            (u + 0.5) * factor - 0.5,
            (v + 0.5) * factor - 0.5,
        )
        for x, y, u, v in points
    )


def framed(
    first: tuple[str, U8],
    others: Sequence[tuple[str, U8, WarpMap]],
    scale: float = 1.0,
    refused: tuple[Refused, ...] = (),
    *,
    tick: Tick = no_tick,
) -> Frame:
    """The frame of impressions whose coarse models are known.

    Parameters
    ----------
    first : (name, gray), uint8 (h, w)
        The reference at the frame's size.
    others : (name, gray, coarse), gray uint8 of any size
        `coarse` leads from the frame to the picture.
    """
    name, gray = first
    still = working(gray, max(gray.shape))
    sheets = [Sheet(name, gray, still.ink, np.ones(gray.shape, np.bool_))]
    hulls: list[Bool] = []
    for number, (other, moving, coarse) in enumerate(others):
        part = SubTick(tick, number / len(others), (number + 1) / len(others))
        source = working(moving, max(moving.shape))
        paper = paper_map(source, still, coarse, tick=part)
        sheets.append(_sheet(other, moving, source, still, paper.warp))
        hulls.append(_hull(paper, gray.shape))
    return Frame(tuple(sheets), refused, _block(sheets, hulls), scale)


def _sheet(name: str, gray: U8, source: Working, still: Working, warp: WarpMap) -> Sheet:
    ink, mask = warped_ink(warp, source, still.size)
    return Sheet(name, np.asarray(warp_image(gray, warp), np.uint8), ink, np.asarray(mask > 0.5))


def _hull(paper: Paper, shape: tuple[int, ...]) -> Bool:
    """Hull of the windows of ink that agree, bool (h, w)."""
    windows = paper.windows
    filled = np.zeros(shape, np.uint8)
    if len(windows):
        half = windows.side / 2
        good = windows.centres[
            windows.scores >= tuning.AGREES * np.quantile(windows.scores, tuning.BEST_WINDOWS)
        ]
        corners = geometry.corners(windows.side, windows.side) - half
        points = (good[:, None] + corners[None]).reshape(-1, 2).astype(np.float32)
        cv2.fillConvexPoly(filled, np.round(cv2.convexHull(points)).astype(np.int32), 1)
    return np.asarray(filled > 0)


def _block(sheets: Sequence[Sheet], hulls: Sequence[Bool]) -> Bool:
    """The hull of ink that all impressions share, within what agrees: text beside the block is nobody's."""
    shape = sheets[0].ink.shape
    if not hulls:
        return np.ones(shape, np.bool_)
    agreed: Bool = np.any(hulls, axis=0)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    shared = agreed.astype(np.uint8)
    for sheet in sheets:
        shared &= cv2.dilate((sheet.ink > tuning.SHARED_INK).astype(np.uint8), disc) | (~sheet.shown).astype(
            np.uint8
        )
    count, label, stats, _ = cv2.connectedComponentsWithStats(shared, connectivity=8)
    if count < 2:
        return agreed
    extent = stats[1:, cv2.CC_STAT_WIDTH] * stats[1:, cv2.CC_STAT_HEIGHT]
    large = np.concatenate([[False], extent >= tuning.PART * extent.max()])
    points = cv2.findNonZero(large[label].astype(np.uint8))
    filled = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(filled, cv2.convexHull(points), 1)
    return np.asarray((filled > 0) & agreed)
