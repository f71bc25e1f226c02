"""What of two laid pictures was compared, and what was not: no print is left out without a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from autolabelme.core.arrays import F32, F64, Bool
from autolabelme.core.opencv import cv2

from . import tuning
from .frame import FOOT, HEAD, LEFT, RIGHT, clockwise

DIFFERENT, ORNAMENT_ONLY, REFERENCE_ONLY = "different", "ornament", "reference"
AT_THE_EDGE, UNREACHED = "edge", "unreached"
Outline = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class LeftOut:
    """Print beyond one side of what was compared.

    Attributes
    ----------
    side : ``head``, ``foot``, ``left`` or ``right``
    why : ``different`` (both pictures print there, and not the same), ``ornament`` or ``reference`` (only
        that one prints there), ``edge`` (too near a picture's edge to be compared), ``unreached`` (beyond
        what the reference's picture shows)
    depth_px : how far the print reaches, ornament pixels
    share : of all ink of both, 0..1
    """

    side: str
    why: str
    depth_px: float
    share: float

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "side": self.side,
            "why": self.why,
            "depth_px": round(self.depth_px, 1),
            "share": round(self.share, 4),
        }


@dataclass(frozen=True)
class Compared:
    """What of two pictures was compared.

    Attributes
    ----------
    outlines : polygons of (x, y) in ornament pixels round what was compared, pixel centres at integers;
        () where nothing was
    left_out : of each side, what is worth telling, the most ink first
    share : of all ink of the ornament's picture and of what the reference's shows of it, 0..1, what was not
        compared
    one_scan : whether both are so alike that they may be one impression, pictured twice
    """

    outlines: tuple[Outline, ...]
    left_out: tuple[LeftOut, ...]
    share: float
    one_scan: bool = False

    @property
    def told(self) -> float:
        """The share of the ink that was not compared, where it is worth telling; else 0."""
        return self.share if self.left_out else 0.0

    def as_json(self) -> dict[str, Any]:
        """What findings.json says of it."""
        return {
            "outlines": [[[round(x, 1), round(y, 1)] for x, y in one] for one in self.outlines],
            "left_out": [one.as_json() for one in self.left_out],
            "ink_not_compared": round(self.share, 4),
            "one_scan": self.one_scan,
        }


def compared(
    inks: tuple[F32, F32], shown: Bool, inside: Bool, corners: F64, scale: tuple[float, float]
) -> Compared:
    """What was compared of two pictures.

    Parameters
    ----------
    inks : two of float32 (H, W), 0..1, of the ornament and of the reference
    shown, inside : bool (H, W), what both pictures reach, and what of it was compared
    corners : (4, 2) of the frame, (0, 2) without one
    scale : (x, y), ornament pixels for one pixel of these
    """
    printed = [inks[0] > tuning.AGREE_INK, (inks[1] > tuning.AGREE_INK) & shown]
    every = max(1, int(sum(np.count_nonzero(one) for one in printed)))
    outside = [one & ~inside for one in printed]
    share = float(sum(np.count_nonzero(one) for one in outside)) / every
    if not len(corners):
        return Compared((), (), share)
    found = [_beyond(side, outside, shown, corners, every, scale) for side in (HEAD, FOOT, LEFT, RIGHT)]
    told = [one for one in found if one is not None and one.share >= tuning.LEFT_OUT]
    told.sort(key=lambda one: -one.share)
    return Compared(_outlines(inside, scale), tuple(told), share)


def _outlines(inside: Bool, scale: tuple[float, float]) -> tuple[Outline, ...]:
    found, _ = cv2.findContours(inside.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    straight = (cv2.approxPolyDP(one, 1.0, closed=True).reshape(-1, 2) for one in found)
    return tuple(
        tuple((float((x + 0.5) * scale[0] - 0.5), float((y + 0.5) * scale[1] - 0.5)) for x, y in one)
        for one in straight
        if len(one) > 2
    )


def _beyond(
    side: str, outside: list[Bool], shown: Bool, corners: F64, every: int, scale: tuple[float, float]
) -> LeftOut | None:
    top_left, top_right, _, bottom_left = clockwise(corners)
    width, height = (float(np.linalg.norm(part)) for part in (top_right - top_left, bottom_left - top_left))
    along, down = (top_right - top_left) / max(width, 1.0), (bottom_left - top_left) / max(height, 1.0)
    ys, xs = np.nonzero(outside[0] | outside[1])
    points = np.stack([xs, ys], axis=1) - top_left
    across, under = points @ along, points @ down
    beyond = {HEAD: -under, FOOT: under - height, LEFT: -across, RIGHT: across - width}
    # What lies at a corner is of the side that it lies farther beyond.
    mine = beyond[side] >= np.max(list(beyond.values()), axis=0)
    if not mine.any():
        return None
    amounts = [int(np.count_nonzero(one[ys[mine], xs[mine]])) for one in outside]
    away = np.round(beyond[side][mine]).astype(int)
    length = height if side in (LEFT, RIGHT) else width
    lines = np.bincount(away - away.min())
    inked = np.nonzero(lines > tuning.FRAME_INKED * length)[0]
    deep = int(inked[-1] - inked[0]) + 1 if len(inked) else 1
    if np.mean(shown[ys[mine], xs[mine]]) < 0.5:
        why = UNREACHED
    elif np.mean(away <= 0) > 0.5:
        why = AT_THE_EDGE
    elif min(amounts) >= tuning.LEFT_OUT_BOTH * max(amounts):
        why = DIFFERENT
    else:
        why = ORNAMENT_ONLY if amounts[0] > amounts[1] else REFERENCE_ONLY
    depth = deep * scale[0 if side in (LEFT, RIGHT) else 1]
    return LeftOut(side, why, float(depth), sum(amounts) / every)
