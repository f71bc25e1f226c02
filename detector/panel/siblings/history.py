"""What the historian said of a page's impressions, and which are struck out; one history for both. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detector.core.siblings.prepare import Place


@dataclass(frozen=True)
class Said:
    """'accepted' (the difference is real), 'rejected' or '', and a note."""

    verdict: str = ""
    note: str = ""


@dataclass(frozen=True)
class State:
    """Verdicts by place, and the places that are held for not authentic."""

    said: Mapping[Place, Said] = field(default_factory=dict)
    struck: frozenset[Place] = frozenset()

    def of(self, place: Place) -> Said:
        return self.said.get(place, Said())

    def saying(self, place: Place, said: Said) -> State:
        """With this said of `place`; nothing said is no entry."""
        rest = {one: what for one, what in self.said.items() if one != place}
        return replace(self, said=rest if said == Said() else {**rest, place: said})

    def striking(self, place: Place) -> State:
        """With `place` struck out, or taken back where it was."""
        return replace(self, struck=self.struck ^ {place})


class History:
    """The states and where among them we are; each step remembers the place that it was about."""

    def __init__(self, state: State | None = None) -> None:
        self._steps: list[tuple[State, Place | None]] = [(State() if state is None else state, None)]
        self._at = 0

    @property
    def state(self) -> State:
        return self._steps[self._at][0]

    @property
    def can_undo(self) -> bool:
        return self._at > 0

    @property
    def can_redo(self) -> bool:
        return self._at < len(self._steps) - 1

    def push(self, state: State, about: Place) -> bool:
        """Go on to `state`; False, and no step, where that is how it stands."""
        if state == self.state:
            return False
        self._steps[self._at + 1 :] = [(state, about)]
        self._at += 1
        return True

    def undo(self) -> Place | None:
        """One step back; the place that it was about."""
        if not self.can_undo:
            return None
        self._at -= 1
        return self._steps[self._at + 1][1]

    def redo(self) -> Place | None:
        """One step on again; the place that it is about."""
        if not self.can_redo:
            return None
        self._at += 1
        return self._steps[self._at][1]
