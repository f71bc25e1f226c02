"""The report of an inspection against siblings: HTML that stands alone, and its blocks for a PDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from markupsafe import Markup

from autolabelme.core.arrays import F32, U8
from autolabelme.core.languages import figure, said, sentence
from autolabelme.core.messages import clauses
from autolabelme.core.report import (
    Report,
    environment_of_reports,
    p_words,
    sections,
    setting_words,
    value_words,
    versions,
    words,
)
from autolabelme.core.report_parts import called, cover, cover_pictures, origin, provenance_rows
from autolabelme.core.report_pictures import Mark, Pictures, Shown

from ..inspection.findings import Finding
from ..inspection.maps import FULL_SCALE, signed_overlay
from ..inspection.source import Source
from ..report_findings import (
    Numbered,
    finding_blocks,
    findings_tables,
    marks_of,
    source_words,
    standing,
    with_p,
)
from ..report_template import RESTS
from .inspection import SiblingInspection
from .params import SiblingParams
from .result import Judged, View
from .words import shown_words

_MARGIN = 0.5
"""Paper shown about the vignettes, sides of a vignette."""

_ALL = """
<h2>All vignettes</h2>
{{ table(head, rows) }}
"""
_METHOD = """
<h2>How it was judged</h2>
<p class="small">Each vignette is compared with its siblings, the other impressions of its sort, leaving
itself out. p is the share of untouched impressions on real pages of {{ books }} books (and on the pages named
as authentic) that score as high.</p>
"""


def build_report(
    rgb: U8,
    inspection: SiblingInspection,
    *,
    name: str,
    provenance: Mapping[str, Any],
    sources: Sequence[tuple[str, Source]] = (),
) -> Report:
    """The report of `inspection`.

    Parameters
    ----------
    rgb : the page, uint8 (H, W, 3)
    name : the page's file
    provenance : of the page, by field
    sources : every file that went into it, each with what it was there
    """
    title = said(words("Inspection of {name}", name=called(provenance, name)))
    pictures = Pictures()
    found = standing(inspection.findings)
    picture, marks = _region(rgb, inspection, found)
    whole = Shown(origin(words("Page"), provenance, name), picture, words("the ornament"), marks, "boxes")
    by_box = {one.vignette.box: number for number, one in enumerate(inspection.judged)}

    def shown(one: Finding) -> Sequence[Shown]:
        place = by_box[one.box]
        return _pictures(inspection.view(place), inspection.judged[place])

    def sentence_of(one: Finding) -> str:
        judged = inspection.judged[by_box[one.box]]
        if not judged.by_siblings and one.evidence:
            return one.evidence[0]  # what a model says of it
        return with_p(shown_words(judged), one)

    blocks = [
        *cover(
            words("Comparison with siblings"),
            called(provenance, name),
            inspection.verdict,
            cover_pictures(pictures, [whole]),
            remarks=[
                *map(sentence, inspection.notes),
                words("Thin frames: vignettes; numbered ones: findings."),
            ],
        ),
        *finding_blocks(pictures, found, shown, sentence_of),
        *findings_tables(inspection.findings),
        *sections(
            environment_of_reports(),
            (_ALL, _METHOD, RESTS),
            head=[words("label"), words("place"), "p", words("score"), words("rank")],
            rows=_rows(inspection),
            books=inspection.table.books,
            basis=_rests_on(inspection, provenance, sources),
        ),
    ]
    return Report(title, tuple(blocks), pictures.images())


def _rows(inspection: SiblingInspection) -> list[tuple[object, ...]]:
    """One a vignette, the strangest first."""
    ordered = sorted(inspection.judged, key=lambda one: -(one.vignette.score or 0.0))
    struck = words("struck out as not authentic")
    return [
        (
            one.vignette.label,
            ", ".join(str(round(edge)) for edge in one.vignette.box[:2]),
            p_words(one.vignette.p),
            figure(one.vignette.score or 0.0, ".2f"),
            said(clauses([one.rank, *([struck] if one.place in inspection.struck else [])])),
        )
        for one in ordered
    ]


def _rests_on(
    inspection: SiblingInspection, provenance: Mapping[str, Any], sources: Sequence[tuple[str, Source]]
) -> list[tuple[str, object]]:
    """Where the page comes from, the files with their hashes, the settings, the versions."""
    rows = provenance_rows(provenance)
    rows += [(role, Markup(source_words(source))) for role, source in sources]
    rows += [
        (setting_words(SiblingParams, name), "automatic" if value is None else value_words(value))
        for name, value in inspection.params.as_dict().items()
    ]
    rows.append(("versions", ", ".join(f"{name} {version}" for name, version in versions())))
    rows.append(("seconds", figure(inspection.seconds, ".1f")))
    return rows


def _region(rgb: U8, inspection: SiblingInspection, found: Numbered) -> tuple[U8, tuple[Mark, ...]]:
    """The part of the page that holds the vignettes, with what is marked there."""
    height, width = rgb.shape[:2]
    marks = marks_of(inspection.vignettes, found)
    if not inspection.judged:
        return rgb, marks
    boxes = np.array([one.vignette.box for one in inspection.judged])
    pad = _MARGIN * float(np.sqrt(np.median((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))))
    left, top = np.maximum(0, np.floor(boxes[:, :2].min(axis=0) - pad)).astype(int)
    right, bottom = np.ceil(boxes[:, 2:].max(axis=0) + pad).astype(int)
    part = rgb[top : min(height, bottom), left : min(width, right)]
    return np.ascontiguousarray(part), tuple(one.moved(-left, -top) for one in marks)


def _pictures(view: View, judged: Judged) -> list[Shown]:
    """What shows why an impression was flagged, in its sort's own pose."""
    core = view.core

    def whole_scale(values: F32) -> F32:
        return np.asarray(values[core] * FULL_SCALE, dtype=np.float32)

    crop = np.ascontiguousarray(view.crop[core])
    plain = judged.vignette.pose.plain
    return [
        Shown(words("printed here") if plain else words("printed here, turned upright"), crop),
        Shown(words("median of its siblings"), view.median[core]),
        Shown(
            words("lost blue, gained orange"),
            signed_overlay(crop, whole_scale(view.loss), whole_scale(view.gain)),
        ),
        *(
            Shown(words("sibling {number}", number=number), one[core])
            for number, one in enumerate(view.nearest, 1)
        ),
    ]
