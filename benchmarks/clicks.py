"""What a click boxes: on real strips, on real pages with boxes set by hand, on the sample and on press pages.

    python benchmarks/clicks.py --strips DIR --real DIR [--output benchmarks/results]

Two clicks a copy: its middle, and a random place in its middle half. A click is right when its box has IoU
over 0.5; *within a step*, *within two*: when it or one of the next smaller or larger ones does, which a
second click or the wheel brings. *One look*: the first click where copies are not asked (0199). The sample
page and the press pages of seed 21 were looked at while click-to-box was made, those of seed 43 were not; of
the real pages those of two books (bpt6k1110784, bpt6k6509381p) did not choose how copies are asked.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])

import numpy as np

from autolabelme.core.annotation.labelme_json import read_document
from autolabelme.core.arrays import U8
from autolabelme.core.boxes import iou
from autolabelme.core.image_io import read_gray
from autolabelme.core.matching.neighbourhood import Box
from autolabelme.core.matching.page import prepared
from autolabelme.core.matching.snap import snap_levels
from autolabelme.core.matching.snap_copies import click_levels
from autolabelme.core.press import sample
from benchmarks.matching_parts import machine
from benchmarks.matching_parts.data import print_bench_page, read_real_pages
from benchmarks.matching_parts.report import table
from benchmarks.real_parts.strips import of_strips

SEED = 5
PRESS_SEEDS = {"looked at": 21, "not looked at": 43}


@dataclass
class Row:
    """Clicks counted: right at first, within a step and two, right by one look; processor seconds."""

    first: int = 0
    step: int = 0
    two: int = 0
    alone: int = 0
    clicks: int = 0
    seconds: float = 0.0

    def cells(self) -> tuple[str, ...]:
        """Shares of the clicks, and milliseconds of one."""
        shares = [f"{count / self.clicks:.2f}" for count in (self.alone, self.first, self.step, self.two)]
        return (*shares, str(self.clicks), f"{1000 * self.seconds / self.clicks:.0f}")


def boxed(strips: Path | None, real: Path | None) -> Iterator[tuple[str, str, U8, list[Box]]]:
    """Kind, name, page and boxes of what is clicked on."""
    for strip in () if strips is None else of_strips(strips):
        yield "real strips", strip.name, strip.gray, [_floats(box) for box in strip.boxes]
    for page in () if real is None else read_real_pages(real):
        for label, copies in page.copies.items():
            yield "real pages", f"{page.name}, {label}", page.gray, [copy.box for copy in copies]
    for name in ("sample_clean", "sample_worn"):
        truth = read_document(sample.page_truth(name))
        boxes = [_floats(one.box) for label in truth.labels() for one in truth.boxes_of(label)]
        yield name, name, read_gray(sample.page_image(name)), boxes
    for seen, seed in PRESS_SEEDS.items():
        for level in ("clean", "worn"):
            page = print_bench_page(level, seed)
            boxes = [one.box for copies in page.copies.values() for one in copies if not one.difficult]
            yield f"press page, {level}, {seen}", page.name, page.gray, boxes


def _floats(box: Iterable[float]) -> Box:
    x1, y1, x2, y2 = box
    return float(x1), float(y1), float(x2), float(y2)


def clicked(gray: U8, boxes: list[Box], rng: np.random.Generator) -> Row:
    """Two clicks on each box."""
    row = Row()
    height, width = gray.shape
    for box in boxes:
        for share in ((0.5, 0.5), rng.uniform(0.25, 0.75, 2)):
            x = min(width - 1.0, max(0.0, box[0] + share[0] * (box[2] - box[0])))
            y = min(height - 1.0, max(0.0, box[1] + share[1] * (box[3] - box[1])))
            started = time.process_time()
            levels = click_levels(prepared(gray), (x, y))
            row.seconds += time.process_time() - started
            row.clicks += 1
            if levels is not None:
                row.first += _right(box, [levels.at(0)])
                row.step += _right(box, [levels.at(step) for step in (-1, 0, 1)])
                row.two += _right(box, [levels.at(step) for step in (-2, -1, 0, 1, 2)])
            alone = snap_levels(gray, (x, y))
            row.alone += alone is not None and _right(box, [alone.at(0)])
    return row


def _right(box: Box, found: list[Box]) -> bool:
    return bool(iou([box], found).max() > 0.5)


def main() -> None:
    """Measure, print and write `clicks.md`."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--strips", type=Path, help="folder of strips with boxes set by hand")
    parser.add_argument("--real", type=Path, help="folder of the pages that benchmarks/truth is of")
    parser.add_argument("--output", type=Path, default=Path("benchmarks/results"))
    arguments = parser.parse_args()
    rng = np.random.default_rng(SEED)
    kinds: dict[str, Row] = {}
    names: dict[str, Row] = {}
    for kind, name, gray, boxes in boxed(arguments.strips, arguments.real):
        row = names[name] = clicked(gray, boxes, rng)
        print(name, row, file=sys.stderr, flush=True)
        whole = kinds.setdefault(kind, Row())
        for field in ("first", "step", "two", "alone", "clicks", "seconds"):
            setattr(whole, field, getattr(whole, field) + getattr(row, field))
    head = ("", "one look", "first click", "within a step", "within two", "clicks", "ms")
    rows = [(f"**{kind}**", *row.cells()) for kind, row in kinds.items()]
    rows += [(name, *row.cells()) for name, row in names.items() if name not in kinds]
    parts = [
        "# Clicks\n",
        "".join(f"- {key}: {value}\n" for key, value in machine.description().items()),
        "Share of clicks with IoU over 0.5; processor milliseconds of a click, one thread.\n",
        table(head, rows),
    ]
    (arguments.output / "clicks.md").write_text("\n".join(parts) + "\n", "utf-8")
    print("\n".join(parts))


if __name__ == "__main__":
    main()
