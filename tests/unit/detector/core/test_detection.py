from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autolabelme.core.boxes import iou
from autolabelme.core.errors import Cancelled
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from detector.core import detection, reconstruction, sources, tuning
from detector.core.box_refinement import refine_boxes
from detector.core.catalogue import Catalogue, Entry
from detector.core.data import STORED_PX
from detector.core.detection import (
    Candidates,
    Detection,
    PageDetections,
    Tile,
    apart,
    detect,
    find_scale,
    fused_score,
    merge,
    page_scale,
    reconstruct,
    rival_labels,
    settle,
    tile_starts,
    to_input,
)
from detector.core.model_folder import Model
from detector.core.params import DetectParams
from detector.core.prediction import with_proposals
from detector.core.reconstruction import observed_pictures, reconstruction_errors

from ..conftest import a_picture


@given(st.integers(1, 6000), st.floats(20, 240))
def test_tiles_cover_the_page_and_overlap_enough(length: int, overlap: float) -> None:
    starts = tile_starts(length, overlap)
    assert starts[0] == 0
    assert starts[-1] == max(0, length - STORED_PX)
    steps = np.diff(starts)
    assert (steps > 0).all()
    assert (STORED_PX - steps >= overlap - 1).all()


class _Finder(torch.nn.Module):
    """Stands for the SSD: reports the dark rectangles of a tile, cut ones, too."""

    score_thresh = 0.2

    def encode(self, images: list[torch.Tensor]) -> Any:
        return type("Encoded", (), {"maps": [torch.zeros(len(images), 1, 2, 2)], "images": images})()

    def detections(self, encoded: Any) -> list[dict[str, torch.Tensor]]:
        found = []
        for image in encoded.images:
            dark = (image.mean(0).numpy() < 0.5).astype(np.uint8)
            _, _, stats, _ = cv2.connectedComponentsWithStats(dark)
            boxes = torch.tensor([[x, y, x + w, y + h] for x, y, w, h, _ in stats[1:]], dtype=torch.float32)
            count = len(stats) - 1
            found.append(
                {
                    "boxes": boxes.reshape(-1, 4),
                    "scores": torch.full((count,), 0.9),
                    "labels": torch.ones(count, dtype=torch.int64),
                    "default_box": torch.zeros(count, dtype=torch.int64),
                }
            )
        return found


def test_tiles_of_vignettes_as_large_as_themselves_still_go_on() -> None:
    starts = tile_starts(20 * STORED_PX, detection._overlap(STORED_PX))
    assert 0.3 < np.diff(starts).mean() / STORED_PX < 0.6


def finder_model(a_model: Model, side: float = 60.0) -> Model:
    """A model that finds dark rectangles; its catalogue's vignettes are `side` large."""
    entries = tuple(replace(entry, width=side, height=side) for entry in a_model.catalogue.entries)
    network = torch.nn.Module()
    network.config = a_model.network.config
    network.ssd = _Finder()
    network.weight = torch.nn.Parameter(torch.zeros(1))
    return Model(network, Catalogue(entries, 300.0))


def a_full_page() -> tuple[np.ndarray, list[tuple[int, int, int, int]]]:
    page = np.full((1500, 2100, 3), 230, np.uint8)
    boxes = []
    for y in range(7, 1440, 83):
        for x in range(5, 2040, 91):
            page[y : y + 60, x : x + 60] = 20
            boxes.append((x, y, x + 60, y + 60))
    return page, boxes


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_large_page_is_seen_in_tiles_without_doubles(a_model: Model, scale: float) -> None:
    page, truth = a_full_page()
    if scale != 1:
        page = cv2.resize(page, None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST)
    found = detect(finder_model(a_model), page, DetectParams(refine=False, scale=scale))
    assert len(found.tiles) > 10
    assert len(found.detections) == len(truth)
    overlaps = iou([one.box for one in found.detections], np.array(truth) * scale)
    assert (overlaps.max(axis=0) > 0.9).all()


def test_a_page_smaller_than_a_tile_is_one_tile(a_model: Model) -> None:
    page = np.full((200, 260, 3), 230, np.uint8)
    page[50:110, 80:140] = 20
    found = detect(finder_model(a_model), page, DetectParams(refine=False))
    assert len(found.tiles) == 1
    np.testing.assert_allclose(found.detections[0].box, (80, 50, 140, 110), atol=2)


def test_an_empty_page_has_no_detections(a_model: Model) -> None:
    assert detect(finder_model(a_model), np.full((900, 900, 3), 230, np.uint8)).detections == ()


def test_looking_can_be_cancelled(a_model: Model) -> None:
    def tick(done: int, total: int, stage: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        detect(finder_model(a_model), np.full((900, 900, 3), 230, np.uint8), tick=tick)


def test_resolutions_tell_the_scale(a_model: Model) -> None:
    page = np.full((100, 100, 3), 230, np.uint8)
    assert page_scale(a_model, page, DetectParams(), 600.0) == 2.0
    assert page_scale(a_model, page, DetectParams(scale=0.7), 600.0) == 0.7
    assert page_scale(finder_model(a_model), page, DetectParams(), None) == 1.0


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_a_scan_that_does_not_say_its_scale_is_tried_at_several(a_model: Model, scale: float) -> None:
    model = finder_model(a_model)
    expected = 60.0 * STORED_PX / model.crop_side

    def sure_of_its_size(encoded: Any) -> list[dict[str, torch.Tensor]]:
        found = _Finder.detections(model.network.ssd, encoded)
        for one in found:
            sides = (one["boxes"][:, 2:] - one["boxes"][:, :2]).prod(1).sqrt()
            one["scores"] = torch.exp(-(((sides / expected).log() * 6) ** 2))
        return found

    model.network.ssd.detections = sure_of_its_size
    page, _ = a_full_page()
    page = cv2.resize(page[:700, :900], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    assert find_scale(model, page, DetectParams()) == scale


def a_detection(box: tuple[float, float, float, float], label: str = "1", score: float = 0.9) -> Detection:
    return Detection(box, label, score, raw_box=box)


def test_merging_keeps_the_best_of_what_overlaps() -> None:
    found = [
        a_detection((0, 0, 100, 100), score=0.5),
        a_detection((5, 0, 105, 100), score=0.8),
        a_detection((10, 0, 110, 100), "2", score=0.7),
        a_detection((0, 200, 100, 300), score=0.4),
    ]
    assert [one.score for one in merge(found, 0.45)] == [0.8, 0.4]


def test_merging_drops_a_part_of_the_same_vignette() -> None:
    part = a_detection((0, 0, 30, 100), score=0.5)
    assert merge([part, a_detection((0, 0, 100, 100))], 0.45) == [a_detection((0, 0, 100, 100))]
    other = replace(part, label="2")
    assert len(merge([other, a_detection((0, 0, 100, 100))], 0.45)) == 2


def test_rival_labels_keep_the_likeliest_of_a_place() -> None:
    here = [a_detection((0, 0, 100, 100), str(i), 0.9 - 0.1 * i) for i in range(6)]
    again = a_detection((3, 0, 103, 100), "0", 0.2)
    elsewhere = a_detection((500, 0, 600, 100), "0", 0.05)
    assert rival_labels([*here, again, elsewhere], 0.45) == [*here[:4], elsewhere]


def test_the_prototype_decides_between_rival_labels(a_model: Model) -> None:
    pictures = [cv2.resize(e.prototype, (96, 80)) for e in a_model.catalogue.entries]
    entries = tuple(
        replace(e, width=96.0, height=80.0, prototype=picture)
        for e, picture in zip(a_model.catalogue.entries, pictures, strict=True)
    )
    model = Model(a_model.network, Catalogue(entries, 300.0))
    page = np.full((300, 400, 3), 225, np.uint8)
    page[100:180, 150:246] = pictures[1][..., None]
    box = (152.0, 97.0, 247.0, 178.0)
    rivals = [
        replace(a_detection(box, e.label, s), detector_score=s)
        for e, s in zip(entries, (0.6, 0.2), strict=True)
    ]
    (kept,) = settle(model, page, Candidates(tuple(rivals), (), 1.0), DetectParams())
    assert kept.label == entries[1].label
    assert kept.score > 0.2
    assert iou([kept.box], [(150, 100, 246, 180)])[0, 0] > 0.95


def test_scores_rise_with_both_evidences() -> None:
    assert fused_score(0.9, 0.7) > fused_score(0.9, 0.4) > fused_score(0.1, 0.4)
    assert fused_score(0.5, None) == fused_score(0.5, tuning.LEAST_NCC)
    assert 0 <= fused_score(1.0, 1.0) <= 1


boxes_drawn = st.lists(
    st.tuples(st.floats(0, 300), st.floats(0, 300), st.floats(5, 90), st.floats(5, 90), st.floats(0, 1)),
    max_size=12,
)


@given(boxes_drawn)
def test_merged_detections_do_not_overlap_and_merging_again_changes_nothing(
    drawn: list[tuple[float, ...]],
) -> None:
    found = [a_detection((x, y, x + w, y + h), score=s) for x, y, w, h, s in drawn]
    kept = merge(found, 0.45)
    overlaps = iou([one.box for one in kept], [one.box for one in kept]) if kept else np.zeros((0, 0))
    assert (overlaps - np.eye(len(kept)) <= 0.45 + 1e-9).all()
    assert merge(kept, 0.45) == kept


def test_the_halves_of_two_neighbours_are_no_third() -> None:
    row = [a_detection((102.0 * n, 0, 102.0 * n + 100, 100), score=0.5 + 0.1 * n) for n in range(3)]
    between = a_detection((51, 2, 151, 101), score=0.3)
    # No two of them overlap enough to be one thing.
    assert len(merge([*row, between], 0.45)) == 4
    assert apart([between, *row]) == row[::-1]
    # What leans over its neighbours a little stays.
    leaning = a_detection((285, 0, 385, 100), score=0.1)
    assert leaning in apart([*row, leaning])


# --- refinement -----------------------------------------------------------------------------------


def an_entry() -> Entry:
    poses = ((0.0, False), (0.0, True), (90.0, False), (270.0, False), (180.0, True))
    return Entry("1", 96.0, 80.0, cv2.resize(a_picture(4), (96, 80), interpolation=cv2.INTER_CUBIC), poses)


def printed(poses: list[Pose], scale: float) -> tuple[np.ndarray, list[tuple[float, float, float, float]]]:
    """A page with the entry in `poses` at sub-pixel places, and the exact boxes."""
    rng = np.random.default_rng(0)
    page = np.full((220, 170 * len(poses)), 225, np.uint8)
    boxes = []
    plain = an_entry().prototype
    for index, pose in enumerate(poses):
        matrix = Pose(pose.rotation_deg, pose.mirrored, scale, scale).matrix()
        wide, high = Pose(pose.rotation_deg, pose.mirrored, scale, scale).extent(96, 80)
        centre = np.array([170 * index + 80 + rng.uniform(-1, 1), 110 + rng.uniform(-1, 1)])
        shift = centre - matrix @ (np.array([95, 79]) / 2)
        ink = cv2.warpAffine(255 - plain, np.column_stack([matrix, shift]), page.shape[::-1])
        page = np.minimum(page, 255 - ink)
        x, y = centre + 0.5
        boxes.append((x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))
    noisy = page + rng.normal(0, 6, page.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8), boxes


@pytest.mark.parametrize("scale", [1.0, 0.8])
def test_refinement_finds_place_size_and_pose(scale: float) -> None:
    poses = [Pose(), Pose(0.0, mirrored=True), Pose(90.0), Pose(270.0), Pose(180.0, mirrored=True)]
    gray, truth = printed(poses, scale)
    rng = np.random.default_rng(1)
    rough = [tuple(np.array(box) + rng.normal(0, 4, 4)) for box in truth]
    fits = refine_boxes(gray, rough, [an_entry()] * len(truth), 1.0)
    for fit, pose, box in zip(fits, poses, truth, strict=True):
        assert fit is not None
        assert iou([fit.box], [box])[0, 0] > 0.95
        assert fit.pose.mirrored == pose.mirrored
        assert fit.pose.angle_from(pose.rotation_deg) < 2
        assert fit.ncc > 0.9


def test_what_is_not_there_is_not_refined() -> None:
    rng = np.random.default_rng(2)
    gray = np.clip(rng.normal(200, 20, (200, 300)), 0, 255).astype(np.uint8)
    assert refine_boxes(gray, [(40.0, 40.0, 136.0, 120.0)], [an_entry()], 1.0) == [None]


def test_a_detection_over_the_pages_edge_is_refined_or_left() -> None:
    gray, truth = printed([Pose()], 1.0)
    cut = np.ascontiguousarray(gray[:, 60:])
    box = tuple(np.array(truth[0]) - [60, 0, 60, 0])
    (fit,) = refine_boxes(cut, [(0.0, box[1], box[2], box[3])], [an_entry()], 1.0)
    assert fit is None or (fit.ncc >= tuning.LEAST_NCC and iou([fit.box], [box])[0, 0] > 0.8)


def test_a_blank_prototype_is_left_alone() -> None:
    blank = Entry("1", 96.0, 80.0, np.full((80, 96), 225, np.uint8))
    gray, truth = printed([Pose()], 1.0)
    assert refine_boxes(gray, truth, [blank], 1.0) == [None]


# --- pictures -------------------------------------------------------------------------------------


def test_observed_pictures_are_the_page_under_the_box() -> None:
    page = np.full((200, 200, 3), 230, np.uint8)
    page[50:114, 40:104] = (10, 20, 30)
    pictures = observed_pictures(page, [(40, 50, 104, 114), (36, 50, 100, 114)], 64, 3)
    assert pictures.shape == (2, 64, 64, 3)
    np.testing.assert_allclose(
        pictures[0], np.broadcast_to(np.array([10, 20, 30]) / 255, (64, 64, 3)), atol=0.01
    )
    np.testing.assert_allclose(pictures[1, :, :4], 230 / 255, atol=0.01)
    assert observed_pictures(page, [(40, 50, 104, 114)], 128, 1).shape == (1, 128, 128, 1)


def test_the_error_is_the_mean_square() -> None:
    one = np.zeros((2, 4, 4, 3), np.float32)
    other = one.copy()
    other[1] = 0.5
    np.testing.assert_allclose(reconstruction_errors(one, other), [0.0, 0.25])


def test_boxes_are_brought_into_the_input_of_their_tile() -> None:
    tile = Tile((640.0, 320.0, 1280.0, 960.0))
    np.testing.assert_allclose(to_input(np.array([[640.0, 320.0, 960.0, 640.0]]), tile), [[0, 0, 150, 150]])


def test_every_detection_gets_its_picture(a_model: Model) -> None:
    rgb = np.random.default_rng(0).integers(0, 255, (700, 500, 3)).astype(np.uint8)
    seen = detect(a_model, rgb, DetectParams(score_over=0.0, refine=False, scale=2.0), keep_features=True)
    tiles = seen.tiles
    some = tuple(a_detection((10.0, 10.0, 90.0, 90.0)) for _ in range(3))
    page = PageDetections(
        (some[0], replace(some[1], tile=len(tiles) - 1), replace(some[2], default_box=1939)),
        tiles,
        2.0,
        500,
        700,
    )
    pictures = reconstruct(a_model, page)
    assert pictures.shape == (3, 64, 64, 3)
    assert float(pictures.min()) >= 0
    assert float(pictures.max()) <= 1
    # The same features, box by box or together.
    alone = reconstruct(a_model, replace(page, detections=page.detections[:1]))
    np.testing.assert_allclose(pictures[0], alone[0], atol=1e-4)


# --- proposals ------------------------------------------------------------------------------------


def test_detections_become_proposals_where_nothing_stands(a_model: Model, tmp_path) -> None:
    from autolabelme.core.annotation.document import Document, Shape

    document = Document(
        tmp_path / "a.png",
        500,
        500,
        (
            Shape.rectangle("1", (10, 10, 60, 60)),
            Shape.rectangle("1", (100, 10, 150, 60), role="proposed", verdict="rejected"),
            Shape.rectangle("1", (200, 10, 250, 60), role="proposed"),
        ),
    )
    boxes = [(12.0, 10.0, 62.0, 60.0), (101.0, 10.0, 151.0, 60.0), (300.0, 10.0, 350.0, 60.0)]
    found = PageDetections(tuple(a_detection(box) for box in boxes), (), 1.0, 500, 500)
    shapes = with_proposals(document, found, a_model).shapes
    assert [(shape.role, shape.verdict, shape.box) for shape in shapes] == [
        ("template", "", (10, 10, 60, 60)),
        ("proposed", "rejected", (100, 10, 150, 60)),
        ("proposed", "", (300, 10, 350, 60)),
    ]
    assert shapes[-1].score == pytest.approx(0.9)
    assert shapes[-1].note == "note"


@pytest.mark.parametrize(("shift", "proposed"), [(12, False), (20, True)])
def test_nothing_is_proposed_where_half_is_boxed_already(
    a_model: Model, tmp_path, shift: int, proposed: bool
) -> None:
    from autolabelme.core.annotation.document import Document, Shape

    document = Document(tmp_path / "a.png", 500, 500, (Shape.rectangle("1", (10, 10, 60, 60)),))
    found = PageDetections((a_detection((10.0 + shift, 10.0, 60.0 + shift, 60.0)),), (), 1.0, 500, 500)
    assert (len(with_proposals(document, found, a_model).shapes) == 2) is proposed


@pytest.mark.parametrize(("shift", "counted"), [(12, 1), (20, 0)])
def test_a_decoder_is_calibrated_with_detections_that_share_half_of_a_vignette(
    a_model: Model, monkeypatch: pytest.MonkeyPatch, shift: int, counted: int
) -> None:
    rgb = np.full((100, 100, 3), 225, np.uint8)
    page = sources.AnnotatedPage("a", rgb, ((10.0, 10.0, 60.0, 60.0),), ("1",), (Pose(),))
    found = PageDetections((a_detection((10.0 + shift, 10.0, 60.0 + shift, 60.0)),), (), 1.0, 100, 100)
    monkeypatch.setattr(reconstruction, "detect", lambda *_args, **_options: found)
    monkeypatch.setattr(reconstruction, "reconstruct", lambda *_args, **_options: None)
    monkeypatch.setattr(reconstruction, "observed_pictures", lambda *_: None)
    monkeypatch.setattr(reconstruction, "reconstruction_errors", lambda *_: np.zeros(1))
    assert len(reconstruction.calibration_scores(a_model, page, synthetic=False)) == counted
