"""What the catalogue does off the UI thread: take pages in, fetch them from a library, search by picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from autolabelme.core.errors import InputError
from autolabelme.core.progress import SubTick, Tick, no_tick

if TYPE_CHECKING:
    from autolabelme.core.catalogue.adding import Added
    from autolabelme.core.catalogue.iiif.export import ExportResult
    from autolabelme.core.catalogue.project import Project
    from autolabelme.core.ornament import Ornament
    from ransac_gui.core.retrieval.index import Index
    from ransac_gui.core.retrieval.search import Candidate


def add_paths(project: Project, paths: tuple[Path, ...], *, tick: Tick = no_tick) -> Added:
    """Take in what folders, PDFs and pictures hold, and propose the ornaments on the pages."""
    from autolabelme.core.catalogue.adding import Added, add, bundled_finder
    from autolabelme.core.catalogue.from_iiif import books_on_disk
    from autolabelme.core.catalogue.sources import in_reading_order
    from autolabelme.core.catalogue.work.params import WorkParams

    finder = bundled_finder()
    new = known = proposals = 0
    problems: list[InputError] = []
    remarks: list[str] = []
    for number, path in enumerate(map(Path, in_reading_order([str(path) for path in paths]))):
        part = SubTick(tick, number / len(paths), (number + 1) / len(paths))
        try:
            books = books_on_disk(path, tick=part)
            result = add(project, books, finder=finder, work=WorkParams(), tick=part)
        except InputError as error:
            problems.append(error)
            continue
        new, known, proposals = new + result.new, known + result.known, proposals + result.proposals
        problems += result.problems
        remarks += result.remarks
    return Added(new, known, proposals, tuple(problems), tuple(remarks))


def add_manifest(project: Project, address: str, *, tick: Tick = no_tick) -> Added:
    """Fetch the pages that a IIIF manifest or collection names into the project's cache, and take them in."""
    from autolabelme.core.catalogue.adding import add, bundled_finder
    from autolabelme.core.catalogue.from_iiif import books_of
    from autolabelme.core.catalogue.iiif.client import Client
    from autolabelme.core.catalogue.iiif.params import FetchParams
    from autolabelme.core.catalogue.work.params import WorkParams
    from autolabelme.core.messages import Message

    remarks: list[Message] = []
    with Client(FetchParams()) as client:
        books = books_of(address, project.folder / "pages", client, tick=tick, remark=remarks.append)
        result = add(project, books, finder=bundled_finder(), work=WorkParams(), tick=tick)
    return replace(result, remarks=(*result.remarks, *remarks))


def export_all(project: Project, folder: Path, *, tick: Tick = no_tick) -> ExportResult | None:
    """Write tables, crops and annotations of the accepted ornaments; nothing, and None, where none is."""
    from autolabelme.core.catalogue.exporting import exported
    from autolabelme.core.catalogue.iiif.export import export
    from autolabelme.core.catalogue.queries import Filter
    from ransac_gui.core.lengths import TOLERANCE_MM

    found = exported(project, Filter(states=("accepted",), roles=("region",)), tolerance_mm=TOLERANCE_MM)
    return export(found, folder, tick=tick) if found.ornaments else None


@dataclass(frozen=True, eq=False)
class Found:
    """What a search found, and why some pages could not be looked at."""

    candidates: tuple[Candidate, ...]
    index: Index
    """As it is now, for the next search."""
    problems: tuple[InputError, ...] = ()


@dataclass(frozen=True, eq=False)
class Ranked:
    """Every ornament that could be described, most like one of them first (id: place)."""

    places: Mapping[str, int]
    index: Index
    """As it is now, for the next search."""
    problems: tuple[InputError, ...] = ()


def rank_like(project: Project, own: str, index: Index | None, *, tick: Tick = no_tick) -> Ranked:
    """Bring the index up to date and put all ornaments in the order of their likeness to `own`, an id.

    By description alone: nothing is verified. `index` as in `find_like`.
    """
    from ransac_gui.core.retrieval.describe import describe
    from ransac_gui.core.retrieval.in_project import update

    index, crops = update(project, base=index, tick=tick)
    picture = crops(own)
    near = [] if picture is None else index.nearest(describe(picture), len(index))
    order = dict.fromkeys([own, *(ornament for ornament, _ in near)])
    places = {ornament: place for place, ornament in enumerate(order)}
    return Ranked(places, index, tuple(crops.problems.values()))


def find_like(
    project: Project, query: Ornament, own: str, index: Index | None, *, tick: Tick = no_tick
) -> Found:
    """Bring the index up to date and search it for a picture; `own` is the query's id among them, or ''.

    `index` is what an earlier search of this project left; None reads it from disk.
    """
    from ransac_gui.core.retrieval.in_project import update
    from ransac_gui.core.retrieval.search import search

    index, crops = update(project, base=index, tick=SubTick(tick, 0.0, 0.5))
    exclude = (own,) if own else ()
    found = search(query.read(), index, crops, exclude=exclude, tick=SubTick(tick, 0.5, 1.0))
    return Found(found, index, tuple(crops.problems.values()))
