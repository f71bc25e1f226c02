"""What the colours and lines of boxes mean, in a corner of the page, for the poses that are there."""

from __future__ import annotations

from collections.abc import Iterable

from PyQt6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PyQt6.QtWidgets import QWidget

from autolabelme.core.matching.poses import COLOURS, Pose

from .overlay_painter import LINES

_SAMPLE_PX, _GAP_PX, _MARGIN_PX = 18, 6, 8


class PoseLegend(QWidget):
    """Lies over the upper left corner of `canvas`, where no notice floats; there while there are boxes."""

    def __init__(self, canvas: QWidget) -> None:
        super().__init__(canvas)
        self.setObjectName("pose-legend")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._shown: tuple[str, ...] = ()
        canvas.installEventFilter(self)
        self.hide()

    def show_poses(self, poses: Iterable[Pose]) -> None:
        """Name the kinds that are among `poses`."""
        kinds = {pose.kind for pose in poses}
        self._shown = tuple(kind for kind in COLOURS if kind in kinds)
        self.setVisible(bool(kinds))
        self._place()
        self.update()

    def texts(self) -> list[str]:
        """What is named, in the order of the report."""
        words = {
            "plain": self.tr("plain"),
            "mirrored": self.tr("flipped or mirrored"),
            "turned": self.tr("rotated"),
        }
        return [words[kind] for kind in self._shown]

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = sum(metrics.horizontalAdvance(text) + _SAMPLE_PX + 3 * _GAP_PX for text in self.texts())
        return QSize(width, metrics.height() + 6)

    def paintEvent(self, event: QPaintEvent | None) -> None:
        painter = QPainter(self)
        back = QColor(self.palette().color(QPalette.ColorRole.Window))
        back.setAlpha(225)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(back)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        x, middle = _GAP_PX, self.height() // 2
        for kind, text in zip(self._shown, self.texts(), strict=True):
            color = QColor(COLOURS[kind]).lighter(100 if back.lightness() > 127 else 150)
            painter.setPen(QPen(color, 2, LINES[kind]))
            painter.drawLine(x, middle, x + _SAMPLE_PX, middle)
            x += _SAMPLE_PX + _GAP_PX
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            wide = self.fontMetrics().horizontalAdvance(text)
            place = QRectF(x, 0, wide + _GAP_PX, self.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
            x += wide + 2 * _GAP_PX

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.FontChange, QEvent.Type.LanguageChange):
            self._place()

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        canvas = self.parentWidget()
        if canvas is not None:
            size = self.sizeHint()
            width = min(size.width(), canvas.width() - 2 * _MARGIN_PX)
            self.setGeometry(_MARGIN_PX, _MARGIN_PX, max(0, width), size.height())
