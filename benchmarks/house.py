"""Lines by part, imports between parts, and lines that stand twice, at two commits of this repository.

    python benchmarks/house.py           # before the house was put in order, and now
    python benchmarks/house.py REV REV   # any two commits

Written to `results/house.md`. A line counts when it holds more than blanks; lines that stand twice are runs
of six lines or more, comments and imports left out, that are the same to the letter in two places.
"""

from __future__ import annotations

import ast
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "benchmarks" / "results" / "house.md"
BEFORE = "f353d84^"
"""The commit before the first workspace got its table of commands."""
PARTS = (
    ("shell", ("autolabelme/shell",)),
    ("workspaces", ("autolabelme/panel", "ransac_gui/panel", "detector/panel")),
    ("qtkit", ("autolabelme/qtkit",)),
    ("autolabelme.core", ("autolabelme/core",)),
    ("ransac_gui.core", ("ransac_gui/core",)),
    ("detector.core", ("detector/core",)),
    ("laboratory", ("detector/lab",)),
    ("command lines, library", ("autolabelme", "ransac_gui", "detector")),
    ("tests", ("tests",)),
    ("benchmarks, tools", ("benchmarks", "tools")),
)
RUN = 6


def files_at(revision: str, folder: Path) -> Path:
    """The tree of a commit, in `folder`."""
    tar = subprocess.run(["git", "archive", revision], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", folder], input=tar, check=True)
    return folder


def part_of(path: str) -> str | None:
    """The part that a file belongs to: the first whose folder it lies in."""
    return next(
        (name for name, folders in PARTS if path.startswith(tuple(f"{one}/" for one in folders))), None
    )


def sources(tree: Path) -> Iterator[tuple[str, str]]:
    """(path, text) of every Python file that belongs to a part."""
    for path in sorted(tree.rglob("*.py")):
        name = path.relative_to(tree).as_posix()
        if part_of(name) is not None:
            yield name, path.read_text("utf-8")


def lines_by_part(found: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Lines and files of each part."""
    counts: dict[str, tuple[int, int]] = {name: (0, 0) for name, _ in PARTS}
    for path, text in found.items():
        part = part_of(path)
        assert part is not None
        lines, files = counts[part]
        counts[part] = (lines + sum(bool(line.strip()) for line in text.splitlines()), files + 1)
    return counts


def imports(found: Mapping[str, str]) -> set[tuple[str, str]]:
    """(part, part) where a file of the first imports from the second."""
    edges = set()
    for path, text in found.items():
        here = part_of(path)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom):
                folder = path.split("/")[: -node.level] if node.level else []
                names = ["/".join([*folder, *(node.module or "").split(".")])]
            elif isinstance(node, ast.Import):
                names = [alias.name.replace(".", "/") for alias in node.names]
            else:
                continue
            names = [name for name in names if "/" in name]  # the packages themselves have a version alone
            edges |= {(here, there) for name in names if (there := part_of(f"{name}/")) not in (None, here)}
    return edges


def _imported(text: str) -> Iterator[int]:
    """Numbers of the lines that import, or list what a module offers."""
    for node in ast.walk(ast.parse(text)):
        offers = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
        if offers or isinstance(node, ast.Import | ast.ImportFrom):
            yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)


def repeated(found: Mapping[str, str]) -> int:
    """Lines of the product that stand in a run which another place has, too."""
    places: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
    kept: dict[str, list[str]] = {}
    for path, text in found.items():
        if not path.startswith(("tests/", "benchmarks/", "tools/")):
            skipped = set(_imported(text))
            lines = (
                line.strip() for number, line in enumerate(text.splitlines(), 1) if number not in skipped
            )
            kept[path] = [one for one in lines if len(one) > 3 and not one.startswith("#")]
            for start in range(len(kept[path]) - RUN + 1):
                places[tuple(kept[path][start : start + RUN])].append((path, start))
    twice = {
        (path, start + step)
        for group in places.values()
        if len(group) > 1
        for path, start in group
        for step in range(RUN)
    }
    return len(twice)


def _share(twice: int, lines: Mapping[str, tuple[int, int]]) -> str:
    return f"{1000 * twice / sum(lines[name][0] for name, _ in PARTS[:8]):.1f}"


def main() -> None:
    """Count both commits and write the table."""
    revisions = sys.argv[1:3] or [BEFORE, "HEAD"]
    counted = []
    for revision in revisions:
        with tempfile.TemporaryDirectory() as folder:
            found = dict(sources(files_at(revision, Path(folder))))
        counted.append((lines_by_part(found), imports(found), repeated(found)))
    (lines, edges, twice), (lines_now, edges_now, twice_now) = counted
    text = ["# The house", "", "Printed by `benchmarks/house.py`: lines (files) of Python by part.", ""]
    text += ["| part | before | now |", "|---|---|---|"]
    for name, _ in PARTS:
        before, now = (f"{count:,} ({files})" for count, files in (lines[name], lines_now[name]))
        text.append(f"| {name} | {before} | {now} |")
    text += ["", f"Lines of the product that stand in a run of {RUN} or more which another place has, too: "]
    text[-1] += f"{twice} before ({_share(twice, lines)} in a thousand), {twice_now} now "
    text[-1] += f"({_share(twice_now, lines_now)})."
    product = [name for name, _ in PARTS[:8]]
    for title, some in (("before", edges), ("now", edges_now)):
        shown = [f"{a} → {b}" for a in product for b in product if (a, b) in some]
        text += ["", f"What imports what, {title}: {'; '.join(shown)}."]
    OUTPUT.write_text("\n".join(text) + "\n", "utf-8")
    print(OUTPUT.read_text("utf-8"))


if __name__ == "__main__":
    main()
