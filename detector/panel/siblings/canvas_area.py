"""The middle: the page with its suspicious impressions lit, or one of them large beside its siblings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.arrays import U8
from autolabelme.qtkit.canvas import PageCanvas
from autolabelme.qtkit.commands import CommandButtons
from autolabelme.qtkit.floating import FloatOver, solid
from autolabelme.qtkit.room import FixedRoom
from autolabelme.qtkit.strip import Strip
from autolabelme.qtkit.toned_label import Headline, TonedLabel

from ..why_view import WhyView
from .commands import SiblingCommands
from .overlays import items_of

if TYPE_CHECKING:
    from .presenter import Row

HEAD_LINES = 3
_SURROUNDINGS = 1.5
_ROOM = 1.08
_LARGEST_ZOOM = 4.0


class CanvasArea(QWidget):
    """`picked` carries the number of an impression whose box was clicked."""

    picked = pyqtSignal(int)
    opened = pyqtSignal(int)

    def __init__(self, actions: SiblingCommands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sibling-stage")
        self.strip = Strip(self)
        said = QWidget(self)
        self.verdict = Headline(said, name="sibling-verdict")
        self.notes = TonedLabel("muted", said, name="sibling-notes")
        head = QVBoxLayout(said)
        head.setContentsMargins(8, 4, 8, 0)
        head.setSpacing(1)
        head.addWidget(self.verdict)
        head.addWidget(self.notes)
        head.addStretch(1)
        self.canvas = PageCanvas(self)
        self.canvas.setObjectName("sibling-canvas")
        self.why = WhyView("sibling-why", self)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(self.canvas)
        self.pages.addWidget(self.why)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(FixedRoom(said, HEAD_LINES, self))
        layout.addWidget(
            CommandButtons(actions, self).bar(("leave", "previous", "next"), ("why", "blink", "marks"))
        )
        layout.addWidget(self.pages, 1)
        solid(self.strip)
        self._float = FloatOver(self.strip, self.pages)
        self.setFocusProxy(self.canvas)
        self.canvas.overlays.selection_changed.connect(self._picked)
        self.canvas.item_activated.connect(self._opened)

    # -- showing ------------------------------------------------------------------------------------
    @property
    def why_shown(self) -> bool:
        return self.pages.currentWidget() is self.why

    def set_why(self, shown: bool) -> None:
        """Bring *Why flagged* or the page to the middle."""
        page: QWidget = self.why if shown else self.canvas
        before = self.pages.currentWidget()
        if page is before:
            return
        had_focus = before is not None and before.hasFocus()
        self.pages.setCurrentWidget(page)
        self.setFocusProxy(page)
        if had_focus:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_page(self, pixels: U8 | None) -> None:
        """A page, uint8 RGB (H, W, 3), that is not compared yet; None for the empty one."""
        self.canvas.set_image(pixels)
        self.canvas.overlays.set_items(())

    def show_rows(self, rows: tuple[Row, ...], selected: int) -> None:
        layer = self.canvas.overlays
        with QSignalBlocker(layer):
            layer.set_items(items_of(rows))
            layer.set_selection((str(selected),) if selected >= 0 else ())
        layer.changed.emit()

    def show_verdict(self, verdict: str, notes: list[str]) -> None:
        self.verdict.setText(verdict)
        self.notes.setText(" ".join(notes))
        self.notes.setVisible(bool(notes))

    def show_region(self, box: tuple[float, float, float, float]) -> None:
        """Show a part of the page as large as it fits, with a little round it."""
        view = self.canvas.view
        if view is None:
            return
        x1, y1, x2, y2 = box
        wide, high = (_ROOM * max(1.0, x2 - x1), _ROOM * max(1.0, y2 - y1))
        zoom = min(_LARGEST_ZOOM, view.width * view.ratio / wide, view.height * view.ratio / high)
        zoom = max(zoom, view.fitted().zoom)
        self.canvas.set_view(view.zoomed(zoom).centred((x1 + x2) / 2, (y1 + y2) / 2))

    def zoom_to(self, box: tuple[float, float, float, float]) -> None:
        """Show an impression among its neighbours; a view that is as close already only moves."""
        view = self.canvas.view
        if view is None:
            return
        x1, y1, x2, y2 = box
        side = (1 + 2 * _SURROUNDINGS) * max(1.0, x2 - x1, y2 - y1)
        zoom = min(_LARGEST_ZOOM, min(view.width, view.height) * view.ratio / side)
        zoom = max(zoom, view.fitted().zoom)
        self.canvas.set_view(view.zoomed(zoom).centred((x1 + x2) / 2, (y1 + y2) / 2))

    def shut_down(self) -> None:
        self.canvas.shut_down()

    # -- inside -------------------------------------------------------------------------------------
    def _picked(self, ids: tuple[str, ...]) -> None:
        if len(ids) == 1 and ids[0].isdecimal():
            self.picked.emit(int(ids[0]))

    def _opened(self, item: str) -> None:
        if item.isdecimal():
            self.opened.emit(int(item))
