"""The results of the alignment benchmark as Markdown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PCK_NOTE = "A refused pair fails in every PCK; errors in pixels of the source, where there is ink."
SPEED_NOTE = (
    "One press ornament printed twice in colour, clean and worn, the source bent; reading the pictures is "
    "not counted. Torch and OpenCV have as many threads as they choose. Memory is the peak of the whole "
    "process, libraries and both pictures with it. Target: 4 s for the pair of 1,000 px. Weights are "
    "the bundled ones alone."
)
COMMAND_NOTE = (
    "Each pair in a process of its own, with its start, reading, the verdict on the block and writing; "
    "threads as the libraries choose. Target: 4 s for a pair of 1,000 px, and a refusal at most twice an "
    "acceptance."
)
_HEAD = "pairs | refused | weak | over 5 px | median px | PCK@1 | PCK@3 | PCK@5 | s | CPU s |"
_RULE = "|---|---|---|---|---|---|---|---|---|---|---|"
_ACCURACY = {
    "press": "Known warps on press ornaments",
    "hardest": "The same, both impressions at the worst level of wear",
    "press_combinations": "Every feature and fine stage on press ornaments",
    "real_warps": "Known warps on real blocks",
    "real_combinations": "Every feature and fine stage on real blocks, one pair of each warp",
    "rotation": "Real blocks turned by up to 180 degrees",
}


def report(value: Mapping[str, Any]) -> str:
    """Everything that was measured so far."""
    lines = ["# Alignment", ""]
    lines += [f"- {name}: {text}" for name, text in value["setup"].items()]
    for key, title in _ACCURACY.items():
        if key in value:
            lines += ["", f"## {title}", "", PCK_NOTE, "", *_accuracy(value[key])]
        if key in ("press", "real_warps") and key in value:
            lines += ["", *_by_kind(value[key])]
    if "unrelated" in value:
        lines += ["", "## Unrelated pairs", "", *_unrelated(value["unrelated"])]
    if "cuts" in value:
        lines += ["", "## Planted cuts: share of the contrast kept, by width in pixels", ""]
        lines += ["Mean of the cuts (their number), the default cap.", "", *_cuts(value["cuts"])]
    if "speed" in value:
        lines += ["", "## Seconds and memory of one pair", "", SPEED_NOTE, "", *_speed(value["speed"])]
    if "command" in value:
        lines += ["", "## A whole `align run`", "", COMMAND_NOTE, "", *_command(value["command"])]
    if "real_pairs" in value:
        lines += ["", "## Real pairs", "", *_real_pairs(value["real_pairs"])]
    return "\n".join(lines) + "\n"


def _accuracy(methods: Mapping[str, Any]) -> list[str]:
    rows = [_accuracy_row(name, item["summary"]) for name, item in methods.items()]
    return [f"| method | {_HEAD}", _RULE, *rows]


def _accuracy_row(name: str, row: Mapping[str, Any]) -> str:
    median = "" if row["median_px"] is None else f"{row['median_px']:.2f}"
    return (
        f"| {name} | {row['pairs']} | {row['refused']} | {row['weak']} | {row['wrong']} | {median} | "
        f"{row['pck1']:.3f} | {row['pck3']:.3f} | {row['pck5']:.3f} | {row['seconds']:.1f} | "
        f"{row['cpu_seconds']:.1f} |"
    )


def _by_kind(methods: Mapping[str, Any]) -> list[str]:
    """The first method's figures by warp and by wear."""
    name, item = next(iter(methods.items()))
    rows = [_accuracy_row(kind, row) for kind, row in item.get("kinds", {}).items()]
    return [f"{name}, by warp and by what was printed:", "", f"| pairs of | {_HEAD}", _RULE, *rows]


def _unrelated(kinds: Mapping[str, Mapping[str, Any]]) -> list[str]:
    lines = ["| method | kind | pairs | aligned | weak | refused | CPU s |", "|---|---|---|---|---|---|---|"]
    for method, rows in kinds.items():
        lines += [
            f"| {method} | {kind} | {row['pairs']} | {row['aligned']} | {row['weak']} | {row['refused']} | "
            f"{row['cpu_seconds']:.1f} |"
            for kind, row in rows.items()
        ]
    return lines


def _cuts(methods: Mapping[str, Any]) -> list[str]:
    lines = ["| method | 1 px | 2 px | 3 px | 4 px |", "|---|---|---|---|---|"]
    for name, widths in methods.items():
        cells = [f"{widths[w]['kept']:.2f} ({widths[w]['cuts']})" if w in widths else "" for w in "1234"]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def _speed(rows: list[dict[str, Any]]) -> list[str]:
    lines = [
        "| method | pair, px | processes | runs | status, features | median s | from, to s | CPU s | MiB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        peak = "" if row["peak_mib"] is None else f"{row['peak_mib']:,.0f}"
        lines.append(
            f"| {row['method']} | {row['pair']} | {row['processes']} | {row['runs']} | "
            f"{row['status']}, {row['features']} | {row['seconds']:.2f} | "
            f"{row['shortest']:.2f}, {row['longest']:.2f} | {row['cpu_seconds']:.2f} | {peak} |"
        )
    return lines


def _command(rows: list[dict[str, Any]]) -> list[str]:
    lines = [
        "| pairs of | pairs | laid | CPU s, median | CPU s, most | s, median | s, most |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row['kind']} | {row['pairs']} | {row['laid']} | {row['cpu_seconds_median']:.1f} | "
            f"{row['cpu_seconds_most']:.1f} | {row['seconds_median']:.1f} | {row['seconds_most']:.1f} |"
        )
    return lines


def _real_pairs(rows: list[dict[str, Any]]) -> list[str]:
    lines = [
        "| group | fine | status | NCC before, coarse, fine | SSIM before, coarse, fine | px | s | CPU s |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        ncc, ssim = (
            "" if row[key] is None else ", ".join(f"{v:.3f}" for v in row[key].values())
            for key in ("ncc", "ssim")
        )
        longest = "" if row["max_displacement_px"] is None else f"{row['max_displacement_px']:.1f}"
        status = f"{row['status']} {row['reason']}".strip()
        lines.append(
            f"| {row['group']} | {row['fine']} | {status} | {ncc} | {ssim} | {longest} | "
            f"{row['seconds']:.1f} | {row['cpu_seconds']:.1f} |"
        )
    return lines
