"""The change network on real impressions: a model's own comparison, by the protocol of `benchmarks/real.py`.

Each half of a strip is compared with the prototype of at most `NORMALS` of the other half, in the model's
frame, as `press_parts.evidence` does with untouched impressions.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autolabelme.core.arrays import F32, F64
from autolabelme.core.opencv import cv2
from detector.core.inspection.change_network import ChangeNetwork, changes
from detector.core.inspection.signed_ink import InkDifference, InkModel
from detector.core.siblings.crops import Frame
from detector.core.siblings.evidence import Probes

from .protocol import Raw

NORMALS = 15
SIDES = ("lost", "gained")
_LONGEST, _MARGIN = 64, 8
_SEED = 1


class Compared:
    """What a strip's impressions and probes are against the other half's prototype."""

    def __init__(self, raw: Raw) -> None:
        ink, frame = raw.sort.registered.ink, raw.sort.frame
        order = np.random.default_rng(_SEED).permutation(len(ink))
        fold = np.zeros(len(ink), int)
        fold[order[1::2]] = 1
        crops = [canonical(one, frame) for one in ink]
        self.models = [
            InkModel.fit([crops[i] for i in order if fold[i] != own and raw.good[i]][:NORMALS], _MARGIN)
            for own in (0, 1)
        ]
        self._frame, self._fold = frame, fold
        itself = Probes(ink, tuple(range(len(ink))))
        self.untouched = self._differences(itself)
        self.edited = self._differences(raw.probes)

    def _differences(self, probes: Probes) -> list[tuple[InkDifference, F32]]:
        found = []
        for ink, number in zip(probes.ink, probes.of, strict=True):
            model = self.models[self._fold[number]]
            found.append((model.compare(canonical(ink, self._frame)), model.spread))
        return found


def seen(compared: Sequence[tuple[InkDifference, F32]], network: ChangeNetwork | None = None) -> list[F64]:
    """Scores (n,) above 0 of lost and of gained ink, higher is worse; by the bundled network or another."""
    if not compared:
        return [np.zeros(0), np.zeros(0)]
    differences, spreads = zip(*compared, strict=True)
    found = changes(differences, spreads, [_MARGIN] * len(compared), network)
    # The network's scores are logits; the protocol takes logarithms of what it is given.
    return [
        np.exp([one.loss_score for one in found]),
        np.exp([one.gain_score for one in found]),
    ]


def canonical(ink: F32, frame: Frame) -> F32:
    """Registered ink in the model's size, with a margin of paper, float32."""
    part = ink[frame.core]
    factor = _LONGEST / max(part.shape)
    size = (max(2, round(part.shape[1] * factor)), max(2, round(part.shape[0] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.pad(np.asarray(cv2.resize(part, size, interpolation=how), dtype=np.float32), _MARGIN)
