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
from ..boxes import non_maximum_suppression, pixel_slices
from ..errors import InputError
from ..matching.neighbourhood import Neighbourhood
from ..matching.search import SearchParams, SearchResult, resolve, search
from ..progress import SubTick, Tick, no_tick
from .document import Document, Shape

Scope = Literal["line", "around", "ornament", "page"]
_MAX_OVERLAP = 0.2  # IoU over which two matches are one (DESIGN section 5)
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
        name = f"{document.image_path.stem}:{template.id}"
        found.append(Example(label, crop, name, template.note, document.image_path, document.page))
    return tuple(found)


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
    jobs: dict[str, list[Shape | Example]] = {label: list(document.templates(label)) for label in own}
    for example in examples:
        jobs.setdefault(example.label, []).append(example)
    jobs = {label: templates for label, templates in jobs.items() if templates}
    total = sum(len(templates) for templates in jobs.values())
    results: dict[str, SearchResult] = {}
    problems: dict[str, str] = {}
    done = 0
    for label, templates in jobs.items():
        found: list[SearchResult] = []
        for template in templates:
            part = SubTick(_named(tick, label), done / total, (done + 1) / total)
            found.append(_search(document, page_gray, params, scope, template, part))
            done += 1
        results[label] = _merged(found)
        reasons = [result.reason for result in found if result.reason]
        if len(reasons) == len(found):
            problems[label] = reasons[0]
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


def _search(
    document: Document, page: U8, params: SearchParams, scope: Scope, template: Shape | Example, tick: Tick
) -> SearchResult:
    value = params.neighbourhood.value
    if isinstance(template, Example):
        whole = params.replace(neighbourhood=Neighbourhood(value, "page"))
        return search(page, None, whole, tick=tick, template_gray=template.gray, template_id=template.id)
    region = document.region_of(template.box) if scope == "ornament" else None
    if scope == "ornament" and region is None:
        reason = "no drawn ornament (a rectangle with the label 'ornament') holds its box"
        return SearchResult((), params.threshold, 0.0, reason)
    placed = params.replace(neighbourhood=Neighbourhood(value, scope, region))
    return search(page, template.box, placed, tick=tick, template_id=template.id)


def _merged(results: Sequence[SearchResult]) -> SearchResult:
    """One result of several templates: of overlapping candidates the better one stays."""
    if len(results) == 1:
        return results[0]
    candidates = [match for result in results for match in result.candidates]
    kept = non_maximum_suppression(
        [match.box for match in candidates], [match.score for match in candidates], _MAX_OVERLAP
    )
    return SearchResult(
        tuple(candidates[index] for index in kept),
        results[0].threshold,
        sum(result.seconds for result in results),
    )


def _named(tick: Tick, label: str) -> Tick:
    def named(done: int, total: int, stage: str) -> None:
        tick(done, total, f"label {label}")

    return named
