"""The commands ``autolabelme catalogue accept|reject|block|...``: decisions for scripts, and upkeep.

Each command is one edit, which ``catalogue undo`` takes back.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .catalogue_shared_cli import (
    BAD_INPUT,
    NOTHING,
    OK,
    add_json,
    command,
    edit,
    given_fields,
    note,
    open_project,
    ornament_ids,
    whole_ids,
)
from .core import terminal
from .core.options import dpi_of

if TYPE_CHECKING:
    from .core.catalogue.printers import Use
    from .core.catalogue.project import Project

_BOOK_FIELDS = ("title", "author", "printer", "imprint", "place", "year", "library", "shelfmark", "note")


def add_actions(actions: Any) -> None:
    """Add these commands to those of ``autolabelme catalogue``."""
    _add_decisions(actions)
    _add_blocks(actions)
    _add_books(actions)
    _add_upkeep(actions)


# --- decisions --------------------------------------------------------------------------------------


def _add_decisions(actions: Any) -> None:
    from .core.catalogue.kinds import KINDS

    for name, help in (
        ("accept", "proposals are ornaments: their boxes go into the LabelMe files"),
        ("reject", "these are no ornaments, and are not proposed again"),
        ("reopen", "put them back among the proposals"),
    ):
        parser = command(actions, name, run_decide, help)
        parser.add_argument(
            "ids", metavar="ID", nargs="+", help="ornaments, by their ids or what these begin with"
        )
        parser.add_argument(
            "--kind", choices=KINDS, metavar="KIND", help="also say what they are: %(choices)s"
        )
        parser.set_defaults(decision=name)
    parser = command(
        actions, "block", run_block, "ornaments are impressions of one block", "Make a block of ornaments."
    )
    parser.add_argument("name", metavar="NAME|ID", help="of a block; a name that none has makes a new one")
    parser.add_argument("ids", metavar="ORNAMENT", nargs="+", help="its impressions")
    parser.add_argument("--printer", metavar="NAME", help="whose block it is")


@edit
def run_decide(project: Project, args: argparse.Namespace) -> None:
    """Accept, reject or propose again."""
    from .core.catalogue import edits

    ids = ornament_ids(project, args.ids)
    if args.kind:
        edits.set_kind(project, ids, args.kind)
    decide = {"accept": edits.accept, "reject": edits.reject, "reopen": edits.reopen}
    decide[args.decision](project, ids)


@edit
def run_block(project: Project, args: argparse.Namespace) -> str:
    """Assign ornaments to a block."""
    from .core.catalogue import edits, queries

    ids = ornament_ids(project, args.ids)
    known = [one for one in queries.blocks(project) if args.name in (one.id, one.name)]
    if known:
        block = known[0].id
        edits.assign(project, ids, block)
    else:
        block = edits.make_block(project, args.name, ids)
    if args.printer is not None:
        edits.change_block(project, block, printer=args.printer)
    return block


# --- blocks, books, printers ------------------------------------------------------------------------


def _add_blocks(actions: Any) -> None:
    parser = command(actions, "blocks", run_blocks, "blocks and sorts, with how often and when they are used")
    parser.add_argument("--type", choices=("block", "sort"), help="default: both")
    add_json(parser)
    parser = command(
        actions,
        "printers",
        run_printers,
        "whose blocks stand in which books, and what speaks against an imprint",
        "Without NAME all printers; with NAME his blocks, each with the books that have it, whoever printed "
        "them.",
    )
    parser.add_argument("name", metavar="NAME", nargs="?", help="a printer as the books name him")
    add_json(parser)


def run_blocks(args: argparse.Namespace) -> int:
    """List blocks and sorts."""
    from .core.catalogue.queries import blocks
    from .core.messages import told

    with open_project(args.project, write=False) as project:
        found = blocks(project, type=args.type)
    if args.json:
        print(json.dumps({"blocks": [asdict(one) for one in found]}))
    else:
        rows = [
            (
                one.id[:12],
                one.name,
                told("CommandLine", "block") if one.type == "block" else told("CommandLine", "sort"),
                str(one.impressions),
                str(one.books),
                _years(one.first_year, one.last_year),
            )
            for one in found
        ]
        terminal.table(str(args.project), ("id", "name", "type", "impressions", "books", "years"), rows)
    return OK if found else NOTHING


def _years(first: int | None, last: int | None) -> str:
    return "" if first is None else str(first) if first == last else f"{first}-{last}"


def run_printers(args: argparse.Namespace) -> int:
    """The printer view."""
    from .core.catalogue import printers

    with open_project(args.project, write=False) as project:
        against = printers.contradictions(project)
        everyone = printers.printers(project)
        uses = _of_printer(project, args.name) if args.name is not None else ()
    if args.name is not None:
        against = tuple(one for one in against if args.name in (one.printer, one.use.printer))
    if args.json:
        value: dict[str, Any] = {"against": [_against(one) for one in against]}
        value |= {"uses": [asdict(use) for use in uses]} if args.name is not None else {}
        value |= {"printers": [asdict(one) for one in everyone]} if args.name is None else {}
        print(json.dumps(value))
    elif args.name is not None:
        rows = [
            (use.block_name, use.title, use.printer, str(use.year or ""), str(use.impressions))
            for use in uses
        ]
        terminal.table(args.name, ("block", "book", "printer", "year", "impressions"), rows)
    else:
        names = [(one.name, str(one.books), str(one.blocks)) for one in everyone]
        terminal.table(str(args.project), ("printer", "books", "blocks"), names)
    if not args.json:
        for one in against:
            note(
                f"{one.use.title} ({one.use.printer}) has {one.use.block_name}, a block of {one.printer} "
                f"({one.his} of {one.books} books)"
            )
    return OK if (uses if args.name is not None else everyone) else NOTHING


def _of_printer(project: Project, name: str) -> Sequence[Use]:
    from .core.catalogue import printers

    his = {use.block for use in printers.blocks_of(project, name)}
    return [use for use in printers.uses(project, type=None) if use.block in his]


def _against(one: Any) -> dict[str, Any]:
    return {
        **asdict(one.use),
        "block_printer": one.printer,
        "said": one.said,
        "his": one.his,
        "of": one.books,
    }


def _add_books(actions: Any) -> None:
    parser = command(actions, "books", run_books, "the books, with how much of each is here")
    add_json(parser)
    parser = command(actions, "book", run_book, "say what a book is")
    parser.add_argument("book", metavar="BOOK", help="its id, or what that begins with")
    for name in _BOOK_FIELDS:
        parser.add_argument(f"--{name}", metavar="TEXT")
    parser.add_argument(
        "--dpi",
        metavar="N",
        type=dpi_of,
        help="the resolution of its pages where files and library do not say it: sizes in mm follow",
    )


def run_books(args: argparse.Namespace) -> int:
    """List books."""
    from .core.catalogue.queries import books

    with open_project(args.project, write=False) as project:
        found = books(project)
    if args.json:
        rows = [{**asdict(one), "place_on_disk": str(one.place_on_disk)} for one in found]
        print(json.dumps({"books": rows}))
    else:
        shown = [
            (
                one.id[:12],
                one.title,
                one.printer,
                one.year_text,
                str(one.pages),
                str(one.ornaments),
                str(one.proposed),
            )
            for one in found
        ]
        terminal.table(
            str(args.project), ("id", "title", "printer", "year", "pages", "ornaments", "proposed"), shown
        )
    return OK if found else NOTHING


@edit
def run_book(project: Project, args: argparse.Namespace) -> None:
    """Change a book's fields."""
    from .core.catalogue import edits
    from .core.catalogue.queries import pages_of
    from .core.catalogue.schema import Book

    given = given_fields(args, _BOOK_FIELDS)
    if "year" in given:
        given["year_text"] = given.pop("year")
    (book,) = whole_ids(project, Book, [args.book])
    if given:
        edits.change_book(project, book, **given)
    if args.dpi is not None:
        edits.change_pages(project, pages_of(project, book), dpi=args.dpi)


# --- upkeep -----------------------------------------------------------------------------------------


def _add_upkeep(actions: Any) -> None:
    for name, help in (("undo", "take the last edit back"), ("redo", "do the last undone edit again")):
        parser = command(actions, name, run_undo, help)
        parser.set_defaults(turn=name)
    command(
        actions,
        "rebuild",
        run_rebuild,
        "make the database anew from what lies beside it",
        "Make the database anew from the records beside it and the LabelMe files of the pages: after a "
        "change of the records by version control, or when it is damaged.",
    )
    parser = command(actions, "relink", run_relink, "find pages again whose files have moved")
    parser.add_argument(
        "folders",
        metavar="FOLDER",
        type=Path,
        nargs="*",
        help="where to look (default: the project's folder)",
    )


def run_undo(args: argparse.Namespace) -> int:
    """Undo or redo one edit."""
    with open_project(args.project, write=True) as project:
        what = project.undo() if args.turn == "undo" else project.redo()
        if what:
            print(what)
        return BAD_INPUT if terminal.tell_errors(project.problems) else OK if what else NOTHING


def run_rebuild(args: argparse.Namespace) -> int:
    """Make the database anew."""
    from .core.catalogue.project import project_path
    from .core.catalogue.rebuilding import rebuild
    from .core.extras import explained

    with explained(), terminal.progress("rebuild") as tick:
        result = rebuild(project_path(args.project), tick=tick)
    terminal.say(
        "books: {books}, pages: {pages}, ornaments: {ornaments}",
        books=result.books,
        pages=result.pages,
        ornaments=result.ornaments,
    )
    return BAD_INPUT if terminal.tell_errors(result.problems) else OK if result.pages else NOTHING


def run_relink(args: argparse.Namespace) -> int:
    """Find moved pages."""
    from .core.catalogue.moving import find_moved

    with open_project(args.project, write=True) as project, terminal.progress("relink") as tick:
        result = find_moved(project, args.folders or [project.folder], tick=tick)
        terminal.say("missing: {missing}, found again: {found}", missing=result.missing, found=result.found)
        return (
            BAD_INPUT
            if terminal.tell_errors(project.problems)
            else OK
            if result.found == result.missing
            else NOTHING
        )
