"""Typesetting: whole pages of vignettes and text with exact truth (DESIGN sections 3, 7 and 8).

A page is a column of ornaments (strips, blocks, frames) between lines of text and rules. Every label has
one size on a page, as cast sorts have.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import MisuseError
from ..params import Params, param
from .matter import Matter, Rule, TextLine, text_width, words
from .ornaments import (
    OrnamentParams,
    Piece,
    block,
    frame,
    inside_of_frame,
    ornament,
    plant,
    size_of,
    strip,
)
from .placement import Box, Edit, Layout, Placed, bounds, by_label, place, render
from .sorts import Sort, load_sorts, posed_ink

__all__ = [
    "Box",
    "Edit",
    "Layout",
    "OrnamentParams",
    "Placed",
    "Sort",
    "TypesetParams",
    "load_sorts",
    "ornament",
    "place",
    "plant",
    "posed_ink",
    "render",
    "typeset",
]


@dataclass(frozen=True)
class TypesetParams(Params):
    """How a page is set; the defaults make a page of 7.7 megapixels."""

    width: int = param(2400, minimum=300, maximum=20000, unit="px", help="Page width")
    height: int = param(3200, minimum=300, maximum=20000, unit="px", help="Page height")
    dpi: float = param(300.0, minimum=50, maximum=2400, help="Resolution that the scan claims")
    labels: int = param(12, minimum=0, maximum=500, help="Different sorts on the page; 0 is all")
    copies_low: int = param(6, minimum=1, maximum=500, help="Fewest copies of a sort")
    copies_high: int = param(
        30, minimum=1, maximum=500, help="Most copies of a sort (a frame may need a few more)"
    )
    size_low: int = param(50, minimum=8, maximum=2000, unit="px", help="Shortest longer side of a sort")
    size_high: int = param(160, minimum=8, maximum=2000, unit="px", help="Longest longer side of a sort")
    gap_low: int = param(2, minimum=0, maximum=200, unit="px", help="Least space between sorts")
    gap_high: int = param(12, minimum=0, maximum=200, unit="px", help="Most space between sorts")
    margin: float = param(0.1, minimum=0.0, maximum=0.4, help="Margins as a share of the page's width")
    mirrors: bool = param(True, help="Mirrored halves and rows that stand upside down")
    quarter_turns: bool = param(True, help="Sorts turned by quarters, frames")
    free_turns: float = param(
        0.0, minimum=0.0, maximum=1.0, help="Share of strips whose sorts turn by 5 to 40 degrees"
    )
    over_edge: float = param(
        0.0, minimum=0.0, maximum=1.0, help="Share of ornaments that run over the page's edge"
    )
    text: bool = param(True, help="Lines of text and rules between the ornaments")


@dataclass(frozen=True)
class _Band:
    placed: tuple[Placed, ...]
    matter: tuple[TextLine, ...] = ()

    @property
    def size(self) -> tuple[float, float]:
        box = bounds(self.placed)
        return box[2] - box[0], box[3] - box[1]


def typeset(sorts: Sequence[Sort], params: TypesetParams, rng: np.random.Generator) -> Layout:
    """Set a page with `params.labels` of `sorts`.

    Every label stands on it in its plain pose at least once and between `copies_low` and about
    `copies_high` times; boxes do not overlap and lie on the page unless `over_edge` says otherwise.
    Deterministic in `rng`. Raises `MisuseError` when the sorts cannot fit on the page.
    """
    if not sorts:
        raise MisuseError("typeset: expected at least one sort")
    if (
        params.copies_low > params.copies_high
        or params.size_low > params.size_high
        or params.gap_low > params.gap_high
    ):
        raise MisuseError("typeset: expected copies, size and gap with low <= high")
    by_label(sorts)
    count = min(params.labels or len(sorts), len(sorts))
    pieces = []
    for index in rng.permutation(len(sorts))[:count]:
        sort = sorts[index]
        longer = int(rng.integers(params.size_low, params.size_high + 1))
        size = (sort.ink.shape[1], sort.ink.shape[0]) if sort.own_size else size_of(sort, longer)
        pieces.append(Piece(sort, size))
    column = int(params.width * (1 - 2 * params.margin))
    available = params.height * (1 - 1.6 * params.margin)
    spacing = 0.02 * params.width
    for plenty in (1.0, 0.7, 0.45, 0.25, 0.1, 0.0):
        bands = _bands(pieces, params, column, plenty, np.random.default_rng(rng.integers(2**63)))
        shelves = _shelves(bands, column, 2 * spacing)
        high = sum(max(band.size[1] for band in shelf) + spacing for shelf in shelves)
        if high <= available and all(band.size[0] <= column for band in bands):
            return _compose(shelves, params, column, rng)
    asked = f"{count} sorts, {params.copies_low} times each"
    raise MisuseError(f"typeset: {asked}, do not fit on {params.width} x {params.height} pixels")


def _shelves(bands: Sequence[_Band], column: float, space: float) -> list[list[_Band]]:
    """Bands that stand beside each other: each goes to the first shelf that has the width left."""
    shelves: list[list[_Band]] = []
    for band in bands:
        for shelf in shelves:
            if sum(other.size[0] + space for other in shelf) + band.size[0] <= column:
                shelf.append(band)
                break
        else:
            shelves.append([band])
    return shelves


def _bands(
    pieces: Sequence[Piece], params: TypesetParams, column: int, plenty: float, rng: np.random.Generator
) -> list[_Band]:
    """Ornaments that together hold every piece often enough; `plenty` 1 uses the whole range of copies."""
    bands: list[_Band] = []
    waiting = list(pieces)
    high = params.copies_low + plenty * (params.copies_high - params.copies_low)
    while waiting:
        copies = round(rng.uniform(params.copies_low, high))
        gap = int(rng.integers(params.gap_low, params.gap_high + 1))
        # Frames and blocks take more paper; a full page has only strips.
        kind = str(rng.choice(["strip", "strip", "block", "frame"])) if plenty > 0.2 else "strip"
        if kind == "frame" and params.quarter_turns and len(waiting) >= 2:
            made, short = _frame_band(waiting[0], waiting[1], params, column, copies, gap, rng)
            if made is not None:
                bands.append(made)
                waiting = ([waiting[1]] if short else []) + waiting[2:]
                continue
        if kind == "block":
            bands.append(_block_band(waiting.pop(0), params, column, copies, gap))
            continue
        taken = min(len(waiting), int(rng.integers(1, 4)))
        motif, waiting = waiting[:taken], waiting[taken:]
        bands += _strip_bands(motif, params, column, copies, gap, rng)
    order = rng.permutation(len(bands))
    return [bands[i] for i in order]


def _strip_bands(
    motif: Sequence[Piece],
    params: TypesetParams,
    column: int,
    copies: int,
    gap: int,
    rng: np.random.Generator,
) -> list[_Band]:
    turn = 0.0
    if rng.random() < params.free_turns:
        turn = float(5 * rng.integers(1, 9))
    elif params.quarter_turns and rng.random() < 0.25:
        turn = 90.0
    # Turned pieces need their longest extent.
    wide = sum(
        (int(np.ceil(np.hypot(*p.size))) if turn % 90 else max(p.size) if turn else p.extent[0]) + gap
        for p in motif
    )
    capacity = max(1, column // wide)
    rows = int(np.ceil(copies / capacity))
    repeats = min(capacity, int(np.ceil(copies / rows)))
    turn_rows = params.mirrors and bool(rng.random() < 0.6)
    halves = params.mirrors and bool(rng.random() < 0.6)
    placed = strip(motif, repeats, rows, gap, halves=halves, turn_rows=turn_rows, turn_deg=turn)
    return [_Band(tuple(placed))]


def _block_band(piece: Piece, params: TypesetParams, column: int, copies: int, gap: int) -> _Band:
    columns = max(1, min(column // (piece.extent[0] + gap), int(np.ceil(np.sqrt(copies * 2.5)))))
    rows = int(np.ceil(copies / columns))
    return _Band(tuple(block(piece, rows, columns, gap, mirrors=params.mirrors)))


def _frame_band(
    edge: Piece,
    corner: Piece,
    params: TypesetParams,
    column: int,
    copies: int,
    gap: int,
    rng: np.random.Generator,
) -> tuple[_Band | None, bool]:
    """A frame round a block of its corner sort, or text; the flag: the corner sort needs more copies."""
    wide = edge.extent[0] + gap
    side = max(edge.extent[1], *corner.extent)
    rows = int(rng.integers(2, 5))
    columns = min((column - 2 * side - 2 * gap) // wide, max(3, copies // 2 - rows))
    if columns < 3:
        return None, False
    placed = frame(edge, corner, columns, rows, gap)
    x1, y1, x2, y2 = inside_of_frame(edge, corner, columns, rows, gap)
    across = int(x2 - x1 - 2 * gap) // (corner.extent[0] + gap)
    down = int(y2 - y1 - 2 * gap) // (corner.extent[1] + gap)
    if across * down + 4 >= params.copies_low and across and down:
        down = min(down, max(1, (params.copies_high - 4) // across))
        across = min(across, max(1, params.copies_high - 4))
        core = block(corner, down, across, gap, mirrors=params.mirrors)
        box = bounds(core)
        left = np.floor(x1 + ((x2 - x1) - (box[2] - box[0])) / 2)
        top = np.floor(y1 + ((y2 - y1) - (box[3] - box[1])) / 2)
        return _Band(tuple(placed + [one.moved(left, top) for one in core])), False
    matter: list[TextLine] = []
    em = float(np.clip((y2 - y1) / 3, 30, 70))
    if params.text and y2 - y1 > 1.4 * em:
        line = words(rng, 0.85 * (x2 - x1), em)
        if text_width(line, em) < x2 - x1:
            at = x1 + ((x2 - x1) - text_width(line, em)) / 2
            matter.append(TextLine(line, at, (y1 + y2) / 2 + 0.25 * em, em))
    return _Band(tuple(placed), tuple(matter)), True


def _compose(
    shelves: Sequence[Sequence[_Band]], params: TypesetParams, column: int, rng: np.random.Generator
) -> Layout:
    """Put the shelves on the page, spread the free height among them and fill it with text."""
    top = 0.8 * params.margin * params.width
    bottom = params.height - 0.8 * params.margin * params.width
    least = 0.02 * params.width
    heights = [max(band.size[1] for band in shelf) for shelf in shelves]
    free = max(0.0, bottom - top - sum(heights) - least * len(shelves))
    spaces = rng.dirichlet(np.full(len(shelves), 2.0)) * free + least
    placed: list[Placed] = []
    matter: list[Matter] = []
    ornaments: list[Box] = []
    left = params.margin * params.width
    for shelf, height, space in zip(shelves, heights, spaces, strict=True):
        rest = max(0.0, column - sum(band.size[0] for band in shelf))
        between = rng.dirichlet(np.full(len(shelf) + 1, 6.0)) * max(0.0, rest - least * (len(shelf) - 1))
        at = left
        for number, band in enumerate(shelf):
            at += between[number] + (least if number else 0.0)
            x = np.floor(at)
            box = bounds(band.placed)
            if number == 0 and rng.random() < params.over_edge:
                # Half of the outermost sort hangs over the left edge.
                first = min(band.placed, key=lambda one: one.box[0])
                x = -np.floor((first.box[2] - first.box[0]) / 2)
            dx, dy = x - box[0], np.floor(top + (height - band.size[1]) / 2) - box[1]
            moved = [dataclasses.replace(one.moved(dx, dy), ornament=len(ornaments)) for one in band.placed]
            placed += [_seen(one, params) for one in moved]
            ornaments.append(bounds(moved))
            matter += [dataclasses.replace(m, x=m.x + dx, y=m.y + dy) for m in band.matter]
            at += band.size[0]
        top += height
        if params.text:
            matter += _fill(left, top, column, float(space), rng)
        top += float(space)
    return Layout(params.width, params.height, params.dpi, tuple(placed), tuple(matter), tuple(ornaments))


def _seen(one: Placed, params: TypesetParams) -> Placed:
    x1, y1, x2, y2 = one.box
    inside = max(0.0, min(x2, params.width) - max(x1, 0.0)) * max(0.0, min(y2, params.height) - max(y1, 0.0))
    return dataclasses.replace(one, visible=inside / ((x2 - x1) * (y2 - y1)))


def _fill(left: float, top: float, column: float, space: float, rng: np.random.Generator) -> list[Matter]:
    """Text lines, and now and then a heading or a rule, in a free space of the column."""
    em = float(rng.uniform(34, 62)) * column / 1920
    leading = 1.25 * em
    matter: list[Matter] = []
    y = top + 0.5 * em
    style = str(rng.choice(["regular", "regular", "italic"]))
    if space > 5 * em and rng.random() < 0.5:
        big = em * float(rng.uniform(1.4, 2.4))
        spacing = 0.12 * big
        title = (
            words(rng, 0.6 * column, big * 1.35).upper().replace("ſ", "S").replace(",", "").replace(";", "")
        )
        # The case has no accented capitals, K or W; old titles left the accents out, too.
        title = title.translate(str.maketrans("ÉÈÀÙÇ", "EEAUC"))
        if text_width(title, big, "regular", spacing) < column:
            y += big
            at = left + (column - text_width(title, big, "regular", spacing)) / 2
            matter.append(TextLine(title, at, y, big, "regular", spacing))
            y += 0.4 * big
    while y + leading + 0.4 * em < top + space:
        y += leading
        line = words(rng, column, em, style)
        matter.append(TextLine(line, left, y, em, style))
    if space > 4 * em and rng.random() < 0.3:
        thick = int(rng.integers(2, 7))
        # Over the first line, in the space that the loop above leaves.
        matter.append(Rule((left, top + 0.3 * em, left + column, top + 0.3 * em + thick)))
    return matter
