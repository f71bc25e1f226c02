"""Icons by name ("mdi6.magnify"), drawn from the font that qtawesome brings, in the palette's colour.

Importing qtawesome and making its first icon loads all of its fonts: 0.8 s measured, most of the
start-up budget. So the one font used here (Material Design Icons) is read from its folder, 10 ms at the
first icon, and qtawesome itself is imported only for another font's name.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import logging
from pathlib import Path

from PyQt6.QtCore import QPoint, QRect, QSize, Qt
from PyQt6.QtGui import QFont, QFontDatabase, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap

_FONT = "materialdesignicons6-webfont-*.ttf"
_CHARMAP = "materialdesignicons6-webfont-charmap-*.json"
_log = logging.getLogger(__name__)


def icon(name: str) -> QIcon:
    """The icon called `name`, a qtawesome name; it follows the theme and its widget's disabled state."""
    prefix, _, short = name.partition(".")
    if prefix == "mdi6" and (found := _glyphs().get(short)) is not None:
        return QIcon(_GlyphEngine(found))
    import qtawesome

    drawn: QIcon = qtawesome.icon(name)
    return drawn


class _GlyphEngine(QIconEngine):
    def __init__(self, glyph: str) -> None:
        super().__init__()
        self._glyph = glyph

    def paint(self, painter: QPainter | None, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        if painter is None:
            return
        groups, roles = QPalette.ColorGroup, QPalette.ColorRole
        group = groups.Disabled if mode == QIcon.Mode.Disabled else groups.Active
        role = roles.HighlightedText if mode == QIcon.Mode.Selected else roles.WindowText
        font = QFont(_family())
        font.setPixelSize(max(1, round(0.95 * min(rect.width(), rect.height()))))
        painter.save()
        painter.setFont(font)
        painter.setPen(QGuiApplication.palette().color(group, role))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._glyph)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        if pixmap.isNull():
            return pixmap  # a widget that is being laid out has no room yet
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._glyph)


def _folder() -> Path | None:
    spec = importlib.util.find_spec("qtawesome")
    return None if spec is None or spec.origin is None else Path(spec.origin).parent / "fonts"


@functools.cache
def _glyphs() -> dict[str, str]:
    """Name -> character; empty where qtawesome keeps its fonts in another way."""
    folder = _folder()
    files = [] if folder is None else sorted(folder.glob(_CHARMAP))
    if not files or not _family():
        _log.warning("qtawesome's Material Design font was not found; icons are drawn by qtawesome itself")
        return {}
    codes = json.loads(files[-1].read_text("utf-8"))
    return {name: chr(int(code, 16)) for name, code in codes.items()}


@functools.cache
def _family() -> str:
    folder = _folder()
    files = [] if folder is None else sorted(folder.glob(_FONT))
    if not files:
        return ""
    # From memory, not by name: on Windows a font file in use could not be upgraded by pip.
    families = QFontDatabase.applicationFontFamilies(
        QFontDatabase.addApplicationFontFromData(files[-1].read_bytes())
    )
    return families[0] if families else ""
