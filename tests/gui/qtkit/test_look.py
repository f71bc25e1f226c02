"""Theme and icons; and that importing qtkit is light."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PyQt6.QtGui import QColor, QIcon, QPalette
from PyQt6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from autolabelme.core import report_style
from autolabelme.qtkit.icons import icon
from autolabelme.qtkit.theme import apply_theme, is_dark, semantic_color


def contrast(first: QColor, second: QColor) -> float:
    """WCAG contrast ratio, 1..21."""

    def luminance(color: QColor) -> float:
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in color.getRgbF()[:3]]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.fixture
def themed(qapp: QApplication):
    style = qapp.style().objectName()
    yield
    apply_theme("system")
    qapp.setStyle(style)


def test_reports_have_the_windows_colours(qapp: QApplication, themed: None) -> None:
    apply_theme("light")
    palette = qapp.palette()
    assert QColor(report_style.TEXT) == palette.color(QPalette.ColorRole.Text)
    assert QColor(report_style.LINE) == palette.color(QPalette.ColorRole.Mid)
    assert QColor(report_style.FAINT) == semantic_color("muted")
    for text in (report_style.TEXT, report_style.FAINT):
        assert contrast(QColor(text), QColor("white")) > 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_is_readable(qapp: QApplication, themed: None, theme: str) -> None:
    apply_theme(theme)
    assert is_dark() == (theme == "dark")
    palette = qapp.palette()
    assert contrast(palette.window().color(), palette.windowText().color()) > 7
    for name in ("error", "warning", "success", "accent", "muted"):
        assert contrast(palette.window().color(), semantic_color(name)) >= 4.5, name


def test_an_unknown_theme_is_refused(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="sepia"):
        apply_theme("sepia")


def test_an_icon_follows_the_theme_and_the_disabled_state(qtbot: QtBot, themed: None) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(icon("mdi6.magnify"))

    def ink(mode: QIcon.Mode) -> QColor:
        image = button.icon().pixmap(32, 32, mode).toImage()
        colors = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
        return max(colors, key=lambda color: color.alpha())

    apply_theme("light")
    assert ink(QIcon.Mode.Normal).lightness() < 80
    assert ink(QIcon.Mode.Disabled).lightness() > ink(QIcon.Mode.Normal).lightness()
    apply_theme("dark")
    assert ink(QIcon.Mode.Normal).lightness() > 180


def test_importing_qtkit_is_light() -> None:
    code = (
        "import sys, pkgutil, importlib, autolabelme.qtkit as kit\n"
        "for found in pkgutil.iter_modules(kit.__path__):\n"
        "    importlib.import_module('autolabelme.qtkit.' + found.name)\n"
        "from PyQt6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "from autolabelme.qtkit.icons import icon\n"
        "icon('mdi6.magnify').pixmap(16, 16)\n"
        "heavy = {'torch', 'scipy', 'skimage', 'pyqtgraph', 'qtawesome', 'pydantic', 'PyQt5'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
