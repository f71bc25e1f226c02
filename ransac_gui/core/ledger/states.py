"""The matrix of events and impressions: present, absent, or cannot tell."""

from __future__ import annotations

from .events import GONE, THERE, Candidate

ABSENT, PRESENT, CANNOT_TELL = "absent", "present", "cannot tell"
STATES = (ABSENT, PRESENT, CANNOT_TELL)
LIGHT = 0.4
"""Stumps with less ink than this share of the fuller impressions': no ink came there, and nothing is told."""
BARE = 0.5
"""Share of the strokes about a place without trace from which the paper is lost, or nothing printed there."""


def states_of(place: Candidate) -> tuple[str, ...]:
    """What each impression shows at a place.

    The event is *present* where the strokes have no trace of ink and their stumps are inked, *absent* where
    they print. Where the picture ends, the paper is lost or no ink came, nothing can be told.
    """
    return tuple(_state(*cell) for cell in zip(place.traces, place.stumps, place.around, strict=True))


def _state(trace: float, stump: float, around: float) -> str:
    # A trace is a trace whatever stands about it; NaN, where nothing is shown, is neither.
    if trace >= THERE:
        return ABSENT
    if trace <= GONE and stump >= LIGHT and around < BARE:
        return PRESENT
    return CANNOT_TELL
