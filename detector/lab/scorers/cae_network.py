"""The convolutional autoencoder of Carlucci's report (2021), its masks, target modifications and boxes."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from autolabelme.core.arrays import F32, Bool
from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2

from .. import tuning

KERNELS = {3: (3, 5, 9), 4: (3, 5, 7, 9)}
MODIFICATIONS = ("none", "gaussian", "bounded", "inverted", "module_shift")

Box = tuple[float, float, float, float]


class ConvAutoencoder(nn.Module):
    """Fully convolutional, symmetric, with increasing kernels and channels, ReLU between the layers.

    Three layers have kernels 3, 5, 9, four have 3, 5, 7, 9; every layer halves the picture, and the decoder
    mirrors the encoder. The report gives no channels or strides: they grow from `width` by doubling.
    """

    def __init__(self, layers: int, width: int, dropout: float = 0.0) -> None:
        super().__init__()
        if layers not in KERNELS:
            raise MisuseError(f"layers: expected one of {tuple(KERNELS)}, got {layers!r}")
        kernels = KERNELS[layers]
        channels = [1, *(width * 2**k for k in range(layers))]
        self.factor = 2**layers
        down: list[nn.Module] = []
        for k, kernel in enumerate(kernels):
            down += [
                nn.Conv2d(channels[k], channels[k + 1], kernel, stride=2, padding=kernel // 2),
                nn.ReLU(),
            ]
            if dropout > 0:
                down.append(nn.Dropout2d(dropout))
        up: list[nn.Module] = []
        for k in reversed(range(layers)):
            kernel = kernels[k]
            up.append(
                nn.ConvTranspose2d(
                    channels[k + 1], channels[k], kernel, stride=2, padding=kernel // 2, output_padding=1
                )
            )
            if k > 0:
                up.append(nn.ReLU())
        self.encoder, self.decoder = nn.Sequential(*down), nn.Sequential(*up)

    def forward(self, pictures: Tensor) -> Tensor:
        """Rebuilt pictures (N, 1, H, W); H and W multiples of `factor`."""
        rebuilt: Tensor = self.decoder(self.encoder(pictures))
        return rebuilt


def copy_outside(output: Tensor, source: Tensor, region: Tensor) -> Tensor:
    """`output` in the region, `source` outside it, so that nothing is learned or found there."""
    return torch.where(region, output, source)


def modified_target(
    target: Tensor, region: Tensor, kind: str, share: float, margin: float, generator: torch.Generator
) -> Tensor:
    """The target with what lies outside the region modified, so that rebuilding it is not learned.

    Parameters
    ----------
    target : float (N, 1, H, W), 0..1;  region : bool of the same shape
    kind : one of `MODIFICATIONS`
    share : of the pixels outside that are modified, 0..1
    margin : spread of the noise, its bound, or the module shift, in grey levels of 0..1
    """
    if kind not in MODIFICATIONS:
        raise MisuseError(f"modification: expected one of {MODIFICATIONS}, got {kind!r}")
    if kind == "none":
        return target
    if kind == "inverted":
        changed = 1.0 - target
    elif kind == "module_shift":
        # Far from the input by a function that is not random: half way round the range of grey levels.
        changed = (target + 0.5) % 1.0
    else:
        noise = torch.randn(target.shape, generator=generator) * margin
        if kind == "bounded":
            noise = noise.clamp(-margin, margin)
        changed = (target + noise).clamp(0.0, 1.0)
    chosen = (torch.rand(target.shape, generator=generator) < share) & ~region
    return torch.where(chosen, changed, target)


def dimmed(picture: F32, region: Bool, bright_over: float, brightest: float) -> F32:
    """A picture, float32 (H, W), 0..1, for testing: bright spots at the region's mean, range 0..`brightest`.

    A bright spot is brighter than the region's mean by more than `bright_over` of its spread.
    """
    values = picture[region]
    if values.size == 0:
        return np.asarray(picture * brightest, dtype=np.float32)
    mean, spread = float(values.mean()), float(values.std())
    calm = np.where(picture > mean + bright_over * max(spread, 1e-6), np.float32(mean), picture)
    return np.asarray(calm * brightest, dtype=np.float32)


def heat_boxes(heat: F32, threshold: float) -> tuple[Box, ...]:
    """Boxes (x1, y1, x2, y2) round connected places of a heat map, float32 (H, W), largest heat first.

    The map is cleaned by an opening of 3 px first; places of fewer than `CAE_LEAST_PX` are left out.
    """
    above = (heat >= threshold).astype(np.uint8)
    hot = cv2.morphologyEx(above, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    count, numbers, stats, _ = cv2.connectedComponentsWithStats(hot, connectivity=8)
    found: list[tuple[float, Box]] = []
    for number in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[number])
        if area >= tuning.CAE_LEAST_PX:
            most = float(heat[numbers == number].max())
            found.append((most, (float(x), float(y), float(x + width), float(y + height))))
    return tuple(box for _, box in sorted(found, key=lambda item: (-item[0], item[1])))
