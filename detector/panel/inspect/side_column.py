"""The right column: ornament, model, rate, Inspect, verdicts, report; in the order of their use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtGui import QStandardItemModel
from PyQt6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from autolabelme.qtkit.changed_badge import ChangedBadge
from autolabelme.qtkit.commands import CommandButtons
from autolabelme.qtkit.param_fields import NumberEditor, OptionalEditor
from autolabelme.qtkit.params_form import ParamsForm
from autolabelme.qtkit.room import ScrollColumn
from detector.core.inspection.params import InspectParams
from detector.core.params import DEVICES

from ..models.devices import Devices
from ..models.store import ModelInfo, model_name
from .commands import InspectCommands
from .rate_slider import RateSlider

WIDTH_PX = 300
_FORM = ("scale", "score_over", "shift", "angle_deg")


class SideColumn(QWidget):
    """Shows what it is given; its signals and the actions say what the user did."""

    paramsEdited = pyqtSignal(object)  # InspectParams
    modelChosen = pyqtSignal(object)  # Path, or None for a carved block

    def __init__(
        self, actions: InspectCommands, params: InspectParams, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("side-column")
        self._params = params
        self.buttons = CommandButtons(actions, self)
        self.ornament = self._name("ornament-text")
        self.reference = self._name("reference-text")
        self.model = QComboBox(self)
        self.model.setObjectName("model")
        self.model.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.model.setMinimumContentsLength(12)
        self.model.setToolTip(
            self.tr(
                "The model that knows the vignettes; Train makes others. Without one a reference is needed."
            )
        )
        self.model.activated.connect(lambda index: self.modelChosen.emit(self.model.itemData(index)))
        self._rate = NumberEditor(InspectParams.info("false_alarms"), whole=False, parent=self, slider=False)
        self._rate.edited.connect(self._rate_edited)
        self._rate.setAccessibleName(self.tr("False alarms"))
        self.rate = self._rate.spin
        self.rate.setObjectName("rate")
        self.slider = RateSlider(self)
        self.slider.rateChosen.connect(lambda rate: self.rate.setValue(100 * rate))
        self.device = QComboBox(self)
        self.device.setObjectName("device")
        self.device.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.device.setMinimumContentsLength(12)
        self.device.activated.connect(self._device_chosen)
        self.show_devices(None)
        self.form = ParamsForm(params, self, only=_FORM)
        scale = self.form.editor("scale")
        assert isinstance(scale, OptionalEditor)
        scale.set_off(self.tr("automatic"), 1.0)  # the least value would be of no use
        self.form.changed.connect(self._form_edited)
        self.changed = ChangedBadge("rate-changed", self)
        self.changed.clicked.connect(self._usual_rate)
        rate = QWidget(self)
        beside = QHBoxLayout(rate)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._rate, 1)
        beside.addWidget(self.changed)
        top = QFormLayout()
        top.setContentsMargins(0, 0, 0, 0)
        for text, widget in (
            (self.tr("Model"), self.model),
            (self.tr("Device"), self.device),
            (self.tr("False alarms"), rate),
        ):
            label = QLabel(text, self)
            label.setBuddy(self._rate if widget is rate else widget)
            top.addRow(label, widget)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(5)
        column.addWidget(self.buttons.add("choose_ornament"))
        column.addWidget(self.ornament)
        column.addLayout(self.buttons.row("choose_reference", "clear_reference", even=True))
        column.addWidget(self.reference)
        column.addLayout(top)
        column.addWidget(self.slider)
        column.addWidget(self.form)
        column.addStretch(1)
        area = ScrollColumn(inside, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(5)
        layout.addWidget(area, 1)
        layout.addWidget(self.buttons.add_primary("inspect", tall=True))
        layout.addWidget(self.buttons.add("cancel"))
        layout.addWidget(self._line())
        layout.addLayout(self.buttons.row("accept", "reject", even=True))
        layout.addLayout(self.buttons.row("undo", "redo", even=True))
        layout.addWidget(self._line())
        layout.addWidget(self.buttons.add("report"))
        layout.addWidget(self.buttons.add("send_boxes"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    # -- showing ------------------------------------------------------------------------------------
    def show_subject(self, ornament: str, reference: str) -> None:
        self.ornament.setText(ornament)
        self.reference.setText(reference)

    def show_params(self, params: InspectParams, *, decides_again: bool) -> None:
        self._params = params
        if self.form.params() != params:
            self.form.set_params(params)
        self._rate.set_value(params.false_alarms)
        self.slider.set_rate(params.false_alarms)
        usual = InspectParams().false_alarms
        self.changed.show_change(params.false_alarms != usual, usual)
        self.device.setCurrentIndex(DEVICES.index(params.device))
        tip = self.tr("Share of normal vignettes that may be flagged.")
        after = (
            self.tr("The findings follow at once.")
            if decides_again
            else self.tr("It counts from the next Inspect on.")
        )
        self.rate.setToolTip(f"{tip} {after}")

    def show_population(self, scores: Sequence[float], marks: Sequence[tuple[float, bool]]) -> None:
        """Scores of normals behind the rate, and those of this ornament's vignettes (whether flagged)."""
        self.slider.set_population(scores, marks)

    def show_devices(self, devices: Devices | None) -> None:
        """Name what there is to compute on; a GPU that is not there cannot be chosen."""
        cpu = self.tr("CPU") if devices is None else self.tr("CPU, {0} cores").format(devices.cores)
        gpu = "" if devices is None else devices.gpu
        texts = {
            "auto": self.tr("Automatic") if devices is None else self.tr("Automatic: {0}").format(gpu or cpu),
            "cpu": cpu,
            "cuda": self.tr("GPU: {0}").format(gpu) if gpu else self.tr("GPU: none was found"),
        }
        chosen = DEVICES[max(0, self.device.currentIndex())]
        with QSignalBlocker(self.device):
            self.device.clear()
            for name in DEVICES:
                self.device.addItem(texts[name], name)
            self.device.setCurrentIndex(DEVICES.index(chosen))
        model = self.device.model()
        if isinstance(model, QStandardItemModel):
            item = model.item(DEVICES.index("cuda"))
            if item is not None:
                item.setEnabled(devices is None or bool(gpu))
        self.device.setToolTip(self.tr("What the detector and the decoder run on: {0}").format(texts[chosen]))

    def show_models(self, models: tuple[ModelInfo, ...], chosen: Path | None) -> None:
        with QSignalBlocker(self.model):
            self.model.clear()
            known = [info.folder for info in models]
            if chosen is not None and chosen not in known:
                self.model.addItem(chosen.name, chosen)
            for info in models:
                self.model.addItem(
                    self.tr("{0} ({1} labels)").format(model_name(info), info.labels), info.folder
                )
            self.model.addItem(self.tr("None: a carved block"), None)
            for index in range(self.model.count()):
                if self.model.itemData(index) == chosen:
                    self.model.setCurrentIndex(index)

    # -- inside -------------------------------------------------------------------------------------
    def _rate_edited(self) -> None:
        self.paramsEdited.emit(self._params.replace(false_alarms=self._rate.value()))

    def _usual_rate(self) -> None:
        self.paramsEdited.emit(self._params.replace(false_alarms=InspectParams().false_alarms))

    def _device_chosen(self, index: int) -> None:
        self.paramsEdited.emit(self._params.replace(device=self.device.itemData(index)))

    def _form_edited(self, params: InspectParams) -> None:
        self.paramsEdited.emit(
            params.replace(false_alarms=self._params.false_alarms, device=self._params.device)
        )

    def _name(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _line(self) -> QFrame:
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        return line
