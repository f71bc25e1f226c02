"""What the workspace says of findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from detector.core.inspection.findings import Finding


def kind_word(kind: str) -> str:
    """The translated name of a kind of finding."""
    words = {
        "altered": _tr("altered"),
        "foreign": _tr("foreign"),
        "missing": _tr("missing"),
        "misplaced": _tr("misplaced"),
        "swapped": _tr("swapped"),
    }
    return words[kind]


def verdict_word(verdict: str) -> str:
    """The translated verdict; '' while nothing was said."""
    return {"accepted": _tr("accepted"), "rejected": _tr("rejected"), "": ""}[verdict]


def label_words(finding: Finding) -> str:
    """What stands there and what should: "12", "12, expected 7", "expected 7"."""
    expected = finding.expected if finding.expected != finding.label else ""
    if finding.label and expected:
        return _tr("{0}, expected {1}").format(finding.label, expected)
    if expected:
        return _tr("expected {0}").format(expected)
    return finding.label or "–"


def p_word(finding: Finding) -> str:
    """The p-value; an asterisk where the normals cannot promise the rate."""
    if finding.p is None:
        return "–"
    return f"{finding.p:.4f}" + ("" if finding.promised else "*")


def p_explained(finding: Finding) -> str:
    """What p and its asterisk mean for this finding."""
    if finding.p is None:
        return _tr("No p-value: this is a fact about the layout, or there are no normals to compare with.")
    if finding.promised:
        return _tr("p = {0}: the share of normal vignettes that differ as much").format(f"{finding.p:.4f}")
    return _tr("p = {0}, but the normals are too few to promise the chosen rate").format(f"{finding.p:.4f}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("InspectWords", text)
