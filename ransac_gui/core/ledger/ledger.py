"""The ledger of a block: its events, what each impression shows of them, and the order that follows.

`ledger_of` finds the events once; `reading_of` follows a person's decisions and takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from autolabelme.core.arrays import F64
from autolabelme.core.errors import InputError
from autolabelme.core.progress import SubTick, Tick, no_tick

from . import tuning
from .decisions import ACCEPT, ADD, REJECT, Decision, Decisions
from .events import Candidate, Layers, candidates, layers_of, measured, reach_px
from .evidence import likely
from .frame import Frame
from .kinds import BENT, REPAIR, kind_of, length_of
from .one_scan import Groups, Twins, agreed, groups_of, order_of_groups, twins_of
from .order import Order, Placing, Span, Vote, contradicts, placing
from .states import ABSENT, PRESENT, states_of


@dataclass(frozen=True, eq=False)
class Event:
    """One change of the block at one place."""

    number: int
    """Its number in the ledger, from 1."""
    kind: str
    box: tuple[float, float, float, float]
    """xyxy edges in the frame."""
    length_px: float
    """Longer side of what is lost, pixels of the reference."""
    true: float
    """How likely it is no fault of the printing, 0..1."""
    states: tuple[str, ...]
    """What each impression shows, as found: `states.STATES`."""
    added: bool = False
    """By a person."""


@dataclass(frozen=True, eq=False)
class Ledger:
    """The events of N impressions, with dates where they are known and a person's decisions."""

    names: tuple[str, ...]
    events: tuple[Event, ...]
    given: tuple[Span | None, ...]
    """The dates that it was made with; `dates` has what was said since."""
    decisions: Decisions = field(default_factory=Decisions)
    dpi: float | None = None
    """Of the reference."""
    twins: tuple[Twins, ...] = ()
    """Impressions that may be one, pictured twice."""

    def decided(self, decision: Decision) -> Ledger:
        """With one more decision."""
        return replace(self, decisions=self.decisions.made(decision))

    def undone(self) -> Ledger:
        """Without the last decision; an event that it added goes, too."""
        return self._following(self.decisions.undo())

    def redone(self) -> Ledger:
        """With the decision that was taken back last."""
        return self._following(self.decisions.redo())

    def with_event(self, event: Event, decision: Decision) -> Ledger:
        """With an event that a person added."""
        kept = [one for one in self.events if one.number != event.number]
        return replace(self, events=(*kept, event), decisions=self.decisions.made(decision))

    def _following(self, decisions: Decisions) -> Ledger:
        return replace(self, decisions=decisions)

    @property
    def dates(self) -> tuple[Span | None, ...]:
        """When the impressions were printed, as far as a person knows; None where not."""
        return self.decisions.dates(self.given)

    @property
    def groups(self) -> Groups:
        """Impressions that count as one for the order: twins, unless their dates part them."""
        return groups_of(len(self.names), self.twins, self.dates)

    @property
    def standing(self) -> tuple[Event, ...]:
        """The events that count as rows: what was found, and what was added and not taken back."""
        added = {one.event for one in self.decisions.added}
        return tuple(one for one in self.events if not one.added or one.number in added)


@dataclass(frozen=True, eq=False)
class Row:
    """An event as decided."""

    event: Event
    kind: str
    """A repair where the order says that the ink came later."""
    states: tuple[str, ...]
    """What each impression shows, as found and as a person says."""
    found: tuple[str, ...]
    """As found alone."""
    turned: bool
    """The order says that the ink came later: repaired, or bent and printed beside its old place. All states
    are read the other way round than decisions and `Event.states` have them."""
    verdict: str
    """`accept`, `reject`, or empty."""
    note: str
    contradicts: bool
    """It does not fit the order: a misread cell, a repair, or a fault of the printing."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What follows from a ledger: the order, its rows, and where undated impressions belong."""

    order: Order
    rows: tuple[Row, ...]
    placings: tuple[Placing | None, ...]
    """None for a dated impression."""


def ledger_of(
    frame: Frame,
    dates: Sequence[Span | None] | None = None,
    dpi: float | None = None,
    *,
    tick: Tick = no_tick,
) -> Ledger:
    """The events of a frame, the likeliest first."""
    names = tuple(sheet.name for sheet in frame.sheets)
    spans = tuple(dates) if dates is not None else (None,) * len(names)
    twins = twins_of(frame, tick=SubTick(tick, 0.0, 0.5))
    firsts = [group[0] for group in groups_of(len(names), twins)]
    # What a copy prints is weighed nowhere; where all may be one impression, all there is are its pictures.
    copies = len(firsts) < len(names) and len(firsts) > 1
    witnesses = frame.of(firsts) if copies else frame
    layers = layers_of(witnesses)
    found = likely_places(witnesses, layers, tick=SubTick(tick, 0.5, 1.0))
    events = [_event(witnesses, layers, number, place, true) for number, (place, true) in enumerate(found, 1)]
    if copies:
        layers = layers_of(frame)
        events = [
            replace(event, states=_with_copies(frame, layers, place, firsts))
            for event, (place, _) in zip(events, found, strict=True)
        ]
    return Ledger(names, tuple(events), spans, dpi=dpi, twins=twins)


def _with_copies(frame: Frame, layers: Layers, place: Candidate, witnesses: Sequence[int]) -> tuple[str, ...]:
    """What all impressions show at a place that `witnesses`, numbers in the frame, were measured at."""
    rows, columns = np.nonzero(place.core)
    states = list(states_of(measured(frame, layers, rows + place.top, columns + place.left)))
    for number, state in zip(witnesses, states_of(place), strict=True):
        states[number] = state
    return tuple(states)


def likely_places(
    frame: Frame, layers: Layers, *, least: float | None = None, tick: Tick = no_tick
) -> list[tuple[Candidate, float]]:
    """The places that are likely events, pieces of one event put together, the likeliest first.

    `least` : their likelihood, 0..1; that of an event which is shown when left out.
    """
    least = tuning.SHOWN if least is None else least
    found = candidates(frame, layers, tick=tick)
    true = likely(found, reach_px(frame))
    kept = [(one, float(value)) for one, value in zip(found, true, strict=True) if value >= least]
    # A place that tells no two impressions apart is no event: ink that fades out over half a block.
    joined = [pair for pair in _joined(frame, layers, kept) if {ABSENT, PRESENT} <= set(states_of(pair[0]))]
    return sorted(_without_counterparts(frame, layers, joined), key=lambda pair: -pair[1])


def reading_of(ledger: Ledger) -> Reading:
    """The order and the rows as decided."""
    decisions = ledger.decisions
    votes = []
    for one in ledger.standing:
        verdict = decisions.verdict(one.number)
        if verdict != REJECT:
            true = tuning.ACCEPTED if verdict == ACCEPT or one.added else one.true
            states = decisions.states(one.number, one.states)
            votes.append(Vote(states, true, one.kind == BENT))
    return read_in_order(ledger, order_of_groups(votes, ledger.groups, ledger.dates))


def read_in_order(ledger: Ledger, order: Order) -> Reading:
    """The rows as decided, in an order that is known already: takes no time."""
    groups = ledger.groups
    rows = tuple(_row(ledger, one, order, groups) for one in ledger.standing)
    dates = ledger.dates
    placings = tuple(
        placing(order, dates, number) if date is None and any(dates) else None
        for number, date in enumerate(dates)
    )
    return Reading(order, rows, placings)


def added_event(frame: Frame, ledger: Ledger, x: float, y: float, kind: str = "") -> tuple[Event, Decision]:
    """The event at a click, with what each impression prints there, and the decision that adds it.

    Raises `InputError` where no impression has a stroke within reach of (x, y), pixels of the frame.
    """
    layers = layers_of(frame)
    rows, columns = np.nonzero(layers.any_stroke)
    near = np.hypot(columns - x, rows - y) <= tuning.CLICK * frame.side
    if not near.any():
        raise InputError("no impression prints anything here; click on a stroke that is lost")
    place = measured(frame, layers, rows[near], columns[near])
    number = max((one.number for one in ledger.events), default=0) + 1
    found = _event(frame, layers, number, place, 1.0)
    event = replace(found, kind=kind or found.kind, added=True)
    return event, Decision(ADD, number, text=event.kind, x=x, y=y)


def _event(frame: Frame, layers: Layers, number: int, place: Candidate, true: float) -> Event:
    x1, y1, x2, y2 = (float(edge) for edge in place.box)
    kind = kind_of(frame, layers, place)
    return Event(number, kind, (x1, y1, x2, y2), length_of(place) / frame.scale, true, states_of(place))


def _row(ledger: Ledger, event: Event, order: Order, groups: Groups) -> Row:
    decisions = ledger.decisions
    states = decisions.states(event.number, event.states)
    read = agreed(states, groups)
    told = [
        order.told(first, second)
        for first, one in enumerate(read)
        for second, other in enumerate(read)
        if (one, other) == (PRESENT, ABSENT)
    ]
    # All that lack the ink were surely printed before all that have it.
    later = bool(told) and all(one is True for one in told)
    shown, found = (turned(states), turned(event.states)) if later else (states, event.states)
    return Row(
        event,
        REPAIR if later and event.kind != BENT else event.kind,
        shown,
        found,
        later,
        decisions.verdict(event.number),
        decisions.note(event.number),
        contradicts(Vote(agreed(shown, groups), 1.0, event.kind == BENT), order.best),
    )


def turned(states: Sequence[str]) -> tuple[str, ...]:
    """Present for absent, and the other way round."""
    other = {PRESENT: ABSENT, ABSENT: PRESENT}
    return tuple(other.get(state, state) for state in states)


def _joined(
    frame: Frame, layers: Layers, kept: Sequence[tuple[Candidate, float]]
) -> list[tuple[Candidate, float]]:
    """Pieces that the same impressions lack, close to each other, measured as one."""
    reach = tuning.NEIGHBOUR * frame.side
    groups: list[list[tuple[Candidate, float]]] = []
    for place, true in kept:
        near = [group for group in groups if any(_beside(place, other, reach) for other, _ in group)]
        groups = [group for group in groups if group not in near]
        groups.append([(place, true), *(one for group in near for one in group)])
    result = []
    for group in groups:
        if len(group) == 1:
            result.append(group[0])
            continue
        rows = np.concatenate([np.nonzero(one.core)[0] + one.top for one, _ in group])
        columns = np.concatenate([np.nonzero(one.core)[1] + one.left for one, _ in group])
        result.append((measured(frame, layers, rows, columns), max(true for _, true in group)))
    return result


def _without_counterparts(
    frame: Frame, layers: Layers, kept: Sequence[tuple[Candidate, float]]
) -> list[tuple[Candidate, float]]:
    """Ink that moved is one event: what a bent frame prints beside its old place is no second one."""
    reach = 2 * tuning.NEIGHBOUR * frame.side
    bent = [one for one, _ in kept if kind_of(frame, layers, one) == BENT]
    return [
        (one, true)
        for one, true in kept
        if not any(
            other is not one
            and one.core.sum() < other.core.sum()
            and _apart(one, other) <= reach
            and (one.lacking & other.having).any()
            and (one.having & other.lacking).any()
            for other in bent
        )
    ]


def _beside(one: Candidate, other: Candidate, reach: float) -> bool:
    return bool(np.array_equal(one.lacking, other.lacking)) and _apart(one, other) <= reach


def _apart(one: Candidate, other: Candidate) -> float:
    """Distance of two boxes, pixels."""
    a: F64 = np.array(one.box, float)
    b: F64 = np.array(other.box, float)
    gap = np.maximum(0.0, np.maximum(a[:2] - b[2:], b[:2] - a[2:]))
    return float(np.hypot(*gap))
