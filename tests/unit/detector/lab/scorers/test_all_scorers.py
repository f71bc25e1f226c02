"""What every scorer must keep, light ones with their defaults, learned ones with few steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import pytest
from scipy.stats import rankdata

from autolabelme.core.errors import Cancelled, InputError
from detector.lab.scorers.base import FittedScorer, Normals, Scorer
from detector.lab.scorers.registry import SCORERS, scorer

from .conftest import Printed

NAMES = tuple(SCORERS)
# Paper where a stroke was is a normal patch for a network that knows no places: it sees additions alone.
BLIND_TO_LOSS = {"cae"}


def small(name: str) -> Scorer:
    """The scorer, as quick as it gets while still learning something."""
    return _SMALL.get(name, lambda: scorer(name))()


def _dae(decoder: str, steps: int) -> Callable[[], Scorer]:
    def make() -> Scorer:
        from detector.lab.scorers.dae import DaeParams, DaeScorer

        name = "dae" if decoder == "conv" else "dae_fc"
        return DaeScorer(DaeParams(steps=steps, batch=4, copies=1), name, decoder=decoder)

    return make


def _cae() -> Scorer:
    from detector.lab.scorers.cae import CaeParams, CaeScorer

    return CaeScorer(CaeParams(layers=3, side=64, steps=60, batch=4))


def _vae() -> Scorer:
    from detector.lab.scorers.vae import VaeParams, VaeScorer

    return VaeScorer(VaeParams(side=32, latent=16, steps=150, batch=8))


def _dfr() -> Scorer:
    from detector.lab.scorers.dfr import DfrParams, DfrScorer

    return DfrScorer(DfrParams(side=112, steps=60))


def _patchcore() -> Scorer:
    from detector.lab.scorers.patchcore import PatchCoreParams, PatchCoreScorer

    return PatchCoreScorer(PatchCoreParams(side=112, most=200))


def _ensemble() -> Scorer:
    from detector.lab.scorers.ensemble import EnsembleParams, EnsembleScorer

    return EnsembleScorer(EnsembleParams(members=("prototype", "congealing"), folds=2))


_SMALL: dict[str, Callable[[], Scorer]] = {
    "dae": _dae("conv", 12),
    "dae_fc": _dae("fc", 8),
    "cae": _cae,
    "vae": _vae,
    "dfr": _dfr,
    "patchcore": _patchcore,
    "ensemble": _ensemble,
}


def auroc(inside: np.ndarray, outside: np.ndarray) -> float:
    """Chance that a value inside is larger than one outside."""
    ranks = rankdata(np.concatenate([inside, outside]))
    count = len(inside)
    return float((ranks[:count].sum() - count * (count + 1) / 2) / (count * len(outside)))


@pytest.fixture(scope="module")
def fitted(prints: dict[str, Printed]) -> Iterator[Callable[[str], FittedScorer]]:
    """Each scorer fitted once on both vignettes."""
    normals: Normals = {name: one.normals for name, one in prints.items()}

    @cache
    def fit(name: str) -> FittedScorer:
        return small(name).fit(normals, seed=3)

    yield fit


@pytest.mark.parametrize("name", NAMES)
def test_a_planted_change_stands_out(
    name: str, prints: dict[str, Printed], fitted: Callable[[str], FittedScorer]
) -> None:
    for vignette, one in prints.items():
        found = fitted(name).score(one.changed, vignette)
        assert found.map.shape == one.changed.shape
        assert found.map.dtype == np.float32
        assert np.isfinite(found.map).all() and float(found.map.min()) >= 0.0
        assert np.isfinite(found.score)
        if vignette == "lost" and name in BLIND_TO_LOSS:
            continue
        # The decoder has so few steps here that it only begins to know the vignettes.
        least = 0.6 if name.startswith("dae") else 0.7
        assert auroc(found.map[one.truth], found.map[~one.truth]) > least, vignette
        if found.signed is not None:
            mean = float(found.signed[one.truth].mean())
            assert (mean < 0) == (vignette == "lost")


@pytest.mark.parametrize("name", NAMES)
def test_normals_stay_lower(
    name: str, prints: dict[str, Printed], fitted: Callable[[str], FittedScorer]
) -> None:
    for vignette, one in prints.items():
        if vignette == "lost" and name in BLIND_TO_LOSS:
            continue
        changed = fitted(name).score(one.changed, vignette)
        untouched = [fitted(name).score(crop, vignette) for crop in (one.unchanged, *one.normals)]
        inside = float(changed.map[one.truth].mean())
        assert all(inside > 1.2 * float(other.map.mean()) for other in untouched)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same(
    name: str, prints: dict[str, Printed], fitted: Callable[[str], FittedScorer]
) -> None:
    normals: Normals = {vignette: one.normals for vignette, one in prints.items()}
    again = small(name).fit(normals, seed=3)
    one = prints["lost"]
    first, second = fitted(name).score(one.changed, "lost"), again.score(one.changed, "lost")
    np.testing.assert_allclose(first.map, second.map, rtol=1e-4, atol=1e-5)
    assert first.score == pytest.approx(second.score, rel=1e-4)


@pytest.mark.parametrize("name", NAMES)
def test_none_are_refused_and_one_works_or_says_why(name: str, prints: dict[str, Printed]) -> None:
    one = prints["lost"]
    made = small(name)
    with pytest.raises(InputError, match="no vignette"):
        made.fit({})
    with pytest.raises(InputError, match="'lost' has no normal impression"):
        made.fit({"lost": []})
    single: Normals = {"lost": one.normals[:1]}
    if made.least_normals > 1:
        with pytest.raises(InputError, match="'lost' has 1 normal impression; scorer"):
            made.fit(single)
        return
    found = made.fit(single).score(one.changed, "lost")
    assert np.isfinite(found.map).all()
    assert auroc(found.map[one.truth], found.map[~one.truth]) > 0.6


@pytest.mark.parametrize("name", NAMES)
def test_blank_and_odd_crops_give_finite_maps(
    name: str, prints: dict[str, Printed], fitted: Callable[[str], FittedScorer]
) -> None:
    rows, columns = prints["lost"].changed.shape
    for crop in (
        np.full((rows, columns), 230, dtype=np.uint8),
        np.zeros((rows, columns), dtype=np.uint8),
        prints["lost"].changed[3:-2, 1:-4].copy(),
    ):
        found = fitted(name).score(crop, "lost")
        assert found.map.shape == crop.shape
        assert np.isfinite(found.map).all() and np.isfinite(found.score)


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_vignette_is_named(
    name: str, prints: dict[str, Printed], fitted: Callable[[str], FittedScorer]
) -> None:
    with pytest.raises(InputError, match="'stranger' was not among"):
        fitted(name).score(prints["lost"].changed, "stranger")


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_cancelled(name: str, prints: dict[str, Printed]) -> None:
    def stop(done: int, total: int, stage: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        small(name).fit({"lost": prints["lost"].normals}, tick=stop)
