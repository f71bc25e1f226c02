"""ImageNet weights into the detector's backbone."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from autolabelme.core.errors import InputError

from .network import DetectorNetwork


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
            problem = (
                "is missing" if source not in found else f"has another shape, expected {tuple(target.shape)}"
            )
            raise InputError(f"the weight {problem}", field=f"features.{source}")
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
