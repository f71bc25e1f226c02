"""A model card in the report: the little Markdown that cards are written in, as HTML that Qt can lay out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

_RULE = re.compile(r"^\|[\s:|-]+\|$")


def card_html(card: str) -> list[str]:
    """Blocks of HTML of a card's text: headings, lists, tables (an empty head is left out), paragraphs.

    Everything else is shown as it stands. Headings are two steps smaller than in the card, since the
    report has a title of its own.
    """
    blocks: list[str] = []
    heading = ""
    for kind, lines in groupby(card.splitlines(), _kind):
        if not kind:
            continue
        part = "".join(_part(kind, list(lines)))
        # A heading stays on the page of what it heads.
        if kind == "heading":
            heading += part
        else:
            blocks.append(heading + part)
            heading = ""
    return [*blocks, heading] if heading else blocks


def _kind(line: str) -> str:
    if not line.strip():
        return ""
    if line.startswith("#"):
        return "heading"
    if line.startswith("|"):
        return "table"
    return "list" if line.lstrip().startswith(("- ", "* ")) else "text"


def _part(kind: str, lines: list[str]) -> Iterator[str]:
    if kind == "heading":
        for line in lines:
            text = line.lstrip("#")
            level = min(len(line) - len(text) + 2, 6)
            yield f"<h{level}>{escape(text.strip())}</h{level}>"
    elif kind == "table":
        yield '<table class="small facts" cellpadding="1">'
        for number, line in enumerate(lines):
            cells = [escape(cell.strip()) for cell in line.strip().strip("|").split("|")]
            if _RULE.match(line.strip()) or not any(cells):
                continue
            head = number == 0
            tag = "th" if head else "td"
            inside = "".join(f'<{tag} align="left">{cell}</{tag}>' for cell in cells)
            yield f"<thead><tr>{inside}</tr></thead>" if head else f"<tr>{inside}</tr>"
        yield "</table>"
    elif kind == "list":
        yield '<ul class="small">'
        yield from (f"<li>{escape(line.lstrip()[2:].strip())}</li>" for line in lines)
        yield "</ul>"
    else:
        yield f'<p class="small">{escape(" ".join(line.strip() for line in lines))}</p>'
