"""How far a knife, a break or a crack goes: what halves or doubles when a number of the press does."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.arrays import F64
from autolabelme.core.opencv import cv2
from autolabelme.core.press import aging, paper, synthesis, tuning
from autolabelme.core.press import recut as cutting
from autolabelme.core.press.aging import Aging, age
from autolabelme.core.press.crops import _shifted
from autolabelme.core.press.matter import text_width
from autolabelme.core.press.recut import Skill

STILL = Skill(move=0.0, bend=0.0, width=0.0, hatch=0.0, omit=0.0)


def test_a_break_is_turned_a_little_off_its_stroke() -> None:
    block = np.zeros((80, 300), np.float32)
    for y in range(10, 75, 20):
        block[y : y + 5, 5:295] = 1.0
    rng, slants = np.random.default_rng(1), []
    for _ in range(300):
        gone = block - aging._line_break(block, 600.0, rng)
        rows = np.flatnonzero(gone.sum(1) > 0.5)
        if len(rows) in (5, 6, 7) and gone[:, 12:288].sum() == gone.sum():
            rows = rows[gone[rows].sum(1) > 3]
            middles = (gone[rows] * np.arange(300)).sum(1) / gone[rows].sum(1)
            slants.append(float(np.polyfit(rows, middles, 1)[0]))
    assert len(slants) > 100
    assert 0.075 < np.median(np.abs(slants)) < 0.16


def test_a_crack_winds_by_little_over_some_of_its_length() -> None:
    solid = np.pad(np.ones((390, 590), np.float32), 5)
    rng, sways = np.random.default_rng(2), []
    for _ in range(30):
        gone = solid - aging._crack(solid, 600.0, rng)
        columns = np.flatnonzero(gone.sum(0) > 1)
        if len(columns) > 100:
            line = (gone[:, columns] * np.arange(400)[:, None]).sum(0) / gone[:, columns].sum(0)
            smooth = cv2.GaussianBlur(line[None], (0, 0), 5.0)[0]
            sways.append(float(np.std(smooth[40:] - 2 * smooth[20:-20] + smooth[:-40])))
    assert len(sways) > 15
    assert 1.15 < np.median(sways) < 2.1


def test_a_bent_frame_is_pushed_no_deeper_than_its_frame() -> None:
    block = np.zeros((400, 400), np.float32)
    block[20:380:8, 20:380] = 1.0
    block[20:380, 20:380:8] = 1.0
    deep = []
    for seed in range(15):
        for event in age(block, 2, Aging(events=12, repairs=0.0), seed).events:
            x1, y1, x2, y2 = event.box
            if event.kind == "bent frame":
                deep.append(min(y2 - 20, 380 - y1, x2 - 20, 380 - x1) / 400)
    assert len(deep) > 8
    assert 0.03 < np.median(deep) < 0.06


def test_neighbouring_figures_move_together_and_far_ones_do_not() -> None:
    at = np.stack(np.meshgrid(np.arange(20, 390, 20), np.arange(20, 390, 20)), -1).reshape(-1, 2)
    ink = np.zeros((400, 400), np.float32)
    for x, y in at:
        cv2.circle(ink, (int(x), int(y)), 3, 1.0, -1)
    moved: list[F64] = []
    for seed in range(6):
        cut = cutting.recut(ink, STILL.replace(move=0.01), seed)
        parts = [cut[y - 9 : y + 10, x - 9 : x + 10] for x, y in at]
        offsets = np.arange(-9, 10)
        moved.append(
            np.array(
                [[(p.sum(0) * offsets).sum() / p.sum(), (p.sum(1) * offsets).sum() / p.sum()] for p in parts]
            ).reshape(19, 19, 2)
        )
    field = np.stack(moved)

    # Square pixels: strokes of their own move each on its own, and fall out.
    assert 0.24 < (field[:, :, 1:] * field[:, :, :-1]).mean() < 0.55


def test_a_long_stroke_is_cut_in_several_goes() -> None:
    ink = np.zeros((400, 400), np.float32)
    ink[198:203, 10:390] = 1.0
    strokes = cutting._strokes(ink > 0.5, 400.0)
    assert strokes is not None
    assert 12 <= strokes.count <= 20


def test_a_stroke_stays_clear_of_its_neighbours() -> None:
    ink = np.zeros((300, 400), np.float32)
    for y in range(20, 280, 8):
        cv2.line(ink, (20, y), (380, y), 1.0, 2)
    strokes = cutting._strokes(ink > 0.5, 400.0)
    assert strokes is not None
    for skill, quantile in ((STILL.replace(move=0.1), 0.5), (STILL.replace(move=0.001, bend=0.1), 0.9)):
        field = cutting._own_moves(strokes, skill, 400.0, np.random.default_rng(1))
        length = np.hypot(field[..., 0], field[..., 1])[ink > 0.5] / strokes.spacing
        assert 0.4 < np.quantile(length, quantile) < 0.95


@pytest.mark.parametrize(("off", "laid"), [(2, True), (4, True), (7, False)])
def test_impressions_that_lie_a_few_pixels_off_are_laid_on_each_other(off: int, laid: bool) -> None:
    drawing = np.zeros((80, 90), np.float32)
    cv2.circle(drawing, (45, 40), 18, 1.0, 3)
    cv2.line(drawing, (30, 30), (60, 55), 1.0, 2)
    moved = np.roll(drawing, (off, -off), axis=(0, 1))
    assert bool(np.abs(_shifted(moved, drawing) - drawing).mean() < 0.01) is laid


def cracks(side: int, shape: tuple[int, int]) -> list[F64]:
    """Widths of cracks along their length, of a solid block."""
    solid = np.pad(np.ones(shape, np.float32), 5)
    rng, found = np.random.default_rng(3), []
    for _ in range(40):
        gone = solid - aging._crack(solid, float(side), rng)
        columns = np.flatnonzero(gone.sum(0) > 0.3)
        whole = len(columns) and columns[0] > 8 and columns[-1] < solid.shape[1] - 8
        rows = np.flatnonzero(gone.sum(1) > 0)
        if whole and rows[0] > 8 and rows[-1] < solid.shape[0] - 8:
            found.append(gone.sum(0)[columns[0] : columns[-1] + 1].astype(np.float64))
    return found


def test_a_crack_of_a_small_block_is_two_pixels_and_a_half_wide() -> None:
    widths = [float(np.median(one)) for one in cracks(60, (70, 100)) if len(one) > 6]
    assert len(widths) > 10 and 2.0 < np.median(widths) < 2.8


def test_a_crack_narrows_to_half_its_width_at_its_ends() -> None:
    long = [one for one in cracks(600, (390, 590)) if len(one) > 60]
    ends = [(one[:4].mean() + one[-4:].mean()) / 2 / np.median(one) for one in long]
    wide = [float((one > 0.9 * one.max()).mean()) for one in long]
    assert len(long) > 10 and 0.35 < np.median(ends) < 0.7 and np.median(wide) > 0.3


def stain(monkeypatch: pytest.MonkeyPatch, rim: float) -> F64:
    """Darkness of a smooth round stain of 60 px at each distance from its middle."""
    for name, value in (("STAIN_SMALL", 0.1), ("STAIN_LARGE", 0.1), ("STAIN_DEPTH", 0.1)):
        monkeypatch.setattr(tuning, name, (value, value))
    monkeypatch.setattr(tuning, "STAIN_ROUGH", 0.0)
    monkeypatch.setattr(tuning, "STAIN_RIM", rim)
    tone = np.ones((600, 600), np.float32)
    paper._stain(tone, np.random.default_rng(16))
    dark = 1 - tone
    rows, columns = np.mgrid[:600, :600]
    y, x = (float((dark * part).sum() / dark.sum()) for part in (rows, columns))
    assert 110 < x < 490 and 110 < y < 490, "all of it lies on the page"
    away = np.rint(np.hypot(rows - y, columns - x)).astype(int).ravel()
    return np.asarray(np.bincount(away, dark.ravel())[:120] / np.bincount(away)[:120] / 0.1)


def test_a_stain_ends_within_a_third_of_its_radius(monkeypatch: pytest.MonkeyPatch) -> None:
    dark = stain(monkeypatch, 0.0)
    assert 52 <= int(np.argmin(np.abs(dark - 0.5))) <= 56
    assert 13 <= int(((dark > 0.12) & (dark < 0.88)).sum()) <= 21


def test_the_rim_of_a_stain_is_a_narrow_ring_just_within(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = stain(monkeypatch, 1.0) - stain(monkeypatch, 0.0)
    assert 51 <= int(np.argmax(ring)) <= 55
    assert 5 <= int((ring > 0.5).sum()) <= 9


def test_words_stand_a_quarter_of_an_em_apart() -> None:
    apart = text_width("a b", 40.0) - text_width("ab", 40.0)
    assert 0.2 * 40 < apart < 0.35 * 40


@pytest.mark.parametrize(("side", "reach"), [(1000.0, 6), (400.0, 3)])
def test_the_way_of_a_stroke_is_read_close_to_its_break(
    monkeypatch: pytest.MonkeyPatch, side: float, reach: int
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(aging, "_along", lambda *arguments: asked.append(arguments[3]) or 0.0)
    aging._line_break(np.pad(np.ones((20, 20), np.float32), 5), side, np.random.default_rng(1))
    assert asked == [reach]


def test_older_scans_are_grey_or_black_and_white() -> None:
    for recipe, steep in (("print", 0.1), ("blotches", 0.0)):
        colour, grey, bitonal, nearly = synthesis._scans_of(recipe)
        assert colour + grey + bitonal + nearly == pytest.approx(1.0)
        assert 0.4 < colour < 0.7 and grey == bitonal and nearly == steep
