"""Blocks whose life is known: made by the press, and real woodcuts that the press ages; and real pairs."""

from __future__ import annotations

import csv
import dataclasses
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from autolabelme.core.arrays import F32, U8, Bool
from autolabelme.core.image_io import read_gray
from autolabelme.core.opencv import cv2
from autolabelme.core.press.aging import Aged, Aging, Life, age
from autolabelme.core.press.fields import smooth_noise
from autolabelme.core.press.impression import print_page
from autolabelme.core.press.placement import Layout, place, render
from autolabelme.core.press.sorts import PLAIN, Sort, load_sorts
from ransac_gui.core.ledger.events import Candidate
from ransac_gui.core.ledger.frame import Frame, Sheet, lay
from ransac_gui.core.params import AlignParams
from ransac_gui.core.prepare import ink_of
from ransac_gui.core.synthetic import draw_ornament, flat_wear

INKINGS = {
    "good": {"patch": 0.10, "rag": 0.10, "page": 0.03},
    "uneven": {"patch": 0.12, "rag": 0.11, "page": 0.07, "patch_px": 40.0},
    "poor": {"patch": 0.16, "rag": 0.12, "page": 0.09, "patch_px": 30.0},
}
"""How a block is printed. The press's own levels are cast sorts': two of its impressions correlate with 0.5
to 0.65, while the real pairs of woodcuts used for development do with 0.81 to 0.89, and of 0.01 to 0.5% of
their strokes one impression has no trace. These levels were set to that, before any event was counted."""
_SHARES = (0.4, 0.4, 0.2)
_GAIN = 0.03
"""Inking varies by as much either way, in the press's own measure."""
_FINE = 2
"""A block is printed so many times as fine as it is looked at: ink spreads by hundredths of a millimetre."""
_LEFT_PX = 0.5
"""What the laying leaves, pixels: the median of real same-block pairs at this size (0.2 to 0.7)."""
_LEFT_OVER = 40.0
"""Over so many pixels it goes one way."""
_DIRT = 3.0
"""Specks, stains and show-through of an impression that is learned from, on average: real pairs show sharp
and blurred ones of any size beside strokes, where the press stains seldom and softly."""
_DIRT_RADII = (0.0015, 0.02)
"""Shares of the longer side; small ones are as frequent at each size as large ones."""
_SIDE = 800
"""Longer side of the press's blocks, pixels; real pairs are laid as the program lays them."""
_FOUND = 0.3
"""Share of a candidate's core, or of an event's lost ink, that must lie in the other to be the same place."""


@dataclass(frozen=True, eq=False)
class Case:
    """A block with its life; the impressions lie in `frame` in the order `order` of their printing."""

    name: str
    life: Life
    frame: Frame
    printed: tuple[int, ...]
    """For each sheet, its place in the true order."""


def aged_case(seed: int, impressions: int, woodcuts: list[Path] | None = None) -> Case:
    """A block of the press (or a woodcut, one of `woodcuts`), aged, printed, and laid out of order."""
    rng = np.random.default_rng(seed)
    ink = _woodcut(woodcuts[seed % len(woodcuts)]) if woodcuts else _ornament(rng)
    events = int(rng.integers(6, 15))
    life = age(ink, impressions, Aging(events=events), int(rng.integers(1 << 30)))
    order = tuple(int(value) for value in rng.permutation(impressions))
    sheets = []
    for number in order:
        inking = str(rng.choice(list(INKINGS), p=_SHARES))
        gain = float(rng.uniform(-_GAIN, _GAIN))
        gray = _printed(life.states[number], inking, gain, int(rng.integers(1 << 30)))
        shown = np.ones(gray.shape, np.bool_)
        sheets.append(Sheet(f"{inking} {gain:+.2f}", gray, ink_of(gray), shown))
    return Case(str(seed), life, frame_of(tuple(sheets)), order)


def frame_of(sheets: tuple[Sheet, ...]) -> Frame:
    """Sheets that lie on one another but for what `_LEFT_PX` leaves; the block is where anything prints."""
    together = (np.max([sheet.ink for sheet in sheets], axis=0) > 0.5).astype(np.uint8)
    filled = np.zeros_like(together)
    cv2.fillConvexPoly(filled, cv2.convexHull(cv2.findNonZero(together)), 1)
    return Frame(sheets, (), np.asarray(filled > 0), 1.0)


def dirtied(frame: Frame, seed: int) -> Frame:
    """The frame with dirt in each impression's ink, to learn from; half of it beside what prints."""
    rng = np.random.default_rng(seed)
    sheets = []
    for sheet in frame.sheets:
        ink = sheet.ink.copy()
        rows, columns = np.nonzero(ink > 0.5)
        for number in range(int(rng.poisson(_DIRT))):
            x, y = rng.uniform(0, ink.shape[1]), rng.uniform(0, ink.shape[0])
            radius = frame.side * float(np.exp(rng.uniform(*np.log(_DIRT_RADII))))
            if number % 2:
                at, turn = int(rng.integers(len(rows))), rng.uniform(0, 2 * np.pi)
                away = radius + rng.uniform(0, 3)
                x, y = columns[at] + away * np.cos(turn), rows[at] + away * np.sin(turn)
            _add_dirt(ink, float(x), float(y), radius, rng)
        sheets.append(dataclasses.replace(sheet, ink=ink))
    return dataclasses.replace(frame, sheets=tuple(sheets))


def _add_dirt(ink: F32, x: float, y: float, radius: float, rng: np.random.Generator) -> None:
    """One blot, or one ring as show-through has it, drawn on `ink`."""
    reach = int(2 * radius) + 4
    top, left = max(0, int(y) - reach), max(0, int(x) - reach)
    part = ink[top : int(y) + reach + 1, left : int(x) + reach + 1]
    if not part.size:
        return
    down, right = np.mgrid[top : top + part.shape[0], left : left + part.shape[1]].astype(np.float32)
    away = np.hypot(down - y, (right - x) * rng.uniform(0.5, 2.0))
    ragged = smooth_noise(rng, *part.shape, max(1.5, radius / 2))
    edge = rng.uniform(0.5, max(1.0, radius / 2))
    inside = np.clip((radius * (1 + 0.25 * ragged) - away) / edge + 0.5, 0, 1)
    if rng.random() < 0.3:
        inside *= np.clip((away - 0.5 * radius) / edge + 0.5, 0, 1)
    np.maximum(part, np.float32(rng.uniform(0.5, 1.0)) * inside, out=part)


def real_pair(earlier: Path, later: Path) -> Frame:
    """A real pair as the command lays it, the earlier as the reference; `ValueError` where it is not
    laid."""
    pictures = [("earlier", read_gray(earlier)), ("later", read_gray(later))]
    frame = lay(pictures, AlignParams(features="sift"))
    if frame.refused:
        raise ValueError(f"{later}: {frame.refused[0].reason}")
    return frame


def real_names(folder: Path) -> list[tuple[str, Path, Path]]:
    """(name, earlier, later) of every real pair."""
    with (folder / "pairs.csv").open() as lines:
        return [
            (row["block"], folder / row["earlier"], folder / row["later"]) for row in csv.DictReader(lines)
        ]


def truth_of(case: Case, candidate: Candidate) -> int | None:
    """The number of the event that a candidate is of; None where nothing happened."""
    best, share = None, 0.0
    for number, event in enumerate(case.life.events):
        overlap = _overlap(event, candidate)
        if overlap > share:
            best, share = number, overlap
    return best if share >= _FOUND else None


def splits(case: Case, event: Aged) -> Bool:
    """(N,) of the sheets: which were printed when the event had happened."""
    return np.array([place >= event.step for place in case.printed])


def _overlap(event: Aged, candidate: Candidate) -> float:
    x1, y1, x2, y2 = (int(edge) for edge in event.box)
    top, left = candidate.top, candidate.left
    rows, columns = np.nonzero(candidate.core)
    rows, columns = rows + top - y1, columns + left - x1
    inside = (rows >= 0) & (columns >= 0) & (rows < y2 - y1) & (columns < x2 - x1)
    return float(event.changed[rows[inside], columns[inside]].sum()) / max(1, len(rows))


def _small(gray: U8, side: int) -> U8:
    factor = min(1.0, side / max(gray.shape))
    return np.ascontiguousarray(cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA))


def _woodcut(path: Path) -> F32:
    """The block that a real impression shows: its ink, hardened."""
    ink = np.clip((ink_of(_small(read_gray(path), _SIDE)) - 0.35) / 0.3, 0, 1)
    return np.ascontiguousarray(ink, np.float32)


def _ornament(rng: np.random.Generator) -> F32:
    sorts = load_sorts()
    layout = draw_ornament(sorts, int(rng.integers(600, 780)), rng)
    return np.ascontiguousarray(render(layout, sorts).clip(0, 1), np.float32)


def _printed(ink: F32, inking: str, gain: float, seed: int) -> U8:
    """An impression of a forme that is one block."""
    size = (_FINE * ink.shape[1], _FINE * ink.shape[0])
    rng = np.random.default_rng(seed)
    fine = cv2.resize(_edge_failing(ink, rng), size, interpolation=cv2.INTER_CUBIC).clip(0, 1)
    block = Sort("block", np.ascontiguousarray(fine, np.float32), own_size=True)
    layout = Layout(*size, 600.0, (place(block, 0, 0, size, PLAIN),))
    wear = dataclasses.replace(flat_wear("clean"), sort=0.0, gain=gain, **INKINGS[inking])
    page = print_page(layout, [block], wear, seed).gray
    gray = cv2.resize(page, (ink.shape[1], ink.shape[0]), interpolation=cv2.INTER_AREA)
    gray = _stained(gray, rng)
    y, x = np.mgrid[0 : gray.shape[0], 0 : gray.shape[1]].astype(np.float32)
    # A normal length of `_LEFT_PX` in the median has this much along each axis.
    along = np.float32(_LEFT_PX / 1.18)
    x += along * smooth_noise(rng, gray.shape[0], gray.shape[1], _LEFT_OVER)
    y += along * smooth_noise(rng, gray.shape[0], gray.shape[1], _LEFT_OVER)
    return np.asarray(cv2.remap(gray, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _edge_failing(ink: F32, rng: np.random.Generator) -> F32:
    """The outermost edge prints thinner or thicker here and there: the press bears badly on it."""
    box = cv2.boundingRect((ink > 0.5).astype(np.uint8))
    side = float(max(ink.shape))
    y, x = np.mgrid[0 : ink.shape[0], 0 : ink.shape[1]].astype(np.float32)
    away = np.minimum.reduce([x - box[0], box[0] + box[2] - x, y - box[1], box[1] + box[3] - y])
    noise = smooth_noise(rng, *ink.shape, 0.1 * side) + 0.5 * smooth_noise(rng, *ink.shape, 0.012 * side)
    bad = np.clip(noise - 1.0, 0, 1) * np.clip(1 - away / (0.012 * side), 0, 1)
    return np.asarray(ink * (1 - bad), dtype=np.float32)


def _stained(gray: U8, rng: np.random.Generator) -> U8:
    """A few specks of ink and dirt, as in any old book."""
    tone = gray.astype(np.float32)
    y, x = np.mgrid[0 : gray.shape[0], 0 : gray.shape[1]].astype(np.float32)
    for _ in range(int(rng.poisson(4))):
        at = rng.uniform(0, 1, 2) * gray.shape
        size = rng.uniform(0.0015, 0.006) * max(gray.shape)
        spot = np.exp(-0.5 * ((y - at[0]) ** 2 + (x - at[1]) ** 2) / size**2)
        tone -= np.float32(rng.uniform(60, 150)) * spot
    return np.clip(np.rint(tone), 0, 255).astype(np.uint8)
