"""A page's annotations as a value: frozen shapes in a frozen document, and edits that return a new one.

Coordinates are LabelMe's and the suite's at once: box edges in pixels, origin top-left, x2 and y2
exclusive. Nothing here reads or writes files except `Document.for_image`, which asks for the size.
"""

from __future__ import annotations

import dataclasses
import math
import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal, Protocol, Self

from .. import boxes, image_io, tuning
from ..errors import MisuseError
from ..matching.poses import Pose

Box = tuple[float, float, float, float]
Role = Literal["template", "match", "proposed", "region", "foreign"]
Verdict = Literal["", "accepted", "rejected"]

VIGNETTE_ROLES: tuple[Role, ...] = ("template", "match", "proposed")

REGION_LABEL = "ornament"
"""A rectangle of this label is a drawn ornament (a region to search in), not a vignette."""

LOCKED = "locked"
"""The flag of a locked shape, which LabelMe reads and keeps."""

PLAIN = Pose()

_NUMBERED = re.compile(r"^(?P<label>\d+)\s+(?P<note>\S.*)$", re.DOTALL)


SHOW_THROUGH: Final[str] = "show-through"
"""The LabelMe flag of a match that shines through from the other side of the leaf."""


class Found(Protocol):
    """What `Document.set_matches` needs of a search result (`autolabelme.core.matching.search.Match`)."""

    @property
    def box(self) -> Box: ...
    @property
    def pose(self) -> Pose: ...
    @property
    def score(self) -> float: ...
    @property
    def p(self) -> float | None: ...
    @property
    def template(self) -> str: ...
    @property
    def show_through(self) -> bool: ...


def split_note(text: str) -> tuple[str, str]:
    """Label and note of what a historian typed: ``"12 sun"`` is label 12 with the note "sun" (report 3.1.2).

    Only a number at the start makes a note; ``"small sun"`` is a label as it stands. Accents come out
    composed: typed on one system and on another, a label is one label.
    """
    text = unicodedata.normalize("NFC", text).strip()
    found = _NUMBERED.match(text)
    return (found["label"], found["note"].strip()) if found else (text, "")


def titled(title: str) -> Any:
    """A text field with what a form calls it."""
    return field(default="", metadata={"title": title})


@dataclass(frozen=True)
class Provenance:
    """Where a page comes from; free text, all optional. The form asks for the fields in this order."""

    library: str = titled("Library")
    shelfmark: str = titled("Shelfmark")
    title: str = titled("Title")
    author: str = titled("Author")
    edition: str = titled("Edition")
    printer: str = titled("Printer")
    place: str = titled("Place")
    year: str = titled("Year")
    folio: str = titled("Page")
    motif: str = titled("Motif id")
    source: str = titled("Source")
    note: str = titled("Note")


@dataclass(frozen=True)
class Shape:
    """One annotation on a page.

    Parameters
    ----------
    label, note : str
        Catalogue label and the free note after its number.
    points : tuple of (x, y)
        Pixels; a rectangle has two opposite corners in any order.
    pose, score, p, template
        How the search found it: `score` -1..1, `p` 0..1, id of the template's shape (or ``PAGE:LABEL``).
    role
        ``template`` is searched for, ``match`` was found, ``proposed`` awaits the historian, ``region``
        is a drawn ornament, ``foreign`` is any other shape of another program: shown, never changed.
    verdict
        The historian's answer in the review queue.
    sort : str
        Id of the catalogue's sort that the label stands for; empty where nobody has said so, and then the
        label is a sort of this page alone (see `autolabelme.core.sorts`).
    extra : mapping
        Keys of the file that this program does not know.
    id : str
        Unique in its document, stable over edits, undo and saving; a document fills in what is empty.
    """

    label: str
    note: str
    points: tuple[tuple[float, float], ...]
    shape_type: str = "rectangle"
    pose: Pose = PLAIN
    score: float | None = None
    p: float | None = None
    template: str = ""
    role: Role = "template"
    verdict: Verdict = ""
    sort: str = ""
    group_id: int | None = None
    description: str = ""
    flags: Mapping[str, bool] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""

    def __post_init__(self) -> None:
        if not self.points:
            raise MisuseError("points: expected at least one point, got none")
        if not all(math.isfinite(number) for point in self.points for number in point):
            raise MisuseError(f"points: expected finite numbers, got {self.points!r}")

    @classmethod
    def rectangle(cls, label: str, box: Sequence[float], *, note: str = "", **fields: Any) -> Shape:
        """A rectangle shape over `box` (xyxy pixels)."""
        x1, y1, x2, y2 = (float(value) for value in box)
        return cls(label, note, ((x1, y1), (x2, y2)), **fields)

    @property
    def box(self) -> Box:
        """Bounding box of the points, xyxy in pixels, corners in order."""
        xs, ys = [point[0] for point in self.points], [point[1] for point in self.points]
        return (min(xs), min(ys), max(xs), max(ys))

    @property
    def text(self) -> str:
        """Label and note in the form that `split_note` reads back: only a number shows its note."""
        text = f"{self.label} {self.note}".strip()
        return text if split_note(text) == (self.label, self.note) else self.label

    @property
    def is_vignette(self) -> bool:
        """True for templates, matches and proposals; False for regions and foreign shapes."""
        return self.role in VIGNETTE_ROLES

    @property
    def locked(self) -> bool:
        """Whether the historian locked it: no command moves, turns or deletes it, no search replaces it."""
        return bool(self.flags.get(LOCKED))

    def with_box(self, box: Sequence[float]) -> Shape:
        """The shape as a rectangle over `box`; a changed box is hand-made and loses its score."""
        x1, y1, x2, y2 = (float(value) for value in box)
        if (x1, y1, x2, y2) == self.box:
            return self
        return replace(self, points=((x1, y1), (x2, y2)), shape_type="rectangle", score=None, p=None)

    def replace(self, **changes: Any) -> Shape:
        """A copy with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Document:
    """The annotations of one page. Every editing method returns a new document and leaves this one.

    Parameters
    ----------
    image_path : Path
        The scan; it may be missing where `image_data` carries the picture.
    width, height : int
        Size of the upright page in pixels.
    page : int
        Page of a multi-page TIFF or PDF, from 0.
    dpi : float, optional
        As set by the historian or read from the scan.
    image_data : bytes, optional
        The encoded picture that the annotation file carried.
    extra : mapping
        Top-level keys of the file that this program does not know.
    remarks : tuple of str
        What was odd in the file that it was read from, for the person; no part of the annotations.
    """

    image_path: Path
    width: int
    height: int
    shapes: tuple[Shape, ...] = ()
    flags: Mapping[str, bool] = field(default_factory=dict)
    provenance: Provenance = Provenance()
    reviewed: bool = False
    flagged: bool = False
    dpi: float | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    page: int = 0
    image_data: bytes | None = field(default=None, repr=False)
    remarks: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if self.width <= 0 or self.height <= 0:
            raise MisuseError(f"size: expected positive width and height, got {self.width} x {self.height}")
        object.__setattr__(self, "image_path", Path(self.image_path))
        object.__setattr__(self, "shapes", _identified(self.shapes))

    @classmethod
    def for_image(cls, path: str | Path, page: int = 0) -> Document:
        """An empty document of an image file; `InputError` when the image cannot be used."""
        info = image_io.image_info(path, page)
        return cls(Path(path), info.width, info.height, dpi=info.dpi, page=page)

    # --- queries --------------------------------------------------------------------------------

    def labels(self) -> tuple[str, ...]:
        """Labels of the vignettes in the order in which they first stand in the file."""
        return tuple(dict.fromkeys(shape.label for shape in self.shapes if shape.is_vignette))

    def boxes_of(self, label: str) -> tuple[Shape, ...]:
        """Every box of `label` that stands: templates and matches, without rejected ones."""
        return tuple(s for s in self.vignettes() if s.label == label)

    def templates(self, label: str) -> tuple[Shape, ...]:
        """The boxes of `label` that are searched for."""
        return tuple(s for s in self.boxes_of(label) if s.role == "template")

    def matches(self, label: str, *, rejected: bool = False) -> tuple[Shape, ...]:
        """The found boxes of `label`; with `rejected`, also those that the historian refused."""
        return tuple(
            s
            for s in self.shapes
            if s.label == label and s.role in ("match", "proposed") and (rejected or s.verdict != "rejected")
        )

    def vignettes(self) -> tuple[Shape, ...]:
        """All vignettes that stand: what is cropped, exported and counted."""
        return tuple(s for s in self.shapes if s.is_vignette and s.verdict != "rejected")

    def regions(self) -> tuple[Shape, ...]:
        """The drawn ornaments."""
        return tuple(s for s in self.shapes if s.role == "region")

    def region_of(self, box: Box) -> Box | None:
        """The smallest drawn ornament that holds the centre of `box`, or None."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        holding = [r.box for r in self.regions() if r.box[0] <= x < r.box[2] and r.box[1] <= y < r.box[3]]
        return min(holding, key=lambda r: (r[2] - r[0]) * (r[3] - r[1]), default=None)

    def region_for(self, box: Box | None) -> Box | None:
        """The drawn ornament that holds `box`; without one, or outside all, the only ornament there is."""
        found = None if box is None else self.region_of(box)
        regions = self.regions()
        return found if found is not None or len(regions) != 1 else regions[0].box

    def queue(self) -> tuple[Shape, ...]:
        """Matches without a verdict, lowest score first: the review queue."""
        waiting = [s for s in self.shapes if s.role in ("match", "proposed") and not s.verdict]
        return tuple(sorted(waiting, key=lambda s: -math.inf if s.score is None else s.score))

    def notes(self) -> dict[str, str]:
        """The notes by label; different notes of one label are joined with a semicolon."""
        found: dict[str, list[str]] = {}
        for shape in self.vignettes():
            known = found.setdefault(shape.label, [])
            # In parts: a search writes the joined note on what it finds, and the next one joins again.
            known += [part for part in shape.note.split("; ") if part and part not in known]
        return {label: "; ".join(notes) for label, notes in found.items() if notes}

    def sort_of(self, label: str) -> str:
        """Id of the sort that `label` stands for on this page; empty where nothing says so.

        A box of another program's among them takes the sort of the others; where a file names two sorts
        under one label, the template's counts, then the first.
        """
        named = [s for s in self.shapes if s.is_vignette and s.label == label and s.sort]
        return min(named, key=lambda s: s.role != "template").sort if named else ""

    def find(self, shape_id: str) -> Shape:
        """The shape with this id; KeyError when there is none."""
        for shape in self.shapes:
            if shape.id == shape_id:
                return shape
        raise KeyError(shape_id)

    # --- edits ----------------------------------------------------------------------------------

    def with_fields(self, **changes: Any) -> Self:
        """A copy with some fields of the document changed (`provenance`, `reviewed`, `dpi`, ...)."""
        return dataclasses.replace(self, **changes)

    def add(self, *shapes: Shape) -> Self:
        """With `shapes` at the end; an id that is empty or taken is replaced by a free one."""
        return self.with_fields(shapes=(*self.shapes, *shapes))

    def remove(self, *shape_ids: str) -> Self:
        """Without the shapes of these ids (ids that are not there do nothing)."""
        gone = set(shape_ids)
        return self.with_fields(shapes=tuple(s for s in self.shapes if s.id not in gone))

    def replace(self, *shapes: Shape) -> Self:
        """With each of `shapes` in the place of the one with its id; KeyError for an unknown id."""
        new = {shape.id: shape for shape in shapes}
        missing = new.keys() - {shape.id for shape in self.shapes}
        if missing:
            raise KeyError(sorted(missing)[0])
        return self.with_fields(shapes=tuple(new.get(s.id, s) for s in self.shapes))

    def update(self, shape_ids: Iterable[str], **changes: Any) -> Self:
        """With some fields of the shapes of these ids changed."""
        chosen = set(shape_ids)
        return self.with_fields(
            shapes=tuple(s.replace(**changes) if s.id in chosen else s for s in self.shapes)
        )

    def relabel(self, shape_ids: Iterable[str], text: str) -> Self:
        """Give shapes another label; `text` may carry a note after a number (see `split_note`).

        A label that stands on the page already brings its note and its sort; where all boxes of a label
        get a new one, it is renamed: note and sort stay. A text that is the shape's own (`Shape.text`)
        changes nothing.
        """
        label, note = split_note(text)
        if not label:
            raise MisuseError("label: expected some text, got none")
        chosen = set(shape_ids)
        moved = [s for s in self.shapes if s.id in chosen and s.text != text.strip()]
        ids = {s.id for s in moved}
        there = self.remove(*ids)
        staying = {s.label for s in there.shapes if s.is_vignette}
        known = label in staying
        new = {}
        for shape in moved:
            renamed = shape.label not in staying
            own_note, own_sort = (shape.note, shape.sort) if renamed and shape.label != label else ("", "")
            if shape.label == label:
                own_sort = shape.sort
            new[shape.id] = shape.replace(
                label=label,
                note=note or (there.notes().get(label, "") if known else own_note),
                sort=there.sort_of(label) if known else own_sort,
            )
        return self.with_fields(shapes=tuple(new.get(s.id, s) for s in self.shapes))

    def with_sort(self, label: str, sort: str) -> Self:
        """With every box of `label`, refused ones too, standing for `sort` (an id, or empty)."""
        return self.with_fields(
            shapes=tuple(
                s.replace(sort=sort) if s.is_vignette and s.label == label else s for s in self.shapes
            )
        )

    def with_verdict(self, shape_ids: Iterable[str], verdict: Verdict) -> Self:
        """Record the historian's answer on shapes."""
        return self.update(shape_ids, verdict=verdict)

    def correct_label(self, label: str) -> Self:
        """*Correct Label* of the report: every box of `label` becomes plain; scale and score stay.

        A locked box stays as it is.
        """
        return self.with_fields(
            shapes=tuple(
                s.replace(pose=Pose(scale_x=s.pose.scale_x, scale_y=s.pose.scale_y))
                if s.label == label and s.is_vignette and not s.locked
                else s
                for s in self.shapes
            )
        )

    def remove_label(self, label: str) -> Self:
        """Without the vignettes of `label`, but for locked ones."""
        return self.with_fields(
            shapes=tuple(s for s in self.shapes if s.locked or not (s.is_vignette and s.label == label))
        )

    def set_matches(self, label: str, matches: Iterable[Found]) -> Self:
        """Put a search's result in the place of the earlier one: one *Rematch*.

        A match on a template of the label is the template itself and adds no box; one on a locked box, of
        whatever label, adds none either. What the historian did stays: a locked box as it is; a verdict
        passes on to the new match in the same place, a judged or hand-made (scoreless) match stays where
        nothing new was found. The note is that of the label.
        """
        found = tuple(matches)
        locked = [s for s in self.shapes if s.locked and s.is_vignette]
        held = same_place([match.box for match in found], locked)
        found = tuple(match for match, place in zip(found, held, strict=True) if place is None)
        templates = self.templates(label)
        earlier = tuple(s for s in self.matches(label, rejected=True) if not s.locked)
        note, sort = self.notes().get(label, ""), self.sort_of(label)
        places = [match.box for match in found]
        on_template = same_place(places, templates)
        on_earlier = same_place(places, earlier)
        fresh: list[Shape] = []
        followed: set[str] = set()
        for match, template, before_index in zip(found, on_template, on_earlier, strict=True):
            before = None if before_index is None else earlier[before_index]
            # A box that the historian drew or moved is better than a found one.
            if template is not None or (before is not None and before.score is None):
                continue
            first = before is not None and before.id not in followed
            shape = _of_match(label, match, note, sort).replace(
                verdict="" if before is None else before.verdict,
                id=before.id if before is not None and first else "",
            )
            followed.add(shape.id)
            fresh.append(shape)
        kept = [s for s in earlier if s.id not in followed and (s.score is None or s.verdict)]
        hidden = same_place([s.box for s in kept], fresh)
        kept = [shape for shape, other in zip(kept, hidden, strict=True) if other is None]
        dropped = {s.id for s in earlier}
        others = tuple(s for s in self.shapes if s.id not in dropped)
        return self.with_fields(shapes=(*others, *kept, *fresh))

    def add_matches(
        self,
        label: str,
        matches: Iterable[Found],
        overlap: float,
        *,
        note: str = "",
        sort: str = "",
        instead_of: Collection[str] = (),
    ) -> Self:
        """Add what a search from another page has found, best first.

        Nothing else changes, but matches without a verdict that the same templates (`instead_of`) had found
        before give way. A match whose ink a standing box has already (IoU over `overlap`, whatever the
        label), or that the historian refused for this label, is left out. `note` and `sort` hold where the
        label is new here.
        """
        if label in self.labels():
            note, sort = self.notes().get(label, ""), self.sort_of(label) or sort
        earlier = {
            s.id: s
            for s in self.matches(label)
            if s.template in instead_of and s.template and s.score is not None and not (s.verdict or s.locked)
        }
        taken = [s.box for s in self.vignettes() if s.id not in earlier]
        refused = [s for s in self.matches(label, rejected=True) if s.verdict == "rejected"]
        again: dict[str, Shape] = {}
        new: list[Shape] = []
        for match in sorted(matches, key=lambda match: -match.score):
            if taken and float(boxes.iou([match.box], taken).max()) > overlap:
                continue
            if same_place([match.box], refused)[0] is not None:
                continue
            shape, before = _of_match(label, match, note, sort), list(earlier.values())
            place = same_place([match.box], before)[0]
            if place is not None and before[place].id not in again:
                again[before[place].id] = shape.replace(id=before[place].id)
            else:
                new.append(shape)
            taken.append(match.box)
        kept = (again.get(s.id, s) for s in self.shapes if s.id not in earlier or s.id in again)
        return self.with_fields(shapes=(*kept, *new))


def _of_match(label: str, match: Found, note: str, sort: str) -> Shape:
    return Shape.rectangle(
        label,
        match.box,
        note=note,
        pose=match.pose,
        score=float(match.score),
        p=None if match.p is None else float(match.p),
        template=match.template,
        role="match",
        sort=sort,
        flags={SHOW_THROUGH: True} if match.show_through else {},
    )


def same_place(places: Sequence[Box], shapes: Sequence[Shape]) -> list[int | None]:
    """For each box the index of the shape of the same impression, or None."""
    if not places or not shapes:
        return [None] * len(places)
    overlap = boxes.iou(places, [shape.box for shape in shapes])
    best = overlap.argmax(axis=1)
    return [int(i) if overlap[row, i] > tuning.SAME_PLACE_IOU else None for row, i in enumerate(best)]


def _identified(shapes: Iterable[Shape]) -> tuple[Shape, ...]:
    """Give every shape an id of its own: the first to claim one keeps it, the others get ``label#n``."""
    shapes = tuple(shapes)
    claimed: set[str] = set()
    for shape in shapes:
        claimed.add(shape.id)
    seen: set[str] = {""}
    counters: dict[str, int] = {}
    result: list[Shape] = []
    for shape in shapes:
        if shape.id in seen:
            number = counters.get(shape.label, 0) + 1
            while f"{shape.label}#{number}" in claimed:
                number += 1
            counters[shape.label] = number
            shape = shape.replace(id=f"{shape.label}#{number}")
            claimed.add(shape.id)
        seen.add(shape.id)
        result.append(shape)
    return tuple(result)
