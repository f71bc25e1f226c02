"""Searching every label of a page at once and putting the result into its document.

One label is the report's *Rematch*; several are *match all labels*: labels that compete for the same
ink are resolved by score.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal

import numpy as np

from ..arrays import U8
from ..boxes import pixel_slices
from ..errors import InputError
from ..matching import tuning
from ..matching.kin import representatives
from ..matching.neighbourhood import Neighbourhood
from ..matching.params import SearchParams
from ..matching.search import SearchResult, resolve
from ..matching.several import UnreadPage, Wanted, search_labels
from ..matching.words import SearchWords
from ..messages import told
from ..progress import Tick, no_tick
from ..sorts import SortCatalogue, names_for, sort_key
from .document import Document, Shape
from .picture import page_gray, page_gray_reduced

Scope = Literal["line", "around", "ornament", "page"]


@dataclass(frozen=True)
class Example:
    """A template from another page: label, pixels uint8 (h, w), an id for its matches, and the page.

    `sort` is the id of what the label stands for there; without one it is what has that label here.
    `page_size` is that page's width and height in pixels. An example that is `covered` finds nothing that
    another one does not find as well, and is not searched for.
    """

    label: str
    gray: U8
    id: str
    note: str = ""
    image_path: Path | None = None
    page: int = 0
    sort: str = ""
    page_size: tuple[int, int] | None = None
    covered: bool = False

    def is_of(self, document: Document) -> bool:
        """Whether it was cut out of this page."""
        return (self.image_path, self.page) == (document.image_path, document.page)


@dataclass(frozen=True)
class Rematch:
    """What came of searching a page.

    All by label: `copies` counts the matches besides the templates; `seconds` is the time of the search;
    `problems` says why a label could not be searched for. `renamed` gives what a label is called on the page
    that its sort came from, where another sort has that name here.
    """

    document: Document
    copies: dict[str, int]
    seconds: dict[str, float]
    problems: dict[str, str]
    renamed: dict[str, str] = field(default_factory=dict)


def examples_of(
    document: Document, page_gray: U8, label: str, catalogue: SortCatalogue | None = None
) -> tuple[Example, ...]:
    """The templates of `label` as crops, to be searched for on other pages.

    `page_gray` is the document's page, uint8 (H, W). Raises `InputError` without a template, and for one
    whose box holds no pixel.
    """
    templates = document.templates(label)
    if not templates:
        there = ", ".join(document.labels()) or "none"
        raise InputError(
            "has no template of label {label}; labels: {there}",
            path=document.image_path,
            label=label,
            there=there,
        )
    found, sort = [], sort_key(document, label, catalogue).id
    for template in templates:
        rows, columns = pixel_slices(template.box, document.width, document.height)
        crop = np.ascontiguousarray(page_gray[rows, columns])
        if not crop.size:
            raise InputError("the box of label {label} holds no pixel", path=document.image_path, label=label)
        name = example_id(document.image_path, template.id)
        page_size = (document.width, document.height)
        found.append(
            Example(label, crop, name, template.note, document.image_path, document.page, sort, page_size)
        )
    return tuple(found)


def with_covered(examples: Sequence[Example]) -> list[Example]:
    """`examples` with those marked that others of their page and sort stand for: once for all pages."""
    groups: dict[tuple[str, str, Path | None, int], list[int]] = {}
    for index, one in enumerate(examples):
        groups.setdefault((one.label, one.sort, one.image_path, one.page), []).append(index)
    kept = {
        group[index]
        for group in groups.values()
        for index in representatives([examples[member].gray for member in group])
    }
    return [one if index in kept else replace(one, covered=True) for index, one in enumerate(examples)]


def example_id(image_path: Path, template_id: str) -> str:
    """The `template` of matches on other pages than the template's own."""
    return f"{image_path.stem}:{template_id}"


def unread_page(document: Document) -> UnreadPage:
    """The document's page, decoded as far as it is searched."""
    return UnreadPage(partial(page_gray, document), partial(page_gray_reduced, document))


def params_for(
    params: SearchParams, template_page: tuple[int, int] | None, page: tuple[int, int]
) -> SearchParams:
    """The search for a template of another page; `template_page` and `page` are widths and heights in pixels.

    Pages of nearly one size are scans of one resolution, on which a sort has one size.
    """
    whole = params.replace(neighbourhood=Neighbourhood(params.neighbourhood.value, "page"))
    return whole if template_page is None else whole.between(template_page, page)


def rematch(
    document: Document,
    page: U8 | UnreadPage,
    params: SearchParams,
    *,
    scope: Scope = "line",
    labels: Iterable[str] | None = None,
    examples: Sequence[Example] = (),
    catalogue: SortCatalogue | None = None,
    tick: Tick = no_tick,
) -> Rematch:
    """Search `labels` of the page (default: all that have a template) and `examples` of other pages.

    The page's own labels compete for the ink and their result replaces the earlier one. What is found of
    sorts of other pages is only added, where no box stands, under the label that the sort has here.

    Parameters
    ----------
    page : uint8 (H, W), the document's page; or `unread_page` of it.
    params : thresholds, poses and the neighbourhood's value; its scope is replaced by `scope`.
    scope : ``ornament`` is the drawn ornament around each template. Examples are searched on the whole page.
    """
    own = document.labels() if labels is None else tuple(labels)
    wanted = {
        label: [_own(document, params, scope, template) for template in document.templates(label)]
        for label in own
    }
    names = names_for(document, [(one.sort, one.label) for one in examples if one.sort], catalogue)
    by_label: dict[str, list[Example]] = {}
    for one in examples:
        by_label.setdefault(names.get(one.sort, one.label), []).append(one)
    for label, of_label in by_label.items():
        wanted.setdefault(label, []).extend(
            Wanted(
                one.id, params_for(params, one.page_size, (document.width, document.height)), gray=one.gray
            )
            for one in of_label
            if not one.covered
        )
    wanted = {label: templates for label, templates in wanted.items() if templates}
    here = {label for label in own if document.templates(label)}
    foreign = {label: of_label for label, of_label in by_label.items() if label not in here}

    def named(done: int, total: int, stage: str) -> None:
        tick(done, total, told("Stages", "label {stage}", stage=told("Stages", stage)))

    results = search_labels(page, wanted, tick=named)
    problems = {label: result.reason for label, result in results.items() if result.reason}
    copies: dict[str, int] = {}
    for label, matches in resolve(_without(results, foreign), params.threshold).items():
        if label not in problems:  # what could not be searched for keeps what an earlier search has found
            document = document.set_matches(label, matches)
        note = next((one.note for one in by_label.get(label, ()) if one.note), "")
        if note and label not in document.notes():
            document = document.update((s.id for s in document.boxes_of(label)), note=note)
        copies[label] = len(document.matches(label))
    there = resolve({label: results[label] for label in foreign}, params.threshold)
    for label, matches in there.items():
        of_label = foreign[label]
        note = next((one.note for one in of_label if one.note), "")
        document = document.add_matches(
            label,
            matches,
            tuning.MAX_OVERLAP,
            note=note,
            sort=of_label[0].sort,
            instead_of=[one.id for one in of_label],
        )
        if note and label not in document.notes():
            document = document.update((s.id for s in document.boxes_of(label)), note=note)
        copies[label] = len(document.matches(label))
    seconds = {label: result.seconds for label, result in results.items()}
    renamed = {
        label: of_label[0].label
        for label, of_label in foreign.items()
        if of_label[0].label != label and copies[label]
    }
    return Rematch(document, copies, seconds, problems, renamed)


def _without(results: dict[str, SearchResult], labels: Collection[str]) -> dict[str, SearchResult]:
    return {label: result for label, result in results.items() if label not in labels}


def _own(document: Document, params: SearchParams, scope: Scope, template: Shape) -> Wanted:
    rows, columns = pixel_slices(template.box, document.width, document.height)
    if rows.stop <= rows.start or columns.stop <= columns.start:
        return Wanted(template.id, params, template.box, obstacle=SearchWords.NO_PIXEL())
    region = document.region_for(template.box) if scope == "ornament" else None
    if scope == "ornament" and region is None:
        return Wanted(template.id, params, template.box, obstacle=SearchWords.NO_ORNAMENT())
    placed = Neighbourhood(params.neighbourhood.value, scope, region)
    return Wanted(template.id, params.replace(neighbourhood=placed), template.box)
