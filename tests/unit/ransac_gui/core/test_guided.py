"""What is refused before anything is laid, and a first field through feature matches."""

from __future__ import annotations

import numpy as np
import pytest

from ransac_gui.core.align import AlignmentFailure, align
from ransac_gui.core.compose import WarpMap
from ransac_gui.core.features import Matches
from ransac_gui.core.guided import grow
from ransac_gui.core.params import AlignParams
from ransac_gui.core.verify import likeness
from ransac_gui.core.voting import vote

WIDTH, HEIGHT = 400, 300
FLAT = WarpMap(WIDTH, HEIGHT, np.eye(3)[None])


def bend(points: np.ndarray) -> np.ndarray:
    """A page that curls: up to 7 px down in the middle."""
    return np.stack([np.zeros(len(points)), 7 * np.sin(np.pi * points[:, 0] / WIDTH)], axis=1)


def bent(count: int, seed: int = 1) -> Matches:
    """Matches of a reference with its curled copy."""
    points = np.random.default_rng(seed).uniform([10, 10], [WIDTH - 10, HEIGHT - 10], (count, 2))
    return Matches(points, points + bend(points), np.ones(count), "sift")


def laid(matches: Matches) -> WarpMap:
    return grow(matches, FLAT, kind="homography", wavelength=0.25, cap_px=20.0)


def off(warp: WarpMap) -> float:
    """Median error on a grid, px."""
    x, y = np.meshgrid(np.linspace(30, WIDTH - 30, 12), np.linspace(30, HEIGHT - 30, 9))
    points = np.stack([x.ravel(), y.ravel()], axis=1)
    return float(np.median(np.linalg.norm(warp.points(points) - points - bend(points), axis=1)))


def test_a_field_through_matches_follows_a_curl() -> None:
    assert off(FLAT) > 4
    assert off(laid(bent(80))) < 0.4


def test_wrong_matches_do_not_draw_it_aside() -> None:
    right, rng = bent(80), np.random.default_rng(4)
    wrong = rng.uniform([0, 0], [WIDTH, HEIGHT], (2, 40, 2))
    matches = Matches(
        np.concatenate([right.reference, wrong[0]]),
        np.concatenate([right.source, wrong[1]]),
        np.ones(120),
        "sift",
    )
    assert off(laid(matches)) < 0.8


def test_a_handful_of_matches_lays_no_field() -> None:
    assert laid(bent(11)) is FLAT
    assert laid(bent(20)) is not FLAT


@pytest.mark.parametrize(("side", "reason"), [(24, "tiny"), (40, "blank")])
def test_a_picture_of_a_few_pixels_is_refused_for_its_size(side: int, reason: str) -> None:
    blank = np.full((side, 200), 255, np.uint8)
    found = align(blank, blank, AlignParams(features="sift"))
    assert isinstance(found, AlignmentFailure)
    assert found.code == reason


def test_pictures_that_share_hardly_a_pixel_are_not_compared() -> None:
    ink = np.random.default_rng(2).random((40, 40)).astype(np.float32)
    mask = np.zeros((40, 40), np.float32)
    mask[:6, :6] = 1
    assert (likeness(ink, ink, mask).ncc, likeness(ink, ink, np.ones_like(mask)).ncc) == (
        0.0,
        pytest.approx(1),
    )


def framed(points: np.ndarray, move: tuple[float, float]) -> Matches:
    return Matches(points, points + move, np.ones(len(points)), "sift", {}, np.zeros((len(points), 2)))


def test_votes_need_matches_and_tell_two_moves_apart() -> None:
    rng = np.random.default_rng(6)
    points = rng.uniform([10, 10], [WIDTH - 10, HEIGHT - 10], (60, 2))
    size = (WIDTH, HEIGHT)
    few = framed(points[:6], (3.0, 4.0))
    assert vote(few, "homography", size, size) == []
    half = points[:, 0] < WIDTH / 2
    first, second = framed(points[half], (0.0, 0.0)), framed(points[~half], (45.0, 0.0))
    both = Matches(
        np.concatenate([first.reference, second.reference]),
        np.concatenate([first.source, second.source]),
        np.ones(60),
        "sift",
        {},
        np.zeros((60, 2)),
    )
    assert len(vote(both, "translation", size, size)) == 2
    assert len(vote(framed(points, (3.0, 4.0)), "translation", size, size)) == 1
