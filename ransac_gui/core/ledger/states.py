"""The matrix of events and impressions: present, absent, or cannot tell."""

from __future__ import annotations

from . import tuning
from .events import Candidate

ABSENT, PRESENT, CANNOT_TELL = "absent", "present", "cannot tell"
STATES = (ABSENT, PRESENT, CANNOT_TELL)


def states_of(place: Candidate) -> tuple[str, ...]:
    """What each impression shows at a place.

    The event is *present* where the strokes have no trace of ink and their stumps are inked, *absent* where
    they print. Where the picture ends, the paper is lost or no ink came, nothing can be told.
    """
    return tuple(_state(*cell) for cell in zip(place.traces, place.stumps, place.around, strict=True))


def _state(trace: float, stump: float, around: float) -> str:
    # A trace is a trace whatever stands about it; NaN, where nothing is shown, is neither.
    if trace >= tuning.THERE:
        return ABSENT
    if trace <= tuning.GONE and stump >= tuning.LIGHT and around < tuning.BARE:
        return PRESENT
    return CANNOT_TELL
