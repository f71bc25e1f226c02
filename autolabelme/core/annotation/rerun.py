"""What a new run on an annotation file takes over into the result that an earlier run left beside it."""

from __future__ import annotations

from dataclasses import dataclass

from .document import Document, Shape, same_place


@dataclass(frozen=True)
class TakenOver:
    """The written document with what is new in the source: `new` are the shapes that came to it.

    `otherwise` are templates of the source in whose place the written document has another box, or the
    box under another label: what is written counts.
    """

    document: Document
    new: tuple[Shape, ...] = ()
    otherwise: tuple[Shape, ...] = ()


def taken_over(written: Document, source: Document) -> TakenOver:
    """`written`, an earlier result for the page, with the boxes that only `source` has.

    Nothing that a person may have done in `written` changes: what is judged, drawn, moved, renamed or
    refused there stays. A match that nobody judged makes room for a template. Such matches of `source` are
    a search's, and are not taken over.
    """
    shapes = [s for s in source.shapes if not s.is_vignette or _is_a_persons(s)]
    written = written.remove(*_found_where(written, source))
    vignettes = [s for s in written.shapes if s.is_vignette]
    new, otherwise = [], []
    for shape, at in zip(shapes, same_place([s.box for s in shapes], vignettes), strict=True):
        if not shape.is_vignette:
            if not any(_form(shape) == _form(other) for other in written.shapes):
                new.append(shape)
        elif at is None:
            known = written.boxes_of(shape.label)
            new.append(
                shape.replace(
                    note=written.notes().get(shape.label, "") if known else shape.note,
                    sort=written.sort_of(shape.label) or shape.sort,
                )
            )
        elif (vignettes[at].label, vignettes[at].box) != (shape.label, shape.box):
            otherwise.append(shape)
    return TakenOver(written.add(*new), tuple(new), tuple(otherwise))


def _found_where(written: Document, source: Document) -> list[str]:
    """Ids of the matches that nobody judged where `source` has a template."""
    found = [s for s in written.shapes if s.is_vignette and not _is_a_persons(s)]
    templates = [s for s in source.shapes if s.role == "template"]
    places = same_place([s.box for s in found], templates)
    return [s.id for s, place in zip(found, places, strict=True) if place is not None]


def _is_a_persons(shape: Shape) -> bool:
    return shape.role == "template" or bool(shape.verdict) or shape.score is None


def _form(shape: Shape) -> tuple[object, ...]:
    return shape.label, shape.shape_type, shape.points
