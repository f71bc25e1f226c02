"""What a person says about a ledger's events; every saying is kept, and undone one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from autolabelme.core.errors import MisuseError
from autolabelme.core.reading import JsonObject

from .order import Span
from .states import STATES

ACCEPT, REJECT, ADD, CELL, NOTE, OPEN = "accept", "reject", "add", "cell", "note", "open"
DATE = "date"
ACTIONS = (ACCEPT, REJECT, ADD, CELL, NOTE, OPEN, DATE)
"""`open` takes an acceptance or rejection back; `cell` says what one impression shows, `date` when it was
printed."""


@dataclass(frozen=True)
class Decision:
    """One saying."""

    action: str
    event: int
    """The event's number; 0 for `date`, which is about no event."""
    sheet: int = -1
    """`cell`, `date`: of which impression."""
    state: str = ""
    """`cell`: one of `states.STATES`."""
    text: str = ""
    """`note`: what it says. `add`: the kind."""
    x: float = 0.0
    """`add`: the place, pixels of the frame."""
    y: float = 0.0
    span: Span | None = None
    """`date`: the years; None: it is not known."""

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise MisuseError(f"action: expected one of {', '.join(ACTIONS)}, got {self.action!r}")
        if self.action == CELL and self.state not in STATES:
            raise MisuseError(f"state: expected one of {', '.join(STATES)}, got {self.state!r}")

    def as_json(self) -> dict[str, Any]:
        """For ledger.json: what the action says and no more."""
        value: dict[str, Any] = {"action": self.action, "event": self.event}
        if self.action == CELL:
            value |= {"sheet": self.sheet, "state": self.state}
        if self.action in (NOTE, ADD):
            value["text"] = self.text
        if self.action == ADD:
            value |= {"x": self.x, "y": self.y}
        if self.action == DATE:
            low, high = (None, None) if self.span is None else (self.span.low, self.span.high)
            value |= {"sheet": self.sheet, "year_low": low, "year_high": high}
        return value


def read_decision(value: JsonObject) -> Decision:
    """What `as_json` wrote; `InputError` naming the field for anything else."""
    action = value.text("action", choices=ACTIONS)
    cell = action == CELL
    return Decision(
        action,
        value.whole("event", minimum=0),
        value.whole("sheet", minimum=0) if cell or action == DATE else -1,
        value.text("state", choices=STATES) if cell else "",
        value.text("text", ""),
        value.number("x", 0.0),
        value.number("y", 0.0),
        read_span(value) if action == DATE else None,
    )


def read_span(value: JsonObject, low: str = "year_low", high: str = "year_high") -> Span | None:
    """The years of two fields, None where one is missing; `InputError` where they are the wrong way round."""
    first, last = value.number_or_none(low), value.number_or_none(high)
    if first is None or last is None:
        return None
    if first > last:
        raise value.error(high, "expected {first:g} or more, got {last:g}", first=first, last=last)
    return Span(first, last)


@dataclass(frozen=True)
class Decisions:
    """All sayings in their order, and those that were taken back."""

    done: tuple[Decision, ...] = ()
    undone: tuple[Decision, ...] = field(default=())

    def made(self, decision: Decision) -> Decisions:
        """With one more; what was taken back before is forgotten."""
        return Decisions((*self.done, decision))

    def undo(self) -> Decisions:
        """Without the last one; the same where there is none."""
        return Decisions(self.done[:-1], (*self.undone, self.done[-1])) if self.done else self

    def redo(self) -> Decisions:
        """With the one that was taken back last."""
        return Decisions((*self.done, self.undone[-1]), self.undone[:-1]) if self.undone else self

    def verdict(self, event: int) -> str:
        """`accept`, `reject`, or empty where nothing stands."""
        said = [
            one.action for one in self.done if one.event == event and one.action in (ACCEPT, REJECT, OPEN)
        ]
        return said[-1] if said and said[-1] != OPEN else ""

    def note(self, event: int) -> str:
        """The last note on an event."""
        return next(
            (one.text for one in reversed(self.done) if one.event == event and one.action == NOTE), ""
        )

    def states(self, event: int, found: Sequence[str]) -> tuple[str, ...]:
        """What the impressions show of an event, with a person's word above what was found."""
        states = list(found)
        for one in self.done:
            if one.event == event and one.action == CELL and one.sheet < len(states):
                states[one.sheet] = one.state
        return tuple(states)

    def dates(self, given: Sequence[Span | None]) -> tuple[Span | None, ...]:
        """When the impressions were printed, with a person's word above what was given at first."""
        dates = list(given)
        for one in self.done:
            if one.action == DATE and one.sheet < len(dates):
                dates[one.sheet] = one.span
        return tuple(dates)

    @property
    def added(self) -> tuple[Decision, ...]:
        """The events that a person added."""
        return tuple(one for one in self.done if one.action == ADD)
