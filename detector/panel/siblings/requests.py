"""What the comparison with siblings asks of its jobs, and what comes back. No Qt, nothing heavy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autolabelme.core.arrays import U8
from autolabelme.qtkit.workspace import VignettesHandover

from .history import State

if TYPE_CHECKING:
    from detector.core.siblings.inspection import SiblingInspection
    from detector.core.siblings.params import SiblingParams
    from detector.core.siblings.prepare import Place


@dataclass(frozen=True, eq=False)
class Request:
    """One comparison; `normals` are annotation files of authentic pages, `kept` the folder of verdicts."""

    handed: VignettesHandover
    params: SiblingParams
    normals: tuple[Path, ...]
    kept: Path


@dataclass(frozen=True, eq=False)
class Compared:
    """The page, RGB uint8 (H, W, 3), what was found on it, and what was said of it before."""

    request: Request
    rgb: U8
    inspection: SiblingInspection
    path: Path
    earlier: State
    problem: str = ""
    """Why earlier verdicts could not be read."""


@dataclass(frozen=True, eq=False)
class CardPictures:
    """Pictures of impression `number`: as printed, its siblings' median (grey), lost and gained (RGB)."""

    number: int
    printed: U8
    median: U8
    signed: U8


@dataclass(frozen=True, eq=False)
class Why:
    """Impression `number` beside its siblings, in their own pose; all pictures of one size.

    `printed`, `median` and `nearest` are grey uint8 (h, w), `signed` RGB uint8: loss blue, gain orange.
    """

    number: int
    printed: U8
    median: U8
    signed: U8
    nearest: tuple[U8, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class SiblingWorkers:
    """The functions that do the work, by name, so that nothing heavy is imported before a job needs it."""

    compare: str | Callable[..., Any] = "detector.panel.siblings.siblings_jobs:compare"
    again: str | Callable[..., Any] = "detector.panel.siblings.siblings_jobs:decided_again"
    cards: str | Callable[..., Any] = "detector.panel.siblings.siblings_jobs:draw_cards"
    why: str | Callable[..., Any] = "detector.panel.siblings.siblings_jobs:why_of"
    report: str | Callable[..., Any] = "detector.panel.siblings.siblings_jobs:write_report"
