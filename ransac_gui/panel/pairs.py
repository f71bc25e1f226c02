"""What the workspace does off the UI thread: check a checkpoint, align pairs, load a pair to look at.

No Qt. Everything heavy is imported here and this module only in a worker ("ransac_gui.panel.pairs:...").
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.arrays import U8, Array
from autolabelme.core.errors import AutolabelmeError, Cancelled, InputError
from autolabelme.core.files import refuse_overwriting, result_folder
from autolabelme.core.image_io import image_info
from autolabelme.core.messages import told
from autolabelme.core.ornament import Ornament
from autolabelme.core.progress import Tick, no_tick
from autolabelme.core.reading import JsonObject
from ransac_gui.core.align import Alignment, AlignmentFailure, align, networks_for
from ransac_gui.core.batch import reference_region
from ransac_gui.core.laid_pair import laid_pixels
from ransac_gui.core.names import recorded_names, settled_name
from ransac_gui.core.params import AlignParams
from ransac_gui.core.ranking import ERROR
from ransac_gui.core.result_io import result_paths, write_refusal, write_result
from ransac_gui.core.results_table import require_own_table, write_results_table

from .results import PAIR_STEPS, BatchReport, EarlierResults, LoadedPair, PairRequest, PairResult

_log = logging.getLogger(__name__)


def check_checkpoint(path: Path, *, tick: Tick = no_tick) -> tuple[Path, str]:
    """Load a RANSAC-Flow checkpoint file, or the one in a folder: (its file, its SHA-256).

    Raises `InputError` that names the file and the key when it is none.
    """
    tick(0, 0, path.name)
    from ransac_gui.core.checkpoint import load_networks

    loaded = load_networks(path)
    return loaded.path, loaded.sha256


def align_pairs(
    reference: Ornament,
    requests: tuple[PairRequest, ...],
    params: AlignParams,
    folder: Path,
    report: Callable[[PairResult], None],
    *,
    tick: Tick = no_tick,
) -> BatchReport:
    """Align each source to the reference and write its files into `folder`.

    `report` gets each result as soon as it is there; it is called in the worker's thread. Cancelling
    keeps what is done. A broken source is a result with status "error". Raises `InputError` when
    nothing can be done at all: a bad reference or region, or networks that are not there.
    """
    try:
        tick(0, PAIR_STEPS * len(requests), reference.name)
        if params.fine in ("network", "both"):
            networks_for(params)
        still = reference.read()
        region = reference_region(still, params, reference.path)
        require_own_table(folder)
    except Cancelled:
        return BatchReport((), len(requests), True)
    inputs = {item.path for item in (reference, *(request.source for request in requests))}
    recorded = recorded_names(folder)
    done: list[PairResult] = []
    for number, request in enumerate(requests):
        try:
            part = _PairTick(tick, number, len(requests), request.source.name)
            part(0, 1, "")
            name = settled_name(request.stem, request.source, recorded)
            request = replace(request, stem=name)
            result = _one(reference, still, region, request, params, folder, inputs, part)
        except Cancelled:
            break
        done.append(result)
        report(result)
    if any(one.status != ERROR for one in done):  # where nothing was written there is nothing to list
        paths = {request.source.key: request.source.path for request in requests}
        broken = {paths[one.source_key]: one.reason for one in done if one.status == ERROR}
        write_results_table(folder, reference.path, broken)
    return BatchReport(tuple(done), len(requests), len(done) < len(requests))


def write_report(sidecar: Path, folder: Path, *, tick: Tick = no_tick) -> Path:
    """Write the report of a pair into `folder` as HTML and PDF; the page's path. Raises `InputError`."""
    tick(0, 2, "report")
    from autolabelme.qtkit.pdf import report_to_pdf
    from ransac_gui.core.report import report_of, report_stem

    stem = report_stem(sidecar)
    made = report_of(sidecar)
    tick(1, 2, "PDF")
    with result_folder(folder) as new:
        made.write(new.path, report_to_pdf, stem=stem)
    return folder / f"{stem}.html"


def load_pair(
    reference: Ornament, source: Ornament, result: PairResult | None, *, tick: Tick = no_tick
) -> LoadedPair:
    """The pixels of a pair to look at: reference and aligned source, or both as they are.

    Without an alignment the whole reference and the whole source come. Raises `InputError`.
    """
    tick(0, 3, reference.name)
    if result is None or result.alignment is None or "aligned" not in result.files:
        still = reference.read()
        tick(1, 3, source.name)
        moving = source.read()
        tick(2, 3, source.name)
        return LoadedPair(reference, source, _to_8_bit(still), _to_8_bit(moving), None, result)
    region, aligned = laid_pixels(reference, source, result.alignment.params, result.files)
    tick(2, 3, source.name)
    whole = replace(result.alignment, aligned=aligned)
    return LoadedPair(reference, source, _to_8_bit(region), _to_8_bit(aligned), whole, result, region)


def lay_pair(
    reference: Ornament, source: Ornament, params: AlignParams, *, tick: Tick = no_tick
) -> LoadedPair:
    """Lay a pair of which nothing is saved. Raises `InputError`, also where it is refused."""
    still, moving = reference.read(), source.read()
    found = align(moving, still, params, verdict=True, tick=tick)
    if isinstance(found, AlignmentFailure):
        raise InputError(found.reason, path=source.path)
    aligned = _to_8_bit(found.aligned)
    return LoadedPair(reference, source, _to_8_bit(still), aligned, found, None, still)


def read_earlier(sidecars: tuple[Path, ...], *, tick: Tick = no_tick) -> EarlierResults:
    """The results that these sidecars tell of. One that cannot be read is named and stops no other."""
    from ransac_gui.core.saved import read_saved

    results: list[tuple[Ornament, Ornament, PairResult]] = []
    problems = []
    for number, path in enumerate(sidecars):
        tick(number, len(sidecars), path.name)
        try:
            saved = read_saved(path)
            reference, source = (
                _ornament(file, saved.origins[name], path, name)
                for name, file in (("reference", saved.reference), ("source", saved.source))
            )
        except InputError as error:
            problems.append(error.message)
            continue
        result = PairResult.of(reference.key, source.key, saved.result, saved.files, saved.dpi)
        results.append((reference, source, result))
    there = [item for item in results if item[0].path.is_file()]
    if not there:
        return EarlierResults(None, (), tuple(item[2] for item in results), tuple(problems))
    counts = Counter(item[0].key for item in there)
    common = counts.most_common(1)[0][0]
    chosen = [item for item in there if item[0].key == common]
    sources = tuple(item[1] for item in chosen if item[1].path.is_file())
    return EarlierResults(chosen[0][0], sources, tuple(item[2] for item in results), tuple(problems))


def read_folders(folders: tuple[Path, ...], *, tick: Tick = no_tick) -> EarlierResults:
    """As `read_earlier`, of every result that lies in `folders`; one that has gone holds none."""
    found = [sorted(folder.glob("*_alignment.json")) for folder in folders if folder.is_dir()]
    return read_earlier(tuple(path for paths in found for path in paths), tick=tick)


def _ornament(path: Path, origin: Mapping[str, Any], sidecar_path: Path, name: str) -> Ornament:
    return Ornament.from_json(JsonObject({"path": str(path), **origin}, sidecar_path, f"{name}_ornament"))


def load_reference(reference: Ornament, *, tick: Tick = no_tick) -> U8:
    """The reference alone, uint8, to draw a region on; raises `InputError`."""
    tick(0, 1, reference.name)
    return _to_8_bit(reference.read())


class _PairTick:
    """Progress of one pair among several: `PAIR_STEPS` steps a pair, its name before the stage."""

    def __init__(self, tick: Tick, number: int, count: int, name: str) -> None:
        self._tick, self._number, self._count, self._name = tick, number, count, name

    def __call__(self, done: int, total: int, stage: str) -> None:
        share = min(1.0, done / total) if total > 0 else 0.0
        # One step short of the end: the next pair's number begins there.
        step = self._number * PAIR_STEPS + min(PAIR_STEPS - 1, round(PAIR_STEPS * share))
        name = f"{self._name} ({self._number + 1}/{self._count})" if self._count > 1 else self._name
        if stage:
            name = told("Stages", "{name}: {stage}", name=name, stage=told("Stages", stage))
        self._tick(step, PAIR_STEPS * self._count, name)


def _one(
    reference: Ornament,
    still: Array,
    region: Array,
    request: PairRequest,
    params: AlignParams,
    folder: Path,
    inputs: set[Path],
    tick: Tick,
) -> PairResult:
    source = request.source
    try:
        paths = result_paths(source.path, folder, stem=request.stem, region=params.region)
        refuse_overwriting(paths.values(), inputs)
        moving = source.read()
        result = align(moving, still, params.replace(landmarks=request.landmarks), verdict=True, tick=tick)
        return _saved(reference, region, source, result, paths)
    except Cancelled:
        raise
    except AutolabelmeError as error:
        return PairResult(reference.key, source.key, ERROR, error.message)
    except MemoryError:
        _log.exception("%s: not enough memory", source.path)
        return PairResult(reference.key, source.key, ERROR, f"{source.path}: does not fit into memory")
    except Exception as error:  # noqa: BLE001
        # One pair must not take the others with it; the log has the whole story.
        _log.exception("%s could not be aligned", source.path)
        text = f"{source.path}: an unexpected error ({type(error).__name__}); the log has the details"
        return PairResult(reference.key, source.key, ERROR, text)


def _saved(
    reference: Ornament,
    region: Array,
    source: Ornament,
    result: Alignment | AlignmentFailure,
    paths: Mapping[str, Path],
) -> PairResult:
    origins = _origins(reference, source)
    if isinstance(result, AlignmentFailure):
        written = write_refusal(result, source.path, reference.path, paths, extra=origins)
        return PairResult.of(reference.key, source.key, result, {"sidecar": written})
    dpi = image_info(reference.path, reference.page).dpi
    write_result(result, region, source.path, reference.path, paths, dpi=dpi, extra=origins)
    # The pixels are on disk; a batch of large pages would not fit into memory.
    light = replace(result, aligned=np.empty((0, 0), result.aligned.dtype))
    return PairResult.of(reference.key, source.key, light, paths, dpi)


def _origins(reference: Ornament, source: Ornament) -> dict[str, Any]:
    """What the file names alone do not say of the two ornaments: page, box and provenance."""
    found: dict[str, Any] = {}
    for name, ornament in (("reference", reference), ("source", source)):
        value: dict[str, Any] = {}
        if ornament.page:
            value["page"] = ornament.page
        if ornament.box is not None:
            value["box"] = list(ornament.box)
        if ornament.provenance is not None:
            value["provenance"] = {key: text for key, text in vars(ornament.provenance).items() if text}
        if value:
            found[f"{name}_ornament"] = value
    return found


def _to_8_bit(image: Array) -> U8:
    return image if image.dtype == np.uint8 else (image >> 8).astype(np.uint8)
