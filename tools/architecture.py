"""Draw what imports what into docs/architecture.md, and list the records in docs/decisions/README.md.

Run ``python tools/architecture.py`` after a module has moved or a record was added; ``--check``, which
``make imports`` runs, says what is not of now.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "architecture.md"
DECISIONS = ROOT / "docs" / "decisions"
INDEX = DECISIONS / "README.md"
BEGIN, END = "<!-- import graph: made by tools/architecture.py -->", "<!-- end of the import graph -->"

# What is drawn as one box: (name, what its modules begin with). The first that fits counts.
PARTS = (
    ("shell", ("autolabelme.shell", "autolabelme.__main__")),
    ("Catalogue, Annotate", ("autolabelme.panel",)),
    ("Align", ("ransac_gui.panel",)),
    ("Train, Inspect", ("detector.panel",)),
    ("command lines", ("autolabelme.*cli", "ransac_gui.cli", "detector.cli", "detector.*_cli")),
    ("library", ("autolabelme.api",)),
    ("laboratory", ("detector.lab",)),
    ("qtkit", ("autolabelme.qtkit",)),
    ("detector.core", ("detector.core",)),
    ("ransac_gui.core", ("ransac_gui.core",)),
    ("autolabelme.core", ("autolabelme.core",)),
)


def part_of(module: str) -> str:
    """The box that a module is drawn in; '' for none (the packages' own ``__init__``, the resources)."""
    for name, beginnings in PARTS:
        for beginning in beginnings:
            head, star, tail = beginning.partition("*")
            inside = module == beginning or module.startswith(f"{beginning}.")
            if inside or (star and module.startswith(head) and module.endswith(tail)):
                return name
    return ""


def imports() -> set[tuple[str, str]]:
    """(importer, imported) boxes, of every import, also those inside functions and for types."""
    graph = grimp.build_graph("autolabelme", "ransac_gui", "detector", cache_dir=None)
    found = set()
    for module in graph.modules:
        for other in graph.find_modules_directly_imported_by(module):
            ends = part_of(module), part_of(other)
            if all(ends) and ends[0] != ends[1]:
                found.add(ends)
    return found


def drawn(edges: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """`edges` without those that go without saying: what is reached over others is not drawn, too."""
    return {(a, b) for a, b in edges if not _reaches(a, b, edges - {(a, b)})}


def _reaches(start: str, end: str, edges: Iterable[tuple[str, str]]) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        for a, b in edges:
            if a == at and b not in seen:
                if b == end:
                    return True
                seen.add(b)
                waiting.append(b)
    return False


def mermaid(edges: set[tuple[str, str]]) -> str:
    """The picture as Mermaid text, boxes and arrows in the order of `PARTS`."""
    numbers = {name: number for number, (name, _) in enumerate(PARTS)}
    present = {end for edge in edges for end in edge}
    lines = ["```mermaid", "flowchart TD"]
    lines += [f'    p{number}["{name}"]' for name, number in numbers.items() if name in present]
    order = sorted(edges, key=lambda edge: (numbers[edge[0]], numbers[edge[1]]))
    lines += [f"    p{numbers[a]} --> p{numbers[b]}" for a, b in order]
    return "\n".join([*lines, "```"])


def document() -> str:
    """docs/architecture.md with the picture of now."""
    text = DOCUMENT.read_text("utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{mermaid(drawn(imports()))}\n{END}{after}"


def index() -> str:
    """docs/decisions/README.md: every record by its number and title."""
    lines = ["# Decisions", "", "Made by `tools/architecture.py` from the records' titles.", ""]
    for path in sorted(DECISIONS.glob("[0-9]*.md")):
        title = path.read_text("utf-8").splitlines()[0].lstrip("# ").lstrip("0123456789").lstrip(".: ")
        lines.append(f"- {path.name[:4]} [{title}]({path.name})")
    return "\n".join([*lines, ""])


def main(arguments: list[str]) -> int:
    made = {DOCUMENT: document(), INDEX: index()}
    if arguments == ["--check"]:
        old = [path for path, text in made.items() if path.read_text("utf-8") != text]
        for path in old:
            print(
                f"{path.relative_to(ROOT)} is not of now: run python tools/architecture.py", file=sys.stderr
            )
        return 1 if old else 0
    for path, text in made.items():
        path.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
