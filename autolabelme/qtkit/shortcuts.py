"""Keys and gestures of the shared views, for the shortcut sheet (those of actions stand in the menus)."""

from __future__ import annotations

from PyQt6.QtCore import QCoreApplication, Qt
from PyQt6.QtGui import QKeyEvent

from .compare_modes import KEYS, MODES, mode_name

Rows = list[tuple[str, str]]


def view_rows() -> Rows:
    """(keys, what they do) in every picture: the canvas and the compare view."""
    return [
        (_tr("Wheel, Ctrl+wheel"), _tr("Zoom at the cursor")),
        (_tr("Space+drag, middle button"), _tr("Pan")),
        (_tr("Shift+wheel"), _tr("Pan sideways")),
        ("F", _tr("Fit")),
        ("1", _tr("Actual pixels")),
        ("M", _tr("Show or hide the minimap")),
        (_tr("H held"), _tr("Hide what lies over the picture")),
        ("Esc", _tr("Give up what is being dragged")),
    ]


def compare_rows(*, landmarks: bool = True) -> Rows:
    """(keys, what they do) of the compare view, with or without those for setting landmarks."""
    rows = [
        *((KEYS[mode], mode_name(mode)) for mode in MODES),
        (_tr("B again"), _tr("Pause or go on blinking")),
        (_tr("X held"), _tr("The source alone")),
        ("[  ]", _tr("Slower / faster; line, opacity, magnification")),
    ]
    if not landmarks:
        return rows
    return [
        *rows,
        (_tr("Click in both pictures"), _tr("Set a pair of landmarks (while setting landmarks)")),
        (_tr("Right click on a landmark"), _tr("Remove it")),
        (_tr("Backspace"), _tr("Remove the last landmark")),
    ]


def _tr(text: str) -> str:
    return QCoreApplication.translate("Shortcuts", text)


def arrow_step(event: QKeyEvent) -> int:
    """1 for the arrow right or down, -1 for left or up, 0 for any other key and with Shift, Ctrl or Alt."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return 0
    keys = Qt.Key
    steps: dict[int, int] = {keys.Key_Right: 1, keys.Key_Down: 1, keys.Key_Left: -1, keys.Key_Up: -1}
    return steps.get(event.key(), 0)
