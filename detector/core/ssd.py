"""xIoU-SSD: torchvision's SSD300 with the report's default boxes, IoU losses and mined text.

Differences from torchvision (report, sections 4.1, 4.2; DESIGN section 7): the default boxes, the
choice of localisation loss on decoded boxes, hard negatives mined over the batch (so that a crop
without boxes teaches background), and the default-box index of every detection, which the DAE needs.
With smooth L1 and 4/6 boxes the losses of one image and the decoding are torchvision's.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models.detection.image_list import ImageList
from torchvision.models.detection.ssd import SSD
from torchvision.ops import batched_nms, box_iou, clip_boxes_to_image

from autolabelme.core.errors import MisuseError

from . import tuning
from .backbones import build
from .default_boxes import BOX_KINDS, INPUT_SIZE, boxes_per_map, default_boxes
from .losses import LOSSES, box_loss
from .params import DetectParams

Target = dict[str, Tensor]


@dataclass(frozen=True)
class Encoded:
    """What one pass through backbone and heads gives; boxes are in the pixels of the 300-px input.

    `maps` are six float tensors (N, C, side, side); `heads` has "bbox_regression" (N, D, 4) and
    "cls_logits" (N, D, classes) for D default boxes; `default_boxes` are N tensors (D, 4) xyxy.
    """

    images: ImageList
    targets: list[Target] | None
    original_sizes: list[tuple[int, int]]
    maps: list[Tensor]
    heads: dict[str, Tensor]
    default_boxes: list[Tensor]


class XIoUSSD(SSD):
    """SSD300 with a choice of backbone, default boxes and localisation loss.

    Parameters
    ----------
    num_classes : int
        With the background, which is class 0.
    backbone : 'vgg16' or 'mobilenet_v2'
    boxes : 'ssd' (8,732 default boxes) or 'one' (1,940)
    loss : 'smooth_l1', 'iou', 'giou', 'diou', 'ciou' or 'eiou'
    alpha : float
        Weight of the localisation loss (report, section 4.1: 1).

    In training mode it takes (images, targets) and returns the two losses; otherwise it takes images
    and returns, for each, "boxes", "scores", "labels" and "default_box" (the index of the default box
    that a detection comes from). Images are float tensors (3, H, W) in 0..1.
    """

    def __init__(
        self,
        num_classes: int,
        *,
        backbone: str = "mobilenet_v2",
        boxes: str = "ssd",
        loss: str = "giou",
        alpha: float = 1.0,
    ) -> None:
        if boxes not in BOX_KINDS or loss not in LOSSES:
            raise MisuseError(
                f"expected boxes of {BOX_KINDS} and a loss of {LOSSES}, got {boxes!r} and {loss!r}"
            )
        if num_classes < 2:
            raise MisuseError(
                f"num_classes: expected the background and at least one label, got {num_classes}"
            )
        generator = default_boxes(boxes)
        extractor, heads, channels = build(backbone, num_classes, generator.num_anchors_per_location())
        super().__init__(
            extractor,
            generator,
            (INPUT_SIZE, INPUT_SIZE),
            num_classes,
            head=heads,
            score_thresh=DetectParams().score_over,  # until a caller says its own
            nms_thresh=tuning.NMS_IOU,
            detections_per_img=tuning.MOST_DETECTIONS,
            iou_thresh=tuning.MATCH_IOU,
        )
        self.num_classes = num_classes
        self.map_channels = channels
        self.boxes_per_map = boxes_per_map(generator)
        self.loss_kind = loss
        self.alpha = alpha
        self._expect_background()

    def _expect_background(self) -> None:
        """Start where the loss of what is mined is least without looking: 3 in 4 are background.

        From equal scores Adam, which moves a bias by its rate a step, takes hundreds of steps to get
        there (the prior of RetinaNet, arXiv 1708.02002 section 4.1, for a softmax).
        """
        prior = math.log(tuning.NEGATIVES * (self.num_classes - 1))
        for block in self.head.classification_head.module_list:
            last = [layer for layer in block.modules() if isinstance(layer, nn.Conv2d)][-1]
            assert last.bias is not None
            with torch.no_grad():
                last.bias.view(-1, self.num_classes)[:, 0] += prior

    def encode(self, images: list[Tensor], targets: list[Target] | None = None) -> Encoded:
        """Resize and normalise `images` (3, H, W), 0..1, with their `targets`; run backbone and heads."""
        sizes = [(int(image.shape[-2]), int(image.shape[-1])) for image in images]
        batch, scaled = self.transform(images, targets)
        maps = list(self.backbone(batch.tensors).values())
        # torchvision makes default boxes in the maps' precision, which in mixed precision is 1 to 2 px.
        shapes = [level[:0].float() for level in maps]
        return Encoded(batch, scaled, sizes, maps, self.head(maps), self.anchor_generator(batch, shapes))

    def forward(
        self, images: list[Tensor], targets: list[Target] | None = None
    ) -> dict[str, Tensor] | list[Target]:
        """Losses in training mode, detections otherwise; see the class."""
        if not self.training:
            return self.detections(self.encode(images))
        if targets is None:
            raise MisuseError("targets: expected one dict an image in training mode, got None")
        return self.losses(self.encode(images, targets))

    def losses(self, encoded: Encoded) -> dict[str, Tensor]:
        """The two losses over the positives' number; "bbox_regression" is already weighted by alpha."""
        if encoded.targets is None:
            raise MisuseError("encoded: expected targets, got none")
        matched = [
            self.match(target["boxes"], boxes)
            for target, boxes in zip(encoded.targets, encoded.default_boxes, strict=True)
        ]
        found: dict[str, Tensor] = self.compute_loss(
            encoded.targets, encoded.heads, encoded.default_boxes, matched
        )
        return found

    def match(self, truth: Tensor, boxes: Tensor) -> Tensor:
        """For each default box (D, 4) the index of its truth (T, 4), or -1: int64 (D,).

        Matched by IoU over 0.5; each truth keeps its best box, too. Raises `MisuseError` for a truth without
        area.
        """
        if len(truth) == 0:
            return torch.full((len(boxes),), -1, dtype=torch.int64, device=boxes.device)
        if bool((truth[:, 2:] <= truth[:, :2]).any()):
            raise MisuseError(f"targets: expected boxes with positive sides, got {truth.tolist()}")
        matched: Tensor = self.proposal_matcher(box_iou(truth, boxes))
        return matched

    def compute_loss(
        self,
        targets: list[Target],
        head_outputs: dict[str, Tensor],
        anchors: list[Tensor],
        matched_idxs: list[Tensor],
    ) -> dict[str, Tensor]:
        """The SSD loss of a batch; the arguments are torchvision's."""
        classes = torch.zeros_like(torch.stack(matched_idxs))
        codes, priors, truths = [], [], []
        for row, (target, regression, boxes, matched) in enumerate(
            zip(targets, head_outputs["bbox_regression"], anchors, matched_idxs, strict=True)
        ):
            positive = torch.where(matched >= 0)[0]
            truth = matched[positive]
            classes[row, positive] = target["labels"][truth]
            codes.append(regression[positive])
            priors.append(boxes[positive])
            truths.append(target["boxes"][truth])
        localisation = self._localisation(torch.cat(codes), torch.cat(priors), torch.cat(truths))
        confidence = self._confidence(head_outputs["cls_logits"], classes)
        count = max(1, int((classes > 0).sum()))
        return {"bbox_regression": self.alpha * localisation / count, "classification": confidence / count}

    def _localisation(self, codes: Tensor, priors: Tensor, truths: Tensor) -> Tensor:
        codes = codes.float()
        if self.loss_kind == "smooth_l1":
            wanted = self.box_coder.encode_single(truths, priors)
            return F.smooth_l1_loss(codes, wanted, reduction="sum")
        return box_loss(self.loss_kind, self.box_coder.decode_single(codes, priors), truths).sum()

    def _confidence(self, logits: Tensor, classes: Tensor) -> Tensor:
        loss = F.cross_entropy(logits.float().flatten(0, 1), classes.flatten(), reduction="none").view(
            classes.shape
        )
        positive = classes > 0
        negative = hard_negatives(loss.detach(), positive, tuning.NEGATIVES)
        return loss[positive].sum() + loss[negative].sum()

    def detections(self, encoded: Encoded) -> list[Target]:
        """Detections of each image in its own pixels; see the class."""
        found = self.postprocess_detections(encoded.heads, encoded.default_boxes, encoded.images.image_sizes)
        resized: list[Target] = self.transform.postprocess(
            found, encoded.images.image_sizes, encoded.original_sizes
        )
        return resized

    def postprocess_detections(
        self,
        head_outputs: dict[str, Tensor],
        image_anchors: list[Tensor],
        image_shapes: list[tuple[int, int]],
    ) -> list[Target]:
        """torchvision's decoding, threshold and suppression, with the default box of each detection."""
        probabilities = F.softmax(head_outputs["cls_logits"].float(), dim=-1)
        result = []
        for codes, scores, priors, shape in zip(
            head_outputs["bbox_regression"], probabilities, image_anchors, image_shapes, strict=True
        ):
            boxes = clip_boxes_to_image(self.box_coder.decode_single(codes.float(), priors), shape)
            labels, indices = (scores.T[1:] > self.score_thresh).nonzero(as_tuple=True)
            labels = labels + 1
            marks = scores[indices, labels]
            chosen = _best_of_each(labels, marks, self.topk_candidates)
            labels, indices, marks = labels[chosen], indices[chosen], marks[chosen]
            keep = batched_nms(boxes[indices], marks, labels, self.nms_thresh)[: self.detections_per_img]
            result.append(
                {
                    "boxes": boxes[indices][keep],
                    "scores": marks[keep],
                    "labels": labels[keep],
                    "default_box": indices[keep],
                }
            )
        return result


def hard_negatives(loss: Tensor, positive: Tensor, ratio: float) -> Tensor:
    """Which default boxes teach background: a bool mask (N, D) from losses and positives (N, D).

    `ratio` negatives for each positive of the *batch*, the highest losses first, and at least a
    few an image: torchvision mines per image and learns nothing from one without boxes.
    """
    candidates = loss.masked_fill(positive, -torch.inf)
    available = candidates.numel() - int(positive.sum())
    wanted = min(int(ratio * int(positive.sum())), available)
    chosen = torch.zeros_like(positive)
    chosen.view(-1)[candidates.flatten().topk(wanted).indices] = True
    each = min(tuning.LEAST_NEGATIVES, candidates.shape[1])
    chosen.scatter_(1, candidates.topk(each, dim=1).indices, True)
    return chosen & ~positive


def _best_of_each(labels: Tensor, scores: Tensor, count: int) -> Tensor:
    """Indices of the `count` best scores of each label."""
    order = scores.argsort(descending=True, stable=True)
    order = order[labels[order].argsort(stable=True)]
    ordered = labels[order]
    first = torch.searchsorted(ordered, ordered)
    rank = torch.arange(len(order), device=order.device) - first
    return order[rank < count]
