"""Findings as boxes over the ornament: one warm scale by p, line style by what is promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autolabelme.core.matching.poses import Pose
from autolabelme.qtkit.messages import said
from autolabelme.qtkit.overlays import OverlayItem
from detector.core.inspection.words import kind_words

if TYPE_CHECKING:
    from detector.core.inspection.findings import Finding, Vignette

# From surest to least sure; dark to light, so that they differ without colour, too.
_STEPS = ((0.002, "#640519"), (0.005, "#a81c12"), (0.02, "#b8480a"))
_LEAST = "#8f6000"
_REJECTED = "#6b6b6b"
# Its line is dashed; findings have no pose of their own.
_DASHED = Pose(0.0, True)


def color_of(finding: Finding) -> str:
    """The finding's colour; what carries no p is a fact about the layout and as dark as the surest."""
    if finding.verdict == "rejected":
        return _REJECTED
    if finding.p is None:
        return _STEPS[0][1] if finding.promised else _LEAST
    return next((color for limit, color in _STEPS if finding.p <= limit), _LEAST)


def items_of(findings: tuple[Finding, ...]) -> list[OverlayItem]:
    """An item for each finding, its id the finding's index; dashed where the rate is not promised."""
    items = []
    for index, finding in enumerate(findings):
        mark = {"accepted": " ✓", "rejected": " ✗", "": ""}[finding.verdict]
        items.append(
            OverlayItem(
                id=str(index),
                box=finding.box,
                pose=Pose() if finding.promised or finding.p is None else _DASHED,
                text=f"{index + 1} {said(kind_words(finding.kind))}{mark}",
                role="finding",
                verdict=finding.verdict,
                color=color_of(finding),
                editable=False,
            )
        )
    return items


def seen_items(vignettes: tuple[Vignette, ...]) -> list[OverlayItem]:
    """What the detector boxed, before anything is known of it: thin and grey, not to be selected."""
    return [
        OverlayItem(
            id=f"seen{index}", box=one.box, text=one.label, role="match", color=_REJECTED, editable=False
        )
        for index, one in enumerate(vignettes)
    ]
