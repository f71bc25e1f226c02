"""What is concluded of an ornament: `conclude`, the one place where it is decided.

The list of findings, the verdict line, the report's headline and the exit status all say what stands here,
so that none can contradict another (docs/decisions/0115). It rests on the findings, on the test of the
ornament as a whole, and on what the historian said of each finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from .conformal import OrnamentDecision, PValue, decide_ornament
from .findings import Box, Finding
from .whole import whole_statistic

if TYPE_CHECKING:
    from .inspector import Inspection

Kind = Literal["differs", "places", "nothing", "undecided"]
_NO_PLACE = "no single place"


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
    if rejected:
        line += f"; {rejected} rejected by the historian"
    normals = inspection.normals
    if kind != "undecided" and normals is not None and normals.press_made and inspection.judged:
        line += "; the normals are press-made, not authenticated impressions"
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
    vignettes = [_unless(item.value, item.vignette.box, rejected) for item in inspection.judged]
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
    rate = percent(inspection.params.false_alarms)
    kinds = Counter(one.kind for one in standing)
    counted = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    none_stands = "nothing that was found stands" if rejected else ""
    if inspection.unknown is not None:
        return "undecided", inspection.unknown.words
    if decision.method == "pair":
        if not standing:
            words = "does not differ from its reference beyond the two impressions' own differences"
            return "nothing", none_stands or words
        if not decision.anomalous:
            words = (
                "single places stand out, the ornament as a whole not more than two untouched impressions do"
            )
            return "places", f"{words} (p {decision.p:.2g}): {counted}"
        if not decision.promised:
            return "differs", f"differs from its reference, at no promised rate: {counted}"
        return "differs", f"differs from its reference at a false-alarm rate of {rate}: {counted}"
    by_layout = any(is_of_the_layout(one) for one in standing)
    if not inspection.judged and not inspection.regions and not by_layout:
        return "nothing", none_stands or "nothing to inspect: no vignette and no unexplained ink"
    normals = inspection.normals
    if normals is not None and not normals.calibration.count and not by_layout:
        counted = counted or "no findings"
        return "undecided", f"nothing can be judged: there are no normals to compare with; {counted}"
    p = f"{decision.p:.2g}"
    if decision.anomalous:
        counted = counted or _NO_PLACE
        sure = "" if decision.promised else " (rate not promised: too few normals)"
        as_whole = "" if sure or decision.method == "holm" else f", p {p} as a whole"
        words = "differs from normal ornaments at a false-alarm rate of"
        return "differs", f"{words} {rate}{sure}{as_whole}: {counted}"
    if by_layout:
        # A layout decides by itself, whatever the p-value of what is printed.
        return "differs", (
            f"differs from the reference's layout, and at a false-alarm rate of {rate} as a whole not from "
            f"normal ornaments (p {p}): {counted}"
        )
    if any(one.verdict == "accepted" for one in standing):
        return "differs", (
            f"differs by what the historian accepted, and at a false-alarm rate of {rate} as a whole not "
            f"from normal ornaments (p {p}): {counted}"
        )
    if standing:
        return "places", (
            f"single places stand out at a false-alarm rate of {rate}, the ornament as a whole does not "
            f"(p {p}): {counted}"
        )
    if none_stands:
        return "nothing", none_stands
    words = f"does not differ from normal ornaments at a false-alarm rate of {rate}"
    as_whole = "" if decision.method == "holm" else f", p {p} as a whole"
    return "nothing", f"{words}{as_whole}: no findings"


def is_of_the_layout(finding: Finding) -> bool:
    """Whether a finding states what a layout has otherwise; no false-alarm rate changes it."""
    return finding.kind in ("missing", "misplaced", "swapped") or bool(finding.expected)


def percent(rate: float) -> str:
    """A rate, 0..1, as the window's field shows it."""
    return f"{100 * rate:.4g}%"


def _unless(value: PValue, box: Box, rejected: Sequence[Box]) -> PValue:
    return PValue(1.0, value.normals, value.pooled) if _among(box, rejected) else value


def _among(box: Box, others: Sequence[Box]) -> bool:
    # A record keeps boxes to a thousandth of a pixel.
    return any(np.allclose(box, other, atol=0.01) for other in others)
