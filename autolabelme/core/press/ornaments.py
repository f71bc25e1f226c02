"""Compound ornaments: strips with mirrored halves, blocks, frames; and the edits planted in them.

What the compositor did: a strip repeats a motif of one to three sorts, often mirrored about its middle and
again upside down in a second row; a block joins four poses of one sort; a frame turns its sorts by quarters.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import MisuseError
from ..matching.poses import Pose
from ..params import Params, param
from . import tuning
from .placement import Box, Edit, Layout, Placed, bounds, by_label, place
from .sorts import PLAIN, Sort, compose

MIRROR = Pose(0.0, mirrored=True)
UPSIDE_DOWN = Pose(180.0, mirrored=True)
EDIT_KINDS = ("removed", "foreign", "turned", "swapped", "cut", "filled")


@dataclass(frozen=True)
class Piece:
    """A sort at its size on the page, in a pose."""

    sort: Sort
    size: tuple[int, int]
    pose: Pose = PLAIN

    @property
    def extent(self) -> tuple[int, int]:
        """Whole pixels that its box takes."""
        wide, high = self.pose.extent(*self.size)
        return int(np.ceil(wide - 1e-9)), int(np.ceil(high - 1e-9))

    def within(self, outer: Pose) -> Piece:
        """The piece as part of something that is set in `outer`."""
        return dataclasses.replace(self, pose=compose(outer, self.pose))


def row(pieces: Sequence[Piece], gap: int) -> list[Placed]:
    """`pieces` from left to right, centred on one line, top-left of the whole at (0, 0)."""
    high = max(piece.extent[1] for piece in pieces)
    placed, left = [], 0
    for piece in pieces:
        wide, own = piece.extent
        placed.append(place(piece.sort, left, (high - own) // 2, piece.size, piece.pose))
        left += wide + gap
    return placed


def stack(rows: Sequence[list[Placed]], gap: int) -> list[Placed]:
    """Rows below each other, centred, top-left of the whole at (0, 0)."""
    boxes = [bounds(one) for one in rows]
    wide = max(box[2] - box[0] for box in boxes)
    placed: list[Placed] = []
    top = 0.0
    for one, box in zip(rows, boxes, strict=True):
        left = np.floor((wide - (box[2] - box[0])) / 2)
        placed += [piece.moved(left - box[0], top - box[1]) for piece in one]
        top += np.ceil(box[3] - box[1]) + gap
    return placed


def strip(
    motif: Sequence[Piece],
    repeats: int,
    rows: int,
    gap: int,
    *,
    halves: bool,
    turn_rows: bool,
    turn_deg: float = 0.0,
) -> list[Placed]:
    """`rows` rows of `repeats` motifs.

    `halves`: the right half is the left half's mirror image; `turn_rows`: every second row stands upside
    down; `turn_deg`: each motif is turned by this much more than the one before.
    """
    line: list[Piece] = []
    for number in range(repeats):
        turned = [piece.within(Pose(turn_deg * number)) for piece in motif]
        right = halves and number >= (repeats + 1) // 2
        line += [piece.within(MIRROR) for piece in reversed(turned)] if right else turned
    lines = []
    for number in range(rows):
        lower = turn_rows and number % 2 == 1
        lines.append(row([piece.within(UPSIDE_DOWN) for piece in line] if lower else line, gap))
    return stack(lines, gap)


def block(piece: Piece, rows: int, columns: int, gap: int, *, mirrors: bool) -> list[Placed]:
    """A grid in which neighbours are mirror images across their common side (or, without, all alike)."""
    lines = []
    for y in range(rows):
        line = []
        for x in range(columns):
            one = piece
            if mirrors and x % 2:
                one = one.within(MIRROR)
            if mirrors and y % 2:
                one = one.within(UPSIDE_DOWN)
            line.append(one)
        lines.append(row(line, gap))
    return stack(lines, gap)


def frame(edge: Piece, corner: Piece, columns: int, rows: int, gap: int) -> list[Placed]:
    """A border whose sides are the edge sort turned by quarters, clockwise from the top, and four corners."""
    wide, high = edge.extent
    side = max(high, *corner.extent)
    inner = (columns * (wide + gap) - gap, rows * (wide + gap) - gap)
    total = (inner[0] + 2 * (side + gap), inner[1] + 2 * (side + gap))
    placed = []
    for number in range(columns):
        left = side + gap + number * (wide + gap)
        placed.append(place(edge.sort, left, (side - high) // 2, edge.size, edge.pose))
        below = edge.within(Pose(180.0))
        placed.append(place(edge.sort, left, total[1] - side + (side - high) // 2, edge.size, below.pose))
    for number in range(rows):
        top = side + gap + number * (wide + gap)
        left_side, right_side = edge.within(Pose(90.0)), edge.within(Pose(270.0))
        placed.append(place(edge.sort, (side - high) // 2, top, edge.size, left_side.pose))
        placed.append(place(edge.sort, total[0] - side + (side - high) // 2, top, edge.size, right_side.pose))
    for x, y, pose in ((0, 0, PLAIN), (1, 0, MIRROR), (0, 1, UPSIDE_DOWN), (1, 1, Pose(180.0))):
        one = corner.within(pose)
        own = one.extent
        at = (x * (total[0] - side) + (side - own[0]) // 2, y * (total[1] - side) + (side - own[1]) // 2)
        placed.append(place(corner.sort, *at, corner.size, one.pose))
    return placed


def inside_of_frame(edge: Piece, corner: Piece, columns: int, rows: int, gap: int) -> Box:
    """The free rectangle within `frame` of the same arguments."""
    wide, high = edge.extent
    side = max(high, *corner.extent)
    return (
        side + gap,
        side + gap,
        side + gap + columns * (wide + gap) - gap,
        side + gap + rows * (wide + gap) - gap,
    )


@dataclass(frozen=True)
class OrnamentParams(Params):
    """One compound ornament on its own piece of paper."""

    width: int = param(1400, minimum=200, maximum=20000, unit="px", help="Width of the ornament, about")
    labels: int = param(4, minimum=1, maximum=200, help="Different sorts in it")
    size_low: int = param(60, minimum=8, maximum=2000, unit="px", help="Shortest longer side of a sort")
    size_high: int = param(130, minimum=8, maximum=2000, unit="px", help="Longest longer side of a sort")
    gap: int = param(5, minimum=0, maximum=200, unit="px", help="Space between sorts")
    margin: int = param(80, minimum=0, maximum=2000, unit="px", help="Paper around the ornament")
    quarter_turns: bool = param(True, help="Turn sorts by quarters (frames)")
    dpi: float = param(300.0, minimum=50, maximum=2400, help="Resolution of the scan")


def ornament(sorts: Sequence[Sort], params: OrnamentParams, rng: np.random.Generator) -> Layout:
    """Set one compound ornament: a block or strips with mirrored halves within rows or a frame.

    Returns a layout whose one ornament region is the box around its sorts. Deterministic in `rng`.
    """
    if not sorts:
        raise MisuseError("ornament: expected at least one sort")
    chosen = [sorts[i] for i in rng.permutation(len(sorts))[: min(params.labels, len(sorts))]]
    pieces = [
        Piece(sort, size_of(sort, int(rng.integers(params.size_low, params.size_high + 1))))
        for sort in chosen
    ]
    framed = params.quarter_turns and len(pieces) >= 3 and bool(rng.integers(2))
    if framed:
        placed = _framed(pieces, params, rng)
    else:
        rows = []
        for start in range(0, len(pieces), 2):
            motif = pieces[start : start + 2]
            wide = sum(piece.extent[0] + params.gap for piece in motif)
            repeats = max(2, params.width // wide // 2 * 2)
            rows.append(strip(motif, repeats, 1, params.gap, halves=True, turn_rows=False))
        # The outer rows again below, upside down: the ornament is symmetric about both axes.
        again = [[_upside_down(one, sorts) for one in line] for line in reversed(rows[:-1] or rows)]
        placed = stack([*rows, *again], params.gap)
    box = bounds(placed)
    placed = [one.moved(params.margin - box[0], params.margin - box[1]) for one in placed]
    box = bounds(placed)
    placed = [dataclasses.replace(one, ornament=0) for one in placed]
    return Layout(
        int(np.ceil(box[2])) + params.margin,
        int(np.ceil(box[3])) + params.margin,
        params.dpi,
        tuple(placed),
        ornaments=(box,),
    )


def size_of(sort: Sort, longer_px: int) -> tuple[int, int]:
    """Width and height on the page of `sort` when its longer side has `longer_px` pixels."""
    factor = longer_px / max(sort.ink.shape)
    return max(2, round(sort.ink.shape[1] * factor)), max(2, round(sort.ink.shape[0] * factor))


def _upside_down(one: Placed, sorts: Sequence[Sort]) -> Placed:
    sort = next(sort for sort in sorts if sort.label == one.label)
    return place(sort, one.box[0], one.box[1], one.size, compose(UPSIDE_DOWN, one.pose))


def _framed(pieces: Sequence[Piece], params: OrnamentParams, rng: np.random.Generator) -> list[Placed]:
    edge, corner, inner = pieces[0], pieces[1], pieces[2:]
    wide = edge.extent[0] + params.gap
    columns = max(4, (params.width - 2 * max(edge.extent[1], *corner.extent)) // wide)
    rows = max(
        2, int(np.ceil(max(piece.extent[1] for piece in inner) * 1.15 / wide)), int(rng.integers(2, 5))
    )
    placed = frame(edge, corner, columns, rows, params.gap)
    x1, y1, x2, y2 = inside_of_frame(edge, corner, columns, rows, params.gap)
    lines: list[list[Placed]] = []
    high = 0
    for piece in inner:
        repeats = max(1, int(x2 - x1 - 2 * params.gap) // (piece.extent[0] + params.gap))
        if high + piece.extent[1] + params.gap > y2 - y1 - params.gap:
            break
        high += piece.extent[1] + params.gap
        lines.append(strip([piece], repeats, 1, params.gap, halves=True, turn_rows=False))
    core = stack(lines, params.gap)
    box = bounds(core)
    left = np.floor(x1 + ((x2 - x1) - (box[2] - box[0])) / 2)
    top = np.floor(y1 + ((y2 - y1) - (box[3] - box[1])) / 2)
    return placed + [one.moved(left - box[0], top - box[1]) for one in core]


def plant(
    layout: Layout,
    sorts: Sequence[Sort],
    kinds: Sequence[str],
    rng: np.random.Generator,
    *,
    foreigners: Sequence[Sort] = (),
) -> Layout:
    """A copy of `layout` with one edit per entry of `kinds`, each on another sort.

    removed: the sort is missing; foreign: a stranger of about its size stands there; turned: it stands
    upside down or on its side and shows it; swapped: another catalogue sort; cut: a break through its
    strokes; filled: ink where there was paper. Raises `MisuseError` when a kind is unknown, when there
    are more edits than sorts, or strangers are missing.
    """
    unknown = [kind for kind in kinds if kind not in EDIT_KINDS]
    if unknown:
        raise MisuseError(f"plant: expected kinds among {', '.join(EDIT_KINDS)}, got {unknown[0]!r}")
    if "foreign" in kinds and not foreigners:
        raise MisuseError("plant: foreign edits need foreigners")
    known = by_label(sorts)
    placed: list[Placed | None] = list(layout.placed)
    free = [int(i) for i in rng.permutation(len(placed))]
    edits = list(layout.edits)
    for kind in kinds:
        index = next((i for i in free if kind != "turned" or _turns(known[layout.placed[i].label])), None)
        if index is None:
            raise MisuseError(f"plant: no sort is left for {kind!r}")
        free.remove(index)
        one = layout.placed[index]
        after, edit = _edited(kind, one, known, foreigners, rng)
        placed[index] = after
        edits.append(edit)
    return dataclasses.replace(
        layout, placed=tuple(one for one in placed if one is not None), edits=tuple(edits)
    )


def _turns(sort: Sort) -> list[Pose]:
    """Turns in which the sort still fits its place and looks different; a cast sort cannot be mirrored."""
    same = {pose.rotation_deg for pose in sort.symmetry if not pose.mirrored}
    square = tuning.SQUARE < sort.aspect < 2 - tuning.SQUARE
    return [Pose(turn) for turn in (180.0, 90.0, 270.0) if turn not in same and (square or turn == 180.0)]


def _edited(
    kind: str, one: Placed, known: dict[str, Sort], foreigners: Sequence[Sort], rng: np.random.Generator
) -> tuple[Placed | None, Edit]:
    sort = known[one.label]
    if kind == "removed":
        return None, Edit(kind, one.box, one.label, "")
    if kind == "turned":
        turns = _turns(sort)
        return _reset(sort, one, compose(one.pose, turns[int(rng.integers(len(turns)))]), kind)
    if kind in ("foreign", "swapped"):
        others = (
            foreigners
            if kind == "foreign"
            else [other for other in known.values() if other.label != one.label]
        )
        if not others:
            raise MisuseError("plant: swapping needs a second sort")
        return _reset(others[int(rng.integers(len(others)))], one, one.pose, kind)
    outline = _outline(sort, one, kind, rng)
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    return one, Edit(kind, (min(xs), min(ys), max(xs), max(ys)), one.label, one.label, outline)


def _reset(sort: Sort, one: Placed, pose: Pose, kind: str) -> tuple[Placed, Edit]:
    """`sort` in the hole that `one` leaves, as large as fits, centred."""
    wide, high = one.box[2] - one.box[0], one.box[3] - one.box[1]
    size = one.size
    if sort.label != one.label or pose.extent(*size) != (wide, high):
        across, along = pose.extent(sort.ink.shape[1], sort.ink.shape[0])
        factor = min(wide / across, high / along)
        size = (max(2, int(sort.ink.shape[1] * factor)), max(2, int(sort.ink.shape[0] * factor)))
    own = pose.extent(*size)
    left, top = one.box[0] + (wide - own[0]) // 2, one.box[1] + (high - own[1]) // 2
    after = dataclasses.replace(place(sort, left, top, size, pose), ornament=one.ornament)
    return after, Edit(kind, one.box, one.label, sort.label)


def _outline(sort: Sort, one: Placed, kind: str, rng: np.random.Generator) -> tuple[tuple[float, float], ...]:
    """A slanted bar across the sort where it has most ink (cut) or most paper (filled), page edges."""
    ink = sort.at_size(*one.size)
    height, width = ink.shape
    reach = max(4.0, tuning.EDIT_REACH * min(width, height))
    low, high = tuning.EDIT_INNER, 1 - tuning.EDIT_INNER
    candidates = rng.uniform([low * width, low * height], [high * width, high * height], size=(24, 2))
    area = [
        ink[max(0, int(y - reach)) : int(y + reach), max(0, int(x - reach)) : int(x + reach)].mean()
        for x, y in candidates
    ]
    x, y = candidates[int(np.argmin(area) if kind == "filled" else np.argmax(area))]
    long, thin = (share * reach for share in (tuning.CUT if kind == "cut" else tuning.FILLED))
    angle = rng.uniform(0, np.pi)
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    middle = np.array([x, y])
    corners = np.array(
        [middle + a * long * along + b * thin * across for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    )
    corners = corners.clip([0, 0], [width, height])
    centre = np.array([(one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2])
    page = (corners - np.array([width, height]) / 2) @ one.pose.matrix().T + centre
    return tuple((float(px), float(py)) for px, py in page)
