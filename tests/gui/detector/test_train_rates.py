"""The learning rates in the training form, which is made from the parameters."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autolabelme.qtkit.param_fields import OptionalEditor
from autolabelme.qtkit.params_form import ParamsForm
from detector.core.params import TrainParams
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
