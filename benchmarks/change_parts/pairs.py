"""Pairs to learn from: press impressions with changes cut into the forme, and honest ones."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from autolabelme.core.arrays import F32
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from autolabelme.core.press.impression import PressPage, print_page
from autolabelme.core.press.placement import Edit, Layout, Placed, render
from autolabelme.core.press.sorts import Sort
from autolabelme.core.press.typeset import OrnamentParams, ornament, plant
from autolabelme.core.press.wear import wear_of
from detector.core.inspection.change_network import SIDE, pair_of
from detector.core.inspection.findings import Vignette
from detector.core.inspection.ink import Frame, canonical_crop, ink_fraction
from detector.core.inspection.signed_ink import InkModel, InkSpread, alignment_to
from detector.core.registration import resampled

WEARS = ("clean", "worn", "hard")
# Two in three ornaments are printed as print is. The others, whose patches no print shows, keep the network
# from taking a large pale place for damage (decision 0195).
RECIPES = ("print", "print", "blotches")
# Scans as libraries have them: half of the pages in colour. *Steep* is a scan of the recipe `print` alone.
SCANS = ("colour", "gray", "bitonal", "steep")
_SHARES = {"print": (0.5, 0.2, 0.2, 0.1), "blotches": (0.6, 0.2, 0.2, 0.0)}
PARAMS = OrnamentParams(width=760, labels=4)
NORMAL_SEEDS, TRAIN_SEEDS, CHECK_SEEDS = 820_000_000, 810_000_000, 830_000_000
IMPRESSIONS = (4, 4, 12, 12, 40, 40, 40)
"""Prototypes are learned from this many impressions: catalogues are poor and rich."""
# Detected boxes err by about this (share of a side, 1 sigma), detected poses by this many degrees.
_JITTER, _TILT_DEG = 0.01, 0.7
_SWAPPED = 0.1
_LEAST_CHANGE = 0.3


@dataclass(frozen=True, eq=False)
class Impression:
    """One vignette of a printed ornament in its label's frame.

    `wear` and `recipe` are how it was printed; `kind` is '' (honest), cut, filled or other; `crop` float32
    (h, w) its ink; `truth` float32 (h, w), the ink that the forme has more (above 0) or less (below 0) than
    it should.
    """

    wear: str
    recipe: str
    label: str
    kind: str
    crop: F32
    truth: F32


def impressions(
    sorts: Sequence[Sort],
    numbers: Sequence[int],
    seed: int,
    changed: float,
    recipes: Sequence[str] = RECIPES,
) -> Iterator[Impression]:
    """The vignettes of ornaments `numbers`, a share `changed` of them changed; wears in turn, and recipes."""
    known = {sort.label: sort for sort in sorts}
    frames = frames_of(sorts)
    for number in numbers:
        rng = np.random.default_rng([seed, number])
        wear = WEARS[number % len(WEARS)]
        before = ornament(sorts, PARAMS, rng)
        after, kinds = _changed(before, sorts, known, changed, rng)
        recipe = recipes[number // len(WEARS) % len(recipes)]
        level = wear_of(wear, recipe).replace(scan=str(rng.choice(SCANS, p=_SHARES[recipe])))
        page = print_page(after, sorts, level, int(rng.integers(2**31)))
        delta = np.asarray(render(after, sorts) - render(before, sorts), dtype=np.float32)
        x, y = page.map.grid()
        delta = np.asarray(cv2.remap(delta, x, y, cv2.INTER_LINEAR), dtype=np.float32)
        ink = ink_fraction(page.gray, _side(page))
        for one, kind in zip(before.placed, kinds, strict=True):
            # The place as it was set: a stranger gets the box and the label of what it replaced.
            vignette = _as_detected(one, page, rng)
            frame = frames[one.label]
            truth = canonical_crop(np.maximum(delta, 0), vignette, frame)
            truth = truth - canonical_crop(np.maximum(-delta, 0), vignette, frame)
            if kind and float(np.abs(truth).max()) < _LEAST_CHANGE:
                continue  # drawn where nothing was to lose
            yield Impression(wear, recipe, one.label, kind, canonical_crop(ink, vignette, frame), truth)


def frames_of(sorts: Sequence[Sort]) -> dict[str, Frame]:
    """Each label's canonical frame."""
    return {sort.label: Frame.of(sort.ink.shape[1], sort.ink.shape[0]) for sort in sorts}


def prototypes(
    sorts: Sequence[Sort], normals: Sequence[Impression], rng: np.random.Generator
) -> dict[str, list[InkModel]]:
    """For each label prototypes learned from few and from many impressions."""
    found: dict[str, list[InkModel]] = {}
    for label, frame in frames_of(sorts).items():
        crops = [one.crop for one in normals if one.label == label]
        picks = [rng.permutation(len(crops))[:count] for count in IMPRESSIONS]
        found[label] = [InkModel.fit([crops[i] for i in pick], frame.margin) for pick in picks]
    return found


def pair(one: Impression, model: InkModel) -> tuple[F32, F32]:
    """The network's input (3, SIDE, SIDE) of an impression and its truth (2, SIDE, SIDE), loss and gain."""
    warp = alignment_to(one.crop, model.prototype)
    crop = one.crop if warp is None else resampled(one.crop, warp, one.crop.shape)
    truth = one.truth if warp is None else resampled(one.truth, warp, one.truth.shape)
    spread = InkSpread(model.spread, model.scales, model.margin)
    own = (slice(model.margin, -model.margin),) * 2
    wanted = np.zeros((2, SIDE, SIDE), np.float32)
    inside = wanted[:, : truth.shape[0], : truth.shape[1]][(slice(None), *own)]
    inside[0], inside[1] = np.clip(-truth[own], 0, 1), np.clip(truth[own], 0, 1)
    return pair_of(spread.difference(crop, model.prototype), model.spread), wanted


def _side(page: PressPage) -> float:
    areas = [(one.box[2] - one.box[0]) * (one.box[3] - one.box[1]) for one in page.truth]
    return max(8.0, float(np.sqrt(np.median(areas))))


def _as_detected(one: Placed, page: PressPage, rng: np.random.Generator) -> Vignette:
    box = np.asarray(page.map.box(one.corners)[0])
    sides = np.tile([box[2] - box[0], box[3] - box[1]], 2)
    x1, y1, x2, y2 = box + _JITTER * sides * rng.normal(size=4).clip(-2, 2)
    pose = Pose(one.pose.rotation_deg + _TILT_DEG * float(rng.normal()), one.pose.mirrored)
    return Vignette((float(x1), float(y1), float(x2), float(y2)), one.label, pose)


def _changed(
    layout: Layout,
    sorts: Sequence[Sort],
    known: Mapping[str, Sort],
    changed: float,
    rng: np.random.Generator,
) -> tuple[Layout, list[str]]:
    """`layout` with changes, and the kind of each of its vignettes."""
    count = int(rng.binomial(len(layout.placed), _SWAPPED)) if changed else 0
    after = plant(layout, sorts, ["swapped"] * count, rng)
    kinds = ["other" if a.label != b.label else "" for a, b in zip(layout.placed, after.placed, strict=True)]
    edits = []
    for index, one in enumerate(layout.placed):
        if kinds[index] or rng.random() >= changed - _SWAPPED:
            continue
        kind = "cut" if rng.random() < 0.55 else "filled"
        edit = _drawn(one, known[one.label].at_size(*one.size), kind, rng)
        if edit is not None:
            edits.append(edit)
            kinds[index] = kind
    return dataclasses.replace(after, edits=tuple(edits)), kinds


def _drawn(one: Placed, ink: F32, kind: str, rng: np.random.Generator) -> Edit | None:
    """A bar, a blot or a wedge of any size and direction, where there is ink to cut or paper to fill."""
    width, height = one.size
    side = min(width, height)
    ys, xs = np.nonzero(ink > 0.5) if kind == "cut" else np.nonzero(ink < 0.3)
    if not len(xs):
        return None
    middle = int(rng.integers(len(xs)))
    which, angle = rng.random(), rng.uniform(0, np.pi)
    if which < 0.45:
        long = side * np.exp(rng.uniform(np.log(0.15), np.log(0.6)))
        thin = side * np.exp(rng.uniform(np.log(0.04), np.log(0.13)))
        shape = np.array([(-long, -thin), (long, -thin), (long, thin), (-long, thin)])
    elif which < 0.85:
        long = side * np.exp(rng.uniform(np.log(0.05), np.log(0.25)))
        short = long * rng.uniform(0.5, 1)
        round_ = np.linspace(0, 2 * np.pi, 16, endpoint=False)
        ragged = 1 + 0.25 * rng.normal(size=16).clip(-1, 1)
        shape = np.stack([long * np.cos(round_) * ragged, short * np.sin(round_) * ragged], 1)
    else:
        long = side * rng.uniform(0.15, 0.45)
        shape = np.array(
            [(0, 0), (long, long * rng.uniform(-0.6, 0.2)), (long, long * rng.uniform(0.2, 0.6))]
        )
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    points = (shape @ turn + [float(xs[middle]), float(ys[middle])]).clip([0, 0], [width, height])
    if (np.ptp(points, axis=0) < 2).any():
        return None
    centre = np.array([(one.box[0] + one.box[2]) / 2, (one.box[1] + one.box[3]) / 2])
    page = (points - np.array([width, height]) / 2) @ one.pose.matrix().T + centre
    low, high = page.min(axis=0), page.max(axis=0)
    box = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    return Edit(kind, box, one.label, one.label, tuple((float(px), float(py)) for px, py in page))
