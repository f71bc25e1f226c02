"""The correlation maps against the formula written out."""

from __future__ import annotations

import numpy as np

from autolabelme.core.arrays import F32
from autolabelme.core.matching.ncc import LEAST_CONTRAST, Correlator


def by_hand(image: F32, template: F32, weights: F32, y: int, x: int) -> float:
    half_y, half_x = template.shape[0] // 2, template.shape[1] // 2
    padded = np.pad(image.astype(np.float64), ((half_y, half_y), (half_x, half_x)))
    patch = padded[y : y + template.shape[0], x : x + template.shape[1]]
    total = weights.sum()
    t = template - (weights * template).sum() / total
    p = patch - (weights * patch).sum() / total
    strength = (weights * t * t).sum()
    energy = max((weights * p * p).sum(), LEAST_CONTRAST**2 * strength)
    return float((weights * t * p).sum() / np.sqrt(strength * energy))


def test_maps_are_the_weighted_coefficient_everywhere() -> None:
    rng = np.random.default_rng(1)
    image = rng.standard_normal((37, 50)).astype(np.float32)
    template = rng.standard_normal((9, 7)).astype(np.float32)
    weights = np.ones((9, 7), dtype=np.float32)
    weights[:3, :3] = 0
    weights[4:, 6] = 0.5
    correlator = Correlator(image, (11, 11))
    scores = correlator.ncc(template, correlator.outline(weights))
    for y, x in [(0, 0), (36, 49), (0, 49), (36, 0), (18, 25), (4, 3), (20, 1)]:
        assert abs(scores[y, x] - by_hand(image, template, weights, y, x)) < 2e-4


def test_a_planted_template_scores_one_also_at_the_outermost_place() -> None:
    rng = np.random.default_rng(2)
    template = rng.standard_normal((5, 7)).astype(np.float32)
    for top, left in [(0, 0), (15, 0), (0, 23), (15, 23)]:
        image = np.zeros((20, 30), dtype=np.float32)
        image[top : top + 5, left : left + 7] = template
        correlator = Correlator(image, (7, 7))
        scores = correlator.ncc(template, correlator.outline(np.ones((5, 7), dtype=np.float32)))
        assert np.unravel_index(scores.argmax(), scores.shape) == (top + 2, left + 3)
        assert abs(scores.max() - 1) < 1e-4


def test_flat_patches_and_blank_templates_score_zero() -> None:
    image = np.full((30, 30), 3.0, dtype=np.float32)
    correlator = Correlator(image, (5, 5))
    outline = correlator.outline(np.ones((5, 5), dtype=np.float32))
    template = np.zeros((5, 5), dtype=np.float32)
    template[2, 2] = 1
    inner = correlator.ncc(template, outline)[5:-5, 5:-5]
    assert np.isfinite(inner).all() and np.abs(inner).max() < 1e-3
    blank = correlator.ncc(np.ones((5, 5), dtype=np.float32), outline)
    assert (blank == 0).all()


def test_grain_far_below_the_templates_contrast_does_not_count_as_ink() -> None:
    rng = np.random.default_rng(3)
    template = rng.standard_normal((5, 5)).astype(np.float32)
    image = np.zeros((20, 20), dtype=np.float32)
    image[8:13, 8:13] = 0.01 * template
    correlator = Correlator(image, (5, 5))
    scores = correlator.ncc(template, correlator.outline(np.ones((5, 5), dtype=np.float32)))
    assert 0.0 < scores.max() < 0.1
