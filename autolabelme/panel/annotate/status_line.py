"""What the status bar says of the page: cursor, selected box with its pose and score, millimetres."""

from __future__ import annotations

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QWidget

from autolabelme.core.annotation.document import Shape
from autolabelme.core.languages import figure, named, together
from autolabelme.qtkit.overlay_painter import percent

from .overlay_items import pose_parts
from .presenter import AnnotatePresenter
from .ruler_strip import MM_PER_INCH


class StatusLine(QObject):
    """Writes into the window's status bar through the context."""

    def __init__(self, presenter: AnnotatePresenter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._changed = presenter.context.statusChanged
        self._shapes: list[Shape] = []

    def retranslate(self) -> None:
        above = self.parent()
        if isinstance(above, QWidget) and above.isVisible():  # the line is another workspace's otherwise
            self.show_selection(self._shapes)

    def show_selection(self, shapes: list[Shape]) -> None:
        """One box with everything that is known of it; of several, how many."""
        self._shapes = shapes
        if len(shapes) == 1:
            self._show_box(shapes[0])
            return
        self._changed.emit("box", self.tr("boxes selected: {0}").format(len(shapes)) if shapes else "")
        self._changed.emit("mm", "")

    def _pose(self, shape: Shape) -> str:
        words = {"plain": self.tr("plain"), "mirrored": self.tr("mirrored")}
        return " ".join(words.get(part, part) for part in pose_parts(shape.pose))

    def show_cursor(self, x: float, y: float) -> None:
        self._changed.emit("cursor", f"{x:.0f}, {y:.0f}")

    def hide_cursor(self) -> None:
        self._changed.emit("cursor", "")

    def _show_box(self, shape: Shape) -> None:
        x1, y1, x2, y2 = shape.box
        parts = [named(shape.text, f"{x1:.0f}, {y1:.0f}, {x2:.0f}, {y2:.0f}")]
        if shape.is_vignette:
            parts.append(self._pose(shape))
        if shape.score is not None:
            parts.append(self.tr("likeness {0}").format(percent(shape.score)))
        if shape.p is not None:
            parts.append(f"p {figure(shape.p, '.2g')}")
        self._changed.emit("box", together(*parts))
        factor = MM_PER_INCH / self._presenter.dpi()
        width, height = figure((x2 - x1) * factor, ".1f"), figure((y2 - y1) * factor, ".1f")
        self._changed.emit("mm", self.tr("{0} × {1} mm").format(width, height))
