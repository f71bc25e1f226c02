"""An inspection from files to files, as the command line and the demo run it: `inspect_file`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from autolabelme.core.annotation.provenance import provenance_beside
from autolabelme.core.arrays import U8, Array, Bool
from autolabelme.core.errors import InputError
from autolabelme.core.files import (
    refuse_overwriting,
    result_folder,
)
from autolabelme.core.image_io import image_info, read_rgb, write_image
from autolabelme.core.progress import SubTick, Tick, no_tick
from autolabelme.core.reading import read_object

from . import tuning
from .carved import inspect_pair
from .findings import Vignette
from .inspector import Inspection, InspectionModel, ReferenceLayout, inspect
from .params import InspectParams
from .record import FINDINGS_FILE, Record, facts_of_inspection, write_record
from .reference import (
    LaidReference,
    laid_by_sidecar,
    lay_on,
    layout_of,
    layout_without_reference,
    mapped_layout,
    places_in_sidecar,
)
from .sight import Sight
from .source import Source
from .words import InspectionWords as Say

if TYPE_CHECKING:
    from autolabelme.core.report import WritePdf
    from detector.core.report import ShownMap

_OVERLAYS = ("boxes.png", "residual.png", "signed_ink.png", "reconstruction.png", "reference.png")


@dataclass(frozen=True, eq=False)
class ModelInUse:
    """A model with what the record and the report say about it."""

    inspection: InspectionModel
    facts: dict[str, Any]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Refused:
    """The reference could not be laid on the ornament; falsy."""

    ornament: Path
    reason: str

    def __bool__(self) -> bool:
        return False


@dataclass(frozen=True, eq=False)
class Done:
    """An inspection with its pictures: the ornament, and the reference laid on it where there is one."""

    rgb: U8
    inspection: Inspection
    record: Record
    reference: U8 | None
    names: dict[str, str]


def inspect_file(
    ornament: Path,
    params: InspectParams,
    *,
    model: ModelInUse | None = None,
    reference: Path | None = None,
    layout: Sequence[Vignette] | None = None,
    exact_layout: ReferenceLayout | None = None,
    normals: Sequence[Path] = (),
    sight: Sight | None = None,
    tick: Tick = no_tick,
) -> Done | Refused:
    """Inspect one ornament file.

    Parameters
    ----------
    model : None for a carved block, which then needs a reference
    reference : image of the reference, or the alignment sidecar of this ornament laid on a reference
    layout : what stands on the reference, in its own pixels (the ornament's without a reference)
    exact_layout : a layout in the ornament's pixels, as a record keeps it
    normals : other impressions of a carved block
    sight : what the model's detector saw on the ornament's pixels, where it has looked already
    """
    if model is None and reference is None:
        raise InputError("an inspection needs a model, a reference, or both", path=ornament)
    started = time.perf_counter()
    source = Source.of(ornament)
    rgb, dpi = read_rgb(ornament), image_info(ornament).dpi
    laid: LaidReference | None = None
    reference_source: Source | None = None
    if reference is not None:
        if reference.suffix.lower() == ".json":
            rgb, laid, image = laid_by_sidecar(reference)
            here, there = places_in_sidecar(reference, ornament)
            source = Source(source.path, source.sha256, *here)
            # The aligned ornament has the reference's pixels, and so its resolution.
            dpi = image_info(image).dpi
            reference_source = Source.of(image, *there)
        else:
            reference_source = Source.of(reference)
            found = lay_on(rgb, read_rgb(reference), params.device, tick=SubTick(tick, 0.0, 0.3))
            if not isinstance(found, LaidReference):
                return Refused(ornament, found.reason)
            laid = found
    if model is None:
        assert laid is not None
        inspection, used = _carved(rgb, laid, normals, params, dpi, SubTick(tick, 0.3, 1.0))
    else:
        if sight is None:
            sight = model.inspection.detector.look(rgb, dpi=dpi, tick=SubTick(tick, 0.3, 0.6))
        found_layout = exact_layout or _layout(
            model.inspection, laid, layout, sight.side_px, SubTick(tick, 0.6, 0.8)
        )
        inspection = inspect(
            rgb,
            model.inspection,
            params,
            layout=found_layout,
            sight=sight,
            tick=SubTick(tick, 0.8, 1.0),
        )
        used = ()
    inspection = replace(inspection, seconds=time.perf_counter() - started)
    facts = facts_of_inspection(inspection)
    if model is not None:
        off = [Say.LAYOUT_LAID_OFF(units=abs(laid.units_off))] if laid is not None and laid.units_off else []
        facts["notes"] = [*model.notes, *off, *facts["notes"]]
    if reference_source is not None:
        facts["reference_provenance"] = provenance_beside(reference_source.path)
    record = Record(
        source,
        params,
        inspection.findings,
        tuple(item.as_json() for item in inspection.vignettes),
        reference_source,
        used,
        {} if model is None else model.facts,
        {} if laid is None else laid.facts,
        inspection.layout,
        provenance_beside(ornament),
        facts,
    )
    names = {} if model is None else dict(model.inspection.facts.names)
    return Done(rgb, inspection, record, None if laid is None else laid.rgb, names)


def write_inspection(
    done: Done,
    folder: Path,
    *,
    shown: ShownMap | None = None,
    pdf: WritePdf | None = None,
) -> list[Path]:
    """Write overlays, report.html and findings.json into `folder` as one result; the files written.

    Parameters
    ----------
    shown : another scorer's map that the historian looked at: the report names and prints it, too
    pdf : writes the report to a file, report.pdf; it needs Qt and is the caller's

    Files that an earlier inspection wrote there and this one does not are removed. Raises `InputError`, and
    changes nothing, when the folder cannot be written, or when a picture that went in would be written over.
    """
    from autolabelme.core.report import report_files
    from detector.core.report import build_report, overlays

    record = done.record
    if shown is not None:
        record = replace(record, facts={**record.facts, "shown_map": shown.as_json()})
    pictures = {
        f"{name}.png": pixels for name, pixels in overlays(done.rgb, done.inspection, done.reference).items()
    }
    names = [*pictures, *report_files(pdf), FINDINGS_FILE]
    record = replace(record, facts={**record.facts, "files": names})
    sources = (record.ornament, record.reference, *record.normals)
    inputs = [source.path for source in sources if source is not None]
    refuse_overwriting([folder / name for name in names], inputs)
    report = build_report(
        record, done.inspection, done.rgb, reference=done.reference, names=done.names, shown=shown
    )
    with result_folder(folder) as new:
        for name, pixels in pictures.items():
            write_image(new.path / name, pixels)
        report.write(new.path, pdf)
        write_record(record, new.path / FINDINGS_FILE)
        new.just_before(lambda: new.remove(*_earlier_files(folder / FINDINGS_FILE)))
    return [folder / name for name in names]


def _earlier_files(path: Path) -> list[str]:
    """What an earlier inspection says that it wrote beside its findings."""
    from autolabelme.core.report import REPORT_HTML, REPORT_PDF

    try:
        names = read_object(path).texts("files", ())
    except InputError:
        return []  # none there, or none of ours
    return [name for name in names if name in (*_OVERLAYS, REPORT_HTML, REPORT_PDF)]


def _carved(
    rgb: U8,
    laid: LaidReference,
    normals: Sequence[Path],
    params: InspectParams,
    dpi: float | None,
    tick: Tick,
) -> tuple[Inspection, tuple[Source, ...]]:
    others: list[tuple[Array, Bool | None]] = []
    used = []
    for number, path in enumerate(normals):
        part = SubTick(tick, 0.7 * number / len(normals), 0.7 * (number + 1) / len(normals))
        found = lay_on(rgb, read_rgb(path), params.device, tick=part)
        if not isinstance(found, LaidReference):
            raise InputError("is no impression of this block: {reason}", path=path, reason=found.reason)
        others.append((found.rgb, found.valid))
        used.append(Source.of(path))
    tick(7, 10, "comparing")
    inspection = inspect_pair(
        rgb, laid.rgb, params, valid=laid.valid, normals=others, units_off=laid.units_off, dpi=dpi
    )
    return inspection, tuple(used)


def _layout(
    model: InspectionModel,
    laid: LaidReference | None,
    given: Sequence[Vignette] | None,
    side_px: float,
    tick: Tick,
) -> ReferenceLayout | None:
    if laid is not None and laid.units_off:
        return None
    if given is not None and laid is not None:
        areas = [(v.box[2] - v.box[0]) * (v.box[3] - v.box[1]) for v in given]
        return mapped_layout(
            given, laid, max(tuning.LEAST_VIGNETTE, float(np.sqrt(np.median(areas))) if areas else 64.0)
        )
    if given is not None:
        return layout_without_reference(given, model)
    return None if laid is None else layout_of(laid, model, side_px, tick=tick)
