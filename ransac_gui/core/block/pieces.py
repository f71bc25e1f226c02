"""Is an ornament set from pieces that come again, and are the other's pieces the same?

Cast sorts repeat, turned and mirrored; what is cut by hand repeats at most once, mirrored about its middle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32
from autolabelme.core.correlation import correlations
from autolabelme.core.opencv import cv2

from ..prepare import Working, resized
from . import tuning


@dataclass(frozen=True)
class Pieces:
    """Shares of an ornament's inked patches, 0..1."""

    again: float
    """Found at two other places of the same ornament, turned or mirrored."""
    elsewhere: float
    """Found anywhere in the other ornament."""


def pieces(reference: Working, source: Working) -> Pieces:
    """Compare patches of the reference with itself and with the source, at one size."""
    still, moving = (
        np.ascontiguousarray(
            cv2.GaussianBlur(resized(one, tuning.PIECES_SIDE).ink, (0, 0), 1.0), dtype=np.float32
        )
        for one in (reference, source)
    )
    side = max(12, round(tuning.PATCH * max(still.shape)))
    places = [
        (top, left)
        for top in range(0, still.shape[0] - side + 1, side)
        for left in range(0, still.shape[1] - side + 1, side)
        if still[top : top + side, left : left + side].std() >= tuning.PATCH_SPREAD
    ]
    again, elsewhere = [], []
    # Evenly spread ones are enough for a share.
    for top, left in places[:: max(1, len(places) // tuning.MOST_PATCHES)]:
        poses = _poses(still[top : top + side, left : left + side])
        again.append(_places(still, poses, (top, left)) >= tuning.AGAIN)
        elsewhere.append(_places(moving, poses, None) >= 1)
    if not again:
        return Pieces(0.0, 0.0)
    return Pieces(float(np.mean(again)), float(np.mean(elsewhere)))


def _places(field: F32, poses: list[F32], own: tuple[int, int] | None) -> int:
    """At how many places apart (its own left out) the patch is found in any pose, 2 at most."""
    if min(field.shape) < len(poses[0]):
        return 0
    best = np.max([correlations(field, pose) for pose in poses], axis=0)
    near = max(1, round(0.75 * len(poses[0])))
    if own is not None:
        _blank(best, own[0], own[1], near)
    found = 0
    while found < tuning.AGAIN:
        y, x = np.unravel_index(int(np.argmax(best)), best.shape)
        if best[y, x] < tuning.ALIKE:
            break
        found += 1
        _blank(best, int(y), int(x), near)
    return found


def _blank(scores: F32, y: int, x: int, near: int) -> None:
    scores[max(0, y - near) : y + near + 1, max(0, x - near) : x + near + 1] = -1


def _poses(patch: F32) -> list[F32]:
    turned = [np.rot90(patch, number) for number in range(4)]
    return [np.ascontiguousarray(one) for pose in turned for one in (pose, pose[:, ::-1])]
