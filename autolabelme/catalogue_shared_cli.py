"""What the command lines of the catalogue share: a command's parser, messages, the open project."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .core import terminal
from .core.errors import InputError

if TYPE_CHECKING:
    from .core.catalogue.project import Project

OK, NOTHING, BAD_INPUT = 0, 1, 2


def command(actions: Any, name: str, run: Any, help: str, description: str = "") -> argparse.ArgumentParser:
    """A command that begins with PROJECT."""
    parser: argparse.ArgumentParser = actions.add_parser(name, help=help, description=description or None)
    parser.add_argument("project", metavar="PROJECT", type=Path, help="the project's file or folder")
    parser.set_defaults(run=run)
    return parser


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option ``--json``."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def note(text: str) -> None:
    """One line on stderr that is no error."""
    terminal.tell("autolabelme: note: {text}", text=text)


def open_project(path: Path, *, write: bool, create: bool = False) -> Project:
    """The project, made where it does not exist if `create`: a mistyped name is no empty catalogue.

    `InputError` where it does not exist, and where it shall be changed and cannot be.
    """
    from .core.catalogue.project import Project, exists
    from .core.extras import explained

    with explained():
        if not create and not exists(path):
            raise InputError("there is no project here; catalogue add makes one", path=path)
        project = Project.open(path, write=write)
    if write and not project.writable:
        reason = project.read_only_because
        project.close()
        raise InputError(str(reason), path=project.path)
    return project


def edit(change: Callable[[Project, argparse.Namespace], str | None]) -> Callable[[argparse.Namespace], int]:
    """A command that changes the project: prints the id that comes of it, and what could not be written."""

    @wraps(change)
    def run(args: argparse.Namespace) -> int:
        with open_project(args.project, write=True) as project:
            made = change(project, args)
            if made is not None:
                print(made)
            return BAD_INPUT if terminal.tell_errors(project.problems) else OK

    return run


def ornament_ids(project: Project, given: Sequence[str]) -> list[str]:
    """`whole_ids` of ornaments."""
    from .core.catalogue.schema import Ornament

    return whole_ids(project, Ornament, given)


def given_fields(args: argparse.Namespace, names: Sequence[str]) -> dict[str, str]:
    """The options among `names` that were given."""
    return {name: getattr(args, name) for name in names if getattr(args, name) is not None}


def whole_ids(project: Project, kind: type[Any], given: Sequence[str]) -> list[str]:
    """The ids that begin so (a list prints their first letters); `InputError` for none and for several.

    `kind` is a table with an `id`. What names a block or a book as a whole counts before.
    """
    from sqlalchemy import select

    found = []
    with project.read() as session:
        for text in given:
            begins = kind.id.startswith(text, autoescape=True)
            ids = session.scalars(select(kind.id).where(begins).limit(2)).all()
            if text in ids:
                ids = [text]
            if len(ids) != 1:
                problem = "nothing has this id" if not ids else "several ids begin so"
                raise InputError("{text}: {reason}", path=project.path, text=text, reason=problem)
            found.append(ids[0])
    return list(dict.fromkeys(found))
