"""The commands ``autolabelme catalogue search|groups``: where was it used before, what belongs together."""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .catalogue_shared_cli import BAD_INPUT, NOTHING, OK, add_json, command, open_project, report
from .core.errors import InputError
from .core.messages import told

if TYPE_CHECKING:
    from ransac_gui.core.retrieval.in_project import Crops
    from ransac_gui.core.retrieval.index import Index
    from ransac_gui.core.retrieval.search import Candidate

    from .core.arrays import U8
    from .core.catalogue.project import Project


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
    parser.add_argument("image", metavar="IMAGE", type=Path, help="the ornament, or a page with --box")
    parser.add_argument("--box", metavar="X1,Y1,X2,Y2", help="the ornament's place on the page, pixels")
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
    from ransac_gui.core.retrieval.search import RetrievalParams, search

    from .core import terminal
    from .core.catalogue.queries import by_ids
    from .core.extras import explained
    from .core.options import params_from

    params = params_from(args, RetrievalParams)
    with explained():
        import usearch.index  # noqa: F401  its start is none of the search's seconds
    started = time.perf_counter()
    picture = picture_of(args.image, args.box)
    read_s = time.perf_counter() - started
    with open_project(args.project, write=False) as project:
        index, crops = _up_to_date(project)
        with terminal.progress(str(args.image)) as tick:
            started = time.perf_counter()
            found = search(picture, index, crops, params, tick=tick)
            seconds = read_s + time.perf_counter() - started
        infos = {one.id: one for one in by_ids(project, [one.ornament for one in found])}
    report(crops.problems.values())
    found = tuple(one for one in found if one.ornament in infos)
    if args.json:
        results = [
            {
                "ornament": one.ornament,
                "page": infos[one.ornament].link,
                "box": list(infos[one.ornament].box),
                **_said(one),
            }
            for one in found
        ]
        print(json.dumps({"results": results, "seconds": round(seconds, 3)}))
    else:
        rows = [
            (
                one.ornament[:12],
                f"{one.score:.2f}",
                told("CommandLine", one.verdict.kind) if one.verdict is not None else "",
                infos[one.ornament].title,
                infos[one.ornament].link.rpartition("/")[2],
            )
            for one in found
        ]
        terminal.table(str(args.image), ("id", "score", "verdict", "book", "page"), rows)
    return OK if found else NOTHING


def picture_of(path: Path, box: str | None) -> U8:
    """The ornament of the command line: a crop, or what stands in a box of a page.

    Raises `InputError` for a picture that cannot be read, and a box that is none or lies beside the page.
    """
    import numpy as np

    from .core.boxes import pixel_slices
    from .core.image_io import read_rgb

    page = read_rgb(path)
    if box is None:
        return page
    try:
        x1, y1, x2, y2 = (float(part) for part in box.split(","))
    except ValueError as error:
        raise InputError("expected four numbers X1,Y1,X2,Y2, got {box}", field="--box", box=box) from error
    if not all(map(math.isfinite, (x1, y1, x2, y2))) or x2 <= x1 or y2 <= y1:
        raise InputError("expected X1 < X2 and Y1 < Y2, got {box}", field="--box", box=box)
    rows, columns = pixel_slices((x1, y1, x2, y2), page.shape[1], page.shape[0])
    picture = page[rows, columns]
    if not picture.size:
        size = f"{page.shape[1]} x {page.shape[0]} px"
        raise InputError("{box} lies beside the page of {size}", path=path, field="--box", box=box, size=size)
    return np.ascontiguousarray(picture)


def _up_to_date(project: Project) -> tuple[Index, Crops]:
    """The project's index; what is new in the project is described first."""
    from ransac_gui.core.retrieval.in_project import update

    from .core import terminal

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

    from .core import terminal
    from .core.catalogue.edits import propose_group
    from .core.options import params_from

    params = params_from(args, RetrievalParams)
    with open_project(args.project, write=args.propose) as project:
        index, crops = _up_to_date(project)
        known = decisions(project)
        unseen = [ornament for ornament in crops.places if ornament not in known.blocks]
        with terminal.progress(str(args.project)) as tick:
            groups = propose_groups(
                unseen, known.blocks, index, crops, params, refused=known.refused, tick=tick
            )
        if args.propose:
            for group in groups:
                if group.block or len(group.ornaments) > 1:
                    scores = {link.ornament: link.found.score for link in reversed(group.links)}
                    found = [(ornament, scores.get(ornament)) for ornament in group.ornaments]
                    propose_group(project, found, group.block, source="search")
    problems = report(crops.problems.values())
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
