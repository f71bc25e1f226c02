"""Real pairs of one woodblock (groups B, C, E): what the signed ink map of the pair alone shows."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.image_io import read_rgb, write_image
from detector.core.inspection.carved import inspect_pair
from detector.core.inspection.maps import boxes_overlay, heat, signed_overlay
from detector.core.inspection.params import InspectParams
from detector.core.inspection.reference import LaidReference, lay_on

GROUPS = ("B", "C", "E")
_PAD = 0.02


def describe(folder: Path, pictures: Path | None = None) -> list[str]:
    """Markdown lines about the pairs in `folder`; pictures go to `pictures`, never into the repository."""
    lines = [
        "## Real pairs of one woodblock",
        "",
        "Two impressions each, no ground truth: nothing was planted, so regions are what a historian would "
        "be asked to look at.",
        "",
        "| pair | alignment | regions | largest | dark share of the map | seconds |",
        "|---|---|---|---|---|---|",
    ]
    for group in GROUPS:
        crops = _crops(folder, group)
        if len(crops) < 2:
            lines.append(f"| {group} | not there | | | | |")
            continue
        lines.append(_row(group, crops[0], crops[1], pictures))
    return [*lines, ""]


def _row(group: str, ornament: U8, reference: U8, pictures: Path | None) -> str:
    start = time.perf_counter()
    laid = lay_on(ornament, reference)
    if not isinstance(laid, LaidReference):
        return f"| {group} | refused: {laid.reason} | | | | {time.perf_counter() - start:.1f} |"
    found = inspect_pair(ornament, laid.rgb, InspectParams(), valid=laid.valid)
    seconds = time.perf_counter() - start
    if pictures is not None:
        gray = np.asarray(ornament.mean(axis=2), dtype=np.uint8)
        write_image(pictures / f"{group}_boxes.png", boxes_overlay(ornament, (), found.findings))
        write_image(pictures / f"{group}_signed.png", signed_overlay(gray, found.maps.loss, found.maps.gain))
        write_image(pictures / f"{group}_reference.png", laid.rgb)
    largest = "none"
    if found.findings:
        first = found.findings[0]
        x1, y1, x2, y2 = (round(edge) for edge in first.box)
        largest = f"{first.evidence[0]}, {x2 - x1} x {y2 - y1} px at ({x1}, {y1})"
    dark = float((heat(found.maps.residual) == 0).mean())
    status = f"{laid.facts['status']}, {laid.facts['inliers']} inliers, NCC {laid.facts['ncc']:.2f}"
    return f"| {group} | {status} | {len(found.findings)} | {largest} | {100 * dark:.1f}% | {seconds:.1f} |"


def _crops(folder: Path, group: str) -> list[U8]:
    found = []
    with (folder / "pairs.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["group"].split()[0] != group:
                continue
            page = read_rgb(folder / row["page"])
            x, y, w, h = (float(row[name]) for name in ("x", "y", "w", "h"))
            pad = _PAD * max(w, h)
            rows = slice(max(0, round(y - pad)), round(y + h + pad))
            columns = slice(max(0, round(x - pad)), round(x + w + pad))
            found.append(np.ascontiguousarray(page[rows, columns]))
    return found
