"""Numbers of a ledger that few impressions seldom reach."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from ransac_gui.core.ledger import events, evidence, frame, kinds, ledger, order
from ransac_gui.core.ledger.decisions import ACCEPT
from ransac_gui.core.ledger.kinds import BREAK, CRACK
from ransac_gui.core.ledger.losses import Loss
from ransac_gui.core.ledger.order import Vote, likelihood, order_of
from ransac_gui.core.ledger.states import ABSENT, PRESENT


@pytest.mark.parametrize(("count", "walks"), [(8, 0), (9, 1)])
def test_more_than_eight_impressions_are_ordered_by_a_walk(
    monkeypatch: pytest.MonkeyPatch, count: int, walks: int
) -> None:
    walked: list[int] = []

    def walk(_votes: object, many: int) -> np.ndarray:
        walked.append(many)
        return np.arange(many)[None]

    monkeypatch.setattr(order, "_walked", walk)
    order_of([], count)
    assert len(walked) == walks


def test_a_walk_has_two_thousand_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def table(_votes: object, orders: np.ndarray) -> np.ndarray:
        asked.append(len(orders))
        return np.zeros((1, len(orders)))

    monkeypatch.setattr(order, "_table", table)
    order._walked([], 9)
    assert len(asked) == 2001


@pytest.mark.parametrize(("count", "tabled"), [(10, True), (12, False)])
def test_patterns_of_ten_impressions_stand_in_a_table(
    monkeypatch: pytest.MonkeyPatch, count: int, tabled: bool
) -> None:
    asked: list[int] = []
    real = order._every_pattern

    def patterns(many: int) -> Any:
        asked.append(many)
        return real(many)

    monkeypatch.setattr(order, "_every_pattern", patterns)
    states = (ABSENT,) * (count // 2) + (PRESENT,) * (count - count // 2)
    likelihood(Vote(states, 0.9), np.arange(count)[None])
    assert bool(asked) is tabled


def test_what_a_person_accepted_is_believed_nearly(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Vote] = []
    monkeypatch.setattr(ledger, "order_of_groups", lambda votes, *_: given.extend(votes))
    monkeypatch.setattr(ledger, "read_in_order", lambda *_: None)
    one = SimpleNamespace(number=1, added=False, true=0.4, kind=BREAK, states=(ABSENT, PRESENT))
    decisions = SimpleNamespace(verdict=lambda _number: ACCEPT, states=lambda _number, states: states)
    value: Any = SimpleNamespace(decisions=decisions, standing=[one], groups=((0,), (1,)), dates=(None, None))
    ledger.reading_of(value)
    assert 0.96 < given[0].true < 0.98


@pytest.mark.parametrize(("pieces", "kind"), [(2, BREAK), (3, CRACK)])
def test_a_crack_crosses_three_strokes(monkeypatch: pytest.MonkeyPatch, pieces: int, kind: str) -> None:
    monkeypatch.setattr(kinds, "_at_edge", lambda *_: False)
    lost = np.zeros((30, 120), np.bool_)
    for number in range(pieces):
        lost[10:12, 8 + 35 * number : 26 + 35 * number] = True
    sheet: Any = SimpleNamespace(block=np.ones((1500, 1500), np.bool_), side=1500)
    place: Any = SimpleNamespace(place=lost)
    layers: Any = None
    assert kinds.kind_of(sheet, layers, place) == kind


class Row(SimpleNamespace):
    """Windows with a length."""

    def __len__(self) -> int:
        return len(self.scores)


def hull(scores: list[float]) -> tuple[int, int]:
    """First and last column of what windows of these scores, 40 px apart, agree on."""
    centres = np.stack([30.0 + 40 * np.arange(len(scores)), np.full(len(scores), 30.0)], axis=1)
    windows = Row(centres=centres, scores=np.array(scores), side=20.0)
    paper: Any = SimpleNamespace(windows=windows)
    wide = frame._hull(paper, (60, 60 + 40 * len(scores)))
    columns = np.flatnonzero(wide.any(axis=0))
    return int(columns[0]), int(columns[-1])


def test_a_window_agrees_that_reaches_most_of_what_the_best_do() -> None:
    first, last = hull([0.65, *[1.0] * 8, 0.55])
    assert first == pytest.approx(20, abs=2) and last == pytest.approx(30 + 40 * 8 + 10, abs=2)


def test_a_few_windows_that_fit_by_chance_are_not_the_best() -> None:
    first, last = hull([0.4, *[0.5] * 7, 1.0, 0.5])
    assert first == pytest.approx(20, abs=2) and last == pytest.approx(30 + 40 * 9 + 10, abs=2)


def test_nothing_is_told_beside_foreign_ink() -> None:
    block = np.zeros((200, 200), np.bool_)
    block[50:150, 50:150] = True
    stroke = block.copy()
    stroke[100, 155] = True
    sheet: Any = SimpleNamespace(side=200)
    layers: Any = SimpleNamespace(any_stroke=stroke, block=block)
    foreign = events._beside_foreign(sheet, layers)
    assert foreign[100, 153] and not foreign[100, 151]


def test_weights_are_held_back_by_a_penalty() -> None:
    rng = np.random.default_rng(1)
    measures = rng.normal(0, 1, (40, 3))
    true = (measures[:, 0] + rng.normal(0, 0.5, 40) > 0).astype(float)
    found = evidence.fit(measures, true, np.ones(40))
    terms = evidence._terms(measures, found.mean, found.spread)
    weights = np.array(found.weights)
    pull = terms.T @ (1 / (1 + np.exp(-terms @ weights)) - true)
    strongest = 1 + int(np.argmax(np.abs(weights[1:])))
    assert 2.2 < -pull[strongest] / weights[strongest] < 4.2


def test_ink_on_stumps_is_told_up_to_half_more_than_the_others_and_from_a_twentieth() -> None:
    ring = np.ones((4, 4), np.bool_)

    def told(*inks: float) -> list[float]:
        return [float(one) for one in events._stumps(np.stack([np.full((4, 4), one) for one in inks]), ring)]

    assert told(0.1, 0.3, 0.3, 0.9)[3] == pytest.approx(1.5)
    assert told(0.3, 0.6, 0.6, 0.66)[3] == pytest.approx(0.66 / 0.63, abs=0.01)
    assert told(0.03, 0.04)[0] == pytest.approx(0.6)


@pytest.mark.parametrize(("poorer", "speaks"), [(0.07, 1), (0.11, 0)])
def test_the_one_speaks_whose_stumps_are_best_for_how_it_is_printed(poorer: float, speaks: int) -> None:
    place: Any = SimpleNamespace(
        lacking=np.array([True, True, False]),
        having=np.array([False, False, True]),
        stumps=np.array([0.5, 1.0, 1.0]),
        around=np.array([0.02, 0.02 + poorer, 0.01]),
        depth=np.array([0.1, 0.2, 0.9]),
        core=np.ones((3, 3), np.bool_),
        contrast=1.0,
        attached=2.0,
        one_sided=0.2,
        alone=np.zeros(3),
        missing=np.zeros(3),
        darkest=1.0,
        width=1.0,
        loss=Loss(),
    )
    stump = evidence.MEASURES.index("stumps")
    assert evidence.measures_of(place, 2.0)[stump] == place.stumps[speaks]


def sheets(shown: Any, block: Any) -> tuple[Any, Any]:
    """Three impressions of a bar, the first without its middle, and what is asked of them."""
    inks = np.zeros((3, 200, 200), np.float32)
    inks[:, 95:105, 40:160] = 1.0
    inks[0, 95:105, 90:110] = 0.0
    each = [SimpleNamespace(ink=one, shown=shown if n == 1 else shown | True) for n, one in enumerate(inks)]
    laid: Any = SimpleNamespace(sheets=each, block=block, side=200)
    return laid, events.layers_of(laid)


@pytest.mark.parametrize(("first", "told"), [(96, False), (93, True)])
def test_an_impression_says_nothing_that_shows_less_than_four_fifths(first: int, told: bool) -> None:
    shown = np.ones((200, 200), np.bool_)
    shown[:, :first] = False
    laid, layers = sheets(shown, np.ones((200, 200), np.bool_))
    rows, columns = np.mgrid[96:104, 92:108]
    found = events.measured(laid, layers, rows.ravel(), columns.ravel())
    assert bool(np.isfinite(found.traces[1])) is told
