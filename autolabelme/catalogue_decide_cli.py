"""The commands ``autolabelme catalogue same|apart|ornament|page|import|...``: every other edit, for scripts.

With those of `catalogue_edit_cli` each decision that the window knows has a command; each is one edit.
"""

from __future__ import annotations

import argparse
import json
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
from .core.errors import InputError
from .core.options import box_of, dpi_of

if TYPE_CHECKING:
    from .core.catalogue.project import Project


def add_actions(actions: Any) -> None:
    """Add these commands to those of ``autolabelme catalogue``."""
    _add_blocks(actions)
    _add_ornaments(actions)
    _add_links(actions)
    parser = command(
        actions,
        "import",
        run_import,
        "take in annotations of IIIF canvases as proposals",
        "Propose what the annotations of a page, list or manifest mark on canvases whose pages the project "
        "has: what export wrote, or what others made. What stands there already is not doubled.",
    )
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="JSON files")
    add_json(parser)


# --- blocks -----------------------------------------------------------------------------------------


def _add_blocks(actions: Any) -> None:
    parser = command(actions, "same", run_same, "blocks are one: the first takes the others' impressions")
    parser.add_argument("block", metavar="BLOCK", help="a block or sort, by its id or its name")
    parser.add_argument("others", metavar="OTHER", nargs="+", help="those that are the same")
    parser = command(actions, "apart", run_apart, "two blocks are not the same, and are not proposed to be")
    parser.add_argument("block", metavar="BLOCK", help="a block or sort, by its id or its name")
    parser.add_argument("other", metavar="OTHER", help="the other one")
    parser = command(actions, "split", run_split, "impressions are a block of their own, told apart")
    parser.add_argument("block", metavar="BLOCK", help="where they are now, by its id or its name")
    parser.add_argument("name", metavar="NAME", help="of the new block")
    parser.add_argument("ids", metavar="ORNAMENT", nargs="+", help="its impressions")
    parser = command(
        actions, "refuse", run_refuse, "ornaments are not of a block, and are not proposed to be"
    )
    parser.add_argument("block", metavar="BLOCK", help="a block or sort, by its id or its name")
    parser.add_argument("ids", metavar="ORNAMENT", nargs="+", help="what is none of its impressions")
    parser = command(actions, "unassign", run_unassign, "ornaments have no block any more")
    parser.add_argument("ids", metavar="ORNAMENT", nargs="+", help="by their ids or what these begin with")
    parser = command(actions, "describe", run_describe, "say what a block is")
    parser.add_argument("block", metavar="BLOCK", help="a block or sort, by its id or its name")
    for name in ("name", "note", "printer", "colour"):
        parser.add_argument(f"--{name}", metavar="TEXT")
    parser.add_argument("--cover", metavar="ORNAMENT", help="the impression that stands for it")


def _block(project: Project, given: str) -> str:
    """The block of this id or name; `InputError` for none."""
    from .core.catalogue.queries import blocks
    from .core.catalogue.schema import Block

    named = [one.id for one in blocks(project) if one.name == given]
    return named[0] if len(named) == 1 else whole_ids(project, Block, [given])[0]


@edit
def run_same(project: Project, args: argparse.Namespace) -> None:
    """Join blocks."""
    from .core.catalogue import edits
    from .core.catalogue.queries import blocks

    into, *others = (_block(project, given) for given in (args.block, *args.others))
    types = {one.type for one in blocks(project) if one.id in (into, *others)}
    if len(types) > 1:
        raise InputError("a block and a sort cannot be one", path=project.path)
    edits.merge_blocks(project, into, others)


@edit
def run_apart(project: Project, args: argparse.Namespace) -> None:
    """Tell two blocks apart."""
    from .core.catalogue import edits

    one, other = _block(project, args.block), _block(project, args.other)
    if one == other:
        raise InputError("a block cannot be told apart from itself", path=project.path)
    edits.tell_apart(project, one, other)


@edit
def run_split(project: Project, args: argparse.Namespace) -> str:
    """Take impressions out of a block."""
    from .core.catalogue import edits

    ids = ornament_ids(project, args.ids)
    return edits.split_block(project, _block(project, args.block), ids, args.name)


@edit
def run_refuse(project: Project, args: argparse.Namespace) -> None:
    """Refuse impressions."""
    from .core.catalogue import edits

    edits.refuse(project, ornament_ids(project, args.ids), _block(project, args.block))


@edit
def run_unassign(project: Project, args: argparse.Namespace) -> None:
    """Take ornaments out of their blocks."""
    from .core.catalogue import edits

    edits.unassign(project, ornament_ids(project, args.ids))


@edit
def run_describe(project: Project, args: argparse.Namespace) -> None:
    """Change a block's fields."""
    from .core.catalogue import edits

    fields = given_fields(args, ("name", "note", "printer", "colour"))
    if args.cover is not None:
        (fields["cover"],) = ornament_ids(project, [args.cover])
    edits.change_block(project, _block(project, args.block), **fields)


# --- ornaments and pages ----------------------------------------------------------------------------


def _add_ornaments(actions: Any) -> None:
    from .core.catalogue.kinds import KINDS

    parser = command(actions, "ornament", run_ornament, "say what an ornament is, and where")
    parser.add_argument("id", metavar="ID", help="its id, or what that begins with")
    parser.add_argument("--kind", choices=KINDS, metavar="KIND", help="one of: %(choices)s")
    parser.add_argument("--note", metavar="TEXT")
    parser.add_argument("--box", metavar="X1,Y1,X2,Y2", type=box_of, help="its place on the page, pixels")
    parser = command(actions, "draw", run_draw, "an ornament that nobody proposed")
    parser.add_argument("page", metavar="PAGE", help="a page's file as lists name it, or its id")
    parser.add_argument("--box", metavar="X1,Y1,X2,Y2", type=box_of, required=True, help="pixels of the page")
    parser.add_argument(
        "--kind", choices=KINDS, default="ornament", metavar="KIND", help="one of: %(choices)s"
    )
    parser = command(actions, "page", run_page, "say what a page is")
    parser.add_argument("pages", metavar="PAGE", nargs="+", help="files as lists name them, or ids")
    for name in ("folio", "rights", "attribution"):
        parser.add_argument(f"--{name}", metavar="TEXT")
    parser.add_argument("--dpi", metavar="N", type=dpi_of, help="its resolution: sizes in mm follow")
    parser.add_argument("--book", metavar="ID", help="the book that it belongs to")


@edit
def run_ornament(project: Project, args: argparse.Namespace) -> None:
    """Change an ornament."""
    from .core.catalogue import edits

    (one,) = ornament_ids(project, [args.id])
    if args.box is not None:
        _require_on_page(project, _page_of(project, one), args.box)
        edits.change_box(project, one, args.box)
    if args.kind is not None:
        edits.set_kind(project, [one], args.kind)
    if args.note is not None:
        edits.set_note(project, one, args.note)


@edit
def run_draw(project: Project, args: argparse.Namespace) -> str:
    """Add an ornament."""
    from .core.catalogue import edits

    page = _page(project, args.page)
    _require_on_page(project, page, args.box)
    return edits.draw(project, page, args.box, args.kind)


@edit
def run_page(project: Project, args: argparse.Namespace) -> None:
    """Change pages."""
    from .core.catalogue import edits
    from .core.catalogue.schema import Book

    fields = given_fields(args, ("folio", "rights", "attribution"))
    book = None if args.book is None else whole_ids(project, Book, [args.book])[0]
    pages = [_page(project, given) for given in args.pages]
    edits.change_pages(project, pages, dpi=args.dpi, book=book, **fields)


def _page(project: Project, given: str) -> str:
    """The page of this file or id; `InputError` for none."""
    from .core.catalogue.places import linked_page
    from .core.catalogue.queries import page_id_of
    from .core.catalogue.schema import Page

    path, number = linked_page(given)
    return page_id_of(project, path, number) or whole_ids(project, Page, [given])[0]


def _page_of(project: Project, ornament: str) -> str:
    from .core.catalogue.queries import by_ids

    return by_ids(project, [ornament])[0].page_id


def _require_on_page(project: Project, page: str, box: tuple[float, float, float, float]) -> None:
    from .core.catalogue.schema import Page
    from .core.options import as_option

    with project.read() as session:
        found = session.get_one(Page, page)
        size = f"{found.width} x {found.height} px"
        inside = 0 <= box[0] < box[2] <= found.width and 0 <= box[1] < box[3] <= found.height
    if not inside:
        raise InputError(
            "{box} lies outside the page of {size}",
            path=project.path,
            field="--box",
            box=as_option(box),
            size=size,
        )


# --- results of Align and Inspect, annotations --------------------------------------------------------


def _add_links(actions: Any) -> None:
    parser = command(actions, "link", run_link, "link a result of Align or Inspect to its ornaments")
    parser.add_argument("file", metavar="FILE", type=Path, help="the result")
    parser.add_argument("ids", metavar="ORNAMENT", nargs="+", help="one, or the two that were compared")
    parser.add_argument("--tool", choices=("align", "inspect"), required=True, help="what made it")
    parser.add_argument("--verdict", metavar="TEXT", default="", help="what it says")
    parser.add_argument("--note", metavar="TEXT", default="")
    parser = command(actions, "unlink", run_unlink, "remove such a link; the result's file stays")
    parser.add_argument("id", metavar="ID", help="of the link, as link prints it")


@edit
def run_link(project: Project, args: argparse.Namespace) -> str:
    """Link a result."""
    from .core.catalogue import edits

    ids = ornament_ids(project, args.ids)
    if len(ids) > 2:
        raise InputError("expected one or two ornaments, got {count}", path=project.path, count=len(ids))
    if not args.file.is_file():
        raise InputError("does not exist", path=args.file)
    other = ids[1] if len(ids) > 1 else None
    said = {"verdict": args.verdict, "note": args.note}
    return edits.link_comparison(project, ids[0], other, args.tool, args.file, **said)


@edit
def run_unlink(project: Project, args: argparse.Namespace) -> None:
    """Remove a link."""
    from .core.catalogue import edits
    from .core.catalogue.schema import Comparison

    edits.unlink_comparison(project, whole_ids(project, Comparison, [args.id])[0])


def run_import(args: argparse.Namespace) -> int:
    """Take annotations in."""
    from .core.catalogue.importing import import_annotations
    from .core.catalogue.words import CatalogueWords
    from .core.reading import read_text

    problems: list[InputError] = []
    new = known = elsewhere = 0
    with open_project(args.project, write=True) as project:
        for path in args.files:
            try:
                result = import_annotations(project, read_text(path), str(path))
            except InputError as error:
                problems.append(error)
                continue
            new, known, elsewhere = new + result.new, known + result.known, elsewhere + result.elsewhere
        problems += project.problems
    terminal.tell_errors(problems)
    if args.json:
        bad = [str(error) for error in problems]
        print(json.dumps({"proposals": new, "known": known, "elsewhere": elsewhere, "bad": bad}))
    else:
        terminal.say("proposed ornaments: {new}, known: {known}", new=new, known=known)
        if elsewhere:
            note(CatalogueWords.ELSEWHERE(count=elsewhere))
    return BAD_INPUT if problems else OK if new + known else NOTHING
