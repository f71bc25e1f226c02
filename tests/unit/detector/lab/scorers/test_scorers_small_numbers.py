"""What the scorers' table was measured with: numbers that only a training or the picker's scale shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
import torch

from autolabelme.core.arrays import F32, U8
from autolabelme.core.opencv import cv2
from detector.core.inspection.ink import Frame
from detector.lab.scorers import cae, dfr, naive
from detector.lab.scorers.augment import varied
from detector.lab.scorers.base import PAPER, Scored
from detector.lab.scorers.cae_network import heat_boxes
from detector.lab.scorers.dfr import DfrParams, latent_size
from detector.lab.scorers.frames import joint_stack
from detector.lab.scorers.scale import scale_of


def drawing() -> F32:
    """A ring, a bar and grey hatching on paper, float32 (60, 80)."""
    ink = np.zeros((60, 80), np.float32)
    cv2.circle(ink, (28, 28), 18, 1.0, 4)
    cv2.rectangle(ink, (52, 10), (62, 50), 0.9, -1)
    ink[44:56:3, 8:44] = 0.5
    return ink


def test_normals_are_varied_as_the_table_was_measured() -> None:
    """Of 200 copies: how far they lie off each other, how dark they are, and how sharp."""
    rng, ink = np.random.default_rng(3), drawing()
    copies = np.stack([varied(ink, rng) for _ in range(200)])
    y, x = np.mgrid[: ink.shape[0], : ink.shape[1]]
    whole = copies.sum(axis=(1, 2))
    middles = np.stack([(copies * place).sum(axis=(1, 2)) / whole for place in (x, y)])
    steps = np.abs(np.diff(copies, axis=2)).max(axis=(1, 2))
    found = [
        *(float(one) for one in middles.std(axis=1)),
        *(float(one) for one in np.ptp(middles, axis=1)),
        *(float(one) for one in (whole.mean() / ink.sum(), whole.std() / ink.sum())),
        *(float(one) for one in (steps.mean(), steps.std())),
        float(copies.std(axis=0).mean()),
    ]
    assert found == pytest.approx(VARIED, rel=1e-3)


def test_the_autoencoder_learns_from_pictures_varied_as_the_table_was_measured() -> None:
    rng, gray = np.random.default_rng(3), as_gray(drawing())
    one = cae.Prepared.of(gray, cae.CaeParams(side=80, layers=3))
    varied_so = [cae._augmented(one, 40, rng) for _ in range(200)]
    pictures = np.stack([each.picture for each in varied_so])
    means, spreads = pictures.mean(axis=(1, 2)), pictures.std(axis=(1, 2))
    sharp = np.abs(np.diff(pictures, axis=2)).max(axis=(1, 2))
    found = [
        *(float(each) for each in (means.mean(), means.std(), spreads.mean(), spreads.std())),
        *(float(each) for each in (sharp.mean(), sharp.std(), pictures.std(axis=0).mean())),
        float(one.region.mean()),
        float(np.mean([each.region.mean() for each in varied_so])),
    ]
    assert found == pytest.approx(PICTURES, rel=1e-3)


def as_gray(ink: F32) -> U8:
    return np.asarray(np.rint(PAPER - 200 * ink), dtype=np.uint8)


def test_a_map_is_one_where_one_of_a_hundred_places_of_normals_is() -> None:
    gray = as_gray(drawing())
    fitted = cae.CaeScorer(cae.CaeParams(side=80, layers=3, steps=2, batch=2)).fit({"a": [gray]})
    values = fitted.errors(gray, "a") / np.float32(fitted.scale)
    assert 0.006 < float((values > 1).mean()) < 0.014


@pytest.mark.parametrize(("side", "found"), [(2, 0), (3, 1), (4, 1)])
def test_a_hot_place_of_nine_pixels_is_a_box(side: int, found: int) -> None:
    heat = np.zeros((30, 30), np.float32)
    heat[10 : 10 + side, 5 : 5 + side] = 2.0
    assert len(heat_boxes(heat, 1.0)) == found


def test_a_hot_place_of_seventeen_pixels_is_a_box() -> None:
    heat = np.zeros((30, 30), np.float32)
    heat[10:13, 5:10] = 2.0
    assert len(heat_boxes(heat, 1.0)) == 1


def test_a_code_has_sixty_four_dimensions_at_most() -> None:
    points = torch.eye(200) * 3.0
    assert latent_size(points, 0.999) == 64


def test_feature_autoencoders_learn_from_512_places_and_their_scale_leaves_one_in_twenty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken: list[int] = []

    class Watched(dfr.FeatureAutoencoder):
        def forward(self, points: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
            taken.append(len(points))
            return super().forward(points, places)

    monkeypatch.setattr(dfr, "FeatureAutoencoder", Watched)
    gray = as_gray(drawing())
    stack = joint_stack([gray, gray])
    known = dfr._learned(stack, DfrParams(side=112, steps=2), 0, lambda *_: None)
    assert taken[0] == 512
    grid = dfr.features(stack.levelled[0], 112, "mobilenet_v2").flatten(0, 1)
    places = dfr._waves(dfr.grid_of(stack.shape, 112), 4)
    errors = dfr._errors(known.network, (grid - known.mean) / known.std, places)
    assert 0.035 < float((errors > known.scale).float().mean()) < 0.065


@pytest.mark.parametrize(("darkest", "is_blank"), [(210, True), (200, False)])
def test_paper_grain_is_no_print(darkest: int, is_blank: bool) -> None:
    gray = np.full((20, 20), 230, np.uint8)
    gray[5:15, 5:8] = darkest
    assert (naive.level(gray).max() == 0) == is_blank


def test_a_homography_goes_by_matches_that_lie_four_pixels_off_it_or_less() -> None:
    """A picture bent by 2 px: with nearer ones alone it follows the bend, with farther ones it levels it."""
    noise = np.random.default_rng(0).random((300, 300)).astype(np.float32)
    soft = cv2.normalize(cv2.GaussianBlur(noise, (0, 0), 2), None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8)
    y, x = np.mgrid[:300, :300].astype(np.float32)
    wave = x + 2 * np.sin(2 * np.pi * y / 150).astype(np.float32)
    bent = cv2.remap(soft, wave, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    found = naive.homography(soft, bent)
    assert found is not None
    corners = np.array([[[0, 0], [299, 0], [299, 299], [0, 299]]], dtype=np.float64)
    assert 1.3 < np.abs(cv2.perspectiveTransform(corners, found) - corners).max() < 1.8


@dataclass(frozen=True)
class Ramp:
    """A scorer whose map is how much darker than the drawing a place is, on a ramp of its own."""

    base: F32
    seen: list[str]

    def score(self, crop: U8, vignette: str) -> Scored:
        self.seen.append(vignette)
        change = np.abs(crop.astype(np.float32) - as_gray(self.base).astype(np.float32)) / 205
        values = self.base * 0 + np.linspace(0, 1, self.base.size, dtype=np.float32).reshape(self.base.shape)
        return Scored(np.asarray(values + 3 * change, dtype=np.float32), 0.0)


def test_the_pickers_scale_is_that_of_normals_and_of_a_planted_damage() -> None:
    ink = drawing()
    example = np.asarray(np.rint(255 * ink), dtype=np.uint8)[None]
    frames = {str(number): Frame(80, 60, 0) for number in range(30)}
    seen: list[str] = []
    found = scale_of(Ramp(ink, seen), dict.fromkeys(frames, example), frames)
    assert len(set(seen)) == 8
    assert [found.minimum, found.dark_below, found.maximum] == pytest.approx(SCALE, rel=1e-3)


def test_a_scale_never_ends_below_the_strongest_place_of_normals_but_one_in_a_thousand() -> None:
    ink = np.zeros((60, 80), np.float32)
    example = np.zeros((1, 60, 80), np.uint8)

    class Blind(Ramp):
        def score(self, crop: U8, vignette: str) -> Scored:
            return Scored(np.linspace(0, 1, ink.size, dtype=np.float32).reshape(ink.shape) ** 4, 0.0)

    found = scale_of(Blind(ink, []), {"a": example}, {"a": Frame(80, 60, 0)})
    assert found.blind and found.maximum == pytest.approx(0.999**4, rel=1e-3)


def test_a_scorer_that_says_the_same_everywhere_has_a_scale_of_a_twentieth() -> None:
    ink = np.zeros((60, 80), np.float32)

    class Flat(Ramp):
        def score(self, crop: U8, vignette: str) -> Scored:
            return Scored(np.full(ink.shape, 2.0, np.float32), 0.0)

    example = np.zeros((1, 60, 80), np.uint8)
    found = scale_of(Flat(ink, []), {"a": example}, {"a": Frame(80, 60, 0)})
    assert (found.minimum, found.maximum) == pytest.approx((2.0, 2.1))


VARIED = [0.46814, 0.45026, 2.9816, 2.4051, 1.0085, 0.060811, 0.82753, 0.14015, 0.057987]
PICTURES = [0.65885, 0.065892, 0.31872, 0.033773, 0.70291, 0.14437, 0.32391, 0.4918, 0.63389]
SCALE = [0.99, 1.7892, 3.5473]
