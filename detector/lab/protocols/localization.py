"""Change localization with any scorer (Chaki et al. 2024): mean IoU at one threshold for all vignettes.

A scorer sees the normals of all vignettes and then scores every image by itself. Each vignette's maps are
divided by the largest value that any of its images reaches: normals and changed image for *changed alone*,
normals, changed and unchanged for both side by side. As published, the normals' own maps come from the same
fit that saw them (no leave-one-out): they only set the scale.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from autolabelme.core.arrays import F32, F64
from autolabelme.core.errors import MisuseError
from autolabelme.core.params import Params
from autolabelme.core.progress import SubTick, Tick, no_tick

from ..scorers.base import FittedScorer, Scored, Scorer
from .changes import ChangeVignette
from .metrics import aupro, auroc, best_mean, iou_curve, regions, thresholds

_FIT_SHARE = 0.7


@dataclass(frozen=True)
class Localization:
    """What one scorer reached on a set; shares 0 to 1, NaN where the set cannot tell.

    Attributes
    ----------
    miou_c, threshold_c : mean IoU on the changed images and the threshold that is best for it
    miou_cu, threshold_cu : the same on changed and unchanged image side by side
    auroc : of pixels, on the changed images, mean over the vignettes
    aupro : per-region overlap to 30% false positives, changed and unchanged images of all vignettes together
    image_auroc : the scores of the changed images against those of the unchanged ones
    seconds_fit, seconds_score : wall-clock, of fitting and of scoring all images
    cpu_fit, cpu_score : the same in seconds of the processor, which a busy machine does not change
    iou : IoU (changed alone) at `threshold_c` by vignette
    """

    scorer: str
    miou_c: float
    threshold_c: float
    miou_cu: float
    threshold_cu: float
    auroc: float
    aupro: float
    image_auroc: float
    seconds_fit: float
    seconds_score: float
    cpu_fit: float
    cpu_score: float
    images: int
    iou: dict[str, float]

    @property
    def seconds(self) -> float:
        """Fit and score together, wall-clock."""
        return self.seconds_fit + self.seconds_score

    def as_dict(self) -> dict[str, Any]:
        """Plain values, rounded; None where there is no figure."""
        shares = ("miou_c", "miou_cu", "auroc", "aupro", "image_auroc", "threshold_c", "threshold_cu")
        seconds = ("seconds", "seconds_fit", "seconds_score", "cpu_fit", "cpu_score")
        return {
            **{name: _rounded(getattr(self, name), 4) for name in shares},
            **{name: round(getattr(self, name), 3) for name in seconds},
            "vignettes": len(self.iou),
            "images": self.images,
            "iou": {name: _rounded(value, 4) for name, value in self.iou.items()},
        }


@dataclass(frozen=True, eq=False)
class VignetteMaps:
    """A scorer's maps of one vignette, float32 (H, W) each, and its scores of the two test images."""

    vignette: ChangeVignette
    normals: tuple[F32, ...]
    changed: F32
    unchanged: F32
    changed_score: float
    unchanged_score: float


def on_device(scorer: Scorer, device: str) -> Scorer:
    """`scorer` on a device ("auto", "cpu", "cuda") where its `params` have one to choose, else as it is."""
    params = getattr(scorer, "params", None)
    if not isinstance(params, Params) or not hasattr(params, "device"):
        return scorer
    changed: Scorer = dataclasses.replace(cast(Any, scorer), params=params.replace(device=device))
    return changed


def localize(
    scorer: Scorer, vignettes: Sequence[ChangeVignette], *, seed: int = 0, tick: Tick = no_tick
) -> Localization:
    """Fit `scorer` on the normals of all vignettes, score every image, and measure.

    Raises `InputError` for a vignette with too few normals for the scorer, `MisuseError` without a
    vignette or for a map of another shape or with negative or infinite values, `Cancelled`.
    """
    if not vignettes:
        raise MisuseError("vignettes: expected at least one")
    wall, processor = time.perf_counter(), time.process_time()
    fitted = scorer.fit(
        {one.name: one.normals for one in vignettes}, seed=seed, tick=SubTick(tick, 0.0, _FIT_SHARE)
    )
    fit = time.perf_counter() - wall, time.process_time() - processor
    wall, processor = time.perf_counter(), time.process_time()
    maps = [
        _score(fitted, one, SubTick(tick, *_span(number, len(vignettes))))
        for number, one in enumerate(vignettes)
    ]
    score = time.perf_counter() - wall, time.process_time() - processor
    return measure(scorer.name, maps, fit, score)


def measure(
    name: str, maps: Sequence[VignetteMaps], fit: tuple[float, float], score: tuple[float, float]
) -> Localization:
    """The figures of finished maps; `fit` and `score` are seconds by the clock and of the processor."""
    alone, side_by_side = [], []
    pixels, own_maps, numbers = [], [], []
    for one in maps:
        truth = one.vignette.truth
        scale_c = _largest([*one.normals, one.changed])
        scale_cu = max(scale_c, _largest([one.unchanged]))
        alone.append(iou_curve(_divided(one.changed, scale_c), truth))
        both = np.hstack([one.changed, one.unchanged])
        side_by_side.append(iou_curve(_divided(both, scale_cu), np.hstack([truth, np.zeros_like(truth)])))
        pixels.append(auroc(one.changed, truth))
        own_maps += [_divided(one.changed, scale_cu), _divided(one.unchanged, scale_cu)]
        own = regions(one.vignette.signs)
        numbers += [own, np.zeros_like(own)]
    levels = thresholds()
    miou_c, place_c = best_mean(alone)
    miou_cu, place_cu = best_mean(side_by_side)
    scores = [one.changed_score for one in maps] + [one.unchanged_score for one in maps]
    marks = [True] * len(maps) + [False] * len(maps)
    return Localization(
        name,
        miou_c,
        float(levels[place_c]),
        miou_cu,
        float(levels[place_cu]),
        float(np.mean(pixels)),
        aupro(own_maps, numbers),
        auroc(scores, marks),
        fit[0],
        score[0],
        fit[1],
        score[1],
        sum(len(one.normals) + 2 for one in maps),
        _at(alone, place_c, maps),
    )


def _at(curves: Sequence[F64], place: int, maps: Sequence[VignetteMaps]) -> dict[str, float]:
    return {one.vignette.name: float(curve[place]) for one, curve in zip(maps, curves, strict=True)}


def _span(number: int, count: int) -> tuple[float, float]:
    width = (1.0 - _FIT_SHARE) / count
    return _FIT_SHARE + number * width, _FIT_SHARE + (number + 1) * width


def _score(fitted: FittedScorer, one: ChangeVignette, tick: Tick) -> VignetteMaps:
    images = [*one.normals, one.changed, one.unchanged]
    found: list[Scored] = []
    for number, image in enumerate(images):
        tick(number, len(images), f"scoring {one.name}")
        scored = fitted.score(image, one.name)
        values = scored.map
        if values.shape != image.shape or not np.isfinite(values).all() or float(values.min()) < 0:
            raise MisuseError(
                f"scorer's map of {one.name!r}: expected {image.shape}, finite and 0 or more, got "
                f"{values.shape} from {values.min()} to {values.max()}"
            )
        found.append(scored)
    maps = tuple(scored.map for scored in found)
    return VignetteMaps(one, maps[:-2], maps[-2], maps[-1], found[-2].score, found[-1].score)


def _largest(maps: Sequence[F32]) -> float:
    return max(float(one.max()) for one in maps)


def _divided(values: F32, largest: float) -> F32:
    return values / np.float32(largest) if largest > 0 else np.zeros_like(values)


def _rounded(value: float, digits: int) -> float | None:
    return round(float(value), digits) if np.isfinite(value) else None
