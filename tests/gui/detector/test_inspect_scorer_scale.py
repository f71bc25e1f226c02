"""Every scorer's map, whatever its unit, is dark on honest printing and bright where a piece was cut out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from autolabelme.core.arrays import F32, U8
from autolabelme.core.errors import Cancelled, InputError
from autolabelme.core.opencv import cv2
from detector.lab.scorers.base import FittedScorer, Scored
from detector.lab.scorers.cae import CaeParams, CaeScorer
from detector.lab.scorers.scale import Scale, scale_of
from detector.lab.scorers.vae import VaeParams, VaeScorer

from .scorer_motif import FRAME, motif, printed

FRAMES = {"1": FRAME}
OWN = (slice(FRAME.margin, -FRAME.margin),) * 2


def gray(ink: F32) -> U8:
    return np.asarray(np.rint(235 - 205 * ink), dtype=np.uint8)


def examples() -> dict[str, U8]:
    return {
        "1": np.stack(
            [np.rint(255 * printed(np.random.default_rng(seed))).astype(np.uint8) for seed in range(4)]
        )
    }


class Difference:
    """A scorer of the test: the difference from the motif, read in any unit."""

    def __init__(self, read: Callable[[F32], F32], names: tuple[str, ...] = ("1",)) -> None:
        self.read, self.names = read, names

    def score(self, crop: U8, vignette: str) -> Scored:
        if vignette not in self.names:
            raise InputError("not fitted")
        ink = (235 - crop.astype(np.float32)) / 205
        values = self.read(np.abs(ink - cv2.GaussianBlur(motif(), (0, 0), 0.8)))
        return Scored(np.asarray(values, dtype=np.float32), 0.0)


UNITS: dict[str, Callable[[F32], F32]] = {
    "share": lambda d: d,
    "tiny": lambda d: 1e-4 * d,
    "large": lambda d: 500 * d,
    "half of the range for honest printing": lambda d: 0.5 + 0.5 * d,
    "steep": lambda d: d**3,
    "saturated": lambda d: 1 - np.exp(-9 * d),
}


def shown(fitted: FittedScorer, ink: F32, scale: Scale) -> F32:
    """0 dark, 1 the end of the scale, above the threshold as it stands at first."""
    values = (fitted.score(gray(ink), "1").map - scale.minimum) / (scale.maximum - scale.minimum)
    return np.asarray(np.where(values >= 2.5 / 8, np.minimum(values, 1), 0), dtype=np.float32)


@pytest.mark.parametrize("unit", list(UNITS))
def test_honest_printing_is_dark_and_damage_bright_in_any_unit(unit: str) -> None:
    fitted = Difference(UNITS[unit])
    scale = scale_of(fitted, examples(), FRAMES)
    assert 0 <= scale.minimum < scale.dark_below < scale.maximum
    assert not scale.blind
    honest, cut = printed(np.random.default_rng(90)), printed(np.random.default_rng(91))
    cut[FRAME.shape[0] // 2 - 6 : FRAME.shape[0] // 2 + 6, FRAME.margin + 4 : FRAME.margin + 14] = 0
    assert (shown(fitted, honest, scale)[OWN] > 0).mean() < 0.01
    assert np.percentile(shown(fitted, cut, scale)[OWN], 99) > 0.8


def test_a_scorer_that_sees_no_damage_is_called_blind_and_shows_little() -> None:
    rng = np.random.default_rng(2)
    fitted = Difference(lambda d: rng.uniform(0, 0.6, d.shape).astype(np.float32))
    scale = scale_of(fitted, examples(), FRAMES)
    assert scale.blind
    part = (shown(fitted, printed(np.random.default_rng(90)), scale) > 0).mean()
    assert 0.001 < part < 0.02, "its strongest places are shown, and no more"


@pytest.mark.parametrize(
    "scorer",
    [VaeScorer(VaeParams(steps=8, side=32, latent=8, batch=4)), CaeScorer(CaeParams(steps=10, side=48))],
    ids=["vae", "cae"],
)
def test_learned_reconstructions_have_something_to_show_and_do_not_glow(
    scorer: VaeScorer | CaeScorer,
) -> None:
    kept = examples()
    fitted = scorer.fit({"1": [gray(ink.astype(np.float32) / 255) for ink in kept["1"]]})
    part = (shown(fitted, printed(np.random.default_rng(0)), scale_of(fitted, kept, FRAMES))[OWN] > 0).mean()
    assert 0 < part < 0.03


def test_it_asks_a_few_labels_only_and_leaves_out_what_was_not_fitted() -> None:
    asked: set[str] = set()

    class Watched(Difference):
        def score(self, crop: U8, vignette: str) -> Scored:
            asked.add(vignette)
            return super().score(crop, "1")

    many = {str(number): examples()["1"] for number in range(30)}
    frames = dict.fromkeys(many, FRAME)
    scale_of(Watched(UNITS["share"]), many, frames)
    assert 6 <= len(asked) <= 8
    partly = scale_of(Difference(UNITS["share"], ("1",)), {"0": many["0"], "1": many["1"]}, frames)
    assert partly == scale_of(Difference(UNITS["share"]), {"1": many["1"]}, frames)


def test_without_a_fitted_label_and_without_a_word_there_is_a_scale_all_the_same() -> None:
    for fitted in (Difference(UNITS["share"], ()), Difference(np.zeros_like)):
        scale = scale_of(fitted, examples(), FRAMES)
        assert (scale.minimum, scale.maximum) == (0.0, 1.0)


def test_it_can_be_cancelled() -> None:
    def stop(_done: int, _total: int, _stage: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        scale_of(Difference(UNITS["share"]), examples(), FRAMES, tick=stop)
