"""Inspect's change network on crops: what it sees between an impression and its normals' prototype.

The network (`inspection.change_network`, after DRAEM, Zavrtanik et al. 2021) was taught on press pairs and
knows no catalogue; here it gets the crop laid on its normals, their median, and how far they stray, at the
64 pixels that it was taught at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2
from autolabelme.core.params import Params
from autolabelme.core.progress import Tick, no_tick
from detector.core.inspection.change_network import Change, bundled, changes
from detector.core.inspection.change_weights import FIRST_CHANGE_WEIGHTS
from detector.core.inspection.signed_ink import InkSpread
from detector.core.registration import reduced

from .base import Normals, Scored, check_normals, fitted_of
from .frames import Stack, joint_stacks

_LONGEST = 64.0
_MARGIN = 8
"""Pixels of a vignette and of its margin that the network was taught on."""


@dataclass(frozen=True)
class ChangeParams(Params):
    """Nothing to choose: the network is taught."""


@dataclass(frozen=True)
class ChangeScorer:
    """Fits prototype and spread for each vignette; the network is the first bundled one.

    The figures in the scorers' table are of that one, and their sets are printed as its training was.
    """

    params: ChangeParams = ChangeParams()
    name: str = "change"
    least_normals: int = 1

    def fit(self, normals: Normals, *, seed: int = 0, tick: Tick = no_tick) -> FittedChange:
        """See `base.Scorer.fit`; nothing here is random."""
        check_normals(normals, self.least_normals, self.name)
        stacks = joint_stacks(normals, tick=tick)
        return FittedChange({vignette: _Known.of(stack) for vignette, stack in stacks.items()})


@dataclass(frozen=True, eq=False)
class _Known:
    """`spread`: of the normals at the network's size, in the frame with its margin."""

    stack: Stack
    spread: InkSpread

    @classmethod
    def of(cls, stack: Stack) -> _Known:
        small = [_canonical(ink) for ink in stack.ink]
        return cls(stack, InkSpread.fit(small, [_canonical(stack.prototype)] * len(small), _MARGIN))


@dataclass(frozen=True, eq=False)
class FittedChange:
    """`known`: what was learned of each vignette."""

    known: Mapping[str, _Known]

    def score(self, crop: U8, vignette: str) -> Scored:
        """See `base.FittedScorer`, crop uint8 (H, W); how sure the network is of a change, 0..1."""
        known = fitted_of(self.known, vignette)
        laid, found = known.stack.laid(crop)
        difference = known.spread.difference(_canonical(laid), _canonical(known.stack.prototype))
        network = bundled(FIRST_CHANGE_WEIGHTS)
        seen: Change = changes([difference], [known.spread.spread], [_MARGIN], network)[0]
        signed = np.where(seen.gain > seen.loss, seen.gain, -seen.loss).astype(np.float32)
        own = np.ascontiguousarray(signed[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN])
        size = (known.stack.shape[1], known.stack.shape[0])
        large = np.asarray(cv2.resize(own, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)
        placed = found.back(large)
        return Scored(np.abs(placed), float(max(seen.loss_score, seen.gain_score)), placed)


def _canonical(ink: F32) -> F32:
    """Ink, float32 (H, W), at the network's size with a margin of paper."""
    factor = max(ink.shape) / _LONGEST
    small = reduced(ink, factor)
    if factor < 1.0:
        size = (round(ink.shape[1] / factor), round(ink.shape[0] / factor))
        small = np.asarray(cv2.resize(ink, size, interpolation=cv2.INTER_LINEAR), dtype=np.float32)
    return np.pad(small, _MARGIN)
