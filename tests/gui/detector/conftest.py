"""The Train workspace with workers that neither read pages nor train."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from pytestqt.qtbot import QtBot

from autolabelme.core.errors import Cancelled
from autolabelme.core.messages import Message, told
from autolabelme.qtkit.job_runner import JobRunner
from autolabelme.qtkit.workspace import BOXES, MODEL, WorkspaceContext
from detector.panel.models.devices import Devices
from detector.panel.train.panel import TrainPanel
from detector.panel.train.requests import (
    CatalogueSummary,
    Detected,
    DetectRequest,
    LabelSummary,
    TrainOutcome,
    TrainRequest,
    Watchers,
    Workers,
)

from .panel_driver import PanelDriver


def said_epoch(request: TrainRequest, epoch: int) -> Message:
    epochs = request.params.epochs
    return told("Stages", "{stage}: epoch {epoch} of {epochs}", stage="detector", epoch=epoch, epochs=epochs)


def write_model(folder: Path, *, ap: float | None = 0.9, labels: tuple[str, ...] = ("1", "2")) -> Path:
    """The small files of a model; its weights are a few bytes that nothing here opens."""
    (folder / "catalogue").mkdir(parents=True)
    settings = {
        "format": "autolabelme detector",
        "version": 1,
        "network": {"labels": list(labels), "backbone": "mobilenet_v2"},
        "device": "CPU, 2 cores",
        "minutes": 3.5,
    }
    (folder / "settings.json").write_text(json.dumps(settings), "utf-8")
    figures = {"pages": 1, "instances": 9, "ap": {"0.75": ap}, "ap_refined": {"0.75": ap}}
    metrics = {} if ap is None else {"scanned": figures}
    (folder / "metrics.json").write_text(json.dumps(metrics), "utf-8")
    (folder / "weights.safetensors").write_bytes(b"weights")
    (folder / "MODEL_CARD.md").write_text("# A model of the test\n", "utf-8")
    (folder / "curves.csv").write_text(
        "stage,epoch,seconds,learning_rate,loss,val_loss\ndetector,1,2.0,0.001,3.0,3.5\n", "utf-8"
    )
    return folder


def a_preview() -> Any:
    rgb = np.full((400, 400, 3), 220, np.uint8)
    picture = np.full((64, 64, 3), 90, np.uint8)
    crop = SimpleNamespace(
        rgb=rgb,
        truth=(("1", (50.0, 50.0, 120.0, 120.0)),),
        found=(("1", (52.0, 49.0, 119.0, 121.0), 0.8),),
    )
    one = SimpleNamespace(label="1", observed=picture, drawn=picture)
    return SimpleNamespace(
        crops=(crop, crop), pictures=(one, one), ap={0.5: 0.6, 0.75: 0.4, 0.9: 0.1}, measured=2
    )


class Stub:
    """Workers under the test's control: what they were asked, what they answer, when they go on."""

    def __init__(self) -> None:
        self.read_paths: list[tuple[Path, ...]] = []
        self.summary_pages = 2
        self.read_error: Exception | None = None
        self.trained: list[TrainRequest] = []
        self.detected: list[DetectRequest] = []
        self.found: tuple[tuple[str, tuple[float, float, float, float], float], ...] = (
            ("1", (10.0, 10.0, 50.0, 60.0), 0.9),
        )
        self.devices = Devices(cores=2)
        self.notes: tuple[str, ...] = ()
        self.epochs = 2
        self.first_epoch = 1
        self.hold = threading.Event()  # set: training goes on to its end
        self.hold.set()
        self.hold_detection = threading.Event()
        self.hold_detection.set()
        self.train_error: Exception | None = None

    def workers(self) -> Workers:
        return Workers(self.read, self.find_devices, self.train, self.detect)

    def read(self, paths: tuple[Path, ...], *, tick: Any) -> CatalogueSummary:
        self.read_paths.append(paths)
        if self.read_error is not None:
            raise self.read_error
        prototype = np.full((40, 48), 120, np.uint8)
        labels = tuple(LabelSummary(str(i), "sun" if i else "", prototype, 3, 48.0, 40.0) for i in range(3))
        return CatalogueSummary(tuple(paths), labels, self.summary_pages, 9, 44.0)

    def find_devices(self, *, tick: Any) -> Devices:
        return self.devices

    def train(self, request: TrainRequest, watchers: Watchers, *, tick: Any) -> TrainOutcome:
        self.trained.append(request)
        stopped = "epochs"
        for epoch in range(self.first_epoch, self.first_epoch + self.epochs):
            tick(epoch - self.first_epoch, self.epochs, said_epoch(request, epoch))
            watchers.on_epoch({"stage": "detector", "epoch": epoch, "seconds": 60.0,
                               "loss": 4.0 / epoch, "val_loss": 5.0 / epoch})  # fmt: skip
            watchers.on_preview(a_preview())
        try:
            while not self.hold.wait(0.005):
                tick(self.epochs - 1, self.epochs, said_epoch(request, 2))
        except Cancelled:
            stopped = "cancelled"
        if self.train_error is not None:
            raise self.train_error
        write_model(request.folder)
        return TrainOutcome(request.folder, stopped, 90.0, self.notes)

    def detect(self, request: DetectRequest, *, tick: Any) -> Detected:
        self.detected.append(request)
        while not self.hold_detection.wait(0.005):
            tick(0, 0, "looking")
        return Detected(request.image_path, request.page, self.found, (), {})


@pytest.fixture
def stub() -> Stub:
    return Stub()


@pytest.fixture
def context(qapp: object, tmp_path: Path, stub: Stub) -> Iterator[WorkspaceContext]:
    runner = JobRunner()
    context = WorkspaceContext(runner, tmp_path / "data")
    context.set_accepted_kinds(frozenset({MODEL, BOXES}))
    yield context
    stub.hold.set()
    stub.hold_detection.set()
    runner.wait_all()
    context.deleteLater()
    runner.deleteLater()


@pytest.fixture
def no_sample(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As if no model were bundled."""
    monkeypatch.setattr(
        "detector.panel.models.store.sample_model_folder", lambda: tmp_path / "no sample model"
    )


class Driver(PanelDriver[TrainPanel, Stub]):
    """Does with the panel what a user does."""

    def choose_catalogue(self) -> None:
        self.panel.open_paths([Path("pages_matched.json")])
        self.wait_idle()

    def choose_model(self, name: str) -> None:
        rows = self.panel.models.list
        for row in range(rows.count()):
            if rows.item(row).text() == name:
                where = rows.visualItemRect(rows.item(row)).center()
                QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=where)
                self.wait_idle()
                return
        raise AssertionError(f"{name} is not in the list")


@pytest.fixture
def driver(qtbot: QtBot, context: WorkspaceContext, stub: Stub, no_sample: None) -> Driver:
    panel = TrainPanel(context, stub.workers())
    qtbot.addWidget(panel)
    panel.resize(1280, 680)
    panel.show()
    qtbot.waitExposed(panel)
    panel.entered()
    driver = Driver(qtbot, panel, stub)
    driver.wait_idle()
    return driver
