"""`inspect(ornament, model, params, *, tick) -> Inspection` (DESIGN section 7).

Detect, reconstruct, measure, standardise, calibrate, decide. The result keeps every vignette's evidence,
so that another false-alarm rate needs no second look (`Inspection.at_rate`).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from autolabelme.core import boxes
from autolabelme.core.arrays import F32, U8, Array, require_rgb, to_gray
from autolabelme.core.errors import MisuseError
from autolabelme.core.opencv import cv2
from autolabelme.core.progress import SubTick, Tick, no_tick

from . import tuning
from .conformal import NORMALS_FOR_ONE_PERCENT, OrnamentDecision, PValue, conformal_p
from .evidence import DECIDING, Evidence, fit, measure
from .examine import Examined, examine, scores, strangers_of
from .findings import Box, Finding, LayoutTolerance, Vignette, ranked
from .layout_findings import compare_layout
from .left_out import Compared
from .maps import Maps, draw_maps
from .material import Apart, LaidOff, Unknown, unknown_material
from .normals import Normals
from .params import InspectParams
from .sight import CatalogueFacts, Detector, Sight
from .unexplained import Region
from .verdict import Conclusion, conclude, whole_decision
from .words import InspectionWords as Say
from .words import beside_words, share_words


@dataclass(frozen=True, eq=False)
class InspectionModel:
    """A detector, what its labels look like when normal, and what is known of the catalogue."""

    detector: Detector
    normals: Normals
    facts: CatalogueFacts

    def examine(self, rgb: U8, sight: Sight, tick: Tick = no_tick) -> Examined:
        """What is measured of every vignette that its detector saw on `rgb`, uint8 (H, W, 3)."""
        normals = self.normals
        return examine(
            rgb,
            sight,
            normals.by_label,
            self.facts,
            normals.foreign_below,
            change_weights=normals.change_weights,
            tick=tick,
        )


@dataclass(frozen=True)
class ReferenceLayout:
    """What should stand where: vignettes with boxes in the ornament's pixels, and their mean ink (0..1).

    `ink` is that of the reference laid on the ornament (float32 (H, W), 0..1), where the layout was seen
    there by a detector, which may have passed something over; None for a layout that is known. `known` says
    that the model knows the vignettes of the reference, as it saw there.
    """

    vignettes: tuple[Vignette, ...]
    expected_ink: tuple[float, ...]
    ink: F32 | None = None
    known: bool = False


@dataclass(frozen=True, eq=False)
class Judged:
    """One vignette with its evidence, the surprise of each, the p-value, and the evidence that decides."""

    vignette: Vignette
    evidence: Evidence
    picture: F32 | None
    surprises: dict[str, float]
    value: PValue
    stranger: bool
    seen_as: str
    leading: str = ""


@dataclass(frozen=True, eq=False)
class Inspection:
    """The result of an inspection.

    Attributes
    ----------
    vignettes : tuple of Vignette with score and p
    findings : tuple of Finding, ranked, at `params.false_alarms`
    decision : OrnamentDecision, for the ornament as a whole
    judged : tuple of Judged, same order as `vignettes`
    maps : Maps, of the whole ornament
    regions : tuple of (Region, PValue), unexplained ink, whatever its p
    layout_findings : tuple of Finding, which no rate changes
    notes : tuple of str, what must be said with the result (each a `Message`)
    width, height : int, pixels;  seconds : float
    layout : the layout that was compared with, completed by what its detector had passed over
    unknown : why nothing is decided, where the model does not know what stands here, or where a reference
        was laid beside it or agrees nowhere; then there are no findings
    compared : of two impressions, what of both pictures was compared
    """

    width: int
    height: int
    vignettes: tuple[Vignette, ...]
    findings: tuple[Finding, ...]
    decision: OrnamentDecision
    params: InspectParams
    judged: tuple[Judged, ...]
    maps: Maps
    regions: tuple[tuple[Region, PValue], ...]
    layout_findings: tuple[Finding, ...]
    normals: Normals | None
    side_px: float
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    layout: ReferenceLayout | None = None
    unknown: Unknown | LaidOff | Apart | None = None
    compared: Compared | None = None

    @cached_property
    def conclusion(self) -> Conclusion:
        """What is concluded before anybody judged a finding (see `verdict.conclude`)."""
        return conclude(self, self.findings)

    @property
    def anomalous(self) -> bool:
        """Whether something was found."""
        return self.conclusion.found

    @property
    def verdict(self) -> str:
        """The verdict line."""
        return self.conclusion.line

    def at_rate(self, rate: float) -> Inspection:
        """The same inspection at another false-alarm rate (0.0001..0.5); nothing is measured again.

        `MisuseError` for a carved block, which keeps no calibration.
        """
        if self.normals is None:
            raise MisuseError("at_rate: a carved block keeps no calibration; inspect it again")
        return _decided(replace(self, params=self.params.replace(false_alarms=rate)))


def inspect(
    ornament: Array,
    model: InspectionModel,
    params: InspectParams = InspectParams(),  # noqa: B008 - frozen
    *,
    layout: ReferenceLayout | None = None,
    dpi: float | None = None,
    sight: Sight | None = None,
    tick: Tick = no_tick,
) -> Inspection:
    """Inspect one ornament.

    Parameters
    ----------
    ornament : uint8 (H, W, 3) RGB or (H, W) grey
    layout : what the reference has, mapped to this ornament's pixels
    dpi : the ornament's resolution, which brings it to the catalogue's scale
    sight : what the model's detector saw on it, where it has looked already
    tick : may raise `Cancelled`.
    """
    started = time.perf_counter()
    rgb = ornament if ornament.ndim == 3 else np.asarray(cv2.cvtColor(ornament, cv2.COLOR_GRAY2RGB))
    rgb = require_rgb(rgb, "ornament")
    if sight is None:
        sight = model.detector.look(rgb, dpi=dpi, tick=SubTick(tick, 0.0, 0.6))
    normals = model.normals
    seen = model.examine(rgb, sight, SubTick(tick, 0.6, 0.9))
    if seen.evidence:
        normals = normals.alike(seen.quality)
    judged = _judge(seen, normals)
    tick(92, 100, "drawing the maps")
    maps = draw_maps(to_gray(rgb), seen, model.normals.by_label)
    regions = tuple((region, _region_p(region, normals)) for region in seen.regions)
    found: tuple[Finding, ...] = ()
    if layout is not None:
        tolerance = LayoutTolerance(params.shift, params.angle_deg, model.facts.symmetries)
        # A stranger is not its label, so it can neither fill that label's place nor be swapped.
        standing = [item.vignette for item in judged if not item.stranger]
        layout = _completed(layout, standing, model)
        standing = [_as_in_layout(one, layout, seen.ink, model) for one in standing]
        found = compare_layout(
            layout.vignettes,
            standing,
            seen.ink,
            layout.expected_ink,
            tolerance,
            known=model.normals.by_label,
            made=normals.made,
        )
        expected = [one.box for one in layout.vignettes if one.label not in model.normals.by_label]
        regions = tuple(
            (region, value) for region, value in regions if not _is_expected(region.box, expected)
        )
    unknown = None
    if layout is None or not layout.known:
        # Where the model knows the reference, strangers on the ornament are a difference.
        unknown = unknown_material(seen, [item.stranger for item in judged], model.normals)
    inspection = Inspection(
        width=rgb.shape[1],
        height=rgb.shape[0],
        vignettes=tuple(item.vignette for item in judged),
        findings=(),
        decision=OrnamentDecision(False, 1.0, "whole", False, 0.0),
        params=params,
        judged=judged,
        maps=maps,
        regions=regions,
        layout_findings=found,
        normals=normals,
        side_px=seen.side_px,
        layout=layout,
        unknown=unknown,
    )
    tick(100, 100, "done")
    return replace(_decided(inspection), seconds=time.perf_counter() - started)


def _is_expected(box: Box, places: Sequence[Box]) -> bool:
    """Whether ink in a box is no surprise: where the layout has a vignette that the model does not know."""
    return bool(places) and boxes.covered_share(box, places) > tuning.EXPECTED


def _judge(seen: Examined, normals: Normals) -> tuple[Judged, ...]:
    surprises = scores(seen, normals.standard)
    strangers = strangers_of(seen, surprises)
    judged = []
    for index, (item, values) in enumerate(zip(seen.evidence, surprises, strict=True)):
        score = normals.standard.score(values)
        value = normals.p_value(item.vignette.label, score)
        vignette = replace(item.vignette, score=score, p=value.p)
        judged.append(
            Judged(
                vignette,
                item,
                seen.pictures[index],
                values,
                value,
                strangers[index],
                seen.seen_as[index],
                normals.standard.leading(values),
            )
        )
    return tuple(judged)


def _completed(
    layout: ReferenceLayout, standing: Sequence[Vignette], model: InspectionModel
) -> ReferenceLayout:
    """`layout` with the vignettes of the ornament that the reference shows, too, at the same place."""
    if layout.ink is None:
        return layout
    vignettes = list(layout.vignettes)
    for item in standing:
        own = model.normals.by_label[item.label]
        known = [place.box for place in layout.vignettes]
        if known and float(boxes.iou([item.box], known).max()) > tuning.SAME_PLACE:
            continue
        there = measure(layout.ink, item, own, None, model.facts.poses.get(item.label, ()))
        if there.correlation >= model.normals.foreign_below:
            vignettes.append(there.vignette)
    return ReferenceLayout(tuple(vignettes), mean_ink(layout.ink, vignettes), known=layout.known)


def _as_in_layout(item: Vignette, layout: ReferenceLayout, ink: F32, model: InspectionModel) -> Vignette:
    """`item` as what the layout has at its place, unless it clearly fits its own label and pose better.

    Many vignettes nearly look like themselves when turned, some like others; which one is read off a worn
    impression is then chance, and neither a turn nor a swap.
    """
    overlaps = boxes.iou([item.box], [place.box for place in layout.vignettes])[0] if layout.vignettes else []
    if not len(overlaps) or max(overlaps) < tuning.SAME_PLACE:
        return item
    place = layout.vignettes[int(np.argmax(overlaps))]
    if place.label == item.label and place.pose == item.pose:
        return item
    own, other = model.normals.by_label[item.label], model.normals.by_label.get(place.label)
    if other is None:
        return item
    expected = replace(item, label=place.label, pose=place.pose)
    fits = fit(ink, item, own.frame, own.ink.prototype)
    fits_layout = fit(ink, expected, other.frame, other.ink.prototype)
    return item if fits > fits_layout + tuning.CLEARLY_TURNED else expected


def _without_normals(inspection: Inspection) -> tuple[Vignette, ...]:
    """The layout's vignettes whose labels the model does not know."""
    if inspection.layout is None or inspection.normals is None:
        return ()
    return tuple(one for one in inspection.layout.vignettes if one.label not in inspection.normals.by_label)


def _region_p(region: Region, normals: Normals) -> PValue:
    sizes = normals.unexplained
    return PValue(conformal_p(region.size, sizes), len(sizes), pooled=True, press_made=normals.press_made)


def _decided(inspection: Inspection) -> Inspection:
    """The inspection with findings, decision and notes at its rate."""
    rate = inspection.params.false_alarms
    normals = inspection.normals
    # What the layout says of a stranger names the label that should stand there, too.
    known = {finding.box for finding in inspection.layout_findings if finding.kind == "foreign"}
    findings = [
        _vignette_finding(item, rate)
        for item in inspection.judged
        if _listed(item.value, rate) and item.vignette.box not in known
    ]
    findings += [
        _region_finding(region, value, normals, rate)
        for region, value in inspection.regions
        if _listed(value, rate)
    ]
    findings += list(inspection.layout_findings)
    decision = whole_decision(inspection)
    if inspection.unknown is not None:
        # What a model says of vignettes that it does not know is no evidence.
        findings = []
    return replace(
        inspection,
        findings=ranked(findings),
        decision=decision,
        notes=_notes(inspection, decision),
    )


def _listed(value: PValue, rate: float) -> bool:
    """Below the rate; or above every normal, where these are too few to promise the rate."""
    return value.p <= rate or (not value.promises(rate) and value.p <= 1.0 / (value.normals + 1))


def _vignette_finding(item: Judged, rate: float) -> Finding:
    vignette = item.vignette
    lines = [share_words(vignette.label, item.value)]
    speaking = [name for name in DECIDING if name in item.surprises]
    for name in sorted(speaking, key=lambda name: -item.surprises[name])[:2]:
        if item.surprises[name] >= 1.0:
            lines.append(Say[name.upper()]())
    if item.stranger:
        lines.insert(
            1,
            Say.ANOTHER_DRAWING(label=vignette.label, correlation=item.evidence.correlation),
        )
    elif item.seen_as not in ("", vignette.label):
        lines.append(Say.TAKEN_FOR(label=item.seen_as))
    return Finding(
        "foreign" if item.stranger else "altered",
        vignette.box,
        "" if item.stranger else vignette.label,
        "",
        float(vignette.score or 0.0),
        item.value.p,
        item.value.promises(rate),
        tuple(lines),
    )


def _region_finding(region: Region, value: PValue, normals: Normals | None, rate: float) -> Finding:
    score = 0.0 if normals is None else normals.region_surprise(region.size)
    lines = (Say.UNEXPLAINED(size=region.size), beside_words(value))
    return Finding("foreign", region.box, "", "", score, value.p, value.promises(rate), lines)


def _notes(inspection: Inspection, decision: OrnamentDecision) -> tuple[str, ...]:
    rate, normals = inspection.params.false_alarms, inspection.normals
    notes = []
    if normals is None:
        return inspection.notes
    if inspection.unknown is not None:
        return inspection.unknown.notes
    count, percent = normals.calibration.count, 100 * rate
    if not inspection.judged:
        notes.append(Say.NO_VIGNETTE())
    if count == 0:
        notes.append(Say.NO_NORMALS())
    elif 1.0 / (count + 1) > rate and not normals.press_made:
        notes.append(Say.TOO_FEW_NORMALS(normals=count, percent=percent, least=int(np.ceil(1 / rate)) - 1))
    pressed = sorted({item.vignette.label for item in inspection.judged} & {*normals.press_labels})
    if pressed:
        notes.append(Say.ONLY_PRESS_MADE(labels=", ".join(pressed)))
    unknown = sorted({one.label for one in _without_normals(inspection)})
    if unknown:
        notes.append(Say.LABELS_UNKNOWN(labels=", ".join(unknown)))
    if normals.beside:
        ornaments, every = len(normals.held_out), len(normals.wholes)
        notes.append(Say.PRINTED_AS_WELL(normals=count, ornaments=ornaments, all_ornaments=every))
    pooled = sorted({item.vignette.label for item in inspection.judged if item.value.pooled} - {*pressed})
    if pooled and count:
        few = {label: len(normals.calibration.by_label.get(label, ())) for label in pooled}
        shown = ", ".join(f"{label} ({few[label]})" for label in pooled[:12])
        more = ", ..." if len(pooled) > 12 else ""
        notes.append(
            Say.COMPARED_WITH_ALL(least=NORMALS_FOR_ONE_PERCENT, normals=count, labels=f"{shown}{more}")
        )
    vignettes, expected = len(inspection.judged), decision.expected_by_chance
    notes.append(Say.BY_CHANCE(percent=percent, vignettes=vignettes, expected=expected))
    if decision.method == "holm" and inspection.judged:
        notes.append(Say.HOLM_DECIDES(ornaments=len(normals.wholes), percent=percent))
    return tuple(notes)


def mean_ink(ink: F32, vignettes: Sequence[Vignette]) -> tuple[float, ...]:
    """Mean of `ink` (float32 (H, W), 0..1) under each vignette's box, for `ReferenceLayout`."""
    found = []
    for item in vignettes:
        rows, columns = boxes.pixel_slices(item.box, ink.shape[1], ink.shape[0])
        part = ink[rows, columns]
        found.append(float(part.mean()) if part.size else 0.0)
    return tuple(found)
