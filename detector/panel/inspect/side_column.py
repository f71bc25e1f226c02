"""The right column: Inspect, rate, the cards, what is folded away, verdicts, report; in the order of use."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtGui import QResizeEvent, QStandardItemModel
from PyQt6.QtWidgets import (
    QComboBox,
    QFormLayout,
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

from ..cards import CardList
from ..figures import Fold
from ..models.devices import Devices
from ..models.store import ModelInfo, model_name
from ..note_edit import NoteEdit
from .commands import InspectCommands
from .details import Details
from .map_controls import MapControls

if TYPE_CHECKING:
    from detector.core.inspection.findings import Finding

WIDTH_PX = 340
_DRAWER_SHARE = 0.4
"""Of the column's height, so that some cards are seen beside what is unfolded."""
QWIDGETSIZE_MAX = (1 << 24) - 1
_FORM = ("scale", "score_over", "shift", "angle_deg")


class SideColumn(QWidget):
    """Shows what it is given; its signals and the actions say what the user did."""

    paramsEdited = pyqtSignal(object)  # InspectParams
    noted = pyqtSignal(str)
    modelChosen = pyqtSignal(object)  # Path, or None for a carved block

    def __init__(
        self, actions: InspectCommands, params: InspectParams, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("side-column")
        self._params = params
        self.buttons = CommandButtons(actions, self)
        self.cards = CardList("findings", self)
        self.cards.setAccessibleName(self.tr("Findings"))
        self.map = MapControls(self)
        self.details = Details(self)
        self.slider = self.details.slider
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
        self.note = NoteEdit(self)
        self.note.setObjectName("note")
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("Note on this finding"))
        self.note.editingFinished.connect(self._noted)
        self._shown: Finding | None = None
        self._drawers = {
            "setup": (
                self._fold("setup", self.tr("Setup"), self.tr("Ornament, reference, model and device")),
                ScrollColumn(self._setup(), self),
            ),
            "map": (
                self._fold("map", self.tr("Map"), self.tr("Which evidence lies over the picture, and how")),
                ScrollColumn(self.map, self),
            ),
            "details": (
                self._fold("details", self.tr("Details"), self.tr("The figures behind sentence and cards")),
                ScrollColumn(self.details, self),
            ),
        }
        folds = QHBoxLayout()
        folds.setSpacing(2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        first = QHBoxLayout()
        first.setSpacing(4)
        first.addWidget(self.buttons.add_primary("inspect"), 2)
        first.addWidget(self.buttons.add("cancel"), 1)
        layout.addLayout(first)
        layout.addLayout(self._rate_row())
        layout.addWidget(self.cards, 1)
        layout.addLayout(folds)
        for fold, drawer in self._drawers.values():
            folds.addWidget(fold)
            layout.addWidget(drawer)
            drawer.hide()
        folds.addStretch(1)
        layout.addWidget(self.note)
        layout.addLayout(self.buttons.grid(("accept", "reject"), ("undo", "redo"), ("report", "send_boxes")))
        self.show_note(None)
        self.show_result(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    # -- what is folded away ------------------------------------------------------------------------
    def show_result(self, there: bool) -> None:
        """With a result the cards have the room; before it there is only what is to be chosen."""
        self.cards.setVisible(there)
        self.open_drawer("" if there else "setup")

    @property
    def drawer(self) -> str:
        """Which drawer is open: "setup", "map", "details", or "" for none."""
        return next((name for name, (fold, _) in self._drawers.items() if fold.isChecked()), "")

    def open_drawer(self, name: str) -> None:
        """Open one drawer and close the others; "" closes all."""
        for one, (fold, drawer) in self._drawers.items():
            with QSignalBlocker(fold):
                fold.show_open(one == name)
            drawer.setVisible(one == name)
        self._share()

    def _fold(self, name: str, text: str, tip: str) -> Fold:
        fold = Fold(f"fold-{name}", text, tip, self)
        fold.toggled.connect(lambda wanted: self.open_drawer(name if wanted else ""))
        return fold

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """An open drawer scrolls beyond its share of the column; alone it has all that is left."""
        alone = self.cards.isHidden()
        for _fold, drawer in self._drawers.values():
            drawer.setMaximumHeight(QWIDGETSIZE_MAX if alone else round(_DRAWER_SHARE * self.height()))
            policy = QSizePolicy.Policy.Expanding if alone else QSizePolicy.Policy.Maximum
            drawer.setSizePolicy(QSizePolicy.Policy.Preferred, policy)

    def _rate_row(self) -> QHBoxLayout:
        label = QLabel(self.tr("False alarms"), self)
        label.setBuddy(self._rate)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self._rate, 1)
        row.addWidget(self.changed)
        return row

    def _setup(self) -> QWidget:
        """What is compared with what, by which model."""
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(5)
        column.addWidget(self.buttons.add("choose_ornament"))
        column.addWidget(self.ornament)
        column.addLayout(self.buttons.row("choose_reference", "clear_reference", even=True))
        column.addWidget(self.reference)
        top = QFormLayout()
        top.setContentsMargins(0, 0, 0, 0)
        for text, widget in ((self.tr("Model"), self.model), (self.tr("Device"), self.device)):
            label = QLabel(text, self)
            label.setBuddy(widget)
            top.addRow(label, widget)
        column.addLayout(top)
        column.addWidget(self.form)
        column.addStretch(1)
        return inside

    # -- showing ------------------------------------------------------------------------------------
    def show_note(self, finding: Finding | None) -> None:
        """The note on a finding; what is being typed on the same one stays."""
        before, self._shown = self._shown, finding
        same = before is not None and finding is not None and before.box == finding.box
        note = "" if finding is None else finding.note
        if self.note.text() != note and not (self.note.hasFocus() and same):
            self.note.setText(note)
        self.note.setEnabled(finding is not None)
        self.note.setToolTip(
            self.tr("Select a finding first")
            if finding is None
            else self.tr("Kept with the finding, and written into the report")
        )

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
            else self.tr("It applies from the next inspection on.")
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
                    self.tr("{0} (labels: {1})").format(model_name(info), info.labels), info.folder
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

    def _noted(self) -> None:
        if self._shown is not None:
            self.noted.emit(self.note.text().strip())

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
