"""*Why flagged*: the impression large beside what its siblings show, one after the other or blinking."""

from __future__ import annotations

from PyQt6.QtCore import QRect, QRectF, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QColor, QHideEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPixmap
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from autolabelme.core.arrays import U8
from autolabelme.qtkit.minimap import image_of
from autolabelme.qtkit.room import FixedRoom
from autolabelme.qtkit.theme import semantic_color

from .cards import sentence_of, title_of
from .presenter import Row
from .requests import Why

BLINK_MS = 550
_LARGEST = 6.0
_SMALL_PX = 84


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

    @property
    def caption(self) -> str:
        return self._caption

    def show_picture(
        self, pixels: U8 | None, caption: str, *, framed: bool = False, crossed: bool = False
    ) -> None:
        """Pixels grey or RGB uint8; `framed`: it is what stands beside; `crossed`: it is struck out."""
        self._pixmap = QPixmap() if pixels is None else QPixmap.fromImage(image_of(pixels))
        self._caption, self._framed, self._crossed = caption, framed, crossed
        self.setAccessibleName(caption)
        self.setToolTip(caption)
        self.update()

    def sizeHint(self) -> QSize:
        return (
            QSize(_SMALL_PX, _SMALL_PX + self.fontMetrics().lineSpacing()) if self._small else QSize(300, 300)
        )

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        if event is not None and event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

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


class WhyView(QWidget):
    """Shows what it is given; `besideChosen` carries 0 for the median, else the number of a sibling."""

    besideChosen = pyqtSignal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sibling-why")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        said = QWidget(self)
        self.title, self.words = QLabel(said), QLabel(said)
        self.title.setObjectName("sibling-why-title")
        self.words.setObjectName("sibling-why-words")
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
        self.choices = [Plate(f"why-choice-{number}", self, small=True) for number in range(4)]
        for number, plate in enumerate(self.choices):
            plate.pressed.connect(lambda which=number: self._choose(which))
        self.signed = Plate("why-signed", self, small=True)
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
        self._why: Why | None = None
        self._beside = 0
        self._struck: tuple[bool, ...] = ()
        self._marks = self._blinking = self._swapped = False
        self._timer = QTimer(self)
        self._timer.setInterval(BLINK_MS)
        self._timer.timeout.connect(self._swap)

    # -- showing ------------------------------------------------------------------------------------
    def show_row(self, row: Row | None) -> None:
        """The words on an impression."""
        self.title.setText("" if row is None else title_of(row))
        self.words.setText(self.tr("Select an impression.") if row is None else sentence_of(row))

    def show_why(self, why: Why | None, beside: int, struck: tuple[bool, ...]) -> None:
        """The pictures of an impression, what stands beside it, and which siblings are struck out."""
        if why is None or self._why is None or why.number != self._why.number or beside != self._beside:
            self._swapped = False
        self._why, self._beside, self._struck = why, beside, struck
        self._show()

    def set_marks(self, shown: bool) -> None:
        """Colour what is lost and gained on the large impression."""
        self._marks = shown
        self._show()

    def set_blinking(self, blinking: bool) -> None:
        """Show the impression and what stands beside it in turn, both in the place of the impression."""
        self._blinking, self._swapped = blinking, False
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
        if self._why is not None and which <= len(self._why.nearest):
            self.besideChosen.emit(which)

    def _show(self) -> None:
        why = self._why
        if why is None:
            for plate in (self.left, self.right, self.signed, *self.choices):
                plate.show_picture(None, "")
            return
        beside = (why.median, *why.nearest)
        names = (
            self.tr("median of its siblings"),
            *(self.tr("sibling {0}").format(number) for number in range(1, len(beside))),
        )
        here = why.signed if self._marks else why.printed
        here_name = (
            self.tr("printed here: lost blue, gained orange") if self._marks else self.tr("printed here")
        )
        shown = self._beside if self._beside < len(beside) else 0
        if self._swapped:
            self.left.show_picture(beside[shown], names[shown])
        else:
            self.left.show_picture(here, here_name)
        self.right.show_picture(beside[shown], names[shown])
        self.signed.show_picture(why.signed, self.tr("lost, gained"))
        for number, plate in enumerate(self.choices):
            if number >= len(beside):
                plate.show_picture(None, "")
                continue
            struck = number > 0 and number <= len(self._struck) and self._struck[number - 1]
            name = self.tr("{0}, struck out").format(names[number]) if struck else names[number]
            plate.show_picture(beside[number], name, framed=number == shown, crossed=struck)
