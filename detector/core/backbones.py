"""Feature extractors for SSD300: six maps of 38, 19, 10, 5, 3 and 1 cells a side.

VGG16 is the paper's (torchvision's own extractor); MobileNetV2 is light enough for a CPU and is
bundled. Both take normalised images (N, 3, 300, 300) and return an ordered dict of six float maps;
`load_backbone` gives them their ImageNet weights.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from torch import Tensor, nn
from torchvision.models import mobilenet_v2, vgg16
from torchvision.models.detection.ssd import SSDFeatureExtractorVGG, SSDHead
from torchvision.models.detection.ssdlite import SSDLiteHead
from torchvision.ops.misc import Conv2dNormActivation

from autolabelme.core.errors import InputError

if TYPE_CHECKING:
    from .network import DetectorNetwork

VGG16_CHANNELS = (512, 1024, 512, 256, 256, 256)
MOBILENET_CHANNELS = (32, 96, 1280, 512, 256, 128)

# The last features of MobileNetV2 at 38, 19 and 10 cells for a 300-px input.
_MOBILENET_STAGES = (slice(0, 7), slice(7, 14), slice(14, 19))


def _norm(channels: int) -> nn.Module:
    # SSDLite's own settings: slow statistics suit the small batches of detection.
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.03)


def _extra(channels: int, out: int, *, stride: int, padding: int) -> nn.Sequential:
    """1x1 to half of `out`, depthwise 3x3, 1x1 to `out` (SSDLite, arXiv 1801.04381 section 6.2)."""
    middle = out // 2
    block = partial(Conv2dNormActivation, norm_layer=_norm, activation_layer=nn.ReLU6)
    return nn.Sequential(
        block(channels, middle, kernel_size=1),
        block(middle, middle, kernel_size=3, stride=stride, padding=padding, groups=middle),
        block(middle, out, kernel_size=1),
    )


class MobileNetV2Maps(nn.Module):
    """MobileNetV2 up to its last layer, then depthwise-separable extras to 5, 3 and 1 cells."""

    def __init__(self, features: nn.Sequential) -> None:
        super().__init__()
        self.stages = nn.ModuleList(features[part] for part in _MOBILENET_STAGES)
        channels = MOBILENET_CHANNELS
        self.extra = nn.ModuleList(
            [
                _extra(channels[2], channels[3], stride=2, padding=1),
                _extra(channels[3], channels[4], stride=2, padding=1),
                _extra(channels[4], channels[5], stride=1, padding=0),
            ]
        )
        for layer in self.extra.modules():
            if isinstance(layer, nn.Conv2d):
                nn.init.normal_(layer.weight, mean=0.0, std=0.03)

    def forward(self, x: Tensor) -> dict[str, Tensor]:
        """The six maps of images (N, 3, 300, 300)."""
        maps = OrderedDict()
        for index, block in enumerate([*self.stages, *self.extra]):
            x = block(x)
            maps[str(index)] = x
        return maps


def build(
    name: str, num_classes: int, num_anchors: list[int]
) -> tuple[nn.Module, nn.Module, tuple[int, ...]]:
    """(extractor, heads, channels of the six maps) with random weights; `KeyError` for an unknown name.

    `num_classes` counts the background; `num_anchors` is the boxes a cell of each map.
    """
    builder: Callable[[int, list[int]], tuple[nn.Module, nn.Module, tuple[int, ...]]]
    builder = {"vgg16": _build_vgg16, "mobilenet_v2": _build_mobilenet}[name]
    return builder(num_classes, num_anchors)


def _build_vgg16(num_classes: int, num_anchors: list[int]) -> tuple[nn.Module, nn.Module, tuple[int, ...]]:
    extractor = SSDFeatureExtractorVGG(vgg16(weights=None).features, highres=False)
    return extractor, SSDHead(list(VGG16_CHANNELS), num_anchors, num_classes), VGG16_CHANNELS


def _build_mobilenet(
    num_classes: int, num_anchors: list[int]
) -> tuple[nn.Module, nn.Module, tuple[int, ...]]:
    extractor = MobileNetV2Maps(mobilenet_v2(weights=None).features)
    heads = SSDLiteHead(list(MOBILENET_CHANNELS), num_anchors, num_classes, _norm)
    return extractor, heads, MOBILENET_CHANNELS


def load_backbone(network: DetectorNetwork, weights: Mapping[str, Tensor]) -> None:
    """Copy torchvision's ImageNet `features.*` weights into the detector's extractor.

    `weights` are those of `torchvision.models.mobilenet_v2()` or `vgg16()`, whichever the network has;
    classifier weights are ignored. Raises `InputError` when one is missing or has another shape.
    """
    extractor = network.ssd.backbone
    found = {
        name.removeprefix("features."): value
        for name, value in weights.items()
        if name.startswith("features.")
    }
    own = dict(extractor.state_dict())
    for name, target in own.items():
        source = _source_name(name)
        if source is None:
            continue
        if source not in found or found[source].shape != target.shape:
            raise InputError(
                "the weight is missing"
                if source not in found
                else "the weight has another shape, expected {shape}",
                field=f"features.{source}",
                shape=tuple(target.shape),
            )
        own[name] = found[source].to(target.dtype)
    extractor.load_state_dict(own)


def _source_name(name: str) -> str | None:
    """torchvision's name within `features` of one of ours, or None for layers that ImageNet has not."""
    parts = name.split(".")
    if parts[0] == "stages":  # MobileNetV2: stages.<stage>.<index>...
        return ".".join(parts[2:])
    if parts[0] == "features":  # VGG16 up to conv4_3
        return ".".join(parts[1:])
    if parts[:2] == ["extra", "0"] and len(parts) == 4 and parts[2] in ("1", "3", "5"):  # VGG16 conv5_*
        return f"{23 + int(parts[2])}.{parts[3]}"
    return None
