"""findings.json: everything that was found and what it rests on; it replays the inspection."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import autolabelme
from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.files import atomic_write_json, finish_interrupted
from autolabelme.core.matching.poses import Pose

from .findings import Box, Finding, Vignette
from .inspector import Inspection, ReferenceLayout
from .params import InspectParams

FORMAT, VERSION = "autolabelme inspection", 1
FINDINGS_FILE = "findings.json"


@dataclass(frozen=True)
class Source:
    """A picture that went into an inspection: its file with SHA-256, its page, its place on the page.

    `box` is xyxy in pixels of the page, None for the whole page.
    """

    path: Path
    sha256: str
    page: int = 0
    box: Box | None = None

    @classmethod
    def of(cls, path: Path, page: int = 0, box: Box | None = None) -> Source:
        """The source with its hash taken; `InputError` when it cannot be read."""
        return cls(path, file_sha256(path), page, box)

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        box = None if self.box is None else list(self.box)
        return {"path": str(self.path), "sha256": self.sha256, "page": self.page, "box": box}


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
        """The record with these findings, as after a verdict."""
        return replace(self, findings=tuple(findings))

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
            },
            **self.facts,
            "findings": [finding.as_json() for finding in self.findings],
            "vignettes": [dict(item) for item in self.vignettes],
        }


def facts_of_inspection(inspection: Inspection) -> dict[str, Any]:
    """What findings.json says about the whole ornament."""
    decision, normals = inspection.decision, inspection.normals
    return {
        "verdict": inspection.verdict,
        "anomalous": inspection.anomalous,
        "decision": {
            "p": decision.p,
            "method": decision.method,
            "promised": decision.promised,
            "expected_by_chance": decision.expected_by_chance,
        },
        "calibration": {
            "source": "" if normals is None else normals.source,
            "vignettes": 0 if normals is None else normals.calibration.count,
            "ornaments": 0 if normals is None else len(normals.held_out),
        },
        "notes": list(inspection.notes),
        "width": inspection.width,
        "height": inspection.height,
        "seconds": round(inspection.seconds, 3),
    }


def write_record(record: Record, path: Path) -> Path:
    """Write findings.json atomically."""
    return atomic_write_json(path, record.as_json())


def read_record(path: Path) -> Record:
    """Read findings.json; `InputError` with file and field for anything else."""
    finish_interrupted(path.parent)
    value = read_object(path)
    if value.get("format") != FORMAT or value.get("version") != VERSION:
        raise InputError(f"expected format {FORMAT!r}, version {VERSION}", path=path, field="format")
    try:
        settings = dict(_mapping(value, "settings"))
        params = InspectParams(**settings)
        findings = value["findings"]
        if not isinstance(findings, list):
            raise InputError("expected a list", field="findings")
        known = {"format", "version", "program", "ornament", "reference", "normals", "provenance"}
        known |= {"settings", "model", "alignment", "layout", "findings", "vignettes"}
        reference, layout = value.get("reference"), value.get("layout")
        return Record(
            _source(_mapping(value, "ornament"), "ornament", path.parent),
            params,
            tuple(Finding.from_json(item, f"findings[{i}]") for i, item in enumerate(findings)),
            tuple(dict(item) for item in value["vignettes"]),
            None if reference is None else _source(reference, "reference", path.parent),
            tuple(
                _source(item, f"normals[{i}]", path.parent) for i, item in enumerate(value.get("normals", []))
            ),
            dict(_mapping(value, "model")),
            dict(_mapping(value, "alignment")),
            None if layout is None else _layout(layout),
            {str(k): str(v) for k, v in _mapping(value, "provenance").items()},
            {name: item for name, item in value.items() if name not in known},
        )
    except InputError as error:
        raise InputError(error.problem, path=path, field=error.field) from error
    except MisuseError as error:
        raise InputError(str(error), path=path) from error
    except KeyError as error:
        raise InputError("is missing", path=path, field=str(error.args[0])) from error
    except (TypeError, ValueError) as error:
        raise InputError(str(error), path=path) from error


def read_layout(path: Path) -> tuple[Vignette, ...]:
    """A reference layout: our own layout or findings JSON, or a LabelMe file of the reference."""
    value = read_object(path)
    if "shapes" in value:
        from autolabelme.core.annotation.labelme_json import read_document

        document = read_document(path, need_image=False)
        return tuple(Vignette(shape.box, shape.label, shape.pose) for shape in document.vignettes())
    items = value.get("vignettes")
    if not isinstance(items, list):
        raise InputError("expected a LabelMe file or a JSON object with 'vignettes'", path=path)
    found = []
    for number, item in enumerate(items):
        try:
            found.append(vignette_from_json(item))
        except (KeyError, TypeError, ValueError, MisuseError) as error:
            raise InputError(
                f"expected box and label: {error}", path=path, field=f"vignettes[{number}]"
            ) from error
    return tuple(found)


def vignette_from_json(item: Mapping[str, Any]) -> Vignette:
    """The inverse of `Vignette.as_json`; pose and confidence may be missing. ValueError, KeyError."""
    if not isinstance(item["label"], str):
        raise ValueError(f"expected some text as label, got {item['label']!r}")
    return Vignette(
        box_from_json(item["box"]),
        item["label"],
        Pose(float(item.get("rotation_deg", 0.0)), bool(item.get("mirrored", False))),
        float(item.get("confidence", 1.0)),
    )


def box_from_json(value: Any) -> Box:
    """A box with an area, xyxy; TypeError or ValueError for anything else."""
    box = tuple(float(edge) for edge in value)
    if len(box) != 4 or not all(math.isfinite(edge) for edge in box):
        raise ValueError(f"expected four finite numbers, got {value!r}")
    x1, y1, x2, y2 = box
    if not (x1 < x2 and y1 < y2):
        raise ValueError(f"expected a box with an area, got {value!r}")
    return x1, y1, x2, y2


def differences(first: Sequence[Finding], second: Sequence[Finding]) -> list[str]:
    """What differs between two lists of findings, verdicts and notes apart; empty when they agree."""

    def plain(items: Sequence[Finding]) -> list[dict[str, Any]]:
        return [replace(item, verdict="", note="").as_json() for item in items]

    lines = []
    one, two = plain(first), plain(second)
    if len(one) != len(two):
        lines.append(f"{len(one)} findings before, {len(two)} now")
    for number, (before, now) in enumerate(zip(one, two, strict=False), 1):
        for name in before:
            if not _same(before[name], now[name]):
                lines.append(f"finding {number}: {name} {before[name]!r} before, {now[name]!r} now")
    return lines


def _same(before: Any, now: Any) -> bool:
    """Equal, numbers to what a record keeps of a layout (a thousandth of a pixel)."""
    if isinstance(before, list) and isinstance(now, list):
        return len(before) == len(now) and all(_same(a, b) for a, b in zip(before, now, strict=True))
    if isinstance(before, float) and isinstance(now, float):
        return math.isclose(before, now, rel_tol=1e-4, abs_tol=2e-3)
    return bool(before == now)


def file_sha256(path: Path) -> str:
    """SHA-256 of a file; `InputError` when it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=path) from error
    return digest.hexdigest()


def read_object(path: Path) -> dict[str, Any]:
    """The JSON object of a file; `InputError` with the file when it is none."""
    try:
        value = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=path) from error
    except ValueError as error:
        raise InputError("is not JSON or is cut off", path=path) from error
    if not isinstance(value, dict):
        raise InputError("expected a JSON object", path=path)
    return value


def _mapping(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name, {})
    if not isinstance(found, Mapping):
        raise InputError("expected an object", field=name)
    return found


def _source(value: Any, where: str, folder: Path) -> Source:
    try:
        path, page, box = Path(str(value["path"])), int(value["page"]), value.get("box")
        return Source(
            path if path.is_absolute() else folder / path,
            str(value["sha256"]),
            page,
            None if box is None else box_from_json(box),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError("expected path, sha256, page and box", field=where) from error


def _layout(value: Any) -> ReferenceLayout:
    try:
        vignettes = tuple(vignette_from_json(item) for item in value["vignettes"])
        ink = tuple(float(number) for number in value["expected_ink"])
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"is not a layout: {error}", field="layout") from error
    if len(vignettes) != len(ink):
        raise InputError("expected one expected_ink for each vignette", field="layout")
    return ReferenceLayout(vignettes, ink)
