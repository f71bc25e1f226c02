"""What the view does off the UI thread. No Qt; this module is imported only in a worker."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from autolabelme.core.files import result_folder
from autolabelme.core.progress import Tick, no_tick
from ransac_gui.core.ledger.decisions import Decision
from ransac_gui.core.ledger.files import read_ledger, write_ledger, write_tables
from ransac_gui.core.ledger.frame import Frame
from ransac_gui.core.ledger.job import ledger_of_ornaments
from ransac_gui.core.ledger.ledger import Event, Ledger, Reading, added_event, reading_of
from ransac_gui.core.ledger.report import ledger_report

from .requests import Entry, Opened

_writing = threading.Lock()
_last: dict[Path, int] = {}
"""By folder the number of the last save."""


def make(entries: Sequence[Entry], folder: Path, *, tick: Tick = no_tick) -> Opened:
    """Make a ledger of impressions, the reference first, and write it; raises as `ledger_of_ornaments`."""
    done = ledger_of_ornaments(
        [one.ornament for one in entries],
        folder,
        [one.date for one in entries],
        [one.landmarks for one in entries],
        tick=tick,
    )
    return Opened(folder, done.ledger, done.reading, done.frame, done.pictures)


def open_folder(folder: Path, *, tick: Tick = no_tick) -> Opened:
    """Read a ledger; raises as `read_ledger`."""
    tick(0, 2, folder.name)
    ledger, frame, pictures = read_ledger(folder)
    tick(1, 2, folder.name)
    return Opened(folder, ledger, reading_of(ledger), frame, pictures)


def ordered(ledger: Ledger, *, tick: Tick = no_tick) -> Reading:
    """The order and the rows as decided."""
    tick(0, 0, "")
    return reading_of(ledger)


def add(frame: Frame, ledger: Ledger, x: float, y: float, *, tick: Tick = no_tick) -> tuple[Event, Decision]:
    """The event at a click; raises as `added_event`."""
    tick(0, 0, "")
    return added_event(frame, ledger, x, y)


def save(opened: Opened, number: int, *, tick: Tick = no_tick) -> Ledger:
    """Write what follows from decisions into the ledger's folder, whole or not at all; what was written.

    `number` grows from one save to the next: one that comes too late writes over no newer one. `tick` is not
    called: a save that has begun is finished, also when the window closes.
    """
    with _writing:
        if number > _last.get(opened.folder, 0):
            write_ledger(opened.folder, opened.ledger, opened.frame, opened.pictures, opened.reading)
            _last[opened.folder] = number
    return opened.ledger


def write_report(opened: Opened, folder: Path, *, tick: Tick = no_tick) -> Path:
    """Write the report as HTML and PDF and the two tables into `folder`; the page's path."""
    tick(0, 2, "report")
    from autolabelme.qtkit.pdf import report_to_pdf

    stem = f"{opened.folder.name}_report"
    made = ledger_report(opened.ledger, opened.reading, opened.frame, opened.pictures)
    tick(1, 2, "PDF")
    with result_folder(folder) as new:
        write_tables(new.path, opened.ledger, opened.reading, opened.frame)
        made.write(new.path, report_to_pdf, stem=stem)
    return folder / f"{stem}.html"
