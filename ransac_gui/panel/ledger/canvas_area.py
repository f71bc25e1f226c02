"""The middle: the order in a sentence, and the block with numbered places as one impression shows it."""

from __future__ import annotations

from collections.abc import Sequence

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from autolabelme.qtkit.canvas import PageCanvas
from autolabelme.qtkit.commands import CommandButtons
from autolabelme.qtkit.empty_state import EmptyState
from autolabelme.qtkit.floating import FloatOver, solid
from autolabelme.qtkit.overlay_painter import badge_font, badge_rect
from autolabelme.qtkit.pyramid import Pyramid
from autolabelme.qtkit.room import FixedRoom, FlowLayout
from autolabelme.qtkit.select_tool import SelectTool
from autolabelme.qtkit.strip import Strip
from autolabelme.qtkit.toned_label import TonedLabel
from autolabelme.qtkit.tools import PointTool
from ransac_gui.core.ledger.frame import Frame
from ransac_gui.core.ledger.ledger import Row

from .commands import LedgerCommands
from .overlays import items_of

HEAD_LINES = 4
_LEAST_PX = 80
_SURROUNDINGS = 2.5
_LEAST_SHARE = 0.12
"""Of the block's longer side, that a close-up shows at least."""
_LARGEST_ZOOM = 4.0


class CanvasArea(QWidget):
    """`picked` carries the number of an event whose place was clicked, `pointed` where one is to be added."""

    picked = pyqtSignal(int)
    pointed = pyqtSignal(float, float)

    def __init__(self, actions: LedgerCommands, empty: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledger-stage")
        self.strip = Strip(self)
        said = QWidget(self)
        self.order = QLabel(said)
        self.order.setObjectName("ledger-order")
        font = self.order.font()
        font.setBold(True)
        self.order.setFont(font)
        self.notes = TonedLabel("muted", said, name="ledger-notes")
        for label in (self.order, self.notes):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = QVBoxLayout(said)
        head.setContentsMargins(8, 4, 8, 0)
        head.setSpacing(1)
        head.addWidget(self.order)
        head.addWidget(self.notes)
        head.addStretch(1)
        self._head = FixedRoom(said, HEAD_LINES, self)
        self.empty = empty
        self.canvas = PageCanvas(self)
        self.canvas.setObjectName("ledger-canvas")
        self.pages = QStackedWidget(self)
        self.pages.addWidget(empty)
        self.pages.addWidget(self.canvas)
        self.pages.setMinimumHeight(_LEAST_PX)
        self.shown = TonedLabel("muted", self, name="ledger-shown")
        self.shown.setWordWrap(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self._head)
        layout.addWidget(self._bar(actions))
        layout.addWidget(self.pages, 1)
        solid(self.strip)
        self._float = FloatOver(self.strip, self.pages)
        self.setFocusProxy(self.canvas)
        self._frame: Frame | None = None
        self._pyramids: dict[int, Pyramid] = {}
        self._sheet = -1
        self._event = 0
        self.close_up = False
        self.canvas.overlays.selection_changed.connect(self._picked)
        self.canvas.point_clicked.connect(self._pointed)

    # -- showing ------------------------------------------------------------------------------------
    def show_frame(self, frame: Frame | None) -> None:
        """Another ledger's impressions, or none."""
        self._frame, self._pyramids, self._sheet, self.close_up = frame, {}, -1, False
        self._head.setVisible(frame is not None)
        self.pages.setCurrentWidget(self.empty if frame is None else self.canvas)
        if frame is None:
            self.canvas.set_image(None)
            self.canvas.overlays.set_items(())

    def show_sheet(self, sheet: int, text: str) -> None:
        """The block as one impression shows it; all lie on each other, so the view stays."""
        frame = self._frame
        if frame is None:
            return
        self.shown.setText(text)
        if sheet != self._sheet:
            if sheet not in self._pyramids:
                self._pyramids[sheet] = Pyramid(frame.sheets[sheet].gray)
            self.canvas.set_image(self._pyramids[sheet], keep_view=self._sheet >= 0)
            self._sheet = sheet

    def show_rows(self, rows: Sequence[Row], event: int, sheet: int) -> None:
        self._event = event
        layer = self.canvas.overlays
        with QSignalBlocker(layer):
            layer.set_items(items_of(rows, sheet))
            layer.set_selection((str(event),) if event else ())
        layer.changed.emit()

    def show_words(self, order: str, notes: Sequence[str]) -> None:
        self.order.setText(order)
        self.notes.setText(" ".join(notes))
        self.notes.setVisible(bool(notes))

    def set_adding(self, adding: bool) -> None:
        """Whether a click on the block is where an event is to be added."""
        if adding != isinstance(self.canvas.tool, PointTool):
            self.canvas.set_tool(PointTool() if adding else SelectTool())

    def zoom_to(self, box: tuple[float, float, float, float]) -> None:
        """Bring an event into sight: large in a close-up; otherwise a view that shows it stays as it is."""
        view = self.canvas.view
        if view is None:
            return
        x1, y1, x2, y2 = view.page_rect()
        if self.close_up:
            side = _LEAST_SHARE * max(view.page_width, view.page_height)
            side = max(side, (1 + 2 * _SURROUNDINGS) * max(box[2] - box[0], box[3] - box[1]))
            zoom = min(_LARGEST_ZOOM, min(view.width, view.height) * view.ratio / side)
            moved = view.zoomed(max(zoom, view.fitted().zoom))
            self.canvas.set_view(moved.centred((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))
        elif not (x1 <= box[0] and y1 <= box[1] and box[2] <= x2 and box[3] <= y2):
            self.canvas.set_view(view.showing(box, _SURROUNDINGS))

    def set_close_up(self, close: bool, box: tuple[float, float, float, float] | None) -> None:
        """Show the selected event large, and every one that is selected from now on; or the whole block."""
        self.close_up = close
        if not close:
            self.canvas.fit()
        elif box is not None:
            self.zoom_to(box)

    def shut_down(self) -> None:
        self.canvas.shut_down()

    # -- inside -------------------------------------------------------------------------------------
    def _bar(self, actions: LedgerCommands) -> QWidget:
        bar = QWidget(self)
        row = FlowLayout(bar, spacing=6)
        row.setContentsMargins(6, 0, 6, 0)
        buttons = CommandButtons(actions, self)
        row.addWidget(buttons.add_narrow("leave"))
        for name in ("add", "close_up"):
            row.addWidget(buttons.add_narrow(name))
        for name in ("previous", "next", "earlier", "later"):
            row.addWidget(buttons.sign(name))
        row.addWidget(self.shown)
        return bar

    def _picked(self, ids: tuple[str, ...]) -> None:
        if len(ids) == 1 and ids[0].isdecimal():
            self.picked.emit(int(ids[0]))

    def _pointed(self, x: float, y: float) -> None:
        if isinstance(self.canvas.tool, PointTool):
            # The canvas counts from pixel edges, the frame from pixel centres.
            self.pointed.emit(x - 0.5, y - 0.5)
            return
        number = self._number_at(x, y)
        if number:
            self.picked.emit(number)
        # A click beside everything takes no event away.
        layer = self.canvas.overlays
        with QSignalBlocker(layer):
            layer.set_selection((str(self._event),))
        layer.changed.emit()

    def _number_at(self, x: float, y: float) -> int:
        """The event whose number stands at a place of the picture; 0 for none."""
        view = self.canvas.view
        if view is None:
            return 0
        point, font = view.to_widget(x, y), badge_font(self.canvas.font())
        for item in self.canvas.overlays.items:
            corner = view.to_widget(item.box[0], item.box[1])
            if badge_rect(item.text, font, corner.x(), corner.y()).contains(point):
                return int(item.id)
        return 0
