"""When a model beside the siblings is believed, and where its boxes go: one that says what it is told."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from detector.core.inspection import inspector
from detector.core.inspection.findings import Vignette
from detector.core.inspection.params import InspectParams
from detector.core.siblings import tuning
from detector.core.siblings.ink import Levels, crop_ink
from detector.core.siblings.model_evidence import ModelEvidence, evidence_of_model

Box = tuple[float, float, float, float]


def row(count: int) -> list[Vignette]:
    return [Vignette((60.0 * number, 0.0, 60.0 * number + 50, 50.0), "mine") for number in range(count)]


def told(
    monkeypatch: pytest.MonkeyPatch,
    boxed: list[Vignette],
    seen: list[Vignette],
    strangers: int = 0,
    seen_as: str = "mine",
) -> ModelEvidence:
    """What a model adds that sees `seen`, of which the first few look like none of its labels.

    `seen_as` is '' for what its detector passed over.
    """
    value = SimpleNamespace(normals=50, p=0.5, press_made=False)
    judged = [
        SimpleNamespace(vignette=one, value=value, stranger=number < strangers, seen_as=seen_as)
        for number, one in enumerate(seen)
    ]
    found = SimpleNamespace(judged=judged, unknown=None)
    monkeypatch.setattr(inspector, "inspect", lambda *_args, **_options: found)
    sight = SimpleNamespace(vignettes=seen)
    model: Any = SimpleNamespace(
        notes=(),
        inspection=SimpleNamespace(
            detector=SimpleNamespace(look=lambda *_args, **_options: sight),
            normals=SimpleNamespace(press_made=False),
        ),
    )
    return evidence_of_model(np.zeros((60, 900, 3), np.uint8), boxed, model, InspectParams())


@pytest.mark.parametrize(("seen", "believed"), [(4, False), (6, True)])
def test_a_model_is_believed_that_sees_half_of_what_is_boxed(
    monkeypatch: pytest.MonkeyPatch, seen: int, believed: bool
) -> None:
    assert bool(told(monkeypatch, row(10), row(seen)).said) is believed


@pytest.mark.parametrize(("strangers", "believed"), [(6, False), (4, True)])
def test_a_model_is_believed_that_knows_half_of_what_is_boxed(
    monkeypatch: pytest.MonkeyPatch, strangers: int, believed: bool
) -> None:
    assert bool(told(monkeypatch, row(10), row(10), strangers).said) is believed


@pytest.mark.parametrize(("left", "added"), [(35.0, False), (42.5, True)])
def test_a_box_that_reaches_into_another_stands_there_already(
    monkeypatch: pytest.MonkeyPatch, left: float, added: bool
) -> None:
    # Of 50 px, 30 and 15% lie on the one before.
    further = Vignette((left, 0.0, left + 50, 50.0), "mine")
    assert bool(told(monkeypatch, row(1), [*row(1), further]).found) is added


def test_what_the_detector_passed_over_is_no_vignette_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, row(3), row(5)).found == tuple(row(5)[3:])
    passed = told(monkeypatch, row(3), row(5), seen_as="")
    assert passed.found == () and len(passed.said) == 3, "what is boxed has its say all the same"


def test_a_models_pose_is_related_to_the_pages_in_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    boxed = [replace(one, pose=Pose(98.0)) for one in row(3)]
    seen = [replace(one, label="its") for one in row(4)]
    (added,) = told(monkeypatch, boxed, seen).found
    assert added.label == "mine"
    assert added.pose.rotation_deg % 360 == pytest.approx(105.0)


def test_where_a_crop_shows_hardly_any_paper_the_pages_paper_stands_in() -> None:
    levels = Levels(split=120.0, ink=40.0, paper=240.0)
    crop = np.full((100, 100), 130, np.uint8)
    crop[:, :14] = 190
    share = crop_ink(crop, levels)
    grown = np.ones((tuning.PAPER_GROWN, tuning.PAPER_GROWN), np.uint8)
    bare = 1 - cv2.dilate((crop <= 180).astype(np.uint8), grown).astype(np.float32)
    sigma = max(tuning.PAPER_BLUR_LEAST, tuning.PAPER_BLUR * 100.0)
    seen = cv2.GaussianBlur(bare, (0, 0), sigma)
    inside = (seen > 0.01) & (seen < 0.05) & (crop == 130)
    assert inside.sum() > 100
    depth = tuning.PALE + share[inside] * (tuning.DARK - tuning.PALE)
    paper = (130 - 40 * depth) / (1 - depth)
    prior = seen[inside] * (paper - 190) / (240 - paper)
    assert 0.015 < np.median(prior) < 0.028
