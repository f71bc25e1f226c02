"""Labels in the theme's colours, text and signs, that stay readable when the theme changes under them."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, QSize, Qt
from PyQt6.QtGui import QPalette
from PyQt6.QtWidgets import QApplication, QLabel, QWidget

from .icons import icon
from .theme import semantic_color

_HEADLINE = 1.15
"""Size of a headline's letters against those around it."""


class TonedLabel(QLabel):
    """Wrapped plain text in the colour of `tone`: a name for `theme.semantic_color`, '' for the window's."""

    def __init__(self, tone: str = "muted", parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._tone = tone
        self._dress()

    @property
    def tone(self) -> str:
        return self._tone

    def set_tone(self, tone: str) -> None:
        """Use another colour from now on."""
        if tone != self._tone:
            self._tone = tone
            self._dress()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        # An own palette is kept through a change of theme, so its colour has to be set anew.
        palette = QPalette()
        if self._tone:
            color = semantic_color(self._tone)
            if self.palette().color(self.foregroundRole()) == color:
                return  # what is set here comes back as a change
            palette.setColor(self.foregroundRole(), color)
        elif not self.testAttribute(Qt.WidgetAttribute.WA_SetPalette):
            return
        self.setPalette(palette)


class Headline(QLabel):
    """One sentence over a picture, wrapped and in strong letters, also when the program's font changes."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._enlarge()
        if parent is not None:
            parent.installEventFilter(self)

    def event(self, e: QEvent | None) -> bool:
        above = self.parentWidget()
        if e is not None and e.type() == QEvent.Type.ParentChange and above is not None:
            above.installEventFilter(self)
            self._enlarge()
        return super().event(e)

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        # A label with letters of its own is not told when those about it change.
        if event is not None and event.type() == QEvent.Type.FontChange and watched is self.parentWidget():
            self._enlarge()
        return super().eventFilter(watched, event)

    def _enlarge(self) -> None:
        above = self.parentWidget()
        font = QApplication.font(self) if above is None else above.font()
        font.setBold(True)
        font.setPointSizeF(_HEADLINE * font.pointSizeF())
        self.setFont(font)


class SignLabel(QLabel):
    """An icon by name as a label; a pixmap alone would keep the colour that it was drawn in."""

    def __init__(self, icon_name: str, side: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._icon_name = icon_name
        self._draw()

    def set_icon(self, icon_name: str) -> None:
        """Show another icon."""
        self._icon_name = icon_name
        self._draw()

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        size = QSize(self._side, self._side)
        self.setPixmap(icon(self._icon_name).pixmap(size, self.devicePixelRatioF()))
