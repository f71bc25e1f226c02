"""Whether a model knows what stands on an ornament at all: `unknown_material`.

Of vignettes that a model never saw it says *foreign*, or takes each for the label that looks most like it;
either would read as a forgery. So an ornament of which most is unknown is not judged (docs/decisions/0116).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.boxes import pixel_slices

from . import tuning
from .conformal import conformal_p
from .examine import Examined
from .normals import Normals
from .words import InspectionWords as Say


@dataclass(frozen=True)
class Unknown:
    """Why nothing is decided. `share` of the ink, 0..1, is of vignettes that look like their labels."""

    share: float
    promised: bool

    @property
    def words(self) -> str:
        """The verdict line."""
        return Say.UNKNOWN_MATERIAL(percent=100 * self.share)

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said with it."""
        rate = (
            Say.CALLED_UNKNOWN(percent=200 * tuning.MATERIAL_RATE) if self.promised else Say.TOO_FEW_TO_KNOW()
        )
        beside = (Say.WITHOUT_ITS_PAGE(),) if self.share > 0 else ()
        return rate, *beside, Say.TRAIN_OR_COMPARE()


@dataclass(frozen=True)
class LaidOff:
    """Why nothing is decided of a strip that repeats: the reference lies `units` of its units off."""

    units: int

    @property
    def words(self) -> str:
        """The verdict line."""
        return Say.LAID_OFF(units=abs(self.units))

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said with it."""
        return (Say.LAY_BY_LANDMARKS(),)


@dataclass(frozen=True)
class Apart:
    """Why nothing is decided of two pictures: they agree nowhere, so that nothing was compared."""

    @property
    def words(self) -> str:
        """The verdict line."""
        return Say.AGREE_NOWHERE()

    @property
    def notes(self) -> tuple[str, ...]:
        """What must be said with it."""
        return (Say.LAY_RIGHT(),)


def unknown_material(seen: Examined, strangers: Sequence[bool], normals: Normals) -> Unknown | None:
    """None where the model knows the ornament, or where nothing is printed.

    It does not when most of the ink is of no vignette that looks like its label (`strangers`, one a vignette,
    do not), and when besides either its vignettes look less like their labels, in the middle, or more ink is
    beside them than on 99 of 100 of the normal ornaments.
    """
    ink = np.where(seen.ink < tuning.MATERIAL_INK, 0.0, seen.ink)
    known = np.zeros(ink.shape, dtype=np.bool_)
    for item, strange in zip(seen.evidence, strangers, strict=True):
        if not strange:
            known[pixel_slices(item.vignette.box, ink.shape[1], ink.shape[0])] = True
    total = float(ink.sum())
    if total == 0 or not (seen.evidence or seen.regions):
        return None
    share = float(ink[known].sum()) / total
    if share >= tuning.MOST_KNOWN:
        return None
    held_out = (*normals.held_out, *normals.beside)
    promised = 1.0 / (len(held_out) + 1) <= tuning.MATERIAL_RATE
    if not seen.evidence:
        return Unknown(0.0, promised)
    if not held_out:
        return None
    unlike = conformal_p(-seen.quality, [-one.quality for one in held_out])
    beside = conformal_p(
        _beside([region.size for region in seen.regions], len(seen.evidence)),
        [_beside(one.unexplained, len(one.labels)) for one in held_out],
    )
    rate = max(tuning.MATERIAL_RATE, 1.0 / (len(held_out) + 1))
    return Unknown(share, promised) if min(unlike, beside) <= rate else None


def _beside(sizes: Sequence[float], vignettes: int) -> float:
    """Unexplained ink for each vignette, in vignette sides squared."""
    return float(np.square(sizes).sum()) / max(1, vignettes)
