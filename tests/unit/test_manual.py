"""The manual is built without a warning, and what it makes fetches nothing when it is read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from autolabelme.core import languages
from autolabelme.core.annotation import crops, labelme_schema
from autolabelme.core.matching.params import DEFAULT_THRESHOLD
from detector.core.inspection.findings import Finding, Vignette

ROOT = Path(__file__).parents[2]
FETCHED = re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?:https?:)?//", re.IGNORECASE)


@pytest.mark.slow
def test_the_manual_is_built_without_a_warning_and_fetches_nothing(tmp_path: Path) -> None:
    # Without the tutorials, which test_tutorials.py runs. A proxy that nobody serves: nothing is fetched.
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    command += ["-D", "nb_execution_mode=off", "-d", str(tmp_path / "trees"), "docs", str(tmp_path / "html")]
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    environment = {**os.environ, **nowhere}
    built = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert built.returncode == 0, built.stderr
    pages = list((tmp_path / "html").rglob("*.html"))
    assert len(pages) > 80
    assert [page.name for page in pages if FETCHED.search(page.read_text("utf-8"))] == []


@pytest.mark.parametrize("name", ["files.md", "fr/files.md"])
def test_the_page_of_files_names_every_key_that_is_written(name: str) -> None:
    page = (ROOT / "docs" / name).read_text("utf-8")
    box = (0.0, 0.0, 1.0, 1.0)
    wanted = {
        *labelme_schema.PoseModel.model_fields,
        *labelme_schema.ShapeKeyModel.model_fields,
        *labelme_schema.ProvenanceModel.model_fields,
        *labelme_schema.FileKeyModel.model_fields,
        *crops.COLUMNS,
        *Vignette(box, "0").as_json(),
        *Finding("missing", box, "", "0", 1.0, None, False, ()).as_json(),
    } - {"confidence"}
    assert len(wanted) > 40
    assert sorted(name for name in wanted if not re.search(rf"\b{name}\b", page)) == []


@pytest.mark.parametrize(("name", "language"), [("meaning.md", "en"), ("fr/meaning.md", "fr")])
def test_the_page_of_meanings_says_the_threshold_that_is_the_default(name: str, language: str) -> None:
    rows = (ROOT / "docs" / name).read_text("utf-8").split("\n")
    row = next(row for row in rows if row.startswith(("| threshold |", "| seuil |")))
    languages.speak(language)
    try:
        assert f" {languages.figure(DEFAULT_THRESHOLD)} " in row.replace(" |", " ")
    finally:
        languages.speak("en")
