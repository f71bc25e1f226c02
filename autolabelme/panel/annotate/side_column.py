"""The right column: labels, search controls, the report's buttons, overview; in the order of their use."""

from __future__ import annotations

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QSizePolicy, QSplitter, QVBoxLayout, QWidget

from autolabelme.qtkit.commands import CommandButtons
from autolabelme.qtkit.room import ScrollColumn

from .commands import AnnotateCommands
from .label_list import LabelList
from .overview import Overview
from .search_controls import SearchControls
from .search_settings import SearchSettings

WIDTH_PX = 340
# The report's buttons (000 section 3.1.3) in its order; Rematch has a row of its own. From it on they stay in
# sight when a low window scrolls what is above.
BEFORE = (("open_json", "rematch_all"), ("fewer", "more"))
AFTER = ("previous_line", "next_line", "correct", "save_json", "save_images", "inspect")


class SideColumn(QWidget):
    """Everything that is set and pressed; top the labels and the search, below the overview."""

    def __init__(
        self, actions: AnnotateCommands, settings: SearchSettings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("side-column")
        self.labels = LabelList(self)
        self.controls = SearchControls(settings, self)
        self.overview = Overview(self)
        self.buttons = CommandButtons(actions, self)
        inside = QWidget(self)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(6, 4, 6, 0)
        layout.setSpacing(6)
        layout.addWidget(self.labels, 1)
        layout.addWidget(self.controls)
        layout.addLayout(self.buttons.grid(*BEFORE))
        foot = QVBoxLayout()
        foot.setContentsMargins(6, 0, 6, 4)
        foot.setSpacing(4)
        foot.addWidget(self.buttons.add_primary("rematch", tall=True))
        foot.addLayout(self.buttons.flow(*AFTER))
        upper = QWidget(self)
        both = QVBoxLayout(upper)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(4)
        both.addWidget(ScrollColumn(inside, upper), 1)
        both.addLayout(foot)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(self.overview)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)
        self.overview.setMinimumHeight(60)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
