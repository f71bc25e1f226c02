"""The jobs of the workspace, run in a thread. torch and all that needs it is imported inside them."""

from __future__ import annotations

import importlib
import os
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from autolabelme.core.errors import AutolabelmeError, InputError
from autolabelme.core.files import atomic_write_json
from autolabelme.core.messages import Message
from autolabelme.core.progress import SubTick, Tick, no_tick
from autolabelme.core.reading import file_named, read_object
from autolabelme.core.sorts import SortKey, change_sorts
from detector.core.params import TrainParams

from ..models.store import REQUEST_FILE, unfinished_folder
from . import epochs
from .requests import (
    CatalogueSummary,
    Detected,
    DetectRequest,
    LabelSummary,
    ModelDetails,
    Row,
    TrainOutcome,
    TrainRequest,
    Watchers,
)

if TYPE_CHECKING:
    from detector.core.data import RandomCrops
    from detector.core.network import DetectorNetwork
    from detector.core.preview import Previewer

_PREVIEW_SHARE = 5.0
"""Epochs between two previews take at least so many times as long as a preview."""


def read_catalogue(paths: tuple[Path, ...], *, tick: Tick = no_tick) -> CatalogueSummary:
    """What stands in a catalogue; its pages are read again by the training, not kept."""
    from detector.core.sources import read_source
    from detector.core.words import TrainWords

    source = read_source(paths, tick=tick)
    shared = {name for meeting in source.met for name, _, _ in meeting.sorts}
    labels = tuple(
        LabelSummary(
            one.label,
            one.note,
            one.prototype,
            one.instances,
            one.width,
            one.height,
            one.pages if one.label in shared else (),
            source.sorts.get(one.label),
        )
        for one in source.catalogue.entries
    )
    boxed = sum(len(page.boxes) for page in source.pages)
    met = tuple(meeting.name for meeting in source.met)
    notes = tuple(
        note
        for note in source.notes
        if not (isinstance(note, Message) and note.code is TrainWords.SAME_SORTS)  # the grid shows them
    )
    median = source.catalogue.median_px
    return CatalogueSummary(
        tuple(paths), labels, len(source.pages), boxed, median, notes, met, source.folders
    )


def join_sorts(
    paths: tuple[Path, ...],
    folders: tuple[Path, ...],
    keys: tuple[SortKey, ...],
    name: str,
    *,
    tick: Tick = no_tick,
) -> CatalogueSummary:
    """*Same sort*: say in the pages' folders that `keys` are one sort, and read the catalogue again."""
    change_sorts(folders, lambda known: known.joined(keys, name))
    return read_catalogue(paths, tick=tick)


def read_details(folder: Path, *, tick: Tick = no_tick) -> ModelDetails:
    """Card and curves of a model; a missing file is an empty one."""
    tick(0, 0, "model")
    try:
        card = (folder / "MODEL_CARD.md").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        card = ""
    return ModelDetails(folder, card, epochs.read_curves(folder / "curves.csv"))


def load_plots(*, tick: Tick = no_tick) -> None:
    """Import pyqtgraph, which takes half a second, so that the first curve does not."""
    tick(0, 0, "curves")
    os.environ.setdefault("QT_API", "pyqt6")
    importlib.import_module("pyqtgraph")


# --- training -------------------------------------------------------------------------------------


def write_request(request: TrainRequest) -> Path:
    """Keep what was asked for beside the checkpoints, so that it can be resumed after any end."""
    value = {
        "catalogue": [str(path.absolute()) for path in request.catalogue],
        "params": request.params.as_dict(),
    }
    folder = unfinished_folder(request.folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError("cannot be written to: {error}", path=folder, error=error) from error
    return atomic_write_json(folder / REQUEST_FILE, value)


def read_request(model: Path) -> TrainRequest:
    """The request of an unfinished training; `InputError` when it cannot be resumed."""
    path = unfinished_folder(model) / REQUEST_FILE
    value = read_object(path)
    paths = tuple(
        file_named(name, path.parent, path=path, field="catalogue") for name in value.texts("catalogue")
    )
    return TrainRequest(paths, value.dataclass("params", TrainParams), model, resume=True)


def earlier_epochs(model: Path) -> tuple[Row, ...]:
    """The epochs that an unfinished training has behind it."""
    return epochs.earlier(unfinished_folder(model), model)


def _forget_if_bare(model: Path) -> None:
    """Take away the folder of a training that ended before its first checkpoint: nothing to resume."""
    folder = unfinished_folder(model)
    if not any(folder.rglob("*.ckpt")):
        shutil.rmtree(folder, ignore_errors=True)


class _Onward:
    """Passes progress on without steps back: while an epoch is checked, the core counts nothing."""

    def __init__(self, tick: Tick) -> None:
        self._tick = tick
        self._done = 0

    def __call__(self, done: int, total: int, stage: str) -> None:
        self._done = max(self._done, done if total else 0)
        self._tick(self._done, total or 1000, stage)


class _Watch:
    """Keeps epochs, and makes previews after them as often as they do not slow the training down."""

    def __init__(self, watchers: Watchers, request: TrainRequest) -> None:
        self._watchers = watchers
        self._folder = unfinished_folder(request.folder)
        self._rows: list[Row] = list(earlier_epochs(request.folder)) if request.resume else []
        self._previewer: Previewer | None = None
        self._next = 0.0

    def take_network(self, network: DetectorNetwork, crops: RandomCrops) -> None:
        from detector.core.preview import Previewer

        self._previewer = Previewer(network, crops)

    def epoch_over(self, row: Row) -> None:
        self._watchers.on_epoch(row)
        self._rows = epochs.joined(self._rows, row)
        start = time.monotonic()
        if self._previewer is not None and start >= self._next:
            preview = self._previewer.look()
            self._watchers.on_preview(preview)
            self._rows[-1] = epochs.with_ap(row, preview.ap)
            took = time.monotonic() - start
            self._next = start + took + _PREVIEW_SHARE * took
        epochs.keep(self._folder, self._rows)


def train_model(request: TrainRequest, watchers: Watchers, *, tick: Tick = no_tick) -> TrainOutcome:
    """Train as `detector.core.training.train` does; a cancel keeps the best so far."""
    onward = _Onward(tick)
    onward(0, 1000, "starting")
    from detector.core.sources import read_source
    from detector.core.training import train

    source = read_source(request.catalogue, tick=SubTick(onward, 0.0, 0.02))
    write_request(request)
    watch = _Watch(watchers, request)
    try:
        report = train(
            source,
            request.params,
            request.folder,
            resume=request.resume,
            tick=onward,
            on_epoch=watch.epoch_over,
            on_network=watch.take_network,
        )
    except AutolabelmeError:
        _forget_if_bare(request.folder)
        raise
    return TrainOutcome(report.folder, report.stopped, report.seconds, report.notes)


# --- detection ------------------------------------------------------------------------------------


def detect_page(request: DetectRequest, *, tick: Tick = no_tick) -> Detected:
    """Find the model's vignettes on a page."""
    tick(0, 0, "opening the model")
    from autolabelme.core.image_io import image_info, read_rgb
    from detector.core.detection import detect
    from detector.core.devices import device_of
    from detector.core.model_folder import load_model

    model = load_model(request.model, device_of(request.params.device))
    tick(0, 0, "opening the page")
    rgb = read_rgb(request.image_path, request.page)
    dpi = image_info(request.image_path, request.page).dpi
    found = detect(model, rgb, request.params, dpi=dpi, tick=tick).detections
    notes = {entry.label: entry.note for entry in model.catalogue.entries if entry.note}
    sorts = {entry.label: entry.sort for entry in model.catalogue.entries if entry.sort}
    boxes = tuple((one.label, one.box, round(float(one.score), 6)) for one in found)
    return Detected(request.image_path, request.page, boxes, tuple(one.pose for one in found), notes, sorts)
