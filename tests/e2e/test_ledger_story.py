"""A historian orders three impressions of one block by what broke: pairs, ledger, report, next morning."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QFileDialog

from autolabelme.core.arrays import F32, U8
from autolabelme.core.image_io import read_gray, write_image
from autolabelme.core.opencv import cv2
from autolabelme.core.press.aging import Aging, age
from autolabelme.core.press.sample import ornament_image
from detector.panel.inspect.panel import InspectPanel
from ransac_gui.core.params import AlignParams
from ransac_gui.core.prepare import ink_of
from ransac_gui.panel.ledger.impressions import YEAR
from ransac_gui.panel.panel import AlignPanel

from .conftest import Driver

QUICK = AlignParams(features="sift", fine="none")
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SIZE = 700, 300


def printed(ink: F32, seed: int, angle_deg: float) -> U8:
    """An impression with ragged ink on noisy paper, a little askew."""
    rng = np.random.default_rng(seed)
    rag = cv2.GaussianBlur(rng.standard_normal(ink.shape).astype(np.float32), (0, 0), 2.0)
    took = 1 / (1 + np.exp(-10 * (cv2.GaussianBlur(ink, (0, 0), 0.8) - 0.5 - 0.1 * rag / rag.std())))
    page = np.clip(225 - 170 * took + rng.normal(0, 3, ink.shape), 0, 255).astype(np.uint8)
    turn = cv2.getRotationMatrix2D((SIZE[0] / 2, SIZE[1] / 2), angle_deg, 1.0)
    return np.asarray(cv2.warpAffine(page, turn, SIZE, borderMode=cv2.BORDER_REPLICATE))


@pytest.fixture
def impressions(tmp_path: Path) -> Path:
    """a, b and c, printed in the order c, a, b while the press aged the block; b is the reference."""
    folder = tmp_path / "impressions"
    folder.mkdir()
    ink = ink_of(cv2.resize(read_gray(ornament_image()), SIZE, interpolation=cv2.INTER_AREA))
    life = age(ink, 3, Aging(events=12, repairs=0.0, size=1.6), seed=5)
    for number, (name, state) in enumerate(zip("cab", life.states, strict=True)):
        write_image(folder / f"{name}.png", printed(state, number, 1.5 * number - 1.0), 300)
    return folder


def test_three_impressions_become_a_ledger_and_its_report(
    open_window: Callable[[], Driver],
    impressions: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driver = open_window()
    driver.patience_ms *= 3

    def answer(folder: Path) -> None:
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))

    driver.window.show_panel("align")
    align = driver.window.panel("align")
    assert isinstance(align, AlignPanel)
    align.presenter.set_params(QUICK)
    assert "Align impressions of one block first" in align.actions_["ledger"].reason

    # The pairs are laid, and Ledger takes them all.
    for name in ("a", "c", "b"):
        path = impressions / f"{name}.png"
        align.presenter.choose_target(path) if name == "b" else align.presenter.choose_sources((path,))
        driver.wait_idle()
    answer(tmp_path / "aligned")
    driver.key(Qt.Key.Key_Return)
    driver.wait(lambda: len(align.presenter.results()) == 2 and not align.presenter.running)
    driver.wait_idle()
    driver.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert align.in_ledger
    view = align.ledger
    entries = view.presenter.entries
    assert [one.ornament.path.stem for one in entries] == ["b", "a", "c"]
    table = view.side.impressions
    for row, year in ((0, "1584"), (2, "1560")):
        table.item(row, YEAR).setText(year)
    for at, entry in enumerate(entries):
        if not entry.chosen:  # small pairs may be judged copies
            table.item(at, 0).setCheckState(Qt.CheckState.Checked)
    QTest.mouseClick(view.side.buttons["make"], LEFT)
    driver.wait(lambda: view.presenter.opened is not None)
    driver.wait_idle()
    folder = impressions / "b_ledger"
    assert view.presenter.opened is not None and view.presenter.opened.folder == folder
    assert view.stage.order.text().startswith("Printed in this order: c; then a; then b.")
    assert "a: printed between 1560 and 1584." in view.stage.notes.text()
    assert "events" in driver.window.job_bar.lines()[-1].lower()

    # The historian rules: keys as in Inspect, one history.
    view.setFocus()
    driver.key(Qt.Key.Key_A)
    driver.key(Qt.Key.Key_R)
    driver.key(Qt.Key.Key_Q)
    driver.wait_idle()
    said = json.loads((folder / "ledger.json").read_text("utf-8"))["decisions"]
    assert [one["action"] for one in said] == ["accept", "reject", "cell"]
    driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    driver.wait_idle()
    assert len(json.loads((folder / "ledger.json").read_text("utf-8"))["decisions"]) == 2
    box = view.presenter.rows[-1].event.box
    canvas = view.stage.canvas
    middle = canvas.view.to_widget((box[0] + box[2]) / 2, (box[1] + box[3]) / 2).toPoint()
    QTest.mouseClick(canvas, LEFT, NONE, middle)
    assert view.presenter.row == view.presenter.rows[-1]
    assert not view.grab().isNull()

    answer(tmp_path / "report")
    driver.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    driver.wait(lambda: not view.presenter.writing)
    driver.wait_idle()
    page = (tmp_path / "report" / "b_ledger_report.html").read_text("utf-8")
    assert "Printed in this order: c; then a; then b." in page and "a: printed between 1560 and 1584." in page
    assert (tmp_path / "report" / "b_ledger_report.pdf").stat().st_size > 10_000
    matrix = list(csv.reader((tmp_path / "report" / "matrix.csv").open(encoding="utf-8")))
    assert matrix[0] == ["event", "kind", "c", "a", "b"]
    assert len(matrix) == len(view.presenter.rows)  # the head, and all but the rejected one

    # One action takes the pair to Inspect, as Align laid it.
    view.presenter.select(view.presenter.selected, 1)
    driver.key(Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    driver.wait(lambda: driver.window.current_key == "inspect")
    driver.wait_idle()
    inspect = driver.window.panel("inspect")
    assert isinstance(inspect, InspectPanel)
    subject = inspect.presenter.subject
    assert subject is not None and subject.reference is not None
    assert (subject.reference.path.stem, subject.ornament.path.stem) == ("b", "a")
    assert subject.handover is not None and "sidecar" in subject.handover.files
    driver.window.show_panel("align")
    before = view.presenter.selected, view.presenter.sheet
    driver.window.close()

    # The next morning it is where it was.
    again = open_window()
    again.patience_ms *= 3
    again.wait_idle()
    align = again.window.panel("align")
    assert isinstance(align, AlignPanel)
    assert again.window.current_key == "align" and align.in_ledger
    presenter = align.ledger.presenter
    again.wait(lambda: presenter.opened is not None)
    assert (presenter.selected, presenter.sheet) == before
    assert [row.verdict for row in presenter.rows][:2] == ["accept", "reject"]
    again.wait_idle()
