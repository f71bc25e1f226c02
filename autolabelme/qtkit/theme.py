"""Light and dark: the system's by default, or the one that the user chose.

The font and its size are the system's and are never set here. Colours that carry a meaning come from
`semantic_color`, so that they are readable on either background.
"""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QGuiApplication, QPalette
from PyQt6.QtWidgets import QApplication

from .clear_frames import use_clear_frames

THEMES = ("system", "light", "dark")
_SEMANTIC = {
    # light background, dark background
    "error": ("#b3261e", "#ff8a80"),
    "warning": ("#8a5300", "#ffb74d"),
    "success": ("#1b6e35", "#81c995"),
    "accent": ("#1554d1", "#8ab4f8"),
    "muted": ("#5f6368", "#a9adb2"),
}
_DARK = {
    QPalette.ColorRole.Window: "#2b2b2d",
    QPalette.ColorRole.WindowText: "#e6e6e6",
    QPalette.ColorRole.Base: "#1f1f21",
    QPalette.ColorRole.AlternateBase: "#29292b",
    QPalette.ColorRole.ToolTipBase: "#3a3a3d",
    QPalette.ColorRole.ToolTipText: "#e6e6e6",
    QPalette.ColorRole.Text: "#e6e6e6",
    QPalette.ColorRole.PlaceholderText: "#8d8d90",
    QPalette.ColorRole.Button: "#38383b",
    QPalette.ColorRole.ButtonText: "#e6e6e6",
    QPalette.ColorRole.BrightText: "#ffffff",
    QPalette.ColorRole.Link: "#8ab4f8",
    QPalette.ColorRole.Highlight: "#3f6fc4",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Light: "#4a4a4d",
    QPalette.ColorRole.Midlight: "#424245",
    QPalette.ColorRole.Mid: "#222224",
    QPalette.ColorRole.Dark: "#1b1b1d",
    QPalette.ColorRole.Shadow: "#101012",
}
_LIGHT = {
    QPalette.ColorRole.Window: "#efeff1",
    QPalette.ColorRole.WindowText: "#1d1d1f",
    QPalette.ColorRole.Base: "#ffffff",
    QPalette.ColorRole.AlternateBase: "#f6f6f7",
    QPalette.ColorRole.ToolTipBase: "#ffffe1",
    QPalette.ColorRole.ToolTipText: "#1d1d1f",
    QPalette.ColorRole.Text: "#1d1d1f",
    QPalette.ColorRole.PlaceholderText: "#6e6e72",
    QPalette.ColorRole.Button: "#e6e6e9",
    QPalette.ColorRole.ButtonText: "#1d1d1f",
    QPalette.ColorRole.BrightText: "#ffffff",
    QPalette.ColorRole.Link: "#1554d1",
    QPalette.ColorRole.Highlight: "#2f6bd8",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Light: "#ffffff",
    QPalette.ColorRole.Midlight: "#f4f4f6",
    QPalette.ColorRole.Mid: "#c0c0c4",
    QPalette.ColorRole.Dark: "#9a9a9f",
    QPalette.ColorRole.Shadow: "#6f6f74",
}


def apply_theme(name: str) -> None:
    """Use the "system", "light" or "dark" theme from now on in every window.

    Light and dark are asked of the platform (Qt 6.8 and later); where it has no such thing, Fusion
    with a palette of our own stands in.
    """
    if name not in THEMES:
        raise ValueError(f"theme: expected one of {', '.join(THEMES)}, got {name!r}")
    app = QApplication.instance()
    hints = QGuiApplication.styleHints()
    if not isinstance(app, QApplication) or hints is None:
        raise RuntimeError("apply_theme: expected a running QApplication")
    if name == "system":
        if hasattr(hints, "unsetColorScheme"):
            hints.unsetColorScheme()
        app.setPalette(QPalette())
        use_clear_frames(app)
        return
    wanted = Qt.ColorScheme.Dark if name == "dark" else Qt.ColorScheme.Light
    app.setPalette(QPalette())
    if hasattr(hints, "setColorScheme"):
        hints.setColorScheme(wanted)
    if is_dark() != (name == "dark"):
        app.setStyle("Fusion")
        app.setPalette(_palette(_DARK if name == "dark" else _LIGHT))
    use_clear_frames(app)


def is_dark() -> bool:
    """Whether windows are light on dark at the moment."""
    palette = QGuiApplication.palette()
    window, text = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText)
    return window.lightness() < text.lightness()


def semantic_color(name: str) -> QColor:
    """The colour of "error", "warning", "success", "accent" or "muted" text on the present background."""
    return QColor(_SEMANTIC[name][is_dark()])


def _palette(colors: dict[QPalette.ColorRole, str]) -> QPalette:
    palette = QPalette()
    for role, color in colors.items():
        palette.setColor(role, QColor(color))
    faint = QColor(colors[QPalette.ColorRole.PlaceholderText])
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return palette
