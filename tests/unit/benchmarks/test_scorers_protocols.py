"""Clusters and elements in the scorers' benchmark: run as a user runs them, kept, told (figures made up)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.scorers_parts import protocols
from benchmarks.scorers_parts.protocols import measured_protocol
from benchmarks.scorers_parts.report import render
from benchmarks.scorers_parts.rows import keep_rows, kept_head, kept_protocols, kept_rows

HEAD: dict[str, Any] = {"sets": {"clean": "2 vignettes, seed 1"}, "machine": {"commit": "abc1234"}}
SHARES = {"ap50_any": 0.9, "ap50": 0.512, "map": 0.25}
ABOUT = {"machine": {"commit": "def5678"}, "set": "a set, seed 7", "seconds": 61.2, "cpu_seconds": 99.9}
CLUSTERS = {
    **ABOUT,
    "command": "autolabelme benchmark clusters SET",
    "found": {
        "k-means": {"accuracy": 0.7, "nmi": 0.8, "accuracy_spread": 0.02, "nmi_spread": 0.01, "runs": 10},
        "same block": {"accuracy": 0.95, "nmi": 0.97, "accuracy_spread": 0, "nmi_spread": 0, "runs": 1},
    },
}
ELEMENTS = {
    **ABOUT,
    "command": "autolabelme benchmark elements SET --minutes 3",
    "found": {
        **SHARES,
        "without_refinement": {**SHARES, "map": 0.125},
        "ornaments": 4,
        "instances": 80,
    },
}


def test_each_protocol_has_its_table_and_says_where_and_how() -> None:
    text = render(HEAD, [], {"elements": ELEMENTS, "clusters": CLUSTERS})
    assert "Change localization" not in text, "nothing was measured of it"
    assert text.index("## Clusters") < text.index("## Elements")
    assert "| k-means | 70.0 ± 2.0 (10 runs) | 80.0 ± 1.0 (10 runs) |" in text
    assert "| same block | 95.0 | 97.0 |" in text
    assert "| *DTI k-means, published* | 75.7 | 90.7 |" in text
    assert "| as detected | 90.0 | 51.2 | 12.5 |" in text
    assert "| refined | 90.0 | 51.2 | 25.0 |" in text
    assert "a set, seed 7. `autolabelme benchmark elements SET --minutes 3`: 61 s, 100 processor s." in text
    assert text.count("commit: def5678") == 2
    assert "## Elements" not in render(HEAD, [], {"clusters": CLUSTERS})


def test_what_a_run_leaves_out_stays(tmp_path: Path) -> None:
    path = tmp_path / "scorers.json"
    assert kept_head(path) is None
    assert kept_protocols(path) == {}
    rows = [{"scorer": "naive", "set": "clean", "error": "no"}]
    keep_rows(path, HEAD, rows, {"clusters": CLUSTERS})
    assert kept_rows(path, HEAD) == rows
    assert kept_head(path) == (HEAD, rows)
    assert kept_protocols(path) == {"clusters": CLUSTERS}


def test_the_command_lines_run_on_a_set_of_the_press(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def command(*words: str) -> dict[str, Any]:
        asked.append(words)
        return {"summary": "9 impressions of 2 blocks"} if words[0] == "make" else {"k-means": {}}

    monkeypatch.setattr(protocols, "_command", command)
    found = measured_protocol("clusters", 2, 77, ["--runs", "3"])
    printing, running = asked
    folder = running[1]
    assert printing == ("make", "clusters", "--output", folder, "--count", "2", "--seed", "77")
    assert running == ("clusters", folder, "--runs", "3")
    assert found["set"] == "9 impressions of 2 blocks, seed 77"
    assert found["command"] == "autolabelme benchmark clusters SET --runs 3"
    assert found["found"] == {"k-means": {}}
    assert not Path(folder).exists()
