"""What leaves the Inspect workspace, the report, boxes, its state, and what comes back."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from autolabelme.core.ornament import Ornament
from autolabelme.qtkit.workspace import ALIGNMENT, BOXES, BoxesHandover, WorkspaceContext
from detector.core.demo import sample_model_folder
from detector.panel.inspect.panel import InspectPanel
from ransac_gui.core.handover import AlignmentHandover

from ..inspect_stub import SIDE, Stub
from .conftest import Driver


def test_the_report_names_the_scorer_that_lies_over_the_ornament(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "out"))
    driver.open()
    driver.inspect()
    driver.press("report")
    driver.wait_idle()
    driver.take("scorer:other")
    driver.wait_idle()
    driver.press("report")
    driver.wait_idle()
    first, second = driver.stub.shown
    assert first is None
    assert second is not None
    assert (second.name, second.figures["miou_c"]) == ("other", 27.4)


def test_the_report_carries_the_verdicts(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.open()
    driver.inspect()
    driver.key(Qt.Key.Key_A)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "out"))
    driver.panel.actions_["report_to"].trigger()
    driver.wait_idle()
    done, folder = driver.stub.reports[0]
    assert folder == tmp_path / "out" / "suspect_inspection"
    assert done.record.findings[0].verdict == "accepted"
    assert not driver.why_not("report")


def test_a_report_is_saved_beside_the_page_without_a_question(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    driver.press("report")
    driver.wait_idle()
    _, folder = driver.stub.reports[0]
    subject = driver.panel.presenter.subject
    assert subject is not None
    assert folder.parent == subject.ornament.path.parent


def test_a_report_that_cannot_be_saved_there_is_asked_for(
    driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    driver.open()
    driver.inspect()
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "out"))
    driver.press("report")
    driver.wait_idle()
    assert driver.stub.reports[0][1].parent == tmp_path / "out"


def test_boxes_go_back_to_annotate(driver: Driver, qtbot: QtBot) -> None:
    driver.open()
    driver.inspect()
    with qtbot.waitSignal(driver.panel.context.sendRequested) as sent:
        driver.press("send_boxes")
    kind, handed = sent.args
    assert kind == BOXES
    assert isinstance(handed, BoxesHandover)
    assert handed.image_path == driver.stub.ornament
    assert [label for label, _, _ in handed.boxes] == ["1", "1", "1"]
    assert handed.boxes[0][1] == (20.0, 40.0, 20.0 + SIDE, 40.0 + SIDE)


def test_it_comes_back_to_where_it_was(driver: Driver, make: Callable[[], Driver]) -> None:
    driver.open()
    driver.panel.side.rate.setValue(5.0)
    driver.panel.presenter.maps.restore(["gain", "loss"])
    driver.panel.stage.set_levels(33, True)
    state = json.loads(json.dumps(driver.panel.save_state()))
    later = make()
    later.panel.restore_state(state)
    later.wait_idle()
    subject = later.panel.presenter.subject
    assert subject is not None
    assert subject.ornament.path == driver.stub.ornament
    assert subject.reference is not None
    assert later.panel.presenter.params.false_alarms == pytest.approx(0.05)
    assert later.panel.presenter.maps.state() == ["gain", "loss"]
    assert (later.panel.side.map.opacity.value(), later.panel.side.map.outlines.isChecked()) == (33, True)
    later.panel.restore_state({"subject": 3, "params": {"odd": 1}, "splitter": "x", "model": 5})


def test_boxes_of_an_aligned_ornament_lie_on_its_source() -> None:
    from detector.panel.inspect.send_back import on_source

    rows, columns = np.mgrid[0:50, 0:80].astype(np.float32)
    shifted = np.stack([columns + 100, rows + 7], axis=2)
    assert on_source((10, 5, 30, 25), shifted) == (110, 12, 130, 32)
    assert on_source((90, 5, 95, 25), shifted) is None


def laid(driver: Driver) -> AlignmentHandover:
    """The ornament laid on its reference, as Align hands it over."""
    alignment: Any = SimpleNamespace(aligned=driver.stub.rgb)
    reference, suspect = Ornament(driver.stub.reference), Ornament(driver.stub.ornament)
    return AlignmentHandover(reference, suspect, driver.stub.rgb, alignment)


def test_what_align_sends_is_inspected_at_once_and_the_last_one_wins(driver: Driver) -> None:
    driver.stub.hold.clear()
    driver.panel.receive(ALIGNMENT, laid(driver))
    driver.wait(lambda: len(driver.stub.asked) == 1)
    last = laid(driver)
    driver.panel.receive(ALIGNMENT, last)
    driver.wait(lambda: len(driver.stub.asked) == 2)
    driver.stub.hold.set()
    driver.wait_idle()
    presenter = driver.panel.presenter
    assert presenter.subject is not None and presenter.subject.handover is last
    assert presenter.done is not None and driver.panel.stage.view == "compare"
    # An ornament that is chosen here waits: there may be a reference or a model to choose, too.
    driver.open()
    assert len(driver.stub.asked) == 2 and not presenter.running


def test_it_waits_for_the_models_before_it_inspects_what_align_sends(
    context: WorkspaceContext, stub: Stub, qtbot: QtBot
) -> None:
    panel = InspectPanel(context, stub.workers())
    qtbot.addWidget(panel)
    driver = Driver(qtbot, panel, stub)
    panel.receive(ALIGNMENT, laid(driver))
    assert not panel.presenter.running
    panel.entered()
    driver.wait(lambda: bool(stub.asked))
    driver.wait_idle()
    assert stub.asked[0].model == sample_model_folder()


def test_the_sample_brings_its_own_model(driver: Driver, tmp_path: Path) -> None:
    presenter = driver.panel.presenter
    presenter.choose_model(tmp_path / "of another catalogue")
    driver.panel.open_sample()
    driver.wait_idle()
    assert presenter.model == sample_model_folder()
    assert driver.panel.side.model.currentData() == sample_model_folder()


def test_a_rate_and_a_scale_do_not_outlive_their_ornament(driver: Driver, make: Callable[[], Driver]) -> None:
    driver.open()
    presenter = driver.panel.presenter
    presenter.set_params(presenter.params.replace(scale=2.0, false_alarms=0.05, shift=0.5))
    state = json.loads(json.dumps(driver.panel.save_state()))
    driver.stub.ornament.unlink()
    later = make()
    later.panel.restore_state(state)
    later.wait_idle()
    params = later.panel.presenter.params
    assert (params.false_alarms, params.scale, params.shift) == (0.01, None, 0.5)
