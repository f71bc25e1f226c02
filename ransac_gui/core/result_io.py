"""Writing a result: the aligned image, overlay, red/cyan difference, JSON sidecar and the map itself.

A pair's files are written as one result. The sidecar holds everything of DESIGN section 6.4.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

import autolabelme
from autolabelme.core.arrays import Array
from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_bytes, atomic_write_json, result_folder
from autolabelme.core.hashes import file_sha256
from autolabelme.core.image_io import write_image
from autolabelme.core.messages import as_json
from autolabelme.core.reading import read_object

from .align import Alignment, AlignmentFailure, Stages, overlay, red_cyan
from .compose import WarpMap
from .saved import pack

FORMAT = 2
"""Version of the sidecar's layout. 2: a region is a box; before, it was x, y, width, height."""
TIFF_SUFFIXES = (".tif", ".tiff")


_PICTURES = ("_aligned.png", "_aligned.tif", "_aligned.tiff", "_overlay.png", "_difference.png", "_flow.npz")


def result_paths(
    source: Path,
    folder: Path,
    *,
    stem: str = "",
    region: tuple[float, float, float, float] | None = None,
    flow: bool = False,
) -> dict[str, Path]:
    """The files that a result of `source` is written to: aligned, overlay, difference, sidecar[, flow].

    A `region` (xyxy) of the reference is part of the name, so that what is aligned to it does not replace
    what is aligned to the whole. The "to" between its corners keeps it apart from the names of an earlier
    version, which had width and height there. The aligned image is a TIFF where the source is one, else a
    PNG.
    """
    stem = stem or source.stem
    if region is not None:
        x1, y1, x2, y2 = (f"{edge:.0f}" for edge in region)
        stem += f"_region_{x1}_{y1}_to_{x2}_{y2}"
    suffix = source.suffix.lower() if source.suffix.lower() in TIFF_SUFFIXES else ".png"
    paths = {
        "aligned": folder / f"{stem}_aligned{suffix}",
        "overlay": folder / f"{stem}_overlay.png",
        "difference": folder / f"{stem}_difference.png",
        "sidecar": folder / f"{stem}_alignment.json",
    }
    if flow:
        paths["flow"] = folder / f"{stem}_flow.npz"
    return paths


def summary(
    source: str, result: Alignment | AlignmentFailure, aligned: Path | None, dpi: float | None = None
) -> dict[str, Any]:
    """The short form of a result, as `align run --json` prints it; `dpi` is the reference's, for lengths."""
    evidence = result.evidence
    verdict = result.verdict if isinstance(result, Alignment) else None
    return {
        "source": source,
        "status": result.status,
        "reason": result.reason,
        "features": result.features,
        "inliers": result.inliers,
        "coverage": None if evidence is None else _number(evidence.coverage),
        "ncc": _stages(result.ncc),
        "ssim": _stages(result.ssim),
        "max_displacement_px": _number(result.max_displacement_px) if isinstance(result, Alignment) else None,
        "verdict": None if verdict is None else verdict.as_json(dpi),
        "aligned": None if aligned is None else str(aligned),
        "seconds": _number(result.seconds.get("total", 0.0)),
    }


def error_summary(source: str, reason: str) -> dict[str, Any]:
    """The short form of a source that could not be read or used."""
    nothing: Mapping[str, None] = {"before": None, "coarse": None, "fine": None}
    return {
        "source": source,
        "status": "error",
        "reason": reason,
        "features": None,
        "inliers": None,
        "coverage": None,
        "ncc": dict(nothing),
        "ssim": dict(nothing),
        "max_displacement_px": None,
        "verdict": None,
        "aligned": None,
        "seconds": None,
    }


def sidecar(
    source: Path, reference: Path, result: Alignment | AlignmentFailure, dpi: float | None = None
) -> dict[str, Any]:
    """Everything about a result but its pixels, for `<name>_alignment.json`."""
    value: dict[str, Any] = {
        "format": FORMAT,
        "program": f"autolabelme {autolabelme.__version__}",
        # Absolute, so that the pictures are found again from anywhere.
        **summary(str(source.absolute()), result, None),
        "reason_code": as_json(result.reason),
        "reference": str(reference.absolute()),
        "sha256": {
            name: file_sha256(path)
            for name, path in (("reference", reference), ("source", source))
            if path.is_file()
        },
        "settings": result.params.as_dict(),
        "stages_seconds": dict(result.seconds),
        "evidence": None if result.evidence is None else asdict(result.evidence),
    }
    if isinstance(result, Alignment):
        warp = result.warp
        value |= {
            "fine": result.fine,
            "reference_size": [warp.width, warp.height],
            "homographies_source_from_reference": warp.homographies.tolist(),
            "matchability": {
                "from": result.matchability_from,
                "mean": _number(float(result.matchability.mean())),
                "share_over_half": _number(float((result.matchability > 0.5).mean())),
                "grid": pack(result.matchability),
            },
            "seams": None if warp.weights is None else pack(np.moveaxis(warp.weights, 0, -1)),
            "displacement": None if warp.displacement is None else pack(warp.displacement),
            "weights": dict(result.weights),
        }
        if result.verdict is not None:
            value["verdict"] = result.verdict.as_record(dpi)
    else:
        value["code"] = result.code
    return value


def write_result(
    result: Alignment,
    reference_pixels: Array,
    source: Path,
    reference: Path,
    paths: Mapping[str, Path],
    *,
    dpi: float | None = None,
    extra: Mapping[str, Any] | None = None,
) -> None:
    """Write a result's files as one.

    `reference_pixels`: the reference (or its region) at full size, uint8 or uint16 (H, W[, 3]). An earlier
    result of these names is replaced as a whole. Raises `InputError` naming the file that cannot be written;
    then nothing is changed.

    Parameters
    ----------
    dpi : float, optional
        The reference's dots per inch: the aligned picture has its pixels, and so its resolution.
    extra : mapping, optional
        What else the sidecar keeps, JSON values by name.
    """
    value = sidecar(source, reference, result, dpi) | {"dpi": dpi} | dict(extra or {})
    value["aligned"] = paths["aligned"].name
    value["files"] = {name: path.name for name, path in paths.items() if name != "sidecar"}
    with result_folder(paths["sidecar"].parent) as new:
        write_image(new.path / paths["aligned"].name, result.aligned, dpi)
        write_image(new.path / paths["overlay"].name, overlay(result.aligned, reference_pixels), dpi)
        write_image(new.path / paths["difference"].name, red_cyan(result.aligned, reference_pixels), dpi)
        if "flow" in paths:
            write_flow(new.path / paths["flow"].name, result)
        atomic_write_json(new.path / paths["sidecar"].name, value)
        new.just_before(lambda: new.remove(*_earlier_files(paths["sidecar"])))


def write_refusal(
    failure: AlignmentFailure,
    source: Path,
    reference: Path,
    paths: Mapping[str, Path],
    *,
    extra: Mapping[str, Any] | None = None,
) -> Path:
    """Write the sidecar of a refused pair; an earlier run's pictures, which it would belie, are removed."""
    value = sidecar(source, reference, failure) | dict(extra or {})
    with result_folder(paths["sidecar"].parent) as new:
        atomic_write_json(new.path / paths["sidecar"].name, value)
        new.just_before(lambda: new.remove(*_earlier_files(paths["sidecar"])))
    return paths["sidecar"]


def _earlier_files(path: Path) -> list[str]:
    """What an earlier sidecar of this name says that it stands beside, as far as its names are ours."""
    try:
        files = read_object(path).object("files").value.values()
    except InputError:
        return []  # none there, of a refused pair, or none of ours
    stem = path.name.removesuffix("_alignment.json")
    known = {f"{stem}{ending}" for ending in _PICTURES}
    return [name for name in files if isinstance(name, str) and name in known]


def write_flow(path: Path, result: Alignment) -> Path:
    """The map as .npz: `source_from_reference` float32 (H, W, 2) and its parts (see `WarpMap`)."""
    buffer = io.BytesIO()
    arrays: dict[str, Any] = {
        "source_from_reference": result.source_from_reference,
        "matchability": result.matchability.astype(np.float32),
        **_parts(result.warp),
    }
    np.savez_compressed(buffer, **arrays)
    return atomic_write_bytes(path, buffer.getvalue())


def _parts(warp: WarpMap) -> dict[str, Array]:
    parts: dict[str, Array] = {"homographies": warp.homographies}
    if warp.weights is not None:
        parts["weights"] = warp.weights
    if warp.displacement is not None:
        parts["displacement"] = warp.displacement
    return parts


def _stages(stages: Stages | None) -> dict[str, float | None]:
    if stages is None:
        return {"before": None, "coarse": None, "fine": None}
    return {name: _number(value) for name, value in asdict(stages).items()}


def _number(value: float) -> float:
    return round(float(value), 4)
