"""Inspect's median prototype with alignment and signed ink, for crops of any size.

The normals are laid on their own median (affine with brightness, then a smooth field), the crop on that.
What may vary between honest impressions is Inspect's `InkSpread`: each pixel's spread, shrunk towards what
its edge strength explains, and the strength of inking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.params import Params, param
from autolabelme.core.progress import Tick, no_tick
from detector.core.inspection.signed_ink import InkSpread

from .base import Normals, Scored, check_normals, fitted_of, image_score
from .frames import Stack, ink_of, joint_stack


@dataclass(frozen=True)
class PrototypeParams(Params):
    """How ink is weighed."""

    full: float = param(8.0, minimum=1.0, maximum=50.0, help="Spreads at which the map is 1")


@dataclass(frozen=True)
class PrototypeScorer:
    """Fits prototype and spread for each vignette."""

    params: PrototypeParams = PrototypeParams()
    name: str = "prototype"
    least_normals: int = 1

    def fit(self, normals: Normals, *, seed: int = 0, tick: Tick = no_tick) -> FittedPrototype:
        """See `base.Scorer.fit`; nothing here is random."""
        check_normals(normals, self.least_normals, self.name)
        known = {}
        for number, (vignette, crops) in enumerate(normals.items()):
            tick(number, len(normals), "laying normals on each other")
            stack = joint_stack(crops)
            known[vignette] = (stack, InkSpread.fit(list(stack.ink), [stack.prototype] * len(stack.ink), 0))
        tick(len(normals), len(normals), "laying normals on each other")
        return FittedPrototype(known, self.params)


@dataclass(frozen=True, eq=False)
class FittedPrototype:
    """`known`: the aligned normals of each vignette and their spread."""

    known: Mapping[str, tuple[Stack, InkSpread]]
    params: PrototypeParams

    def score(self, crop: U8, vignette: str) -> Scored:
        """See `base.FittedScorer.score`."""
        stack, spread = fitted_of(self.known, vignette)
        ink = ink_of(crop)
        found = stack.lay(ink)
        difference = spread.difference(found.lay(ink), stack.prototype)
        signed = np.where(difference.gain > difference.loss, difference.gain, -difference.loss)
        signed = found.back(np.clip(signed / self.params.full, -1.0, 1.0).astype(np.float32))
        values = np.abs(signed)
        return Scored(values, image_score(values), signed)
