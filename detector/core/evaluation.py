"""How good a model is on pages with truth: AP at any IoU, per label, precision-recall, confusion, speed.

AP is COCO's (101 recall points), from torchmetrics with 10,000 detections a page: its default of 100
would cut off a page of 300 vignettes.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torchmetrics.detection import MeanAveragePrecision

from autolabelme.core.arrays import F64
from autolabelme.core.boxes import iou
from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.progress import SubTick, Tick, no_tick

from .detection import Detection, candidates, merge, settle
from .model_folder import Model
from .params import DetectParams
from .sources import AnnotatedPage
from .words import TrainWords as Say

REPORT_IOUS = (0.75, 0.8, 0.85, 0.9, 0.95, 0.99)
DEFAULT_IOUS = (0.5, *REPORT_IOUS)
"""0.5 and the six thresholds of the report's table 1."""
LEAST_SCORE = 0.05
CONFUSION_IOU = 0.5
_MOST = [1, 100, 10000]
BACKGROUND = "(none)"


@dataclass(frozen=True, eq=False)
class AveragePrecision:
    """AP by IoU, by label and IoU (only labels with truth), and precision (101,) at recall 0..1 by IoU."""

    ap: Mapping[float, float]
    per_label: Mapping[str, Mapping[float, float]]
    precision: Mapping[float, F64]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Figures of a model on pages; `refined` is None when refinement was not asked for.

    `confusion` counts (true label, found label) at IoU 0.5 and the model's own score threshold;
    `BACKGROUND` stands for nothing. `fps` is pages a second without refinement.
    """

    raw: AveragePrecision
    refined: AveragePrecision | None
    confusion: Mapping[tuple[str, str], int]
    fps: float
    fps_refined: float | None
    pages: int
    instances: int
    notes: tuple[str, ...] = ()


def average_precision(
    found: Sequence[Sequence[Detection]],
    truth: Sequence[AnnotatedPage],
    labels: Sequence[str],
    ious: Sequence[float],
) -> AveragePrecision:
    """AP of detections (one sequence a page) against pages with truth, at each of `ious`."""
    if len(found) != len(truth):
        raise MisuseError(f"found: expected {len(truth)} pages, got {len(found)}")
    numbers = {label: index for index, label in enumerate(labels)}
    wanted = sorted(set(ious))
    metric = MeanAveragePrecision(
        box_format="xyxy",
        iou_thresholds=wanted,
        max_detection_thresholds=_MOST,
        extended_summary=True,
        backend="faster_coco_eval",
    )
    metric.warn_on_many_detections = False
    for detections, page in zip(found, truth, strict=True):
        metric.update(
            [
                {
                    "boxes": _tensor([one.box for one in detections]),
                    "scores": torch.tensor([one.score for one in detections], dtype=torch.float32),
                    "labels": torch.tensor([numbers[one.label] for one in detections], dtype=torch.int64),
                }
            ],
            [
                {
                    "boxes": _tensor(page.boxes),
                    "labels": torch.tensor([numbers[label] for label in page.labels], dtype=torch.int64),
                }
            ],
        )
    values = metric.compute()
    # (IoU, recall, class, area, most): all areas, 10,000 a page; -1 where a class has no truth.
    precision = np.asarray(values["precision"].cpu().numpy(), dtype=np.float64)[:, :, :, 0, -1]
    classes = [labels[int(number)] for number in np.atleast_1d(values["classes"].cpu().numpy())]
    has_truth = (precision > -0.5).reshape(-1, precision.shape[2])
    known = np.asarray(has_truth.all(axis=0) & bool(len(has_truth)), dtype=np.bool_)
    seen = precision[:, :, known]
    names = [label for label, has in zip(classes, known, strict=True) if has]
    ap = {level: float(seen[i].mean()) if seen.size else 0.0 for i, level in enumerate(wanted)}
    per_label = {
        name: {level: float(seen[i, :, k].mean()) for i, level in enumerate(wanted)}
        for k, name in enumerate(names)
    }
    curves = {level: seen[i].mean(axis=1) if seen.size else np.zeros(101) for i, level in enumerate(wanted)}
    return AveragePrecision(ap, per_label, curves)


def _tensor(boxes: Sequence[tuple[float, float, float, float]]) -> torch.Tensor:
    return torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4)


def confusion(
    found: Sequence[Sequence[Detection]], truth: Sequence[AnnotatedPage], score_over: float
) -> dict[tuple[str, str], int]:
    """Counts of (true label, found label) at IoU 0.5, best score first, each truth and detection once."""
    counts: dict[tuple[str, str], int] = {}

    def count(true: str, seen: str) -> None:
        counts[true, seen] = counts.get((true, seen), 0) + 1

    for detections, page in zip(found, truth, strict=True):
        sure = sorted((one for one in detections if one.score > score_over), key=lambda one: -one.score)
        overlaps = (
            iou([one.box for one in sure], list(page.boxes))
            if sure and page.boxes
            else np.zeros((len(sure), 0))
        )
        free = np.ones(len(page.boxes), dtype=bool)
        for row, one in enumerate(sure):
            values = np.where(free, overlaps[row], -1.0) if free.size else np.zeros(0)
            best = int(values.argmax()) if values.size else -1
            if best >= 0 and values[best] > CONFUSION_IOU:
                free[best] = False
                count(page.labels[best], one.label)
            else:
                count(BACKGROUND, one.label)
        for index in np.nonzero(free)[0]:
            count(page.labels[index], BACKGROUND)
    return counts


def evaluate(
    model: Model,
    pages: Sequence[AnnotatedPage],
    ious: Sequence[float] = DEFAULT_IOUS,
    params: DetectParams = DetectParams(),  # noqa: B008 - frozen
    *,
    tick: Tick = no_tick,
) -> Evaluation:
    """Look at `pages` and compare with their truth, with and (if `params.refine`) without refinement.

    Truth of labels that the model does not know is left out and said. Raises `InputError` when no
    page has a box of a known label.
    """
    known = set(model.catalogue.labels)
    unknown = sorted({label for page in pages for label in page.labels} - known)
    notes = [Say.UNKNOWN(labels=", ".join(unknown))] if unknown else []
    pages = known_only(pages, known)
    if not any(page.boxes for page in pages):
        raise InputError("no page has a box of a label that the model knows")
    raw: list[list[Detection]] = []
    refined: list[list[Detection]] = []
    looking = laying = 0.0
    open_minded = params.replace(score_over=min(params.score_over, LEAST_SCORE))
    for index, page in enumerate(pages):
        part = SubTick(tick, index / len(pages), (index + 1) / len(pages))
        own = open_minded.replace(scale=page.scale if params.scale is None else params.scale)
        start = time.perf_counter()
        seen = candidates(model, page.rgb, own, tick=part)
        looking += time.perf_counter() - start
        raw.append(merge([one for one in seen.found if one.score >= LEAST_SCORE], params.merge_iou))
        if params.refine:
            start = time.perf_counter()
            refined.append(settle(model, page.rgb, seen, own, tick=part))
            laying += time.perf_counter() - start
    labels = model.catalogue.labels
    best = refined if params.refine else raw
    return Evaluation(
        average_precision(raw, pages, labels, ious),
        average_precision(refined, pages, labels, ious) if params.refine else None,
        confusion(best, pages, params.score_over),
        len(pages) / looking,
        len(pages) / (looking + laying) if params.refine else None,
        len(pages),
        sum(len(page.boxes) for page in pages),
        tuple(notes),
    )


def known_only(pages: Sequence[AnnotatedPage], known: Set[str]) -> list[AnnotatedPage]:
    """`pages` with the boxes of `known` labels alone."""
    kept = []
    for page in pages:
        chosen = [i for i, label in enumerate(page.labels) if label in known]
        kept.append(
            replace(
                page,
                boxes=tuple(page.boxes[i] for i in chosen),
                labels=tuple(page.labels[i] for i in chosen),
                poses=tuple(page.poses[i] for i in chosen) if page.poses else (),
            )
        )
    return kept


def plot_precision_recall(evaluation: Evaluation, path: Path) -> Path:
    """A plain SVG of precision over recall, a line for each IoU (refined where there is one)."""
    from .plots import precision_recall_svg

    best = evaluation.refined or evaluation.raw
    return precision_recall_svg({f"IoU {level:g}": curve for level, curve in best.precision.items()}, path)
