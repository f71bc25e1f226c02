"""Parameters of `align` and of its training: the form and the command line's options come from them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from autolabelme.core.errors import MisuseError
from autolabelme.core.params import Params, param
from autolabelme.core.plugins import Plugin, Registry

if TYPE_CHECKING:
    # The command line's help needs neither.
    from autolabelme.core.arrays import Array
    from autolabelme.core.reading import JsonObject

Box = tuple[float, float, float, float]

METHODS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"sift": (), "deep": ("torch", "torchvision"), "aliked": ("torch", "torchvision", "kornia")}
)
"""What each needs installed, in order of measured cost, in which `auto` tries them; see
`hypotheses.find_candidates`."""
FEATURES: Registry[Plugin | None] = Registry(
    "autolabelme.features",
    "alignment feature",
    dict.fromkeys(("auto", *METHODS)),
    lambda plugin: plugin,
)
"""What can be chosen; where another package brings it, with its entry point (`features.added_candidates`)."""
MODELS = ("homography", "multi", "affine", "similarity", "rigid", "translation")
FINE = ("none", "network", "refine", "both")
DEVICES = ("auto", "cpu", "cuda")
LOSSES = ("supervised", "unsupervised", "both")
FREE_PX = 100_000.0
"""A deformation cap that caps nothing."""
DEFAULT_CAP = 0.05
"""The default deformation cap as a share of the reference's longer side."""


@dataclass(frozen=True)
class AlignParams(Params):
    """How a source is laid on a reference (DESIGN section 6)."""

    features: str = param(
        "auto", choices=FEATURES, label="Features", help="What is matched; auto tries the cheapest first"
    )
    model: str = param(
        "homography",
        choices=MODELS,
        label="Coarse model",
        help="multi: several homographies, for folded or gutter-curved pages",
        words=(
            ("homography", "homography", ""),
            ("multi", "multi", ""),
            ("affine", "affine", ""),
            ("similarity", "similarity", ""),
            ("rigid", "rigid", ""),
            ("translation", "translation", ""),
        ),
    )
    fine: str = param(
        "refine",
        choices=FINE,
        label="Fine stage",
        help="network: RANSAC-Flow's; refine: smooth refinement of this pair; both: one after the other",
        words=(
            ("none", "none", ""),
            ("network", "network", ""),
            ("refine", "refine", ""),
            ("both", "both", ""),
        ),
    )
    cap_px: float | None = param(
        None,
        minimum=0.0,
        maximum=FREE_PX,
        unit="px",
        label="Deformation cap",
        help="Longest displacement of the fine stage in reference pixels; 0: rigid only; "
        "empty: 5% of the reference's longer side",
        option="--cap PX",
    )
    wavelength: float = param(
        0.25,
        minimum=0.02,
        maximum=4.0,
        step=0.01,
        label="Shortest wave",
        help="Shortest wave that the fine stage may follow, as a share of the reference's longer side: "
        "paper bends in long waves, the cut of a block is short",
        advanced=True,
    )
    estimator: str = param(
        "magsac",
        choices=("magsac", "ransac"),
        label="Estimator",
        help="ransac: the paper's own, 10,000 draws",
        advanced=True,
    )
    ransac_flow: str = param(
        "",
        label="RANSAC-Flow checkpoint",
        help="File or folder; empty: the bundled weights",
        option="--ransac-flow FILE_OR_FOLDER",
    )
    device: str = param("auto", choices=DEVICES, label="Device", help="Where networks run")
    region: tuple[float, float, float, float] | None = param(
        None, label="Region", help="x1, y1, x2, y2 on the reference: only this part is aligned"
    )
    landmarks: tuple[tuple[float, float, float, float], ...] = param(
        (),
        label="Landmarks",
        help="Point pairs set by hand: reference x, y, source x, y; four or more replace the features",
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.region is not None:
            x1, y1, x2, y2 = _numbers("region", self.region, 4)
            if x1 < 0 or y1 < 0 or x2 - x1 < 1 or y2 - y1 < 1:
                raise MisuseError(
                    "expected x1, y1 >= 0 and a pixel each way, got {got}",
                    field="AlignParams.region",
                    got=self.region,
                )
        for number, pair in enumerate(self.landmarks):
            _numbers(f"landmarks[{number}]", pair, 4)
        if self.landmarks and len(self.landmarks) < 4:
            raise MisuseError(
                "expected 4 or more pairs, got {got}", field="AlignParams.landmarks", got=len(self.landmarks)
            )

    def cap_for(self, width: int, height: int) -> float:
        """The deformation cap in pixels for a reference of this size."""
        return DEFAULT_CAP * max(width, height) if self.cap_px is None else float(self.cap_px)


@dataclass(frozen=True)
class TrainParams(Params):
    """How the fine networks are trained."""

    loss: str = param("both", choices=LOSSES, help="Known warps, the paper's own, or both")
    steps: int = param(2000, minimum=1, maximum=10_000_000, help="Optimiser steps at most")
    minutes: float = param(0.0, minimum=0.0, maximum=100_000, unit="min", help="Wall-clock limit; 0 for none")
    batch: int = param(4, minimum=1, maximum=512, help="Crops in a step")
    crop: int = param(128, minimum=64, maximum=480, step=8, unit="px", help="Side of a crop, multiple of 8")
    displacement: float = param(
        20.0, minimum=1.0, maximum=24.0, unit="px", help="Greatest displacement (7 x 7 cells reach 24)"
    )
    ornaments: int = param(120, minimum=1, maximum=100_000, help="Ornaments set and printed for the pool")
    learning_rate: float = param(
        5e-4, minimum=1e-7, maximum=1.0, help="Learning rate of Adam, annealed to 2%"
    )
    unsupervised_weight: float = param(
        0.2, minimum=0.0, maximum=100.0, help="Weight of the unsupervised loss beside the supervised one"
    )
    save_minutes: float = param(3.0, minimum=0.1, maximum=600, unit="min", help="Time between checkpoints")
    device: str = param("auto", choices=DEVICES, help="Where to train")
    threads: int = param(0, minimum=0, maximum=256, help="CPU threads; 0 for torch's own choice")
    seed: int = param(0, minimum=0, maximum=2**31 - 1, help="Seed of pool, crops and weights")

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.crop % 8:
            raise MisuseError("expected a multiple of 8, got {got}", field="TrainParams.crop", got=self.crop)


def part_of(reference: Array, region: Box | None) -> Array:
    """The pixels (h, w) or (h, w, 3) of a region of the reference, edges rounded; all of it without one.

    `MisuseError` where the region reaches beyond the reference.
    """
    if region is None:
        return reference
    x1, y1, x2, y2 = (round(edge) for edge in region)
    rows, columns = reference.shape[:2]
    if x2 > columns or y2 > rows:
        raise MisuseError(
            "expected within the reference of {columns} x {rows} pixels, got {x1},{y1},{x2},{y2}",
            field="region",
            columns=columns,
            rows=rows,
            x1=x1,
            y1=y1,
            x2=x2,
            y2=y2,
        )
    return reference[y1:y2, x1:x2]


def stated_region(sidecar: JsonObject) -> Box | None:
    """The region among a sidecar's settings, whole pixels; None for the whole reference.

    Up to format 1 it was written as x, y, width, height. `InputError` names the field.
    """
    settings = sidecar.object_or_empty("settings")
    if settings.value.get("region") is None:
        return None
    x1, y1, x2, y2 = (float(round(number)) for number in settings.numbers("region", 4))
    if sidecar.whole("format", 1) < 2:
        x2, y2 = x1 + x2, y1 + y2
    if x1 < 0 or y1 < 0 or x2 - x1 < 1 or y2 - y1 < 1:
        raise settings.error("region", "expected the box of a part of the reference")
    return x1, y1, x2, y2


def _numbers(name: str, values: Any, count: int) -> tuple[float, ...]:
    if len(values) != count or not all(
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        for value in values
    ):
        raise MisuseError(
            "expected {count} finite numbers, got {got!r}",
            field=f"AlignParams.{name}",
            count=count,
            got=values,
        )
    return tuple(float(value) for value in values)
