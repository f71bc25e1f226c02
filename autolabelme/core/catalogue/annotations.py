"""LabelMe files of pages, which are the truth of boxes: read into the database, and written when boxes are
accepted, moved or taken back in the catalogue.

An ornament is a region of the file, a vignette one of its labelled boxes. A region that goes from the file is
rejected in the catalogue, not forgotten: drawn again, it is the same ornament with all that was said of it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import boxes, tuning
from ..annotation.beside import find_own, own_path
from ..annotation.document import REGION_LABEL, Document, Shape
from ..annotation.labelme_json import read_document, write_document
from ..annotation.on_disk import ABSENT, fingerprint
from ..sorts import CATALOGUE_FILE, Sort, SortCatalogue, SortKey, change_sorts, read_sorts, sort_key
from .history import SHAPE
from .places import found, kept
from .schema import (
    CONFIRMED,
    REGION,
    SORT,
    VIGNETTE,
    Alias,
    Apart,
    Block,
    Comparison,
    Impression,
    Ornament,
    Page,
    Pending,
    made_id,
    new_id,
)

LABEL = "label"
"""Source of an assignment that a label of the page's file makes."""


@dataclass(frozen=True)
class OnDisk:
    """A page's LabelMe file as it was read, and what the folder's catalogue of sorts said."""

    path: Path
    stamp: str
    document: Document
    sorts: SortCatalogue


def stamp_of(path: Path) -> str:
    """What tells whether a LabelMe file or the catalogue of sorts beside it has changed."""
    parts = []
    for file in (path, path.parent / CATALOGUE_FILE):
        try:
            status = file.stat()
            parts.append(f"{status.st_mtime_ns}:{status.st_size}")
        except OSError:
            parts.append("")
    return "|".join(parts)


def read_annotation(image: Path, number: int, known: str = "") -> OnDisk | None:
    """The LabelMe file of a page; None where there is none, or its stamp is `known`.

    Raises `InputError` for a damaged one.
    """
    path = find_own(image, number)
    if path is None:
        return None
    stamp = stamp_of(path)
    if stamp == known:
        return None
    return OnDisk(path, stamp, read_document(path, need_image=False), read_sorts(image.parent))


def size_mm(ornament: Ornament, dpi: float | None) -> None:
    """Fill in an ornament's size from its box."""
    if dpi is None or dpi <= 0:
        ornament.width_mm = ornament.height_mm = None
    else:
        ornament.width_mm = round((ornament.x2 - ornament.x1) / dpi * 25.4, 2)
        ornament.height_mm = round((ornament.y2 - ornament.y1) / dpi * 25.4, 2)


def set_box(ornament: Ornament, box: Sequence[float], page: Page) -> None:
    """Give an ornament a box (xyxy, page pixels) and its size."""
    ornament.x1, ornament.y1, ornament.x2, ornament.y2 = (float(value) for value in box)
    size_mm(ornament, page.dpi)


# --- from the file ----------------------------------------------------------------------------------


def take_over(session: Session, page: Page, read: OnDisk, folder: Path) -> None:
    """Bring a page's ornaments and vignettes to what its LabelMe file says."""
    waiting = set(session.scalars(select(Pending.key).where(Pending.kind == SHAPE)))
    known = list(session.scalars(select(Ornament).where(Ornament.page_id == page.id)))
    shapes = read.document.regions()
    mine = [one for one in known if one.role == REGION and one.id not in waiting]
    skip = {one.shape for one in known if one.id in waiting} - {""}
    pairs = _pair([shape for shape in shapes if shape.id not in skip and shape.id not in waiting], mine)
    for shape, ornament in pairs:
        if ornament is None:
            ornament = _new(session, page, shape, REGION)
        ornament.state, ornament.shape = "accepted", shape.id
        ornament.note = ornament.note or shape.note
        set_box(ornament, shape.box, page)
    kept_ids = {ornament.id for _, ornament in pairs if ornament is not None}
    for ornament in mine:
        if ornament.shape and ornament.id not in kept_ids:
            ornament.state, ornament.shape = "rejected", ""
    _take_vignettes(session, page, read, [one for one in known if one.role == VIGNETTE])
    page.annotation, page.stamp = kept(read.path, folder), read.stamp


def take_apart(session: Session, sorts: SortCatalogue) -> None:
    """Take over which sorts a person told apart, of those that are here."""
    for pair in sorts.apart:
        homes = {home.id for one in pair if (home := home_of(session, one)) is not None}
        if len(homes) == 2:
            one, other = sorted(homes)
            if session.get(Apart, (one, other)) is None:
                session.add(Apart(one_id=one, other_id=other))
                session.flush()


def _take_vignettes(session: Session, page: Page, read: OnDisk, known: list[Ornament]) -> None:
    pairs = _pair(read.document.vignettes(), known)
    blocks: dict[str, str] = {}
    taken = set()
    for shape, ornament in pairs:
        if ornament is None:
            ornament = _new(session, page, shape, VIGNETTE)
        taken.add(ornament.id)
        ornament.kind, ornament.shape, ornament.label = "single sort", shape.id, shape.label
        ornament.note, ornament.score = shape.note, shape.score
        waits = shape.role == "proposed" and not shape.verdict
        ornament.state = "proposed" if waits else "accepted"
        set_box(ornament, shape.box, page)
        if shape.label not in blocks:
            blocks[shape.label] = _sort_of(session, page, read, shape.label)
        session.flush()
        _assign_label(session, ornament, shape, blocks[shape.label])
    for ornament in known:
        # What a search of the collection proposed never stood in the file.
        if ornament.id not in taken and ornament.shape:
            _remove(session, ornament)


def _assign_label(session: Session, ornament: Ornament, shape: Shape, block_id: str) -> None:
    here = list(session.scalars(select(Impression).where(Impression.ornament_id == ornament.id)))
    if any(one.state == CONFIRMED and one.source != LABEL for one in here):
        return  # a person said otherwise in the catalogue
    for one in here:
        if one.source == LABEL and one.block_id != block_id:
            session.delete(one)
    session.flush()
    mine = next((one for one in here if one.block_id == block_id), None)
    if mine is None:
        mine = Impression(ornament_id=ornament.id, block_id=block_id)
        session.add(mine)
    mine.state, mine.source, mine.score = CONFIRMED, LABEL, shape.score
    pose = shape.pose
    mine.rotation_deg, mine.mirrored = pose.rotation_deg, pose.mirrored
    mine.scale_x, mine.scale_y = pose.scale_x, pose.scale_y


def _sort_of(session: Session, page: Page, read: OnDisk, label: str) -> str:
    """The block that a label stands for; it is made where the project has none."""
    key = sort_key(read.document, label, read.sorts)
    # A label that nobody has named anywhere is a sort of its page: by the page's content, since a path moves.
    named = made_id(page.id, label) if key.place is not None else key.id
    entry = read.sorts.find(key.id)
    ids = [named] if entry is None else list(dict.fromkeys((entry.id, named, *entry.also)))
    homes = {one: home for one in ids if (home := home_of(session, one)) is not None}
    target = next(iter(homes.values()), None)
    if target is None:
        target = Block(id=ids[0], type=SORT, name=label, note="", printer="", colour="", cover="")
        session.add(target)
    if entry is not None:
        target.name, target.note = entry.name, entry.note or target.note
        target.colour = entry.colour or target.colour
    elif not target.note:
        target.note = read.document.notes().get(label, "")
    session.flush()
    for one in ids:
        home = homes.get(one)
        if home is not None and home.id != target.id:
            join_blocks(session, target, home)
        elif one != target.id and home is None:
            session.add(Alias(id=one, block_id=target.id))
    session.flush()
    return target.id


def home_of(session: Session, block_id: str) -> Block | None:
    """The block of an id, or the one that it was joined to."""
    found_block = session.get(Block, block_id)
    if found_block is not None:
        return found_block
    alias = session.get(Alias, block_id)
    return None if alias is None else session.get(Block, alias.block_id)


def join_blocks(session: Session, target: Block, other: Block) -> None:
    """Make `other` a further id of `target`: its impressions, aliases and refusals go there."""
    for mine in list(session.scalars(select(Impression).where(Impression.block_id == other.id))):
        there = session.get(Impression, (mine.ornament_id, target.id))
        values = {name: getattr(mine, name) for name in _IMPRESSION if name != "block_id"}
        session.delete(mine)
        session.flush()
        if there is None:
            session.add(Impression(**values, block_id=target.id))
        elif mine.state == CONFIRMED:
            for name, value in values.items():
                setattr(there, name, value)
    for alias in list(session.scalars(select(Alias).where(Alias.block_id == other.id))):
        alias.block_id = target.id
    for pair in list(
        session.scalars(select(Apart).where((Apart.one_id == other.id) | (Apart.other_id == other.id)))
    ):
        third = pair.other_id if pair.one_id == other.id else pair.one_id
        session.delete(pair)
        one, two = sorted((third, target.id))
        if one != two and session.get(Apart, (one, two)) is None:
            session.add(Apart(one_id=one, other_id=two))
    target.note = target.note or other.note
    target.printer = target.printer or other.printer
    target.cover = target.cover or other.cover
    session.flush()
    session.delete(other)
    session.flush()
    session.add(Alias(id=other.id, block_id=target.id))
    session.flush()


_IMPRESSION = tuple(column.name for column in Impression.__table__.columns)


def _new(session: Session, page: Page, shape: Shape, role: str) -> Ornament:
    made = made_id(page.id, role, shape.id)
    if session.get(Ornament, made) is not None:
        made = new_id()
    kind = "ornament" if role == REGION else "single sort"
    ornament = Ornament(id=made, page_id=page.id, role=role, kind=kind, note="")
    set_box(ornament, shape.box, page)
    session.add(ornament)
    return ornament


def _remove(session: Session, ornament: Ornament) -> None:
    for mine in list(session.scalars(select(Impression).where(Impression.ornament_id == ornament.id))):
        session.delete(mine)
    of_it = (Comparison.one_id == ornament.id) | (Comparison.other_id == ornament.id)
    for comparison in list(session.scalars(select(Comparison).where(of_it))):
        session.delete(comparison)
    session.flush()
    session.delete(ornament)
    session.flush()


def _pair(shapes: Sequence[Shape], known: Sequence[Ornament]) -> list[tuple[Shape, Ornament | None]]:
    """For each shape the ornament that it is: by id and place, then by place, then by id alone.

    A file of another program has no ids: they are counted then, and go to others when a box is deleted.
    """
    if not shapes or not known:
        return [(shape, None) for shape in shapes]
    overlap = boxes.iou([shape.box for shape in shapes], [one.box for one in known])
    chosen: dict[int, int] = {}
    free = set(range(len(known)))

    def choose(row: int, column: int) -> None:
        chosen[row] = column
        free.discard(column)

    by_shape = {one.shape: column for column, one in enumerate(known) if one.shape}
    for row, shape in enumerate(shapes):
        column = by_shape.get(shape.id)
        if column is not None and overlap[row, column] > tuning.SAME_PLACE_IOU:
            choose(row, column)
    ranked = sorted(
        (
            (overlap[row, column], -row, -column)
            for row in range(len(shapes))
            for column in range(len(known))
            if overlap[row, column] > tuning.SAME_PLACE_IOU
        ),
        reverse=True,
    )
    for _, row, column in ranked:
        if -row not in chosen and -column in free:
            choose(-row, -column)
    for row, shape in enumerate(shapes):
        column = by_shape.get(shape.id)
        if row not in chosen and column is not None and column in free:
            choose(row, column)
    return [(shape, known[chosen[row]] if row in chosen else None) for row, shape in enumerate(shapes)]


# --- into the file ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShapeWish:
    """What the LabelMe file of a page shall hold: a region of this id with this box, or (None) none."""

    shape: str
    box: tuple[float, float, float, float] | None


def write_shapes(image: Path, number: int, size: tuple[int, int], wishes: Iterable[ShapeWish]) -> Path | None:
    """Put regions into a page's LabelMe file, or take them out; nothing is written where it is so already.

    The picture is never put into a file that has none. Raises `InputError`.
    """
    path = find_own(image, number)
    target = path or own_path(image, number)
    before = fingerprint(target)
    if path is None or before == ABSENT:
        document = Document(image, *size, page=number)
    else:
        document = read_document(path, need_image=False)
    new = document
    for wish in wishes:
        there = next((shape for shape in new.shapes if shape.id == wish.shape), None)
        if wish.box is None:
            if there is not None and there.role == "region":
                new = new.remove(wish.shape)
        elif there is None:
            new = new.add(Shape.rectangle(REGION_LABEL, wish.box, role="region", id=wish.shape))
        elif there.box != wish.box:
            new = new.replace(there.with_box(wish.box))
    if new == document:
        return path
    embed = None if document.image_data is not None else False
    return write_document(new, target, embed=embed, known={target: before})


def write_sort(session: Session, folder: Path, block_id: str) -> None:
    """Tell ``catalogue.json`` of the folders of a sort's pages its name, other ids, and what it is not."""
    block = session.get(Block, block_id)
    if block is None or block.type != SORT:
        return
    ids = [block.id, *session.scalars(select(Alias.id).where(Alias.block_id == block.id))]
    pairs = session.scalars(select(Apart).where((Apart.one_id == block.id) | (Apart.other_id == block.id)))
    others = [pair.other_id if pair.one_id == block.id else pair.one_id for pair in pairs]
    rows = session.execute(
        select(Page.id, Page.path, Page.number, Ornament.label)
        .join(Ornament, Ornament.page_id == Page.id)
        .join(Impression, Impression.ornament_id == Ornament.id)
        .where(Impression.block_id == block.id, Impression.source == LABEL)
        .distinct()
    ).all()
    by_folder: dict[Path, list[SortKey]] = {}
    for page, written, number, label in rows:
        image = found(written, folder)
        keys = by_folder.setdefault(image.parent, [])
        if made_id(page, label) in ids:
            keys.append(SortKey(block.id, ((str(image), number), label)))
    for place, keys in by_folder.items():
        everything = [*keys, *(SortKey(one) for one in ids)]

        def change(known: SortCatalogue, keys: list[SortKey] = everything) -> SortCatalogue:
            new = _without_strangers(session, known, block, ids).joined(keys, block.name)
            entry = new.find(block.id)
            if entry is not None:
                new = new.with_sort(replace(entry, name=block.name, note=block.note))
            for other in others:
                if not new.are_apart(SortKey(block.id), SortKey(other)):
                    new = new.parted([SortKey(block.id), SortKey(other)])
            return new

        change_sorts([place], change)
        entry = read_sorts(place).find(block.id)
        if entry is not None:
            block.colour = entry.colour  # it may have got one there


def _without_strangers(
    session: Session, known: SortCatalogue, block: Block, ids: Sequence[str]
) -> SortCatalogue:
    """The catalogue of sorts in which the entry of a sort has no id of another one: a joining was undone."""
    entry = known.find(block.id)
    if entry is None:
        return known
    homes = {one: home_of(session, one) for one in (entry.id, *entry.also) if one not in ids}
    strangers = {one: home for one, home in homes.items() if home is not None and home.id != block.id}
    if not strangers:
        return known
    also = tuple(one for one in (entry.id, *entry.also) if one not in strangers and one != block.id)
    own = replace(entry, id=block.id, name=block.name, also=also)
    kept_sorts = tuple(own if sort is entry else sort for sort in known.sorts)
    new = replace(known, sorts=kept_sorts)
    for one, home in strangers.items():
        new = new.with_sort(Sort(one, home.name, home.note))
    return new


def can_write(image: Path) -> bool:
    """Whether files can be written beside a page."""
    return os.access(image.parent, os.W_OK)
