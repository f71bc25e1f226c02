"""The command line of the catalogue: ``autolabelme catalogue add|list|...``.

It joins what the cores offer: database, finder and IIIF of `autolabelme.core.catalogue`, the search of
`ransac_gui.core.retrieval`. Exit status: 0 done or found, 1 nothing found, 2 bad input.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import catalogue_decide_cli, catalogue_edit_cli, catalogue_search_cli
from .catalogue_shared_cli import BAD_INPUT, NOTHING, OK, add_json, command, note, open_project
from .core import terminal
from .core.errors import InputError
from .core.messages import told

if TYPE_CHECKING:
    from .core.catalogue.queries import Filter, OrnamentInfo
    from .core.catalogue.sources import BookSource
    from .core.progress import Tick


def add_commands(subparsers: Any) -> None:
    """Add ``catalogue`` and what it can do to the subparsers of ``autolabelme``."""
    parser = subparsers.add_parser(
        "catalogue",
        help="a project of books, ornaments, blocks and sorts, searched by picture",
        description="One project of books, pages, ornaments, blocks and sorts. PROJECT is its file, or the "
        "folder in which catalogue.sqlite stands; add and search make it where it does not exist.",
    )
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _add_add(actions)
    _add_list(actions)
    _add_match(actions)
    _add_export(actions)
    catalogue_edit_cli.add_actions(actions)
    catalogue_decide_cli.add_actions(actions)
    catalogue_search_cli.add_actions(actions)


# --- add --------------------------------------------------------------------------------------------


def _add_add(actions: Any) -> None:
    parser = command(
        actions,
        "add",
        run_add,
        "take in pages, and find the ornaments on them",
        "Take in the pages of folders, PDFs and IIIF manifests, with what is annotated beside them, and "
        "propose the ornaments on them. Pages that the project has are not doubled. A bad file is named and "
        "left out.",
    )
    parser.add_argument("sources", metavar="FOLDER|PDF|MANIFEST", nargs="+", help="where the pages are")
    parser.add_argument("--no-find", action="store_true", help="do not look for ornaments")
    from .core.catalogue.iiif.params import FetchParams
    from .core.catalogue.work.params import WorkParams
    from .core.options import add_options

    add_options(parser, WorkParams)
    remote = parser.add_argument_group(
        "IIIF",
        "MANIFEST is the address of a manifest or a collection, a viewer's link to one, or a JSON file. Its "
        "pages go into the folder pages beside the project, and are not fetched again.",
    )
    remote.add_argument(
        "--pages", metavar="1-10,15", default="", help="which pages of each book (default: all)"
    )
    add_options(remote, FetchParams)  # type: ignore[arg-type]
    add_json(parser)


def run_add(args: argparse.Namespace) -> int:
    """Take pages in."""
    from .core.catalogue.adding import Added, add, bundled_finder
    from .core.catalogue.words import CatalogueWords
    from .core.catalogue.work.params import WorkParams
    from .core.options import params_from

    problems: list[InputError] = []
    results: list[Added] = []
    with open_project(args.project, write=True, create=True) as project:
        finder = None if args.no_find else bundled_finder()
        if finder is None and not args.no_find:
            note(CatalogueWords.NOT_SEARCHED())
        work = params_from(args, WorkParams)
        with terminal.progress(str(project.path.name)) as tick:
            books = _all_books(args, project.folder, problems, tick)
            results.append(add(project, books, finder=finder, work=work, tick=tick))
    problems += [error for result in results for error in result.problems]
    for result in results:
        for remark in result.remarks:
            note(remark)
    counts = {name: sum(getattr(one, name) for one in results) for name in ("new", "known", "proposals")}
    terminal.tell_errors(problems)
    if args.json:
        print(json.dumps({**counts, "bad": [str(error) for error in problems]}))
    else:
        terminal.say(
            "new pages: {new}, known: {known}, proposed ornaments: {proposals}, bad: {bad}",
            new=counts["new"],
            known=counts["known"],
            proposals=counts["proposals"],
            bad=len(problems),
        )
    return BAD_INPUT if problems else OK if counts["new"] + counts["known"] else NOTHING


def _all_books(
    args: argparse.Namespace, folder: Path, problems: list[InputError], tick: Tick
) -> Iterator[BookSource]:
    """The books of all sources; what is wrong with one goes to the `problems`, and the next one is taken."""
    from .core.catalogue.sources import in_reading_order

    for source in in_reading_order(args.sources):
        try:
            yield from _books(source, args, folder, tick)
        except InputError as error:
            problems.append(error)


def _books(source: str, args: argparse.Namespace, folder: Path, tick: Tick) -> Iterator[BookSource]:
    from .core.catalogue.from_iiif import books_of, books_on_disk, is_manifest
    from .core.catalogue.iiif.client import Client
    from .core.catalogue.iiif.params import FetchParams
    from .core.options import params_from

    if not is_manifest(source):
        yield from books_on_disk(Path(source), tick=tick)
        return
    with Client(params_from(args, FetchParams)) as client:
        yield from books_of(source, folder / "pages", client, pages=args.pages, tick=tick, remark=note)


# --- list -------------------------------------------------------------------------------------------


def _add_list(actions: Any) -> None:
    from .core.catalogue.kinds import KINDS, ORDERS, STATES

    parser = command(actions, "list", run_list, "the ornaments, book after book")
    add = parser.add_argument
    add("--kind", choices=KINDS, metavar="KIND", nargs="+", default=[], help="one or more of: %(choices)s")
    add("--state", choices=STATES, nargs="+", default=[], help="default: proposed and accepted ones")
    add("--block", metavar="ID", help="only impressions of this block or sort")
    add("--book", metavar="ID", help="only of this book")
    add("--printer", metavar="NAME", help="only of books of this printer")
    add("--years", metavar=("FROM", "TO"), nargs=2, type=int, help="only of books of these years")
    add("--order", choices=ORDERS, default=ORDERS[0], help="default: by the year of the book, then its title")
    add("--limit", metavar="N", type=int, help="no more than this many")
    add_json(parser)


def run_list(args: argparse.Namespace) -> int:
    """List ornaments."""
    from .core.catalogue.kinds import DESCENDING
    from .core.catalogue.queries import ornaments

    with open_project(args.project, write=False) as project:
        descending = args.order in DESCENDING
        found = ornaments(project, _filter(args), order=args.order, descending=descending, limit=args.limit)
    if args.json:
        print(json.dumps({"ornaments": [_as_json(one) for one in found]}))
    else:
        rows = [
            (
                one.id[:12],
                one.title,
                one.link.rpartition("/")[2],
                told("CommandLine", one.kind),
                told("CommandLine", one.state),
                one.block_name,
            )
            for one in found
        ]
        terminal.table(str(args.project), ("id", "book", "page", "kind", "state", "block"), rows)
    return OK if found else NOTHING


def _filter(args: argparse.Namespace) -> Filter:
    from .core.catalogue.queries import Filter

    years = args.years or (None, None)
    return Filter(
        kinds=tuple(args.kind),
        states=tuple(args.state) or ("proposed", "accepted"),
        block=args.block,
        book=args.book,
        printer=args.printer,
        year_from=years[0],
        year_to=years[1],
    )


def _as_json(one: OrnamentInfo) -> dict[str, Any]:
    return {
        "id": one.id,
        "page": one.link,
        "kind": one.kind,
        "box": list(one.box),
        "state": one.state,
        "block": one.block or None,
    }


# --- match ------------------------------------------------------------------------------------------


def _add_match(actions: Any) -> None:
    from .core.catalogue.work.params import WorkParams
    from .core.matching.params import SearchParams
    from .core.options import add_options

    parser = command(
        actions,
        "match",
        run_match,
        "find one sort on all pages",
        "Search every page of the project for one sort, and propose what is found as prints of it. A search "
        "that was cut off goes on where it was; pages that come later are searched when it is asked again.",
    )
    parser.add_argument(
        "--template",
        metavar="PAGE:LABEL",
        required=True,
        help="a page of the project (its JSON, or its image with the JSON beside it) and a label that is "
        "boxed on it",
    )
    add_options(parser, SearchParams, without=("neighbourhood",))
    add_options(parser, WorkParams)
    add_json(parser)


def run_match(args: argparse.Namespace) -> int:
    """Search for one sort."""
    from .core.catalogue.sort_search import search_sort
    from .core.catalogue.work.params import WorkParams
    from .core.matching.params import SearchParams
    from .core.options import params_from

    params, work = params_from(args, SearchParams), params_from(args, WorkParams)
    watch = terminal.Stopwatch()
    with open_project(args.project, write=True) as project, terminal.progress(args.template) as tick:
        result = search_sort(project, args.template, params, work=work, tick=tick)
    terminal.tell_errors(result.problems)
    if args.json:
        matches = [
            {
                "ornament": one.ornament,
                "page": one.page,
                "box": list(one.box),
                "score": one.score,
                "rotation": one.rotation_deg,
                "mirrored": one.mirrored,
            }
            for one in result.matches
        ]
        counts = {"block": result.block, "searched": result.searched, "known": result.known}
        bad = [str(error) for error in result.problems]
        print(json.dumps({**counts, "matches": matches, "seconds": watch.seconds, "bad": bad}))
    else:
        pages: dict[str, int] = {}
        for one in result.matches:
            pages[one.page] = pages.get(one.page, 0) + 1
        terminal.table(args.template, ("page", "matches"), [(page, str(n)) for page, n in pages.items()])
    return BAD_INPUT if result.problems else OK if result.matches else NOTHING


# --- export -----------------------------------------------------------------------------------------


def _add_export(actions: Any) -> None:
    from .core.catalogue.iiif.params import FORMATS
    from .core.catalogue.kinds import KINDS, STATES

    parser = command(
        actions,
        "export",
        run_export,
        "write what was found for other programs",
        "Write the ornaments as Web Annotations of their IIIF canvases (with a manifest that a viewer "
        "opens), as a table in mm, as a table of block by book, and as an archive of crops with a list of "
        "what each is.",
    )
    add = parser.add_argument
    add("--format", choices=FORMATS, nargs="+", default=list(FORMATS), help="default: all")
    add("--output", metavar="FOLDER", type=Path, help="default: export beside the project")
    add("--state", choices=STATES, nargs="+", default=["accepted"], help="default: accepted ones")
    add("--kind", choices=KINDS, metavar="KIND", nargs="+", default=[], help="one or more of: %(choices)s")
    add("--book", metavar="ID", help="only of this book")
    add("--vignettes", action="store_true", help="also each single vignette that is boxed on the pages")
    add(
        "--who",
        metavar="NAME",
        default="",
        help="your name, as creator of what you decided (default: nobody is named)",
    )
    add("--base", metavar="URL", default="", help="the address under which the annotations will be published")
    add_json(parser)


def run_export(args: argparse.Namespace) -> int:
    """Write files."""
    from ransac_gui.core.lengths import TOLERANCE_MM

    from .core.catalogue.exporting import exported
    from .core.catalogue.iiif.export import export
    from .core.catalogue.iiif.words import IiifWords
    from .core.catalogue.queries import Filter
    from .core.catalogue.words import CatalogueWords

    roles = ("region", "vignette") if args.vignettes else ("region",)
    which = Filter(kinds=tuple(args.kind), states=tuple(args.state), roles=roles, book=args.book)
    with open_project(args.project, write=False) as project:
        found = exported(project, which, tolerance_mm=TOLERANCE_MM)
        folder = args.output or project.folder / "export"
    if found.ornaments:
        with terminal.progress(str(folder)) as tick:
            result = export(found, folder, args.format, base=args.base, tick=tick)
        files, problems, without = result.files, result.problems, result.without_canvas
    else:
        note(CatalogueWords.NOTHING_TO_EXPORT())
        files, problems, without = (), (), 0
    terminal.tell_errors(problems)
    if without:
        note(IiifWords.NO_CANVAS(count=without))
    if args.json:
        print(
            json.dumps(
                {
                    "ornaments": len(found.ornaments),
                    "files": [str(path.absolute()) for path in files],
                    "without_canvas": without,
                    "bad": [str(error) for error in problems],
                }
            )
        )
    else:
        for path in files:
            terminal.say(str(path))
    return BAD_INPUT if problems else OK if found.ornaments else NOTHING
