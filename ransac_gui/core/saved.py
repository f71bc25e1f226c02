"""Reading back what an earlier session saved: `<name>_alignment.json` with the pictures beside it.

The sidecar keeps the map's homographies and, packed on a small grid, its displacement and the
matchability: enough to show and to hand on a result. The exact map is in `<name>_flow.npz`, where it was
asked for.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.arrays import F32, Array
from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.files import finish_interrupted
from autolabelme.core.opencv import cv2

from .align import Alignment, AlignmentFailure, Stages
from .compose import WarpMap
from .params import AlignParams
from .verify import Evidence

GRID_SIDE = 96
"""Longer side of a packed grid: seven cells and more to the shortest wave that is followed by default."""
_ENDING = "_alignment.json"
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


def pack(grid: Array) -> dict[str, Any]:
    """A float grid (h, w[, 2]) as JSON: its shape and float16 values in base64, 96 cells a side at most."""
    rows, columns = grid.shape[:2]
    factor = min(1.0, GRID_SIDE / max(rows, columns))
    if factor < 1:
        size = (max(1, round(columns * factor)), max(1, round(rows * factor)))
        grid = np.asarray(cv2.resize(grid, size, interpolation=cv2.INTER_AREA))
    values = np.ascontiguousarray(grid, dtype="<f2")
    return {"shape": list(grid.shape), "float16": base64.b64encode(values.tobytes()).decode("ascii")}


def unpack(value: Any, channels: int) -> F32:
    """The grid that `pack` made; ValueError for anything else."""
    shape = tuple(value["shape"]) if isinstance(value, dict) else ()
    wanted = 2 if channels == 1 else 3
    if len(shape) != wanted or not all(type(side) is int and side > 0 for side in shape):
        raise ValueError(f"expected a grid with {wanted} axes, got {shape}")
    if int(np.prod(shape)) > _MOST_CELLS or (wanted == 3 and shape[2] != channels):
        raise ValueError(f"a grid of {shape} is not one of ours")
    try:
        raw = base64.b64decode(value["float16"], validate=True)
    except (binascii.Error, KeyError, TypeError) as error:
        raise ValueError("its values are not base64") from error
    grid = np.frombuffer(raw, dtype="<f2").reshape(shape).astype(np.float32)
    if not np.isfinite(grid).all():
        raise ValueError("its values are not finite")
    return grid


def find_sidecars(folder: Path) -> tuple[Path, ...]:
    """The sidecars in a folder, by name, after finishing what a kill interrupted (or `InputError`)."""
    finish_interrupted(folder)
    return tuple(sorted(path for path in folder.glob(f"*{_ENDING}") if path.is_file()))


def read_saved(path: Path) -> SavedResult:
    """The result of a sidecar; `InputError` that names the file and the field when it is none of ours.

    Whether the pictures are still there is not looked at.
    """
    finish_interrupted(path.parent)
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read as a sidecar: {error}", path=path) from error
    if not isinstance(value, dict):
        raise InputError("expected an object", path=path)
    reader = _Reader(path, value)
    files = {
        name: path.parent / Path(file).name
        for name, file in reader.get("files", dict, {}).items()
        if isinstance(file, str)
    }
    origins = {name: reader.get(f"{name}_ornament", dict, {}) for name in ("reference", "source")}
    result = reader.refused() if reader.get("status", str) == "refused" else reader.aligned()
    return SavedResult(
        path,
        path.parent / reader.get("reference", str),
        path.parent / reader.get("source", str),
        origins,
        result,
        {**files, "sidecar": path},
    )


class _Reader:
    def __init__(self, path: Path, value: dict[str, Any]) -> None:
        self._path, self._value = path, value

    def get(self, name: str, kind: Any, default: Any = ...) -> Any:
        found = self._value.get(name, default)
        if found is None and default is not ...:
            return default
        if not isinstance(found, kind) or isinstance(found, bool):
            raise self._error(name, f"expected {getattr(kind, '__name__', 'a number')}, got {found!r:.60}")
        return found

    def aligned(self) -> Alignment:
        status = self.get("status", str)
        if status not in ("aligned", "weak"):
            raise self._error("status", f"expected aligned, weak or refused, got {status!r}")
        evidence, ncc, ssim = self._evidence(), self._stages("ncc"), self._stages("ssim")
        if evidence is None or ncc is None or ssim is None:
            raise self._error("evidence", "is missing in an alignment")
        matchability = self.get("matchability", dict)
        return Alignment(
            status,
            self.get("reason", str, ""),
            np.empty((0, 0), np.uint8),
            self._warp(),
            self._grid("matchability", matchability.get("grid"), 1, np.zeros((1, 1), np.float32)),
            str(matchability.get("from", "")),
            self.get("features", str),
            int(self.get("inliers", int)),
            evidence,
            ncc,
            ssim,
            float(self.get("max_displacement_px", (int, float))),
            self.get("fine", str),
            self._params(),
            {str(name): str(text) for name, text in self.get("weights", dict, {}).items()},
            self._seconds(),
        )

    def refused(self) -> AlignmentFailure:
        return AlignmentFailure(
            self.get("reason", str, ""),
            self.get("code", str, "unlike"),
            self.get("features", str),
            int(self.get("inliers", int, 0)),
            self._evidence(),
            self._stages("ncc"),
            self._stages("ssim"),
            self._params(),
            self._seconds(),
        )

    def _warp(self) -> WarpMap:
        size = self.get("reference_size", list)
        matrices = self.get("homographies_source_from_reference", list)
        try:
            width, height = (int(side) for side in size)
            homographies = np.asarray(matrices, dtype=np.float64)
            if width < 1 or height < 1 or not np.isfinite(homographies).all():
                raise ValueError("expected finite numbers")
            displacement = self._grid("displacement", self._value.get("displacement"), 2, None)
            seams = self._grid("seams", self._value.get("seams"), len(homographies), None)
            weights = None
            if seams is not None:
                weights = np.moveaxis(seams / seams.sum(axis=2, keepdims=True), -1, 0)
            return WarpMap(width, height, homographies, weights, displacement)
        except (TypeError, ValueError, MisuseError) as error:
            raise self._error("homographies_source_from_reference", str(error)) from error

    def _grid(self, name: str, value: Any, channels: int, default: Any) -> Any:
        if value is None:
            return default
        try:
            return unpack(value, channels)
        except (KeyError, TypeError, ValueError) as error:
            raise self._error(name, str(error)) from error

    def _evidence(self) -> Evidence | None:
        value = self.get("evidence", dict, None)
        if value is None:
            return None
        known = {item.name for item in fields(Evidence)}
        try:
            numbers = {name: float(number) for name, number in value.items() if name in known}
            return Evidence(**{**numbers, "cells": int(numbers["cells"])})  # type: ignore[arg-type]
        except (KeyError, TypeError, ValueError) as error:
            raise self._error("evidence", f"is not complete: {error}") from error

    def _stages(self, name: str) -> Stages | None:
        value = self.get(name, dict, None)
        if value is None or value.get("fine") is None:
            return None
        try:
            return Stages(*(float(value[stage]) for stage in ("before", "coarse", "fine")))
        except (KeyError, TypeError, ValueError) as error:
            raise self._error(name, f"is not complete: {error}") from error

    def _params(self) -> AlignParams:
        value = self.get("settings", dict)
        known = {item.name for item in fields(AlignParams)}
        settings = {name: _tuples(item) for name, item in value.items() if name in known}
        try:
            return AlignParams(**settings)
        except (MisuseError, TypeError) as error:
            raise self._error("settings", str(error)) from error

    def _seconds(self) -> dict[str, float]:
        value = self.get("stages_seconds", dict, {})
        return {str(name): float(n) for name, n in value.items() if isinstance(n, int | float)}

    def _error(self, name: str, text: str) -> InputError:
        return InputError(text, path=self._path, field=name)


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
