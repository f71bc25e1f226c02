"""What only the database knows, as JSON beside it: one small file a book, page, block and comparison.

A project under version control or on a stick survives without its database: see `rebuilding`. A page's
record has its ornaments with their decisions and their impressions; boxes of accepted ones stand in it, too,
for a page whose LabelMe file is not there. A field that says nothing is left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Boolean, Column, Double, Integer, Table, select
from sqlalchemy.orm import Session

from ..errors import InputError
from ..files import atomic_write_json, clear_leftovers
from ..reading import JsonObject, read_object
from .history import BLOCK, BOOK, COMPARISON, PAGE
from .kinds import KINDS, STATES
from .schema import Alias, Apart, Base, Impression, Ornament

FORMAT: Final = "autolabelme catalogue record"
VERSION: Final = 1
FOLDERS: Final[Mapping[str, str]] = {BOOK: "books", PAGE: "pages", BLOCK: "blocks", COMPARISON: "comparisons"}
_TABLES: Final[Mapping[str, str]] = {BOOK: "books", PAGE: "pages", BLOCK: "blocks", COMPARISON: "comparisons"}
_OF_THE_DISK: Final = {"pages": ("annotation", "stamp")}
_CHOICES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("ornaments", "kind"): KINDS,
    ("ornaments", "state"): STATES,
    ("ornaments", "role"): ("region", "vignette"),
    ("impressions", "state"): ("proposed", "confirmed", "refused"),
    ("blocks", "type"): ("block", "sort"),
}
_PLAIN_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,99}")


def record_path(records: Path, kind: str, key: str) -> Path:
    """The file of a record. Pages are many: they lie in folders by the first letters of their ids."""
    if not _PLAIN_NAME.fullmatch(key):
        # An id out of another program's file; the record itself says it as it is.
        key = f"id_{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"
    folder = records / FOLDERS[kind]
    return (folder / key[:2] if kind == PAGE else folder) / f"{key}.json"


def write_record(session: Session, records: Path, kind: str, key: str) -> None:
    """Write one record as the database has it, atomically; remove it where the row has gone.

    Raises `InputError` where that cannot be done.
    """
    path = record_path(records, kind, key)
    value = _record(session, kind, key)
    if value is not None:
        atomic_write_json(path, {"format": FORMAT, "version": VERSION, **value})
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise InputError("cannot be removed: {error}", path=path, error=error) from error


def _record(session: Session, kind: str, key: str) -> dict[str, Any] | None:
    table = Base.metadata.tables[_TABLES[kind]]
    row = session.execute(select(table).where(table.c.id == key)).mappings().first()
    if row is None:
        return None
    value: dict[str, Any] = {kind: _plain(table, row)}
    if kind == PAGE:
        value["ornaments"] = _ornaments(session, key)
    elif kind == BLOCK:
        also = session.scalars(select(Alias.id).where(Alias.block_id == key).order_by(Alias.id)).all()
        # The pair stands with the smaller id alone.
        apart = session.scalars(select(Apart.other_id).where(Apart.one_id == key).order_by(Apart.other_id))
        value |= {"also": list(also), "apart": list(apart)}
    return value


def _ornaments(session: Session, page_id: str) -> list[dict[str, Any]]:
    ornaments, impressions = Base.metadata.tables["ornaments"], Base.metadata.tables["impressions"]
    of_page = select(Ornament.id).where(Ornament.page_id == page_id)
    of: dict[str, list[dict[str, Any]]] = {}
    rows = session.execute(
        select(impressions).where(Impression.ornament_id.in_(of_page)).order_by(Impression.block_id)
    )
    for row in rows.mappings():
        of.setdefault(row["ornament_id"], []).append(_plain(impressions, row, without="ornament_id"))
    found = session.execute(
        select(ornaments).where(Ornament.page_id == page_id).order_by(Ornament.y1, Ornament.x1, Ornament.id)
    )
    result = []
    for row in found.mappings():
        value = _plain(ornaments, row, without="page_id")
        if row["id"] in of:
            value["impressions"] = of[row["id"]]
        result.append(value)
    return result


def _plain(table: Table, row: Mapping[Any, Any], without: str = "") -> dict[str, Any]:
    left_out = (*_OF_THE_DISK.get(table.name, ()), without)
    return {
        column.name: row[column.name]
        for column in table.columns
        if column.name not in left_out and row[column.name] not in ("", None)
    }


# --- reading ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Record:
    """A record as rows by table, each with all columns; `also` and `apart` are a block's."""

    path: Path
    kind: str
    rows: Mapping[str, list[dict[str, Any]]]
    also: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


def find_records(records: Path) -> tuple[Path, ...]:
    """The files of all records, in a fixed order; what a killed writer left is removed."""
    found: list[Path] = []
    for name in FOLDERS.values():
        for folder in [records / name, *sorted(item for item in (records / name).glob("*") if item.is_dir())]:
            clear_leftovers(folder, once=True)
            found += sorted(item for item in folder.glob("*.json") if not item.name.startswith("."))
    return tuple(found)


def read_record(path: Path) -> Record:
    """A record; `InputError` with file and field where it is none of ours or damaged."""
    value = read_object(path)
    if value.value.get("format") != FORMAT:
        raise InputError("is no record of a catalogue", path=path)
    version = value.whole("version")
    if version != VERSION:
        raise InputError(
            "version {version} is unknown; this program reads {newest}",
            path=path,
            field="version",
            version=version,
            newest=VERSION,
        )
    kind = next((one for one in FOLDERS if one in value.value), None)
    if kind is None:
        raise InputError("does not say what it is a record of", path=path)
    main = _row(Base.metadata.tables[_TABLES[kind]], value.object(kind))
    rows: dict[str, list[dict[str, Any]]] = {_TABLES[kind]: [main]}
    if kind == PAGE:
        ornaments = rows.setdefault("ornaments", [])
        impressions = rows.setdefault("impressions", [])
        for item in value.objects("ornaments", optional=True):
            row = _row(Base.metadata.tables["ornaments"], item, page_id=main["id"])
            ornaments.append(row)
            impressions += [
                _row(Base.metadata.tables["impressions"], one, ornament_id=row["id"])
                for one in item.objects("impressions", optional=True)
            ]
    if kind != BLOCK:
        return Record(path, kind, rows)
    return Record(path, kind, rows, value.texts("also", ()), value.texts("apart", ()))


def blank_row(name: str, /, **known: Any) -> dict[str, Any]:
    """A row of a table that says nothing but what is `known`."""
    table = Base.metadata.tables[name]
    return {
        c.name: _cell(table, c, JsonObject({}, None)) for c in table.columns if c.name not in known
    } | known


def _row(table: Table, value: JsonObject, **known: str) -> dict[str, Any]:
    cells = {c.name: _cell(table, c, value) for c in table.columns if c.name not in known}
    left_out = _OF_THE_DISK.get(table.name, ())
    return cells | dict.fromkeys(left_out, "") | known


def _cell(table: Table, column: Column[Any], value: JsonObject) -> Any:
    name = column.name
    missing = value.value.get(name) is None
    if missing and column.nullable:
        return None
    default = getattr(column.default, "arg", None)
    if isinstance(column.type, Boolean):
        return value.flag(name, False)
    if isinstance(column.type, Integer):
        return value.whole(name, default)
    if isinstance(column.type, Double):
        return value.number(name, default)
    choices = _CHOICES.get((table.name, name), ())
    return value.text(name, default if default is not None else _text_default(column), choices=choices)


def _text_default(column: Column[Any]) -> str | None:
    # A key must be said; other text may be missing.
    return None if column.primary_key or column.foreign_keys else ""


def all_rows(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Everything that a project holds but its log and what the disk says, in a fixed order."""
    result = {}
    for table in Base.metadata.sorted_tables:
        if table.name in ("meta", "edits", "edit_rows", "pending", "listing", "touched"):
            continue
        left_out = _OF_THE_DISK.get(table.name, ())
        rows = session.execute(select(table)).mappings()
        plain = [{name: cell for name, cell in row.items() if name not in left_out} for row in rows]
        result[table.name] = sorted(plain, key=lambda row: [str(row[c.name]) for c in table.primary_key])
    return result
