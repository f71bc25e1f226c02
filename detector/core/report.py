"""The report of an inspection: one HTML page that stands alone, and blocks of it for a PDF.

Both come from the same blocks; images are named in them and either embedded (HTML) or handed to the
PDF writer. The markup keeps to what Qt's rich text knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from jinja2 import Environment
from markupsafe import Markup

from autolabelme.core.arrays import F32, U8
from autolabelme.core.boxes import iou
from autolabelme.core.languages import figure, said, sentence
from autolabelme.core.opencv import cv2
from autolabelme.core.report import (
    Report,
    environment_of_reports,
    sections,
    setting_words,
    value_words,
    versions,
    words,
)
from autolabelme.core.report_parts import called, cover, cover_pictures, origin, provenance_rows
from autolabelme.core.report_pictures import Mark, Pictures, Shown, around

from .card import said_card
from .inspection.findings import KINDS, Finding
from .inspection.ink import to_page
from .inspection.inspector import Inspection, Judged
from .inspection.maps import FULL_SCALE, boxes_overlay, dimmed, heat_overlay, signed_overlay
from .inspection.params import InspectParams
from .inspection.record import Record
from .inspection.verdict import conclude
from .inspection.words import concluded_words, shown_words
from .report_card import card_html
from .report_findings import finding_blocks, findings_tables, marks_of, source_words, standing, with_p
from .report_template import CALIBRATION, LABELS, MAPS, RESTS, SHOWN
from .words import NormalsWords

_SAME_PLACE = 0.3
_NONE = "<h2>{{ heading }}</h2><p>{{ sentence }}</p>"
FIGURE_WORDS = {
    "miou_c": "mIoU on changed impressions (%)",
    "miou_cu": "on changed and unchanged ones (%)",
    "auroc": "pixel AUROC",
    "seconds": "seconds",
}
_CONTEXT = 0.07
"""What is cut out about a finding is at least this share of the ornament's longer side."""
_MAPS_HEIGHT = 250
"""Of a map of the whole ornament, points: two rows of them stand on a page."""


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
    """The pictures that are written beside findings.json, by name: uint8, (H, W, 3), or (H, W) for grey.

    `rgb` is the ornament, uint8 (H, W, 3); `reference`, of the same shape, is laid on it.
    """
    gray = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    maps = inspection.maps
    found = {
        "boxes": boxes_overlay(_dimmed(rgb, inspection), inspection.vignettes, inspection.findings),
        "residual": heat_overlay(gray, maps.residual),
        "signed_ink": signed_overlay(gray, maps.loss, maps.gain),
        "reconstruction": maps.reconstruction,
    }
    if reference is not None:
        found["reference"] = boxes_overlay(_dimmed(reference, inspection), (), inspection.findings)
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

    `rgb` and `reference` uint8 (H, W, 3); `shown` is a map of another scorer, printed beside Inspect's own.
    """
    pictures, found = Pictures(), standing(record.findings)
    name = record.ornament.path.name
    title = said(words("Inspection of {name}", name=called(record.provenance, name)))
    # Concluded here from what is printed below, so that headline and list cannot differ.
    concluded = {**record.facts, **conclude(inspection, record.findings).as_json()}
    normals = concluded.get("calibration") or {}
    concluded["calibration"] = {**normals, "source": said(NormalsWords.known(normals.get("source", "")))}
    lead = [
        Shown(
            origin(words("The ornament"), record.provenance, name),
            _dimmed(rgb, inspection),
            words("the ornament"),
            marks_of(inspection.vignettes, found),
            "boxes",
        )
    ]
    if reference is not None and record.reference is not None:
        where = record.facts.get("reference_provenance") or {}
        lead.append(
            Shown(
                origin(words("The reference, laid on it"), where, record.reference.path.name),
                _dimmed(reference, inspection),
                words("the reference"),
                marks_of((), found),
                "reference",
            )
        )
    left_out = 0.0 if inspection.compared is None else inspection.compared.told
    headline = concluded_words(
        concluded["conclusion"], record.findings, concluded["verdict"], inspection.compared
    )
    line = [] if headline == concluded["verdict"] else [concluded["verdict"]]
    rests_on = (*line, *concluded["notes"])
    frames = words("Thin frames: vignettes; numbered ones: findings.")
    faded = words("Faded: what was not compared.")
    blocks = [
        *cover(
            words("Inspection"),
            called(record.provenance, name),
            sentence(headline),
            cover_pictures(pictures, lead),
            remarks=[
                *map(sentence, rests_on),
                *([frames] if inspection.vignettes else []),
                *([faded] if left_out else []),
            ],
        ),
        *finding_blocks(
            pictures,
            found,
            lambda one: _pictures(one, inspection, rgb, reference),
            lambda one: with_p(shown_words(one.kind, one.evidence), one),
            names,
        ),
    ]
    if not record.findings:
        nothing = words("None is decided.") if inspection.unknown else words("None at this rate.")
        blocks += sections(_environment(), [_NONE], heading=words("Findings"), sentence=nothing)
    if inspection.unknown is None:
        # Where nothing is decided all of it may be lit: a picture of nothing.
        blocks += _maps(pictures, rgb, inspection, shown)
    blocks += findings_tables(record.findings)
    blocks += sections(
        _environment(),
        (CALIBRATION, LABELS, RESTS),
        record=record,
        said=concluded,
        inspection=inspection,
        evidence=_evidence_words(inspection),
        vignettes=len(inspection.vignettes),
        head=[words("label"), words("held-out normals"), words("compared with")],
        population=population(inspection),
        basis=_rests_on(record, inspection, concluded),
    )
    if record.model.get("card"):
        card = card_html(said_card(str(record.model["card"])))
        blocks += [f"<h2>{said(words('Model card'))}</h2>" + "".join(card[:1]), *card[1:]]
    return Report(title, tuple(blocks), pictures.images())


def _dimmed(rgb: U8, inspection: Inspection) -> U8:
    """The ornament, or the reference laid on it, faded where there is print that was not compared."""
    compared = inspection.compared
    return dimmed(rgb, compared.outlines) if compared is not None and compared.told else rgb


def _maps(pictures: Pictures, rgb: U8, inspection: Inspection, shown: ShownMap | None) -> list[str]:
    """What was measured over the whole ornament, two maps a row."""
    gray = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    maps = inspection.maps
    of_catalogue = inspection.normals is not None
    found = [
        Shown(
            words(
                "Signed ink against the prototypes: blue is missing, orange was added"
                if of_catalogue
                else "Signed ink against the reference: blue is missing, orange was added"
            ),
            signed_overlay(gray, maps.loss, maps.gain),
            name="signed_ink",
        ),
        Shown(
            words(
                "Residual of the reconstruction, an illustration that decides nothing: white under 2.5 "
                "spreads of normal impressions, deep red from 8, for every ornament"
                if of_catalogue
                else "Residual: white under 2.5 spreads of normal impressions, deep red from 8, for every "
                "ornament"
            ),
            heat_overlay(gray, maps.residual),
            name="residual",
        ),
    ]
    if of_catalogue:
        found.append(
            Shown(
                words("Reconstruction from the vignettes, an illustration that decides nothing"),
                maps.reconstruction,
                name="reconstruction",
            )
        )
    if shown is not None:
        above = np.abs(shown.values) - np.float32(shown.minimum)
        scaled = above * np.float32(FULL_SCALE / (shown.maximum - shown.minimum))
        found.append(Shown(said(shown.title), heat_overlay(gray, scaled), name="shown_map"))
    wide = rgb.shape[1] > 2 * rgb.shape[0]
    parts = [found[start : start + (1 if wide else 2)] for start in range(0, len(found), 1 if wide else 2)]
    blocks = []
    for number, part in enumerate(parts):
        row = pictures.row(part, height=_MAPS_HEIGHT)
        blocks += sections(_environment(), [MAPS], first=number == 0, row=row)
    return blocks + (sections(_environment(), [SHOWN], shown=shown) if shown is not None else [])


def _rests_on(
    record: Record, inspection: Inspection, concluded: Mapping[str, Any]
) -> list[tuple[str, object]]:
    """Where both come from, the files with their hashes, the settings, the versions."""
    rows: list[tuple[str, object]] = [("ornament", Markup(source_words(record.ornament)))]
    rows += provenance_rows(record.provenance)
    if record.reference is not None:
        rows.append(("reference", Markup(source_words(record.reference))))
        rows += provenance_rows(record.facts.get("reference_provenance") or {})
        laid = record.alignment
        if "inliers" in laid:
            ncc = figure(laid["ncc"], ".2f")
            how = words(
                "{status}, {features}, {inliers} inliers, NCC {ncc}",
                status=words(laid["status"]),
                features=laid["features"],
                inliers=laid["inliers"],
                ncc=ncc,
            )
            rows.append(("alignment", how))
        elif "status" in laid:
            rows.append(("alignment", laid["status"]))
    rows += [("authentic impression", Markup(source_words(source))) for source in record.normals]
    if record.model:
        rows.append(
            ("model, SHA-256 of its weights", Markup("<code>{}</code>").format(record.model.get("sha256")))
        )
    for name, value in record.params.as_dict().items():
        text = said("automatic") if value is None else value_words(value)
        if name == "device" and concluded.get("device"):
            text = f"{text} ({concluded['device']})"
        rows.append((setting_words(InspectParams, name), text))
    rows.append(("versions", ", ".join(f"{name} {version}" for name, version in versions())))
    rows.append(("seconds", figure(inspection.seconds, ".1f")))
    return rows


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
        each = "the signed ink against the prototype"
    return words(
        "combined evidence: for each vignette {each}; and ink that no vignette accounts for", each=words(each)
    )


def population(inspection: Inspection) -> list[tuple[str, int, str]]:
    """Labels on the ornament with how many normals each has and how they are used."""
    if inspection.normals is None:
        return []
    by_label = inspection.normals.calibration.by_label
    rows: list[tuple[str, int, str]] = []
    for label in sorted({item.vignette.label for item in inspection.judged}):
        count = len(by_label.get(label, ()))
        rows.append((label, count, words("its own") if count >= 99 else words("pooled with all labels")))
    return rows


def _pictures(finding: Finding, inspection: Inspection, rgb: U8, reference: U8 | None) -> Sequence[Shown]:
    """What is printed and what should be, then what else shows why it was flagged."""
    least = _CONTEXT * max(rgb.shape[:2])
    box, (rows, columns) = around(finding.box, rgb.shape, least)
    part = rgb[rows, columns]
    if not part.size:
        # A layout may expect a vignette beyond the picture's edge.
        return []
    # A vignette fills its cut; a small place in it has to be found.
    small = min(finding.box[2] - finding.box[0], finding.box[3] - finding.box[1]) < 0.5 * min(part.shape[:2])
    marks = (Mark(box, KINDS[finding.kind].colour, corners=True),) if small else ()
    prototype = prototype_at(finding, inspection)
    expected = []
    if reference is not None:
        expected.append(Shown(words("reference"), reference[rows, columns], "", marks))
    if prototype is not None:
        label, drawn = prototype
        expected.append(Shown(words("median of label {label}", label=label), drawn[rows, columns]))
    gray = np.asarray(cv2.cvtColor(np.ascontiguousarray(part), cv2.COLOR_RGB2GRAY), np.uint8)
    maps = inspection.maps
    found = [
        Shown(words("printed here"), part, "", marks),
        *expected,
        Shown(
            words("lost blue, gained orange"),
            signed_overlay(gray, maps.loss[rows, columns], maps.gain[rows, columns]),
        ),
    ]
    residual = heat_overlay(gray, maps.residual[rows, columns])
    if inspection.normals is None:
        found.append(Shown(words("residual"), residual))
    else:
        found.append(Shown(words("what the model does not draw, an illustration"), residual))
        found.append(
            Shown(words("as the model draws it, an illustration"), maps.reconstruction[rows, columns])
        )
    judged = judged_at(finding, inspection)
    if judged is not None:
        nearest = nearest_normals(judged, inspection, 1)
        if nearest:
            found.append(Shown(words("normal of {label}", label=judged.vignette.label), nearest[0]))
    return found


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
    environment.filters["figure"] = lambda name: FIGURE_WORDS.get(name, name)
    return environment
