"""Inspect's median prototype with alignment and signed ink, for crops of any size, sharp to the stroke.

The normals are laid on their own median (affine with brightness, then a smooth field), the crop on that.
Lost is the share of the expected ink that is missing about a pixel, gained the share of paper that is
covered; so the map stays within strokes (or within paper) and does not blur over their edges. Both are
weighed by Inspect's `InkSpread`: where honest impressions vary, at edges and in solids that print mottled,
a difference says less.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2
from autolabelme.core.params import Params, param
from autolabelme.core.progress import Tick, no_tick
from detector.core.inspection.signed_ink import InkSpread

from .. import tuning
from .base import Normals, Scored, check_normals, fitted_of, image_score
from .frames import Stack, joint_stacks

_SIDE = 160.0
"""Pixels of the side for which `PrototypeParams.reach` is said."""


@dataclass(frozen=True)
class PrototypeParams(Params):
    """How ink is compared."""

    reach: float = param(
        1.5, minimum=0.3, maximum=20.0, help="Over how far ink is averaged, for a side of 160 px", unit="px"
    )
    spread: float = param(
        0.1, minimum=0.01, maximum=1.0, help="Spread of honest printing at which a difference counts half"
    )


@dataclass(frozen=True)
class PrototypeScorer:
    """Fits prototype and spread for each vignette."""

    params: PrototypeParams = PrototypeParams()
    name: str = "prototype"
    least_normals: int = 1

    def fit(self, normals: Normals, *, seed: int = 0, tick: Tick = no_tick) -> FittedPrototype:
        """See `base.Scorer.fit`; nothing here is random."""
        check_normals(normals, self.least_normals, self.name)
        stacks = joint_stacks(normals, tick=tick)
        known = {vignette: _Known.of(stack) for vignette, stack in stacks.items()}
        return FittedPrototype(known, self.params)


@dataclass(frozen=True, eq=False)
class _Known:
    """Normals of one vignette laid on each other; `spread`, `mean`: float32 (H, W)."""

    stack: Stack
    mean: F32
    spread: F32

    @classmethod
    def of(cls, stack: Stack) -> _Known:
        inks = list(stack.ink)
        spread = InkSpread.fit(inks, [stack.prototype] * len(inks), 0).spread
        return cls(stack, np.asarray(stack.ink.mean(axis=0), dtype=np.float32), spread)


@dataclass(frozen=True, eq=False)
class FittedPrototype:
    """`known`: what was learned of each vignette."""

    known: Mapping[str, _Known]
    params: PrototypeParams

    def score(self, crop: U8, vignette: str) -> Scored:
        """See `base.FittedScorer`, crop uint8 (H, W); the map is a share of ink, 0..1."""
        known = fitted_of(self.known, vignette)
        laid, found = known.stack.laid(crop)
        signed = found.back(signed_share(laid, known.mean, known.spread, self.params))
        values = np.abs(signed)
        return Scored(values, image_score(values), signed)


def signed_share(ink: F32, mean: F32, spread: F32, params: PrototypeParams) -> F32:
    """Share of ink gained (above 0) or lost (below 0) about each pixel, weighed, -1..1.

    All float32 (H, W) in one frame: an impression's ink, its normals' mean, and their spread.
    """
    typical = params.spread**2
    weight = np.asarray(typical / (typical + spread * spread), dtype=np.float32)
    sigma = params.reach * max(ink.shape) / _SIDE
    lost = _share(np.maximum(mean - ink, 0), mean, weight, sigma)
    gained = _share(np.maximum(ink - mean, 0), 1 - mean, weight, sigma)
    return np.asarray(np.where(gained > lost, gained, -lost), dtype=np.float32)


def _share(change: F32, room: F32, weight: F32, sigma: float) -> F32:
    """How much of the `room` for a change within about `sigma` pixels was taken."""
    part = cv2.GaussianBlur(weight * room * change, (0, 0), sigma)
    whole = cv2.GaussianBlur(weight * (room * room + tuning.SHARE_FLOOR), (0, 0), sigma)
    return np.asarray(weight * room * part / whole, dtype=np.float32)
