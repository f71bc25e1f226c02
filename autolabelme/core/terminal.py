"""Talking to a terminal: progress bars and tables for the command lines of all tools.

Results go to stdout, everything else to stderr, so that ``--json`` and CSV can be piped.
"""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from .languages import said
from .messages import Message, told
from .progress import Tick
from .time_left import TimeLeft

if TYPE_CHECKING:
    from rich.console import Console

    from .errors import AutolabelmeError


def console(*, stderr: bool = False) -> Console:
    """A rich console on stdout or stderr; plain text where that is no terminal."""
    from rich.console import Console

    # In a file or a pipe nothing is to be wrapped at the 80 columns of an unknown terminal.
    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, highlight=False, soft_wrap=True, width=None if stream.isatty() else 200)


@contextmanager
def progress(title: str) -> Iterator[Tick]:
    """A progress bar with time left on stderr; nothing where stderr is no terminal."""
    out = console(stderr=True)
    if not out.is_terminal:
        yield _ignore
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    left = TextColumn("{task.fields[left]}", style="progress.remaining")
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), left)
    estimate = TimeLeft()
    with Progress(*columns, console=out, transient=True) as bars:
        task = bars.add_task(title, total=None, left="")

        def tick(done: int, total: int, stage: str) -> None:
            text = said(told("CommandLine", title))
            if stage:
                text = f"{text}: {said(told('Stages', stage))}"
            seconds = estimate.at(done, total, time.monotonic())
            remaining = "" if seconds is None else str(timedelta(seconds=math.ceil(seconds)))
            bars.update(task, completed=done, total=total or None, description=text, left=remaining)

        yield tick


def _ignore(done: int, total: int, stage: str) -> None:
    pass


def say(text: str, /, *, stderr: bool = False, **values: object) -> None:
    """Print one line in the language that is spoken; brackets in it are text, not markup.

    `text` is a template with ``{name}`` for each of `values`, or a whole message.
    """
    console(stderr=stderr).print(_line(text, values), markup=False)


def tell(text: str, /, **values: object) -> None:
    """Print one line to stderr without any styling or wrapping; arguments as for `say`."""
    print(_line(text, values), file=sys.stderr)


def tell_errors(errors: Iterable[AutolabelmeError]) -> int:
    """One line on stderr for each error; returns how many."""
    count = 0
    for error in errors:
        tell("autolabelme: {error}", error=error)
        count += 1
    return count


def _line(text: str, values: Mapping[str, object]) -> str:
    return said(told("CommandLine", text, **values))


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; columns but the first and last are right-aligned.

    Title, heads, and the cells that are messages are said in the language that is spoken.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    shown = Table(
        title=Text(said(told("CommandLine", title))), title_justify="left", box=SIMPLE_HEAD, pad_edge=False
    )
    for index, name in enumerate(columns):
        shown.add_column(
            said(told("CommandLine", name)), justify="left" if index in (0, len(columns) - 1) else "right"
        )
    for row in rows:
        # A bare cell is a name or a figure of the user's.
        shown.add_row(*(Text(said(cell) if isinstance(cell, Message) else cell) for cell in row))
    console().print(shown)


class Stopwatch:
    """Seconds since it was made."""

    def __init__(self) -> None:
        self._start = time.perf_counter()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._start
