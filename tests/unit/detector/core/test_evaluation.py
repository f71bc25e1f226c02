import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest

from autolabelme.core.errors import InputError, MisuseError
from detector.core import evaluation, reconstruction
from detector.core.detection import Candidates, Detection, PageDetections
from detector.core.evaluation import BACKGROUND, average_precision, confusion, evaluate, plot_precision_recall
from detector.core.model_folder import Model
from detector.core.params import DetectParams
from detector.core.sources import AnnotatedPage

LABELS = ("1", "2 sun")
Box = tuple[float, float, float, float]


def a_truth(boxes: list[Box], labels: list[str] | None = None) -> AnnotatedPage:
    return AnnotatedPage(
        "page", np.zeros((10, 10, 3), np.uint8), tuple(boxes), tuple(labels or ["1"] * len(boxes)), ()
    )


def grid(count: int) -> list[Box]:
    return [
        (100.0 * (i % 30), 100.0 * (i // 30), 100.0 * (i % 30) + 80, 100.0 * (i // 30) + 80)
        for i in range(count)
    ]


def found_at(boxes: list[Box], label: str = "1", score: float = 0.9) -> list[Detection]:
    return [Detection(box, label, score) for box in boxes]


def test_perfect_detections_have_ap_one_also_beyond_a_hundred_a_page() -> None:
    boxes = grid(250)
    ap = average_precision([found_at(boxes)], [a_truth(boxes)], LABELS, (0.5, 0.75, 0.99))
    assert ap.ap == pytest.approx({0.5: 1.0, 0.75: 1.0, 0.99: 1.0})
    assert ap.per_label.keys() == {"1"}
    assert len(ap.precision[0.5]) == 101


def test_ap_follows_the_overlap_at_any_threshold() -> None:
    boxes = grid(40)
    moved = [(x1 + 4, y1, x2 + 4, y2) for x1, y1, x2, y2 in boxes]  # IoU 76/84 = 0.905
    ap = average_precision([found_at(moved)], [a_truth(boxes)], LABELS, (0.9, 0.91, 0.95))
    assert ap.ap[0.9] == pytest.approx(1.0)
    assert ap.ap[0.91] == 0.0
    assert ap.ap[0.95] == 0.0


def test_half_found_is_half_the_ap() -> None:
    boxes = grid(100)
    ap = average_precision([found_at(boxes[:50])], [a_truth(boxes)], LABELS, (0.5,))
    assert ap.ap[0.5] == pytest.approx(51 / 101, abs=1e-6)


def test_labels_count_alike_and_those_without_truth_not_at_all() -> None:
    boxes = grid(40)
    truth = a_truth([*boxes, (0.0, 900.0, 50.0, 950.0)], ["1"] * 40 + ["2 sun"])
    ap = average_precision([found_at(boxes)], [truth], (*LABELS, "3"), (0.5,))
    assert ap.per_label == {"1": {0.5: pytest.approx(1.0)}, "2 sun": {0.5: 0.0}}
    assert ap.ap[0.5] == pytest.approx(0.5)


def test_pages_without_detections_or_truth_are_pages() -> None:
    boxes = grid(10)
    ap = average_precision([[], found_at(boxes)], [a_truth([]), a_truth(boxes)], LABELS, (0.5,))
    assert ap.ap[0.5] == pytest.approx(1.0)
    nothing = average_precision([[]], [a_truth(boxes)], LABELS, (0.5,))
    assert nothing.ap[0.5] == 0.0
    with pytest.raises(MisuseError):
        average_precision([], [a_truth(boxes)], LABELS, (0.5,))


def test_confusion_counts_each_once() -> None:
    boxes = grid(3)
    truth = a_truth(boxes, ["1", "1", "2 sun"])
    found = [
        *found_at(boxes[:1]),
        *found_at(boxes[:1], score=0.8),
        *found_at(boxes[2:], "1"),
        *found_at([(2000.0, 2000.0, 2050.0, 2050.0)], "2 sun"),
        *found_at(boxes[1:2], score=0.1),
    ]
    assert confusion([found], [truth], 0.2) == {
        ("1", "1"): 1,
        ("2 sun", "1"): 1,
        (BACKGROUND, "1"): 1,
        (BACKGROUND, "2 sun"): 1,
        ("1", BACKGROUND): 1,
    }


@pytest.fixture
def sees_everything(monkeypatch: pytest.MonkeyPatch) -> list[Box]:
    """`detect` finds the boxes of this list, 4 px off; refinement puts them right."""
    boxes = grid(20)

    def look(model: Model, rgb: np.ndarray, params: DetectParams, **_: object) -> Candidates:
        moved = [(x1 + 4, y1, x2 + 4, y2) for x1, y1, x2, y2 in boxes]
        return Candidates(tuple(found_at(moved)), (), 1.0)

    def lay(
        model: Model, rgb: np.ndarray, seen: Candidates, params: DetectParams, **_: object
    ) -> list[Detection]:
        return found_at(boxes)

    monkeypatch.setattr(evaluation, "candidates", look)
    monkeypatch.setattr(evaluation, "settle", lay)
    return boxes


def test_an_evaluation_tells_both_boxes_apart(
    a_model: Model, sees_everything: list[Box], tmp_path: Path
) -> None:
    found = evaluate(a_model, [a_truth(sees_everything)], (0.5, 0.95))
    assert found.raw.ap == pytest.approx({0.5: 1.0, 0.95: 0.0})
    assert found.refined is not None
    assert found.refined.ap == pytest.approx({0.5: 1.0, 0.95: 1.0})
    assert found.confusion == {("1", "1"): 20}
    assert found.fps > 0
    assert (found.pages, found.instances) == (1, 20)
    root = ET.parse(plot_precision_recall(found, tmp_path / "pr.svg")).getroot()
    assert len(root.findall("{*}polyline")) == 2


def test_without_refinement_there_is_one_figure(a_model: Model, sees_everything: list[Box]) -> None:
    found = evaluate(a_model, [a_truth(sees_everything)], (0.5,), DetectParams(refine=False))
    assert found.refined is None
    assert found.fps_refined is None


def test_unknown_labels_are_left_out_and_said(a_model: Model, sees_everything: list[Box]) -> None:
    labels = ["1"] * 19 + ["moon"]
    found = evaluate(a_model, [a_truth(sees_everything, labels)], (0.5,))
    assert found.instances == 19
    assert found.notes == ("the model does not know: moon",)
    with pytest.raises(InputError, match="no page"):
        evaluate(a_model, [a_truth(sees_everything, ["moon"] * 20)], (0.5,))


# --- calibration ----------------------------------------------------------------------------------


@pytest.mark.parametrize("synthetic", [False, True])
def test_calibration_scores_are_of_rightly_found_vignettes_each_once_and_name_their_page(
    a_model: Model, monkeypatch: pytest.MonkeyPatch, synthetic: bool
) -> None:
    boxes: list[Box] = [(10.0, 10.0, 58.0, 50.0), (80.0, 10.0, 128.0, 50.0), (150.0, 10.0, 198.0, 50.0)]
    page = AnnotatedPage(
        "page 7", np.full((80, 220, 3), 255, np.uint8), tuple(boxes), ("1", "1", "2 sun"), ()
    )
    found = [
        *found_at(boxes[:1]),
        *found_at(boxes[:1], score=0.5),  # a double
        *found_at(boxes[1:2], "2 sun"),  # taken for another
        *found_at([(150.0, 60.0, 198.0, 79.0)], "2 sun"),  # nothing stands here
        *found_at(boxes[2:], "2 sun"),
    ]
    drawn = np.ones((len(found), 64, 64, 3), np.float32)
    drawn[-1] = 0.5  # the page is white: an error of 0.25

    def look(model: Model, rgb: np.ndarray, params: DetectParams, **_: object) -> PageDetections:
        return PageDetections(tuple(found), (), 1.0, 220, 80)

    monkeypatch.setattr(reconstruction, "detect", look)
    monkeypatch.setattr(reconstruction, "reconstruct", lambda *_, **__: drawn)
    scores = reconstruction.calibration_scores(a_model, page, synthetic=synthetic)
    assert [one.as_dict() for one in scores] == [
        {"label": "1", "page": "page 7", "synthetic": synthetic, "score": 0.0},
        {"label": "2 sun", "page": "page 7", "synthetic": synthetic, "score": 0.25},
    ]
