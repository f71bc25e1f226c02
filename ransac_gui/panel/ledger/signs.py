"""How the three states look: a sign, a colour and a line, so that they are told without colour, too."""

from __future__ import annotations

from typing import NamedTuple

from PyQt6.QtCore import Qt

from ransac_gui.core.ledger.report import SIGNS
from ransac_gui.core.ledger.states import ABSENT, CANNOT_TELL, PRESENT


class Sign(NamedTuple):
    """Of one state."""

    text: str
    color: str
    line: Qt.PenStyle


_SIGNS = {
    PRESENT: Sign(SIGNS[PRESENT], "#c2410c", Qt.PenStyle.SolidLine),
    ABSENT: Sign(SIGNS[ABSENT], "#5f6b76", Qt.PenStyle.DashLine),
    CANNOT_TELL: Sign("?", "#7a5c00", Qt.PenStyle.DotLine),
}


def sign_of(state: str) -> Sign:
    """The sign of one of `states.STATES`; white text is read on its colour."""
    return _SIGNS[state]
