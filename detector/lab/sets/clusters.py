"""Clustering: block ornaments, each printed a different number of times, and the table of their motifs."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.files import atomic_write_text
from autolabelme.core.image_io import write_image
from autolabelme.core.opencv import cv2
from autolabelme.core.params import Params, param
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.ornaments import OrnamentParams, ornament, plant
from autolabelme.core.press.placement import Layout
from autolabelme.core.press.sorts import Sort
from autolabelme.core.progress import Tick, no_tick

from .specimen import DPI, LEVELS, WEARS, SetReport, new_set, page_wear

COLUMNS = (
    "image_filename",
    "ROIi_Heurist_ID",
    "Edition",
    "genre",
    "nature",
    "notes_ornement_occurr",
    "bbthq_calc_v2",
    "xmpl_cote_calc",
    "motif_id",
)
# As uneven as the published set: most motifs a few times, some often, some once.
_IMPRESSIONS = (3, 5, 1, 3, 4, 8, 2, 3, 6, 4, 3, 10)


@dataclass(frozen=True)
class ClustersParams(Params):
    """A set for clustering."""

    motifs: int = param(24, minimum=1, maximum=5000, help="How many blocks")
    recut: float = param(0.2, minimum=0.0, maximum=1.0, help="Share of blocks that copy another one")
    wear: str = param("mixed", choices=WEARS, help="Wear of the impressions; mixed draws one for each")
    width_low: int = param(200, minimum=60, maximum=5000, unit="px", help="Narrowest block, about")
    width_high: int = param(340, minimum=60, maximum=5000, unit="px", help="Widest block, about")
    scale_low: float = param(0.8, minimum=0.1, maximum=10.0, help="Smallest scan of a block")
    scale_high: float = param(1.25, minimum=0.1, maximum=10.0, help="Largest scan of a block")


def write_clusters(
    sorts: Sequence[Sort],
    folder: Path,
    params: ClustersParams | None = None,
    seed: int = 0,
    *,
    tick: Tick = no_tick,
) -> SetReport:
    """Write ``images/*.jpeg`` and ``metadata.tsv`` (file name first, motif last).

    A block is a compound ornament that is printed as one picture; some are copies of another block in
    which two vignettes differ, as a rival's block-cutter would. See `published.write_set` for errors.
    """
    params = params or ClustersParams()
    rows = ["\t".join(COLUMNS)]
    layouts: list[Layout] = []
    images = 0
    with new_set(folder) as new:
        for number in range(params.motifs):
            tick(number, params.motifs, f"block {number + 1} of {params.motifs}")
            rng = np.random.default_rng([seed, 3, number])
            layouts.append(_block(sorts, layouts, params, rng))
            for _ in range(_IMPRESSIONS[number % len(_IMPRESSIONS)]):
                images += 1
                name = f"PRESS_{number + 1:04d}_{images:04d}~~{images:05d}.jpeg"
                write_image(new / "images" / name, _impression(layouts[-1], sorts, params, rng), DPI)
                other = (str(images), "press", "fleuron bloc", "press", "", f"PRESS_{number + 1:04d}", "/1")
                rows.append("\t".join((name, *other, f"fl_bloc_{number + 1:04d}")))
        atomic_write_text(new / "metadata.tsv", "\n".join(rows) + "\n")
    tick(1, 1, "done")
    return SetReport(folder, images, f"{images} impressions of {params.motifs} blocks")


def _block(
    sorts: Sequence[Sort], before: Sequence[Layout], params: ClustersParams, rng: np.random.Generator
) -> Layout:
    if before and rng.random() < params.recut:
        copied = before[int(rng.integers(len(before)))]
        if len(copied.placed) >= 2 and not copied.edits:
            return plant(copied, sorts, ("swapped", "swapped"), rng)
    how = OrnamentParams(
        width=int(rng.integers(params.width_low, params.width_high + 1)),
        labels=int(rng.integers(1, 4)),
        size_low=40,
        size_high=90,
        gap=2,
        margin=14,
        quarter_turns=bool(rng.integers(2)),
    )
    # A drawing has no size of its own on a block.
    return ornament([dataclasses.replace(sort, own_size=False) for sort in sorts], how, rng)


def _impression(
    layout: Layout, sorts: Sequence[Sort], params: ClustersParams, rng: np.random.Generator
) -> U8:
    level = str(rng.choice(LEVELS)) if params.wear == "mixed" else params.wear
    wear = page_wear(level, layout.width, layout.height)
    scan = str(rng.choice(["colour", "gray"], p=[0.7, 0.3]))
    page = print_page(layout, sorts, wear.replace(scan=scan), int(rng.integers(2**31)))
    cut = [int(value) for value in rng.integers(0, 11, size=4)]
    height, width = page.gray.shape
    crop = page.rgb[cut[0] : height - cut[1], cut[2] : width - cut[3]]
    factor = float(rng.uniform(params.scale_low, params.scale_high))
    size = (round(crop.shape[1] * factor), round(crop.shape[0] * factor))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(np.ascontiguousarray(crop), size, interpolation=how), dtype=np.uint8)
