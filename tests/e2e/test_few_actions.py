"""The three stories in as few actions as they need: each click, key and drag is counted."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from PyQt6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PyQt6.QtGui import QDragEnterEvent, QDropEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QFileDialog, QPushButton, QWidget

from autolabelme.core.image_io import write_image
from autolabelme.core.matching.poses import Pose
from autolabelme.core.press import sample
from autolabelme.core.press.impression import Wear, print_page
from autolabelme.core.press.placement import Layout, place
from autolabelme.core.press.sorts import load_sorts
from detector.panel.inspect.panel import InspectPanel
from ransac_gui.core.params import AlignParams
from ransac_gui.panel.panel import AlignPanel

from .conftest import Box, Driver

NONE, CONTROL, LEFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.MouseButton.LeftButton,
)


class Hand:
    """Acts on the window as a person does, and counts."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        self.done: Counter[str] = Counter()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        self.done["clicks"] += 1
        QTest.mouseClick(widget, LEFT, NONE, at if at is not None else widget.rect().center())

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        self.done["keys"] += 1
        QTest.keyClick(self.driver.window.focusWidget() or self.driver.window, key, modifiers)

    def drag(self, path: Path, target: QWidget) -> None:
        self.done["drags"] += 1
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        where = QPointF(target.rect().center())
        QApplication.sendEvent(
            target, QDragEnterEvent(where.toPoint(), Qt.DropAction.CopyAction, data, LEFT, NONE)
        )
        QApplication.sendEvent(target, QDropEvent(where, Qt.DropAction.CopyAction, data, LEFT, NONE))


@pytest.fixture
def hand(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> Hand:
    """No question may come: a dialog would be an action more."""

    def refused(*_: object) -> str:
        raise AssertionError("a question was asked")

    for name in ("getExistingDirectory", "getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, refused)
    return Hand(driver)


def strip_of_20(path: Path) -> Box:
    """Two rows of ten impressions of one sort, every other one mirrored; the box of the first."""
    sorts = load_sorts()
    side, pitch = 84, 96
    placed = [
        place(
            sorts[6], 60 + n % 10 * pitch, 70 + n // 10 * pitch, (side, side), Pose(0, mirrored=bool(n % 2))
        )
        for n in range(20)
    ]
    printed = print_page(Layout(1080, 332, 300.0, tuple(placed)), sorts, Wear(patch=0.15, rag=0.1), 3)
    write_image(path, printed.gray)
    return printed.truth[0].box


def test_a_strip_of_20_from_start_to_saved_and_inspected(hand: Hand, tmp_path: Path) -> None:
    driver = hand.driver
    page = tmp_path / "page.png"
    x1, y1, x2, y2 = strip_of_20(page)
    driver.window.context.recentAdded.emit(page)
    driver.window.show_panel("annotate")

    # Two clicks, two keys: what was opened lately, a vignette, Return, Ctrl+S.
    links = [one for one in driver.annotate.findChildren(QPushButton) if one.text() == "page.png"]
    hand.click(links[0])
    driver.wait(lambda: driver.annotate.presenter.session is not None)
    driver.wait_idle()
    hand.click(driver.annotate.canvas, driver.point((x1 + x2) / 2, (y1 + y2) / 2))
    driver.wait(lambda: driver.annotate.presenter.label == "0")
    hand.key(Qt.Key.Key_Return)
    driver.wait(lambda: driver.boxes("0") > 1)
    driver.wait_idle()
    assert driver.boxes("0") == 20
    hand.key(Qt.Key.Key_S, CONTROL)
    driver.wait(lambda: (tmp_path / "page_matched.json").is_file())
    assert dict(hand.done) == {"clicks": 2, "keys": 2}

    # One click and one key more: Inspect, and its report beside the page.
    hand.done.clear()
    hand.click(driver.annotate.side.buttons["inspect"])
    panel = driver.window.panel("inspect")
    assert isinstance(panel, InspectPanel)
    driver.wait(lambda: panel.siblings.presenter.inspection is not None)
    driver.wait_idle()
    hand.key(Qt.Key.Key_S, CONTROL)
    driver.wait_idle()
    (folder,) = tmp_path.glob("*_inspection")
    assert (folder / "report.html").is_file()
    assert dict(hand.done) == {"clicks": 1, "keys": 1}


def test_a_pair_laid_and_compared(hand: Hand, tmp_path: Path) -> None:
    driver = hand.driver
    reference = Path(shutil.copy(sample.ornament_image("reference"), tmp_path / "authentic.jpg"))
    suspect = Path(shutil.copy(sample.ornament_image("suspect"), tmp_path / "suspect.jpg"))
    driver.window.show_panel("align")
    panel = driver.window.panel("align")
    assert isinstance(panel, AlignPanel)
    panel.presenter.set_params(AlignParams(features="sift", fine="none"))

    # Two drags, one key; the two lie over each other at once.
    hand.drag(suspect, panel.suspect_target)
    driver.wait(lambda: bool(panel.presenter.ornaments.sources))
    hand.drag(reference, panel.reference_target)
    driver.wait_idle()
    hand.key(Qt.Key.Key_Return)
    driver.wait(lambda: panel.presenter.running)
    driver.wait(lambda: not panel.presenter.running)
    driver.wait_idle()
    assert (tmp_path / "aligned" / "suspect_aligned.png").is_file()
    assert panel.stage.comparing
    assert dict(hand.done) == {"drags": 2, "keys": 1}

    # One click and one key more: what is sent is inspected at once, and its report saved beside the page.
    inspect = driver.window.panel("inspect")
    assert isinstance(inspect, InspectPanel)
    inspect.presenter.choose_model(None)  # as a carved block, which needs no detector
    hand.done.clear()
    hand.click(panel.side.buttons["send"])
    driver.wait(lambda: inspect.presenter.done is not None)
    driver.wait_idle()
    assert inspect.stage.comparing and inspect.side.cards.isVisible()
    hand.key(Qt.Key.Key_S, CONTROL)
    driver.wait_idle()
    (folder,) = tmp_path.glob("*_inspection")
    assert (folder / "report.html").is_file()
    assert dict(hand.done) == {"clicks": 1, "keys": 1}
