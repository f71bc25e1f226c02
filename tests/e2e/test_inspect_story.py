"""The whole road in one window: a suspect page, its ornament aligned, inspected, judged and reported.

The bundled sample and its real model are used, and everything is checked against what was planted.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QFileDialog

from autolabelme.__main__ import main
from autolabelme.core.annotation.document import Provenance
from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.boxes import iou
from autolabelme.core.press import sample
from autolabelme.qtkit.overlays import OverlayItem
from detector.core.demo_inspect import compare_with_truth, planted_edits
from detector.core.inspection.record import read_record
from detector.inspect_cli import FOUND
from detector.panel.inspect.panel import InspectPanel
from detector.panel.inspect.send_back import on_source
from ransac_gui.core.ranking import ALIGNED
from ransac_gui.panel.panel import AlignPanel

from .conftest import Box, Driver

# Around the printed part, a little off its middle: what a hand draws.
ORNAMENT: Box = (24.0, 18.0, 1404.0, 592.0)
# A cap for a real inspection on a machine that does other work; nothing is measured with it.
PATIENCE_MS = 600_000
ORIGIN = Provenance(library="Lausanne", shelfmark="1K 815")
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


class Road:
    """The road's folders and its answers to the questions for files and folders."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.scans, self.out = tmp_path / "scans", tmp_path / "out"
        self.scans.mkdir()
        self.page = Path(shutil.copy(sample.ornament_image("suspect"), self.scans / "suspect page.jpg"))
        self.reference = Path(shutil.copy(sample.ornament_image("reference"), self.scans / "authentic.jpg"))
        answer = str(self.reference), ""
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: answer)
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(self.out))

    @property
    def report(self) -> Path:
        # Its place on the page is part of the name.
        (folder,) = self.out.glob("suspect page*_inspection")
        return folder


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Road:
    return Road(tmp_path, monkeypatch)


def annotate(driver: Driver, road: Road) -> None:
    """Box one vignette, find its copies, draw the ornament."""
    driver.window.show_panel("annotate")
    driver.open(road.page)
    panel = driver.annotate
    truth = read_document(sample.ornament_truth("suspect"))
    first = next(shape for shape in truth.boxes_of("19") if shape.pose.plain)
    x1, y1, x2, y2 = first.box
    panel.canvas.show_box(first.box)
    driver.drag((x1, y1), (x2, y2))
    panel.presenter.set_note("0", "vine")
    session = panel.presenter.session
    assert session is not None
    session.push(session.document.with_fields(provenance=ORIGIN), "Provenance")
    driver.key(Qt.Key.Key_Return)
    driver.wait(lambda: driver.boxes("0") > 1)
    driver.wait_idle()
    found = [shape.box for shape in panel.presenter.document.boxes_of("0")]
    copies = [shape.box for shape in truth.boxes_of("19")]
    assert (iou(found, copies).max(axis=1) > 0.5).all(), "Rematch takes no other sort for a copy"

    panel.canvas.fit()
    driver.key(Qt.Key.Key_O)
    driver.drag(ORNAMENT[:2], ORNAMENT[2:])
    (region,) = panel.presenter.document.regions()
    assert region.box == pytest.approx(ORNAMENT, abs=2.0)


def align(driver: Driver, road: Road) -> AlignPanel:
    """Send the ornament, choose the reference, Start Alignment."""
    driver.annotate.actions_["send_source"].trigger()
    assert driver.window.current_key == "align"
    panel = driver.window.panel("align")
    assert isinstance(panel, AlignPanel)
    QTest.mouseClick(panel.side.buttons["choose_target"], Qt.MouseButton.LeftButton)
    driver.wait(lambda: panel.presenter.reference is not None)
    driver.wait_idle()
    driver.key(Qt.Key.Key_Return)
    driver.wait(lambda: panel.presenter.running)
    driver.wait(lambda: not panel.presenter.running)
    driver.wait_idle()
    driver.wait(lambda: panel.presenter.pair is not None and panel.presenter.pair.alignment is not None)
    (result,) = panel.presenter.results().values()
    assert result.status == ALIGNED
    return panel


def inspect(driver: Driver) -> InspectPanel:
    """Send the alignment on: it is inspected at once."""
    driver.key(Qt.Key.Key_I, CONTROL)
    assert driver.window.current_key == "inspect"
    panel = driver.window.panel("inspect")
    assert isinstance(panel, InspectPanel)
    driver.wait(lambda: panel.presenter.running)
    driver.wait(lambda: not panel.presenter.running)
    driver.wait_idle()
    assert "ornament on suspect page.jpg" in driver.window.breadcrumb.text("ornament")
    assert "authentic.jpg" in driver.window.breadcrumb.text("reference")
    assert "Sample model" in driver.window.breadcrumb.text("model")
    assert panel.presenter.done is not None, panel.stage.strip.text()
    return panel


def on_page(panel: InspectPanel, box: Box) -> Box:
    """A finding's box, which lies in the reference's frame, on the suspect's page."""
    subject = panel.presenter.subject
    assert subject is not None and subject.handover is not None and subject.ornament.box is not None
    found = on_source(box, subject.handover.alignment.source_from_reference)
    assert found is not None
    dx, dy = subject.ornament.box[:2]
    return found[0] + dx, found[1] + dy, found[2] + dx, found[3] + dy


@pytest.mark.slow
def test_from_a_page_through_align_to_a_report(driver: Driver, road: Road) -> None:
    driver.patience_ms = PATIENCE_MS
    annotate(driver, road)
    align(driver, road)
    panel = inspect(driver)
    presenter = panel.presenter

    # What was planted lies lit up on the screen, each as what it is, and little else.
    items: tuple[OverlayItem, ...] = panel.stage.canvas.overlays.items
    findings = presenter.findings
    assert [item.box for item in items if item.role == "finding"] == [one.box for one in findings]
    there = [
        type(one)(
            one.kind, on_page(panel, one.box), one.label, one.expected, one.score, one.p, one.promised, ()
        )
        for one in findings
    ]
    rows = compare_with_truth(there, planted_edits(sample.ornament_truth("suspect")))
    planted = [row for row in rows if row.planted]
    assert sum(bool(row.found) for row in planted) >= 3, rows
    assert {row.planted for row in planted if row.right} >= {"removed", "turned"}, rows
    assert sum(not row.planted for row in rows) <= 2, rows
    assert panel.stage.canvas.evidence.heat is not None

    # The keyboard review: accept, reject, a note, undo; the keys belong to the findings alone.
    driver.key(Qt.Key.Key_N)
    driver.key(Qt.Key.Key_N, SHIFT)
    assert presenter.selected == 0
    driver.key(Qt.Key.Key_A)
    assert (presenter.findings[0].verdict, presenter.selected) == ("accepted", 1)
    driver.wait_idle()
    assert presenter.why is not None and presenter.why.beside[0].what == "reference"
    driver.key(Qt.Key.Key_R)
    driver.key(Qt.Key.Key_Z, CONTROL)
    assert [one.verdict for one in presenter.findings[:2]] == ["accepted", ""]
    panel.side.note.setFocus()
    QTest.keyClicks(panel.side.note, "A tear, seen in R. too")
    driver.key(Qt.Key.Key_Return)
    assert not presenter.running
    assert presenter.findings[1].note == "A tear, seen in R. too"

    # The report stands with both verdicts; the record replays.
    panel.stage.setFocus()
    driver.key(Qt.Key.Key_S, CONTROL | SHIFT)
    driver.wait(lambda: not presenter.writing)
    driver.wait_idle()
    html = (road.report / "report.html").read_text("utf-8")
    assert "A tear, seen in R. too" in html and "accepted" in html and "authentic.jpg" in html
    assert len(pypdfium2.PdfDocument(road.report / "report.pdf")) >= 3
    record = read_record(road.report / "findings.json")
    assert "1K 815" in html and record.provenance["shelfmark"] == "1K 815"
    assert [(one.verdict, one.note) for one in record.findings[:2]] == [
        ("accepted", ""),
        ("", "A tear, seen in R. too"),
    ]
    kept = presenter.result
    assert kept is not None
    assert json.loads(kept.path.read_text("utf-8"))["findings"][0]["verdict"] == "accepted"

    # The boxes go back to the page they came from, where they wait for the historian.
    driver.key(Qt.Key.Key_B, CONTROL)
    assert driver.window.current_key == "annotate"
    driver.wait_idle()
    driver.wait(lambda: any(s.role == "proposed" for s in driver.annotate.presenter.document.shapes))
    boxes = [s.box for s in driver.annotate.presenter.document.shapes if s.role == "proposed"]
    truth = [s.box for s in read_document(sample.ornament_truth("suspect")).vignettes()]
    overlap = iou(truth, boxes)
    assert np.mean(overlap.max(axis=1) > 0.5) > 0.85, "nearly every vignette has its box on the page"
    assert driver.window.breadcrumb.text("page") == "suspect page.jpg"

    # What the window found is found again from its record alone.
    assert main(["inspect", "--replay", str(road.report / "findings.json")]) == FOUND
    assert driver.window.notices.texts() == []
