"""The report of an inspection: one HTML page that stands alone, and blocks of it for a PDF.

Both come from the same blocks; images are named in them and either embedded (HTML) or handed to the
PDF writer. The markup keeps to what Qt's rich text knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from jinja2 import Environment

from autolabelme.core.arrays import F32, U8
from autolabelme.core.boxes import iou
from autolabelme.core.opencv import cv2
from autolabelme.core.report import (
    SHOWN_FINDINGS,
    Report,
    environment_of_reports,
    reduced,
    sections,
    setting_words,
    small,
    versions,
    width_of,
    words,
)

from .inspection.findings import Finding
from .inspection.ink import to_page
from .inspection.inspector import Inspection, Judged
from .inspection.maps import FULL_SCALE, boxes_overlay, heat_overlay, signed_overlay
from .inspection.params import InspectParams
from .inspection.record import Record
from .inspection.source import Source
from .inspection.verdict import conclude
from .report_card import card_html
from .report_template import AFTER, BEFORE, FINDING

_SAME_PLACE = 0.3
FIGURE_WORDS = {
    "miou_c": "mIoU on changed impressions (%)",
    "miou_cu": "on changed and unchanged ones (%)",
    "auroc": "pixel AUROC",
    "seconds": "seconds",
}
PROVENANCE = (
    "library",
    "shelfmark",
    "title",
    "author",
    "edition",
    "place",
    "printer",
    "year",
    "folio",
    "motif",
    "source",
    "note",
)


@dataclass(frozen=True, eq=False)
class ShownMap:
    """A map of another scorer over the ornament, with what is known of the scorer.

    `values` float32 (H, W), >= 0 (or both signs); `minimum` and `maximum` the ends of its fixed scale;
    `figures` what was measured of it, by name.
    """

    name: str
    title: str
    source: str
    values: F32
    maximum: float
    figures: Mapping[str, float]
    minimum: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """What findings.json says of it."""
        return {
            "scorer": self.name,
            "title": self.title,
            "source": self.source,
            "figures": dict(self.figures),
            "scale_from": self.minimum,
            "full_scale": self.maximum,
        }


def overlays(rgb: U8, inspection: Inspection, reference: U8 | None = None) -> dict[str, U8]:
    """The pictures that are written beside findings.json, by name; `reference` lies on the ornament."""
    gray = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    maps = inspection.maps
    found = {
        "boxes": boxes_overlay(rgb, inspection.vignettes, inspection.findings),
        "residual": heat_overlay(gray, maps.residual),
        "signed_ink": signed_overlay(gray, maps.loss, maps.gain),
        "reconstruction": maps.reconstruction,
    }
    if reference is not None:
        found["reference"] = boxes_overlay(reference, (), inspection.findings)
    return found


def build_report(
    record: Record,
    inspection: Inspection,
    rgb: U8,
    *,
    reference: U8 | None = None,
    names: Mapping[str, str] | None = None,
    shown: ShownMap | None = None,
) -> Report:
    """The report of an inspection, with the verdicts and notes of `record.findings`.

    `shown` is a map of another scorer, printed beside Inspect's own.
    """
    images: dict[str, U8] = {
        name: reduced(picture) for name, picture in overlays(rgb, inspection, reference).items()
    }
    if shown is not None:
        gray = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
        above = np.abs(shown.values) - np.float32(shown.minimum)
        scaled = above * np.float32(FULL_SCALE / (shown.maximum - shown.minimum))
        images["shown_map"] = reduced(heat_overlay(gray, scaled))
    rows = []
    for number, finding in enumerate(record.findings, 1):
        row: dict[str, Any] = {
            "number": number,
            "finding": finding,
            "name": (names or {}).get(finding.label, ""),
            "pictures": [],
        }
        if number <= SHOWN_FINDINGS:
            for title, picture in _pictures(finding, inspection, rgb, reference):
                image = f"finding{number}_{len(row['pictures'])}"
                images[image] = picture
                row["pictures"].append((title, image))
        rows.append(row)
    context = {
        "title": words("Inspection of {name}", name=record.ornament.path.name),
        "record": record,
        # Concluded here from what is printed below, so that headline and list cannot differ.
        "said": {**record.facts, **conclude(inspection, record.findings).as_json()},
        "rows": rows,
        "width": width_of(rgb),
        "has_reference": reference is not None,
        "provenance": _known(record.provenance),
        "reference_provenance": _known(record.facts.get("reference_provenance") or {}),
        "vignettes": len(inspection.vignettes),
        "inspection": inspection,
        "settings": [
            (name, setting_words(InspectParams, name), value)
            for name, value in record.params.as_dict().items()
        ],
        "versions": versions(),
        "population": population(inspection),
        "shown": shown,
        "evidence": _evidence_words(inspection),
    }
    environment = _environment()
    blocks = sections(environment, BEFORE, **context)
    for row in rows[:SHOWN_FINDINGS]:
        blocks += sections(environment, [FINDING], **context, row=row)
    blocks += sections(environment, AFTER, **context)
    if record.model.get("card"):
        card = card_html(str(record.model["card"]))
        blocks += ["<h2>Model card</h2>" + "".join(card[:1]), *card[1:]]
    return Report(str(context["title"]), tuple(blocks), images)


def _known(provenance: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(key, str(provenance[key])) for key in PROVENANCE if provenance.get(key)]


def _evidence_words(inspection: Inspection) -> str:
    """What the scores rest on, in words."""
    if inspection.normals is None:
        return "signed ink against the reference alone (no model was used)"
    if inspection.normals.standard.sides:
        each = (
            "the larger of ink that was lost (what a network has learned of breaks, and straight breaks) and "
            "ink that was added (what it has learned of additions)"
        )
    else:
        used = {name for one in inspection.judged for name in one.surprises}
        drawn = any(name.startswith("dae") for name in used)
        each = (
            "the stronger of the decoder's residual and the signed ink against the prototype"
            if drawn
            else "the signed ink against the prototype"
        )
    return words(
        "combined evidence: for each vignette {each}; and ink that no vignette accounts for", each=words(each)
    )


def population(inspection: Inspection) -> list[tuple[str, int, str]]:
    """Labels on the ornament with how many normals each has and how they are used."""
    if inspection.normals is None:
        return []
    by_label = inspection.normals.calibration.by_label
    rows = []
    for label in sorted({item.vignette.label for item in inspection.judged}):
        count = len(by_label.get(label, ()))
        rows.append((label, count, "its own" if count >= 99 else "pooled with all labels"))
    return rows


def _pictures(
    finding: Finding, inspection: Inspection, rgb: U8, reference: U8 | None
) -> list[tuple[str, U8]]:
    """Crop, reconstruction, residual, and a normal impression: what shows why it was flagged."""
    x1, y1, x2, y2 = finding.box
    pad = 0.15 * max(x2 - x1, y2 - y1)
    rows = slice(max(0, int(y1 - pad)), max(1, int(np.ceil(y2 + pad))))
    columns = slice(max(0, int(x1 - pad)), max(1, int(np.ceil(x2 + pad))))
    if not rgb[rows, columns].size:
        # A layout may expect a vignette beyond the picture's edge.
        return []
    found = [("as printed", rgb[rows, columns])]
    if reference is not None:
        found.append(("reference", reference[rows, columns]))
    found.append(("drawn", inspection.maps.reconstruction[rows, columns]))
    prototype = prototype_at(finding, inspection)
    if prototype is not None:
        label, drawn = prototype
        found.append((words("prototype of {label}", label=label), drawn[rows, columns]))
    gray = np.asarray(cv2.cvtColor(np.ascontiguousarray(rgb[rows, columns]), cv2.COLOR_RGB2GRAY), np.uint8)
    found.append(("residual", heat_overlay(gray, inspection.maps.residual[rows, columns])))
    found.append(
        (
            "loss (blue), gain (orange)",
            signed_overlay(gray, inspection.maps.loss[rows, columns], inspection.maps.gain[rows, columns]),
        )
    )
    judged = judged_at(finding, inspection)
    if judged is not None and inspection.normals is not None and not judged.stranger:
        nearest = nearest_normals(judged, inspection, 1)
        if nearest:
            found.append((words("nearest normal of {label}", label=judged.vignette.label), nearest[0]))
    return [(title, small(picture)) for title, picture in found if picture.size]


def judged_at(finding: Finding, inspection: Inspection) -> Judged | None:
    """The vignette that a finding is about, with its evidence; None for a region or an empty place."""
    # A record keeps boxes to a thousandth of a pixel.
    for item in inspection.judged:
        if np.allclose(item.vignette.box, finding.box, atol=0.01):
            return item
    return None


def prototype_at(finding: Finding, inspection: Inspection) -> tuple[str, U8] | None:
    """The median normal impression of what should stand at a finding's place, turned as it stands there.

    Of the label that the layout expects, where the finding says one, else of the label that was seen (or
    that a stranger looks most like). That label, and uint8 (H, W) of the ornament's size, ink dark on
    white; None where no label is known or there are no normals of it.
    """
    judged = judged_at(finding, inspection)
    vignette = None if judged is None else judged.vignette
    if inspection.layout is not None and finding.expected:
        places = [one for one in inspection.layout.vignettes if one.label == finding.expected]
        overlaps = [float(iou([one.box], [finding.box])[0, 0]) for one in places]
        if overlaps and max(overlaps) > _SAME_PLACE:
            vignette = places[int(np.argmax(overlaps))]
    if vignette is None or inspection.normals is None:
        return None
    own = inspection.normals.by_label.get(vignette.label)
    if own is None:
        return None
    shape = (inspection.height, inspection.width)
    patch, rows, columns = to_page(own.ink.prototype, vignette, own.frame, shape)
    drawn = np.full(shape, 255, dtype=np.uint8)
    drawn[rows, columns] = np.rint(255 * (1 - np.clip(patch, 0, 1))).astype(np.uint8)
    return vignette.label, drawn


def nearest_normals(judged: Judged, inspection: Inspection, count: int = 3) -> list[U8]:
    """The kept normal impressions of the label that look most like this one: uint8 (h, w), ink dark.

    They are in the label's plain pose.
    """
    if inspection.normals is None:
        return []
    examples = inspection.normals.examples.get(judged.vignette.label)
    if examples is None:
        return []
    seen = judged.evidence.ink.observed
    distance = [float(np.mean((seen - example.astype(np.float32) / 255) ** 2)) for example in examples]
    return [np.asarray(255 - examples[i], dtype=np.uint8) for i in np.argsort(distance)[:count]]


def _environment() -> Environment:
    environment = environment_of_reports()
    environment.filters["place"] = _place
    environment.filters["figure"] = lambda name: FIGURE_WORDS.get(name, name)
    return environment


def _place(source: Source) -> str:
    """Which ornament of its file it is: page (from 1) and box in pixels; nothing for a whole first page."""
    page = words(", page {page}", page=source.page + 1) if source.page else ""
    if source.box is None:
        return page
    edges = dict(zip(("x1", "y1", "x2", "y2"), source.box, strict=True))
    box = words(", from ({x1:.0f}, {y1:.0f}) to ({x2:.0f}, {y2:.0f}) px", **edges)
    return words("{page}{box}", page=page, box=box) if page else box
