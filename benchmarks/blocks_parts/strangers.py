"""Pairs that are not of one block, and strips that are, through `align` as the window runs it: what they are
called."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from autolabelme.core.arrays import U8
from autolabelme.core.image_io import read_gray
from autolabelme.core.press.placement import Layout, render
from autolabelme.core.press.recut import recut
from autolabelme.core.press.sorts import load_sorts
from benchmarks.alignment_parts.data import unrelated
from benchmarks.ledger_parts.cases import real_names
from ransac_gui.core.align import Alignment, align
from ransac_gui.core.block.kinds import KINDS
from ransac_gui.core.params import AlignParams
from ransac_gui.core.synthetic import draw_ornament

from .cases import WEARS, printed, set_again

SEED, WIDTH = 310_000, 600
_UNITS = 9
"""Sorts in a strip."""


def strangers(count: int, blocks: Path | None, seed: int = SEED) -> Iterator[tuple[str, U8, U8]]:
    """(kind, reference, source): `count` of each kind, and real blocks against the next one. Strips
    printed twice are of one block: the strips beside them tell what a setting changes."""
    for case in unrelated(2 * count, WIDTH, seed):
        yield case.kind, case.reference, case.source
    sorts = load_sorts()
    for number in range(count):
        rng = np.random.default_rng(seed + 1000 + number)
        first, second = WEARS[number % len(WEARS)]
        strip = _strip(draw_ornament(sorts, WIDTH, rng))
        other = set_again(strip, rng)
        seeds = [int(value) for value in rng.integers(0, 2**31, 4)]
        yield (
            "strip of one sort, set again",
            printed(render(strip, sorts), first, seeds[0]),
            printed(render(other, sorts), second, seeds[1]),
        )
        once = render(strip, sorts)
        yield (
            "strip of one sort, printed twice",
            printed(once, first, seeds[0] ^ 1),
            printed(once, second, seeds[1] ^ 1),
        )
        ink = render(draw_ornament(sorts, WIDTH, rng), sorts)
        copy = recut(ink, "middling", seeds[2])
        yield "copy, middling", printed(ink, first, seeds[3]), printed(copy, second, seeds[1])
    if blocks is not None:
        names = real_names(blocks)
        for (_, earlier, _), (_, _, later) in zip(names, [*names[1:], names[0]], strict=True):
            yield "real woodcut, another block", read_gray(earlier), read_gray(later)


def _strip(layout: Layout) -> Layout:
    """A row of one of an ornament's sorts, in its size."""
    one = layout.placed[0]
    wide, high = one.box[2] - one.box[0], one.box[3] - one.box[1]
    left, top = round(wide / 2), round(high / 2)
    pitch = round(wide) + 2
    placed = tuple(
        one.moved(float(left + pitch * at - round(one.box[0])), float(top - round(one.box[1])))
        for at in range(_UNITS)
    )
    return dataclasses.replace(
        layout,
        width=pitch * _UNITS + 2 * left,
        height=round(high) + 2 * top,
        placed=placed,
        matter=(),
        ornaments=(),
    )


def rows(count: int, blocks: Path | None) -> Iterator[str]:
    """The table as Markdown."""
    said: dict[str, list[str]] = {}
    spent: dict[str, list[float]] = {}
    off: dict[str, int] = {}
    for kind, reference, source in strangers(count, blocks):
        started = time.process_time()
        found = align(source, reference, AlignParams(), verdict=True)
        off.setdefault(kind, 0)
        if isinstance(found, Alignment) and found.verdict is not None:
            off[kind] += found.verdict.units_off != 0
        laid = isinstance(found, Alignment) and found.verdict is not None
        said.setdefault(kind, []).append(found.verdict.kind if laid else "refused")
        spent.setdefault(kind, []).append(time.process_time() - started)
    yield (
        "| pairs of | pairs | refused | " + " | ".join(KINDS) + " | of them laid units off | CPU s, median |"
    )
    yield "|---|---:|---:|" + "---:|" * (len(KINDS) + 2)
    for kind, kinds in said.items():
        cells = " | ".join(str(kinds.count(one)) for one in KINDS)
        yield (
            f"| {kind} | {len(kinds)} | {kinds.count('refused')} | {cells} | {off[kind]} "
            f"| {np.median(spent[kind]):.1f} |"
        )
