"""The pairs: known warps of press and real ornaments, unrelated pairs, planted cuts."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.image_io import read_gray
from autolabelme.core.opencv import cv2
from autolabelme.core.press.placement import Layout
from autolabelme.core.press.sorts import Sort, load_sorts
from ransac_gui.core.prepare import ink_of
from ransac_gui.core.synthetic import (
    KnownMap,
    WarpRange,
    bitonal,
    draw_map,
    draw_ornament,
    impressions,
)

SEED = 70_000
"""First seed of the pairs; nothing was ever chosen on seeds from here to 89,999."""
UNRELATED, CUTS, REAL, COMBINATIONS, HARDEST = 3_000, 6_000, 8_000, 10_000, 12_000
"""Where each kind's seeds begin, counted from the first."""
WEARS = (("clean", "clean"), ("clean", "worn"), ("worn", "worn"), ("worn", "hard"))
WARPS = {
    "perspective": WarpRange(perspective=0.25, rotation_deg=5),
    "scale": WarpRange(perspective=0.05, rotation_deg=5, scale_low=0.6, scale_high=1.6),
    "gutter": WarpRange(perspective=0.05, rotation_deg=3, gutter=0.025),
    "curl": WarpRange(perspective=0.05, rotation_deg=3, curl=0.02, ripple=0.004),
    "all": WarpRange(
        perspective=0.15,
        rotation_deg=10,
        scale_low=0.6,
        scale_high=1.6,
        gutter=0.015,
        curl=0.01,
        ripple=0.003,
    ),
}
ROTATION = WarpRange(perspective=0.05, rotation_deg=180)
ROUND = len(WEARS) * len(WARPS)
"""Related pairs that meet every wear with every warp."""


@dataclass(frozen=True, eq=False)
class Case:
    """One pair; `truth` is None for an unrelated one. `ink` marks where the error is measured."""

    kind: str
    name: str
    source: U8
    reference: U8
    truth: KnownMap | None = None
    cuts: tuple[tuple[int, U8], ...] = ()
    """Planted cuts: width in pixels, mask (H, W) on the reference."""

    def ink(self) -> U8:
        """Where the reference has ink, widened by 1% of its longer side: uint8 (H, W) 0 or 1."""
        side = max(3, round(0.01 * max(self.reference.shape)) | 1)
        strong = (ink_of(self.reference) > 0.3).astype(np.uint8)
        return np.asarray(cv2.dilate(strong, np.ones((side, side), np.uint8)))


def related(
    numbers: Iterable[int],
    width: int,
    seed: int = SEED,
    all_wears: Sequence[tuple[str, str]] = WEARS,
) -> Iterator[Case]:
    """Known warps with print differences on press ornaments; every fourth source is bitonal."""
    sorts = load_sorts()
    names = list(WARPS)
    for number in numbers:
        rng = np.random.default_rng(seed + number)
        wears = all_wears[number // len(names) % len(all_wears)]
        name = names[number % len(names)]
        layout = draw_ornament(sorts, width, rng)
        reference, flat = impressions(layout, sorts, wears, rng)
        truth, size = draw_map(reference.shape[1], reference.shape[0], WARPS[name], rng)
        source = truth.source_image(flat, *size)
        if number % 4 == 3:
            source = bitonal(source)
        yield Case("press", f"{name} {wears[0]}/{wears[1]}", source, reference, truth)


def unrelated(count: int, width: int, seed: int = SEED) -> Iterator[Case]:
    """Half of them other ornaments set from the same sorts, half from other sorts."""
    sorts = load_sorts()
    for number in range(count):
        rng = np.random.default_rng(seed + UNRELATED + number)
        wears = WEARS[number // 2 % len(WEARS)]
        layout = draw_ornament(sorts, width, rng)
        reference, _ = impressions(layout, sorts, wears, rng)
        alike = number % 2 == 0
        other = look_alike(layout, sorts, width, rng) if alike else draw_ornament(sorts, width, rng)
        source, _ = impressions(other, sorts, wears, rng)
        yield Case("look-alike" if alike else "other", "/".join(wears), source, reference)


def look_alike(layout: Layout, sorts: Sequence[Sort], width: int, rng: np.random.Generator) -> Layout:
    """Another ornament from the same sorts: fewer than 30% of its places hold what the first one's do."""
    labels = {placed.label for placed in layout.placed}
    chosen = [sort for sort in sorts if sort.label in labels]
    for _ in range(50):
        other = draw_ornament(chosen, width, rng)
        if _common(layout, other) < 0.3:
            return other
    return draw_ornament([sort for sort in sorts if sort.label not in labels], width, rng)


def _common(first: Layout, second: Layout) -> float:
    """Share of the first's sorts that the second has, too, at the same relative place and pose."""

    def places(layout: Layout) -> set[tuple[str, int, int, int, bool]]:
        return {
            (
                placed.label,
                round(20 * (placed.box[0] + placed.box[2]) / 2 / layout.width),
                round(20 * (placed.box[1] + placed.box[3]) / 2 / layout.height),
                round(placed.pose.rotation_deg),
                placed.pose.mirrored,
            )
            for placed in layout.placed
        }

    mine, theirs = places(first), places(second)
    return len(mine & theirs) / max(1, len(mine))


def cut_pairs(count: int, width: int, seed: int = SEED) -> Iterator[Case]:
    """Bent pairs whose source block has straight cuts of 1 to 4 px through its strokes."""
    sorts = load_sorts()
    for number in range(count):
        rng = np.random.default_rng(seed + CUTS + number)
        reference, flat = impressions(draw_ornament(sorts, width, rng), sorts, ("clean", "clean"), rng)
        cuts = []
        solid = cv2.erode((flat < 110).astype(np.uint8), np.ones((5, 5), np.uint8))
        printed = solid & cv2.erode((reference < 110).astype(np.uint8), np.ones((5, 5), np.uint8))
        paper = int(np.percentile(flat, 80))
        for part, wide in enumerate((1, 2, 3, 4)):
            low, high = part * flat.shape[1] // 4, (part + 1) * flat.shape[1] // 4
            x = np.nonzero(printed[:, low:high].sum(axis=0) >= 6)[0]
            if not len(x):
                continue
            left = low + int(rng.choice(x))
            mask = np.zeros_like(flat)
            mask[:, left : left + wide] = printed[:, left : left + wide]
            # The cut goes right through the stroke; contrast is measured where both printed solid.
            through = cv2.dilate(mask, np.ones((9, 1), np.uint8)) > 0
            flat[through] = paper
            cuts.append((wide, mask))
        truth, size = draw_map(flat.shape[1], flat.shape[0], WARPS["all"], rng)
        yield Case("cuts", f"cuts {number}", truth.source_image(flat, *size), reference, truth, tuple(cuts))


def real_blocks(folder: Path) -> list[tuple[str, U8, U8]]:
    """(group, first, second) grey crops of every group of `pairs.csv`."""
    groups: dict[str, list[U8]] = {}
    with (folder / "pairs.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            page = read_gray(folder / row["page"])
            x, y, w, h = (int(row[name]) for name in "xywh")
            groups.setdefault(row["group"].split()[0], []).append(page[y : y + h, x : x + w].copy())
    return [(name, *crops[:2]) for name, crops in groups.items() if len(crops) >= 2]


def real_warps(folder: Path, numbers: Iterable[int], seed: int = SEED, *, kind: str = "") -> Iterator[Case]:
    """Real ornaments bent by known maps, blurred or made bitonal; rotations up to 180 degrees among them.

    Block and warp go round with the number; `kind` asks for one warp alone.
    """
    blocks = [block for block in real_blocks(folder) if block[0] != "S"]
    kinds = [*WARPS, "rotation"]
    for number in numbers:
        rng = np.random.default_rng(seed + REAL + (1_000 if kind else 0) + number)
        name, _, reference = blocks[number % len(blocks)]
        warp = kind or kinds[number // len(blocks) % len(kinds)]
        truth, size = draw_map(
            reference.shape[1], reference.shape[0], ROTATION if warp == "rotation" else WARPS[warp], rng
        )
        source = cv2.GaussianBlur(truth.source_image(reference, *size), (0, 0), 0.9)
        if (number + number // len(blocks)) % 3 == 1:
            source = bitonal(source)
        yield Case("real", f"{warp} {name}", np.asarray(source), reference, truth)
