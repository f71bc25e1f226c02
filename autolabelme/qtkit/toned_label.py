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


class LetterSize(QObject):
    """Keeps a widget's letters `factor` times as large as those about it, also when these change.

    A widget with letters of its own is not told of that by Qt.
    """

    def __init__(self, widget: QWidget, factor: float, *, bold: bool = False) -> None:
        super().__init__(widget)
        self._widget, self._factor, self._bold = widget, factor, bold
        widget.installEventFilter(self)
        self._follow()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        told = None if event is None else event.type()
        if told == QEvent.Type.ParentChange and watched is self._widget:
            self._follow()
        elif told == QEvent.Type.FontChange and watched is self._widget.parentWidget():
            self._resize()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        above = self._widget.parentWidget()
        if above is not None:
            above.installEventFilter(self)
        self._resize()

    def _resize(self) -> None:
        above = self._widget.parentWidget()
        font = QApplication.font(self._widget) if above is None else above.font()
        font.setBold(self._bold)
        font.setPointSizeF(self._factor * font.pointSizeF())
        self._widget.setFont(font)


class Headline(TonedLabel):
    """One sentence over a picture, wrapped and in strong letters, also when the program's font changes."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__("", parent, name=name)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        LetterSize(self, _HEADLINE, bold=True)


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
