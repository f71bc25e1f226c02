"""What the decoder draws against what the page shows: observed pictures and reconstruction errors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from autolabelme.core.arrays import F32, F64, U8, require_rgb
from autolabelme.core.boxes import iou
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import Tick, no_tick

from . import tuning
from .detection import detect, reconstruct
from .model_folder import Model
from .params import DetectParams
from .sources import AnnotatedPage

Box = tuple[float, float, float, float]


def observed_pictures(rgb: U8, boxes: Sequence[Box], size: int, channels: int) -> F32:
    """The page under each box as the decoder should draw it: float32 (K, size, size, channels) in 0..1.

    What lies beyond the page is filled with its border. One channel is luma.
    """
    page = require_rgb(rgb, "rgb")
    pictures = np.zeros((len(boxes), size, size, channels), np.float32)
    for index, (x1, y1, x2, y2) in enumerate(boxes):
        # Sampled finely enough that every page pixel counts, then averaged down.
        fine = max(1, int(np.ceil(max(x2 - x1, y2 - y1) / size)))
        step_x, step_y = (x2 - x1) / (size * fine), (y2 - y1) / (size * fine)
        # Edges are points + 0.5 (DESIGN section 3).
        matrix = np.array([[step_x, 0, x1 + step_x / 2 - 0.5], [0, step_y, y1 + step_y / 2 - 0.5]])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        picture = cv2.warpAffine(
            page, matrix, (size * fine, size * fine), flags=flags, borderMode=cv2.BORDER_REPLICATE
        )
        picture = cv2.resize(picture, (size, size), interpolation=cv2.INTER_AREA)
        if channels == 1:
            picture = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)[..., None]
        pictures[index] = picture.astype(np.float32) / 255
    return pictures


def reconstruction_errors(pictures: F32, observed: F32) -> F64:
    """Mean squared error (K,) of pictures against what is observed, both (K, size, size, channels)."""
    return np.asarray(np.square(pictures - observed).mean(axis=(1, 2, 3)), dtype=np.float64)


@dataclass(frozen=True)
class CalibrationScore:
    """The reconstruction error of one held-out normal instance."""

    label: str
    page: str
    synthetic: bool
    score: float

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "label": self.label,
            "page": self.page,
            "synthetic": self.synthetic,
            "score": round(self.score, 8),
        }


def calibration_scores(
    model: Model,
    page: AnnotatedPage,
    params: DetectParams = DetectParams(),  # noqa: B008 - frozen
    *,
    synthetic: bool,
    tick: Tick = no_tick,
) -> list[CalibrationScore]:
    """The errors of all vignettes of a page that the model detects with their right label."""
    params = params.replace(scale=page.scale if params.scale is None else params.scale)
    seen = detect(model, page.rgb, params, keep_features=True, tick=tick)
    if not seen.detections or not page.boxes:
        return []
    decoder = model.network.dae.decoder
    overlaps = iou([one.box for one in seen.detections], list(page.boxes))
    pictures = reconstruct(model, seen, tick=tick)
    observed = observed_pictures(
        page.rgb, [one.box for one in seen.detections], decoder.size, decoder.channels
    )
    errors = reconstruction_errors(pictures, observed)
    taken: set[int] = set()
    scores = []
    for index, one in enumerate(seen.detections):
        truth = int(overlaps[index].argmax())
        right = (
            overlaps[index, truth] > tuning.RIGHT_IOU
            and page.labels[truth] == one.label
            and truth not in taken
        )
        if right:
            taken.add(truth)
            scores.append(CalibrationScore(one.label, page.name, synthetic, float(errors[index])))
    return scores
