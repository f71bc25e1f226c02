"""Other scorers' maps over the ornament, made in a job when they are first asked for. No Qt.

A scorer is fitted on the normal examples that come with the model. Its scale is its own, fixed by those
normals (`detector.lab.scorers.scale`) and never by the ornament, so that pale means little on every
ornament. Scorers are of the laboratory, which may be absent: it is looked up by name when it is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from autolabelme.core.arrays import U8
from autolabelme.core.errors import InputError
from autolabelme.core.progress import SubTick, Tick, no_tick

from .evidence_maps import SCORER, EvidenceMap, ScorerRow

if TYPE_CHECKING:
    from detector.core.inspection.file_inspection import Done
    from detector.core.inspection.ink import Frame

_scales: dict[tuple[str, str], Any] = {}
_cache: list[Any] = []


def _lab(name: str) -> Any:
    """A module of the laboratory."""
    return import_module(f"detector.lab.{name}")


def list_scorers(*, tick: Tick = no_tick) -> tuple[ScorerRow, ...] | None:
    """Every scorer that can be laid over an ornament, in the order of the list, with its figures.

    None where the laboratory is not installed. Means over vignettes of the intersection over union come in
    percent, as they are published.
    """
    tick(0, 0, "scorers")
    if find_spec("detector.lab") is None:
        return None
    figures = _lab("protocols.figures").measured_figures()
    rows = []
    for one in _lab("scorers.registry").SCORERS.values():
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
    normals = done.inspection.normals
    if normals is None or not normals.examples:
        raise InputError("scorer {name!r} needs normal impressions, and this model keeps none", name=name)
    on_ornament = _lab("scorers.on_ornament")
    if not _cache:
        _cache.append(on_ornament.FittedCache())
    # Fitted on the normals: those measured anew are others, though the weights stay.
    checksum = str(done.record.model.get("normals_sha256") or normals.model_sha256)
    frames = {label: own.frame for label, own in normals.by_label.items()}
    examples = {label: kept for label, kept in normals.examples.items() if label in frames}
    values = on_ornament.scorer_map(
        done.rgb,
        done.inspection.vignettes,
        examples,
        frames,
        name,
        checksum=checksum,
        cache=_cache[0],
        tick=SubTick(tick, 0.0, 0.9),
    )
    scale = _scale(_cache[0], checksum, name, examples, frames, tick=SubTick(tick, 0.9, 1.0))
    return EvidenceMap(
        SCORER + name,
        values,
        scale.maximum,
        dark_below=scale.dark_below,
        minimum=scale.minimum,
        blind=scale.blind,
    )


def _scale(
    cache: Any,
    sha256: str,
    name: str,
    examples: Mapping[str, U8],
    frames: Mapping[str, Frame],
    *,
    tick: Tick,
) -> Any:
    """Found once for a model's normals; those without a checksum may be any."""
    key = sha256, name
    if key not in _scales or not sha256:
        fitted = cache.fitted(sha256, name, examples, tick=tick)
        _scales[key] = _lab("scorers.scale").scale_of(fitted, examples, frames, tick=tick)
    return _scales[key]
