"""What the workspace asks of its jobs, and what comes back. No Qt, nothing heavy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autolabelme.core.arrays import U8
from autolabelme.core.sorts import SortKey
from detector.core.params import DetectParams, TrainParams

if TYPE_CHECKING:
    from detector.core.preview import Preview

Box = tuple[float, float, float, float]
Row = dict[str, float | int | str]


@dataclass(frozen=True)
class LabelSummary:
    """One label of a catalogue: its note, prototype uint8 grey (h, w), instances and sides in pixels.

    `pages` are named where another sort of the pages is called the same, `sort` is what the label stands
    for on the pages (None: no pages).
    """

    label: str
    note: str
    prototype: U8
    instances: int
    width: float
    height: float
    pages: tuple[str, ...] = ()
    sort: SortKey | None = None


@dataclass(frozen=True)
class CatalogueSummary:
    """A catalogue that was read; `boxed` counts the vignettes on `pages` pages (0: crops or a model).

    `met` are the names that several sorts have on the pages, as lines; `folders` hold the pages.
    """

    paths: tuple[Path, ...]
    labels: tuple[LabelSummary, ...]
    pages: int
    boxed: int
    median_px: float
    notes: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()


@dataclass(frozen=True)
class ModelDetails:
    """What the view of a model shows: its card as Markdown and the epochs of its training."""

    folder: Path
    card: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class TrainRequest:
    """One training; `folder` is the model's, beside which what is unfinished lies."""

    catalogue: tuple[Path, ...]
    params: TrainParams
    folder: Path
    resume: bool = False


@dataclass(frozen=True)
class TrainOutcome:
    """How a training ended: `stopped` is epochs, early, time or cancelled."""

    folder: Path
    stopped: str
    seconds: float
    notes: tuple[str, ...] = ()
    figures: str = ""


@dataclass(frozen=True, eq=False)
class Watchers:
    """Called in the job's thread while it trains."""

    on_epoch: Callable[[Row], None]
    on_preview: Callable[[Preview], None]


@dataclass(frozen=True)
class DetectRequest:
    """Detect with the model in `model` on one page of an image file."""

    model: Path
    image_path: Path
    page: int
    params: DetectParams


@dataclass(frozen=True)
class Detected:
    """Detections of a page: (label, box xyxy in page pixels, score), and the pose of each.

    `notes` and `sorts` (ids) are the model's, by label.
    """

    image_path: Path
    page: int
    boxes: tuple[tuple[str, Box, float], ...]
    poses: tuple[Any, ...]
    notes: Mapping[str, str]
    sorts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Workers:
    """The functions that do the work, by name, so that nothing heavy is imported before a job needs it."""

    read: str | Callable[..., Any] = "detector.panel.train.train_jobs:read_catalogue"
    devices: str | Callable[..., Any] = "detector.panel.models.devices:find_devices"
    train: str | Callable[..., Any] = "detector.panel.train.train_jobs:train_model"
    detect: str | Callable[..., Any] = "detector.panel.train.train_jobs:detect_page"
    join: str | Callable[..., Any] = "detector.panel.train.train_jobs:join_sorts"
