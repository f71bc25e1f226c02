"""A database made anew from what lies beside it: the records, and the LabelMe files of the pages."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ..errors import InputError
from ..files import PREFIX
from ..progress import Tick, no_tick
from . import history
from .annotations import read_annotation, take_over
from .database import engine_of, prepare
from .lock import WriteLock
from .places import found
from .records import Record, blank_row, find_records, read_record
from .schema import CONFIRMED, Alias, Apart, Base, Book, Ornament, Page


@dataclass(frozen=True)
class Rebuilt:
    """What was found, and one error for each file that could not be used or did not fit to the others."""

    books: int
    pages: int
    ornaments: int
    problems: tuple[InputError, ...]


def rebuild(path: Path, *, tick: Tick = no_tick) -> Rebuilt:
    """Make the database at `path` anew from the records under its name; see `build`.

    Raises `InputError` where there are none, and while another program writes the project.
    """
    records = path.with_suffix(".records")
    if not records.is_dir():
        raise InputError("has no records to be made from", path=path)
    lock = WriteLock(path.with_name(f"{path.name}.lock"))
    try:
        if not lock.take():
            raise InputError(lock.holder().said(), path=path)
        return build(path, records, tick=tick)
    finally:
        lock.release()


def build(path: Path, records: Path, *, tick: Tick = no_tick) -> Rebuilt:
    """Make the database at `path` from `records` and the pages' LabelMe files; an earlier one is replaced.

    Until the new one is whole the earlier one stays. The caller holds the project's lock. What is damaged is
    named and left out; a page without its book's record gets an empty book, an impression of a lost block a
    nameless one.
    """
    temporary = path.with_name(f"{PREFIX}{secrets.token_hex(4)}.sqlite")
    try:
        engine = engine_of(temporary, write=True)
        try:
            prepare(engine, temporary, write=True)
            result = _fill(Session(engine, expire_on_commit=False), path.parent, records, tick)
            with engine.connect() as connection:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
        finally:
            engine.dispose()
        for ending in ("-wal", "-shm"):
            Path(f"{path}{ending}").unlink(missing_ok=True)
        temporary.replace(path)
    except OSError as error:
        raise InputError("cannot be written: {error}", path=path, error=error) from error
    finally:
        for ending in ("", "-wal", "-shm"):
            Path(f"{temporary}{ending}").unlink(missing_ok=True)
    return result


def refresh(session: Session, folder: Path, *, tick: Tick = no_tick) -> list[InputError]:
    """Take over every LabelMe file that is not as it was read last; one error for each that is damaged."""
    problems = []
    pages = session.scalars(select(Page).order_by(Page.book_id, Page.position)).all()
    for done, page in enumerate(pages):
        tick(done, len(pages), page.path)
        try:
            read = read_annotation(found(page.path, folder), page.number, page.stamp)
        except InputError as error:
            problems.append(error)
            continue
        if read is not None:
            take_over(session, page, read, folder)
            session.flush()
    return problems


def _fill(session: Session, folder: Path, records: Path, tick: Tick) -> Rebuilt:
    problems: list[InputError] = []
    read: list[Record] = []
    paths = find_records(records)
    for done, path in enumerate(paths):
        tick(done, 2 * len(paths), path.name)
        try:
            read.append(read_record(path))
        except InputError as error:
            problems.append(error)
    with session, session.begin():
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        problems += _insert(session, read)
        problems += refresh(session, folder, tick=_second_half(tick))
        history.bump(session)
        books, pages, ornaments = (
            session.scalar(select(func.count(kind.id))) or 0 for kind in (Book, Page, Ornament)
        )
    return Rebuilt(books, pages, ornaments, tuple(problems))


def _second_half(tick: Tick) -> Tick:
    return lambda done, total, stage: tick(total + done, 2 * total, stage)


_Rows = dict[str, tuple[Path, dict[str, Any]]]
"""By id: the record's file, and the row."""


def _insert(session: Session, read: Iterable[Record]) -> list[InputError]:
    """Put in what the records say; where two contradict each other, the first counts."""
    read = list(read)
    problems: list[InputError] = []
    books, blocks = _first(read, "books", problems), _first(read, "blocks", problems)
    pages = _first(read, "pages", problems, lambda row: (row["content"], row["number"]))
    ornaments = _first(read, "ornaments", problems)
    ornaments = {key: item for key, item in ornaments.items() if item[1]["page_id"] in pages}
    impressions = _first(read, "impressions", problems, _of_impression)
    impressions = {key: item for key, item in impressions.items() if item[1]["ornament_id"] in ornaments}
    for _, row in pages.values():
        books.setdefault(row["book_id"], (Path(), blank_row("books", id=row["book_id"])))
    for _, row in impressions.values():
        block_id = row["block_id"]
        blocks.setdefault(block_id, (Path(), blank_row("blocks", id=block_id, name="", type="block")))
    comparisons: _Rows = {}
    for key, (path, row) in _first(read, "comparisons", problems).items():
        if {row["one_id"], row["other_id"]} - {None} <= ornaments.keys():
            comparisons[key] = (path, row)
        else:
            problems.append(InputError("belongs to an ornament that is in no page's record", path=path))
    named = {"books": books, "blocks": blocks, "pages": pages, "ornaments": ornaments}
    for name, found_rows in {**named, "impressions": impressions, "comparisons": comparisons}.items():
        if found_rows:
            session.execute(insert(Base.metadata.tables[name]), [row for _, row in found_rows.values()])
    _put_names(session, read, blocks.keys())
    return problems


def _of_impression(row: Mapping[str, Any]) -> tuple[str, str]:
    # One confirmed block an ornament, any number of others.
    return row["ornament_id"], "" if row["state"] == CONFIRMED else row["block_id"]


def _first(
    read: Iterable[Record],
    name: str,
    problems: list[InputError],
    also: Callable[[Mapping[str, Any]], tuple[Any, ...]] = lambda row: (),
) -> _Rows:
    """The rows of a table by their keys, each once; `also` is what no two rows may share, either."""
    rows: _Rows = {}
    seen: set[tuple[Any, ...]] = set()
    keys = [column.name for column in Base.metadata.tables[name].primary_key]
    for record in read:
        for row in record.rows.get(name, ()):
            key, other = "\n".join(row[part] for part in keys), also(row)
            if key in rows or (other and other in seen):
                problems.append(
                    InputError(
                        "{table}: {key} stands in another record, or twice",
                        path=record.path,
                        table=name,
                        key=key,
                    )
                )
                continue
            seen.add(other)
            rows[key] = (record.path, row)
    return rows


def _put_names(session: Session, read: Iterable[Record], blocks: Collection[str]) -> None:
    aliases: dict[str, dict[str, str]] = {}
    apart: set[tuple[str, str]] = set()
    for record in read:
        for row in record.rows.get("blocks", ()):
            for alias in record.also:
                if alias not in blocks:
                    aliases.setdefault(alias, {"id": alias, "block_id": row["id"]})
            apart |= {(row["id"], other) for other in record.apart if other in blocks and other != row["id"]}
    if aliases:
        session.execute(insert(Alias), list(aliases.values()))
    if apart:
        session.execute(insert(Apart), [{"one_id": one, "other_id": other} for one, other in sorted(apart)])
