"""Change masks: ours, and the scorers `naive` and `congealing`, which see the very ornament unchanged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, U8, Bool
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import PressPage, print_page
from autolabelme.core.press.placement import Layout, render
from autolabelme.core.press.sorts import Sort
from autolabelme.core.press.typeset import OrnamentParams, ornament, plant
from autolabelme.core.press.wear import Wear
from detector.core.inspection.inspector import InspectionModel, inspect
from detector.core.inspection.params import InspectParams
from detector.lab.scorers.registry import scorer

IMPRESSIONS = 5
METHODS = (
    "ours, change network; fitted on the catalogue",
    "ours, residual in spreads; fitted on the catalogue",
    "scorer `naive`; fitted on 1 unchanged impression of the ornament",
    f"scorer `congealing`; fitted on {IMPRESSIONS} unchanged impressions of the ornament",
)
NOTE = (
    "Ours knows the catalogue's vignettes from other ornaments and never saw this one. The baselines, with "
    "the parameters that they have in the scorers' table, are fitted on the whole ornament as one vignette."
)
_ORNAMENT = "ornament"


@dataclass(frozen=True, eq=False)
class MaskCase:
    """A planted change: its true mask, bool (H, W), and each method's map, float32 (H, W)."""

    truth: Bool
    maps: dict[str, F32]


def mask_case(
    model: InspectionModel,
    params: InspectParams,
    sorts: Sequence[Sort],
    foreigners: Sequence[Sort],
    how: OrnamentParams,
    kind: str,
    wear: Wear,
    seed: int,
) -> MaskCase:
    """One ornament with one change, printed once, and normal impressions of it for the baselines."""
    rng = np.random.default_rng(seed)
    layout = ornament(sorts, how, rng)
    changed = plant(layout, sorts, [kind], rng, foreigners=foreigners)
    every = (*sorts, *foreigners)
    suspect = print_page(changed, every, wear, seed)
    normals = [print_page(layout, sorts, wear, seed + 31 * (k + 1)) for k in range(IMPRESSIONS)]
    others = [page.gray for page in normals]
    maps = inspect(suspect.rgb, model, params, dpi=suspect.dpi).maps
    return MaskCase(
        true_mask(layout, changed, every, suspect),
        {
            METHODS[0]: np.abs(maps.change),
            METHODS[1]: maps.residual,
            METHODS[2]: scored("naive", suspect.gray, others[:1]),
            METHODS[3]: scored("congealing", suspect.gray, others),
        },
    )


def true_mask(before: Layout, after: Layout, sorts: Sequence[Sort], page: PressPage) -> Bool:
    """Where the ink of the forme differs, on the printed page."""
    changed = np.abs(render(after, sorts) - render(before, sorts))
    x, y = page.map.grid()
    moved = cv2.remap(changed.astype(np.float32), x, y, cv2.INTER_LINEAR)
    return np.asarray(moved > 0.5, dtype=np.bool_)


def scored(name: str, suspect: U8, normals: Sequence[U8]) -> F32:
    """The map of a registered scorer that is fitted on `normals` as impressions of one vignette."""
    return scorer(name).fit({_ORNAMENT: normals}).score(suspect, _ORNAMENT).map


def best_miou(maps: Sequence[F32], cases: Sequence[MaskCase]) -> float:
    """The mean IoU over the cases at the one threshold that is best for them all."""
    values = np.concatenate([one[::4, ::4].ravel() for one in maps])
    levels = np.unique(np.quantile(values[values > 0], np.linspace(0.3, 0.9995, 120)))
    best = 0.0
    for threshold in levels:
        ious = []
        for one, case in zip(maps, cases, strict=True):
            mask = one >= threshold
            union = np.count_nonzero(mask | case.truth)
            ious.append(np.count_nonzero(mask & case.truth) / union if union else 1.0)
        best = max(best, float(np.mean(ious)))
    return best
