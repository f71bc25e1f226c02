"""Localisation losses on boxes: IoU, GIoU, DIoU, CIoU, EIoU (report, section 4.2; DEA page for DIoU, EIoU).

Boxes are xyxy, (N, 4); every loss is per box, (N,), and finite with finite gradients for disjoint and
degenerate boxes. GIoU and DIoU are torchvision's. It has no plain IoU and no EIoU loss, and its CIoU
is NaN at zero height, so those three are written here. Two misprints of the sources are put right:
GIoU divides by the area of the enclosing box, and intersections clamp at zero.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor
from torchvision.ops import distance_box_iou_loss, generalized_box_iou_loss

from autolabelme.core.errors import MisuseError

EPS = 1e-7
BoxLoss = Callable[[Tensor, Tensor], Tensor]


def _sides(boxes: Tensor) -> tuple[Tensor, Tensor]:
    return boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]


def _overlap(predicted: Tensor, target: Tensor) -> Tensor:
    """IoU (N,) with the intersection clamped at zero."""
    top_left = torch.maximum(predicted[:, :2], target[:, :2])
    bottom_right = torch.minimum(predicted[:, 2:], target[:, 2:])
    width, height = (bottom_right - top_left).clamp(min=0).unbind(dim=1)
    shared = width * height
    w, h = _sides(predicted)
    w_true, h_true = _sides(target)
    return shared / (w * h + w_true * h_true - shared + EPS)


def _enclosing(predicted: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    top_left = torch.minimum(predicted[:, :2], target[:, :2])
    bottom_right = torch.maximum(predicted[:, 2:], target[:, 2:])
    width, height = (bottom_right - top_left).unbind(dim=1)
    return width, height


def _centre_term(predicted: Tensor, target: Tensor) -> Tensor:
    """Squared distance of the centres over the squared diagonal of the enclosing box (N,)."""
    between = ((predicted[:, :2] + predicted[:, 2:] - target[:, :2] - target[:, 2:]) / 2).square().sum(dim=1)
    width, height = _enclosing(predicted, target)
    return between / (width.square() + height.square() + EPS)


def iou_loss(predicted: Tensor, target: Tensor) -> Tensor:
    """1 - IoU (report, section 4.2.1), (N,) for pairs of boxes (N, 4) xyxy, as of the losses below.

    Its gradient is zero for disjoint boxes.
    """
    return 1 - _overlap(predicted, target)


def giou_loss(predicted: Tensor, target: Tensor) -> Tensor:
    """1 - IoU + |C minus union| / |C|, C the enclosing box (report, section 4.2.2)."""
    loss: Tensor = generalized_box_iou_loss(predicted, target, reduction="none")
    return loss


def diou_loss(predicted: Tensor, target: Tensor) -> Tensor:
    """1 - IoU + squared centre distance / squared diagonal of C (Zheng et al., arXiv 1911.08287)."""
    loss: Tensor = distance_box_iou_loss(predicted, target, reduction="none")
    return loss


def ciou_loss(predicted: Tensor, target: Tensor) -> Tensor:
    """DIoU's loss + alpha v, where v compares aspect ratios and alpha is a constant of the gradient.

    Zheng et al., arXiv 1911.08287. The angle is atan2, so that a box of zero height has one (90
    degrees) and not a division by zero.
    """
    w, h = _sides(predicted)
    w_true, h_true = _sides(target)
    angle = torch.atan2(w + EPS, h + EPS) - torch.atan2(w_true + EPS, h_true + EPS)
    v = (4 / math.pi**2) * angle.square()
    overlap = _overlap(predicted, target)
    with torch.no_grad():
        alpha = v / (1 - overlap + v + EPS)
    return 1 - overlap + _centre_term(predicted, target) + alpha * v


def eiou_loss(predicted: Tensor, target: Tensor) -> Tensor:
    """DIoU's loss + the squared differences of the sides over those of C (Zhang et al., arXiv 2101.08158)."""
    w, h = _sides(predicted)
    w_true, h_true = _sides(target)
    c_width, c_height = _enclosing(predicted, target)
    sides = (w - w_true).square() / (c_width.square() + EPS) + (h - h_true).square() / (
        c_height.square() + EPS
    )
    return 1 - _overlap(predicted, target) + _centre_term(predicted, target) + sides


BOX_LOSSES: dict[str, BoxLoss] = {
    "iou": iou_loss,
    "giou": giou_loss,
    "diou": diou_loss,
    "ciou": ciou_loss,
    "eiou": eiou_loss,
}
LOSSES = ("smooth_l1", *BOX_LOSSES)


def box_loss(kind: str, predicted: Tensor, target: Tensor) -> Tensor:
    """The IoU loss `kind` per pair (N,) of boxes (N, 4) xyxy, computed in float32 or float64.

    Raises `MisuseError` for an unknown kind, another shape, or a box with reversed corners.
    """
    if kind not in BOX_LOSSES:
        raise MisuseError(f"loss: expected one of {', '.join(BOX_LOSSES)}, got {kind!r}")
    if predicted.ndim != 2 or predicted.shape[1:] != (4,) or predicted.shape != target.shape:
        raise MisuseError(
            f"boxes: expected two (N, 4), got {tuple(predicted.shape)} and {tuple(target.shape)}"
        )
    for name, boxes in (("predicted", predicted), ("target", target)):
        if bool((boxes[:, 2:] < boxes[:, :2]).any()):
            raise MisuseError(f"{name}: expected x1 <= x2 and y1 <= y2, got reversed corners")
    if predicted.dtype != torch.float64:
        # Areas of half-precision boxes overflow at 256 x 256 pixels.
        predicted, target = predicted.float(), target.float()
    return BOX_LOSSES[kind](predicted, target)
