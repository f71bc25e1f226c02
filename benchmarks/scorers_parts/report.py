"""The scorers' table as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detector.lab.protocols.published import CHANGES, CLUSTERS, ELEMENTS, SOURCE

from .rows import Row, means

TARGET = 1.5
"""Mean IoU over that of congealing in the same run (DESIGN section 8)."""
_NOT_COMPARABLE = f"*Published*: {SOURCE}: other prints, so not comparable with the other rows."
_HEAD = "| scorer | mIoU C | mIoU CU | AUROC | AUPRO | image AUROC | fit s | score ms an image |"
_RULE = "|---|---|---|---|---|---|---|---|"


def render(head: Mapping[str, Any], rows: Sequence[Row], others: Mapping[str, Any] | None = None) -> str:
    """The whole results file; `others` are the other protocols by name (`protocols.measured_protocol`)."""
    lines = ["# Scorers", ""]
    if rows:
        lines += _changes(head, rows)
    for name, section in (("clusters", _clusters), ("elements", _elements)):
        if others and name in others:
            lines += section(others[name])
    return "\n".join(lines).rstrip() + "\n"


def _changes(head: Mapping[str, Any], rows: Sequence[Row]) -> list[str]:
    sets: dict[str, str] = head["sets"]
    lines: list[str] = []
    lines += [f"{name}: {value}  " for name, value in head["machine"].items()]
    lines += [
        "",
        "Change localization as in Rey's Ornaments (Chaki et al. 2024), on vignettes of the press in the "
        "published layout: 4 normal impressions, 1 changed with lost and gained ink, 1 unchanged. C: the "
        "changed images alone, CU: changed and unchanged side by side; one of 100 thresholds for all. AUROC "
        "of pixels, AUPRO to 30% false positives, image AUROC of changed against unchanged. All in %. No "
        "development used the sets' seeds: "
        + ", ".join(f"{name} {what}" for name, what in sets.items())
        + ".",
        "",
        "## Mean over the sets",
        "",
        "± is half the 95% interval over the vignettes. Seconds are the processor's.",
        "",
        _HEAD,
        _RULE,
    ]
    overall = means(rows, list(sets))
    images = {row["scorer"]: row["images"] for row in rows if "error" not in row}
    titles = {row["scorer"]: row["title"] for row in rows}
    for name, own in overall.items():
        lines.append(_line(f"`{name}` {titles[name]}", own, images[name], own["spread"]))
    lines += [
        f"| *{name}, published* | {100 * a:.1f} | {100 * b:.1f} | | | | | |"
        for name, (a, b) in CHANGES.items()
    ]
    lines += ["", f"*Published*: {SOURCE}: other prints, so not comparable with the rows above.", ""]
    for chosen in sets:
        lines += [f"## {chosen.capitalize()}", "", _HEAD, _RULE]
        own_rows = [row for row in rows if row["set"] == chosen and "error" not in row]
        for row in sorted(own_rows, key=lambda row: -row["miou_c"]):
            lines.append(_line(f"`{row['scorer']}`", row, row["images"], None))
        lines.append("")
    failed = [row for row in rows if "error" in row]
    if failed:
        lines += ["## Could not run", ""]
        lines += [f"- `{row['scorer']}` on {row['set']}: {row['error']}" for row in failed] + [""]
    return [*lines, *_verdict(overall), ""]


def _protocol(title: str, what: str, own: Mapping[str, Any]) -> list[str]:
    """Heading, where and how it was measured."""
    lines = [f"## {title}", ""]
    lines += [f"{name}: {value}  " for name, value in own["machine"].items()]
    taken = f"{own['seconds']:.0f} s, {own['cpu_seconds']:.0f} processor s."
    return [*lines, "", f"{what} The set: {own['set']}. `{own['command']}`: {taken} All in %.", ""]


def _clusters(own: Mapping[str, Any]) -> list[str]:
    what = (
        "Which impressions come from one block (Chaki et al. 2024), motifs with three impressions or more. "
        "k-means and hierarchical clustering of ImageNet features are the baselines of *same block*, which "
        "lays the images on each other."
    )
    lines = [*_protocol("Clusters", what, own), "| method | accuracy | NMI |", "|---|---|---|"]
    for name, one in own["found"].items():
        cells = [_spread(one[key], one[f"{key}_spread"], one["runs"]) for key in ("accuracy", "nmi")]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += [f"| *{name}, published* | {_percent(a)} | {_percent(b)} |" for name, (a, b) in CLUSTERS.items()]
    return [*lines, "", _NOT_COMPARABLE, ""]


def _spread(value: float, spread: float, runs: int) -> str:
    return _percent(value) + (f" ± {_percent(spread)} ({runs} runs)" if runs > 1 else "")


def _elements(own: Mapping[str, Any]) -> list[str]:
    what = (
        "Vignettes found in composite ornaments by a detector that learned from their dictionary alone "
        "(Chaki et al. 2024), with the training in the same run."
    )
    found = own["found"]
    counted = f"{found['ornaments']} ornaments with {found['instances']} vignettes."
    lines = [*_protocol("Elements", what, own), counted, ""]
    lines += ["| boxes | AP50, any label | AP50 by label | mAP by label, 50:95 |", "|---|---|---|---|"]
    for name, one in (("as detected", found["without_refinement"]), ("refined", found)):
        cells = " | ".join(_percent(one[key]) for key in ("ap50_any", "ap50", "map"))
        lines.append(f"| {name} | {cells} |")
    lines += [
        f"| *{name}, published: AP {_percent(ap)}, mAP {_percent(mean)}* | | | |"
        for name, (ap, mean) in ELEMENTS.items()
    ]
    said = "Which IoU the published AP and mAP have is not said."
    return [*lines, "", f"{said} {_NOT_COMPARABLE}", ""]


def _line(title: str, own: Mapping[str, Any], images: int, spread: float | None) -> str:
    first = _percent(own["miou_c"]) + (f" ± {100 * spread:.1f}" if spread is not None else "")
    cells = [_percent(own[key]) for key in ("miou_cu", "auroc", "aupro", "image_auroc")]
    seconds = (f"{own['cpu_fit']:.1f}", f"{1000 * own['cpu_score'] / images:.0f}")
    return "| " + " | ".join((title, first, *cells, *seconds)) + " |"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f}"


def _verdict(overall: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Who wins and where the DAE stands, from the figures alone."""
    if not overall:
        return []
    order = list(overall)
    lines = ["## What this says", ""]
    first = overall[order[0]]
    line = f"- Best: `{order[0]}`, {100 * first['miou_c']:.1f} on changed"
    if len(order) > 1:
        second = overall[order[1]]
        line += f"; next `{order[1]}` with {100 * second['miou_c']:.1f}"
    lines.append(line + ".")
    best_cu = max(order, key=lambda name: overall[name]["miou_cu"])
    lines.append(f"- Best with unchanged ones beside: `{best_cu}`, {100 * overall[best_cu]['miou_cu']:.1f}.")
    if "congealing" in overall:
        ratio = first["miou_c"] / max(overall["congealing"]["miou_c"], 1e-9)
        said = "reached" if ratio >= TARGET else "missed"
        lines.append(f"- {ratio:.2f} times congealing's in the same run (target {TARGET}): {said}.")
    for name in (name for name in order if name.startswith("dae")):
        place = order.index(name) + 1
        own = overall[name]["miou_c"]
        behind = f", {100 * (first['miou_c'] - own):.1f} points behind the best" if place > 1 else ""
        lines.append(f"- The DAE (`{name}`) stands at place {place} of {len(order)}{behind}.")
    return lines
