"""Why the selected finding was flagged: its pictures, p in words, the historian's note."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PyQt6.QtCore import Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QImage, QPixmap, QResizeEvent
from PyQt6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.arrays import U8
from autolabelme.qtkit.theme import semantic_color

from ..note_edit import NoteEdit
from .score_plot import ScorePlot
from .words import evidence_lines, heading, p_explained, picture_tip, picture_word, score_lines

if TYPE_CHECKING:
    from detector.core.inspection.findings import Finding

    from .why_pictures import Picture, Why

PICTURE_PX = 150
_LEAST_PX = 44
_BESIDE = ("reference", "expected", "prototype", "normal")
_AGAIN_MS = 80
_PLOT_PX = 56


class WhyPane(QWidget):
    """Shows one finding; `noted` carries the note that the user wrote."""

    noted = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("why")
        self.title = QLabel(self)
        self.title.setObjectName("why-title")
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.words = QLabel(self)
        self.words.setObjectName("why-words")
        self.words.setWordWrap(True)
        self.title.setWordWrap(True)
        for label in (self.title, self.words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._strip = QWidget(self)
        self._row = QHBoxLayout(self._strip)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.note = NoteEdit(self)
        self.note.setObjectName("note")
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("Note on this finding"))
        self.note.editingFinished.connect(self._noted)
        inside = QWidget(self)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(6, 2, 6, 2)
        layout.setSpacing(3)
        layout.addWidget(self.title)
        layout.addWidget(self._strip)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)
        self._plot_place = QHBoxLayout()
        below.addLayout(self._plot_place)
        layout.addLayout(below)
        layout.addStretch(1)
        self._area = area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 2)
        whole.setSpacing(2)
        self._rest = QLabel(self.tr("The evidence is shown large above; W brings the picture back."), self)
        self._rest.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._rest.setWordWrap(True)
        self._rest.hide()
        whole.addWidget(area, 1)
        whole.addWidget(self._rest, 1)
        whole.addWidget(self.note)
        self._shown: Finding | None = None
        self._why: Why | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(lambda: None if self._why is None else self.show_why(self._why))
        self.show_finding(None, 0, "")

    def show_finding(self, finding: Finding | None, number: int, empty: str) -> None:
        """A finding before its pictures are there; None shows the text `empty`."""
        before, self._shown = self._shown, finding
        if finding is None:
            self.title.setText(self.tr("Why flagged"))
            self.words.setText(empty)
            self.note.clear()
            self._clear()
        else:
            self.title.setText(heading(number, finding))
            self.words.setText("\n".join((*evidence_lines(finding), p_explained(finding))))
            if self.note.text() != finding.note and not (
                self.note.hasFocus() and before is not None and before.box == finding.box
            ):
                self.note.setText(finding.note)
            if before is None or before.box != finding.box:
                self._clear()
        self.note.setEnabled(finding is not None)
        self.note.setToolTip(
            self.tr("Kept with the finding, and written into the report")
            if finding is not None
            else self.tr("Select a finding first")
        )

    def show_why(self, why: Why) -> None:
        """The pictures of the shown finding, and how many normals stand behind its p."""
        self._clear()
        self._why = why
        side, pictures = self._side(why), _pair(why.pictures)
        shapes = [picture.pixels.shape for picture in pictures]
        tallest = max((round(side * min(1.0, rows / columns)) for rows, columns, *_ in shapes), default=0)
        for picture in pictures:
            self._row.addWidget(captioned(picture, side, self._strip, tallest))
            self._captions.append(picture_word(picture.what, picture.label))
        if why.scores:
            self._plot_place.addWidget(ScorePlot(why.scores, why.score, _PLOT_PX, self._strip))
        self._row.addStretch(1)
        self.words.setText("\n".join(score_lines(why)))

    def set_brief(self, brief: bool) -> None:
        """Only title and note, while the evidence is shown large."""
        self._area.setVisible(not brief)
        self._rest.setVisible(brief)

    def pictures(self) -> list[str]:
        """Captions of the pictures on display."""
        return list(self._captions)

    def _noted(self) -> None:
        if self._shown is not None:
            self.noted.emit(self.note.text().strip())

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        if self._why is not None and event is not None and event.size().width() != event.oldSize().width():
            self._again.start()

    def _clear(self) -> None:
        self._why = None
        for row in (self._row, self._plot_place):
            while row.count():
                item = row.takeAt(0)
                widget = None if item is None else item.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
        self._captions: list[str] = []

    def _side(self, why: Why) -> int:
        """As large as the pane is wide for them all."""
        count = max(1, len(_pair(why.pictures)))
        return min(PICTURE_PX, max(_LEAST_PX, (self.width() - 34) // count - self._row.spacing()))


def _pair(pictures: tuple[Picture, ...]) -> tuple[Picture, ...]:
    """What is printed and what should be, large; the view in the middle shows all the rest."""
    by_kind = {one.what: one for one in reversed(pictures)}
    printed = [by_kind[what] for what in ("printed",) if what in by_kind]
    beside = [by_kind[what] for what in _BESIDE if what in by_kind][:1]
    return (*printed, *beside) or pictures[:2]


def captioned(picture: Picture, side: int, parent: QWidget, height: int = 0) -> QWidget:
    """A picture of `side` logical pixels with its name below and what it shows in the tooltip.

    The name stands `height` below the top at least, so that those of a row stand in one line.
    """
    box = QWidget(parent)
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(1)
    shown = QLabel(box)
    shown.setPixmap(pixmap_of(picture.pixels, side, parent.devicePixelRatioF()))
    shown.setAccessibleName(picture_word(picture.what, picture.label))
    shown.setMinimumHeight(height)
    caption = QLabel(picture_word(picture.what, picture.label), box)
    if picture.label:
        # A name with a label in it may be wider than its picture.
        caption.setWordWrap(True)
        words = picture_word(picture.what).split()
        caption.setFixedWidth(max(side, *map(caption.fontMetrics().horizontalAdvance, words)))
    palette = caption.palette()
    palette.setColor(caption.foregroundRole(), semantic_color("muted"))
    caption.setPalette(palette)
    layout.addWidget(shown)
    layout.addWidget(caption)
    layout.addStretch(1)
    box.setToolTip(picture_tip(picture.what, picture.label))
    return box


def pixmap_of(pixels: U8, side: int, ratio: float, within: tuple[float, float] = (1.0, 1.0)) -> QPixmap:
    """Grey or RGB pixels fitted into `side` logical pixels, or `within` sides of width and height."""
    pixels = np.ascontiguousarray(pixels)
    height, width = pixels.shape[:2]
    kind = QImage.Format.Format_RGB888 if pixels.ndim == 3 else QImage.Format.Format_Grayscale8
    image = QImage(pixels.tobytes(), width, height, pixels.strides[0], kind)
    pixmap = QPixmap.fromImage(image).scaled(
        round(side * ratio * within[0]),
        round(side * ratio * within[1]),
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    pixmap.setDevicePixelRatio(ratio)
    return pixmap
