"""Learned features (DESIGN section 6.1): ALIKED with LightGlue, and the paper's convolutional features.

Weights come through `autolabelme.core.weights` and are never fetched from here: what is at hand is used,
and the result says what that was. Torch is imported with this module, so import it late.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from autolabelme.core import weights
from autolabelme.core.arrays import F64, Array
from autolabelme.core.matching.parallel import share, workers
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick

from . import geometry, tuning
from .coarse import estimate
from .features import Candidates, Matches, Points, compare_points, full_from_working, paper_white
from .fine import torch_device
from .mobilenet import IMAGENET_MEAN, IMAGENET_SPREAD, mobilenet
from .prepare import Working, resized

T = TypeVar("T")


def aliked_candidates(
    source: Working, reference: Working, *, device: str = "cpu", light: bool = False, tick: Tick = no_tick
) -> Candidates:
    """ALIKED-n16rot keypoints with LightGlue where its weights are at hand, else nearest neighbours.

    The descriptors stand turns of some 60 degrees: when few matches agree, the source is tried in the
    other quarter turns, too. `light` leaves them out, since SIFT, which stands any turn, has been asked
    before, and looks at smaller pictures.
    """
    extractor = _aliked(device)
    side = tuning.ALIKED_LIGHT_SIDE if light else tuning.ALIKED_SIDE
    tick(0, 6, "features")
    of_source, of_reference = _on_all_cores(
        [partial(_aliked_points, extractor, work, 0, side) for work in (source, reference)]
    )
    best: Candidates | None = None
    most = -1
    for quarter in (0,) if light else (0, 2, 1, 3):
        tick(1 + quarter, 6, "features")
        if quarter:
            of_source = _aliked_points(extractor, source, quarter, side)
        found = _aliked_matched(of_source, of_reference, device)
        model = estimate(found.mutual, "homography", (reference.width, reference.height))
        support = 0 if model is None else model.support
        if support > most:
            best, most = found, support
        if most >= tuning.ALIKED_ENOUGH:
            break
    assert best is not None
    return best


def _on_all_cores(looks: Sequence[Callable[[], T]]) -> list[T]:
    """What each look at a picture finds; the looks share the cores.

    Torch's threads wait for each other by spinning: several of them at one picture take almost twice the
    processor time where the cores have other work.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(max(1, before // min(len(looks), workers())))
    try:
        return share(looks)
    finally:
        torch.set_num_threads(before)


@dataclass(frozen=True, eq=False)
class _Extracted:
    points: Points
    keypoints: Tensor
    descriptors: Tensor
    size: tuple[int, int]


@lru_cache(maxsize=2)
def _aliked(device: str) -> nn.Module:
    from kornia.feature import ALIKED

    model = ALIKED(
        model_name="aliked-n16rot",
        max_num_keypoints=tuning.ALIKED_KEYPOINTS,
        detection_threshold=tuning.ALIKED_THRESHOLD,
    )
    model.load_state_dict(weights.load_state("aliked_n16rot"))
    result: nn.Module = model.eval().requires_grad_(False).to(torch_device(device))
    return result.to(memory_format=torch.channels_last)


@lru_cache(maxsize=2)
def _lightglue(device: str) -> nn.Module:
    from kornia.feature import LightGlue

    # None: a matcher without a pretrained extractor's presets (kornia's annotation leaves it out).
    nothing: Any = None
    model = LightGlue(nothing, input_dim=128, weights=None)
    model.load_state_dict(weights.load_state("lightglue_aliked"), strict=False)
    result: nn.Module = model.eval().requires_grad_(False).to(torch_device(device))
    return result


def _aliked_points(extractor: nn.Module, work: Working, quarter: int, side: int) -> _Extracted:
    small = resized(work, side)
    image = np.rot90(paper_white(small), quarter)
    with torch.inference_mode():
        found = extractor(_as_input(image, next(extractor.parameters()).device))[0]
    keypoints, descriptors = found.keypoints.float(), found.descriptors.float()
    xy = _unturned(keypoints.cpu().numpy().astype(np.float64), quarter, *small.size)
    points = Points(geometry.apply(full_from_working(small), xy), descriptors.cpu().numpy())
    return _Extracted(points, keypoints, descriptors, (image.shape[1], image.shape[0]))


def _as_input(image: Array, device: torch.device) -> Tensor:
    """A grey picture (h, w) uint8 as a network takes it: float32 (1, 3, h, w), 0..1.

    A pixel's channels lie together: these networks then take two thirds of the processor time and less.
    """
    tensor = torch.from_numpy(np.ascontiguousarray(image)).to(device)[None, None].float() / 255
    return tensor.expand(1, 3, -1, -1).contiguous(memory_format=torch.channels_last)


def _unturned(xy: F64, quarter: int, columns: int, rows: int) -> F64:
    """Points on `np.rot90(image, quarter)` back on the image of columns x rows."""
    x, y = xy[:, 0], xy[:, 1]
    if quarter == 1:
        x, y = columns - 1 - y, x
    elif quarter == 2:
        x, y = columns - 1 - x, rows - 1 - y
    elif quarter == 3:
        x, y = y, rows - 1 - x
    return np.stack([x, y], axis=1)


def _aliked_matched(source: _Extracted, reference: _Extracted, device: str) -> Candidates:
    hashes = {"aliked_n16rot": weights.WEIGHTS["aliked_n16rot"].sources[0].sha256}
    nearest = compare_points(source.points, reference.points, "aliked+nearest", hashes)
    file = weights.find("lightglue_aliked")
    if file is None or min(len(source.keypoints), len(reference.keypoints)) < tuning.FEWEST_CANDIDATES:
        return nearest
    matcher = _lightglue(device)
    hashes["lightglue_aliked"] = file.sha256

    def side(one: _Extracted) -> dict[str, Tensor]:
        return {
            "keypoints": one.keypoints[None],
            "descriptors": one.descriptors[None],
            "image_size": torch.tensor([one.size], device=one.keypoints.device),
        }

    with torch.inference_mode():
        answer: dict[str, Any] = matcher({"image0": side(reference), "image1": side(source)})
    pairs = answer["matches"][0].cpu().numpy()
    scores = answer["scores"][0].cpu().numpy().astype(np.float64)
    mutual = Matches(
        reference.points.xy[pairs[:, 0]], source.points.xy[pairs[:, 1]], scores, "aliked+lightglue", hashes
    )
    return Candidates(mutual, nearest.several)


def deep_candidates(
    source: Working, reference: Working, *, device: str = "cpu", light: bool = False, tick: Tick = no_tick
) -> Candidates:
    """The paper's coarse features: the source at seven sizes, mutual nearest neighbours of each.

    ResNet-50 layer3 as published, VGG16 conv4_3, or the bundled MobileNetV2 at stride 16: the first whose
    weights are at hand. `light` takes the bundled one on a CPU whatever else is at hand: there VGG16, which a
    training may have fetched, takes half a minute a pair; and three of the seven sizes, or a refusal, which
    asks every method, takes several times an acceptance.
    """
    steps = range(tuning.DEEP_STEPS, -tuning.DEEP_STEPS - 1, -1)
    sides = [round(tuning.DEEP_SHORTER * 1.2 ** (step / tuning.DEEP_STEPS)) for step in steps]
    network = _backbone(device, light)
    if light:
        # The largest, the middle and the smallest.
        sides = sides[:: tuning.DEEP_STEPS]
    tick(0, 2, "features")
    looks = [(source, side) for side in sides] + [(reference, tuning.DEEP_SHORTER)]
    *of_source, of_reference = _on_all_cores([partial(_deep_points, network, *look) for look in looks])
    tick(1, 2, "features")
    parts = [compare_points(points, of_reference, network.method).mutual for points in of_source]
    joined = Matches(
        np.concatenate([part.reference for part in parts]),
        np.concatenate([part.source for part in parts]),
        np.concatenate([part.distinct for part in parts]),
        network.method,
        network.hashes,
    )
    return Candidates(joined, replace(joined))


@dataclass(frozen=True, eq=False)
class _Backbone:
    run: Callable[[Tensor], Tensor]
    stride: int
    method: str
    hashes: dict[str, str]
    device: torch.device


@lru_cache(maxsize=2)
def _backbone(device: str, light: bool) -> _Backbone:
    where = torch_device(device)
    light = light and where.type == "cpu"
    file = None if light else weights.find("resnet50_imagenet")
    if file is not None:
        import torchvision

        resnet = torchvision.models.resnet50(weights=None)
        resnet.load_state_dict(weights.load_state("resnet50_imagenet"))
        layers = nn.Sequential(
            *[
                getattr(resnet, name)
                for name in ("conv1", "bn1", "relu", "maxpool", "layer1", "layer2", "layer3")
            ]
        )
        return _frozen(layers, 16, "deep (ResNet-50 layer3)", {"resnet50_imagenet": file.sha256}, where)
    file = None if light else weights.find("vgg16_imagenet")
    if file is not None:
        import torchvision

        vgg = torchvision.models.vgg16(weights=None)
        vgg.load_state_dict(weights.load_state("vgg16_imagenet"), strict=False)
        return _frozen(vgg.features[:23], 8, "deep (VGG16 conv4_3)", {"vgg16_imagenet": file.sha256}, where)
    hashes = {"mobilenet_v2_imagenet": weights.WEIGHTS["mobilenet_v2_imagenet"].sources[0].sha256}
    run = mobilenet(weights.load_state("mobilenet_v2_imagenet"), 13, where)
    return _Backbone(run, 16, "deep (MobileNetV2 stride 16)", hashes, where)


def _frozen(
    layers: nn.Module, stride: int, method: str, hashes: dict[str, str], where: torch.device
) -> _Backbone:
    network = layers.eval().requires_grad_(False).to(where)
    return _Backbone(network, stride, method, hashes, where)


def _deep_points(network: _Backbone, work: Working, shorter: int) -> Points:
    columns, rows = work.size
    factor = min(
        shorter / min(columns, rows), tuning.DEEP_LONGEST * shorter / tuning.DEEP_SHORTER / max(columns, rows)
    )
    stride = network.stride
    size = (max(2, round(columns * factor / stride)) * stride, max(2, round(rows * factor / stride)) * stride)
    image = cv2.resize(
        paper_white(work), size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    )
    tensor = _as_input(image, network.device)
    mean, deviation = (
        torch.tensor(colours, device=network.device)[None, :, None, None]
        for colours in (IMAGENET_MEAN, IMAGENET_SPREAD)
    )
    with torch.inference_mode():
        found = network.run((tensor - mean) / deviation)[0]
        found = nn.functional.normalize(found, dim=0)
    height, width = found.shape[1:]
    # Cells of paper match everywhere; only cells with ink are kept.
    ink = cv2.resize(work.ink, (width, height), interpolation=cv2.INTER_AREA) > tuning.DEEP_INK
    y, x = np.nonzero(ink)
    xy = np.stack([(x + 0.5) * work.width / width - 0.5, (y + 0.5) * work.height / height - 0.5], axis=1)
    return Points(xy.astype(np.float64), found.permute(1, 2, 0).cpu().numpy()[ink].astype(np.float32))
