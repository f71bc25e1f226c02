"""What an inspection against siblings returns; everything is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from autolabelme.core.arrays import F32, U8

from ..inspection.findings import Finding, Vignette
from .model_evidence import ModelSaid
from .prepare import Place


@dataclass(frozen=True)
class SideScore:
    """One side's standardised score (higher is worse, poolable over sorts) and its p, None unpromised.

    `above` is how many of the siblings score less on this side.
    """

    score: float
    p: float | None
    above: int = 0


@dataclass(frozen=True)
class Judged:
    """One impression of the inspected page.

    Attributes
    ----------
    vignette : with `score` (of all sides together, higher is worse) and `p` (None under 8 siblings)
    place : how it is called when it is struck out
    sides : by name: cut, lost, added, unlike
    siblings : how many others it was compared with
    above : how many of them it scores higher than
    promised : whether its p keeps the rate that was asked
    rank : that in words
    kind : what it would be as a finding: altered, foreign, misplaced
    evidence : sentences, the weightiest first
    model : what a model says of it, where one was asked and saw it
    found_by_model : whether the page had no box here and the model found it
    """

    vignette: Vignette
    place: Place
    sides: Mapping[str, SideScore]
    siblings: int
    above: int
    promised: bool
    rank: str
    kind: str
    evidence: tuple[str, ...]
    model: ModelSaid | None = None
    found_by_model: bool = False

    @property
    def by_siblings(self) -> bool:
        """Whether its p is read from its siblings; else it is ranked among them, or a model says its p."""
        return all(side.p is not None for side in self.sides.values())

    def as_json(self) -> dict[str, Any]:
        """The entry of ``vignettes`` in the command line's JSON."""
        return {
            **self.vignette.as_json(),
            "sides": {side: {"score": one.score, "p": one.p} for side, one in self.sides.items()},
            "siblings": self.siblings,
            "promised": self.promised,
            "rank": self.rank,
            "model": None if self.model is None else self.model.as_json(),
            "found_by_model": self.found_by_model,
        }


@dataclass(frozen=True, eq=False)
class View:
    """What a person looks at to judge an impression, all (rows, columns) in the sort's own pose and frame.

    `crop`, `median` and each of `nearest` are grey uint8; `loss` and `gain` float32, 0..1, the share of ink
    that is gone or more against the siblings' median; `core` is the frame without its margin.
    `nearest_places` says where the three nearest siblings stand.
    """

    crop: U8
    median: U8
    nearest: tuple[U8, ...]
    nearest_places: tuple[Place, ...]
    loss: F32
    gain: F32
    core: tuple[slice, slice]


@dataclass(frozen=True)
class Decision:
    """Whether the page as a whole differs from untouched ones; p None where nothing can be promised."""

    anomalous: bool
    p: float | None


__all__ = ["Decision", "Finding", "Judged", "SideScore", "View"]
