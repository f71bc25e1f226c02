"""Every benchmark is run as it is named: `python benchmarks/NAME.py`, from any folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SCRIPTS = sorted((Path(__file__).parents[3] / "benchmarks").glob("*.py"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_that_imports_its_parts_finds_the_folder_above_it(script: Path) -> None:
    text = script.read_text("utf-8")
    imports = re.search(r"^from benchmarks\.", text, re.MULTILINE)
    found = re.search(r"sys\.path\[0\] = |sys\.path\.insert\(0, ", text)
    assert imports is None or (found is not None and found.start() < imports.start())
