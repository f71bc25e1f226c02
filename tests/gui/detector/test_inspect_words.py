"""The core's sentences are known to the window, so that they can be said in another language."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PyQt6.QtCore import QCoreApplication, QTranslator

from autolabelme.core.matching.poses import Pose
from detector.core.inspection.conformal import PValue, in_words
from detector.core.inspection.evidence import WORDS
from detector.core.inspection.findings import KINDS, LayoutTolerance, Vignette
from detector.core.inspection.layout import compare_layout
from detector.core.inspection.params import InspectParams
from detector.panel.inspect.core_words import TEMPLATES, known, said

from .inspect_stub import an_inspection


class Shouting(QTranslator):
    """Another language: the same in capitals, placeholders kept."""

    def translate(self, context: str | None, text: str | None, *_rest: object) -> str:
        return text.upper() if context == "InspectCore" and text else ""

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def shouting(qapp: QCoreApplication) -> Iterator[None]:
    translator = Shouting()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def sentences() -> list[str]:
    """What the core says of a few findings and of whole ornaments."""
    found = list(WORDS.values())
    for pooled in (True, False):
        for p, normals in ((1 / 121, 120), (0.5, 120), (1.0, 0)):
            found.append(in_words("12", PValue(p, normals, pooled)))
    for rate in (0.0001, 0.01, 0.3):
        for carved in (True, False):
            inspection = an_inspection(InspectParams(false_alarms=rate), carved=carved)
            found += [inspection.verdict, *inspection.notes]
            found += [line for one in inspection.findings for line in one.evidence if one.kind != "missing"]
    return found


def test_every_sentence_is_known_and_unchanged_in_english(qapp: QCoreApplication) -> None:
    assert [text for text in sentences() if not known(text)] == []
    assert [text for text in sentences() if said(text) != text] == []


def test_a_layouts_findings_are_known(qapp: QCoreApplication) -> None:
    side = 40.0

    def at(x: float, label: str, turn: float = 0.0) -> Vignette:
        return Vignette((x, 20.0, x + side, 20.0 + side), label, Pose(turn), score=0.1, p=0.5)

    layout = [at(20, "1"), at(120, "2"), at(220, "3"), at(320, "4")]
    seen = [at(20, "1", 90.0), at(120, "5"), at(330, "4"), at(500, "1")]
    ink = np.zeros((100, 700), np.float32)
    found = compare_layout(layout, seen, ink, [0.5] * 4, LayoutTolerance())
    assert {one.kind for one in found} >= {"missing", "swapped", "misplaced"}
    lines = [line for one in found for line in one.evidence]
    assert [line for line in lines if not known(line)] == []


@pytest.mark.usefixtures("shouting")
def test_sentences_are_said_in_the_windows_language() -> None:
    assert said("1 in 120 authenticated impressions of label 12 differs this much") == (
        "1 IN 120 AUTHENTICATED IMPRESSIONS OF LABEL 12 DIFFERS THIS MUCH"
    )
    assert said("differs from normal ornaments at a false-alarm rate of 0.01: 1 altered, 2 missing") == (
        "DIFFERS FROM NORMAL ORNAMENTS AT A FALSE-ALARM RATE OF 0.01: 1 ALTERED, 2 MISSING"
    )
    assert said("differs from its reference, at no promised rate: 2 altered") == (
        "DIFFERS FROM ITS REFERENCE, AT NO PROMISED RATE: 2 ALTERED"
    )
    assert said("a sentence of tomorrow's core") == "a sentence of tomorrow's core"


def test_templates_can_be_told_apart() -> None:
    for template in TEMPLATES:
        number = template.count("{")
        assert [f"{{{index}}}" in template for index in range(number)] == [True] * number
    assert {f"{{0}} {kind}" for kind in KINDS} <= set(TEMPLATES)
