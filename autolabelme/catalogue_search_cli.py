"""The commands ``autolabelme catalogue search|groups``: where was it used before, what belongs together."""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .catalogue_shared_cli import BAD_INPUT, NOTHING, OK, add_json, command, note, open_project
from .core import terminal
from .core.errors import InputError
from .core.languages import figure
from .core.messages import told
from .core.options import as_option, box_of

if TYPE_CHECKING:
    from ransac_gui.core.retrieval.in_project import Crops
    from ransac_gui.core.retrieval.index import Index
    from ransac_gui.core.retrieval.search import Candidate

    from .core.arrays import U8
    from .core.catalogue.project import Project
    from .core.catalogue.queries import OrnamentInfo


def add_actions(actions: Any) -> None:
    """Add these commands to those of ``autolabelme catalogue``."""
    from ransac_gui.core.retrieval.params import RetrievalParams

    from .core.options import add_options

    parser = command(
        actions,
        "search",
        run_search,
        "where an ornament was used before",
        "Find the ornaments of the project that show what IMAGE shows, best first. The most similar ones are "
        "laid on it, and the best ones get the verdict of the block test. Exit status 1: none is found.",
    )
    parser.add_argument("image", metavar="IMAGE", help="the ornament, or a page with --box")
    parser.add_argument(
        "--box", metavar="X1,Y1,X2,Y2", type=box_of, help="the ornament's place on the page, pixels"
    )
    add_options(parser, RetrievalParams)
    add_json(parser)
    parser = command(
        actions,
        "groups",
        run_groups,
        "which ornaments without a block are impressions of one",
        "Search for each ornament that has no block yet, and propose impressions of known blocks and new "
        "blocks. Nothing is changed without --propose.",
    )
    parser.add_argument(
        "--propose", action="store_true", help="keep them in the project, for a person to confirm"
    )
    add_options(parser, RetrievalParams, only=("candidates",))
    add_json(parser)


# --- search -----------------------------------------------------------------------------------------


def run_search(args: argparse.Namespace) -> int:
    """Search by picture."""
    from ransac_gui.core.retrieval.search import Candidate, RetrievalParams, search

    from .core.catalogue.project import exists
    from .core.catalogue.queries import by_ids
    from .core.catalogue.words import CatalogueWords
    from .core.extras import explained
    from .core.options import params_from

    params = params_from(args, RetrievalParams)
    with explained():
        import usearch.index  # noqa: F401  its start is none of the search's seconds
    started = time.perf_counter()
    query = query_of(args.image, args.box, reduced=not params.verify)
    read_s = time.perf_counter() - started
    new = not exists(args.project)
    with open_project(args.project, write=False, create=True) as project:
        if new:
            note(CatalogueWords.NEW_PROJECT(path=str(project.path)))
        index, crops = _up_to_date(project)
        own = _own(project, query)
        with terminal.progress(str(args.image)) as tick:
            started = time.perf_counter()
            exclude = () if own is None else (own.id,)
            found = search(query.picture, index, crops, params, exclude=exclude, tick=tick)
            seconds = read_s + time.perf_counter() - started
        infos = {one.id: one for one in by_ids(project, [one.ornament for one in found])}
    terminal.tell_errors(crops.problems.values())
    shown = [(infos[one.ornament], one) for one in found if one.ornament in infos]
    if own is not None:
        # What is searched for stands in the project: it is no finding, but nobody shall miss it either.
        shown.insert(0, (own, Candidate(own.id, 1.0, 1.0)))
    if args.json:
        results = [
            {
                "ornament": info.id,
                "page": info.link,
                "box": list(info.box),
                **_said(one),
                "itself": info is own,
            }
            for info, one in shown
        ]
        print(json.dumps({"results": results, "seconds": round(seconds, 3)}))
    else:
        rows = [
            (
                info.id[:12],
                figure(one.score, ".2f"),
                _verdict_words(one, itself=info is own),
                info.title,
                info.link.rpartition("/")[2],
            )
            for info, one in shown
        ]
        terminal.table(str(args.image), ("id", "score", "verdict", "book", "page"), rows)
        if own is not None and not found:
            note(CatalogueWords.NOT_ALL_READ() if crops.unread else CatalogueWords.NOWHERE_ELSE())
    # Of pages that could not be read nothing is known: not found there is no answer.
    return BAD_INPUT if crops.unread and not found else OK if shown else NOTHING


def _verdict_words(one: Candidate, *, itself: bool) -> str:
    from .core.catalogue.words import CatalogueWords

    if itself:
        return CatalogueWords.ITSELF()
    return told("CommandLine", one.verdict.kind) if one.verdict is not None else ""


@dataclass(frozen=True, eq=False)
class Query:
    """What is searched for: its picture, and where it stands (box in pixels of the file)."""

    picture: U8
    path: Path
    number: int
    box: tuple[float, float, float, float]


def query_of(link: str, box: tuple[float, float, float, float] | None, *, reduced: bool = False) -> Query:
    """The ornament of the command line: a crop, or what stands in a box of a page; ``FILE#page=2`` as lists
    name it.

    With `reduced` its picture is grey and no finer than a description needs: less of the file is decoded.
    Raises `InputError` for a picture that cannot be read, and a box that is none or lies beside the page.
    """
    import numpy as np

    from .core.boxes import pixel_slices
    from .core.catalogue.places import linked_page
    from .core.image_io import image_info, read_gray_reduced, read_rgb

    path, number = linked_page(link)
    info = image_info(path, number)
    place = (0.0, 0.0, float(info.width), float(info.height)) if box is None else box
    rows, columns = pixel_slices(place, info.width, info.height)
    wide, high = columns.stop - columns.start, rows.stop - rows.start
    if wide <= 0 or high <= 0:
        size = f"{info.width} x {info.height} px"
        raise InputError(
            "{box} lies outside the page of {size}",
            path=path,
            field="--box",
            box=as_option(place),
            size=size,
        )
    if reduced:
        from ransac_gui.core.retrieval.describe import coarsest

        times = coarsest(wide, high)
        page = read_gray_reduced(path, times, number)
        rows, columns = pixel_slices([edge / times for edge in place], page.shape[1], page.shape[0])
    else:
        page = read_rgb(path, number)
    return Query(np.ascontiguousarray(page[rows, columns]), path, number, place)


def _own(project: Project, query: Query) -> OrnamentInfo | None:
    """The query itself, where it is an ornament of the project that is searched, too."""
    from .core.catalogue.queries import ornament_at
    from .core.hashes import file_sha256

    content = file_sha256(query.path)
    own = ornament_at(project, query.path, query.number, query.box, content=content)
    return own if own is not None and own.state != "rejected" else None


def _up_to_date(project: Project) -> tuple[Index, Crops]:
    """The project's index; what is new in the project is described first."""
    from ransac_gui.core.retrieval.in_project import update

    with terminal.progress(str(project.path)) as tick:
        return update(project, tick=tick)


def _said(one: Candidate) -> dict[str, Any]:
    return {
        "score": round(one.score, 4),
        "likeness": round(one.likeness, 4),
        "mirrored": one.mirrored,
        "verdict": None if one.verdict is None else one.verdict.as_json(None),
    }


# --- groups -----------------------------------------------------------------------------------------


def run_groups(args: argparse.Namespace) -> int:
    """Propose groups."""
    from ransac_gui.core.retrieval.grouping import propose_groups
    from ransac_gui.core.retrieval.in_project import decisions
    from ransac_gui.core.retrieval.search import RetrievalParams

    from .core.catalogue.edits import propose_group
    from .core.options import params_from

    params = params_from(args, RetrievalParams)
    with open_project(args.project, write=args.propose) as project:
        index, crops = _up_to_date(project)
        known = decisions(project)
        unseen = [ornament for ornament in index.ornaments if ornament not in known.blocks]
        with terminal.progress(str(args.project)) as tick:
            refused = known.refused | known.apart
            groups = propose_groups(unseen, known.blocks, index, crops, params, refused=refused, tick=tick)
        if args.propose:
            for group in groups:
                if group.block or len(group.ornaments) > 1:
                    scores = {link.ornament: link.found.score for link in reversed(group.links)}
                    found = [(ornament, scores.get(ornament)) for ornament in group.ornaments]
                    propose_group(project, found, group.block, source="search")
    problems = terminal.tell_errors(crops.problems.values())
    if args.json:
        made = [
            {
                "block": group.block,
                "name": known.names.get(group.block or "", ""),
                "ornaments": list(group.ornaments),
                "evidence": [
                    {"ornament": link.ornament, "like": link.found.ornament, **_said(link.found)}
                    for link in group.links
                ],
            }
            for group in groups
        ]
        print(json.dumps({"groups": made}))
    else:
        rows = [
            (
                known.names.get(group.block, group.block) if group.block else "",
                str(len(group.ornaments)),
                " ".join(ornament[:12] for ornament in group.ornaments),
            )
            for group in groups
        ]
        terminal.table(str(args.project), ("block", "impressions", "ornaments"), rows)
    if problems and not groups:
        return BAD_INPUT
    return OK if any(group.block or len(group.ornaments) > 1 for group in groups) else NOTHING
