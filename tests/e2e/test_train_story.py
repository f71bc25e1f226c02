"""A historian's evening: a model from the sample's boxes, its detections checked in Annotate.

The training itself is a stand-in here (tests/gui/detector has a real one); all else is the real window.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QAbstractButton, QPushButton

from autolabelme.core.annotation.document import Document
from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.press import sample
from detector.panel.models.devices import Devices
from detector.panel.train import requests
from detector.panel.train.panel import TrainPanel
from detector.panel.train.requests import Detected, DetectRequest, TrainOutcome, TrainRequest, Watchers
from tests.gui.detector.conftest import a_preview, write_model

from .conftest import Driver


@pytest.fixture
def truth() -> Document:
    return read_document(sample.page_truth("sample_clean"))


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch, truth: Document) -> None:
    """A training of two epochs that teaches nothing, and a model that knows the sample by heart."""

    def train(request: TrainRequest, watchers: Watchers, *, tick: Any) -> TrainOutcome:
        for epoch in (1, 2):
            tick(epoch, 2, f"detector, epoch {epoch}")
            watchers.on_epoch({"stage": "detector", "epoch": epoch, "seconds": 1.0, "loss": 3.0 / epoch})
            watchers.on_preview(a_preview())
        write_model(request.folder)
        return TrainOutcome(request.folder, "epochs", 2.0)

    def detect(request: DetectRequest, *, tick: Any) -> Detected:
        shapes = truth.boxes_of("4")[:3]
        boxes = tuple((one.label, one.box, 0.5 + 0.1 * at) for at, one in enumerate(shapes))
        return Detected(request.image_path, request.page, boxes, tuple(one.pose for one in shapes), {})

    original = requests.Workers
    monkeypatch.setattr(
        "detector.panel.train.presenter.Workers",
        lambda: original(devices=lambda *, tick: Devices(cores=2), train=train, detect=detect),
    )


def press(panel: TrainPanel, name: str) -> None:
    button = next(one for one in panel.findChildren(QPushButton, name) if one.isVisible())
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_train_on_the_sample_detect_on_a_page_accept_and_reject(
    driver: Driver, tmp_path: Path, truth: Document, stand_ins: None
) -> None:
    page = Path(shutil.copy(sample.page_image("sample_clean"), tmp_path / "page.jpg"))
    driver.open(page)

    # Train: the sample's boxes, Return, and a model in the list and the breadcrumb.
    driver.window.show_panel("train")
    panel = driver.window.panel("train")
    assert isinstance(panel, TrainPanel)
    press(panel, "empty-sample")
    driver.wait_idle()
    assert panel.stage.catalogue.grid.count() == len(
        {label for name in sample.PAGES for label in read_document(sample.page_truth(name)).labels()}
    )
    QTest.keyClick(driver.window, Qt.Key.Key_Return)
    driver.wait(lambda: panel.presenter.outcome is not None)
    driver.wait_idle()
    assert driver.window.breadcrumb.text("model") == "Sample"
    assert (driver.window.context.data_dir / "models" / "Sample" / "settings.json").is_file()

    # Show, in the job bar, leads back to the model from wherever one is.
    driver.window.show_panel("catalogue")
    show = [one for one in driver.window.job_bar.findChildren(QAbstractButton) if one.text() == "Show"]
    show[-1].click()
    assert driver.window.current_key == "train" and panel.stage.tab == "model"
    driver.wait_idle()

    # Detect on page: Annotate comes to the front with proposals, lowest score first.
    press(panel, "detect")
    driver.wait(lambda: driver.window.current_key == "annotate")
    driver.wait_idle()
    document = driver.annotate.presenter.document
    assert document is not None
    assert [shape.role for shape in document.shapes] == ["proposed"] * 3
    assert [shape.pose for shape in document.shapes] == [one.pose for one in truth.boxes_of("4")[:3]]
    queue = driver.annotate.presenter.queue()
    assert [shape.score for shape in queue] == [0.5, 0.6, 0.7]

    # R and A judge them; what was refused does not come back with the next detection.
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_R)
    driver.key(Qt.Key.Key_A)
    driver.window.show_panel("train")
    press(panel, "detect")
    driver.wait(lambda: driver.window.current_key == "annotate")
    driver.wait_idle()
    document = driver.annotate.presenter.document
    assert document is not None
    assert sorted(shape.verdict for shape in document.shapes) == ["", "accepted", "rejected"]
