"""What the workspace asks of its jobs, and what comes back. No Qt, nothing heavy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autolabelme.core.arrays import U8
from autolabelme.core.ornament import Ornament
from detector.core.inspection.params import InspectParams
from ransac_gui.core.handover import AlignmentHandover

if TYPE_CHECKING:
    from detector.core.inspection.file_inspection import Done
    from detector.core.inspection.findings import Finding, Vignette


@dataclass(frozen=True, eq=False)
class Subject:
    """What is inspected: an ornament, with the reference it is laid on or is to be laid on."""

    ornament: Ornament
    reference: Ornament | None = None
    handover: AlignmentHandover | None = None
    """Where Align has laid one on the other; the frame is the reference's then."""


@dataclass(frozen=True, eq=False)
class Seen:
    """What the detector has boxed: the first thing there is to show while an inspection runs."""

    subject: Subject
    rgb: U8
    vignettes: tuple[Vignette, ...]


@dataclass(frozen=True, eq=False)
class InspectRequest:
    """One inspection; `model` None for a carved block, `kept` the folder of autosaved verdicts.

    `report` is called in the worker's thread.
    """

    subject: Subject
    model: Path | None
    params: InspectParams
    kept: Path
    report: Callable[[Seen], None] | None = None


@dataclass(frozen=True, eq=False)
class Inspected:
    """An inspection, the file its verdicts are kept in, and the judged findings that stood there."""

    subject: Subject
    done: Done
    path: Path
    earlier: tuple[Finding, ...] = ()
    problem: str = ""
    """Why earlier verdicts could not be read."""
    without_model: bool = False
    """The model that was asked does not know these vignettes: the pair was compared without it."""


@dataclass(frozen=True)
class Workers:
    """The functions that do the work, by name, so that nothing heavy is imported before a job needs it."""

    inspect: str | Callable[..., Any] = "detector.panel.inspect.inspect_jobs:run_inspection"
    report: str | Callable[..., Any] = "detector.panel.inspect.inspect_jobs:write_report"
    models: str | Callable[..., Any] = "detector.panel.models.store:list_models"
    devices: str | Callable[..., Any] = "detector.panel.models.devices:find_devices"
    warm_up: str | Callable[..., Any] = "detector.panel.inspect.inspect_jobs:warm_up"
    scorers: str | Callable[..., Any] = "detector.panel.inspect.scorer_maps:list_scorers"
    scorer_map: str | Callable[..., Any] = "detector.panel.inspect.scorer_maps:map_of"
    pictures: str | Callable[..., Any] = "detector.panel.inspect.why_pictures:pictures_of"
    cards: str | Callable[..., Any] = "detector.panel.inspect.why_pictures:draw_cards"
