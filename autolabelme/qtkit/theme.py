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
_STYLE = "fusion"
_CHOSEN, _WATCHED = "theme", "theme watched"
_SEMANTIC = {
    # light background, dark background
    "error": ("#b3261e", "#ff8a80"),
    "warning": ("#8a5300", "#ffb74d"),
    "success": ("#1b6e35", "#81c995"),
    "accent": ("#1554d1", "#8ab4f8"),
    "muted": ("#5f6368", "#a9adb2"),
}
# Warm greys, a step apart: the picture is the strongest thing in the window.
_DARK = {
    QPalette.ColorRole.Window: "#242326",
    QPalette.ColorRole.WindowText: "#e9e6e1",
    QPalette.ColorRole.Base: "#1b1a1c",
    QPalette.ColorRole.AlternateBase: "#212023",
    QPalette.ColorRole.ToolTipBase: "#3a393d",
    QPalette.ColorRole.ToolTipText: "#e9e6e1",
    QPalette.ColorRole.Text: "#e9e6e1",
    QPalette.ColorRole.PlaceholderText: "#98948d",
    QPalette.ColorRole.Button: "#333236",
    QPalette.ColorRole.ButtonText: "#e9e6e1",
    QPalette.ColorRole.BrightText: "#ffffff",
    QPalette.ColorRole.Link: "#8ab4f8",
    QPalette.ColorRole.Highlight: "#3a6cc6",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Light: "#48464b",
    QPalette.ColorRole.Midlight: "#3d3b40",
    QPalette.ColorRole.Mid: "#19181a",
    QPalette.ColorRole.Dark: "#151416",
    QPalette.ColorRole.Shadow: "#0e0d0f",
}
_LIGHT = {
    QPalette.ColorRole.Window: "#f3f1ed",
    QPalette.ColorRole.WindowText: "#211f1c",
    QPalette.ColorRole.Base: "#ffffff",
    QPalette.ColorRole.AlternateBase: "#f9f8f5",
    QPalette.ColorRole.ToolTipBase: "#fffdf2",
    QPalette.ColorRole.ToolTipText: "#211f1c",
    QPalette.ColorRole.Text: "#211f1c",
    QPalette.ColorRole.PlaceholderText: "#6d6963",
    QPalette.ColorRole.Button: "#fbfaf8",
    QPalette.ColorRole.ButtonText: "#211f1c",
    QPalette.ColorRole.BrightText: "#ffffff",
    QPalette.ColorRole.Link: "#1554d1",
    QPalette.ColorRole.Highlight: "#2458b8",
    QPalette.ColorRole.HighlightedText: "#ffffff",
    QPalette.ColorRole.Light: "#ffffff",
    QPalette.ColorRole.Midlight: "#f8f6f3",
    QPalette.ColorRole.Mid: "#c9c5be",
    QPalette.ColorRole.Dark: "#a09c95",
    QPalette.ColorRole.Shadow: "#75716b",
}


def apply_theme(name: str) -> None:
    """Use the "system", "light" or "dark" theme from now on in every window.

    Light and dark are Fusion in two palettes of our own; the platform is asked, too (Qt 6.8 and later), for
    the frames of its windows. "system" is light or dark as the platform says, and follows it; a style of the
    platform's own keeps its colours.
    """
    if name not in THEMES:
        raise ValueError(f"theme: expected one of {', '.join(THEMES)}, got {name!r}")
    app = QApplication.instance()
    hints = QGuiApplication.styleHints()
    if not isinstance(app, QApplication) or hints is None:
        raise RuntimeError("apply_theme: expected a running QApplication")
    if not app.property(_WATCHED):
        app.setProperty(_WATCHED, True)
        hints.colorSchemeChanged.connect(lambda _scheme: _dress(app))
    app.setProperty(_CHOSEN, name)
    app.setPalette(QPalette())
    if name == "system":
        if hasattr(hints, "unsetColorScheme"):
            hints.unsetColorScheme()
    elif hasattr(hints, "setColorScheme"):
        hints.setColorScheme(Qt.ColorScheme.Dark if name == "dark" else Qt.ColorScheme.Light)
    _dress(app)


def _dress(app: QApplication) -> None:
    """Fusion in our colours for the theme that is chosen; the system's own style keeps its own."""
    name = app.property(_CHOSEN)
    style = app.style()
    if name != "system":
        if style is None or style.objectName().lower() != _STYLE:
            app.setStyle(_STYLE)
    elif style is not None and style.objectName().lower() != _STYLE:
        return
    app.setPalette(QPalette())
    dark = is_dark() if name == "system" else name == "dark"
    app.setPalette(_palette(_DARK if dark else _LIGHT))
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
