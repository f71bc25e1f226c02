"""One conclusion: verdict line, list, report and exit status never contradict one another."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autolabelme.core.messages import Message
from detector import inspect_cli
from detector.core.inspection.conformal import OrnamentDecision
from detector.core.inspection.file_inspection import Done
from detector.core.inspection.findings import KINDS, Finding, Vignette
from detector.core.inspection.inspector import Inspection, Judged
from detector.core.inspection.maps import Maps
from detector.core.inspection.material import Unknown
from detector.core.inspection.normals import HeldOut, Normals
from detector.core.inspection.params import InspectParams
from detector.core.inspection.record import Record, facts_of_inspection
from detector.core.inspection.source import Source
from detector.core.inspection.standard import Standard, Tail
from detector.core.inspection.unexplained import Region
from detector.core.inspection.verdict import conclude
from detector.core.inspection.words import concluded_words, counted, kind_words
from detector.core.report import build_report

SIZE = 64
VERDICTS = ("", "accepted", "rejected")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_word_and_is_counted(kind: str) -> None:
    assert str(kind_words(kind)) and str(counted({kind: 2})).startswith("2 ")


def normals_of(count: int, *, press_made: bool = False) -> Normals:
    """`count` normal ornaments of four vignettes; their scores go evenly from 0 to 5."""
    scores = np.random.default_rng(2).permutation(np.linspace(0, 5, 4 * count)).reshape(count, 4)
    held_out = tuple(HeldOut(("1",) * 4, tuple(row), (0.0,)) for row in scores.tolist())
    tail = Tail.fit(np.array([0.0, 0.1, 0.2]))
    return Normals({}, Standard({}, {}), 0.3, tail, held_out, press_made=press_made)


def inspected(
    scores: list[float],
    *,
    rate: float = 0.01,
    count: int = 120,
    regions: list[float] | None = None,
    layout: int = 0,
    carved: bool = False,
    unknown: bool = False,
    press_made: bool = False,
) -> Inspection:
    """An inspection of vignettes with these scores, and of places of unexplained ink of these sizes."""
    normals = normals_of(count, press_made=press_made)
    judged = []
    for number, score in enumerate(scores):
        value = normals.calibration.p_value("1", score)
        vignette = Vignette((10.0 * number, 0, 10.0 * number + 9, 9), "1", score=score, p=value.p)
        evidence: Any = SimpleNamespace(correlation=0.7)
        judged.append(Judged(vignette, evidence, None, {}, value, False, "1"))
    from detector.core.inspection.inspector import _region_p

    found = [Region((10.0 * n, 20, 10.0 * n + 5, 25), size) for n, size in enumerate(regions or [])]
    facts = tuple(
        Finding("missing", (10.0 * n, 40, 10.0 * n + 5, 45), "", "1", 1.0, None, True, ("gone",))
        for n in range(layout)
    )
    zero = np.zeros((SIZE, SIZE), np.float32)
    inspection = Inspection(
        width=SIZE,
        height=SIZE,
        vignettes=tuple(item.vignette for item in judged),
        findings=(),
        decision=OrnamentDecision(False, 1.0, "whole", False, 0.0),
        params=InspectParams(false_alarms=rate),
        judged=tuple(judged),
        maps=Maps(np.full((SIZE, SIZE), 255, np.uint8), zero, zero, zero, zero, zero),
        regions=tuple((region, _region_p(region, normals)) for region in found),
        layout_findings=facts,
        normals=normals,
        side_px=9.0,
        unknown=Unknown(0.1, True) if unknown else None,
    ).at_rate(rate)
    if not carved:
        return inspection
    pair = OrnamentDecision(bool(inspection.findings), 1.0, "pair", count >= 99, rate)
    altered = tuple(replace(one, kind="altered", expected="") for one in inspection.findings)
    return replace(inspection, normals=None, decision=pair, findings=altered)


def done_of(inspection: Inspection, findings: tuple[Finding, ...]) -> Done:
    record = Record(
        Source(Path("a.png"), "0" * 64),
        inspection.params,
        inspection.findings,
        (),
        facts=facts_of_inspection(inspection),
    ).judged(inspection, findings)
    return Done(np.full((SIZE, SIZE, 3), 255, np.uint8), inspection, record, None, {})


@st.composite
def cases(draw: st.DrawFn) -> tuple[Inspection, tuple[Finding, ...]]:
    inspection = inspected(
        draw(st.lists(st.floats(0, 9), max_size=6)),
        rate=draw(st.sampled_from((0.001, 0.01, 0.2))),
        count=draw(st.sampled_from((0, 3, 120))),
        regions=draw(st.lists(st.floats(0.1, 2), max_size=2)),
        layout=draw(st.integers(0, 2)),
        carved=draw(st.booleans()),
        unknown=draw(st.booleans()),
        press_made=draw(st.booleans()),
    )
    return inspection, tuple(one.judged(draw(st.sampled_from(VERDICTS))) for one in inspection.findings)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_line_list_report_and_exit_status_say_the_same(case: tuple[Inspection, tuple[Finding, ...]]) -> None:
    inspection, findings = case
    done = done_of(inspection, findings)
    facts = done.record.facts
    line, status = facts["verdict"], inspect_cli._status(str(facts["conclusion"]))
    standing = [one for one in done.record.findings if one.verdict != "rejected"]

    # The exit status and the list.
    if status == inspect_cli.NOTHING:
        assert not standing
    if standing:
        assert status == inspect_cli.FOUND or "no normals to compare with" in line
    assert facts["anomalous"] == (status == inspect_cli.FOUND)
    # The line and the list: it counts what stands, by kind, and nothing else.
    said = {kind: int(number) for number, kind in re.findall(r"(\d+) (\w+)", line) if kind in KINDS}
    assert said == Counter(one.kind for one in standing)
    rejected = re.search(r"(\d+) rejected", line)
    assert (0 if rejected is None else int(rejected[1])) == len(findings) - len(standing)
    # The line and the exit status.
    nothing = ("does not differ", "no finding is left", "nothing to inspect")
    assert line.startswith(nothing) == (status == inspect_cli.NOTHING)
    undecided = ("this model does not know", "nothing can be judged")
    assert line.startswith(undecided) == (status == inspect_cli.UNDECIDED)
    assert isinstance(line, Message), "and it can be said in another language"
    # The report, and the command's JSON.
    html = build_report(done.record, inspection, done.rgb).html()
    headline = re.search(r'<p class="verdict">(.*?)</p>', html)
    sentence = concluded_words(str(facts["conclusion"]), done.record.findings, line)
    assert headline is not None
    assert unescape(headline[1]).lower().rstrip(".") == sentence.lower().rstrip(".")
    assert line.lower() in unescape(html).lower()
    # The sentence counts what the line counts, or nothing: never another number.
    counted = {kind: int(number) for number, kind in re.findall(r"(\d+) (\w+)", sentence) if kind in KINDS}
    assert counted in ({}, said)
    assert counted or not standing or status == inspect_cli.UNDECIDED
    assert ("differs" in sentence or "stand out" in sentence) == (status == inspect_cli.FOUND)
    assert inspect_cli._as_json(done, [])["verdict"] == line
    assert html.count("<td>rejected</td>") == len(findings) - len(standing)


def test_rejecting_every_finding_leaves_nothing() -> None:
    inspection = inspected([0.5, 1.0, 5.5, 6.0])
    before = conclude(inspection, inspection.findings)
    assert (before.kind, before.standing) == ("differs", 2)
    assert before.decision.p < 0.01
    after = conclude(inspection, [one.judged("rejected") for one in inspection.findings])
    assert (after.kind, after.rejected) == ("nothing", 2)
    assert after.line == "no finding is left; 2 rejected by the historian"
    assert after.decision.p > 0.2, "what was rejected is no evidence against the whole, either"
    one = conclude(inspection, [inspection.findings[0].judged("rejected"), inspection.findings[1]])
    assert one.line.endswith(": 1 altered; 1 rejected by the historian")


def test_places_that_stand_out_on_a_normal_ornament_are_neither_kept_quiet_nor_a_forgery() -> None:
    inspection = inspected([0.5] * 12 + [4.98])
    assert not inspection.decision.anomalous
    found = conclude(inspection, inspection.findings)
    assert found.kind == "places"
    assert found.line.startswith("single places stand out at a false-alarm rate of 1%")
    assert found.line.endswith(": 1 altered")
    accepted = conclude(inspection, [one.judged("accepted") for one in inspection.findings])
    assert accepted.kind == "differs"
    assert accepted.line.startswith("differs by what the historian accepted")


def test_many_ordinary_oddities_make_a_whole_that_differs_without_a_single_place() -> None:
    inspection = inspected([4.8] * 8)
    assert inspection.findings == ()
    assert inspection.conclusion.kind == "differs"
    assert inspection.verdict.endswith(": no single place")


def test_what_rests_on_press_made_normals_says_so() -> None:
    authentic, pressed = (inspected([0.5, 6.0], press_made=made) for made in (False, True))
    assert "press" not in authentic.verdict
    assert pressed.verdict.endswith("not authenticated impressions: no rate is promised on a scan")
    assert (authentic.decision.promised, pressed.decision.promised) == (True, False)
    assert not any(finding.promised for finding in pressed.findings)
    assert "authenticated impressions of label 1" in authentic.findings[0].evidence[0]
    assert "press-made impressions of label 1" in pressed.findings[0].evidence[0]
    assert not any("authenticated" in line for one in pressed.findings for line in one.evidence)


def test_without_a_conclusion_there_is_no_finding_and_a_status_of_its_own() -> None:
    inspection = inspected([6.0] * 8, layout=2, unknown=True)
    assert inspection.findings == ()
    assert (inspection.conclusion.kind, inspection.anomalous) == ("undecided", False)
    assert inspect_cli._status("undecided") == inspect_cli.UNDECIDED == 4
    assert inspection.verdict.startswith("this model does not know these vignettes")
    assert inspection.at_rate(0.2).findings == ()
    html = build_report(done_of(inspection, ()).record, inspection, np.full((SIZE, SIZE, 3), 255, np.uint8))
    assert "decided by" not in html.html()


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        ((), 0),
        (("nothing", "nothing"), 0),
        (("undecided", "nothing"), 4),
        (("nothing", "places", "undecided"), 1),
        (("differs",), 1),
    ],
)
def test_several_ornaments_have_the_status_of_the_one_that_matters_most(
    kinds: tuple[str, ...], status: int
) -> None:
    assert inspect_cli._status_of_all(kinds) == status
