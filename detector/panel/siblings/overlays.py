"""Impressions as boxes over the page: suspicious ones lit on a warm scale and by line, the others faint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from autolabelme.core.matching.poses import Pose
from autolabelme.qtkit.messages import said
from autolabelme.qtkit.overlays import OverlayItem
from detector.core.inspection.words import kind_words

if TYPE_CHECKING:
    from .presenter import Row

# From surest to least sure, dark to light, so that they differ without colour, too.
_STEPS = ((0.001, "#640519"), (0.01, "#a81c12"))
_LEAST = "#b8480a"
CALM, STRUCK = "#6c757b", "#5f6368"
_SURE = 0.01
_SOLID, _DASHED = Pose(), Pose(0.0, True)


def color_of(row: Row) -> str:
    """The row's colour: on the warm scale where it is flagged."""
    if row.struck:
        return STRUCK
    p = row.judged.vignette.p
    if not row.flagged or p is None:
        return CALM
    return next((color for limit, color in _STEPS if p <= limit), _LEAST)


def items_of(rows: tuple[Row, ...]) -> list[OverlayItem]:
    """An item for each row, its id the number of the impression.

    Flagged: a veil and a thick line, solid when it is surest and dashed else. Struck out: grey and dotted.
    """
    items = []
    for row in rows:
        mark = {"accepted": " ✓", "rejected": " ✗", "": ""}[row.said.verdict]
        p = row.judged.vignette.p
        text = ""
        if row.struck:
            text = "✗ " + row.judged.vignette.label
        elif row.flagged:
            text = f"{row.rank} {said(kind_words(row.judged.kind))}{mark}"
        items.append(
            OverlayItem(
                id=str(row.number),
                box=row.judged.vignette.box,
                pose=_SOLID if p is None or p <= _SURE or not row.flagged else _DASHED,
                text=text,
                # A veil over what is lit; the print under it stays readable.
                role="proposed" if row.flagged and not row.struck else "match",
                verdict="rejected" if row.struck else "",
                weak=not row.flagged and not row.struck,
                color=color_of(row),
                editable=False,
            )
        )
    return items
