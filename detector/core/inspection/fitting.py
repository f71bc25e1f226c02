"""Learn what is normal from normal ornaments, and score held-out ones: `fit_normals`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from autolabelme.core.arrays import F32, U8, to_gray
from autolabelme.core.boxes import iou
from autolabelme.core.correlation import correlation
from autolabelme.core.errors import MisuseError
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import SubTick, Tick, no_tick

from .evidence import LabelNormals, expected_ink, own_only
from .examine import examine, scores
from .findings import Vignette
from .ink import Frame, canonical_crop, ink_fraction
from .normals import EXAMPLES_KEPT, HeldOut, Normals
from .sight import CatalogueFacts, Detector, Sight
from .signed_ink import InkModel, InkSpread, align_to
from .standard import Standard, Tail
from .unexplained import LEAST_SIDE

# More impressions than this teach a label nothing and cost time.
_MOST_IMPRESSIONS = 80
_SAME_IOU = 0.5
# Impressions of each label that are compared with their own prototype, and with all others.
_MOST_COMPARED = 40
_STRANGERS = 6


@dataclass(frozen=True, eq=False)
class NormalOrnament:
    """A normal ornament with its truth: rgb uint8 (H, W, 3) and the vignettes that stand on it."""

    rgb: U8
    truth: tuple[Vignette, ...]
    dpi: float | None = None


Ornaments = Sequence[Callable[[], NormalOrnament]]


@dataclass
class _Crops:
    """Canonical crops of one label: as printed, and with the decoder's expectation where there is one."""

    plain: list[F32]
    drawn: list[tuple[F32, F32]]


def fit_normals(
    detector: Detector,
    facts: CatalogueFacts,
    learn: Ornaments,
    standardise: Ornaments,
    hold_out: Ornaments,
    *,
    source: str,
    press_made: bool,
    model_sha256: str = "",
    tick: Tick = no_tick,
) -> Normals:
    """Drawings from `learn`, scales from `standardise`, calibration from `hold_out`.

    Each is a sequence of functions that make an ornament. Drawings fit the impressions that they were
    learned from better than any other, hence the second part; without it (few pages) the first serves
    twice, which costs power but no false alarms, since calibration is held out. None of them may have been
    trained on. `source` and `press_made` say what they are. Raises `MisuseError` when the detector recognises
    nothing on the ornaments to learn from; `Cancelled` from `tick`.
    """
    total = len(learn) + len(standardise) + len(hold_out)
    crops: dict[str, _Crops] = {}
    sights: list[Sight] = []
    for number, make in enumerate(learn):
        item = make()
        part = SubTick(tick, number / total, (number + 1) / total)
        sights.append(detector.look(item.rgb, dpi=item.dpi, tick=part))
        _collect(item, sights[-1], facts, crops)
    if not crops:
        raise MisuseError("normals: the detector recognised no vignette on the normal ornaments")
    by_label = {label: _learn(facts, label, own) for label, own in sorted(crops.items())}
    foreign_below = _foreign_below(by_label, crops)
    measured: list[tuple[tuple[str, ...], list[Mapping[str, float]]]] = []
    sizes: list[float] = []
    done = len(learn)
    for number, make in enumerate(standardise or learn):
        item = make()
        part = SubTick(tick, (done + number) / total, (done + number + 1) / total)
        sight = detector.look(item.rgb, dpi=item.dpi, tick=part) if standardise else sights[number]
        seen = examine(item.rgb, sight, by_label, facts, foreign_below)
        measured.append((seen.labels, [one.values for one in seen.evidence]))
        regions = [region.size for region in seen.regions]
        sizes += regions + [0.0] * max(0, len(seen.evidence) - len(regions))
    standard = Standard.fit(measured)
    tail = Tail.fit(np.array(sizes or [0.0]), least=LEAST_SIDE)
    examples = {label: _examples(own, by_label[label].ink) for label, own in crops.items()}
    normals = Normals(
        by_label,
        standard,
        foreign_below,
        tail,
        (),
        examples,
        source,
        model_sha256,
        press_made=press_made,
    )
    held_out = []
    done += len(standardise)
    for number, make in enumerate(hold_out):
        part = SubTick(tick, (done + number) / total, (done + number + 1) / total)
        held_out.append(score_normal(make(), detector, facts, normals, tick=part))
    return replace(normals, held_out=tuple(held_out))


def score_normal(
    ornament: NormalOrnament,
    detector: Detector,
    facts: CatalogueFacts,
    normals: Normals,
    *,
    tick: Tick = no_tick,
) -> HeldOut:
    """What an inspection measures on one more normal ornament, for calibration."""
    sight = detector.look(ornament.rgb, dpi=ornament.dpi, tick=tick)
    seen = examine(ornament.rgb, sight, normals.by_label, facts, normals.foreign_below)
    found = scores(seen, normals.standard)
    return HeldOut(
        seen.labels,
        tuple(normals.standard.score(values) for values in found),
        tuple(region.size for region in seen.regions),
        seen.quality,
    )


def _collect(ornament: NormalOrnament, sight: Sight, facts: CatalogueFacts, crops: dict[str, _Crops]) -> None:
    if not sight.vignettes or not ornament.truth:
        return
    areas = [(v.box[2] - v.box[0]) * (v.box[3] - v.box[1]) for v in sight.vignettes]
    ink = ink_fraction(to_gray(ornament.rgb), max(8.0, float(np.sqrt(np.median(areas)))))
    overlaps = iou([item.box for item in sight.vignettes], [item.box for item in ornament.truth])
    for index, item in enumerate(sight.vignettes):
        true = ornament.truth[int(overlaps[index].argmax())]
        if overlaps[index].max() < _SAME_IOU or true.label != item.label or item.label not in facts.sizes:
            continue
        own = crops.setdefault(item.label, _Crops([], []))
        if len(own.plain) >= _MOST_IMPRESSIONS:
            continue
        # The detector's box and the true pose: a pose taken wrongly would blur what is learned.
        item = replace(item, pose=_nearest(item, true, facts))
        frame = Frame.of(*facts.sizes[item.label])
        crop = canonical_crop(ink, item, frame)
        own.plain.append(crop)
        if sight.pictures is not None:
            own.drawn.append((crop, expected_ink(sight.pictures[index], item, frame)))


def _nearest(item: Vignette, true: Vignette, facts: CatalogueFacts) -> Pose:
    """The true pose, with the skew that the detector measured."""
    skew = item.pose.rotation_deg - 90.0 * round(item.pose.rotation_deg / 90.0)
    turned = true.pose.rotation_deg - 90.0 * round(true.pose.rotation_deg / 90.0)
    more = 0.0 if abs(turned) > 1e-6 else skew
    return replace(true.pose, rotation_deg=true.pose.rotation_deg + more)


def _learn(facts: CatalogueFacts, label: str, crops: _Crops) -> LabelNormals:
    frame = Frame.of(*facts.sizes[label])
    ink = InkModel.fit(crops.plain, frame.margin)
    dae = None
    if crops.drawn:
        observed = [own_only(align_to(crop, expected), frame) for crop, expected in crops.drawn]
        dae = InkSpread.fit(observed, [expected for _, expected in crops.drawn], frame.margin)
    return LabelNormals(frame, ink, dae)


def _foreign_below(by_label: Mapping[str, LabelNormals], crops: Mapping[str, _Crops]) -> float:
    """The correlation below which a vignette is no impression of its label.

    Half-way between the 1st percentile of right labels and what strangers reach on the label that they
    look most like, but never so high that more than 1 in 100 right ones falls below. Other labels stand
    in for strangers.
    """
    right: list[float] = []
    strange: list[float] = []
    for label, own in by_label.items():
        plain = crops[label].plain
        right += [own.ink.compare(crop).correlation for crop in plain[:_MOST_COMPARED]]
        others = [other for name, other in by_label.items() if name != label]
        for crop in plain[:_STRANGERS] if others else ():
            tries = [(_in_frame(crop, own.frame, other.frame), other.ink) for other in others]
            best = max(tries, key=lambda one: correlation(one[0], one[1].prototype))
            strange.append(best[1].compare(best[0]).correlation)
    low = float(np.quantile(right, 0.01))
    return min(low, (low + float(np.quantile(strange, 0.9))) / 2) if strange else low


def _in_frame(crop: F32, own: Frame, other: Frame) -> F32:
    """A crop of one label in the frame of another, as if a detector had boxed it as that."""
    inside = crop[own.margin : own.margin + own.height, own.margin : own.margin + own.width]
    result = np.zeros(other.shape, dtype=np.float32)
    fitted = cv2.resize(inside, (other.width, other.height), interpolation=cv2.INTER_LINEAR)
    result[other.margin : other.margin + other.height, other.margin : other.margin + other.width] = fitted
    return result


def _examples(crops: _Crops, model: InkModel) -> U8:
    """A few impressions for the eye, spread from the most to the least typical."""
    order = sorted(crops.plain, key=lambda crop: -model.compare(crop).correlation)
    step = max(1, len(order) // EXAMPLES_KEPT)
    chosen = [align_to(crop, model.prototype) for crop in order[::step][:EXAMPLES_KEPT]]
    return np.asarray(np.clip(np.rint(np.stack(chosen) * 255), 0, 255), dtype=np.uint8)
