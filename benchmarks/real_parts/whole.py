"""Whole strips through the inspection, untouched and with a fifth of the vignettes edited."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from autolabelme.core.arrays import U8
from detector.core.siblings.inspection import inspect_siblings
from detector.core.siblings.params import SiblingParams
from detector.core.siblings.table import Table

from .strips import Strip

KINDS = ("cut", "lost", "added", "foreign", "turned", "swapped", "sham")
SHARE = 0.2
RATES = (0.01, 0.05)


@dataclass
class Whole:
    """Counts: p at most each rate of untouched and edited vignettes, ranks, and strips that differ."""

    untouched: dict[str, list[float]] = field(default_factory=dict)
    beside: list[float] = field(default_factory=list)
    edited: dict[str, list[float]] = field(default_factory=dict)
    ranks: dict[str, list[int]] = field(default_factory=dict)
    differs: list[float] = field(default_factory=list)
    edited_differs: list[float] = field(default_factory=list)
    kinds: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 0.0
    vignettes: int = 0


def inspect_whole(
    plant: ModuleType,
    strips: Sequence[Strip],
    tables: Mapping[str, Table],
    donors: Mapping[str, Sequence[Any]],
    seeds: Sequence[int],
) -> Whole:
    """Each strip once untouched, and once a seed with edits."""
    found = Whole()
    for strip in strips:
        _inspect(found, strip, strip.gray, [None] * len(strip.boxes), tables[strip.book])
        for seed in seeds:
            page, kinds = planted(plant, strip, donors[strip.book], seed)
            _inspect(found, strip, page, kinds, tables[strip.book])
    return found


def planted(plant: ModuleType, strip: Strip, donors: Sequence[Any], seed: int) -> tuple[U8, list[str | None]]:
    """A strip with a fifth of its vignettes edited, the kinds in turn, and the kind of each."""
    rng = np.random.default_rng(seed)
    count = max(1, round(SHARE * len(strip.boxes)))
    chosen = rng.permutation(len(strip.boxes))[:count]
    plan = [(int(number), KINDS[(k + seed * count) % len(KINDS)]) for k, number in enumerate(chosen)]
    page, truth = plant.plant(strip.gray, strip.planted_boxes(), plan, rng, list(donors))
    return page, [one["kind"] for one in truth]


def _inspect(found: Whole, strip: Strip, page: U8, kinds: Sequence[str | None], table: Table) -> None:
    started = time.process_time()
    result = inspect_siblings(page, strip.vignettes(), SiblingParams(), table=table)
    found.seconds += time.process_time() - started
    found.vignettes += len(strip.boxes)
    scores = np.array([one.vignette.score for one in result.judged])
    edited = any(kind is not None for kind in kinds)
    (found.edited_differs if edited else found.differs).append(float(result.decision.p or 1.0))
    for one, kind, score in zip(result.judged, kinds, scores, strict=True):
        p = 1.0 if one.vignette.p is None else one.vignette.p
        if kind is not None:
            found.edited.setdefault(kind, []).append(p)
            found.ranks.setdefault(kind, []).append(1 + int((scores > score).sum()))
            found.kinds.setdefault(kind, []).append(one.kind)
        elif edited:
            found.beside.append(p)
        else:
            found.untouched.setdefault(strip.book, []).append(p)
