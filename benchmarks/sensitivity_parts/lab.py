"""Small figures of the anomaly scorers: changes found on press-made vignettes, by light ones as they are."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.press.sorts import load_sorts
from detector.lab.protocols.changes import ChangeVignette, read_changes
from detector.lab.protocols.localization import localize
from detector.lab.scorers.base import Scorer
from detector.lab.scorers.ensemble import EnsembleParams, EnsembleScorer
from detector.lab.scorers.naive import NaiveScorer
from detector.lab.scorers.patchcore import PatchCoreParams, PatchCoreScorer
from detector.lab.scorers.prototype import PrototypeScorer
from detector.lab.sets.changes import ChangesParams, write_changes

SEED = 590_000
VIGNETTES = 6

OTHERS: Sequence[Mapping[str, Any]] = ({"SEED": 590_001}, {"SEED": 590_002}, {"SEED": 590_003})
"""Other data, by the constants above: a neighbour that is better must be better there, too."""

TAUGHT = "two trainings of one network differ by more"
SHOWN = "shown, decides nothing"
UNVARIED: Mapping[str, str] = {
    **dict.fromkeys(
        (
            *("CAE_REACH", "CAE_INK", "CAE_NORMAL", "CAE_TURN", "CAE_CONTRAST", "CAE_DARKER"),
            *(
                "CAE_LIGHTER",
                "CAE_FILTERED",
                "CAE_FILTER",
                "DFR_BATCH",
                "DFR_LONGEST",
                "DFR_NORMAL",
                "VARIED_TURN",
                "VARIED_SCALE",
            ),
            *("VARIED_SHIFT", "VARIED_FARTHEST", "VARIED_BLUR", "VARIED_SHARP", "VARIED_GAIN"),
            "VARIED_BIAS",
        ),
        TAUGHT,
    ),
    **dict.fromkeys(
        (
            *("HONEST", "STRONGEST_HONEST", "DAMAGE", "DAMAGED", "DARK_SHARE", "SCALE_LABELS", "FLAT_ROOM"),
            "CAE_LEAST_PX",
        ),
        SHOWN,
    ),
}
SCORES = ("SCORE_SHARE", "PATCH_NORMAL")
"""What a map's own scale leaves as it was: told by the scores of several vignettes."""


@cache
def _vignettes(low: int = 60, high: int = 100) -> tuple[ChangeVignette, ...]:
    """Of these longer sides, px."""
    params = ChangesParams(vignettes=VIGNETTES, wear="worn", size_low=low, size_high=high)
    with tempfile.TemporaryDirectory() as place:
        write_changes(load_sorts(), Path(place) / "set", params, SEED)
        return read_changes(Path(place) / "set").vignettes


def _located(scorer: Scorer, vignettes: int) -> float:
    """Mean IoU on the changed impressions, as in the published protocol."""
    return localize(scorer, _vignettes()[:vignettes]).miou_c


def _told(scorer: Scorer, vignettes: int) -> float:
    """How far the scores of changed impressions lie above those of unchanged ones, in their spreads."""
    asked = _vignettes()[:vignettes]
    fitted = scorer.fit({one.name: one.normals for one in asked})
    changed = np.array([fitted.score(one.changed, one.name).score for one in asked])
    unchanged = np.array([fitted.score(one.unchanged, one.name).score for one in asked])
    return float((changed.mean() - unchanged.mean()) / np.hypot(changed.std(), unchanged.std()))


def figure_of(name: str, section: str) -> tuple[str, Callable[[], float]]:
    """What is measured for a number, in words, and how."""
    scorer: Scorer = PrototypeScorer()
    who, count = "prototype", VIGNETTES
    if section.startswith("Naive"):
        # Large ones: a homography takes features.
        return "naive: mean IoU with changes", lambda: localize(NaiveScorer(), _vignettes(160, 240)).miou_c
    if section.startswith("PatchCore"):
        scorer, who, count = PatchCoreScorer(PatchCoreParams(side=112, most=200)), "patchcore", 2
    if section.startswith("Ensemble"):
        scorer, who = EnsembleScorer(EnsembleParams(members=("prototype", "congealing"), folds=2)), "ensemble"
    if name in SCORES:
        return f"{who}: changed above unchanged impressions, spreads", lambda: _told(scorer, count)
    return f"{who}: mean IoU with changes", lambda: _located(scorer, count)
