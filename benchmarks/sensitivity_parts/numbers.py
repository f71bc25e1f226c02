"""What a `tuning.py` says of its numbers, their half and double, and numbers that stand elsewhere."""

from __future__ import annotations

import ast
import math
import re
import runpy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Value = float | tuple[float, ...]
SAID = re.compile(r"\[(?P<unit>[^;\]]+); (?P<source>[^\]]+)\] (?P<note>\S.*)")
SECTION = re.compile(r"# --- (.+?) -*$")
INTEGERS = {*range(5), 90, 100, 180, 255, 360}
FLOATS = {0.0, 0.5, 1.0, 2.0, 90.0, 100.0, 180.0, 255.0, 360.0}
DECIDE = ({3, 4, 100}, {0.5, 2.0, 90.0, 100.0, 180.0, 255.0, 360.0})
"""Which of them decide where something is compared with them: a half, or three of something."""
SMALLEST = 1e-6
"""Up to here a float keeps a division from zero."""
SHAPES = {"reshape", "zeros", "ones", "eye", "empty", "full", "round", "range", "param", "tick", "SubTick"}
"""Calls whose numbers are shapes, digits, a form's limits or a share of the progress."""


@dataclass(frozen=True)
class Number:
    """One entry of a tuning file."""

    name: str
    value: Value
    section: str
    unit: str
    source: str
    note: str


def read_numbers(path: Path) -> tuple[Number, ...]:
    """All entries of a tuning file; `ValueError` names one whose text is not `[unit; source] note`."""
    text = path.read_text("utf-8")
    sections = {
        number: found[1] for number, line in enumerate(text.split("\n"), 1) if (found := SECTION.match(line))
    }
    body, values = ast.parse(text).body, runpy.run_path(str(path))
    found = []
    for statement, after in zip(body, [*body[1:], None], strict=True):
        if not isinstance(statement, ast.Assign) or not isinstance(statement.targets[0], ast.Name):
            continue
        name = statement.targets[0].id
        value = values[name]
        if not isinstance(value, int | float | tuple):
            continue
        said = None
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            said = SAID.fullmatch(" ".join(str(after.value.value).split()))
        if said is None:
            raise ValueError(f"{path.name}: {name}: expected [unit; source] note below it")
        section = max((line for line in sections if line < statement.lineno), default=0)
        found.append(Number(name, value, sections.get(section, ""), **said.groupdict()))
    return tuple(found)


def half_and_double(number: Number, times: int = 2) -> tuple[Value, Value]:
    """What stands in for a number: half and double (a quarter and four times with `times` 4).

    Of a share, quantile or percentile above the middle, half and double of what it leaves to the top; of a
    ratio that counts by its excess over 1, of that excess. Whole numbers stay whole, and 1 at least.
    """
    if isinstance(number.value, tuple):
        # Several values may reach over the middle: they are halved and doubled alike.
        pairs = [_changed(value, "", times) for value in number.value]
        return tuple(low for low, _ in pairs), tuple(high for _, high in pairs)
    return _changed(number.value, number.unit, times)


def _changed(value: float, unit: str, times: int) -> tuple[float, float]:
    top = 100.0 if unit.startswith("percentile") else 1.0
    bounded = unit.startswith(("share", "quantile", "probability", "percentile"))
    if bounded and top / 2 < value < top:
        return _short(top - (top - value) / times), _short(max(0.0, top - times * (top - value)))
    if "excess over 1" in unit:
        return _short(1 + (value - 1) / times), _short(1 + times * (value - 1))
    if isinstance(value, int):
        odd = "odd" in unit
        return max(1, math.ceil(value / times)) | odd, times * value | odd
    return _short(value / times), _short(value * times)


def _short(value: float) -> float:
    return float(f"{value:.6g}")


def inline_numbers(path: Path) -> Iterator[tuple[int, str | float]]:
    """(line, number) of a file: numbers that no shape explains; a constant by its name."""
    yield from _walk(ast.parse(path.read_text("utf-8")), compared=False)


def _walk(node: ast.AST, *, compared: bool) -> Iterator[tuple[int, str | float]]:
    if isinstance(node, ast.Subscript):
        yield from _walk(node.value, compared=compared)
        if any(isinstance(part, ast.Compare) for part in ast.walk(node.slice)):
            yield from _walk(node.slice, compared=False)
        return
    if isinstance(node, ast.keyword) and node.arg == "connectivity":
        # A pixel's neighbours.
        return
    if isinstance(node, ast.Assign | ast.AnnAssign) and (names := _constants(node)):
        yield from ((node.lineno, name) for name in names)
        return
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if called in SHAPES:
            for part in ast.walk(node):
                if isinstance(part, ast.Call) and part is not node:
                    yield from _walk(part, compared=False)
            return
    if isinstance(node, ast.Constant):
        if type(node.value) in (int, float) and not _explained(node.value, compared):
            yield node.lineno, node.value
        return
    inside = isinstance(node, ast.Compare) and any(
        isinstance(one, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for one in node.ops
    )
    # Within the sides of a comparison a call or a sum has numbers of its own.
    for child in ast.iter_child_nodes(node):
        yield from _walk(child, compared=inside)


def _explained(value: float, compared: bool) -> bool:
    if type(value) is float and 0 < value <= SMALLEST:
        return True
    usual, decide = (INTEGERS, DECIDE[0]) if type(value) is int else (FLOATS, DECIDE[1])
    return value in usual and not (compared and value in decide)


def _constants(node: ast.Assign | ast.AnnAssign) -> list[str]:
    """Upper-case names that are given a number, or several."""
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    names = target.elts if isinstance(target, ast.Tuple) else [target]
    upper = all(isinstance(name, ast.Name) and name.id.strip("_").isupper() for name in names)
    values = [part.value for part in ast.walk(node.value or node) if isinstance(part, ast.Constant)]
    numbers = bool(values) and all(type(value) in (int, float) for value in values)
    return [name.id for name in names if isinstance(name, ast.Name)] if upper and numbers else []
