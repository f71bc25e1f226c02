"""Runs one training stage with Lightning: progress, cancel, time limit, early stop, checkpoints, OOM.

What is special: *Cancel and Ctrl-C keep the best* (Lightning would exit the process), a batch that does
not fit into the GPU's memory is halved, and a time limit lets the learning rate fall before the end.
"""

from __future__ import annotations

import logging
import math
import os
import pickle
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytorch_lightning as pl
import torch
from pytorch_lightning.callbacks import Callback, ModelCheckpoint
from pytorch_lightning.utilities.memory import is_oom_error
from torch import Tensor
from torch.utils.data import DataLoader

from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.messages import Message, told
from autolabelme.core.progress import Tick
from ransac_gui.core.atomic_checkpoints import AtomicCheckpoints

from . import tuning
from .data import RandomCrops, Sample, collate
from .training_stages import Stage
from .words import TrainWords as Say

CHECKPOINT = "last.ckpt"
_LEAST_BATCH = 2  # batch normalisation of the 1x1 map needs two values
_WORKERS_ON_GPU = 4
# cuDNN and cuBLAS say so in their own words when there is no room for their workspace.
_NO_ROOM = ("CUDNN_STATUS_ALLOC_FAILED", "CUBLAS_STATUS_ALLOC_FAILED", "out of memory")

_NAMES = {
    "detector": told("Stages", "detector"),
    "decoder": told("Stages", "decoder"),
    "end to end": told("Stages", "detector and decoder"),
}

Row = dict[str, float | int | str]


@dataclass
class StageOutcome:
    """How a stage went; `best` is the state of its network at the lowest (validation) loss.

    Of a resumed training, `rows` and `best` are those of the whole; `earlier` are the seconds of the part
    before.
    """

    stopped: str = "epochs"  # epochs | early | time | cancelled
    rows: list[Row] = field(default_factory=list)
    best: dict[str, Tensor] = field(default_factory=dict)
    best_loss: float = math.inf
    batch: int = 0
    notes: list[str] = field(default_factory=list)
    earlier: float = 0.0


@dataclass(frozen=True)
class StagePlan:
    """What a stage is allowed: epochs, crops a step, device, time, and where checkpoints go.

    `data` names what is trained on: a checkpoint of other data is not resumed from. `workers` are
    processes that cut crops; None: four for a GPU, none for a CPU, which they would only share.
    """

    name: str
    epochs: int
    batch: int
    device: str
    folder: Path
    minutes: float | None = None
    patience: int = 6
    resume: bool = False
    precision: str = ""  # Lightning's word; empty: mixed on a GPU, full on a CPU
    data: str = ""
    workers: int | None = None


def run_stage(
    stage: Stage,
    train: RandomCrops,
    validation: RandomCrops | None,
    plan: StagePlan,
    *,
    tick: Tick,
    on_epoch: Callable[[Row], None] | None = None,
    on_note: Callable[[str], None] | None = None,
) -> StageOutcome:
    """Train `stage`; afterwards its network holds the best state.

    `tick` is called after every step; when it raises `Cancelled` the stage ends and the outcome says
    so. `on_epoch` gets a row of figures after each epoch (for live curves), `on_note` what is to be said
    at once. Raises `InputError` when a checkpoint to resume from cannot be used, or when even the
    smallest batch does not fit into memory.
    """
    batch = min(plan.batch, max(_LEAST_BATCH, len(train)))
    outcome = StageOutcome()
    resume = plan.resume
    if not resume:
        # Running out of memory resumes, too, and must not find an older training's checkpoint.
        (plan.folder / CHECKPOINT).unlink(missing_ok=True)
    while True:
        watch = _Watch(stage, train, plan, outcome, tick, on_epoch)
        if _fits(stage, train, validation, plan, batch, watch, resume):
            break
        # The failed step's tensors hung on its exception, which is gone by now.
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        note = Say.OUT_OF_MEMORY(crops=batch, fewer=batch // 2)
        outcome.notes.append(note)
        if on_note is not None:
            on_note(Say.OF_STAGE(stage=plan.name, note=note))
        batch //= 2
        resume = (plan.folder / CHECKPOINT).is_file()
    outcome.batch = batch
    if outcome.best:
        stage.network.load_state_dict(outcome.best)
    return outcome


def _words(plan: StagePlan, trainer: pl.Trainer, *, checking: bool = False) -> Message:
    stage = _NAMES.get(plan.name, plan.name)
    values = {"stage": stage, "epoch": trainer.current_epoch + 1, "epochs": plan.epochs}
    if checking:
        return told("Stages", "{stage}: epoch {epoch} of {epochs}, looking at held-out crops", **values)
    return told("Stages", "{stage}: epoch {epoch} of {epochs}", **values)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether `error` says that a GPU's (or the) memory is full, in any of the libraries' ways."""
    if isinstance(error, torch.cuda.OutOfMemoryError) or is_oom_error(error):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in _NO_ROOM)


def _fits(
    stage: Stage,
    train: RandomCrops,
    validation: RandomCrops | None,
    plan: StagePlan,
    batch: int,
    watch: _Watch,
    resume: bool,
) -> bool:
    """Train with `batch` crops a step; False when they do not fit into memory and half of them may."""
    try:
        _fit(stage, train, validation, plan, batch, watch, resume)
    except RuntimeError as error:
        if not is_out_of_memory(error):
            raise
        if batch // 2 < _LEAST_BATCH:
            raise InputError(
                "out of memory even with {batch} crops a step; use another device", batch=batch
            ) from error
        return False
    return True


def _fit(
    stage: Stage,
    train: RandomCrops,
    validation: RandomCrops | None,
    plan: StagePlan,
    batch: int,
    watch: _Watch,
    resume: bool,
) -> None:
    on_gpu = plan.device.startswith("cuda")
    checkpoint = plan.folder / CHECKPOINT
    if resume and not checkpoint.is_file():
        resume = False
    workers = plan.workers
    if workers is None:
        workers = min(_WORKERS_ON_GPU, os.cpu_count() or 1) if on_gpu else 0

    def loader(crops: RandomCrops, shuffle: bool) -> DataLoader[Sample]:
        return DataLoader(
            crops,
            batch_size=batch,
            shuffle=shuffle,
            drop_last=shuffle,
            collate_fn=collate,
            num_workers=workers,
        )

    # `save_last` alone saves nothing until a training ends; a file named "last" is written every epoch.
    keep = _WholeEpochs(
        watch,
        dirpath=plan.folder,
        filename="last",
        save_top_k=1,
        enable_version_counter=False,
        save_on_train_epoch_end=True,
    )
    with _quiet(), _interrupts_are_cancels(watch):
        trainer = pl.Trainer(
            accelerator="gpu" if on_gpu else "cpu",
            devices=1,
            precision=plan.precision or ("16-mixed" if on_gpu else "32-true"),  # type: ignore[arg-type]
            max_epochs=plan.epochs,
            min_epochs=0,  # Lightning's 1 would put off a cancel to the end of the first epoch
            logger=False,
            callbacks=[watch, keep],
            plugins=[AtomicCheckpoints()],
            enable_progress_bar=False,
            enable_model_summary=False,
            num_sanity_val_steps=0,
            default_root_dir=plan.folder,
            gradient_clip_val=tuning.GRADIENT,
        )
        try:
            trainer.fit(
                stage,
                loader(train, shuffle=True),
                None if validation is None else loader(validation, shuffle=False),
                ckpt_path=checkpoint if resume else None,
                weights_only=True,
            )
        except (RuntimeError, KeyError, OSError, EOFError, pickle.UnpicklingError) as error:
            if resume and not is_out_of_memory(error) and not watch.started:
                raise InputError(
                    "cannot be resumed from: it is damaged or belongs to another training", path=checkpoint
                ) from error
            raise


class _WholeEpochs(ModelCheckpoint):
    """Saves after whole epochs only: resuming would take half an epoch for a whole one."""

    def __init__(self, watch: _Watch, **options: Any) -> None:
        super().__init__(**options)
        self._watch = watch

    def on_train_epoch_end(self, trainer: pl.Trainer, pl_module: pl.LightningModule) -> None:
        if self._watch.outcome.stopped != "cancelled":
            super().on_train_epoch_end(trainer, pl_module)


class _Watch(Callback):
    """Progress, cancel, time limit, early stop and the best state, after steps and epochs.

    All that it knows goes into the checkpoints: a resumed training keeps the best of the whole, its
    curves, its clock, and does not go on with a stage that had ended.
    """

    def __init__(
        self,
        stage: Stage,
        crops: RandomCrops,
        plan: StagePlan,
        outcome: StageOutcome,
        tick: Tick,
        on_epoch: Callable[[Row], None] | None,
    ) -> None:
        self.stage = stage
        self.crops = crops
        self.plan = plan
        self.outcome = outcome
        self.tick = tick
        self.on_epoch = on_epoch
        self.start = self.epoch_start = time.monotonic()
        self.fallen = False
        self.started = False
        self.waited = 0
        self.reached = (0, 0)
        self.ended = ""

    def state_dict(self) -> dict[str, Any]:
        """For the checkpoint of an epoch; plain values and tensors, as `weights_only` asks."""
        return {
            "network": self._network(),
            "data": self.plan.data,
            "rows": self.outcome.rows,
            "best": self.outcome.best,
            "best_loss": self.outcome.best_loss,
            "seconds": time.monotonic() - self.start,
            "waited": self.waited,
            "fallen": self.fallen,
            "ended": self.outcome.stopped if self.outcome.stopped in ("early", "time") else "",
        }

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Go on where a checkpoint stands; `InputError` when it is of another network or other data."""
        path = self.plan.folder / CHECKPOINT
        if state_dict["network"] != self._network():
            raise InputError("cannot be resumed from: it is of another network", path=path, field="network")
        if state_dict["data"] != self.plan.data:
            raise InputError(
                "cannot be resumed from: other pages were trained on and held out; ask for the same "
                "catalogue, synthetic pages, share held out and seed",
                path=path,
                field="data",
            )
        self.outcome.rows[:] = state_dict["rows"]
        self.outcome.best = state_dict["best"]
        self.outcome.best_loss = state_dict["best_loss"]
        self.outcome.earlier = float(state_dict["seconds"])
        self.start -= self.outcome.earlier
        self.waited = state_dict["waited"]
        self.fallen = state_dict["fallen"]
        self.ended = state_dict["ended"]
        # Before Lightning makes the first batches, which it does before the epoch starts.
        self.crops.epoch = len(self.outcome.rows)

    def _network(self) -> dict[str, Any]:
        config = self.stage.network.config.as_dict()
        return {**config, "labels": list(config["labels"])}

    def on_train_start(self, trainer: pl.Trainer, _module: pl.LightningModule) -> None:
        if self.ended:
            self._stop(trainer, self.ended)

    def on_train_epoch_start(self, trainer: pl.Trainer, _module: pl.LightningModule) -> None:
        self.epoch_start = time.monotonic()
        self.started = True
        self.crops.epoch = trainer.current_epoch

    def on_train_batch_end(
        self, trainer: pl.Trainer, _module: Any, _outputs: Any, _batch: Any, index: int
    ) -> None:
        steps = int(trainer.num_training_batches)
        done, total = trainer.current_epoch * steps + index + 1, self.plan.epochs * steps
        if self.plan.minutes is not None:
            share = (time.monotonic() - self.start) / (60 * self.plan.minutes)
            done, total = max(done, int(share * total)), total
            if share >= 1:
                self._stop(trainer, "time")
            elif share >= tuning.FALL_AT and not self.fallen:
                self.fallen = True
                for group in trainer.optimizers[0].param_groups:
                    group["lr"] *= tuning.PLATEAU_FALL
        self.reached = (min(done, total), total)
        try:
            self.tick(*self.reached, _words(self.plan, trainer))
        except Cancelled:
            self._stop(trainer, "cancelled")

    def on_validation_batch_end(self, trainer: pl.Trainer, *_args: Any, **_kwargs: Any) -> None:
        try:
            self.tick(*self.reached, _words(self.plan, trainer, checking=True))
        except Cancelled:
            self._stop(trainer, "cancelled")

    def on_train_epoch_end(self, trainer: pl.Trainer, module: pl.LightningModule) -> None:
        if self.outcome.stopped == "cancelled":
            return  # half an epoch's loss cannot be compared with a whole one's
        figures = {name: float(value) for name, value in trainer.callback_metrics.items()}
        row: Row = {
            "stage": self.plan.name,
            "epoch": trainer.current_epoch + 1,
            "seconds": round(time.monotonic() - self.epoch_start, 2),
            "learning_rate": float(trainer.optimizers[0].param_groups[0]["lr"]),
            **figures,
        }
        self.outcome.rows.append(row)
        loss = figures.get("val_loss", figures.get("loss", math.inf))
        if loss < self.outcome.best_loss or not self.outcome.best:
            self.waited = 0
            self.outcome.best_loss = loss
            assert isinstance(module, Stage)
            self.outcome.best = {
                name: value.detach().to("cpu", copy=True)
                for name, value in module.network.state_dict().items()
            }
        else:
            self.waited += 1
            if self.waited >= self.plan.patience:
                self._stop(trainer, "early")
        if self.on_epoch is not None:
            self.on_epoch(row)

    def _stop(self, trainer: pl.Trainer, why: str) -> None:
        if not trainer.should_stop:
            self.outcome.stopped = why
        trainer.should_stop = True

    def cancelled(self) -> None:
        """Ctrl-C reached Lightning before `tick`."""
        self.outcome.stopped = "cancelled"


@contextmanager
def _interrupts_are_cancels(watch: _Watch) -> Iterator[None]:
    """Lightning answers Ctrl-C with `exit(1)` and mutes further ones; both are undone here."""
    import signal
    import threading

    main = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGINT) if main else None
    try:
        yield
    except (SystemExit, KeyboardInterrupt):
        watch.cancelled()
    finally:
        if main and before is not None:
            signal.signal(signal.SIGINT, before)


@contextmanager
def _quiet() -> Iterator[None]:
    """Lightning's advice to developers is no news to historians."""
    log = logging.getLogger("pytorch_lightning")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", category=UserWarning, module="pytorch_lightning.*")
            warnings.filterwarnings("ignore", message=".*does not have many workers.*")
            yield
    finally:
        log.setLevel(level)
