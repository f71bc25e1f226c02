"""Whoever takes or gives an array says of what shape or dtype."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ARRAYS = re.compile(r"\b(U8|U16|F32|F64|Array|Bool|Indices|NDArray|Points)\b")
SAID = re.compile(r"\(([A-Za-z0-9_+*/. ]+\[?,)+ ?[^)]*\)|u?int(8|16)\b|float(32|64)\b|\bshape\b")


def functions(body: list[ast.stmt], within: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Public functions and methods, by name."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from functions(node.body, f"{node.name}.")
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield within + node.name, node


def annotated(node: ast.FunctionDef) -> str:
    """What a function takes and gives."""
    taken = [one.annotation for one in (*node.args.args, *node.args.kwonlyargs)]
    return " ".join(ast.unparse(one) for one in (*taken, node.returns) if one is not None)


def test_a_public_function_says_what_arrays_it_takes_and_gives() -> None:
    silent = []
    for package in ("autolabelme", "ransac_gui", "detector"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for name, node in functions(ast.parse(path.read_text("utf-8")).body):
                words = ast.get_docstring(node) or ""
                if ARRAYS.search(annotated(node)) and not SAID.search(words):
                    silent.append(f"{path.relative_to(ROOT)}: {name}")
    assert not silent


def test_a_docstring_without_shape_or_dtype_is_found() -> None:
    said = "The picture, uint8 (H, W[, 3])."
    assert SAID.search(said) and not SAID.search("The picture (made by a script), reduced.")
