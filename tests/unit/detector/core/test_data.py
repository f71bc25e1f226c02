import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autolabelme.core.errors import MisuseError
from autolabelme.core.matching.poses import Pose
from detector.core import tuning
from detector.core.catalogue import Catalogue, Entry
from detector.core.data import (
    STORED_PX,
    RandomCrops,
    TrainingPage,
    augmentation,
    collate,
    cut,
    random_window,
    training_page,
)
from detector.core.params import TrainParams, crop_side
from detector.core.synthesis import page_params


def a_page(width: int = 900, height: int = 700) -> TrainingPage:
    """Black rectangles on white, so that boxes can be checked against pixels."""
    rgb = np.full((height, width, 3), 255, np.uint8)
    boxes = []
    for x in range(30, width - 80, 130):
        for y in range(40, height - 80, 150):
            rgb[y : y + 40, x : x + 60] = 0
            boxes.append((x, y, x + 60, y + 40))
    return training_page("page", rgb, np.array(boxes, float), [1] * len(boxes), scale=1.0)


def dark_box(image: np.ndarray, box: np.ndarray) -> tuple[float, float]:
    """Mean darkness (0..1) inside a box and in a frame of 4 px outside it."""
    x1, y1, x2, y2 = (round(float(edge)) for edge in box)
    dark = 1 - image.astype(float).mean(axis=2) / 255
    outside = dark[max(0, y1 - 5) : y2 + 5, max(0, x1 - 5) : x2 + 5].sum() - dark[y1:y2, x1:x2].sum()
    return float(dark[y1:y2, x1:x2].mean()), float(outside)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_boxes_stay_on_their_ink_when_a_crop_is_cut_and_turned(turns: int) -> None:
    image, boxes, kept = cut(a_page(), (100.0, 50.0, float(STORED_PX)), turns=turns)
    assert image.shape == (STORED_PX, STORED_PX, 3)
    assert len(boxes) == len(kept) > 2
    for box in boxes:
        inside, outside = dark_box(image, box)
        assert inside > 0.99
        assert outside < 1.0


def test_a_zoomed_crop_scales_its_boxes() -> None:
    page = a_page()
    image, boxes, kept = cut(page, (0.0, 0.0, 500.0))
    expected = page.boxes[kept] * STORED_PX / 500
    np.testing.assert_allclose(boxes, expected)
    assert dark_box(image, boxes[0])[0] > 0.95


def test_a_box_of_which_less_than_three_quarters_is_inside_is_dropped() -> None:
    rgb = np.full((600, 600, 3), 255, np.uint8)
    boxes = np.array([[100.0, 100.0, 200.0, 200.0]])
    page = training_page("page", rgb, boxes, [1], scale=1.0)
    assert len(cut(page, (124.0, 0.0, 400.0))[1]) == 1
    assert len(cut(page, (126.0, 0.0, 400.0))[1]) == 0


def test_what_lies_beyond_a_small_page_is_its_border() -> None:
    page = training_page("slip", np.full((100, 100, 3), 200, np.uint8), np.zeros((0, 4)), [], scale=1.0)
    window = random_window(page, np.random.default_rng(0))
    image, boxes, _ = cut(page, window)
    assert (image == 200).all()
    assert len(boxes) == 0


def test_boxes_under_8_px_are_left_out_and_counted() -> None:
    boxes = np.array([[10.0, 10.0, 17.0, 40.0], [50.0, 50.0, 58.0, 58.0]])
    page = training_page(
        "page", np.zeros((100, 100, 3), np.uint8), boxes, [1, 2], scale=2.0, poses=[Pose(), Pose(90)]
    )
    assert page.dropped == 1
    assert page.labels.tolist() == [2]
    assert page.poses == (Pose(90),)
    np.testing.assert_allclose(page.boxes, [[100, 100, 116, 116]])


def test_crops_are_deterministic_and_differ_by_epoch() -> None:
    first, second = RandomCrops([a_page()], per_page=3, seed=5), RandomCrops([a_page()], per_page=3, seed=5)
    assert torch.equal(first[1]["image"], second[1]["image"])
    assert torch.equal(first[1]["boxes"], second[1]["boxes"])
    second.epoch = 1
    assert not torch.equal(first[1]["image"], second[1]["image"])


def test_augmentation_leaves_the_callers_random_state() -> None:
    crops = RandomCrops([a_page()], per_page=1)
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    crops[0]
    assert torch.equal(torch.rand(1), expected)


def test_augmented_boxes_stay_on_their_ink() -> None:
    crops = RandomCrops([a_page()], per_page=12, seed=1)
    seen = 0
    for index in range(len(crops)):
        sample = crops[index]
        image = sample["image"].permute(1, 2, 0).numpy()
        paper = np.percentile(image.mean(axis=2), 90)
        for box in sample["boxes"].numpy():
            x1, y1, x2, y2 = (round(float(edge)) for edge in box)
            assert 0 <= x1 < x2 <= STORED_PX
            assert 0 <= y1 < y2 <= STORED_PX
            # Tilted by at most 1.5 degrees, so nearly all of the box is ink.
            assert (image[y1:y2, x1:x2].mean(axis=2) < 0.6 * paper).mean() > 0.8
            seen += 1
    assert seen > 12


def test_turning_crops_needs_a_catalogue_that_shows_turns() -> None:
    page = a_page()
    wide = [RandomCrops([page], per_page=20, mirrors=False, turns=False)[i]["boxes"] for i in range(20)]
    boxes = torch.cat(wide)
    whole = boxes[(boxes.amin(1) > 5) & (boxes.amax(1) < STORED_PX - 5)]
    sides = whole[:, 2:] - whole[:, :2]
    assert (sides[:, 0] > sides[:, 1]).all()


def test_a_batch_is_floats_with_targets() -> None:
    crops = RandomCrops([a_page()], per_page=2)
    batch = collate([crops[0], crops[1]])
    assert len(batch) == 2
    assert batch.images[0].dtype == torch.float32
    assert float(batch.images[0].max()) <= 1
    assert batch.targets[0]["labels"].dtype == torch.int64


def test_no_pages_or_labels_that_do_not_fit_are_refused() -> None:
    with pytest.raises(MisuseError):
        RandomCrops([], per_page=1)
    with pytest.raises(MisuseError):
        training_page("page", np.zeros((9, 9, 3), np.uint8), np.array([[0.0, 0.0, 9.0, 9.0]]), [], scale=1.0)


@pytest.mark.parametrize(
    ("median", "side"), [(100.0, 640.0), (64.0, 640.0), (128.0, 640.0), (32.0, 320.0), (256.0, 1280.0)]
)
def test_the_crop_follows_the_catalogue(median: float, side: float) -> None:
    assert crop_side(median) == pytest.approx(side)


@given(st.floats(10, 2000))
def test_the_median_vignette_is_30_to_60_px_in_the_input(median: float) -> None:
    assert 30 - 1e-6 <= median * 300 / crop_side(median) <= 60 + 1e-6


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_every_kept_box_lies_in_the_crop_and_shows_enough(seed: int) -> None:
    page = a_page()
    window = random_window(page, np.random.default_rng(seed))
    _, boxes, kept = cut(page, window)
    scale = STORED_PX / window[2]
    whole = 60 * 40 * scale**2
    for box in boxes:
        assert box.min() >= 0
        assert box.max() <= STORED_PX
        assert (box[2] - box[0]) * (box[3] - box[1]) >= tuning.LEAST_VISIBLE * whole - 1e-6
    assert len(set(kept.tolist())) == len(kept)


def test_learning_rates_are_the_backbones() -> None:
    assert TrainParams(backbone="vgg16").rate == 1e-4
    assert TrainParams().rate == 1e-3
    assert TrainParams(learning_rate=0.01).rate == 0.01


def test_the_decoder_learns_at_the_rate_that_its_backbone_needs() -> None:
    assert TrainParams(backbone="vgg16").rate_of_decoder == 1e-4  # report, section 5.3.4
    assert TrainParams().rate_of_decoder == 1e-3
    assert TrainParams(decoder_rate=0.01).rate_of_decoder == 0.01
    with pytest.raises(MisuseError, match="decoder_rate"):
        TrainParams(decoder_rate=0.0)


def test_three_of_four_crops_hold_a_vignette() -> None:
    rgb = np.full((5000, 5000, 3), 255, np.uint8)
    page = training_page("page", rgb, np.array([[2400.0, 2400, 2460, 2440]]), [1], scale=1.0)
    rng, held = np.random.default_rng(1), 0
    for _ in range(200):
        left, top, side = random_window(page, rng)
        held += left <= 2400 and top <= 2400 and left + side >= 2460 and top + side >= 2440
    assert 0.65 < held / 200 < 0.87


def test_crops_are_tilted_on_paper_lit_anew_and_blurred() -> None:
    change = augmentation(mirrors=False)
    grain = torch.randint(
        100, 160, (3, 96, 96), dtype=torch.uint8, generator=torch.Generator().manual_seed(2)
    )
    torch.manual_seed(5)
    made = [change(grain).float() for _ in range(60)]
    plain = float(grain.float().std())
    light = np.array([float(one[:, 30:60, 30:60].mean()) for one in made])
    assert 0.04 < light.std() / light.mean() < 0.4
    spread = np.array([float(one[:, 30:60, 30:60].std()) for one in made]) / plain
    assert (spread < 0.5).mean() > 0.05 and (spread > 0.7).mean() > 0.3
    # What a tilt brings in at a corner is paper: brighter than the picture, never black.
    corners = np.array([float(one[:, :2, :2].mean()) for one in made]) / light
    assert corners.min() > 0.7 and (corners > 1.2).sum() >= 3


@pytest.mark.parametrize(("side", "width"), [(10, 600), (100, 1600), (900, 6000)])
def test_a_press_page_of_a_training_follows_the_vignettes(side: int, width: int) -> None:
    picture = np.full((24, 24), 128, np.uint8)
    entries = tuple(Entry(str(number), side, side, picture) for number in range(14))
    found = page_params(Catalogue(entries))
    assert (found.width, found.labels) == (width, 10)
    assert (found.copies_low, found.copies_high) == (4, 16)
    # A catalogue that does not say its resolution was cut at that of most scans.
    assert found.dpi == 300.0
    assert page_params(Catalogue(entries, dpi=400.0)).dpi == 400.0
