"""Other scorers' maps over the ornament, made in a job when they are first asked for. No Qt."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from autolabelme.core.progress import Tick, no_tick

from .evidence_maps import SCORER, EvidenceMap, ScorerRow

if TYPE_CHECKING:
    from detector.core.inspection.work import Done


def list_scorers(*, tick: Tick = no_tick) -> tuple[ScorerRow, ...]:
    """Every scorer that can be laid over an ornament, in the order of the list, with its figures."""
    tick(0, 0, "scorers")
    if find_spec("detector.core.scorers.on_ornament") is None:
        return ()
    from detector.core.scorers.registry import SCORERS

    return tuple(ScorerRow(one.name, one.title, one.source) for one in SCORERS.values())


def map_of(done: Done, name: str, *, tick: Tick = no_tick) -> EvidenceMap:
    """A scorer's map of an inspected ornament; `InputError` where it cannot be fitted."""
    raise NotImplementedError(SCORER + name)
