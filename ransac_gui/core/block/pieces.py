"""Is an ornament set from pieces that come again, and are the other's pieces the same?

Cast sorts repeat, turned and mirrored; what is cut by hand repeats at most once, mirrored about its middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32
from autolabelme.core.correlation import correlations
from autolabelme.core.opencv import cv2

from ..prepare import Working, resized
from . import tuning


@dataclass(frozen=True)
class Pieces:
    """Shares of an ornament's inked patches, 0..1; those of nothing but parallel lines are left out."""

    again: float
    """Found at two other places of the same ornament, turned or mirrored."""
    elsewhere: float
    """Found anywhere in the other ornament."""
    larger: float = 1.0
    """The same as `again` for patches half as large again: little hatching with outlines comes again by
    chance. 1 where hardly any has room."""

    @property
    def set(self) -> bool:
        """Whether the ornament is set from pieces, which are the other's, too."""
        again = self.again >= tuning.SET_FROM_PIECES and self.larger >= tuning.SET_FROM_LARGER
        return again and self.elsewhere >= tuning.FOUND_AGAIN


@dataclass(frozen=True)
class FromPieces:
    """Whether a pair is set from pieces: asked of both pictures, each beside the other."""

    there: Pieces
    back: Pieces

    @classmethod
    def asked(cls, reference: Working, source: Working) -> FromPieces:
        """Compare patches of either with itself and with the other, both cut to what they share."""
        return cls(pieces(reference, source), pieces(source, reference))

    @property
    def either(self) -> bool:
        """One says so, as the other may be worn, or both together: enough where moves are pieces', too."""
        return self.there.set or self.back.set or self.both

    @property
    def both(self) -> bool:
        """They say so together, by the middle of their shares."""
        return Pieces(
            (self.there.again + self.back.again) / 2,
            (self.there.elsewhere + self.back.elsewhere) / 2,
            (self.there.larger + self.back.larger) / 2,
        ).set


def pieces(reference: Working, source: Working) -> Pieces:
    """Compare patches of the reference with itself and with the source, at one size."""
    still, moving = (
        np.ascontiguousarray(
            cv2.GaussianBlur(resized(one, tuning.PIECES_SIDE).ink, (0, 0), 1.0), dtype=np.float32
        )
        for one in (reference, source)
    )
    # Smaller ones are found by chance.
    side = max(tuning.LEAST_PATCH, round(tuning.PATCH * max(still.shape)))
    places = _patches(still, side)
    if len(places) < tuning.FEWEST_PATCHES:
        return Pieces(0.0, 0.0)
    elsewhere = [_places(moving, _poses(patch), None) >= 1 for _, patch in places]
    wider = _patches(still, round(tuning.LARGER * side))
    larger = _again(still, wider) if len(wider) >= tuning.FEWEST_PATCHES else 1.0
    return Pieces(_again(still, places), float(np.mean(elsewhere)), larger)


def _patches(still: F32, side: int) -> list[tuple[tuple[int, int], F32]]:
    """(top, left) and ink of evenly spread patches with ink that runs in more than one direction."""
    found = [
        ((top, left), patch)
        for top in range(0, still.shape[0] - side + 1, side)
        for left in range(0, still.shape[1] - side + 1, side)
        if (patch := still[top : top + side, left : left + side]).std() >= tuning.PATCH_SPREAD
        and _one_way(patch) < tuning.PARALLEL
    ]
    return found[:: max(1, len(found) // tuning.MOST_PATCHES)]


def _one_way(patch: F32) -> float:
    """How far all edges run one way, 0..1, by the structure tensor: 1 for parallel lines without an end."""
    down, right = np.gradient(patch.astype(np.float64))
    across, along, both = (right**2).sum(), (down**2).sum(), (right * down).sum()
    return float(np.hypot(across - along, 2 * both) / max(across + along, 1e-9))


def _again(still: F32, places: Sequence[tuple[tuple[int, int], F32]]) -> float:
    """Share of the patches that are found at `tuning.AGAIN` other places."""
    return float(np.mean([_places(still, _poses(patch), own) >= tuning.AGAIN for own, patch in places]))


def _places(field: F32, poses: list[F32], own: tuple[int, int] | None) -> int:
    """At how many places apart (its own left out) the patch is found in any pose, 2 at most."""
    if min(field.shape) < len(poses[0]):
        return 0
    best = np.max([correlations(field, pose) for pose in poses], axis=0)
    near = max(1, round(tuning.PLACES_APART * len(poses[0])))
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
