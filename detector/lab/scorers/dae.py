"""DAE: the bundled detector's own features of a vignette, drawn by a decoder (report, section 5.3).

The whole crop is the detection: RoIAlign on the detector's feature map of its size, the bridge, the decoder.
The decoder is trained for a bounded number of steps on the normals of all vignettes together; the
convolutional one starts from the bundled model's. What it does not draw is strange. Observed and drawn ink
are compared as `prototype` compares ink with the prototype's.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.ops import roi_align

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2
from autolabelme.core.params import Params, param
from autolabelme.core.progress import SubTick, Tick, no_tick
from detector.core.dae import ROI_CELLS, USED_MAPS, ConvDecoder, FcDecoder
from detector.core.default_boxes import INPUT_SIZE, MAP_SIZES, SCALES
from detector.core.demo import sample_model_folder
from detector.core.inspection.signed_ink import InkSpread
from detector.core.model_folder import load_model
from detector.core.network import DetectorNetwork

from .augment import varied
from .base import Normals, Scored, check_normals, fitted_of, image_score
from .frames import Stack, joint_stacks
from .prototype import PrototypeParams, signed_share

# Grey levels, 0..1, of paper and full ink as the detector saw them in training (the press's clean pages).
_PAPER, _BLACK = 226 / 255, 45 / 255
# Vignettes are shown to the detector in a grid, so that one pass looks at nine of them.
_GRID = 3


@dataclass(frozen=True)
class DaeParams(Params):
    """How vignettes are shown and how long the decoder learns."""

    side: int = param(42, minimum=16, maximum=96, unit="px", help="Vignette in the detector's 300-px input")
    steps: int = param(80, minimum=0, maximum=100000, help="Training steps of the decoder")
    batch: int = param(12, minimum=1, maximum=256, help="Vignettes a step")
    rate: float = param(5e-4, minimum=1e-6, maximum=1.0, help="Adam's learning rate")
    copies: int = param(3, minimum=1, maximum=50, help="Variations of each normal that are learned")


@dataclass(frozen=True)
class DaeScorer:
    """Fits one decoder for all vignettes; `decoder` is 'conv' (64x64) or 'fc' (128x128)."""

    params: DaeParams = DaeParams()
    name: str = "dae"
    least_normals: int = 1
    decoder: str = "conv"

    def fit(self, normals: Normals, *, seed: int = 0, tick: Tick = no_tick) -> FittedDae:
        """See `base.Scorer.fit`; `seed` draws weights, variations and batches."""
        check_normals(normals, self.least_normals, self.name)
        stacks = joint_stacks(normals, tick=SubTick(tick, 0.0, 0.15))
        eye = Eye(_network(), self.params.side)
        rng = np.random.default_rng(seed)
        pictures = [ink for stack in stacks.values() for ink in stack.levelled]
        shown = [
            ink if copy == 0 else varied(ink, rng) for ink in pictures for copy in range(self.params.copies)
        ]
        patches = eye.look(shown, SubTick(tick, 0.15, 0.4))
        drawer = Drawer.start(self.decoder, eye, seed)
        targets = torch.from_numpy(np.stack([_square(ink, drawer.size) for ink in shown]))
        _train(drawer, patches, targets, self.params, seed, SubTick(tick, 0.4, 0.95))
        spreads, number = {}, 0
        for vignette, stack in stacks.items():
            count = len(stack.ink)
            own = patches[number * self.params.copies : (number + count) * self.params.copies]
            drawn = drawer.draw(own[:: self.params.copies], stack.shape)
            spreads[vignette] = InkSpread.fit(list(stack.levelled), drawn, 0).spread
            number += count
        tick(1, 1, "learning to draw")
        return FittedDae(stacks, spreads, eye, drawer)


def fc_scorer() -> DaeScorer:
    """The DEA page's fully connected decoder: untrained at the start, slower to learn."""
    return DaeScorer(DaeParams(steps=60, rate=2e-4), "dae_fc", decoder="fc")


class Eye:
    """The detector's features of whole vignettes, on the map that detects vignettes of that size."""

    def __init__(self, network: DetectorNetwork, side: int) -> None:
        self.network = network
        self.side = side
        wanted = np.log(side / INPUT_SIZE)
        self.level = min(range(USED_MAPS), key=lambda k: abs(float(wanted - np.log(SCALES[k]))))

    def look(self, inks: list[F32], tick: Tick = no_tick) -> Tensor:
        """RoI features (N, C, 5, 5) of vignettes' ink, float32 (H, W) each."""
        cells = _GRID * _GRID
        found = []
        for start in range(0, len(inks), cells):
            tick(start, len(inks), "looking at normals")
            found.append(self._at_once(inks[start : start + cells]))
        return torch.cat(found)

    def _at_once(self, inks: list[F32]) -> Tensor:
        canvas = np.full((INPUT_SIZE, INPUT_SIZE), _PAPER, dtype=np.float32)
        # A single one stands in the middle.
        cells = [4] if len(inks) == 1 else list(range(len(inks)))
        boxes = []
        for cell, ink in zip(cells, inks, strict=True):
            factor = self.side / max(ink.shape)
            width, height = (max(2, round(edge * factor)) for edge in (ink.shape[1], ink.shape[0]))
            how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
            small = cv2.resize(ink, (width, height), interpolation=how)
            pitch = INPUT_SIZE // _GRID
            left = (cell % _GRID) * pitch + (pitch - width) // 2
            top = (cell // _GRID) * pitch + (pitch - height) // 2
            canvas[top : top + height, left : left + width] = _PAPER - (_PAPER - _BLACK) * small
            boxes.append([left, top, left + width, top + height])
        image = torch.from_numpy(canvas).expand(3, -1, -1)
        ssd = self.network.ssd
        with torch.inference_mode():
            batch, _ = ssd.transform([image])
            level = list(ssd.backbone(batch.tensors).values())[self.level]
            found = roi_align(
                level,
                [torch.tensor(boxes, dtype=torch.float32)],
                ROI_CELLS,
                spatial_scale=MAP_SIZES[self.level] / INPUT_SIZE,
                sampling_ratio=2,
                aligned=True,
            )
        features: Tensor = found.clone()
        return features


class Drawer(nn.Module):
    """Bridge and decoder, trained here; the detector stays as it is."""

    def __init__(self, bridge: nn.Module, decoder: ConvDecoder | FcDecoder, level: int) -> None:
        super().__init__()
        self.bridge, self.decoder, self.level = bridge, decoder, level
        self.size = decoder.size

    @classmethod
    def start(cls, kind: str, eye: Eye, seed: int) -> Drawer:
        """From the bundled model's decoder where it is of that kind, else from random weights."""
        dae = eye.network.dae
        wanted = ConvDecoder if kind == "conv" else FcDecoder
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            decoder = copy.deepcopy(dae.decoder) if isinstance(dae.decoder, wanted) else wanted()
        return cls(copy.deepcopy(dae.bridge), decoder, eye.level).requires_grad_(True)

    def forward(self, patches: Tensor) -> Tensor:
        """Ink (N, size, size), about 0..1, of RoI features (N, C, 5, 5)."""
        pictures: Tensor = self.decoder(self.bridge(patches, self.level)).mean(dim=1)
        ink: Tensor = (_PAPER - pictures) / (_PAPER - _BLACK)
        return ink

    def draw(self, patches: Tensor, shape: tuple[int, int]) -> list[F32]:
        """The expected ink of each, float32 of `shape` (H, W), 0..1."""
        with torch.inference_mode():
            drawn = torch.cat([self(part) for part in patches.split(16)]).numpy()
        size = (shape[1], shape[0])
        large = (cv2.resize(one, size, interpolation=cv2.INTER_CUBIC) for one in drawn)
        return [np.asarray(np.clip(one, 0.0, 1.0), dtype=np.float32) for one in large]


@dataclass(frozen=True, eq=False)
class FittedDae:
    """`stacks`: normals laid on each other; `spreads`: of observed against drawn ink, float32 (H, W)."""

    stacks: Mapping[str, Stack]
    spreads: Mapping[str, F32]
    eye: Eye
    drawer: Drawer

    def score(self, crop: U8, vignette: str) -> Scored:
        """See `base.FittedScorer`, crop uint8 (H, W); the map is a share of ink, 0..1."""
        stack = fitted_of(self.stacks, vignette)
        ink, found = stack.laid(crop)
        expected = self.drawer.draw(self.eye.look([ink]), stack.shape)[0]
        signed = found.back(signed_share(ink, expected, self.spreads[vignette], PrototypeParams()))
        values = np.abs(signed)
        return Scored(values, image_score(values), signed)


@cache
def _network() -> DetectorNetwork:
    return load_model(sample_model_folder()).network.requires_grad_(False)


def _square(ink: F32, size: int) -> F32:
    how = cv2.INTER_AREA if max(ink.shape) > size else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(ink, (size, size), interpolation=how), dtype=np.float32)


def _train(
    drawer: Drawer, patches: Tensor, targets: Tensor, params: DaeParams, seed: int, tick: Tick
) -> None:
    optimizer = torch.optim.Adam(drawer.parameters(), lr=params.rate)
    chance = torch.Generator().manual_seed(seed)
    drawer.train()
    for step in range(params.steps):
        tick(step, params.steps, "learning to draw")
        chosen = torch.randint(len(patches), (params.batch,), generator=chance)
        loss = F.mse_loss(drawer(patches[chosen]), targets[chosen])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    drawer.requires_grad_(False).eval()
