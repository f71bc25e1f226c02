"""The right column: the report's buttons, the settings, and what follows; in the order of their use."""

from __future__ import annotations

from pathlib import Path

from PyQt6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from autolabelme.qtkit.commands import CommandButtons
from autolabelme.qtkit.param_fields import OptionalEditor
from autolabelme.qtkit.params_form import ParamsForm
from autolabelme.qtkit.room import FixedRoom, ScrollColumn
from autolabelme.qtkit.toned_label import TonedLabel
from ransac_gui.core.params import AlignParams

from .commands import AlignCommands

WIDTH_PX = 300
# Networks, region and landmarks have controls of their own.
_FIRST_CAP_PX = 20.0  # what the cap is when it is switched on; 0 would mean no fine stage at all
_NOT_IN_FORM = ("ransac_flow", "region", "landmarks")


class SideColumn(QWidget):
    """Shows what it is given; the form's `changed` and the actions say what the user did."""

    def __init__(self, actions: AlignCommands, params: AlignParams, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side-column")
        self.buttons = CommandButtons(actions, self)
        self.form = ParamsForm(params, self, without=_NOT_IN_FORM)
        cap = self.form.editor("cap_px")
        assert isinstance(cap, OptionalEditor)
        cap.inner.set_value(_FIRST_CAP_PX)
        self.networks = TonedLabel("muted", self, name="networks")
        self.pictures = TonedLabel("muted", self, name="pictures")
        self.region = TonedLabel("muted", self, name="region-text")
        self.output = TonedLabel("muted", self, name="output-text")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(6)
        layout.addWidget(self.buttons.add("choose_folder"))
        layout.addLayout(self.buttons.row("choose_target", "choose_source"))
        layout.addWidget(FixedRoom(self.pictures, 2, self))
        layout.addWidget(self._settings(actions), 1)
        output = QHBoxLayout()
        output.setSpacing(4)
        output.addWidget(FixedRoom(self.output, 2, self), 1)
        output.addWidget(self.buttons.add_narrow("choose_output"))
        layout.addLayout(output)
        layout.addWidget(self.buttons.add_primary("start", tall=True))
        layout.addLayout(self.buttons.grid(("landmarks", "align_landmarks"), ("ledger", "send")))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def show_networks(self, text: str, used: bool) -> None:
        """Which networks the fine stage has, and whether it uses them."""
        if text:
            own, idle = self.tr("Networks: {0}"), self.tr("Networks: {0}, not used by this fine stage")
            self.networks.setText((own if used else idle).format(text))
        elif used:
            self.networks.setText(self.tr("Networks: the bundled ones"))
        else:
            self.networks.setText(self.tr("Networks: the bundled ones, not used by this fine stage"))

    def show_pictures(self, reference: str, sources: int) -> None:
        """Name of the reference and how many sources there are."""
        first = reference or self.tr("none yet")
        self.pictures.setText(self.tr("Reference: {0}; sources: {1}").format(first, sources))

    def show_output(self, place: Path | None, *, chosen: bool) -> None:
        """Where results will go."""
        if place is None:
            self.output.setText("")
            return
        if chosen:
            text = self.tr("Results: {0}").format(place.name or str(place))
        else:
            text = self.tr("Results: beside the reference, in {0}").format(place.name)
        self.output.setText(text)
        self.output.setToolTip(str(place))

    def show_region(self, region: tuple[float, float, float, float] | None) -> None:
        """The region on the reference, xyxy in its pixels."""
        if region is None:
            self.region.setText(self.tr("Region: the whole reference"))
        else:
            x, y, right, bottom = (round(edge) for edge in region)
            text = self.tr("Region: {0} × {1} px at {2}, {3}").format(right - x, bottom - y, x, y)
            self.region.setText(text)

    def _import_row(self, actions: AlignCommands) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.buttons.add("import_flow"), 1)
        more = QToolButton(self)
        more.setObjectName("import-more")
        more.setText("…")
        more.setToolTip(self.tr("A checkpoint file, or the bundled networks"))
        more.setAccessibleName(more.toolTip())
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        menu.setToolTipsVisible(True)
        actions.fill(menu, "import_flow_file", "bundled_flow")
        more.setMenu(menu)
        row.addWidget(more)
        return row

    def _settings(self, actions: AlignCommands) -> ScrollColumn:
        inside = QWidget(self)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 2, 0)
        layout.setSpacing(4)
        layout.addWidget(self.form)
        layout.addWidget(self.region)
        layout.addLayout(self.buttons.row("region", "clear_region"))
        layout.addLayout(self._import_row(actions))
        layout.addWidget(FixedRoom(self.networks, 2, self))  # what a job says moves no button
        layout.addStretch(1)
        area = ScrollColumn(inside, self)
        area.setObjectName("settings")
        return area
