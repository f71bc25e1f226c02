"""The right column: catalogue, settings, Train, and the use of a model; in the order of their use."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.languages import figure
from autolabelme.qtkit.commands import CommandButtons
from autolabelme.qtkit.messages import said
from autolabelme.qtkit.param_fields import OptionalEditor
from autolabelme.qtkit.params_form import ParamsForm
from autolabelme.qtkit.room import FixedRoom, ScrollColumn
from autolabelme.qtkit.toned_label import TonedLabel
from detector.core.params import DetectParams, TrainParams
from detector.core.presets import preset_of, time_words

from ..models.devices import Devices
from .commands import TrainCommands
from .preset_cards import PresetCards

WIDTH_PX = 310
MAIN = ("backbone", "boxes", "loss", "decoder", "synthetic", "epochs", "device")
_DETECT = ("score_over", "scale", "refine")
_SCROLLED_PX = 4
_GIB = 1024**3
_VGG_MB = 528


class SideColumn(QWidget):
    """Shows what it is given; its signals and the actions say what the user did."""

    paramsEdited = pyqtSignal(object)  # TrainParams
    detectEdited = pyqtSignal(object)  # DetectParams
    nameEdited = pyqtSignal(str)
    presetChosen = pyqtSignal(str)  # a name of `PRESETS`

    def __init__(
        self, actions: TrainCommands, params: TrainParams, detect: DetectParams, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("side-column")
        self.buttons = CommandButtons(actions, self)
        self.form = ParamsForm(params, self, only=MAIN)
        self.more = ParamsForm(params, self, without=MAIN)
        self.detect_form = ParamsForm(detect, self, only=_DETECT)
        scale = self.detect_form.editor("scale")
        assert isinstance(scale, OptionalEditor)
        scale.set_off(self.tr("automatic"), 1.0)  # the least value would be of no use
        self.form.changed.connect(self._main_edited)
        self.more.changed.connect(self._more_edited)
        self.detect_form.changed.connect(self.detectEdited)
        self.presets = PresetCards(self)
        self.presets.chosen.connect(self.presetChosen)
        self.own = TonedLabel("muted", self, name="preset-text")  # of settings of one's own
        self.catalogue = TonedLabel("muted", self, name="catalogue-text")
        self.devices = TonedLabel("muted", self, name="device-text")
        self.fetch = TonedLabel("muted", self, name="fetch-text")
        self.name = QLineEdit(self)
        self.name.setObjectName("model-name")
        self.name.setPlaceholderText(self.tr("taken from the catalogue"))
        self.name.textEdited.connect(self.nameEdited)
        self.name_problem = TonedLabel("error", self, name="name-problem")
        self._name_label = QLabel(self.tr("Name"), self)
        self._name_label.setBuddy(self.name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(5)
        layout.addLayout(self.buttons.row("choose_files", "choose_folder", even=True))
        layout.addWidget(self.catalogue)
        layout.addWidget(self._settings(), 1)
        layout.addWidget(self.buttons.add_primary("train", tall=True))
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        layout.addWidget(line)
        self.model = QLabel(self)
        self.model.setObjectName("model-text")
        self.model.setWordWrap(True)
        self.model.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(FixedRoom(self.model, 2, self))  # a long name moves no button
        # As wide as the settings, which leave a little room before their scroll bar.
        inner = self.detect_form.layout()
        assert inner is not None
        inner.setContentsMargins(0, 0, _SCROLLED_PX, 0)
        layout.addWidget(self.detect_form)
        layout.addLayout(self.buttons.row("detect", "inspect", even=True))
        resume = self.buttons.add("resume")
        policy = resume.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # Train stays where it is when a model can be resumed
        resume.setSizePolicy(policy)
        layout.addWidget(resume)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._align()

    # -- showing ------------------------------------------------------------------------------------
    def show_params(self, params: TrainParams, detect: DetectParams) -> None:
        for form in (self.form, self.more):
            if form.params() != params:
                form.set_params(params)
        if self.detect_form.params() != detect:
            self.detect_form.set_params(detect)
        self._show_own_rates(params)
        self.fetch.setVisible(params.backbone == "vgg16" and self.unfold.isChecked())
        self.fetch.setText(
            self.tr("VGG16's ImageNet weights ({0} MB) are fetched once, if they are not here yet.").format(
                _VGG_MB
            )
        )

    def show_preset(self, params: TrainParams, pages: int, devices: Devices | None) -> None:
        """Which preset the settings are, how long they take here and what they reach."""
        crop_s = None if devices is None else devices.crop_s
        self.presets.show_params(params, pages, crop_s)
        own = "" if preset_of(params) else said(time_words(params, pages, crop_s))
        self.own.setText(self.tr("Own settings: {0}").format(own) if own else "")
        self.own.setVisible(bool(own))

    def form_problem(self) -> str:
        """Why the settings on display are no valid set; '' when they are."""
        return self.form.problem() or self.more.problem()

    def show_name(self, name: str, problem: str) -> None:
        if self.name.text() != name:
            self.name.setText(name)
        self.name_problem.setText(problem if name else "")
        self.name_problem.setVisible(bool(problem and name))

    def show_devices(self, devices: Devices | None, chosen: str) -> None:
        """The GPU or why there is none, and what `chosen`, the device of the form, makes of it."""
        tone = "muted"
        if devices is None:
            text = self.tr("A GPU is looked for when a catalogue is chosen.")
        elif devices.gpu:
            text = self._gpu(devices)
            if chosen == "cpu":
                cores = self.tr("It is not used: training on {0} CPU cores.").format(devices.cores)
                text = f"{text}. {cores}"
        else:
            if chosen == "cuda":
                tone, do = "error", self.tr("Choose auto or cpu.")
            else:
                do = self.tr("Training on {0} CPU cores.").format(devices.cores)
            text = f"{self._no_gpu(devices.why)} {do}"
        self.devices.setText(text)
        self.devices.set_tone(tone)

    def _gpu(self, devices: Devices) -> str:
        if not devices.total:
            return self.tr("GPU: {0}, whose memory cannot be read").format(devices.gpu)
        return self.tr("GPU: {0}, {1} of {2} GiB free").format(
            devices.gpu, figure(devices.free / _GIB, ".1f"), figure(devices.total / _GIB, ".1f")
        )

    def _no_gpu(self, why: str) -> str:
        return {
            "build": self.tr("No GPU: the installed PyTorch is the build without GPU support."),
            "hidden": self.tr("No GPU: CUDA_VISIBLE_DEVICES hides all of them."),
            "driver": self.tr("No GPU: no graphics driver answers PyTorch."),
        }.get(why, self.tr("No GPU was found."))

    def _show_own_rates(self, params: TrainParams) -> None:
        """A rate that is not set shows the backbone's own: it starts from that when switched on."""
        own = {"learning_rate": params.rate, "decoder_rate": params.rate_of_decoder}
        for name, rate in own.items():
            editor = self.more.editor(name)
            assert isinstance(editor, OptionalEditor)
            if editor.value() is None:
                editor.inner.set_value(rate)

    def show_catalogue(self, text: str) -> None:
        self.catalogue.setText(text)

    def show_model(self, name: str, *, resumable: bool) -> None:
        """The model that Detect and Inspect will use."""
        self.model.setText(self.tr("Model: %s") % name if name else self.tr("No model is selected"))
        self.buttons["resume"].setVisible(resumable)

    # -- inside -------------------------------------------------------------------------------------
    def _main_edited(self, params: TrainParams) -> None:
        self.more.set_params(params)
        self.paramsEdited.emit(params)

    def _more_edited(self, params: TrainParams) -> None:
        self.form.set_params(params)
        self.paramsEdited.emit(params)

    def _settings(self) -> ScrollColumn:
        inside = QWidget(self)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, _SCROLLED_PX, 0)
        layout.setSpacing(4)
        named = QHBoxLayout()
        named.addWidget(self._name_label)
        named.addWidget(self.name, 1)
        self._named = named
        layout.addLayout(named)
        layout.addWidget(self.name_problem)
        layout.addWidget(self.presets)
        layout.addWidget(self.own)
        layout.addWidget(self.devices)
        self.unfold = QToolButton(self)
        self.unfold.setObjectName("more-settings")
        self.unfold.setText(self.tr("Advanced"))
        self.unfold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.unfold.setCheckable(True)
        self.unfold.setAutoRaise(True)
        self.unfold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.unfold.toggled.connect(self._unfold)
        layout.addWidget(self.unfold)
        layout.addWidget(self.form)
        layout.addWidget(self.fetch)
        layout.addWidget(self.more)
        layout.addStretch(1)
        self._unfold(False)
        area = ScrollColumn(inside, self)
        area.setObjectName("settings")
        return area

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._align()

    def _align(self) -> None:
        """One left edge and one right edge for the fields of all forms, and of the name."""
        forms = (self.form, self.more, self.detect_form)
        labels = [one for form in forms for one in form.findChildren(QLabel) if one.buddy() is not None]
        width = max(label.sizeHint().width() for label in (*labels, self._name_label))
        for label in (*labels, self._name_label):
            label.setMinimumWidth(width)
        reset = self.form.findChild(QToolButton, f"reset_{MAIN[0]}")
        row = self.form.findChild(QWidget, f"row_{MAIN[0]}")
        grid = self.form.findChild(QFormLayout)
        assert reset is not None and row is not None and grid is not None
        inner = row.layout()
        assert inner is not None
        self._named.setSpacing(grid.horizontalSpacing())
        self._named.setContentsMargins(0, 0, reset.sizeHint().width() + inner.spacing(), 0)

    def _unfold(self, shown: bool) -> None:
        self.unfold.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        for part in (self.form, self.more):
            part.setVisible(shown)
        self.fetch.setVisible(shown and self.form.params().backbone == "vgg16")
