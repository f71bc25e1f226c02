"""The tutorials of the manual run as they stand, on the bundled sample."""

from __future__ import annotations

from pathlib import Path

import matplotlib
import pytest
from myst_nb.core.read import read_myst_markdown_notebook

ROOT = Path(__file__).parents[2]
TUTORIALS = sorted((ROOT / "docs" / "tutorials").glob("*.md"))


def code_of(path: Path) -> list[str]:
    notebook = read_myst_markdown_notebook(path.read_text("utf-8"))
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_nine_lines_match_align_and_inspect() -> None:
    (path,) = (one for one in TUTORIALS if one.stem == "nine-lines")
    code = "\n".join(code_of(path))
    assert len([line for line in code.splitlines() if line.strip()]) == 9
    assert all(f"al.{name}(" in code for name in ("match", "align", "inspect"))


@pytest.mark.slow
@pytest.mark.parametrize("path", TUTORIALS, ids=lambda path: path.stem)
def test_a_tutorial_runs(path: Path) -> None:
    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    cells = code_of(path)
    assert len(cells) >= 3
    names: dict[str, object] = {}
    try:
        for cell in cells:
            exec(compile(cell, str(path), "exec"), names)
    finally:
        plt.close("all")
