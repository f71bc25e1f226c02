"""The one interface of all anomaly scorers: fit on normal crops by vignette, then score crops.

A *vignette* here is one motif with a few normal impressions ("normals") whose crops show it upright, in
one frame but for small shifts; crops may differ in size by some pixels. A scorer that learns one model
for all vignettes sees them together in `fit`; one that learns each apart loops over them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np

from autolabelme.core.arrays import F32, U8
from autolabelme.core.errors import InputError
from autolabelme.core.progress import Tick, no_tick

from .. import tuning

Normals = Mapping[str, Sequence[U8]]
PAPER, BLACK = 235.0, 30.0
"""Grey levels of a clean scan."""


def as_scanned(ink: F32) -> U8:
    """Ink, float32 (h, w), 0..1, as a clean scan shows it, uint8."""
    return np.asarray(np.rint(PAPER - (PAPER - BLACK) * np.clip(ink, 0, 1)), dtype=np.uint8)


@dataclass(frozen=True, eq=False)
class Scored:
    """How a crop differs from its vignette's normals.

    Attributes
    ----------
    map : float32 (H, W), >= 0, of the crop's size
        On the scorer's own fixed scale: the same value means the same strength in every crop.
    score : float, finite, higher is stranger
    signed : float32 (H, W) or None
        Where the scorer can tell: above 0 ink was gained, below 0 ink was lost.
    """

    map: F32
    score: float
    signed: F32 | None = None


class FittedScorer(Protocol):
    """A scorer that has seen normals."""

    def score(self, crop: U8, vignette: str) -> Scored:
        """Score a grey crop, uint8 (H, W), of one of the vignettes that were fitted.

        Raises `InputError` for a vignette that was not fitted.
        """
        ...


class Scorer(Protocol):
    """A way to tell what is unusual."""

    @property
    def name(self) -> str:
        """As on the command line."""
        ...

    @property
    def least_normals(self) -> int:
        """Normals that a vignette must have at least."""
        ...

    def fit(self, normals: Normals, *, seed: int = 0, tick: Tick = no_tick) -> FittedScorer:
        """Learn from grey crops, uint8 (H, W), by vignette; the same with the same seed.

        Raises `InputError` where a vignette has fewer than `least_normals`; `Cancelled` from `tick`.
        """
        ...


def check_normals(normals: Normals, least: int, scorer: str) -> None:
    """`InputError` naming the vignette for one with too few normals, or when there is no vignette."""
    if not normals:
        raise InputError("scorer {scorer!r} has no vignette to learn from", scorer=scorer)
    for vignette, crops in normals.items():
        if len(crops) < least:
            have = f"{len(crops) or 'no'} normal impression{'s' * (len(crops) > 1)}"
            raise InputError(
                "vignette {vignette!r} has {have}; scorer {scorer!r} needs {least} or more",
                vignette=vignette,
                have=have,
                scorer=scorer,
                least=least,
            )


Fit = TypeVar("Fit")


def fitted_of(fitted: Mapping[str, Fit], vignette: str) -> Fit:
    """What was learned of a vignette; `InputError` naming one that was not fitted."""
    try:
        return fitted[vignette]
    except KeyError:
        raise InputError("vignette {vignette!r} was not among the normals", vignette=vignette) from None


def image_score(values: F32) -> float:
    """Score of a map, float32 (H, W): mean of its largest hundredth of pixels: no single one decides."""
    count = max(1, round(tuning.SCORE_SHARE * values.size))
    return float(np.partition(values.ravel(), -count)[-count:].mean())
