"""Small ornaments made in memory: one reference, warped impressions of it, one that does not belong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from autolabelme.core.arrays import F64, U8
from autolabelme.core.image_io import write_image
from autolabelme.core.opencv import cv2
from autolabelme.qtkit.job_runner import JobRunner
from autolabelme.qtkit.workspace import WorkspaceContext
from ransac_gui.core.params import AlignParams
from ransac_gui.panel import panel_specs
from ransac_gui.panel.panel import AlignPanel

from .bench import Bench

WIDTH, HEIGHT = 240, 180
QUICK = AlignParams(features="sift", fine="none")
PAPER = 235


def ornament(seed: int) -> U8:
    """Rows of sorts without symmetry, grey (HEIGHT, WIDTH): ink 25 on paper."""
    rng = np.random.default_rng(seed)
    page = np.full((HEIGHT, WIDTH), PAPER, np.uint8)
    for top in range(18, HEIGHT - 60, 72):
        for left in range(18, WIDTH - 60, 66):
            cells = np.where(rng.random((10, 10)) < 0.5, 25, PAPER).astype(np.uint8)
            page[top : top + 60, left : left + 60] = np.kron(cells, np.ones((6, 6), np.uint8))
    return np.asarray(cv2.GaussianBlur(page, (0, 0), 1.0))


def reference_from_source(angle_deg: float, shift: tuple[float, float]) -> F64:
    """Homography (3, 3) that brings a warped impression back on the reference."""
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), angle_deg, 1.0)
    turn[:, 2] += shift
    return np.vstack([turn, [0, 0, 1]])


def impression(page: U8, to_reference: F64, seed: int = 0) -> U8:
    """`page` as a source that `to_reference` brings back, with some noise."""
    rng = np.random.default_rng(seed)
    warped = cv2.warpPerspective(
        page, to_reference, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=PAPER
    )
    return np.clip(warped + rng.normal(0, 4, warped.shape), 0, 255).astype(np.uint8)


def landmarks_of(to_reference: F64) -> tuple[tuple[float, float, float, float], ...]:
    """Four exact point pairs (reference x, y, source x, y) of an `impression`."""
    points = [(30.0, 30.0), (WIDTH - 40.0, 30.0), (WIDTH - 40.0, HEIGHT - 30.0), (30.0, HEIGHT - 30.0)]
    back = np.linalg.inv(to_reference)
    pairs = []
    for x, y in points:
        u, v, w = back @ (x, y, 1.0)
        pairs.append((x, y, float(u / w), float(v / w)))
    return tuple(pairs)


TURN_2 = reference_from_source(3.0, (6, -4))
TURN_10 = reference_from_source(-2.0, (-5, 3))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """o2, o3, o10, o20: the last is the reference, o2 and o10 impressions of it, o3 another ornament."""
    made = tmp_path / "ornaments"
    made.mkdir()
    page = ornament(1)
    write_image(made / "o2.png", impression(page, TURN_2, 1))
    write_image(made / "o3.png", ornament(77))
    write_image(made / "o10.png", impression(page, TURN_10, 2))
    write_image(made / "o20.png", page)
    return made


@pytest.fixture
def context(qapp: object, tmp_path: Path) -> Iterator[WorkspaceContext]:
    runner = JobRunner()
    context = WorkspaceContext(runner, tmp_path / "data")
    yield context
    runner.wait_all()
    context.deleteLater()
    runner.deleteLater()


@pytest.fixture
def bench(qtbot: QtBot, context: WorkspaceContext, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    panel = panel_specs()[0].factory(context)
    assert isinstance(panel, AlignPanel)
    qtbot.addWidget(panel)
    panel.resize(1280, 680)
    panel.show()
    panel.activateWindow()
    qtbot.waitExposed(panel)
    panel.setFocus()
    panel.presenter.set_params(QUICK)
    yield Bench(qtbot, panel, monkeypatch)
    context.runner.wait_all()
    panel.shutdown()
