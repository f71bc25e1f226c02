"""Click-to-box by the copies of what is clicked on: their common picture shows where a sort ends.

One impression is worn to pieces or grown into its neighbour; the median of its copies is neither. What stands
about the click is searched for on the line, as a rematch would; in the median of what is found, ink that the
copies do not share is gone. The box that is cut out of it is taken where the copies agree about what it
holds (docs/decisions/0199).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..arrays import F32, U8
from ..boxes import iou
from ..opencv import cv2
from ..progress import Tick, no_tick
from . import tuning
from .neighbourhood import Box
from .page import PreparedPage
from .params import SearchParams
from .search import Match, search
from .snap import Levels, area_of, levels_of, snap_levels


def click_levels(page: PreparedPage, point_xy: tuple[float, float], *, tick: Tick = no_tick) -> Levels | None:
    """The boxes that a click may mean, as `snap_levels`; the first by what the copies of it have in common.

    Parameters
    ----------
    page : the page, uint8 (H, W) within
    point_xy : (x, y), pixel centres at integers; raises `MisuseError` off the page
    tick : as of `search`; may raise `Cancelled`

    Returns
    -------
    None on blank paper. Where fewer than `tuning.COPIES_LEAST` copies stand on the line, those of one look.
    """
    alone = snap_levels(page.gray, point_xy)
    if alone is None:
        return None
    copies = _copies(page, point_xy, alone.at(0), tick)
    again = None if copies is None else copies.levels(point_xy, page.letter_height)
    if copies is None or again is None:
        return alone
    one, common = alone.at(0), again.at(0)
    if _same(one, common):
        return alone
    slack = tuning.COPIES_SLACK if area_of(common) > area_of(one) else 0.0
    if copies.agreement(common) > copies.agreement(one) - slack:
        return _beside(again, one)
    return _beside(alone, common)


def _same(one: Box, other: Box) -> bool:
    return bool(iou([one], [other])[0, 0] >= tuning.LEVEL_SAME)


def _beside(levels: Levels, other: Box) -> Levels:
    """`levels` with the box of the other look among them, by its size."""
    first = levels.at(0)
    if any(_same(box, other) for box in levels.boxes):
        return levels
    boxes = sorted((*levels.boxes, other), key=area_of)
    return Levels(tuple(boxes), boxes.index(first))


@dataclass(frozen=True, eq=False)
class _Copies:
    """Surroundings of the copies, each in the pose of the clicked one.

    Attributes
    ----------
    pictures : uint8 (K, S, S)
    left, top : page pixels of the pictures' corner about the clicked one
    """

    pictures: U8
    left: float
    top: float

    def levels(self, point_xy: tuple[float, float], letters: float | None) -> Levels | None:
        """What a click in the median of the pictures may mean, page pixels."""
        picture = _median(self.pictures)
        at = (point_xy[0] - self.left, point_xy[1] - self.top)
        if not (0 <= at[0] < picture.shape[1] and 0 <= at[1] < picture.shape[0]):
            return None
        found = levels_of(picture, at, letters)
        if found is None:
            return None
        move = np.array([self.left, self.top, self.left, self.top])
        return Levels(tuple(_box((np.array(box) + move).tolist()) for box in found.boxes), found.first)

    def agreement(self, box: Box) -> float:
        """How well each copy agrees with the others' mean about what a box holds: NCC, all but the worst."""
        side = self.pictures.shape[1]
        step = max(1, round(side / tuning.COPIES_GRID))
        low = np.maximum(0, np.round([box[0] - self.left, box[1] - self.top])).astype(int)
        high = np.round([box[2] - self.left, box[3] - self.top]).astype(int)
        part: F32 = self.pictures[:, low[1] : high[1] : step, low[0] : high[0] : step].astype(np.float32)
        flat = part.reshape(len(part), -1)
        if flat.shape[1] < 2:
            return -1.0
        others = flat.sum(axis=0) - flat
        flat, others = (rows - rows.mean(axis=1, keepdims=True) for rows in (flat, others))
        size = np.sqrt((flat**2).sum(axis=1) * (others**2).sum(axis=1))
        return float(np.quantile((flat * others).sum(axis=1) / np.maximum(size, 1e-6), tuning.COPIES_WORST))


def _median(pictures: U8) -> U8:
    """The median of a few pictures, (K, H, W), at each pixel; whole pictures are compared, which `np.median`,
    which sorts pixel by pixel, takes twenty times as long for."""
    ordered = list(pictures)
    for turn in range(len(ordered)):
        for first in range(turn % 2, len(ordered) - 1, 2):
            one, other = ordered[first : first + 2]
            ordered[first : first + 2] = np.minimum(one, other), np.maximum(one, other)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return np.asarray(ordered[half], dtype=np.uint8)
    return np.asarray(cv2.addWeighted(ordered[half - 1], 0.5, ordered[half], 0.5, 0), dtype=np.uint8)


def _copies(page: PreparedPage, point_xy: tuple[float, float], box: Box, tick: Tick) -> _Copies | None:
    """Copies of what stands about the click; None where there are too few."""
    letters = page.letter_height
    # Without letters nothing is known of how large sorts are: the box of one look has to do.
    unit = max(box[2] - box[0], box[3] - box[1]) if letters is None else letters
    windows = (1.0,) if letters is None else tuning.COPIES_WINDOWS
    height, width = page.gray.shape
    for window in windows:
        x, y = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) if letters is None else point_xy
        half = window * unit / 2
        asked = (
            max(0.0, x - half),
            max(0.0, y - half),
            min(float(width), x + half),
            min(float(height), y + half),
        )
        found = search(page, asked, SearchParams(), tick=tick).matches()
        if len(found) >= tuning.COPIES_LEAST:
            reach = round(tuning.COPIES_REACH * unit) if letters else round(unit)
            return _unposed(page.gray, found[: tuning.COPIES_MOST], asked, reach)
    return None


def _unposed(gray: U8, found: tuple[Match, ...], asked: Box, reach: int) -> _Copies:
    """The surroundings of the copies, `reach` pixels about their middles."""
    side = 2 * reach + 1
    pictures = np.empty((len(found), side, side), dtype=np.uint8)
    for picture, match in zip(pictures, found, strict=True):
        turn = np.array(match.pose.matrix(), dtype=np.float64)
        middle = np.array([match.box[0] + match.box[2], match.box[1] + match.box[3]]) / 2
        shift = middle - turn @ np.array([reach, reach])
        cv2.warpAffine(
            gray,
            np.column_stack([turn, shift]),
            (side, side),
            picture,
            cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            cv2.BORDER_REPLICATE,
        )
    return _Copies(pictures, (asked[0] + asked[2]) / 2 - reach, (asked[1] + asked[3]) / 2 - reach)


def _box(edges: list[float]) -> Box:
    x1, y1, x2, y2 = edges
    return (x1, y1, x2, y2)
