"""The reference of an inspection: laid on the ornament, its layout brought to the ornament's pixels.

The reference is warped onto the ornament, not the other way round: the suspect's own pixels are
inspected, never a resampled picture of them, and every box is a place on the suspect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from autolabelme.core.arrays import F32, U8, Array, Bool, to_gray
from autolabelme.core.errors import InputError
from autolabelme.core.hashes import file_sha256
from autolabelme.core.image_io import image_info, read_rgb
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import SubTick, Tick, no_tick
from autolabelme.core.reading import JsonObject, read_object
from ransac_gui.core.params import stated_region
from ransac_gui.core.same_pictures import picture_hash, require_same_pictures

from . import tuning
from .carved import covers
from .examine import scores, strangers_of
from .findings import Box, Vignette
from .inspector import InspectionModel, ReferenceLayout, mean_ink
from .material import unknown_material
from .source import box_of

if TYPE_CHECKING:
    from ransac_gui.core.align import AlignmentFailure


Place = tuple[int, Box | None]
"""A page and a box on it, xyxy in its pixels; None for the whole page."""


@dataclass(frozen=True, eq=False)
class LaidReference:
    """A reference laid on an ornament.

    Attributes
    ----------
    rgb : uint8 (H, W, 3), of the ornament's size
    valid : bool (H, W), where it covers the ornament
    reference_from_ornament : float32 (H, W, 2), or None where both have one frame
    facts : plain values about the alignment, for the record
    origin : (x, y), where that one frame begins in the reference's own pixels
    units_off : by how many of its units a repeating strip lies off; 0 where it lies right
    """

    rgb: U8
    valid: Bool
    reference_from_ornament: F32 | None
    facts: dict[str, Any]
    origin: tuple[float, float] = (0.0, 0.0)
    units_off: int = 0


def lay_on(
    ornament: U8, reference: U8, device: str = "auto", *, tick: Tick = no_tick
) -> LaidReference | AlignmentFailure:
    """Lay `reference` on `ornament` (both uint8 (H, W, 3)); a falsy failure says why it was refused.

    A strip that repeats and was laid a unit off is laid again where it fits.
    """
    from ransac_gui.core.align import AlignmentFailure, align
    from ransac_gui.core.block.shift import laid_off
    from ransac_gui.core.params import AlignParams

    params = AlignParams(device=device)
    result = align(reference, ornament, params, tick=SubTick(tick, 0.0, 0.7))
    if isinstance(result, AlignmentFailure):
        return result
    off = laid_off(reference, ornament, result.warp)
    if off is not None:
        again = align(
            reference,
            ornament,
            params.replace(landmarks=off.landmarks(result.warp)),
            tick=SubTick(tick, 0.7, 1.0),
        )
        if not isinstance(again, AlignmentFailure) and laid_off(reference, ornament, again.warp) is None:
            result, off = again, None
    dense = result.source_from_reference
    aligned = np.asarray(result.aligned, dtype=np.uint8)
    units = 0 if off is None else off.units
    facts = {
        "status": result.status,
        "reason": result.reason,
        "features": result.features,
        "inliers": int(result.inliers),
        "coverage": round(float(result.coverage), 4),
        "ncc": round(float(result.ncc.fine), 4),
        "max_displacement_px": round(float(result.max_displacement_px), 3),
        "weights": dict(result.weights),
        "settings": result.params.as_dict(),
        "units_off": units,
    }
    valid = covers(dense, reference.shape[1], reference.shape[0])
    return LaidReference(_rgb(aligned), valid, dense, facts, units_off=units)


def layout_of(
    laid: LaidReference, model: InspectionModel, side_px: float | None = None, *, tick: Tick = no_tick
) -> ReferenceLayout:
    """What stands on a laid reference, by the model's own eyes; strangers and what is cut off left out.

    `side_px` is the ornament's `Sight.side_px`: the reference lies in its pixels, so its scale is known.
    """
    sight = model.detector.look(laid.rgb, side_px=side_px, tick=SubTick(tick, 0.0, 0.7))
    normals = model.normals
    seen = model.examine(laid.rgb, sight, SubTick(tick, 0.7, 1.0))
    standing = [
        item.vignette
        for item, stranger in zip(seen.evidence, seen.strangers, strict=True)
        if not stranger and _inside(item.vignette, laid.valid)
    ]
    strangers = strangers_of(seen, scores(seen, normals.standard))
    known = bool(seen.evidence) and unknown_material(seen, strangers, normals) is None
    return ReferenceLayout(tuple(standing), mean_ink(seen.ink, standing), seen.ink, known)


def mapped_layout(vignettes: Sequence[Vignette], laid: LaidReference, side_px: float) -> ReferenceLayout:
    """A layout given in the reference's own pixels, on the ornament.

    What lies beyond it, or where one of the two is not covered by the other, is left out: nothing can be
    missing there.
    """
    from .ink import ink_fraction

    if laid.reference_from_ornament is not None:
        moved = [
            found for item in vignettes if (found := _mapped(item, laid.reference_from_ornament)) is not None
        ]
    else:
        moved = [_shifted(item, laid.origin) for item in vignettes]
    moved = [item for item in moved if _inside(item, laid.valid)]
    ink = ink_fraction(to_gray(laid.rgb), side_px)
    return ReferenceLayout(tuple(moved), mean_ink(ink, moved))


def layout_without_reference(vignettes: Sequence[Vignette], model: InspectionModel) -> ReferenceLayout:
    """A layout in the ornament's pixels; how much ink is expected comes from the prototypes, 0 without."""
    expected = []
    for item in vignettes:
        own = model.normals.by_label.get(item.label)
        if own is None:
            expected.append(0.0)
            continue
        margin = own.frame.margin
        inside = own.ink.prototype[margin : -margin or None, margin : -margin or None]
        expected.append(float(inside.mean()))
    return ReferenceLayout(tuple(vignettes), tuple(expected))


def _mapped(item: Vignette, reference_from_ornament: F32) -> Vignette | None:
    """A vignette of the reference on the ornament: the bounding box of the pixels that show its box."""
    x, y = reference_from_ornament[..., 0], reference_from_ornament[..., 1]
    x1, y1, x2, y2 = item.box
    rows, columns = np.nonzero((x > x1 - 0.5) & (x < x2 - 0.5) & (y > y1 - 0.5) & (y < y2 - 0.5))
    if rows.size < 4:
        return None
    box = (float(columns.min()), float(rows.min()), float(columns.max() + 1), float(rows.max() + 1))
    middle_row, middle_column = int(np.median(rows)), int(np.median(columns))
    right = min(reference_from_ornament.shape[1] - 1, middle_column + 1)
    step = reference_from_ornament[middle_row, right] - reference_from_ornament[middle_row, right - 1]
    # On the page angles run counter-clockwise while y points down; the map goes the other way.
    turned = float(np.degrees(np.arctan2(step[1], step[0])))
    return replace(item, box=box, pose=replace(item.pose, rotation_deg=item.pose.rotation_deg + turned))


def _shifted(item: Vignette, origin: tuple[float, float]) -> Vignette:
    (x1, y1, x2, y2), (x, y) = item.box, origin
    return replace(item, box=(x1 - x, y1 - y, x2 - x, y2 - y))


def _inside(item: Vignette, valid: Bool) -> bool:
    """Whether nearly all of a vignette lies where `valid` is."""
    x1, y1, x2, y2 = (round(edge) for edge in item.box)
    part = valid[max(0, y1) : max(0, y2), max(0, x1) : max(0, x2)]
    return float(np.count_nonzero(part)) > tuning.PART_SEEN * max(1, (x2 - x1) * (y2 - y1))


def _rgb(image: Array) -> U8:
    if image.ndim == 2:
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
    return np.asarray(image, dtype=np.uint8)


def laid_by_sidecar(path: Path) -> tuple[U8, LaidReference, Path]:
    """The ornament and the reference of an alignment that was made before, in the reference's frame.

    `path` is the ``<name>_alignment.json`` that Align writes beside the aligned ornament. Returns the
    aligned ornament (uint8 (H, W, 3)), the reference in the same frame, and the reference's file.
    `InputError` for a refused alignment's sidecar, when a file has gone, or the reference was changed since.
    """
    value = read_object(path)
    if not isinstance(value.value.get("aligned"), str) or not isinstance(value.value.get("reference"), str):
        raise InputError("is no sidecar of an alignment: expected 'aligned' and 'reference'", path=path)
    aligned = read_rgb(value.file("aligned", path.parent))
    reference_path = value.file("reference", path.parent)
    reference = read_rgb(reference_path)
    require_same_pictures(value, reference=reference_path)
    region = stated_region(value)
    origin = (0.0, 0.0)
    if region is not None:
        x1, y1, x2, y2 = (round(edge) for edge in region)
        reference = np.ascontiguousarray(reference[y1:y2, x1:x2])
        # What is known of the whole reference, such as its layout, moves along.
        origin = (float(x1), float(y1))
    if aligned.shape != reference.shape:
        raise InputError(
            "the aligned ornament has {width} x {height} pixels, the reference {reference_width} x "
            "{reference_height}",
            path=path,
            width=aligned.shape[1],
            height=aligned.shape[0],
            reference_width=reference.shape[1],
            reference_height=reference.shape[0],
        )
    valid, units_off = _reached(path, aligned)
    facts = {key: value.value.get(key) for key in ("status", "features", "inliers", "coverage")}
    facts |= {"ncc": value.object_or_empty("ncc").number("fine", 0.0), "sidecar_path": str(path.resolve())}
    facts["frame"] = "reference"
    return aligned, LaidReference(reference, valid, None, facts, origin, units_off), reference_path


def places_in_sidecar(path: Path, ornament: Path) -> tuple[Place, Place]:
    """Where the aligned ornament and its reference lie: (page, box) each, for `Source`.

    Also holds the sidecar against the `ornament` that is asked for: `InputError` when it is of another one.
    The aligned picture itself may be given, too.
    """
    value = read_object(path)
    region = stated_region(value)
    reference = _place(value, "reference_ornament")
    if region is not None:
        reference = reference[0], region
    laid = value.file("source", path.parent)
    if _is_source(value, laid, ornament):
        return _place(value, "source_ornament"), reference
    if value.value.get("aligned") and _same_file(value.file("aligned", path.parent), ornament):
        return (0, None), reference
    raise value.error("source", "is the alignment of {laid}, not of {ornament}", laid=laid, ornament=ornament)


def _is_source(value: JsonObject, laid: Path, ornament: Path) -> bool:
    """Whether `ornament` is the picture that was aligned; a copy is, wherever it lies."""
    known = picture_hash(value, "source")
    if known and ornament.is_file():
        if file_sha256(ornament) == known:
            return True
        if laid.is_file() and laid.samefile(ornament):
            require_same_pictures(value, source=ornament)
        return False
    # An earlier version's sidecar: where the file has gone, its name has to do.
    return _same_file(laid, ornament) if laid.is_file() else laid.name == ornament.name


def _same_file(one: Path, other: Path) -> bool:
    if not one.is_file() or not other.is_file():
        return False
    return one.samefile(other) or file_sha256(one) == file_sha256(other)


def _place(value: JsonObject, field: str) -> Place:
    origin = value.object_or_empty(field)
    return origin.whole("page", 0, minimum=0), None if origin.value.get("box") is None else box_of(origin)


def _reached(sidecar: Path, aligned: U8) -> tuple[Bool, int]:
    """What the sidecar keeps: where the source reaches the reference's frame, bool (H, W), and the units
    by which its verdict says that a strip lies off."""
    from ransac_gui.core.align import Alignment
    from ransac_gui.core.saved import read_saved

    try:
        saved = read_saved(sidecar)
        source = JsonObject(dict(saved.origins["source"]), sidecar, "source_ornament")
        box = None if source.value.get("box") is None else source.numbers("box", 4)
        info = image_info(saved.source)
    except InputError:
        # Another version's sidecar, or a source that has gone: the frame counts as reached as a whole.
        return np.ones(aligned.shape[:2], dtype=np.bool_), 0
    width, height = (info.width, info.height) if box is None else (box[2] - box[0], box[3] - box[1])
    if not isinstance(saved.result, Alignment):
        raise InputError("is the sidecar of a refused alignment", path=sidecar)
    dense = saved.result.source_from_reference
    if dense.shape[:2] != aligned.shape[:2]:
        raise InputError("its map has another size than the aligned ornament", path=sidecar)
    verdict = saved.result.verdict
    return covers(dense, round(width), round(height)), 0 if verdict is None else verdict.units_off
