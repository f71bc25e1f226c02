"""Doing an inspection against siblings again, from its record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from autolabelme.core.annotation.document import Document
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import read_rgb
from autolabelme.core.progress import Tick, no_tick

from ..inspection.findings import differences
from .files import PageInspection, inspect_document
from .record import SiblingRecord, require_same_files

if TYPE_CHECKING:
    from ..inspection.file_inspection import ModelInUse
    from ..inspection.params import InspectParams


def replay(
    record: SiblingRecord, model: tuple[ModelInUse, InspectParams] | None = None, *, tick: Tick = no_tick
) -> PageInspection:
    """Do an inspection again, with the historian's verdicts; `InputError` when it finds anything else."""
    require_same_files(record)
    document = Document.for_image(record.page.path, record.page.page)
    document = document.with_fields(provenance=record.provenance)
    done = inspect_document(
        record.annotation,
        document,
        read_rgb(record.page.path, record.page.page),
        record.vignettes,
        record.params,
        normals=[annotation.path for annotation, _ in record.normals],
        struck=record.struck,
        model=model,
        tick=tick,
    )
    found = differences(record.findings, done.inspection.findings)
    if found:
        raise InputError(
            "the findings are not the same: {differences}", path=record.path, differences="; ".join(found[:5])
        )
    # The verdicts are the historian's, not the program's: they stay.
    return replace(done, inspection=replace(done.inspection, findings=record.findings))
