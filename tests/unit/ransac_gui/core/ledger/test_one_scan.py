"""A picture that was saved or scaled again is told, and is no second witness of what broke."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.errors import InputError
from autolabelme.core.image_io import write_image
from autolabelme.core.opencv import cv2
from ransac_gui.core.ledger.decisions import DATE, Decision
from ransac_gui.core.ledger.files import read_ledger
from ransac_gui.core.ledger.job import LedgerRun, ledger_files
from ransac_gui.core.ledger.ledger import ledger_of, reading_of
from ransac_gui.core.ledger.one_scan import Twins, agreed, alike, groups_of, order_of_groups, twins_of
from ransac_gui.core.ledger.order import Span, Vote, order_of
from ransac_gui.core.ledger.report import ledger_report
from ransac_gui.core.ledger.states import ABSENT, CANNOT_TELL, PRESENT
from ransac_gui.core.ledger.words import said
from ransac_gui.core.prepare import ink_of

from .conftest import BREAK, HOLE, LATE, MakeFrame, broken, new_block, printed


def again(gray: U8, quality: int = 60) -> U8:
    """The same picture, saved as JPEG."""
    _, data = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> LedgerRun:
    """A block, its broken state, and the broken state's picture saved again, smaller."""
    folder = tmp_path_factory.mktemp("twins")
    block = new_block()
    write_image(folder / "whole.png", printed(block, 1))
    later = printed(broken(block, BREAK, HOLE, LATE), 2)
    write_image(folder / "broken.png", later)
    smaller = cv2.resize(later, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    write_image(folder / "again.png", again(smaller))
    paths = [folder / f"{name}.png" for name in ("whole", "broken", "again")]
    return ledger_files(paths[0], paths[1:], folder / "out")


def test_two_impressions_differ_and_one_pictured_twice_does_not() -> None:
    first, second = printed(new_block(), 1), printed(new_block(), 2)
    inside = np.ones(first.shape, bool)
    assert alike(ink_of(first), ink_of(second), inside) < 0.983
    # A pixel off, as laying may leave it, and saved again.
    moved = again(np.roll(first, (1, -1), (0, 1)))
    assert alike(ink_of(first), ink_of(moved), inside) > 0.99
    assert alike(ink_of(first), ink_of(second), np.zeros(first.shape, bool)) == 0


def test_what_is_saved_again_is_told_in_words_page_and_file(run: LedgerRun) -> None:
    twins = run.ledger.twins
    assert [(one.first, one.second) for one in twins] == [(1, 2)] and twins[0].ncc > 0.985
    words = "broken and again are so alike that they may be one impression, pictured more than once"
    assert str(said(run.ledger, run.reading)[0]).startswith(words.replace(" and ", ", "))
    page = "".join(ledger_report(run.ledger, run.reading, run.frame, run.pictures).blocks)
    assert "so alike that they may be one impression" in page
    folder = run.pictures[0].ornament.path.parent / "out"
    assert run.value["one_scan"] == [{"impressions": ["broken", "again"], "ncc": round(twins[0].ncc, 4)}]
    assert read_ledger(folder)[0].groups == ((0,), (1, 2))


def test_a_picture_saved_again_adds_no_belief_and_no_event(run: LedgerRun, make_frame: MakeFrame) -> None:
    alone = ledger_of(run.frame.of((0, 1)))
    order = reading_of(alone).order
    assert [one.true for one in run.ledger.events] == [one.true for one in alone.events]
    assert [one.states[:2] for one in run.ledger.events] == [one.states for one in alone.events]
    assert run.reading.order.before[0, 1] == order.before[0, 1]
    assert run.reading.order.before[1, 2] == 0.5 and run.reading.order.told(1, 2) is None
    assert not any(row.contradicts for row in run.reading.rows)


def test_dates_part_two_that_are_alike(run: LedgerRun) -> None:
    ledger = run.ledger
    for sheet, year in ((1, 1540.0), (2, 1560.0)):
        ledger = ledger.decided(Decision(DATE, 0, sheet, span=Span(year, year)))
    assert ledger.groups == ((0,), (1,), (2,))
    assert "as their dates differ, they count as two" in str(said(ledger, reading_of(ledger))[0])
    assert reading_of(ledger).order.told(1, 2) is True


def test_where_all_may_be_one_nothing_is_told(make_frame: MakeFrame) -> None:
    gray = printed(new_block(), 1)
    # Retouched: what the pictures show is shown, and orders nothing.
    retouched = gray.copy()
    for x, y in (BREAK, HOLE, LATE):
        retouched[y - 8 : y + 8, x - 9 : x + 9] = 225
    frame = make_frame(gray, again(retouched, 95))
    assert [(one.first, one.second) for one in twins_of(frame)] == [(0, 1)]
    reading = reading_of(ledger_of(frame))
    assert len(reading.rows) == 3 and reading.order.groups == ((0, 1),)


def test_groups_follow_twins_and_dates() -> None:
    twins = (Twins(0, 2, 1.0), Twins(2, 3, 1.0))
    assert groups_of(4, twins) == ((0, 2, 3), (1,))
    dates = (Span(1538, 1540), None, None, Span(1560, 1560))
    assert groups_of(4, twins, dates) == ((0, 2), (1,), (3,))


def test_a_group_has_one_state_and_one_date() -> None:
    groups = ((0, 2), (1,), (3,))
    assert agreed((PRESENT, ABSENT, CANNOT_TELL, ABSENT), groups) == (PRESENT, ABSENT, PRESENT, ABSENT)
    assert agreed((PRESENT, ABSENT, ABSENT, PRESENT), groups)[:3] == (CANNOT_TELL, ABSENT, CANNOT_TELL)
    votes = [Vote((PRESENT, ABSENT, PRESENT, ABSENT), 0.95)] * 4
    dates = (None, Span(1560, 1560), Span(1538, 1538), None)
    found = order_of_groups(votes, groups, dates)
    # The copy's date binds the group, and what the events say against it is told of the dated one.
    assert found.told(0, 1) is True and found.told(2, 1) is True and found.against_dates == ((1, 2),)
    assert sorted(found.best) == [0, 1, 2, 3] and abs(found.best.index(0) - found.best.index(2)) == 1
    three = order_of([Vote((PRESENT, ABSENT, ABSENT), 0.95)] * 4, 3)
    free = order_of_groups(votes, groups, (None,) * 4)
    assert free.before[1, 2] == three.before[1, 0]


def test_a_ledger_without_the_field_is_read_and_a_bad_one_is_told(run: LedgerRun, tmp_path: Path) -> None:
    folder = run.pictures[0].ornament.path.parent / "out"
    path = folder / "ledger.json"
    text = path.read_text("utf-8")
    value = json.loads(text)
    try:
        path.write_text(json.dumps({**value, "one_scan": [{"impressions": ["whole", "who"], "ncc": 1}]}))
        with pytest.raises(InputError, match=r"ledger.json: one_scan\[0\].impressions: expected two"):
            read_ledger(folder)
        del value["one_scan"]
        path.write_text(json.dumps(value))
        assert read_ledger(folder)[0].twins == ()
    finally:
        path.write_text(text, "utf-8")
    assert replace(run.ledger, twins=()).groups == ((0,), (1,), (2,))
