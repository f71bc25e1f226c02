"""The report of an inspection against siblings: HTML that stands alone, and its blocks for a PDF."""

from __future__ import annotations

from typing import Any

import numpy as np

from autolabelme.core.arrays import F32, U8, Array
from autolabelme.core.report import (
    SHOWN_FINDINGS,
    Report,
    environment_of_reports,
    reduced,
    sections,
    small,
    width_of,
    words,
)

from ..inspection.maps import FULL_SCALE, boxes_overlay, signed_overlay
from .inspection import SiblingInspection
from .result import View

_HEAD = """
<h1>{{ title }}</h1>
<p><b>{{ inspection.verdict | sentence }}.</b></p>
{% if inspection.notes %}<ul>
{% for note in inspection.notes %}<li>{{ note | sentence }}.</li>{% endfor %}
</ul>{% endif %}
{{ facts(provenance) }}
<p>Grey boxes: vignettes; numbered boxes: findings.</p>
<img src="boxes" width="{{ width }}">
"""
_FINDING = """
<h3>{{ row.number }}. {{ row.finding.kind }}, label {{ row.finding.label }}, p {{ row.finding.p | p }}
{%- if not row.finding.promised %} (not promised){% endif %}</h3>
<p>{{ row.finding.evidence | join("; ") }}.</p>
{% if row.finding.verdict or row.finding.note %}<p>
{%- if row.finding.verdict %}<b>{{ row.finding.verdict }}</b>{% if row.finding.note %}: {% endif %}{% endif %}
{{- row.finding.note }}</p>{% endif %}
{{ picture_row(row.pictures) }}
"""
_TABLE = """
<h2>All vignettes</h2>
<table width="100%" cellpadding="3">
<tr><th align="left">label</th><th align="left">place</th><th align="left">p</th><th align="left">score</th>
<th align="left">rank</th></tr>
{% for one in ordered %}
<tr><td>{{ one.vignette.label }}</td>
<td>{{ one.vignette.box[0] | round | int }}, {{ one.vignette.box[1] | round | int }}</td>
<td>{{ one.vignette.p | p }}</td>
<td>{{ "%.2f" | format(one.vignette.score) }}</td><td>{{ one.rank }}
{%- if one.place in inspection.struck %}; struck out as not authentic{% endif %}</td></tr>
{% endfor %}
</table>
<p>Each vignette is compared with its siblings, the other impressions of its sort, leaving itself out. p is
the share of untouched impressions on real pages of {{ inspection.table.books }} books (and on the pages named
as authentic) that score as high.</p>
"""


def build_report(title: str, rgb: U8, inspection: SiblingInspection, provenance: dict[str, str]) -> Report:
    """The report of `inspection`, whose page is `rgb`."""
    picture = _region(boxes_overlay(rgb, inspection.vignettes, inspection.findings), inspection)
    images: dict[str, U8] = {"boxes": picture}
    by_box = {one.vignette.box: number for number, one in enumerate(inspection.judged)}
    rows = []
    for number, finding in enumerate(inspection.findings[:SHOWN_FINDINGS], 1):
        row: dict[str, Any] = {"number": number, "finding": finding, "pictures": []}
        for name, shown in _pictures(inspection.view(by_box[finding.box])):
            image = f"finding{number}_{len(row['pictures'])}"
            images[image] = shown
            row["pictures"].append((name, image))
        rows.append(row)
    context = {
        "title": title,
        "inspection": inspection,
        "provenance": sorted(provenance.items()),
        "width": width_of(picture),
        "ordered": sorted(inspection.judged, key=lambda one: -(one.vignette.score or 0.0)),
    }
    environment = environment_of_reports()
    blocks = sections(environment, [_HEAD], **context)
    for row in rows:
        blocks += sections(environment, [_FINDING], **context, row=row)
    blocks += sections(environment, [_TABLE], **context)
    return Report(title, tuple(blocks), images)


def _region(picture: U8, inspection: SiblingInspection) -> U8:
    """The part of the page that holds the vignettes, reduced to what a report needs."""
    height, width = picture.shape[:2]
    if inspection.judged:
        boxes = np.array([one.vignette.box for one in inspection.judged])
        pad = 0.5 * float(np.sqrt(np.median((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]))))
        left, top = np.maximum(0, np.floor(boxes[:, :2].min(axis=0) - pad)).astype(int)
        right, bottom = np.ceil(boxes[:, 2:].max(axis=0) + pad).astype(int)
        picture = picture[top : min(height, bottom), left : min(width, right)]
    return np.ascontiguousarray(reduced(picture))


def _pictures(view: View) -> list[tuple[str, U8]]:
    """What shows why an impression was flagged, in its sort's own pose."""
    core = view.core

    def whole_scale(values: F32) -> F32:
        return np.asarray(values[core] * FULL_SCALE, dtype=np.float32)

    crop = np.ascontiguousarray(view.crop[core])
    found: list[tuple[str, Array]] = [("as printed", crop), ("median of its siblings", view.median[core])]
    found.append(
        ("loss (blue), gain (orange)", signed_overlay(crop, whole_scale(view.loss), whole_scale(view.gain)))
    )
    found += [
        (words("sibling {number}", number=number), one[core]) for number, one in enumerate(view.nearest, 1)
    ]
    return [(name, small(picture)) for name, picture in found]
