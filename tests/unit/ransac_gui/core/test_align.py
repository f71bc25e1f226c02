"""`align` on small press ornaments, whose true map is known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from autolabelme.core.arrays import U8, Array
from autolabelme.core.errors import Cancelled, InputError, MisuseError
from autolabelme.core.messages import Message
from autolabelme.core.opencv import cv2
from ransac_gui.core import geometry
from ransac_gui.core.align import Alignment, AlignmentFailure, align, red_cyan
from ransac_gui.core.params import AlignParams
from ransac_gui.core.synthetic import Bend, KnownMap, WarpRange, bitonal, draw_map

from .conftest import Prints

SIFT = AlignParams(features="sift")


def bent(prints: Prints, warps: WarpRange, seed: int = 0) -> tuple[U8, KnownMap]:
    rng = np.random.default_rng(seed)
    height, width = prints.first.shape
    truth, size = draw_map(width, height, warps, rng)
    return truth.source_image(prints.second, *size), truth


def error_px(result: Alignment, truth: KnownMap) -> np.ndarray:
    y, x = np.mgrid[0 : truth.height : 4, 0 : truth.width : 4]
    points = np.stack([x, y], axis=-1).reshape(-1, 2).astype(float)
    return np.linalg.norm(result.warp.points(points) - truth.points(points), axis=1)


def aligned(result: Alignment | AlignmentFailure) -> Alignment:
    assert isinstance(result, Alignment), result.reason
    return result


@pytest.fixture(scope="module")
def bent_result(prints: Prints) -> tuple[Alignment, KnownMap, U8]:
    source, truth = bent(prints, WarpRange(perspective=0.08, rotation_deg=6, gutter=0.015, curl=0.008))
    return aligned(align(source, prints.first, SIFT)), truth, source


def test_a_bent_impression_is_laid_within_a_pixel(bent_result: tuple[Alignment, KnownMap, U8]) -> None:
    result, truth, _ = bent_result
    assert result
    assert result.status == "aligned"
    assert np.median(error_px(result, truth)) < 0.7
    assert result.ncc.before < result.ncc.coarse <= result.ncc.fine
    assert result.ssim.before < result.ssim.fine
    assert result.coverage > 0.9


def test_the_map_is_what_the_picture_was_made_with(bent_result: tuple[Alignment, KnownMap, U8]) -> None:
    result, truth, source = bent_result
    there = result.source_from_reference
    height, width = truth.height, truth.width
    assert height != width
    assert there.shape == (height, width, 2)
    again = cv2.remap(source, there[..., 0], there[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    inner = (slice(20, -20), slice(20, -20))
    difference = np.abs(again.astype(int) - result.aligned.astype(int))[inner]
    assert np.percentile(difference, 90) <= 2


def test_matchability_and_difference_have_the_reference_frame(
    bent_result: tuple[Alignment, KnownMap, U8], prints: Prints
) -> None:
    result, _, _ = bent_result
    rows, columns = result.matchability.shape
    assert rows / columns == pytest.approx(prints.first.shape[0] / prints.first.shape[1], rel=0.05)
    assert 0 <= result.matchability.min() <= result.matchability.max() <= 1
    picture = red_cyan(result.aligned, prints.first)
    assert picture.shape == (*prints.first.shape, 3)
    np.testing.assert_array_equal(picture[..., 0], prints.first)


def test_matchability_is_low_where_nothing_corresponds(prints: Prints) -> None:
    source = prints.second.copy()
    columns = source.shape[1]
    source[:, : columns // 6] = int(np.median(source))
    result = aligned(align(source, prints.first, SIFT))
    width = result.matchability.shape[1]
    ink = cv2.resize((prints.first < 120).astype(np.float32), result.matchability.shape[::-1]) > 0.3
    gone, there = ink.copy(), ink.copy()
    gone[:, width // 7 :] = False
    there[:, : width // 3] = False
    assert result.matchability[gone].mean() < 0.5 * result.matchability[there].mean()


def test_same_inputs_same_result(prints: Prints, bent_result: tuple[Alignment, KnownMap, U8]) -> None:
    result, _, source = bent_result
    again = aligned(align(source, prints.first, SIFT))
    np.testing.assert_array_equal(again.aligned, result.aligned)
    assert (again.inliers, again.ncc, again.ssim) == (result.inliers, result.ncc, result.ssim)


@pytest.mark.parametrize(
    ("model", "matrix"),
    [
        ("translation", geometry.shift(14.3, -6.6)),
        ("rigid", np.array([[0.9962, -0.0872, 30.0], [0.0872, 0.9962, 4.0], [0, 0, 1]])),
        ("similarity", 0.8 * np.array([[0.9962, -0.0872, 30.0], [0.0872, 0.9962, 4.0], [0, 0, 1.25]])),
        ("affine", np.array([[0.95, 0.06, 10.0], [0.02, 1.04, 4.0], [0, 0, 1]])),
    ],
)
def test_each_model_keeps_to_its_kind(prints: Prints, model: str, matrix: np.ndarray) -> None:
    height, width = prints.first.shape
    truth = KnownMap(matrix, Bend(), width, height)
    source = truth.source_image(prints.second, width + 60, height + 60)
    result = aligned(align(source, prints.first, AlignParams(features="sift", model=model, fine="none")))
    assert np.median(error_px(result, truth)) < 1.0
    found = result.warp.homographies[0]
    np.testing.assert_allclose(found[2], (0, 0, 1), atol=1e-12)
    if model == "translation":
        np.testing.assert_allclose(found[:2, :2], np.eye(2))
    if model == "rigid":
        np.testing.assert_allclose(found[:2, :2] @ found[:2, :2].T, np.eye(2), atol=1e-9)
    assert result.max_displacement_px == 0


@pytest.mark.parametrize("cap", [0.0, 1.5])
def test_the_cap_is_respected(prints: Prints, cap: float) -> None:
    source, _ = bent(prints, WarpRange(perspective=0.03, rotation_deg=2, gutter=0.02, curl=0.01), seed=1)
    result = aligned(align(source, prints.first, SIFT.replace(cap_px=cap)))
    assert result.max_displacement_px <= cap + 1e-4


def test_bitonal_on_grey(prints: Prints) -> None:
    source, truth = bent(prints, WarpRange(perspective=0.05, rotation_deg=3), seed=2)
    result = aligned(align(bitonal(source), prints.first, SIFT))
    assert np.median(error_px(result, truth)) < 1.0


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_depth_and_colour_of_the_source_are_kept(prints: Prints, dtype: type) -> None:
    wide = prints.second.astype(dtype) * (257 if dtype == np.uint16 else 1)
    source = np.dstack([wide, (wide * 0.9).astype(dtype), (wide * 0.7).astype(dtype)])
    result = aligned(align(source, prints.first, SIFT.replace(fine="none")))
    assert result.aligned.dtype == dtype
    assert result.aligned.shape == (*prints.first.shape, 3)
    assert len(np.unique(result.aligned[..., 0])) > 100


def blank(prints: Prints) -> tuple[Array, Array]:
    return np.full((200, 300), 230, np.uint8), prints.first


def tiny(prints: Prints) -> tuple[Array, Array]:
    return prints.second[:20, :20], prints.first


def unrelated(prints: Prints) -> tuple[Array, Array]:
    return prints.other, prints.first


def noise(prints: Prints) -> tuple[Array, Array]:
    return np.random.default_rng(0).integers(0, 255, (300, 400), np.uint8), prints.first


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (blank, {"blank"}),
        (tiny, {"tiny"}),
        (unrelated, {"unlike", "no-model"}),
        (noise, {"unlike", "no-model", "no-features"}),
    ],
)
def test_each_refusal_is_falsy_and_says_why(
    prints: Prints, make: Callable[[Prints], tuple[Array, Array]], codes: set[str]
) -> None:
    result = align(*make(prints), SIFT)
    assert isinstance(result, AlignmentFailure)
    assert not result
    assert result.status == "refused"
    assert result.code in codes
    assert isinstance(result.reason, Message), "and can say it in another language"


def test_what_is_hopeless_at_the_first_look_gets_no_closer_one(
    prints: Prints, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("ransac_gui.core.align.refine", lambda *_, **__: asked.append("closer"))
    monkeypatch.setattr("ransac_gui.core.tuning.HOPELESS", 1.01)
    refused = align(prints.second, prints.first, SIFT)
    assert isinstance(refused, AlignmentFailure) and refused.code == "unlike"
    assert refused.evidence is not None and refused.ncc is not None
    assert not asked


def test_a_region_of_the_reference(prints: Prints) -> None:
    height, width = prints.first.shape
    page = np.full((height + 200, width + 150), 225, np.uint8)
    page[120 : 120 + height, 80 : 80 + width] = prints.first
    params = SIFT.replace(region=(80, 120, 80 + width, 120 + height))
    result = aligned(align(prints.second, page, params))
    assert result.aligned.shape == prints.first.shape
    points = np.array([[50.0, 60.0], [300.0, 100.0]])
    np.testing.assert_allclose(result.warp.points(points), points, atol=1.5)
    with pytest.raises(MisuseError, match="region"):
        align(prints.second, page, SIFT.replace(region=(500, 0, 500 + width, height)))


def test_landmarks_replace_the_features(prints: Prints) -> None:
    source, truth = bent(prints, WarpRange(perspective=0.05, rotation_deg=10), seed=3)
    height, width = prints.first.shape
    corners = np.array([[30, 40], [width - 40, 30], [width - 30, height - 50], [40, height - 30]], float)
    pairs = tuple(map(tuple, np.concatenate([corners, truth.points(corners).round()], axis=1).tolist()))
    result = aligned(align(source, prints.first, AlignParams(landmarks=pairs)))
    assert result.features == "landmarks"
    assert result.inliers == 4
    assert np.median(error_px(result, truth)) < 1.0


def test_landmarks_on_one_line_are_refused(prints: Prints) -> None:
    pairs = tuple((float(x), 10.0, float(x), 10.0) for x in (10, 50, 90, 130))
    result = align(prints.second, prints.first, AlignParams(landmarks=pairs))
    assert isinstance(result, AlignmentFailure)
    assert result.code == "landmarks"


def test_cancel_passes_from_every_stage(prints: Prints) -> None:
    stages: set[str] = set()

    def note(done: int, total: int, stage: str) -> None:
        stages.add(stage)

    align(prints.second, prints.first, SIFT, tick=note)
    assert {"features", "coarse", "refining", "warping"} <= stages
    for chosen in ("features", "warping"):

        def cancel(done: int, total: int, stage: str, chosen: str = chosen) -> None:
            if stage == chosen:
                raise Cancelled

        with pytest.raises(Cancelled):
            align(prints.second, prints.first, SIFT, tick=cancel)


def test_misuse_is_told_from_a_refusal(prints: Prints) -> None:
    with pytest.raises(MisuseError, match="source"):
        align(np.zeros((50, 50), np.float32), prints.first)
    with pytest.raises(MisuseError, match="cap_px"):
        AlignParams(cap_px=-1.0)
    with pytest.raises(MisuseError, match="landmarks"):
        AlignParams(landmarks=((0.0, 0.0, 1.0, 1.0),))
    with pytest.raises(InputError, match=r"absent\.pth"):
        align(prints.second, prints.first, SIFT.replace(fine="network", ransac_flow="absent.pth"))


def test_planted_cuts_keep_their_contrast(prints: Prints) -> None:
    source = prints.second.copy()
    width = source.shape[1]
    paper = int(np.percentile(source, 90))
    marked = np.zeros(source.shape, dtype=bool)
    ink = cv2.erode((source < 110).astype(np.uint8), np.ones((5, 5), np.uint8))
    for number, cut in enumerate((2, 3, 4)):
        x = np.nonzero(ink[:, number * width // 3 : (number + 1) * width // 3])[1]
        middle = int(x[len(x) // 2]) + number * width // 3
        marked[:, middle : middle + cut] = ink[:, middle : middle + cut] > 0
    assert marked.sum() > 10
    source[marked] = paper
    before = paper - int(np.median(prints.second[marked]))
    result = aligned(align(source, prints.first, SIFT))
    after = np.median(result.aligned[marked].astype(int)) - np.median(prints.second[marked].astype(int))
    assert after >= 0.9 * before


def test_the_bundled_networks_improve_on_the_homography(prints: Prints) -> None:
    warps = WarpRange(perspective=0.02, rotation_deg=1, gutter=0.05, curl=0.05)
    source, truth = bent(prints, warps, seed=4)
    result = aligned(align(source, prints.first, SIFT.replace(fine="network")))
    assert result.fine == "network"
    assert result.matchability_from == "network"
    assert len(result.weights["ransac_flow"]) == 64
    assert result.ncc.fine > result.ncc.coarse
    coarse = np.linalg.norm(result.warp.coarse.points(GRID) - truth.points(GRID), axis=1)
    fine = np.linalg.norm(result.warp.points(GRID) - truth.points(GRID), axis=1)
    assert np.mean(fine) < np.mean(coarse)


GRID = np.stack(np.meshgrid(np.arange(40.0, 400, 20), np.arange(40.0, 150, 20)), axis=-1).reshape(-1, 2)
