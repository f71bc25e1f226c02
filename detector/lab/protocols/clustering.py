"""Clustering block ornaments (Chaki et al. 2024): by features, and by whether two lie on each other.

As published, the number of clusters is that of the motifs, and k-means runs several times. *Same block* is
our own: two images are as near as they agree where Align's coarse stage lays one on the other.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.cluster.vq import kmeans2
from scipy.spatial.distance import pdist, squareform
from torch import Tensor, nn
from torch.nn.functional import adaptive_avg_pool2d
from torchvision.models import mobilenet_v2, vgg16

from autolabelme.core import weights
from autolabelme.core.arrays import F32, F64, U8
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import SubTick, Tick, no_tick
from ransac_gui.core.coarse import estimate
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.features import compare_points, sift_points
from ransac_gui.core.mobilenet import IMAGENET_MEAN, IMAGENET_SPREAD
from ransac_gui.core.prepare import working
from ransac_gui.core.verify import compare
from ransac_gui.core.voting import vote

from .clusters import ClusterSet
from .metrics import matched_accuracy, nmi

RUNS, STARTS = 10, 10
"""Runs of k-means whose mean and spread are told, and starts of each, of which the tightest counts."""
_SIDE_PX = 224
_GRID = 7
"""Features are kept on a grid of so many cells: of two blocks it is the place of things that differs."""
_STRIDE_16 = {"mobilenet_v2": 14, "vgg16": 24}
"""Layers up to stride 16, as Align's deep features have it."""
NEIGHBOURS = 12
"""Images that are laid on each image: 0.1 s a pair forbids all pairs of some hundred images."""
_MATCH_SIDE_PX = 800
_MEAN, _SPREAD = (torch.tensor(colours)[:, None, None] for colours in (IMAGENET_MEAN, IMAGENET_SPREAD))


@dataclass(frozen=True)
class Agreement:
    """How a clustering agrees with the motifs, shares 0 to 1; spreads are 0 for one run."""

    accuracy: float
    nmi: float
    accuracy_spread: float = 0.0
    nmi_spread: float = 0.0
    runs: int = 1

    def as_dict(self) -> dict[str, float | int]:
        """Plain values, rounded."""
        return {
            "accuracy": round(self.accuracy, 4),
            "nmi": round(self.nmi, 4),
            "accuracy_spread": round(self.accuracy_spread, 4),
            "nmi_spread": round(self.nmi_spread, 4),
            "runs": self.runs,
        }


def cluster(
    impressions: ClusterSet,
    *,
    backbone: str = "mobilenet_v2",
    matching: bool = True,
    runs: int = RUNS,
    seed: int = 0,
    tick: Tick = no_tick,
) -> dict[str, Agreement]:
    """The agreement of each method: ``k-means``, ``hierarchical`` and, with `matching`, ``same block``.

    Raises `InputError` when the backbone's weights are not at hand and cannot be fetched, `Cancelled`.
    """
    count = len(set(impressions.motifs))
    images = [one.gray for one in impressions.impressions]
    found = image_features(images, backbone, tick=SubTick(tick, 0.0, 0.2))
    tick(200, 1000, "clustering")
    several = [kmeans(found, count, seed=seed + run) for run in range(runs)]
    methods = {
        "k-means": _several(impressions.motifs, several),
        "hierarchical": _several(impressions.motifs, [hierarchical(found, count)]),
    }
    if matching:
        alike = same_block(images, found, tick=SubTick(tick, 0.25, 1.0))
        methods["same block"] = _several(impressions.motifs, [by_likeness(alike, count)])
    tick(1000, 1000, "clustered")
    return methods


def _several(motifs: Sequence[str], runs: Sequence[Sequence[int]]) -> Agreement:
    accuracies = [matched_accuracy(motifs, run) for run in runs]
    informations = [nmi(motifs, run) for run in runs]
    return Agreement(
        float(np.mean(accuracies)),
        float(np.mean(informations)),
        float(np.std(accuracies)),
        float(np.std(informations)),
        len(runs),
    )


def image_features(images: Sequence[U8], backbone: str = "mobilenet_v2", *, tick: Tick = no_tick) -> F32:
    """Unit-length features (N, D) of grey images, brought to 224 x 224: ImageNet's at stride 16, 7 x 7."""
    layers = _layers(backbone)
    rows = []
    with torch.inference_mode():
        for number, image in enumerate(images):
            tick(number, len(images), "features")
            small = cv2.resize(image, (_SIDE_PX, _SIDE_PX), interpolation=cv2.INTER_AREA)
            tensor = torch.from_numpy(np.ascontiguousarray(small)).float() / 255
            pooled: Tensor = adaptive_avg_pool2d(layers(((tensor - _MEAN) / _SPREAD)[None]), _GRID)
            rows.append(pooled.flatten().numpy())
    stack = np.stack(rows)
    # What all ornaments have in common tells nothing and would rule the angles.
    stack = stack - stack.mean(axis=0)
    return np.asarray(stack / np.maximum(np.linalg.norm(stack, axis=1, keepdims=True), 1e-9), np.float32)


def _layers(backbone: str) -> nn.Module:
    build: Callable[[], nn.Module] = partial(
        {"mobilenet_v2": mobilenet_v2, "vgg16": vgg16}[backbone], weights=None
    )
    network = build()
    network.load_state_dict(weights.load_state(f"{backbone}_imagenet"), strict=False)
    layers: nn.Module = network.features[: _STRIDE_16[backbone]].eval().requires_grad_(False)  # type: ignore[union-attr,index]
    return layers


def kmeans(values: F32, count: int, *, seed: int = 0) -> list[int]:
    """Cluster numbers of rows (N, D): the tightest of `STARTS` runs of k-means++ and Lloyd's algorithm."""
    data = values.astype(np.float64)
    best: list[int] = []
    least = np.inf
    for start in range(STARTS):
        with warnings.catch_warnings():
            # A cluster may run empty; another start then does better.
            warnings.simplefilter("ignore", UserWarning)
            centres, labels = kmeans2(
                data, count, iter=100, minit="++", seed=np.random.default_rng([seed, start])
            )
        spread = float(((data - centres[labels]) ** 2).sum())
        if spread < least:
            best, least = [int(label) for label in labels], spread
    return best


def hierarchical(values: F32, count: int) -> list[int]:
    """Cluster numbers of rows (N, D) by Ward's method."""
    return [int(label) for label in fcluster(linkage(values.astype(np.float64), "ward"), count, "maxclust")]


def same_block(
    images: Sequence[U8], features: F32, neighbours: int = NEIGHBOURS, *, tick: Tick = no_tick
) -> F64:
    """How well each two images lie on each other: (N, N), symmetric, NCC of their ink, 0 to 1.

    Of each image those `neighbours` that are nearest by `features` (N, D) are tried; the position is what
    Align's vote of SIFT features, or its robust estimate, finds. 0 where neither does, and for other pairs.
    """
    works = [working(image, _MATCH_SIDE_PX) for image in images]
    points = []
    for number, work in enumerate(works):
        tick(number, 10 * len(works), "features to match")
        points.append(sift_points(work))
    pairs = _nearest_pairs(features, neighbours)
    alike = np.zeros((len(images), len(images)))
    for done, (first, second) in enumerate(pairs):
        tick(len(pairs) + 9 * done, 10 * len(pairs), "matching pairs")
        still, moving = works[first], works[second]
        size = (still.width, still.height)
        matches = compare_points(points[second], points[first], "sift")
        models = vote(matches.several, "affine", size, (moving.width, moving.height), keep=1)
        models += [model for model in (estimate(matches.mutual, "affine", size),) if model is not None]
        for model in models:
            ncc = compare(moving, still, WarpMap(*size, model.matrix[None])).ncc
            alike[first, second] = alike[second, first] = max(alike[first, second], ncc)
    return alike


def _nearest_pairs(features: F32, neighbours: int) -> list[tuple[int, int]]:
    distances = squareform(pdist(features.astype(np.float64)))
    np.fill_diagonal(distances, np.inf)
    nearest = np.argsort(distances, axis=1, kind="stable")[:, : min(neighbours, len(features) - 1)]
    pairs = {(min(i, int(j)), max(i, int(j))) for i, row in enumerate(nearest) for j in row}
    return sorted(pairs)


def by_likeness(alike: F64, count: int) -> list[int]:
    """Cluster numbers, 1 to `count`, from `same_block`, float64 (N, N): average linkage, 1 - NCC apart."""
    distance = 1.0 - np.clip(alike, 0.0, 1.0)
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), "average")
    return [int(label) for label in fcluster(tree, count, "maxclust")]
