"""The maps that can lie over the ornament: what Inspect measured itself, and what other scorers say. No Qt.

A scorer of the laboratory is applied to the vignettes of the ornament when it is first asked
for, in a job; its map is on the scorer's own fixed scale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from autolabelme.core.arrays import F32, F64

if TYPE_CHECKING:
    from detector.core.inspection.file_inspection import Done

COMBINED, CHANGE, DAE, SIGNED = "combined", "change", "dae", "signed"
LOSS, GAIN, UNEXPLAINED = "loss", "gain", "unexplained"
BUILT_IN = (COMBINED, CHANGE, DAE, SIGNED, LOSS, GAIN, UNEXPLAINED)
NONE = "none"
SCORER = "scorer:"
"""Before the name of a scorer, so that no scorer is taken for a map of Inspect's own."""


@dataclass(frozen=True, eq=False)
class EvidenceMap:
    """Values over the ornament, float32 (H, W); `minimum` and `maximum` are the fixed ends of the scale.

    `spreads`: the unit is spreads of normal impressions. `dark_below`: what normals often show.
    `blind`: to a planted cut or blot the scorer gives no more than to honest printing.
    """

    key: str
    values: F32
    maximum: float
    spreads: bool = False
    signed: bool = False
    dark_below: float = 0.0
    minimum: float = 0.0
    blind: bool = False

    @property
    def dark_share(self) -> float:
        """`dark_below` as a share of the scale, 0..1."""
        return (self.dark_below - self.minimum) / (self.maximum - self.minimum)


@dataclass(frozen=True)
class ScorerRow:
    """A scorer in the picker: its name, title, source, and measured figures by their names."""

    name: str
    title: str
    source: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)
    measured_on: str = ""

    @property
    def key(self) -> str:
        """In the picker."""
        return SCORER + self.name


def built_in_map(done: Done, key: str) -> EvidenceMap | None:
    """One of `BUILT_IN` on the scale that all of Inspect's maps share; None for any other key."""
    from detector.core.inspection.maps import DARK_BELOW, FULL_SCALE

    maps = done.inspection.maps
    if key == UNEXPLAINED:
        return EvidenceMap(key, np.asarray(maps.unexplained, dtype=np.float32), 1.0, dark_below=0.3)
    if key == CHANGE:
        return EvidenceMap(key, maps.change, 1.0, signed=True, dark_below=0.3)
    if key == COMBINED:
        # Not the decoder's residual: it is an illustration. Strangers and unexplained ink are in `gain`.
        values = np.maximum(maps.loss, maps.gain)
        values = np.maximum(values, np.abs(maps.change) * np.float32(FULL_SCALE))
    elif key == SIGNED:
        values = np.where(maps.loss > maps.gain, -maps.loss, maps.gain)
    elif key in (DAE, LOSS, GAIN):
        values = {DAE: maps.residual, LOSS: maps.loss, GAIN: maps.gain}[key]
    else:
        return None
    return EvidenceMap(
        key, np.asarray(values, dtype=np.float32), FULL_SCALE, True, key == SIGNED, dark_below=DARK_BELOW
    )


def population(done: Done) -> tuple[F64, tuple[tuple[float, bool], ...]]:
    """Scores of all held-out normals, and (score, whether flagged) of each vignette.

    Empty scores where there are no normals: a carved block has none.
    """
    normals = done.inspection.normals
    if normals is None or not normals.calibration.count:
        return np.empty(0), ()
    rate = done.inspection.params.false_alarms
    decided = done.inspection.unknown is None
    marks = tuple(
        (float(one.vignette.score or 0.0), decided and one.value.p <= rate) for one in done.inspection.judged
    )
    return normals.calibration.pool, marks
