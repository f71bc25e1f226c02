"""Verdicts and notes in the Inspect workspace: kept, undone, brought back, put aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from detector.core.inspection.inspector import Inspection
from detector.core.inspection.material import Unknown
from detector.core.inspection.params import InspectParams
from detector.core.inspection.record import read_record

from .. import inspect_stub
from .conftest import Driver


def test_a_verdict_outlasts_a_stricter_rate(driver: Driver) -> None:
    driver.panel.side.rate.setValue(20.0)
    driver.open()
    driver.inspect()
    weak = next(i for i, one in enumerate(driver.panel.presenter.findings) if one.score == 4.5)
    driver.panel.presenter.select(weak)
    driver.panel.presenter.judge("accepted")
    driver.panel.side.rate.setValue(1.0)
    assert all(one.score != 4.5 for one in driver.panel.presenter.findings)
    assert [one["verdict"] for one in driver.kept() if one["score"] == 4.5] == ["accepted"]
    driver.panel.side.rate.setValue(20.0)
    again = next(one for one in driver.panel.presenter.findings if one.score == 4.5)
    assert again.verdict == "accepted"


def test_verdicts_and_notes_are_kept_at_once_and_come_back(
    driver: Driver, make: Callable[[], Driver]
) -> None:
    driver.open()
    driver.inspect()
    driver.key(Qt.Key.Key_A)  # accepts the first, goes on to the second
    assert driver.panel.presenter.selected == 1
    note = driver.panel.side.note
    note.setFocus()
    QTest.keyClicks(note, "a re-cut leaf")
    QTest.keyClick(note, Qt.Key.Key_Return)
    driver.wait_idle()
    assert len(driver.stub.asked) == 1, "Return in the note must not inspect"
    assert [(one["verdict"], one["note"]) for one in driver.kept()] == [
        ("accepted", ""),
        ("", "a re-cut leaf"),
    ]
    assert driver.panel.side.cards.model_.cards[0].verdict == "accepted"
    later = make()
    later.open()
    later.inspect()
    assert [(one.verdict, one.note) for one in later.panel.presenter.findings] == [
        ("accepted", ""),
        ("", "a re-cut leaf"),
    ]


def test_verdicts_are_undone_and_redone(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    driver.key(Qt.Key.Key_A)
    driver.key(Qt.Key.Key_R)
    said = lambda: [one["verdict"] for one in driver.kept()]  # noqa: E731
    assert said() == ["accepted", "rejected"]
    control = Qt.KeyboardModifier.ControlModifier
    driver.key(Qt.Key.Key_Z, control)
    assert said() == ["accepted", ""]
    driver.key(Qt.Key.Key_Z, control)
    assert said() == ["", ""]
    assert driver.why_not("undo")
    driver.key(Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    assert said() == ["accepted", ""]


def test_every_stray_key_can_be_taken_back(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    subject, params = driver.panel.presenter.subject, driver.panel.presenter.params
    for key in (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ", Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
        driver.key(Qt.Key(ord(key)) if isinstance(key, str) else key)
    driver.wait_idle()
    while not driver.why_not("undo"):
        driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [(one["verdict"], one["note"]) for one in driver.kept()] == [("", ""), ("", "")]
    assert (driver.panel.presenter.subject, driver.panel.presenter.params) == (subject, params)
    assert len(driver.stub.asked) == 1, "nothing is inspected again"


def test_damaged_verdicts_are_put_aside_not_lost(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    assert driver.panel.presenter.result is not None
    path = driver.panel.presenter.result.path
    path.write_text('{"format": "autolab', "utf-8")
    driver.inspect()
    assert driver.kinds() == ["missing", "altered"]
    assert path.with_suffix(".damaged.json").read_text("utf-8") == '{"format": "autolab'
    assert "put aside" in driver.panel.stage.strip.text()


def test_the_verdict_follows_what_the_historian_says(driver: Driver) -> None:
    driver.open()
    driver.inspect()
    presenter, verdict = driver.panel.presenter, driver.panel.stage.verdict
    basis = driver.panel.side.details.whole
    assert verdict.text() == "This ornament differs: 1 altered, 1 missing."
    assert ": 1 altered, 1 missing." in basis.text()
    driver.key(Qt.Key.Key_R)
    assert "; 1 rejected by the historian" in basis.text()
    driver.key(Qt.Key.Key_R)
    assert verdict.text() == "No finding is left."
    assert "2 rejected by the historian" in basis.text()
    assert presenter.result is not None
    facts = read_record(presenter.result.path).facts
    assert (facts["conclusion"], facts["anomalous"]) == ("nothing", False)
    presenter.undo()
    presenter.undo()
    assert verdict.text() == "This ornament differs: 1 altered, 1 missing."
    presenter.redo()
    # Looked at again, and from the job's line, what was said before still counts.
    driver.inspect()
    assert "; 1 rejected by the historian" in basis.text()
    assert presenter._summary(presenter.result) == verdict.text()
    assert verdict.text() == "Single places stand out, the whole is like untouched ones: 1 altered."


def test_where_nothing_is_decided_there_is_nothing_to_judge(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = inspect_stub.an_inspection

    def unknown(params: InspectParams, *, carved: bool = False) -> Inspection:
        return replace(made(params, carved=carved), unknown=Unknown(0.1, True)).at_rate(params.false_alarms)

    monkeypatch.setattr(inspect_stub, "an_inspection", unknown)
    driver.open()
    driver.inspect()
    panel = driver.panel
    assert panel.stage.verdict.text().startswith("This model does not know these vignettes")
    assert len(driver.kinds()) == 0
    assert panel.side.slider.flagged == 0
    assert panel.stage.canvas.evidence.heat is None, "everything would be lit"
    assert driver.why_not("accept") == "Select a finding first"
    assert "nothing is decided" in panel.stage.why.words.text()
    panel.side.rate.setValue(20.0)
    assert len(driver.kinds()) == 0
    monkeypatch.setattr(inspect_stub, "an_inspection", made)
    driver.open()
    driver.inspect()
    assert panel.stage.canvas.evidence.heat is not None, "the map comes back"
