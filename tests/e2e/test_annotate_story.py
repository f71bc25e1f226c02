"""A historian's afternoon: open the sample, click a vignette, Rematch, check, save; against the truth."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest
from PyQt6.QtCore import Qt

from autolabelme.core.annotation.document import Document, Shape
from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.boxes import iou
from autolabelme.core.image_io import image_info, read_gray
from autolabelme.core.matching.snap import snap_box
from autolabelme.core.press import sample

from .conftest import Box, Driver


@pytest.fixture(scope="module")
def truth() -> Document:
    return read_document(sample.page_truth("sample_clean"))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    folder = tmp_path / "scans"
    folder.mkdir()
    return Path(shutil.copy(sample.page_image("sample_clean"), folder / "page.jpg"))


def lines_of(truth: Document) -> list[str]:
    """Labels with several copies, the most frequent first."""
    return sorted(truth.labels(), key=lambda label: -len(truth.boxes_of(label)))


def well_boxed(truth: Document) -> Shape:
    """A plain vignette that one click boxes well: the historian begins with a clear one."""
    gray = read_gray(sample.page_image("sample_clean"))
    for label in ("4", "6", "2"):
        for shape in truth.boxes_of(label):
            x1, y1, x2, y2 = shape.box
            box = snap_box(gray, ((x1 + x2) / 2, (y1 + y2) / 2)) if shape.pose.plain else None
            if box is not None and iou([box], [shape.box])[0, 0] > 0.8:
                return shape
    raise AssertionError("one click boxes no plain vignette of three labels")


def recall(found: list[Box], wanted: list[Box]) -> float:
    overlap = iou(wanted, found) if found else np.zeros((len(wanted), 1))
    return float((overlap.max(axis=1) > 0.5).mean())


def precision(found: list[Box], wanted: list[Box]) -> float:
    return float((iou(found, wanted).max(axis=1) > 0.5).mean())


def test_open_click_rematch_correct_and_save(driver: Driver, page: Path, truth: Document) -> None:
    clicked, second = well_boxed(truth), "5"
    first = clicked.label
    driver.open(page)
    panel = driver.annotate
    assert panel.canvas.isVisible()
    assert driver.window.breadcrumb.text("page") == "page.jpg"

    # Click one vignette: its box snaps to the ink.
    driver.click_box(clicked.box)
    driver.wait(lambda: panel.presenter.label == "0")
    template = panel.presenter.document.templates("0")[0]
    assert iou([template.box], [clicked.box])[0, 0] > 0.7

    # Return is Rematch; the copies of that sort around it are found.
    driver.key(Qt.Key.Key_Return)
    driver.wait(lambda: driver.boxes("0") > 1)
    driver.wait_idle()
    near = _in_reach(truth, first, template.box)
    found = [shape.box for shape in panel.presenter.document.boxes_of("0")]
    assert recall(found, near) >= 0.9
    assert precision(found, [shape.box for shape in truth.boxes_of(first)]) >= 0.9

    # '-' leaves fewer boxes at a higher threshold, '+' brings them back.
    session = panel.presenter.session
    before = driver.boxes("0")
    driver.press("fewer")
    assert session.threshold("0") == pytest.approx(0.50)
    assert driver.boxes("0") <= before
    driver.key(Qt.Key.Key_Plus)
    assert session.threshold("0") == pytest.approx(0.45)
    assert driver.boxes("0") == before

    # Correct Label: every box is plain; undo brings the poses back.
    poses = [shape.pose for shape in panel.presenter.document.boxes_of("0")]
    driver.press("correct")
    assert all(shape.pose.plain for shape in panel.presenter.document.boxes_of("0"))
    driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [shape.pose for shape in panel.presenter.document.boxes_of("0")] == poses

    # A second label, drawn; Next Line goes round the labels.
    x1, y1, x2, y2 = truth.boxes_of(second)[0].box
    panel.canvas.show_box((x1, y1, x2, y2))
    driver.drag((x1, y1), (x2, y2))
    assert panel.presenter.label == "1"
    driver.press("next_line")
    assert panel.presenter.label == "0"
    driver.press("next_line")
    assert panel.presenter.label == "1"
    driver.wait(lambda: driver.boxes("1") > 1)  # Next Line matches a label that was never matched
    driver.wait_idle()

    # One step of undo a Rematch, and redo.
    after = driver.boxes("1")
    driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert driver.boxes("1") == 1
    driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert driver.boxes("1") == after

    # Save JSON and Save Images, compared with the truth.
    panel.presenter.set_note("0", "sun")
    assert panel.project.unsaved()
    driver.press("save_json")
    driver.wait(lambda: not panel.project.unsaved())
    driver.press("save_images")
    driver.wait_idle()
    saved = read_document(page.with_name("page_matched.json"))
    assert len(saved.boxes_of("0")) == driver.boxes("0")
    assert precision([s.box for s in saved.boxes_of("0")], [s.box for s in truth.boxes_of(first)]) >= 0.9
    assert '"0": "sun"' in page.with_name("page_descriptor.json").read_text("utf-8")
    _check_crops(page, saved)
    assert driver.window.notices.texts() == []


def _in_reach(truth: Document, label: str, template: Box) -> list[Box]:
    """The copies that lie in the default neighbourhood: two template heights up and down."""
    height = template[3] - template[1]
    top, bottom = template[1] - 2 * height, template[3] + 2 * height
    return [s.box for s in truth.boxes_of(label) if s.box[1] >= top and s.box[3] <= bottom]


def _check_crops(page: Path, saved: Document) -> None:
    table = page.parent / "templates" / "page" / "crops.csv"
    with table.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(saved.vignettes())
    for row in rows[:5]:
        info = image_info(table.parent / row["file"])
        assert info.width == int(row["xmax"]) - int(row["xmin"])
        assert info.height == int(row["ymax"]) - int(row["ymin"])


def test_a_box_is_drawn_moved_resized_and_deleted(driver: Driver, page: Path) -> None:
    driver.open(page)
    panel = driver.annotate
    x, y = 1000.0, 1500.0
    panel.canvas.set_view(panel.canvas.view.zoomed(1.0).centred(x, y))
    driver.drag((x - 60, y - 50), (x + 40, y + 30))
    shape = panel.presenter.document.shapes[0]
    assert shape.box == pytest.approx((x - 60, y - 50, x + 40, y + 30), abs=1.5)
    assert panel.canvas.overlays.selection == (shape.id,)

    driver.drag((x, y), (x + 25, y + 10))  # on the box: it moves
    assert panel.presenter.document.shapes[0].box == pytest.approx((x - 35, y - 40, x + 65, y + 40), abs=2)

    driver.drag((x + 65, y + 40), (x + 85, y + 60))  # on its corner: it grows
    assert panel.presenter.document.shapes[0].box == pytest.approx((x - 35, y - 40, x + 85, y + 60), abs=3)

    driver.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    driver.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(panel.presenter.document.shapes) == 2
    driver.key(Qt.Key.Key_Delete)
    driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(panel.presenter.document.shapes) == 2


def test_the_sample_is_offered_and_opens(driver: Driver) -> None:
    button = driver.annotate.area.empty.findChild(object, "empty-sample")
    assert button is not None
    button.click()
    driver.wait(lambda: driver.annotate.presenter.session is not None)
    driver.wait_idle()
    assert len(driver.annotate.project.pages) == 2
    assert driver.annotate.files.count() == 2


def test_review_with_the_keyboard(driver: Driver, page: Path, truth: Document) -> None:
    first = lines_of(truth)[0]
    driver.open(page)
    panel = driver.annotate
    panel.presenter.add_box(truth.boxes_of(first)[0].box)
    driver.key(Qt.Key.Key_Return)
    driver.wait(lambda: driver.boxes("0") > 2)
    driver.wait_idle()
    queue = panel.presenter.queue()
    scores = [shape.score for shape in queue]
    assert scores == sorted(scores)
    driver.key(Qt.Key.Key_N)
    assert panel.canvas.overlays.selection == (queue[0].id,)
    before = driver.boxes("0")
    driver.key(Qt.Key.Key_R)
    assert driver.boxes("0") == before - 1
    assert panel.canvas.overlays.selection == (queue[1].id,)
    driver.key(Qt.Key.Key_A)
    assert panel.presenter.document.find(queue[1].id).verdict == "accepted"
    assert len(panel.presenter.queue()) == len(queue) - 2
