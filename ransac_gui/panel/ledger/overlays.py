"""The events as numbered places over the block; their lines say what the shown impression has of them."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtCore import Qt

from autolabelme.core.matching.poses import Pose
from autolabelme.qtkit.overlays import OverlayItem
from ransac_gui.core.ledger.ledger import Row

from .signs import sign_of

_MARGIN_PX = 4
_LINES = {
    Qt.PenStyle.SolidLine: Pose(),
    Qt.PenStyle.DashLine: Pose(0.0, True),
    Qt.PenStyle.DotLine: Pose(45.0),
}
"""Poses whose lines these are."""


def items_of(rows: Iterable[Row], sheet: int) -> list[OverlayItem]:
    """An item for each event that stands, its id the event's number, as impression `sheet` shows it."""
    items = []
    for row in rows:
        x1, y1, x2, y2 = row.event.box
        sign = sign_of(row.states[sheet])
        rejected = row.verdict == "reject"
        items.append(
            OverlayItem(
                id=str(row.event.number),
                box=(x1 - _MARGIN_PX, y1 - _MARGIN_PX, x2 + _MARGIN_PX, y2 + _MARGIN_PX),
                pose=_LINES[sign.line],
                text=f"{row.event.number}{' ✗' if rejected else ''}",
                role="numbered",
                verdict="rejected" if rejected else "",
                color="#5f6368" if rejected else sign.color,
                editable=False,
            )
        )
    return items
