"""Detection on whole pages: overlapping tiles, merged without doubles, boxes refined.

A page is resampled so that catalogue and page have one scale, cut into tiles of the training crop's
size (640 page pixels by default) that overlap by more than the largest vignette, and each vignette is
taken from a tile that shows it whole.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from autolabelme.core.arrays import F32, F64, U8, Array, require_rgb
from autolabelme.core.boxes import area, covered_share, intersection, iou, suppressed
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import SubTick, Tick, no_tick

from . import tuning
from .box_refinement import refine_boxes
from .data import STORED_PX
from .default_boxes import INPUT_SIZE
from .model_folder import Model
from .params import DetectParams
from .sources import scale_by_resolution

_REFINE_SHARE = 0.6  # of the progress

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Detection:
    """One vignette that the detector found.

    Attributes
    ----------
    box : xyxy page pixels (refined, if asked for and possible)
    label : str
    score : float, 0..1
        What detections are ranked by: the detector's probability, or with refinement that and the
        correlation together (`fused_score`).
    detector_score : float, the probability alone
    pose : Pose, of the refinement; plain without it
    ncc : float or None, correlation with the prototype under the pose
    raw_box : the detector's own box
    default_box : int, index of the default box; tile : int, index of the tile that it was seen in
    """

    box: Box
    label: str
    score: float
    pose: Pose = Pose()
    ncc: float | None = None
    raw_box: Box = (0.0, 0.0, 0.0, 0.0)
    default_box: int = 0
    tile: int = 0
    detector_score: float = 0.0


@dataclass(frozen=True, eq=False)
class Tile:
    """Where a tile lies on the page (xyxy page pixels) and, if kept, its six feature maps (1, C, n, n)."""

    box: Box
    maps: tuple[Tensor, ...] = ()


@dataclass(frozen=True, eq=False)
class Candidates:
    """What the detector proposes on a page before anything is merged, with weak and rival labels."""

    found: tuple[Detection, ...]
    tiles: tuple[Tile, ...]
    scale: float


@dataclass(frozen=True, eq=False)
class PageDetections:
    """The detections of a page, best score first; `scale` is page pixels for one catalogue pixel."""

    detections: tuple[Detection, ...]
    tiles: tuple[Tile, ...]
    scale: float
    width: int
    height: int


def page_scale(
    model: Model, rgb: U8, params: DetectParams, dpi: float | None, *, tick: Tick = no_tick
) -> float:
    """Page pixels for one catalogue pixel: as asked, or from the two resolutions, or found by looking.

    `rgb` is the page, uint8 (H, W, 3); `dpi` its resolution, if known.
    """
    if params.scale is not None:
        return params.scale
    known = scale_by_resolution(dpi, model.catalogue.dpi)
    return find_scale(model, rgb, params, tick=tick) if known is None else known


def find_scale(model: Model, rgb: U8, params: DetectParams, *, tick: Tick = no_tick) -> float:
    """The scale at which the detector is surest of what it sees in the parts with most ink.

    In page pixels for one catalogue pixel; `rgb` is the page, uint8 (H, W, 3). Scans differ fourfold in scale
    and often do not say theirs. 1 unless another is clearly better.
    """
    sure: dict[float, float] = {}
    for index, scale in enumerate(tuning.SCALES):
        tick(index, len(tuning.SCALES), "finding the scale")
        small = _resampled(model, rgb, scale)
        starts = [tile_starts(side, tuning.TILE_MOST_OVERLAP * STORED_PX / 2) for side in small.shape[1::-1]]
        corners = [(x, y) for y in starts[1] for x in starts[0]]
        # Ink, not text alone: the spread of grey levels is largest where large dark shapes stand.
        corners.sort(key=lambda at: -float(small[at[1] : at[1] + STORED_PX, at[0] : at[0] + STORED_PX].std()))
        size = (small.shape[1], small.shape[0])
        found, tiles = _look(model, small, corners[: tuning.SCALE_TILES], size, params, False, no_tick)
        best = [
            sorted((one.score for one in found if one.tile == i), reverse=True)[: tuning.SCALE_SEEN]
            for i in range(len(tiles))
        ]
        sure[scale] = max(sum(scores) for scores in best) / tuning.SCALE_SEEN
    winner = max(sure, key=lambda scale: sure[scale])
    return winner if sure[winner] > tuning.SCALE_CLEARLY * sure[1.0] else 1.0


def detect(
    model: Model,
    rgb: U8,
    params: DetectParams = DetectParams(),  # noqa: B008 - frozen
    *,
    dpi: float | None = None,
    keep_features: bool = False,
    tick: Tick = no_tick,
) -> PageDetections:
    """Find the catalogue's vignettes on a page.

    Parameters
    ----------
    rgb : uint8 (H, W, 3)
    dpi : float, optional
        The page's resolution, to bring it to the catalogue's scale.
    keep_features : bool
        Keep each tile's feature maps, which `reconstruct` needs.
    tick : may raise `Cancelled`.
    """
    page = require_rgb(rgb, "rgb")
    height, width = page.shape[:2]
    share = _REFINE_SHARE if params.refine else 1.0
    seen = candidates(model, page, params, dpi=dpi, keep_features=keep_features, tick=SubTick(tick, 0, share))
    if params.refine:
        kept = settle(model, page, seen, params, tick=SubTick(tick, share, 1.0))
    else:
        kept = merge(list(seen.found), params.merge_iou)
    return PageDetections(tuple(kept), seen.tiles, seen.scale, width, height)


def candidates(
    model: Model,
    rgb: U8,
    params: DetectParams,
    *,
    dpi: float | None = None,
    keep_features: bool = False,
    tick: Tick = no_tick,
) -> Candidates:
    """What the detector proposes on all tiles of a page, uint8 (H, W, 3); the arguments are `detect`'s.

    With `params.refine` also what it thinks unlikely, since the prototypes decide between labels.
    """
    page = require_rgb(rgb, "rgb")
    height, width = page.shape[:2]
    scale = page_scale(model, page, params, dpi, tick=tick)
    small = _resampled(model, page, scale)
    overlap = _overlap(model.catalogue.largest_px * STORED_PX / model.crop_side)
    rows, columns = (tile_starts(side, overlap) for side in small.shape[:2])
    corners = [(x, y) for y in rows for x in columns]
    found, tiles = _look(model, small, corners, (width, height), params, keep_features, tick)
    return Candidates(tuple(found), tuple(tiles), scale)


def settle(
    model: Model, rgb: U8, seen: Candidates, params: DetectParams, *, tick: Tick = no_tick
) -> list[Detection]:
    """Lay the prototypes of each place's likeliest labels on the page and keep what fits best there.

    `rgb` uint8 (H, W, 3), the page that `seen` was seen on.
    """
    rivals = rival_labels(list(seen.found), params.merge_iou)
    laid = refine_detections(model, rgb, rivals, seen.scale, tick=tick)
    return apart(merge([one for one in laid if one.score > params.score_over], params.merge_iou))


def rival_labels(found: list[Detection], merge_iou: float) -> list[Detection]:
    """For each place at most `tuning.RIVALS` labels, the likeliest, each once."""
    by_label: dict[str, list[Detection]] = {}
    for one in found:
        by_label.setdefault(one.label, []).append(one)
    singles = [one for members in by_label.values() for one in merge(members, merge_iou)]
    singles.sort(key=lambda one: -one.score)
    kept: list[Detection] = []
    boxes = np.zeros((0, 4))
    for one in singles:
        if len(kept) and int((iou([one.box], boxes)[0] > merge_iou).sum()) >= tuning.RIVALS:
            continue
        kept.append(one)
        boxes = np.vstack([boxes, one.box])
    return kept


def fused_score(probability: float, ncc: float | None) -> float:
    """Correlation with the prototype times the fourth root of the detector's probability.

    The prototype knows one label from its likes better than the detector does, the detector knows
    ornament from text; where the prototype does not fit, the least coefficient that counts is taken.
    """
    return float(max(tuning.LEAST_NCC if ncc is None else ncc, 0.0) * probability**tuning.PROBABILITY_POWER)


def _resampled(model: Model, page: U8, scale: float) -> U8:
    """The page with `STORED_PX` for a crop side."""
    factor = STORED_PX / (model.crop_side * scale)
    size = (max(1, round(page.shape[1] * factor)), max(1, round(page.shape[0] * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(page, size, interpolation=how), dtype=np.uint8)


def _overlap(largest_px: float) -> float:
    wanted = tuning.TILE_ROOM * largest_px + 2 * tuning.TILE_EDGE
    return min(max(wanted, tuning.TILE_LEAST_OVERLAP * STORED_PX), tuning.TILE_MOST_OVERLAP * STORED_PX)


def tile_starts(length: int, overlap: float) -> list[int]:
    """First pixels of tiles of `STORED_PX` that cover `length` evenly and overlap by at least `overlap`."""
    if length <= STORED_PX:
        return [0]
    count = math.ceil((length - overlap) / (STORED_PX - overlap))
    return [round(i * (length - STORED_PX) / (count - 1)) for i in range(count)]


@torch.no_grad()
def _look(
    model: Model,
    small: U8,
    corners: list[tuple[int, int]],
    page_size: tuple[int, int],
    params: DetectParams,
    keep_features: bool,
    tick: Tick,
) -> tuple[list[Detection], list[Tile]]:
    network = model.network.eval()
    device = next(network.parameters()).device
    height, width = small.shape[:2]
    ratio = (page_size[0] / width, page_size[1] / height)
    found: list[Detection] = []
    tiles: list[Tile] = []
    network.ssd.score_thresh = (
        min(params.score_over, tuning.RIVAL_PROBABILITY) if params.refine else params.score_over
    )
    for start in range(0, len(corners), params.batch):
        tick(start, len(corners), "looking")
        part = corners[start : start + params.batch]
        images = [tile_tensor(small, x, y).to(device) for x, y in part]
        encoded = network.ssd.encode(images)
        for index, ((x, y), seen) in enumerate(zip(part, network.ssd.detections(encoded), strict=True)):
            maps = tuple(m[index : index + 1].cpu() for m in encoded.maps) if keep_features else ()
            box = (x * ratio[0], y * ratio[1], (x + STORED_PX) * ratio[0], (y + STORED_PX) * ratio[1])
            tiles.append(Tile(box, maps))
            found += _from_tile(model, seen, (x, y), (width, height), ratio, len(tiles) - 1)
    tick(len(corners), len(corners), "looking")
    return found, tiles


def tile_tensor(small: U8, x: int, y: int) -> Tensor:
    """The tile at (x, y) as float (3, 400, 400) in 0..1; beyond the page its border is repeated."""
    tile: Array = small[y : y + STORED_PX, x : x + STORED_PX]
    below, right = STORED_PX - tile.shape[0], STORED_PX - tile.shape[1]
    if below or right:
        tile = cv2.copyMakeBorder(tile, 0, below, 0, right, cv2.BORDER_REPLICATE)
    return torch.from_numpy(np.ascontiguousarray(tile)).permute(2, 0, 1).float() / 255


def _from_tile(
    model: Model,
    seen: dict[str, Tensor],
    corner: tuple[int, int],
    size: tuple[int, int],
    ratio: tuple[float, float],
    tile: int,
) -> list[Detection]:
    """Detections of one tile in page pixels, without those that the tile's edge cuts within the page."""
    x, y = corner
    result = []
    for box, label, score, index in zip(
        seen["boxes"].tolist(),
        seen["labels"].tolist(),
        seen["scores"].tolist(),
        seen["default_box"].tolist(),
        strict=True,
    ):
        x1, y1, x2, y2 = box
        cut = (
            (x > 0 and x1 < tuning.TILE_EDGE)
            or (y > 0 and y1 < tuning.TILE_EDGE)
            or (x + STORED_PX < size[0] and x2 > STORED_PX - tuning.TILE_EDGE)
            or (y + STORED_PX < size[1] and y2 > STORED_PX - tuning.TILE_EDGE)
        )
        x2, y2 = min(x2, size[0] - x), min(y2, size[1] - y)
        if cut or x2 - x1 < 1 or y2 - y1 < 1:
            continue
        page_box = ((x1 + x) * ratio[0], (y1 + y) * ratio[1], (x2 + x) * ratio[0], (y2 + y) * ratio[1])
        result.append(
            Detection(
                page_box,
                model.catalogue.labels[label - 1],
                score,
                raw_box=page_box,
                default_box=index,
                tile=tile,
                detector_score=score,
            )
        )
    return result


def merge(found: list[Detection], merge_iou: float) -> list[Detection]:
    """One detection for one thing, best score first: vignettes do not overlap, whatever their labels.

    The weaker of two goes when their IoU is over `merge_iou`, or when one of the same label lies
    mostly within the other.
    """
    if not found:
        return []
    boxes = np.array([one.box for one in found])
    labels = np.array([one.label for one in found])
    overlaps = iou(boxes, boxes)
    areas = area(boxes)
    nested = intersection(boxes, boxes) / np.minimum(areas[:, None], areas[None]).clip(min=1e-9)
    double = (overlaps > merge_iou) | ((nested > tuning.NESTED) & (labels[:, None] == labels[None]))
    return [found[index] for index in suppressed([one.score for one in found], lambda index: double[index])]


def apart(found: list[Detection]) -> list[Detection]:
    """`found`, best score first, without boxes that better ones cover by more than `tuning.COVERED` together.

    In a row of like vignettes the halves of two neighbours make a third, which fits their drawing nearly as
    well; cast vignettes do not overlap.
    """
    kept: list[Detection] = []
    for one in sorted(found, key=lambda one: -one.score):
        if covered_share(one.box, [other.box for other in kept]) <= tuning.COVERED:
            kept.append(one)
    return kept


def refine_detections(
    model: Model, rgb: U8, found: list[Detection], scale: float, *, tick: Tick = no_tick
) -> list[Detection]:
    """`found` with boxes, poses and scores from laying the prototypes on the page, uint8 (H, W, 3).

    See `box_refinement.refine_boxes`; `scale` is page pixels for one catalogue pixel.
    """
    if not found:
        return []
    gray = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    entries = {entry.label: entry for entry in model.catalogue.entries}
    boxes = [one.raw_box for one in found]
    refined = refine_boxes(gray, boxes, [entries[one.label] for one in found], scale, tick=tick)
    result = []
    for one, fit in zip(found, refined, strict=True):
        score = fused_score(one.detector_score, None if fit is None else fit.ncc)
        if fit is None:
            result.append(replace(one, score=score))
        else:
            result.append(replace(one, box=fit.box, pose=fit.pose, ncc=fit.ncc, score=score))
    return result


@torch.no_grad()
def reconstruct(model: Model, page: PageDetections, *, batch: int = 64, tick: Tick = no_tick) -> F32:
    """The decoder's pictures of a page's detections: float32 (K, size, size, channels) in 0..1.

    The picture shows what `Detection.box` holds, in the printed pose. `page` must have been made with
    `keep_features`.
    """
    dae = model.network.eval().dae
    device = next(dae.parameters()).device
    shape = (len(page.detections), dae.decoder.size, dae.decoder.size, dae.decoder.channels)
    pictures = np.zeros(shape, np.float32)
    by_tile: dict[int, list[int]] = {}
    for index, one in enumerate(page.detections):
        by_tile.setdefault(one.tile, []).append(index)
    done = 0
    for tile_index, members in by_tile.items():
        tick(done, len(page.detections), "drawing")
        tile = page.tiles[tile_index]
        maps = [m.to(device) for m in tile.maps]
        boxes = to_input(np.array([page.detections[i].box for i in members]), tile)
        indices = torch.tensor([page.detections[i].default_box for i in members], device=device)
        for start in range(0, len(members), batch):
            part = slice(start, start + batch)
            drawn = dae(maps, [torch.from_numpy(boxes[part]).to(device)], [indices[part]])
            pictures[members[part]] = drawn.float().permute(0, 2, 3, 1).cpu().numpy()
        done += len(members)
    return pictures


def to_input(boxes: F64 | Array, tile: Tile) -> F32:
    """Boxes (K, 4) in page pixels as float32 boxes in the 300-px input of `tile`."""
    left, top, right, bottom = tile.box
    factor = np.array([INPUT_SIZE / (right - left), INPUT_SIZE / (bottom - top)] * 2)
    moved = (np.asarray(boxes, dtype=np.float64).reshape(-1, 4) - np.array([left, top, left, top])) * factor
    return np.asarray(moved, dtype=np.float32)
