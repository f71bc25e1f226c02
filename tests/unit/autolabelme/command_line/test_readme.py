"""Every command line of the README and of the pages behind it parses."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from autolabelme.__main__ import build_parser

ROOT = Path(__file__).resolve().parents[4]
PAGES = ("README.md", "docs/command-line.md", "docs/using.md", "docs/benchmarks-data.md")
BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def command_lines(page: str) -> list[str]:
    """Those of a page's code blocks that begin with a command, without their comments."""
    text = (ROOT / page).read_text("utf-8")
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    words = [shlex.split(line, comments=True) for line in lines if line.startswith("autolabelme ")]
    return [shlex.join(line) for line in words if len(line) > 1]


def test_the_readme_has_command_lines_and_the_page_behind_it_all_of_them() -> None:
    said, all_of_them = set(command_lines("README.md")), set(command_lines("docs/command-line.md"))
    assert len(said) >= 5
    assert len(all_of_them) >= 10


@pytest.mark.parametrize(("page", "line"), [(page, line) for page in PAGES for line in command_lines(page)])
def test_a_command_line_parses(page: str, line: str) -> None:
    assert callable(build_parser().parse_args(shlex.split(line)[1:]).run)
