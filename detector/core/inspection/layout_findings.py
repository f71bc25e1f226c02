"""Compare what stands on an ornament with a reference layout: missing, misplaced, turned, swapped.

These findings are statements about the layout, not about the cut, so they carry no p-value.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from autolabelme.core import boxes
from autolabelme.core.arrays import F32, F64
from autolabelme.core.matching.poses import Pose

from . import tuning
from .conformal import AUTHENTICATED
from .findings import Finding, LayoutTolerance, Vignette
from .words import InspectionWords as Say
from .words import made_words


def compare_layout(
    layout: Sequence[Vignette],
    found: Sequence[Vignette],
    ink: F32,
    expected_ink: Sequence[float],
    tolerance: LayoutTolerance,
    *,
    known: Collection[str] | None = None,
    made: str = AUTHENTICATED,
) -> tuple[Finding, ...]:
    """Findings of the kinds missing, misplaced, swapped, and foreign where another label's place is taken.

    Parameters
    ----------
    layout : what the reference has, boxes in the ornament's pixels.
    found : what was detected on the ornament, with p-values where these are known.
    ink : (H, W) float32, 0 (paper) .. 1 (ink), of the ornament.
    expected_ink : mean ink (0..1) inside each layout box on the reference, same order as `layout`; 0 where
        it is not known.
    tolerance : shift, angle, and per label the poses that look alike.
    known : labels that a detection can have; None: all. At the place of another label a detection says
        nothing, since what stands there cannot be told from what the detector knows.
    made : what the normals are that p-values rest on (`conformal.AUTHENTICATED` or `PRESS_MADE`)

    Returns
    -------
    Findings, unsorted. A place whose vignette was not recognised although ink stands there is *not*
    missing: unexplained ink reports it as foreign.
    """
    pairs = _assign(layout, found)
    drift = _common_drift(layout, found, pairs)
    findings: list[Finding] = []
    for place, index in pairs:
        if known is not None and layout[place].label not in known:
            continue
        finding = _compare_one(layout[place], found[index], drift, tolerance, made)
        if finding is not None:
            findings.append(finding)
    placed = {place for place, _ in pairs}
    for place, item in enumerate(layout):
        if place not in placed:
            finding = _missing(item, ink, expected_ink[place])
            if finding is not None:
                findings.append(finding)
    used = {index for _, index in pairs}
    for index, item in enumerate(found):
        if index not in used:
            words = Say.INSTEAD_OF_NOTHING(label=item.label)
            findings.append(
                Finding("misplaced", item.box, item.label, "", item.confidence, None, True, (words,))
            )
    return tuple(findings)


def _assign(layout: Sequence[Vignette], found: Sequence[Vignette]) -> list[tuple[int, int]]:
    """Pairs (place, detection) that minimise centre distance in vignette sides; out of reach: no pair."""
    if not layout or not found:
        return []
    places, detections = _centres(layout), _centres(found)
    sides = _sides(layout)
    distance = np.linalg.norm(places[:, None] - detections[None], axis=2) / sides[:, None]
    # The same label is preferred among neighbours: a shifted row must not become a row of swaps.
    other = np.array([[0.0 if a.label == b.label else tuning.OTHER_LABEL for b in found] for a in layout])
    cost = np.where(distance <= tuning.REACH_SIDES, distance + other, 1e3)
    rows, columns = linear_sum_assignment(cost)
    return [(int(r), int(c)) for r, c in zip(rows, columns, strict=True) if cost[r, c] < 1e3]


def _common_drift(
    layout: Sequence[Vignette], found: Sequence[Vignette], pairs: Sequence[tuple[int, int]]
) -> F64:
    """Median offset (x, y) in pixels of all pairs: what the alignment left over is nobody's misplacement."""
    if len(pairs) < 3:
        return np.zeros(2)
    offsets = np.array([np.subtract(found[i].centre, layout[p].centre) for p, i in pairs])
    return np.asarray(np.median(offsets, axis=0), dtype=np.float64)


def _compare_one(
    place: Vignette, item: Vignette, drift: F64, tolerance: LayoutTolerance, made: str
) -> Finding | None:
    if item.label != place.label:
        if item.p is not None and item.p <= tuning.DOUBTFUL:
            said = (
                Say.NOT_THAT_LABEL(label=place.label),
                Say.LOOKS_MOST_LIKE(label=item.label, one_in=1 / max(item.p, 1e-6), made=made_words(made)),
            )
            return Finding("foreign", item.box, "", place.label, item.score or 0.0, item.p, True, said)
        lines = [Say.INSTEAD_OF(label=item.label, expected=place.label)]
        if item.p is not None:
            one_in = 1 / max(item.p, 1e-6)
            lines.append(Say.AS_MUCH_FROM_DRAWING(one_in=one_in, made=made_words(made), label=item.label))
        return Finding(
            "swapped", item.box, item.label, place.label, item.confidence, None, True, tuple(lines)
        )
    offset = np.subtract(item.centre, place.centre) - drift
    side = float(_sides([place])[0])
    shift = float(np.hypot(*offset)) / side
    turned = turn_between(place.pose, item.pose, tolerance.symmetries.get(place.label, (Pose(),)))
    lines = []
    if turned > tolerance.angle_deg:
        lines.append(Say.TURNED(seen=_say(item.pose), expected=_say(place.pose)))
    if shift > tolerance.shift:
        lines.append(Say.MOVED(pixels=shift * side))
    if not lines:
        return None
    score = max(shift / tolerance.shift, turned / tolerance.angle_deg)
    return Finding("misplaced", item.box, item.label, place.label, score, None, True, tuple(lines))


def _missing(place: Vignette, ink: F32, expected_ink: float) -> Finding | None:
    rows, columns = boxes.pixel_slices(place.box, ink.shape[1], ink.shape[0])
    region = ink[rows, columns]
    here = float(region.mean()) if region.size else 0.0
    if expected_ink > 0:
        share = here / expected_ink
        words = Say.LITTLE_LEFT(label=place.label, percent=100 * share)
    else:
        # How much ink it should have is not known: only a place without any is empty.
        share = 1.0 if here > tuning.NO_INK else 0.0
        words = Say.NONE_LEFT(label=place.label)
    if share > tuning.EMPTY_INK:
        return None
    return Finding("missing", place.box, "", place.label, 1.0 - share, None, True, (words,))


def turn_between(expected: Pose, seen: Pose, symmetries: Sequence[Pose]) -> float:
    """Angle in degrees (0..180) between two poses, the best over the label's own symmetries.

    A difference in mirroring that no symmetry explains counts as 180. Each symmetry is a pose that
    leaves the vignette's look unchanged; it is applied before the seen pose.
    """
    best = 180.0
    for symmetry in symmetries or (Pose(),):
        mirrored = symmetry.mirrored != seen.mirrored
        # Mirroring first turns a following rotation round: M R(a) = R(-a) M.
        rotation = seen.rotation_deg + (-symmetry.rotation_deg if seen.mirrored else symmetry.rotation_deg)
        if mirrored == expected.mirrored:
            best = min(best, expected.angle_from(rotation))
    return best


def _say(pose: Pose) -> str:
    return (Say.ANGLE_MIRRORED if pose.mirrored else Say.ANGLE)(degrees=pose.rotation_deg)


def _centres(items: Sequence[Vignette]) -> F64:
    return np.array([item.centre for item in items], dtype=np.float64).reshape(-1, 2)


def _sides(items: Sequence[Vignette]) -> F64:
    values = boxes.as_boxes([item.box for item in items])
    return np.asarray(np.maximum(1.0, (values[:, 2:] - values[:, :2]).min(axis=1)), dtype=np.float64)
