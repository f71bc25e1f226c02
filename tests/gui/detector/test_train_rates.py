"""Optional numbers in forms made from parameters: learning rates, time limit, scale."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from autolabelme.qtkit.job_runner import JobRunner
from autolabelme.qtkit.param_fields import OptionalEditor
from autolabelme.qtkit.params_form import ParamsForm
from autolabelme.qtkit.workspace import WorkspaceContext
from detector.core.inspection.params import InspectParams
from detector.core.params import DetectParams, TrainParams
from detector.panel.inspect.panel import InspectPanel
from detector.panel.train.panel import TrainPanel
from detector.panel.train.side_column import MAIN


@pytest.mark.parametrize("name", ["learning_rate", "decoder_rate"])
def test_a_rate_is_the_backbones_until_it_is_switched_on_at_the_reports(qtbot: QtBot, name: str) -> None:
    form = ParamsForm(TrainParams(), without=MAIN)
    qtbot.addWidget(form)
    form.show()
    heard: list[TrainParams] = []
    form.changed.connect(heard.append)
    rate = form.editor(name)
    assert isinstance(rate, OptionalEditor)
    assert not rate.inner.isEnabled()
    assert rate.value() is None
    rate.box.click()
    assert getattr(heard[-1], name) == pytest.approx(1e-4)  # not the least that is allowed, 0.0000001
    QTest.keyClick(rate.inner.spin, Qt.Key.Key_Up)
    assert getattr(heard[-1], name) == pytest.approx(2e-4)
    rate.inner.spin.selectAll()
    QTest.keyClicks(rate.inner.spin, "0.003")
    QTest.keyClick(rate.inner.spin, Qt.Key.Key_Return)
    assert getattr(heard[-1], name) == pytest.approx(3e-3)
    rate.box.click()
    assert getattr(heard[-1], name) is None


def test_a_time_limit_starts_at_one_that_is_of_use(qtbot: QtBot) -> None:
    form = ParamsForm(TrainParams(), without=MAIN)
    qtbot.addWidget(form)
    limit = form.editor("minutes")
    assert isinstance(limit, OptionalEditor)
    limit.box.click()
    assert limit.value() == 10.0


@pytest.mark.parametrize("params", [InspectParams(), DetectParams()], ids=["inspect", "detect"])
def test_the_scale_is_automatic_until_it_is_switched_on_at_the_catalogues(
    qtbot: QtBot, tmp_path: Path, params: InspectParams | DetectParams
) -> None:
    context = WorkspaceContext(JobRunner(), tmp_path)
    panel: InspectPanel | TrainPanel
    if isinstance(params, InspectParams):
        panel = InspectPanel(context)
        form: ParamsForm[Any] = panel.side.form
    else:
        panel = TrainPanel(context)
        form = panel.side.detect_form
    qtbot.addWidget(panel)
    panel.show()
    scale = form.editor("scale")
    assert isinstance(scale, OptionalEditor)
    assert scale.value() is None
    assert [label.text() for label in scale.findChildren(QLabel) if not label.isHidden()] == ["automatic"]
    assert scale.inner.isHidden(), "no number stands where none is meant"
    scale.box.click()
    assert scale.value() == form.params().scale == 1.0
    assert not scale.inner.isHidden()
    scale.inner.spin.setValue(1.5)
    scale.box.click()
    assert form.params().scale is None
    assert scale.inner.isHidden()
    form.set_params(params.replace(scale=2.0))
    assert scale.value() == 2.0
    assert not scale.inner.isHidden()
