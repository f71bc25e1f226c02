"""Training the fine networks on press ornaments: `autolabelme align train`.

pytorch-lightning runs the loop; it checkpoints every few minutes, resumes, and stops at a step or
wall-clock limit or when the user cancels, keeping the last weights. Only this module imports lightning.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytorch_lightning as lightning
import torch
from pytorch_lightning.callbacks import Callback, ModelCheckpoint
from pytorch_lightning.loggers import CSVLogger
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from autolabelme.core.arrays import F32
from autolabelme.core.errors import InputError
from autolabelme.core.opencv import cv2
from autolabelme.core.press.sorts import Sort, load_sorts
from autolabelme.core.progress import Tick, no_tick
from autolabelme.core.writable import require_writable

from . import tuning
from .atomic_checkpoints import AtomicCheckpoints
from .checkpoint import load_networks, read_pickle, save_networks
from .losses import supervised, to_cells, unsupervised
from .networks import RADIUS, FlowNetworks
from .params import TrainParams
from .prepare import ink_of
from .synthetic import bitonal, crop_with_flow, draw_ornament, impressions

WEIGHTS_NAME = "fine_flow.safetensors"
CHECKPOINT_NAME = "last.ckpt"
Crop = tuple[Tensor, Tensor, Tensor, Tensor]


@dataclass(frozen=True)
class TrainResult:
    """What training left behind."""

    weights: Path
    """float16 safetensors, as `--ransac-flow` and the bundled weights' place take them."""
    steps: int
    seconds: float
    error_px: float
    """Median flow error on held-out crops, pixels of the networks' image."""
    error_still_px: float
    """The same for no flow at all."""


@dataclass(frozen=True, eq=False)
class Impressions:
    """Three impressions of one ornament in register, at the networks' size; paper white 1, ink 0."""

    images: tuple[F32, ...]


def make_pool(
    sorts: tuple[Sort, ...], count: int, rng: np.random.Generator, *, tick: Tick = no_tick
) -> list[Impressions]:
    """Print `count` ornaments three times each: clean, worn, and hard or bitonal."""
    pool = []
    for number in range(count):
        tick(number, count, "printing the training ornaments")
        layout = draw_ornament(sorts, int(rng.integers(500, 1000)), rng)
        first, second = impressions(layout, sorts, ("clean", "worn"), rng)
        third, fourth = impressions(layout, sorts, ("hard", "worn"), rng)
        images = []
        for gray in (first, second, bitonal(fourth) if rng.random() < 0.4 else third):
            factor = tuning.NETWORK_SIDE / max(gray.shape)
            size = (round(gray.shape[1] * factor), round(gray.shape[0] * factor))
            small = cv2.resize(1 - ink_of(gray), size, interpolation=cv2.INTER_AREA)
            images.append(np.ascontiguousarray(small, dtype=np.float32))
        pool.append(Impressions(tuple(images)))
    return pool


class Crops(IterableDataset[Crop]):
    """Endless random crops of the pool: (source, reference, flow, matched), (C, side, side) each.

    One in eight pairs shows two different places: nothing matches there, and matchability must say so.
    """

    def __init__(self, pool: list[Impressions], params: TrainParams, seed: int) -> None:
        super().__init__()
        self._pool, self._params, self._seed = pool, params, seed

    def __iter__(self) -> Iterator[Crop]:
        rng = np.random.default_rng(self._seed)
        while True:
            yield self._draw(rng)

    def _draw(self, rng: np.random.Generator) -> Crop:
        side = self._params.crop
        chosen = self._pool[int(rng.integers(len(self._pool)))]
        first, second = rng.permutation(len(chosen.images))[:2]
        images = [_at_least(chosen.images[index], side) for index in (first, second)]
        source, reference, flow = crop_with_flow(images[0], images[1], side, self._params.displacement, rng)
        y, x = np.mgrid[0:side, 0:side]
        there = np.stack([x, y], axis=-1) + flow
        inside = ((there >= 0) & (there <= side - 1)).all(axis=-1)
        if rng.random() < 0.125:
            stranger = self._pool[int(rng.integers(len(self._pool)))]
            source, _, _ = crop_with_flow(
                _at_least(stranger.images[0], side), _at_least(stranger.images[0], side), side, 8.0, rng
            )
            inside = np.zeros_like(inside)
        return (
            torch.from_numpy(source)[None].expand(3, -1, -1),
            torch.from_numpy(reference)[None].expand(3, -1, -1),
            torch.from_numpy(np.ascontiguousarray(flow.transpose(2, 0, 1))),
            torch.from_numpy(inside.astype(np.float32))[None],
        )


def _at_least(image: F32, side: int) -> F32:
    down, right = max(0, side - image.shape[0]), max(0, side - image.shape[1])
    if not (down or right):
        return image
    padded = cv2.copyMakeBorder(image, 0, down, 0, right, cv2.BORDER_CONSTANT, value=1.0)
    return np.asarray(padded, dtype=np.float32)


class Trainee(lightning.LightningModule):
    """The networks with their losses and optimiser."""

    def __init__(self, networks: FlowNetworks, params: TrainParams) -> None:
        super().__init__()
        self.networks = networks
        self._params = params

    def training_step(self, batch: Crop, _index: int) -> Tensor:
        source, reference, flow, matched = batch
        both_ways = self._params.loss != "supervised"
        output = self.networks(source, reference, both_ways=both_ways)
        total = torch.zeros((), device=source.device)
        if self._params.loss != "unsupervised":
            known = supervised(output, flow, matched)
            total = total + known.total
            self.log_dict({f"known_{name}": part.detach() for name, part in known.parts.items()})
        if both_ways:
            own = unsupervised(output, source, reference)
            weight = 1.0 if self._params.loss == "unsupervised" else self._params.unsupervised_weight
            total = total + weight * own.total
            self.log_dict({f"own_{name}": part.detach() for name, part in own.parts.items()})
        self.log("loss", total.detach(), prog_bar=True)
        return total

    def configure_optimizers(self) -> Any:
        rate = self._params.learning_rate
        optimiser = torch.optim.Adam(self.parameters(), lr=rate)
        warm = max(1, min(100, self._params.steps // 20))

        def factor(step: int) -> float:
            if step < warm:
                return (step + 1) / warm
            share = min(1.0, (step - warm) / max(1, self._params.steps - warm))
            return float(0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * share)))

        schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, factor)
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}


class _Watch(Callback):
    """Report, cancel, stop at the wall-clock limit, and leave usable weights every few minutes."""

    def __init__(self, params: TrainParams, output: Path, tick: Tick) -> None:
        self._params, self._output, self._tick = params, output, tick
        self.start = self._saved = time.monotonic()

    def on_train_batch_end(self, trainer: Any, module: Any, *_: Any) -> None:
        now = time.monotonic()
        self._tick(trainer.global_step, self._params.steps, "training")
        if now - self._saved > 60 * self._params.save_minutes:
            self._saved = now
            trainer.save_checkpoint(self._output / CHECKPOINT_NAME)
            save_networks(module.networks, self._output / WEIGHTS_NAME)
        if self._params.minutes and now - self.start > 60 * self._params.minutes:
            trainer.should_stop = True


def train(
    params: TrainParams,
    output: Path,
    *,
    resume: bool = False,
    start_from: Path | None = None,
    sorts: tuple[Sort, ...] | None = None,
    tick: Tick = no_tick,
) -> TrainResult:
    """Train and write `fine_flow.safetensors` into `output` (checkpoints and a CSV log beside it).

    `resume` goes on from the last checkpoint in `output` (`InputError` when there is none);
    `start_from` begins with the weights of a checkpoint, official or ours. `Cancelled` from `tick`
    passes, after the weights so far are saved.
    """
    require_writable(output)
    output.mkdir(parents=True, exist_ok=True)
    last = output / CHECKPOINT_NAME
    if resume and not last.is_file():
        raise InputError("no checkpoint to resume from", path=last)
    if params.threads:
        torch.set_num_threads(params.threads)
    lightning.seed_everything(params.seed, verbose=False)
    networks = FlowNetworks()
    if start_from is not None:
        networks.load_state_dict(load_networks(start_from).networks.state_dict())
    rng = np.random.default_rng(params.seed)
    chosen = load_sorts() if sorts is None else sorts
    pool = make_pool(chosen, params.ornaments, rng, tick=tick)
    held_out = make_pool(chosen, max(2, min(12, params.ornaments // 10)), rng)
    watch = _Watch(params, output, tick)
    on_gpu = params.device == "cuda" or (params.device == "auto" and torch.cuda.is_available())
    trainer = lightning.Trainer(
        max_steps=params.steps,
        max_epochs=-1,
        accelerator="gpu" if on_gpu else "cpu",
        devices=1,
        # bfloat16 keeps float32's range: no loss scaling, and twice as fast where the CPU knows it.
        precision="bf16-mixed",
        gradient_clip_val=1.0,
        callbacks=[watch, ModelCheckpoint(save_top_k=0)],
        plugins=[AtomicCheckpoints()],
        logger=CSVLogger(str(output), name="log", version=""),
        log_every_n_steps=10,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainee = Trainee(networks.to(memory_format=torch.channels_last), params)
    # A resumed run sees new crops: the stream's seed goes on with the step.
    seed = params.seed + 1 + (_step_of(last) if resume else 0)
    loader = DataLoader(Crops(pool, params, seed), batch_size=params.batch, num_workers=0)
    try:
        trainer.fit(
            trainee, loader, ckpt_path=str(last) if resume else None, weights_only=True if resume else None
        )
    finally:
        save_networks(networks, output / WEIGHTS_NAME)
    trainer.save_checkpoint(last)
    error, still = held_out_error(networks, held_out, params)
    seconds = time.monotonic() - watch.start
    return TrainResult(output / WEIGHTS_NAME, int(trainer.global_step), seconds, error, still)


def _step_of(checkpoint: Path) -> int:
    step = read_pickle(checkpoint).get("global_step")
    if not isinstance(step, int):
        raise InputError("cannot be resumed from", path=checkpoint, field="global_step")
    return step


def held_out_error(
    networks: FlowNetworks, pool: list[Impressions], params: TrainParams, crops: int = 24
) -> tuple[float, float]:
    """Median flow error on crops of `pool`, and that of no flow, where they match; pixels of the crops."""
    was_training = networks.training
    networks.eval()
    errors, still = [], []
    stream = iter(Crops(pool, params, params.seed + 77_777))
    device = next(networks.parameters()).device
    with torch.inference_mode():
        for _ in range(crops):
            source, reference, flow, matched = (item[None].to(device) for item in next(stream))
            output = networks(source, reference)
            cells = to_cells(output.flow)
            rows, columns = cells.shape[2:]
            truth = torch.nn.functional.interpolate(
                flow, (rows, columns), mode="bilinear", align_corners=True
            )
            there = torch.nn.functional.interpolate(
                matched, (rows, columns), mode="bilinear", align_corners=True
            )
            valid = (there[:, 0] > 0.5) & (truth.abs().amax(dim=1) <= 8 * RADIUS)
            pixels = (
                cells
                * torch.tensor([(8 * columns - 1) / columns, (8 * rows - 1) / rows], device=device)[
                    None, :, None, None
                ]
            )
            errors.append((pixels - truth).norm(dim=1)[valid])
            still.append(truth.norm(dim=1)[valid])
    networks.train(was_training)
    return float(torch.cat(errors).median()), float(torch.cat(still).median())
