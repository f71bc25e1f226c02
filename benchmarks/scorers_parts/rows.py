"""The rows of the scorers' benchmark: measured one by one, kept as JSON, put together into figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from autolabelme.core.files import atomic_write_json
from detector.lab.protocols.figures import SHARES, Figures

Row = dict[str, Any]
"""``Localization.as_dict()`` with the scorer's name and title and the set, or with an ``error``."""


def kept_rows(path: Path, head: Mapping[str, Any]) -> list[Row]:
    """The rows of an earlier run on the same sets; none when there is no such file or it was another run."""
    if not path.is_file():
        return []
    value = json.loads(path.read_text("utf-8"))
    rows: list[Row] = value["rows"] if value.get("sets") == head["sets"] else []
    return rows


def keep_rows(
    path: Path, head: Mapping[str, Any], rows: Sequence[Row], others: Mapping[str, Any] | None = None
) -> None:
    """Write all rows so far: a run that is cut off can go on. `others`: the other protocols by name."""
    atomic_write_json(path, {**head, "rows": list(rows), "protocols": dict(others or {})})


def kept_protocols(path: Path) -> dict[str, Any]:
    """The other protocols' results in an earlier file, which stay until they are measured again."""
    if not path.is_file():
        return {}
    kept: dict[str, Any] = json.loads(path.read_text("utf-8")).get("protocols", {})
    return kept


def kept_head(path: Path) -> tuple[dict[str, Any], list[Row]] | None:
    """Head and rows of an earlier file as they stand, for a run that measures other protocols alone."""
    if not path.is_file():
        return None
    value = json.loads(path.read_text("utf-8"))
    return {"sets": value["sets"], "machine": value["machine"]}, value["rows"]


def means(rows: Sequence[Row], sets: Sequence[str]) -> dict[str, dict[str, float]]:
    """Mean figures over the sets by scorer, best mean IoU on changed first; only scorers with every set."""
    found: dict[str, dict[str, float]] = {}
    for name in dict.fromkeys(row["scorer"] for row in rows):
        own = [row for row in rows if row["scorer"] == name and "error" not in row and row["set"] in sets]
        if len(own) == len(sets):
            names = (*SHARES, "seconds", "cpu_fit", "cpu_score")
            found[name] = {key: float(np.mean([row[key] for row in own])) for key in names}
            found[name]["spread"] = spread(own)
    return dict(sorted(found.items(), key=lambda pair: -pair[1]["miou_c"]))


def spread(rows: Sequence[Row]) -> float:
    """Half the 95% interval of the mean IoU over the vignettes of all sets (normal approximation)."""
    values = np.concatenate([list(row["iou"].values()) for row in rows])
    return float(1.96 * values.std(ddof=1) / np.sqrt(values.size)) if values.size > 1 else float("nan")


def figures(rows: Sequence[Row], sets: Sequence[str], what: str, commit: str) -> dict[str, Figures]:
    """What Inspect's picker shows: the means over the sets."""
    titles = {row["scorer"]: row["title"] for row in rows}
    return {
        name: Figures(
            titles[name],
            **{key: round(own[key], 4) for key in SHARES},
            seconds=round(own["cpu_fit"] + own["cpu_score"], 2),
            set=what,
            commit=commit,
        )
        for name, own in means(rows, sets).items()
    }
