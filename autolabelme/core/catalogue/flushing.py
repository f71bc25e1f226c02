"""Writing beside the database what its last changes left to be written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from ..errors import InputError
from . import history
from .annotations import ShapeWish, can_write, stamp_of, write_shapes, write_sort
from .places import found, kept
from .records import FOLDERS, write_record
from .schema import REGION, Ornament, Page, Pending


def write_pending(engine: Engine, folder: Path, records: Path) -> tuple[InputError, ...]:
    """Write everything that is noted in the table ``pending``; one error for each that could not be.

    What could not be written stays noted, but for boxes of a page whose folder nobody may write: they stay in
    the records, which are written.
    """
    with Session(engine, expire_on_commit=False) as session:
        with session.begin():
            waiting = session.scalars(select(Pending)).all()
        if not waiting:
            return ()
        problems = _write_files(session, folder, [one for one in waiting if one.kind not in FOLDERS])
        with session.begin():
            waiting = session.scalars(select(Pending).where(Pending.kind.in_(FOLDERS))).all()
            for one in waiting:
                try:
                    write_record(session, records, one.kind, one.key)
                except InputError as error:
                    problems.append(error)
                else:
                    session.delete(one)
    return tuple(problems)


def _write_files(session: Session, folder: Path, waiting: Sequence[Pending]) -> list[InputError]:
    problems = []
    by_page: dict[str, list[Pending]] = {}
    for one in waiting:
        if one.kind == history.SHAPE:
            by_page.setdefault(json.loads(one.more)["page"], []).append(one)
    for page_id, items in by_page.items():
        # One transaction a page: a kill between file and database leaves work that is done again.
        with session.begin():
            page = session.get(Page, page_id)
            if page is None:
                continue
            image = found(page.path, folder)
            try:
                path = write_shapes(image, page.number, (page.width, page.height), _wishes(session, items))
            except InputError as error:
                problems.append(error)
                if can_write(image):
                    continue
                _keep_in_records(session, items)
            else:
                if path is not None:
                    page.annotation, page.stamp = kept(path, folder), stamp_of(path)
            _forget(session, items)
    for one in waiting:
        if one.kind == history.SORT:
            with session.begin():
                recorder = history.Recorder(session)
                try:
                    write_sort(session, folder, one.key)
                except InputError as error:
                    problems.append(error)
                    # Of a folder that nobody may write the sort's record is all there can be.
                    if error.path is None or can_write(error.path):
                        continue
                else:
                    recorder.store(None, "")
                _forget(session, [one])
    return problems


def _wishes(session: Session, items: Sequence[Pending]) -> list[ShapeWish]:
    wishes = []
    for one in items:
        ornament = session.get(Ornament, one.key)
        wanted = ornament is not None and ornament.role == REGION and ornament.state == "accepted"
        shape = json.loads(one.more)["shape"] or one.key
        if ornament is not None and wanted:
            wishes.append(ShapeWish(ornament.shape or shape, ornament.box))
        else:
            wishes.append(ShapeWish(shape, None))
    return wishes


def _keep_in_records(session: Session, items: Sequence[Pending]) -> None:
    recorder = history.Recorder(session)
    for one in items:
        ornament = session.get(Ornament, one.key)
        if ornament is not None:
            ornament.shape = ""
    recorder.store(None, "")


def _forget(session: Session, items: Sequence[Pending]) -> None:
    session.execute(
        delete(Pending).where(Pending.kind == items[0].kind, Pending.key.in_([one.key for one in items]))
    )
