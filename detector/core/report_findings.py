"""Findings in a report, of both kinds of inspection: numbered, without those that the historian rejected."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from autolabelme.core.languages import figure, said, sentence
from autolabelme.core.messages import clauses
from autolabelme.core.report import (
    SHOWN_FINDINGS,
    environment_of_reports,
    p_words,
    sections,
    words,
)
from autolabelme.core.report_parts import PAIR_HEIGHT, finding_block, numbered
from autolabelme.core.report_parts import Finding as Part
from autolabelme.core.report_pictures import Mark, Pictures, Shown

from .inspection.findings import KINDS, Finding, Vignette
from .inspection.source import Source
from .inspection.words import kind_words

_VERDICTS = {"accepted": words("accepted"), "rejected": words("rejected"), "": words("open")}

_TABLE = """
<h2>{{ heading }}</h2>
{{ table(head, rows) }}
{% for one in below %}<p class="small">{{ one }}</p>{% endfor %}
"""
_SOURCE = """
<code>{{ name }}</code>{{ place }}<br><span class="name">{{ "SHA-256" }}</span> <code>{{ sha256 }}</code>
"""

Numbered = Sequence[tuple[int, Finding]]
"""Findings with their numbers, which are those of the window and of findings.json."""


def standing(findings: Sequence[Finding], *, rejected: bool = False) -> Numbered:
    """The findings that stand, or those that the historian rejected."""
    return [
        (number, one) for number, one in enumerate(findings, 1) if (one.verdict == "rejected") is rejected
    ]


def marks_of(vignettes: Sequence[Vignette], findings: Numbered) -> tuple[Mark, ...]:
    """Thin frames round the vignettes, numbered ones in their kind's colour round the findings."""
    frames = [Mark(one.box) for one in vignettes]
    return (*frames, *(numbered(number, one.box, KINDS[one.kind].colour) for number, one in findings))


def heading_words(one: Finding, names: Mapping[str, str]) -> str:
    """What a finding is called: its kind, its label, what is expected there."""
    label = (
        words("{label} ({name})", label=one.label, name=names[one.label])
        if names.get(one.label)
        else one.label
    )
    said_of = {"kind": sentence(kind_words(one.kind))[:-1], "label": label, "expected": one.expected}
    if one.label and one.expected not in ("", one.label):
        return words("{kind}, label {label}; label {expected} is expected here", **said_of)
    if one.label:
        return words("{kind}, label {label}", **said_of)
    if one.expected:
        return words("{kind}, label {expected} is expected here", **said_of)
    return str(said_of["kind"])


def with_p(shown: str, one: Finding) -> str:
    """What a finding shows, with its p where it has one."""
    if one.p is None:
        return shown
    if one.promised:
        return words("{shown} (p {p})", shown=shown, p=p_words(one.p))
    return words("{shown} (p {p}, no rate is promised)", shown=shown, p=p_words(one.p))


def finding_blocks(
    pictures: Pictures,
    findings: Numbered,
    shown: Callable[[Finding], Sequence[Shown]],
    sentence_of: Callable[[Finding], str],
    names: Mapping[str, str] | None = None,
) -> list[str]:
    """A block a finding.

    Parameters
    ----------
    shown : its pictures, the two that are compared, then the others
    sentence_of : what is said of it
    names : what the catalogue calls its labels
    """
    blocks = []
    for number, one in findings[:SHOWN_FINDINGS]:
        found = tuple(shown(one))
        blocks.append(
            finding_block(
                Part(
                    number,
                    heading_words(one, names or {}),
                    sentence_of(one),
                    KINDS[one.kind].colour,
                    pictures.beside(found[:2], found[2:], height=PAIR_HEIGHT),
                    _VERDICTS[one.verdict] if one.verdict else "",
                    one.note,
                ),
            )
        )
    return blocks


def findings_tables(findings: Sequence[Finding]) -> list[str]:
    """All that speaks for each finding, and what the historian rejected, with the reasons."""
    blocks = _table(words("All evidence"), standing(findings))
    return blocks + _table(words("Rejected by the historian"), standing(findings, rejected=True))


def _table(heading: str, findings: Numbered) -> list[str]:
    if not findings:
        return []
    head = [words("no."), words("kind"), words("label"), words("expected"), "p", words("score")]
    tested = [one for _, one in findings if one.p is not None]
    below = [words("* too few normals to promise the false-alarm rate for this one")]
    rows = [
        (
            number,
            kind_words(one.kind),
            one.label,
            one.expected,
            p_words(one.p) + ("" if one.p is None or one.promised else "*"),
            figure(one.score, ".2f"),
            said(_VERDICTS[one.verdict]),
            said(clauses([*one.evidence, *filter(None, [one.note])])),
        )
        for number, one in findings
    ]
    return sections(
        environment_of_reports(),
        [_TABLE],
        heading=heading,
        head=[*head, words("verdict"), words("evidence and note")],
        rows=rows,
        below=below if any(not one.promised for one in tested) else [],
    )


def source_words(source: Source) -> str:
    """A file that went into an inspection, with its place and its hash, as markup."""
    (block,) = sections(
        environment_of_reports(),
        [_SOURCE],
        name=source.path.name,
        place=place_words(source),
        sha256=source.sha256,
    )
    return block


def place_words(source: Source) -> str:
    """Which ornament of its file it is: page (from 1) and box in pixels; nothing for a whole first page."""
    page = words(", page {page}", page=source.page + 1) if source.page else ""
    if source.box is None:
        return page
    edges = dict(zip(("x1", "y1", "x2", "y2"), source.box, strict=True))
    box = words(", from ({x1:.0f}, {y1:.0f}) to ({x2:.0f}, {y2:.0f}) px", **edges)
    return words("{page}{box}", page=page, box=box) if page else box
