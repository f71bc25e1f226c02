"""VAE and beta-VAE: a small variational autoencoder (Kingma and Welling 2014; Higgins et al. 2017).

One network learns the ink of all vignettes, each laid on its own normals; what it does not draw is strange.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2
from autolabelme.core.params import Params, param
from autolabelme.core.progress import SubTick, Tick, no_tick

from .augment import varied
from .base import Normals, Scored, check_normals, fitted_of, image_score
from .frames import Stack, joint_stacks

_CHANNELS = (16, 32, 64)
"""Of the encoder, each at half the size of the one before; the decoder's in the other order."""


@dataclass(frozen=True)
class VaeParams(Params):
    """Size and training."""

    beta: float = param(1.0, minimum=0.0, maximum=1000.0, help="Weight of the Kullback-Leibler term")
    latent: int = param(64, minimum=2, maximum=1024, help="Size of the code")
    side: int = param(64, minimum=32, maximum=256, unit="px", help="Side at which ink is drawn, by eights")
    steps: int = param(600, minimum=1, maximum=100000, help="Training steps")
    batch: int = param(16, minimum=1, maximum=1024, help="Impressions a step")
    rate: float = param(2e-3, minimum=1e-6, maximum=1.0, help="Adam's learning rate")


@dataclass(frozen=True)
class VaeScorer:
    """Fits one network for all vignettes."""

    params: VaeParams = VaeParams()
    name: str = "vae"
    least_normals: int = 1

    def fit(self, normals: Normals, *, seed: int = 0, tick: Tick = no_tick) -> FittedVae:
        """See `base.Scorer.fit`; `seed` draws weights, batches and codes."""
        check_normals(normals, self.least_normals, self.name)
        stacks = joint_stacks(normals, tick=SubTick(tick, 0.0, 0.2))
        side = self.params.side // 8 * 8
        pictures = [framed(ink, side) for stack in stacks.values() for ink in stack.levelled]
        network = _trained(np.stack(pictures), self.params, seed, SubTick(tick, 0.2, 1.0))
        return FittedVae(stacks, network, side)


class Vae(nn.Module):
    """Encoder and decoder of ink (N, 1, side, side) in 0..1; `side` a multiple of 8."""

    def __init__(self, side: int, latent: int) -> None:
        super().__init__()
        a, b, c = _CHANNELS
        self.cells = side // 8
        self.encoder = nn.Sequential(
            nn.Conv2d(1, a, 4, 2, 1),
            nn.ReLU(),
            nn.Conv2d(a, b, 4, 2, 1),
            nn.ReLU(),
            nn.Conv2d(b, c, 4, 2, 1),
            nn.ReLU(),
            nn.Flatten(),
        )
        self.code = nn.Linear(c * self.cells**2, 2 * latent)
        self.start = nn.Linear(latent, c * self.cells**2)
        self.decoder = nn.Sequential(
            nn.ReLU(),
            nn.ConvTranspose2d(c, b, 4, 2, 1),
            nn.ReLU(),
            nn.ConvTranspose2d(b, a, 4, 2, 1),
            nn.ReLU(),
            nn.ConvTranspose2d(a, 1, 4, 2, 1),
        )

    def encode(self, ink: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and logarithm of the variance of the codes, (N, latent) each."""
        mean, log_variance = self.code(self.encoder(ink)).chunk(2, dim=1)
        return mean, log_variance.clamp(-8.0, 8.0)

    def decode(self, codes: Tensor) -> Tensor:
        """Logits of ink (N, 1, side, side)."""
        drawn: Tensor = self.decoder(self.start(codes).unflatten(1, (_CHANNELS[-1], self.cells, self.cells)))
        return drawn


def vae_loss(logits: Tensor, ink: Tensor, mean: Tensor, log_variance: Tensor, beta: float) -> Tensor:
    """Reconstruction (cross-entropy of ink) plus beta times Kullback-Leibler, per impression."""
    drawn = F.binary_cross_entropy_with_logits(logits, ink, reduction="sum")
    divergence = -0.5 * (1 + log_variance - mean.square() - log_variance.exp()).sum()
    return (drawn + beta * divergence) / len(ink)


@dataclass(frozen=True, eq=False)
class FittedVae:
    """`stacks`: the normals of each vignette laid on each other; `network`: the one for all."""

    stacks: Mapping[str, Stack]
    network: Vae
    side: int

    def score(self, crop: U8, vignette: str) -> Scored:
        """See `base.FittedScorer`, crop uint8 (H, W); the map is a difference of ink, 0..1."""
        stack = fitted_of(self.stacks, vignette)
        ink, found = stack.laid(crop)
        with torch.inference_mode():
            mean, _ = self.network.encode(torch.from_numpy(framed(ink, self.side))[None, None])
            drawn = torch.sigmoid(self.network.decode(mean))[0, 0].numpy()
        expected = cv2.resize(drawn, (stack.shape[1], stack.shape[0]), interpolation=cv2.INTER_CUBIC)
        signed = found.back(np.asarray(ink - np.clip(expected, 0.0, 1.0), dtype=np.float32))
        values = np.abs(signed)
        return Scored(values, image_score(values), signed)


def framed(ink: F32, side: int) -> F32:
    """Ink, float32 (H, W), stretched to a square of `side` pixels."""
    how = cv2.INTER_AREA if max(ink.shape) > side else cv2.INTER_LINEAR
    return np.asarray(np.clip(cv2.resize(ink, (side, side), interpolation=how), 0, 1), dtype=np.float32)


def _trained(pictures: F32, params: VaeParams, seed: int, tick: Tick) -> Vae:
    rng = np.random.default_rng(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = Vae(pictures.shape[1], params.latent)
        optimizer = torch.optim.Adam(network.parameters(), lr=params.rate)
        for step in range(params.steps):
            if step % 10 == 0:
                tick(step, params.steps, "learning to draw")
            chosen = rng.integers(len(pictures), size=params.batch)
            ink = torch.from_numpy(np.stack([varied(pictures[k], rng) for k in chosen]))[:, None]
            mean, log_variance = network.encode(ink)
            codes = mean + torch.randn_like(mean) * (0.5 * log_variance).exp()
            loss = vae_loss(network.decode(codes), ink, mean, log_variance, params.beta)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    tick(params.steps, params.steps, "learning to draw")
    return network.requires_grad_(False).eval()
