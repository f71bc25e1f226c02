"""Learn what is normal from normal impressions, and score each by the others: `fit_normals`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from autolabelme.core.arrays import F32, U8, to_gray
from autolabelme.core.boxes import covered_share, iou
from autolabelme.core.correlation import correlation
from autolabelme.core.errors import MisuseError
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import SubTick, Tick, no_tick

from . import tuning
from .evidence import LabelNormals, expected_ink, own_only
from .examine import examine
from .findings import Box, Vignette
from .ink import Frame, canonical_crop, ink_fraction
from .normals import EXAMPLES_KEPT, HeldOut, Normals
from .sight import CatalogueFacts, Detector, Sight
from .signed_ink import InkModel, InkSpread, align_to
from .standard import Standard, Tail

# Shares of the time that looking, learning and measuring take (measured on 99 impressions of two labels).
_LOOKED, _LEARNED, _MEASURED = 0.41, 0.73, 0.87


@dataclass(frozen=True, eq=False)
class NormalOrnament:
    """A normal ornament: rgb uint8 (H, W, 3) and the vignettes that stand on it.

    Attributes
    ----------
    dpi, side_px : its resolution, or the side of the catalogue's typical vignette on it, where known
    page : what it was cut from; '' for a page of its own
    complete : whether `truth` has everything that is printed on it
    """

    rgb: U8
    truth: tuple[Vignette, ...]
    dpi: float | None = None
    side_px: float | None = None
    page: str = ""
    complete: bool = True


Ornaments = Sequence[Callable[[], NormalOrnament]]


@dataclass
class _Impression:
    """One true vignette: canonical crop, decoder's expectation, place in the sight (-1: passed over)."""

    label: str
    page: str
    index: int
    crop: F32
    drawn: F32 | None
    fold: int = -1


@dataclass
class _Looked:
    """An ornament, what the detector saw of its truth, and the truth's impressions."""

    ornament: NormalOrnament
    sight: Sight
    impressions: list[_Impression]


@dataclass
class _Row:
    """What was measured on an ornament, every vignette by what the others taught."""

    labels: list[str]
    values: list[Mapping[str, float]]
    regions: tuple[float, ...]
    quality: float


@dataclass
class _Learned:
    """What ornaments taught, and what they show of it when they are left out in turn."""

    by_label: dict[str, LabelNormals]
    examples: dict[str, U8]
    foreign_below: float
    rows: list[_Row]


def fit_normals(
    detector: Detector,
    facts: CatalogueFacts,
    ornaments: Ornaments,
    *,
    complement: Ornaments = (),
    sizes: Sequence[int] = (),
    source: str,
    press_made: bool,
    model_sha256: str = "",
    tick: Tick = no_tick,
) -> Normals:
    """Learn what is normal from `ornaments` and score each impression by what the others taught.

    Every impression is used for everything: prototypes, spreads and scales are learned from four fifths and
    the rest is scored by them, five times (cross-conformal prediction; Vovk 2015), so nothing is split away.
    An impression that is the only one of its label teaches it, but is not scored.

    Parameters
    ----------
    ornaments, complement : sequences of functions that make an ornament; the complement is of the press, for
        the labels that have no impression among the others
    sizes : how many vignettes stand on each of `ornaments`, where that is known: the progress follows them
    source, press_made : what they are

    Raises `MisuseError` when there is no impression of a label of the catalogue; `Cancelled` from `tick`.
    """
    share = len(ornaments) / max(1, len(ornaments) + len(complement))
    own = _learned(detector, facts, ornaments, SubTick(tick, 0.0, share), sizes)
    if not own.by_label:
        raise MisuseError("normals: there is no impression of any label of the catalogue on the ornaments")
    standard = Standard.fit([(row.labels, row.values) for row in own.rows])
    unexplained = [size for row in own.rows for size in _sizes(row)]
    pressed = _learned(detector, facts, complement, SubTick(tick, share, 1.0), boxed=True)
    alone = {label: one for label, one in pressed.by_label.items() if label not in own.by_label}
    return Normals(
        {**own.by_label, **alone},
        standard,
        own.foreign_below,
        Tail.fit(np.array(unexplained or [0.0]), least=tuning.LEAST_SIDE),
        _scored(own.rows),
        {**own.examples, **{label: pressed.examples[label] for label in alone}},
        source,
        model_sha256,
        press_made=press_made,
        complement=tuple(_held_out(_only(row, alone), standard) for row in pressed.rows),
        press_labels=tuple(alone),
    )


def _spans(tick: Tick, low: float, high: float, sizes: Sequence[float]) -> list[SubTick]:
    """Ticks of parts of these sizes, which together fill a job's progress from `low` to `high`."""
    ends = low + (high - low) * np.cumsum([0.0, *sizes]) / max(1e-9, sum(sizes))
    return [SubTick(tick, float(first), float(last)) for first, last in pairwise(ends)]


def _learned(
    detector: Detector,
    facts: CatalogueFacts,
    ornaments: Ornaments,
    tick: Tick,
    sizes: Sequence[int] = (),
    *,
    boxed: bool = False,
) -> _Learned:
    sizes = sizes or [1] * len(ornaments)
    looked = [
        _look(make(), number, detector, facts, part, boxed=boxed)
        for number, (make, part) in enumerate(zip(ornaments, _spans(tick, 0.0, _LOOKED, sizes), strict=True))
    ]
    crops: dict[str, list[_Impression]] = {}
    for one in looked:
        for impression in one.impressions:
            crops.setdefault(impression.label, []).append(impression)
    by_label: dict[str, LabelNormals] = {}
    folds: list[dict[str, LabelNormals]] = [{} for _ in range(tuning.FOLDS)]
    named = sorted(crops.items())
    parts = _spans(tick, _LOOKED, _LEARNED, [len(own) for _, own in named])
    for (label, own), part in zip(named, parts, strict=True):
        by_label[label] = _learn(facts, label, own)
        _deal(own)
        for fold, learned in enumerate(folds):
            part(fold, tuning.FOLDS, "learning")
            rest = [one for one in own if one.fold != fold]
            learned[label] = _learn(facts, label, rest) if 0 < len(rest) < len(own) else by_label[label]
    foreign_below = _foreign_below(by_label, folds, crops) if crops else 0.0
    rows = []
    for one, part in zip(looked, _spans(tick, _LEARNED, _MEASURED, sizes), strict=True):
        rows.append(_measure(one, by_label, folds, facts, foreign_below, part))
    examples = {label: _examples(own, by_label[label].ink) for label, own in crops.items()}
    return _Learned(by_label, examples, foreign_below, rows)


def _look(
    ornament: NormalOrnament,
    number: int,
    detector: Detector,
    facts: CatalogueFacts,
    tick: Tick,
    *,
    boxed: bool = False,
) -> _Looked:
    """What the detector sees of the truth.

    What it passes over teaches all the same. Where not everything is boxed, or `boxed`, it is scored where a
    person boxed it, too; else it stays what it is on a suspect, ink that nothing explains: normals that never
    showed any would flag every honest vignette that is passed over.
    """
    sight = detector.look(ornament.rgb, dpi=ornament.dpi, side_px=ornament.side_px, tick=tick)
    truth = [one for one in ornament.truth if one.label in facts.sizes]
    seen = list(sight.vignettes)
    overlaps = iou([one.box for one in seen], [one.box for one in truth]) if seen and truth else None
    pictures: list[F32 | None] = [None] * len(seen) if sight.pictures is None else list(sight.pictures)
    found: list[tuple[Vignette, Vignette, int]] = []
    for column, true in enumerate(truth):
        order = [] if overlaps is None else np.argsort(-overlaps[:, column], kind="stable").tolist()
        there = [i for i in order if overlaps is not None and overlaps[i, column] >= tuning.BOXED_IOU]
        right = [i for i in there if seen[i].label == true.label]
        if right:
            # The detector's box and the true pose: a pose taken wrongly would blur what is learned.
            item = replace(seen[right[0]], pose=_nearest(seen[right[0]], true, facts))
        else:
            item = true
        if not there and (boxed or not ornament.complete):
            there = [len(seen)]
            seen.append(true)
            pictures.append(None)
        found.append((true, item, (right or there or [-1])[0]))
    if not ornament.complete:
        # What nobody boxed may be anything.
        on_truth = {index for _, _, index in found}
        kept = [i for i in range(len(seen)) if i in on_truth]
        seen, pictures = [seen[i] for i in kept], [pictures[i] for i in kept]
        found = [(true, item, kept.index(index)) for true, item, index in found]
    drawn = None if sight.pictures is None else pictures
    sight = Sight(tuple(seen), drawn, sight.side_px)
    areas = [(v.box[2] - v.box[0]) * (v.box[3] - v.box[1]) for v in seen]
    ink = ink_fraction(
        to_gray(ornament.rgb), max(tuning.LEAST_VIGNETTE, float(np.sqrt(np.median(areas)))) if areas else 8.0
    )
    page = ornament.page or str(number)
    impressions = []
    for true, item, index in found:
        frame = Frame.of(*facts.sizes[true.label])
        picture = pictures[index] if index >= 0 else None
        expected = None if picture is None else expected_ink(picture, item, frame)
        impressions.append(_Impression(true.label, page, index, canonical_crop(ink, item, frame), expected))
    return _Looked(ornament, sight, impressions)


def _deal(own: Sequence[_Impression]) -> None:
    """Give the impressions of a label their folds; -1, never left out, to one that stands alone."""
    pages = {page: number for number, page in enumerate(dict.fromkeys(one.page for one in own))}
    whole = len(pages) >= tuning.LEAST_PAGES
    if len(own) > 1:
        for number, one in enumerate(own):
            one.fold = (pages[one.page] if whole else number) % tuning.FOLDS


def _measure(
    looked: _Looked,
    by_label: Mapping[str, LabelNormals],
    folds: Sequence[Mapping[str, LabelNormals]],
    facts: CatalogueFacts,
    foreign_below: float,
    tick: Tick,
) -> _Row:
    ornament, sight = looked.ornament, looked.sight
    without = [by_label] * len(sight.vignettes)
    alone = set()
    for one in looked.impressions:
        if one.index < 0:
            continue
        without[one.index] = by_label if one.fold < 0 else folds[one.fold]
        if one.fold < 0:
            alone.add(one.index)
    seen = examine(ornament.rgb, sight, by_label, facts, foreign_below, without=without, tick=tick)
    kept = [i for i, number in enumerate(seen.numbers) if number not in alone]
    if not ornament.complete:
        kept = [i for i in kept if seen.numbers[i] >= 0]
    regions = seen.regions
    if not ornament.complete and regions:
        reach = tuning.BOXED_REACH * seen.side_px
        beside = [(x1 - reach, y1 - reach, x2 + reach, y2 + reach) for x1, y1, x2, y2 in _boxes(looked)]
        regions = tuple(
            one for one in regions if beside and covered_share(one.box, beside) >= tuning.BOXED_SHARE
        )
    return _Row(
        [seen.labels[i] for i in kept],
        [seen.evidence[i].values for i in kept],
        tuple(one.size for one in regions),
        seen.quality,
    )


def _boxes(looked: _Looked) -> list[Box]:
    return [one.box for one in looked.ornament.truth]


def _sizes(row: _Row) -> list[float]:
    """Sizes of unexplained ink, one a vignette."""
    return [*row.regions, *([0.0] * max(0, len(row.values) - len(row.regions)))]


def _only(row: _Row, labels: Mapping[str, LabelNormals]) -> _Row:
    kept = [i for i, label in enumerate(row.labels) if label in labels]
    return replace(row, labels=[row.labels[i] for i in kept], values=[row.values[i] for i in kept])


def _held_out(row: _Row, standard: Standard) -> HeldOut:
    found = standard.surprises(row.labels, row.values)
    return HeldOut(tuple(row.labels), tuple(map(standard.score, found)), row.regions, row.quality)


def _scored(rows: Sequence[_Row]) -> tuple[HeldOut, ...]:
    """The rows with the scores of each fifth of the vignettes on scales that the others set."""
    places = [(r, i) for r, row in enumerate(rows) for i in range(len(row.labels))]
    scores = [[0.0] * len(row.labels) for row in rows]
    for fold in range(min(tuning.FOLDS, len(places))):
        own = set(places[fold :: tuning.FOLDS])
        rest = [
            _picked(row, [i for i in range(len(row.labels)) if (r, i) not in own])
            for r, row in enumerate(rows)
        ]
        standard = Standard.fit([(labels, values) for labels, values in rest if labels])
        for r in sorted({r for r, _ in own}):
            found = standard.surprises(rows[r].labels, rows[r].values)
            for i in range(len(rows[r].labels)):
                if (r, i) in own:
                    scores[r][i] = standard.score(found[i])
    return tuple(
        HeldOut(tuple(row.labels), tuple(own), row.regions, row.quality)
        for row, own in zip(rows, scores, strict=True)
        if row.labels
    )


def _picked(row: _Row, kept: Sequence[int]) -> tuple[list[str], list[Mapping[str, float]]]:
    return [row.labels[i] for i in kept], [row.values[i] for i in kept]


def _nearest(item: Vignette, true: Vignette, facts: CatalogueFacts) -> Pose:
    """The true pose, with the skew that the detector measured."""
    skew = item.pose.rotation_deg - 90.0 * round(item.pose.rotation_deg / 90.0)
    turned = true.pose.rotation_deg - 90.0 * round(true.pose.rotation_deg / 90.0)
    more = 0.0 if abs(turned) > 1e-6 else skew
    return replace(true.pose, rotation_deg=true.pose.rotation_deg + more)


def _learn(facts: CatalogueFacts, label: str, impressions: Sequence[_Impression]) -> LabelNormals:
    frame = Frame.of(*facts.sizes[label])
    chosen = impressions[: tuning.MOST_IMPRESSIONS]
    ink = InkModel.fit([one.crop for one in chosen], frame.margin)
    drawn = [(one.crop, one.drawn) for one in chosen if one.drawn is not None]
    dae = None
    if drawn:
        observed = [own_only(align_to(crop, expected), frame) for crop, expected in drawn]
        dae = InkSpread.fit(observed, [expected for _, expected in drawn], frame.margin)
    return LabelNormals(frame, ink, dae)


def _foreign_below(
    by_label: Mapping[str, LabelNormals],
    folds: Sequence[Mapping[str, LabelNormals]],
    crops: Mapping[str, Sequence[_Impression]],
) -> float:
    """The correlation below which a vignette is no impression of its label.

    Half-way between the 1st percentile of right labels and what strangers reach on the label that they
    look most like, but never so high that more than 1 in 100 right ones falls below. Other labels stand
    in for strangers.
    """
    right: list[float] = []
    strange: list[float] = []
    for label, own in by_label.items():
        for one in crops[label][: tuning.MOST_COMPARED]:
            learned = by_label if one.fold < 0 else folds[one.fold]
            right.append(learned[label].ink.compare(one.crop).correlation)
        others = [other for name, other in by_label.items() if name != label]
        for one in crops[label][: tuning.STRANGERS] if others else ():
            tries = [(_in_frame(one.crop, own.frame, other.frame), other.ink) for other in others]
            best = max(tries, key=lambda pair: correlation(pair[0], pair[1].prototype))
            strange.append(best[1].compare(best[0]).correlation)
    low = float(np.quantile(right, tuning.FOREIGN_RIGHT))
    return min(low, (low + float(np.quantile(strange, tuning.FOREIGN_STRANGE))) / 2) if strange else low


def _in_frame(crop: F32, own: Frame, other: Frame) -> F32:
    """A crop of one label in the frame of another, as if a detector had boxed it as that."""
    inside = crop[own.margin : own.margin + own.height, own.margin : own.margin + own.width]
    result = np.zeros(other.shape, dtype=np.float32)
    fitted = cv2.resize(inside, (other.width, other.height), interpolation=cv2.INTER_LINEAR)
    result[other.margin : other.margin + other.height, other.margin : other.margin + other.width] = fitted
    return result


def _examples(impressions: Sequence[_Impression], model: InkModel) -> U8:
    """A few impressions for the eye, spread from the most to the least typical."""
    crops = [one.crop for one in impressions[: tuning.MOST_IMPRESSIONS]]
    order = sorted(crops, key=lambda crop: -model.compare(crop).correlation)
    step = max(1, len(order) // EXAMPLES_KEPT)
    chosen = [align_to(crop, model.prototype) for crop in order[::step][:EXAMPLES_KEPT]]
    return np.asarray(np.clip(np.rint(np.stack(chosen) * 255), 0, 255), dtype=np.uint8)
