"""Searching every label of a page at once and putting the result into its document.

One label is the report's *Rematch*; several are *match all labels*: labels that compete for the same
ink are resolved by score.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np

from ..arrays import U8
from ..boxes import pixel_slices
from ..errors import InputError
from ..matching.neighbourhood import Neighbourhood
from ..matching.search import SearchParams, resolve
from ..matching.several import Wanted, search_labels
from ..progress import Tick, no_tick
from .document import Document, Shape

Scope = Literal["line", "around", "ornament", "page"]
SCOPES: Final[tuple[Scope, ...]] = ("line", "around", "ornament", "page")


@dataclass(frozen=True)
class Example:
    """A template from another page: label, pixels uint8 (h, w), an id for its matches, and the page."""

    label: str
    gray: U8
    id: str
    note: str = ""
    image_path: Path | None = None
    page: int = 0

    def is_of(self, document: Document) -> bool:
        """Whether it was cut out of this page."""
        return (self.image_path, self.page) == (document.image_path, document.page)


@dataclass(frozen=True)
class Rematch:
    """What came of searching a page.

    `copies` counts the matches of each searched label besides its templates; `seconds` is the time of
    its search; `problems` says for a label why it could not be searched, if so.
    """

    document: Document
    copies: dict[str, int]
    seconds: dict[str, float]
    problems: dict[str, str]


def examples_of(document: Document, page_gray: U8, label: str) -> tuple[Example, ...]:
    """The templates of `label` as crops, to be searched for on other pages; `InputError` without any."""
    templates = document.templates(label)
    if not templates:
        there = ", ".join(document.labels()) or "none"
        raise InputError(f"has no template of label {label}; labels: {there}", path=document.image_path)
    found = []
    for template in templates:
        rows, columns = pixel_slices(template.box, document.width, document.height)
        crop = np.ascontiguousarray(page_gray[rows, columns])
        if not crop.size:
            raise InputError(f"the box of label {label} holds no pixel", path=document.image_path)
        name = example_id(document.image_path, template.id)
        found.append(Example(label, crop, name, template.note, document.image_path, document.page))
    return tuple(found)


def example_id(image_path: Path, template_id: str) -> str:
    """The `template` of matches on other pages than the template's own."""
    return f"{image_path.stem}:{template_id}"


def rematch(
    document: Document,
    page_gray: U8,
    params: SearchParams,
    *,
    scope: Scope = "line",
    labels: Iterable[str] | None = None,
    examples: Sequence[Example] = (),
    tick: Tick = no_tick,
) -> Rematch:
    """Search `labels` of the page (default: all that have a template) and `examples` of other pages.

    Parameters
    ----------
    page_gray : uint8 (H, W), the document's page.
    params : thresholds, poses and the neighbourhood's value; its scope is replaced by `scope`.
    scope : ``ornament`` is the drawn ornament around each template. Examples are searched on the whole page.
    """
    own = document.labels() if labels is None else tuple(labels)
    wanted = {
        label: [_own(document, params, scope, template) for template in document.templates(label)]
        for label in own
    }
    whole = params.replace(neighbourhood=Neighbourhood(params.neighbourhood.value, "page"))
    for example in examples:
        wanted.setdefault(example.label, []).append(Wanted(example.id, whole, gray=example.gray))
    wanted = {label: templates for label, templates in wanted.items() if templates}

    def named(done: int, total: int, stage: str) -> None:
        tick(done, total, f"label {stage}")

    results = search_labels(page_gray, wanted, tick=named)
    problems = {label: result.reason for label, result in results.items() if result.reason}
    copies: dict[str, int] = {}
    for label, matches in resolve(results, params.threshold).items():
        before = document.notes().get(label)
        document = document.set_matches(label, matches)
        note = next((e.note for e in examples if e.label == label and e.note), "")
        if note and not before:
            document = document.update((s.id for s in document.boxes_of(label)), note=note)
        copies[label] = len(document.matches(label))
    seconds = {label: result.seconds for label, result in results.items()}
    return Rematch(document, copies, seconds, problems)


def _own(document: Document, params: SearchParams, scope: Scope, template: Shape) -> Wanted:
    region = document.region_for(template.box) if scope == "ornament" else None
    if scope == "ornament" and region is None:
        reason = "no drawn ornament (a rectangle with the label 'ornament') holds its box"
        return Wanted(template.id, params, template.box, obstacle=reason)
    placed = Neighbourhood(params.neighbourhood.value, scope, region)
    return Wanted(template.id, params.replace(neighbourhood=placed), template.box)
