"""Lay a source on a reference: `align(source, reference, params, tick)` (DESIGN section 6).

Features, coarse model, fine stage, verdict, and one full-size interpolation at the end. Everything
before that works on reduced images.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from autolabelme.core import weights as weights_door
from autolabelme.core.arrays import F32, Array
from autolabelme.core.errors import InputError
from autolabelme.core.extras import installed
from autolabelme.core.messages import sentences
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import SubTick, Tick, no_tick
from autolabelme.core.threads import one_blas_thread

from . import geometry, tuning
from .coarse import from_landmarks
from .compose import WarpMap, warp_image
from .features import Matches
from .guided import explained, grow
from .hypotheses import Hypothesis, best_hypothesis, find_candidates, polish, polish_levels
from .params import METHODS, AlignParams, part_of
from .prepare import Working, require_image, working
from .smooth_flow import refine
from .strips import on_its_unit
from .verify import (
    ALIGNED,
    Evidence,
    Likeness,
    Verdict,
    compare,
    examine,
    judge,
    local_agreement,
)
from .words import AlignWords as Say

if TYPE_CHECKING:
    from .block.verdict import BlockVerdict
    from .checkpoint import LoadedNetworks

BUNDLED_WEIGHTS = "fine_flow.safetensors"
_LANDMARKS = "landmarks"


@dataclass(frozen=True)
class Stages:
    """One number before anything, after the coarse and after the fine stage."""

    before: float
    coarse: float
    fine: float


@dataclass(frozen=True, eq=False)
class Alignment:
    """A source laid on a reference."""

    status: str
    """`aligned`, or `weak`: probably right, to be looked at."""
    reason: str
    """Why it is weak, or what is to be known; empty otherwise."""
    aligned: Array
    """(H, W) or (H, W, 3): the source at the reference's (or its region's) full size, the source's dtype."""
    warp: WarpMap
    """The map from the reference (or its region) to the source."""
    matchability: F32
    """(h, w) 0..1 on a grid over the reference: how sure the correspondence is."""
    matchability_from: str
    """`network` or `local ncc`."""
    features: str
    inliers: int
    evidence: Evidence
    ncc: Stages
    ssim: Stages
    max_displacement_px: float
    """Longest displacement of the fine stage, reference pixels."""
    fine: str
    """What the fine stage was in the end: `none` when it made nothing better."""
    params: AlignParams
    weights: Mapping[str, str]
    """Name and SHA-256 of every weights' file that had a part."""
    seconds: Mapping[str, float]
    """Per stage."""
    verdict: BlockVerdict | None = None
    """Whether it is the same block; None where `align` was not asked."""

    def __bool__(self) -> bool:
        return True

    @property
    def source_from_reference(self) -> F32:
        """float32 (H, W, 2): for each reference pixel the source position (x, y) to sample."""
        return self.warp.dense()

    @property
    def coverage(self) -> float:
        """Share of the reference's ink that the source covers, 0..1."""
        return self.evidence.coverage


@dataclass(frozen=True, eq=False)
class AlignmentFailure:
    """A pair that is refused; falsy."""

    reason: str
    """One line for a person."""
    code: str
    """`blank`, `tiny`, `no-features`, `no-model`, `unlike`, `landmarks` or `region`."""
    features: str
    inliers: int
    evidence: Evidence | None
    ncc: Stages | None
    ssim: Stages | None
    params: AlignParams
    seconds: Mapping[str, float]
    status: str = "refused"

    def __bool__(self) -> bool:
        return False


class _Refused(Exception):
    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code, self.reason = code, reason


class _Clock:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._start = self._last = time.perf_counter()

    def lap(self, stage: str) -> None:
        now = time.perf_counter()
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + now - self._last, 4)
        self.seconds["total"] = round(now - self._start, 4)
        self._last = now


def align(
    source: Array,
    reference: Array,
    params: AlignParams | None = None,
    *,
    verdict: bool = False,
    tick: Tick = no_tick,
) -> Alignment | AlignmentFailure:
    """Lay `source` on `reference`.

    Parameters
    ----------
    source, reference : (H, W) or (H, W, 3), uint8 or uint16
        The images need not be of one size, depth or colour.
    params : AlignParams
    verdict : bool
        Whether to say, too, if both were printed from one block (about as long as the fine stage).
    tick : Tick
        May raise `Cancelled`.

    Returns
    -------
    Alignment or AlignmentFailure
        The failure is falsy and says why. Deterministic in the inputs.

    Raises
    ------
    MisuseError
        Wrong dtype or shape, or a region outside the reference.
    InputError
        A checkpoint that cannot be used, or a device that is not there.
    """
    params = params or AlignParams()
    require_image(source, "source")
    require_image(reference, "reference")
    reference = part_of(reference, params.region)
    if params.fine in ("network", "both"):
        # A checkpoint that cannot be used is told before the work, not in its middle.
        networks_for(params)
    clock = _Clock()
    state = _State(params)
    try:
        # The fits solve thousands of small systems.
        with one_blas_thread():
            return _align(source, reference, params, verdict, clock, state, tick)
    except _Refused as refusal:
        clock.lap("verdict")
        return AlignmentFailure(
            refusal.reason,
            refusal.code,
            state.features,
            state.inliers,
            state.evidence,
            state.ncc,
            state.ssim,
            params,
            clock.seconds,
        )


class _State:
    """What is known when a refusal cuts the work short."""

    def __init__(self, params: AlignParams) -> None:
        self.features = _LANDMARKS if params.landmarks else params.features
        self.inliers = 0
        self.evidence: Evidence | None = None
        self.ncc: Stages | None = None
        self.ssim: Stages | None = None


def _align(
    source: Array,
    reference: Array,
    params: AlignParams,
    wants_verdict: bool,
    clock: _Clock,
    state: _State,
    tick: Tick,
) -> Alignment:
    _require_content(source, "source")
    _require_content(reference, "reference")
    tick(0, 1000, "preparing")
    moving, still = working(source, tuning.FEATURE_SIDE), working(reference, tuning.FEATURE_SIDE)
    _require_ink(moving, "source")
    _require_ink(still, "reference")
    cap_px = params.cap_for(still.width, still.height)
    clock.lap("prepare")
    hypothesis, after_coarse = _coarse(moving, still, params, cap_px, state, clock, SubTick(tick, 0.02, 0.6))
    coarse = hypothesis.warp
    before = compare(moving, still, _stretched(moving, still))
    clock.lap("coarse")
    if not params.landmarks and hypothesis.evidence.confirmed < tuning.HOPELESS:
        # A closer look moves this share by a tenth or so.
        state.ncc = Stages(before.ncc, after_coarse.ncc, after_coarse.ncc)
        state.ssim = Stages(before.ssim, after_coarse.ssim, after_coarse.ssim)
        state.evidence = hypothesis.evidence
        raise _Refused("unlike", judge(hypothesis.evidence).reason)
    fine = _fine(moving, still, hypothesis, params, cap_px, after_coarse, SubTick(tick, 0.6, 0.8))
    clock.lap("fine")
    state.ncc = Stages(before.ncc, after_coarse.ncc, fine.likeness.ncc)
    state.ssim = Stages(before.ssim, after_coarse.ssim, fine.likeness.ssim)
    state.evidence = evidence = examine(moving, still, fine.warp, tick=SubTick(tick, 0.8, 0.85))
    verdict = _judged(evidence, hypothesis, params)
    if verdict.status not in (ALIGNED, "weak"):
        raise _Refused("unlike", verdict.reason)
    matchability, origin = fine.matchability, "network"
    if matchability is None:
        matchability, origin = local_agreement(moving, still, fine.warp), "local ncc"
    clock.lap("verdict")
    block = None
    if wants_verdict:
        from .block.verdict import verdict_of

        block = verdict_of(moving, still, coarse, tick=SubTick(tick, 0.85, 0.9))
        clock.lap("block")
    aligned = warp_image(source, fine.warp, tick=SubTick(tick, 0.9, 1.0))
    clock.lap("warp")
    tick(1000, 1000, "aligned")
    return Alignment(
        verdict.status,
        sentences(part for part in (verdict.reason, fine.note) if part),
        aligned,
        fine.warp,
        matchability,
        origin,
        hypothesis.method,
        hypothesis.support,
        evidence,
        state.ncc,
        state.ssim,
        fine.warp.max_displacement_px(),
        fine.name,
        params,
        {**hypothesis.matches.weights, **fine.weights},
        clock.seconds,
        block,
    )


def _require_content(image: Array, name: str) -> None:
    rows, columns = image.shape[:2]
    if min(rows, columns) < tuning.MIN_SIDE:
        size = {"width": columns, "height": rows}
        raise _Refused("tiny", Say.TOO_SMALL(name=Say[name.upper()](), **size, least=tuning.MIN_SIDE))


def _require_ink(work: Working, name: str) -> None:
    if float(work.gray.std()) < tuning.MIN_CONTRAST:
        raise _Refused("blank", Say.BLANK(name=Say[name.upper()]()))


def _stretched(source: Working, reference: Working) -> WarpMap:
    """The map that merely brings the source to the reference's size: how alike they are before."""
    matrix = geometry.scaling(source.width / reference.width, source.height / reference.height)
    return WarpMap(reference.width, reference.height, matrix[None])


def _coarse(
    source: Working,
    reference: Working,
    params: AlignParams,
    cap_px: float,
    state: _State,
    clock: _Clock,
    tick: Tick,
) -> tuple[Hypothesis, Likeness]:
    """The coarse map, and how alike the pair is under it."""
    if params.landmarks:
        laid = _by_landmarks(source, reference, params, state)
        return laid, compare(source, reference, laid.warp)
    methods = _automatic() if params.features == "auto" else (params.features,)
    best: Hypothesis | None = None
    found_any = False
    # Weights that a training or another pair has fetched must not change what an automatic search finds.
    light = params.features == "auto"
    for number, method in enumerate(methods):
        part = SubTick(tick, number / len(methods), (number + 1) / len(methods))
        candidates = find_candidates(method, source, reference, device=params.device, light=light, tick=part)
        clock.lap("features")
        found_any = found_any or len(candidates.several) >= tuning.FEWEST_CANDIDATES
        found = best_hypothesis(
            candidates,
            source,
            reference,
            params.model,
            estimator=params.estimator,
            cap_px=0.0 if params.fine == "none" else cap_px,
            wavelength=params.wavelength,
            tick=part,
        )
        if found is not None and (best is None or found.score > best.score):
            best = found
        if best is not None and judge(best.evidence).status == ALIGNED:
            break
        clock.lap("coarse")
    if not found_any:
        raise _Refused("no-features", Say.NO_FEATURES())
    if best is None:
        raise _Refused("no-model", Say.NO_MODEL())
    polished = polish(best.warp, source, reference, params.model, polish_levels()[2:])
    alike, now = compare(source, reference, best.warp), compare(source, reference, polished)
    if now.ncc >= alike.ncc:
        best, alike = replace(best, warp=polished), now
    best, alike = on_its_unit(best, source, reference, params.model, alike)
    state.features, state.inliers = best.method, best.support
    return best, alike


def _automatic() -> tuple[str, ...]:
    """The methods that can be run here: without torch and kornia there is SIFT alone."""
    return tuple(method for method, needs in METHODS.items() if all(map(installed, needs)))


def _by_landmarks(source: Working, reference: Working, params: AlignParams, state: _State) -> Hypothesis:
    pairs = np.asarray(params.landmarks, dtype=np.float64)
    if params.region is not None:
        pairs = pairs - np.array([round(params.region[0]), round(params.region[1]), 0, 0])
    matrix = from_landmarks(pairs, params.model)
    if matrix is None or not geometry.plausible(matrix, reference.width, reference.height):
        raise _Refused("landmarks", Say.LANDMARKS_VAGUE())
    state.features, state.inliers = _LANDMARKS, len(pairs)
    warp = WarpMap(reference.width, reference.height, matrix[None])
    matches = Matches(pairs[:, :2], pairs[:, 2:], np.ones(len(pairs)), _LANDMARKS)
    return Hypothesis(warp, matches, len(pairs), examine(source, reference, warp), _LANDMARKS)


def _judged(evidence: Evidence, hypothesis: Hypothesis, params: AlignParams) -> Verdict:
    verdict = judge(evidence)
    if params.landmarks and verdict.status != ALIGNED:
        # A person has said where things lie; the ink's word is passed on, not put above theirs.
        return Verdict("weak", Say.BY_LANDMARKS(reason=verdict.reason))
    return verdict


@dataclass(frozen=True, eq=False)
class _Fine:
    warp: WarpMap
    likeness: Likeness
    name: str
    matchability: F32 | None
    weights: Mapping[str, str]
    note: str = ""


def _fine(
    source: Working,
    reference: Working,
    hypothesis: Hypothesis,
    params: AlignParams,
    cap_px: float,
    coarse: Likeness,
    tick: Tick,
) -> _Fine:
    """The fine stage as asked for; taken back when the ink agrees less after it than before."""
    start = _Fine(hypothesis.warp, coarse, "none", None, {})
    if params.fine == "none" or cap_px <= 0:
        return start
    warp, matchability, hashes = hypothesis.warp, None, {}
    if params.fine in ("network", "both"):
        from .fine import network_flow

        loaded = networks_for(params)
        flow = network_flow(
            loaded,
            source,
            reference,
            warp,
            wavelength=params.wavelength,
            cap_px=cap_px,
            device=params.device,
            tick=tick,
        )
        warp, matchability, hashes = flow.warp, flow.matchability, {"ransac_flow": loaded.sha256}
    if params.fine in ("refine", "both"):
        warp = _refined(source, reference, warp, coarse, hypothesis, params, cap_px, tick)
    likeness = compare(source, reference, warp)
    if likeness.ncc < coarse.ncc - tuning.NO_WORSE:
        return replace(
            start,
            matchability=matchability,
            weights=hashes,
            note=Say.FINE_LEFT_OUT(),
        )
    return _Fine(warp, likeness, params.fine, matchability, hashes)


def _refined(
    source: Working,
    reference: Working,
    warp: WarpMap,
    coarse: Likeness,
    hypothesis: Hypothesis,
    params: AlignParams,
    cap_px: float,
    tick: Tick,
) -> WarpMap:
    matches = hypothesis.matches
    if warp.displacement is None and hypothesis.method != _LANDMARKS:
        grown = grow(matches, warp, kind=params.model, wavelength=params.wavelength, cap_px=cap_px)
        # Few or worn features bend the field for nothing: the ink decides which start is the better one.
        if compare(source, reference, grown).ncc > coarse.ncc:
            warp = grown
    anchors = matches.subset(explained(matches, warp, tuning.ANCHOR_NEAR))
    return refine(
        source, reference, warp, wavelength=params.wavelength, cap_px=cap_px, anchors=anchors, tick=tick
    )


def networks_for(params: AlignParams) -> LoadedNetworks:
    """The imported checkpoint, or the bundled weights; `InputError` when neither can be used."""
    from .checkpoint import load_networks

    if params.ransac_flow:
        return load_networks(params.ransac_flow)
    path = weights_door.bundled_folder() / BUNDLED_WEIGHTS
    if not path.is_file():
        raise InputError("the bundled weights are missing; import a RANSAC-Flow checkpoint", path=path)
    return load_networks(path)


def overlay(aligned: Array, reference: Array) -> Array:
    """Half the aligned source over half the reference, uint8 (H, W, 3), for a quick look."""
    a, b = _rgb8(aligned), _rgb8(reference)
    return np.asarray(cv2.addWeighted(a, 0.5, b, 0.5, 0))


def red_cyan(aligned: Array, reference: Array) -> Array:
    """Reference in the red channel, source in green and blue, uint8 (H, W, 3).

    Ink that only the source has is red, ink that only the reference has is cyan, common ink is dark.
    """
    a, b = _luma8(aligned), _luma8(reference)
    return np.ascontiguousarray(np.dstack([b, a, a]))


def _to8(image: Array) -> Array:
    return image if image.dtype == np.uint8 else (image >> 8).astype(np.uint8)


def _rgb8(image: Array) -> Array:
    image = _to8(image)
    return image if image.ndim == 3 else np.asarray(cv2.cvtColor(image, cv2.COLOR_GRAY2RGB))


def _luma8(image: Array) -> Array:
    image = _to8(image)
    return image if image.ndim == 2 else np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))
