"""Small sets of the press in the layouts of Rey's Ornaments (Chaki et al. 2024), to try protocols on.

The published data cannot be part of the suite; these sets have its folders, files and sizes, and the
press's exact truth. Figures on them say nothing about the published figures, which are on real prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autolabelme.core.errors import MisuseError
from autolabelme.core.press.sorts import Sort
from autolabelme.core.progress import Tick, no_tick

from .changes import ChangesParams, write_changes
from .clusters import ClustersParams, write_clusters
from .elements import ElementsParams, write_elements
from .specimen import WEARS, SetReport

KINDS = ("changes", "elements", "clusters")
__all__ = ["KINDS", "WEARS", "SetReport", "write_set"]


def write_set(
    kind: str,
    sorts: Sequence[Sort],
    folder: Path | str,
    *,
    count: int | None = None,
    wear: str = "mixed",
    seed: int = 0,
    tick: Tick = no_tick,
) -> SetReport:
    """Write a set of one of `KINDS` into a new or empty `folder`; the same arguments, the same files.

    `count` is the number of vignettes (changes, 30), ornaments (elements, 40) or motifs (clusters, 24).
    Raises `InputError` for a folder that holds something, `MisuseError` for a kind, wear or count that
    is none, `Cancelled` from `tick`.
    """
    where = Path(folder)
    if kind == "changes":
        changes = ChangesParams(wear=wear, **_given("vignettes", count))
        return write_changes(sorts, where, changes, seed, tick=tick)
    if kind == "elements":
        elements = ElementsParams(wear=wear, **_given("ornaments", count))
        return write_elements(sorts, where, elements, seed, tick=tick)
    if kind == "clusters":
        clusters = ClustersParams(wear=wear, **_given("motifs", count))
        return write_clusters(sorts, where, clusters, seed, tick=tick)
    raise MisuseError(f"kind: expected one of {', '.join(KINDS)}, got {kind!r}")


def _given(name: str, count: int | None) -> dict[str, Any]:
    return {} if count is None else {name: count}
