"""The demo's stage: an ornament with planted differences, laid on its reference."""

from __future__ import annotations

import numpy as np

from autolabelme.core.demo import DemoContext, StageReport
from autolabelme.core.files import atomic_write_json
from autolabelme.core.image_io import write_image
from autolabelme.core.messages import clauses, told
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.ornaments import plant
from autolabelme.core.press.sorts import load_sorts
from autolabelme.core.progress import SubTick, Tick

from .align import Alignment
from .batch import align_files
from .params import AlignParams
from .synthetic import WarpRange, draw_map, draw_ornament, flat_wear

WIDTH = 1000
PLANTED = ("cut", "swapped", "removed")
SEED = 7


def align_demo(context: DemoContext, tick: Tick) -> StageReport:
    """Print one ornament twice, the second time with planted differences and bent, and align them.

    Leaves `align_reference`, `align_source`, `align_result` (a `BatchItem`) and `align_edits` (boxes on
    the reference) for later stages.
    """
    rng = np.random.default_rng(SEED)
    sorts = load_sorts()
    layout = draw_ornament(sorts, WIDTH, rng)
    changed = plant(layout, sorts, PLANTED, rng)
    reference = print_page(layout, sorts, flat_wear("clean"), SEED, tick=SubTick(tick, 0, 0.2))
    printed = print_page(changed, sorts, flat_wear("clean"), SEED + 1, tick=SubTick(tick, 0.2, 0.4))
    height, width = reference.gray.shape
    truth, size = draw_map(
        width, height, WarpRange(perspective=0.05, rotation_deg=4.0, gutter=0.01, curl=0.005), rng
    )
    folder = context.folder / "align"
    still = write_image(folder / "reference.png", reference.rgb)
    moving = write_image(folder / "suspect.png", truth.source_image(printed.rgb, *size))
    edits = [{"kind": edit.kind, "box": list(edit.box)} for edit in printed.edits]
    notes = folder / "planted.json"
    atomic_write_json(notes, edits)
    item = align_files(still, [moving], folder, AlignParams(), tick=SubTick(tick, 0.4, 1))[0]
    context.left |= {
        "align_reference": still,
        "align_source": moving,
        "align_result": item,
        "align_edits": tuple(edit.box for edit in printed.edits),
    }
    status: str = told("CommandLine", item.summary["status"])
    status = clauses(filter(None, (status, item.summary["reason"])))
    lines = [told("CommandLine", "suspect.png on reference.png: {status}", status=status)]
    if isinstance(item.result, Alignment):
        y, x = np.mgrid[0:height:8, 0:width:8]
        points = np.stack([x, y], axis=-1).reshape(-1, 2).astype(np.float64)
        error = np.linalg.norm(item.result.warp.points(points) - truth.points(points), axis=1)
        ncc = item.summary["ncc"]
        lines.append(
            told(
                "CommandLine",
                "NCC {before:.2f} before, {coarse:.2f} coarse, {fine:.2f} fine; median error against the "
                "known bend {error:.2f} px; planted differences: {edits}",
                error=float(np.median(error)),
                edits=len(edits),
                **ncc,
            )
        )
    return StageReport(tuple(lines), (still, moving, notes, *item.paths.values()))
