"""Small figures of a block verdict: an ornament printed twice, a copy of it, another one, and a strip."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from autolabelme.core.arrays import F32
from autolabelme.core.opencv import cv2
from autolabelme.core.press.placement import render
from autolabelme.core.press.recut import SKILLS, recut
from autolabelme.core.press.sorts import load_sorts
from benchmarks.blocks_parts.cases import set_again
from ransac_gui.core.block import tuning
from ransac_gui.core.block.doubts import doubts_of
from ransac_gui.core.block.kinds import ANOTHER, COPY, KIND_OF, SAME, SET_AGAIN
from ransac_gui.core.block.likelihood import Size, bundled
from ransac_gui.core.block.pieces import FromPieces, pieces
from ransac_gui.core.block.residual import Residual, residual
from ransac_gui.core.block.sheets import two_sheets
from ransac_gui.core.block.shift import repeat_of, units_off
from ransac_gui.core.block.units import Wholes, left_within, together
from ransac_gui.core.block.verdict import decide
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.prepare import Working, working
from ransac_gui.core.synthetic import draw_ornament
from ransac_gui.core.verify import Evidence, examine

SEED = 530_000
WIDTH = 500
UNIT, UNITS = 70, 5
"""Of the strip, px."""

OTHERS: Sequence[Mapping[str, Any]] = ({"SEED": 530_001}, {"SEED": 530_002}, {"SEED": 530_003})
"""Other data, by the constants above: a neighbour that is better must be better there, too."""

UNVARIED: Mapping[str, str] = {
    **dict.fromkeys(("LOOSE", "MOST_MOVES", "OVERLAP"), "shown, decides nothing"),
    **dict.fromkeys(("FIRST_WINDOWS", "BLUR"), "the table of verdicts was fitted with it"),
    "PAIR_OFF": "takes effect when the table is fitted",
    "TAILS": "for real pairs that are far off; none here",
}


def _impression(ink: F32, seed: int) -> Working:
    """Ragged ink on noisy paper: cleaner than the press, whose verdicts at this size all stay open."""
    rng = np.random.default_rng(seed)
    rag = cv2.GaussianBlur(rng.standard_normal(ink.shape).astype(np.float32), (0, 0), 2.0)
    took = 1 / (1 + np.exp(-10 * (cv2.GaussianBlur(ink, (0, 0), 0.8) - 0.5 - 0.1 * rag / rag.std())))
    gray = np.clip(225 - 170 * took + rng.normal(0, 3, ink.shape), 0, 255).astype(np.uint8)
    return working(gray, 1600)


def _still(reference: Working) -> WarpMap:
    return WarpMap(reference.width, reference.height, np.eye(3)[None])


@cache
def _pairs() -> Mapping[str, tuple[Working, Working]]:
    """Reference and source by what they are."""
    sorts, rng = load_sorts(), np.random.default_rng(SEED)
    layout, other = (draw_ornament(sorts, WIDTH, rng) for _ in range(2))
    ink = render(layout, sorts)
    drawn = _drawing(ink.shape)
    reference = _impression(ink, 1)
    hand = _impression(drawn, 2)
    size = (ink.shape[1], ink.shape[0])
    strange = np.asarray(cv2.resize(render(other, sorts), size, interpolation=cv2.INTER_AREA), np.float32)
    return {
        SAME: (reference, _impression(ink, 3)),
        COPY: (hand, _impression(recut(drawn, "middling", 4), 5)),
        ANOTHER: (hand, _impression(strange, 6)),
        SET_AGAIN: (reference, _impression(render(set_again(layout, rng), sorts), 7)),
        "one drawing": (hand, _impression(drawn, 8)),
    }


def _drawing(shape: tuple[int, ...], number: int = 0) -> F32:
    """Lines in which nothing comes again."""
    noise = np.random.default_rng(SEED + number).standard_normal(shape).astype(np.float32)
    soft = np.asarray(cv2.GaussianBlur(noise, (0, 0), 3.5), np.float32)
    return np.asarray(np.abs(soft / soft.std()) < 0.45, np.float32)


def _strip() -> tuple[Working, Working]:
    ink = np.zeros((100, UNIT * (UNITS + 1)), np.float32)
    ink[20:80, 30 : 30 + UNIT * UNITS] = np.tile(_drawing((60, UNIT)), (1, UNITS))
    return _impression(ink, 1), _impression(ink, 2)


def _left(kind: str) -> Residual:
    reference, source = _pairs()[kind]
    return residual(source, reference, _still(reference))


def _moves_apart() -> float:
    """Logarithm of what a copy leaves over what the same block does."""
    return math.log(_left(COPY).median_px / _left("one drawing").median_px)


def _strokes_apart() -> float:
    """Logarithm of a copy's ink without counterpart over what the same block shows of it."""
    copy, same = _left(COPY).unmatched, _left("one drawing").unmatched
    return math.log((copy.reference + copy.source) / (same.reference + same.source))


@cache
def _seen(kind: str) -> tuple[float, Size, Evidence]:
    found, (reference, source) = _left(kind), _pairs()[kind]
    size = Size(found.side_px, found.stroke_px, found.score, found.window_px)
    return found.median_px, size, examine(source, reference, found.warp)


@cache
def _by_skill() -> tuple[tuple[float, Size, bool], ...]:
    """Residuals of four copies, one of each skill, and of as many impressions of the one block."""
    drawn = _drawing((WIDTH, WIDTH))
    reference = _impression(drawn, 1)
    found = []
    for seed, skill in enumerate(SKILLS, 2):
        for ink, copied in ((recut(drawn, skill, SEED + seed), True), (drawn, False)):
            left = residual(_impression(ink, 10 * seed + copied), reference, _still(reference))
            size = Size(left.side_px, left.stroke_px, left.score, left.window_px)
            found.append((left.median_px, size, copied))
    return tuple(found)


def _right_answer() -> float:
    """Mean probability of the right answer."""
    odds = [(1 if copied else -1) * bundled().weighed(*one).copy for *one, copied in _by_skill()]
    return float((1 / (1 + np.exp(-np.array(odds)))).mean())


def _places_of_a_strip() -> float:
    """Answers of four that are right: the strip laid right, laid off by one either way, and no strip."""
    reference, source = _strip()
    repeat = repeat_of(reference)
    right = int(repeat_of(_pairs()[COPY][0]) is None)
    if repeat is not None:
        for units in (0, 1, -1):
            laid = _still(reference).shifted((-float(UNIT * units), 0.0))
            right += units_off(source, reference, laid, repeat) == units
    return float(right)


def _pieces_apart() -> float:
    """Share of patches that come again: of sorts, less of a drawing."""
    return pieces(*_pairs()[SET_AGAIN]).again - pieces(*_pairs()[COPY]).again


@cache
def _doubtful() -> tuple[tuple[str, Residual], ...]:
    """Residuals of a drawing by what may explain them: a hand, strokes that ran together, a cockled page."""
    drawn = _drawing((WIDTH, WIDTH))
    reference = _impression(drawn, 1)
    full = cv2.erode(_impression(drawn, 2).gray, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (13, 13)))
    pale = cv2.dilate(_impression(drawn, 2).gray, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5)))
    rows, columns = np.mgrid[0:WIDTH, 0:WIDTH].astype(np.float32)
    waves = np.float32(0.006 * WIDTH) * np.sin(rows * np.float32(4 * np.pi / WIDTH))
    bent = cv2.remap(_impression(drawn, 3).gray, columns + waves, rows, cv2.INTER_CUBIC)
    sources = (
        ("", _impression(recut(drawn, "good", 4), 5)),
        ("", _impression(recut(drawn, "middling", 6), 7)),
        ("inked", working(np.asarray(full, np.uint8), 1600)),
        ("inked", working(np.asarray(pale, np.uint8), 1600)),
        ("waves", working(np.asarray(bent, np.uint8), 1600)),
    )
    return tuple((why, residual(source, reference, _still(reference))) for why, source in sources)


def _right_doubts() -> float:
    return float(sum(doubts_of(found).why == why for why, found in _doubtful()))


@cache
def _of_sorts() -> Mapping[str, Residual]:
    """Residuals of sorts set again, and of a copy of them that was cut as one block."""
    sorts, rng = load_sorts(), np.random.default_rng(SEED)
    layout = draw_ornament(sorts, WIDTH, rng)
    ink = render(layout, sorts)
    reference = _impression(ink, 1)
    sources = {SET_AGAIN: render(set_again(layout, rng), sorts), COPY: recut(ink, "middling", 9)}
    return {
        kind: residual(_impression(made, 10), reference, _still(reference)) for kind, made in sources.items()
    }


def _within_apart() -> float:
    """Logarithm of what a copy leaves within pieces over what sorts that were set again do."""
    cut, again = left_within(_of_sorts()[COPY]), left_within(_of_sorts()[SET_AGAIN])
    return math.log(cut / again) if math.isfinite(cut + again) else 0.0


def _clear_wholes() -> float:
    """The same, clearly."""
    return _right_wholes(Wholes.CLEARLY)


def _right_wholes(least: Wholes = Wholes.LIKELY) -> float:
    """Of pieces that moved as wholes, of a copy of them and of one setting, printed well and under-inked."""
    sorts, rng = load_sorts(), np.random.default_rng(SEED)
    layout = draw_ornament(sorts, WIDTH, rng)
    ink = render(layout, sorts)
    thin = cv2.GaussianBlur(cv2.erode(ink, np.ones((3, 3), np.uint8)), (0, 0), 1.0)
    reference = _impression(ink, 1)
    sources = (
        (True, render(set_again(layout, rng), sorts)),
        (True, render(set_again(layout, rng), sorts)),
        (False, recut(ink, "middling", 9)),
        (False, recut(ink, "good", 8)),
        (False, ink),
        (False, np.asarray(thin, np.float32)),
    )
    right = 0
    for number, (moved, made) in enumerate(sources):
        found = residual(_impression(made, 20 + number), reference, _still(reference))
        size = Size(found.side_px, found.stroke_px, found.score, found.window_px)
        right += (together(found).as_wholes(bundled().expected_px(size), size.side_px) >= least) == moved
    return float(right)


@cache
def _partly() -> tuple[tuple[str, Working, Working], ...]:
    """What is to be said of a pair, reference and source: nothing, that a part is another's, one scan."""
    pairs = []
    for number in range(2):
        block, other = (_drawing((WIDTH, WIDTH), drawn) for drawn in (number, number + 10))
        right, middle = block.copy(), block.copy()
        right[:, -WIDTH // 5 :] = other[:, -WIDTH // 5 :]
        part = np.s_[WIDTH // 4 : 3 * WIDTH // 4, WIDTH // 4 : 3 * WIDTH // 4]
        middle[part] = other[part]
        reference = _impression(block, 1)
        coded = cv2.imencode(".jpg", reference.gray, [cv2.IMWRITE_JPEG_QUALITY, 50])[1]
        again = working(np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8), 1600)
        pairs += [
            ("", reference, _impression(block, 2)),
            ("part", reference, _impression(right, 3)),
            ("part", reference, _impression(middle, 4)),
            ("scan", reference, again),
        ]
    return tuple(pairs)


def _spoken_of() -> float:
    right = 0
    for what, reference, source in _partly():
        found = residual(source, reference, _still(reference))
        part, scan = found.elsewhere.notable, found.score >= tuning.ONE_SCAN
        right += (part, scan) == (what == "part", what == "scan")
    return float(right)


def _right_sheets() -> float:
    """Of clean prints on two sheets, with fringes, in one light; of one sheet coded, noisy and bitonal."""
    block = cv2.GaussianBlur(_drawing((WIDTH, WIDTH)), (0, 0), 0.8)
    block[:, : WIDTH // 2] = 0
    light = np.linspace(-30, 30, WIDTH)[:, None]
    fringe = -25 * cv2.GaussianBlur(block, (0, 0), 2.5)

    def sheet(seed: int) -> F32:
        grain = np.random.default_rng(SEED + seed).standard_normal(block.shape).astype(np.float32)
        grain = cv2.GaussianBlur(grain, (0, 0), 1.5)
        return np.asarray(220 + 3 * grain / grain.std() - 170 * block, np.float32)

    first, second = sheet(1), sheet(2)
    coded = cv2.imencode(".jpg", first.clip(0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 50])[1]
    again = np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.float32)
    noisy = first + np.random.default_rng(SEED).normal(0, 5, block.shape).astype(np.float32)
    pairs = (
        (True, first, second),
        (True, first + fringe, second + fringe),
        (True, first + light, second + light),
        (False, first, again),
        (False, first, noisy),
        (False, first, np.asarray(255.0 * (first > 128), np.float32)),
    )
    everywhere = np.ones(block.shape, bool)
    return float(
        sum(two_sheets((one, other), (block, block), everywhere) == two for two, one, other in pairs)
    )


def _right_verdicts() -> float:
    return float(sum(_verdict(kind) == kind for kind in (SAME, COPY, ANOTHER, SET_AGAIN)))


def _verdict(kind: str) -> str:
    median, size, evidence = _seen(kind)
    left, expected = _left(kind), bundled().expected_px(size)
    why = decide(
        bundled().weighed(median, size),
        lambda: evidence.confirmed,
        lambda: 0,
        lambda: doubts_of(left).why,
        lambda: FromPieces.asked(*_pairs()[kind]),
        lambda: left_within(left) / expected,
        together(left).as_wholes(expected, size.side_px),
    )
    return KIND_OF[why]


MOVES = "log of a copy's residual over the same block's"
BY_SECTION: Mapping[str, tuple[str, Callable[[], float]]] = {
    "Paper": (MOVES, _moves_apart),
    "Residual": ("log of a copy's ink without counterpart over the same block's", _strokes_apart),
    "Likelihood": ("four copies, four of one block: mean probability of the right answer", _right_answer),
    "A strip that repeats": ("right places of four", _places_of_a_strip),
    "Pieces that come again": ("patches that come again: sorts less a drawing", _pieces_apart),
    "What else than a hand leaves a residual": ("right doubts of five", _right_doubts),
    "Pieces that fit one by one": ("log of what a copy leaves within pieces over sorts", _within_apart),
    "What the pictures do not share": ("pairs of eight of which the right thing is said", _spoken_of),
    "The sheets of paper": ("right answers of six on two sheets or one", _right_sheets),
    "Verdict": ("right verdicts of four", _right_verdicts),
}
BY_NAME: Mapping[str, tuple[str, Callable[[], float]]] = {
    **dict.fromkeys(
        ("TOGETHER", "TOGETHER_SHARE", "OVER_OWN"),
        ("pieces moved as wholes, right answers of six", _right_wholes),
    ),
    "OVER_OWN_CLEARLY": ("pieces clearly moved as wholes, right answers of six", _clear_wholes),
    "VAGUE": (MOVES, _moves_apart),
    **dict.fromkeys(("ODDS", "SET_FROM_PIECES", "UNITS_FIT", "UNITS_BENT"), BY_SECTION["Verdict"]),
}


def figure_of(name: str, section: str) -> tuple[str, Callable[[], float]]:
    """What is measured while a number is varied: its words, and how."""
    return BY_NAME.get(name) or BY_SECTION[section]
