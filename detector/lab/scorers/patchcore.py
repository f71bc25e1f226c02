"""PatchCore: distance to the nearest normal patch in pretrained features (Roth et al. 2022).

A greedy coreset of the normals' patches is kept; a patch's distance to it is reweighed by how dense the
memory is there. Two things differ, because a lost stroke leaves paper that is a perfectly normal patch
elsewhere: crops are laid on their normals first, and a patch's place counts among its features
(`place` 0 is the published method). Few normals are joined by shifted and blurred copies.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2
from autolabelme.core.params import Params, param
from autolabelme.core.progress import SubTick, Tick, no_tick

from .. import tuning
from .base import Normals, Scored, check_normals, fitted_of, image_score
from .features import BACKBONES, enlarged, features, grid_of
from .frames import Stack, joint_stacks


@dataclass(frozen=True)
class PatchCoreParams(Params):
    """How much is remembered."""

    backbone: str = param("mobilenet_v2", choices=BACKBONES, help="Whose features")
    side: int = param(176, minimum=32, maximum=512, unit="px", help="Longer side as the backbone sees it")
    coreset: float = param(0.1, minimum=0.001, maximum=1.0, help="Share of the patches that is kept")
    most: int = param(600, minimum=10, maximum=20000, help="Most patches kept of a vignette")
    neighbours: int = param(5, minimum=1, maximum=50, help="Neighbours that the reweighing looks at")
    place: float = param(
        1.0,
        minimum=0.0,
        maximum=20.0,
        help="Weight of a patch's place: 1 is a typical feature distance a "
        "twentieth of the vignette away; 0 is as published",
    )


@dataclass(frozen=True)
class PatchCoreScorer:
    """Fits one memory for each vignette."""

    params: PatchCoreParams = PatchCoreParams()
    name: str = "patchcore"
    least_normals: int = 1

    def fit(self, normals: Normals, *, seed: int = 0, tick: Tick = no_tick) -> FittedPatchCore:
        """See `base.Scorer.fit`; `seed` draws the projection and the first patch of the coreset."""
        check_normals(normals, self.least_normals, self.name)
        stacks = joint_stacks(normals, tick=SubTick(tick, 0.0, 0.3))
        known = {}
        for number, (vignette, stack) in enumerate(stacks.items()):
            SubTick(tick, 0.3, 1.0)(number, len(stacks), "remembering patches")
            known[vignette] = _Memory.of(stack, self.params, seed)
        tick(1, 1, "remembering patches")
        return FittedPatchCore(known, self.params)


@dataclass(frozen=True, eq=False)
class _Memory:
    """`kept` float32 (m, channels + 2) patches of the coreset; `scale` what makes a distance 1."""

    stack: Stack
    mean: Tensor
    std: Tensor
    place: float
    kept: Tensor
    scale: float

    @classmethod
    def of(cls, stack: Stack, params: PatchCoreParams, seed: int) -> _Memory:
        pictures = _varied(stack.levelled)
        grids = [features(ink, params.side, params.backbone) for ink in pictures]
        flat = torch.cat([grid.flatten(0, 1) for grid in grids])
        mean, std = flat.mean(0), flat.std(0) + 1e-3
        standard = (flat - mean) / std / flat.shape[1] ** 0.5
        grid = grid_of(stack.shape, params.side)
        # A place a twentieth of the vignette away is as far as two random patches, times the weight.
        place = params.place * 20.0 * float(standard.std(0).norm())
        points = torch.cat([standard, place * _places(grid).repeat(len(pictures), 1)], dim=1)
        count = min(params.most, max(params.neighbours + 1, round(params.coreset * len(points))), len(points))
        kept = points[greedy_coreset(points, count, seed)]
        # Normal impressions lie within this of the memory; the map counts in it.
        own = _nearest(points[: grid[0] * grid[1] * len(stack.ink)], kept)
        scale = float(torch.quantile(own, tuning.PATCH_NORMAL)) + float(own.mean()) + 1e-6
        return cls(stack, mean, std, place, kept, scale)

    def points(self, ink: F32, params: PatchCoreParams) -> Tensor:
        found = features(ink, params.side, params.backbone)
        standard = (found.flatten(0, 1) - self.mean) / self.std / found.shape[2] ** 0.5
        grid = grid_of(self.stack.shape, params.side)
        return torch.cat([standard, self.place * _places(grid)], dim=1)


@dataclass(frozen=True, eq=False)
class FittedPatchCore:
    """`known`: the memory of each vignette."""

    known: Mapping[str, _Memory]
    params: PatchCoreParams

    def score(self, crop: U8, vignette: str) -> Scored:
        """See `base.FittedScorer`, crop uint8 (H, W); the map counts in distances that normals reach."""
        memory = fitted_of(self.known, vignette)
        ink, found = memory.stack.laid(crop)
        points = memory.points(ink, self.params)
        distances = reweighed(points, memory.kept, self.params.neighbours) / memory.scale
        grid = grid_of(memory.stack.shape, self.params.side)
        values = found.back(enlarged(distances.view(grid), memory.stack.shape))
        values = np.maximum(values, 0)
        return Scored(values, image_score(values))


def greedy_coreset(points: Tensor, count: int, seed: int = 0) -> Tensor:
    """Indices (count,) of a greedy k-centre coreset of points (n, d): each next one lies farthest from all.

    Distances are taken after a random projection (Johnson and Lindenstrauss), as in the paper.
    """
    chance = torch.Generator().manual_seed(seed)
    if points.shape[1] > tuning.PROJECTED:
        projection = torch.randn(points.shape[1], tuning.PROJECTED, generator=chance)
        projection /= tuning.PROJECTED**0.5
        points = points @ projection
    chosen = [int(torch.randint(len(points), (1,), generator=chance))]
    nearest = (points - points[chosen[0]]).square().sum(1)
    for _ in range(count - 1):
        chosen.append(int(nearest.argmax()))
        nearest = torch.minimum(nearest, (points - points[chosen[-1]]).square().sum(1))
    return torch.tensor(chosen)


def reweighed(points: Tensor, kept: Tensor, neighbours: int) -> Tensor:
    """Distances (n,) of points (n, d) to the nearest of kept (m, d), larger where the memory is thin.

    The paper's equation 7, for every patch: 1 - softmax of the distance among those of the neighbours of
    the nearest kept patch.
    """
    distances, nearest = torch.cdist(points, kept).min(dim=1)
    count = min(neighbours, len(kept))
    if count < 2:
        return distances
    around = torch.cdist(kept, kept).topk(count, largest=False).indices[nearest]
    to_around = (points[:, None] - kept[around]).norm(dim=2)
    # Distances are around 1 here; the paper divides by sqrt(d) so that the softmax is not saturated.
    weight = 1.0 - torch.exp(distances) / torch.exp(to_around).sum(dim=1)
    return distances * weight * count / (count - 1)


def _nearest(points: Tensor, kept: Tensor) -> Tensor:
    return torch.cat([torch.cdist(part, kept).min(dim=1).values for part in points.split(4096)])


def _places(grid: tuple[int, int]) -> Tensor:
    """(row, column) of each cell in units of the longer side, float32 (rows * columns, 2)."""
    rows, columns = torch.meshgrid(torch.arange(grid[0]), torch.arange(grid[1]), indexing="ij")
    return torch.stack([rows, columns], dim=-1).flatten(0, 1).float() / max(grid)


def _varied(inks: F32) -> list[F32]:
    """The normals, and where they are few a shifted and a blurred copy of each."""
    found = list(inks)
    if len(inks) >= tuning.ENOUGH_NORMALS:
        return found
    step = max(1.0, tuning.COPY_SHIFT * max(inks.shape[1:]))
    for number, ink in enumerate(inks):
        angle = 2 * np.pi * number / max(3, len(inks))
        move = np.array([[1, 0, step * np.cos(angle)], [0, 1, step * np.sin(angle)]], dtype=np.float64)
        size = (ink.shape[1], ink.shape[0])
        moved = cv2.warpAffine(ink, move, size, borderMode=cv2.BORDER_REPLICATE)
        found.append(np.asarray(cv2.GaussianBlur(moved, (0, 0), tuning.COPY_BLUR * step), dtype=np.float32))
    return found
