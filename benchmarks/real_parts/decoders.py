"""The report's idea on real impressions: a decoder draws each from a code, what it does not draw is strange.

The chance that it gets: impressions lie upright on their siblings at the scan's resolution; the decoder draws
how this impression departs from its label's mean, so that it need not learn the design; it is taught on real
impressions with press-like inking and planted damage on the input alone, and never sees the fold that it
judges. Three ways to a code: the bundled detector's features with decoder A or B (report, section 5.3; DEA
page, section 2), and an encoder of its own that is taught together with the decoder, without a detector and
without its labels (report, section 6).
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autolabelme.core.arrays import F32, F64, Bool
from autolabelme.core.opencv import cv2
from autolabelme.core.press.fields import smooth_noise
from detector.core.dae import CODE_CHANNELS, ROI_CELLS, ConvDecoder, FcDecoder
from detector.core.demo import sample_model_folder
from detector.core.model_folder import load_model
from detector.core.network import DetectorNetwork
from detector.core.siblings.crops import Frame
from detector.core.siblings.evidence import Probes, top
from detector.core.siblings.loo import blurred
from detector.lab.scorers.dae import Eye

NORMALS = 15
A, B, SELF = "DAE, decoder A", "DAE, decoder B", "DAE, self-supervised"
WAYS = {"a": A, "b": B, "self": SELF}
MEAN = "mean of the normals (congealing's difference)"
_SIDE = 42
_SEEN = 64
_COPIES, _STEPS, _BATCH, _RATE = 4, 110, 16, 3e-4
_SEED = 1
_EDGE = 3
_NEAR = 0.02


@functools.cache
def network() -> DetectorNetwork:
    """The bundled detector, fixed."""
    return load_model(sample_model_folder()).network.requires_grad_(False)


@dataclass(frozen=True, eq=False)
class Label:
    """The registered impressions of one strip: `ink` (n, rows, columns), and which are `good` (n,)."""

    ink: F32
    frame: Frame
    good: Bool

    @property
    def core(self) -> F32:
        """The ink without the margin."""
        return self.ink[(slice(None), *self.frame.core)]

    def fold(self, number: int) -> list[int]:
        """The impressions of fold 0 or 1."""
        order = np.random.default_rng(_SEED).permutation(len(self.ink))
        return [int(one) for one in order[number::2]]

    def normals(self, number: int) -> list[int]:
        """What fold `number` is judged by: at most `NORMALS` good ones of the other."""
        return [one for one in self.fold(1 - number) if self.good[one]][:NORMALS]


class Encoder(nn.Module):
    """A code (N, 1024, 5, 5) of ink (N, 1, 64, 64), taught with the decoder."""

    def __init__(self) -> None:
        super().__init__()
        widths = (1, 32, 64, 128)
        self.layers = nn.Sequential(
            *(
                layer
                for low, high in itertools.pairwise(widths)
                for layer in (nn.Conv2d(low, high, 5, 2, 2), nn.GroupNorm(8, high), nn.ReLU())
            ),
            nn.AdaptiveAvgPool2d(ROI_CELLS),
            nn.Conv2d(128, CODE_CHANNELS, 1),
        )

    def forward(self, seen: Tensor) -> Tensor:
        """See the class."""
        code: Tensor = self.layers(seen)
        return code


class Departure(nn.Module):
    """Draws ink as the label's mean, moved in logits by what the decoder reads in the code."""

    def __init__(self, way: str) -> None:
        super().__init__()
        self.own = way == SELF
        channels = network().dae.bridge.convs[0].in_channels
        self.code: nn.Module = Encoder() if self.own else nn.Conv2d(channels, CODE_CHANNELS, 1)
        self.decoder: ConvDecoder | FcDecoder = FcDecoder() if way == B else ConvDecoder()
        last = self.decoder.layer3 if isinstance(self.decoder, FcDecoder) else self.decoder.output
        # At first it draws the mean itself.
        nn.init.zeros_(last.weight)
        nn.init.zeros_(last.bias)
        self.size = self.decoder.size

    def moved(self, seen: Tensor) -> Tensor:
        """By how much the logits move, (N, size, size)."""
        drawn = self.decoder(self.code(seen)).mean(dim=1)
        return torch.logit(drawn, 1e-4)

    def forward(self, seen: Tensor, mean: Tensor) -> Tensor:
        """Ink 0..1, (N, size, size); `mean` of the same shape."""
        return torch.sigmoid(torch.logit(mean, _NEAR) + self.moved(seen))


class Drawn:
    """Decoders for both folds of all strips, and the scores of probes."""

    def __init__(self, labels: Sequence[Label], way: str) -> None:
        self.way, self.labels = way, labels
        self.eye = None if way == SELF else Eye(network(), _SIDE)
        self.models = [self._taught(number) for number in (0, 1)]

    def scores(self, label: Label, probes: Probes) -> F64:
        """Of every probe, by the decoder that did not see the impression that it stands for."""
        found = np.zeros(len(probes.of))
        for number, model in enumerate(self.models):
            held = [i for i, one in enumerate(probes.of) if one in set(label.fold(number))]
            normals = label.normals(number)
            core = label.core[normals]
            mean = core.mean(axis=0)
            usual = self._residuals(model, core, mean)
            spread = np.sqrt(((usual**2).sum(axis=0) + 6 * (usual**2).mean()) / (len(normals) + 6) + 1e-4)
            inks = probes.ink[(slice(None), *label.frame.core)][held]
            for i, residual in zip(held, self._residuals(model, inks, mean), strict=True):
                part = (np.abs(residual) / spread)[_EDGE:-_EDGE, _EDGE:-_EDGE]
                found[i] = top(part, max(6, round(0.004 * part.size)))
        return found

    def _residuals(self, model: Departure, inks: F32, mean: F32) -> F32:
        """Ink less what is drawn, smoothed, at the scan's resolution."""
        if not len(inks):
            return np.zeros((0, *mean.shape), np.float32)
        with torch.inference_mode():
            moved = torch.cat([model.moved(part) for part in self._seen(list(inks)).split(32)])
            wide = F.interpolate(moved[:, None], size=mean.shape, mode="bilinear", align_corners=False)
            drawn = torch.sigmoid(torch.logit(torch.from_numpy(mean), _NEAR) + wide[:, 0]).numpy()
        return blurred(np.asarray(inks - drawn, dtype=np.float32), 1.0)

    def _seen(self, inks: list[F32]) -> Tensor:
        if self.eye is not None:
            return self.eye.look(inks)
        return torch.from_numpy(np.stack([_square(one, _SEEN) for one in inks]))[:, None]

    def _taught(self, number: int) -> Departure:
        rng = np.random.default_rng(_SEED + number)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(_SEED + number)
            model = Departure(self.way)
        shown, wanted, means = [], [], []
        for label in self.labels:
            core = label.core[label.normals(number)]
            mean = _square(core.mean(axis=0), model.size)
            for ink in core:
                for _ in range(_COPIES):
                    printed = reinked(ink, rng)
                    wanted.append(_square(printed, model.size))
                    shown.append(damaged(printed, rng))
                    means.append(mean)
        seen = self._seen(shown)
        targets, expected = (torch.from_numpy(np.stack(one)) for one in (wanted, means))
        optimizer = torch.optim.Adam(model.parameters(), lr=_RATE)
        chance = torch.Generator().manual_seed(_SEED + number)
        model.train()
        for _ in range(_STEPS):
            chosen = torch.randint(len(seen), (_BATCH,), generator=chance)
            loss = F.mse_loss(model(seen[chosen], expected[chosen]), targets[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return model.eval()


def reinked(ink: F32, rng: np.random.Generator) -> F32:
    """The impression as if inked a little otherwise: strokes wider or thinner from place to place."""
    need = 0.5 + 0.08 * rng.standard_normal() + 0.08 * smooth_noise(rng, *ink.shape, 12.0)
    soft = cv2.GaussianBlur(ink, (0, 0), 0.8)
    return np.asarray(np.clip(0.5 + (soft - need) * 1.6, 0, 1), dtype=np.float32)


def damaged(ink: F32, rng: np.random.Generator) -> F32:
    """Half of them with a bar or a blot of ink lost or added, which the decoder must not draw."""
    if rng.random() < 0.5:
        return ink
    height, width = ink.shape
    mask = np.zeros(ink.shape, np.uint8)
    x, y, side = rng.uniform(0, width), rng.uniform(0, height), np.sqrt(height * width)
    if rng.random() < 0.5:
        angle, half = rng.uniform(0, np.pi), rng.uniform(0.05, 0.15) * side
        step = half * np.array([np.cos(angle), np.sin(angle)])
        ends = [(round(x + sign * step[0]), round(y + sign * step[1])) for sign in (-1, 1)]
        cv2.line(mask, ends[0], ends[1], 1, int(rng.integers(2, 6)))
    else:
        cv2.circle(mask, (round(x), round(y)), max(2, round(rng.uniform(0.03, 0.1) * side)), 1, -1)
    soft = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.7)
    changed = ink * (1 - soft) if rng.random() < 0.5 else np.maximum(ink, soft)
    return np.asarray(changed, dtype=np.float32)


def mean_difference(label: Label, probes: Probes) -> F64:
    """Congealing's difference: the mean of the same normals, subtracted, its largest percent averaged."""
    found = np.zeros(len(probes.of))
    for number in (0, 1):
        mean = label.core[label.normals(number)].mean(axis=0)
        held = set(label.fold(number))
        for i, one in enumerate(probes.of):
            if one in held:
                difference = np.abs(probes.ink[i][label.frame.core] - mean)[_EDGE:-_EDGE, _EDGE:-_EDGE]
                found[i] = top(difference, max(1, round(0.01 * difference.size)))
    return found


def _square(ink: F32, size: int) -> F32:
    how = cv2.INTER_AREA if max(ink.shape) > size else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(ink, (size, size), interpolation=how), dtype=np.float32)
