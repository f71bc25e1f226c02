"""What an edit changed, row by row: kept in the database for undo and redo, and what it leaves to be written.

A `Recorder` watches one session. Only changes of objects are seen, not statements, so an edit goes through
the models of `schema`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table, delete, event, insert, inspect, select, update
from sqlalchemy.orm import Session

from ..errors import InputError
from ..messages import Message, as_json, from_json
from .schema import Base, Edit, EditRow, Meta, Ornament, Pending, now
from .words import CatalogueWords

LOGGED: Final = frozenset(
    {"books", "pages", "ornaments", "blocks", "aliases", "apart", "impressions", "comparisons"}
)
_UNLOGGED_COLUMNS: Final = {"pages": frozenset({"annotation", "stamp"})}
"""What only says when a file was read last."""

Row = Mapping[str, Any]
SHAPE, PAGE, BOOK, BLOCK, COMPARISON, SORT = "shape", "page", "book", "block", "comparison", "sort"


@dataclass
class Change:
    """One row before and after; None where there was none."""

    table: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def any(self) -> dict[str, Any]:
        """The row as it is, or as it was."""
        found = self.after if self.after is not None else self.before
        assert found is not None
        return found

    @property
    def changed(self) -> bool:
        left_out = _UNLOGGED_COLUMNS.get(self.table, frozenset())
        return (
            self.before is None
            or self.after is None
            or any(self.before[name] != self.after[name] for name in self.before if name not in left_out)
        )


class Recorder:
    """Collects the changes of a session until `store`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._changes: dict[tuple[str, tuple[Any, ...]], Change] = {}
        # After: the defaults are filled in, and what the objects were is still known.
        event.listen(session, "after_flush", self._after_flush)

    def _after_flush(self, session: Session, *_: Any) -> None:
        for item in session.new:
            self._put(item, None, _row(item))
        for item in session.dirty:
            if session.is_modified(item):
                self._put(item, _row_before(item), _row(item))
        for item in session.deleted:
            self._put(item, _row_before(item), None)

    def _put(self, item: Any, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
        table = item.__tablename__
        if table in LOGGED:
            self.note(Change(table, before, after))

    def note(self, change: Change) -> None:
        """One more change; several of one row become one."""
        place = (change.table, _key(_table(change.table), change.any))
        known = self._changes.get(place)
        if known is None:
            self._changes[place] = change
        else:
            known.after = change.after

    def changes(self) -> list[Change]:
        """What has changed so far, each row once."""
        self._session.flush()
        return [
            change
            for change in self._changes.values()
            if change.changed and (change.before is not None or change.after is not None)
        ]

    def store(self, what: Message | None, who: str) -> bool:
        """Log the changes as one edit, and note what is to be written; False where nothing has changed.

        Without `what` they come from the files, are not to be undone, and are not written into them.
        """
        changes = self.changes()
        if not changes:
            return False
        session = self._session
        if what is not None:
            _forget_undone(session)
            number = session.scalar(
                insert(Edit).returning(Edit.number),
                {
                    "at": now(),
                    "who": who,
                    "what": str(what),
                    "code": json.dumps(as_json(what)),
                    "undone": False,
                },
            )
            rows = [
                {
                    "edit": number,
                    "place": place,
                    "table": change.table,
                    "before": _dumped(change.before),
                    "after": _dumped(change.after),
                }
                for place, change in enumerate(changes)
            ]
            session.execute(insert(EditRow), rows)
        mark(session, changes, shapes=what is not None)
        return True


def mark(session: Session, changes: Iterable[Change], *, shapes: bool = True) -> None:
    """Note what these changes leave to be written beside the database, and count the revision up.

    `shapes`: also into the LabelMe files of pages and the catalogues of sorts.
    """
    marks: dict[tuple[str, str], str] = {}
    for change in changes:
        row = change.any
        if change.table == "books":
            marks[BOOK, row["id"]] = ""
        elif change.table == "pages":
            marks[PAGE, row["id"]] = ""
        elif change.table == "ornaments":
            marks[PAGE, row["page_id"]] = ""
            if shapes and _in_file(change.before) != _in_file(change.after):
                shape = row["shape"] or (change.before or row)["shape"]
                marks[SHAPE, row["id"]] = json.dumps({"page": row["page_id"], "shape": shape})
        elif change.table == "impressions":
            page = session.scalar(select(Ornament.page_id).where(Ornament.id == row["ornament_id"]))
            if page is not None:
                marks[PAGE, page] = ""
        elif change.table == "comparisons":
            marks[COMPARISON, row["id"]] = ""
        else:
            ids = {"blocks": ("id",), "aliases": ("block_id",), "apart": ("one_id", "other_id")}
            for name in ids[change.table]:
                marks[BLOCK, row[name]] = ""
                if shapes:
                    marks[SORT, row[name]] = ""
    rows = [{"kind": kind, "key": key, "more": more} for (kind, key), more in marks.items()]
    if rows:
        session.execute(insert(Pending).prefix_with("OR REPLACE"), rows)
    bump(session)


def bump(session: Session) -> None:
    """Count the revision up."""
    found = session.scalar(select(Meta.value).where(Meta.key == "revision"))
    row = {"key": "revision", "value": str(int(found or 0) + 1)}
    session.execute(insert(Meta).prefix_with("OR REPLACE"), [row])


def last(session: Session, *, undone: bool) -> Edit | None:
    """The edit that Undo (`undone` False) or Redo would take."""
    order = Edit.number.asc() if undone else Edit.number.desc()
    return session.scalars(select(Edit).where(Edit.undone.is_(undone)).order_by(order).limit(1)).first()


def said(edit: Edit) -> str:
    """What an edit did, as a message that can be said in another language."""
    return from_json(json.loads(edit.code or "null"), edit.what)


def turn(session: Session, edit: Edit) -> None:
    """Undo an edit, or do an undone one again. `InputError` where its rows have changed since."""
    back = not edit.undone
    found = session.scalars(select(EditRow).where(EditRow.edit == edit.number).order_by(EditRow.place)).all()
    done: list[Change] = []
    for row in reversed(found) if back else found:
        before, after = _loaded(row.before), _loaded(row.after)
        if back:
            before, after = after, before
        change = Change(row.table, before, after)
        if not _as_it_was(session, change):
            raise InputError(CatalogueWords.CHANGED_SINCE(what=said(edit)))
        done.append(change)
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for change in done:
        _apply(session, change)
    edit.undone = back
    session.flush()
    mark(session, done)


def drop(session: Session, number: int) -> None:
    """Forget an edit that cannot be undone."""
    session.execute(delete(EditRow).where(EditRow.edit == number))
    session.execute(delete(Edit).where(Edit.number == number))


def _forget_undone(session: Session) -> None:
    numbers = select(Edit.number).where(Edit.undone.is_(True))
    session.execute(delete(EditRow).where(EditRow.edit.in_(numbers)))
    session.execute(delete(Edit).where(Edit.undone.is_(True)))


def _as_it_was(session: Session, change: Change) -> bool:
    table = _table(change.table)
    found = session.execute(select(table).where(*_where(table, change.any))).mappings().first()
    if change.before is None or found is None:
        return (found is None) == (change.before is None)
    if change.after is None:
        return True
    return all(
        found[name] == value for name, value in change.before.items() if change.after.get(name) != value
    )


def _apply(session: Session, change: Change) -> None:
    table = _table(change.table)
    if change.after is None:
        session.execute(delete(table).where(*_where(table, change.any)))
    elif change.before is None:
        session.execute(insert(table), [change.after])
    else:
        new = {name: value for name, value in change.after.items() if change.before.get(name) != value}
        if new:
            session.execute(update(table).where(*_where(table, change.any)).values(new))


def _in_file(row: Row | None) -> tuple[Any, ...] | None:
    """What the page's LabelMe file shall hold of an ornament; None for nothing."""
    if row is None or row["role"] != "region" or row["state"] != "accepted":
        return None
    return row["x1"], row["y1"], row["x2"], row["y2"]


def _row(item: Any) -> dict[str, Any]:
    return {attribute.key: attribute.value for attribute in _state(item).attrs}


def _row_before(item: Any) -> dict[str, Any]:
    row = {}
    for attribute in _state(item).attrs:
        old = attribute.history.deleted
        row[attribute.key] = old[0] if old else attribute.value
    return row


def _state(item: Any) -> Any:
    return inspect(item)


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _key(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def _where(table: Table, row: Row) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key]


def _dumped(row: Row | None) -> str:
    return "" if row is None else json.dumps(row, ensure_ascii=True)


def _loaded(text: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = json.loads(text) if text else None
    return found
