"""From what a detector saw to what is measured: the part that inspections and calibrations share.

Whatever a p-value is computed from must be measured on a normal ornament exactly as on a suspect one;
so both go through `examine`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from autolabelme.core.arrays import F32, U8, to_gray
from autolabelme.core.boxes import area, covered_share, intersection, iou
from autolabelme.core.progress import Tick, no_tick

from . import tuning
from .change_weights import CHANGE_WEIGHTS
from .evidence import Evidence, LabelNormals, measure, with_changes
from .findings import Box, Vignette
from .identification import identify, sides_here
from .ink import ink_fraction
from .sight import CatalogueFacts, Sight
from .signed_ink import InkModel
from .standard import Standard
from .unexplained import Region, accounted_for, regions, unexplained_ink


@dataclass(frozen=True, eq=False)
class Examined:
    """Everything measured on one ornament.

    Attributes
    ----------
    ink, unexplained : float32 (H, W), 0..1
    side_px : float, side of the typical vignette
    evidence : tuple of Evidence, one a vignette
    pictures : tuple of float32 (s, s) or None, the decoder's picture of each
    strangers : tuple of bool: whether it does not look like any label at all
    regions : tuple of Region, of unexplained ink
    seen_as : tuple of str, what the detector took each vignette for ('' where it passed over it)
    numbers : tuple of int, each one's number in the sight (-1 where the detector passed over it)
    """

    ink: F32
    unexplained: F32
    side_px: float
    evidence: tuple[Evidence, ...]
    pictures: tuple[F32 | None, ...]
    strangers: tuple[bool, ...]
    regions: tuple[Region, ...]
    seen_as: tuple[str, ...]
    numbers: tuple[int, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The label of each vignette."""
        return tuple(item.vignette.label for item in self.evidence)

    @property
    def quality(self) -> float:
        """How well the ornament is printed: the middle correlation of vignette and prototype, -1..1."""
        return float(np.median([item.correlation for item in self.evidence])) if self.evidence else 0.0


def examine(
    rgb: U8,
    sight: Sight,
    by_label: Mapping[str, LabelNormals],
    facts: CatalogueFacts,
    foreign_below: float,
    *,
    without: Sequence[Mapping[str, LabelNormals]] = (),
    change_weights: str = CHANGE_WEIGHTS,
    tick: Tick = no_tick,
) -> Examined:
    """Measure every vignette that was seen and find the ink that none accounts for.

    Parameters
    ----------
    rgb : uint8 (H, W, 3), or (H, W) grey
    without : for each vignette of `sight` the normals that it did not help to learn; () takes `by_label`
        for all. The labels are the same.
    change_weights : of the change network: those that the normals were measured with
    tick : may raise `Cancelled`.
    """
    known = [i for i, item in enumerate(sight.vignettes) if item.label in by_label]
    seen = [sight.vignettes[i] for i in known]
    side_px = _typical_side(seen, sight.side_px)
    ink = ink_fraction(to_gray(rgb), side_px)
    sides = sides_here(seen, by_label)
    evidence: list[Evidence] = []
    pictures: list[F32 | None] = []
    names: list[str] = []
    models: list[InkModel] = []
    for number, (index, item) in enumerate(zip(known, seen, strict=True)):
        tick(number, len(seen), "measuring")
        picture = None if sight.pictures is None else sight.pictures[index]
        learned = without[index] if without else by_label
        found = measure(ink, item, learned[item.label], picture, facts.poses.get(item.label, ()))
        if found.correlation < max(foreign_below, tuning.BEYOND_DOUBT):
            found = _second_opinion(ink, found, picture, learned, facts, sides, foreign_below)
        evidence.append(found)
        models.append(learned[found.vignette.label].ink)
        pictures.append(picture)
        names.append(item.label)
    # Two labels that the detector saw at one place may have become one: the better fit stays.
    kept = _once(evidence)
    evidence = [evidence[i] for i in kept]
    pictures = [pictures[i] for i in kept]
    names = [names[i] for i in kept]
    models = [models[i] for i in kept]
    numbers = [known[i] for i in kept]
    left = _unexplained(ink, evidence, by_label, side_px)
    for region in regions(left, side_px):
        if region.size < tuning.PASSED_OVER:
            break
        if region.size > tuning.PASSED_OVER_MOST:
            # Several vignettes' worth of ink: no single place to look at.
            continue
        extra = _passed_over(ink, region, by_label, facts, sides, foreign_below)
        if extra is not None and not _covered(extra.vignette, evidence):
            evidence.append(extra)
            pictures.append(None)
            names.append("")
            models.append(by_label[extra.vignette.label].ink)
            numbers.append(-1)
    left = _unexplained(ink, evidence, by_label, side_px)
    evidence = with_changes(evidence, models, change_weights)
    tick(len(seen), len(seen), "measuring")
    return Examined(
        ink,
        left,
        side_px,
        tuple(evidence),
        tuple(pictures),
        tuple(item.correlation < foreign_below for item in evidence),
        regions(left, side_px),
        tuple(names),
        tuple(numbers),
    )


def scores(examined: Examined, standard: Standard) -> list[dict[str, float]]:
    """The surprise of each evidence of each vignette."""
    return standard.surprises(examined.labels, [item.values for item in examined.evidence])


def strangers_of(examined: Examined, surprises: Sequence[Mapping[str, float]]) -> tuple[bool, ...]:
    """Of each vignette whether it is another drawing than any label: it does not look like one, or it both
    lacks and has more ink than normals ever do."""
    return tuple(
        strange or _both_sides(values) for strange, values in zip(examined.strangers, surprises, strict=True)
    )


def _both_sides(surprises: Mapping[str, float]) -> bool:
    loss = surprises.get("change_loss", surprises.get("ink_loss", 0.0))
    gain = surprises.get("change_gain", surprises.get("ink_gain", 0.0))
    return min(loss, gain) >= tuning.BOTH_SIDES


def _typical_side(vignettes: Sequence[Vignette], fallback: float) -> float:
    areas = [(v.box[2] - v.box[0]) * (v.box[3] - v.box[1]) for v in vignettes]
    return max(tuning.LEAST_VIGNETTE, float(np.sqrt(np.median(areas))) if areas else fallback)


def _unexplained(
    ink: F32, evidence: Sequence[Evidence], by_label: Mapping[str, LabelNormals], side_px: float
) -> F32:
    vignettes = [item.vignette for item in evidence]
    drawings = [(item.ink.expected, by_label[item.vignette.label].frame) for item in evidence]
    shape = (ink.shape[0], ink.shape[1])
    return unexplained_ink(ink, accounted_for(shape, vignettes, drawings, side_px))


def _second_opinion(
    ink: F32,
    found: Evidence,
    picture: F32 | None,
    by_label: Mapping[str, LabelNormals],
    facts: CatalogueFacts,
    sides: Mapping[str, float],
    foreign_below: float,
) -> Evidence:
    """The evidence under another label, where one fits that the detector did not name."""
    other = identify(ink, found.vignette.box, by_label, facts.poses, sides, keep_box=True)
    if other is None or other.correlation < foreign_below:
        return found
    vignette = replace(other.vignette, confidence=found.vignette.confidence)
    again = measure(ink, vignette, by_label[vignette.label], None, facts.poses.get(vignette.label, ()))
    return again if again.correlation > max(foreign_below, found.correlation + tuning.CLEARLY) else found


def _passed_over(
    ink: F32,
    region: Region,
    by_label: Mapping[str, LabelNormals],
    facts: CatalogueFacts,
    sides: Mapping[str, float],
    foreign_below: float,
) -> Evidence | None:
    other = identify(ink, region.box, by_label, facts.poses, sides, keep_box=False)
    if other is None or other.correlation < foreign_below + tuning.CLEARLY:
        return None
    vignette = replace(other.vignette, confidence=0.0)
    found = measure(ink, vignette, by_label[vignette.label], None, facts.poses.get(vignette.label, ()))
    return found if found.correlation >= foreign_below else None


def _once(evidence: Sequence[Evidence]) -> list[int]:
    """Indices of the vignettes without those that lie on a better-fitting one."""
    order = sorted(range(len(evidence)), key=lambda i: -evidence[i].correlation)
    kept: list[int] = []
    for index in order:
        box = evidence[index].vignette.box
        better = [evidence[i].vignette.box for i in kept]
        if (
            not any(_one_place(box, other) for other in better)
            and covered_share(box, better) <= tuning.WITHIN
        ):
            kept.append(index)
    return sorted(kept)


def _one_place(a: Box, b: Box) -> bool:
    common, areas = float(intersection([a], [b])[0, 0]), area([a, b])
    return bool(common > tuning.DOUBLE * (areas.sum() - common) or common > tuning.WITHIN * areas.min())


def _covered(vignette: Vignette, evidence: Sequence[Evidence]) -> bool:
    others = [item.vignette.box for item in evidence]
    return any(_one_place(vignette.box, box) for box in others) or (
        bool(others) and float(iou([vignette.box], others).max()) > tuning.SAME_PLACE
    )
