"""*Why flagged*: the impression large beside what it is compared with, one after the other or blinking."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PyQt6.QtCore import QCoreApplication, QRect, QRectF, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
)
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from autolabelme.core.arrays import U8
from autolabelme.qtkit.clear_frames import paint_focus
from autolabelme.qtkit.minimap import image_of
from autolabelme.qtkit.room import FixedRoom
from autolabelme.qtkit.theme import semantic_color

BLINK_MS = 550
CHOICES = 5
"""So much can stand beside an impression; more would be no choice but a sheet of thumbnails."""
_LARGEST = 6.0
_SMALL_PX = 84


@dataclass(frozen=True, eq=False)
class Beside:
    """What an impression is compared with: grey or RGB uint8, its name, what it shows, whether it is out."""

    pixels: U8
    name: str
    tip: str = ""
    crossed: bool = False


@dataclass(frozen=True, eq=False)
class Seen:
    """One impression as it is printed, with what is lost and gained, and what it can stand beside.

    All pictures are of one place and one size, grey or RGB uint8. `key` says which impression it is.
    """

    key: Hashable
    printed: U8
    signed: U8
    beside: tuple[Beside, ...]


class Plate(QWidget):
    """A picture as large as its place allows, its caption below; a click on it is `pressed`."""

    pressed = pyqtSignal()

    def __init__(self, name: str, parent: QWidget | None = None, *, small: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._pixmap = QPixmap()
        self._caption = ""
        self._framed = self._crossed = False
        self._small = small
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(40, 40)
        if small:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys with the pair

    @property
    def caption(self) -> str:
        return self._caption

    def show_picture(
        self, pixels: U8 | None, caption: str, *, tip: str = "", framed: bool = False, crossed: bool = False
    ) -> None:
        """Pixels grey or RGB uint8; `framed`: it is what stands beside; `crossed`: it is struck out."""
        self._pixmap = QPixmap() if pixels is None else QPixmap.fromImage(image_of(pixels))
        self._caption, self._framed, self._crossed = caption, framed, crossed
        self.setAccessibleName(caption)
        self.setToolTip(tip or caption)
        self.update()

    def sizeHint(self) -> QSize:
        return (
            QSize(_SMALL_PX, _SMALL_PX + self.fontMetrics().lineSpacing()) if self._small else QSize(300, 300)
        )

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        if event is not None and event.key() == Qt.Key.Key_Space:
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        line = self.fontMetrics().lineSpacing()
        place = QRect(3, 3, self.width() - 6, self.height() - line - 8)
        if not self._pixmap.isNull():
            size = self._pixmap.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
            size = size.boundedTo(self._pixmap.size() * _LARGEST)
            x = place.x() + (place.width() - size.width()) // 2
            y = place.y() + (place.height() - size.height()) // 2
            shown = QRect(x, y, size.width(), size.height())
            painter.drawPixmap(shown, self._pixmap)
            if self._crossed:
                painter.setPen(QPen(semantic_color("error"), 2))
                painter.drawLine(shown.topLeft(), shown.bottomRight())
            if self._framed:
                painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 3))
                painter.drawRect(QRectF(shown).adjusted(-1.5, -1.5, 1.5, 1.5))
            place = shown
        painter.setPen(QColor(self.palette().color(QPalette.ColorRole.WindowText)))
        below = QRect(0, place.bottom() + 4, self.width(), line + 2)
        text = self.fontMetrics().elidedText(self._caption, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(below, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), text)
        paint_focus(painter, self)


class WhyView(QWidget):
    """Shows what it is given; `besideChosen` carries the place of what was clicked in `Seen.beside`."""

    besideChosen = pyqtSignal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        said = QWidget(self)
        self.title, self.words = QLabel(said), QLabel(said)
        self.title.setObjectName(f"{name}-title")
        self.words.setObjectName(f"{name}-words")
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        head = QVBoxLayout(said)
        head.setContentsMargins(8, 2, 8, 0)
        head.setSpacing(1)
        for label in (self.title, self.words):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            head.addWidget(label)
        head.addStretch(1)
        self.left = Plate("why-impression", self)
        self.right = Plate("why-beside", self)
        self.choices = [Plate(f"why-choice-{number}", self, small=True) for number in range(CHOICES)]
        for number, plate in enumerate(self.choices):
            plate.pressed.connect(lambda which=number: self._choose(which))
        self.signed = Plate("why-signed", self, small=True)
        self.signed.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it is only looked at
        large = QHBoxLayout()
        large.setSpacing(10)
        large.addWidget(self.left, 1)
        large.addWidget(self.right, 1)
        small = QHBoxLayout()
        small.setSpacing(6)
        for plate in (self.signed, *self.choices):
            plate.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            small.addWidget(plate, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 4)
        layout.setSpacing(4)
        layout.addWidget(FixedRoom(said, 3, self))
        layout.addLayout(large, 1)
        layout.addLayout(small)
        self._seen: Seen | None = None
        self._beside = 0
        self._marks = self._swapped = False
        self._timer = QTimer(self)
        self._timer.setInterval(BLINK_MS)
        self._timer.timeout.connect(self._swap)
        self._show()

    # -- showing ------------------------------------------------------------------------------------
    def show_words(self, title: str, sentence: str) -> None:
        self.title.setText(title)
        self.words.setText(sentence)

    def show_seen(self, seen: Seen | None, beside: int) -> None:
        """The pictures of an impression, and what stands beside it; None while there are none."""
        before = self._seen
        if seen is None or before is None or seen.key != before.key or beside != self._beside:
            self._swapped = False
        self._seen, self._beside = seen, beside
        self._show()

    def set_marks(self, shown: bool) -> None:
        """Colour what is lost and gained on the large impression."""
        self._marks = shown
        self._show()

    def set_blinking(self, blinking: bool) -> None:
        """Show the impression and what stands beside it in turn, both in the place of the impression."""
        self._swapped = False
        if blinking and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()
        self._show()

    @property
    def blinking(self) -> bool:
        return self._timer.isActive()

    def hideEvent(self, event: QHideEvent | None) -> None:
        self._timer.stop()
        super().hideEvent(event)

    # -- inside -------------------------------------------------------------------------------------
    def _swap(self) -> None:
        self._swapped = not self._swapped
        self._show()

    def _choose(self, which: int) -> None:
        if self._seen is not None and which < len(self._seen.beside):
            self.besideChosen.emit(which)

    def _show(self) -> None:
        seen = self._seen
        beside: Sequence[Beside] = () if seen is None else seen.beside[:CHOICES]
        for number, plate in enumerate(self.choices):
            plate.setVisible(number < len(beside))
        if seen is None:
            for plate in (self.left, self.right, self.signed):
                plate.show_picture(None, "")
            return
        here = seen.signed if self._marks else seen.printed
        name = _tr("printed here: lost blue, gained orange") if self._marks else _tr("printed here")
        other = beside[self._beside if self._beside < len(beside) else 0] if beside else None
        if self._swapped and other is not None:
            self.left.show_picture(other.pixels, other.name)
        else:
            self.left.show_picture(here, name)
        if other is None:
            self.right.show_picture(None, _tr("nothing to compare with"))
        else:
            self.right.show_picture(other.pixels, other.name, tip=other.tip)
        self.signed.show_picture(seen.signed, _tr("lost, gained"))
        for plate, one in zip(self.choices, beside, strict=False):
            plate.show_picture(one.pixels, one.name, tip=one.tip, framed=one is other, crossed=one.crossed)


def _tr(text: str) -> str:
    return QCoreApplication.translate("WhyView", text)
