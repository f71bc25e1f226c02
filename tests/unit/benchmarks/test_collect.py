"""RESULTS.md from the files in results/: their order, and what a person says about them."""

from __future__ import annotations

from pathlib import Path

from benchmarks.collect import APART, FOLDER, ORDER, collect


def test_notes_come_right_behind_what_they_are_about(tmp_path: Path) -> None:
    (tmp_path / "inspection.md").write_text("# Inspection\n\n| a |\n|---|\n", "utf-8")
    (tmp_path / "alignment_notes.md").write_text("## What it is worth\n\nMuch.\n", "utf-8")
    (tmp_path / "alignment.md").write_text("# Alignment\n\n## Pairs\n\nnone\n\n", "utf-8")
    text = collect(tmp_path)
    assert text.endswith(
        "\n## Alignment\n\n### Pairs\n\nnone\n\n### What it is worth\n\nMuch.\n"
        "\n## Inspection\n\n| a |\n|---|\n"
    )


def test_no_result_is_left_out() -> None:
    names = {path.stem.removesuffix("_notes") for path in (FOLDER / "results").glob("*.md")}
    assert names <= {*ORDER, *APART}
