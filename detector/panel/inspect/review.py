"""The historian's verdicts on findings, with undo. No Qt.

Verdicts belong to a place on the ornament, not to a row of the table: another false-alarm rate or a new
run lists other findings, and those that were judged keep their verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autolabelme.core.boxes import iou
from detector.core.inspection.findings import Finding

_SAME_PLACE = 0.5


@dataclass(frozen=True)
class _Step:
    before: tuple[Finding, ...]
    after: tuple[Finding, ...]
    finding: Finding


class Review:
    """What was said of the findings of one ornament, and the history of it."""

    def __init__(self, earlier: Iterable[Finding] = ()) -> None:
        self._said = tuple(one for one in earlier if one.verdict or one.note)
        self._done: list[_Step] = []
        self._undone: list[_Step] = []

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def applied(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings with what was said of them."""
        result = []
        for finding in findings:
            said = self._of(finding)
            result.append(finding.judged("", "") if said is None else finding.judged(said.verdict, said.note))
        return tuple(result)

    def unlisted(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """What was said of places that are not among these findings, as at a stricter rate."""
        listed = [self._of(finding) for finding in findings]
        return tuple(one for one in self._said if not any(one is other for other in listed))

    def judge(self, finding: Finding, verdict: str, note: str) -> bool:
        """Say `verdict` ('', 'accepted', 'rejected') and `note` of a finding; False when that stands."""
        old = self._of(finding)
        if (("", "") if old is None else (old.verdict, old.note)) == (verdict, note):
            return False
        before = self._said
        after = tuple(one for one in before if one is not old)
        if verdict or note:
            after = (*after, finding.judged(verdict, note))
        self._said = after
        self._done.append(_Step(before, after, finding))
        self._undone.clear()
        return True

    def undo(self) -> Finding | None:
        """Take the last judgement back; the finding it was about."""
        if not self._done:
            return None
        step = self._done.pop()
        self._undone.append(step)
        self._said = step.before
        return step.finding

    def redo(self) -> Finding | None:
        """Say again what was taken back; the finding it is about."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._done.append(step)
        self._said = step.after
        return step.finding

    def _of(self, finding: Finding) -> Finding | None:
        best, score = None, _SAME_PLACE
        for one in self._said:
            if (one.kind, one.label) != (finding.kind, finding.label):
                continue
            if one.box == finding.box:
                return one
            overlap = float(iou([one.box], [finding.box])[0, 0])
            if overlap >= score:
                best, score = one, overlap
        return best
