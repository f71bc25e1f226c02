"""The network of a model: the detector and the decoder that reads its features."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn

from .dae import DAE
from .ssd import Encoded, XIoUSSD


@dataclass(frozen=True)
class NetworkConfig:
    """All that is needed to build the network anew; `labels` in the order of the classes 1, 2, ..."""

    labels: tuple[str, ...]
    backbone: str = "mobilenet_v2"
    boxes: str = "ssd"
    loss: str = "giou"
    decoder: str = "conv"
    channels: str = "learned"
    alpha: float = 1.0

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


class DetectorNetwork(nn.Module):
    """`ssd` finds vignettes, `dae` draws what it found. Random weights."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        self.ssd = XIoUSSD(
            len(config.labels) + 1,
            backbone=config.backbone,
            boxes=config.boxes,
            loss=config.loss,
            alpha=config.alpha,
        )
        self.dae = DAE(
            self.ssd.map_channels, self.ssd.boxes_per_map, decoder=config.decoder, channels=config.channels
        )

    def forward(self, images: list[Tensor]) -> list[dict[str, Tensor]]:
        """Detections of float images (3, H, W) in 0..1; see `XIoUSSD`."""
        found: list[dict[str, Tensor]] = self.ssd.detections(self.ssd.encode(images))
        return found


def responsible_default_boxes(encoded: Encoded, ssd: XIoUSSD) -> list[tuple[Tensor, Tensor]]:
    """For each image (truth indices (K,), default-box indices (K,)): who would detect each truth.

    Among the default boxes that are matched with a truth, the one that gives its label the highest
    score: the one whose index a detection of that truth would carry.
    """
    assert encoded.targets is not None
    result = []
    for target, boxes, logits in zip(
        encoded.targets, encoded.default_boxes, encoded.heads["cls_logits"], strict=True
    ):
        matched = ssd.match(target["boxes"], boxes)
        positive = torch.where(matched >= 0)[0]
        truth = matched[positive]
        scores = logits[positive].softmax(-1).gather(1, target["labels"][truth][:, None])[:, 0]
        order = scores.argsort(descending=True, stable=True)
        order = order[truth[order].argsort(stable=True)]
        ordered = truth[order]
        first = torch.ones_like(ordered, dtype=torch.bool)
        first[1:] = ordered[1:] != ordered[:-1]
        result.append((ordered[first], positive[order][first]))
    return result
