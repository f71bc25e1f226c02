"""What the workspace says of findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PyQt6.QtCore import QCoreApplication

from autolabelme.core.languages import figure
from autolabelme.qtkit.messages import said
from detector.core.inspection.findings import KINDS
from detector.core.inspection.words import counted, kind_words

if TYPE_CHECKING:
    from detector.core.inspection.findings import Finding

    from .why_pictures import Why


def verdict_word(verdict: str) -> str:
    """The translated verdict; '' while nothing was said."""
    return {"accepted": _tr("accepted"), "rejected": _tr("rejected"), "": ""}[verdict]


def sentence_of(conclusion: str, findings: Sequence[Finding], line: str) -> str:
    """What was concluded of the ornament in one sentence; what it rests on is the record's own `line`."""
    standing = Counter(one.kind for one in findings if one.verdict != "rejected")
    kinds = ", ".join(said(counted({kind: count})) for kind, count in sorted(standing.items()))
    if conclusion == "differs" and kinds:
        return _tr("This ornament differs: {0}.").format(kinds)
    if conclusion == "differs":
        return _tr("This ornament differs as a whole.")
    if conclusion == "places":
        return _tr("Single places stand out, the whole is like the others: {0}.").format(kinds)
    if conclusion == "nothing" and findings:
        return _tr("Nothing that was found stands.")
    if conclusion == "nothing":
        return _tr("Nothing stands out.")
    return f"{line[:1].upper()}{line[1:]}"


def label_words(finding: Finding) -> str:
    """What stands there and what should: "12", "12, expected 7", "expected 7"."""
    expected = finding.expected if finding.expected != finding.label else ""
    if finding.label and expected:
        return _tr("{0}, expected {1}").format(finding.label, expected)
    if expected:
        return _tr("expected {0}").format(expected)
    return finding.label or "–"


def heading(number: int, finding: Finding) -> str:
    """The title of a finding: "3. foreign: label 19 is expected here"."""
    kind = said(kind_words(finding.kind))
    expected = finding.expected if finding.expected != finding.label else ""
    if finding.label and expected:
        text = _tr("{0}. {1}: label {2}, where label {3} is expected")
    elif expected:
        text = _tr("{0}. {1}: label {3} is expected here")
    elif finding.label:
        text = _tr("{0}. {1}: label {2}")
    else:
        text = _tr("{0}. {1}")
    return text.format(number, kind, finding.label, expected)


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
    """The caption of a picture in *why flagged*; it names the `label` whose impressions are shown."""
    if label and what == "prototype":
        return _tr("prototype of {0}").format(label)
    if label and what == "normal":
        return _tr("normal of {0}").format(label)
    words = {
        "printed": _tr("printed"),
        "reference": _tr("reference"),
        "expected": _tr("drawn"),
        "prototype": _tr("prototype"),
        "residual": _tr("residual"),
        "signed": _tr("lost, gained"),
        "normal": _tr("normal"),
    }
    return words[what]


def picture_tip(what: str, label: str = "") -> str:
    """One sentence: what a picture in *why flagged* shows, and of which `label`, if of one."""
    if label and what in ("prototype", "signed", "normal"):
        of_label = {
            "prototype": _tr("The median of normal impressions of label {0}, turned as it stands here"),
            "signed": _tr("Against the prototype of {0}. Blue: ink is missing. Orange: there is more ink."),
            "normal": _tr("A normal impression of label {0}, among those that look most like this one"),
        }
        return of_label[what].format(label)
    tips = {
        "printed": _tr("The place as it was printed on this ornament"),
        "reference": _tr("The same place on the reference, laid on the ornament"),
        "expected": _tr(
            "What the model draws there, as an illustration, or the reference where there is no model"
        ),
        "prototype": _tr("The median of normal impressions of the label, turned as it stands here"),
        "residual": _tr("Always on the same scale: dark means that normals hardly ever differ so"),
        "signed": _tr("Blue: ink is missing. Orange: there is more ink."),
        "normal": _tr("A normal impression of this label, among those that look most like this one"),
    }
    return tips[what]


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
            "At each place the strongest of the learned change, the residual, and ink lost and gained; what "
            "decides is the learned change and straight breaks, and unexplained ink"
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


def score_lines(why: Why) -> list[str]:
    """The finding's evidence, its p, and where its score stands among the normals, in words."""
    finding = why.finding
    lines = [*evidence_lines(finding), p_explained(finding)]
    if why.normals and finding.p is not None:
        whose = _tr("of all labels") if why.pooled else _tr("of label {0}").format(why.label)
        lines.append(
            _tr("Score {0}: more than {1}% of {2} held-out normals {3}").format(
                figure(finding.score, ".2f"), figure(100 * (1 - finding.p), ".1f"), why.normals, whose
            )
        )
    return lines


def _tr(text: str) -> str:
    return QCoreApplication.translate("InspectWords", text)
