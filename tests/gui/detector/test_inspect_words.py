"""The core's sentences are messages of code and values, so that they can be said in another language."""

from __future__ import annotations

import json
import pickle
import string

import numpy as np
import pytest
from PyQt6.QtCore import QCoreApplication

from autolabelme.core import languages
from autolabelme.core.matching.poses import Pose
from autolabelme.core.messages import Message, clauses
from autolabelme.qtkit.messages import said
from detector.core.inspection.conformal import PValue
from detector.core.inspection.evidence import EVIDENCE
from detector.core.inspection.findings import KINDS, LayoutTolerance, Vignette
from detector.core.inspection.layout_findings import compare_layout
from detector.core.inspection.params import InspectParams
from detector.core.inspection.words import InspectionWords, beside_words, counted, share_words

from .inspect_stub import an_inspection


class Quoting(languages.Catalogue):
    """Another language: every template in brackets."""

    def __init__(self) -> None:
        super().__init__("quoted", ())

    def find(self, context: str, source: str, number: int = -1) -> str | None:
        return f"[{source}]" if context == "InspectionWords" else None


@pytest.fixture
def quoting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "spoken", Quoting)


def sentences() -> list[str]:
    """What the core says of a few findings and of whole ornaments."""
    found = []
    for pooled in (True, False):
        for p, normals in ((1 / 121, 120), (0.5, 120), (1.0, 0)):
            value = PValue(p, normals, pooled)
            found += [share_words("12", value), beside_words(value)]
    for rate in (0.0001, 0.01, 0.3):
        for carved in (True, False):
            inspection = an_inspection(InspectParams(false_alarms=rate), carved=carved)
            found += [inspection.verdict, *inspection.notes]
    return found


def test_every_sentence_is_a_message_and_unchanged_in_english(qapp: QCoreApplication) -> None:
    assert [text for text in sentences() if not isinstance(text, Message)] == []
    assert [text for text in sentences() if said(text) != text] == []


def test_a_layouts_findings_are_messages(qapp: QCoreApplication) -> None:
    side = 40.0

    def at(x: float, label: str, turn: float = 0.0) -> Vignette:
        return Vignette((x, 20.0, x + side, 20.0 + side), label, Pose(turn), score=0.1, p=0.5)

    layout = [at(20, "1"), at(120, "2"), at(220, "3"), at(320, "4")]
    seen = [at(20, "1", 90.0), at(120, "5"), at(330, "4"), at(500, "1")]
    ink = np.zeros((100, 700), np.float32)
    found = compare_layout(layout, seen, ink, [0.5] * 4, LayoutTolerance(0.25, 20.0))
    assert {one.kind for one in found} >= {"missing", "swapped", "misplaced"}
    lines = [line for one in found for line in one.evidence]
    assert [line for line in lines if not isinstance(line, Message)] == []
    assert "turned against the reference layout: 90° instead of 0°" in lines


@pytest.mark.usefixtures("quoting")
def test_messages_are_said_in_the_windows_language() -> None:
    value = PValue(1 / 120, 400, False)
    assert said(share_words("12", value)) == (
        "[1 in 120 [authenticated] impressions [of label 12] differs this much]"
    )
    line = InspectionWords.DIFFERS(percent=1.0, counted=counted({"missing": 2, "altered": 1}))
    assert line == "differs from normal ornaments at a false-alarm rate of 1%: 1 altered, 2 missing"
    assert said(line) == (
        "[differs from normal ornaments at a false-alarm rate of 1%: [1 altered], [2 missing]]"
    )
    assert said(clauses([line, InspectionWords.REJECTED(count=3)])).endswith(
        "; [3 rejected by the historian]"
    )
    assert said("a sentence of tomorrow's core") == "a sentence of tomorrow's core"


def test_a_message_is_its_sentence_to_files_and_other_processes() -> None:
    line = InspectionWords.NOT_KEPT(problem="full")
    assert json.loads(json.dumps([line])) == ["the normals could not be kept: full"]
    again = pickle.loads(pickle.dumps(line))
    assert (again, again.code, dict(again.values)) == (line, InspectionWords.NOT_KEPT, {"problem": "full"})
    with pytest.raises(KeyError):
        InspectionWords.NOT_KEPT()


def test_no_code_is_missing() -> None:
    assert {f"COUNT_{kind.upper()}" for kind in KINDS} <= set(InspectionWords.__members__)
    assert {name.upper() for name in EVIDENCE} <= set(InspectionWords.__members__)
    templates = [one.value for one in InspectionWords]
    assert len(templates) == len(InspectionWords.__members__), "no sentence twice"
    for template in templates:
        assert all(
            name is None or name.isidentifier() for _, name, _, _ in string.Formatter().parse(template)
        )
