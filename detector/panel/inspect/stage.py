"""The middle: the ornament with its findings, or the pair compared, with the heat map over either."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PyQt6.QtCore import QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from autolabelme.core.arrays import F32, U8
from autolabelme.qtkit.canvas import PageCanvas
from autolabelme.qtkit.compare_view import CompareView
from autolabelme.qtkit.empty_state import EmptyState
from autolabelme.qtkit.evidence_layers import HeatMap
from autolabelme.qtkit.image_view import ImageView
from autolabelme.qtkit.reasoned_action import ActionButton

from ..train.strip import Strip
from .actions import InspectActions
from .overlays import items_of

if TYPE_CHECKING:
    from detector.core.inspection.findings import Box, Finding
    from detector.core.inspection.work import Done

HEATS = ("residual", "loss", "gain", "unexplained", "none")
_FIRST_OPACITY = 60
_SURROUNDINGS = 0.8
"""How much of what stands round a finding is shown with it, in its own sides."""
_LARGEST_ZOOM = 4.0


class Stage(QWidget):
    """Shows what it is given; `picked` carries the index of a finding whose box was clicked."""

    picked = pyqtSignal(int)

    def __init__(self, actions: InspectActions, empty: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.strip = Strip(self)
        self.verdict = QLabel(self)
        self.verdict.setObjectName("verdict")
        font = self.verdict.font()
        font.setBold(True)
        self.verdict.setFont(font)
        self.promise = QLabel(self)
        self.promise.setObjectName("promise")
        for label in (self.verdict, self.promise):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.canvas = PageCanvas(self)
        self.compare = CompareView(self)
        self.empty = empty
        self.pages = QStackedWidget(self)
        for page in (empty, self.canvas, self.compare):
            self.pages.addWidget(page)
        self._done: Done | None = None
        self._threshold_set = False
        self.bar = self._make_bar(actions)
        head = QVBoxLayout()
        head.setContentsMargins(8, 4, 8, 0)
        head.setSpacing(1)
        head.addWidget(self.verdict)
        head.addWidget(self.promise)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.strip)
        layout.addLayout(head)
        layout.addWidget(self.bar)
        layout.addWidget(self.pages, 1)
        self.setFocusProxy(self.canvas)
        self.canvas.overlays.selection_changed.connect(self._picked)
        self.compare.evidence.changed.connect(self._follow_compare)
        self._refresh()

    # -- showing ------------------------------------------------------------------------------------
    @property
    def comparing(self) -> bool:
        return self.pages.currentWidget() is self.compare

    @property
    def view(self) -> ImageView:
        """The picture in front."""
        return self.compare.canvas if self.comparing else self.canvas

    def show_ornament(self, pixels: U8 | None) -> None:
        """The ornament before it is inspected; None shows what to do first."""
        self._done = None
        self.canvas.set_image(pixels)
        self.canvas.overlays.set_items(())
        self.compare.set_images(None, None)
        self._set_heat()
        self.pages.setCurrentWidget(self.empty if pixels is None else self.canvas)
        self._refresh()

    def show_result(self, done: Done, names: tuple[str, str]) -> None:
        keep = self.canvas.pyramid is not None and (
            (self.canvas.pyramid.width, self.canvas.pyramid.height) == (done.rgb.shape[1], done.rgb.shape[0])
        )
        self._done = done
        self.canvas.set_image(done.rgb, keep_view=keep)
        if done.reference is not None:
            self.compare.set_images(done.reference, done.rgb, names=names)
        else:
            self.compare.set_images(None, None)
        self._set_heat()
        if self.pages.currentWidget() is self.empty or (self.comparing and done.reference is None):
            self.pages.setCurrentWidget(self.canvas)
        self._refresh()

    def show_findings(self, findings: tuple[Finding, ...], selected: int) -> None:
        for layer in (self.canvas.overlays, self.compare.canvas.overlays):
            with QSignalBlocker(layer):
                layer.set_items(items_of(findings))
                layer.set_selection((str(selected),) if selected >= 0 else ())
            layer.changed.emit()

    def show_verdict(self, verdict: str, promise: str) -> None:
        self.verdict.setText(verdict)
        self.promise.setText(promise)
        self.verdict.setVisible(bool(verdict))
        self.promise.setVisible(bool(promise))

    def set_comparing(self, comparing: bool) -> None:
        if self._done is None or (comparing and self._done.reference is None):
            return
        self.pages.setCurrentWidget(self.compare if comparing else self.canvas)
        self.setFocusProxy(self.pages.currentWidget())
        self._refresh()

    def zoom_to(self, box: Box) -> None:
        """Show a finding with its surroundings, in both pictures."""
        x1, y1, x2, y2 = box
        side = (1 + 2 * _SURROUNDINGS) * max(1.0, x2 - x1, y2 - y1)
        for picture in (self.canvas, self.compare.canvas):
            view = picture.view
            if view is not None:
                zoom = min(_LARGEST_ZOOM, min(view.width, view.height) * view.ratio / side)
                zoom = max(zoom, view.fitted().zoom)
                picture.set_view(view.zoomed(zoom).centred((x1 + x2) / 2, (y1 + y2) / 2))

    def shut_down(self) -> None:
        self.canvas.shut_down()
        self.compare.shut_down()

    # -- the heat map -------------------------------------------------------------------------------
    @property
    def heat_name(self) -> str:
        return str(self.heat.currentData())

    def set_heat_state(self, name: str, opacity: int) -> None:
        """What `heat_name` and the opacity slider said in an earlier session."""
        if name in HEATS:
            self.heat.setCurrentIndex(HEATS.index(name))
        self.opacity.setValue(min(max(opacity, 0), 100))

    def _make_bar(self, actions: InspectActions) -> QWidget:
        bar = QWidget(self)
        row = QHBoxLayout(bar)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(6)
        self.heat = QComboBox(bar)
        self.heat.setObjectName("heat")
        self.heat.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        texts = {
            "residual": self.tr("Residual"),
            "loss": self.tr("Ink missing"),
            "gain": self.tr("Ink added"),
            "unexplained": self.tr("Unexplained ink"),
            "none": self.tr("No heat map"),
        }
        for name in HEATS:
            self.heat.addItem(texts[name], name)
        self.heat.setAccessibleName(self.tr("Heat map"))
        self.heat.currentIndexChanged.connect(self._set_heat)
        label = QLabel(self.tr("Heat map"), bar)
        label.setBuddy(self.heat)
        row.addWidget(label)
        row.addWidget(self.heat)
        self._sliders = QWidget(bar)
        inner = QHBoxLayout(self._sliders)
        inner.setContentsMargins(0, 0, 0, 0)
        self.opacity = self._slider("heat-opacity", self.tr("Opacity of the heat map"))
        self.threshold = self._slider("heat-threshold", self.tr("Values below this are not shown"))
        for text, slider in ((self.tr("Opacity"), self.opacity), (self.tr("From"), self.threshold)):
            inner.addWidget(QLabel(text, self._sliders))
            inner.addWidget(slider)
        row.addWidget(self._sliders)
        row.addStretch(1)
        for name in ("previous", "next", "compare"):
            button = ActionButton(actions[name], bar)
            button.setAutoDefault(False)
            button.setCheckable(actions[name].isCheckable())
            row.addWidget(button)
            if name == "compare":
                actions[name].toggled.connect(button.setChecked)
        self.opacity.setValue(_FIRST_OPACITY)
        self.opacity.valueChanged.connect(self._apply_sliders)
        self.threshold.valueChanged.connect(self._apply_sliders)
        return bar

    def _slider(self, name: str, tip: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(name)
        slider.setRange(0, 100)
        slider.setFixedWidth(90)
        slider.setToolTip(tip)
        slider.setAccessibleName(tip)
        return slider

    def _set_heat(self) -> None:
        heat = self._heat_map()
        for evidence in (self.canvas.evidence, self.compare.evidence):
            evidence.set_heat(heat)
        for slider in (self.opacity, self.threshold):
            slider.setEnabled(heat is not None)
        self._apply_sliders()

    def _heat_map(self) -> HeatMap | None:
        if self._done is None or self.heat_name == "none":
            return None
        from detector.core.inspection.maps import DARK_BELOW, FULL_SCALE

        maps = self._done.inspection.maps
        if self.heat_name == "unexplained":
            shown, maximum, unit = maps.unexplained, 1.0, ""
        else:
            values: dict[str, F32] = {"residual": maps.residual, "loss": maps.loss, "gain": maps.gain}
            shown, maximum, unit = values[self.heat_name], FULL_SCALE, self.tr("spreads")
            if not self._threshold_set:
                # What normal impressions often show is left dark, unless the user asks for it.
                self._threshold_set = True
                with QSignalBlocker(self.threshold):
                    self.threshold.setValue(round(100 * DARK_BELOW / FULL_SCALE))
        return HeatMap(np.asarray(shown, dtype=np.float32), maximum, self.heat.currentText(), unit)

    def _apply_sliders(self) -> None:
        share = self.threshold.value() / 100
        for evidence in (self.canvas.evidence, self.compare.evidence):
            with QSignalBlocker(evidence):
                evidence.set_opacity(self.opacity.value() / 100)
                if evidence.heat is not None:
                    evidence.set_threshold(share * evidence.heat.maximum)
            evidence.changed.emit()

    def _follow_compare(self) -> None:
        """The compare view has sliders of its own for the same heat map, and its own key H."""
        evidence = self.compare.evidence
        self.compare.canvas.overlays.set_hidden(not evidence.shown)
        if evidence.heat is None or not self.comparing:
            return
        with QSignalBlocker(self.opacity), QSignalBlocker(self.threshold):
            self.opacity.setValue(round(100 * evidence.opacity))
            self.threshold.setValue(round(100 * evidence.threshold / evidence.heat.maximum))
        with QSignalBlocker(self.canvas.evidence):
            self.canvas.evidence.set_opacity(evidence.opacity)
            self.canvas.evidence.set_threshold(evidence.threshold)

    # -- inside -------------------------------------------------------------------------------------
    def _refresh(self) -> None:
        self.bar.setVisible(self._done is not None)
        self._sliders.setVisible(not self.comparing)

    def _picked(self, ids: tuple[str, ...]) -> None:
        if len(ids) == 1:
            self.picked.emit(int(ids[0]))
