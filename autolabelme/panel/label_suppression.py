"""Labels that compete for the same ink, resolved once a search. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from autolabelme.core.matching.search import SearchResult


@dataclass(frozen=True)
class Winners:
    """What of each label's candidates no other label fits better, and the candidates it was made from."""

    of: Mapping[str, SearchResult]
    kept: Mapping[str, SearchResult]

    def hold_for(self, results: Mapping[str, SearchResult]) -> bool:
        """Whether these are the winners of exactly `results` (a label may have been searched meanwhile)."""
        return self.of.keys() == results.keys() and all(self.of[label] is results[label] for label in results)


def resolve_all(results: Mapping[str, SearchResult]) -> Winners:
    """The winners of `results`, whatever their thresholds: candidates below them compete, too.

    Takes about 0.1 ms a candidate, so a job does it and the window keeps it for the slider.
    """
    from autolabelme.core.matching.search import resolve

    kept = resolve(results, -1.0)
    return Winners(
        dict(results), {label: replace(result, candidates=kept[label]) for label, result in results.items()}
    )
