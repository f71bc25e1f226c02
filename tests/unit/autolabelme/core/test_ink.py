"""The one way from a grey scan to ink: paper's tone, share of full ink, and the tones between."""

from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.ink import between, ink_share, otsu, paper_tone
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
    highest = paper_tone(_scan(shade), (60, 80), reach_px=13, blur_px=2.0, closing=False)
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
