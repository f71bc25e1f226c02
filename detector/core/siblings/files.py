"""From an annotation file to an inspection against siblings, and the files of that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import autolabelme
from autolabelme.core.annotation.document import Document
from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.arrays import U8
from autolabelme.core.errors import InputError
from autolabelme.core.files import (
    atomic_write_json,
    refuse_overwriting,
    result_folder,
)
from autolabelme.core.image_io import decode_rgb, read_rgb, write_image
from autolabelme.core.matching.poses import split_label
from autolabelme.core.progress import SubTick, Tick, no_tick
from autolabelme.core.report import Report, WritePdf, report_files, words

from ..inspection.findings import Vignette
from ..inspection.maps import boxes_overlay
from ..inspection.source import Source
from .inspection import SiblingInspection, inspect_siblings
from .model_evidence import evidence_of_model
from .params import SiblingParams
from .prepare import AuthenticPage, Place
from .record import FORMAT, VERSION, basis_of
from .report import build_report

if TYPE_CHECKING:
    from ..inspection.file_inspection import ModelInUse
    from ..inspection.params import InspectParams

OVERLAY, FINDINGS_FILE = "boxes.png", "findings.json"


@dataclass(frozen=True, eq=False)
class PageInspection:
    """An annotation file's page, RGB uint8 (H, W, 3), with its inspection; `model` as a record names it."""

    annotation: Path
    document: Document
    rgb: U8
    inspection: SiblingInspection
    normals: tuple[Path, ...]
    model: Mapping[str, Any] = field(default_factory=dict)


def vignettes_of(document: Document) -> tuple[Vignette, ...]:
    """The vignettes that stand; the pose is the file's own key's, else the label suffix's."""
    found = []
    for shape in document.vignettes():
        label, pose = split_label(shape.label)
        # A label that still carries a suffix was read off a file in which nothing else bears its stem.
        own = shape.pose if label == shape.label else pose
        found.append(Vignette(shape.box, label, own))
    return tuple(found)


def read_page(path: Path, *, need_boxes: bool = True) -> tuple[Document, U8, tuple[Vignette, ...]]:
    """An annotation file, its page, uint8 RGB (H, W, 3), and vignettes; `InputError` with file and field."""
    document = read_document(path)
    vignettes = vignettes_of(document)
    if need_boxes and not vignettes:
        raise InputError("holds no boxed vignettes to inspect", path=path, field="shapes")
    if document.image_path.is_file():
        return document, read_rgb(document.image_path, document.page), vignettes
    assert document.image_data is not None  # read_document found the picture in one of the two
    return document, decode_rgb(document.image_data, path), vignettes


def inspect_page(
    annotation: Path,
    params: SiblingParams,
    *,
    normals: Sequence[Path] = (),
    model: tuple[ModelInUse, InspectParams] | None = None,
    tick: Tick = no_tick,
) -> PageInspection:
    """Inspect the vignettes of an annotation file against their siblings there and on `normals`.

    `model` with its parameters looks at the page, too (see `model_evidence`).
    """
    # A model finds boxes where there are none.
    document, rgb, vignettes = read_page(annotation, need_boxes=model is None)
    for path in normals:
        if path.resolve() == annotation.resolve():
            raise InputError("is the page that is inspected, not another one", path=path, field="--normals")
    return inspect_document(
        annotation, document, rgb, vignettes, params, normals=normals, model=model, tick=SubTick(tick, 0.1, 1)
    )


def inspect_document(
    annotation: Path,
    document: Document,
    rgb: U8,
    vignettes: Sequence[Vignette],
    params: SiblingParams,
    *,
    normals: Sequence[Path] = (),
    struck: Iterable[Place] = (),
    model: tuple[ModelInUse, InspectParams] | None = None,
    tick: Tick = no_tick,
) -> PageInspection:
    """Inspect these vignettes of a page whose pixels are at hand, RGB uint8 (H, W, 3)."""
    authentic = []
    for path in normals:
        _, pixels, others = read_page(path)
        authentic.append(AuthenticPage(pixels, others, path.name))
    said = None
    if model is not None:
        in_use, look = model
        said = evidence_of_model(rgb, vignettes, in_use, look, dpi=document.dpi, tick=SubTick(tick, 0.0, 0.7))
    inspection = inspect_siblings(
        rgb,
        vignettes,
        params,
        normals=authentic,
        struck=struck,
        model=said,
        tick=SubTick(tick, 0.0 if model is None else 0.7, 1.0),
    )
    facts = {} if model is None else {**model[0].facts, "settings": model[1].as_dict()}
    return PageInspection(annotation, document, rgb, inspection, tuple(normals), facts)


def as_json(done: PageInspection, output: Sequence[Path] = ()) -> dict[str, Any]:
    """What the command line prints: as for other inspections, with each vignette's sides."""
    inspection = done.inspection
    return {
        "findings": [finding.as_json() for finding in inspection.findings],
        "vignettes": [one.as_json() for one in inspection.judged],
        "seconds": round(inspection.seconds, 3),
        "output": [str(path) for path in output],
        "ornament": str(done.annotation),
        "verdict": inspection.verdict,
        "p": inspection.decision.p,
        "rate": inspection.params.false_alarms,
        "notes": list(inspection.notes),
        "struck": [
            [round(edge, 3) for edge in one.vignette.box]
            for one in inspection.judged
            if one.place in inspection.struck
        ],
    }


def write_page_inspection(done: PageInspection, folder: Path, *, pdf: WritePdf | None = None) -> list[Path]:
    """Write boxes.png, report.html and findings.json into `folder` as one result; the files written.

    `pdf` writes the report to a file, report.pdf; it needs Qt and is the caller's. Raises `InputError`, and
    changes nothing, when the folder cannot be written, or when an input would be written over.
    """
    inspection = done.inspection
    names = [OVERLAY, *report_files(pdf), FINDINGS_FILE]
    written = [folder / name for name in names]
    refuse_overwriting(written, [done.annotation, done.document.image_path, *done.normals])
    record = {
        "format": FORMAT,
        "version": VERSION,
        "program": f"autolabelme {autolabelme.__version__}",
        **as_json(done, written),
        "settings": inspection.params.as_dict(),
        "rests_on": basis_of(done),
        "files": names,
    }
    report = report_of(done)
    with result_folder(folder) as new:
        write_image(new.path / OVERLAY, boxes_overlay(done.rgb, inspection.vignettes, inspection.findings))
        report.write(new.path, pdf)
        atomic_write_json(new.path / FINDINGS_FILE, record)
    return written


def report_of(done: PageInspection) -> Report:
    """The report of an inspected page."""
    document = done.document
    sources = [(words("page"), Source.of(document.image_path, document.page))] if _in_file(document) else []
    if done.annotation.is_file() and done.annotation != document.image_path:
        sources.append((words("annotation"), Source.of(done.annotation)))
    sources += [(words("authentic page"), Source.of(path)) for path in done.normals]
    return build_report(
        done.rgb,
        done.inspection,
        name=document.image_path.name if _in_file(document) else done.annotation.name,
        provenance=vars(document.provenance),
        sources=sources,
    )


def _in_file(document: Document) -> bool:
    return document.image_path.is_file()
