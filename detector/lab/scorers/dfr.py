"""DFR: deep feature reconstruction (Yang, Shi and Qi 2020).

Features of several layers, averaged and concatenated, are rebuilt by an autoencoder of 1x1 convolutions
(linear layers on each place) whose latent size is what PCA needs for most of the variance. What it cannot
rebuild was not in the normals. One autoencoder learns each vignette; crops are laid on their normals first,
and a patch's place is told to the autoencoder: a lost stroke leaves paper, which is normal elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autolabelme.core.arrays import U8
from autolabelme.core.params import Params, param
from autolabelme.core.progress import SubTick, Tick, no_tick

from .. import tuning
from .base import Normals, Scored, check_normals, fitted_of, image_score
from .features import BACKBONES, enlarged, features, grid_of
from .frames import Stack, joint_stacks


@dataclass(frozen=True)
class DfrParams(Params):
    """What is rebuilt, by how much."""

    backbone: str = param("mobilenet_v2", choices=BACKBONES, help="Whose features")
    side: int = param(176, minimum=32, maximum=512, unit="px", help="Longer side as the backbone sees it")
    variance: float = param(0.9, minimum=0.1, maximum=0.999, help="Share of variance that the code keeps")
    steps: int = param(150, minimum=1, maximum=20000, help="Training steps for each vignette")
    rate: float = param(2e-3, minimum=1e-6, maximum=1.0, help="Adam's learning rate")
    place: int = param(4, minimum=0, maximum=16, help="Waves that tell a patch's place; 0 is as published")


@dataclass(frozen=True)
class DfrScorer:
    """Fits one feature autoencoder for each vignette."""

    params: DfrParams = DfrParams()
    name: str = "dfr"
    least_normals: int = 1

    def fit(self, normals: Normals, *, seed: int = 0, tick: Tick = no_tick) -> FittedDfr:
        """See `base.Scorer.fit`; `seed` draws the weights and the batches."""
        check_normals(normals, self.least_normals, self.name)
        stacks = joint_stacks(normals, tick=SubTick(tick, 0.0, 0.2))
        known = {}
        for number, (vignette, stack) in enumerate(stacks.items()):
            span = SubTick(tick, 0.2 + 0.8 * number / len(stacks), 0.2 + 0.8 * (number + 1) / len(stacks))
            known[vignette] = _learned(stack, self.params, seed, span)
        tick(1, 1, "learning features")
        return FittedDfr(known, self.params)


class FeatureAutoencoder(nn.Module):
    """1x1 convolutions C -> (C + d) / 2 -> 2d -> d and back, on places (N, C); `place` more inputs."""

    def __init__(self, channels: int, latent: int, place: int) -> None:
        super().__init__()
        middle, near = (channels + latent) // 2, 2 * latent
        self.encoder = nn.Sequential(
            nn.Linear(channels, middle),
            nn.ReLU(),
            nn.Linear(middle, near),
            nn.ReLU(),
            nn.Linear(near, latent),
        )
        self.decoder = nn.Sequential(
            nn.Linear(latent + place, near),
            nn.ReLU(),
            nn.Linear(near, middle),
            nn.ReLU(),
            nn.Linear(middle, channels),
        )

    def forward(self, points: Tensor, places: Tensor) -> Tensor:
        """Rebuilt features (N, C)."""
        rebuilt: Tensor = self.decoder(torch.cat([self.encoder(points), places], dim=1))
        return rebuilt


@dataclass(frozen=True, eq=False)
class _Known:
    stack: Stack
    network: FeatureAutoencoder
    mean: Tensor
    std: Tensor
    scale: float


@dataclass(frozen=True, eq=False)
class FittedDfr:
    """`known`: the autoencoder of each vignette."""

    known: Mapping[str, _Known]
    params: DfrParams

    def score(self, crop: U8, vignette: str) -> Scored:
        """See `base.FittedScorer`, crop uint8 (H, W); the map counts in errors that normals reach."""
        known = fitted_of(self.known, vignette)
        ink, found = known.stack.laid(crop)
        grid = features(ink, self.params.side, self.params.backbone)
        points = (grid.flatten(0, 1) - known.mean) / known.std
        places = _waves(grid_of(known.stack.shape, self.params.side), self.params.place)
        errors = _errors(known.network, points, places) / known.scale
        values = np.maximum(found.back(enlarged(errors.view(grid.shape[:2]), known.stack.shape)), 0)
        return Scored(values, image_score(values))


def latent_size(points: Tensor, variance: float) -> int:
    """How many principal components of points (n, C) hold that share of their variance, 2 at least."""
    values = torch.linalg.eigvalsh(torch.cov(points.T)).flip(0).clamp(min=0)
    kept = torch.cumsum(values, 0) / values.sum().clamp(min=1e-12)
    return max(2, min(tuning.DFR_LONGEST, int((kept < variance).sum()) + 1))


def _learned(stack: Stack, params: DfrParams, seed: int, tick: Tick) -> _Known:
    stage = "learning features"
    tick(0, params.steps, stage)
    grids = [features(ink, params.side, params.backbone) for ink in stack.levelled]
    flat = torch.cat([grid.flatten(0, 1) for grid in grids])
    mean, std = flat.mean(0), flat.std(0) + 1e-3
    points = (flat - mean) / std
    places = _waves(grid_of(stack.shape, params.side), params.place).repeat(len(grids), 1)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = FeatureAutoencoder(points.shape[1], latent_size(points, params.variance), places.shape[1])
    optimizer = torch.optim.Adam(network.parameters(), lr=params.rate)
    chance = torch.Generator().manual_seed(seed)
    for step in range(params.steps):
        if step % 25 == 0:
            tick(step, params.steps, stage)
        chosen = torch.randint(len(points), (tuning.DFR_BATCH,), generator=chance)
        loss = F.mse_loss(network(points[chosen], places[chosen]), points[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    network.requires_grad_(False).eval()
    own = _errors(network, points, places)
    scale = float(torch.quantile(own[: 2**20], tuning.DFR_NORMAL)) + 1e-6
    return _Known(stack, network, mean, std, scale)


def _errors(network: FeatureAutoencoder, points: Tensor, places: Tensor) -> Tensor:
    with torch.inference_mode():
        errors: Tensor = (network(points, places) - points).square().mean(dim=1)
    return errors


def _waves(grid: tuple[int, int], count: int) -> Tensor:
    """Sines and cosines of a cell's place, float32 (rows * columns, 4 * count)."""
    if count == 0:
        return torch.zeros(grid[0] * grid[1], 0)
    rows, columns = torch.meshgrid(torch.arange(grid[0]), torch.arange(grid[1]), indexing="ij")
    place = torch.stack([rows, columns], dim=-1).flatten(0, 1).float() / max(grid)
    angles = (place[:, :, None] * torch.pi * 2.0 ** torch.arange(count)).flatten(1)
    return torch.cat([angles.sin(), angles.cos()], dim=1)
