"""Element discovery (Chaki et al. 2024) with the detector: it learns from the dictionary alone.

The press sets ornaments from the dictionary's pictures, the detector is trained on them and then looks at the
real composite ornaments. Labels are as annotated; poses are not asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from autolabelme.core.progress import SubTick, Tick, no_tick
from detector.core.catalogue import Catalogue, Entry, PosePair
from detector.core.detection import Detection, candidates, merge, settle
from detector.core.evaluation import LEAST_SCORE, average_precision
from detector.core.model_folder import Model
from detector.core.params import DetectParams, TrainParams
from detector.core.sources import AnnotatedPage, Source
from detector.core.training import train

from .elements import ElementSet

TURNS: tuple[PosePair, ...] = ((0.0, False), (90.0, False), (180.0, False), (270.0, False))
"""How a cast sort can stand: a mirrored one would be another sort, with an entry of its own."""
IOUS = tuple(round(0.5 + 0.05 * step, 2) for step in range(10))
"""COCO's ten, 0.5 to 0.95."""


@dataclass(frozen=True)
class Precision:
    """COCO's average precision (101 recall points), shares 0 to 1.

    Attributes
    ----------
    ap50_any : one class, IoU 0.5: is it a vignette at all?
    ap50 : mean over the dictionary's vignettes that occur, IoU 0.5
    map : mean over these vignettes and over the IoUs 0.5 to 0.95
    """

    ap50_any: float
    ap50: float
    map: float

    def as_dict(self) -> dict[str, float]:
        """Plain values."""
        return {"ap50_any": round(self.ap50_any, 4), "ap50": round(self.ap50, 4), "map": round(self.map, 4)}


@dataclass(frozen=True)
class Discovery:
    """The detector's own boxes, and the same after refinement, on `ornaments` with `instances`."""

    detected: Precision
    refined: Precision
    ornaments: int
    instances: int
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The refined figures on top, since they are what the suite shows."""
        return {
            **self.refined.as_dict(),
            "without_refinement": self.detected.as_dict(),
            "ornaments": self.ornaments,
            "instances": self.instances,
        }


def catalogue_of(elements: ElementSet) -> Catalogue:
    """The dictionary as a catalogue: one picture a vignette, in the four turns of a cast sort."""
    return Catalogue(
        tuple(
            Entry(name, float(gray.shape[1]), float(gray.shape[0]), gray, TURNS, (gray,), 1)
            for name, gray in elements.dictionary.items()
        )
    )


def train_on_dictionary(
    elements: ElementSet, params: TrainParams, folder: Path, *, tick: Tick = no_tick
) -> Model:
    """A detector from synthetic ornaments of the dictionary, written to `folder`; errors are `train`'s."""
    return train(Source(catalogue_of(elements)), params, folder, tick=tick).model


def discover(
    elements: ElementSet,
    model: Model,
    params: DetectParams = DetectParams(),  # noqa: B008 - frozen
    *,
    tick: Tick = no_tick,
) -> Discovery:
    """Look at every ornament and compare with the annotation; the scale is found by looking.

    Annotated vignettes that the model was not trained on count as missed.
    """
    open_minded = params.replace(score_over=min(params.score_over, LEAST_SCORE))
    raw: list[list[Detection]] = []
    refined: list[list[Detection]] = []
    pages = [AnnotatedPage(one.name, one.rgb, one.boxes, one.labels, (), None) for one in elements.ornaments]
    for number, page in enumerate(pages):
        part = SubTick(tick, number / len(pages), (number + 1) / len(pages))
        part(0, 1, f"looking at {page.name}")
        seen = candidates(model, page.rgb, open_minded, tick=part)
        raw.append(merge([one for one in seen.found if one.score >= LEAST_SCORE], params.merge_iou))
        refined.append(settle(model, page.rgb, seen, open_minded, tick=part))
    labels = list(dict.fromkeys([*model.catalogue.labels, *elements.dictionary]))
    return Discovery(
        _precision(raw, pages, labels),
        _precision(refined, pages, labels),
        len(pages),
        sum(len(page.boxes) for page in pages),
    )


def _precision(
    found: Sequence[Sequence[Detection]], pages: Sequence[AnnotatedPage], labels: Sequence[str]
) -> Precision:
    by_label = average_precision(found, pages, labels, IOUS).ap
    alike = [[replace(one, label="any") for one in page] for page in found]
    plain = [replace(page, labels=("any",) * len(page.boxes)) for page in pages]
    any_label = average_precision(alike, plain, ["any"], (0.5,)).ap[0.5]
    return Precision(any_label, by_label[0.5], sum(by_label.values()) / len(by_label))
