"""What a network in training sees at the moment: detections, pictures and AP on a few crops.

The window shows it after an epoch. The network is looked at where it is, in evaluation mode, and left
as it was; no random number is drawn, so a training that is watched is the same as one that is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from autolabelme.core.arrays import U8, Array

from .dae import crop_targets
from .data import STORED_PX, RandomCrops, Sample
from .default_boxes import INPUT_SIZE
from .detection import Detection
from .evaluation import average_precision
from .network import DetectorNetwork
from .sources import AnnotatedPage

PREVIEW_IOUS = (0.5, 0.75, 0.9)
_MEASURED_CROPS = 16
_SHOWN_CROPS = 3
_PICTURES = 10
_AT_ONCE = 4

Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class PreviewCrop:
    """A crop uint8 (400, 400, 3), its true boxes and what was found: (label, box in its pixels, score)."""

    rgb: U8
    truth: tuple[tuple[str, Box], ...]
    found: tuple[tuple[str, Box, float], ...]


@dataclass(frozen=True, eq=False)
class PreviewPicture:
    """One detection as it stands on the crop and as the decoder draws it: uint8 (size, size[, 3])."""

    label: str
    observed: U8
    drawn: U8


@dataclass(frozen=True, eq=False)
class Preview:
    """`ap` is by IoU, over `measured` crops; the detector's own boxes with a score over 0.2."""

    crops: tuple[PreviewCrop, ...]
    pictures: tuple[PreviewPicture, ...]
    ap: Mapping[float, float]
    measured: int


class Previewer:
    """Looks at the same few crops again and again.

    Parameters
    ----------
    network : DetectorNetwork
        The one that is trained; looked at on its own device.
    crops : RandomCrops
        Where the crops come from: held-out ones if there are any.
    """

    def __init__(self, network: DetectorNetwork, crops: RandomCrops) -> None:
        self._network = network
        pages = len(crops.pages)
        samples = [(crops[index], index % pages) for index in range(min(len(crops), _MEASURED_CROPS))]
        samples.sort(key=lambda one: -len(one[0]["boxes"]))
        # Of each page the crop with most vignettes comes first: those are shown.
        ranks: dict[int, int] = {}
        order: list[tuple[int, int, Sample]] = []
        for sample, page in samples:
            order.append((ranks.setdefault(page, 0), len(order), sample))
            ranks[page] += 1
        self._samples: list[Sample] = [sample for _, _, sample in sorted(order, key=lambda one: one[:2])]

    @torch.no_grad()
    def look(self) -> Preview:
        """Detect on the crops and draw some of what was found."""
        labels = self._network.config.labels
        crops: list[PreviewCrop] = []
        pictures: list[PreviewPicture] = []
        device = next(self._network.parameters()).device
        with _evaluating(self._network):
            for start in range(0, len(self._samples), _AT_ONCE):
                part = self._samples[start : start + _AT_ONCE]
                images = [one["image"].to(device).float() / 255 for one in part]
                encoded = self._network.ssd.encode(images)
                found = self._network.ssd.detections(encoded)
                crops += [_crop(one, seen, labels) for one, seen in zip(part, found, strict=True)]
                if not start:
                    pictures = self._pictures(images, encoded.maps, found)
        ap = average_precision(
            [[Detection(box, label, score) for label, box, score in crop.found] for crop in crops],
            [_as_page(crop) for crop in crops],
            labels,
            PREVIEW_IOUS,
        ).ap
        return Preview(tuple(crops[:_SHOWN_CROPS]), tuple(pictures), ap, len(crops))

    def _pictures(
        self, images: list[Tensor], maps: list[Tensor], found: list[dict[str, Tensor]]
    ) -> list[PreviewPicture]:
        dae = self._network.dae
        best = [_best_of_labels(seen) for seen in found]
        boxes = [seen["boxes"][chosen] for seen, chosen in zip(found, best, strict=True)]
        indices = [seen["default_box"][chosen] for seen, chosen in zip(found, best, strict=True)]
        if not sum(len(one) for one in boxes):
            return []
        drawn = dae(maps, [box * (INPUT_SIZE / STORED_PX) for box in boxes], indices)
        observed = crop_targets(images, boxes, dae.decoder.size, dae.decoder.channels)
        numbers = torch.cat([seen["labels"][chosen] for seen, chosen in zip(found, best, strict=True)])
        names = [self._network.config.labels[int(number) - 1] for number in numbers.tolist()]
        return [
            PreviewPicture(name, _uint8(one), _uint8(other))
            for name, one, other in zip(names, observed, drawn, strict=True)
        ][:_PICTURES]


def _best_of_labels(seen: dict[str, Tensor]) -> Tensor:
    """Indices of the best detection of each label, best first: many labels say more than many copies."""
    chosen: dict[int, int] = {}
    for index, label in enumerate(seen["labels"].tolist()):
        if label not in chosen or seen["scores"][index] > seen["scores"][chosen[label]]:
            chosen[label] = index
    order = sorted(chosen.values(), key=lambda index: -float(seen["scores"][index]))[:_PICTURES]
    return torch.tensor(order, dtype=torch.int64, device=seen["labels"].device)


def _crop(sample: Sample, seen: dict[str, Tensor], labels: tuple[str, ...]) -> PreviewCrop:
    rgb = np.ascontiguousarray(sample["image"].permute(1, 2, 0).numpy())
    truth = [
        (labels[int(number) - 1], _box(box))
        for number, box in zip(sample["labels"].tolist(), sample["boxes"].tolist(), strict=True)
    ]
    found = [
        (labels[int(number) - 1], _box(box), float(score))
        for number, box, score in zip(
            seen["labels"].tolist(), seen["boxes"].tolist(), seen["scores"].tolist(), strict=True
        )
    ]
    return PreviewCrop(np.asarray(rgb, dtype=np.uint8), tuple(truth), tuple(found))


def _box(values: list[float]) -> Box:
    return values[0], values[1], values[2], values[3]


def _as_page(crop: PreviewCrop) -> AnnotatedPage:
    labels, boxes = tuple(label for label, _ in crop.truth), tuple(box for _, box in crop.truth)
    return AnnotatedPage("crop", crop.rgb, boxes, labels, ())


def _uint8(picture: Tensor) -> U8:
    """float (C, H, W) in 0..1 as uint8 (H, W, C), or (H, W) for one channel."""
    values: Array = picture.detach().float().clamp(0, 1).cpu().permute(1, 2, 0).numpy()
    rounded = np.ascontiguousarray(np.rint(values * 255), dtype=np.uint8)
    return rounded[..., 0] if rounded.shape[-1] == 1 else rounded


@contextmanager
def _evaluating(network: DetectorNetwork) -> Iterator[None]:
    modes = {module: module.training for module in network.modules()}
    network.eval()
    try:
        yield
    finally:
        # Each module's own mode: a stage may train one half while the other stands still.
        for module, training in modes.items():
            module.training = training
