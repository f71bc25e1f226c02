"""What the fine networks are trained for.

Supervised: the flow in cells against the known one, and matchability against where a correspondence
exists. Unsupervised (Shen and others 2020, section 3.3): SSIM of the warped source and the reference,
cycle consistency of both flows, weighted by matchability, and a price on matchability that is not used.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from kornia.metrics import ssim
from torch import Tensor

from .networks import RADIUS, STRIDE, NetworkOutput, sampling_grid, upsample

CYCLE_WEIGHT = 1.0
"""Weight of cycle consistency (the paper's mu)."""
MATCH_WEIGHT = 0.01
"""Weight of the matchability term (the paper's lambda)."""


@dataclass(frozen=True)
class Terms:
    """Parts of one loss, each a scalar tensor; `total` is what is minimised."""

    total: Tensor
    parts: dict[str, Tensor]


def supervised(output: NetworkOutput, flow_px: Tensor, matched: Tensor) -> Terms:
    """Against the truth: `flow_px` (N, 2, H, W) pixels, `matched` (N, 1, H, W) 0 or 1.

    The flow is compared on the feature grid in cells with a robust norm, where `matched` says that there
    is a correspondence within the 7 x 7 neighbourhood.
    """
    rows, columns = output.flow.shape[2:]
    cells = to_cells(output.flow)
    # The grid's corners are the image's corners (align_corners), so the truth is read the same way.
    truth = functional.interpolate(flow_px, (rows, columns), mode="bilinear", align_corners=True)
    truth = truth * cell_scale(rows, columns, flow_px)
    there = functional.interpolate(matched, (rows, columns), mode="bilinear", align_corners=True)
    there = (there > 0.5).to(cells.dtype) * (truth.abs().amax(dim=1, keepdim=True) <= RADIUS)
    error = torch.sqrt(((cells - truth) ** 2).sum(dim=1, keepdim=True) + 1e-4)
    flow_term = (error * there).sum() / there.sum().clamp(min=1)
    match_term = functional.binary_cross_entropy(output.matchability.float().clamp(1e-5, 1 - 1e-5), there)
    return Terms(flow_term + 0.3 * match_term, {"flow": flow_term, "match": match_term})


def unsupervised(output: NetworkOutput, source: Tensor, reference: Tensor) -> Terms:
    """The paper's loss on images (N, 3, H, W) 0..1; `output` must hold both directions."""
    if output.flow_back is None or output.matchability_back is None:
        raise ValueError("unsupervised: expected an output of both directions")
    rows, columns = reference.shape[2:]
    forth = sampling_grid(output.flow, rows, columns)
    back = sampling_grid(output.flow_back, rows, columns)
    warped = functional.grid_sample(source, forth, align_corners=True)
    match = upsample(output.matchability, rows, columns)
    match_there = functional.grid_sample(
        upsample(output.matchability_back, rows, columns), forth, align_corners=True
    )
    weight = match * match_there
    likeness = ssim(warped, reference, 11).mean(dim=1, keepdim=True)
    structure = ((1 - likeness) * weight).sum() / weight.sum().clamp(min=1)
    identity = sampling_grid(torch.zeros_like(output.flow), rows, columns)
    returned = functional.grid_sample(back.permute(0, 3, 1, 2), forth, align_corners=True)
    cycle = (returned.permute(0, 2, 3, 1) - identity).norm(dim=3)[:, None]
    cycle_term = (cycle * weight).sum() / weight.sum().clamp(min=1)
    match_term = (1 - weight).mean()
    total = structure + CYCLE_WEIGHT * cycle_term + MATCH_WEIGHT * match_term
    return Terms(total, {"ssim": structure, "cycle": cycle_term, "match": match_term})


def cell_scale(rows: int, columns: int, like: Tensor) -> Tensor:
    """Cells per pixel, (1, 2, 1, 1) x then y, in the published convention.

    A flow of one cell is 2 / columns of a frame that spans -1..1 over (8 columns - 1) pixels.
    """
    x = columns / (STRIDE * columns - 1)
    y = rows / (STRIDE * rows - 1)
    return torch.tensor([x, y], dtype=like.dtype, device=like.device)[None, :, None, None]


def to_cells(flow: Tensor) -> Tensor:
    """A flow (N, 2, h, w) in units of the frame as cells of the neighbourhood, -3..3."""
    rows, columns = flow.shape[2:]
    unit = torch.tensor([columns / 2, rows / 2], dtype=flow.dtype, device=flow.device)
    return flow * unit[None, :, None, None]
