"""What is concluded of an ornament: `conclude`, the one place where it is decided.

The list of findings, the verdict line, the report's headline and the exit status all say what stands here,
so that none can contradict another (docs/decisions/0115). It rests on the findings, on the test of the
ornament as a whole, and on what the historian said of each finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from autolabelme.core.messages import clauses

from .conformal import OrnamentDecision, PValue, decide_ornament
from .findings import KINDS, Box, Finding
from .whole import whole_statistic
from .words import InspectionWords as Say
from .words import counted

if TYPE_CHECKING:
    from .inspector import Inspection

Kind = Literal["differs", "places", "nothing", "undecided"]


@dataclass(frozen=True)
class Conclusion:
    """What is said of an ornament.

    Attributes
    ----------
    kind : ``differs`` (as a whole, by its layout, or by a finding that the historian accepted), ``places``
        (single places stand out, the whole does not), ``nothing`` (no finding stands), ``undecided``
        (nothing can be said: the model does not know the vignettes, or there is nothing to compare with)
    line : the verdict line; its clauses are separated by semicolons
    decision : of the ornament as a whole, without the places that the historian rejected
    standing, rejected : how many findings he did not reject, and how many he did
    """

    kind: Kind
    line: str
    decision: OrnamentDecision
    standing: int
    rejected: int

    @property
    def found(self) -> bool:
        """Whether something was found: exit status 1."""
        return self.kind in ("differs", "places")

    def as_json(self) -> dict[str, Any]:
        """What findings.json says of it."""
        return {
            "verdict": self.line,
            "conclusion": self.kind,
            "anomalous": self.found,
            "decision": {
                "p": self.decision.p,
                "method": self.decision.method,
                "promised": self.decision.promised,
                "expected_by_chance": self.decision.expected_by_chance,
            },
        }


def conclude(inspection: Inspection, findings: Sequence[Finding]) -> Conclusion:
    """Conclude from an inspection and its findings, which carry the historian's verdicts."""
    standing = [one for one in findings if one.verdict != "rejected"]
    rejected = len(findings) - len(standing)
    decision = inspection.decision
    if rejected:
        # A vignette that does not stand where the layout has it may be altered all the same.
        printed = [one for one in findings if one.kind in ("altered", "foreign")]
        refused = [one.box for one in printed if one.verdict == "rejected"]
        decision = whole_decision(inspection, refused)
    kind, line = _said(inspection, standing, decision, rejected)
    parts = [line]
    compared = inspection.compared
    if kind != "undecided" and compared is not None:
        # What the line does not speak of is read first.
        if compared.told:
            parts.insert(0, Say.PART_COMPARED(percent=100 * compared.told))
        if compared.one_scan:
            parts.insert(0, Say.ONE_SCAN())
    if rejected:
        parts.append(Say.REJECTED(count=rejected))
    normals = inspection.normals
    if kind != "undecided" and normals is not None and normals.press_made and inspection.judged:
        parts.append(Say.NORMALS_ARE_PRESS_MADE())
    line = clauses(parts)
    return Conclusion(kind, line, decision, len(standing), rejected)


def whole_decision(inspection: Inspection, rejected: Sequence[Box] = ()) -> OrnamentDecision:
    """Whether the ornament as a whole differs at its rate.

    The places that the historian `rejected` are no evidence: they count as the most ordinary ones.
    """
    normals, rate = inspection.normals, inspection.params.false_alarms
    if normals is None:
        # Two impressions: the rarest place decides, and without those refused the next one does.
        was = inspection.decision
        left = [one.score for one in inspection.findings if not _among(one.box, rejected)]
        if len(left) == len(inspection.findings):
            return was
        places = was.expected_by_chance / rate
        p = 1.0 if not left else max(was.p, -float(np.expm1(-places * 10.0 ** -max(left))))
        return OrnamentDecision(
            was.anomalous and p <= rate, p, was.method, was.promised, was.expected_by_chance
        )
    # A label that only the press stands behind decides only where it stands behind all.
    decisive = [one for one in inspection.judged if normals.press_made or not one.value.press_made]
    vignettes = [_unless(item.value, item.vignette.box, rejected) for item in decisive]
    # Unexplained ink counts as vignettes do: both can be the strangest thing on the ornament.
    beside = [_unless(value, region.box, rejected) for region, value in inspection.regions]
    decision = decide_ornament(
        [*vignettes, *beside],
        whole_statistic([value.p for value in vignettes], [value.p for value in beside]),
        normals.wholes,
        rate,
    )
    return OrnamentDecision(
        decision.anomalous, decision.p, decision.method, decision.promised, rate * len(vignettes)
    )


def _said(
    inspection: Inspection, standing: Sequence[Finding], decision: OrnamentDecision, rejected: int
) -> tuple[Kind, str]:
    percent, p = 100 * inspection.params.false_alarms, decision.p
    of_kinds = counted(Counter(one.kind for one in standing))
    if inspection.unknown is not None:
        return "undecided", inspection.unknown.words
    if decision.method == "pair":
        if not standing:
            return "nothing", Say.NOTHING_STANDS() if rejected else Say.LIKE_ITS_REFERENCE()
        if not decision.anomalous:
            return "places", Say.PLACES_OF_TWO(p=p, counted=of_kinds)
        if not decision.promised:
            return "differs", Say.DIFFERS_FROM_REFERENCE_NO_RATE(counted=of_kinds)
        return "differs", Say.DIFFERS_FROM_REFERENCE(percent=percent, counted=of_kinds)
    by_layout = any(is_of_the_layout(one) for one in standing)
    if not inspection.judged and not inspection.regions and not by_layout:
        return "nothing", Say.NOTHING_STANDS() if rejected else Say.NOTHING_TO_INSPECT()
    normals = inspection.normals
    if normals is not None and not normals.calibration.count and not by_layout:
        return "undecided", Say.NO_NORMALS_TO_JUDGE(counted=of_kinds or Say.NO_FINDINGS())
    if decision.anomalous:
        places = of_kinds or Say.NO_PLACE()
        if not decision.promised and not (normals is not None and normals.press_made):
            return "differs", Say.DIFFERS_NO_RATE(percent=percent, counted=places)
        if decision.method == "holm":
            return "differs", Say.DIFFERS(percent=percent, counted=places)
        return "differs", Say.DIFFERS_AS_WHOLE(percent=percent, p=p, counted=places)
    if by_layout:
        # A layout decides by itself, whatever the p-value of what is printed.
        return "differs", Say.DIFFERS_BY_LAYOUT(percent=percent, p=p, counted=of_kinds)
    if any(one.verdict == "accepted" for one in standing):
        return "differs", Say.DIFFERS_BY_HISTORIAN(percent=percent, p=p, counted=of_kinds)
    if standing:
        return "places", Say.PLACES(percent=percent, p=p, counted=of_kinds)
    if rejected:
        return "nothing", Say.NOTHING_STANDS()
    if decision.method == "holm":
        return "nothing", Say.LIKE_NORMAL(percent=percent, counted=Say.NO_FINDINGS())
    return "nothing", Say.LIKE_NORMAL_AS_WHOLE(percent=percent, p=p, counted=Say.NO_FINDINGS())


def is_of_the_layout(finding: Finding) -> bool:
    """Whether a finding states what a layout has otherwise; no false-alarm rate changes it."""
    return KINDS[finding.kind].of_the_layout or bool(finding.expected)


def _unless(value: PValue, box: Box, rejected: Sequence[Box]) -> PValue:
    return replace(value, p=1.0) if _among(box, rejected) else value


def _among(box: Box, others: Sequence[Box]) -> bool:
    # A record keeps boxes to a thousandth of a pixel.
    return any(np.allclose(box, other, atol=0.01) for other in others)
