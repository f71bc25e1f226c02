"""Training crops: random windows of pages, augmented, with their boxes (report, section 5.1).

Pages are kept at `STORED_PX` pixels for one crop side: enough for the detector's 300 px and for the
decoder's 64. A box of which less than 75% of the area is inside a crop is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset
from torchvision import tv_tensors
from torchvision.transforms import v2

from autolabelme.core.arrays import F64, U8, Array
from autolabelme.core.boxes import as_boxes
from autolabelme.core.errors import MisuseError
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2

from . import tuning

STORED_PX = 400

Sample = dict[str, Tensor]


@dataclass(frozen=True, eq=False)
class TrainingPage:
    """One page to take crops from.

    Attributes
    ----------
    name : str
        Of the scan, for messages and calibration.
    rgb : uint8 (H, W, 3)
        At `STORED_PX` for a crop side.
    boxes : float64 (N, 4), xyxy in pixels of `rgb`
    labels : int64 (N,), 1 for the catalogue's first label (0 is background)
    poses : tuple of Pose, as printed
    synthetic : bool
        Set by the press, not scanned.
    dropped : int
        Boxes left out because a side was under `tuning.LEAST_TAUGHT`.
    """

    name: str
    rgb: U8
    boxes: F64
    labels: Array
    poses: tuple[Pose, ...] = ()
    synthetic: bool = False
    dropped: int = 0


def training_page(
    name: str,
    rgb: U8,
    boxes: F64,
    labels: Sequence[int],
    *,
    scale: float,
    poses: Sequence[Pose] = (),
    synthetic: bool = False,
) -> TrainingPage:
    """A page resampled by `scale` (stored pixels for one page pixel).

    `rgb` is uint8 (H, W, 3), `boxes` (N, 4) xyxy in its pixels, `labels` (N,). Boxes with a side under
    `tuning.LEAST_TAUGHT` page pixels are left out. Raises `MisuseError` when there is not one label, or one
    pose, for each box.
    """
    boxes = as_boxes(boxes)
    if len(labels) != len(boxes) or (poses and len(poses) != len(boxes)):
        raise MisuseError(f"labels: expected {len(boxes)}, one a box, got {len(labels)}")
    sides = boxes[:, 2:] - boxes[:, :2]
    keep = sides.min(axis=1, initial=np.inf) >= tuning.LEAST_TAUGHT
    height, width = max(1, round(rgb.shape[0] * scale)), max(1, round(rgb.shape[1] * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = np.asarray(cv2.resize(rgb, (width, height), interpolation=how), dtype=np.uint8)
    factor = np.array([width / rgb.shape[1], height / rgb.shape[0]] * 2)
    return TrainingPage(
        name,
        small,
        boxes[keep] * factor,
        np.asarray(labels, dtype=np.int64)[keep],
        tuple(pose for pose, stays in zip(poses, keep, strict=True) if stays) if poses else (),
        synthetic,
        int((~keep).sum()),
    )


class RandomCrops(Dataset[Sample]):
    """`per_page` random crops of each page, another set every epoch; deterministic in seed and epoch.

    A sample has "image" (uint8 (3, 400, 400)), "boxes" (float32 (T, 4) in its pixels) and "labels"
    (int64 (T,)). `mirrors` and `turns` say which poses may be made by turning whole crops: only what
    the catalogue shows, since one label can be another's mirror image.
    """

    def __init__(
        self,
        pages: Sequence[TrainingPage],
        *,
        per_page: int,
        seed: int = 0,
        augment: bool = True,
        mirrors: bool = True,
        turns: bool = True,
    ) -> None:
        if not pages:
            raise MisuseError("pages: expected at least one page to take crops from")
        self.pages = list(pages)
        self.per_page = per_page
        self.seed = seed
        self.epoch = 0
        self.augment = augmentation(mirrors=mirrors) if augment else None
        self.turns = turns and augment

    def __len__(self) -> int:
        return len(self.pages) * self.per_page

    def __getitem__(self, index: int) -> Sample:
        if not 0 <= index < len(self):
            raise IndexError(index)
        rng = np.random.default_rng((self.seed, self.epoch, index))
        page = self.pages[index % len(self.pages)]
        image, boxes, kept = cut(
            page, random_window(page, rng), turns=int(rng.integers(4)) if self.turns else 0
        )
        labels = torch.from_numpy(page.labels[kept])
        picture = torch.from_numpy(image).permute(2, 0, 1).contiguous()
        truth = torch.from_numpy(boxes.astype(np.float32))
        if self.augment is None:
            return {"image": picture, "boxes": truth, "labels": labels}
        # The transforms draw from torch's generator; a fork keeps the caller's as it was.
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(int(rng.integers(2**62)))
            return _augmented(self.augment, picture, truth, labels)


def _augmented(transform: v2.Transform, picture: Tensor, truth: Tensor, labels: Tensor) -> Sample:
    boxes = tv_tensors.BoundingBoxes(truth.view(-1, 4), format="XYXY", canvas_size=picture.shape[-2:])
    image, boxes = transform(tv_tensors.Image(picture), boxes)
    moved = boxes.as_subclass(torch.Tensor)
    inside = moved.clamp(0, STORED_PX)
    share = _area(inside) / _area(moved).clamp(min=1e-6)
    stays = (share >= tuning.LEAST_VISIBLE) & ((inside[:, 2:] - inside[:, :2]).amin(dim=1) >= 2)
    return {"image": image.as_subclass(torch.Tensor), "boxes": inside[stays], "labels": labels[stays]}


def _area(boxes: Tensor) -> Tensor:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def random_window(page: TrainingPage, rng: np.random.Generator) -> tuple[float, float, float]:
    """(left, top, side) of a random crop in the page's pixels, of the page's own size or a little off.

    Three of four hold a vignette, so that pages with much text do not starve the detector; the rest
    fall anywhere, text included.
    """
    height, width = page.rgb.shape[:2]
    side = STORED_PX * float(rng.uniform(*tuning.ZOOM))
    if len(page.boxes) and rng.random() < tuning.ON_A_BOX:
        x1, y1, x2, y2 = page.boxes[int(rng.integers(len(page.boxes)))]
        left = rng.uniform(x2 - side, x1) if x2 - x1 < side else x1
        top = rng.uniform(y2 - side, y1) if y2 - y1 < side else y1
    else:
        left, top = rng.uniform(0, max(0.0, width - side)), rng.uniform(0, max(0.0, height - side))
    return (
        float(np.clip(left, min(0.0, width - side), max(0.0, width - side))),
        float(np.clip(top, min(0.0, height - side), max(0.0, height - side))),
        side,
    )


def cut(page: TrainingPage, window: tuple[float, float, float], *, turns: int = 0) -> tuple[U8, F64, Array]:
    """The crop uint8 (400, 400, 3), its boxes (T, 4) in its pixels, and which of the page's they are (T,).

    What lies beyond the page is filled with its border. `turns` quarter turns counter-clockwise.
    """
    left, top, side = window
    scale = STORED_PX / side
    # Edges are points + 0.5 (DESIGN section 3).
    matrix = np.array([[scale, 0, (0.5 - left) * scale - 0.5], [0, scale, (0.5 - top) * scale - 0.5]])
    image = cv2.warpAffine(
        page.rgb, matrix, (STORED_PX, STORED_PX), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    moved = (page.boxes - np.array([left, top, left, top])) * scale
    inside = moved.clip(0, STORED_PX)
    whole = (moved[:, 2] - moved[:, 0]) * (moved[:, 3] - moved[:, 1])
    part = (inside[:, 2] - inside[:, 0]) * (inside[:, 3] - inside[:, 1])
    kept = np.nonzero((part >= tuning.LEAST_VISIBLE * whole) & (whole > 0))[0]
    boxes = inside[kept]
    for _ in range(turns):
        boxes = np.stack([boxes[:, 1], STORED_PX - boxes[:, 2], boxes[:, 3], STORED_PX - boxes[:, 0]], axis=1)
    return np.ascontiguousarray(np.rot90(image, turns)), boxes, kept


def augmentation(*, mirrors: bool) -> v2.Transform:
    """torchvision transforms v2: mirror (if the catalogue has mirrored copies), tilt, light, blur."""
    steps: list[torch.nn.Module] = [v2.RandomHorizontalFlip(0.5)] if mirrors else []
    steps += [
        v2.RandomApply(
            [
                v2.RandomRotation(
                    tuning.TILT, interpolation=v2.InterpolationMode.BILINEAR, fill=tuning.TILT_PAPER
                )
            ],
            p=tuning.TILTED,
        ),
        v2.ColorJitter(*tuning.LIGHT),
        v2.RandomApply([v2.GaussianBlur(5, sigma=tuning.CROP_BLUR)], p=tuning.BLURRED),
    ]
    return v2.Compose(steps)


@dataclass
class Batch:
    """A batch as the detector takes it: float images (3, 400, 400) in 0..1 and their targets."""

    images: list[Tensor]
    targets: list[Sample] = field(default_factory=list)

    def to(self, device: torch.device) -> Batch:
        """The same on `device`."""
        return Batch(
            [image.to(device) for image in self.images],
            [{name: value.to(device) for name, value in target.items()} for target in self.targets],
        )

    def __len__(self) -> int:
        return len(self.images)


def collate(samples: Sequence[Sample]) -> Batch:
    """Samples of `RandomCrops` as a `Batch`."""
    return Batch(
        [sample["image"].float() / 255 for sample in samples],
        [{"boxes": sample["boxes"], "labels": sample["labels"]} for sample in samples],
    )
