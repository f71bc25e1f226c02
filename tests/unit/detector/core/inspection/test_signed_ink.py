from __future__ import annotations

import numpy as np
import pytest

from autolabelme.core.errors import MisuseError
from autolabelme.core.matching.poses import Pose
from autolabelme.core.opencv import cv2
from detector.core.inspection.findings import Vignette
from detector.core.inspection.ink import Frame, canonical_crop, ink_fraction, to_page
from detector.core.inspection.signed_ink import InkModel, align_to

MARGIN = 8


def drawing() -> np.ndarray:
    ink = np.zeros((80, 80), dtype=np.float32)
    cv2.circle(ink, (40, 36), 20, 1.0, 5, cv2.LINE_AA)
    cv2.line(ink, (40, 14), (40, 68), 1.0, 5, cv2.LINE_AA)
    cv2.line(ink, (20, 66), (62, 60), 1.0, 4, cv2.LINE_AA)
    return ink


def impression(rng: np.random.Generator, ink: np.ndarray | None = None) -> np.ndarray:
    """The drawing shifted by up to a pixel, unevenly inked, blurred and grainy."""
    ink = drawing() if ink is None else ink
    field = cv2.GaussianBlur(rng.normal(0, 1, ink.shape).astype(np.float32), (0, 0), 6)
    inked = ink * np.clip(0.85 + 1.2 * field, 0.3, 1.0)
    shift = np.array([[1, 0, rng.uniform(-1, 1)], [0, 1, rng.uniform(-1, 1)]], dtype=np.float32)
    moved = cv2.warpAffine(inked, shift, (80, 80))
    grain = rng.normal(0, 0.03, ink.shape).astype(np.float32)
    return np.clip(cv2.GaussianBlur(moved, (0, 0), 0.8) + grain, 0, 1).astype(np.float32)


@pytest.fixture(scope="module")
def model() -> InkModel:
    rng = np.random.default_rng(3)
    return InkModel.fit([impression(rng) for _ in range(24)], MARGIN)


def scores(model: InkModel, ink: np.ndarray | None, seed: int) -> tuple[float, float]:
    found = model.compare(impression(np.random.default_rng(seed), ink))
    return found.loss_score, found.gain_score


def test_breaks_and_additions_stand_above_every_normal(model: InkModel) -> None:
    normal = np.array([scores(model, None, 100 + k) for k in range(40)])
    broken = drawing()
    broken[24:33, 36:44] = 0
    dotted = drawing()
    cv2.circle(dotted, (48, 40), 3, 1.0, -1)
    losses = [scores(model, broken, 200 + k)[0] for k in range(10)]
    gains = [scores(model, dotted, 300 + k)[1] for k in range(10)]
    assert min(losses) > normal[:, 0].max()
    assert min(gains) > normal[:, 1].max()


def test_the_map_shows_where(model: InkModel) -> None:
    broken = drawing()
    broken[24:33, 36:44] = 0
    found = model.compare(impression(np.random.default_rng(9), broken))
    y, x = np.unravel_index(found.loss.argmax(), found.loss.shape)
    assert 20 <= y <= 37
    assert 32 <= x <= 48


def test_overall_inking_is_not_a_change(model: InkModel) -> None:
    light = [model.compare(impression(np.random.default_rng(k)) * 0.7).loss_score for k in range(20)]
    plain = [model.compare(impression(np.random.default_rng(k))).loss_score for k in range(20)]
    assert np.median(light) < 1.5 * np.median(plain)


def test_a_blank_place_loses_everything_and_one_normal_is_enough_to_fit(model: InkModel) -> None:
    assert model.compare(np.zeros((80, 80), np.float32)).loss_score > 5
    single = InkModel.fit([drawing()], MARGIN)
    assert single.impressions == 1
    assert single.compare(drawing()).loss_score < single.compare(np.zeros((80, 80), np.float32)).loss_score


def test_misuse_is_refused(model: InkModel) -> None:
    with pytest.raises(MisuseError, match="at least one"):
        InkModel.fit([], MARGIN)
    with pytest.raises(MisuseError, match="one shape"):
        InkModel.fit([np.zeros((8, 8), np.float32), np.zeros((8, 9), np.float32)], 1)
    with pytest.raises(MisuseError, match="shape"):
        model.compare(np.zeros((70, 80), np.float32))


def test_a_foreign_crop_is_not_forced_onto_the_prototype() -> None:
    foreign = np.zeros((80, 80), dtype=np.float32)
    foreign[:, :6] = 1
    moved = align_to(foreign, drawing())
    assert np.abs(moved[:, 20:] - foreign[:, 20:]).max() < 0.5


def page_with(pose: Pose, width: int = 60, height: int = 40) -> tuple[np.ndarray, Vignette]:
    """A page of ink that holds a lopsided mark in `pose`, drawn by mapping points, not by our warp."""
    page = np.zeros((200, 220), dtype=np.float32)
    wide, high = pose.extent(width, height)
    box = (70.0, 60.0, 70.0 + wide, 60.0 + high)
    centre = np.array([(box[0] + box[2]) / 2 - 0.5, (box[1] + box[3]) / 2 - 0.5])
    ys, xs = np.mgrid[0:200, 0:220]
    offsets = np.stack([xs - centre[0], ys - centre[1]], axis=-1) @ np.linalg.inv(pose.matrix()).T
    u, v = offsets[..., 0] + (width - 1) / 2, offsets[..., 1] + (height - 1) / 2
    page[(u > 3.7) & (u < 49.7) & (v > 3.7) & (v < 11.7)] = 1
    page[(u > 3.7) & (u < 11.7) & (v > 3.7) & (v < 33.7)] = 1
    return page, Vignette(box, "1", pose)


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("rotation", [0.0, 90.0, 180.0, 270.0])
def test_the_canonical_crop_undoes_the_pose(rotation: float, mirrored: bool) -> None:
    frame = Frame(60, 40, MARGIN)
    plain = canonical_crop(*page_with(Pose()), frame)
    posed = canonical_crop(*page_with(Pose(rotation, mirrored)), frame)
    assert plain.shape == (56, 76)
    assert np.abs(plain - posed).max() < 0.02


@pytest.mark.parametrize("pose", [Pose(), Pose(90), Pose(180, True)])
def test_values_go_back_to_where_they_came_from(pose: Pose) -> None:
    page, vignette = page_with(pose)
    frame = Frame(60, 40, MARGIN)
    patch, rows, columns = to_page(canonical_crop(page, vignette, frame), vignette, frame, page.shape)
    assert np.abs(patch - page[rows, columns]).mean() < 0.02
    assert patch.sum() == pytest.approx(page.sum(), rel=0.03)


def test_ink_fraction_takes_out_stains_and_keeps_ink() -> None:
    ink = np.tile(drawing(), (3, 4))
    ys, xs = np.mgrid[0 : ink.shape[0], 0 : ink.shape[1]]
    paper = 220 - 60 * np.exp(-((xs - 160) ** 2 + (ys - 120) ** 2) / (2 * 90.0**2))
    gray = (paper - ink * (paper - 40)).astype(np.uint8)
    found = ink_fraction(gray, 80)
    assert np.abs(found - ink).mean() < 0.06
    assert ink_fraction(np.full((100, 100), 200, np.uint8), 80).max() == 0
    with pytest.raises(MisuseError):
        ink_fraction(gray, 0)
