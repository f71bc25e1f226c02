"""A page that is made in memory: rows of simple sorts, some mirrored, with known boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from autolabelme.core.arrays import U8
from autolabelme.core.catalogue import adding
from autolabelme.core.catalogue.adding import Finder, Found
from autolabelme.core.image_io import write_image
from autolabelme.panel.annotate.panel import AnnotatePanel
from autolabelme.panel.catalogue.panel import CataloguePanel
from autolabelme.qtkit.job_runner import JobRunner
from autolabelme.qtkit.workspace import WorkspaceContext

Box = tuple[float, float, float, float]
SIDE = 48
STEP = 64
LEFT, TOP = 40, 60
ROW_STEP = 150
WAIT_MS = 60_000


def sort_ink(kind: int) -> U8:
    """A sort of SIDE pixels without symmetry, ink 0 on paper 255: cells inked at random by `kind`."""
    rng = np.random.default_rng(100 + kind)
    cells = np.where(rng.random((SIDE // 4 - 2, SIDE // 4 - 2)) < 0.6, 0, 255).astype(np.uint8)
    ink = np.full((SIDE, SIDE), 255, np.uint8)
    ink[4:-4, 4:-4] = np.kron(cells, np.ones((4, 4), np.uint8))
    return ink


@dataclass(frozen=True)
class MadePage:
    path: Path
    boxes: dict[int, list[Box]]  # by kind, left to right
    mirrored: dict[int, list[bool]]


def make_page(path: Path, kinds: int = 3, copies: int = 6, seed: int = 0) -> MadePage:
    """Write a page with `kinds` rows of `copies` impressions; every third one is mirrored."""
    rng = np.random.default_rng(seed)
    page = np.full((TOP + kinds * ROW_STEP, LEFT * 2 + copies * STEP), 235, np.uint8)
    boxes: dict[int, list[Box]] = {}
    mirrored: dict[int, list[bool]] = {}
    for kind in range(kinds):
        ink = sort_ink(kind)
        for copy in range(copies):
            x, y = LEFT + copy * STEP, TOP + kind * ROW_STEP
            flip = copy % 3 == 2
            part = page[y : y + SIDE, x : x + SIDE]
            np.minimum(part, ink[:, ::-1] if flip else ink, out=part)
            boxes.setdefault(kind, []).append((x, y, x + SIDE, y + SIDE))
            mirrored.setdefault(kind, []).append(flip)
    noisy = np.clip(page.astype(np.float64) + rng.normal(0, 5, page.shape), 0, 255).astype(np.uint8)
    write_image(path, noisy, dpi=254)
    return MadePage(path, boxes, mirrored)


@pytest.fixture
def made(tmp_path: Path) -> MadePage:
    folder = tmp_path / "scans"
    folder.mkdir()
    return make_page(folder / "page.png")


@pytest.fixture
def context(qapp: object, tmp_path: Path) -> Iterator[WorkspaceContext]:
    runner = JobRunner()
    context = WorkspaceContext(runner, tmp_path / "data")
    yield context
    runner.wait_all()
    context.deleteLater()
    runner.deleteLater()


@pytest.fixture
def panel(qtbot: QtBot, context: WorkspaceContext) -> Iterator[AnnotatePanel]:
    panel = AnnotatePanel(context)
    qtbot.addWidget(panel)
    panel.resize(1280, 700)
    with qtbot.waitActive(panel, timeout=WAIT_MS):  # keys go to the active window only
        panel.show()
        panel.activateWindow()
    yield panel
    context.runner.wait_all()
    panel.shutdown()


@pytest.fixture
def opened(qtbot: QtBot, panel: AnnotatePanel, made: MadePage) -> AnnotatePanel:
    panel.open_paths([made.path])
    qtbot.waitUntil(lambda: panel.presenter.session is not None, timeout=WAIT_MS)
    settle(qtbot, panel)
    return panel


def settle(qtbot: QtBot, panel: AnnotatePanel | CataloguePanel) -> None:
    qtbot.waitUntil(lambda: not panel.context.runner.jobs, timeout=WAIT_MS)


def count(panel: AnnotatePanel, label: str) -> int:
    assert panel.presenter.document is not None
    return len(panel.presenter.document.boxes_of(label))


def at(panel: AnnotatePanel, x: float, y: float) -> QPoint:
    assert panel.canvas.view is not None
    return panel.canvas.view.to_widget(x, y).toPoint()


# -- the catalogue ------------------------------------------------------------------------------------

PROPOSED_BOXES = ((10.0, 10.0, 70.0, 40.0), (20.0, 60.0, 60.0, 110.0))


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two books of two pages; a finder that proposes the same two places on every page."""
    folder = tmp_path / "library"
    for seed, book in enumerate(("first", "second")):
        (folder / book).mkdir(parents=True)
        for page in range(2):
            noise = np.random.default_rng(10 * seed + page).integers(0, 255, (120, 90, 3), dtype=np.uint8)
            write_image(folder / book / f"p{page}.png", noise, dpi=300)
    finder = Finder("test", lambda page: [Found("initial", box, 0.5) for box in PROPOSED_BOXES])
    monkeypatch.setattr(adding, "bundled_finder", lambda: finder)
    return folder


@pytest.fixture
def catalogue(qtbot: QtBot, context: WorkspaceContext) -> Iterator[CataloguePanel]:
    panel = CataloguePanel(context)
    qtbot.addWidget(panel)
    panel.resize(1100, 700)
    panel.show()
    yield panel
    panel.shutdown()
    context.runner.wait_all()


@pytest.fixture
def filled(qtbot: QtBot, catalogue: CataloguePanel, library: Path) -> CataloguePanel:
    """The workspace with the library in its catalogue: eight proposals."""
    assert catalogue.store.open(library)
    catalogue.view.add([library])
    settle(qtbot, catalogue)
    catalogue.show_mode("ornaments")
    assert catalogue.view.model.total == 8
    return catalogue


def run(panel: CataloguePanel, name: str) -> None:
    action = panel.view.actions_[name]
    assert action.isEnabled(), action.reason
    action.trigger()
