"""The right column: catalogue, settings, Train, and the use of a model; in the order of their use."""

from __future__ import annotations

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QFont
from PyQt6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from autolabelme.qtkit.param_fields import OptionalEditor
from autolabelme.qtkit.params_form import ParamsForm
from autolabelme.qtkit.reasoned_action import ActionButton
from autolabelme.qtkit.theme import semantic_color
from detector.core.params import DetectParams, TrainParams

from .actions import TrainActions
from .requests import Devices

WIDTH_PX = 310
MAIN = ("backbone", "boxes", "loss", "decoder", "synthetic", "epochs", "device")
_DETECT = ("score_over", "scale", "refine")
_GIB = 1024**3
_VGG_MB = 528


class SideColumn(QWidget):
    """Shows what it is given; its signals and the actions say what the user did."""

    paramsEdited = pyqtSignal(object)  # TrainParams
    detectEdited = pyqtSignal(object)  # DetectParams
    nameEdited = pyqtSignal(str)

    def __init__(
        self, actions: TrainActions, params: TrainParams, detect: DetectParams, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("side-column")
        self.buttons: dict[str, ActionButton] = {}
        self.form = ParamsForm(params, self, only=MAIN)
        self.more = ParamsForm(params, self, without=MAIN)
        self.detect_form = ParamsForm(detect, self, only=_DETECT)
        scale = self.detect_form.editor("scale")
        assert isinstance(scale, OptionalEditor)
        scale.inner.set_value(1.0)  # when it is switched on; the least value would be of no use
        self.form.changed.connect(self._main_edited)
        self.more.changed.connect(self._more_edited)
        self.detect_form.changed.connect(self.detectEdited)
        self.catalogue = _muted_label(self, "catalogue-text")
        self.devices = _muted_label(self, "device-text")
        self.fetch = _muted_label(self, "fetch-text")
        self.name = QLineEdit(self)
        self.name.setObjectName("model-name")
        self.name.setPlaceholderText(self.tr("taken from the catalogue"))
        self.name.textEdited.connect(self.nameEdited)
        self.name_problem = _muted_label(self, "name-problem", "error")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(5)
        layout.addLayout(self._row(actions, "choose_files", "choose_folder"))
        layout.addWidget(self.catalogue)
        layout.addWidget(self._settings(), 1)
        train = self._button(actions, "train")
        train.setDefault(True)
        train.setProperty("primary", True)
        font = QFont(train.font())
        font.setBold(True)
        train.setFont(font)
        train.setMinimumHeight(round(1.3 * train.sizeHint().height()))
        layout.addWidget(train)
        line = QFrame(self)
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        layout.addWidget(line)
        self.model = QLabel(self)
        self.model.setObjectName("model-text")
        self.model.setWordWrap(True)
        self.model.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(self.model)
        layout.addWidget(self.detect_form)
        layout.addLayout(self._row(actions, "detect", "inspect"))
        layout.addWidget(self._button(actions, "resume"))
        self.setMinimumWidth(280)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    # -- showing ------------------------------------------------------------------------------------
    def show_params(self, params: TrainParams, detect: DetectParams) -> None:
        for form in (self.form, self.more):
            if form.params() != params:
                form.set_params(params)
        if self.detect_form.params() != detect:
            self.detect_form.set_params(detect)
        vgg = params.backbone == "vgg16"
        self.fetch.setVisible(vgg)
        self.fetch.setText(
            self.tr("VGG16's ImageNet weights ({0} MB) are fetched once, if they are not here yet.").format(
                _VGG_MB
            )
        )

    def form_problem(self) -> str:
        """Why the settings on display are no valid set; '' when they are."""
        return self.form.problem() or self.more.problem()

    def show_name(self, name: str, problem: str) -> None:
        if self.name.text() != name:
            self.name.setText(name)
        self.name_problem.setText(problem if name else "")
        self.name_problem.setVisible(bool(problem and name))

    def show_devices(self, devices: Devices | None) -> None:
        if devices is None:
            text = self.tr("A GPU is looked for when a catalogue is chosen.")
        elif devices.gpu:
            text = self.tr("GPU: {0}, {1} of {2} GiB free").format(
                devices.gpu, f"{devices.free / _GIB:.1f}", f"{devices.total / _GIB:.1f}"
            )
        else:
            text = self.tr("No GPU was found: it trains on {0} CPU cores.").format(devices.cores)
        self.devices.setText(text)

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

    def _settings(self) -> QScrollArea:
        inside = QWidget(self)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(4)
        named = QFormLayout()
        named.setContentsMargins(0, 0, 0, 0)
        label = QLabel(self.tr("Name"), self)
        label.setBuddy(self.name)
        named.addRow(label, self.name)
        layout.addLayout(named)
        layout.addWidget(self.name_problem)
        layout.addWidget(self.form)
        layout.addWidget(self.devices)
        layout.addWidget(self.fetch)
        self.unfold = QToolButton(self)
        self.unfold.setObjectName("more-settings")
        self.unfold.setText(self.tr("More settings"))
        self.unfold.setCheckable(True)
        self.unfold.setAutoRaise(True)
        self.unfold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.unfold.toggled.connect(self._unfold)
        layout.addWidget(self.unfold)
        layout.addWidget(self.more)
        layout.addStretch(1)
        self._unfold(False)
        area = QScrollArea(self)
        area.setObjectName("settings")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def _unfold(self, shown: bool) -> None:
        self.unfold.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        self.more.setVisible(shown)

    def _row(self, actions: TrainActions, *names: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for name in names:
            row.addWidget(self._button(actions, name), 1)
        return row

    def _button(self, actions: TrainActions, name: str) -> ActionButton:
        button = ActionButton(actions[name], self)
        button.setAutoDefault(False)
        self.buttons[name] = button
        return button


def _muted_label(parent: QWidget, name: str, color: str = "muted") -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    palette = label.palette()
    palette.setColor(label.foregroundRole(), semantic_color(color))
    label.setPalette(palette)
    return label
