"""Whether normals of real impressions keep their rate on untouched impressions that they never saw.

    python benchmarks/real_normals.py [--strips FOLDER]

All strips together are one catalogue; half of each gives the normals (each impression scored by what the
others taught, as a model's are), the rest is inspected by them, and the other way round. The boxes are those
set by hand, so this is the rate of the normals, not of a detector.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from real_parts.strips import Strip, read_strips

from autolabelme.core.arrays import U8
from autolabelme.core.image_io import read_rgb
from autolabelme.core.progress import Tick, no_tick
from detector.core.inspection.findings import Vignette
from detector.core.inspection.fitting import NormalOrnament, fit_normals
from detector.core.inspection.inspector import InspectionModel, inspect
from detector.core.inspection.sight import CatalogueFacts, Sight

RATES = (0.01, 0.05)
FOLDS = 2


@dataclass
class Told:
    """Sees what it was told."""

    labels: tuple[str, ...]
    vignettes: tuple[Vignette, ...] = ()

    def look(
        self, rgb: U8, *, dpi: float | None = None, side_px: float | None = None, tick: Tick = no_tick
    ) -> Sight:
        """The vignettes that are scored."""
        return Sight(self.vignettes, None, 64.0)


def cut_out(strip: Strip) -> tuple[U8, tuple[Vignette, ...]]:
    """The strip with half a side round it, and its vignettes there."""
    boxes = np.array(strip.boxes, dtype=np.float64)
    side = round(float(np.median(boxes[:, 2] - boxes[:, 0])) / 2)
    rgb = read_rgb(strip.page)
    x, y = (max(0, int(edge) - side) for edge in boxes[:, :2].min(axis=0))
    right, bottom = (int(edge) + side for edge in boxes[:, 2:].max(axis=0))
    moved = tuple(
        replace(one, box=(one.box[0] - x, one.box[1] - y, one.box[2] - x, one.box[3] - y))
        for one in strip.vignettes()
    )
    return rgb[y:bottom, x:right], moved


def left_out(vignettes: tuple[Vignette, ...], fold: int) -> tuple[Vignette, ...]:
    """All but the part that is to be inspected."""
    return tuple(one for number, one in enumerate(vignettes) if number % FOLDS != fold)


def main() -> None:
    """Measure, and print the rows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--strips", type=Path, default=Path("../shared/strips"))
    strips = read_strips(parser.parse_args().strips, Path("none"))
    if not strips:
        raise SystemExit("no strips: nothing to measure")
    cut = [cut_out(strip) for strip in strips]
    sizes: dict[str, tuple[float, float]] = {}
    for strip in strips:
        plain = [
            b
            for b, pose in zip(strip.boxes, strip.poses, strict=True)
            if "90" not in pose and "tr" not in pose
        ]
        widths = np.array([(b[2] - b[0], b[3] - b[1]) for b in plain or strip.boxes])
        sizes.setdefault(strip.label, (float(np.median(widths[:, 0])), float(np.median(widths[:, 1]))))
    facts = CatalogueFacts(sizes)
    started, p, books = time.process_time(), [], []
    for fold in range(FOLDS):
        detector = Told(tuple(sizes))
        made = [
            NormalOrnament(rgb, left_out(vignettes, fold), page=strip.page.stem, complete=False)
            for strip, (rgb, vignettes) in zip(strips, cut, strict=True)
        ]
        normals = fit_normals(
            detector, facts, [lambda one=one: one for one in made], source="strips", press_made=False
        )
        for strip, (rgb, vignettes) in zip(strips, cut, strict=True):
            detector.vignettes = vignettes[fold::FOLDS]
            found = inspect(rgb, InspectionModel(detector, normals, facts))
            own = [one.value.p for one in found.judged if one.vignette.confidence > 0]
            p += own
            books += [strip.book] * len(own)
    print("\n".join(lines(np.array(p), books, time.process_time() - started)))


def lines(p: np.ndarray, books: Sequence[str], seconds: float) -> list[str]:
    """The table."""
    rows = ["| book | untouched impressions | flagged at 1% | flagged at 5% |", "|---|---|---|---|"]
    for name in (*sorted(set(books)), "all"):
        own = p[[name in (book, "all") for book in books]]
        shares = " | ".join(f"{100 * float(np.mean(own <= rate)):.1f}%" for rate in RATES)
        rows.append(f"| {name} | {len(own)} | {shares} |")
    return [*rows, "", f"{seconds:.0f} processor seconds, load {os.getloadavg()[0]:.0f}."]


if __name__ == "__main__":
    main()
