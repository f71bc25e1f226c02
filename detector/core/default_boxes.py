"""The default boxes (priors) of SSD300 and the map that each belongs to (report, sections 4.1 and 4.2.3).

Feature maps of 38, 19, 10, 5, 3 and 1 cells a side with the scales 0.1, 0.2, 0.375, 0.55, 0.725, 0.9;
centres at (i + 0.5) / map size, sizes clipped to the frame. Either 4 or 6 boxes a cell (8,732 in all)
or one box a cell with aspect ratio 2 (1,940 in all). Built on torchvision's generator, so that its
order of boxes (cell by cell, row-major, boxes of a cell together) is the heads' order.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torchvision.models.detection.anchor_utils import DefaultBoxGenerator

INPUT_SIZE = 300
MAP_SIZES = (38, 19, 10, 5, 3, 1)
SCALES = (0.1, 0.2, 0.375, 0.55, 0.725, 0.9)
ASPECT_RATIOS = ((2,), (2, 3), (2, 3), (2, 3), (2,), (2,))
ONE_BOX_ASPECT = 2.0
BOX_KINDS = ("ssd", "one")

_CPU = torch.device("cpu")


class SsdDefaultBoxes(DefaultBoxGenerator):
    """4 or 6 default boxes a cell: 1, extra, 2, 1/2 (and 3, 1/3 on the three maps in the middle)."""

    def __init__(self) -> None:
        # torchvision makes the extra box from sqrt(s_k s_{k+1}); 1/0.9 makes it 1 for the last level.
        super().__init__([list(ratios) for ratios in ASPECT_RATIOS], scales=[*SCALES, 1.0 / SCALES[-1]])


class OneDefaultBox(DefaultBoxGenerator):
    """One default box a cell: w = s sqrt(2), h = s / sqrt(2) (report, section 4.2.3)."""

    def __init__(self) -> None:
        super().__init__([[] for _ in SCALES], scales=list(SCALES))

    def _generate_wh_pairs(
        self, num_outputs: int, dtype: torch.dtype = torch.float32, device: torch.device = _CPU
    ) -> list[Tensor]:
        root = math.sqrt(ONE_BOX_ASPECT)
        return [
            torch.as_tensor([[scale * root, scale / root]], dtype=dtype, device=device)
            for scale in self.scales[:num_outputs]
        ]

    def num_anchors_per_location(self) -> list[int]:
        """One for each feature map."""
        return [1 for _ in self.aspect_ratios]


def default_boxes(kind: str) -> DefaultBoxGenerator:
    """The generator for `kind`: 'ssd' (8,732 boxes) or 'one' (1,940 boxes); `KeyError` for another word."""
    return {"ssd": SsdDefaultBoxes, "one": OneDefaultBox}[kind]()


def boxes_per_map(generator: DefaultBoxGenerator) -> list[int]:
    """How many default boxes each feature map has, largest map first."""
    return [
        side * side * each for side, each in zip(MAP_SIZES, generator.num_anchors_per_location(), strict=True)
    ]


def map_of_default_box(index: Tensor, counts: list[int]) -> Tensor:
    """The feature map (int64, 0 the largest) of each default-box index (int64, any shape).

    `counts` is how many default boxes each map has (`boxes_per_map`). An index outside all maps is a
    caller's mistake and raises `IndexError`.
    """
    ends = torch.as_tensor(counts, device=index.device).cumsum(0)
    if index.numel() and (int(index.min()) < 0 or int(index.max()) >= int(ends[-1])):
        raise IndexError(f"default-box index: expected 0 to {int(ends[-1]) - 1}, got {index.tolist()}")
    return torch.bucketize(index, ends, right=True)
