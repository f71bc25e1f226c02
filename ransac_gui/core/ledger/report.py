"""The report page of a ledger: the order, the matrix, and a row of crops an event across all impressions."""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.languages import figure
from autolabelme.core.messages import clauses
from autolabelme.core.opencv import cv2
from autolabelme.core.report import Report, environment_of_reports, reduced, sections, small, width_of, words

from ..lengths import TOLERANCE_MM, millimetres
from . import tuning
from .frame import Frame
from .ledger import Event, Ledger, Reading, Row
from .states import ABSENT, PRESENT
from .words import against_words, order_words, placings_words

SIGNS = {PRESENT: "x", ABSENT: "–"}
"""How the matrix shows a state; *cannot tell* is a question mark."""
SHOWN_EVENTS = 100
_MARGIN = 0.03
"""Margin about an event in its crops, share of the longer side."""

_HEAD = """
<h1>{{ title }}</h1>
<p>{{ order }}</p>
{% for line in lines %}<p>{{ line }}</p>
{% endfor %}
<p>Two impressions count as told apart where their order is believed to {{ believed }} and more. Where the
printing and not the block is at fault, a row misleads: look at the crops, accept or reject, and the order
follows. {{ lengths }}</p>
"""
_OUT = """
{% if refused %}<h2>Not laid on the reference</h2>
<ul>{% for one in refused %}<li>{{ one.name }}: {{ one.reason }}</li>
{% endfor %}</ul>{% endif %}
"""
_BLOCK = '<h2>The block</h2><p><img src="block" width="{{ width }}"></p>'
_MATRIX = """
<h2>What each impression shows</h2>
<p>x: the event is there; –: not yet; ?: cannot tell. The columns are in the likeliest order.</p>
<table cellpadding="2"><tr><th>event</th><th>kind</th>
{% for name in names %}<th>{{ name }}</th>{% endfor %}<th>likelihood</th><th></th></tr>
{% for row in rows %}
<tr><td>{{ row.number }}</td><td>{{ row.kind }}</td>{% for sign in row.signs %}<td>{{ sign }}</td>{% endfor %}
<td>{{ row.true }}</td><td>{{ row.remark }}</td></tr>
{% endfor %}
</table>
"""
_EVENT = """
<h3>{{ number }} {{ kind }}, {{ length }}{{ remark }}</h3>
{{ picture_row(pictures) }}
"""


def ledger_report(ledger: Ledger, reading: Reading, frame: Frame) -> Report:
    """The report of a ledger as decided."""
    environment = environment_of_reports()
    images: dict[str, U8] = {"block": reduced(numbered(frame, reading))}
    rows = [row for row in reading.rows if row.verdict != "reject"]
    lengths = (
        words("Lengths are true within {tolerance} mm.", tolerance=TOLERANCE_MM)
        if ledger.dpi
        else "Lengths are pixels of the reference."
    )
    blocks = sections(
        environment,
        (_HEAD, _OUT, _BLOCK, _MATRIX if rows else ""),
        title="Ledger of damage",
        order=order_words(ledger, reading),
        lines=[*placings_words(ledger, reading), *against_words(ledger, reading)],
        believed=tuning.BELIEVED,
        lengths=lengths,
        refused=frame.refused,
        width=width_of(images["block"]),
        names=[ledger.names[one] for one in reading.order.best],
        rows=[_matrix_row(row, reading) for row in rows],
    )
    for row in rows[:SHOWN_EVENTS]:
        pictures = []
        for one in reading.order.best:
            key = f"event-{row.event.number}-{one}-"
            images[key] = small(crop(frame, one, row.event))
            pictures.append(
                (words("{name}: {state}", name=ledger.names[one], state=words(row.states[one])), key)
            )
        blocks += sections(
            environment,
            (_EVENT,),
            number=row.event.number,
            kind=row.kind,
            length=length_words(ledger, row.event),
            remark=f": {_remark(row)}" if _remark(row) else "",
            pictures=pictures,
        )
    return Report("Ledger of damage", tuple(blocks), images)


def length_words(ledger: Ledger, event: Event) -> str:
    """An event's length: millimetres where the reference's resolution is known."""
    if not ledger.dpi:
        return words("{pixels:.0f} px", pixels=event.length_px)
    length = millimetres(event.length_px, ledger.dpi)
    return words("{length:.1f} ± {tolerance} mm", length=length, tolerance=TOLERANCE_MM)


def crop(frame: Frame, sheet: int, event: Event) -> U8:
    """What an impression shows about an event, square where the frame allows it."""
    x1, y1, x2, y2 = event.box
    half = max(x2 - x1, y2 - y1) / 2 + _MARGIN * frame.side
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    gray = frame.sheets[sheet].gray
    top, left = max(0, round(y - half)), max(0, round(x - half))
    return np.ascontiguousarray(gray[top : round(y + half) + 1, left : round(x + half) + 1])


def numbered(frame: Frame, reading: Reading) -> U8:
    """The reference with the places of the events and their numbers, RGB."""
    picture = cv2.cvtColor(frame.sheets[0].gray, cv2.COLOR_GRAY2RGB)
    for row in reading.rows:
        if row.verdict == "reject":
            continue
        x1, y1, x2, y2 = (round(edge) for edge in row.event.box)
        cv2.rectangle(picture, (x1 - 4, y1 - 4), (x2 + 3, y2 + 3), (200, 40, 0), 2)
        at = (x1 - 4, y1 - 8 if y1 > 24 else y2 + 18)
        cv2.putText(picture, str(row.event.number), at, cv2.FONT_HERSHEY_SIMPLEX, 0.55, (200, 40, 0), 2)
    return np.asarray(picture, np.uint8)


def _matrix_row(row: Row, reading: Reading) -> dict[str, object]:
    return {
        "number": row.event.number,
        "kind": row.kind,
        "signs": [SIGNS.get(row.states[one], "?") for one in reading.order.best],
        "true": "yours" if row.event.added else figure(row.event.true, ".2f"),
        "remark": _remark(row),
    }


def _remark(row: Row) -> str:
    parts = [
        words("accepted") if row.verdict == "accept" else "",
        words("does not fit the order: repaired, misread, or a fault of the printing")
        if row.contradicts
        else "",
        row.note,
    ]
    return clauses(part for part in parts if part)
