"""What may stand as a sibling: poses that nobody wrote down, other designs, one impression twice."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from detector.core.inspection.findings import Vignette
from detector.core.siblings.inspection import SiblingInspection, inspect_siblings
from detector.core.siblings.prepare import AuthenticPage

from .conftest import Printed, strip

FOREIGN = 4


def inspected(printed: Printed, *normals: Printed) -> SiblingInspection:
    pages = [
        AuthenticPage(one.gray, one.vignettes, f"{number}.json") for number, one in enumerate(normals, 1)
    ]
    return inspect_siblings(printed.gray, printed.vignettes, normals=pages)


def with_boxes(printed: Printed, vignettes: tuple[Vignette, ...]) -> Printed:
    return Printed(printed.gray, vignettes)


def as_from_another_template(printed: Printed) -> Printed:
    """The same boxes, each pose said against a template that stood turned by 180 degrees."""
    turned = tuple(
        replace(one, pose=Pose((one.pose.rotation_deg + 180) % 360, one.pose.mirrored))
        for one in printed.vignettes
    )
    return with_boxes(printed, turned)


def upright_and_upside_down() -> Printed:
    """A strip that stands half upright, half turned by 180 degrees, with a foreign piece."""
    whole = strip(second=12)
    page = whole.gray.copy()
    for number, one in enumerate(whole.vignettes):
        x1, y1, x2, y2 = (int(edge) for edge in one.box)
        side = max(x2 - x1, y2 - y1) + 6
        top, left = (y1 + y2 - side) // 2, (x1 + x2 - side) // 2
        patch = whole.gray[top : top + side, left : left + side]
        turns = round(one.pose.rotation_deg / 90) - (2 if number % 2 else 0)
        upright = np.rot90(patch, -turns)
        if one.pose.mirrored:
            # Mirrored in its own pose, then turned.
            upright = np.rot90(np.rot90(patch, -round(one.pose.rotation_deg / 90))[:, ::-1], number % 2 * 2)
        page[top : top + side, left : left + side] = upright
    return Printed(page, tuple(replace(one, pose=Pose()) for one in whole.vignettes))


def test_boxes_without_poses_are_turned_to_fit_and_that_is_said() -> None:
    found = inspected(upright_and_upside_down())
    # Which half is turned depends on which piece the others are most like; the stranger fits neither.
    assert any(f"{half} of 20 impressions fit the others only turned" in found.notes[0] for half in (9, 10))
    assert found.decision.anomalous
    assert found.findings[0].kind == "foreign"
    assert found.findings[0].box == strip(second=12).vignettes[FOREIGN].box


def test_a_few_turned_pieces_are_findings() -> None:
    printed = strip()
    turned = tuple(
        replace(one, pose=Pose((one.pose.rotation_deg + 180) % 360, one.pose.mirrored))
        if number in (3, 11)
        else one
        for number, one in enumerate(printed.vignettes)
    )
    found = inspected(with_boxes(printed, turned))
    misplaced = {one.box for one in found.findings if one.kind == "misplaced"}
    assert misplaced == {printed.vignettes[number].box for number in (3, 11)}
    assert not any("turned" in note for note in found.notes)


def test_another_pages_template_may_have_stood_otherwise() -> None:
    suspect, authentic = strip(second=12), strip(seed=5)
    alike = inspected(suspect, authentic)
    otherwise = inspected(suspect, as_from_another_template(authentic))
    assert any("1.json" in note and "20 of 20" in note for note in otherwise.notes)
    assert otherwise.decision.p == pytest.approx(alike.decision.p, rel=0.5)
    assert otherwise.findings[0].box == alike.findings[0].box


def test_another_design_under_the_label_is_left_out() -> None:
    suspect, other = strip(second=12), strip(seed=5, sort=9)
    label = suspect.vignettes[0].label
    named = with_boxes(other, tuple(replace(one, label=label) for one in other.vignettes))
    found, alone = inspected(suspect, named), inspected(suspect)
    assert any("another design" in note and "1.json" in note for note in found.notes)
    assert found.decision.p == pytest.approx(alone.decision.p, rel=0.01)


@pytest.mark.parametrize("reduced", [1.0, 0.75])
def test_another_picture_of_the_page_gives_no_siblings(reduced: float) -> None:
    suspect = strip(second=12)
    _, packed = cv2.imencode(".jpg", suspect.gray, [cv2.IMWRITE_JPEG_QUALITY, 70])
    opened = cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)
    assert opened is not None
    again = np.asarray(
        cv2.resize(opened, None, fx=reduced, fy=reduced, interpolation=cv2.INTER_AREA), dtype=np.uint8
    )
    boxes = tuple(replace(one, box=tuple(edge * reduced for edge in one.box)) for one in suspect.vignettes)
    found, alone = inspected(suspect, Printed(again, boxes)), inspected(suspect)
    assert any("20 left out" in note for note in found.notes)
    assert found.decision.p == pytest.approx(alone.decision.p, rel=0.01)


def test_an_authentic_page_that_is_named_twice_counts_once() -> None:
    suspect, authentic = strip(second=12), strip(seed=5)
    once, twice = inspected(suspect, authentic), inspected(suspect, authentic, authentic)
    assert len(once.sorts[0].places) == 40 == len(twice.sorts[0].places)
    assert any("2.json" in note for note in twice.notes)


def test_boxes_that_lie_on_each_other_are_one_impression() -> None:
    printed = strip(second=12)
    double = with_boxes(printed, printed.vignettes + printed.vignettes)
    found, alone = inspected(double), inspected(printed)
    assert len(found.judged) == 40
    assert all(one.vignette.p is None and not one.promised for one in found.judged[20:])
    assert [one.siblings for one in found.judged[:20]] == [19] * 20
    assert found.decision.p == pytest.approx(alone.decision.p, rel=0.2)
    assert "of 20 vignettes" in found.verdict
    assert any("20" in note and "not judged" in note for note in found.notes)


def test_what_the_edge_of_the_page_cuts_is_not_judged() -> None:
    printed = strip()
    label = printed.vignettes[0].label
    edge = Vignette((-60.0, 10.0, 24.0, 94.0), label)
    found = inspected(with_boxes(printed, (*printed.vignettes, edge)))
    assert found.judged[-1].vignette.p is None
    assert not found.decision.anomalous
    assert any("edge" in note for note in found.notes)


def test_a_page_without_the_labels_is_named() -> None:
    other = with_boxes(strip(seed=5), tuple(replace(one, label="other") for one in strip().vignettes))
    assert any("1.json has none of the labels" in note for note in inspected(strip(), other).notes)
