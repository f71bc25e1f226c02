"""What *Rematch* is asked for and what it answers. No Qt, and no search engine at import.

The request is made on the UI thread and frozen; the job reads nothing of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from autolabelme.core.arrays import U8

from ..competition import Winners

if TYPE_CHECKING:
    from autolabelme.core.matching.search import SearchParams, SearchResult

Box = tuple[float, float, float, float]
PageKey = tuple[str, int]


@dataclass(frozen=True)
class LabelRequest:
    """One label to search for: (shape id, box) of each of its templates, and the engine's parameters.

    With scope *ornament*, `regions` are the drawn ornaments of the templates, in their order.
    """

    label: str
    templates: tuple[tuple[str, Box], ...]
    params: SearchParams
    regions: tuple[Box, ...] = ()


@dataclass(frozen=True)
class RematchRequest:
    """What *Rematch* was pressed for.

    Parameters
    ----------
    key
        The page that has the templates.
    labels
        What is searched.
    load_gray
        Gives the page's grey uint8 (H, W); called in the job's thread.
    others
        Further pages to search (scope *all pages*), each with its own loader.
    known
        What earlier searches of each page have found: labels compete with it.
    """

    key: PageKey
    labels: tuple[LabelRequest, ...]
    load_gray: Callable[[], U8]
    others: tuple[tuple[PageKey, Callable[[], U8]], ...] = ()
    known: Mapping[PageKey, Mapping[str, SearchResult]] = field(default_factory=dict)


@dataclass(frozen=True)
class RematchResult:
    """Candidates by page and label. `problems` names pages that could not be read, a line each."""

    key: PageKey
    found: dict[PageKey, dict[str, SearchResult]]
    seconds: float
    problems: tuple[str, ...] = ()
    winners: Mapping[PageKey, Winners] = field(default_factory=dict)

    @property
    def here(self) -> dict[str, SearchResult]:
        """What was found on the page that has the templates."""
        return self.found.get(self.key, {})
