"""Every command line of the README and of the pages behind it parses."""

from __future__ import annotations

import argparse
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from autolabelme.__main__ import build_parser

ROOT = Path(__file__).resolve().parents[4]
PAGES = ("README.md", "docs/command-line.md", "docs/program.md", "docs/benchmarks-data.md")
BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def command_lines(page: str) -> list[str]:
    """Those of a page's code blocks that begin with a command, without their comments."""
    text = (ROOT / page).read_text("utf-8")
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    words = [shlex.split(line, comments=True) for line in lines if line.startswith("autolabelme ")]
    return [shlex.join(line) for line in words if len(line) > 1]


def every_command(parser: argparse.ArgumentParser, so_far: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of each command that can be run: ("align", "run")."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups:
        yield so_far
    for group in groups:
        for name, inner in group.choices.items():
            yield from every_command(inner, (*so_far, name))


def test_the_readme_has_command_lines() -> None:
    assert len(command_lines("README.md")) >= 5


def test_the_page_of_the_command_line_has_every_command() -> None:
    lines = [shlex.split(line)[1:] for line in command_lines("docs/command-line.md")]
    commands = list(every_command(build_parser()))
    assert len(commands) > 10
    missing = [words for words in commands if not any(line[: len(words)] == list(words) for line in lines)]
    assert missing == []


@pytest.mark.parametrize(("page", "line"), [(page, line) for page in PAGES for line in command_lines(page)])
def test_a_command_line_parses(page: str, line: str) -> None:
    assert callable(build_parser().parse_args(shlex.split(line)[1:]).run)
