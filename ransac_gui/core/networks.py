"""The fine stage's networks of RANSAC-Flow (Shen, Darmon, Efros, Aubry 2020), DESIGN section 6.3.

Written from the published facts with exactly the published parameter names, so that official
checkpoints load unchanged. Images are float32 (N, 3, H, W) in 0..1 without mean and deviation, H and W
multiples of 8. Row and column are never swapped: the last two axes are (rows, columns) everywhere, and
a flow's channel 0 is x (columns), channel 1 is y (rows).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from autolabelme.core.errors import MisuseError

STRIDE = 8
"""Pixels of the image per cell of the feature map."""
RADIUS = 3
"""Cells that the correlation looks in each direction: a 7 x 7 neighbourhood."""
CELLS = (2 * RADIUS + 1) ** 2


class BlurPool(nn.Module):
    """Anti-aliased subsampling by 2 (Zhang 2019): reflection padding 1, binomial 3 x 3 / 16, stride 2.

    (N, C, H, W) becomes (N, C, ceil(H / 2), ceil(W / 2)). The filter is the buffer `filt` (C, 1, 3, 3),
    which checkpoints carry.
    """

    filt: Tensor

    def __init__(self, channels: int) -> None:
        super().__init__()
        row = torch.tensor([1.0, 2.0, 1.0])
        self.register_buffer("filt", (row[:, None] * row[None] / 16.0).repeat(channels, 1, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        padded = functional.pad(x, (1, 1, 1, 1), mode="reflect")
        return functional.conv2d(padded, self.filt, stride=2, groups=self.filt.shape[0])


class BasicBlock(nn.Module):
    """ResNet's basic block; with stride 2 its shortcut is blur pooling, 1 x 1 convolution, batch norm."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample: nn.Module | None = None
        if stride == 2:
            self.downsample = nn.Sequential(
                BlurPool(inputs), nn.Conv2d(inputs, outputs, 1, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x: Tensor) -> Tensor:
        inner = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        shortcut = x if self.downsample is None else self.downsample(x)
        return torch.relu(inner + shortcut)


class FeatureExtractor(nn.Module):
    """`netFeatCoarse`: image (N, 3, H, W) to features (N, 256, H / 8, W / 8)."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.maxpool = nn.Sequential(nn.MaxPool2d(2, 1), BlurPool(64))
        self.layer1 = nn.Sequential(BasicBlock(64, 64, 1), BasicBlock(64, 64, 1))
        self.layer2 = nn.Sequential(BasicBlock(64, 128, 2), BasicBlock(128, 128, 1))
        self.layer3 = nn.Sequential(BasicBlock(128, 256, 2), BasicBlock(256, 256, 1))

    def forward(self, image: Tensor) -> Tensor:
        if image.ndim != 4 or image.shape[1] != 3 or image.shape[2] % STRIDE or image.shape[3] % STRIDE:
            raise MisuseError(f"image: expected (N, 3, 8 h, 8 w), got {tuple(image.shape)}")
        x = torch.relu(self.bn1(self.conv1(image)))
        result: Tensor = self.layer3(self.layer2(self.layer1(self.maxpool(x))))
        return result


def normalise(features: Tensor) -> Tensor:
    """Features (N, C, h, w) with unit length over the channels, as the correlation expects them."""
    return functional.normalize(features, dim=1)


def correlation(source: Tensor, reference: Tensor) -> Tensor:
    """`netCorr`: features (N, C, h, w) of both, normalised, to the neighbourhood correlation (N, 49, h, w).

    Channel 7 (dy + 3) + (dx + 3) holds the channel sum of reference(i, j) times source(i + dy, j + dx);
    outside the source counts as zero.
    """
    rows, columns = reference.shape[2:]
    padded = functional.pad(source, (RADIUS,) * 4)
    planes = [
        (reference * padded[:, :, dy : dy + rows, dx : dx + columns]).sum(dim=1)
        for dy in range(2 * RADIUS + 1)
        for dx in range(2 * RADIUS + 1)
    ]
    return torch.stack(planes, dim=1)


class Head(nn.Module):
    """Four 3 x 3 convolutions without bias, 49 -> 512 -> 256 -> 128 -> `outputs`, batch norm between."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(CELLS, 512, 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(512)
        self.conv2 = nn.Conv2d(512, 256, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(256)
        self.conv3 = nn.Conv2d(256, 128, 3, 1, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(128)
        self.conv4 = nn.Conv2d(128, outputs, 3, 1, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        x = torch.relu(self.bn1(self.conv1(x)))
        x = torch.relu(self.bn2(self.conv2(x)))
        x = torch.relu(self.bn3(self.conv3(x)))
        result: Tensor = self.conv4(x)
        return result


class FlowHead(Head):
    """`netFlowCoarse`: correlation (N, 49, h, w) to flow (N, 2, h, w) by soft-argmax over the 49 cells.

    The flow is x then y in units where the frame spans -1..1; added to the reference's grid it gives the
    place in the source.
    """

    def __init__(self) -> None:
        super().__init__(CELLS)

    def forward(self, x: Tensor) -> Tensor:
        weights = torch.softmax(super().forward(x), dim=1)
        offsets = torch.arange(-RADIUS, RADIUS + 1, dtype=weights.dtype, device=weights.device)
        side = 2 * RADIUS + 1
        cells = weights.unflatten(1, (side, side))
        dx = (cells.sum(dim=1) * offsets[None, :, None, None]).sum(dim=1)
        dy = (cells.sum(dim=2) * offsets[None, :, None, None]).sum(dim=1)
        rows, columns = x.shape[2:]
        return torch.stack([dx * (2.0 / columns), dy * (2.0 / rows)], dim=1)


class MatchHead(Head):
    """`netMatch`: correlation (N, 49, h, w) to matchability (N, 1, h, w), 0..1."""

    def __init__(self) -> None:
        super().__init__(1)

    def forward(self, x: Tensor) -> Tensor:
        return torch.sigmoid(super().forward(x))


@dataclass(frozen=True)
class NetworkOutput:
    """What the networks say about one batch of pairs, on the feature grid."""

    flow: Tensor
    """(N, 2, h, w): x then y, units where the frame spans -1..1, reference to source."""
    matchability: Tensor
    """(N, 1, h, w), 0..1."""
    flow_back: Tensor | None = None
    """The same from source to reference, when asked for."""
    matchability_back: Tensor | None = None


class FlowNetworks(nn.Module):
    """The four parts together; the attributes carry the checkpoint's keys (`netCorr` has no parameters)."""

    def __init__(self) -> None:
        super().__init__()
        self.netFeatCoarse = FeatureExtractor()
        self.netFlowCoarse = FlowHead()
        self.netMatch = MatchHead()

    def forward(self, source: Tensor, reference: Tensor, *, both_ways: bool = False) -> NetworkOutput:
        """Run on images (N, 3, H, W) in 0..1 of equal size; see `NetworkOutput`."""
        if source.shape != reference.shape:
            raise MisuseError(f"expected equal sizes, got {tuple(source.shape)} and {tuple(reference.shape)}")
        of_source = normalise(self.netFeatCoarse(source))
        of_reference = normalise(self.netFeatCoarse(reference))
        forth = correlation(of_source, of_reference)
        flow, match = self.netFlowCoarse(forth), self.netMatch(forth)
        if not both_ways:
            return NetworkOutput(flow, match)
        back = correlation(of_reference, of_source)
        return NetworkOutput(flow, match, self.netFlowCoarse(back), self.netMatch(back))


def grid(rows: int, columns: int, like: Tensor) -> Tensor:
    """The identity grid (1, rows, columns, 2), x then y, -1..1 at the outer pixels' centres."""
    y = torch.linspace(-1, 1, rows, dtype=like.dtype, device=like.device)
    x = torch.linspace(-1, 1, columns, dtype=like.dtype, device=like.device)
    return torch.stack(torch.meshgrid(x, y, indexing="xy"), dim=-1)[None]


def upsample(values: Tensor, rows: int, columns: int) -> Tensor:
    """(N, C, h, w) brought to (N, C, rows, columns) bilinearly with align_corners=True, as published."""
    return functional.interpolate(values, (rows, columns), mode="bilinear", align_corners=True)


def sampling_grid(flow: Tensor, rows: int, columns: int) -> Tensor:
    """Flow (N, 2, h, w) to the grid (N, rows, columns, 2) for `grid_sample(align_corners=True)`, clamped."""
    dense = upsample(flow, rows, columns).permute(0, 2, 3, 1)
    return (dense + grid(rows, columns, flow)).clamp(-1, 1)
