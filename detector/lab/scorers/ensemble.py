"""Several scorers as one, brought to one scale by what each gives to normals that it has not seen.

Every normal in turn is left out, the members are fitted on the rest and score it. A member's map becomes the
surprise of each place, -log10 of the share of left-out normal places that reach its value; the ensemble's map
is the mean. The score is the mean surprise (Fisher's combination of p-values, divided by their number); the
members' p-values are conformal up to the largest normal score and exponential beyond.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32, F64, U8
from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.params import Params, param
from autolabelme.core.progress import SubTick, Tick, no_tick
from detector.core.inspection.standard import Tail

from .. import tuning
from .base import FittedScorer, Normals, Scored, Scorer, check_normals

# Shares of normal places at which a map's scale is read, as surprises.
_SURPRISES = np.concatenate([np.linspace(0.0, 1.0, 11), np.linspace(1.2, 4.0, 15)])


@dataclass(frozen=True)
class EnsembleParams(Params):
    """Who is in it."""

    members: tuple[str, ...] = param(
        ("prototype", "patchcore", "congealing"), help="Names of the scorers that are combined"
    )
    folds: int = param(
        4, minimum=2, maximum=50, help="How many normals of each vignette are left out in turn"
    )


@dataclass(frozen=True)
class EnsembleScorer:
    """Fits its members once on all normals, and once for each fold."""

    params: EnsembleParams = EnsembleParams()
    name: str = "ensemble"
    least_normals: int = 2

    def fit(self, normals: Normals, *, seed: int = 0, tick: Tick = no_tick) -> FittedEnsemble:
        """See `base.Scorer.fit`; `seed` goes to the members."""
        check_normals(normals, self.least_normals, self.name)
        members = _loaded(self.params.members)
        fitted, scales = [], []
        for number, member in enumerate(members):
            span = SubTick(tick, number / len(members), (number + 1) / len(members))
            scales.append(_scale(member, normals, self.params.folds, seed, SubTick(span, 0.0, 0.8)))
            fitted.append(member.fit(normals, seed=seed, tick=SubTick(span, 0.8, 1.0)))
        return FittedEnsemble(tuple(fitted), tuple(scales))


@dataclass(frozen=True, eq=False)
class MemberScale:
    """What a member gives to normals: `score` tail of its scores, `values` of its maps at `_SURPRISES`."""

    score: Tail
    values: F64

    def surprise_map(self, values: F32) -> F32:
        """-log10 of the share of normal places that reach each value, float32 of the same shape."""
        last, slope = self.values[-1], self._slope()
        found = np.interp(values, self.values, _SURPRISES)
        beyond = np.maximum(values - last, 0.0) * slope
        return np.asarray(np.minimum(found + beyond, tuning.FULL_SURPRISE), dtype=np.float32)

    def _slope(self) -> float:
        """Surprise per unit beyond the last: as between one place in a hundred and the last."""
        low = float(np.interp(2.0, _SURPRISES, self.values))
        return float(_SURPRISES[-1] - 2.0) / max(float(self.values[-1]) - low, 1e-9)


@dataclass(frozen=True, eq=False)
class FittedEnsemble:
    """`members` fitted on all normals, `scales` of the same order."""

    members: tuple[FittedScorer, ...]
    scales: tuple[MemberScale, ...]

    def score(self, crop: U8, vignette: str) -> Scored:
        """See `base.FittedScorer`, crop uint8 (H, W); a map's 1 is one in 100,000 in every member."""
        found = [member.score(crop, vignette) for member in self.members]
        maps = [scale.surprise_map(one.map) for scale, one in zip(self.scales, found, strict=True)]
        values = np.asarray(np.mean(maps, axis=0) / tuning.FULL_SURPRISE, dtype=np.float32)
        surprise = [scale.score.surprise(one.score) for scale, one in zip(self.scales, found, strict=True)]
        signs = [np.sign(one.signed) for one in found if one.signed is not None]
        signed = None
        if signs:
            signed = np.asarray(values * np.sign(np.sum(signs, axis=0)), dtype=np.float32)
        return Scored(values, float(np.mean(surprise)), signed)


def _loaded(names: tuple[str, ...]) -> list[Scorer]:
    from .registry import scorer

    if not names or "ensemble" in names or len(set(names)) != len(names):
        raise MisuseError(f"members: expected different scorers other than the ensemble, got {names}")
    return [scorer(name) for name in names]


def _scale(member: Scorer, normals: Normals, folds: int, seed: int, tick: Tick) -> MemberScale:
    """Left-out scores and map values of every vignette, pooled."""
    most = min(folds, max(len(crops) for crops in normals.values()))
    scores: list[float] = []
    places: list[F32] = []
    for fold in range(most):
        rest: dict[str, list[U8]] = {}
        left: dict[str, U8] = {}
        for vignette, crops in normals.items():
            if fold < len(crops) and len(crops) > member.least_normals:
                rest[vignette] = [crop for index, crop in enumerate(crops) if index != fold]
                left[vignette] = crops[fold]
        if not rest:
            continue
        span = SubTick(tick, fold / most, (fold + 1) / most)
        fitted = member.fit(rest, seed=seed, tick=span)
        for vignette, crop in left.items():
            found = fitted.score(crop, vignette)
            scores.append(found.score)
            # Neighbouring pixels say the same; every third in both directions is enough.
            places.append(found.map[::3, ::3].ravel())
    if not scores:
        raise InputError(
            "scorer 'ensemble' cannot leave a normal out: {name!r} needs more than {least_normals} "
            "of each vignette",
            name=member.name,
            least_normals=member.least_normals,
        )
    pooled = np.concatenate(places).astype(np.float64)
    levels = np.quantile(pooled, 1.0 - 10.0**-_SURPRISES)
    # Strictly rising, so that a value has one surprise.
    levels = np.maximum.accumulate(levels) + 1e-9 * np.arange(len(levels))
    return MemberScale(Tail.fit(np.asarray(scores, dtype=np.float64)), levels)
