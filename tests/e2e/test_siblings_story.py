"""From a scan to a report, nothing trained: box one vignette, Rematch, Inspect, strike a sibling, report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QFileDialog

from autolabelme.core.boxes import iou
from autolabelme.core.image_io import write_image
from detector.panel.inspect.panel import InspectPanel
from detector.panel.siblings.cards import title_of
from tests.unit.detector.core.siblings.conftest import strip, sure_strokes

from .conftest import Box, Driver

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(tmp_path: Path) -> tuple[Path, list[Box], int]:
    """A scan of thirty impressions of one sort; where they are; which one has a stroke cut through."""
    printed = strip(count=30)
    cut = [number for number, one in enumerate(printed.vignettes) if one.pose.plain][3]
    x, y, half, degrees = sure_strokes(printed, cut)[0]
    printed = printed.with_line(x, y, half + 4, degrees, 4, 235)
    path = write_image(tmp_path / "strip.png", printed.gray)
    return path, [one.box for one in printed.vignettes], cut


@pytest.mark.slow
def test_page_rematch_inspect_strike_report(
    driver: Driver, page: tuple[Path, list[Box], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, boxes, cut = page
    driver.window.show_panel("annotate")
    driver.open(path)
    annotate = driver.annotate
    first = boxes[0]
    annotate.canvas.show_box(first)
    driver.drag(first[:2], first[2:])
    annotate.canvas.fit()
    settings = annotate.presenter.settings.replace(scope="page", quarter_turns=True)
    annotate.side.controls.set_settings(settings)
    annotate.presenter.set_settings(settings)
    driver.key(Qt.Key.Key_Return)
    driver.wait(lambda: driver.boxes("0") >= 25)
    driver.wait_idle()
    assert not list(tmp_path.glob("*.json")), "nothing is saved: the boxes count as they stand"

    driver.press("inspect")
    assert driver.window.current_key == "inspect"
    panel = driver.window.panel("inspect")
    assert isinstance(panel, InspectPanel)
    view = panel.siblings
    presenter = view.presenter
    driver.wait(lambda: presenter.inspection is not None)
    driver.wait_idle()
    assert view.isVisible() and "strip.png" in driver.window.breadcrumb.text("ornament")
    assert driver.window.breadcrumb.text("model") == "no model", "none is asked here"
    worst = presenter.rows[0]
    assert worst.flagged and iou([worst.judged.vignette.box], [boxes[cut]])[0, 0] > 0.5
    assert "differ" in view.stage.verdict.text()

    # Why, beside the median and its siblings; the first sibling is struck out and taken back.
    before = [row.judged.vignette.p for row in presenter.rows]
    driver.key(Qt.Key.Key_W)
    driver.wait(lambda: presenter.why is not None)
    QTest.mouseClick(view.stage.why.choices[1], Qt.MouseButton.LeftButton)
    driver.key(Qt.Key.Key_X)
    driver.wait_idle()
    assert len(presenter.inspection.struck) == 1
    assert [row.judged.vignette.p for row in presenter.rows] != before
    driver.key(Qt.Key.Key_Z, CONTROL)
    driver.wait_idle()
    assert [row.judged.vignette.p for row in presenter.rows] == before
    driver.key(Qt.Key.Key_Z, CONTROL | SHIFT)
    driver.wait_idle()
    driver.key(Qt.Key.Key_W)
    driver.key(Qt.Key.Key_A)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "out"))
    driver.key(Qt.Key.Key_S, CONTROL | SHIFT)
    driver.wait_idle()
    (folder,) = (tmp_path / "out").iterdir()
    found = json.loads((folder / "findings.json").read_text("utf-8"))
    assert found["findings"][0]["verdict"] == "accepted" and len(found["struck"]) == 1
    assert (folder / "report.pdf").stat().st_size > 5_000

    # Back in Annotate nothing has changed; the ornament's own page of Inspect is one click away.
    driver.window.show_panel("annotate")
    assert driver.boxes("0") >= 25
    driver.window.show_panel("inspect")
    assert view.isVisible() and title_of(presenter.rows[0]).startswith("1. altered")
    view.actions_["leave"].trigger()
    texts = {action.text() for menu in driver.window.menus.menus.values() for action in menu.actions()}
    assert "Choose ornament…" in texts and "Not authentic" not in texts
    assert driver.window.breadcrumb.text("model") == driver.window.context.current_text("model") != ""
