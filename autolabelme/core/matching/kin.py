"""Which of many crops of one label say the same: one of them is searched for on other pages."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from ..arrays import F32, U8
from ..correlation import correlations
from ..opencv import cv2
from . import tuning
from .poses import Pose
from .templates import detail


def representatives(crops: Sequence[U8]) -> list[int]:
    """Indices, in order, of the crops uint8 (h, w) to search for; the others are certain copies of these.

    Fewer than three are all searched for. Quarter turns and mirrors are looked through, shifts of a
    twentieth of the side, and one size.
    """
    if len(crops) < tuning.KIN_MANY:
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
    ink = cv2.resize(crop, (tuning.KIN_SIDE, tuning.KIN_SIDE), interpolation=cv2.INTER_AREA)
    drawn = detail(
        255.0 - np.asarray(ink, dtype=np.float32), tuning.KIN_BLUR, tuning.DETAIL * 2 * tuning.KIN_SIDE
    )
    # Blank paper is like nothing, not like other paper by the rounding that is left of it.
    return drawn if float(drawn.std()) > tuning.KIN_DRAWN else np.zeros_like(drawn)


def _turned(picture: F32, pose: Pose) -> F32:
    plain = picture[:, ::-1] if pose.mirrored else picture
    return np.ascontiguousarray(np.rot90(plain, round(pose.rotation_deg / 90.0)))


def _alike(picture: F32, others: Sequence[F32]) -> bool:
    inner = np.ascontiguousarray(
        picture[tuning.KIN_SHIFT : -tuning.KIN_SHIFT, tuning.KIN_SHIFT : -tuning.KIN_SHIFT]
    )
    return any(float(correlations(one, inner).max()) >= tuning.KIN_CERTAIN for one in others)


def _one_size(one: U8, other: U8) -> bool:
    """Whether both have one size, upright or lying."""
    sides = [sorted(crop.shape) for crop in (one, other)]
    return all(abs(math.log(a / b)) <= tuning.KIN_SIZE for a, b in zip(*sides, strict=True))
