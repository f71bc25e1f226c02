"""The middle of the workspace: tool bar, status line, and the picture: nothing yet, the reference, a pair."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QLabel, QSizePolicy, QStackedWidget, QToolBar, QVBoxLayout, QWidget

from autolabelme.core.arrays import U8
from autolabelme.qtkit.canvas import PageCanvas
from autolabelme.qtkit.compare_view import CompareView
from autolabelme.qtkit.empty_state import EmptyState
from autolabelme.qtkit.evidence_layers import ARROW_SPACING_PX, HeatMap, VectorField
from autolabelme.qtkit.image_view import ImageView
from autolabelme.qtkit.overlays import OverlayItem
from autolabelme.qtkit.select_tool import SelectTool
from autolabelme.qtkit.tools import RegionTool
from ransac_gui.core.block.arrows import exaggeration, long_move, moves_grid

from .commands import AlignCommands
from .results import LoadedPair, Pairs
from .status_strip import StatusStrip

_MATCHABLE_FROM = 0.5


class CanvasArea(QWidget):
    """Shows what it is given; clicks come as `landmarksSet` and `regionDrawn`."""

    landmarksSet = pyqtSignal(object)  # pairs ((reference x, y), (source x, y)), pixel centres at integers
    regionDrawn = pyqtSignal(object)  # box on the reference

    def __init__(self, actions: AlignCommands, empty: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        self.empty = empty
        self.strip = StatusStrip(actions, self)
        self.canvas = PageCanvas(self)
        self.canvas.setObjectName("reference-canvas")
        self.canvas.region_drawn.connect(self.regionDrawn)
        self.compare = CompareView(self)
        self.compare.setObjectName("compare")
        self.message = QLabel(self)
        self.message.setObjectName("stage-message")
        self.message.setWordWrap(True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setMargin(40)
        self._mode = self.compare.mode  # the mode that the user wants for aligned pairs
        self._changing = False
        self._pair: LoadedPair | None = None
        self._pair_place: tuple[str, int, int] | None = None
        self._stack = QStackedWidget(self)
        for page in (self.empty, self.canvas, self.compare, self.message):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.bar = self._tool_bar()
        layout.addWidget(self.bar)
        layout.addWidget(self.strip)
        layout.addWidget(self._stack, 1)
        self.compare.mode_changed.connect(self._mode_changed)
        self.compare.landmarks.changed.connect(self._landmarks_changed)

    # -- what is shown ------------------------------------------------------------------------------
    @property
    def view(self) -> ImageView:
        """The picture that keys such as F act on."""
        return self.canvas if self._stack.currentWidget() is self.canvas else self.compare.canvas

    @property
    def picture(self) -> QWidget:
        """The part that shows the pictures; its room stays the same whatever else comes and goes."""
        return self._stack

    @property
    def comparing(self) -> bool:
        return self._stack.currentWidget() is self.compare

    def show_empty(self) -> None:
        self._pair = None
        self.compare.set_images(None, None)
        self.strip.say("")
        self._stack.setCurrentWidget(self.empty)

    def show_message(self, text: str) -> None:
        """In place of the picture: why it cannot be shown."""
        self._pair = None
        self.message.setText(text)
        self._stack.setCurrentWidget(self.message)

    def show_reference(
        self, pixels: U8, region: tuple[float, float, float, float] | None, *, drawing: bool
    ) -> None:
        """The reference alone, uint8 RGB (H, W, 3), with its region (xyxy pixels).

        `drawing` gives the pointer to the region tool.
        """
        self._pair = None
        self.canvas.set_image(pixels)
        self.show_region(region)
        self.set_drawing(drawing)
        self._stack.setCurrentWidget(self.canvas)

    def set_drawing(self, drawing: bool) -> None:
        self.canvas.set_tool(RegionTool() if drawing else SelectTool())

    def show_region(self, region: tuple[float, float, float, float] | None) -> None:
        items = []
        if region is not None:
            text = self.tr("region")
            items = [OverlayItem("region", region, text=text, role="region", editable=False)]
        self.canvas.overlays.set_items(items)

    def show_pair(self, pair: LoadedPair, landmarks: Pairs, *, editing: bool) -> None:
        """An aligned pair in the wanted mode; one that is not aligned side by side."""
        self._changing = True
        self._pair = pair
        aligned = pair.alignment is not None
        place = (pair.reference.key, pair.still.shape[1], pair.still.shape[0])
        self.compare.set_landmark_editing(False)
        points = tuple(((a, b), (c, d)) for a, b, c, d in landmarks) if editing else ()
        self.compare.landmarks.set_pairs(points)
        self.compare.set_images(
            pair.still, pair.moving, names=self._names(pair), keep_view=aligned and place == self._pair_place
        )
        self._pair_place = place if aligned else None
        self.compare.set_mode(self._mode if aligned else "side_by_side")
        self.compare.set_locked(True)
        if editing:
            self.compare.set_landmark_editing(True)
        self._changing = False
        self.show_evidence()
        self._stack.setCurrentWidget(self.compare)

    def _names(self, pair: LoadedPair) -> tuple[str, str]:
        text = self.tr("{0} (not aligned)") if pair.alignment is None else self.tr("{0} (aligned)")
        return pair.reference.name, text.format(pair.source.name)

    def retranslate(self) -> None:
        """What the pictures are called."""
        if self._pair is not None:
            self.compare.set_names(self._names(self._pair))

    def show_evidence(self) -> None:
        """Arrows and heat map of the shown pair, as the two actions say."""
        alignment = None if self._pair is None else self._pair.alignment
        evidence = self.compare.evidence
        heat = field = None
        if alignment is not None and self._actions["matchability"].isChecked():
            # Warm is what needs a look, as everywhere: the lack of matchability.
            heat = HeatMap(1.0 - alignment.matchability, 1.0, self.tr("1 − matchability"))
        if (
            alignment is not None
            and self._actions["arrows"].isChecked()
            and alignment.warp.displacement is not None
        ):
            scale = exaggeration(alignment.max_displacement_px, ARROW_SPACING_PX)
            field = VectorField(alignment.warp.displacement, scale)
        if alignment is not None and alignment.verdict is not None and self._actions["moves"].isChecked():
            # The two sets of arrows would hide each other.
            moves = alignment.verdict.moves
            grid = moves_grid(moves, alignment.warp.width, alignment.warp.height)
            field = VectorField(grid, exaggeration(long_move(moves), ARROW_SPACING_PX))
        if heat is not None and evidence.heat is None:
            evidence.set_threshold(_MATCHABLE_FROM)
        evidence.set_heat(heat)
        evidence.set_field(field)

    def shut_down(self) -> None:
        self.compare.shut_down()
        self.canvas.shut_down()

    # -- inside -------------------------------------------------------------------------------------
    def _mode_changed(self, mode: str) -> None:
        aligned = self._pair is not None and self._pair.alignment is not None
        if aligned and not self._changing:
            self._mode = mode

    @property
    def mode(self) -> str:
        """The mode that the user wants for aligned pairs."""
        return self._mode

    def set_mode(self, mode: str) -> None:
        self._mode = mode
        if self._pair is not None and self._pair.alignment is not None:
            self.compare.set_mode(mode)

    def _landmarks_changed(self) -> None:
        if not self._changing:
            self.landmarksSet.emit(self.compare.landmarks.pairs)

    def _tool_bar(self) -> QToolBar:
        bar = QToolBar(self)
        bar.setObjectName("align-tools")
        bar.setIconSize(bar.iconSize() * 0.8)
        self._actions.fill(
            bar,
            "arrows",
            "moves",
            "matchability",
            "",
            "landmarks",
            "region",
            "",
            "fit",
            "actual",
            "save_report",
        )
        spacer = QWidget(bar)
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spacer)
        self._actions.fill(bar, "previous_pair", "next_pair", "show_list", "show_table")
        return bar
