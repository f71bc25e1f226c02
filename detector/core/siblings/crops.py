"""Impressions of one sort, cut from their pages at the scan's resolution and turned into one pose.

The size of a sort is the median of its boxes, so that a box that was set a few pixels too wide neither
scales nor shifts much; what is left is the registration's work. Around each crop stays a margin of page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.errors import MisuseError
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2

from ..inspection.findings import Vignette
from . import tuning


@dataclass(frozen=True)
class Frame:
    """The canonical frame of a sort: its size in pixels without the margin, and the margin."""

    width: int
    height: int
    margin: int

    @property
    def side(self) -> float:
        """Side of the square of the frame's area, pixels."""
        return float(np.sqrt(self.width * self.height))

    @property
    def shape(self) -> tuple[int, int]:
        """(rows, columns) with the margin."""
        return self.height + 2 * self.margin, self.width + 2 * self.margin

    @property
    def core(self) -> tuple[slice, slice]:
        """The frame itself within an array of `shape`."""
        m = self.margin
        return slice(m, m + self.height), slice(m, m + self.width)


def upright_size(vignette: Vignette) -> tuple[float, float]:
    """Width and height in page pixels of a vignette's box, turned back into the label's own pose."""
    x1, y1, x2, y2 = vignette.box
    wide, high = x2 - x1, y2 - y1
    turn = np.abs(Pose(vignette.pose.rotation_deg).matrix())
    c, s = float(turn[0, 0]), float(turn[0, 1])
    det = c * c - s * s
    if abs(det) < tuning.NEARLY_DIAGONAL:
        # Near 45 degrees a bounding box does not tell the two sides apart.
        side = (wide + high) / (2 * (c + s))
        return side, side
    size = (c * wide - s * high) / det, (c * high - s * wide) / det
    if min(size) <= 0:
        return wide / (c + s), high / (c + s)
    return size


def frame_of(sizes: Sequence[tuple[float, float]], count: int | None = None) -> tuple[Frame, float]:
    """The frame of upright sizes, and how many page pixels one of its pixels takes: 1 unless very large.

    `count` impressions will be held at once (as many as there are sizes, if it is not given).
    """
    if not sizes:
        raise MisuseError("sizes: expected at least one")
    wide, high = (float(one) for one in np.median(np.asarray(sizes, dtype=np.float64), axis=0))
    count = len(sizes) if count is None else count
    factor = max(
        1.0, max(wide, high) / tuning.LONGEST, float(np.sqrt(count * wide * high / tuning.MOST_PIXELS))
    )
    width, height = max(8, round(wide / factor)), max(8, round(high / factor))
    margin = max(tuning.LEAST_MARGIN, round(tuning.MARGIN * float(np.sqrt(width * height))))
    return Frame(width, height, margin), factor


def crop(gray: U8, vignette: Vignette, frame: Frame, page_scale: float) -> U8:
    """One impression in its label's pose: grey uint8 of `frame.shape`, the page's edge repeated beyond it.

    `page_scale` is page pixels for one pixel of the frame. Quarter turns at scale 1 are copied, not
    resampled.
    """
    x1, y1, x2, y2 = vignette.box
    centre = (x1 + x2) / 2, (y1 + y2) / 2
    rows, columns = frame.shape
    own = upright_size(vignette)
    ratio = float(np.sqrt(own[0] * own[1] / (frame.width * frame.height)))
    scale = ratio if abs(ratio / page_scale - 1) > tuning.OTHER_SIZE else page_scale
    pose = vignette.pose
    turns = round(pose.rotation_deg / 90)
    # A search refines angles; near a quarter turn the registration takes the rest.
    if abs(pose.rotation_deg - 90 * turns) <= tuning.COPIED_TURN and abs(scale - 1) < tuning.SAME_SIZE:
        linear = np.rint(Pose(90.0 * turns, pose.mirrored).matrix())
        # Rounded in the label's own pose, so that a page that is turned or mirrored gives the same crop. A
        # box edge x is the point x - 0.5 where pixel centres are integers.
        own_axes = linear.T @ (np.array(centre) - 0.5) - np.array([(columns - 1) / 2, (rows - 1) / 2])
        first = linear @ np.floor(own_axes + 0.5)
        last = first + linear @ np.array([columns - 1, rows - 1])
        (left, top), (right, bottom) = np.minimum(first, last), np.maximum(first, last)
        size = int(right - left) + 1, int(bottom - top) + 1
        patch = np.rot90(_window(gray, int(left), int(top), *size), -turns % 4)
        return np.ascontiguousarray(patch[:, ::-1] if pose.mirrored else patch)
    linear = Pose(pose.rotation_deg, pose.mirrored).matrix() * scale
    middle = np.array([(columns - 1) / 2, (rows - 1) / 2])
    offset = np.array(centre) - 0.5 - linear @ middle
    source, moved = gray, np.column_stack([linear, offset])
    if scale > tuning.REDUCED_FROM:
        source = np.asarray(cv2.GaussianBlur(gray, (0, 0), tuning.REDUCED_BLUR * scale), dtype=np.uint8)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    found = cv2.warpAffine(source, moved, (columns, rows), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, dtype=np.uint8)


def _window(gray: U8, left: int, top: int, wide: int, high: int) -> U8:
    """Pixels of a window that may stand out of the page; the page's edge is repeated."""
    rows = np.clip(np.arange(top, top + high), 0, gray.shape[0] - 1)
    columns = np.clip(np.arange(left, left + wide), 0, gray.shape[1] - 1)
    return gray[rows[:, None], columns[None, :]]
