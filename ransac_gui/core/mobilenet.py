"""MobileNetV2's convolutions as torchvision has them, batch norms folded in, without importing torchvision.

That import takes as long as an alignment, and a pair that features find at once does not need it.
Sandler and others 2018.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

IMAGENET_MEAN, IMAGENET_SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""Of red, green and blue, 0..1, of the pictures that ImageNet networks were taught with."""
_EPSILON = 1e-5
"""torchvision's, added to a batch norm's variance."""
_STAGES = ((1, 1, 1), (6, 2, 2), (6, 3, 2), (6, 4, 2), (6, 3, 1), (6, 3, 2), (6, 1, 1))
"""Expansion, blocks and first stride of each stage."""


@dataclass(frozen=True, eq=False)
class _Convolution:
    weight: Tensor
    bias: Tensor
    stride: int
    cut: bool
    """Whether what comes out is cut to 0..6."""

    def __call__(self, x: Tensor) -> Tensor:
        apart = self.weight.shape[1] == 1
        x = nn.functional.conv2d(
            x,
            self.weight,
            self.bias,
            self.stride,
            padding=self.weight.shape[-1] // 2,
            groups=len(self.weight) if apart else 1,
        )
        return x.clamp_(0, 6) if self.cut else x


def mobilenet(state: Mapping[str, Tensor], blocks: int, device: torch.device) -> Callable[[Tensor], Tensor]:
    """The first convolution and `blocks` blocks: float32 (N, 3, h, w) to (N, C, h / stride, w / stride).

    Parameters
    ----------
    state : mapping
        Weights by torchvision's names.
    """

    def convolution(name: str, number: int, stride: int, *, cut: bool) -> _Convolution:
        """The convolution at a place of a sequence and the norm at the next; nested where it is cut."""
        at, norm = (f"{number}.0", f"{number}.1") if cut else (f"{number}", f"{number + 1}")
        gamma, beta, mean, spread = (
            state[f"{name}.{norm}.{part}"] for part in ("weight", "bias", "running_mean", "running_var")
        )
        factor = gamma / torch.sqrt(spread + _EPSILON)
        weight = state[f"{name}.{at}.weight"] * factor[:, None, None, None]
        return _Convolution(weight.to(device), (beta - mean * factor).to(device), stride, cut)

    first = convolution("features", 0, 2, cut=True)
    parts = []
    strides = [
        (expansion, stride if number == 0 else 1)
        for expansion, count, stride in _STAGES
        for number in range(count)
    ]
    for number, (expansion, stride) in enumerate(strides[:blocks], start=1):
        name, wider = f"features.{number}.conv", expansion > 1
        widen = [convolution(name, 0, 1, cut=True)] if wider else []
        apart = convolution(name, int(wider), stride, cut=True)
        parts.append([*widen, apart, convolution(name, 1 + int(wider), 1, cut=False)])

    def run(x: Tensor) -> Tensor:
        x = first(x)
        for part in parts:
            start = x
            for one in part:
                x = one(x)
            x = x + start if x.shape == start.shape else x
        return x

    return run
