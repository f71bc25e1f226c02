"""Which of many crops of one label say the same: one of them is searched for on other pages."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ..arrays import F32, U8
from ..correlation import correlations
from ..opencv import cv2
from .poses import Pose
from .templates import DETAIL, detail

_SIDE_PX = 36
"""Side of the square in which crops are compared."""

_CERTAIN = 0.6
"""Correlation from which two crops are certain copies of each other: far over the search's threshold, as the
one must find on other pages what the other would have found."""

_ONE_SIZE = 0.1
"""Greatest difference of their sides, as a logarithm."""

_LEAST_DRAWN = 1.0
_SHIFT_PX = 2
_MANY = 3


def representatives(crops: Sequence[U8]) -> list[int]:
    """Indices, in order, of the crops uint8 (h, w) to search for; the others are certain copies of these.

    Fewer than three are all searched for. Quarter turns and mirrors are looked through, shifts of a
    twentieth of the side, and one size.
    """
    if len(crops) < _MANY:
        return list(range(len(crops)))
    kept: list[int] = []
    pictures = [_picture(crop) for crop in crops]
    turns = [Pose(turn, mirrored) for turn in (0.0, 90.0, 180.0, 270.0) for mirrored in (False, True)]
    posed: list[list[F32]] = []
    for index, picture in enumerate(pictures):
        if any(
            _one_size(crops[index], crops[other]) and _alike(picture, posed[place])
            for place, other in enumerate(kept)
        ):
            continue
        kept.append(index)
        posed.append([_turned(picture, pose) for pose in turns])
    return kept


def _picture(crop: U8) -> F32:
    ink = cv2.resize(crop, (_SIDE_PX, _SIDE_PX), interpolation=cv2.INTER_AREA)
    drawn = detail(255.0 - np.asarray(ink, dtype=np.float32), 0.7, DETAIL * 2 * _SIDE_PX)
    # Blank paper is like nothing, not like other paper by the rounding that is left of it.
    return drawn if float(drawn.std()) > _LEAST_DRAWN else np.zeros_like(drawn)


def _turned(picture: F32, pose: Pose) -> F32:
    plain = picture[:, ::-1] if pose.mirrored else picture
    return np.ascontiguousarray(np.rot90(plain, round(pose.rotation_deg / 90.0)))


def _alike(picture: F32, others: Sequence[F32]) -> bool:
    inner = np.ascontiguousarray(picture[_SHIFT_PX:-_SHIFT_PX, _SHIFT_PX:-_SHIFT_PX])
    return any(float(correlations(one, inner).max()) >= _CERTAIN for one in others)


def _one_size(one: U8, other: U8) -> bool:
    """Whether both have one size, upright or lying."""
    sides = [sorted(crop.shape) for crop in (one, other)]
    return all(abs(math.log(a / b)) <= _ONE_SIZE for a, b in zip(*sides, strict=True))
