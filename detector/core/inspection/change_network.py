"""A small network that sees where an impression was changed: observed against expected ink.

Honest printing loses and gains ink in its own ways (patches, edges, filled counters); a break in the
metal, an added dot or another drawing look different. The network learned that difference on pairs of
the press, drawn changes against honest wear, and knows no catalogue: it gets what an impression shows,
what its prototype has, and how far normals stray there. It stands beside the smoothed differences of
`signed_ink`, and like them it only yields evidence: p-values come from held-out normals.

After Zavrtanik et al., DRAEM (ICCV 2021): a discriminative network on (input, reconstruction) trained on
simulated anomalies; here the reconstruction is the prototype and the anomalies are cut into the forme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autolabelme.core import weights
from autolabelme.core.arrays import F32
from autolabelme.core.errors import MisuseError

from .change_weights import CHANGE_WEIGHTS
from .signed_ink import InkDifference

SIDE = 80
"""Canonical pixels of the network's square: a frame of 64 and its margins (see `ink.Frame`)."""
_BATCH = 64
# Pixels of the canonical frame that a change must take to count in full: a blot of a seventh of a side.
LARGEST = 80
_LEAST_SPREAD = 0.04


def _block(channels: int, out: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for inputs in (channels, out):
        layers += [nn.Conv2d(inputs, out, 3, padding=1, bias=False), nn.BatchNorm2d(out), nn.ReLU()]
    return nn.Sequential(*layers)


class ChangeNetwork(nn.Module):
    """A U-Net (Ronneberger et al. 2015) of three levels at half the canonical resolution, 90,000 weights."""

    def __init__(self, width: int = 20) -> None:
        super().__init__()
        self.a = _block(20, width)
        self.b = _block(width, 2 * width)
        self.c = _block(2 * width, 2 * width)
        self.u1 = _block(4 * width, width)
        self.u0 = _block(2 * width, width)
        self.out = nn.Conv2d(width, 8, 1)

    def forward(self, pairs: Tensor) -> Tensor:
        """Logits of lost and of gained ink, (N, 2, S, S).

        `pairs` are (N, 3, S, S), S a multiple of 8: observed ink, expected ink (both 0..1), and the
        spread of normals.
        """
        observed, expected, spread = pairs[:, 0:1], pairs[:, 1:2], pairs[:, 2:3]
        difference = observed - expected
        standard = (difference / spread.clamp(min=_LEAST_SPREAD)).clamp(-8, 8) / 4
        x = F.pixel_unshuffle(torch.cat([observed, expected, spread * 3, standard, difference], 1), 2)
        a = self.a(x)
        b = self.b(F.max_pool2d(a, 2))
        c = self.c(F.max_pool2d(b, 2))
        y = self.u1(torch.cat([F.interpolate(c, scale_factor=2.0), b], 1))
        y = self.u0(torch.cat([F.interpolate(y, scale_factor=2.0), a], 1))
        return F.pixel_shuffle(self.out(y), 2).float()


@dataclass(frozen=True, eq=False)
class Change:
    """What the network sees in one impression.

    Attributes
    ----------
    loss, gain : float32 (h, w), 0..1, canonical frame
        How sure it is that ink was lost or gained there; 0 in the margin.
    loss_score, gain_score : float
        Mean logit of the `LARGEST` surest pixels of each, inside the vignette's own rectangle.
    """

    loss: F32
    gain: F32
    loss_score: float
    gain_score: float


def changes(
    differences: Sequence[InkDifference],
    spreads: Sequence[F32],
    margins: Sequence[int],
    network: ChangeNetwork | None = None,
) -> list[Change]:
    """The network's sight of impressions, each aligned with what is expected of it.

    Parameters
    ----------
    differences : of impressions against their prototypes (`InkModel.compare`)
    spreads : float32 (h, w) of each one's normals
    margins : canonical pixels of paper round each
    network : other weights than those of `CHANGE_WEIGHTS`
    """
    network = bundled(CHANGE_WEIGHTS) if network is None else network
    found: list[Change] = []
    for start in range(0, len(differences), _BATCH):
        part = range(start, min(start + _BATCH, len(differences)))
        pairs = np.stack([pair_of(differences[i], spreads[i]) for i in part])
        with torch.inference_mode():
            logits = network(torch.from_numpy(pairs)).numpy()
        for row, index in enumerate(part):
            height, width = differences[index].observed.shape
            inside = (slice(None), *((slice(margins[index], -margins[index] or None),) * 2))
            own = logits[row, :, :height, :width][inside]
            sure = np.zeros((2, height, width), np.float32)
            sure[inside] = 1 / (1 + np.exp(-own))
            loss, gain = (_largest(one) for one in own)
            found.append(Change(sure[0], sure[1], loss, gain))
    return found


def _largest(logits: F32) -> float:
    count = min(LARGEST, logits.size)
    return float(np.partition(logits.ravel(), -count)[-count:].mean())


def pair_of(difference: InkDifference, spread: F32) -> F32:
    """The network's input for one impression: float32 (3, SIDE, SIDE), padded with paper."""
    height, width = difference.observed.shape
    if max(height, width) > SIDE:
        raise MisuseError(f"frame: expected at most {SIDE} pixels, got {height} x {width}")
    pair = np.zeros((3, SIDE, SIDE), np.float32)
    for channel, values in enumerate((difference.observed, difference.expected, spread)):
        pair[channel, :height, :width] = values
    return pair


@cache
def bundled(name: str) -> ChangeNetwork:
    """The network with the bundled weights `name`; raises `MisuseError` for what is not bundled."""
    return network_of(weights.load_state(name))


def network_of(state: Mapping[str, Any]) -> ChangeNetwork:
    """The network with these weights, as they are stored; raises `RuntimeError` where they do not fit."""
    network = ChangeNetwork()
    # Batch normalisation's counters are not stored: they matter to training alone.
    counters = {name: value for name, value in network.state_dict().items() if name.endswith("_tracked")}
    network.load_state_dict({**counters, **state})
    return network.eval()
