"""findings.json: everything that was found and what it rests on; it replays the inspection."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import autolabelme
from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_json
from autolabelme.core.matching.poses import Pose
from autolabelme.core.reading import JsonObject, read_object

from .findings import FINDINGS_FILE as FINDINGS_FILE
from .findings import Finding, Vignette
from .inspector import Inspection, ReferenceLayout
from .params import InspectParams
from .source import Source, box_of, source_from_json
from .verdict import conclude

FORMAT, VERSION = "autolabelme inspection", 1


@dataclass(frozen=True, eq=False)
class Record:
    """An inspection with what it rests on, as findings.json holds it.

    Attributes
    ----------
    ornament, reference : Source; the reference may be None
    normals : other impressions of a carved block
    model : mapping: path, sha256, labels, card; empty without a model
    alignment : mapping: how the reference was laid on the ornament; empty without one
    layout : ReferenceLayout in ornament pixels, or None
    provenance : mapping of the page's fields (library, shelfmark, ...)
    findings : tuple of Finding, with the historian's verdicts
    vignettes : tuple of plain mappings, as in the command line's JSON
    facts : the rest: verdict line, decision, notes, calibration, seconds, ...
    """

    ornament: Source
    params: InspectParams
    findings: tuple[Finding, ...]
    vignettes: tuple[Mapping[str, Any], ...]
    reference: Source | None = None
    normals: tuple[Source, ...] = ()
    model: Mapping[str, Any] = field(default_factory=dict)
    alignment: Mapping[str, Any] = field(default_factory=dict)
    layout: ReferenceLayout | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)

    def with_findings(self, findings: Sequence[Finding]) -> Record:
        """The record with these findings; see `judged` for those of an inspection."""
        return replace(self, findings=tuple(findings))

    def judged(self, inspection: Inspection, findings: Sequence[Finding]) -> Record:
        """The record with the findings of `inspection` after the historian's verdicts, and what follows."""
        facts = {**self.facts, **conclude(inspection, findings).as_json()}
        return replace(self, findings=tuple(findings), facts=facts)

    def as_json(self) -> dict[str, Any]:
        """Plain values of findings.json."""
        layout = self.layout
        return {
            "format": FORMAT,
            "version": VERSION,
            "program": f"autolabelme {autolabelme.__version__}",
            "ornament": self.ornament.as_json(),
            "reference": None if self.reference is None else self.reference.as_json(),
            "normals": [one.as_json() for one in self.normals],
            "provenance": dict(self.provenance),
            "settings": self.params.as_dict(),
            "model": dict(self.model),
            "alignment": dict(self.alignment),
            "layout": None
            if layout is None
            else {
                "vignettes": [item.as_json() for item in layout.vignettes],
                # Not rounded: a replay computes with these numbers and must find the same scores.
                "expected_ink": [float(value) for value in layout.expected_ink],
                "known": layout.known,
            },
            **self.facts,
            "findings": [finding.as_json() for finding in self.findings],
            "vignettes": [dict(item) for item in self.vignettes],
        }


def facts_of_inspection(inspection: Inspection) -> dict[str, Any]:
    """What findings.json says about the whole ornament."""
    normals = inspection.normals
    return {
        **inspection.conclusion.as_json(),
        "calibration": {
            "source": "" if normals is None else normals.source,
            "press_made": normals is not None and normals.press_made,
            "press_labels": [] if normals is None else list(normals.press_labels),
            "vignettes": 0 if normals is None else normals.calibration.count,
            "ornaments": 0 if normals is None else len(normals.held_out),
        },
        "notes": list(inspection.notes),
        **({} if inspection.compared is None else {"compared": inspection.compared.as_json()}),
        "width": inspection.width,
        "height": inspection.height,
        "seconds": round(inspection.seconds, 3),
    }


def write_record(record: Record, path: Path) -> Path:
    """Write findings.json atomically."""
    return atomic_write_json(path, record.as_json())


def read_record(path: Path) -> Record:
    """Read findings.json; `InputError` with file and field for anything else."""
    value = read_object(path)
    if value.value.get("format") != FORMAT or value.value.get("version") != VERSION:
        raise value.error("format", "expected format {name!r}, version {newest}", name=FORMAT, newest=VERSION)
    known = {"format", "version", "program", "ornament", "reference", "normals", "provenance"}
    known |= {"settings", "model", "alignment", "layout", "findings", "vignettes"}
    reference, layout = value.object_or_none("reference"), value.object_or_none("layout")
    return Record(
        source_from_json(value.object("ornament")),
        value.dataclass("settings", InspectParams),
        tuple(Finding.from_json(item) for item in value.objects("findings")),
        tuple(item.value for item in value.objects("vignettes")),
        None if reference is None else source_from_json(reference),
        tuple(source_from_json(item) for item in value.objects("normals", optional=True)),
        value.object_or_empty("model").value,
        value.object_or_empty("alignment").value,
        None if layout is None else _layout(layout),
        value.object_or_empty("provenance").text_map(),
        {name: item for name, item in value.value.items() if name not in known},
    )


def read_layout(path: Path) -> tuple[Vignette, ...]:
    """A reference layout: our own layout or findings JSON, or a LabelMe file of the reference."""
    value = read_object(path)
    if "shapes" in value.value:
        from autolabelme.core.annotation.labelme_json import read_document

        document = read_document(path, need_image=False)
        return tuple(Vignette(shape.box, shape.label, shape.pose) for shape in document.vignettes())
    if not isinstance(value.value.get("vignettes"), list):
        raise InputError("expected a LabelMe file or a JSON object with 'vignettes'", path=path)
    return tuple(vignette_from_json(item) for item in value.objects("vignettes"))


def vignette_from_json(item: JsonObject) -> Vignette:
    """The inverse of `Vignette.as_json`; pose and confidence may be missing. `InputError` names the field."""
    return Vignette(
        box_of(item),
        item.text("label"),
        Pose(item.number("rotation_deg", 0.0), item.flag("mirrored", default=False)),
        item.number("confidence", 1.0),
    )


def _layout(value: JsonObject) -> ReferenceLayout:
    vignettes = tuple(vignette_from_json(item) for item in value.objects("vignettes"))
    ink = value.numbers("expected_ink")
    if len(vignettes) != len(ink):
        raise value.error("expected_ink", "expected one number for each vignette")
    return ReferenceLayout(vignettes, ink, known=value.flag("known", False))
