"""What breaks orders impressions; nothing is told without evidence, and no single event is certainty."""

from __future__ import annotations

import pytest

from autolabelme.core.errors import MisuseError
from ransac_gui.core.ledger.order import Span, Vote, contradicts, order_of, placing
from ransac_gui.core.ledger.states import ABSENT, CANNOT_TELL, PRESENT

SIGNS = {"0": ABSENT, "1": PRESENT, "?": CANNOT_TELL}


def votes(*patterns: str, true: float = 0.9) -> list[Vote]:
    return [Vote(tuple(SIGNS[sign] for sign in one), true) for one in patterns]


def test_breaks_that_accumulate_give_the_order() -> None:
    order = order_of(votes("0011", "0011", "0001", "0001", "0111", "0111"), 4)
    assert order.best == (0, 1, 2, 3)
    assert order.groups == ((0,), (1,), (2,), (3,))
    assert order.told(0, 3) is True and order.told(3, 0) is False


def test_the_input_order_plays_no_part() -> None:
    order = order_of(votes("1010", "1010", "0010", "0010", "1110", "1110"), 4)
    assert order.best == (3, 1, 0, 2)


def test_without_events_nothing_is_told() -> None:
    order = order_of([], 3)
    assert order.groups == ((0, 1, 2),)
    assert order.told(0, 1) is None


def test_one_event_is_never_certainty() -> None:
    assert order_of(votes("01", true=0.99), 2).told(0, 1) is None
    assert order_of(votes("01", "01", "01"), 2).told(0, 1) is True


def test_events_that_contradict_each_other_leave_the_order_open() -> None:
    order = order_of(votes("01", "01", "01", "10", "10", "10"), 2)
    assert order.told(0, 1) is None


def test_impressions_between_which_nothing_broke_are_not_told_apart() -> None:
    order = order_of(votes("0011", "0011", "0011"), 4)
    assert sorted(map(sorted, order.groups)) == [[0, 1], [2, 3]]


def test_a_cell_that_cannot_be_told_counts_for_nothing() -> None:
    assert order_of(votes("0?1", "0?1", "0?1"), 3).told(0, 2) is True
    assert order_of(votes("0?1", "0?1", "0?1"), 3).told(0, 1) is None


def test_ink_that_moved_parts_the_impressions_and_tells_no_direction() -> None:
    moved = [Vote(one.states, one.true, either=True) for one in votes("001", "001", "001")]
    alone = order_of(moved, 3)
    assert alone.told(0, 2) is None and alone.told(1, 2) is None
    # Breaks tell where it begins; from there it is as good as one.
    with_breaks = order_of([*votes("011", "011", "011"), *moved], 3)
    assert with_breaks.best == (0, 1, 2) and with_breaks.told(1, 2) is True
    backwards = Vote(votes("110")[0].states, 0.9, either=True)
    assert not contradicts(backwards, (0, 1, 2)) and contradicts(votes("110")[0], (0, 1, 2))
    assert contradicts(Vote(votes("101")[0].states, 0.9, either=True), (0, 1, 2))


def test_a_repair_does_not_turn_the_order_round() -> None:
    order = order_of(votes("0111", "0111", "0011", "0011", "0001", "0001", "0110"), 4)
    assert order.best == (0, 1, 2, 3)
    assert contradicts(votes("0110")[0], order.best)
    assert not contradicts(votes("0?11")[0], order.best)


def test_an_undated_impression_lies_between_dated_ones_or_nowhere() -> None:
    dates = [Span(1500, 1500), None, Span(1550, 1552), None]
    order = order_of(votes("0?11", "0?11", "0011", "0011", "0011", "0?1?"), 4, dates)
    before = placing(order, dates, 1)
    after = placing(order, dates, 3)
    assert (before.after, before.by) == (None, 1552)
    assert (after.after, after.by) == (1500, None)
    nothing = order_of([], 4, dates)
    assert placing(nothing, dates, 1).after is None and placing(nothing, dates, 1).by is None


def test_dates_bind_the_order_and_a_contradiction_is_told() -> None:
    dates = [Span(1560, 1560), Span(1538, 1538)]
    order = order_of(votes("01", "01", "01", "01"), 2, dates)
    assert order.best == (1, 0)
    assert order.against_dates == ((0, 1),)
    overlapping = [Span(1530, 1560), Span(1538, 1538)]
    assert order_of(votes("01", "01", "01", "01"), 2, overlapping).best == (0, 1)


def test_many_impressions_are_ordered_as_well() -> None:
    patterns = ["".join("01"[n >= step] for n in range(10)) for step in range(1, 10) for _ in range(2)]
    order = order_of(votes(*patterns), 10)
    assert order.best == tuple(range(10))
    dates = [Span(1500.0 + n, 1500.0 + n) if n % 3 == 0 else None for n in range(10)]
    assert order_of(votes(*patterns), 10, dates).best == tuple(range(10))


def test_states_of_another_number_of_impressions_are_a_mistake() -> None:
    with pytest.raises(MisuseError, match="expected 3 states"):
        order_of(votes("01"), 3)
    with pytest.raises(MisuseError, match="dates"):
        order_of([], 3, [None])
