"""Pictures of a whole ornament: reconstruction on blank paper, residual, loss and gain, boxes.

All heat maps have one fixed scale, never stretched per image: a clean ornament stays dark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2

from .findings import KINDS, Box, Finding, Vignette
from .ink import to_page

if TYPE_CHECKING:
    from .evidence import LabelNormals
    from .examine import Examined

# The scale's end, in spreads of normal impressions: what 1 in 10,000 smoothed places would show if
# normals were Gaussian is 3.7; honest printing has longer tails.
FULL_SCALE = 8.0
DARK_BELOW = 2.5
# Side of the smallest frame of a finding, as a share of the picture's longer side: its line is a 300th thick.
_FRAME_LEAST = 1 / 40
_PAPER = 245


@dataclass(frozen=True, eq=False)
class Maps:
    """Pictures of the ornament, all (H, W).

    Attributes
    ----------
    reconstruction : uint8, the vignettes as they should look, re-assembled on blank paper
    residual : float32, >= 0: the larger of loss and gain against the reconstruction (the prototype where
        there is none), in spreads of normal impressions; 0 outside vignettes; unexplained ink at full scale
    loss, gain : float32, >= 0, against the prototype
    unexplained : float32, 0..1
    change : float32, -1..1: how sure the change network is of lost (below 0) and gained ink (above 0);
        the ink of strangers and unexplained ink is gained
    """

    reconstruction: U8
    residual: F32
    loss: F32
    gain: F32
    unexplained: F32
    change: F32


def draw_maps(gray: U8, seen: Examined, by_label: Mapping[str, LabelNormals]) -> Maps:
    """The maps of an examined ornament, grey uint8 (H, W)."""
    shape = (gray.shape[0], gray.shape[1])
    expected, residual, loss, gain, lost, gained = (np.zeros(shape, dtype=np.float32) for _ in range(6))
    for item, stranger in zip(seen.evidence, seen.strangers, strict=True):
        frame = by_label[item.vignette.label].frame
        if stranger:
            # What is not in the catalogue has no reconstruction; its ink is all residual.
            x1, y1, x2, y2 = (max(0, round(edge)) for edge in item.vignette.box)
            part = seen.ink[y1:y2, x1:x2] * FULL_SCALE
            for target in (residual, gain):
                np.maximum(target[y1:y2, x1:x2], part, out=target[y1:y2, x1:x2])
            inked = seen.ink[y1:y2, x1:x2]
            np.maximum(gained[y1:y2, x1:x2], inked, out=gained[y1:y2, x1:x2])
            continue
        shown = item.ink if item.dae is None else item.dae
        margin = frame.margin
        nothing = np.zeros(frame.shape, dtype=np.float32)
        for target, values in (
            (lost, nothing if item.change is None else item.change.loss),
            (gained, nothing if item.change is None else item.change.gain),
            (expected, shown.expected),
            (residual, _inside(np.maximum(shown.loss, shown.gain), margin)),
            (loss, _inside(item.ink.loss, margin)),
            (gain, _inside(item.ink.gain, margin)),
        ):
            patch, rows, columns = to_page(values, item.vignette, frame, shape)
            np.maximum(target[rows, columns], patch, out=target[rows, columns])
    np.maximum(residual, seen.unexplained * FULL_SCALE, out=residual)
    np.maximum(gain, seen.unexplained * FULL_SCALE, out=gain)
    np.maximum(gained, seen.unexplained, out=gained)
    change = np.asarray(np.where(lost > gained, -lost, gained), dtype=np.float32)
    black = float(np.percentile(gray, 1))
    drawn = _PAPER - np.clip(expected, 0, 1) * (_PAPER - min(black, 120.0))
    return Maps(np.asarray(np.rint(drawn), dtype=np.uint8), residual, loss, gain, seen.unexplained, change)


def _inside(values: F32, margin: int) -> F32:
    result = np.zeros_like(values)
    own = (slice(margin, -margin or None),) * 2
    result[own] = values[own]
    return result


# --- colours --------------------------------------------------------------------------------------

# One warm scale (DESIGN section 10), from nothing over amber to deep red.
_WARM = np.array(
    [[255, 255, 255], [255, 236, 170], [254, 196, 79], [240, 120, 30], [190, 40, 20], [110, 0, 20]],
    dtype=np.float32,
)
_LOSS = np.array([30, 90, 200], dtype=np.float32)
_GAIN = np.array([215, 95, 0], dtype=np.float32)


def heat(values: F32) -> F32:
    """Values in spreads, of any shape, to 0..1 on the one fixed scale; what normals often show is 0."""
    scaled = (values - DARK_BELOW) / (FULL_SCALE - DARK_BELOW)
    return np.asarray(np.clip(scaled, 0.0, 1.0), dtype=np.float32)


def heat_overlay(gray: U8, values: F32, opacity: float = 0.85) -> U8:
    """The ornament, faded, with the warm scale over it: RGB uint8 (H, W, 3)."""
    level = heat(values)
    at = level * (len(_WARM) - 1)
    low = np.minimum(at.astype(np.int32), len(_WARM) - 2)
    share = (at - low)[..., None]
    colour = _WARM[low] * (1 - share) + _WARM[low + 1] * share
    weight = np.asarray(np.minimum(1.0, 2.0 * level) * opacity, dtype=np.float32)
    return _mixed(gray, np.asarray(colour, dtype=np.float32), weight)


def signed_overlay(gray: U8, loss: F32, gain: F32, opacity: float = 0.85) -> U8:
    """Loss in blue, gain in orange over the faded ornament: RGB uint8 (H, W, 3)."""
    lost, gained = heat(loss), heat(gain)
    colour = np.where((lost > gained)[..., None], _LOSS, _GAIN)
    weight = np.asarray(np.maximum(lost, gained) * opacity, dtype=np.float32)
    return _mixed(gray, np.asarray(colour, dtype=np.float32), weight)


def boxes_overlay(rgb: U8, vignettes: Sequence[Vignette], findings: Sequence[Finding]) -> U8:
    """The ornament with its vignettes and findings boxed; `rgb` and the result are uint8 (H, W, 3).

    Thin grey boxes stand round the vignettes, numbered ones in each kind's colour round the findings; a place
    of a few pixels is framed with some of what stands about it, so that it can be seen.
    """
    picture = np.ascontiguousarray(rgb.copy())
    thin = max(1, round(max(rgb.shape[:2]) / 900))
    for item in vignettes:
        x1, y1, x2, y2 = (round(edge) for edge in item.box)
        cv2.rectangle(picture, (x1, y1), (x2 - 1, y2 - 1), (120, 150, 165), thin)
    size = max(0.45, max(rgb.shape[:2]) / 1800)
    for number, finding in enumerate(findings, 1):
        x1, y1, x2, y2 = _framed(finding.box, max(rgb.shape[:2]) * _FRAME_LEAST, rgb.shape)
        colour = KINDS[finding.kind].colour
        cv2.rectangle(picture, (x1, y1), (x2 - 1, y2 - 1), colour, 3 * thin)
        where = (x1, max(round(22 * size), y1 - 4 * thin))
        cv2.putText(picture, str(number), where, cv2.FONT_HERSHEY_SIMPLEX, size, (255, 255, 255), 6 * thin)
        cv2.putText(picture, str(number), where, cv2.FONT_HERSHEY_SIMPLEX, size, colour, 2 * thin)
    return picture


def _framed(box: Box, least: float, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """The box, xyxy, widened about its middle to `least` pixels and held within a picture of `shape`."""
    edges = []
    for low, high, size in ((box[0], box[2], shape[1]), (box[1], box[3], shape[0])):
        wider = max(0.0, least - (high - low)) / 2
        # Of a box that lies beyond the picture (a layout may expect one there) nothing is moved.
        edges.append((max(min(low, 0.0), low - wider), min(max(high, float(size)), high + wider)))
    (x1, x2), (y1, y2) = edges
    return round(x1), round(y1), round(x2), round(y2)


def dimmed(rgb: U8, outlines: Sequence[Sequence[tuple[float, float]]]) -> U8:
    """The ornament, uint8 (H, W, 3), faded beyond the polygons of (x, y) that were compared, and these drawn.

    Without any it is as it was.
    """
    if not outlines:
        return rgb
    polygons = [np.round(np.array(one)).astype(np.int32) for one in outlines]
    within = np.zeros(rgb.shape[:2], dtype=np.uint8)
    cv2.fillPoly(within, polygons, 1)
    faded = (rgb.astype(np.uint16) + 2 * 190) // 3
    picture = np.where(within[..., None] > 0, rgb, faded).astype(np.uint8)
    thin = max(1, round(max(rgb.shape[:2]) / 900))
    cv2.polylines(picture, polygons, True, (110, 110, 110), thin)
    return np.asarray(picture, dtype=np.uint8)


def _mixed(gray: U8, colour: F32, weight: F32) -> U8:
    # Faded towards white, so that colour and not ink draws the eye.
    base = np.repeat((150.0 + gray.astype(np.float32) * (105.0 / 255.0))[..., None], 3, axis=2)
    mixed = base + weight[..., None] * (colour - base)
    return np.asarray(np.clip(np.rint(mixed), 0, 255), dtype=np.uint8)
