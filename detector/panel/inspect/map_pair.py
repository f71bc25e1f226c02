"""Two maps over the same ornament, beside or below each other, moved and zoomed together."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import QHBoxLayout, QWidget

from autolabelme.core.arrays import U8
from autolabelme.qtkit.canvas import PageCanvas
from autolabelme.qtkit.pair_splitter import PairSplitter


class MapPair(QWidget):
    """Left and right are ordinary canvases; what lies over them is set by the stage."""

    cursor_moved = pyqtSignal(float, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left, self.right = PageCanvas(self), PageCanvas(self)
        self.left.setObjectName("map-left")
        self.right.setObjectName("map-right")
        self._following = False
        self._split = PairSplitter(self)
        for canvas, other in ((self.left, self.right), (self.right, self.left)):
            self._split.addWidget(canvas)
            canvas.view_changed.connect(lambda mover=canvas, other=other: self._follow(mover, other))
            canvas.cursor_moved.connect(self.cursor_moved)
            canvas.installEventFilter(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._split)
        self.setFocusProxy(self.left)

    @property
    def canvases(self) -> tuple[PageCanvas, PageCanvas]:
        return self.left, self.right

    def set_image(self, rgb: U8 | None) -> None:
        """Show the ornament, uint8 RGB (H, W, 3), twice; None empties both."""
        self._following = True
        for canvas in self.canvases:
            canvas.set_image(rgb)
        self._following = False
        if rgb is not None:
            self._split.show_page(rgb.shape[1], rgb.shape[0])

    def eventFilter(self, watched: QObject | None, event: QEvent | None) -> bool:
        # H hides what lies over both, whichever of them has the focus.
        if (
            isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_H
            and event.type() in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
            and not event.modifiers()
        ):
            if not event.isAutoRepeat():
                hidden = event.type() == QEvent.Type.KeyPress
                for canvas in self.canvases:
                    canvas.overlays.set_hidden(hidden)
                    canvas.evidence.set_shown(not hidden)
            return True
        return bool(super().eventFilter(watched, event))

    def shut_down(self) -> None:
        for canvas in self.canvases:
            canvas.shut_down()

    def _follow(self, mover: PageCanvas, other: PageCanvas) -> None:
        if self._following or mover.view is None or other.view is None or not self.isVisible():
            return
        self._following = True
        other.set_view(other.view.zoomed(mover.view.zoom).centred(*mover.view.center))
        self._following = False
