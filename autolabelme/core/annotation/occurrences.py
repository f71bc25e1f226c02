"""Which label stands on which page, how often and in which poses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..matching.poses import Pose
from ..natural_order import natural_key
from ..output_names import page_names
from ..sorts import name_sorts
from ..tables import csv_text
from .crops import page_of
from .document import Document

POSES = ("plain", "mirrored", "flipped", "rotated", "mirrored_rotated")


def pose_name(pose: Pose) -> str:
    """The kind of a pose: one of `POSES`."""
    if pose.plain:
        return "plain"
    if pose.flipped:
        return "flipped"
    turned = not Pose(pose.rotation_deg, nominal_deg=pose.nominal_deg).plain
    return {(True, False): "mirrored", (True, True): "mirrored_rotated"}.get(
        (pose.mirrored, turned), "rotated"
    )


@dataclass(frozen=True)
class Occurrence:
    """One label on one page: how many vignettes in all and of each kind of pose (in `POSES` order)."""

    label: str
    note: str
    page: str
    count: int
    poses: tuple[int, ...]


def occurrences(documents: Iterable[Document], *, same_sorts: bool = False) -> tuple[Occurrence, ...]:
    """Count the vignettes of `documents` (rejected ones are left out), by label, then page.

    Pages of one name in several folders are named with their folders. A label here is a sort: equal labels
    of two pages that nobody said to be one are two, "0" and "0-2", unless `same_sorts` says so.
    """
    documents = tuple(documents)
    named = name_sorts(documents, same_names=same_sorts)
    documents = tuple(named.by_sort(document) for document in documents)
    pages = page_names(map(page_of, documents))
    found: list[Occurrence] = []
    for document in documents:
        notes = document.notes()
        for label in document.labels():
            names = [pose_name(shape.pose) for shape in document.boxes_of(label)]
            if names:
                poses = tuple(names.count(name) for name in POSES)
                page = pages[page_of(document)]
                found.append(Occurrence(label, notes.get(label, ""), page, len(names), poses))
    return tuple(sorted(found, key=lambda item: (natural_key(item.label), natural_key(item.page))))


def as_csv(found: Iterable[Occurrence]) -> str:
    """One row for each label on each page: label, note, page, count, then a column for each kind of pose."""
    return csv_text(
        ("label", "note", "page", "count", *POSES),
        ((o.label, o.note, o.page, o.count, *o.poses) for o in found),
    )


def as_wide_csv(found: Iterable[Occurrence]) -> str:
    """One row for each label and one column for each page, holding the counts, and the total."""
    found = tuple(found)
    pages = sorted({item.page for item in found}, key=natural_key)
    labels = dict.fromkeys(item.label for item in found)
    counts = {(item.label, item.page): item.count for item in found}
    rows = []
    for label in labels:
        row = [counts.get((label, page), 0) for page in pages]
        rows.append((label, sum(row), *row))
    return csv_text(("label", "total", *pages), rows)
