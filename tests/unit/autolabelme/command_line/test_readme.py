"""Every command line of the README parses."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from autolabelme.__main__ import build_parser

README = Path(__file__).resolve().parents[4] / "README.md"
BLOCK = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def command_lines() -> list[str]:
    """Those of the code blocks that begin with a command, without their comments."""
    lines = [line for block in BLOCK.findall(README.read_text("utf-8")) for line in block.splitlines()]
    words = [shlex.split(line, comments=True) for line in lines if line.startswith("autolabelme ")]
    return [shlex.join(line) for line in words if len(line) > 1]


def test_the_readme_has_command_lines() -> None:
    assert len(command_lines()) >= 10


@pytest.mark.parametrize("line", command_lines())
def test_a_command_line_of_the_readme_parses(line: str) -> None:
    assert callable(build_parser().parse_args(shlex.split(line)[1:]).run)
