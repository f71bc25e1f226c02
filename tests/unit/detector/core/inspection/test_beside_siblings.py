"""What a model adds to a comparison with siblings: its boxes in the page's own names and poses, its p."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from autolabelme.core.arrays import U8
from autolabelme.core.matching.poses import Pose
from detector.core.inspection.file_inspection import ModelInUse
from detector.core.inspection.findings import Vignette
from detector.core.inspection.inspector import InspectionModel
from detector.core.inspection.params import InspectParams
from detector.core.inspection.press_normals import vignettes_of
from detector.core.siblings.inspection import inspect_siblings
from detector.core.siblings.model_evidence import ModelEvidence, evidence_of_model

from .conftest import Press

# The page's drawing stands a quarter turn from the model's.
QUARTER = Pose(90.0).matrix()


def as_boxed(vignette: Vignette) -> Vignette:
    """A vignette as a person names it, who started from another copy."""
    linear = vignette.pose.matrix() @ QUARTER
    mirrored = bool(np.linalg.det(linear) < 0)
    turned = linear @ np.diag([-1.0, 1.0]) if mirrored else linear
    angle = float(np.rad2deg(np.arctan2(turned[0, 1], turned[0, 0])))
    return replace(vignette, label=f"mine {vignette.label}", pose=Pose(angle, mirrored))


def boxes_and_truth(press: Press, seed: int = 41) -> tuple[U8, list[Vignette], list[Vignette]]:
    page = press.printed(press.layout(seed), seed)
    truth = [as_boxed(one) for one in vignettes_of(page)]
    return page.rgb, truth, [one for number, one in enumerate(truth) if number % 5 != 2]


def looked(
    press: Press, rgb: np.ndarray, boxes: list[Vignette], *, press_made: bool = False
) -> ModelEvidence:
    normals = replace(press.model.normals, press_made=press_made)
    model = ModelInUse(InspectionModel(press.detector, normals, press.facts), {})
    return evidence_of_model(rgb, boxes, model, InspectParams())


def same(first: Vignette, second: Vignette) -> bool:
    middle = np.subtract(first.centre, second.centre)
    return bool(np.hypot(*middle) < 8 and first.label == second.label)


def test_boxes_are_found_under_the_pages_names_and_in_its_poses(press: Press) -> None:
    rgb, truth, boxes = boxes_and_truth(press)
    gone = [one for one in truth if one not in boxes]
    added = looked(press, rgb, boxes)
    assert len(gone) >= 3
    pairs = [(one, other) for one in added.found for other in gone if same(one, other)]
    assert len(pairs) == len(gone) == len(added.found)
    plain = {one.label for one in press.sorts if len(one.symmetry) <= 1}
    turned = [(a, b) for a, b in pairs if b.label.removeprefix("mine ") in plain]
    assert turned
    assert all(a.pose.mirrored == b.pose.mirrored for a, b in turned)
    assert all(a.pose.angle_from(b.pose.rotation_deg) < 3 for a, b in turned)
    assert len(added.said) >= 0.9 * len(truth)
    assert all(one.promises(0.05) and one.p is not None for one in added.said.values())


def test_impressions_without_siblings_are_judged_by_a_model_with_real_normals(press: Press) -> None:
    rgb, truth, boxes = boxes_and_truth(press)
    few = {label for label, count in Counter(one.label for one in truth).items() if count <= 8}
    found = inspect_siblings(rgb, boxes, model=looked(press, rgb, boxes))
    assert [one.found_by_model for one in found.judged] == [False] * len(boxes) + [True] * (
        len(truth) - len(boxes)
    )
    for one in found.judged:
        if one.siblings < 8 and one.model is not None:
            assert one.vignette.p == one.model.p and one.promised
    bare = inspect_siblings(rgb, boxes, model=looked(press, rgb, boxes, press_made=True))
    assert any(one.vignette.p is None for one in bare.judged) == bool(few)
    assert all(one.vignette.p is None for one in bare.judged if one.siblings < 8)
    assert any("keep no rate" in note for note in bare.notes)


def test_a_model_that_does_not_know_the_vignettes_says_nothing(press: Press) -> None:
    rgb, truth, boxes = boxes_and_truth(press)
    few = [one for number, one in enumerate(truth) if number % 3 == 0]
    press.detector.tell(rgb, [replace(one, label=one.label.removeprefix("mine ")) for one in few])
    added = looked(press, rgb, [one for one in boxes if one not in few])
    assert added.found == () and added.said == {}
    assert any("is no evidence" in note for note in added.notes)


@pytest.mark.parametrize("label", ["0", "7"])
def test_a_name_that_both_use_for_different_things_is_not_one_sort(press: Press, label: str) -> None:
    rgb, truth, _ = boxes_and_truth(press)
    here = [one for one in truth if one.label == f"mine {label}"]
    others = [one for one in truth if one.label != f"mine {label}"]
    if not here or not others:
        pytest.skip("the page lacks the label")
    # The person calls all others by the name that the model has for what is not boxed.
    boxes = [replace(one, label=label) for one in others]
    added = looked(press, rgb, boxes)
    assert {one.label for one in added.found} == {f"{label} of the model"}
