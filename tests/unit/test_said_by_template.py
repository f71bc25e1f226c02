"""What a person reads is told by a template and values: no language has to recognise a ready sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path for package in ("autolabelme", "ransac_gui", "detector") for path in (ROOT / package).rglob("*.py")
)
TOLD = {
    "InputError": 0,
    "SourceError": 0,
    "UnreachableError": 0,
    "ChangedOnDisk": 0,
    "FetchError": 0,
    "MissingExtraError": 0,
    "problem_of": 0,
    "terminal.say": 0,
    "terminal.tell": 0,
    "terminal.table": 0,
    "terminal.progress": 0,
    "tick": 2,
    "told": 1,
    "words": 0,
}
"""What is called, and which argument is the template."""
ENGLISH = ("detector/lab", "autolabelme/core/press")
"""Nobody says their stages and lines in another language; their errors may reach a window."""


def ready_sentences(tree: ast.AST, *, errors_alone: bool = False) -> Iterator[ast.Call]:
    """Calls that put the values in themselves."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name, at = ast.unparse(node.func), -1
        name = "tick" if name.endswith(".tick") else name
        if name in TOLD and not (errors_alone and name.startswith(("terminal", "tick"))):
            at = TOLD[name]
        elif name.endswith(".error") and not name.endswith(("log.error", "parser.error")):
            at = len(node.args) - 1  # a field of a file, a plug-in
        elif name == "MisuseError" and any(word.arg == "field" for word in node.keywords):
            at = 0  # a form and the command line show it
        if 0 <= at < len(node.args) and is_ready(node.args[at]):
            yield node


def is_ready(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return is_ready(node.body) or is_ready(node.orelse)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add | ast.Mod)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr == "format"
    return isinstance(node, ast.JoinedStr)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_error_or_printed_line_has_its_values_in_it_already(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    calls = ready_sentences(ast.parse(path.read_text("utf-8")), errors_alone=name.startswith(ENGLISH))
    found = [f"{name}:{call.lineno}" for call in calls]
    assert not found, 'say "expected {wanted}, got {got!r}", wanted=..., got=... (decision 0216)'


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('raise InputError("is empty", path=path)', 0),
        ('raise InputError("got {got!r}", got=value)', 0),
        ('raise InputError(f"got {value!r}")', 1),
        ('raise value.error("name", f"got {value!r}")', 1),
        ('terminal.say("wrote %s" % path)', 1),
        ('tick(0, 1, "page {0}".format(page))', 1),
        ('raise MisuseError(f"image: got {value}")', 0),
    ],
)
def test_the_test_sees_them(source: str, count: int) -> None:
    assert len(list(ready_sentences(ast.parse(source)))) == count


SHOWN = ("/panel/", "/qtkit/", "/shell/", "_cli.py", "/cli.py", "report", "/demo")
"""What writes for a person; the rest writes for programs, or speaks by templates."""
FOR_PROGRAMS = {
    "detector/inspect_cli.py": ("alone", "beside"),  # options, as they are typed
    "detector/panel/train/epochs.py": ("at",),  # a column of a file
    "ransac_gui/panel/ledger/presenter.py": (
        "(span.low + span.high) / 2",
        "about",
    ),  # a line to type years in
}
_TENTHS = re.compile(r"\.[1-9]\d*[fgeG%]?$|[g,]$|\.?[^0-9]*[a-z]+[^0-9]*f$")


def numbers_with_points(tree: ast.AST) -> Iterator[str]:
    """What is written with tenths in an f-string: `languages.figure` writes it as the language does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            spec = ast.unparse(node.format_spec).removeprefix("f").strip("'\"")
            if _TENTHS.search(spec):
                yield ast.unparse(node.value)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_shown_number_is_written_with_a_point_in_every_language(path: Path) -> None:
    name = path.relative_to(ROOT).as_posix()
    if not any(part in name for part in SHOWN) or name.startswith(ENGLISH):
        return
    found = set(numbers_with_points(ast.parse(path.read_text("utf-8")))) - set(FOR_PROGRAMS.get(name, ()))
    assert not found, f'{name}: figure(value, ".2f") of autolabelme.core.languages writes {found}'


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ('f"{score:.2f} and {p:.2g}"', 2),
        ('f"{100 * share:.1%}"', 1),
        ('f"{number:.{digits}f}"', 1),
        ('f"{x:.0f}, {y:.0f}, {name:<10}"', 0),
        ('figure(score, ".2f")', 0),
    ],
)
def test_the_test_sees_numbers(source: str, count: int) -> None:
    assert len(list(numbers_with_points(ast.parse(source)))) == count
