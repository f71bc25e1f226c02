"""The card of a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..cards import Card
from .overlays import color_of
from .words import heading, sentence

if TYPE_CHECKING:
    from detector.core.inspection.findings import Finding


def card_of(number: int, finding: Finding, captions: tuple[str, str, str]) -> Card:
    """The finding in place `number` of the list, from 0, with what stands below its pictures."""
    return Card(
        number,
        heading(number + 1, finding),
        sentence(finding),
        color_of(finding),
        captions,
        finding.note,
        finding.verdict,
    )
