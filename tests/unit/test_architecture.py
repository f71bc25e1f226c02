"""docs/architecture.md: the picture is of now, and every file and name in it exists."""

from __future__ import annotations

import ast
import graphlib
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
SPAN = re.compile(r"`([\w/.-]+?)(?::([A-Za-z_][\w.]*))?`")
TEN_CHANGES = (
    "the default threshold",
    "an export format",
    "a scorer",
    "the colour of mirrored boxes",
    "a kind of finding",
    "the suppression IoU",
    "the languages",
    "an alignment feature",
    "the autosave interval",
    "a figure of the findings",
)


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("architecture", ROOT / "tools" / "architecture.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def named() -> list[tuple[str, str]]:
    """(path, name or '') of every file that the document names."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    return sorted({(path, name) for path, name in SPAN.findall(text) if "/" in path or path == "setup.cfg"})


def defined(path: Path) -> set[str]:
    """Names that a module defines: "name", and "Class.field"."""
    found = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        names = _names(node)
        found |= names
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}.{inner}" for item in node.body for inner in _names(item)}
    return found


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


@pytest.mark.parametrize(("path", "name"), named())
def test_what_the_document_names_is_there(path: str, name: str) -> None:
    file = ROOT / path
    assert file.exists(), f"docs/architecture.md names {path}"
    assert not name or name in defined(file), f"docs/architecture.md names {name} of {path}"


def test_each_of_the_ten_changes_has_one_place() -> None:
    rows = {}
    for line in (ROOT / "docs" / "architecture.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3:
            rows[cells[0]] = cells[1]
    assert [change for change in TEN_CHANGES if len(SPAN.findall(rows.get(change, ""))) != 1] == []


def test_the_picture_shows_the_imports_of_now(tool: ModuleType) -> None:
    made = tool.document()
    assert made == tool.DOCUMENT.read_text("utf-8"), "run python tools/architecture.py"
    assert made.count("-->") > 5 + made.count("<!--")


def test_every_module_stands_in_a_box(tool: ModuleType) -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for package in ("autolabelme", "ransac_gui", "detector")
        for path in (ROOT / package).rglob("*.py")
        if path.name != "__init__.py"
    ]
    assert [module for module in modules if not tool.part_of(module)] == []


def test_the_list_of_decisions_says_what_the_records_say(tool: ModuleType) -> None:
    """No dead link and no old title; that a new record is listed is for ``make imports`` to see."""
    assert set(tool.INDEX.read_text("utf-8").splitlines()) <= set(tool.index().splitlines())


def test_no_module_needs_itself() -> None:
    """Whatever one looks at can be understood from what it imports; imports for types alone do not count."""
    graph = grimp.build_graph(
        "autolabelme", "ransac_gui", "detector", exclude_type_checking_imports=True, cache_dir=None
    )
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    graphlib.TopologicalSorter(needs).prepare()  # CycleError names the circle
