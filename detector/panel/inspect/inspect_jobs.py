"""The jobs of the workspace, run in a thread. torch and all that needs it is imported inside them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from autolabelme.core.annotation.provenance import provenance_beside
from autolabelme.core.arrays import U8, Array
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import image_info, read_rgb
from autolabelme.core.opencv import cv2
from autolabelme.core.output_names import place_suffix
from autolabelme.core.progress import SubTick, Tick, no_tick

from .requests import Inspected, InspectRequest, Seen, Subject

if TYPE_CHECKING:
    from autolabelme.core.ornament import Ornament
    from autolabelme.core.report import Report
    from detector.core.inspection.file_inspection import Done, ModelInUse, Refused
    from detector.core.inspection.findings import Finding
    from detector.core.inspection.params import InspectParams
    from detector.core.inspection.record import Record
    from detector.core.inspection.sight import Sight
    from detector.core.report import ShownMap
    from ransac_gui.core.handover import AlignmentHandover


def run_inspection(request: InspectRequest, *, tick: Tick = no_tick) -> Inspected | Refused:
    """Inspect what was asked for; a falsy `Refused` when the reference cannot be laid on the ornament.

    Where the model turns out not to know what stands there, and there is a reference, the two impressions are
    compared with each other, as without a model.
    """
    tick(0, 100, "opening the model")
    from detector.core.inspection.file_inspection import Done
    from detector.core.inspection.words import InspectionWords

    model: ModelInUse | None = None
    sight: Sight | None = None
    start = 0.0
    if request.model is not None:
        from .model_cache import opened_model

        model = opened_model(request.model, request.params, tick=SubTick(tick, 0.0, 0.2))
        sight = _looked(request, model, tick=SubTick(tick, 0.2, 0.4))
        start = 0.4
    rest = SubTick(tick, start, 1.0)
    done = _examined(request, model, sight, rest)
    unknown = model is not None and isinstance(done, Done) and _is_unknown_with_a_reference(done)
    if unknown:
        model = None
        done = _examined(request, None, None, rest)
    if not isinstance(done, Done):
        return done
    done = _with_what_is_known(done, request.subject, request.params if model is not None else None)
    if unknown:
        done = _with_note(done, InspectionWords.COMPARED_INSTEAD())
    path = _kept_file(request.kept, done.record)
    earlier, problem = _earlier(path)
    return Inspected(request.subject, done, path, earlier, problem, unknown)


def warm_up(folder: Path, params: InspectParams, *, tick: Tick = no_tick) -> None:
    """Open a model before it is asked for, so that the first inspection begins with looking.

    A model that has not measured its normals yet is left alone: that takes its time.
    """
    from .model_cache import is_calibrated, opened_model

    if is_calibrated(folder):
        opened_model(folder, params, tick=tick)


def write_report(
    done: Done, folder: Path, shown: ShownMap | None = None, *, tick: Tick = no_tick
) -> list[Path]:
    """Write overlays, findings.json, report.html and report.pdf into `folder`; the files written.

    `shown` is another scorer's map that the historian looked at: the report names and prints it, too.
    """
    tick(0, 2, "report")
    from autolabelme.qtkit.pdf import report_to_pdf
    from detector.core.inspection.file_inspection import write_inspection

    def pdf(report: Report, path: Path) -> None:
        tick(1, 2, "PDF")
        report_to_pdf(report, path)

    return write_inspection(done, folder, shown=shown, pdf=pdf)


# --- inside ---------------------------------------------------------------------------------------


def _looked(request: InspectRequest, model: ModelInUse, *, tick: Tick) -> Sight:
    """Look at the ornament before anything else and say what is on it: aligning takes longer."""
    handed = request.subject.handover
    if handed is None:
        path = request.subject.ornament.path
        rgb, dpi = read_rgb(path), image_info(path).dpi
    else:
        rgb = rgb8(handed.aligned) if _sidecar(handed) is None else read_rgb(handed.files["aligned"])
        # The aligned ornament has the reference's pixels, and so its resolution.
        dpi = image_info(handed.reference.path, handed.reference.page).dpi
    sight = model.inspection.detector.look(rgb, dpi=dpi, tick=tick)
    if request.report is not None:
        request.report(Seen(request.subject, rgb, sight.vignettes))
    return sight


def _examined(
    request: InspectRequest, model: ModelInUse | None, sight: Sight | None, tick: Tick
) -> Done | Refused:
    """The ornament with `model`, or the two impressions without one."""
    from detector.core.inspection.file_inspection import inspect_file

    subject, handed = request.subject, request.subject.handover
    reference = None if subject.reference is None else subject.reference.path
    if handed is not None:
        reference = _sidecar(handed)
        if reference is None:
            return _inspect_handed(handed, request, model, sight, tick)
    return inspect_file(
        subject.ornament.path, request.params, model=model, reference=reference, sight=sight, tick=tick
    )


def _is_unknown_with_a_reference(done: Done) -> bool:
    """Whether the model does not know the vignettes of an ornament that a reference was laid on."""
    from detector.core.inspection.material import Unknown

    return done.reference is not None and isinstance(done.inspection.unknown, Unknown)


def _with_note(done: Done, note: str) -> Done:
    """The inspection with one thing more, and first, that must be said with it."""
    facts = {**done.record.facts, "notes": [note, *done.record.facts.get("notes", ())]}
    return replace(done, record=replace(done.record, facts=facts))


def _with_what_is_known(done: Done, subject: Subject, params: InspectParams | None) -> Done:
    """The device that was used, and the provenance that came with the ornament from Annotate."""
    record = done.record
    if params is not None:
        from detector.core.devices import device_of

        record = replace(record, facts={**record.facts, "device": device_of(params.device)})
    # What stands in the window is newer than what was saved.
    record = replace(record, provenance={**record.provenance, **_provenance(subject.ornament)})
    if subject.reference is not None:
        saved = record.facts.get("reference_provenance", {})
        facts = {**record.facts, "reference_provenance": {**saved, **_provenance(subject.reference)}}
        record = replace(record, facts=facts)
    return replace(done, record=record)


def _provenance(ornament: Ornament) -> dict[str, str]:
    """What came with an ornament from Annotate."""
    handed = ornament.provenance
    return {} if handed is None else {key: str(value) for key, value in vars(handed).items() if value}


def _sidecar(handed: AlignmentHandover) -> Path | None:
    """Align's sidecar, where `inspect_file` (and so a replay) finds the same pixels through it.

    Not where a later alignment has been written in its place.
    """
    from autolabelme.core.reading import read_object

    whole = handed.reference.box is None and handed.reference.page == 0
    path = handed.files.get("sidecar")
    if not whole or path is None or not path.is_file():
        return None
    value = read_object(path)
    named = [value.file(name, path.parent) for name in ("source", "reference")]
    there = [handed.source.path.absolute(), handed.reference.path.absolute()]
    return path if [one.absolute() for one in named] == there else None


def _inspect_handed(
    handed: AlignmentHandover,
    request: InspectRequest,
    model: ModelInUse | None,
    sight: Sight | None,
    tick: Tick,
) -> Done:
    """An alignment of which no file can be read again: a region of a page, or nothing saved."""
    from detector.core.inspection.carved import covers, inspect_pair
    from detector.core.inspection.file_inspection import Done
    from detector.core.inspection.inspector import inspect
    from detector.core.inspection.record import Record, facts_of_inspection
    from detector.core.inspection.reference import LaidReference, layout_of
    from detector.core.inspection.source import Source
    from detector.core.inspection.words import InspectionWords

    rgb, reference = rgb8(handed.aligned), rgb8(handed.reference_pixels)
    alignment = handed.alignment
    rows, columns = handed.source.read().shape[:2]
    valid = covers(alignment.source_from_reference, columns, rows)
    facts: dict[str, Any] = {
        "status": alignment.status,
        "features": alignment.features,
        "inliers": int(alignment.inliers),
        "coverage": float(alignment.coverage),
        "ncc": float(alignment.ncc.fine),
        "frame": "reference",
    }
    off = 0 if alignment.verdict is None else alignment.verdict.units_off
    laid = LaidReference(reference, valid, None, facts, units_off=off)
    params = request.params
    layout = None
    if model is None or sight is None:
        dpi = image_info(handed.reference.path, handed.reference.page).dpi
        inspection = inspect_pair(rgb, reference, params, valid=valid, units_off=off, dpi=dpi, tick=tick)
    elif off:
        inspection = inspect(rgb, model.inspection, params, sight=sight, tick=tick)
    else:
        layout = layout_of(laid, model.inspection, sight.side_px, tick=SubTick(tick, 0.0, 0.6))
        inspection = inspect(
            rgb,
            model.inspection,
            params,
            layout=layout,
            sight=sight,
            tick=SubTick(tick, 0.6, 1.0),
        )
    about = facts_of_inspection(inspection)
    if model is not None:
        beside = [InspectionWords.LAYOUT_LAID_OFF(units=abs(off))] if off else []
        about["notes"] = [*model.notes, *beside, *about["notes"]]
    record = Record(
        Source.of(handed.source.path, handed.source.page, handed.source.box),
        params,
        inspection.findings,
        tuple(item.as_json() for item in inspection.vignettes),
        Source.of(handed.reference.path, handed.reference.page, handed.part_of_reference),
        model={} if model is None else model.facts,
        alignment=facts,
        layout=inspection.layout,
        provenance=provenance_beside(handed.source.path),
        facts=about,
    )
    names = {} if model is None else dict(model.inspection.facts.names)
    return Done(rgb, inspection, record, reference, names)


def rgb8(pixels: Array) -> U8:
    """Pixels (H, W) or (H, W, 3), uint8 or uint16, as RGB uint8."""
    if pixels.dtype == np.uint16:
        pixels = np.asarray(pixels >> 8, dtype=np.uint8)
    if pixels.ndim == 2:
        pixels = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB))
    return np.ascontiguousarray(pixels, dtype=np.uint8)


def _kept_file(folder: Path, record: Record) -> Path:
    """One file of verdicts for an ornament against a reference, whatever model or rate was used.

    An ornament is a place on a page, not the page. Verdicts are about places in a frame, which is the
    ornament's own, or the reference's after Align: the two keep theirs apart.
    """
    from detector.core.inspection.record import FINDINGS_FILE

    name = f"{record.ornament.path.stem[:60]}-{record.ornament.sha256[:12]}"
    name += place_suffix(record.ornament.page, record.ornament.box)
    if record.reference is not None:
        name += f"-{record.reference.sha256[:8]}"
        name += place_suffix(record.reference.page, record.reference.box)
    if record.alignment.get("frame") == "reference":
        name += "-aligned"
    return folder / name / FINDINGS_FILE


def _earlier(path: Path) -> tuple[tuple[Finding, ...], str]:
    from detector.core.inspection.record import read_record

    if not path.is_file():
        return (), ""
    try:
        record = read_record(path)
    except InputError as error:
        # It is put aside, not written over: a person may still read the verdicts in it.
        path.replace(path.with_suffix(".damaged.json"))
        return (), str(error)
    return tuple(one for one in record.findings if one.verdict or one.note), ""


def decided_again(done: Done, rate: float) -> Done:
    """The same inspection at another false-alarm rate, without a new look; verdicts are the caller's."""
    from detector.core.inspection.record import facts_of_inspection

    inspection = done.inspection.at_rate(rate)
    # The device and the reference's provenance stay: they are no part of a decision.
    facts = {**done.record.facts, **facts_of_inspection(inspection)}
    # What was said about the model stands before the inspection's own notes.
    about_model = [line for line in done.record.facts["notes"] if line not in done.inspection.notes]
    facts["notes"] = [*about_model, *facts["notes"]]
    record = replace(done.record, params=inspection.params, findings=inspection.findings, facts=facts)
    return replace(done, inspection=inspection, record=record)
