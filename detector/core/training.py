"""From a catalogue to a model folder: pages, the two stages, held-out figures (DESIGN section 7).

`train` is a long job. Lightning is imported only when it runs.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from autolabelme import __version__
from autolabelme.core import weights
from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.progress import SubTick, Tick, no_tick

from .card import model_card
from .data import LEAST_VISIBLE, STORED_PX, RandomCrops, TrainingPage, training_page
from .evaluation import evaluate
from .model_folder import Model, load_model, save_model
from .network import DetectorNetwork, NetworkConfig
from .params import DetectParams, TrainParams, crop_side
from .pretrained import load_backbone
from .reconstruction import calibration_scores
from .sources import AnnotatedPage, Source
from .synthesis import synthetic_pages

if TYPE_CHECKING:
    from .loop import StageOutcome

METRIC_IOUS = (0.5, 0.75, 0.9, 0.95)
_MEASURED_PAGES = 8
_MOST_SYNTHETIC_HELD_OUT = 24
_VALIDATION_CROPS = 16
_EPOCH_ROWS = ("stage", "epoch", "seconds", "learning_rate", "loss", "val_loss")


@dataclass(frozen=True, eq=False)
class TrainReport:
    """What a training did: the model, where it lies, how it ended, what is to be said about it."""

    model: Model
    folder: Path
    stopped: str
    seconds: float
    notes: tuple[str, ...] = ()


@dataclass(eq=False)
class Split:
    """Pages by use; held-out pages are never trained on. Synthetic ones to train on are stored small."""

    train: list[AnnotatedPage] = field(default_factory=list)
    held_out: list[AnnotatedPage] = field(default_factory=list)
    synthetic_train: list[TrainingPage] = field(default_factory=list)
    synthetic_held_out: list[AnnotatedPage] = field(default_factory=list)


def device_of(name: str) -> str:
    """'cuda' or 'cpu' for 'auto'; `InputError` when a GPU is asked for and there is none."""
    if name == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cuda" and not torch.cuda.is_available():
        raise InputError("no GPU was found; choose the device cpu or auto")
    return name


def train(
    source: Source,
    params: TrainParams,
    folder: Path,
    *,
    resume: bool = False,
    tick: Tick = no_tick,
    on_epoch: Callable[[dict[str, float | int | str]], None] | None = None,
    on_network: Callable[[DetectorNetwork, RandomCrops], None] | None = None,
) -> TrainReport:
    """Train detector and decoder on `source` and write the model to `folder`.

    A cancel (from `tick`, or Ctrl-C) during training keeps the best so far and writes the model;
    before the first epoch has ended there is nothing to keep and `Cancelled` passes. `resume` goes on
    with an interrupted training of the same folder. Raises `InputError` for a catalogue without pages
    when no synthetic ones are asked for. `on_network` gets, before the first epoch, the network that is
    trained and the crops that it is checked on (for a `preview.Previewer`).
    """
    from .loop import run_stage

    start = time.monotonic()
    folder = Path(folder)
    device = device_of(params.device)
    torch.manual_seed(params.seed)
    notes = list(source.notes)
    if not source.pages and params.synthetic == 0:
        raise InputError("crops or a model alone cannot train: ask for synthetic pages")
    split = split_pages(source, params, notes, SubTick(tick, 0.0, 0.1))
    pages = [_stored(source, page) for page in split.train] + split.synthetic_train
    validation = [_stored(source, page, synthetic=True) for page in split.synthetic_held_out[:3]]
    dropped = sum(page.dropped for page in pages)
    if dropped:
        notes.append(f"{dropped} boxes with a side under 8 px were left out")
    if not any(len(page.boxes) for page in pages):
        raise InputError("no page is left to train on; hold out less or ask for synthetic pages")

    catalogue = source.catalogue
    config = NetworkConfig(
        catalogue.labels,
        params.backbone,
        params.boxes,
        params.loss,
        params.decoder,
        params.channels,
        params.alpha,
    )
    network = DetectorNetwork(config)
    load_backbone(network, weights.load_state(_imagenet(params.backbone), tick=SubTick(tick, 0.1, 0.1)))
    network.to(memory_format=torch.channels_last)
    kinds = {"mirrors": catalogue.mirrors, "turns": catalogue.turns}
    crops = RandomCrops(pages, per_page=params.crops_per_page, seed=params.seed, **kinds)
    checks = (
        RandomCrops(validation, per_page=_VALIDATION_CROPS, seed=params.seed + 1, augment=False)
        if validation
        else None
    )

    if on_network is not None:
        on_network(network, checks or crops)
    work = folder.with_name(folder.name + ".training")
    outcomes: list[StageOutcome] = []
    stopped = "epochs"
    for name, stage, plan, span in _stages(network, params, device, work, resume):
        outcome = run_stage(stage, crops, checks, plan, tick=SubTick(tick, *span), on_epoch=on_epoch)
        outcomes.append(outcome)
        notes += [f"{name}: {note}" for note in outcome.notes]
        stopped = outcome.stopped
        if outcome.stopped == "cancelled":
            if not any(one.best for one in outcomes):
                raise Cancelled
            notes.append(f"cancelled in the stage {name}: the best so far was kept; resume to go on")
            break
    network.eval()
    network.to(torch.device(device))
    model = Model(network, catalogue, _settings(params, source, outcomes, device, start))
    model = _measured(model, split, params, notes, SubTick(tick, 0.92, 1.0), cancelled=stopped == "cancelled")
    save_model(model, folder, curves=curves_csv(outcomes), card=model_card(model, notes))
    if stopped != "cancelled":
        shutil.rmtree(work, ignore_errors=True)
    return TrainReport(load_model(folder), folder, stopped, time.monotonic() - start, tuple(notes))


def _imagenet(backbone: str) -> str:
    return {"mobilenet_v2": "mobilenet_v2_imagenet", "vgg16": "vgg16_imagenet"}[backbone]


def _stages(
    network: DetectorNetwork, params: TrainParams, device: str, work: Path, resume: bool
) -> list[Any]:
    from .loop import StagePlan
    from .stages import DECODER_RATE, DecoderStage, DetectorStage, EndToEndStage

    def plan(name: str, epochs: int, share: float) -> StagePlan:
        minutes = None if params.minutes is None else params.minutes * share
        return StagePlan(
            name,
            epochs,
            params.batch,
            device,
            work / name.replace(" ", "_"),
            minutes,
            params.patience,
            resume,
        )

    stages: list[Any] = [
        ("detector", DetectorStage(network, params.rate), plan("detector", params.epochs, 0.7), (0.1, 0.65))
    ]
    if params.decoder_epochs:
        stage = DecoderStage(network, DECODER_RATE)
        stages.append(("decoder", stage, plan("decoder", params.decoder_epochs, 0.3), (0.65, 0.85)))
    if params.end_to_end:
        both = EndToEndStage(network, min(params.rate, DECODER_RATE))
        stages.append(
            ("end to end", both, plan("end to end", max(1, params.decoder_epochs), 0.3), (0.85, 0.92))
        )
    return stages


# --- pages ----------------------------------------------------------------------------------------


def split_pages(source: Source, params: TrainParams, notes: list[str], tick: Tick = no_tick) -> Split:
    """Pages to train on and pages held out, both kinds; what cannot be held out is said in `notes`."""
    rng = np.random.default_rng(params.seed)
    split = Split()
    with_boxes = [page for page in source.pages if page.boxes]
    split.train = [page for page in source.pages if not page.boxes]
    wanted = _held_out(len(with_boxes), params.holdout)
    order = [with_boxes[i] for i in rng.permutation(len(with_boxes))]
    for page in order:
        others = [other for other in order if other is not page and other not in split.held_out]
        elsewhere = {label for other in others for label in other.labels}
        spare = params.synthetic > 0 or set(page.labels) <= elsewhere
        if len(split.held_out) < wanted and spare:
            split.held_out.append(page)
    split.train += [page for page in with_boxes if page not in split.held_out]
    if len(split.held_out) < wanted:
        notes.append(
            f"{len(split.held_out)} of {wanted} pages held out: the others alone show some of their labels"
        )
    if with_boxes and not split.held_out:
        notes.append(
            "no scanned page is held out: anomaly scores are calibrated on synthetic pages, if on any"
        )
    if params.synthetic:
        count = min(_held_out(params.synthetic, params.holdout), _MOST_SYNTHETIC_HELD_OUT)
        made = synthetic_pages(source.catalogue, params.synthetic, seed=params.seed, tick=tick)
        for index, page in enumerate(made):
            shown = [one for one in page.truth if one.visible >= LEAST_VISIBLE]
            annotated = AnnotatedPage(
                f"synthetic {index + 1}",
                page.rgb,
                tuple(one.box for one in shown),
                tuple(one.label for one in shown),
                tuple(one.pose for one in shown),
            )
            if index < count:
                split.synthetic_held_out.append(annotated)
            else:
                # Thousands of pages at full size would not fit into memory.
                split.synthetic_train.append(_stored(source, annotated, synthetic=True))
    return split


def _held_out(pages: int, share: float) -> int:
    """At least one of two or more pages, never all."""
    return min(pages - 1, max(1, round(pages * share))) if pages >= 2 and share > 0 else 0


def _stored(source: Source, page: AnnotatedPage, *, synthetic: bool = False) -> TrainingPage:
    numbers = source.catalogue.numbers
    side = crop_side(source.catalogue.median_px)
    return training_page(
        page.name,
        page.rgb,
        np.array(page.boxes, dtype=np.float64).reshape(-1, 4),
        [numbers[label] for label in page.labels],
        scale=STORED_PX / (side * (page.scale or 1.0)),
        poses=page.poses,
        synthetic=synthetic,
    )


# --- what is measured and written -----------------------------------------------------------------


def _measured(
    model: Model, split: Split, params: TrainParams, notes: list[str], tick: Tick, *, cancelled: bool
) -> Model:
    """AP on held-out pages and calibration scores; after a cancel the user waits, so nothing is measured."""
    if cancelled:
        notes.append("not measured: training was cancelled")
        return model
    look = DetectParams(device=params.device)
    metrics: dict[str, Any] = {}
    kinds = (("scanned", split.held_out), ("synthetic", split.synthetic_held_out))
    scores = []
    for index, (kind, pages) in enumerate(kinds):
        part = SubTick(tick, index / 2, (index + 1) / 2)
        if not any(page.boxes for page in pages):
            continue
        try:
            found = evaluate(model, pages[:_MEASURED_PAGES], METRIC_IOUS, look, tick=SubTick(part, 0.0, 0.5))
            metrics[kind] = {
                "pages": found.pages,
                "instances": found.instances,
                "ap": {f"{level:g}": round(value, 4) for level, value in found.raw.ap.items()},
                "ap_refined": {
                    f"{level:g}": round(value, 4) for level, value in (found.refined or found.raw).ap.items()
                },
            }
            for page in pages:
                scores += calibration_scores(model, page, look, synthetic=kind == "synthetic", tick=part)
        except Cancelled:
            notes.append(f"not measured on {kind} pages: cancelled")
            break
    calibration = {
        "measure": "mean squared error of the reconstruction, 0..1",
        "scores": [one.as_dict() for one in scores],
    }
    return model.with_results(metrics=metrics, calibration=calibration)


def _settings(
    params: TrainParams, source: Source, outcomes: Sequence[StageOutcome], device: str, start: float
) -> dict[str, Any]:
    return {
        "program": f"autolabelme {__version__}",
        "training": params.as_dict(),
        "pages": [page.name for page in source.pages],
        "median_vignette_px": round(source.catalogue.median_px, 3),
        "crop_px": round(crop_side(source.catalogue.median_px), 3),
        "device": torch.cuda.get_device_name() if device == "cuda" else f"CPU, {os.cpu_count()} cores",
        "minutes": round((time.monotonic() - start) / 60, 2),
        "epochs": [len(outcome.rows) for outcome in outcomes],
        "stopped": [outcome.stopped for outcome in outcomes],
    }


def curves_csv(outcomes: Sequence[StageOutcome]) -> str:
    """The epochs of all stages as CSV."""
    rows = [row for outcome in outcomes for row in outcome.rows]
    more = sorted({name for row in rows for name in row} - set(_EPOCH_ROWS))
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, [*_EPOCH_ROWS, *more], lineterminator="\n", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()
