"""A break is found with its states; light inking, dirt and text beside the block are not events."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.opencv import cv2
from ransac_gui.core.ledger import tuning
from ransac_gui.core.ledger.decisions import CELL, Decision
from ransac_gui.core.ledger.events import candidates, layers_of
from ransac_gui.core.ledger.frame import Frame, Sheet, lay
from ransac_gui.core.ledger.kinds import BENT, REPAIR, kind_of
from ransac_gui.core.ledger.ledger import (
    Event,
    Ledger,
    added_event,
    ledger_of,
    likely_places,
    reading_of,
)
from ransac_gui.core.ledger.states import ABSENT, CANNOT_TELL, PRESENT

from .conftest import BREAK, HOLE, LATE, MakeFrame, broken, new_block, printed


def aged(make_frame: MakeFrame) -> Frame:
    block = new_block()
    states = (block, broken(block, BREAK), broken(block, BREAK, HOLE), broken(block, BREAK, HOLE, LATE))
    return make_frame(*(printed(state, seed) for seed, state in enumerate(states)))


def about(frame: Frame, place: tuple[int, int]) -> tuple[str, ...]:
    """The states of the event at a place."""
    found = [
        event
        for event in ledger_of(frame).events
        if event.box[0] <= place[0] + 8 and event.box[2] >= place[0] - 8
        if event.box[1] <= place[1] + 8 and event.box[3] >= place[1] - 8
    ]
    assert len(found) == 1
    return found[0].states


def test_each_break_is_one_event_with_the_impressions_that_show_it(make_frame: MakeFrame) -> None:
    frame = aged(make_frame)
    assert len(ledger_of(frame).events) == 3
    assert about(frame, BREAK) == (ABSENT, PRESENT, PRESENT, PRESENT)
    assert about(frame, HOLE) == (ABSENT, ABSENT, PRESENT, PRESENT)
    assert about(frame, LATE) == (ABSENT, ABSENT, ABSENT, PRESENT)


def test_impressions_of_one_state_have_no_events_whatever_the_inking(make_frame: MakeFrame) -> None:
    block = new_block()
    frame = make_frame(printed(block, 1), printed(block, 2, 0.12), printed(block, 3, -0.1))
    assert ledger_of(frame).events == ()


def test_where_the_inking_fades_away_nothing_is_told(make_frame: MakeFrame) -> None:
    block = new_block()
    x = np.arange(block.shape[1], dtype=np.float32)
    faded = block * np.clip((x - 120) / 160, 0, 1)[None].astype(np.float32)
    frame = make_frame(printed(block, 1), printed(faded, 2), printed(broken(block, BREAK), 3))
    assert about(frame, BREAK) == (ABSENT, CANNOT_TELL, PRESENT)


def test_where_the_picture_ends_nothing_is_told(make_frame: MakeFrame) -> None:
    frame = aged(make_frame)
    last = frame.sheets[3]
    shown = last.shown.copy()
    shown[:, :200] = False
    cut = Sheet(last.name, last.gray, np.where(shown, last.ink, 0).astype(np.float32), shown)
    frame = Frame((*frame.sheets[:3], cut), (), frame.block, 1.0)
    assert about(frame, BREAK) == (ABSENT, PRESENT, PRESENT, CANNOT_TELL)


@pytest.mark.parametrize("where", [(200, 250), (250, 308)])
def test_a_speck_of_dirt_and_text_beside_the_block_are_no_events(
    make_frame: MakeFrame, where: tuple[int, int]
) -> None:
    first, second = printed(new_block(), 1), printed(new_block(), 2)
    cv2.circle(second, where, 6, 40, -1)
    assert ledger_of(make_frame(first, second)).events == ()


def test_a_bent_frame_is_one_event(make_frame: MakeFrame) -> None:
    block = new_block()
    bent = block.copy()
    bent[12:30, 200:280] = 0
    cv2.rectangle(bent, (200, 27), (280, 31), 1.0, -1)
    frame = make_frame(printed(block, 1), printed(bent, 2))
    layers = layers_of(frame)
    lost = max(candidates(frame, layers), key=lambda one: one.core.sum())
    assert kind_of(frame, layers, lost) == "bent frame"
    assert len(likely_places(frame, layers)) <= 1


def test_what_is_bent_is_read_in_the_direction_that_the_breaks_tell() -> None:
    breaks = [
        Event(n, "line break", (0, 0, 9, 9), 9.0, 0.95, (ABSENT, PRESENT, PRESENT)) for n in (1, 2, 3, 4)
    ]
    # Its larger place is where the later ones print: found the wrong way round.
    bent = Event(5, BENT, (20, 0, 29, 9), 9.0, 0.95, (PRESENT, ABSENT, CANNOT_TELL))
    ledger = Ledger(("a", "b", "c"), (*breaks, bent), (None, None, None))
    row = reading_of(ledger).rows[-1]
    assert row.turned and row.kind == BENT and not row.contradicts
    assert row.states == row.found == (ABSENT, PRESENT, CANNOT_TELL)
    # A person's word is kept as it was found, and turned with it.
    said = ledger.decided(Decision(CELL, 5, 2, ABSENT))
    assert reading_of(said).rows[-1].states == (ABSENT, PRESENT, PRESENT)
    # What is printed later only was repaired, and fits: the repair is there in the later ones.
    mended = Event(6, "line break", (40, 0, 49, 9), 9.0, 0.95, (PRESENT, ABSENT, ABSENT))
    row = reading_of(Ledger(("a", "b", "c"), (*breaks, mended), (None, None, None))).rows[-1]
    assert (row.kind, row.states, row.contradicts) == (REPAIR, (ABSENT, PRESENT, PRESENT), False)
    # Alone it tells no direction, and is shown as found.
    alone = Ledger(("a", "b", "c"), (bent,), (None, None, None))
    assert not reading_of(alone).rows[0].turned


def test_the_order_of_four_impressions_follows_from_what_broke(make_frame: MakeFrame) -> None:
    block = new_block()
    more = [(70 + 40 * n, 110) for n in range(9)]
    states = [broken(block, *more[: 3 * n]) for n in range(4)]
    shuffled = (2, 0, 3, 1)
    frame = make_frame(*(printed(states[n], 10 + n) for n in shuffled))
    reading = reading_of(ledger_of(frame))
    assert [shuffled[one] for one in reading.order.best] == [0, 1, 2, 3]
    assert len(reading.order.groups) == 4


def test_an_event_that_a_person_adds_is_measured_in_every_impression(make_frame: MakeFrame) -> None:
    frame = aged(make_frame)
    ledger = ledger_of(frame)
    event, decision = added_event(frame, ledger, *BREAK)
    assert event.number == 4 and event.added
    assert event.states == (ABSENT, PRESENT, PRESENT, PRESENT)
    ledger = ledger.with_event(event, decision)
    assert len(ledger.standing) == 4
    assert len(ledger.undone().standing) == 3
    assert len(ledger.undone().redone().standing) == 4


def test_likelihoods_that_are_shown_are_at_least_the_threshold(make_frame: MakeFrame) -> None:
    frame = aged(make_frame)
    assert all(tuning.SHOWN <= true <= 1 for _, true in likely_places(frame, layers_of(frame)))


def test_what_no_search_lays_is_laid_by_landmarks() -> None:
    page = np.asarray(cv2.resize(printed(new_block(), 1), (1250, 800)))
    moved = np.full((800, 1250), 225, np.uint8)
    moved[30:, 40:] = page[:-30, :-40]
    corners = ((100.0, 100.0), (1100.0, 100.0), (1100.0, 700.0), (100.0, 700.0))
    points = tuple((x, y, x + 40, y + 30) for x, y in corners)
    frame = lay([("a", page), ("b", moved)], landmarks={"b": points})
    first, second = (sheet.gray[80:-80, 80:-80].astype(float) for sheet in frame.sheets)
    assert frame.refused == () and np.corrcoef(first.ravel(), second.ravel())[0, 1] > 0.98


def test_a_poor_print_is_known_by_what_it_lacks_all_over(make_frame: MakeFrame) -> None:
    block = new_block()
    rng = np.random.default_rng(7)
    holed = block.copy()
    for x, y in zip(rng.integers(20, 280, 60), rng.integers(20, 280, 60), strict=True):
        holed[y : y + 9, x : x + 9] = 0
    frame = make_frame(printed(block, 1), printed(holed, 2), printed(broken(block, BREAK), 3))
    places = candidates(frame)
    poor, whole = places[0].missing[1], places[0].missing[0]
    assert poor > 5 * whole and poor > 2 * places[0].missing[2]
    alone = places[0].alone
    assert alone[1] >= 10 > alone[2] >= 1
    assert all(0.5 < one.darkest <= 1 and one.width > 0 for one in places)
