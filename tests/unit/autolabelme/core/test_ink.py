"""The one way from a grey scan to ink: paper's tone, share of full ink, and the tones between."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.ink import (
    between,
    even_paper,
    ink_level,
    ink_of_inked,
    ink_share,
    ink_to_black,
    otsu,
    paper_beside,
    paper_tone,
)
from autolabelme.core.opencv import cv2


def _scan(paper: np.ndarray | float = 220.0, ink: float = 60.0) -> np.ndarray:
    page = np.broadcast_to(np.asarray(paper, dtype=np.float64), (60, 80)).copy()
    page[20:40, 30:34] = ink
    return np.rint(page).astype(np.uint8)


def test_paper_runs_on_under_strokes_and_follows_its_shading() -> None:
    shade = np.linspace(180, 240, 80)[None]
    tone = paper_tone(_scan(shade), (60, 80), reach_px=13, blur_px=2.0)
    assert np.abs(tone - shade)[:, 8:-8].max() < 4


def test_a_reduced_copy_gives_the_tone_of_the_whole() -> None:
    scan = _scan()
    small = np.asarray(cv2.resize(scan, (40, 30), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    tone = paper_tone(small, (60, 80), reach_px=7, blur_px=1.0)
    assert tone.shape == (60, 80)
    assert np.abs(tone - 220).max() < 1


def test_the_maximum_alone_is_never_darker_than_a_closing() -> None:
    shade = np.linspace(180, 240, 80)[None]
    closed = paper_tone(_scan(shade), (60, 80), reach_px=13, blur_px=2.0)
    highest = paper_tone(_scan(shade), (60, 80), reach_px=13, blur_px=2.0, back_px=0)
    assert (highest >= closed - 1e-3).all()
    assert highest.mean() > closed.mean() + 1


def test_full_ink_is_one_and_paper_nothing() -> None:
    paper = np.full((60, 80), 220, np.float32)
    share = ink_share(_scan(), paper, full_percentile=99.0, least=24.0)
    assert share[30, 32] == 1
    assert share[5, 5] == 0
    darker = ink_share(_scan(110.0, 30.0), paper / 2, full_percentile=99.0, least=0.05, relative=True)
    assert np.allclose(share, darker)


def test_faint_traces_are_paper_unless_they_are_asked_for() -> None:
    scan, paper = _scan(220.0, 210.0), np.full((60, 80), 220, np.float32)
    assert not ink_share(scan, paper, full_percentile=99.0, least=24.0).any()
    kept = ink_share(scan, paper, full_percentile=99.0, least=0.05, relative=True, keep_faint=True)
    assert kept[30, 32] == pytest.approx(10 / 220)


def test_tones_between_pale_and_dark_are_stretched() -> None:
    values = between(np.array([0.1, 0.2, 0.45, 0.7, 0.9], np.float32), 0.2, 0.7)
    assert np.allclose(values, [0, 0, 0.5, 1, 1])
    assert values.dtype == np.float32


def test_otsu_parts_two_tones_of_any_shape() -> None:
    values = np.array([[20, 21, 200], [22, 201, 203]], np.uint8)
    assert 22 <= otsu(values[:, ::-1]) < 200


def test_a_scan_in_colour_loses_its_papers_tint_channel_by_channel() -> None:
    tint = np.array([230.0, 210.0, 170.0], np.float32)
    scan = np.broadcast_to(tint, (60, 80, 3)).copy()
    scan[20:40, 30:34] *= 0.25
    paper = paper_tone(scan, (60, 80), reach_px=13, blur_px=2.0)
    even = even_paper(scan, paper)
    assert np.allclose(even[5, 5], 1.0, atol=0.01)
    assert np.allclose(even[30, 32], 0.25, atol=0.01)  # grey: the ink has no colour of its own


def test_no_paper_is_darker_than_it_may_be() -> None:
    black = np.full((60, 80), 10, np.uint8)
    assert paper_tone(black, (60, 80), reach_px=5, blur_px=2.0, darkest=100.0).min() == 100
    assert even_paper(black, np.full((60, 80), 100, np.float32)).max() == pytest.approx(0.1)


def test_full_ink_of_a_page_is_that_of_what_is_printed() -> None:
    even = np.ones((60, 80), np.float32)
    even[20:22, 30:34] = 0.4
    share = ink_of_inked(even, full_percentile=90.0, least=0.25, faint=0.1)
    assert share[20, 32] == 1 and share[5, 5] == 0
    even[20:22, 30:34] = 0.95
    assert ink_of_inked(even, full_percentile=90.0, least=0.25, faint=0.1).max() == pytest.approx(0.2)


def test_paper_beside_print_goes_on_under_it_and_is_the_level_where_none_shows() -> None:
    gray = _scan().astype(np.float32)
    printed = (gray < 150).astype(np.uint8)
    assert np.abs(paper_beside(gray, printed, blur_px=6.0, level=200.0, prior=0.01) - 220).max() < 2
    covered = np.ones_like(printed)
    assert np.allclose(paper_beside(gray, covered, blur_px=6.0, level=200.0, prior=0.01), 200)


def test_ink_against_a_known_black() -> None:
    gray = np.array([[220.0, 140.0, 60.0]], np.float32)
    paper = np.full_like(gray, 220)
    assert np.allclose(ink_to_black(gray, paper, black=60.0, least=20.0), [[0, 0.5, 1]])
    assert np.allclose(ink_to_black(gray, paper, black=219.0, least=20.0), [[0, 4, 8]])


def test_a_patch_without_print_has_no_level_and_print_has_one_below_its_paper() -> None:
    asked = {"dark_percentile": 0.5, "paper_percentile": 85.0, "least": 36.0, "share": 0.35}
    grain = np.random.default_rng(0).integers(205, 225, (60, 80)).astype(np.uint8)
    assert ink_level(grain, **asked) is None
    grain[20:40, 30:34] = 60
    level = ink_level(grain, **asked)
    assert level is not None
    assert 60 <= level <= 222 - 0.35 * 155
