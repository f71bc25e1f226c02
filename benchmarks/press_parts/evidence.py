"""Inspect's evidence on a strip of untouched impressions, real or printed, each kind in its own raw measure.

The sides of the siblings' inspection, before they are standardised; and the model's ink evidence and change
network against the prototype of at most 15 others, in two folds.
"""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32, F64
from autolabelme.core.opencv import cv2
from detector.core.inspection.change_network import changes
from detector.core.inspection.signed_ink import InkModel
from detector.core.siblings.evidence import measure
from detector.core.siblings.params import SIDES

from .paired import Impressions

NORMALS = 15
MODEL = ("ink_loss", "ink_gain", "change_loss", "change_gain")
EVIDENCE = (*SIDES, *MODEL)
_LONGEST, _MARGIN = 64, 8
_SEED = 1


def evidence(strip: Impressions) -> dict[str, F64]:
    """By name (n,), higher is worse."""
    registered = strip.sort.registered
    sides = measure(registered.ink, strip.sort.frame, strip.typical, lambda done, total: None).logs
    return {**{side: sides[side] for side in SIDES}, **_of_model(strip)}


def _of_model(strip: Impressions) -> dict[str, F64]:
    crops = [_canonical(one) for one in strip.laid]
    order = np.random.default_rng(_SEED).permutation(len(crops))
    found = {name: np.zeros(len(crops)) for name in MODEL}
    for fold in (0, 1):
        held, others = order[fold::2], order[1 - fold :: 2]
        normals = [crops[i] for i in others if strip.typical[i]][:NORMALS]
        model = InkModel.fit(normals, _MARGIN)
        differences = [model.compare(crops[i]) for i in held]
        seen = changes(differences, [model.spread] * len(held), [_MARGIN] * len(held))
        for i, difference, change in zip(held, differences, seen, strict=True):
            values = (difference.loss_score, difference.gain_score, change.loss_score, change.gain_score)
            for name, value in zip(MODEL, values, strict=True):
                found[name][i] = value
    return found


def _canonical(ink: F32) -> F32:
    """Ink at the model's size with a margin of paper, float32."""
    factor = _LONGEST / max(ink.shape)
    size = (max(2, round(ink.shape[1] * factor)), max(2, round(ink.shape[0] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.pad(np.asarray(cv2.resize(ink, size, interpolation=how), dtype=np.float32), _MARGIN)
