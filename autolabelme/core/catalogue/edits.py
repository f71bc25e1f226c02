"""What a person decides: each function is one edit, one step of Undo, signed with who and when.

`ids` are of ornaments, vignettes among them where that makes sense. Raises `InputError`
where the project can only be read (another program writes it), `MisuseError` for an id that is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..errors import MisuseError
from ..hashes import file_sha256
from ..matching.poses import Pose
from .annotations import join_blocks, set_box
from .kinds import KINDS, STATES
from .lock import who
from .places import kept
from .project import Project
from .schema import (
    BLOCK,
    CONFIRMED,
    PROPOSED,
    REFUSED,
    REGION,
    Apart,
    Block,
    Book,
    Comparison,
    Impression,
    Ornament,
    Page,
    new_id,
    now,
)
from .words import CatalogueWords
from .years import year_of

PERSON: Final = "person"
"""Source of an assignment that somebody made by hand."""
BOOK_FIELDS: Final = (
    *("title", "author", "edition", "printer", "imprint", "place", "year_text", "library", "shelfmark"),
    *("source", "manifest", "licence", "attribution", "note"),
)
PAGE_FIELDS: Final = ("folio", "rights", "attribution")
BLOCK_FIELDS: Final = ("name", "note", "printer", "colour", "cover")
PLAIN: Final = Pose()


# --- ornaments --------------------------------------------------------------------------------------


def accept(project: Project, ids: Iterable[str]) -> None:
    """These proposals are ornaments: their boxes go into the LabelMe files of their pages."""
    ids = list(ids)
    _decide(project, ids, "accepted", CatalogueWords.ACCEPTED(count=len(ids)))


def reject(project: Project, ids: Iterable[str]) -> None:
    """These are no ornaments, and are not proposed again; an accepted one leaves its LabelMe file."""
    ids = list(ids)
    _decide(project, ids, "rejected", CatalogueWords.REJECTED(count=len(ids)))


def reopen(project: Project, ids: Iterable[str]) -> None:
    """Put these back into the queue of proposals."""
    ids = list(ids)
    _decide(project, ids, "proposed", CatalogueWords.REOPENED(count=len(ids)))


def _decide(project: Project, ids: Sequence[str], state: str, what: Any) -> None:
    assert state in STATES
    with project.edit(what) as session:
        for ornament in _ornaments(session, ids):
            _require_region(ornament)
            ornament.state = state
            ornament.shape = (ornament.shape or ornament.id) if state == "accepted" else ""
            _sign(ornament)


def set_kind(project: Project, ids: Iterable[str], kind: str) -> None:
    """Say what these ornaments are, one of `kinds.KINDS`."""
    if kind not in KINDS:
        raise MisuseError(f"kind: expected one of {', '.join(KINDS)}, got {kind!r}")
    ids = list(ids)
    with project.edit(CatalogueWords.KIND(kind=kind, count=len(ids))) as session:
        for ornament in _ornaments(session, ids):
            _require_region(ornament)
            ornament.kind = kind
            _sign(ornament)


def change_box(project: Project, ornament_id: str, box: Sequence[float]) -> None:
    """Move an ornament's box: xyxy, page pixels, within the page."""
    with project.edit(CatalogueWords.BOX()) as session:
        (ornament,) = _ornaments(session, [ornament_id])
        _require_region(ornament)
        page = session.get_one(Page, ornament.page_id)
        set_box(ornament, _on_page(box, page), page)
        _sign(ornament)


def draw(project: Project, page_id: str, box: Sequence[float], kind: str = "ornament") -> str:
    """Add an ornament that nobody proposed; returns its id."""
    if kind not in KINDS:
        raise MisuseError(f"kind: expected one of {', '.join(KINDS)}, got {kind!r}")
    with project.edit(CatalogueWords.DRAWN()) as session:
        page = session.get(Page, page_id)
        if page is None:
            raise MisuseError(f"page: there is none of the id {page_id!r}")
        made = new_id()
        ornament = Ornament(id=made, page_id=page_id, kind=kind, state="accepted", shape=made)
        set_box(ornament, _on_page(box, page), page)
        _sign(ornament)
        session.add(ornament)
    return made


def set_note(project: Project, ornament_id: str, note: str) -> None:
    """Change what is noted of an ornament."""
    with project.edit(CatalogueWords.NOTED()) as session:
        (ornament,) = _ornaments(session, [ornament_id])
        ornament.note = note


# --- blocks and sorts -------------------------------------------------------------------------------


def make_block(project: Project, name: str, ids: Iterable[str] = (), *, note: str = "") -> str:
    """A new block of which `ids` are impressions; returns its id."""
    ids = list(ids)
    with project.edit(CatalogueWords.NEW_BLOCK(name=name)) as session:
        block = _new_block(session, BLOCK, name, note, "")
        for ornament in _ornaments(session, ids):
            _assign(session, ornament, block)
        block.cover = ids[0] if ids else ""
    return block.id


def change_block(project: Project, block_id: str, **fields: str) -> None:
    """Change `name`, `note`, `printer`, `colour` or `cover` (an ornament's id) of a block or sort."""
    _known(fields, BLOCK_FIELDS)
    with project.edit(CatalogueWords.BLOCK_FIELDS(name=_name(project, block_id))) as session:
        block = _block(session, block_id)
        for name, value in fields.items():
            setattr(block, name, value)


def merge_blocks(project: Project, into: str, others: Iterable[str]) -> None:
    """*Same block*: all impressions of `others` are of `into`; their ids stay as further ids of it."""
    others = [one for one in others if one != into]
    names = ", ".join(_name(project, one) for one in others)
    with project.edit(CatalogueWords.MERGED(name=_name(project, into), other=names)) as session:
        target = _block(session, into)
        for one in others:
            other = _block(session, one)
            if other.type != target.type:
                raise MisuseError(f"a {target.type} and a {other.type} cannot be one")
            _forget_apart(session, target.id, other.id)
            join_blocks(session, target, other)


def split_block(project: Project, block_id: str, ids: Iterable[str], name: str) -> str:
    """Take these impressions out of a block as one of their own, told apart from it; returns its id."""
    ids = list(ids)
    words = CatalogueWords.SPLIT(count=len(ids), name=_name(project, block_id), other=name)
    with project.edit(words) as session:
        old = _block(session, block_id)
        block = _new_block(session, old.type, name, "", old.printer)
        block.cover = ids[0] if ids else ""
        for ornament in _ornaments(session, ids):
            was = session.get(Impression, (ornament.id, old.id))
            pose = PLAIN if was is None else _pose(was)
            if was is not None:
                session.delete(was)
                session.flush()
            _assign(session, ornament, block, pose)
        session.add(_apart(old.id, block.id))
    return block.id


def tell_apart(project: Project, one: str, other: str) -> None:
    """*Another block*: these two are not the same, and are not proposed to be."""
    words = CatalogueWords.APART(name=_name(project, one), other=_name(project, other))
    with project.edit(words) as session:
        pair = _apart(_block(session, one).id, _block(session, other).id)
        if session.get(Apart, (pair.one_id, pair.other_id)) is None:
            session.add(pair)


# --- impressions ------------------------------------------------------------------------------------


def assign(
    project: Project,
    ids: Iterable[str],
    block_id: str,
) -> None:
    """These are impressions of this block: an earlier block of theirs is replaced, a proposal confirmed."""
    ids = list(ids)
    with project.edit(CatalogueWords.ASSIGNED(count=len(ids), name=_name(project, block_id))) as session:
        block = _block(session, block_id)
        for ornament in _ornaments(session, ids):
            _assign(session, ornament, block)
        block.cover = block.cover or (ids[0] if ids else "")


def propose(
    project: Project, found: Iterable[tuple[str, float | None]], block_id: str, *, source: str
) -> None:
    """Ornaments (with scores) that may be impressions of a block; what a person has decided stays."""
    found = list(found)
    words = CatalogueWords.PROPOSED(count=len(found), name=_name(project, block_id))
    with project.edit(words, by="") as session:
        block = _block(session, block_id)
        scores = dict(found)
        for ornament in _ornaments(session, list(scores)):
            known = session.get(Impression, (ornament.id, block.id))
            if known is None:
                known = Impression(ornament_id=ornament.id, block_id=block.id)
                session.add(known)
            elif known.state != PROPOSED:
                continue
            known.state, known.score, known.source = PROPOSED, scores[ornament.id], source
            known.decided_by, known.decided_at = "", now()


def propose_group(
    project: Project,
    found: Iterable[tuple[str, float | None]],
    block_id: str | None,
    *,
    source: str,
) -> str:
    """Propose ornaments for a block, a new nameless one where `block_id` is None; returns its id."""
    found = list(found)
    if block_id is None:
        with project.edit(CatalogueWords.NEW_BLOCK(name=""), by="") as session:
            block = _new_block(session, BLOCK, "", "", "")
            block.made_by = ""
            block.cover = found[0][0] if found else ""
        block_id = block.id
    propose(project, found, block_id, source=source)
    return block_id


def refusals(project: Project) -> set[tuple[str, str]]:
    """(ornament, block) that a person has refused."""
    with project.read() as session:
        asked = select(Impression.ornament_id, Impression.block_id).where(Impression.state == REFUSED)
        return {(row[0], row[1]) for row in session.execute(asked)}


def refuse(project: Project, ids: Iterable[str], block_id: str) -> None:
    """These are not of this block, and are not proposed to be again."""
    ids = list(ids)
    with project.edit(CatalogueWords.REFUSED(count=len(ids), name=_name(project, block_id))) as session:
        block = _block(session, block_id)
        for ornament in _ornaments(session, ids):
            known = session.get(Impression, (ornament.id, block.id))
            if known is None:
                known = Impression(ornament_id=ornament.id, block_id=block.id)
                session.add(known)
            known.state, known.source = REFUSED, PERSON
            _sign(known)


def unassign(project: Project, ids: Iterable[str]) -> None:
    """These have no block any more; proposals and refusals go, too."""
    ids = list(ids)
    with project.edit(CatalogueWords.UNASSIGNED(count=len(ids))) as session:
        for ornament in _ornaments(session, ids):
            for known in session.scalars(select(Impression).where(Impression.ornament_id == ornament.id)):
                session.delete(known)


# --- books, pages, comparisons ----------------------------------------------------------------------


def change_book(project: Project, book_id: str, **fields: str) -> None:
    """Change fields of a book; `year_text` also gives the year to sort by and whether it is sure."""
    _known(fields, BOOK_FIELDS)
    with project.edit(CatalogueWords.BOOK_FIELDS(name=_title(project, book_id))) as session:
        book = session.get_one(Book, book_id)
        for name, value in fields.items():
            setattr(book, name, value)
        if "year_text" in fields:
            book.year, book.year_sure = year_of(fields["year_text"])


def change_pages(
    project: Project,
    ids: Iterable[str],
    *,
    dpi: float | None = None,
    book: str | None = None,
    **fields: str,
) -> None:
    """Change `folio`, `rights`, `attribution`, the resolution or the book of pages (`ids` are of pages)."""
    _known(fields, PAGE_FIELDS)
    ids = list(ids)
    with project.edit(CatalogueWords.PAGE_FIELDS(count=len(ids))) as session:
        for page_id in ids:
            page = session.get_one(Page, page_id)
            for name, value in fields.items():
                setattr(page, name, value)
            if book is not None:
                page.book_id = session.get_one(Book, book).id
            if dpi is not None:
                page.dpi = dpi
                for ornament in session.scalars(select(Ornament).where(Ornament.page_id == page_id)):
                    set_box(ornament, ornament.box, page)


def link_comparison(
    project: Project,
    one: str,
    other: str | None,
    tool: str,
    file: Path,
    *,
    verdict: str = "",
    note: str = "",
) -> str:
    """Link a result file of Align ("align") or Inspect ("inspect") to one ornament or two; returns its id."""
    with project.edit(CatalogueWords.COMPARED()) as session:
        ornaments = _ornaments(session, [one] if other is None else [one, other])
        comparison = Comparison(
            id=new_id(),
            one_id=ornaments[0].id,
            other_id=None if other is None else ornaments[1].id,
            tool=tool,
            verdict=verdict,
            file=kept(file, project.folder),
            file_hash=file_sha256(file),
            note=note,
            made_by=who(),
            made_at=now(),
        )
        session.add(comparison)
    return comparison.id


def unlink_comparison(project: Project, comparison_id: str) -> None:
    """Remove the link; the result's file stays."""
    with project.edit(CatalogueWords.UNLINKED()) as session:
        session.delete(session.get_one(Comparison, comparison_id))


# --- small parts ------------------------------------------------------------------------------------


def _ornaments(session: Session, ids: Sequence[str]) -> list[Ornament]:
    found = []
    for one in dict.fromkeys(ids):
        ornament = session.get(Ornament, one)
        if ornament is None:
            raise MisuseError(f"ornament: there is none of the id {one!r}")
        found.append(ornament)
    return found


def _require_region(ornament: Ornament) -> None:
    if ornament.role != REGION:
        raise MisuseError(f"{ornament.id} is a vignette: Annotate changes it, in its page's LabelMe file")


def _block(session: Session, block_id: str) -> Block:
    block = session.get(Block, block_id)
    if block is None:
        raise MisuseError(f"block: there is none of the id {block_id!r}")
    return block


def _name(project: Project, block_id: str) -> str:
    with project.read() as session:
        return _block(session, block_id).name


def _title(project: Project, book_id: str) -> str:
    with project.read() as session:
        book = session.get(Book, book_id)
        if book is None:
            raise MisuseError(f"book: there is none of the id {book_id!r}")
        return book.title or book.place_on_disk


def _known(fields: dict[str, str], known: Sequence[str]) -> None:
    for name in fields:
        if name not in known:
            raise MisuseError(f"expected one of {', '.join(known)}, got {name!r}")


def _on_page(box: Sequence[float], page: Page) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = (float(value) for value in box)
    if not (0 <= x1 < x2 <= page.width and 0 <= y1 < y2 <= page.height):
        raise MisuseError(f"box: expected one within {page.width} x {page.height}, got {tuple(box)}")
    return x1, y1, x2, y2


def _new_block(session: Session, type: str, name: str, note: str, printer: str) -> Block:
    block = Block(id=new_id(), type=type, name=name, note=note, printer=printer, cover="")
    block.made_by, block.made_at = who(), now()
    session.add(block)
    session.flush()
    return block


def _assign(session: Session, ornament: Ornament, block: Block, pose: Pose = PLAIN) -> None:
    for other in list(session.scalars(select(Impression).where(Impression.ornament_id == ornament.id))):
        if other.block_id != block.id and other.state == CONFIRMED:
            session.delete(other)
    session.flush()  # an ornament has one confirmed block: the old one goes before the new one comes
    known = session.get(Impression, (ornament.id, block.id))
    if known is None:
        known = Impression(ornament_id=ornament.id, block_id=block.id)
        session.add(known)
    known.state, known.score, known.source = CONFIRMED, None, PERSON
    known.rotation_deg, known.mirrored = pose.rotation_deg, pose.mirrored
    known.scale_x, known.scale_y = pose.scale_x, pose.scale_y
    _sign(known)
    if ornament.role == REGION and ornament.state == "proposed":
        # Who says whose impression it is says that it is an ornament.
        ornament.state, ornament.shape = "accepted", ornament.shape or ornament.id
        _sign(ornament)


def _pose(impression: Impression) -> Pose:
    return Pose(impression.rotation_deg, impression.mirrored, impression.scale_x, impression.scale_y)


def _sign(row: Ornament | Impression) -> None:
    row.decided_by, row.decided_at = who(), now()


def _apart(one: str, other: str) -> Apart:
    if one == other:
        raise MisuseError("a block cannot be told apart from itself")
    return Apart(one_id=min(one, other), other_id=max(one, other))


def _forget_apart(session: Session, one: str, other: str) -> None:
    pair = session.get(Apart, (min(one, other), max(one, other)))
    if pair is not None:
        session.delete(pair)
        session.flush()
