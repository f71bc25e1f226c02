"""The pages for readers: what they link to is there; the checks before a commit fetch nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_what_a_page_links_to_is_there(page: Path) -> None:
    targets = LINK.findall(page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_contributing_names_rows_that_the_table_of_changes_has() -> None:
    rows = re.findall(
        r'^\| [^|]+ \| "([^"]+)" \|', (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE
    )
    table = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    assert len(rows) >= 5
    assert [row for row in rows if not re.search(rf"^\| {re.escape(row)}\b", table, re.MULTILINE)] == []


def test_checks_before_a_commit_are_those_of_the_environment() -> None:
    text = (ROOT / ".pre-commit-config.yaml").read_text("utf-8")
    assert set(re.findall(r"repo: (\S+)", text)) == {"local"}
    assert set(re.findall(r"language: (\S+)", text)) == {"system"}
    assert all(entry.startswith(".venv/bin/") for entry in re.findall(r"entry: (\S+)", text))
