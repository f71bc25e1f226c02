"""Other scorers' maps over the ornament, made in a job when they are first asked for. No Qt.

A scorer is fitted on the normal examples that come with the model. Its scale is its own; the end of it
is fixed by those normals, never by the ornament, so that pale means little on every ornament.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.errors import InputError
from autolabelme.core.progress import SubTick, Tick, no_tick

from .evidence_maps import SCORER, EvidenceMap, ScorerRow

if TYPE_CHECKING:
    from detector.core.inspection.work import Done
    from detector.core.scorers.on_ornament import FittedCache

_TYPICAL = 99.0
"""The strongest hundredth of a normal impression's places: what a scorer's scale is measured by."""
_FULL_SCALE = 6.0
_DARK_BELOW = 1.5
"""Ends of the scale, in what that hundredth reaches on normals."""
_PAPER, _BLACK = 235.0, 30.0

_scales: dict[tuple[str, str], float] = {}
_cache: list[FittedCache] = []


def list_scorers(*, tick: Tick = no_tick) -> tuple[ScorerRow, ...]:
    """Every scorer that can be laid over an ornament, in the order of the list, with its figures.

    Means over vignettes of the intersection over union come in percent, as they are published.
    """
    tick(0, 0, "scorers")
    from detector.core.protocols.figures import measured_figures
    from detector.core.scorers.registry import SCORERS

    figures = measured_figures()
    rows = []
    for one in SCORERS.values():
        measured = figures.get(one.name)
        known: Mapping[str, float] = {}
        if measured is not None:
            known = {
                "miou_c": 100 * measured.miou_c,
                "miou_cu": 100 * measured.miou_cu,
                "auroc": measured.auroc,
                "seconds": measured.seconds,
            }
        where = "" if measured is None else f"{measured.set}, {measured.commit}"
        rows.append(ScorerRow(one.name, one.title, one.source, known, where))
    return tuple(rows)


def map_of(done: Done, name: str, *, tick: Tick = no_tick) -> EvidenceMap:
    """A scorer's map of an inspected ornament; `InputError` where it cannot be fitted."""
    tick(0, 100, "fitting")
    from detector.core.scorers.on_ornament import FittedCache, scorer_map

    normals = done.inspection.normals
    if normals is None or not normals.examples:
        raise InputError(f"scorer {name!r} needs normal impressions, and this model keeps none")
    if not _cache:
        _cache.append(FittedCache())
    frames = {label: own.frame for label, own in normals.by_label.items()}
    examples = {label: kept for label, kept in normals.examples.items() if label in frames}
    values = scorer_map(
        done.rgb,
        done.inspection.vignettes,
        examples,
        frames,
        name,
        model_sha256=normals.model_sha256,
        cache=_cache[0],
        tick=SubTick(tick, 0.0, 0.9),
    )
    typical = _typical(_cache[0], normals.model_sha256, name, examples, tick=SubTick(tick, 0.9, 1.0))
    return EvidenceMap(SCORER + name, values, _FULL_SCALE * typical, dark_below=_DARK_BELOW * typical)


def _typical(cache: FittedCache, sha256: str, name: str, examples: Mapping[str, U8], *, tick: Tick) -> float:
    """What a scorer's strongest hundredth of places reaches on normal impressions, in the middle of them."""
    key = sha256, name
    if key not in _scales or not sha256:
        fitted = cache.fitted(sha256, name, examples, tick=tick)
        reached = []
        for number, (label, kept) in enumerate(examples.items()):
            tick(number, len(examples), "finding the scale")
            # The last: the naive difference is one to the first.
            gray = np.rint(_PAPER - (_PAPER - _BLACK) * kept[-1].astype(np.float32) / 255).astype(np.uint8)
            try:
                reached.append(float(np.percentile(fitted.score(gray, label).map, _TYPICAL)))
            except InputError:
                continue  # a label with too few examples was not fitted
        middle = float(np.median(reached)) if reached else 0.0
        _scales[key] = middle if middle > 0 else 1.0
    return _scales[key]
