"""Multi-scale features of a pretrained backbone for every place of a vignette (DFR, PatchCore).

Several layers' maps are averaged over their neighbourhood, brought to one grid and concatenated, as in DFR
(Yang, Shi and Qi 2020) and PatchCore (Roth et al. 2022). MobileNetV2 is bundled; VGG16 is fetched once.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models import mobilenet_v2, vgg16

from autolabelme.core import weights
from autolabelme.core.arrays import F32
from autolabelme.core.opencv import cv2
from ransac_gui.core.mobilenet import IMAGENET_MEAN, IMAGENET_SPREAD

BACKBONES = ("mobilenet_v2", "vgg16")
# The last layers at strides 2, 4, 8 and 16. Deeper ones see more than a vignette at once.
_LAYERS = {"mobilenet_v2": (1, 3, 6, 13), "vgg16": (8, 15, 22, 29)}


class Backbone(nn.Module):
    """The chosen layers of an ImageNet network, in evaluation mode, frozen."""

    def __init__(self, name: str) -> None:
        super().__init__()
        state = {
            key.removeprefix("features."): value
            for key, value in weights.load_state(f"{name}_imagenet").items()
            if key.startswith("features.")
        }
        whole = (
            mobilenet_v2(weights=None).features if name == "mobilenet_v2" else vgg16(weights=None).features
        )
        whole.load_state_dict(state)
        self.taken = _LAYERS[name]
        self.layers = nn.ModuleList(list(whole)[: self.taken[-1] + 1])
        self.register_buffer("mean", torch.tensor(IMAGENET_MEAN).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(IMAGENET_SPREAD).view(1, 3, 1, 1))
        self.requires_grad_(False).eval()

    def forward(self, images: Tensor) -> list[Tensor]:
        """Maps of the chosen layers of images (N, 3, H, W) in 0..1."""
        found = []
        x = (images - self.get_buffer("mean")) / self.get_buffer("std")
        for number, layer in enumerate(self.layers):
            x = layer(x)
            if number in self.taken:
                found.append(x)
        return found


@cache
def backbone(name: str = "mobilenet_v2") -> Backbone:
    """The backbone, loaded once; `InputError` when VGG16 can neither be found nor fetched."""
    return Backbone(name)


def grid_of(shape: tuple[int, int], side: int) -> tuple[int, int]:
    """Rows and columns of the feature grid of a frame (H, W) whose longer side becomes `side` pixels."""
    factor = side / max(shape)
    return max(2, round(shape[0] * factor / 4)), max(2, round(shape[1] * factor / 4))


def features(ink: F32, side: int, name: str) -> Tensor:
    """Features of an impression's ink.

    Parameters
    ----------
    ink : float32 (H, W), 0..1
    side : pixels of the longer side as the backbone sees it; the grid has a quarter of them

    Returns
    -------
    float32 (rows, columns, channels), see `grid_of`
    """
    rows, columns = grid_of((ink.shape[0], ink.shape[1]), side)
    smaller = max(ink.shape) > side
    seen = cv2.resize(
        ink, (columns * 4, rows * 4), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    )
    image = torch.from_numpy(np.ascontiguousarray(1.0 - seen, dtype=np.float32)).expand(1, 3, -1, -1)
    # Paper all round, so that the border of the crop is no edge for the network.
    padded = F.pad(image, (16, 16, 16, 16), value=1.0)
    parts = []
    with torch.inference_mode():
        for level in backbone(name)(padded):
            level = F.avg_pool2d(level, 3, stride=1, padding=1, count_include_pad=False)
            whole = F.interpolate(level, (rows + 8, columns + 8), mode="bilinear", align_corners=False)
            parts.append(whole[0, :, 4:-4, 4:-4])
        found = torch.cat(parts).permute(1, 2, 0)
    return found.clone()


def enlarged(values: Tensor, shape: tuple[int, int]) -> F32:
    """A grid of values, float32 (rows, columns), at the frame's size, float32 (H, W)."""
    size = (shape[1], shape[0])
    grid = np.ascontiguousarray(values.detach().numpy(), dtype=np.float32)
    return np.asarray(np.maximum(cv2.resize(grid, size, interpolation=cv2.INTER_CUBIC), 0), dtype=np.float32)
