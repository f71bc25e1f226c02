"""What an inspection returns: vignettes with their p-values, findings, the ornament's verdict line.

Everything is frozen; the historian's verdicts make new findings (`Finding.judged`). The JSON form
replays an inspection and is what the window, the command line and the report read.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, Literal, get_args

from autolabelme.core.errors import MisuseError
from autolabelme.core.matching.poses import Pose
from autolabelme.core.reading import JsonObject

FINDINGS_FILE = "findings.json"

Box = tuple[float, float, float, float]
Verdict = Literal["", "accepted", "rejected"]

VERDICTS: tuple[str, ...] = get_args(Verdict)


@dataclass(frozen=True)
class Kind:
    """A kind of finding.

    Attributes
    ----------
    of_the_layout : whether only a layout tells of it; the others are measured against normals
    colour : RGB of its boxes in pictures and the report
    """

    of_the_layout: bool
    colour: tuple[int, int, int]


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "altered": Kind(False, (214, 96, 0)),
        "foreign": Kind(False, (150, 0, 40)),
        "missing": Kind(True, (120, 60, 160)),
        "misplaced": Kind(True, (0, 110, 140)),
        "swapped": Kind(True, (90, 80, 0)),
    }
)
"""Every kind by name; what it is called stands in `words.InspectionWords`."""


@dataclass(frozen=True)
class Vignette:
    """One vignette on the ornament: detected, or expected by a layout.

    Attributes
    ----------
    box : (x1, y1, x2, y2) in ornament pixels.
    label : catalogue label without pose suffix.
    pose : pose against the catalogue's prototype.
    confidence : detector's score, 0..1.
    score : anomaly score (standardised, higher is stranger); None before scoring.
    p : conformal p-value, 0..1; None before calibration.
    """

    box: Box
    label: str
    pose: Pose = Pose()
    confidence: float = 1.0
    score: float | None = None
    p: float | None = None

    @property
    def centre(self) -> tuple[float, float]:
        """(x, y) of the box's middle in pixels."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    def as_json(self) -> dict[str, Any]:
        """The entry of ``vignettes`` in the command line's JSON, with pose and confidence added."""
        return {
            "box": [round(value, 3) for value in self.box],
            "label": self.label,
            "score": self.score,
            "p": self.p,
            "confidence": self.confidence,
            "rotation_deg": self.pose.rotation_deg,
            "mirrored": self.pose.mirrored,
        }


@dataclass(frozen=True)
class Finding:
    """One flagged place with its evidence and the historian's verdict.

    Attributes
    ----------
    kind : altered | foreign | missing | misplaced | swapped
    box : (x1, y1, x2, y2) in ornament pixels.
    label : what stands there ('' where nothing of the catalogue does).
    expected : what the reference layout has there ('' without a layout).
    score : ranks findings of one kind; higher is stranger.
    p : conformal p-value; None for missing, misplaced and swapped (DESIGN section 7).
    promised : whether the normals suffice to promise the asked false-alarm rate for it.
    evidence : short sentences, in the order of their weight.
    """

    kind: str
    box: Box
    label: str
    expected: str
    score: float
    p: float | None
    promised: bool
    evidence: tuple[str, ...]
    verdict: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise MisuseError(f"kind: expected one of {', '.join(KINDS)}, got {self.kind!r}")
        if self.verdict not in VERDICTS:
            raise MisuseError(f"verdict: expected one of {VERDICTS}, got {self.verdict!r}")
        if not math.isfinite(self.score):
            raise MisuseError(f"score: expected a finite number, got {self.score!r}")

    def judged(self, verdict: str, note: str | None = None) -> Finding:
        """This finding with the historian's verdict ('', 'accepted', 'rejected') and note."""
        return replace(self, verdict=verdict, note=self.note if note is None else note)

    def as_json(self) -> dict[str, Any]:
        """The entry of ``findings`` in the command line's JSON."""
        return {
            "kind": self.kind,
            "box": [round(value, 3) for value in self.box],
            "label": self.label,
            "expected": self.expected,
            "score": self.score,
            "p": self.p,
            "promised": self.promised,
            "evidence": list(self.evidence),
            "verdict": self.verdict,
            "note": self.note,
        }

    @classmethod
    def from_json(cls, value: JsonObject) -> Finding:
        """Read an entry written by `as_json`; `InputError` names the field that is wrong."""
        box = value.numbers("box", 4)
        return cls(
            kind=value.text("kind", choices=tuple(KINDS)),
            box=(box[0], box[1], box[2], box[3]),
            label=value.text("label"),
            expected=value.text("expected"),
            score=value.number("score"),
            p=None if value.number_or_none("p") is None else value.number("p", minimum=0, maximum=1),
            promised=value.flag("promised"),
            evidence=value.texts("evidence"),
            verdict=value.text("verdict", "", choices=VERDICTS),
            note=value.text("note", ""),
        )


def ranked(findings: tuple[Finding, ...] | list[Finding]) -> tuple[Finding, ...]:
    """Findings in the order in which they are listed: promised first, then by p, then by score."""

    def key(item: Finding) -> tuple[bool, float, float, Box]:
        # Findings without a p (layout) are certain facts about the layout; they come with the surest.
        return not item.promised, 0.0 if item.p is None else item.p, -item.score, item.box

    return tuple(sorted(findings, key=key))


def differences(first: Sequence[Finding], second: Sequence[Finding]) -> list[str]:
    """What differs between two lists of findings, verdicts and notes apart; empty when they agree."""

    def plain(items: Sequence[Finding]) -> list[dict[str, Any]]:
        return [replace(item, verdict="", note="").as_json() for item in items]

    lines = []
    one, two = plain(first), plain(second)
    if len(one) != len(two):
        lines.append(f"{len(one)} findings before, {len(two)} now")
    for number, (before, now) in enumerate(zip(one, two, strict=False), 1):
        for name in before:
            if not _same(before[name], now[name]):
                lines.append(f"finding {number}: {name} {before[name]!r} before, {now[name]!r} now")
    return lines


def _same(before: Any, now: Any) -> bool:
    """Equal, numbers to what a record keeps of a layout (a thousandth of a pixel)."""
    if isinstance(before, list) and isinstance(now, list):
        return len(before) == len(now) and all(_same(a, b) for a, b in zip(before, now, strict=True))
    if isinstance(before, float) and isinstance(now, float):
        return math.isclose(before, now, rel_tol=1e-4, abs_tol=2e-3)
    return bool(before == now)


@dataclass(frozen=True)
class LayoutTolerance:
    """How far a vignette may stand from its place before it counts as misplaced.

    `shift` is a fraction of the vignette's smaller side, `angle_deg` in degrees.
    """

    shift: float
    angle_deg: float
    symmetries: Mapping[str, tuple[Pose, ...]] = field(default_factory=dict)
