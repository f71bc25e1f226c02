"""What the workspace says of findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PyQt6.QtCore import QCoreApplication

from autolabelme.core.languages import figure
from autolabelme.qtkit.messages import said
from detector.core.inspection.findings import KINDS
from detector.core.inspection.words import InspectionWords, concluded_words, kind_words, shown_words

if TYPE_CHECKING:
    from detector.core.inspection.findings import Finding
    from detector.core.inspection.left_out import Compared

    from .why_pictures import Why


def sentence_of(
    conclusion: str, findings: Sequence[Finding], line: str, compared: Compared | None = None
) -> str:
    """`concluded_words` as the window says it."""
    text = said(concluded_words(conclusion, findings, line, compared))
    return f"{text[:1].upper()}{text[1:]}"


def not_compared(notes: Sequence[str]) -> str:
    """What of two impressions was not compared, of an inspection's notes: "3 mm at the head were not ..."."""
    told = (said(one) for one in notes if getattr(one, "code", None) == InspectionWords.LEFT_OUT)
    return "; ".join(f"{one[:1].upper()}{one[1:]}" for one in told)


def heading(number: int, finding: Finding) -> str:
    """The title of a finding: "3. foreign, label 19 is expected"."""
    kind = said(kind_words(finding.kind))
    expected = finding.expected if finding.expected != finding.label else ""
    if finding.label and expected:
        text = _tr("{0}. {1}: label {2}, label {3} is expected")
    elif expected:
        text = _tr("{0}. {1}: label {3} is expected")
    elif finding.label:
        text = _tr("{0}. {1}: label {2}")
    else:
        text = _tr("{0}. {1}")
    return text.format(number, kind, finding.label, expected)


def sentence(finding: Finding) -> str:
    """What a finding shows, in one sentence: what differs there, and its p."""
    text = said(shown_words(finding.kind, finding.evidence))
    text = f"{text[:1].upper()}{text[1:]}"
    if finding.p is None:
        return f"{text}."
    if finding.promised:
        return _tr("{0} (p {1}).").format(text, figure(finding.p, ".4f"))
    return _tr("{0} (p {1}, no rate is promised).").format(text, figure(finding.p, ".4f"))


def p_word(finding: Finding) -> str:
    """The p-value; an asterisk where the normals cannot promise the rate."""
    if finding.p is None:
        return "–"
    return figure(finding.p, ".4f") + ("" if finding.promised else "*")


def p_explained(finding: Finding) -> str:
    """What p and its asterisk mean for this finding."""
    if finding.p is None and KINDS[finding.kind].of_the_layout:
        return _tr("No p-value: this is a fact about the layout.")
    if finding.p is None:
        return _tr("No p-value: there are no normals to compare with.")
    if finding.promised:
        return _tr("p = {0}: the share of normal vignettes that differ as much").format(
            figure(finding.p, ".4f")
        )
    return _tr("p = {0}, but the normals are too few to promise the chosen rate").format(
        figure(finding.p, ".4f")
    )


def picture_word(what: str, label: str = "") -> str:
    """The name of what a finding stands beside; it names the `label` whose impressions are shown."""
    if label and what == "prototype":
        return _tr("median of label {0}").format(label)
    if label and what == "normal":
        return _tr("normal of {0}").format(label)
    words = {
        "reference": _tr("reference"),
        "prototype": _tr("median of normals"),
        "normal": _tr("normal"),
        "drawn": _tr("model's drawing"),
    }
    return words[what]


def picture_tip(what: str, label: str = "") -> str:
    """One sentence: what a picture in *why flagged* shows, and of which `label`, if of one."""
    tips = {
        "reference": _tr("The same place on the reference, laid on the ornament"),
        "prototype": _tr("The median of normal impressions of label {0}, turned as it stands here"),
        "normal": _tr("A normal impression of label {0}, among those that look most like this one"),
        "drawn": _tr("What the model draws there: an illustration, it decides nothing"),
    }
    return tips[what].format(label)


def captions(*, reference: bool) -> tuple[str, str, str]:
    """Below the pictures of a card."""
    beside = _tr("reference") if reference else _tr("its normals")
    return _tr("printed here"), beside, _tr("lost, gained")


def evidence_word(key: str) -> str:
    """The title of one of Inspect's own maps."""
    words = {
        "combined": _tr("Combined evidence"),
        "change": _tr("Change, as learned"),
        "dae": _tr("Decoder's residual"),
        "signed": _tr("Ink lost and gained"),
        "loss": _tr("Ink lost"),
        "gain": _tr("Ink gained"),
        "unexplained": _tr("Unexplained ink"),
        "none": _tr("No map"),
    }
    return words[key]


def evidence_tip(key: str) -> str:
    """What one of Inspect's own maps shows, in a sentence or two."""
    tips = {
        "combined": _tr(
            "At each place the strongest of the learned change and of ink lost and gained; what decides is "
            "the learned change and straight breaks, and unexplained ink"
        ),
        "change": _tr(
            "How sure a network is that ink was lost (blue) or gained (orange); it learned from cuts and "
            "additions set by the press"
        ),
        "dae": _tr(
            "What the decoder's reconstruction from the detector's features does not explain: an "
            "illustration, it decides nothing"
        ),
        "signed": _tr(
            "Against the prototype of each label: blue where ink is missing, orange where it is new"
        ),
        "loss": _tr("Ink of the prototype that is missing here"),
        "gain": _tr("Ink that the prototype does not have"),
        "unexplained": _tr("Ink that no vignette of the catalogue accounts for"),
        "none": _tr("Only the boxes"),
    }
    return tips[key]


def evidence_lines(finding: Finding) -> list[str]:
    """What speaks for a finding, in the window's language."""
    return [said(line) for line in finding.evidence]


def figure_rows(finding: Finding, why: Why | None) -> list[tuple[str, str, str]]:
    """Rows of the selected finding's figures: what, score or count, p."""
    rows = [(_tr("this finding"), figure(finding.score, ".2f"), p_word(finding))]
    if why is not None and why.normals:
        whose = _tr("normals of all labels") if why.pooled else _tr("normals of label {0}").format(why.label)
        rows.append((whose, str(why.normals), ""))
    return rows


def _tr(text: str) -> str:
    return QCoreApplication.translate("InspectWords", text)
