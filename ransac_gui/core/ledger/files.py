"""A ledger on disk: ledger.json, events.csv, matrix.csv, report.html and the laid impressions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

import autolabelme
from autolabelme.core.errors import InputError
from autolabelme.core.files import atomic_write_json, atomic_write_text, reading_folder, result_folder
from autolabelme.core.image_io import read_gray, write_image
from autolabelme.core.ornament import Ornament
from autolabelme.core.reading import JsonObject, read_object
from autolabelme.core.tables import csv_text

from ..lengths import TOLERANCE_MM, millimetres
from ..names import LEDGER
from .decisions import Decisions, read_decision, read_span
from .frame import Frame, Refused, Sheet
from .kinds import KINDS
from .ledger import Event, Ledger, Reading, Row, reading_of
from .one_scan import Twins
from .pictures import Picture
from .report import ledger_report
from .states import PRESENT, STATES

EVENTS, MATRIX = "events.csv", "matrix.csv"
FORMAT = 1
_GRAY, _INK, _BLOCK = "impression_{}.png", "impression_{}_ink.png", "block.png"


def write_ledger(
    folder: Path,
    ledger: Ledger,
    frame: Frame,
    pictures: tuple[Picture, ...],
    decided: Reading | None = None,
) -> dict[str, Any]:
    """Write a ledger with all its files into `folder` as one result; what ledger.json holds comes back.

    `pictures` : of the impressions in the ledger's order, the reference first. `decided` : the reading of a
    ledger that is in the folder already, of which only what follows from decisions is written anew.
    """
    reading = reading_of(ledger) if decided is None else decided
    value = ledger_json(ledger, reading, frame, pictures)
    with result_folder(folder) as new:
        if decided is None:
            _write_frame(new.path, frame)
        write_tables(new.path, ledger, reading, frame)
        ledger_report(ledger, reading, frame, pictures).write(new.path, None)
        atomic_write_json(new.path / LEDGER, value)
    return value


def write_tables(folder: Path, ledger: Ledger, reading: Reading, frame: Frame) -> None:
    """Write events.csv and matrix.csv."""
    atomic_write_text(folder / EVENTS, events_csv(ledger, reading, frame))
    atomic_write_text(folder / MATRIX, matrix_csv(ledger, reading))


def read_ledger(folder: Path) -> tuple[Ledger, Frame, tuple[Picture, ...]]:
    """The ledger of a folder with its decisions, its frame and its pictures.

    Places go with the frame as it was written. Raises `InputError` naming file and field for anything that
    is not a ledger.
    """
    with reading_folder(folder):
        value = read_object(folder / LEDGER)
        frame = _frame_of(value, folder)
    sheets = list(value.objects("impressions"))
    pictures = tuple(_picture(one, folder) for one in sheets)
    names = tuple(sheet.name for sheet in frame.sheets)
    dates = tuple(read_span(one, "given_low", "given_high") for one in sheets)
    events = tuple(
        _event(one, len(names), frame.scale)
        for field in ("events", "taken_back")
        for one in value.objects(field)
    )
    decisions = Decisions(
        tuple(read_decision(one) for one in value.objects("decisions")),
        tuple(read_decision(one) for one in value.objects("undone")),
    )
    twins = tuple(_twins(one, names) for one in value.objects("one_scan", optional=True))
    dpi = value.number_or_none("dpi")
    return Ledger(names, events, dates, decisions, dpi, twins), frame, pictures


def _frame_of(value: JsonObject, folder: Path) -> Frame:
    if value.whole("format") != FORMAT:
        raise value.error("format", "expected {name}, got {got}", name=FORMAT, got=value.whole("format"))
    names = tuple(one.text("name") for one in value.objects("impressions"))
    refused = tuple(Refused(one.text("name"), one.text("reason")) for one in value.objects("refused"))
    return _read_frame(folder, names, refused, value.number("scale", minimum=1e-6))


def ledger_json(
    ledger: Ledger, reading: Reading, frame: Frame, pictures: tuple[Picture, ...]
) -> dict[str, Any]:
    """Everything about a ledger but its pixels; places in pixels of the reference."""
    order = reading.order
    return {
        "format": FORMAT,
        "program": f"autolabelme {autolabelme.__version__}",
        "scale": frame.scale,
        "dpi": ledger.dpi,
        "impressions": [
            _impression_json(ledger, reading, number, picture) for number, picture in enumerate(pictures)
        ],
        "refused": [{"name": one.name, "reason": one.reason} for one in frame.refused],
        "one_scan": [
            {"impressions": [ledger.names[one.first], ledger.names[one.second]], "ncc": round(one.ncc, 4)}
            for one in ledger.twins
        ],
        "order": [[ledger.names[one] for one in group] for group in order.groups],
        "likeliest_order": [ledger.names[one] for one in order.best],
        "before": [[round(float(value), 3) for value in row] for row in order.before],
        "against_dates": [[ledger.names[a], ledger.names[b]] for a, b in order.against_dates],
        "events": [{**_event_json(ledger, row.event, frame), **_row_json(row)} for row in reading.rows],
        # Added by a person and taken back: what a redo brings again.
        "taken_back": [
            _event_json(ledger, one, frame) for one in ledger.events if one not in ledger.standing
        ],
        "decisions": [one.as_json() for one in ledger.decisions.done],
        "undone": [one.as_json() for one in ledger.decisions.undone],
    }


def _impression_json(ledger: Ledger, reading: Reading, number: int, picture: Picture) -> dict[str, Any]:
    date, given, placed = ledger.dates[number], ledger.given[number], reading.placings[number]
    ornament = picture.ornament
    return {
        "name": ledger.names[number],
        "file": str(ornament.path.absolute()),
        "page": ornament.page,
        "box": None if ornament.box is None else list(ornament.box),
        "title": ornament.title,
        "sha256": picture.sha256,
        "year_low": None if date is None else date.low,
        "year_high": None if date is None else date.high,
        "given_low": None if given is None else given.low,
        "given_high": None if given is None else given.high,
        "placed_after": None if placed is None else placed.after,
        "placed_by": None if placed is None else placed.by,
    }


def _twins(value: JsonObject, names: tuple[str, ...]) -> Twins:
    both = value.texts("impressions")
    if len(both) != 2 or len(set(both)) != 2 or not set(both) <= set(names):
        raise value.error("impressions", "expected two impressions of the ledger")
    first, second = sorted(names.index(name) for name in both)
    return Twins(first, second, value.number("ncc", minimum=-1.0, maximum=1.0))


def _picture(value: JsonObject, folder: Path) -> Picture:
    box = None
    if value.value.get("box") is not None:
        x1, y1, x2, y2 = value.numbers("box", 4)
        box = x1, y1, x2, y2
    sha256 = None if value.value.get("sha256") is None else value.text("sha256")
    path, page = value.file("file", folder), value.whole("page", 0, minimum=0)
    return Picture(Ornament(path, page, box, value.text("title", "")), sha256)


def length_mm(ledger: Ledger, event: Event) -> float | None:
    """Length of an event in millimetres; None without the reference's resolution."""
    return None if not ledger.dpi else millimetres(event.length_px, ledger.dpi)


def box_of(event: Event, frame: Frame) -> list[float]:
    """The event's box xyxy in pixels of the reference."""
    return [round(edge / frame.scale, 1) for edge in event.box]


def _event_json(ledger: Ledger, event: Event, frame: Frame) -> dict[str, Any]:
    length = length_mm(ledger, event)
    return {
        "number": event.number,
        "found_kind": event.kind,
        "box": box_of(event, frame),
        "length_px": round(event.length_px, 1),
        "length_mm": None if length is None else round(length, 2),
        "length_tolerance_mm": None if length is None else TOLERANCE_MM,
        "true": round(event.true, 4),
        "found_states": list(event.states),
        "added": event.added,
    }


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "states": list(row.states),
        "turned": row.turned,
        "verdict": row.verdict,
        "note": row.note,
        "contradicts": row.contradicts,
    }


def events_csv(ledger: Ledger, reading: Reading, frame: Frame) -> str:
    """One line an event; lengths in mm with their tolerance (inking, and paper that shrank)."""
    columns = (
        *("event", "kind", "x1", "y1", "x2", "y2", "length_px", "length_mm"),
        *("length_tolerance_mm", "likelihood", "verdict", "note", "contradicts_order", "first_seen_in"),
    )
    rows = []
    for row in reading.rows:
        length = length_mm(ledger, row.event)
        first = next((one for one in reading.order.best if row.states[one] == PRESENT), None)
        rows.append(
            (
                row.event.number,
                row.kind,
                *box_of(row.event, frame),
                round(row.event.length_px, 1),
                None if length is None else round(length, 1),
                None if length is None else TOLERANCE_MM,
                round(row.event.true, 3),
                row.verdict,
                row.note,
                "yes" if row.contradicts else "no",
                None if first is None else ledger.names[first],
            )
        )
    return csv_text(columns, rows)


def matrix_csv(ledger: Ledger, reading: Reading) -> str:
    """Events by impressions, the columns in the likeliest order of printing."""
    best = reading.order.best
    columns = ("event", "kind", *(ledger.names[one] for one in best))
    rows = [
        (row.event.number, row.kind, *(row.states[one] for one in best))
        for row in reading.rows
        if row.verdict != "reject"
    ]
    return csv_text(columns, rows)


def _event(value: JsonObject, count: int, scale: float) -> Event:
    states = value.texts("found_states")
    if len(states) != count or not set(states) <= set(STATES):
        raise value.error(
            "found_states", "expected {count} of {states}", count=count, states=", ".join(STATES)
        )
    x1, y1, x2, y2 = (edge * scale for edge in value.numbers("box", 4))
    if not (x1 < x2 and y1 < y2):
        raise value.error("box", "expected x1 < x2 and y1 < y2")
    return Event(
        value.whole("number", minimum=1),
        value.text("found_kind", choices=KINDS),
        (x1, y1, x2, y2),
        value.number("length_px", minimum=0.0),
        value.number("true", minimum=0.0, maximum=1.0),
        states,
        value.flag("added"),
    )


def _write_frame(folder: Path, frame: Frame) -> None:
    """The impressions as they lie on the reference, the ink read from them, and the block's place."""
    for number, sheet in enumerate(frame.sheets, 1):
        write_image(folder / _GRAY.format(number), sheet.gray)
        # 0 is kept for what the picture does not show.
        ink = np.where(sheet.shown, np.rint(255 - 254 * sheet.ink), 0)
        write_image(folder / _INK.format(number), ink.astype(np.uint8))
    write_image(folder / _BLOCK, np.where(frame.block, 255, 0).astype(np.uint8))


def _read_frame(folder: Path, names: tuple[str, ...], refused: tuple[Refused, ...], scale: float) -> Frame:
    block = read_gray(folder / _BLOCK) > 127
    sheets = []
    for number, name in enumerate(names, 1):
        gray, ink = (read_gray(folder / one.format(number)) for one in (_GRAY, _INK))
        for path, pixels in ((_GRAY, gray), (_INK, ink)):
            if pixels.shape != block.shape:
                wanted = f"{block.shape[1]} x {block.shape[0]} pixels, as in {_BLOCK}"
                raise InputError("expected {wanted}", path=folder / path.format(number), wanted=wanted)
        value = np.clip((255 - ink.astype(np.float32)) / 254, 0, 1)
        sheets.append(Sheet(name, gray, np.asarray(np.where(ink > 0, value, 0), np.float32), ink > 0))
    return Frame(tuple(sheets), refused, block, scale)
