"""A ledger is read back with its decisions; what is wrong in it is told by file and field."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.image_io import write_image
from ransac_gui.core.ledger.dates import read_dates
from ransac_gui.core.ledger.decisions import ACCEPT, CELL, NOTE, OPEN, REJECT, Decision, Decisions
from ransac_gui.core.ledger.files import read_ledger, write_ledger
from ransac_gui.core.ledger.job import ledger_files
from ransac_gui.core.ledger.ledger import Ledger, added_event, ledger_of, reading_of
from ransac_gui.core.ledger.order import Span
from ransac_gui.core.ledger.pictures import Picture
from ransac_gui.core.ledger.states import CANNOT_TELL

from .conftest import BREAK, HOLE, LATE, MakeFrame, broken, new_block, printed


@pytest.fixture
def written(make_frame: MakeFrame, tmp_path: Path) -> tuple[Ledger, Path]:
    block = new_block()
    pictures = tuple(tmp_path / f"{name}.png" for name in "ab")
    frame = make_frame(printed(block, 1), printed(broken(block, BREAK, HOLE, LATE), 2))
    for path, sheet in zip(pictures, frame.sheets, strict=True):
        write_image(path, sheet.gray)
    ledger = ledger_of(frame, (Span(1700, 1702), None), dpi=300.0)
    for decision in (
        Decision(ACCEPT, 1),
        Decision(REJECT, 2),
        Decision(NOTE, 1, text="seen"),
        Decision(CELL, 3, 1, CANNOT_TELL),
    ):
        ledger = ledger.decided(decision)
    ledger = ledger.with_event(*added_event(frame, ledger, 100.0, 110.0))
    write_ledger(tmp_path / "out", ledger.undone(), frame, tuple(map(Picture.of, pictures)))
    return ledger.undone(), tmp_path / "out"


def test_what_is_written_is_read_back(written: tuple[Ledger, Path]) -> None:
    ledger, folder = written
    again, frame, pictures = read_ledger(folder)
    assert again.names == ledger.names and again.dates == ledger.dates and again.dpi == 300.0
    assert again.decisions == ledger.decisions
    assert [one.states for one in again.events] == [one.states for one in ledger.events]
    assert len(again.standing) == 3 and len(again.redone().standing) == 4
    assert [one.ornament.path.name for one in pictures] == ["a.png", "b.png"]
    assert all(one.sha256 for one in pictures)
    found, wanted = reading_of(again), reading_of(ledger)
    assert found.order.best == wanted.order.best
    assert [row.verdict for row in found.rows] == ["accept", "reject", ""]
    assert found.rows[0].note == "seen" and found.rows[2].states[1] == CANNOT_TELL
    # What was laid is there for crops and for further events.
    assert len(ledger_of(frame).events) == 3


def test_the_tables_and_the_report_are_there_and_a_rejected_event_is_in_no_matrix(
    written: tuple[Ledger, Path],
) -> None:
    _, folder = written
    events = (folder / "events.csv").read_text("utf-8").splitlines()
    columns = events[0].split(",")
    lengths = columns.index("length_px")
    assert len(events) == 4 and columns[lengths : lengths + 3] == [
        "length_px",
        "length_mm",
        "length_tolerance_mm",
    ]
    assert all(line.split(",")[lengths + 2] == "0.5" for line in events[1:])
    assert len((folder / "matrix.csv").read_text("utf-8").splitlines()) == 3
    page = (folder / "report.html").read_text("utf-8")
    # The block, and two impressions of two events.
    assert page.count("<img") == 5 and "± 0.5 mm" in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"format": 99}, "format"),
        ({"scale": 0}, "scale"),
        ({"events": [{"number": 1}]}, r"events\[0\]"),
        ({"decisions": [{"action": "burn", "event": 1}]}, r"decisions\[0\].action"),
    ],
)
def test_a_damaged_ledger_is_told(written: tuple[Ledger, Path], change: dict[str, Any], field: str) -> None:
    path = written[1] / "ledger.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **change}), "utf-8")
    with pytest.raises(InputError, match=rf"ledger.json: {field}"):
        read_ledger(written[1])


def test_a_missing_impression_is_told(written: tuple[Ledger, Path]) -> None:
    (written[1] / "impression_2.png").unlink()
    with pytest.raises(InputError, match=r"impression_2\.png"):
        read_ledger(written[1])


def test_decisions_are_taken_back_one_by_one() -> None:
    made = Decisions().made(Decision(ACCEPT, 1)).made(Decision(REJECT, 1)).made(Decision(OPEN, 1))
    assert made.verdict(1) == ""
    assert made.undo().verdict(1) == REJECT
    assert made.undo().undo().verdict(1) == ACCEPT
    assert made.undo().redo() == made
    assert made.undo().made(Decision(ACCEPT, 2)).undone == ()
    assert Decisions().undo() == Decisions()
    with pytest.raises(MisuseError, match="action"):
        Decision("burn", 1)
    with pytest.raises(MisuseError, match="state"):
        Decision(CELL, 1, 0, "perhaps")


def test_the_order_follows_a_decision_at_once(written: tuple[Ledger, Path]) -> None:
    ledger = Ledger(("a", "b"), written[0].events, (None, None))
    assert reading_of(ledger).order.told(0, 1) is True
    for number in (1, 2):
        ledger = ledger.decided(Decision(REJECT, number))
    assert reading_of(ledger).order.told(0, 1) is None
    assert reading_of(ledger.undone().undone()).order.told(0, 1) is True


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "holds no dates"),
        ("name,year\na.png,1700\n", "file: expected the columns"),
        ("file,date\na.png,1700\n", "year: expected the columns"),
        ("file,year\nc.png,1700\n", "row 2, file: no impression is called 'c.png'"),
        ("file,year\na.png,1700\na.png,1701\n", "row 3, file: a.png stands twice"),
        ("file,year\na.png,soon\n", "row 2, year: expected a number"),
        ("file,year,uncertainty\na.png,1700,-1\n", "row 2, uncertainty: expected a number"),
        ("file,year\nb.png,1700\n", "row 2, file: several impressions are called b.png"),
    ],
)
def test_a_bad_file_of_dates_names_file_and_field(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "dates.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as told:
        read_dates(path, (Path("a.png"), Path("one/b.png"), Path("two/b.png")))
    assert str(told.value).startswith(f"{path}: {problem}")


def test_dates_may_leave_years_out_and_say_how_uncertain_they_are(tmp_path: Path) -> None:
    path = tmp_path / "dates.csv"
    path.write_text("file,year,uncertainty\na.png,1700,5\none/b.png,,\ntwo/b.png,1720,\n", "utf-8")
    found = read_dates(path, (Path("a.png"), Path("one/b.png"), Path("two/b.png")))
    assert found == (Span(1695, 1705), None, Span(1720, 1720))


def test_a_copy_of_a_picture_is_no_second_impression(tmp_path: Path) -> None:
    block = new_block()
    write_image(tmp_path / "a.png", printed(block, 1))
    write_image(tmp_path / "b.png", printed(broken(block, BREAK, HOLE, LATE), 2))
    shutil.copyfile(tmp_path / "b.png", tmp_path / "c.png")
    paths = [tmp_path / f"{name}.png" for name in "abc"]
    run = ledger_files(paths[0], paths[1:], tmp_path / "out")
    assert run.ledger.names == ("a", "b")
    assert [(one.name, str(one.reason)) for one in run.frame.refused] == [
        ("c", "is pixel for pixel the picture of b: no second impression")
    ]
    shutil.copyfile(paths[0], paths[1])
    with pytest.raises(InputError, match="no impression to compare with: is pixel"):
        ledger_files(paths[0], paths[1:2], tmp_path / "out")
