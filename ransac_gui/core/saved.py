"""Reading back what an earlier session saved: `<name>_alignment.json` with the pictures beside it.

The sidecar keeps the map's homographies and, packed on a small grid, its displacement and the
matchability: enough to show and to hand on a result. The exact map is in `<name>_flow.npz`, where it was
asked for.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.arrays import F32, Array
from autolabelme.core.errors import MisuseError
from autolabelme.core.files import finish_interrupted
from autolabelme.core.image_io import MAX_PIXELS
from autolabelme.core.messages import from_json
from autolabelme.core.opencv import cv2
from autolabelme.core.reading import JsonObject, read_object

from .align import Alignment, AlignmentFailure, Stages
from .block.verdict import BlockVerdict, read_record
from .compose import WarpMap
from .names import SIDECAR_ENDING
from .params import AlignParams, stated_region
from .verify import Evidence

GRID_SIDE = 96
"""Longer side of a packed grid: seven cells and more to the shortest wave that is followed by default."""
_MOST_CELLS = 4 * GRID_SIDE * GRID_SIDE


@dataclass(frozen=True, eq=False)
class SavedResult:
    """A result as its sidecar tells it."""

    sidecar: Path
    reference: Path
    source: Path
    origins: Mapping[str, Mapping[str, Any]]
    """Page, box and provenance of `reference` and `source`, as far as they were written."""
    result: Alignment | AlignmentFailure
    """An alignment has no pixels (`aligned` is empty): these are in `files["aligned"]`."""
    files: Mapping[str, Path]
    dpi: float | None = None
    """Of the reference, where it was known."""


def pack(grid: Array) -> dict[str, Any]:
    """A float grid (h, w[, 2]) as JSON: its shape and float16 values in base64, 96 cells a side at most."""
    rows, columns = grid.shape[:2]
    factor = min(1.0, GRID_SIDE / max(rows, columns))
    if factor < 1:
        size = (max(1, round(columns * factor)), max(1, round(rows * factor)))
        grid = np.asarray(cv2.resize(grid, size, interpolation=cv2.INTER_AREA))
    values = np.ascontiguousarray(grid, dtype="<f2")
    return {"shape": list(grid.shape), "float16": base64.b64encode(values.tobytes()).decode("ascii")}


def unpack(value: JsonObject, channels: int) -> F32:
    """The grid that `pack` made, float32 (h, w), or (h, w, channels) if more than 1; else `InputError`."""
    shape = tuple(int(side) for side in value.numbers("shape"))
    wanted = 2 if channels == 1 else 3
    if len(shape) != wanted or min(shape, default=0) < 1:
        raise value.error(
            "shape", "expected a grid with {wanted} axes, got {shape}", wanted=wanted, shape=list(shape)
        )
    if math.prod(shape) > _MOST_CELLS or (wanted == 3 and shape[2] != channels):
        raise value.error("shape", "a grid of {shape} is not one of ours", shape=list(shape))
    try:
        raw = base64.b64decode(value.text("float16"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise value.error("float16", "is not base64") from error
    if len(raw) != 2 * math.prod(shape):
        raise value.error(
            "float16", "expected {count} bytes, got {got}", count=2 * math.prod(shape), got=len(raw)
        )
    grid = np.frombuffer(raw, dtype="<f2").reshape(shape).astype(np.float32)
    if not np.isfinite(grid).all():
        raise value.error("float16", "its values are not finite")
    return grid


def find_sidecars(folder: Path) -> tuple[Path, ...]:
    """The sidecars in a folder, by name, after finishing what a kill interrupted (or `InputError`)."""
    finish_interrupted(folder)
    return tuple(sorted(path for path in folder.glob(f"*{SIDECAR_ENDING}") if path.is_file()))


def read_saved(path: Path) -> SavedResult:
    """The result of a sidecar; `InputError` that names the file and the field when it is none of ours.

    Whether the pictures are still there is not looked at.
    """
    value = read_object(path)
    reader = _Reader(value)
    folder = path.parent
    stated = value.object_or_empty("files")
    files = {name: folder / stated.file(name, folder).name for name in stated.value}
    origins = {name: value.object_or_empty(f"{name}_ornament").value for name in ("reference", "source")}
    result = reader.refused() if value.text("status") == "refused" else reader.aligned()
    return SavedResult(
        path,
        value.file("reference", folder),
        value.file("source", folder),
        origins,
        result,
        {**files, "sidecar": path},
        None if value.value.get("dpi") is None else value.number("dpi", minimum=1.0),
    )


class _Reader:
    def __init__(self, value: JsonObject) -> None:
        self._value = value

    def aligned(self) -> Alignment:
        value = self._value
        status = value.text("status", choices=("aligned", "weak"))
        evidence, ncc, ssim = self._evidence(), self._stages("ncc"), self._stages("ssim")
        if evidence is None or ncc is None or ssim is None:
            raise value.error("evidence", "is missing in an alignment")
        matchability = value.object("matchability")
        return Alignment(
            status,
            from_json(value.value.get("reason_code"), value.text("reason", "")),
            np.empty((0, 0), np.uint8),
            self._warp(),
            _grid(matchability, "grid", 1, np.zeros((1, 1), np.float32)),
            matchability.text("from", ""),
            value.text("features"),
            value.whole("inliers", minimum=0),
            evidence,
            ncc,
            ssim,
            value.number("max_displacement_px"),
            value.text("fine"),
            self._params(),
            value.object_or_empty("weights").text_map(),
            self._seconds(),
            self._verdict(),
        )

    def _verdict(self) -> BlockVerdict | None:
        value = self._value.object_or_none("verdict")
        return None if value is None else read_record(value)

    def refused(self) -> AlignmentFailure:
        value = self._value
        return AlignmentFailure(
            from_json(value.value.get("reason_code"), value.text("reason", "")),
            value.text("code", "unlike"),
            value.text("features"),
            value.whole("inliers", 0, minimum=0),
            self._evidence(),
            self._stages("ncc"),
            self._stages("ssim"),
            self._params(),
            self._seconds(),
        )

    def _warp(self) -> WarpMap:
        value = self._value
        width, height = size = value.numbers("reference_size", 2)
        name = "homographies_source_from_reference"
        if min(size) < 1 or width * height > MAX_PIXELS or not all(side.is_integer() for side in size):
            raise value.error(
                "reference_size",
                "is not a size in pixels: {width:g} x {height:g}",
                width=width,
                height=height,
            )
        try:
            homographies = np.asarray(value.items(name), dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise value.error(name, "expected matrices of 3 x 3 numbers") from error
        if homographies.ndim != 3 or not np.isfinite(homographies).all():
            raise value.error(name, "expected matrices of 3 x 3 numbers")
        displacement = _grid(value, "displacement", 2, None)
        seams = _grid(value, "seams", len(homographies), None)
        weights = None
        if seams is not None:
            total = seams.sum(axis=2, keepdims=True)
            if not (total > 0).all():
                raise value.error("seams", "expected weights that sum to more than 0 everywhere")
            weights = np.moveaxis(seams / total, -1, 0)
        try:
            return WarpMap(int(width), int(height), homographies, weights, displacement)
        except MisuseError as error:
            raise value.error(name, error.message) from error

    def _evidence(self) -> Evidence | None:
        value = self._value.object_or_none("evidence")
        if value is None:
            return None
        known = [item for item in fields(Evidence) if item.name != "cells"]
        stated = {
            item.name: value.number(item.name)
            for item in known
            if item.name in value.value or item.default is MISSING
        }
        return Evidence(cells=value.whole("cells", minimum=0), **stated)

    def _stages(self, name: str) -> Stages | None:
        value = self._value.object_or_none(name)
        if value is None or value.value.get("fine") is None:
            return None
        return Stages(value.number("before"), value.number("coarse"), value.number("fine"))

    def _params(self) -> AlignParams:
        settings = {**self._value.object("settings").value, "region": stated_region(self._value)}
        return replace(self._value, value={**self._value.value, "settings": settings}).dataclass(
            "settings", AlignParams, ignore_unknown=True
        )

    def _seconds(self) -> dict[str, float]:
        return self._value.object_or_empty("stages_seconds").number_map()


def _grid(holder: JsonObject, name: str, channels: int, default: Any) -> Any:
    value = holder.object_or_none(name)
    return default if value is None else unpack(value, channels)
