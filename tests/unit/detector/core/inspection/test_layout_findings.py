from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autolabelme.core.errors import InputError, MisuseError
from autolabelme.core.matching.poses import Pose
from autolabelme.core.reading import JsonObject
from detector.core.inspection.findings import Finding, LayoutTolerance, Vignette, ranked
from detector.core.inspection.layout_findings import compare_layout, turn_between

SIDE = 40.0


def row(labels: str, dx: float = 0.0) -> list[Vignette]:
    return [
        Vignette((dx + k * SIDE, 10.0, dx + (k + 1) * SIDE, 10.0 + SIDE), label)
        for k, label in enumerate(labels)
    ]


def page(items: list[Vignette]) -> np.ndarray:
    ink = np.zeros((80, 400), dtype=np.float32)
    for item in items:
        x1, y1, x2, y2 = (int(v) for v in item.box)
        ink[y1 + 4 : y2 - 4, x1 + 4 : x2 - 4] = 0.8
    return ink


def compare(layout: list[Vignette], found: list[Vignette], ink: np.ndarray | None = None, **symmetries):
    ink = page(found) if ink is None else ink
    expected = [0.512] * len(layout)
    return compare_layout(layout, found, ink, expected, LayoutTolerance(0.25, 20.0, symmetries=symmetries))


def test_the_reference_against_itself_shows_nothing() -> None:
    assert compare(row("abcab"), row("abcab")) == ()


@given(st.floats(-15, 15), st.floats(0.05, 1.0))
def test_a_common_shift_is_the_alignments_not_a_misplacement(shift: float, confidence: float) -> None:
    found = [replace(item, confidence=confidence) for item in row("abcabc", dx=shift)]
    assert compare(row("abcabc"), found) == ()


def test_a_missing_vignette() -> None:
    (finding,) = compare(row("abcab"), [v for k, v in enumerate(row("abcab")) if k != 2])
    assert (finding.kind, finding.expected, finding.label, finding.p) == ("missing", "c", "", None)
    assert finding.box == row("abcab")[2].box


def test_ink_that_was_not_recognised_is_not_missing() -> None:
    found = [v for k, v in enumerate(row("abcab")) if k != 2]
    assert compare(row("abcab"), found, ink=page(row("abcab"))) == ()


def test_a_swapped_vignette() -> None:
    (finding,) = compare(row("abcab"), row("abdab"))
    assert (finding.kind, finding.label, finding.expected) == ("swapped", "d", "c")


def test_a_turned_vignette_unless_it_is_symmetric() -> None:
    found = row("abcab")
    found[2] = replace(found[2], pose=Pose(180))
    (finding,) = compare(row("abcab"), found)
    assert finding.kind == "misplaced"
    assert "turned" in finding.evidence[0]
    assert compare(row("abcab"), found, c=(Pose(), Pose(180))) == ()


def test_a_shifted_vignette() -> None:
    found = row("abcab")
    x1, y1, x2, y2 = found[2].box
    found[2] = replace(found[2], box=(x1, y1 + 14, x2, y2 + 14))
    (finding,) = compare(row("abcab"), found)
    assert finding.kind == "misplaced"
    assert "14 px" in finding.evidence[0]


def test_an_extra_vignette_of_the_catalogue() -> None:
    extra = Vignette((300.0, 10.0, 340.0, 50.0), "a")
    (finding,) = compare(row("abcab"), [*row("abcab"), extra])
    assert (finding.kind, finding.expected) == ("misplaced", "")


def test_an_empty_ornament_and_an_empty_layout() -> None:
    assert {f.kind for f in compare(row("abc"), [])} == {"missing"}
    assert len(compare([], row("abc"))) == 3
    assert compare([], []) == ()


@given(
    st.sampled_from([0.0, 90.0, 180.0, 270.0]),
    st.booleans(),
    st.sampled_from([0.0, 90.0, 180.0, 270.0]),
    st.booleans(),
)
def test_turn_agrees_with_the_matrices(r1: float, m1: bool, r2: float, m2: bool) -> None:
    expected, symmetry = Pose(r1, m1), Pose(r2, m2)
    # Seen = expected after the symmetry (applied first) must look the same.
    candidates = [Pose(r, m) for r in (0, 90, 180, 270) for m in (False, True)]
    (inverse,) = [c for c in candidates if np.allclose(c.matrix() @ symmetry.matrix(), expected.matrix())]
    for seen in candidates:
        assert (turn_between(expected, seen, (symmetry,)) < 1e-6) == (seen is inverse)
    assert turn_between(expected, inverse, (Pose(), symmetry)) == pytest.approx(0.0)


def test_findings_round_trip_and_refuse_bad_fields() -> None:
    finding = Finding("altered", (1.0, 2.0, 3.0, 4.0), "12", "", 5.0, 0.01, True, ("ink lost",), note="é")
    assert Finding.from_json(JsonObject(finding.as_json(), None)) == finding
    assert finding.judged("accepted", "sure").verdict == "accepted"
    with pytest.raises(InputError, match=r"findings\[3\].score"):
        stored = {k: v for k, v in finding.as_json().items() if k != "score"}
        Finding.from_json(JsonObject(stored, None, "findings[3]"))
    with pytest.raises(InputError, match="kind"):
        Finding.from_json(JsonObject(finding.as_json() | {"kind": "odd"}, None))
    with pytest.raises(MisuseError):
        finding.judged("perhaps")


def test_ranking_puts_promised_findings_first() -> None:
    base = Finding("altered", (0.0, 0.0, 1.0, 1.0), "1", "", 1.0, 0.001, False, ())
    weak, sure, sharper = base, replace(base, promised=True, p=0.01), replace(base, promised=True, p=0.005)
    assert ranked([weak, sure, sharper]) == (sharper, sure, weak)


def test_a_poor_impression_of_another_label_is_a_stranger_not_a_swap() -> None:
    layout, found = row("abcab"), row("abdab")
    sure, doubtful = (replace(found[2], p=p) for p in (0.4, 0.02))
    (swapped,) = compare(layout, [*found[:2], sure, *found[3:]])
    (foreign,) = compare(layout, [*found[:2], doubtful, *found[3:]])
    assert (swapped.kind, swapped.label, swapped.expected) == ("swapped", "d", "c")
    assert (foreign.kind, foreign.label, foreign.expected, foreign.p) == ("foreign", "", "c", 0.02)
    assert "label d" in " ".join(foreign.evidence)


def test_a_label_without_normals_is_missing_only_where_there_is_no_ink() -> None:
    layout, tolerance = row("ax"), LayoutTolerance(0.25, 20.0)
    assert compare_layout(layout, row("a"), page(layout), [0.512, 0.0], tolerance, known="a") == ()
    (gone,) = compare_layout(layout, row("a"), page(row("a")), [0.512, 0.0], tolerance, known="a")
    assert (gone.kind, gone.expected) == ("missing", "x")
    assert gone.evidence == ("the reference layout has label x here; there is no ink",)


def test_what_was_taken_for_a_label_says_nothing_where_the_layout_has_one_that_is_not_known() -> None:
    layout, found = row("ax"), row("ab")
    assert (
        compare_layout(layout, found, page(layout), [0.512, 0.0], LayoutTolerance(0.25, 20.0), known="ab")
        == ()
    )
    assert [one.kind for one in compare(layout, found)] == ["swapped"]
