"""The one writer of reports: blocks of HTML that a page (report.html) and a PDF take alike. No Qt.

A report is its blocks from top to bottom and its pictures by name. The markup keeps to what Qt's rich text
knows; pictures are embedded in the page, or handed to the PDF's writer, which needs Qt and is the caller's.
What all reports have, their cover and their findings, stands in `report_parts`.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from .arrays import U8
from .files import atomic_write_text
from .languages import figure, figures, said, sentence, spoken, translate
from .messages import Message, clauses, told
from .params import Params
from .report_pictures import embedded
from .report_style import PAGE_STYLE
from .signature import signature

REPORT_HTML, REPORT_PDF = "report.html", "report.pdf"
SHOWN_FINDINGS = 40
"""Findings of which a report shows pictures; the others stand in its table."""
_LINE, _LONGEST_WORD = 116, 24
"""Letters on a line of a table, and those of a word that is not broken."""
_LETTER_SHARE = 1.3
"""Per cent of the page's width that a letter of a short table is given."""
_VERSIONED = ("autolabelme", "numpy", "opencv-python", "scipy", "torch", "torchvision", "PyQt6")

_PAGE = """<!DOCTYPE html>
<html lang="{{ language }}"><head><meta charset="utf-8"><title>{{ title }}</title>
<meta name="generator" content="AutoLabelme">
{% if who %}<meta name="author" content="{{ who }}">{% endif %}
<style>{{ style }}</style></head><body>
{% for block in blocks %}<section{% if "<table class=\\"small rows" in block %} class="long"{% endif %}>
{{ block }}
</section>
{% endfor %}
</body></html>
"""
_FACTS = """
{% for key, value in rows %}
{% if loop.first %}<table class="small facts" cellpadding="1">{% endif %}
<tr><td width="165"><span class="name">{{ key }}</span></td><td>{{ value }}</td></tr>
{% if loop.last %}</table>{% endif %}
{% endfor %}
"""
_ROWS = """
<table class="small rows" width="{{ whole }}%" cellpadding="1"><thead><tr>
{% for one in head %}<th align="left" width="{{ widths[loop.index0] }}%">{{ one }}</th>{% endfor %}
</tr></thead>
{% for row in rows %}
<tr>{% for one in row %}<td>{{ one }}</td>{% endfor %}</tr>
{% endfor %}
</table>
"""


def _language() -> str:
    catalogue = spoken()
    return "en" if catalogue is None else catalogue.language


@dataclass(frozen=True, eq=False)
class Report:
    """A report: `blocks` of HTML from top to bottom, and the RGB or grey pixels of its images by name.

    `language` and `who` are those of the moment at which it is made.
    """

    title: str
    blocks: tuple[str, ...]
    images: Mapping[str, U8]
    who: str = field(default_factory=signature)
    language: str = field(default_factory=_language)

    def html(self) -> str:
        """The whole page with its images embedded."""
        addresses = embedded(self.images)

        def address(found: re.Match[str]) -> str:
            return f'src="{addresses.get(found[1], found[1])}"'

        page = environment_of_reports().from_string(_PAGE)
        return page.render(
            title=self.title,
            who=self.who,
            language=self.language,
            style=Markup(PAGE_STYLE),
            blocks=[Markup(re.sub(r'src="([\w-]+)"', address, block)) for block in self.blocks],
        )

    def write(self, folder: Path, pdf: WritePdf | None, *, stem: str = "report") -> None:
        """Write `stem`.html, and `stem`.pdf where there is a writer for it, into `folder`."""
        atomic_write_text(folder / f"{stem}.html", self.html())
        if pdf is not None:
            pdf(self, folder / f"{stem}.pdf")


WritePdf = Callable[[Report, Path], object]


def words(template: str, /, **values: object) -> Message:
    """What a report says with values in it, as `messages.told`."""
    return told("Report", template, **values)


def setting_words(params: type[Params], name: str) -> str:
    """A parameter as the window calls it, in the language that is spoken."""
    info = params.info(name)
    label = translate(params.__name__, info.label or name.replace("_", " ").capitalize())
    return f"{label} ({translate('Params', info.unit)})".lower() if info.unit else label.lower()


def value_words(value: object) -> str:
    """A setting's value, numbers as the language writes them."""
    if isinstance(value, list | tuple):
        return "; ".join(value_words(one) for one in value) or said("none")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return said(str(value))
    return figure(value, "g")


def report_files(pdf: WritePdf | None) -> list[str]:
    """The names of the files that `Report.write` makes."""
    return [REPORT_HTML] if pdf is None else [REPORT_HTML, REPORT_PDF]


def sections(environment: Environment, templates: Iterable[str], **context: Any) -> list[str]:
    """Each template as a block in the language that is spoken; those that come out empty are left out."""
    blocks = (environment.from_string(translate("Report", one)).render(**context) for one in templates)
    return [block for block in blocks if block.strip()]


def environment_of_reports() -> Environment:
    """The jinja2 environment of all reports.

    What a template shows is said in the language that is spoken, as far as it is known.
    Filters: `p`, `sentence`, `clauses` (texts, with semicolons between them), `format`. Functions:
    `facts(rows)`, a table of (name, value) or nothing without any; `table(head, rows)`, one with a head and
    without columns in which nothing stands. Both may be longer than a page.
    """
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_said,
    )
    environment.filters["p"] = p_words
    environment.filters["format"] = lambda template, value: figures(template % value)
    environment.filters["sentence"] = sentence
    environment.filters["clauses"] = lambda texts: said(clauses(texts))

    def facts(rows: Sequence[tuple[str, object]]) -> Markup:
        return Markup(environment.from_string(_FACTS).render(rows=rows))

    def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> Markup:
        used = [column for column in range(len(head)) if any(str(row[column]) for row in rows)]
        kept = [[row[column] for column in used] for row in rows]
        lines: list[list[object]] = [[head[column] for column in used], *kept]
        # Widths are stated, so that a table which goes on overleaf keeps its columns and breaks no word.
        room = _rooms([[said(str(line[at])) for line in lines] for at in range(len(used))])
        widths = [round(100 * one / sum(room)) for one in room]
        whole = min(100, round(_LETTER_SHARE * sum(room)))
        context = {"head": lines[0], "rows": kept, "widths": widths, "whole": whole}
        return Markup(environment.from_string(_ROWS).render(context)) if rows else Markup("")

    environment.globals |= {"facts": facts, "table": table}
    return environment


def _rooms(columns: Sequence[Sequence[str]]) -> list[int]:
    """Letters that each column of a table is given; the longest gives way where the page ends."""
    words_of = [max((len(word) for text in texts for word in text.split()), default=0) for texts in columns]
    least = [3 + min(one, _LONGEST_WORD) for one in words_of]
    room = [max(one, 3 + max(map(len, texts))) for one, texts in zip(least, columns, strict=True)]
    while sum(room) > _LINE and any(has > needs for has, needs in zip(room, least, strict=True)):
        longest = max(range(len(room)), key=lambda at: (room[at] > least[at], room[at]))
        room[longest] = max(least[longest], room[longest] - max(1, (sum(room) - _LINE) // 2))
    return room


def p_words(p: float | None) -> str:
    """A p-value, or a dash where there is none."""
    return "–" if p is None else figure(p, ".4f")


def _said(value: Any) -> Any:
    """What a template shows, as far as it is known; markup and addresses stay."""
    return said(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def versions() -> list[tuple[str, str]]:
    """Versions of what has a part in the figures."""
    found = [("Python", platform.python_version())]
    for name in _VERSIONED:
        try:
            found.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            continue
    return found
