"""The report of a ledger: the order, the matrix, and a row of crops an event across all impressions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from autolabelme.core.annotation.provenance import provenance_beside
from autolabelme.core.arrays import U8
from autolabelme.core.languages import figure, said, sentence
from autolabelme.core.messages import clauses, listed
from autolabelme.core.report import Report, environment_of_reports, sections, versions, words
from autolabelme.core.report_parts import (
    PAIR_HEIGHT,
    Finding,
    cover,
    cover_pictures,
    finding_block,
    known_provenance,
    numbered,
)
from autolabelme.core.report_pictures import Mark, Pictures, Shown, around

from ..lengths import TOLERANCE_MM, millimetres
from . import tuning
from .frame import Frame
from .ledger import Event, Ledger, Reading, Row
from .order import Span
from .pictures import Picture
from .states import ABSENT, CANNOT_TELL, PRESENT
from .words import against_words, events_words, one_scan_words, order_words, placings_words, term

SIGNS = {PRESENT: "x", ABSENT: "–"}
"""How the matrix shows a state; *cannot tell* is a question mark."""
SHOWN_EVENTS = 100
_MARGIN = 0.03
"""Margin about an event in its crops, share of the longer side."""

_COLOUR = (200, 40, 0)
_NAMES_LENGTH = 60
"""Letters of all impressions' names together, up to which they head the columns of the matrix."""

_TABLE = """
<h2>{{ heading }}</h2>
{% if below %}<p class="small">{{ below }}</p>{% endif %}
{{ table(head, rows) }}
"""
_METHOD = """
<h2>How it was read</h2>
<p class="small">Two impressions count as told apart where their order is believed to {{ believed }} and more.
Where the printing and not the block is at fault, a row misleads: look at the crops, accept or reject, and the
order follows. {{ lengths }}</p>
{{ facts(rows) }}
"""


def ledger_report(ledger: Ledger, reading: Reading, frame: Frame, pictures: Sequence[Picture] = ()) -> Report:
    """The report of a ledger as decided; `pictures` of its impressions say where each comes from."""
    environment, shown = environment_of_reports(), Pictures()
    rows = [row for row in reading.rows if row.verdict != "reject"]
    block = frame.sheets[0].gray
    marks = tuple(numbered(row.event.number, row.event.box, _COLOUR) for row in rows)
    whole = Shown(
        words("The block, as {name} shows it", name=ledger.names[0]),
        block,
        words("the block"),
        marks,
        "block",
    )
    blocks = cover(
        words("{count} impressions of one block", count=len(ledger.names)),
        words("Ledger of damage"),
        order_words(ledger, reading),
        cover_pictures(shown, [whole]),
        remarks=[
            *one_scan_words(ledger),
            events_words(reading),
            *placings_words(ledger, reading),
            *against_words(ledger, reading),
        ],
    )
    blocks += sections(
        environment,
        [_TABLE],
        heading=words("The impressions, the likeliest order first"),
        below="",
        head=[words("no."), words("impression"), words("printed"), words("from"), words("shelfmark")],
        rows=[_impression(number, ledger, one, pictures) for number, one in enumerate(reading.order.best, 1)],
    )
    if frame.refused:
        refused = [(one.name, said(one.reason)) for one in frame.refused]
        blocks += sections(
            environment,
            [_TABLE],
            heading=words("Not laid on the reference"),
            below="",
            head=[words("impression"), words("reason")],
            rows=refused,
        )
    blocks += [_event(shown, ledger, reading, frame, row) for row in rows[:SHOWN_EVENTS]]
    lengths = (
        words("Lengths are true within {tolerance} mm.", tolerance=TOLERANCE_MM)
        if ledger.dpi
        else words("Lengths are pixels of the reference.")
    )
    if rows:
        names = [ledger.names[one] for one in reading.order.best]
        if sum(map(len, names)) > _NAMES_LENGTH:
            names = [str(number) for number in range(1, len(names) + 1)]
        blocks += sections(
            environment,
            [_TABLE],
            heading=words("What each impression shows"),
            below=words(
                "x: the event is there; –: not yet; ?: cannot tell. The columns are in the likeliest order."
            ),
            head=[words("event"), words("kind"), *names, words("likelihood"), words("remark")],
            rows=[_matrix_row(row, reading) for row in rows],
        )
    blocks += sections(
        environment,
        [_METHOD],
        believed=figure(tuning.BELIEVED, "g"),
        lengths=lengths,
        rows=_rests_on(pictures),
    )
    return Report(said(words("Ledger of damage")), tuple(blocks), shown.images())


def _impression(place: int, ledger: Ledger, number: int, pictures: Sequence[Picture]) -> tuple[object, ...]:
    known = dict(known_provenance(_provenance(pictures[number]))) if pictures else {}
    book = listed(known[key] for key in ("author", "title", "place", "printer", "year") if key in known)
    copy = listed(known[key] for key in ("library", "shelfmark", "folio") if key in known)
    return place, ledger.names[number], _years(ledger.dates[number]), book, copy


def _years(span: Span | None) -> str:
    if span is None:
        return ""
    low, high = figure(span.low, "g"), figure(span.high, "g")
    return low if low == high else f"{low}–{high}"


def _provenance(picture: Picture) -> dict[str, str]:
    ornament = picture.ornament
    if ornament.provenance is not None:
        return dict(vars(ornament.provenance))
    return provenance_beside(ornament.path, ornament.page)


def _rests_on(pictures: Sequence[Picture]) -> list[tuple[str, object]]:
    files = [
        (
            one.ornament.name,
            Markup("{}<br>SHA-256 <code>{}</code>").format(one.ornament.path.name, one.sha256 or "–"),
        )
        for one in pictures
    ]
    return [*files, ("reported with", ", ".join(f"{name} {version}" for name, version in versions()))]


def _event(shown: Pictures, ledger: Ledger, reading: Reading, frame: Frame, row: Row) -> str:
    """An event across all impressions, the first printed first."""
    box, cut = _about(frame, row.event)
    marks = (Mark(box, _COLOUR, corners=True),)
    crops = []
    for one in reading.order.best:
        caption = words("{name}: {state}", name=ledger.names[one], state=term(row.states[one]))
        crops.append(Shown(caption, frame.sheets[one].gray[cut], "", marks))
    most = len(crops) if len(crops) <= 4 else 5
    return finding_block(
        Finding(
            row.event.number,
            words("{kind}, {length}", kind=_large(term(row.kind)), length=length_words(ledger, row.event)),
            _states(ledger, reading, row),
            _COLOUR,
            shown.rows(crops, height=PAIR_HEIGHT, most=most),
            words("accepted") if row.verdict == "accept" else "",
            clauses(part for part in (_doubt(row), row.note) if part),
        )
    )


def _large(word: str) -> str:
    return sentence(word)[:-1]


def _states(ledger: Ledger, reading: Reading, row: Row) -> str:
    """In which impressions it is there, and in which not."""
    parts = []
    for state in (PRESENT, ABSENT, CANNOT_TELL):
        names = [ledger.names[one] for one in reading.order.best if row.states[one] == state]
        if names:
            parts.append(words("{state}: {names}", state=term(state), names=", ".join(names)))
    return clauses(parts)


def length_words(ledger: Ledger, event: Event) -> str:
    """An event's length: millimetres where the reference's resolution is known."""
    if not ledger.dpi:
        return words("{pixels:.0f} px", pixels=event.length_px)
    length = millimetres(event.length_px, ledger.dpi)
    return words("{length:.1f} ± {tolerance} mm", length=length, tolerance=TOLERANCE_MM)


def crop(frame: Frame, sheet: int, event: Event) -> U8:
    """What impression `sheet` shows about an event: grey uint8 (h, w), square where the frame allows it."""
    return np.ascontiguousarray(frame.sheets[sheet].gray[_about(frame, event)[1]])


def _about(frame: Frame, event: Event) -> tuple[tuple[float, float, float, float], tuple[slice, slice]]:
    """An event's box in what is cut out about it, and that cut."""
    x1, y1, x2, y2 = event.box
    side = max(x2 - x1, y2 - y1) + 2 * _MARGIN * frame.side
    return around(event.box, frame.sheets[0].gray.shape, side)


def _matrix_row(row: Row, reading: Reading) -> tuple[object, ...]:
    return (
        row.event.number,
        said(term(row.kind)),
        *(SIGNS.get(row.states[one], "?") for one in reading.order.best),
        words("yours") if row.event.added else figure(row.event.true, ".2f"),
        clauses(
            part
            for part in (words("accepted") if row.verdict == "accept" else "", _doubt(row), row.note)
            if part
        ),
    )


def _doubt(row: Row) -> str:
    if not row.contradicts:
        return ""
    return words("does not fit the order: repaired, misread, or a fault of the printing")
