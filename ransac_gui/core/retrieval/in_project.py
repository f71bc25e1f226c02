"""Search by picture in a catalogue's project: its index on disk, and its ornaments' pictures."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

import numpy as np
from sqlalchemy import func, select

from autolabelme.core.arrays import U8, Array
from autolabelme.core.boxes import pixel_slices
from autolabelme.core.catalogue.edits import refusals
from autolabelme.core.catalogue.kinds import CAST_KINDS
from autolabelme.core.catalogue.places import found
from autolabelme.core.catalogue.project import Project
from autolabelme.core.catalogue.schema import (
    BLOCK,
    CONFIRMED,
    Block,
    Impression,
    Meta,
    Ornament,
    Page,
    Touched,
)
from autolabelme.core.errors import InputError
from autolabelme.core.known_picture import read_known
from autolabelme.core.progress import Tick, no_tick

from .index import Entry, Index, read_index, update_index

FILE = "ornaments"
STATES = ("proposed", "accepted")
_PAGES_KEPT = 4
_CHUNK = 500


@dataclass(frozen=True)
class Place:
    """Where an ornament stands: page file, number of the page in it, box in its pixels."""

    path: Path
    number: int
    content: str
    box: tuple[float, float, float, float]

    @property
    def key(self) -> str:
        """Of the ornament's pixels: the same for the same box of a page that was moved."""
        return f"{self.content}/{self.number}/{','.join(f'{value:.1f}' for value in self.box)}"


class Crops:
    """`load_crop` of a project: ornaments cut out of their pages. Threads may share it.

    A few pages stay in memory, since the ornaments of one page are asked for one after the other.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._places: dict[str, Place] = {}
        self.problems: dict[Path, InputError] = {}
        """Pages that could not be read, and an index that could not be written, by path."""
        self._pages: OrderedDict[tuple[Path, int], U8] = OrderedDict()
        self._mutex = threading.Lock()
        self._reading: dict[tuple[Path, int], threading.Lock] = {}

    def __call__(self, ornament: str) -> Array | None:
        if ornament not in self._places:
            self.look_up([ornament])
        place = self._places.get(ornament)
        if place is None:
            return None
        try:
            page = self._page(place)
        except InputError as error:
            self.problems[place.path] = error
            return None
        rows, columns = pixel_slices(place.box, page.shape[1], page.shape[0])
        picture = page[rows, columns]
        return np.ascontiguousarray(picture) if picture.size else None

    @property
    def unread(self) -> bool:
        """Whether a page of ornaments that were asked for could not be read."""
        return any(place.path in self.problems for place in self._places.values())

    def look_up(self, ornaments: Collection[str] | None) -> dict[str, Place]:
        """Where these stand, or all that can be found; remembered."""
        asked = places(self._project, ornaments)
        self._places |= asked
        return asked

    def _page(self, place: Place) -> U8:
        key = (place.path, place.number)
        with self._mutex:
            waiting = self._reading.setdefault(key, threading.Lock())
        # Two threads that want one page read it once.
        with waiting:
            with self._mutex:
                page = self._pages.get(key)
                if page is not None:
                    self._pages.move_to_end(key)
                    return page
            page = read_known(place.path, place.number, place.content)
            with self._mutex:
                self._pages[key] = page
                while len(self._pages) > _PAGES_KEPT:
                    gone, _ = self._pages.popitem(last=False)
                    self._reading.pop(gone, None)
            return page


def places(project: Project, ornaments: Collection[str] | None = None) -> dict[str, Place]:
    """Every ornament and vignette that can be found, by its id, page after page; or those of `ornaments`."""
    columns = (Ornament.x1, Ornament.y1, Ornament.x2, Ornament.y2)
    asked = (
        select(Ornament.id, Page.path, Page.number, Page.content, *columns)
        .join(Page, Page.id == Ornament.page_id)
        .where(Ornament.state.in_(STATES))
        .order_by(Page.book_id, Page.position, Ornament.y1, Ornament.x1)
    )
    chosen = None if ornaments is None else list(ornaments)
    files: dict[str, Path] = {}
    where: dict[str, Place] = {}
    with project.read() as session:
        for start in range(0, 1 if chosen is None else len(chosen), _CHUNK):
            some = asked if chosen is None else asked.where(Ornament.id.in_(chosen[start : start + _CHUNK]))
            for ornament, path, number, content, x1, y1, x2, y2 in session.execute(some):
                if path not in files:
                    files[path] = found(path, project.folder)
                where[ornament] = Place(files[path], number, content, (x1, y1, x2, y2))
    return where


def update(project: Project, *, base: Index | None = None, tick: Tick = no_tick) -> tuple[Index, Crops]:
    """The project's index, brought up to date, and the pictures of its ornaments.

    Only what was changed since the index was written is looked at. What cannot be read is left out and named
    in `Crops.problems`; so is the index where the project's place cannot be written: then it is made for this
    time. `base` is what an earlier call gave, in place of the file. Raises `Cancelled` from `tick`.
    """
    path, crops = project.index / FILE, Crops(project)
    problem: InputError | None = None
    if base is None:
        try:
            base = read_index(path)
        except InputError as error:
            problem = error
    mark, changed = _changes(project, base)
    entries = [Entry(ornament, place.key) for ornament, place in crops.look_up(changed).items()]

    def updated(where: Path | None) -> Index:
        index, _ = update_index(where, entries, crops, base=base, changed=changed, mark=mark, tick=tick)
        return index

    if problem is None:
        try:
            return updated(path), crops
        except InputError as error:
            problem = error
    crops.problems[path] = problem
    return updated(None), crops


def _changes(project: Project, base: Index | None) -> tuple[str, set[str] | None]:
    """The state of the project, and which ornaments may be other than in `base`; None for all."""
    with project.read() as session:
        feed = session.scalar(select(Meta.value).where(Meta.key == "feed")) or ""
        last = session.scalar(select(func.max(Touched.number))) or 0
        mark = f"{feed}:{last}"
        known, _, upto = ("", "", "") if base is None else base.mark.partition(":")
        if base is None or not feed or known != feed or not upto.isdigit() or int(upto) > last:
            return mark, None
        after = select(Touched.ornament_id).where(Touched.number > int(upto))
        return mark, {*session.scalars(after), *base.unread}


@dataclass(frozen=True)
class Decisions:
    """What persons have said about a project's blocks and sorts."""

    blocks: Mapping[str, str]
    """Ornament -> block, confirmed."""
    refused: frozenset[tuple[str, str]]
    """(ornament, block)."""
    apart: frozenset[tuple[str, str]]
    """(ornament, ornament) and (ornament, carved block) that no person has refused but the page does: a block
    prints on a page once."""
    names: Mapping[str, str]
    """Block -> name."""


def decisions(project: Project) -> Decisions:
    """What is confirmed and refused by now."""
    with project.read() as session:
        confirmed = Impression.state == CONFIRMED
        rows = session.execute(select(Impression.ornament_id, Impression.block_id).where(confirmed)).all()
        named = session.execute(select(Block.id, Block.name, Block.type)).all()
        # A picture wider than high may show two pages, each with the same block.
        single = Page.height >= Page.width
        carved = select(Ornament.page_id, Ornament.id).join(Page, Page.id == Ornament.page_id).where(single)
        carved = carved.where(Ornament.kind.not_in(CAST_KINDS), Ornament.state.in_(STATES))
        on_page: dict[str, list[str]] = {}
        for page, ornament in session.execute(carved):
            on_page.setdefault(page, []).append(ornament)
    blocks = {row[0]: row[1] for row in rows}
    carved_blocks = {row[0] for row in named if row[2] == BLOCK}
    apart: set[tuple[str, str]] = set()
    for ones in on_page.values():
        for one, other in permutations(ones, 2):
            apart.add((one, other))
            if blocks.get(other) in carved_blocks:
                apart.add((one, blocks[other]))
    names = {row[0]: row[1] or "" for row in named}
    return Decisions(blocks, frozenset(refusals(project)), frozenset(apart), names)
