"""Least-squares congealing: all normals aligned jointly by an affine map with brightness, then difference.

Cox, Sridharan, Lucey and Cohn, "Least squares congealing for unsupervised alignment of images" (2008): each
image in turn is moved to lessen its squared difference from the mean of the others. The published method
of Rey's Ornaments change localization.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, U8
from autolabelme.core.params import Params, param
from autolabelme.core.progress import Tick, no_tick
from detector.core.registration import affine, centred, shifted

from .base import Normals, Scored, check_normals, fitted_of, image_score
from .frames import at_level, ink_of, median_shape


@dataclass(frozen=True)
class CongealingParams(Params):
    """How long to congeal."""

    rounds: int = param(3, minimum=0, maximum=20, help="Passes over the normals")
    brightness: bool = param(True, help="Fit the strength of inking, too")


@dataclass(frozen=True)
class CongealingScorer:
    """Fits a mean of jointly aligned normals for each vignette."""

    params: CongealingParams = CongealingParams()
    name: str = "congealing"
    least_normals: int = 1

    def fit(self, normals: Normals, *, seed: int = 0, tick: Tick = no_tick) -> FittedCongealing:
        """See `base.Scorer.fit`; nothing here is random."""
        check_normals(normals, self.least_normals, self.name)
        means = {}
        for number, (vignette, crops) in enumerate(normals.items()):
            tick(number, len(normals), "congealing")
            means[vignette] = _congealed(crops, self.params)
        tick(len(normals), len(normals), "congealing")
        return FittedCongealing(means, self.params)


@dataclass(frozen=True, eq=False)
class FittedCongealing:
    """`means`: float32 (H, W), 0..1, the congealed normals of each vignette."""

    means: Mapping[str, F32]
    params: CongealingParams

    def score(self, crop: U8, vignette: str) -> Scored:
        """See `base.FittedScorer`, crop uint8 (H, W); the map is a difference of ink, 0..1."""
        mean = fitted_of(self.means, vignette)
        ink = ink_of(crop)
        found = affine(ink, mean, robust=False, brightness=self.params.brightness)
        signed = found.back(at_level(ink, found) - mean)
        values = np.abs(signed)
        return Scored(values, image_score(values), signed)


def _congealed(crops: Sequence[U8], params: CongealingParams) -> F32:
    inks = [ink_of(crop) for crop in crops]
    shape = median_shape(inks)
    first = centred(shape, (inks[0].shape[0], inks[0].shape[1])).lay(inks[0])
    laid = [shifted(ink, first) for ink in inks]
    stack = np.stack([at_level(ink, one) for ink, one in zip(inks, laid, strict=True)])
    for _ in range(params.rounds if len(inks) > 1 else 0):
        for index, ink in enumerate(inks):
            others = np.delete(stack, index, axis=0).mean(axis=0)
            laid[index] = affine(ink, others, laid[index], robust=False, brightness=params.brightness)
            stack[index] = at_level(ink, laid[index])
    return np.asarray(stack.mean(axis=0), dtype=np.float32)
