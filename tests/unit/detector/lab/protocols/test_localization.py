"""The change protocol on scorers whose figures are known beforehand."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from autolabelme.core.errors import Cancelled, InputError, MisuseError
from autolabelme.core.params import Params, param
from autolabelme.core.progress import Tick, no_tick
from detector.lab.protocols.changes import ChangeVignette
from detector.lab.protocols.localization import localize, on_device
from detector.lab.scorers.base import Normals, Scored, check_normals

NORMAL, CHANGED, UNCHANGED = 10, 20, 30


def a_vignette(name: str, seed: int = 0, normals: int = 2) -> ChangeVignette:
    """The first pixel tells a map-maker which image it sees."""
    rng = np.random.default_rng(seed)
    signs = np.zeros((20, 30), np.int8)
    signs[3:7, 4:9], signs[12:15, 20:26] = -1, 1
    kinds = (NORMAL, CHANGED, UNCHANGED)
    images = {kind: rng.integers(100, 200, signs.shape).astype(np.uint8) for kind in kinds}
    for kind, image in images.items():
        image[0, 0] = kind
    own = tuple(images[NORMAL] for _ in range(normals))
    return ChangeVignette(name, own, images[CHANGED], images[UNCHANGED], signs, ())


@dataclass(frozen=True)
class Made:
    """A scorer whose maps are made by a function of the image's kind and the truth."""

    make: Callable[[int, np.ndarray], np.ndarray]
    score_of: Callable[[int], float] = float
    name: str = "made"
    least_normals: int = 1

    def fit(self, normals: Normals, *, seed: int = 0, tick: Tick = no_tick) -> Made:
        check_normals(normals, self.least_normals, self.name)
        tick(0, 1, "fitting")
        return self

    def score(self, crop: np.ndarray, vignette: str) -> Scored:
        kind = int(crop[0, 0])
        truth = a_vignette(vignette).truth.astype(np.float32)
        return Scored(np.asarray(self.make(kind, truth), np.float32), self.score_of(kind))


SET = [a_vignette("a", 0), a_vignette("b", 1)]
SHARE = float(SET[0].truth.mean())


def test_a_scorer_that_knows_the_truth_reaches_everything() -> None:
    scorer = Made(lambda kind, truth: truth if kind == CHANGED else 0 * truth, lambda kind: kind == CHANGED)
    found = localize(scorer, SET)
    assert (found.miou_c, found.miou_cu) == (1.0, 1.0)
    assert (found.auroc, found.aupro, found.image_auroc) == (1.0, pytest.approx(1.0), 1.0)
    assert found.iou == {"a": 1.0, "b": 1.0} and found.images == 8
    assert found.seconds == found.seconds_fit + found.seconds_score > 0


def test_a_scorer_that_knows_nothing_reaches_chance() -> None:
    found = localize(Made(lambda kind, truth: np.ones_like(truth), lambda kind: 1.0), SET)
    assert found.miou_c == pytest.approx(SHARE)
    assert found.miou_cu == pytest.approx(SHARE / 2)
    assert (found.auroc, found.aupro, found.image_auroc) == (0.5, pytest.approx(0.15), 0.5)
    nothing = localize(Made(lambda kind, truth: np.zeros_like(truth)), SET)
    assert nothing.miou_c == 0.0


def test_maps_are_divided_by_what_normals_and_test_images_reach() -> None:
    def make(kind: int, truth: np.ndarray) -> np.ndarray:
        return {NORMAL: 2.0, CHANGED: 1.0, UNCHANGED: 4.0}[kind] * (
            truth if kind == CHANGED else 0 * truth + 1
        )

    found = localize(Made(make), SET)
    # 1 of 2 for changed alone, 1 of 4 beside an unchanged image that is 4 all over.
    assert found.miou_c == 1.0 and 0.4 < found.threshold_c < 0.5
    assert found.miou_cu == pytest.approx(SHARE / (SHARE + 1)) and found.threshold_cu < 0.25


def test_one_threshold_serves_all_vignettes() -> None:
    def make(kind: int, truth: np.ndarray) -> np.ndarray:
        return truth if kind == CHANGED else 0 * truth

    faint = Made(make)

    class Uneven(Made):
        def score(self, crop: np.ndarray, vignette: str) -> Scored:
            scored = faint.score(crop, vignette)
            noise = np.full_like(scored.map, 0.6 if vignette == "a" else 0.0)
            level = 1.0 if vignette == "a" else 0.5
            values = np.maximum(scored.map * level, noise * (crop[0, 0] == CHANGED))
            values[0, 0] = 1.0
            return Scored(values, 0.0)

    found = localize(Uneven(make), SET)
    # Over 0.6 loses all of b, under 0.5 takes all of a: the mean decides, no vignette gets its own.
    assert 0.45 < found.miou_c < 0.65


def test_a_seed_and_a_cancel_reach_the_scorer() -> None:
    seen: list[int] = []

    class Seeded(Made):
        def fit(self, normals: Normals, *, seed: int = 0, tick: Tick = no_tick) -> Made:
            seen.append(seed)
            return super().fit(normals, seed=seed, tick=tick)

    localize(Seeded(lambda kind, truth: truth), SET, seed=7)
    assert seen == [7]

    def tick(done: int, total: int, stage: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        localize(Made(lambda kind, truth: truth), SET, tick=tick)


def test_too_few_normals_bad_maps_and_no_vignette() -> None:
    with pytest.raises(InputError, match="'a' has 2 normal"):
        localize(Made(lambda kind, truth: truth, least_normals=3), SET)
    for bad in (lambda kind, truth: truth[1:], lambda kind, truth: truth - 2, lambda k, t: t * np.nan):
        with pytest.raises(MisuseError, match="map of 'a'"):
            localize(Made(bad), SET)
    with pytest.raises(MisuseError):
        localize(Made(lambda kind, truth: truth), [])


def test_figures_become_strict_json() -> None:
    value = localize(Made(lambda kind, truth: truth), SET).as_dict()
    assert json.loads(json.dumps(value, allow_nan=False)) == value
    assert {"miou_c", "miou_cu", "auroc", "aupro", "image_auroc", "seconds"} <= set(value)
    assert value["vignettes"] == 2


@dataclass(frozen=True)
class _WithDevice(Params):
    device: str = param("cpu", choices=("auto", "cpu", "cuda"), help="")


@dataclass(frozen=True)
class _Torch:
    params: Params = _WithDevice()
    name: str = "torch"
    least_normals: int = 1


def test_a_device_goes_to_scorers_that_have_one() -> None:
    moved = on_device(_Torch(), "auto")  # type: ignore[arg-type]
    assert moved.params == _WithDevice("auto")  # type: ignore[attr-defined]
    plain = Made(lambda kind, truth: truth)
    assert on_device(plain, "cuda") is plain
