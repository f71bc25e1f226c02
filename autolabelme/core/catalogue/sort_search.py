"""One sort through the whole collection: its template is searched for on every page, matches are proposed.

What a page gave is stored together with the mark that it was searched, so that a search that was cut off goes
on where it was; a page whose picture has changed is searched anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from .. import boxes, tuning
from ..annotation.picture import page_gray
from ..annotation.rematch import Example, examples_of, params_for, with_covered
from ..batch import read_page, split_template
from ..errors import InputError
from ..matching.book import page_file
from ..matching.params import SearchParams
from ..matching.search import Match
from ..matching.several import Wanted, search_labels
from ..progress import Tick, no_tick, raise_if_cancelled
from ..sorts import read_sorts
from .annotations import set_box
from .places import found, kept, page_link
from .project import Project
from .schema import CONFIRMED, PROPOSED, VIGNETTE, Block, Impression, Meta, Ornament, Page, made_id, now
from .words import CatalogueWords
from .work.params import HERE, WorkParams
from .work.through import work_through

_VERSION = 1
"""Goes up when a search finds other things than before: pages are searched again then."""


@dataclass(frozen=True)
class SortMatch:
    """One print of the sort as it is proposed: page (as the command line names it), box and pose."""

    ornament: str
    page: str
    box: tuple[float, float, float, float]
    score: float | None
    rotation_deg: float
    mirrored: bool


@dataclass(frozen=True)
class SortSearch:
    """What came of it: the sort's id, pages searched now and before, all its matches, pages that are bad."""

    block: str
    searched: int
    known: int
    matches: tuple[SortMatch, ...]
    problems: tuple[InputError, ...] = ()


@dataclass(frozen=True)
class _Task:
    id: str
    path: Path
    number: int
    size: tuple[int, int]


def search_sort(
    project: Project,
    template: str,
    params: SearchParams | None = None,
    *,
    work: WorkParams = HERE,
    tick: Tick = no_tick,
) -> SortSearch:
    """Search all pages of the project for the sort that ``PAGE:LABEL`` names.

    Parameters
    ----------
    template : a page of the project (its LabelMe file, or its image) and a label with a template on it.
    params : threshold and poses; the neighbourhood is the whole page.
    work : how many processes search; only this one writes.

    Matches become vignettes of state "proposed" with a proposed impression of the sort; where a vignette
    stands already, it gets the impression, unless somebody gave it another sort. What is stored stays when
    `tick` raises. Raises `InputError` for a template that is none.
    """
    params = SearchParams() if params is None else params
    page, label = split_template(template)
    document = read_page(page)
    examples = with_covered(
        examples_of(document, page_gray(document), label, read_sorts(document.image_path.parent))
    )
    block = _sort_on(project, document.image_path, document.page, label)
    key = _key(examples, params)
    todo, known = _todo(project, key)
    problems: list[InputError] = []
    done, stage = 0, ""

    def look() -> None:
        tick(done, len(todo), stage)

    def tasks() -> Iterator[_Task]:
        nonlocal stage
        for task in todo:
            stage = CatalogueWords.SEARCHED(page=task.path.name)
            yield task

    search = partial(_search, examples=examples, params=params)
    with closing(work_through(search, tasks(), work, look)) as outcomes:
        for outcome in outcomes:
            done += 1
            if outcome.value is None:
                problems += [outcome.problem] if outcome.problem is not None else []
                continue
            _store(project, outcome.item, block, key, outcome.value)
    look()
    searched = len(todo) - len(problems)
    return SortSearch(block, searched, known, _matches(project, block, key), tuple(problems))


def _search(task: _Task, *, examples: Sequence[Example], params: SearchParams) -> tuple[Match, ...]:
    """The matches on one page, best first; knows no database."""
    wanted = [
        Wanted(one.id, params_for(params, one.page_size, task.size), gray=one.gray)
        for one in examples
        if not one.covered
    ]
    page = page_file(task.path, task.number)
    return tuple(search_labels(page, {"": wanted}, tick=lambda *_: raise_if_cancelled())[""].matches())


def _key(examples: Sequence[Example], params: SearchParams) -> str:
    """What a search is known by: the pixels of its templates and its parameters."""
    digest = hashlib.sha256(json.dumps([_VERSION, params.as_dict()], sort_keys=True, default=str).encode())
    for one in examples:
        digest.update(f"{one.gray.shape} {one.page_size}".encode())
        digest.update(np.ascontiguousarray(one.gray).tobytes())
    return digest.hexdigest()[:16]


# --- the database -----------------------------------------------------------------------------------


def _sort_on(project: Project, path: Path, number: int, label: str) -> str:
    """The sort that a label of a page stands for."""
    here = kept(path, project.folder)
    with project.read() as session:
        page = session.scalars(select(Page.id).where(Page.path == here, Page.number == number)).first()
        if page is None:
            raise InputError("is no page of the project: add it first", path=path, field="--template")
        asked = (
            select(Impression.block_id)
            .join(Ornament, Ornament.id == Impression.ornament_id)
            .where(
                Ornament.page_id == page,
                Ornament.role == VIGNETTE,
                Ornament.label == label,
                Impression.state == CONFIRMED,
            )
        )
        block = session.scalars(asked).first()
    if block is None:
        raise InputError(
            "the project knows no sort of label {label} on it: add the page again",
            path=path,
            field="--template",
            label=label,
        )
    return str(block)


def _mark(key: str, content: str, number: int) -> str:
    return f"searched {key} {content} {number}"


def _todo(project: Project, key: str) -> tuple[list[_Task], int]:
    """The pages that were not searched with this template yet, and how many were."""
    with project.read() as session:
        marks = set(session.scalars(select(Meta.key).where(Meta.key.startswith(f"searched {key} "))))
        order = (Page.book_id, Page.position, Page.number)
        pages = list(session.scalars(select(Page).order_by(*order)))
    todo = [
        _Task(page.id, found(page.path, project.folder), page.number, (page.width, page.height))
        for page in pages
        if _mark(key, page.content, page.number) not in marks
    ]
    return todo, len(pages) - len(todo)


def _store(project: Project, task: _Task, block: str, key: str, matches: Sequence[Match]) -> None:
    with project.change() as session:
        page = session.get(Page, task.id)
        if page is None:
            return  # somebody took it out meanwhile
        asked = select(Ornament).where(Ornament.page_id == page.id, Ornament.role == VIGNETTE)
        known = list(session.scalars(asked))
        for match in matches:
            overlaps = boxes.iou([match.box], [one.box for one in known])[0] if known else np.zeros(0)
            if overlaps.size and float(overlaps.max()) > tuning.SAME_PLACE_IOU:
                ornament = known[int(overlaps.argmax())]
            else:
                ornament = _new(session, page, match, key)
                known.append(ornament)
            _propose(session, ornament, block, match, key)
        session.merge(Meta(key=_mark(key, page.content, page.number), value=str(len(matches))))


def _new(session: Session, page: Page, match: Match, key: str) -> Ornament:
    made = made_id(page.id, "match", *(f"{value:.1f}" for value in match.box))
    ornament = session.get(Ornament, made)
    if ornament is None:
        ornament = Ornament(
            id=made,
            page_id=page.id,
            role=VIGNETTE,
            kind="single sort",
            state="proposed",
            score=match.score,
            found_by=_source(key),
        )
        set_box(ornament, match.box, page)
        session.add(ornament)
        session.flush()
    return ornament


def _propose(session: Session, ornament: Ornament, block: str, match: Match, key: str) -> None:
    here = list(session.scalars(select(Impression).where(Impression.ornament_id == ornament.id)))
    if any(one.state == CONFIRMED or one.block_id == block for one in here):
        return  # somebody, or the page's file, has said what it is; or it was proposed, or refused, before
    session.add(
        Impression(
            ornament_id=ornament.id,
            block_id=session.get_one(Block, block).id,
            state=PROPOSED,
            rotation_deg=match.pose.rotation_deg,
            mirrored=match.pose.mirrored,
            scale_x=match.pose.scale_x,
            scale_y=match.pose.scale_y,
            score=match.score,
            source=_source(key),
            decided_at=now(),
        )
    )


def _source(key: str) -> str:
    return f"match {key}"


def _matches(project: Project, block: str, key: str) -> tuple[SortMatch, ...]:
    """All that this search has proposed by now, best first."""
    with project.read() as session:
        asked = (
            select(Impression, Ornament, Page)
            .join(Ornament, Ornament.id == Impression.ornament_id)
            .join(Page, Page.id == Ornament.page_id)
            .where(Impression.block_id == block, Impression.source == _source(key))
            .order_by(Impression.score.desc(), Ornament.id)
        )
        return tuple(
            SortMatch(
                ornament.id,
                page_link(found(page.path, project.folder), page.number),
                ornament.box,
                one.score,
                one.rotation_deg,
                one.mirrored,
            )
            for one, ornament, page in session.execute(asked)
        )
