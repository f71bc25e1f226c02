"""Several sources on one reference: results in input order, one broken source does not stop the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.arrays import Array
from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.files import refuse_overwriting
from autolabelme.core.image_io import image_info, read_native
from autolabelme.core.progress import SubTick, Tick, no_tick
from autolabelme.core.reading import parse_json, read_text
from autolabelme.core.writable import require_writable

from .align import Alignment, AlignmentFailure, align
from .names import source_names
from .params import AlignParams, part_of
from .result_io import error_summary, result_paths, summary, write_refusal, write_result
from .results_table import require_own_table, write_results_table

Landmarks = tuple[tuple[float, float, float, float], ...]


@dataclass(frozen=True, eq=False)
class BatchItem:
    """What became of one source."""

    source: Path
    summary: dict[str, Any]
    """As `align run --json` prints it."""
    result: Alignment | AlignmentFailure | None
    """None for a broken source. An alignment without its pixels (`aligned` is empty): these are in
    `paths["aligned"]`, since a batch of large pages would not fit into memory."""
    paths: dict[str, Path]
    """The files that were written, by kind."""


def align_files(
    reference: Path,
    sources: Sequence[Path],
    output: Path,
    params: AlignParams,
    *,
    flow: bool = False,
    landmarks: dict[str, Landmarks] | None = None,
    dpi: float | None = None,
    tick: Tick = no_tick,
) -> list[BatchItem]:
    """Align every source and write its files, and the table of all results there, into `output`.

    Parameters
    ----------
    landmarks : dict, optional
        Point pairs by source, its path as given or its file name; the entry "" counts for every source
        without its own.
    dpi : float, optional
        The reference's resolution, for lengths on paper, where its file does not say or says wrong.

    Raises `InputError` for a bad reference or region, when the output folder cannot be written, and when
    one of the pictures would be written over.
    """
    still = read_native(reference)
    dpi = dpi or image_info(reference).dpi
    region = reference_region(still, params, reference)
    require_writable(output)
    require_own_table(output)
    names = source_names(sources, output)
    pairs = [_landmarks_for(source, sources, landmarks) for source in sources]
    items: list[BatchItem] = []
    try:
        for number, (source, name) in enumerate(zip(sources, names, strict=True)):
            part = SubTick(tick, number / len(sources), (number + 1) / len(sources))
            part(0, 1, source.name)
            paths = result_paths(source, output, stem=name, region=params.region, flow=flow)
            chosen = params.replace(landmarks=pairs[number] or params.landmarks)
            refuse_overwriting(paths.values(), (reference, *sources))
            items.append(_one(source, still, region, reference, dpi, chosen, paths, part))
    finally:
        # What is done is kept, and stands in the table, also after a cancel.
        if any(item.result is not None for item in items):
            broken = {item.source: item.summary["reason"] for item in items if item.result is None}
            write_results_table(output, reference, broken)
    return items


def _one(
    source: Path,
    still: Array,
    region: Array,
    reference: Path,
    dpi: float | None,
    params: AlignParams,
    paths: dict[str, Path],
    tick: Tick,
) -> BatchItem:
    try:
        moving = read_native(source)
    except InputError as error:
        return BatchItem(source, error_summary(str(source), error.message), None, {})
    result = align(moving, still, params, verdict=True, tick=tick)
    if isinstance(result, Alignment):
        write_result(result, region, source, reference, paths, dpi=dpi)
        light = replace(result, aligned=np.empty((0, 0), result.aligned.dtype))
        return BatchItem(source, summary(str(source), light, paths["aligned"], dpi), light, paths)
    written = write_refusal(result, source, reference, paths)
    return BatchItem(source, summary(str(source), result, None), result, {"sidecar": written})


def reference_region(reference: Array, params: AlignParams, path: Path) -> Array:
    """What is aligned of the reference, uint8 or uint16 (H, W[, 3]); `InputError` for a region not within."""
    try:
        return part_of(reference, params.region)
    except MisuseError as error:
        raise InputError(error.problem, path=path, field="region") from error


def _landmarks_for(
    source: Path, sources: Sequence[Path], landmarks: Mapping[str, Landmarks] | None
) -> Landmarks:
    """The pairs of a source: under its path, under its file name, or those for every source."""
    given = landmarks or {}
    if str(source) in given or source.as_posix() in given:
        return given.get(str(source)) or given[source.as_posix()]
    if source.name in given:
        if sum(other.name == source.name for other in sources) > 1:
            raise InputError(
                "there are several sources of the name {name}: name them with their folders",
                field="landmarks",
                name=source.name,
            )
        return given[source.name]
    return given.get("", ())


def read_landmarks(path: Path) -> dict[str, Landmarks]:
    """Point pairs from a file, by source name ("" where the file names none).

    CSV: columns reference_x, reference_y, source_x, source_y and optionally source (a file name), with a
    header line; without one, four numbers a line in that order. JSON: a list of such quadruples, or an
    object of lists by source name (with its folder where several have one name). Pixels, centres at
    integers, on the whole reference even with a region. Raises `InputError` naming the line.
    """
    text = read_text(path)
    if path.suffix.lower() == ".json":
        return _landmarks_json(text, path)
    return _landmarks_csv(text, path)


_COLUMNS = ("reference_x", "reference_y", "source_x", "source_y")


def _landmarks_csv(text: str, path: Path) -> dict[str, Landmarks]:
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and line[0] != "#"]
    if not lines:
        raise InputError("holds no landmarks", path=path)
    separator = ";" if ";" in lines[0][1] else ","
    columns = [*_COLUMNS, "source"]
    first = [cell.strip().lower() for cell in lines[0][1].split(separator)]
    if not _is_number(first[0]):
        missing = [name for name in _COLUMNS if name not in first]
        if missing:
            raise InputError(
                "expected the columns {columns}", path=path, field="line 1", columns=", ".join(_COLUMNS)
            )
        columns, lines = first, lines[1:]
    found: dict[str, list[tuple[float, float, float, float]]] = {}
    for number, line in lines:
        cells = dict(zip(columns, (cell.strip() for cell in line.split(separator)), strict=False))
        pair = [_finite(cells.get(name), path, f"line {number}, {name}") for name in _COLUMNS]
        found.setdefault(cells.get("source", ""), []).append((pair[0], pair[1], pair[2], pair[3]))
    return _checked(found, path)


def _landmarks_json(text: str, path: Path) -> dict[str, Landmarks]:
    value = parse_json(text, path)
    groups = value if isinstance(value, dict) else {"": value}
    found: dict[str, list[tuple[float, float, float, float]]] = {}
    for name, rows in groups.items():
        if not isinstance(rows, list):
            raise InputError("expected a list of point pairs", path=path, field=str(name) or None)
        for number, row in enumerate(rows):
            field = f"{name}[{number}]"
            if not isinstance(row, list) or len(row) != 4:
                raise InputError("expected [reference x, y, source x, y]", path=path, field=field)
            pair = [_finite(cell, path, field) for cell in row]
            found.setdefault(str(name), []).append((pair[0], pair[1], pair[2], pair[3]))
    return _checked(found, path)


def _checked(found: dict[str, list[tuple[float, float, float, float]]], path: Path) -> dict[str, Landmarks]:
    if not found:
        raise InputError("holds no landmarks", path=path)
    for name, pairs in found.items():
        if len(pairs) < 4:
            raise InputError(
                "expected 4 or more point pairs, got {count}", path=path, field=name or None, count=len(pairs)
            )
    return {name: tuple(pairs) for name, pairs in found.items()}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _finite(cell: object, path: Path, field: str) -> float:
    try:
        value = float(cell)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise InputError("expected a number, got {got!r:.60}", path=path, field=field, got=cell) from error
    if isinstance(cell, bool) or not np.isfinite(value):
        raise InputError("expected a finite number, got {got!r:.60}", path=path, field=field, got=cell)
    return value
