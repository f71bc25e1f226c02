"""Taking pages into a project: what they are, what was annotated on them, which ornaments a finder proposes.

The work on a page (`read_page`) knows no database and may run in another process or on another machine;
storing it (`store_page`) is done once however often it is repeated, since a page is known by its content.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from .. import boxes, tuning
from ..annotation.document import Provenance
from ..arrays import U8
from ..errors import InputError
from ..image_io import image_info, read_rgb
from ..known_picture import content_of
from ..progress import Tick, no_tick
from .annotations import OnDisk, read_annotation, set_box, take_apart, take_over
from .places import found, kept
from .project import Project
from .schema import REGION, Book, Impression, Ornament, Page, made_id, new_id
from .sources import BookSource, PageSource
from .words import CatalogueWords
from .work.params import HERE, WorkParams
from .work.through import work_through
from .years import year_of


class Proposal(Protocol):
    """What a finder says of one ornament: see `autolabelme.core.catalogue.finding`."""

    @property
    def kind(self) -> str: ...
    @property
    def box(self) -> tuple[float, float, float, float]: ...
    @property
    def score(self) -> float: ...


@dataclass(frozen=True)
class Finder:
    """How ornaments are looked for on a page, RGB uint8 (H, W, 3); `name` changes with what it finds."""

    name: str
    find: Callable[[U8], Sequence[Proposal]]


def bundled_finder() -> Finder | None:
    """The finder of this installation; None where it has none."""
    package = __package__ or ""
    if importlib.util.find_spec(f"{package}.finding") is None:
        return None
    finding = importlib.import_module(f"{package}.finding")
    if not hasattr(finding, "find_ornaments"):
        return None
    params = finding.FindParams()
    return Finder(
        f"{getattr(finding, 'VERSION', 1)}", lambda page: finding.find_ornaments(page, params, tick=no_tick)
    )


@dataclass(frozen=True)
class Found:
    """One proposal, in plain values."""

    kind: str
    box: tuple[float, float, float, float]
    score: float


@dataclass(frozen=True)
class PageRead:
    """What a page's file and its LabelMe file say; `searched` is the finder's name, "" where none looked."""

    source: PageSource
    content: str
    bytes: int
    width: int
    height: int
    dpi: float | None
    annotation: OnDisk | None
    searched: str = ""
    proposals: tuple[Found, ...] = ()


@dataclass(frozen=True)
class Added:
    """What came of adding: pages that are new, known before, and proposals; one error for each bad file."""

    new: int = 0
    known: int = 0
    proposals: int = 0
    problems: tuple[InputError, ...] = ()
    remarks: tuple[str, ...] = ()


# --- one page, without the database -----------------------------------------------------------------


def read_page(source: PageSource, *, finder: Finder | None, searched: Callable[[str], str]) -> PageRead:
    """Read one page, and look for ornaments unless that was done.

    `searched` gives, for the content of a file, the name of the finder that has looked at this page already.
    Raises `InputError` for a file that cannot be used; a LabelMe file that is damaged counts as one.
    """
    content, size = content_of(source.path)
    info = image_info(source.path, source.number)
    annotation = read_annotation(source.path, source.number)
    # What a person wrote into the page's LabelMe file goes before what the library says of its size, and that
    # before what the picture claims, which an untouched LabelMe file repeats.
    written = annotation.document.dpi if annotation is not None else None
    dpi = (written if written != info.dpi else None) or source.dpi or written or info.dpi
    name = searched(content)
    proposals: tuple[Found, ...] = ()
    if finder is not None and name != finder.name:
        picture = read_rgb(source.path, source.number)
        proposals = tuple(_plain(one) for one in finder.find(picture))
        name = finder.name
    return PageRead(source, content, size, info.width, info.height, dpi, annotation, name, proposals)


def _plain(proposal: Proposal) -> Found:
    x1, y1, x2, y2 = (float(value) for value in proposal.box)
    return Found(str(proposal.kind), (x1, y1, x2, y2), float(proposal.score))


def page_id(content: str, number: int) -> str:
    """The id of a page, by what it is."""
    return made_id("page", content, number)


# --- into the database ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Task:
    """One page to read: `known` are finders by content, of pages in the project that it may be."""

    source: PageSource
    known: Mapping[str, str]
    book: BookSource
    position: int

    @property
    def path(self) -> Path:
        return self.source.path


def _read(task: _Task, finder: Finder | None) -> PageRead:
    return read_page(task.source, finder=finder, searched=lambda content: task.known.get(content, ""))


def add(
    project: Project,
    books: Iterable[BookSource],
    *,
    finder: Finder | None = None,
    work: WorkParams = HERE,
    tick: Tick = no_tick,
) -> Added:
    """Take the pages of `books` into the project, one by one; what is done stays when it is cancelled.

    Pages whose content the project has are not doubled: they get their new place where the old one is gone,
    and what changed in their LabelMe files. A bad file is named in the result and left out. `work` says how
    many processes read and search; only this one writes.
    """
    counts = {"new": 0, "known": 0, "proposals": 0}
    problems: list[InputError] = []
    remarks: list[str] = []
    done, total, stage = 0, 0, ""
    known = _by_size(project)
    places: dict[Path, int] = {}

    def look() -> None:
        tick(done, total, stage)

    def tasks() -> Iterator[_Task]:
        nonlocal total, stage
        for book in books:
            problems.extend(book.problems)
            total += len(book.pages)
            start = 0 if book.whole else places.get(book.place, _next_position(project, book))
            places[book.place] = start + len(book.pages)
            for index, source in enumerate(book.pages, start):
                position = index if source.position is None else source.position
                stage = f"{book.place.name}: {source.path.name}"
                source = replace(source, path=Path(os.path.normpath(source.path.absolute())))
                yield _Task(
                    source, known.get(_size(source), {}), replace(book, pages=(), problems=()), position
                )

    with closing(work_through(partial(_read, finder=finder), tasks(), work, look)) as outcomes:
        for outcome in outcomes:
            task, done = outcome.item, done + 1
            if outcome.value is None:
                problems += [outcome.problem] if outcome.problem is not None else []
                continue
            stored = store_page(project, task.book, task.position, outcome.value)
            counts["new" if stored.new else "known"] += 1
            counts["proposals"] += stored.proposals
            remarks += stored.remarks
            problems += [
                one for one in project.problems if str(one) not in {str(other) for other in problems}
            ]
    look()
    return Added(**counts, problems=tuple(problems), remarks=tuple(remarks))


def _by_size(project: Project) -> dict[tuple[int, int], dict[str, str]]:
    """Finders by content, of the pages of each (bytes of the file, number in it).

    What a page's content is only who reads it knows: these few it may be, wherever it lies now.
    """
    found: dict[tuple[int, int], dict[str, str]] = {}
    with project.read() as session:
        rows = session.execute(select(Page.bytes, Page.number, Page.content, Page.searched))
        for size, number, content, searched in rows:
            found.setdefault((size, number), {})[content] = searched
    return found


def _next_position(project: Project, book: BookSource) -> int:
    """The place after the last page of the book, where the project has it already."""
    with project.read() as session:
        home = _same_book(session, project.folder, book)
        last = (
            None
            if home is None
            else session.scalar(select(func.max(Page.position)).where(Page.book_id == home.id))
        )
    return 0 if last is None else last + 1


def _size(source: PageSource) -> tuple[int, int]:
    try:
        return source.path.stat().st_size, source.number
    except OSError:
        return -1, source.number  # whoever reads it says why


@dataclass(frozen=True)
class Stored:
    """Whether a page was new, how many proposals it brought, and what there is to say."""

    new: bool
    proposals: int
    remarks: tuple[str, ...] = ()


def store_page(project: Project, book: BookSource, position: int, read: PageRead) -> Stored:
    """Put a page that was read into the project; doing it again changes nothing."""
    remarks: list[str] = []
    with project.change() as session:
        page = _known_page(session, project.folder, read, remarks)
        new = page is None
        if page is None:
            home = _book_of(session, project.folder, book)
            page = Page(
                id=page_id(read.content, read.source.number),
                book_id=home.id,
                position=position,
                number=read.source.number,
                content=read.content,
                searched="",
            )
            page.dpi = read.dpi
            _describe(page, project.folder, read)
            session.add(page)
            session.flush()
            if read.annotation is not None:
                _adopt(home, page, read.annotation.document.provenance)
                take_over(session, page, read.annotation, project.folder)
                take_apart(session, read.annotation.sorts)
        elif page.content != read.content or not found(page.path, project.folder).exists():
            _move(session, project.folder, page, book, read)
        elif book.whole and page.path == kept(read.source.path, project.folder):
            same = _same_book(session, project.folder, book)
            if same is not None and same.id == page.book_id:
                page.position = position  # pages have come between, or it came first as a single picture
        if read.annotation is not None and read.annotation.stamp != page.stamp:
            take_over(session, page, read.annotation, project.folder)
        count = _propose(session, page, read)
    return Stored(new, count, tuple(remarks))


def _known_page(session: Session, folder: Path, read: PageRead, remarks: list[str]) -> Page | None:
    number = read.source.number
    same = session.scalars(select(Page).where(Page.content == read.content, Page.number == number)).first()
    if same is not None:
        return same
    # Another picture in the same place: a better scan, say. What was said of the page stays.
    here = Page.path == kept(read.source.path, folder)
    page = session.scalars(select(Page).where(here, Page.number == number)).first()
    if page is not None:
        remarks.append(CatalogueWords.PICTURE_CHANGED(page=str(read.source.path)))
        page.searched = ""
    return page


def _describe(page: Page, folder: Path, read: PageRead) -> None:
    page.path, page.content, page.bytes = kept(read.source.path, folder), read.content, read.bytes
    page.width, page.height = read.width, read.height
    for name in ("folio", "canvas", "iiif", "rights", "attribution"):
        setattr(page, name, getattr(read.source, name))


def _move(session: Session, folder: Path, page: Page, book: BookSource, read: PageRead) -> None:
    """The page lies elsewhere now, or its picture is another; so does its book where all of it has gone."""
    page.path, page.content, page.bytes = kept(read.source.path, folder), read.content, read.bytes
    page.width, page.height, page.stamp = read.width, read.height, ""
    home = session.get_one(Book, page.book_id)
    if not home.place_on_disk or not found(home.place_on_disk, folder).exists():
        home.place_on_disk = kept(book.place, folder)


def _same_book(session: Session, folder: Path, book: BookSource) -> Book | None:
    manifest = book.fields.get("manifest", "")
    same = (Book.manifest == manifest) if manifest else (Book.place_on_disk == kept(book.place, folder))
    return session.scalars(select(Book).where(same)).first()


def _book_of(session: Session, folder: Path, book: BookSource) -> Book:
    here = kept(book.place, folder)
    home = _same_book(session, folder, book)
    if home is None:
        home = Book(id=new_id(), place_on_disk=here, year_sure=False, **book.fields)
        if home.year_text:
            home.year, home.year_sure = year_of(home.year_text)
        session.add(home)
        session.flush()
    return home


_TAKEN = ("title", "author", "edition", "printer", "place", "library", "shelfmark", "source", "note")


def _adopt(book: Book, page: Page, provenance: Provenance) -> None:
    """Take over what a page's file says of its book, where the book says nothing yet."""
    for name in _TAKEN:
        if not getattr(book, name):
            setattr(book, name, getattr(provenance, name))
    if not book.year_text and provenance.year:
        book.year_text = provenance.year
        book.year, book.year_sure = year_of(provenance.year)
    page.folio = page.folio or provenance.folio


def _propose(session: Session, page: Page, read: PageRead) -> int:
    if page.searched == read.searched:
        return 0
    earlier = page.searched
    page.searched = read.searched
    known = list(
        session.scalars(select(Ornament).where(Ornament.page_id == page.id, Ornament.role == REGION))
    )
    for one in list(known):
        # What an earlier finder proposed and nobody has looked at gives way to what this one does.
        grouped = session.scalar(select(func.count()).where(Impression.ornament_id == one.id))
        if one.state == "proposed" and one.found_by == earlier and not grouped:
            session.delete(one)
            known.remove(one)
    session.flush()
    count = 0
    for proposal in read.proposals:
        if (
            known
            and float(boxes.iou([proposal.box], [one.box for one in known]).max()) > tuning.SAME_PLACE_IOU
        ):
            continue
        made = made_id(page.id, "proposal", *(f"{value:.1f}" for value in proposal.box))
        if session.get(Ornament, made) is not None:
            continue  # a person has taken it elsewhere since
        ornament = Ornament(
            id=made,
            page_id=page.id,
            kind=proposal.kind,
            score=proposal.score,
            found_by=read.searched,
        )
        set_box(ornament, proposal.box, page)
        session.add(ornament)
        known.append(ornament)
        count += 1
    return count
