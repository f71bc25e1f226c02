"""The middle of the workspace: tool bar, canvas, ruler, review line, and what an empty canvas says."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from PyQt6.QtCore import QCoreApplication, Qt, pyqtSignal
from PyQt6.QtGui import QActionGroup
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QSlider,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.annotation.document import Document
from autolabelme.core.languages import figure
from autolabelme.qtkit.canvas import PageCanvas
from autolabelme.qtkit.empty_state import EmptyState
from autolabelme.qtkit.floating import FloatOver, solid
from autolabelme.qtkit.pose_legend import PoseLegend
from autolabelme.qtkit.select_tool import SelectTool
from autolabelme.qtkit.toned_label import SignLabel
from autolabelme.qtkit.tools import RegionTool, RulerTool, Tool

from .box_tool import BoxTool
from .commands import AnnotateCommands
from .found_pages import FoundPages
from .label_editor import LabelEditor
from .overlay_items import overlay_items
from .page_images import PageImage
from .review_bar import ReviewBar
from .ruler_strip import MM_PER_INCH, RulerStrip
from .sort_question import SortCard

_POSED = ("template", "match", "proposed")
TOOLS = ("tool_box", "tool_select", "tool_region", "tool_ruler")


class CanvasArea(QWidget):
    """Shows a page with the boxes of a document; what the user does comes as the canvas's signals."""

    selectionChanged = pyqtSignal(object)  # tuple of ids
    dpiChosen = pyqtSignal(float)

    def __init__(
        self,
        actions: AnnotateCommands,
        empty: EmptyState,
        parent: QWidget | None = None,
        *,
        cache_dir: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._dpi = 300.0
        self._only_label = False
        self.canvas = PageCanvas(self)
        self.canvas.setObjectName("page-canvas")
        self.canvas.overlays.selection_changed.connect(self.selectionChanged)
        self.empty = empty
        self.legend = PoseLegend(self.canvas)
        self.editor = LabelEditor(self.canvas)
        self.sorts = SortCard(self.canvas)
        self.ruler = RulerStrip(self)  # floats over the page: measuring must not move it
        solid(self.ruler)
        self.ruler.dpiChosen.connect(self.dpiChosen)
        self.canvas.ruler_measured.connect(self._measured)
        self.review = ReviewBar(actions["accept"], actions["reject"], actions["review_next"], self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.canvas)
        self.setFocusProxy(self.canvas)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.bar = self._tool_bar()
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.review)
        self.found = FoundPages(cache_dir, self)
        solid(self.found)
        self._found_float = FloatOver(self.found, self._stack)
        self._ruler_float = FloatOver(self.ruler, self._stack)
        self.choose_tool("tool_box")

    @property
    def picture(self) -> QWidget:
        """The part that shows the page; its room stays the same whatever else comes and goes."""
        return self._stack

    # -- page ---------------------------------------------------------------------------------------
    def show_page(self, image: PageImage | None) -> None:
        """Show a page, or what to do first when there is none."""
        self.editor.hide()
        self.ruler.hide()
        self.canvas.overlays.set_items(())
        self.canvas.set_image(None if image is None else image.pyramid)
        self._stack.setCurrentWidget(self.empty if image is None else self.canvas)

    def show_document(self, document: Document | None, label: str) -> None:
        """The boxes of `document`, those of `label` in front."""
        items = () if document is None else overlay_items(document, label, self._only_label)
        self.canvas.overlays.set_items(items)
        self.legend.show_poses(item.pose for item in items if item.role in _POSED)

    def set_only_label(self, only: bool) -> None:
        self._only_label = only

    def set_dpi(self, dpi: float) -> None:
        self._dpi = dpi

    # -- tools --------------------------------------------------------------------------------------
    def choose_tool(self, name: str) -> None:
        """Give the pointer to the tool of this action's name."""
        tools: dict[str, type[Tool]] = {
            "tool_box": BoxTool,
            "tool_select": SelectTool,
            "tool_region": RegionTool,
        }
        tool = RulerTool(self._describe) if name == "tool_ruler" else tools[name]()
        self.canvas.set_tool(tool)
        self._actions[name].setChecked(True)
        if name != "tool_ruler":
            self.ruler.hide()

    @property
    def snapping(self) -> bool:
        """Whether a click on the page asks for a box."""
        return isinstance(self.canvas.tool, BoxTool)

    def edit_label(self, ids: tuple[str, ...], text: str, labels: tuple[str, ...]) -> None:
        """Open the label editor over the first of `ids`."""
        box, view = self.canvas.overlays.box(ids[0]), self.canvas.view
        if box is not None and view is not None:
            corner = view.rect_to_widget(box).bottomLeft().toPoint()
            self.editor.open_at(ids, text, labels, corner)

    def _describe(self, distance_px: float) -> str:
        millimetres = distance_px / self._dpi * MM_PER_INCH
        return self.tr("{0} px, {1} mm").format(figure(distance_px, ".1f"), figure(millimetres, ".2f"))

    def _measured(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self.ruler.show_length(math.hypot(x2 - x1, y2 - y1), self._dpi)

    # -- tool bar -----------------------------------------------------------------------------------
    def _tool_bar(self) -> QToolBar:
        bar = QToolBar(self)
        bar.setObjectName("annotate-tools")
        bar.setIconSize(bar.iconSize() * 0.8)
        group = QActionGroup(self)
        for name in TOOLS:
            group.addAction(self._actions[name])
        self._actions.fill(bar, *TOOLS, "same_label", "", "undo", "redo", "", "fit", "actual", "only_label")
        bar.addWidget(self._opacity_slider())
        spacer = QWidget(bar)
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        bar.addWidget(spacer)
        self._actions.fill(bar, "previous_page", "next_page", "show_files")
        return bar

    def _opacity_slider(self) -> QWidget:
        holder = QWidget(self)
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(6, 0, 0, 0)
        layout.setSpacing(4)
        sign = SignLabel("mdi6.opacity", parent=holder)
        self.opacity = QSlider(Qt.Orientation.Horizontal, holder)
        self.opacity.setObjectName("opacity")
        self.opacity.setRange(0, 100)
        self.opacity.setValue(100)
        self.opacity.setFixedWidth(56)
        self.opacity.setToolTip(self.tr("Opacity of the boxes; hold H to hide them"))
        self.opacity.valueChanged.connect(lambda value: self.canvas.overlays.set_opacity(value / 100))
        self.opacity.setAccessibleName(self.opacity.toolTip())
        sign.setToolTip(self.opacity.toolTip())
        layout.addWidget(sign)
        layout.addWidget(self.opacity)
        holder.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        return holder


def make_empty_state(
    parent: QWidget, open_files: Callable[[], object], sample: Callable[[], object]
) -> EmptyState:
    """Says what to do first, and offers the sample."""
    tr = QCoreApplication.translate
    page = EmptyState(
        "mdi6.vector-square",
        tr("AnnotateEmpty", "Open a page to annotate"),
        tr(
            "AnnotateEmpty",
            "1.  Open a page image or a LabelMe JSON, or drop it here.\n"
            "2.  Click one vignette of each kind: its box snaps to the ink.\n"
            "3.  Press Return: Rematch finds every copy.",
        ),
        parent,
    )
    page.add_button(tr("AnnotateEmpty", "Open…"), open_files, name="empty-open")
    page.add_button(tr("AnnotateEmpty", "Try the sample"), sample, name="empty-sample")
    return page
