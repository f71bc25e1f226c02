"""From a catalogue to a model folder: pages, the two stages, held-out figures (DESIGN section 7).

`train` is a long job. Lightning is imported only when it runs.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from autolabelme import __version__
from autolabelme.core import weights
from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.messages import Message, told
from autolabelme.core.progress import SubTick, Tick, no_tick
from autolabelme.core.tables import csv_text
from autolabelme.core.writable import require_writable

from . import tuning
from .backbones import load_backbone
from .card import model_card
from .catalogue import Catalogue
from .data import STORED_PX, RandomCrops, TrainingPage, training_page
from .devices import device_of
from .evaluation import evaluate, known_only
from .model_folder import Model, load_model, save_model
from .network import DetectorNetwork, NetworkConfig
from .pace import seconds_a_crop
from .params import DetectParams, TrainParams, crop_side
from .presets import DECODER_SHARE, DETECTOR_SHARE, spans, stage_seconds
from .reconstruction import calibration_scores
from .sources import AnnotatedPage, Source, shown_by
from .synthesis import synthetic_pages
from .words import TrainWords as Say

if TYPE_CHECKING:
    from .loop import StageOutcome

MEASURING = told("Stages", "measuring on held-out pages")
NORMALS = told("Stages", "measuring normal impressions")
METRIC_IOUS = (0.5, 0.75, 0.9, 0.95)
_MEASURED_PAGES = 8
_MOST_SYNTHETIC_HELD_OUT = 24
_VALIDATION_CROPS = 16
_WORTH_MEASURING = 1000
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
    """Pages by use; held-out pages are never trained on. Synthetic ones to train on are stored small.

    `catalogue` is the source's with the pictures of the pages to train on: the press printed from these.
    """

    catalogue: Catalogue
    train: list[AnnotatedPage] = field(default_factory=list)
    held_out: list[AnnotatedPage] = field(default_factory=list)
    synthetic_train: list[TrainingPage] = field(default_factory=list)
    synthetic_held_out: list[AnnotatedPage] = field(default_factory=list)


def train(
    source: Source,
    params: TrainParams,
    folder: Path,
    *,
    resume: bool = False,
    tick: Tick = no_tick,
    on_epoch: Callable[[dict[str, float | int | str]], None] | None = None,
    on_network: Callable[[DetectorNetwork, RandomCrops], None] | None = None,
    on_note: Callable[[str], None] | None = None,
) -> TrainReport:
    """Train detector and decoder on `source` and write the model to `folder`.

    A cancel (from `tick`, or Ctrl-C) during training keeps the best so far and writes the model;
    before the first epoch has ended there is nothing to keep and `Cancelled` passes. `resume` goes on
    with an interrupted training of the same folder. Raises `InputError` for a catalogue without pages
    when no synthetic ones are asked for. `on_network` gets, before the first epoch, the network that is
    trained and the crops that it is checked on (for a `preview.Previewer`). `on_note` gets what is to be
    said about the data and the training as soon as it is known; the report has it, too.
    """
    from .loop import CHECKPOINT, run_stage

    start = time.monotonic()
    folder = Path(folder)
    for place in (folder, folder.parent):  # checkpoints lie beside the model
        require_writable(place)
    device = device_of(params.device)
    parts = spans(stage_seconds(params, len(source.pages), _crop_seconds(params, len(source.pages))))
    torch.manual_seed(params.seed)
    notes = _Notes(on_note)
    notes.extend(source.notes)
    if not source.pages and params.synthetic == 0:
        raise InputError("crops or a model alone cannot train: ask for synthetic pages")
    split = split_pages(source, params, notes, SubTick(tick, *parts["pages"]))
    source = replace(source, catalogue=split.catalogue)
    pages = [_stored(source, page) for page in split.train] + split.synthetic_train
    validation = [_stored(source, page, synthetic=True) for page in split.synthetic_held_out[:3]]
    dropped = sum(page.dropped for page in pages)
    if dropped:
        notes.append(Say.SMALL_BOX() if dropped == 1 else Say.SMALL_BOXES(count=dropped))
    if not any(len(page.boxes) for page in pages):
        raise InputError("no page is left to train on; hold out less or ask for synthetic pages")

    catalogue = source.catalogue
    shown = {int(number) for page in pages for number in page.labels}
    unseen = [label for label, number in catalogue.numbers.items() if number not in shown]
    if unseen:
        listed = ", ".join(unseen)
        notes.append(Say.LABEL_UNSEEN(label=listed) if len(unseen) == 1 else Say.LABELS_UNSEEN(labels=listed))
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
    here = parts["pages"][1]
    load_backbone(network, weights.load_state(_imagenet(params.backbone), tick=SubTick(tick, here, here)))
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
    checkpoints = sorted(work.glob(f"*/{CHECKPOINT}"))
    if resume and not checkpoints:
        notes.append(Say.NOTHING_TO_RESUME())
    if not resume:
        # A later resume must not take up a stage of the training before this one.
        for path in checkpoints:
            path.unlink()
    for name, stage, plan in _stages(network, params, device, work, resume, _digest(split, params)):
        outcome = run_stage(
            stage,
            crops,
            checks,
            plan,
            tick=SubTick(tick, *parts[name]),
            on_epoch=on_epoch,
            on_note=notes.append,
        )
        outcomes.append(outcome)
        stopped = outcome.stopped
        if outcome.stopped == "cancelled":
            if not any(one.best for one in outcomes):
                raise Cancelled
            notes.append(Say.CANCELLED(stage=told("Stages", name)))
            break
    network.eval()
    network.to(torch.device(device))
    model = Model(network, catalogue, _settings(params, source, split, outcomes, device, start))
    begin, end = parts["measuring"]
    middle = (begin + end) / 2
    rest = SubTick(tick, begin, middle)
    model = _measured(model, split, params, notes, rest, cancelled=stopped == "cancelled")
    save_model(model, folder, curves=curves_csv(outcomes), card=model_card(model, notes))
    model = load_model(folder)
    if stopped != "cancelled":
        shutil.rmtree(work, ignore_errors=True)
        _keep_normals(model, source, folder, notes, _saying(NORMALS, SubTick(tick, middle, end)))
    return TrainReport(model, folder, stopped, time.monotonic() - start, tuple(notes))


def _keep_normals(model: Model, source: Source, folder: Path, notes: list[str], tick: Tick) -> None:
    """Measure the catalogue's own impressions, so that the model can be inspected with at once."""
    # They import this module.
    from .inspection.normals import save_normals
    from .inspection.ssd_sight import normals_from_pages, with_impressions

    if not with_impressions(model.catalogue, source.pages):
        # The press needs no pages: what it prints is measured when it is first asked for.
        notes.append(Say.PRESS_NORMALS())
        return
    try:
        normals = normals_from_pages(model, source.pages, tick=tick)
    except (Cancelled, KeyboardInterrupt):
        notes.append(Say.NO_NORMALS())
        return
    save_normals(normals, folder)
    notes.append(Say.NORMALS(source=normals.source))


def _crop_seconds(params: TrainParams, pages: int) -> float:
    """Seconds a crop takes here; it matters only where a time limit may end a stage."""
    crops = params.epochs * params.crops_per_page * (pages + params.synthetic)
    return seconds_a_crop(params) if params.minutes is not None and crops >= _WORTH_MEASURING else 1e-6


def _imagenet(backbone: str) -> str:
    return {"mobilenet_v2": "mobilenet_v2_imagenet", "vgg16": "vgg16_imagenet"}[backbone]


def _stages(
    network: DetectorNetwork, params: TrainParams, device: str, work: Path, resume: bool, data: str
) -> list[Any]:
    from .loop import StagePlan
    from .training_stages import DecoderStage, DetectorStage, EndToEndStage

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
            data=data,
        )

    stages: list[Any] = [
        (
            "detector",
            DetectorStage(network, params.rate),
            plan("detector", params.epochs, DETECTOR_SHARE),
        )
    ]
    if params.decoder_epochs:
        stage = DecoderStage(network, params.rate_of_decoder)
        stages.append(("decoder", stage, plan("decoder", params.decoder_epochs, DECODER_SHARE)))
    if params.end_to_end:
        both = EndToEndStage(network, min(params.rate, params.rate_of_decoder, tuning.END_TO_END_RATE))
        stages.append(
            (
                "end to end",
                both,
                plan("end to end", max(1, params.decoder_epochs), DECODER_SHARE),
            )
        )
    return stages


class _Notes(list[str]):
    """Notes that are passed on when they come."""

    def __init__(self, on_note: Callable[[str], None] | None) -> None:
        super().__init__()
        self._on_note = on_note

    def append(self, note: str) -> None:
        super().append(note)
        if self._on_note is not None:
            self._on_note(note)

    def extend(self, notes: Iterable[str]) -> None:
        for note in notes:
            self.append(note)


def _saying(what: Message, tick: Tick) -> Tick:
    """`tick` with `what` is done before each stage: a detection names its own parts only."""

    def said(done: int, total: int, stage: str) -> None:
        tick(
            done,
            total,
            told("Stages", "{what}: {stage}", what=what, stage=told("Stages", stage)),
        )

    return said


def _digest(split: Split, params: TrainParams) -> str:
    """Which pages are trained on and which are held out: a resumed training must have the same."""
    value = {
        "train": sorted((page.key, len(page.boxes)) for page in split.train),
        "held out": sorted(page.key for page in split.held_out),
        "synthetic": [len(split.synthetic_train), len(split.synthetic_held_out), params.seed],
    }
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()


# --- pages ----------------------------------------------------------------------------------------


def split_pages(source: Source, params: TrainParams, notes: list[str], tick: Tick = no_tick) -> Split:
    """Pages to train on and pages held out, both kinds; what cannot be held out is said in `notes`.

    The press prints only what the pages to train on show. A label that stands on held-out pages alone is
    printed from there, so it counts as trained on and is taken from their truth.
    """
    rng = np.random.default_rng(params.seed)
    split = Split(source.catalogue)
    with_boxes = [page for page in source.pages if page.boxes]
    split.train = [page for page in source.pages if not page.boxes]
    wanted = _held_out(len(with_boxes), params.holdout)
    order = [with_boxes[i] for i in rng.permutation(len(with_boxes))]
    # Pages whose labels all stand elsewhere first: what else they show could not be calibrated on.
    for whole in (True, False) if params.synthetic else (True,):
        for page in order:
            held = [*split.held_out, page]
            if len(held) <= wanted and page not in split.held_out and _spare(held, order, whole=whole):
                split.held_out.append(page)
    split.train += [page for page in with_boxes if page not in split.held_out]
    if split.held_out:
        split.catalogue, trained = shown_by(source.catalogue, split.train)
        alone = sorted({label for page in split.held_out for label in page.labels} - trained)
        if alone:
            split.held_out = known_only(split.held_out, trained)
            notes.append(Say.HELD_OUT_ALONE(labels=", ".join(alone)))
    if len(split.held_out) < wanted:
        notes.append(Say.FEWER_HELD_OUT(count=len(split.held_out), wanted=wanted))
    if params.synthetic:
        count = min(_held_out(params.synthetic, params.holdout), _MOST_SYNTHETIC_HELD_OUT)
        made = synthetic_pages(split.catalogue, params.synthetic, seed=params.seed, tick=tick)
        for index, page in enumerate(made):
            shown = [one for one in page.truth if one.visible >= tuning.LEAST_VISIBLE]
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
    if not split.held_out and not split.synthetic_held_out:
        notes.append(Say.NONE_HELD_OUT())
    elif with_boxes and not split.held_out:
        notes.append(Say.NO_SCAN_HELD_OUT())
    return split


def _spare(held: Sequence[AnnotatedPage], pages: Sequence[AnnotatedPage], *, whole: bool) -> bool:
    """Whether `held` can be held out: the other pages show all of each page's labels, or at least some."""
    elsewhere = {label for page in pages if page not in held for label in page.labels}
    return all(
        set(page.labels) <= elsewhere if whole else bool(set(page.labels) & elsewhere) for page in held
    )


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
        notes.append(Say.NOT_MEASURED())
        return model
    look = DetectParams(device=params.device)
    tick = _saying(MEASURING, tick)
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
            for number, page in enumerate(pages):
                one = SubTick(part, 0.5 + 0.5 * number / len(pages), 0.5 + 0.5 * (number + 1) / len(pages))
                scores += calibration_scores(model, page, look, synthetic=kind == "synthetic", tick=one)
        except (Cancelled, KeyboardInterrupt):
            # Ctrl-C while the finished model is measured must not lose it.
            notes.append(Say.SCANNED_NOT_MEASURED() if kind == "scanned" else Say.SYNTHETIC_NOT_MEASURED())
            break
    calibration = {
        "measure": "mean squared error of the reconstruction, 0..1",
        "scores": [score.as_dict() for score in scores],
    }
    return model.with_results(metrics=metrics, calibration=calibration)


def _settings(
    params: TrainParams,
    source: Source,
    split: Split,
    outcomes: Sequence[StageOutcome],
    device: str,
    start: float,
) -> dict[str, Any]:
    boxes = {page.key: len(page.boxes) for page in source.pages}
    # A held-out page that alone shows a label was printed from: nothing may be calibrated on it.
    untouched = {page.key for page in split.held_out if len(page.boxes) == boxes[page.key]}
    untouched -= {page.key for page in split.train}
    trained = [page for page in source.pages if page.key not in untouched]
    return {
        "program": f"autolabelme {__version__}",
        "training": params.as_dict(),
        "pages": [page.name for page in trained],
        "page_sha256": [page.key for page in trained],
        "held_out": sorted(page.name for page in source.pages if page.key in untouched),
        "median_vignette_px": round(source.catalogue.median_px, 3),
        "crop_px": round(crop_side(source.catalogue.median_px), 3),
        "device": torch.cuda.get_device_name() if device == "cuda" else f"CPU, {os.cpu_count()} cores",
        "minutes": round((time.monotonic() - start + sum(one.earlier for one in outcomes)) / 60, 2),
        "epochs": [len(outcome.rows) for outcome in outcomes],
        "stopped": [outcome.stopped for outcome in outcomes],
    }


def curves_csv(outcomes: Sequence[StageOutcome]) -> str:
    """The epochs of all stages as CSV."""
    rows = [row for outcome in outcomes for row in outcome.rows]
    more = sorted({name for row in rows for name in row} - set(_EPOCH_ROWS))
    columns = [*_EPOCH_ROWS, *more]
    return csv_text(columns, ([row.get(name) for name in columns] for row in rows))
