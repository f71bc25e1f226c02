"""Annotations of canvases that others made, or this program elsewhere, as proposals on a project's pages."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from .. import tuning
from ..boxes import iou
from ..errors import InputError
from ..reading import JsonObject, parse_json
from .annotations import set_box
from .iiif.annotations import ReadAnnotation, read_annotations
from .iiif.records import PageSource
from .iiif.texts import Region
from .kinds import KINDS
from .project import Project
from .schema import BLOCK, PROPOSED, REGION, Block, Impression, Ornament, Page, new_id, now
from .words import CatalogueWords

SOURCE = "annotation"
"""Who found these ornaments, and who says of which block they may be."""


@dataclass(frozen=True)
class Imported:
    """How many annotations became proposals, stand there already, and lie on no page of the project."""

    new: int
    known: int
    elsewhere: int


def import_annotations(project: Project, text: str, name: str) -> Imported:
    """Propose what the annotations in a document mark, as one edit; doing it again changes nothing.

    A page is known by its canvas. The kind is what is said for *classifying*, the block what is said for
    *identifying* (a block of that name, or a new one), the note everything else. These are proposals, to be
    judged like any other. Raises `InputError` calling the document `name` where it holds none.
    """
    found = read_annotations(text, name)
    new = known = elsewhere = 0
    with project.edit(CatalogueWords.IMPORTED(name=name)) as session:
        pages: dict[str, list[Page]] = {}
        for page in session.scalars(select(Page).where(Page.canvas != "")):
            pages.setdefault(page.canvas, []).append(page)
        blocks = {block.name: block for block in session.scalars(select(Block)) if block.type == BLOCK}
        for one in found:
            place = next(
                ((page, box) for page in pages.get(one.canvas, ()) if (box := _box(one, page)) is not None),
                None,
            )
            if place is None:
                elsewhere += 1
                continue
            page, box = place
            here = session.scalars(
                select(Ornament).where(Ornament.page_id == page.id, Ornament.role == REGION)
            ).all()
            if here and float(iou([box], [other.box for other in here]).max()) > tuning.SAME_PLACE_IOU:
                known += 1
                continue
            kind = one.said("classifying")
            ornament = Ornament(
                id=new_id(), page_id=page.id, kind=kind if kind in KINDS else "ornament", found_by=SOURCE
            )
            ornament.note = "; ".join(
                words for purpose, words in one.texts if purpose not in ("classifying", "identifying")
            )
            set_box(ornament, box, page)
            session.add(ornament)
            session.flush()
            new += 1
            called = one.said("identifying")
            if called:
                if called not in blocks:
                    blocks[called] = Block(
                        id=new_id(), type=BLOCK, name=called, note="", printer="", cover=""
                    )
                    blocks[called].made_by, blocks[called].made_at = one.creator, one.created or now()
                    session.add(blocks[called])
                    session.flush()
                maybe = Impression(ornament_id=ornament.id, block_id=blocks[called].id, state=PROPOSED)
                maybe.source, maybe.decided_by, maybe.decided_at = SOURCE, one.creator, one.created or now()
                session.add(maybe)
    return Imported(new, known, elsewhere)


def _box(one: ReadAnnotation, page: Page) -> tuple[float, float, float, float] | None:
    """Where it lies on the page's picture, within it; None where it does not, or marks no part of it."""
    if one.region is None:
        return None
    try:
        source = PageSource.from_json(JsonObject(parse_json(page.iiif, None, "iiif"), None, "iiif"))
    except InputError:
        return None  # a canvas without its coordinates: nobody can say where that is
    region = one.region
    if one.percent:
        across, down = source.canvas_width / 100, source.canvas_height / 100
        region = Region(region.x * across, region.y * down, region.width * across, region.height * down)
    x1, y1, x2, y2 = source.on_page(region)
    box = max(0.0, x1), max(0.0, y1), min(float(page.width), x2), min(float(page.height), y2)
    return box if box[2] - box[0] >= 1 and box[3] - box[1] >= 1 else None
