"""What every report has: a cover with its pictures and where they come from, findings, and an appendix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup, escape

import autolabelme

from .languages import said
from .messages import clauses, listed
from .report import environment_of_reports, sections, words
from .report_pictures import Mark, Pictures, Shown
from .signature import signature

COVER_HEIGHT, WIDE_HEIGHT = 330, 200
"""Of the pictures on a cover, side by side, and of each where they are wide and stand one above the other,
points: title, sentence and origins have room beside them."""
PAIR_HEIGHT = 172
"""Of a finding's pair, points: two findings fill a page."""
_FIELDS = {
    "library": words("library"),
    "shelfmark": words("shelfmark"),
    "title": words("title"),
    "author": words("author"),
    "edition": words("edition"),
    "place": words("place"),
    "printer": words("printer"),
    "year": words("year"),
    "folio": words("folio"),
    "motif": words("motif"),
    "source": words("source"),
    "note": words("note"),
}
"""The fields of a provenance in the order in which they are read."""
_MONTHS = (
    *(words("January"), words("February"), words("March"), words("April"), words("May"), words("June")),
    *(words("July"), words("August"), words("September"), words("October"), words("November")),
    words("December"),
)

_COVER = """
<p class="kicker">{{ kind }}</p>
<h1>{{ title }}</h1>
<p class="verdict">{{ verdict | sentence }}</p>
<p class="signed">{{ signed }}</p>
{{ pictures }}
"""
_REMARKS = """
{% for one in remarks %}<p class="small">{{ one }}</p>
{% endfor %}
"""
_FINDING = """
<h3><span style="color: {{ colour }}">&#9632;</span> {{ number }}. {{ heading }}</h3>
<p>{{ text | sentence }}{% if verdict %} <b>{{ verdict | sentence }}</b>{% endif %}
{% if note %} <i>{{ note }}</i>{% endif %}</p>
{{ shown }}
"""
_ORIGIN = """
<span style="color: #211f1c"><b>{{ role }}</b>{% if book %}<br>{{ book }}{% endif %}
{% if copy %}<br>{{ copy }}{% endif %}</span><br>{{ name }}
"""


@dataclass(frozen=True)
class Finding:
    """One finding as a report shows it; `colour` is the window's, RGB.

    `pictures` show what is seen beside what should be there, and what else speaks for it.
    """

    number: int
    heading: str
    text: str
    colour: tuple[int, int, int]
    pictures: Markup
    verdict: str = ""
    note: str = ""


def cover(
    kind: str,
    name: str,
    verdict: str,
    pictures: Markup,
    *,
    remarks: Sequence[str] = (),
    day: date | None = None,
) -> list[str]:
    """The blocks that lead: what kind of report, of what, what is concluded, the pictures, when and by whom.

    `remarks`, whole sentences, must be read with the conclusion. What is not known gets no line.
    """
    signed = (day_words(day or date.today()), signature(), f"AutoLabelme {autolabelme.__version__}")
    return sections(
        environment_of_reports(),
        [_COVER, _REMARKS],
        kind=kind,
        title=name,
        verdict=verdict,
        pictures=pictures,
        signed=" · ".join(part for part in signed if part),
        remarks=remarks,
    )


def day_words(day: date) -> str:
    """A day as a letter has it: 3 May 2026."""
    month = _MONTHS[day.month - 1]
    if day.day == 1:  # in French not a plain number
        return said(words("1 {month} {year}", month=month, year=day.year))
    return said(words("{day} {month} {year}", day=day.day, month=month, year=day.year))


def origin(role: str, provenance: Mapping[str, Any], name: str) -> Markup:
    """What stands under a picture of a cover: its `role` there, its book, its copy, its file's name."""
    known = dict(known_provenance(provenance))
    parts = [known[key] for key in ("author", "title", "edition", "place", "printer", "year") if key in known]
    title = known.get("title")
    book = Markup(", ").join(
        Markup("<i>{}</i>").format(part) if part is title else escape(part) for part in parts
    )
    copy = listed(known[key] for key in ("library", "shelfmark", "folio") if key in known)
    (block,) = sections(environment_of_reports(), [_ORIGIN], role=role, book=book, copy=copy, name=name)
    return Markup(block)


def both_called(one: Mapping[str, Any], name: str, other: Mapping[str, Any], other_name: str) -> str:
    """What two pages are called together; the book once where it is one."""
    first, second = dict(known_provenance(one)), dict(known_provenance(other))
    if "folio" in first and "folio" in second and first.get("title") == second.get("title") is not None:
        pages = words("{one} and {other}", one=first["folio"], other=second["folio"])
        return listed([first["title"], pages])
    return words("{one} and {other}", one=called(one, name), other=called(other, other_name))


def called(provenance: Mapping[str, Any], name: str) -> str:
    """What a page is called in a title: its book and page where they are known, else its file's name."""
    known = dict(known_provenance(provenance))
    return listed(known[key] for key in ("title", "folio") if key in known) if "title" in known else name


def known_provenance(provenance: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields of a provenance that say something, by name, in the order in which they are read."""
    return [(key, str(provenance[key])) for key in _FIELDS if str(provenance.get(key) or "").strip()]


def provenance_rows(provenance: Mapping[str, Any], role: str = "") -> list[tuple[str, object]]:
    """The same as a row of a table, none where nothing is known; `role` says of what it is."""
    known = [
        words("{name}: {text}", name=_FIELDS[key], text=text) for key, text in known_provenance(provenance)
    ]
    name = words("{role}, provenance", role=role) if role else words("provenance")
    return [(name, clauses(known))] if known else []


def finding_block(one: Finding) -> str:
    """A finding: its number in its colour, its sentence, what was said of it, its pictures."""
    (block,) = sections(
        environment_of_reports(),
        [_FINDING],
        number=one.number,
        heading=one.heading,
        text=one.text,
        colour="#{:02x}{:02x}{:02x}".format(*one.colour),
        verdict=one.verdict,
        note=one.note,
        shown=one.pictures,
    )
    return block


def cover_pictures(pictures: Pictures, shown: Sequence[Shown]) -> Markup:
    """The pictures of a cover: side by side, one above the other where they are wide."""
    wide = all(one.pixels.shape[1] > 2 * one.pixels.shape[0] for one in shown)
    return pictures.rows(shown, height=WIDE_HEIGHT if wide else COVER_HEIGHT, most=1 if wide else 2)


def numbered(number: int, box: tuple[float, float, float, float], colour: tuple[int, int, int]) -> Mark:
    """The place of a finding on a picture of the whole."""
    return Mark(box, colour, str(number))
