"""CAE: the convolutional autoencoder for anomaly detection of Carlucci's report (2021).

One fully convolutional network rebuilds the normals of all vignettes; where it fails is an anomaly. The
region (there the pool, here the ornament's ink and what lies within its reach) is all that counts: outside,
the output is the input. Training: MSE, Adam, reduced images, random crops, turns, flips, brightness and
filtering. Testing: a smaller range of brightness, bright spots at the mean, and a heat map of squared errors
raised to a power. The report normalises each heat map by itself; here the scale is that of the normals, so
that the same value means the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from autolabelme.core.arrays import F32, U8, Bool, require_gray
from autolabelme.core.opencv import cv2
from autolabelme.core.params import Params, param
from autolabelme.core.progress import SubTick, Tick, no_tick

from .. import tuning
from .base import Normals, Scored, check_normals, fitted_of, image_score
from .cae_network import (
    MODIFICATIONS,
    Box,
    ConvAutoencoder,
    copy_outside,
    dimmed,
    heat_boxes,
    modified_target,
)
from .frames import ink_of

REGIONS = ("ornament", "whole")


@dataclass(frozen=True)
class CaeParams(Params):
    """The report's choices; what it leaves open has a bounded default."""

    layers: int = param(4, choices=(3, 4), help="3 layers with kernels 3, 5, 9 or 4 with 3, 5, 7, 9")
    width: int = param(8, minimum=1, maximum=256, help="Channels of the first layer; each next has twice")
    side: int = param(96, minimum=32, maximum=1024, unit="px", help="Longer side that the network sees")
    steps: int = param(400, minimum=1, maximum=1000000, help="Training steps")
    batch: int = param(8, minimum=1, maximum=256, help="Images a step")
    rate: float = param(2e-3, minimum=1e-6, maximum=1.0, help="Adam's learning rate")
    dropout: float = param(0.0, minimum=0.0, maximum=0.9, help="Share of channels dropped in training")
    weight_decay: float = param(0.0, minimum=0.0, maximum=1.0, help="Adam's weight decay")
    region: str = param("ornament", choices=REGIONS, help="Where anomalies are looked for")
    modification: str = param("none", choices=MODIFICATIONS, help="Of the target outside the region")
    modified: float = param(0.5, minimum=0.0, maximum=1.0, help="Share of pixels outside that is modified")
    margin: float = param(0.2, minimum=0.0, maximum=1.0, help="Spread and bound of the target's noise")
    power: float = param(1.5, minimum=0.1, maximum=8.0, help="Power of the squared error")
    brightest: float = param(0.9, minimum=0.1, maximum=1.0, help="White in testing; training has 1")
    bright_over: float = param(
        3.0, minimum=0.0, maximum=100.0, help="Spreads above the mean from which a spot is too bright"
    )


@dataclass(frozen=True)
class CaeScorer:
    """Fits one network for all vignettes."""

    params: CaeParams = CaeParams()
    name: str = "cae"
    least_normals: int = 1

    def fit(self, normals: Normals, *, seed: int = 0, tick: Tick = no_tick) -> FittedCae:
        """See `base.Scorer.fit`; `seed` draws weights, augmentation and noise."""
        check_normals(normals, self.least_normals, self.name)
        prepared = {
            vignette: [Prepared.of(crop, self.params) for crop in crops]
            for vignette, crops in normals.items()
        }
        regions = {vignette: _region(own) for vignette, own in prepared.items()}
        every = [one for own in prepared.values() for one in own]
        network = _trained(every, self.params, seed, SubTick(tick, 0.0, 0.9))
        fitted = FittedCae(regions, 1.0, network, self.params)
        # One scale for all vignettes: what the normals' errors seldom exceed.
        errors = [fitted.errors(crop, vignette) for vignette, crops in normals.items() for crop in crops]
        pooled = np.concatenate([error.ravel() for error in errors])
        scale = float(np.quantile(pooled, tuning.CAE_NORMAL)) + 1e-6
        tick(1, 1, "learning to rebuild")
        return FittedCae(regions, scale, network, self.params)


@dataclass(frozen=True, eq=False)
class Prepared:
    """A crop at the network's size: `picture` float32 (h, w), 0..1; `region` bool (h, w)."""

    picture: F32
    region: Bool

    @classmethod
    def of(cls, crop: U8, params: CaeParams) -> Prepared:
        """Reduce a grey crop, uint8 (H, W), to sides that are multiples of the network's factor."""
        require_gray(crop, "crop")
        unit = 2**params.layers
        factor = params.side / max(crop.shape)
        size = tuple(max(unit, round(edge * factor / unit) * unit) for edge in (crop.shape[1], crop.shape[0]))
        how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
        reduced = cv2.resize(crop, size, interpolation=how)
        picture = np.asarray(reduced.astype(np.float32) / 255, dtype=np.float32)
        if params.region == "whole":
            return cls(picture, np.ones(picture.shape, dtype=np.bool_))
        reach = max(3, params.side // tuning.CAE_REACH) | 1
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
        ink = (cv2.resize(ink_of(crop), size, interpolation=cv2.INTER_AREA) > tuning.CAE_INK).astype(np.uint8)
        return cls(picture, np.asarray(cv2.dilate(ink, kernel) > 0, dtype=np.bool_))


@dataclass(frozen=True, eq=False)
class FittedCae:
    """`regions`: where the normals of each vignette have ink or are near it, bool (h, w), at any size.

    `scale`: the powered error that normals seldom exceed; `network`: the one for all vignettes.
    """

    regions: Mapping[str, Bool]
    scale: float
    network: ConvAutoencoder
    params: CaeParams

    def score(self, crop: U8, vignette: str) -> Scored:
        """See `base.FittedScorer`, crop uint8 (H, W); 1 is what 1 in 100 places of normals exceeds."""
        heat = self.errors(crop, vignette) / np.float32(self.scale)
        size = (crop.shape[1], crop.shape[0])
        values = np.maximum(cv2.resize(heat, size, interpolation=cv2.INTER_LINEAR), 0).astype(np.float32)
        return Scored(values, image_score(values))

    def boxes(self, crop: U8, vignette: str, threshold: float = 2.0) -> tuple[Box, ...]:
        """Boxes round the hot places of a crop, uint8 (H, W), in its pixels; see `heat_boxes`."""
        return heat_boxes(self.score(crop, vignette).map, threshold)

    def errors(self, crop: U8, vignette: str) -> F32:
        """Powered squared error at the network's size, float32 (h, w), 0 outside the region."""
        normal = fitted_of(self.regions, vignette)
        one = Prepared.of(crop, self.params)
        # The normals' region counts, too: where ink was lost the crop shows none.
        region = one.region | _resized(normal, one.region.shape)
        seen = dimmed(one.picture, region, self.params.bright_over, self.params.brightest)
        source = torch.from_numpy(seen)[None, None]
        with torch.inference_mode():
            rebuilt = copy_outside(self.network(source), source, torch.from_numpy(region)[None, None])
        error = (rebuilt - source)[0, 0].square().pow(self.params.power).numpy()
        return np.asarray(error, dtype=np.float32)


def _region(normals: Sequence[Prepared]) -> Bool:
    """Where any of a vignette's normals has ink or is near it, at the first one's size."""
    shape = normals[0].region.shape
    return np.asarray(np.any([_resized(one.region, shape) for one in normals], axis=0), dtype=np.bool_)


def _resized(region: Bool, shape: tuple[int, ...]) -> Bool:
    size = (shape[1], shape[0])
    scaled = cv2.resize(region.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    return np.asarray(scaled > 0, dtype=np.bool_)


def _trained(every: Sequence[Prepared], params: CaeParams, seed: int, tick: Tick) -> ConvAutoencoder:
    rng = np.random.default_rng(seed)
    chance = torch.Generator().manual_seed(seed)
    unit = 2**params.layers
    # Random crops of one size, so that vignettes of all proportions share a batch.
    side = max(unit, min(min(one.picture.shape) for one in every) * 3 // 4 // unit * unit)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = ConvAutoencoder(params.layers, params.width, params.dropout)
        optimizer = torch.optim.Adam(network.parameters(), lr=params.rate, weight_decay=params.weight_decay)
        for step in range(params.steps):
            if step % 5 == 0:
                tick(step, params.steps, "learning to rebuild")
            chosen = [
                _augmented(every[int(k)], side, rng) for k in rng.integers(len(every), size=params.batch)
            ]
            source = torch.from_numpy(np.stack([one.picture for one in chosen]))[:, None]
            region = torch.from_numpy(np.stack([one.region for one in chosen]))[:, None]
            loss = _loss(network, source, region, params, chance)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return network.requires_grad_(False).eval()


def _loss(
    network: ConvAutoencoder, source: Tensor, region: Tensor, params: CaeParams, chance: torch.Generator
) -> Tensor:
    rebuilt: Tensor = network(source)
    if params.modification == "none":
        # Outside the region the output is the input: its loss is zero there.
        kept: Tensor = (copy_outside(rebuilt, source, region) - source).square().mean()
        return kept
    target = modified_target(source, region, params.modification, params.modified, params.margin, chance)
    loss: Tensor = (rebuilt - target).square().mean()
    return loss


def _augmented(one: Prepared, side: int, rng: np.random.Generator) -> Prepared:
    """Random crop, turn, flips, brightness, contrast (saturation, for grey) and filtering."""
    height, width = one.picture.shape
    turn = cv2.getRotationMatrix2D(
        ((width - 1) / 2, (height - 1) / 2), float(rng.uniform(-tuning.CAE_TURN, tuning.CAE_TURN)), 1.0
    )
    picture = cv2.warpAffine(one.picture, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    region = cv2.warpAffine(one.region.astype(np.uint8), turn, (width, height)) > 0
    top, left = int(rng.integers(height - side + 1)), int(rng.integers(width - side + 1))
    own = (slice(top, top + side), slice(left, left + side))
    picture, region = picture[own], region[own]
    for axis in (0, 1):
        if rng.random() < 0.5:
            picture, region = np.flip(picture, axis), np.flip(region, axis)
    middle = float(picture.mean())
    contrast = float(rng.uniform(1 - tuning.CAE_CONTRAST, 1 + tuning.CAE_CONTRAST))
    light = float(rng.uniform(1 - tuning.CAE_DARKER, 1 + tuning.CAE_LIGHTER))
    picture = (picture - middle) * contrast + middle * light
    if rng.random() < tuning.CAE_FILTERED:
        sigma = float(rng.uniform(*tuning.CAE_FILTER))
        picture = cv2.GaussianBlur(np.ascontiguousarray(picture), (0, 0), sigma)
    bounded = np.ascontiguousarray(np.clip(picture, 0, 1), dtype=np.float32)
    return Prepared(bounded, np.ascontiguousarray(region, dtype=np.bool_))
